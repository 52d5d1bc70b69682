//! How things are said to people.
//!
//! No decisions here: what is wrong and what differs was settled before, and who asks decides about colour.

pub mod text;

#[cfg(test)]
mod tests;
