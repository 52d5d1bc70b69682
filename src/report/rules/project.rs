//! The rules about what groundplan renders from, the model of the environments and the templates, and about the code of
//! services.
//!
//! Rules about what was rendered stand elsewhere, since files that nobody rendered are held to them too.

/// About `environments/`.
pub(super) const MODEL: &[(&str, &str)] = &[
    ("ambiguous-scalar", "A value without quotes is one thing to Kubernetes and another to YAML 1.2"),
    ("application-cycle", "Argo CD Applications wait for each other in a circle"),
    ("contradictory-wave", "An Application is to sync after another one, and their waves say otherwise"),
    ("dangling-reference", "The model names something that the environment does not have"),
    ("database-out-of-range", "A Redis database has a number that the instance does not offer"),
    ("database-shared", "Two services use the same database of a Redis instance"),
    ("directive-set-twice", "A directive of Redis is set beside `persistence`, from which it follows"),
    ("empty-environment", "The file of an environment says nothing"),
    ("empty-facts", "A file of facts about the cluster says nothing"),
    ("empty-value", "A key of the model has no value"),
    ("environment-name", "The name of an environment cannot be a folder and a part of names of objects"),
    ("environment-named-twice", "Two files describe an environment of the same name"),
    ("expired-suppression", "A finding was to be lived with until a day that has passed"),
    ("invalid-quantity", "A value of the model is not a Kubernetes quantity"),
    ("layer-cycle", "Environments extend each other in a circle"),
    ("missing-key", "A key of the model that has no default is missing"),
    ("missing-layer", "An environment extends one that does not exist"),
    ("nested-part", "A service is a part of one that is itself a part"),
    ("quota-exceeded", "The nodes of an environment need more than the quota of the account allows"),
    ("removes-nothing", "A layer removes a key that no layer below it sets"),
    ("unknown-key", "A key of the model does not exist"),
    ("unknown-kubernetes-version", "There are no schemas for the Kubernetes version of an environment"),
    ("unknown-operator-version", "The model names a release of an operator that groundplan does not know"),
    ("unknown-schema-version", "There are no schemas for the release of a project that the model names"),
    ("unused-suppression", "A finding is to be lived with that nobody finds, or that no rule is called"),
    ("unknown-word", "A value of the model is not one of the words that its key allows"),
];

/// About `templates/`.
pub(super) const TEMPLATE: &[(&str, &str)] = &[
    ("broken-template", "A template does not parse, or fails while it is rendered"),
    ("format-without-comments", "A template renders a file that cannot carry the header that says who wrote it"),
    (
        "glued-interpolation",
        "A value of a template is only a part of a YAML scalar, so that it could break the document",
    ),
    ("name-shadowed", "The front matter of a template gives an entry the name of a part of the model"),
    ("output-too-large", "A template renders more than groundplan writes into one file"),
    ("path-leaves-tree", "A template renders to a path outside of the folder of its environment"),
    ("path-rendered-twice", "Two templates, or two entries of one, render the same file"),
    ("template-not-yaml", "A template that is not marked as YAML renders to a YAML file"),
    ("template-without-end", "A template takes so many steps that it was stopped"),
    ("unclosed-front-matter", "The front matter of a template does not end"),
    ("undefined-variable", "A template uses a name that nothing defines"),
    ("unknown-map", "The front matter of a template repeats over a map that the environment does not have"),
];

/// About what services are built from.
pub(super) const CODE: &[(&str, &str)] = &[
    ("invalid-python", "A source does not parse as Python, so that what it imports is only partly known"),
    ("invalid-toml", "A `pyproject.toml` does not parse, so that what it depends on is only partly known"),
];
