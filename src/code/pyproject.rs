//! `pyproject.toml`: which folders of the repository a project is built with, and which packages it names.
//!
//! The tables of the standard (PEP 518, 621, 735) and those of poetry, uv, rye, pdm, hatch and setuptools are read.
//! Whether a folder is there, and what a glob matches, is not asked.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::code::Named;
use crate::code::requirement;
use crate::finding::Finding;
use crate::text::Place;
use crate::text::Source;
use crate::text::Span;

/// What a `pyproject.toml` names.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Dependencies by path, members of a workspace, which may be globs, and files of requirements that the dependencies
    /// are taken from; relative to the file.
    pub local: Vec<Named>,
    /// Names of packages, normalised as PEP 503 says.
    pub packages: Vec<Named>,
    /// `invalid-toml`, where the text is none. What could be read all the same is in the other fields.
    pub problems: Vec<Finding>,
}

/// A value, and where it stands.
type Value<'a> = Spanned<DeValue<'a>>;

/// Reads a `pyproject.toml`.
pub fn read(source: &Arc<Source>) -> Project {
    let mut found = Project::default();
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    if let Some(error) = errors.first() {
        let span = error.span().map_or_else(Span::default, |range| Span::new(range.start, range.end));
        let message = format!("This is not TOML: {}", error.message().trim_end_matches('.'));
        found.problems.push(
            Finding::error("invalid-toml", Place::new(source, span), message)
                .why("The project cannot be built, and which services it belongs to is only partly known")
                .help("Correct the syntax"),
        );
    }
    let root = DeValue::Table(table.into_inner());
    let root = Spanned::new(0..0, root);
    standard(&root, &mut found);
    if let Some(tool) = at(&root, &["tool"]) {
        poetry(tool, &mut found);
        for name in ["uv", "rye"] {
            if let Some(tool) = at(tool, &[name]) {
                workspace(tool, &mut found);
            }
        }
        each(at(tool, &["pdm", "dev-dependencies"]), &mut |_, group| requirements(Some(group), &mut found));
        each(at(tool, &["hatch", "envs"]), &mut |_, environment| {
            requirements(at(environment, &["dependencies"]), &mut found);
            requirements(at(environment, &["extra-dependencies"]), &mut found);
        });
        setuptools(tool, &mut found);
    }
    found.local.sort_by_key(|named| named.span);
    found.packages.sort_by_key(|named| named.span);
    found
}

fn standard(root: &Value, found: &mut Project) {
    requirements(at(root, &["build-system", "requires"]), found);
    requirements(at(root, &["project", "dependencies"]), found);
    each(at(root, &["project", "optional-dependencies"]), &mut |_, extra| requirements(Some(extra), found));
    each(at(root, &["dependency-groups"]), &mut |_, group| requirements(Some(group), found));
}

fn poetry(tool: &Value, found: &mut Project) {
    let Some(poetry) = at(tool, &["poetry"]) else { return };
    named(at(poetry, &["dependencies"]), found);
    named(at(poetry, &["dev-dependencies"]), found);
    each(at(poetry, &["group"]), &mut |_, group| named(at(group, &["dependencies"]), found));
}

/// The tables of uv, and those of rye, which are like them.
fn workspace(tool: &Value, found: &mut Project) {
    requirements(at(tool, &["dev-dependencies"]), found);
    requirements(at(tool, &["constraint-dependencies"]), found);
    each(at(tool, &["sources"]), &mut |_, source| paths(source, found));
    for member in list(at(tool, &["workspace", "members"])) {
        local(member, found);
    }
}

fn setuptools(tool: &Value, found: &mut Project) {
    let Some(dynamic) = at(tool, &["setuptools", "dynamic"]) else { return };
    let mut files = |value: Option<&Value>| {
        let Some(value) = value else { return };
        local(value, found);
        for file in list(Some(value)) {
            local(file, found);
        }
    };
    files(at(dynamic, &["dependencies", "file"]));
    each(at(dynamic, &["optional-dependencies"]), &mut |_, extra| files(at(extra, &["file"])));
}

/// A list of requirements as PEP 508 writes them. Whatever else stands in it includes another list.
fn requirements(value: Option<&Value>, found: &mut Project) {
    for entry in list(value) {
        let Some(text) = entry.get_ref().as_str() else { continue };
        // As pdm writes it.
        let text = text.strip_prefix("-e ").unwrap_or(text);
        let read = requirement::read(text);
        found.packages.extend(read.name.map(|name| Named::new(name, span(entry))));
        found.local.extend(read.path.map(|path| Named::new(path, span(entry))));
    }
}

/// A table of packages as poetry writes it.
fn named(value: Option<&Value>, found: &mut Project) {
    each(value, &mut |(name, place), value| {
        if name != "python" {
            found.packages.push(Named::new(requirement::normalised(name), place));
        }
        paths(value, found);
    });
}

