//! Dockerfiles: which files of the build context get into an image, and which images it is built from.
//!
//! Instructions are read as `BuildKit` reads them, with here-documents and the `escape` directive, and nothing is run.
//! Arguments have their defaults, since nobody knows how the build is called; where there is none, a `*` stands for the
//! value, as in a glob. `.dockerignore` is another file, and none of this module's.

mod instructions;
mod variables;
mod words;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::code::Named;
use crate::code::dockerfile::instructions::Instruction;
use crate::code::dockerfile::variables::Variables;
use crate::code::dockerfile::words::Word;
use crate::text::Source;
use crate::text::Span;

/// What a Dockerfile takes from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dockerfile {
    /// Files of the build context, in the order written.
    pub copies: Vec<Copy>,
    /// Images of `FROM` that are no earlier stage, with the defaults of arguments filled in. `scratch` is no image.
    pub bases: Vec<Named>,
}

/// One source of `COPY`, `ADD` or a bind mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Path or glob in the build context, without `./` and slashes around it; `.` is the whole context.
    pub source: String,
    /// Where it stands, in bytes of the source.
    pub span: Span,
}

/// Reads a Dockerfile.
pub fn read(source: &Arc<Source>) -> Dockerfile {
    let mut reader = Reader::default();
    let (escape, instructions) = instructions::read(&source.text);
    reader.escape = escape;
    for instruction in &instructions {
        reader.instruction(instruction);
    }
    reader.found
}

#[derive(Default)]
struct Reader {
    escape: char,
    found: Dockerfile,
    /// Arguments before the first stage, which `FROM` sees, and stages that declare them once more.
    global: Variables,
    /// What the stage at hand knows; nothing before the first stage.
    stage: Option<Variables>,
    /// The name of the stage at hand, in lower case.
    name: Option<String>,
    /// What earlier stages know, which stages built on them inherit.
    stages: BTreeMap<String, Variables>,
}

impl Reader {
    fn instruction(&mut self, instruction: &Instruction) {
        match instruction.keyword.as_str() {
            "FROM" => self.from(instruction),
            "ARG" => self.arg(instruction),
            "ENV" => self.env(instruction),
            "COPY" | "ADD" => self.copy(instruction),
            "RUN" => self.mounts(instruction),
            "ONBUILD" => {
                if let Some(inner) = instruction.inner() {
                    // It runs in the build of another image, from whose context it copies.
                    if matches!(inner.keyword.as_str(), "COPY" | "ADD" | "RUN") {
                        self.instruction(&inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn from(&mut self, instruction: &Instruction) {
        self.leave();
        let words = words::spaced(&instruction.rest);
        let words: Vec<&Word> = words.iter().skip_while(|word| word.text.starts_with("--")).collect();
        let Some(image) = words.first() else { return };
        let base = self.global.fill(&image.text, self.escape);
        let known = self.stages.get(&base.to_lowercase());
        if known.is_none() && base != "scratch" {
            self.found.bases.push(Named::new(base.clone(), image.span));
        }
        self.stage = Some(known.map(Variables::inherited).unwrap_or_default());
        if let [_, keyword, name, ..] = words.as_slice()
            && keyword.text.eq_ignore_ascii_case("as")
        {
            self.name = Some(name.text.to_lowercase());
        }
    }

    /// The stage at hand is over.
    fn leave(&mut self) {
        if let (Some(stage), Some(name)) = (self.stage.take(), self.name.take()) {
            self.stages.insert(name, stage);
        }
        self.name = None;
    }

    fn arg(&mut self, instruction: &Instruction) {
        for word in words::quoted(&instruction.rest, self.escape) {
            let (name, value) = match word.text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word.text.as_str(), None),
            };
            match &mut self.stage {
                None => {
                    let value = value.map(|value| self.global.fill(value, self.escape));
                    self.global.argument(name, value);
                }
                Some(stage) => {
                    let global = self.global.value(name).map(str::to_owned);
                    let value = value.map(|value| stage.fill(value, self.escape));
                    stage.argument(name, value.or(global));
                }
            }
        }
    }

    fn env(&mut self, instruction: &Instruction) {
        let Some(stage) = &mut self.stage else { return };
        let words = words::quoted(&instruction.rest, self.escape);
        let Some(first) = words.first() else { return };
        if !first.text.contains('=') {
            // `ENV NAME any text`.
            let rest = instruction.rest.text.trim_start();
            let value = rest.strip_prefix(first.text.as_str()).unwrap_or_default().trim();
            let value = stage.fill(value, self.escape);
            stage.environment(&first.text, value);
            return;
        }
        // Variables have the values of before the instruction.
        let filled = words.iter().filter_map(|word| word.text.split_once('='));
        let filled: Vec<(&str, String)> = filled.map(|(name, value)| (name, stage.fill(value, self.escape))).collect();
        for (name, value) in filled {
            stage.environment(name, value);
        }
    }

    fn copy(&mut self, instruction: &Instruction) {
        let words = words::arguments(&instruction.rest);
        let flags = words.iter().take_while(|word| word.flag).count();
        let (flags, paths) = words.split_at(flags);
        if flags.iter().any(|flag| flag.text.starts_with("--from")) {
            return;
        }
        let Some((_, sources)) = paths.split_last() else { return };
        for word in sources.iter().filter(|word| !instruction.is_document(&word.text)) {
            self.source(&word.text, word.span);
        }
    }

    fn mounts(&mut self, instruction: &Instruction) {
        for word in words::spaced(&instruction.rest).iter().take_while(|word| word.text.starts_with("--")) {
            let Some(options) = word.text.strip_prefix("--mount=") else { continue };
            let options: Vec<(&str, &str)> = options
                .trim_matches('"')
                .split(',')
                .map(|option| option.trim_matches('"').split_once('=').unwrap_or((option, "")))
                .collect();
            let of = |name: &str| {
                let found = options.iter().find(|(option, _)| option.eq_ignore_ascii_case(name));
                found.map(|(_, value)| *value)
            };
            if of("type").unwrap_or("bind") == "bind" && of("from").is_none() {
                self.source(of("source").or(of("src")).unwrap_or("."), word.span);
            }
        }
    }

    fn source(&mut self, written: &str, span: Span) {
        let variables = self.stage.as_ref().unwrap_or(&self.global);
        let mut path = variables.fill(written, self.escape);
        if path.contains("://") || path.starts_with("git@") {
            return;
        }
        if self.escape != '\\' {
            path = path.replace('\\', "/");
        }
        self.found.copies.push(Copy { source: clean(&path), span });
    }
}

/// A path below the build context, without the parts that say nothing.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            // The context is the topmost folder.
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}
