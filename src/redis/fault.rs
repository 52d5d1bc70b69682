//! What is wrong with an entry, why that matters in the cluster, and what to write instead.

use crate::redis::memory;
use crate::redis::version::RedisVersion;
use crate::redis::version::Series;

/// What is wrong with an entry of `customConfig`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub cause: Cause,
    /// The directive or parameter as written; the whole entry where it cannot be taken apart.
    pub name: String,
    /// The value as it is sent, without what the operator takes away.
    pub value: String,
    /// The entry to write instead, where one can be named.
    pub instead: Option<String>,
    /// Who it is sent to.
    pub receiver: Receiver,
}

/// Who an entry is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// Every Redis, by `CONFIG SET`.
    Redis,
    /// Every Sentinel, by `SENTINEL SET mymaster`.
    Sentinel,
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// There is no blank in the entry, so that the operator finds no value.
    OneWord,
    /// The entry begins with a blank, so that the name is empty.
    LeadingBlank,
    /// Doubled or trailing blanks or tabs, which are sent as part of the name or value.
    ExtraBlanks,
    /// Quotes, which are sent as part of the value.
    Quotes,
    /// A comment, which is sent as part of the value, or instead of a directive.
    InlineComment,
    /// The empty value, spelled so that something else is sent.
    EmptyValueSpelling,
    /// No server of this version knows the name; the nearest that it knows.
    UnknownDirective(Option<&'static str>),
    /// Servers of another version know the name.
    NotInThisVersion {
        /// The version of the server.
        server: RedisVersion,
        /// The first series that knows it.
        since: Series,
        /// The last series of the table that knows it.
        until: Series,
        /// The name under which this server knows it.
        here: Option<&'static str>,
    },
    /// Something that redis.conf or a client understands, and `CONFIG SET` does not; where to say it.
    NotADirective(&'static str),
    /// It can be set only when the server starts; where to say it.
    Immutable(String),
    /// It is set at run time only on servers that were started to allow that.
    Protected(String),
    /// The operator owns it; what breaks and where to say it.
    OperatorOwned(&'static str, &'static str),
    /// The value is none that the directive takes; what it does.
    WrongValue {
        /// In words: "an integer from 0 to 100".
        expected: String,
    },
    /// The value has a unit that is not understood.
    WrongUnit {
        /// Which units are.
        meant: String,
    },
    /// The value is taken, and counts by thousands where 1024 is usual. Worth a note at most.
    DecimalUnit {
        /// The bytes that it is.
        bytes: u64,
        /// The bytes that the unit by 1024 would make it.
        binary: u64,
    },
    /// `notify-keyspace-events` without `K` and `E`, so that no event is ever published.
    NoEvents,
    /// `maxclients` needs more open files than a server is sure to have; how many.
    OpenFiles(u64),
    /// Active defragmentation needs a server built with its own jemalloc.
    NeedsJemalloc,
}

impl Fault {
    /// What is wrong, in one sentence without a full stop.
    pub fn message(&self) -> String {
        let (name, value) = (shown(&self.name), shown(&self.value));
        let who = match self.receiver {
            Receiver::Redis => "Redis",
            Receiver::Sentinel => "Sentinel",
        };
        match &self.cause {
            Cause::OneWord if self.name.trim().is_empty() => "the entry is empty".to_owned(),
            Cause::OneWord if self.name.contains('\t') => {
                format!("{name} has a tab where the operator looks for a blank, and so no value")
            }
            Cause::OneWord => format!("{name} has no blank in it, and so no value"),
            Cause::LeadingBlank => format!("the entry begins with a blank, so that its directive is empty: {value}"),
            Cause::ExtraBlanks => {
                format!("blanks are part of what is sent to {who}: {name} gets the value {value}")
            }
            Cause::Quotes => format!("quotes are part of what is sent to {who}: {name} gets the value {value}"),
            Cause::InlineComment => {
                format!("a comment within an entry is part of what is sent to {who}: {name} gets the value {value}")
            }
            Cause::EmptyValueSpelling => format!("{value} is not the empty value of {name}, but sent as it stands"),
            Cause::UnknownDirective(_) => match self.receiver {
                Receiver::Redis => format!("Redis has no directive {name}"),
                Receiver::Sentinel => format!("Sentinel has no parameter {name} for its master"),
            },
            Cause::NotInThisVersion { server, since, until, .. } => {
                let series = server.series();
                let range = if series.is_some_and(|series| series < *since) {
                    format!("exists since {since}")
                } else {
                    format!("exists up to {until}")
                };
                format!("{name} {range}, and this is {who} {server}")
            }
            Cause::NotADirective(_) => match self.receiver {
                Receiver::Redis => format!("{name} is not a directive that CONFIG SET knows"),
                Receiver::Sentinel => format!("{name} is not a parameter that SENTINEL SET takes from the operator"),
            },
            Cause::Immutable(_) => format!("{name} can only be set when Redis starts, not by CONFIG SET"),
            Cause::Protected(_) => format!("{name} is protected: since 7.0, Redis refuses it by CONFIG SET"),
            Cause::OperatorOwned(..) => format!("{name} belongs to the redis-operator"),
            Cause::WrongValue { expected } => format!("{name} takes {expected}, not {value}"),
            Cause::WrongUnit { .. } => format!("{value} is no value for {name}"),
            Cause::DecimalUnit { bytes, .. } => {
                format!("{name} {value} is {bytes} bytes: the unit counts by thousands")
            }
            Cause::NoEvents => format!("{name} {value} has neither `K` nor `E`, so that no event is published"),
            Cause::OpenFiles(needed) => {
                format!("{name} {value} is refused where a process may open fewer than {needed} files")
            }
            Cause::NeedsJemalloc => {
                format!("{name} {value} is refused by servers that were not built with the jemalloc of Redis")
            }
        }
    }

    /// Why it matters in the cluster, in one sentence without a full stop.
    pub fn why(&self) -> &'static str {
        match (&self.cause, self.receiver) {
            (Cause::OperatorOwned(breaks, _), _) => breaks,
            (Cause::DecimalUnit { .. }, _) => "Kubernetes counts `Mi` by 1024, so that a limit and this value differ",
            (Cause::NoEvents, _) => "Redis takes the value, and subscribers wait for events that never come",
            (Cause::OpenFiles(_) | Cause::NeedsJemalloc, _) => {
                "the operator would end its reconcile of this RedisFailover there: later entries, other pods, \
                 updates and Sentinels would be left as they are"
            }
            (_, Receiver::Redis) => {
                "the operator splits an entry at the first blank, sends the rest as the value, and ends its \
                 reconcile of this RedisFailover at the first entry that fails: pods keep defaults, and Sentinels \
                 may never be pointed at the master"
            }
            (_, Receiver::Sentinel) => {
                "the operator splits an entry at the first blank, sends the rest as the value, and ends its \
                 reconcile of this RedisFailover at the first entry that fails: the other Sentinels keep their \
                 values"
            }
        }
    }

    /// What to write instead, or where; `None` where nothing better is known.
    pub fn help(&self) -> Option<String> {
        let write = self.instead.as_deref().map(|entry| {
            let quoted = entry.ends_with(' ') || entry.contains(": ");
            if quoted { format!("write `\"{entry}\"`, with the quotes") } else { format!("write `{entry}`") }
        });
        let advice = match &self.cause {
            Cause::NotADirective(advice) | Cause::OperatorOwned(_, advice) => (*advice).to_owned(),
            Cause::Immutable(advice) | Cause::Protected(advice) => advice.clone(),
            Cause::UnknownDirective(Some(near)) => format!("the nearest name is `{near}`"),
            Cause::WrongUnit { meant } => meant.clone(),
            Cause::DecimalUnit { binary, .. } => {
                format!("with the unit by 1024 it would be {binary} bytes, `{}`", memory::write(*binary))
            }
            Cause::OpenFiles(_) => "stay at 10000 or below, or make sure of the limit on the nodes".to_owned(),
            Cause::NeedsJemalloc => "use an image that Redis publishes, or leave it out".to_owned(),
            _ => return write,
        };
        Some(match write {
            Some(write) => format!("{write}; {advice}"),
            None => advice,
        })
    }
}

/// A text in backquotes, of a length that can be read, with blanks at its ends and tabs made visible.
fn shown(text: &str) -> String {
    const MOST: usize = 80;
    let mut out: String = text.chars().take(MOST).map(|c| if c.is_control() { '␉' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        out.push('…');
    }
    format!("`{out}`")
}
