//! Refuses sources that nest so deeply that walking their tree would take more stack than a thread has.
//!
//! The tree is walked and dropped by recursion, so its depth is bounded before it is built: by tokens, which need no
//! stack. Python itself refuses 200 open brackets and 100 levels of indentation, and gives up on chains of operators
//! not far beyond the bound here.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer;

use crate::text::Span;

/// How deep a tree may be, in levels. Walking one takes about a kilobyte in an optimised build.
const LEVELS: usize = 1500;

/// Texts of up to this many bytes cannot be deeper.
const HARMLESS: usize = LEVELS;

/// Why a source is not read.
pub(super) struct Refused {
    pub(super) span: Span,
    pub(super) message: &'static str,
}

/// What is wrong with the depth of a source, if anything.
pub(super) fn refused(text: &str) -> Option<Refused> {
    if u32::try_from(text.len()).is_err() {
        return Some(Refused { span: Span::default(), message: "it is larger than 4 GiB" });
    }
    if text.len() <= HARMLESS {
        return None;
    }
    if !too_deep(text) {
        return None;
    }
    // The lexer does not tell where it stands, so the shortest beginning that is too deep is searched for.
    let (mut fine, mut deep) = (0, text.len());
    while deep - fine > 1 {
        let middle = text.floor_char_boundary(fine.midpoint(deep));
        if middle <= fine {
            break;
        }
        if too_deep(&text[..middle]) {
            deep = middle;
        } else {
            fine = middle;
        }
    }
    Some(Refused { span: Span::new(fine, deep), message: "it nests too deeply to be read" })
}

fn too_deep(text: &str) -> bool {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut count = Count::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            kind => count.add(kind),
        }
        if count.depth() > LEVELS {
            return true;
        }
    }
}

/// An upper bound of the depth of the tree at one token.
#[derive(Default)]
struct Count {
    blocks: usize,
    /// What stands in the brackets that are open around the current ones.
    outer: Vec<Level>,
    /// The sum of `outer`.
    sum: usize,
    current: Level,
}

/// Tokens inside one pair of brackets that may each add a level to the tree.
#[derive(Default, Clone, Copy)]
struct Level {
    /// Since the last comma that ends an expression.
    chained: usize,
    /// Those that reach across commas: the heads of statements that stand in one line.
    lasting: usize,
    /// Parameter lists of lambdas that have not ended: their commas end no expression.
    lambdas: usize,
}

impl Count {
    fn depth(&self) -> usize {
        self.blocks + self.sum + self.current.chained + self.current.lasting
    }

    fn add(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Indent => self.blocks += 1,
            TokenKind::Dedent => self.blocks = self.blocks.saturating_sub(1),
            TokenKind::Newline => {
                self.outer.clear();
                self.sum = 0;
                self.current = Level::default();
            }
            TokenKind::Comma | TokenKind::Semi => {
                if self.current.lambdas == 0 {
                    self.current.chained = 0;
                }
            }
            TokenKind::Lambda => {
                self.current.chained += 1;
                self.current.lambdas += 1;
            }
            TokenKind::Colon => {
                self.current.chained += 1;
                self.current.lambdas = self.current.lambdas.saturating_sub(1);
            }
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                self.current.chained += 1;
                self.sum += self.current.chained + self.current.lasting;
                self.outer.push(std::mem::take(&mut self.current));
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace | TokenKind::FStringEnd | TokenKind::TStringEnd => {
                if let Some(level) = self.outer.pop() {
                    self.sum -= level.chained + level.lasting;
                    self.current = level;
                }
            }
            TokenKind::If
            | TokenKind::For
            | TokenKind::While
            | TokenKind::With
            | TokenKind::Try
            | TokenKind::Match
            | TokenKind::Case
            | TokenKind::Class
            | TokenKind::Def
            | TokenKind::Else
            | TokenKind::Elif
            | TokenKind::Except
            | TokenKind::Finally
                if self.outer.is_empty() =>
            {
                self.current.lasting += 1;
            }
            TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline => {}
            _ => self.current.chained += 1,
        }
    }
}
