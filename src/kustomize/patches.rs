//! `patches`, `patchesStrategicMerge` and `patchesJson6902`: what they say, and what they are for.

use crate::finding::Finding;
use crate::kustomize::build::Builder;
use crate::kustomize::fields;
use crate::kustomize::inline;
use crate::kustomize::inline::Ends;
use crate::kustomize::merge;
use crate::kustomize::merge::Refusal;
use crate::kustomize::overrides::Trail;
use crate::kustomize::pointer;
use crate::kustomize::pointer::Failure;
use crate::kustomize::resource::Resource;
use crate::kustomize::selector::Selector;
use crate::kustomize::value;
use crate::text::Place;
use crate::text::suggest;
use crate::yaml::Composed;
use crate::yaml::Node;

const REFUSED: &str = "kustomize refuses to build: Argo CD cannot compare or sync anything of this folder";

/// What a patch may change beside the rest.
#[derive(Debug, Clone, Copy, Default)]
struct Options {
    name: bool,
    kind: bool,
}

impl Builder<'_> {
    pub(super) fn merge_patches(&mut self, folder: &str, root: Node<'_>, resources: &mut Vec<Resource>) {
        for entry in fields::items(root, "patchesStrategicMerge") {
            let inline = inline::documents(entry, Ends::Kept)
                .filter(|found| !found.is_empty() && found.iter().all(value::is_mapping));
            let patches = inline.or_else(|| self.patch_file(folder, entry));
            for patch in patches.unwrap_or_default() {
                self.merge_by_name(&patch, resources, Options::default());
            }
        }
    }

    pub(super) fn patch(&mut self, folder: &str, root: Node<'_>, resources: &mut Vec<Resource>) {
        for entry in fields::items(root, "patches") {
            let Some(patches) = self.patch_documents(folder, entry) else { continue };
            let target = fields::field(entry, "target");
            if patches.first().is_some_and(value::is_sequence) {
                self.patch_json(entry, target, &patches, resources, true);
                continue;
            }
            let options = fields::field(entry, "options");
            let option = |key| options.is_some_and(|options| fields::is_true(options, key));
            let options = Options { name: option("allowNameChange"), kind: option("allowKindChange") };
            match (target, patches.as_slice()) {
                (None, patches) => patches.iter().for_each(|patch| self.merge_by_name(patch, resources, options)),
                (Some(target), [patch]) => self.merge_by_target(target, patch, resources, options),
                (Some(target), _) => {
                    let message = format!("a patch with a `target` is one document, and these are {}", patches.len());
                    self.refuse(Finding::error("patch-refused", target.place(), message).why(REFUSED));
                }
            }
        }
    }

    pub(super) fn patch_json_6902(&mut self, folder: &str, root: Node<'_>, resources: &mut [Resource]) {
        for entry in fields::items(root, "patchesJson6902") {
            if let Some(patches) = self.patch_documents(folder, entry) {
                self.patch_json(entry, fields::field(entry, "target"), &patches, resources, false);
            }
        }
    }

    /// The documents of `patch` or of the file under `path`.
    fn patch_documents(&mut self, folder: &str, entry: Node<'_>) -> Option<Vec<Composed>> {
        let text =
            fields::field(entry, "patch").filter(|patch| patch.text().is_some_and(|text| !text.trim().is_empty()));
        let path = fields::said(entry, "path").map(|(_, path)| path);
        let written = match (text, path) {
            (Some(text), _) => text.text().unwrap_or_default().trim(),
            (None, Some(path)) => self.text_of(folder, path.text().unwrap_or_default()),
            (None, None) => "",
        };
        if written.starts_with('[') && serde_json::from_str::<serde::de::IgnoredAny>(written).is_err() {
            let message = "a patch that begins with `[` is read as JSON, and this is none";
            let finding = Finding::error("patch-refused", text.or(path).unwrap_or(entry).place(), message);
            self.refuse(
                finding.why(REFUSED).help("put quotes around its keys and texts, or write a YAML list with dashes"),
            );
            return None;
        }
        let refusal = match (text, path) {
            (Some(text), None) => match inline::documents(text, Ends::Trimmed) {
                Some(found) if !found.is_empty() => return Some(found),
                _ => (text.place(), "this patch cannot be read as YAML"),
            },
            (None, Some(path)) => return self.patch_file(folder, path),
            _ => (entry.place(), "a patch is either `patch` or `path`"),
        };
        self.refuse(Finding::error("patch-refused", refusal.0, refusal.1).why(REFUSED));
        None
    }

    fn patch_file(&mut self, folder: &str, path: Node<'_>) -> Option<Vec<Composed>> {
        let found = self.documents_of(folder, path)?;
        if found.is_empty() {
            let message = "there is no patch in this file";
            self.refuse(Finding::error("patch-refused", path.place(), message).why(REFUSED));
            return None;
        }
        Some(found)
    }

    fn merge_by_name(&mut self, patch: &Composed, resources: &mut Vec<Resource>, options: Options) {
        let patch = &value::as_kustomize_reads(patch.clone());
        let id = Resource::new(patch.clone()).original();
        let matches: Vec<usize> = (0..resources.len()).filter(|at| resources[*at].was_ever(&id)).collect();
        match matches.as_slice() {
            [at] => self.merge_into(*at, patch, resources, options),
            [] if self.lacks_objects() => {}
            [] => {
                let names: Vec<String> = resources.iter().map(|resource| resource.original().to_string()).collect();
                let near = suggest::nearest(&id.to_string(), names.iter().map(String::as_str)).map(str::to_owned);
                let place = patch.at(&["metadata", "name"]).map_or(&patch.place, |name| &name.place);
                let message = format!("this patch is for {id} ({}), which no resource is", api_version(patch));
                let finding =
                    Finding::error("patch-matches-nothing", place.clone(), message).why(REFUSED).maybe_help(near.map(
                        |near| format!("there is {near}: kind, apiVersion, name and namespace have to be the same"),
                    ));
                self.refuse(finding);
            }
            _ => {
                let message = format!("this patch is for {id}, which {} resources were called", matches.len());
                self.refuse(Finding::error("patch-refused", patch.place.clone(), message).why(REFUSED));
            }
        }
    }

    fn merge_by_target(&mut self, target: Node<'_>, patch: &Composed, resources: &mut Vec<Resource>, options: Options) {
        let Some(selected) = self.select(target, resources) else { return };
        // From behind, so that one that is removed moves none of the others.
        for at in selected.into_iter().rev() {
            let mut patch = value::as_kustomize_reads(patch.clone());
            if let Some(api_version) = resources[at].value.get("apiVersion") {
                patch.set("apiVersion", api_version.clone());
            }
            self.merge_into(at, &patch, resources, options);
        }
    }

    fn merge_into(&mut self, at: usize, patch: &Composed, resources: &mut Vec<Resource>, options: Options) {
        let resource = &mut resources[at];
        let (name, namespace) = ["name", "namespace"].map(|key| resource.value.at(&["metadata", key]).cloned()).into();
        let kind = resource.value.get("kind").cloned();
        if options.name || options.kind {
            resource.remember();
        }
        let mut trail = Trail::default();
        match merge::merge(resource.value.clone(), patch, &mut trail) {
            Ok(None) => drop(resources.remove(at)),
            Ok(Some(merged)) => {
                let place = merged.place.clone();
                resource.value = merged;
                if !options.kind {
                    restore(&mut resource.value, "kind", kind);
                }
                let metadata = resource.value.child("metadata", &place);
                if !options.name {
                    restore(metadata, "name", name);
                }
                restore(metadata, "namespace", namespace);
                resource.records.extend(trail.records);
            }
            Err(refusal) => {
                let (place, message) = match *refusal {
                    Refusal::Shape(patch) => (patch.place, "this patch has another type than what it is merged into"),
                    Refusal::Directive(word) => (word.place, "`$patch` is `delete`, `replace` or `merge`"),
                };
                let about = resource.id().to_string();
                self.refuse(Finding::error("patch-refused", place, message).why(REFUSED).resource(about));
            }
        }
    }

    fn patch_json(
        &mut self,
        entry: Node<'_>,
        target: Option<Node<'_>>,
        patches: &[Composed],
        resources: &mut [Resource],
        remembers: bool,
    ) {
        let Some(target) = target else {
            let message = "a JSON patch says nothing about what it is for: `target` is missing";
            return self.refuse(Finding::error("patch-refused", entry.place(), message).why(REFUSED));
        };
        let Some(selected) = self.select(target, resources) else { return };
        let operations = patches.first().map(Composed::items).unwrap_or_default();
        for at in selected {
            let resource = &mut resources[at];
            if remembers {
                resource.remember();
            }
            let before = resource.value.clone();
            let mut records = Vec::new();
            let failed = operations.iter().find_map(|operation| {
                pointer::apply(&mut resource.value, operation, &mut records).err().map(|failure| (operation, failure))
            });
            if let Some((operation, failure)) = failed {
                let about = resource.id().to_string();
                resource.value = before;
                self.failed(operation, failure, about);
            } else {
                resource.records.extend(records);
            }
        }
    }

    fn failed(&mut self, operation: &Composed, failure: Failure, about: String) {
        let place = pointer::place(operation).clone();
        let path = operation.get("path").and_then(Composed::as_text).unwrap_or_default();
        let finding = match failure {
            Failure::Missing(missing) => {
                let message = format!("{about} has nothing at `{missing}`");
                let add = "`add` sets what is not there yet, in a map or list that is; `remove` needs it to be there";
                Finding::error("patch-path-missing", place, message).help(add)
            }
            Failure::Differs(there) => {
                let message = format!("the patch tests `{path}`, and {about} has `{there}` there");
                Finding::error("patch-refused", place, message)
            }
            Failure::Unreadable(why) => Finding::error("patch-refused", place, format!("this is no operation: {why}")),
            Failure::TooLarge => Finding::error("patch-refused", place, "this patch copies more than can be held"),
        };
        self.refuse(finding.why(REFUSED).resource(about));
    }

    /// The objects that a target selects; `None` if kustomize cannot read it.
    fn select(&mut self, target: Node<'_>, resources: &[Resource]) -> Option<Vec<usize>> {
        let selector = match Selector::of(target) {
            Ok(selector) => selector,
            Err(field) => {
                let place = fields::field(target, field).unwrap_or(target).place();
                let message = format!("`{field}` of this target cannot be read");
                self.refuse(Finding::error("patch-refused", place, message).why(REFUSED));
                return None;
            }
        };
        let selected: Vec<usize> = (0..resources.len()).filter(|at| selector.selects(&resources[*at])).collect();
        if selected.is_empty() && !self.lacks_objects() {
            self.report(no_target(target, resources));
        }
        Some(selected)
    }
}

