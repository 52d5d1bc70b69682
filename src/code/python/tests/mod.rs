//! What a source imports, form by form.

mod calls;
mod statements;
mod texts;
mod torture;

use crate::code::python::What;
use crate::code::python::When;
use crate::code::python::read;
use crate::text::Place;
use crate::text::Source;

/// The imports of a source, a line each: `2 module a.b`, with the circumstances unless the import always runs.
fn imports(text: &str) -> Vec<String> {
    let source = Source::new("a.py", text);
    let module = read(&source);
    let described = module.imports.iter().map(|import| {
        let (line, _) = Place::new(&source, import.span).line_column();
        let what = match &import.what {
            What::Module(module) => format!("module {module}"),
            What::From { level, module, name } => format!("from {}{module} {name}", ".".repeat(*level as usize)),
            What::Dynamic { level, module } => format!("dynamic {}{module}", ".".repeat(*level as usize)),
            What::Below(package) => format!("below {package}"),
            What::Patched(target) => format!("patched {target}"),
        };
        let when = match import.when {
            When::Always => "",
            When::Conditional => " (conditional)",
            When::InFunction => " (in function)",
            When::TypeChecking => " (types)",
        };
        format!("{line} {what}{when}")
    });
    described.collect()
}

/// The calls of a source that import nobody knows what, a line each.
fn opaque(text: &str) -> Vec<String> {
    let source = Source::new("a.py", text);
    let line = |span| Place::new(&source, span).line_column().0;
    read(&source).opaque.iter().map(|opaque| format!("{} {}", line(opaque.span), opaque.call)).collect()
}
