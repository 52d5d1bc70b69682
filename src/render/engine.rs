//! The template engine: minijinja, with everything taken away that could make two runs differ or break YAML.

use std::io;

use minijinja::AutoEscape;
use minijinja::Environment;
use minijinja::Error;
use minijinja::ErrorKind;
use minijinja::Output;
use minijinja::State;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::syntax::SyntaxConfig;

use crate::finding::Finding;
use crate::finding::Findings;
use crate::render::block;
use crate::render::block::Prepared;
use crate::render::failure;
use crate::render::layout;
use crate::render::layout::Template;
use crate::render::layout::Written;
use crate::schema;

/// Steps that one file may take to render: far above any real template, far below a second.
const FUEL: u64 = 5_000_000;

/// The name under which `path` of a front matter is rendered, as text.
const PATH: &str = "path";

/// The escaping of templates that write YAML.
const YAML: &str = "yaml";

/// Bytes that one file may have.
const MAX_BYTES: usize = 16 << 20;

/// Templates, compiled.
pub struct Engine<'t> {
    environment: Environment<'t>,
    templates: &'t [Template],
}

impl<'t> Engine<'t> {
    /// Compiles the templates; what does not compile is reported, all of it, and then there is no engine.
    pub fn new(findings: &mut Findings, templates: &'t [Template]) -> Option<Self> {
        let mut environment = bare();
        let mut sound = true;
        for template in templates {
            if let Err(error) = environment.add_template(&template.name, template.body()) {
                findings.push(failure::finding(&error, template, templates, None));
                sound = false;
            }
        }
        sound.then_some(Self { environment, templates })
    }

    /// The same engine over other texts, for [`crate::render::trace`].
    pub(super) fn with_bodies(templates: impl IntoIterator<Item = (&'t str, String)>) -> Option<Self> {
        let mut environment = bare();
        for (name, body) in templates {
            environment.add_template_owned(name, body).ok()?;
        }
        Some(Self { environment, templates: &[] })
    }

    /// Whether the `when` of a template is true.
    pub fn wanted(&self, template: &Template, context: &Value) -> Result<bool, Finding> {
        let Some(when) = &template.layout.when else { return Ok(true) };
        let outcome =
            self.environment.compile_expression(&when.value).and_then(|expression| expression.eval(context.clone()));
        match outcome {
            // A misspelt name would otherwise leave the file out without a word.
            Ok(value) if value.is_undefined() => {
                let error = Error::new(ErrorKind::UndefinedError, format!("`{}` is undefined", when.value.trim()));
                Err(failure::in_front_matter(&error, when, "when", context))
            }
            Ok(value) => Ok(value.is_true()),
            Err(error) => Err(failure::in_front_matter(&error, when, "when", context)),
        }
    }

    /// The path of the result, relative to the folder of its environment.
    pub fn path(&self, template: &Template, context: &Value) -> Result<String, Finding> {
        match &template.layout.path {
            Some(path) => self.in_front_matter(path, "path", context),
            None => Ok(template.default_path().to_owned()),
        }
    }

    /// Where the result stands once more, relative to the project.
    pub fn also(&self, template: &Template, context: &Value) -> Result<Option<String>, Finding> {
        template.layout.also.as_ref().map(|also| self.in_front_matter(also, "also", context)).transpose()
    }

    fn in_front_matter(&self, written: &Written, key: &str, context: &Value) -> Result<String, Finding> {
        self.environment
            .render_named_str(PATH, &written.value, context.clone())
            .map_err(|error| failure::in_front_matter(&error, written, key, context))
    }

    /// The text of the result, ending in one line break.
    pub fn body(&self, template: &Template, context: &Value) -> Result<String, Finding> {
        self.text(&template.name, context)
            .map_err(|error| failure::finding(&error, template, self.templates, Some(context)))
    }

    /// The same for a template by name, with minijinja's own error.
    pub(super) fn text(&self, name: &str, context: &Value) -> Result<String, Error> {
        let mut out = Bounded(Vec::new());
        self.environment.get_template(name)?.render_captured_to(context.clone(), &mut out)?;
        let mut text =
            String::from_utf8(out.0).map_err(|error| Error::new(ErrorKind::WriteFailure, error.to_string()))?;
        text.truncate(text.trim_end_matches('\n').len());
        text.push('\n');
        Ok(text)
    }
}

fn bare<'t>() -> Environment<'t> {
    let mut environment = Environment::new();
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| {
        if name != PATH && layout::is_yaml_name(name) { AutoEscape::Custom(YAML.into()) } else { AutoEscape::None }
    });
    environment.set_formatter(format);
    // `safe` would let a value through as raw text, and `debug` shows what is not of the model.
    environment.remove_filter("safe");
    environment.remove_global("debug");
    environment.add_filter("block", block::block);
    environment.add_function("redisfailover_schema", redisfailover_schema);
    environment.add_function("github", github);
    environment
}

/// Writes a value: as one YAML node in YAML templates, as its text elsewhere.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_safe() || !matches!(state.auto_escape(), AutoEscape::Custom(name) if name == YAML) {
        return out.write_str(&value.to_string()).map_err(Error::from);
    }
    let mut text = String::new();
    block::push_flow(&mut text, value)?;
    out.write_str(&text).map_err(Error::from)
}

/// The function `redisfailover_schema(version)`: the openAPIV3Schema of RedisFailover for a release of the operator.
fn redisfailover_schema(version: &str) -> Result<Value, Error> {
    schema::open_api_schema(version).map(|schema| Value::from_object(Prepared(schema))).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("there is no RedisFailover schema for {version}"))
    })
}

/// The function `github(expression)`: an expression that GitHub evaluates, `${{ … }}`.
fn github(expression: &str) -> Result<String, Error> {
    let expression = expression.trim();
    if expression.is_empty() || expression.contains("}}") || expression.contains("${{") || expression.contains('\n') {
        let message = "github() takes an expression of GitHub without the braces around it";
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    Ok(format!("${{{{ {expression} }}}}"))
}

/// A sink that refuses to grow without end.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_BYTES {
            return Err(io::Error::other("a rendered file may have at most 16 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
