//! The keys of a mapping: no two alike, and `<<` replaced by what it merges.

use std::collections::BTreeMap;

use crate::text::Place;
use crate::yaml::Problem;
use crate::yaml::document::Shape;
use crate::yaml::document::Text;
use crate::yaml::parse::Builder;

impl Builder<'_> {
    fn scalar_text(&self, id: u32) -> Option<&str> {
        match self.nodes[id as usize].shape {
            Shape::Scalar { text: Text::Slice(span), .. } => self.source.text.get(span.range()),
            Shape::Scalar { text: Text::Owned(index), .. } => Some(&self.owned[index as usize]),
            _ => None,
        }
    }

    pub(super) fn check_keys(&mut self, children: &[u32]) -> Result<(), Problem> {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let mut problems = Vec::new();
        for key in children.iter().step_by(2) {
            let span = self.nodes[*key as usize].span;
            let Some(text) = self.scalar_text(*key) else {
                return Err(self.problem(span, "a key must be a scalar: JSON has no other keys".to_owned()));
            };
            if let Some(first) = seen.insert(text, *key) {
                let mut problem = self.problem(span, format!("the key `{text}` is written twice"));
                problem.also = Some((Place::new(self.source, self.nodes[first as usize].span), "first written here"));
                problems.push(problem);
            }
        }
        self.parsed.problems.append(&mut problems);
        Ok(())
    }

    /// Applies `<<`: keys of the merged mappings that are not written beside it.
    pub(super) fn merge(&mut self, children: &mut Vec<u32>) -> Result<(), Problem> {
        let is_merge = |builder: &Self, id: u32| {
            builder.scalar_text(id) == Some("<<")
                && matches!(builder.nodes[id as usize].shape, Shape::Scalar { plain: true, .. })
        };
        let Some(at) = (0..children.len()).step_by(2).find(|at| is_merge(self, children[*at])) else {
            return Ok(());
        };
        let merged = children[at + 1];
        let sources = match self.nodes[merged as usize].shape {
            Shape::Sequence { first, length } => self.links[first as usize..(first + length) as usize].to_vec(),
            _ => vec![merged],
        };
        children.drain(at..=at + 1);
        for id in sources {
            let Shape::Mapping { first, length } = self.nodes[id as usize].shape else {
                let span = self.nodes[id as usize].span;
                return Err(self.problem(span, "`<<` merges mappings only".to_owned()));
            };
            for pair in (first..first + length).step_by(2) {
                let (key, value) = (self.links[pair as usize], self.links[pair as usize + 1]);
                let written = children.iter().step_by(2).any(|have| self.scalar_text(*have) == self.scalar_text(key));
                if !written {
                    children.extend([key, value]);
                }
            }
        }
        Ok(())
    }
}
