//! One walk over the tree of a source: statements that import, calls that may, and strings.
//!
//! Calls are kept until the walk is over, since a function may use a name that a later line imports.

use ruff_python_ast::Alias;
use ruff_python_ast::Expr;
use ruff_python_ast::ExprCall;
use ruff_python_ast::ExprDictComp;
use ruff_python_ast::ExprGenerator;
use ruff_python_ast::ExprListComp;
use ruff_python_ast::ExprSetComp;
use ruff_python_ast::Stmt;
use ruff_python_ast::StmtImportFrom;
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::visitor::walk_annotation;
use ruff_python_ast::visitor::walk_expr;
use ruff_python_ast::visitor::walk_stmt;
use ruff_text_size::Ranged;
use ruff_text_size::TextRange;

use crate::code::Named;
use crate::code::python::Import;
use crate::code::python::Module;
use crate::code::python::Opaque;
use crate::code::python::What;
use crate::code::python::When;
use crate::code::python::bindings::Bindings;
use crate::code::python::bindings::dotted;
use crate::code::python::calls;
use crate::code::python::literal;
use crate::code::python::literal::Known;
use crate::code::python::literal::Loop;
use crate::code::python::span;

/// How many imports a source may have before loops are no longer followed.
const MANY: usize = 10_000;

/// What the statements of a module say.
pub(super) fn read(body: &[Stmt]) -> Module {
    let mut reader = Reader {
        module: Module::default(),
        bindings: Bindings::default(),
        when: When::Always,
        calls: Vec::new(),
        loose: Vec::new(),
        loops: Vec::new(),
        annotation: false,
    };
    reader.visit_body(body);
    reader.finish()
}

pub(super) struct Reader<'a> {
    pub(super) module: Module,
    pub(super) bindings: Bindings<'a>,
    /// When the code at hand runs.
    pub(super) when: When,
    calls: Vec<Call<'a>>,
    /// Functions that are passed on instead of called.
    loose: Vec<&'a Expr>,
    /// The loops around the code at hand, from outside in.
    pub(super) loops: Vec<Loop<'a>>,
    /// Whether the expression at hand says a type.
    annotation: bool,
}

/// A call that may import something.
struct Call<'a> {
    expression: &'a ExprCall,
    when: When,
    loops: Vec<Loop<'a>>,
}

impl<'a> Visitor<'a> for Reader<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.import(alias);
                }
            }
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(parameters) = &function.type_params {
                    self.visit_type_params(parameters);
                }
                self.visit_parameters(&function.parameters);
                if let Some(returns) = &function.returns {
                    self.visit_annotation(returns);
                }
                self.function(|reader| reader.visit_body(&function.body));
            }
            Stmt::If(choice) => self.choice(choice),
            Stmt::For(each) => {
                self.visit_expr(&each.iter);
                self.visit_expr(&each.target);
                let around = self.loops.len();
                self.loops.extend(each.target.as_name_expr().map(|name| (name.id.as_str(), &*each.iter)));
                self.within(When::Conditional, |reader| reader.visit_body(&each.body));
                self.loops.truncate(around);
                self.within(When::Conditional, |reader| reader.visit_body(&each.orelse));
            }
            Stmt::Try(_) | Stmt::With(_) | Stmt::Match(_) | Stmt::While(_) => {
                self.within(When::Conditional, |reader| walk_stmt(reader, statement));
            }
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.assign(target, &assign.value);
                }
                // Another name for something, under which it will be called, is no use of it.
                if dotted(&assign.value).is_none() || !assign.targets.iter().all(Expr::is_name_expr) {
                    walk_stmt(self, statement);
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.assign(&assign.target, value);
                }
                walk_stmt(self, statement);
            }
            Stmt::AugAssign(assign) => {
                if let Expr::Name(name) = &*assign.target {
                    self.bindings.constant(&name.id, None);
                    self.loops.retain(|(variable, _)| *variable != name.id.as_str());
                    self.list(&name.id, &assign.value);
                }
                walk_stmt(self, statement);
            }
            // A documentation string.
            Stmt::Expr(alone) if alone.value.is_string_literal_expr() => {}
            Stmt::Expr(alone) => {
                if let Expr::Call(call) = &*alone.value {
                    self.extend(call);
                }
                self.visit_expr(&alone.value);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::StringLiteral(literal) => self.string(literal.value.to_str(), literal.range, false),
            Expr::Call(call) => {
                match &*call.func {
                    Expr::Name(_) => self.call(call),
                    Expr::Attribute(function) => {
                        if calls::may_import(&function.attr) {
                            self.call(call);
                        }
                        self.visit_expr(&function.value);
                    }
                    other => self.visit_expr(other),
                }
                for argument in &call.arguments.args {
                    self.entry(argument);
                }
                for keyword in &call.arguments.keywords {
                    self.entry(&keyword.value);
                }
            }
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => {
                for entry in literal::entries(expression).unwrap_or_default() {
                    self.entry(entry);
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                self.function(|reader| reader.visit_expr(&lambda.body));
            }
            Expr::Name(name) => {
                if name.ctx.is_load() {
                    self.loose.push(expression);
                }
            }
            Expr::Attribute(attribute) => {
                if attribute.ctx.is_load() && calls::may_import(&attribute.attr) {
                    self.loose.push(expression);
                }
                self.visit_expr(&attribute.value);
            }
            Expr::ListComp(ExprListComp { generators, .. })
            | Expr::SetComp(ExprSetComp { generators, .. })
            | Expr::Generator(ExprGenerator { generators, .. })
            | Expr::DictComp(ExprDictComp { generators, .. }) => {
                let around = self.loops.len();
                let variables = generators.iter().filter_map(|each| Some((each.target.as_name_expr()?, &each.iter)));
                self.loops.extend(variables.map(|(name, over)| (name.id.as_str(), over)));
                walk_expr(self, expression);
                self.loops.truncate(around);
            }
            _ => walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, expression: &'a Expr) {
        let before = std::mem::replace(&mut self.annotation, true);
        walk_annotation(self, expression);
        self.annotation = before;
    }
}

