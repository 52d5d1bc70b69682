//! The rules about single files and objects, whoever wrote them.
//!
//! Rules about rendered environments describe themselves in `validate::rules` and are not repeated.

/// About the text of a file.
pub(super) const YAML: &[(&str, &str)] = &[
    ("duplicate-key", "A map has the same key twice, and only one of the two values would count"),
    ("empty-list", "A list of objects has no items, so that there is nothing in it to apply"),
    ("invalid-yaml", "A file cannot be read as YAML"),
    (
        "unreadable-file",
        "A file or folder cannot be read, or is not text, so that nothing is known about what is in it",
    ),
    ("unrendered-template", "A file is a template that somebody has to render before it is a manifest"),
];

/// About kustomizations.
pub(super) const KUSTOMIZATION: &[(&str, &str)] = &[
    ("duplicate-resource-id", "Two resources of a kustomization have the same kind, namespace and name"),
    ("file-outside-kustomization", "A kustomization names a file that is not in its folder, which kustomize refuses"),
    ("image-entry-matches-nothing", "An entry of `images` is for an image that no container has"),
    ("kustomization-cycle", "A kustomization is built from itself"),
    ("kustomization-refused", "kustomize cannot do what a kustomization says"),
    ("missing-resource-file", "A kustomization names a file or folder that does not exist"),
    ("patch-matches-nothing", "A patch is for an object that is not among the resources"),
    ("patch-path-missing", "A JSON patch changes something that the object does not have"),
    ("patch-refused", "A patch cannot be read, or does not fit the object that it is for"),
    ("replicas-entry-matches-nothing", "An entry of `replicas` is for an object that is not among the resources"),
];

/// About one object.
pub(super) const OBJECT: &[(&str, &str)] = &[
    (
        "cel-rule-broken",
        "A rule of a custom definition cannot be evaluated on an object, and the API server refuses it",
    ),
    ("cel-rule-violated", "An object breaks a rule that its CustomResourceDefinition states in CEL"),
    ("conflicting-fields", "Fields are set together that exclude each other, or one that another one demands is not"),
    ("dangling-volume", "A container mounts a volume that its pod does not have"),
    ("duplicate-list-item", "Two items of a list have the same key, which is what tells the items apart"),
    ("duplicate-name", "Two things that are told apart by name have the same one"),
    (
        "invalid-annotation",
        "The key of an annotation is not spelt as Kubernetes demands, or there are too many bytes of them",
    ),
    ("invalid-cel-rule", "A rule in a CustomResourceDefinition is not CEL, or names what does not exist"),
    ("invalid-key", "A key of a ConfigMap, a Secret or a reference to one has letters that Kubernetes refuses"),
    ("invalid-label", "The key or the value of a label is not spelt as Kubernetes demands"),
    ("invalid-name", "A name is not spelt as Kubernetes demands of names of its kind"),
    ("invalid-path", "A path is not of the form that its field demands, such as absolute or without `..`"),
    ("invalid-port", "A port has a number or a name that is not possible"),
    ("invalid-toleration", "A toleration combines a key, an operator, a value and an effect that do not go together"),
    ("invalid-versions", "A CustomResourceDefinition does not have exactly one version that is stored"),
    ("malformed-value", "A text breaks the grammar of its field, such as that of a quantity, an address or a time"),
    ("missing-field", "A field that has to be set is missing or empty"),
    ("no-object", "A document is no Kubernetes object: it lacks `apiVersion`, `kind` or a name, or is not even a map"),
    ("rejected-kind", "An object is of a kind that the command line does not allow"),
    ("requests-above-limits", "A container requests more of a resource than its limit allows"),
    ("selector-mismatch", "A workload does not select the pods that it makes itself"),
    ("selector-values", "An expression of a selector has a number of values that its operator does not take"),
    ("unknown-field", "A field does not exist in the schema of its object"),
    ("unknown-kind", "There is no schema for the kind of an object, so nothing could check it"),
    ("unknown-value", "A value is not one of the few that its field allows"),
    ("value-out-of-range", "A number, a length or a count is below or above what its field allows"),
    ("wrong-type", "A value is of another type than its field, such as a number where a text is wanted"),
];
