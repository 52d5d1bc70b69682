//! What the code of services needs of a repository, and which services a change concerns: whole commands on small
//! repositories of Python.

mod closure; // no edit is missed, by a second reading of imports
mod dynamic; // imports that are calls or strings, and data
mod folders; // folders and patterns that the model and the files disagree about
mod histories; // histories in which nobody can tell where a change begins
mod imports; // every statement that imports
mod jobs; // what jobs lack, and code that cannot be read
mod matrix; // which services a change, or a list of names, selects
mod packaging; // requirements, projects, images and the settings of tools
mod reasons; // why services are selected or not
mod rendered; // what is rendered of it
mod revisions; // which services the difference of two revisions concerns
mod shared; // shared triggers that the model and the code disagree about
mod shop; // a repository of three services
mod words; // what is wrong with the model itself
