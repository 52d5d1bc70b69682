//! What the code of services needs of a repository, and which services a change concerns: whole commands on small
//! repositories of Python.

mod imports; // every way in which Python imports
mod matrix; // which services a change, or a list of names, selects
pub(crate) mod monorepo; // a small repository
mod revisions; // which services the difference of two revisions concerns
mod packaging; // requirements, projects, images and the settings of tools
