//! The front matter of a template: for which environments, over which map, to which path.

use std::sync::Arc;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::model::Environment;
use crate::model::cluster::one_of;
use crate::model::decode::Decode;
use crate::model::fields::decode_fields;
use crate::model::layer;
use crate::model::layer::Value;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;
use crate::text::suggest;
use crate::yaml;

/// The folder that templates live in.
pub const TEMPLATES: &str = "templates/";

/// The suffix that marks a template.
const SUFFIX: &str = ".j2";

/// A template file.
pub struct Template {
    /// The whole file.
    pub source: Arc<Source>,
    /// Its path under `templates/`, by which other templates import it.
    pub name: String,
    /// Its front matter.
    pub layout: Layout,
    /// The byte at which the text to render begins.
    pub body_start: usize,
}

/// What the front matter says.
#[derive(Default)]
pub struct Layout {
    /// The environments that it is for; all, if it does not say.
    pub environments: Option<Vec<Written>>,
    /// The map that it repeats over, such as `redis.instances`.
    pub each: Option<Written>,
    /// The name of the map entry; `item`, if it does not say.
    pub item: Option<Written>,
    /// An expression that must be true.
    pub when: Option<Written>,
    /// The path of the result; the template's own, if it does not say.
    pub path: Option<Written>,
    /// `repository`, for what is rendered once and not for each environment.
    pub scope: Option<Scope>,
    /// Where the result stands once more: a file in `.github/workflows/`.
    pub also: Option<Written>,
}

/// What is rendered once for the repository sees `ci`, and lies beside the folders of the environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The only word that there is for it.
    Repository,
}

impl Decode for Scope {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        one_of(findings, value, &["repository"]).map(|_| Self::Repository)
    }
}

/// A text and where it was written.
#[derive(Clone)]
pub struct Written {
    /// The text.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

impl Decode for Written {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let place = value.place.clone();
        String::decode(findings, value).map(|value| Self { value, place })
    }
}

decode_fields!(Layout {
    environments: "environments" = None,
    each: "each" = None,
    item: "as" = None,
    when: "when" = None,
    path: "path" = None,
    scope: "scope" = None,
    also: "also" = None,
});

impl Layout {
    /// Whether the template is for this environment.
    pub fn applies_to(&self, environment: &str) -> bool {
        self.environments.as_ref().is_none_or(|names| names.iter().any(|name| name.value == environment))
    }

    /// The name under which the template sees the map entry.
    pub fn item_name(&self) -> &str {
        self.item.as_ref().map_or("item", |name| &name.value)
    }
}

impl Template {
    /// Reads a template; one with a broken front matter is reported and left out.
    pub fn read(findings: &mut Findings, source: &Arc<Source>) -> Option<Self> {
        let name = source.path.strip_prefix(TEMPLATES).unwrap_or(&source.path).to_owned();
        let Some((start, end, body_start)) = front_matter(&source.text) else {
            unclosed(findings, source);
            return Some(Self { source: Arc::clone(source), name, layout: Layout::default(), body_start: 0 });
        };
        // Everything before the front matter is blanked, so that places in it are places in the file.
        let blank: String =
            source.text[..start].chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }).collect();
        let front = Source::new(source.path.as_str(), format!("{blank}{}", &source.text[start..end]));
        let parsed = yaml::parse(&front);
        for problem in &parsed.problems {
            let finding = Finding::of_problem(source, problem);
            let help = front.text.contains(": {{").then(|| "put a value that begins with `{{` in quotes".to_owned());
            findings.push(finding.maybe_help(help));
        }
        if !parsed.problems.is_empty() {
            return None;
        }
        let mut layout = Layout::default();
        if let Some(document) = parsed.documents.first() {
            let value = layer::without_nulls(findings, Value::from_node(document.root()));
            layout = Layout::decode(findings, &value)?;
            shadowed(findings, &layout);
        }
        Some(Self { source: Arc::clone(source), name, layout, body_start })
    }

    /// Whether the file is only there to be imported: its name begins with `_`.
    pub fn is_partial(&self) -> bool {
        self.name.rsplit('/').next().is_some_and(|file| file.starts_with('_'))
    }

    /// The text to render.
    pub fn body(&self) -> &str {
        &self.source.text[self.body_start..]
    }

    /// Where the path of the result is decided.
    pub fn path_place(&self) -> Place {
        let start = Place::new(&self.source, Span::new(0, self.source.text.find('\n').unwrap_or(0)));
        self.layout.path.as_ref().map_or(start, |path| path.place.clone())
    }

    /// The path of the result where the front matter names none.
    pub fn default_path(&self) -> &str {
        self.name.strip_suffix(SUFFIX).unwrap_or(&self.name)
    }

    /// Whether values are written as YAML nodes.
    pub fn is_yaml(&self) -> bool {
        is_yaml_name(&self.name)
    }
}

