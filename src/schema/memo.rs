//! What was looked up once, kept for the life of the catalog: a table that only grows and is never locked as a whole.
//!
//! References into it stay good as long as it does, which a map behind a lock could not promise. Nothing is removed.

use std::sync::OnceLock;

/// Far more than the kinds of one cluster would fill, and few enough to cost nothing.
const SLOTS: usize = 512;

/// Where a key belongs. Every document asks, so that this takes eight letters at a time.
fn slot(api_version: &[u8], kind: &[u8]) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let add = |sum: u64, bytes: &[u8]| {
        let (words, rest) = bytes.as_chunks::<8>();
        let sum = words.iter().fold(sum, |sum, word| mix(sum, u64::from_le_bytes(*word)));
        mix(sum, rest.iter().fold(bytes.len() as u64, |word, byte| word << 8 | u64::from(*byte)))
    };
    usize::try_from(add(add(0, api_version), kind) % SLOTS as u64).unwrap_or(0)
}

/// Values by `apiVersion` and `kind`, each made at the first call.
#[derive(Debug)]
pub(super) struct Memo<T> {
    slots: Box<[Slot<T>]>,
}

type Slot<T> = OnceLock<Box<Link<T>>>;

#[derive(Debug)]
struct Link<T> {
    api_version: Box<str>,
    kind: Box<str>,
    value: T,
    next: Slot<T>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { slots: (0..SLOTS).map(|_| OnceLock::new()).collect() }
    }
}

impl<T> Memo<T> {
    /// The value of a key. Threads that ask for the same new key wait for the one that makes it.
    pub(super) fn get(&self, api_version: &str, kind: &str, make: impl Fn() -> T) -> &T {
        let mut slot = &self.slots[slot(api_version.as_bytes(), kind.as_bytes())];
        loop {
            let link = slot.get_or_init(|| {
                Box::new(Link {
                    api_version: api_version.into(),
                    kind: kind.into(),
                    value: make(),
                    next: OnceLock::new(),
                })
            });
            if *link.kind == *kind && *link.api_version == *api_version {
                return &link.value;
            }
            slot = &link.next;
        }
    }

    /// All values so far, in no order that means anything.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().flat_map(|slot| {
            let first = slot.get();
            std::iter::successors(first, |link| link.next.get()).map(|link| &link.value)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use rayon::prelude::*;

    use super::*;

    #[test]
    fn every_key_is_made_once_whatever_the_threads() {
        let memo: Memo<String> = Memo::default();
        let made = AtomicUsize::new(0);
        (0..40_000_usize).into_par_iter().for_each(|at| {
            let (api_version, kind) = (format!("group-{}/v1", at % 2000), format!("Kind{}", at % 3));
            let value = memo.get(&api_version, &kind, || {
                made.fetch_add(1, Ordering::Relaxed);
                format!("{api_version} {kind}")
            });
            assert_eq!(*value, format!("{api_version} {kind}"));
        });
        assert_eq!(made.load(Ordering::Relaxed), 6000);
        assert_eq!(memo.values().count(), 6000);
    }
}
