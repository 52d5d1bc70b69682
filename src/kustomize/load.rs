//! What a kustomization names: resources, other kustomizations, patches and the files of generators.

use crate::finding::Finding;
use crate::kustomize::Gap;
use crate::kustomize::build::Accumulator;
use crate::kustomize::build::Builder;
use crate::kustomize::config::BackReference;
use crate::kustomize::config::Config;
use crate::kustomize::fields;
use crate::kustomize::files;
use crate::kustomize::files::Content;
use crate::kustomize::files::KUSTOMIZATION_NAMES;
use crate::kustomize::resource::Resource;
use crate::kustomize::transform::field_spec;
use crate::kustomize::value;
use crate::text::Place;
use crate::text::suggest;
use crate::yaml::Composed;
use crate::yaml::Node;

const REFUSED: &str = "kustomize refuses to build: Argo CD cannot compare or sync anything of this folder";

/// The lists that name resources; the second is the older one.
pub(super) const RESOURCES: [&str; 2] = ["resources", "bases"];

impl<'f> Builder<'f> {
    /// The path of the kustomization file of a folder; says so where there is none, or more than one.
    pub(super) fn kustomization_of(&mut self, folder: &str, named: &Place) -> Option<String> {
        let mut found = self.files.kustomizations(folder);
        if found.len() > 1 {
            let all = suggest::listed(found.iter().map(String::as_str));
            let message = format!("one folder has one kustomization, and here are {all}");
            self.refuse(Finding::error("kustomization-refused", Place::file(&found[0]), message).why(REFUSED));
        }
        if found.is_empty() {
            let known = suggest::listed(KUSTOMIZATION_NAMES);
            let message = format!("there is no kustomization in `{folder}`: none of {known}");
            self.lose(Finding::error("missing-resource-file", named.clone(), message).why(REFUSED));
            return None;
        }
        Some(found.swap_remove(0))
    }

    pub(super) fn resources(&mut self, folder: &str, root: Node<'_>, into: &mut Accumulator) {
        for entry in RESOURCES.into_iter().flat_map(|key| fields::items(root, key)) {
            let written = entry.text().unwrap_or_default();
            let path = files::join(folder, written);
            if let Some(path) = path.as_deref().filter(|path| self.files.content(path).is_some()) {
                self.restricted(folder, path, entry);
                self.file(path, entry, &mut into.resources);
                continue;
            }
            let Some(path) = self.folder_of(folder, entry) else { continue };
            let mut below = Accumulator::default();
            self.target(&path, &entry.place(), &mut below, false);
            for resource in below.resources {
                self.append(resource, &mut into.resources);
            }
            if let Err(field) = into.config.merge(&below.config) {
                self.disagreement(&entry.place(), &field.path);
            }
        }
    }

    /// The folder that an entry names; `None`, and said, where it has to be fetched or is not there.
    pub(super) fn folder_of(&mut self, folder: &str, entry: Node<'_>) -> Option<String> {
        let written = entry.text().unwrap_or_default();
        let path = files::join(folder, written);
        if let Some(path) = path.as_ref().filter(|path| self.files.is_folder(path)) {
            return Some(path.clone());
        }
        if files::is_remote(written) {
            self.incomplete(Gap::Objects, entry.place(), format!("`{written}` has to be fetched"));
        } else if path.is_none() {
            self.incomplete(Gap::Objects, entry.place(), format!("`{written}` is outside of what was read"));
        } else {
            self.missing(folder, entry, written);
        }
        None
    }

    fn missing(&mut self, folder: &str, entry: Node<'_>, written: &str) {
        let within = files::join(folder, written).unwrap_or_default();
        let parent = within.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        let beside: Vec<&str> = self
            .files
            .paths()
            .filter_map(
                |path| if parent.is_empty() { Some(path) } else { path.strip_prefix(&*parent)?.strip_prefix('/') },
            )
            .filter(|name| !name.contains('/'))
            .collect();
        let name = within.rsplit('/').next().unwrap_or_default();
        let near = suggest::nearest(name, beside).map(|near| format!("there is `{near}`"));
        let finding = Finding::error("missing-resource-file", entry.place(), format!("there is no `{written}`"))
            .why(REFUSED)
            .help("add it, or take it out of this list")
            .maybe_help(near);
        self.lose(finding);
    }

    /// kustomize reads no file above the kustomization that names it, unless told to.
    fn restricted(&mut self, folder: &str, path: &str, entry: Node<'_>) {
        if !files::is_within(folder, path) {
            let message = format!("`{path}` is not in the folder of this kustomization, or below it");
            let finding = Finding::error("file-outside-kustomization", entry.place(), message)
                .why("kustomize refuses to read it, unless every call says `--load-restrictor LoadRestrictionsNone`")
                .help("put a kustomization beside that file, and name its folder");
            self.refuse(finding);
        }
    }

