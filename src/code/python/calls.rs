//! Calls that import: `importlib.import_module` and its like, and what tests replace.

use ruff_python_ast::Expr;
use ruff_python_ast::ExprCall;
use ruff_text_size::Ranged;

use crate::code::python::Import;
use crate::code::python::Module;
use crate::code::python::Opaque;
use crate::code::python::What;
use crate::code::python::When;
use crate::code::python::literal;
use crate::code::python::literal::Known;
use crate::code::python::literal::Text;
use crate::code::python::span;

/// What a function does with its arguments.
#[derive(Clone, Copy)]
enum Does {
    /// Imports the module of that name, which may be relative to the package in the second argument.
    Import,
    /// `__import__`.
    Builtin,
    /// Looks for the module of that name, if its name can be read.
    Look,
    /// Imports what a dotted name leads to, a module or something in one.
    Replace,
    /// Loads a file.
    Load,
}

/// What a function does, and the name of its first argument.
fn known(function: &str) -> Option<(Does, &'static str)> {
    Some(match function {
        "importlib.import_module" | "importlib.util.find_spec" | "importlib.find_loader" => (Does::Import, "name"),
        "__import__" | "builtins.__import__" | "importlib.__import__" => (Does::Builtin, "name"),
        "runpy.run_module" => (Does::Import, "mod_name"),
        "pytest.importorskip" => (Does::Import, "modname"),
        "importlib.resources.files" => (Does::Look, "anchor"),
        "pkgutil.get_data" => (Does::Look, "package"),
        "uvicorn.run" => (Does::Look, "app"),
        "runpy.run_path"
        | "importlib.util.spec_from_file_location"
        | "importlib.machinery.SourceFileLoader"
        | "imp.load_source"
        | "imp.load_module" => (Does::Load, ""),
        _ => return replaces(function).map(|argument| (Does::Replace, argument)),
    })
}

/// The first argument of a function that replaces something for a test.
fn replaces(function: &str) -> Option<&'static str> {
    // Fixtures of pytest are known by the names of parameters.
    if function.ends_with(".setattr") || function.ends_with(".delattr") {
        return Some("target");
    }
    let (place, function) = function.split_once(".patch")?;
    if !matches!(place, "unittest.mock" | "mock" | "mocker" | "class_mocker" | "module_mocker" | "session_mocker") {
        return None;
    }
    match function {
        "" | ".object" | ".multiple" => Some("target"),
        ".dict" => Some("in_dict"),
        _ => None,
    }
}

/// Whether a function does more than its name says.
pub(super) fn is_known(function: &str) -> bool {
    known(function).is_some()
}

/// Whether a function imports what it is told.
pub(super) fn imports(function: &str) -> bool {
    matches!(known(function), Some((Does::Import | Does::Builtin, _)))
}

/// Whether a function of that name, whatever stands before it, may be one of them.
pub(super) fn may_import(name: &str) -> bool {
    matches!(
        name,
        "import_module"
            | "find_spec"
            | "find_loader"
            | "__import__"
            | "run_module"
            | "importorskip"
            | "files"
            | "get_data"
            | "run"
            | "patch"
            | "object"
            | "multiple"
            | "dict"
            | "setattr"
            | "delattr"
            | "run_path"
            | "spec_from_file_location"
            | "SourceFileLoader"
            | "load_source"
            | "load_module"
    )
}

/// Adds what a call of `function` imports.
pub(super) fn read(call: &ExprCall, function: &str, when: When, names: &Known, module: &mut Module) {
    let Some((does, name)) = known(function) else { return };
    let opaque =
        |module: &mut Module| module.opaque.push(Opaque { span: span(call.range()), call: function.to_owned() });
    let argument = call.arguments.find_argument_value(name, 0);
    let (Some(argument), false) = (argument, matches!(does, Does::Load)) else {
        if matches!(does, Does::Import | Does::Builtin | Does::Load) {
            opaque(module);
        }
        return;
    };
    let mut add = |what: What, when: When| module.imports.push(Import { what, when, span: span(argument.range()) });
    let mut unread = false;
    for text in names.texts(argument) {
        match does {
            Does::Import => match import(&text, call.arguments.find_argument_value("package", 1), names) {
                Some(what) => add(what, when),
                None => unread = true,
            },
            Does::Builtin => match builtin(&text, call) {
                Some(found) => found.into_iter().for_each(|what| add(what, when)),
                None => unread = true,
            },
            Does::Look => {
                let module = text.known.split(':').next().unwrap_or_default();
                if text.complete && !text.own && literal::is_module(module) {
                    add(What::Dynamic { level: 0, module: module.to_owned() }, when);
                }
            }
            Does::Replace => {
                if text.complete && !text.own && text.known.contains('.') && literal::is_module(&text.known) {
                    // Nothing is imported before the replacement starts, which a decorator leaves to the call.
                    add(What::Patched(text.known), when.max(When::InFunction));
                }
            }
            Does::Load => {}
        }
    }
    if unread {
        opaque(module);
    }
}

