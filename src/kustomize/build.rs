//! The order in which a kustomization is built (kustomize, internal/target/kusttarget.go).

use crate::finding::Finding;
use crate::finding::Findings;
use crate::kustomize::Build;
use crate::kustomize::Gap;
use crate::kustomize::Incomplete;
use crate::kustomize::config::Config;
use crate::kustomize::digest;
use crate::kustomize::fields;
use crate::kustomize::files::Files;
use crate::kustomize::images;
use crate::kustomize::names;
use crate::kustomize::resource::Resource;
use crate::kustomize::value;
use crate::manifest::Manifest;
use crate::text::Place;
use crate::text::suggest;
use crate::yaml::Composed;
use crate::yaml::Node;

/// How many kustomizations may stand on one another.
const DEEPEST: usize = 100;

/// Fields that no build without plugins or a network can follow, and what is unknown for that.
const BEYOND: [(&str, Gap, &str); 10] = [
    ("helmCharts", Gap::Objects, "charts are rendered by helm"),
    ("helmChartInflationGenerator", Gap::Objects, "charts are rendered by helm"),
    ("generators", Gap::Objects, "generators are programs or objects that configure them"),
    ("transformers", Gap::Objects, "transformers may change and remove any object"),
    ("validators", Gap::Values, "validators are programs"),
    ("openapi", Gap::Values, "lists are merged by a schema that the kustomization brings"),
    ("crds", Gap::Values, "references are found by the annotations of the definitions"),
    ("vars", Gap::Values, "variables stand where values will be"),
    ("replacements", Gap::Values, "values are copied from one object to another"),
    ("buildMetadata", Gap::Values, "labels and annotations say how the objects were built"),
];

/// Objects, and the fields that transformations of them change.
#[derive(Debug, Default)]
pub(super) struct Accumulator {
    pub(super) resources: Vec<Resource>,
    pub(super) config: Config,
}

/// A build under way.
pub(super) struct Builder<'f> {
    pub(super) files: &'f Files,
    findings: Findings,
    incomplete: Vec<Incomplete>,
    is_refused: bool,
    /// The folders of the kustomizations that are being built, the outermost first.
    open: Vec<String>,
}

impl<'f> Builder<'f> {
    pub(super) fn new(files: &'f Files) -> Self {
        Self { files, findings: Findings::default(), incomplete: Vec::new(), is_refused: false, open: Vec::new() }
    }

    /// Adds what is wrong without stopping kustomize.
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds what makes kustomize give up.
    pub(super) fn refuse(&mut self, finding: Finding) {
        self.is_refused = true;
        self.findings.push(finding);
    }

    /// Adds what makes kustomize give up and leaves objects unknown.
    pub(super) fn lose(&mut self, finding: Finding) {
        self.incomplete(Gap::Objects, finding.place.clone(), finding.message.clone());
        self.refuse(finding);
    }

    pub(super) fn incomplete(&mut self, gap: Gap, place: Place, reason: impl Into<String>) {
        self.incomplete.push(Incomplete { gap, place, reason: reason.into() });
    }

    /// Whether there may be objects that are not known, so that nothing can be said of what is missing.
    pub(super) fn lacks_objects(&self) -> bool {
        self.incomplete.iter().any(|incomplete| incomplete.gap == Gap::Objects)
    }

    /// Builds a folder, with the last steps that only the outermost kustomization takes.
    pub(super) fn build(mut self, folder: &str) -> Build {
        let mut accumulator = Accumulator::default();
        self.target(folder, &Place::file(folder), &mut accumulator, false);
        let Accumulator { mut resources, config } = accumulator;
        for resource in resources.iter_mut().filter(|resource| resource.has_digest) {
            if let Some(digest) = digest::of(&resource.value) {
                resource.remember();
                resource.set_name(&format!("{}-{digest}", resource.name()));
            }
        }
        for names::Ambiguous { place, name, objects } in names::update(&mut resources, &config) {
            let objects = suggest::listed(objects.iter().map(String::as_str));
            let message = format!("`{name}` may be any of {objects}");
            self.refuse(Finding::error("kustomization-refused", place, message));
        }
        let mut build = Build { is_refused: self.is_refused, ..Build::default() };
        for resource in resources {
            let local = resource.value.at(&["metadata", "annotations", "config.kubernetes.io/local-config"]);
            if local.is_some_and(|local| local.as_text() != Some("false")) {
                continue;
            }
            let records = resource.records.clone();
            match Manifest::of(finished(resource).into_document()) {
                Ok(manifest) => {
                    let id = &manifest.id;
                    build.overrides.extend(records.into_iter().map(|record| record.of_object(id)));
                    build.manifests.push(manifest);
                }
                Err(finding) => self.findings.push(*finding),
            }
        }
        build.findings = self.findings;
        build.incomplete = self.incomplete;
        build
    }

