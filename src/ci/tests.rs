//! The graph of small repositories.