impl<'a> Reader<'a> {
    fn finish(self) -> Module {
        let Reader { mut module, bindings, calls, loose, .. } = self;
        let mut names = bindings.names(calls::is_known);
        names.push("__import__");
        let function = |expression: &Expr| match expression {
            Expr::Name(name) if !names.contains(&name.id.as_str()) => None,
            _ => bindings.resolve(expression),
        };
        for Call { expression, when, loops } in calls {
            // Long lists and many calls multiply.
            let loops = if module.imports.len() > MANY { Vec::new() } else { loops };
            if let Some(function) = function(&expression.func) {
                calls::read(expression, &function, when, &Known { bindings: &bindings, loops: &loops }, &mut module);
            }
        }
        for passed in loose {
            if let Some(call) = function(passed).filter(|name| calls::imports(name)) {
                module.opaque.push(Opaque { span: span(passed.range()), call });
            }
        }
        module.imports.sort_by_key(|import| import.span.start);
        module.opaque.sort_by_key(|opaque| opaque.span);
        module
    }

    fn call(&mut self, call: &'a ExprCall) {
        self.calls.push(Call { expression: call, when: self.when, loops: self.loops.clone() });
    }

    /// Reads what runs when a function does. Its parameters may have the names of the loops around it.
    fn function(&mut self, read: impl FnOnce(&mut Self)) {
        let loops = std::mem::take(&mut self.loops);
        self.within(When::InFunction, read);
        self.loops = loops;
    }

    fn add(&mut self, what: What, place: TextRange) {
        self.module.imports.push(Import { what, when: self.when, span: span(place) });
    }

    fn import(&mut self, alias: &Alias) {
        let module = alias.name.id.trim_end_matches('.');
        if !module.is_empty() {
            self.bindings.import(module, alias.asname.as_deref());
            self.add(What::Module(module.to_owned()), alias.name.range);
        }
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let module = import.module.as_ref().map_or("", |module| module.id.trim_end_matches('.'));
        if (module.is_empty() && import.level == 0) || module.len() > literal::LONGEST {
            return;
        }
        for alias in import.names.iter().filter(|alias| !alias.name.id.is_empty()) {
            let name = alias.name.id.as_str();
            if import.level == 0 {
                self.bindings.from(module, name, alias.asname.as_deref());
            }
            let place = import.module.as_ref().map_or(alias.name.range, |module| module.range);
            self.add(What::From { level: import.level, module: module.to_owned(), name: name.to_owned() }, place);
        }
    }

    /// Reads something that runs no earlier than `when`.
    pub(super) fn within(&mut self, when: When, read: impl FnOnce(&mut Self)) {
        let before = self.when;
        self.when = before.max(when);
        read(self);
        self.when = before;
    }

    /// An entry of a list or an argument, where a single identifier may be the name of a module.
    fn entry(&mut self, expression: &'a Expr) {
        match expression {
            Expr::StringLiteral(literal) => self.string(literal.value.to_str(), literal.range, true),
            _ => self.visit_expr(expression),
        }
    }

    fn string(&mut self, text: &str, place: TextRange, alone: bool) {
        if !self.annotation && (alone || text.contains('.')) && literal::is_module(text) {
            self.module.strings.push(Named::new(text, span(place)));
        }
    }
}
