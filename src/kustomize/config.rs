//! Which fields each transformation changes, by default and with what `configurations` add.
//!
//! The defaults are those of kustomize 5.7 (api, internal/konfig/builtinpluginconsts).

use std::borrow::Cow;

use crate::kustomize::references;
use crate::kustomize::spec::FieldSpec;

/// Fields that hold the name of an object of some kind.
#[derive(Debug, Clone)]
pub(super) struct BackReference {
    pub(super) group: Cow<'static, str>,
    pub(super) version: Cow<'static, str>,
    pub(super) kind: Cow<'static, str>,
    pub(super) fields: Vec<FieldSpec>,
}

/// The fields of all transformations.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) name_prefix: Vec<FieldSpec>,
    pub(super) name_suffix: Vec<FieldSpec>,
    pub(super) namespace: Vec<FieldSpec>,
    pub(super) labels: Vec<FieldSpec>,
    pub(super) template_labels: Vec<FieldSpec>,
    pub(super) common_labels: Vec<FieldSpec>,
    pub(super) common_annotations: Vec<FieldSpec>,
    pub(super) images: Vec<FieldSpec>,
    pub(super) replicas: Vec<FieldSpec>,
    pub(super) references: Vec<BackReference>,
}

const METADATA_LABELS: FieldSpec = FieldSpec::new("", "", "metadata/labels", true);

/// The fields of pod templates and jobs beside `metadata` itself, for `labels` or `annotations`.
fn templates(group: &'static str) -> Vec<FieldSpec> {
    let path = |path: &str| Cow::Owned(format!("{path}/metadata/{group}"));
    let spec = |group, kind, at| FieldSpec { path: path(at), ..FieldSpec::new(group, kind, "", true) };
    let stateful = if group == "labels" { "apps" } else { "" };
    let mut all = vec![
        spec("", "ReplicationController", "spec/template").version("v1"),
        spec("", "Deployment", "spec/template"),
        spec("", "ReplicaSet", "spec/template"),
        spec("", "DaemonSet", "spec/template"),
        spec(stateful, "StatefulSet", "spec/template"),
    ];
    if group == "labels" {
        all.push(spec("apps", "StatefulSet", "spec/volumeClaimTemplates[]"));
    }
    all.push(spec("batch", "Job", "spec/template"));
    all.push(spec("batch", "CronJob", "spec/jobTemplate"));
    all.push(spec("batch", "CronJob", "spec/jobTemplate/spec/template"));
    all
}

fn template_labels() -> Vec<FieldSpec> {
    let mut all = vec![METADATA_LABELS];
    all.extend(templates("labels"));
    all
}

fn common_labels() -> Vec<FieldSpec> {
    const SELECTORS: [&str; 5] = [
        "affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
        "affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
        "affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
        "affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels",
        "topologySpreadConstraints/labelSelector/matchLabels",
    ];
    let mut all = vec![
        FieldSpec::new("", "Service", "spec/selector", true).version("v1"),
        FieldSpec::new("", "ReplicationController", "spec/selector", true).version("v1"),
        FieldSpec::new("", "Deployment", "spec/selector/matchLabels", true),
        FieldSpec::new("", "ReplicaSet", "spec/selector/matchLabels", true),
        FieldSpec::new("", "DaemonSet", "spec/selector/matchLabels", true),
        FieldSpec::new("apps", "StatefulSet", "spec/selector/matchLabels", true),
        FieldSpec::new("batch", "Job", "spec/selector/matchLabels", false),
        FieldSpec::new("batch", "CronJob", "spec/jobTemplate/spec/selector/matchLabels", false),
        FieldSpec::new("policy", "PodDisruptionBudget", "spec/selector/matchLabels", false),
        FieldSpec::new("networking.k8s.io", "NetworkPolicy", "spec/podSelector/matchLabels", false),
        FieldSpec::new("networking.k8s.io", "NetworkPolicy", "spec/ingress/from/podSelector/matchLabels", false),
        FieldSpec::new("networking.k8s.io", "NetworkPolicy", "spec/egress/to/podSelector/matchLabels", false),
    ];
    for kind in ["Deployment", "StatefulSet"] {
        let path = |below: &str| Cow::Owned(format!("spec/template/spec/{below}"));
        all.extend(SELECTORS.map(|below| FieldSpec { path: path(below), ..FieldSpec::new("apps", kind, "", false) }));
    }
    all.extend(template_labels());
    all
}

