//! From words to a tree: `||` binds least, then `&&`, comparisons, `!`, and taking a part of something.

use std::ops::Range;

use crate::workflow::expression::Access;
use crate::workflow::expression::Comparison;
use crate::workflow::expression::Expr;
use crate::workflow::expression::Kind;
use crate::workflow::expression::MOST_CHARACTERS;
use crate::workflow::expression::MOST_DEPTH;
use crate::workflow::expression::Slip;
use crate::workflow::expression::Taken;
use crate::workflow::expression::lexer::Token;
use crate::workflow::expression::lexer::slip;
use crate::workflow::expression::lexer::tokens;

/// Reads an expression, without its `${{` and `}}`.
pub fn parse(text: &str) -> Result<Expr, Slip> {
    let whole = 0..text.len();
    if text.len() > MOST_CHARACTERS && text.chars().count() > MOST_CHARACTERS {
        let message = format!("an expression has more than {MOST_CHARACTERS} characters");
        return Err(slip(whole, message, Some("calculate a part of it in a step, and take its output")));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(slip(whole, "an expression is empty".to_owned(), Some("write what is meant, or remove `${{ }}`")));
    }
    let mut parser = Parser { tokens, at: 0, depth: 0, end: text.len() };
    let expr = parser.or()?;
    match parser.next_span() {
        None => Ok(expr),
        Some(span) => Err(parser.unexpected(&span)),
    }
}

struct Parser<'t> {
    tokens: Vec<(Token<'t>, Range<usize>)>,
    at: usize,
    depth: usize,
    end: usize,
}

type Parsed = Result<Expr, Slip>;