/// `{ path = ".." }`, or a list of such, for different platforms.
fn paths(value: &Value, found: &mut Project) {
    for alternative in std::iter::once(value).chain(list(Some(value))) {
        if let Some(path) = at(alternative, &["path"]) {
            local(path, found);
        }
    }
}

fn local(value: &Value, found: &mut Project) {
    if let Some(path) = value.get_ref().as_str().filter(|path| !path.starts_with('/')) {
        found.local.push(Named::new(path, span(value)));
    }
}

/// What stands below these keys.
fn at<'a, 'b>(value: &'a Value<'b>, keys: &[&str]) -> Option<&'a Value<'b>> {
    keys.iter().try_fold(value, |value, key| value.get_ref().as_table()?.get(*key))
}

/// The entries of a table, with their names and where those stand.
fn each(value: Option<&Value>, visit: &mut impl FnMut((&str, Span), &Value)) {
    for (key, value) in value.and_then(|value| value.get_ref().as_table()).into_iter().flat_map(DeTable::iter) {
        visit((key.get_ref(), Span::new(key.span().start, key.span().end)), value);
    }
}

fn list<'a, 'b>(value: Option<&'a Value<'b>>) -> impl Iterator<Item = &'a Value<'b>> {
    value.and_then(|value| value.get_ref().as_array()).into_iter().flat_map(|array| array.iter())
}

fn span(value: &Value) -> Span {
    Span::new(value.span().start, value.span().end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, local: &[&str], packages: &[&str]) {
        let found = read(&Source::new("pyproject.toml", text));
        let texts = |named: &[Named]| named.iter().map(|named| named.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found.local), local, "{text}");
        assert_eq!(texts(&found.packages), packages, "{text}");
        assert_eq!(found.problems.len(), 0, "{:?}", found.problems);
    }

    #[test]
    fn dependencies_of_the_standard_tables_are_read() {
        check(
            "[build-system]\nrequires = ['hatchling']\n[project]\nname = 'x'\ndependencies = [\n 'A_b>=1', # 'no'\n 'c @ file:../c',\n]\n\
             [project.optional-dependencies]\ntest = ['pytest ; x']\n[dependency-groups]\ndev = ['ruff', {include-group = 'x'}]\n",
            &["../c"],
            &["hatchling", "a-b", "c", "pytest", "ruff"],
        );
    }

    #[test]
    fn paths_of_poetry_are_local_in_every_group() {
        check(
            "[tool.poetry.dependencies]\npython = '^3.11'\na = '^1'\nb = { path = '../b', develop = true }\nc.path = '../c'\n\
             [[tool.poetry.dependencies.d]]\npath = '../d'\n[tool.poetry.group.dev.dependencies.e]\npath = '../e'\n\
             [tool.poetry.dev-dependencies]\nf = {git = 'https://host/f'}\n",
            &["../b", "../c", "../d", "../e"],
            &["a", "b", "c", "d", "e", "f"],
        );
    }

    #[test]
    fn sources_and_members_of_uv_are_local() {
        check(
            "[tool.uv]\ndev-dependencies = ['a']\n[tool.uv.sources]\nb = { path = '../b', editable = true }\nc = { workspace = true }\n\
             d = [{ path = '../d', marker = 'x' }, { index = 'y' }]\n[tool.uv.workspace]\nmembers = ['libs/*', 'app']\nexclude = ['libs/x']\n",
            &["../b", "../d", "libs/*", "app"],
            &["a"],
        );
    }

    #[test]
    fn other_tools_are_read_as_well() {
        check(
            "[tool.pdm.dev-dependencies]\ndev = ['-e file:///${PROJECT_ROOT}/../a#egg=a', 'b']\n",
            &["../a"],
            &["a", "b"],
        );
        check("[tool.hatch.envs.default]\ndependencies = ['a @ {root:uri}/../a']\n", &["../a"], &["a"]);
        check("[tool.setuptools.dynamic]\ndependencies = {file = ['requirements.txt']}\n", &["requirements.txt"], &[]);
        check("[tool.ruff]\nselect = ['E']\n[project.scripts]\nx = 'a:b'\n", &[], &[]);
        check("[project]\ndependencies = 'a'\n[tool]\npoetry = 1\nuv = [1]\n", &[], &[]);
    }

    #[test]
    fn a_syntax_error_is_a_finding_with_its_place() {
        let found = read(&Source::new("pyproject.toml", "[project]\ndependencies = ['a']\nname = \n"));
        assert_eq!(found.problems.len(), 1);
        let problem = &found.problems[0];
        assert_eq!((problem.rule, problem.place.to_string().as_str()), ("invalid-toml", "pyproject.toml:3:8"));
        assert_eq!(found.packages[0].text, "a");
        for text in ["\0", "\u{feff}[a]\r\n", "[", "a = [", "[[a]]\n[a]\n", "한글 = 1"] {
            let _ = read(&Source::new("pyproject.toml", text));
        }
        let deep = format!("a = {}", "[".repeat(100_000));
        assert_eq!(read(&Source::new("pyproject.toml", deep)).problems.len(), 1);
    }
}
