//! A name for a finding that stays when lines are added above it, so that a service can tell an old one from a new one.
//!
//! It is made of the file, the object, the path inside it, the rule and the message; equal ones in a file are numbered.
//! Lines and columns are left out on purpose.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::validate::outcome::Outcome;

/// Gives out fingerprints, in the order of a report.
#[derive(Default)]
pub(super) struct Fingerprints {
    given: BTreeMap<u64, u64>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 16 hexadecimal digits.
    pub(super) fn next(&mut self, outcome: &Outcome, finding: &Finding) -> String {
        let object = outcome.id.as_ref().map(|id| format!("{} {id}", id.api_version));
        let parts = [
            finding.place.source.path.as_str(),
            object.as_deref().unwrap_or_default(),
            finding.resource.as_deref().unwrap_or_default(),
            finding.path.as_deref().unwrap_or_default(),
            finding.rule,
            finding.message.as_str(),
        ];
        let hash = parts.into_iter().fold(OFFSET, |hash, part| fnv(fnv(hash, part.as_bytes()), &[SEPARATOR]));
        let nth = self.given.entry(hash).or_default();
        *nth += 1;
        format!("{:016x}", if *nth == 1 { hash } else { fnv(hash, &nth.to_le_bytes()) })
    }
}

/// The offset basis of FNV-1a in 64 bits (draft-eastlake-fnv).
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// Its prime.
const PRIME: u64 = 0x0100_0000_01b3;

/// Stands in no text: it is no part of UTF-8.
const SEPARATOR: u8 = 0xff;

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published with the algorithm.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(fnv(OFFSET, b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(OFFSET, b"foobar"), 0x8594_4171_f739_67e8);
    }
}