    /// Builds one kustomization into an accumulator: its own, or that of the one which names it as a component.
    pub(super) fn target(&mut self, folder: &str, named: &Place, into: &mut Accumulator, is_component: bool) {
        if self.open.iter().any(|open| open == folder) || self.open.len() >= DEEPEST {
            let message = format!("`{folder}` is built from itself: {}", self.open.join(" -> "));
            let finding = Finding::error("kustomization-cycle", named.clone(), message);
            return self.lose(finding.why("kustomize refuses to build it"));
        }
        let Some(path) = self.kustomization_of(folder, named) else { return };
        let Some(read) = self.files.documents(&path) else { return };
        for problem in &read.problems {
            self.lose(problem.clone());
        }
        let says = |node: Node<'_>| {
            node.entries().any(|(key, value)| !matches!(key.text(), Some("apiVersion" | "kind")) && !value.is_null())
        };
        let Some(root) = read.documents.first().map(|document| document.root()).filter(|root| says(*root)) else {
            let finding = Finding::error("kustomization-refused", Place::file(path), "this kustomization is empty");
            return self.lose(finding.help("name the `resources`, if there are only these, or remove the file"));
        };
        let is_nested = !self.open.is_empty();
        if is_nested && (fields::text(root, "kind") == Some("Component")) != is_component {
            let (found, wanted) =
                if is_component { ("no Component", "`components`") } else { ("a Component", "`resources`") };
            let message = format!("`{folder}` is {found}, and is named in {wanted}");
            return self.lose(Finding::error("kustomization-refused", named.clone(), message));
        }
        self.open.push(folder.to_owned());
        self.resources(folder, root, into);
        self.configurations(folder, root, &mut into.config);
        self.generate(folder, root, &mut into.resources);
        for (key, gap, reason) in BEYOND {
            let said = fields::field(root, key);
            if let Some(said) = said.filter(|said| said.items().len() + said.entries().len() > 0) {
                self.incomplete(gap, said.place(), reason);
            }
        }
        for component in fields::items(root, "components") {
            self.component(folder, component, into);
        }
        self.transform(folder, root, into);
        self.open.pop();
    }

    fn component(&mut self, folder: &str, component: Node<'_>, into: &mut Accumulator) {
        if let Some(path) = self.folder_of(folder, component) {
            self.target(&path, &component.place(), into, true);
        }
    }

    fn transform(&mut self, folder: &str, root: Node<'_>, into: &mut Accumulator) {
        let Accumulator { resources, config } = into;
        self.merge_patches(folder, root, resources);
        self.patch(folder, root, resources);
        self.set_namespace(root, resources, config);
        self.add_affixes(root, resources, config);
        self.add_labels(root, resources, config);
        self.add_annotations(root, resources, config);
        self.patch_json_6902(folder, root, resources);
        self.set_replicas(root, resources, config);
        for entry in fields::items(root, "images").into_iter().chain(fields::items(root, "imageTags")) {
            self.image(entry, resources, config);
        }
    }

    fn image(&mut self, entry: Node<'_>, resources: &mut [Resource], config: &Config) {
        let image = images::Entry::of(entry);
        let mut met = images::Met::default();
        for resource in resources {
            if let Err(unfit) = image.apply(resource, &config.images, &mut met) {
                self.unfit(unfit, "an image");
            }
        }
        if met.matched > 0 || image.name.is_empty() || self.lacks_objects() {
            return;
        }
        let place = fields::field(entry, "name").unwrap_or(entry).place();
        let meant = images::probably_meant(image.name, &met.others);
        let message = format!("no container has the image `{}`", image.name);
        let finding = Finding::error("image-entry-matches-nothing", place, message)
            .why("kustomize changes nothing and says nothing: the tag in the manifest is what runs")
            .maybe_help(meant.map(|meant| format!("write the whole name as the container has it, `{meant}`")))
            .maybe_help(
                meant.is_none().then(|| "write the name as the container has it, or remove the entry".to_owned()),
            );
        self.report(finding);
    }

    /// Adds an object, unless there is one of its name.
    pub(super) fn append(&mut self, new: Resource, resources: &mut Vec<Resource>) {
        let id = new.id();
        match resources.iter().find(|known| known.id() == id) {
            Some(known) => {
                let (place, other) = (new.value.place.clone(), known.value.place.clone());
                self.twice(&id.to_string(), &place, &other);
            }
            None => resources.push(new),
        }
    }

    pub(super) fn twice(&mut self, id: &str, place: &Place, other: &Place) {
        let finding =
            Finding::error("duplicate-resource-id", place.clone(), format!("{id} is among the resources twice"))
                .also(other.clone(), "the other one")
                .why("kustomize refuses to build: \"may not add resource with an already registered id\"")
                .help("remove one of them, or make a patch of it");
        self.refuse(finding);
    }
}

/// What kustomize does to annotations when it takes its own out again: they are strings, or there are none.
fn finished(resource: Resource) -> Composed {
    let mut value = resource.value;
    let Some(metadata) = value.get_mut("metadata") else { return value };
    let Some(annotations) = metadata.get_mut("annotations") else { return value };
    if value::is_nothing(annotations) {
        metadata.remove("annotations");
        return value;
    }
    if value::is_mapping(annotations) {
        for (_, value) in annotations.entries_mut() {
            if let Some(text) = value.as_text() {
                *value = Composed::text(&value.place.clone(), text);
            }
        }
    }
    value
}
