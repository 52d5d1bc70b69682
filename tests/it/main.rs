//! Claims about groundplan as its users meet it: whole commands, run on small projects or on this repository.

mod ci; // continuous integration: what services share, and which of them a change concerns
mod component; // components that users add with templates and keys alone
mod docs; // the documents say what is true
mod drift; // every way in which the committed tree can differ
mod kustomize; // kustomizations, built both ways
mod model_errors; // every way in which an environment can be wrong
mod model_origin; // where values come from
mod monorepo; // a small repository of services in Python
mod objects; // rendered objects and models, read as values
mod placement; // which pod runs where
mod project; // a project in a temporary folder
#[cfg(unix)]
mod redis_server; // what a real redis-server and Sentinel take, where one is installed
mod reference; // comparisons with the reference system, where its facts are at hand
mod repository; // this repository's own environments, templates and generated tree
mod rules; // rules that findings name, and their descriptions
mod schema; // kinds, and where their schemas come from
mod strings; // texts that YAML readers like to misread
mod template_errors; // every way in which a template can be wrong
mod tidy; // the shape of the code
mod validate; // manifests of any origin
mod workflows; // workflows of GitHub Actions
mod writing; // what `render` does to a disk
