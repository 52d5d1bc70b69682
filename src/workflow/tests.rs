//! Claims about workflows as GitHub reads them.