/// Whether a path says YAML.
pub fn is_yaml_path(path: &str) -> bool {
    [".yaml", ".yml"].iter().any(|suffix| path.ends_with(suffix))
}

/// Whether a template's name says YAML: by its extension before `.j2`, or by having none, as a file of macros may.
pub fn is_yaml_name(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let file = file.strip_suffix(SUFFIX).unwrap_or(file);
    file.rsplit_once('.').is_none_or(|(_, extension)| matches!(extension, "yaml" | "yml"))
}

/// Reports an opening fence without a closing one, if what follows is a front matter rather than a document.
fn unclosed(findings: &mut Findings, source: &Arc<Source>) {
    let Some(line) = source.text.strip_prefix("---\n").and_then(|rest| rest.lines().next()) else { return };
    if ["environments:", "each:", "as:", "when:", "path:", "scope:", "also:"].iter().any(|key| line.starts_with(key)) {
        findings.push(
            Finding::error("unclosed-front-matter", Place::line(source, 1), "this front matter does not end")
                .help("close it with a line `---`"),
        );
    }
}

/// Reports a map entry under a name that templates already know as something else.
fn shadowed(findings: &mut Findings, layout: &Layout) {
    const TAKEN: [&str; 11] = [
        "environment",
        "cluster",
        "nodes",
        "namespaces",
        "redis",
        "services",
        "argocd",
        "values",
        "key",
        "ci",
        "environments",
    ];
    let Some(name) = layout.item.as_ref().filter(|name| TAKEN.contains(&name.value.as_str())) else { return };
    findings.push(
        Finding::error(
            "name-shadowed",
            name.place.clone(),
            format!("`{}` is what templates call a part of the model", name.value),
        )
        .help("give the map entry another name, such as `item`"),
    );
}

/// Start and end of the front matter's text, and start of the body.
fn front_matter(text: &str) -> Option<(usize, usize, usize)> {
    const FENCE: &str = "---\n";
    let rest = text.strip_prefix(FENCE)?;
    let end = if rest.starts_with(FENCE) { 0 } else { rest.find("\n---\n")? + 1 };
    Some((FENCE.len(), FENCE.len() + end, 2 * FENCE.len() + end))
}

/// Reports environments that do not exist.
pub fn check_environments(findings: &mut Findings, template: &Template, environments: &[Environment]) {
    let names = || environments.iter().map(|environment| environment.name.as_str());
    for name in template.layout.environments.iter().flatten() {
        if names().all(|known| known != name.value) {
            let near = suggest::nearest(&name.value, names());
            findings.push(
                Finding::error(
                    "dangling-reference",
                    name.place.clone(),
                    format!("there is no environment `{}`", name.value),
                )
                .help(near.map_or_else(|| suggest::known(names()), |near| format!("did you mean `{near}`?"))),
            );
        }
    }
}

/// The path of a result, if it stays where rendered files belong.
pub fn checked_path<'p>(path: &'p str, place: &Place) -> Result<&'p str, Finding> {
    let refuse = |why: &str| {
        Err(Finding::error(
            "path-leaves-tree",
            place.clone(),
            format!("`{path}` is no path for a rendered file: {why}"),
        )
        .help("write a relative path with `/` between its parts, such as redis/auth.yaml"))
    };
    if path.starts_with('/') || path.contains(':') || path.contains('\\') {
        return refuse("it is absolute, or only means something on Windows");
    }
    if path.chars().any(char::is_control) {
        return refuse("it contains a control character");
    }
    if path.len() > 255 {
        return refuse("it is longer than 255 bytes");
    }
    for part in path.split('/') {
        match part {
            "" => return refuse("a part of it is empty"),
            "." | ".." => return refuse("it leaves the folder of its environment"),
            part if part.eq_ignore_ascii_case(".git") => return refuse("it is inside .git"),
            part if part.trim() != part || part.ends_with('.') => {
                return refuse("a part of it begins or ends with a blank, or ends with a dot");
            }
            _ => {}
        }
    }
    Ok(path)
}