/// What `import_module` imports that is given this text and this package.
fn import(text: &Text, package: Option<&Expr>, names: &Known) -> Option<What> {
    let mut text = text.clone();
    if text.own {
        // `__package__ + ".a"` is what `.a` is in a statement.
        if !text.known.is_empty() && !text.known.starts_with('.') {
            return None;
        }
        if text.known.is_empty() {
            text.known.push('.');
        }
        return relative(&text);
    }
    if !text.known.starts_with('.') {
        return absolute(&text);
    }
    let Some(package) = package else { return relative(&text) };
    let packages = names.texts(package);
    let [package] = packages.as_slice() else { return None };
    if !package.complete {
        return None;
    }
    if package.own && package.known.is_empty() {
        return relative(&text);
    }
    if package.own {
        return None;
    }
    // Each dot but the first goes one package up.
    let rest = text.known.trim_start_matches('.');
    let mut parts: Vec<&str> = package.known.split('.').collect();
    let up = text.known.len() - rest.len() - 1;
    if up >= parts.len() {
        return None;
    }
    parts.truncate(parts.len() - up);
    let whole = rest.is_empty() && text.complete;
    text.known = if whole { parts.join(".") } else { format!("{}.{rest}", parts.join(".")) };
    absolute(&text)
}

fn absolute(text: &Text) -> Option<What> {
    if text.complete {
        return literal::is_module(&text.known).then(|| What::Dynamic { level: 0, module: text.known.clone() });
    }
    let (package, _) = text.known.rsplit_once('.')?;
    literal::is_module(package).then(|| What::Below(package.to_owned()))
}

fn relative(text: &Text) -> Option<What> {
    let module = text.known.trim_start_matches('.');
    let dots = text.known.len() - module.len();
    if text.complete {
        let level = u32::try_from(dots).unwrap_or(u32::MAX);
        let whole = module.is_empty() || literal::is_module(module);
        return whole.then(|| What::Dynamic { level, module: module.to_owned() });
    }
    let package = module.rsplit_once('.').map_or("", |(package, _)| package);
    (package.is_empty() || literal::is_module(package)).then(|| What::Below(format!("{}{package}", ".".repeat(dots))))
}

/// What `__import__` imports.
fn builtin(text: &Text, call: &ExprCall) -> Option<Vec<What>> {
    let level = match call.arguments.find_argument_value("level", 4) {
        None => Some(0),
        Some(Expr::NumberLiteral(number)) => number.value.as_int().and_then(ruff_python_ast::Int::as_u8).map(u32::from),
        Some(_) => None,
    };
    if text.own || level.is_none() {
        return None;
    }
    let level = level.unwrap_or_default();
    let whole = text.complete && (literal::is_module(&text.known) || (text.known.is_empty() && level > 0));
    if !whole {
        return absolute(text).filter(|_| level == 0).map(|what| vec![what]);
    }
    let module = &text.known;
    let names = call.arguments.find_argument_value("fromlist", 3).and_then(literal::entries).unwrap_or_default();
    let names = names.iter().filter_map(|name| name.as_string_literal_expr()).map(|name| name.value.to_str());
    let mut found: Vec<What> = names
        .filter(|name| *name == "*" || literal::is_identifier(name))
        .map(|name| What::From { level, module: module.clone(), name: name.to_owned() })
        .collect();
    if found.is_empty() {
        found.push(What::Dynamic { level, module: module.clone() });
    }
    Some(found)
}
