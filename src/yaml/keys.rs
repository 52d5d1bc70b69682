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

/// A number that is the same for equal keys, and for others hardly ever: of the length and both ends.
// Where the key is written in the program, nothing of this is left but the number.
#[expect(clippy::inline_always, reason = "a call would cost more than the work")]
#[inline(always)]
pub(super) fn hash(key: &[u8]) -> u32 {
    let both = if let Some((first, last)) = key.first_chunk::<8>().zip(key.last_chunk::<8>()) {
        u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(29)
    } else if let Some((first, last)) = key.first_chunk::<4>().zip(key.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
    } else if let [first, .., last] = key {
        u64::from(*first) | u64::from(key[1]) << 8 | u64::from(*last) << 16
    } else {
        key.first().map_or(0, |only| u64::from(*only))
    };
    let mixed = (both ^ (key.len() as u64) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // The upper half, which every bit of the key has a part in.
    (mixed >> 32) as u32
}

/// Whether two keys read alike. Most are as short as this compares without a call.
#[inline]
pub fn are_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        8..=16 => {
            one.first_chunk::<8>() == other.first_chunk::<8>() && one.last_chunk::<8>() == other.last_chunk::<8>()
        }
        4..=7 => one.first_chunk::<4>() == other.first_chunk::<4>() && one.last_chunk::<4>() == other.last_chunk::<4>(),
        _ => one == other,
    }
}

/// The bit that a mapping with a key of this hash has among its marks. Others may have it as well.
#[inline]
pub(super) fn mark(hash: u32) -> u32 {
    1 << (hash >> 27)
}

/// Notes the hash of a key, if it is a scalar.
#[inline]
pub(super) fn note(content: &mut Content, source: &str, key: u32) {
    if let Shape::Scalar { text, owned, hash: noted, .. } = &mut content.nodes[key as usize].shape {
        let texts = if *owned { content.owned.as_bytes() } else { source.as_bytes() };
        *noted = hash(texts.get(text.range()).unwrap_or_default());
    }
}

/// The marks of the keys of a mapping, given as keys and values in turn, and whether no two keys read alike. The hashes
/// of all keys must have been noted.
#[inline]
pub(super) fn survey(content: &Content, source: &str, children: &[u32]) -> (u32, bool) {
    let (mut keys, mut seen, mut suspicious) = (0, 0_u64, false);
    for pair in children.chunks_exact(2) {
        let hash = hash_of(content, pair[0]);
        keys |= mark(hash);
        let bit = 1 << (hash >> 26);
        suspicious |= seen & bit != 0;
        seen |= bit;
    }
    // Keys with different numbers differ, and only others are compared.
    (keys, !suspicious || are_distinct(content, source, children))
}

fn hash_of(content: &Content, key: u32) -> u32 {
    match content.nodes[key as usize].shape {
        Shape::Scalar { hash, .. } => hash,
        _ => 0,
    }
}

/// Whether no two keys of a mapping, given as keys and values in turn, read alike.
#[inline(never)]
fn are_distinct(content: &Content, source: &str, children: &[u32]) -> bool {
    let keys = || children.iter().step_by(2);
    let hash = |id: &u32| hash_of(content, *id);
    let suspicious = if keys().len() <= FEW {
        let mut hashes = [0; FEW];
        let mut found = false;
        for (known, hash) in keys().map(hash).enumerate() {
            found |= hashes[..known].contains(&hash);
            hashes[known] = hash;
        }
        found
    } else {
        let mut hashes: Vec<u32> = keys().map(hash).collect();
        hashes.sort_unstable();
        hashes.windows(2).any(|pair| pair[0] == pair[1])
    };
    if !suspicious {
        return true;
    }
    let mut texts: Vec<&str> = keys().filter_map(|id| content.scalar_text(source, *id)).collect();
    texts.sort_unstable();
    texts.windows(2).all(|pair| pair[0] != pair[1])
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
        for key in children.iter().step_by(2) {
            note(&mut self.content, &self.source.text, *key);
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