impl<'t> Parser<'t> {
    fn token(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn next_span(&self) -> Option<Range<usize>> {
        self.tokens.get(self.at).map(|(_, span)| span.clone())
    }

    /// The bytes of the word that was taken last.
    fn last_span(&self) -> Range<usize> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0..0, |(_, span)| span.clone())
    }

    fn take(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.token(), Some(Token::Sign(own)) if *own == sign);
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, sign: &'static str, open: &Range<usize>) -> Result<(), Slip> {
        if self.take(sign) {
            return Ok(());
        }
        match self.next_span() {
            Some(span) => Err(self.unexpected(&span)),
            None => Err(slip(open.clone(), format!("`{sign}` is missing"), None)),
        }
    }

    fn unexpected(&self, span: &Range<usize>) -> Slip {
        let what = match self.token() {
            Some(Token::Name(name)) => format!("`{name}`"),
            Some(Token::Number(number)) => format!("`{number}`"),
            Some(Token::Text(text)) => format!("the text '{text}'"),
            Some(Token::Sign(sign)) => format!("`{sign}`"),
            None => "the end".to_owned(),
        };
        slip(span.clone(), format!("{what} cannot stand here in an expression"), None)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Slip>) -> Result<T, Slip> {
        if self.depth == MOST_DEPTH {
            let message = format!("an expression is nested more than {MOST_DEPTH} times");
            return Err(slip(self.next_span().unwrap_or(self.end..self.end), message, None));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn joined(&mut self, sign: &str, part: fn(&mut Self) -> Parsed, join: fn(Vec<Expr>) -> Kind) -> Parsed {
        let first = part(self)?;
        if !matches!(self.token(), Some(Token::Sign(own)) if *own == sign) {
            return Ok(first);
        }
        let begin = first.span.start;
        let mut parts = vec![first];
        while self.take(sign) {
            parts.push(part(self)?);
        }
        Ok(Expr { span: begin..self.last_span().end, kind: join(parts) })
    }

    fn or(&mut self) -> Parsed {
        self.joined("||", Self::and, Kind::Or)
    }

    fn and(&mut self) -> Parsed {
        self.joined("&&", Self::equality, Kind::And)
    }

    fn equality(&mut self) -> Parsed {
        let signs = [("==", Comparison::Equal), ("!=", Comparison::Unequal)];
        self.compared(&signs, |parser| {
            let signs = ["<=", ">=", "<", ">"].map(|sign| (sign, Comparison::Order));
            parser.compared(&signs, Self::unary)
        })
    }

    fn compared(&mut self, signs: &[(&str, Comparison)], part: fn(&mut Self) -> Parsed) -> Parsed {
        let mut left = part(self)?;
        let mut chained = 0;
        while let Some((_, comparison)) = signs.iter().find(|(sign, _)| self.take(sign)) {
            // Each makes the tree deeper by one.
            chained += 1;
            if chained > MOST_DEPTH {
                let message = format!("an expression is nested more than {MOST_DEPTH} times");
                return Err(slip(self.last_span(), message, None));
            }
            let right = part(self)?;
            let span = left.span.start..right.span.end;
            left = Expr { span, kind: Kind::Compare(*comparison, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        let begin = self.next_span().map_or(self.end, |span| span.start);
        if !self.take("!") {
            return self.postfix();
        }
        let inner = self.deeper(Self::unary)?;
        Ok(Expr { span: begin..inner.span.end, kind: Kind::Not(Box::new(inner)) })
    }

    fn postfix(&mut self) -> Parsed {
        let inner = self.primary()?;
        let accesses = self.accesses()?;
        if accesses.is_empty() {
            return Ok(inner);
        }
        let span = inner.span.start..self.last_span().end;
        let kind = match inner.kind {
            Kind::Context(name, mut before) => {
                before.extend(accesses);
                Kind::Context(name, before)
            }
            _ => Kind::Of(Box::new(inner), accesses),
        };
        Ok(Expr { span, kind })
    }

    fn accesses(&mut self) -> Result<Vec<Access>, Slip> {
        let mut accesses = Vec::new();
        loop {
            if self.take(".") {
                let what = match self.token() {
                    Some(Token::Name(name)) => Taken::Name((*name).to_owned()),
                    Some(Token::Sign("*")) => Taken::All,
                    _ => {
                        let span = self.next_span().unwrap_or_else(|| self.last_span());
                        let help = "a name with other letters is taken with `['…']`";
                        return Err(slip(span, "a name is missing behind `.`".to_owned(), Some(help)));
                    }
                };
                self.at += 1;
                accesses.push(Access { span: self.last_span(), what });
            } else if self.take("[") {
                let open = self.last_span();
                let (inner, what) = if self.take("*") {
                    (self.last_span(), Taken::All)
                } else {
                    let inner = self.deeper(Self::or)?;
                    let span = inner.span.clone();
                    match inner.kind {
                        Kind::Text(name) => (span, Taken::Name(name)),
                        _ => (span, Taken::Computed(Box::new(inner))),
                    }
                };
                self.expect("]", &open)?;
                accesses.push(Access { span: inner, what });
            } else {
                return Ok(accesses);
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        let Some((token, span)) = self.tokens.get(self.at).cloned() else {
            let message = "something is missing at the end of an expression".to_owned();
            return Err(slip(self.last_span(), message, None));
        };
        self.at += 1;
        let kind = match token {
            Token::Text(text) => Kind::Text(text),
            Token::Number(number) => Kind::Number(number.to_owned()),
            Token::Sign("(") => {
                let inner = self.deeper(Self::or)?;
                self.expect(")", &span)?;
                return Ok(Expr { span: span.start..self.last_span().end, kind: inner.kind });
            }
            Token::Name(name) if self.take("(") => {
                let arguments = self.deeper(Self::arguments)?;
                Kind::Call(name.to_owned(), arguments)
            }
            Token::Name("true") => Kind::Bool(true),
            Token::Name("false") => Kind::Bool(false),
            Token::Name("null") => Kind::Null,
            Token::Name(name @ ("NaN" | "Infinity")) => Kind::Number(name.to_owned()),
            Token::Name(name) => Kind::Context(name.to_owned(), Vec::new()),
            Token::Sign(_) => {
                self.at -= 1;
                return Err(self.unexpected(&span));
            }
        };
        Ok(Expr { span: span.start..self.last_span().end, kind })
    }

    /// What stands behind the `(` of a call.
    fn arguments(&mut self) -> Result<Vec<Expr>, Slip> {
        let open = self.last_span();
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.or()?);
            if !self.take(",") {
                break;
            }
        }
        self.expect(")", &open)?;
        Ok(arguments)
    }
}
