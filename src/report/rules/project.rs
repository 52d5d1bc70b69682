//! The rules about what groundplan renders from, the model of the environments and the templates, and about the code of
//! services.
//!
//! Rules about what was rendered stand elsewhere, since files that nobody rendered are held to them too.

/// About `environments/`.
pub(super) const MODEL: &[(&str, &str)] = &[
    ("ambiguous-scalar", "A value without quotes is one thing to Kubernetes and another to YAML 1.2"),
    ("application-cycle", "Argo CD Applications wait for each other in a circle"),
    ("contradictory-ci", "Two environments say different things of continuous integration, of which there is one"),
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
    ("oversized-matrix", "More services are tested by one matrix than GitHub makes jobs of"),
    ("partial-commit", "An action is to be used at something else than a full commit id"),
    ("quota-exceeded", "The nodes of an environment need more than the quota of the account allows"),
    ("removes-nothing", "A layer removes a key that no layer below it sets"),
    ("service-in-no-matrix", "No workflow tests a service"),
    ("unknown-key", "A key of the model does not exist"),
    ("unknown-kubernetes-version", "There are no schemas for the Kubernetes version of an environment"),
    ("unknown-operator-version", "The model names a release of an operator that groundplan does not know"),
    ("unknown-schema-version", "There are no schemas for the release of a project that the model names"),
    ("unsafe-text", "A text of the model would mean something else in a shell, a path or the name of a job"),
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
    ("code-not-here", "Triggers are to be derived from code that is not in the repository"),
    ("missing-trigger", "A change of a shared module does not select a service that needs it"),
    ("opaque-import", "Nobody can say what a line of Python imports"),
    ("other-container-version", "Tests talk to another version of a server than the environments run"),
    ("other-python-version", "A service runs on another version of Python than its tests"),
    ("pattern-without-files", "A pattern or a folder of the model matches no file of the repository"),
    ("service-without-container", "A service imports the client of a container that its job does not have"),
    ("service-without-python", "A service is tested as Python and has none"),
    ("superfluous-container", "The job of a service has a container that nothing it imports talks to"),
    ("superfluous-trigger", "A change of a shared module selects a service that needs nothing of it"),
    ("swallowed-service", "The files of a service are taken by another one as well"),
    ("unread-python", "A source nests too deeply to be read, so that what it imports is not known"),
    ("unclaimed-folder", "A folder with a Dockerfile belongs to no service"),
    ("invalid-python", "A source does not parse as Python, so that what it imports is only partly known"),
    ("invalid-toml", "A `pyproject.toml` does not parse, so that what it depends on is only partly known"),
];
