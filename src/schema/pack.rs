//! The two packs in the binary: decompressed once, indexed by a scan for line breaks.
//!
//! A pack is the length of its text (four bytes, little endian), and the text deflated. A line is `name`, `scope`, `apiVersion kind` (empty where it is no kind) and the JSON body, separated by tabs.
//! The scope is a range of minors (`25-37`) in the Kubernetes pack, and project and version in the other.

use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_slice_iter_to_slice;

use crate::schema::definitions::Definitions;

/// The oldest and the newest Kubernetes minor in the pack.
pub(super) const MINORS: std::ops::RangeInclusive<u32> = 25..=37;

const COUNT: usize = 13;

static KUBERNETES: &[u8] = include_bytes!("../../schemas/kubernetes.pack");
static CRDS: &[u8] = include_bytes!("../../schemas/crds.pack");

/// A kind in a pack.
#[derive(Debug, Clone, Copy)]
pub(super) struct PackedKind {
    /// The definition that describes it.
    pub(super) name: &'static str,
    /// What the pack says about where it belongs.
    pub(super) scope: &'static str,
    /// As `apps/v1`.
    pub(super) api_version: &'static str,
    /// As `Deployment`.
    pub(super) kind: &'static str,
}

/// Definitions and the kinds among them.
#[derive(Debug)]
pub(super) struct Pack {
    pub(super) definitions: Definitions,
    pub(super) kinds: Vec<PackedKind>,
}

struct Line {
    kind: PackedKind,
    body: &'static str,
}

fn inflate(packed: &[u8]) -> String {
    // The bytes are part of the program, so that no error can be the user's; a test opens both packs.
    let Some((length, deflated)) = packed.split_first_chunk() else { return String::new() };
    let mut text = vec![0; u32::from_le_bytes(*length) as usize];
    let input = std::iter::once(deflated);
    match decompress_slice_iter_to_slice(&mut text, input, false, true) {
        Ok(_) => String::from_utf8(text).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Up to the next `end`, and what is behind it.
fn cut(text: &'static str, end: u8) -> (&'static str, Option<&'static str>) {
    match memchr::memchr(end, text.as_bytes()) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = Line> {
    let mut rest = Some(text);
    let lines = std::iter::from_fn(move || {
        let (line, behind) = cut(rest?, b'\n');
        rest = behind;
        Some(line)
    });
    lines.filter_map(|line| {
        let (name, line) = cut(line, b'\t');
        let (scope, line) = cut(line?, b'\t');
        let (kind, body) = cut(line?, b'\t');
        let (api_version, kind) = kind.split_once(' ').unwrap_or_default();
        Some(Line { kind: PackedKind { name, scope, api_version, kind }, body: body? })
    })
}

fn collect(lines: impl Iterator<Item = Line>) -> Pack {
    let mut kinds = Vec::new();
    let mut bodies = Vec::new();
    for line in lines {
        if !line.kind.kind.is_empty() {
            kinds.push(line.kind);
        }
        bodies.push((line.kind.name.into(), line.body.into()));
    }
    Pack { definitions: Definitions::new(bodies, None), kinds }
}

/// The built-in kinds of a Kubernetes minor.
pub(super) fn kubernetes(minor: u32) -> Option<&'static Pack> {
    static TEXT: OnceLock<String> = OnceLock::new();
    static PACKS: [OnceLock<Pack>; COUNT] = [const { OnceLock::new() }; COUNT];
    if !MINORS.contains(&minor) {
        return None;
    }
    let pack = PACKS.get((minor - MINORS.start()) as usize)?;
    Some(pack.get_or_init(|| {
        let text = TEXT.get_or_init(|| inflate(KUBERNETES));
        collect(lines(text).filter(|line| covers(line.kind.scope, minor)))
    }))
}

fn covers(range: &str, minor: u32) -> bool {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    (number(first)..=number(last)).contains(&minor)
}

/// Opens both packs, each on a thread of its own: whoever needs one mostly needs the other.
pub(super) fn open(minor: u32) -> Option<&'static Pack> {
    rayon::join(|| kubernetes(minor), crds).0
}

/// The released definitions of operators; scopes are `project version`.
pub(super) fn crds() -> &'static Pack {
    static TEXT: OnceLock<String> = OnceLock::new();
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| collect(lines(TEXT.get_or_init(|| inflate(CRDS)))))
}