impl Default for Config {
    fn default() -> Self {
        let name = || vec![FieldSpec::new("", "", "metadata/name", false)];
        let mut common_annotations = vec![FieldSpec::new("", "", "metadata/annotations", true)];
        common_annotations.extend(templates("annotations"));
        let images = [
            "spec/containers[]/image",
            "spec/initContainers[]/image",
            "spec/volumes[]/image/reference",
            "spec/template/spec/containers[]/image",
            "spec/template/spec/initContainers[]/image",
            "spec/template/spec/volumes[]/image/reference",
        ];
        let replicas = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"];
        Self {
            name_prefix: name(),
            name_suffix: name(),
            namespace: vec![
                FieldSpec::new("", "Namespace", "metadata/name", true),
                FieldSpec::new("apiregistration.k8s.io", "APIService", "spec/service/namespace", true),
                FieldSpec::new(
                    "apiextensions.k8s.io",
                    "CustomResourceDefinition",
                    "spec/conversion/webhook/clientConfig/service/namespace",
                    false,
                ),
            ],
            labels: Vec::new(),
            template_labels: template_labels(),
            common_labels: common_labels(),
            common_annotations,
            images: images.map(|path| FieldSpec::new("", "", path, true)).to_vec(),
            replicas: replicas.map(|kind| FieldSpec::new("", kind, "spec/replicas", true)).to_vec(),
            references: references::defaults(),
        }
    }
}

impl Config {
    /// The fields of a transformation, by the key that a configuration file has for it.
    pub(super) fn fields_mut(&mut self, key: &str) -> Option<&mut Vec<FieldSpec>> {
        Some(match key {
            "namePrefix" => &mut self.name_prefix,
            "nameSuffix" => &mut self.name_suffix,
            "namespace" => &mut self.namespace,
            "labels" => &mut self.labels,
            "templateLabels" => &mut self.template_labels,
            "commonLabels" => &mut self.common_labels,
            "commonAnnotations" => &mut self.common_annotations,
            "images" => &mut self.images,
            "replicas" => &mut self.replicas,
            _ => return None,
        })
    }

    /// Adds what another configuration has; `Err` where the two disagree on creating a field.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), FieldSpec> {
        let lists = [
            (&mut self.name_prefix, &other.name_prefix),
            (&mut self.name_suffix, &other.name_suffix),
            (&mut self.namespace, &other.namespace),
            (&mut self.labels, &other.labels),
            (&mut self.template_labels, &other.template_labels),
            (&mut self.common_labels, &other.common_labels),
            (&mut self.common_annotations, &other.common_annotations),
            (&mut self.images, &other.images),
            (&mut self.replicas, &other.replicas),
        ];
        for (ours, theirs) in lists {
            theirs.iter().try_for_each(|theirs| FieldSpec::add(ours, theirs.clone()))?;
        }
        other.references.iter().try_for_each(|theirs| self.add_references(theirs.clone()))
    }

    /// Adds fields that hold the name of objects of a kind.
    pub(super) fn add_references(&mut self, new: BackReference) -> Result<(), FieldSpec> {
        let known = self
            .references
            .iter_mut()
            .find(|known| known.group == new.group && known.version == new.version && known.kind == new.kind);
        if let Some(known) = known {
            return new.fields.into_iter().try_for_each(|field| FieldSpec::add(&mut known.fields, field));
        }
        self.references.push(new);
        Ok(())
    }
}
