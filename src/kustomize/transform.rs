//! What a kustomization does to every object that it has: namespace, names, labels, annotations, replicas.

use crate::finding::Finding;
use crate::kustomize::build::Builder;
use crate::kustomize::config::Config;
use crate::kustomize::fields;
use crate::kustomize::overrides::Record;
use crate::kustomize::resource::Resource;
use crate::kustomize::spec;
use crate::kustomize::spec::FieldSpec;
use crate::kustomize::spec::Made;
use crate::kustomize::spec::Unfit;
use crate::kustomize::value;
use crate::text::Place;
use crate::text::suggest;
use crate::yaml::Composed;
use crate::yaml::Node;

/// Sets a scalar, whatever it was.
fn set_scalar(new: &Composed) -> impl FnMut(&mut Composed) -> Result<(), Unfit> + '_ {
    |there| {
        if !value::is_scalar(there) {
            return Err(Unfit(there.place.clone()));
        }
        *there = new.clone();
        Ok(())
    }
}

impl Builder<'_> {
    pub(super) fn unfit(&mut self, unfit: Unfit, what: &str) {
        let message = format!("kustomize cannot set {what} here: a map is needed on the way to its field");
        self.refuse(Finding::error("kustomization-refused", unfit.0, message));
    }

    pub(super) fn set_namespace(&mut self, root: Node<'_>, resources: &mut [Resource], config: &Config) {
        let Some((namespace, said)) = fields::said(root, "namespace") else { return };
        let place = said.place();
        let new = Composed::text(&place, namespace);
        let metadata = FieldSpec::new("", "", "metadata/namespace", true);
        for at in 0..resources.len() {
            let resource = &mut resources[at];
            resource.remember();
            let id = resource.id();
            let mut result = Ok(());
            if !id.is_cluster_scoped() {
                result = spec::visit(&mut resource.value, &metadata, Made::Scalar, &place, &mut set_scalar(&new));
            }
            if matches!(id.kind.as_str(), "RoleBinding" | "ClusterRoleBinding") {
                set_default_subjects(&mut resource.value, &new);
            }
            let api_version = resource.text(&["apiVersion"]).to_owned();
            for field in config.namespace.iter().filter(|field| field.is_for(&id)) {
                let skipped =
                    field.path == "metadata/namespace" || (field.path == "metadata/name" && api_version != "v1");
                if !skipped {
                    let set = spec::visit(&mut resource.value, field, Made::Scalar, &place, &mut set_scalar(&new));
                    result = result.and(set);
                }
            }
            let now = resource.id();
            if let Err(unfit) = result {
                self.unfit(unfit, "a namespace");
            }
            if let Some(other) = resources.iter().enumerate().find(|(other, known)| *other != at && known.id() == now) {
                let other = other.1.value.place.clone();
                self.twice(&now.to_string(), &resources[at].value.place, &other);
            }
        }
    }

    pub(super) fn add_affixes(&mut self, root: Node<'_>, resources: &mut [Resource], config: &Config) {
        let prefix = fields::text(root, "namePrefix").unwrap_or_default();
        let suffix = fields::text(root, "nameSuffix").unwrap_or_default();
        for (affix, is_prefix) in [(prefix, true), (suffix, false)].into_iter().filter(|(affix, _)| !affix.is_empty()) {
            let specs = if is_prefix { &config.name_prefix } else { &config.name_suffix };
            for resource in resources.iter_mut() {
                let id = resource.original();
                let keeps = id.kind == "CustomResourceDefinition"
                    || id.kind == "Namespace"
                    || id.is_kind("apiregistration.k8s.io", "", "APIService");
                if keeps {
                    continue;
                }
                for field in specs.iter().filter(|field| field.is_for(&id)) {
                    if field.path == "metadata/name" {
                        resource.remember();
                        let affixes = if is_prefix { &mut resource.prefixes } else { &mut resource.suffixes };
                        affixes.push(affix.to_owned());
                    }
                    let mut set = |there: &mut Composed| {
                        let Some(name) = there.as_text() else { return Err(Unfit(there.place.clone())) };
                        let name = if is_prefix { format!("{affix}{name}") } else { format!("{name}{affix}") };
                        *there = Composed::text(&there.place.clone(), name);
                        Ok(())
                    };
                    let place = resource.value.place.clone();
                    if let Err(unfit) = spec::visit(&mut resource.value, field, Made::Scalar, &place, &mut set) {
                        self.unfit(unfit, "a name");
                    }
                }
            }
        }
    }

    pub(super) fn add_labels(&mut self, root: Node<'_>, resources: &mut [Resource], config: &Config) {
        for entry in fields::items(root, "labels") {
            let mut specs: Vec<FieldSpec> = fields::items(entry, "fields").into_iter().filter_map(field_spec).collect();
            let mut wanted = config.labels.clone();
            if fields::is_true(entry, "includeSelectors") {
                wanted.extend(config.common_labels.clone());
            } else {
                if fields::is_true(entry, "includeTemplates") {
                    wanted.extend(config.template_labels.clone());
                }
                wanted.push(FieldSpec::new("", "", "metadata/labels", true));
            }
            for field in wanted {
                if let Err(field) = FieldSpec::add(&mut specs, field) {
                    let message = format!("`{}` is to be created, and is not, by the same labels", field.path);
                    self.refuse(Finding::error("kustomization-refused", entry.place(), message));
                }
            }
            self.set_entries(&fields::map(entry, "pairs"), &specs, resources, "a label");
        }
        self.set_entries(&fields::map(root, "commonLabels"), &config.common_labels, resources, "a label");
    }

    pub(super) fn add_annotations(&mut self, root: Node<'_>, resources: &mut [Resource], config: &Config) {
        let annotations = fields::map(root, "commonAnnotations");
        self.set_entries(&annotations, &config.common_annotations, resources, "an annotation");
    }

    fn set_entries(
        &mut self,
        entries: &[(String, Composed)],
        specs: &[FieldSpec],
        resources: &mut [Resource],
        what: &str,
    ) {
        for resource in resources {
            let id = resource.id();
            for (key, new) in entries {
                for field in specs.iter().filter(|field| field.is_for(&id)) {
                    let mut set = |there: &mut Composed| {
                        if !value::is_mapping(there) && !there.is_null() {
                            return Err(Unfit(there.place.clone()));
                        }
                        there.set(key, new.clone());
                        Ok(())
                    };
                    let set = spec::visit(&mut resource.value, field, Made::Mapping, &new.place, &mut set);
                    if let Err(unfit) = set {
                        self.unfit(unfit, what);
                    }
                }
            }
        }
    }

    pub(super) fn set_replicas(&mut self, root: Node<'_>, resources: &mut [Resource], config: &Config) {
        for entry in fields::items(root, "replicas") {
            let Some((name, said)) = fields::said(entry, "name") else { continue };
            let count = fields::field(entry, "count").unwrap_or(entry);
            let new = Composed::plain(&count.place(), count.text().unwrap_or("0"));
            let mut is_found = false;
            for field in &config.replicas {
                for resource in resources.iter_mut() {
                    let is_meant = |id: &super::resource::Id| id.name == name && field.is_for(id);
                    if !is_meant(&resource.id()) && !resource.previous().any(|id| is_meant(&id)) {
                        continue;
                    }
                    is_found = true;
                    if !field.is_for(&resource.id()) {
                        continue;
                    }
                    let path = format!("/{}", field.path);
                    let mut records = Vec::new();
                    let mut set = |there: &mut Composed| {
                        records.extend(Record::of(&path, there, Some(&new), &new.place));
                        set_scalar(&new)(there)
                    };
                    let set = spec::visit(&mut resource.value, field, Made::Scalar, &new.place, &mut set);
                    resource.records.extend(records);
                    if let Err(unfit) = set {
                        self.unfit(unfit, "replicas");
                    }
                }
            }
            if !is_found && !self.lacks_objects() {
                let scalable = resources.iter().filter(|resource| {
                    let id = resource.id();
                    config.replicas.iter().any(|field| field.is_for(&id))
                });
                let names: Vec<String> = scalable.map(|resource| resource.name().to_owned()).collect();
                self.no_replicas(name, said.place(), &names);
            }
        }
    }

    fn no_replicas(&mut self, name: &str, place: Place, names: &[String]) {
        let near = suggest::nearest(name, names.iter().map(String::as_str));
        let message = format!("nothing that has replicas is called `{name}`");
        let finding = Finding::error("replicas-entry-matches-nothing", place, message)
            .why("kustomize refuses to build: Argo CD cannot compare or sync anything of this folder")
            .maybe_help(near.map(|near| format!("write `{near}`")))
            .maybe_help(
                near.is_none().then(|| "name a Deployment, StatefulSet or ReplicaSet, or remove the entry".to_owned()),
            );
        self.refuse(finding);
    }
}

/// The accounts called `default` of a binding, the only ones that a namespace is set for.
fn set_default_subjects(binding: &mut Composed, namespace: &Composed) {
    let subjects = binding.get_mut("subjects").and_then(Composed::items_mut).into_iter().flatten();
    for subject in subjects.filter(|subject| subject.get("name").and_then(Composed::as_text) == Some("default")) {
        subject.set("namespace", namespace.clone());
    }
}

/// A field spec as users write it.
pub(super) fn field_spec(node: Node<'_>) -> Option<FieldSpec> {
    let text = |key| fields::text(node, key).unwrap_or_default().to_owned().into();
    Some(FieldSpec {
        group: text("group"),
        version: text("version"),
        kind: text("kind"),
        path: fields::text(node, "path")?.to_owned().into(),
        create: fields::is_true(node, "create"),
    })
}