    /// What is in a file that an entry names under a path.
    pub(super) fn content_of(&mut self, folder: &str, entry: Node<'_>, written: &str) -> Option<&'f Content> {
        let files = self.files;
        let path = files::join(folder, written);
        if let Some((path, content)) = path.as_deref().and_then(|path| Some((path, files.content(path)?))) {
            self.restricted(folder, path, entry);
            return Some(content);
        }
        if files::is_remote(written) || path.is_none() {
            self.incomplete(Gap::Values, entry.place(), format!("`{written}` is outside of what was read"));
        } else {
            self.missing(folder, entry, written);
        }
        None
    }

    /// The text of a file under a path as written; empty where there is none.
    pub(super) fn text_of(&self, folder: &str, written: &str) -> &'f str {
        let path = files::join(folder, written).unwrap_or_default();
        self.files.source(&path).map_or("", |source| source.text.as_str())
    }

    /// The documents of a file that an entry names.
    pub(super) fn documents_of(&mut self, folder: &str, entry: Node<'_>) -> Option<Vec<Composed>> {
        let written = entry.text().unwrap_or_default();
        self.content_of(folder, entry, written)?;
        let path = files::join(folder, written)?;
        self.read(&path, entry)
    }

    fn read(&mut self, path: &str, entry: Node<'_>) -> Option<Vec<Composed>> {
        let Some(read) = self.files.documents(path) else {
            let message = format!("`{path}` is no text");
            self.refuse(Finding::error("kustomization-refused", entry.place(), message).why(REFUSED));
            return None;
        };
        for problem in &read.problems {
            self.lose(problem.clone());
        }
        Some(read.documents.iter().map(|document| Composed::of(document.root())).collect())
    }

    fn file(&mut self, path: &str, entry: Node<'_>, into: &mut Vec<Resource>) {
        let read = self.read(path, entry).unwrap_or_default();
        let mut pending: Vec<Composed> = read.into_iter().rev().map(value::as_kustomize_reads).collect();
        while let Some(value) = pending.pop() {
            let text = |path: &[&str]| value.at(path).and_then(Composed::as_text).unwrap_or_default();
            let kind = text(&["kind"]);
            if let Some(items) = value.get("items").filter(|_| kind.ends_with("List")) {
                pending.extend(items.items().iter().rev().cloned());
                continue;
            }
            let lacks = [("kind", kind), ("metadata.name", text(&["metadata", "name"]))];
            let lacks =
                lacks.iter().find(|(field, text)| text.is_empty() && (*field == "kind" || !kind.ends_with("List")));
            if let Some((field, _)) = lacks {
                let message = format!("this is named as a resource, and has no `{field}`");
                self.lose(Finding::error("no-object", value.place.clone(), message).why(REFUSED));
            } else {
                self.append(Resource::new(value), into);
            }
        }
    }

    /// Adds the fields of `configurations`.
    pub(super) fn configurations(&mut self, folder: &str, root: Node<'_>, config: &mut Config) {
        for entry in fields::items(root, "configurations") {
            let written = entry.text().unwrap_or_default();
            if self.content_of(folder, entry, written).is_none() {
                continue;
            }
            let read = files::join(folder, written).and_then(|path| self.files.documents(&path));
            for document in read.into_iter().flat_map(|read| &read.documents) {
                if let Err(field) = configure(document.root(), config) {
                    self.disagreement(&entry.place(), &field);
                }
            }
        }
    }

    fn disagreement(&mut self, place: &Place, field: &str) {
        let message = format!("two configurations disagree on whether `{field}` is created");
        self.refuse(Finding::error("kustomization-refused", place.clone(), message).why(REFUSED));
    }
}

fn configure(root: Node<'_>, config: &mut Config) -> Result<(), String> {
    for (key, list) in root.entries() {
        let key = key.text().unwrap_or_default();
        if let Some(known) = config.fields_mut(key) {
            for field in list.items().filter_map(field_spec) {
                crate::kustomize::spec::FieldSpec::add(known, field).map_err(|field| field.path.into_owned())?;
            }
        }
        if key == "nameReference" {
            for entry in list.items() {
                let text = |key| fields::text(entry, key).unwrap_or_default().to_owned().into();
                let fields = fields::items(entry, "fieldSpecs").into_iter().filter_map(field_spec).collect();
                let new = BackReference { group: text("group"), version: text("version"), kind: text("kind"), fields };
                config.add_references(new).map_err(|field| field.path.into_owned())?;
            }
        }
    }
    Ok(())
}
