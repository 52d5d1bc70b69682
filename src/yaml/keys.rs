//! The keys of a mapping: no two alike, and `<<` replaced by what it merges.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::text::Place;
use crate::text::Source;
use crate::yaml::Fault;
use crate::yaml::Problem;
use crate::yaml::content::Content;
use crate::yaml::content::Shape;
use crate::yaml::content::Spelling;
use crate::yaml::parse::Builder;

/// Up to how many keys are compared each with each.
const FEW: usize = 12;

/// One of 64 numbers for a key, of its length and both ends.
#[inline]
fn position(key: &[u8]) -> usize {
    let (first, last) = match key {
        [] => (0, 0),
        [only] => (*only, *only),
        [first, .., last] => (*first, *last),
    };
    // With these factors the fields of Kubernetes share few numbers.
    (key.len() * 5 + usize::from(first) * 25 + usize::from(last) * 31) >> 1 & 63
}

/// The bit that a mapping with this key has among its marks. Others may have it as well.
#[inline]
pub(super) fn mark(key: &[u8]) -> u32 {
    1 << (position(key) & 31)
}

/// The marks of the keys of a mapping, given as keys and values in turn, and whether no two keys read alike.
pub(super) fn survey(content: &Content, source: &str, children: &[u32]) -> (u32, bool) {
    let (mut keys, mut seen, mut suspicious) = (0_u32, 0_u64, false);
    for key in children.iter().step_by(2) {
        let (bytes, range) = content.scalar_bytes(source, *key);
        let position = position(bytes.get(range).unwrap_or_default());
        keys |= 1 << (position & 31);
        suspicious |= seen >> position & 1 != 0;
        seen |= 1 << position;
    }
    // Keys with different numbers differ, and only others are compared.
    (keys, !suspicious || are_distinct(content, source, children))
}

/// Whether no two keys of a mapping, given as keys and values in turn, read alike.
fn are_distinct(content: &Content, source: &str, children: &[u32]) -> bool {
    let keys = || children.iter().step_by(2);
    let print = |id: &u32| {
        let (bytes, range) = content.scalar_bytes(source, *id);
        fingerprint(bytes, range)
    };
    let suspicious = if keys().len() <= FEW {
        let mut prints = [0; FEW];
        let mut found = false;
        for (known, print) in keys().map(print).enumerate() {
            found |= prints[..known].contains(&print);
            prints[known] = print;
        }
        found
    } else {
        let mut prints: Vec<u64> = keys().map(print).collect();
        prints.sort_unstable();
        prints.windows(2).any(|pair| pair[0] == pair[1])
    };
    if !suspicious {
        return true;
    }
    let mut texts: Vec<&str> = keys().filter_map(|id| content.scalar_text(source, *id)).collect();
    texts.sort_unstable();
    texts.windows(2).all(|pair| pair[0] != pair[1])
}

/// A number that is the same for equal texts, and for others hardly ever: of the length and both ends.
fn fingerprint(bytes: &[u8], range: std::ops::Range<usize>) -> u64 {
    let word = |from: usize| {
        let word = bytes.get(from..from + 8).and_then(|word| <[u8; 8]>::try_from(word).ok());
        word.map(u64::from_le_bytes)
    };
    let length = range.len();
    let both = if length >= 8 {
        word(range.start).unwrap_or(0) ^ word(range.end - 8).unwrap_or(0).rotate_left(29)
    } else {
        // Near the end of all there is no whole word to cut from.
        let cut = |word: u64| if length == 0 { 0 } else { word << (64 - 8 * length) };
        let gathered = || bytes[range.clone()].iter().fold(0, |word, byte| word >> 8 | u64::from(*byte) << 56);
        word(range.start).map_or_else(gathered, cut)
    };
    both ^ (length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Every key that repeats an earlier one.
pub(super) fn duplicates(source: &Arc<Source>, content: &Content, children: &[u32]) -> Vec<Problem> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut problems = Vec::new();
    let place = |id: u32| Place::new(source, content.nodes[id as usize].span);
    for key in children.iter().step_by(2) {
        let text = content.scalar_text(&source.text, *key).unwrap_or_default();
        match seen.get(text) {
            Some(first) => problems.push(Problem {
                fault: Fault::RepeatedKey,
                place: place(*key),
                message: format!("the key `{text}` is written twice"),
                also: Some((place(*first), "first written here")),
                help: None,
            }),
            None => {
                seen.insert(text, *key);
            }
        }
    }
    problems
}

impl Builder<'_> {
    fn scalar_text(&self, id: u32) -> Option<&str> {
        self.content.scalar_text(&self.source.text, id)
    }

    pub(super) fn check_keys(&mut self, children: &[u32]) -> Result<(), Problem> {
        let has_text = |id: &&u32| matches!(self.content.nodes[**id as usize].shape, Shape::Scalar { .. });
        if let Some(key) = children.iter().step_by(2).find(|id| !has_text(id)) {
            let span = self.content.nodes[*key as usize].span;
            return Err(self.problem(span, "a key must be a scalar: JSON has no other keys".to_owned()));
        }
        if let (_, true) = survey(&self.content, &self.source.text, children) {
            return Ok(());
        }
        let repeated = duplicates(self.source, &self.content, children);
        self.parsed.problems.extend(repeated);
        Ok(())
    }

    /// Applies `<<`: keys of the merged mappings that are not written beside it.
    pub(super) fn merge(&mut self, children: &mut Vec<u32>) -> Result<(), Problem> {
        let is_merge = |builder: &Self, id: u32| {
            let quoted = Spelling::Quoted;
            builder.scalar_text(id) == Some("<<")
                && matches!(builder.content.nodes[id as usize].shape, Shape::Scalar { spelling, .. } if spelling != quoted)
        };
        let Some(at) = (0..children.len()).step_by(2).find(|at| is_merge(self, children[*at])) else {
            return Ok(());
        };
        let merged = children[at + 1];
        let linked = |first: u32, length: u32| &self.content.links[first as usize..(first + length) as usize];
        let sources = match self.content.nodes[merged as usize].shape {
            Shape::Sequence { first, length } => linked(first, length),
            _ => &[merged],
        };
        children.drain(at..=at + 1);
        let mut written: BTreeSet<Option<&str>> = children.iter().step_by(2).map(|id| self.scalar_text(*id)).collect();
        for id in sources {
            let Shape::Mapping { first, length, .. } = self.content.nodes[*id as usize].shape else {
                let span = self.content.nodes[*id as usize].span;
                return Err(self.problem(span, "`<<` merges mappings only".to_owned()));
            };
            for pair in linked(first, length).chunks_exact(2) {
                if written.insert(self.scalar_text(pair[0])) {
                    children.extend(pair);
                }
            }
        }
        Ok(())
    }
}
