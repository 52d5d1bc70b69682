//! Reports as users and programs see them.

mod fixture;
mod github;
mod hostile;
mod json;
mod junit;
mod people;
mod sarif;
mod tap;
mod text;
