//! The directives of Redis, by series: what a value looks like, and whether `CONFIG SET` takes it.
//!
//! The table is `schemas/redis-directives.txt`; `tests/it/redis_server` holds it to a server.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::redis::version::RedisVersion;
use crate::redis::version::Series;
use crate::text::suggest;

static TABLE: &str = include_str!("../../schemas/redis-directives.txt");

/// A directive, as some series know it.
#[derive(Debug, PartialEq, Eq)]
pub struct Directive {
    /// The name, and the older one that means the same.
    pub names: Vec<&'static str>,
    /// The first series of which this holds.
    pub since: Series,
    /// The last series of which this holds.
    pub until: Series,
    /// When it can be set.
    pub how: How,
    /// What its value looks like.
    pub kind: Kind,
}

/// When a directive can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// At run time.
    Set,
    /// At run time on servers that were started with `enable-protected-configs`; the operator starts none so.
    Protected,
    /// When the server starts.
    Fixed,
    /// Only in redis.conf: `CONFIG SET` does not know it.
    File,
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `yes` or `no`.
    Bool,
    /// One of these words, in any case.
    Enum(Vec<&'static str>),
    /// Some of these words.
    Words(Vec<&'static str>),
    /// An integer, and the unit it counts: `s`, `ms`, `us`, `min`.
    Integer(i128, i128, Option<&'static str>),
    /// An integer in octal.
    Octal(i128, i128),
    /// A size in bytes.
    Memory(u64, u64),
    /// A size, or a percentage of `maxmemory`.
    MemoryOrPercent(u64),
    /// Any text.
    Text,
    /// The name of a file, without a path.
    FileName,
    /// A folder that the server can change to.
    Folder,
    /// A host name.
    HostName,
    /// The name of a node in a cluster.
    NodeName,
    /// A template for the title of the process.
    Title,
    /// A locale that the system knows.
    Locale,
    /// Pairs of seconds and changes.
    Save,
    /// Groups of class, hard limit, soft limit and seconds.
    BufferLimits,
    /// Three adjustments of the OOM score.
    Scores,
    /// Letters that stand for events.
    Events(&'static str),
    /// Addresses to listen on.
    Addresses,
    /// Percentiles from 0 to 100.
    Percentiles,
}

impl Directive {
    /// The name that it has now.
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }

    /// Whether servers of a series know it.
    pub fn is_in(&self, series: Series) -> bool {
        self.since <= series && series <= self.until
    }
}

/// What a server makes of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// It knows the directive. For a server that the table does not cover: some series does, the newest of them is
    /// meant.
    Known(&'static Directive),
    /// Other series know it, this one does not; and the name under which this one does.
    OtherSeries(&'static Directive, Option<&'static str>),
    /// No series does; the nearest name that this server knows.
    Unknown(Option<&'static str>),
}

/// All directives, by name and then by series; one that differs between series stands here several times.
pub fn all() -> &'static [Directive] {
    static ALL: OnceLock<Vec<Directive>> = OnceLock::new();
    ALL.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        lines.filter_map(directive).collect()
    })
}

/// What a server makes of a name, which is read in any case.
pub fn lookup(name: &str, server: Option<RedisVersion>) -> Lookup {
    let lower = name.to_ascii_lowercase();
    let found = by_name().get(lower.as_str()).map(Vec::as_slice).unwrap_or_default();
    let series = server.and_then(RedisVersion::series);
    let here = |directive: &Directive| series.is_none_or(|series| directive.is_in(series));
    if let Some(known) = found.iter().rev().find(|directive| here(directive)) {
        return Lookup::Known(known);
    }
    if let Some(elsewhere) = found.last() {
        let same = |other: &&Directive| here(other) && other.names.iter().any(|name| elsewhere.names.contains(name));
        return Lookup::OtherSeries(elsewhere, all().iter().find(same).map(Directive::name));
    }
    // No directive has a longer name, and comparing with one that has would take long.
    let names = all().iter().filter(|directive| here(directive) && directive.how != How::File);
    let near = (lower.len() <= 64).then(|| suggest::nearest(&lower, names.flat_map(|it| it.names.iter().copied())));
    Lookup::Unknown(near.flatten())
}

fn by_name() -> &'static BTreeMap<&'static str, Vec<&'static Directive>> {
    static BY_NAME: OnceLock<BTreeMap<&'static str, Vec<&'static Directive>>> = OnceLock::new();
    BY_NAME.get_or_init(|| {
        let mut names: BTreeMap<&str, Vec<&Directive>> = BTreeMap::new();
        for directive in all() {
            for name in &directive.names {
                names.entry(name).or_default().push(directive);
            }
        }
        for found in names.values_mut() {
            found.sort_by_key(|directive| directive.since);
        }
        names
    })
}

fn directive(line: &'static str) -> Option<Directive> {
    let columns: Vec<&str> = line.split_whitespace().collect();
    let [servers, how, kind, names] = columns.as_slice() else { return None };
    let (since, until) = servers.split_once('-').unwrap_or((servers, servers));
    let how = match *how {
        "set" => How::Set,
        "protected" => How::Protected,
        "fixed" => How::Fixed,
        "file" => How::File,
        _ => return None,
    };
    let names = names.split(',').collect();
    Some(Directive { names, since: Series::parse(since)?, until: Series::parse(until)?, how, kind: kind_of(kind)? })
}

fn kind_of(text: &'static str) -> Option<Kind> {
    let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
    Some(match kind {
        "bool" => Kind::Bool,
        "enum" => Kind::Enum(rest.split('|').collect()),
        "words" => Kind::Words(rest.split('|').collect()),
        "int" => {
            let (range, unit) = rest.split_once(':').map_or((rest, None), |(range, unit)| (range, Some(unit)));
            let (from, to) = range_of(range)?;
            Kind::Integer(from, to, unit)
        }
        "octal" => {
            let (from, to) = range_of(rest)?;
            Kind::Octal(from, to)
        }
        "memory" => {
            let (from, to) = range_of(rest)?;
            Kind::Memory(u64::try_from(from).ok()?, u64::try_from(to).ok()?)
        }
        "memory%" => Kind::MemoryOrPercent(u64::try_from(range_of(rest)?.1).ok()?),
        "text" => Kind::Text,
        "filename" => Kind::FileName,
        "folder" => Kind::Folder,
        "hostname" => Kind::HostName,
        "nodename" => Kind::NodeName,
        "title" => Kind::Title,
        "locale" => Kind::Locale,
        "save" => Kind::Save,
        "buffers" => Kind::BufferLimits,
        "scores" => Kind::Scores,
        "events" => Kind::Events(rest),
        "addresses" => Kind::Addresses,
        "percentiles" => Kind::Percentiles,
        _ => return None,
    })
}

fn range_of(text: &str) -> Option<(i128, i128)> {
    let (from, to) = text.split_once("..")?;
    let bound = |text: &str| match text {
        "i32" => Some(i128::from(i32::MAX)),
        "-i32" => Some(i128::from(i32::MIN)),
        "u32" => Some(i128::from(u32::MAX)),
        "i64" => Some(i128::from(i64::MAX)),
        "u64" => Some(i128::from(u64::MAX)),
        number => number.parse().ok(),
    };
    Some((bound(from)?, bound(to)?))
}
