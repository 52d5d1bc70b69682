//! Files of requirements as pip reads them: which other files they include, and which packages and folders they name.
//!
//! Versions, markers and hashes are passed over: nothing is installed here.

use std::sync::Arc;

use crate::code::Named;
use crate::code::requirement;
use crate::text::Source;
use crate::text::Span;

/// What a file of requirements names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirements {
    /// Paths of `-r`, `--requirement`, `-c` and `--constraint` as written, relative to the file.
    pub includes: Vec<Named>,
    /// Folders and archives that are installed from the repository (`-e ./lib`, `./lib`, `file:../lib`), and folders of
    /// archives (`--find-links ./wheels`); relative to where pip runs.
    pub local: Vec<Named>,
    /// Names of packages, normalised as PEP 503 says.
    pub packages: Vec<Named>,
}

/// Options that take a value, with their short names.
const OPTIONS: &[(&str, &str)] =
    &[("--requirement", "-r"), ("--constraint", "-c"), ("--editable", "-e"), ("--find-links", "-f")];

/// Reads a file of requirements.
pub fn read(source: &Arc<Source>) -> Requirements {
    let mut found = Requirements::default();
    for words in lines(&source.text) {
        line(&words, &mut found);
    }
    found
}

/// A word without its quotes, and where it stands.
struct Word {
    text: String,
    span: Span,
}

fn line(words: &[Word], found: &mut Requirements) {
    let Some(first) = words.first() else { return };
    if !first.text.starts_with('-') {
        // Options of a requirement, such as `--hash`, stand behind it.
        let words: Vec<&Word> = words.iter().take_while(|word| !word.text.starts_with("--")).collect();
        let whole = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let end = words.last().map_or(first.span.end, |word| word.span.end);
        requirement(&whole, Span { start: first.span.start, end }, found);
        return;
    }
    let Some((option, value)) = OPTIONS.iter().find_map(|(long, short)| {
        let behind = first.text.strip_prefix(long).filter(|rest| rest.is_empty() || rest.starts_with('='));
        let value = behind.or_else(|| first.text.strip_prefix(short).filter(|_| !first.text.starts_with("--")))?;
        Some((*short, value.strip_prefix('=').unwrap_or(value)))
    }) else {
        return;
    };
    let (value, span) = match words.get(1) {
        _ if !value.is_empty() => (value, first.span),
        Some(word) => (word.text.as_str(), word.span),
        None => return,
    };
    match option {
        "-e" => requirement(value, span, found),
        "-f" if value.contains(':') || value.starts_with('/') => {}
        "-f" => found.local.push(Named::new(value, span)),
        _ if value.contains("://") => {}
        _ => found.includes.push(Named::new(value, span)),
    }
}

fn requirement(text: &str, span: Span, found: &mut Requirements) {
    let read = requirement::read(text);
    found.packages.extend(read.name.map(|name| Named::new(name, span)));
    found.local.extend(read.path.map(|path| Named::new(path, span)));
}

/// The words of each line, without comments; lines that end with a backslash go on.
fn lines(text: &str) -> Vec<Vec<Word>> {
    let mut found = Vec::new();
    let mut words = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        // A line that is a comment ends the one before, whatever that ends with.
        let comment = line.trim_start().starts_with('#');
        let continued = line.strip_suffix('\\').filter(|_| !comment);
        split(continued.unwrap_or(line), begin, &mut words);
        if continued.is_none() {
            found.push(std::mem::take(&mut words));
        }
    }
    found.push(words);
    found
}

/// The words of one line, up to a comment.
fn split(line: &str, begin: usize, words: &mut Vec<Word>) {
    let mut word: Option<(usize, String)> = None;
    let mut quote = None;
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert((at, String::new()));
            }
            (None, '#') if word.is_none() => break,
            (None, '\u{feff}') if begin + at == 0 => {}
            (None, _) if letter.is_whitespace() => words.extend(word.take().map(|word| made(word, at, begin))),
            _ => word.get_or_insert((at, String::new())).1.push(letter),
        }
    }
    words.extend(word.take().map(|word| made(word, line.trim_end().len(), begin)));
}

fn made((start, text): (usize, String), end: usize, begin: usize) -> Word {
    Word { text, span: Span::new(begin + start, begin + end) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Place;

    fn check(text: &str, includes: &[&str], local: &[&str], packages: &[&str]) {
        let found = read(&Source::new("requirements.txt", text));
        let texts = |named: &[Named]| named.iter().map(|named| named.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found.includes), includes, "{text}");
        assert_eq!(texts(&found.local), local, "{text}");
        assert_eq!(texts(&found.packages), packages, "{text}");
    }

    #[test]
    fn other_files_are_included_in_every_spelling() {
        for text in [
            "-r ../a.txt",
            "-r../a.txt",
            "--requirement ../a.txt",
            "--requirement=../a.txt",
            "-c ../a.txt",
            "-c=../a.txt",
            "  --constraint\t'../a.txt'  # why",
            "-r \\\n  ../a.txt\r\n",
        ] {
            check(text, &["../a.txt"], &[], &[]);
        }
        check(
            "# -r a.txt\n-r b.txt\n\n-r https://host/c.txt\n--index-url https://host\n-i x\n--require-hashes\n-r",
            &["b.txt"],
            &[],
            &[],
        );
    }

    #[test]
    fn folders_of_the_repository_are_told_from_packages() {
        check(
            "-e ./lib\n--editable=../b[c]\n./d\nfile:../e\nf @ file:../g\n-e .\n-f ./wheels",
            &[],
            &["./lib", "../b", "./d", "../e", "../g", ".", "./wheels"],
            &["f"],
        );
        check("-e git+https://host/x.git#egg=X_y\nhttps://host/z.whl\n-f https://host/wheels", &[], &[], &["x-y"]);
    }

    #[test]
    fn versions_markers_hashes_and_comments_are_no_packages() {
        check(
            "Django==4.2 # web\nuvicorn[standard]>=0.1; python_version < '3.9'\n\na.b==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\nrequests >= 2, < 3\n#no\nx#y==1",
            &[],
            &[],
            &["django", "uvicorn", "a-b", "requests", "x"],
        );
        check("a==1 \\\n# no -r b.txt\nc==2\n", &[], &[], &["a", "c"]);
        check("\u{feff}a\r\nb\r\n\0\n한글\n\\", &[], &[], &["a", "b"]);
    }

    #[test]
    fn each_stands_where_it_is_written() {
        let source = Source::new("requirements.txt", "# 한글\n-r  ../a.txt # x\n  b [c] >= 1 --hash=x\n");
        let found = read(&source);
        let place =
            |named: &Named| format!("{} {}", Place::new(&source, named.span), Place::new(&source, named.span).text());
        assert_eq!(place(&found.includes[0]), "requirements.txt:2:5 ../a.txt");
        assert_eq!(place(&found.packages[0]), "requirements.txt:3:3 b [c] >= 1");
    }
}