fn no_target(target: Node<'_>, resources: &[Resource]) -> Finding {
    let kind = fields::text(target, "kind").unwrap_or_default();
    let name = fields::text(target, "name").unwrap_or_default();
    let place: Place = fields::field(target, "name").unwrap_or(target).place();
    let of_kind = resources.iter().filter(|resource| kind.is_empty() || resource.kind() == kind);
    let names: Vec<String> = of_kind.map(|resource| resource.original().name).collect();
    let near = suggest::nearest(name, names.iter().map(String::as_str)).filter(|near| *near != name);
    let help = match near {
        Some(near) => format!("write `{near}`"),
        None if names.is_empty() && !kind.is_empty() => format!("there is no {kind} among the resources"),
        None if name.is_empty() || kind.is_empty() => "say the kind and the name of what is to be patched".to_owned(),
        None if names.iter().any(|known| known == name) => {
            format!("there is a {kind} of this name; group, version, namespace or labels of the target say otherwise")
        }
        None => format!("of {kind}, {}", suggest::known(names.iter().map(String::as_str))),
    };
    let meant = if name.is_empty() { kind.to_owned() } else { format!("{kind} {name}") };
    Finding::error(
        "patch-matches-nothing",
        place,
        format!("this patch is for {meant}, and nothing is selected by that"),
    )
    .why("kustomize applies it to nothing and says nothing, so that what the patch should change stays as it is")
    .help(help)
}

fn restore(map: &mut Composed, key: &str, value: Option<Composed>) {
    match value {
        Some(value) => map.set(key, value),
        None => drop(map.remove(key)),
    }
}

fn api_version(patch: &Composed) -> &str {
    patch.get("apiVersion").and_then(Composed::as_text).unwrap_or("no apiVersion")
}
