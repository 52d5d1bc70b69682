//! Where a result is written: below the folder of its environment, or beside these folders, and perhaps once more as a
//! workflow.

use minijinja::Value;

use crate::finding::Finding;
use crate::render::GENERATED;
use crate::render::WORKFLOWS;
use crate::render::engine::Engine;
use crate::render::layout;
use crate::render::layout::Template;
use crate::text::ownership;

/// The paths of one result, relative to the project. `environment` is `None` for what is rendered for the repository;
/// `environments` are the names of all.
pub fn paths(
    engine: &Engine<'_>,
    template: &Template,
    context: &Value,
    environment: Option<&str>,
    environments: &[&str],
) -> Result<Vec<String>, Finding> {
    let place = template.path_place();
    let relative = engine.path(template, context)?;
    let relative = layout::checked_path(&relative, &place)?;
    let first = if let Some(environment) = environment {
        format!("{GENERATED}/{environment}/{relative}")
    } else {
        let folder = relative.split('/').next().unwrap_or(relative);
        if !relative.contains('/') || environments.contains(&folder) {
            let message = format!("`{relative}` is no path for a file of the repository");
            return Err(Finding::error("path-leaves-tree", place, message)
                .why("the folders of the environments hold what each of them is made of, and Argo CD reads them")
                .help("let the path begin with a folder that no environment is called, such as ci/"));
        }
        format!("{GENERATED}/{relative}")
    };
    let mut paths = vec![first];
    if let Some(also) = engine.also(template, context)? {
        let place = template.layout.also.as_ref().map_or(place, |also| also.place.clone());
        let also = layout::checked_path(&also, &place)?;
        let name = also.strip_prefix(WORKFLOWS).and_then(|rest| rest.strip_prefix('/'));
        let is_workflow = name.is_some_and(|name| !name.contains('/') && layout::is_yaml_path(name));
        if environment.is_some() || !is_workflow {
            let message = format!("`{also}` is no place for a rendered file");
            return Err(Finding::error("path-leaves-tree", place, message)
                .why(format!("{GENERATED}/ is groundplan's own, and outside of it only workflows are, that GitHub reads nowhere else"))
                .help(format!("write `also: {WORKFLOWS}/<name>.yml` beside `scope: repository`, or remove it")));
        }
        paths.push(also.to_owned());
    }
    for path in &paths {
        if ownership::comment(path).is_none() {
            return Err(Finding::error(
                "format-without-comments",
                template.path_place(),
                format!("`{path}` cannot carry the header that says who wrote it"),
            )
            .help("JSON is YAML: let the path end in .yaml"));
        }
        if !template.is_yaml() && layout::is_yaml_path(path) {
            return Err(Finding::error(
                "template-not-yaml",
                template.path_place(),
                format!("`{path}` is YAML, but the name of its template does not say so"),
            )
            .why("values would be written as raw text and could break the document")
            .help("let the template's name end in .yaml.j2"));
        }
    }
    Ok(paths)
}
