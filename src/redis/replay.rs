//! Sends `spec.redis.customConfig` as the operator does, to a server that exists in the table only.

use crate::redis::directives;
use crate::redis::directives::Directive;
use crate::redis::directives::How;
use crate::redis::directives::Kind;
use crate::redis::directives::Lookup;
use crate::redis::duplicates;
use crate::redis::duplicates::Duplicate;
use crate::redis::elsewhere::at_start;
use crate::redis::elsewhere::in_redis_conf;
use crate::redis::fault::Cause;
use crate::redis::fault::Fault;
use crate::redis::fault::Receiver;
use crate::redis::memory;
use crate::redis::operator;
use crate::redis::operator::Operator;
use crate::redis::owned::owned;
use crate::redis::sentinel;
use crate::redis::spelling;
use crate::redis::value;
use crate::redis::version;
use crate::redis::version::RedisVersion;

/// What entries are sent to, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The server; `None` where its version is not known.
    pub server: Option<RedisVersion>,
    /// The operator.
    pub operator: Operator,
    /// Whether the server is known to be built with the jemalloc of Redis.
    pub jemalloc: bool,
    /// How many files a server may open, where that is known.
    pub open_files: Option<u64>,
}

impl Target {
    /// What an image tells.
    pub fn of_image(image: &str, operator: Operator) -> Self {
        let jemalloc = version::is_official_image(image);
        Self { server: RedisVersion::of_image(image), operator, jemalloc, open_files: None }
    }

    /// Whether the table covers the server.
    fn is_covered(self) -> bool {
        self.server.is_some_and(|server| server.series().is_some())
    }
}

/// What the operator sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent<'a> {
    /// The directive or parameter, as written.
    pub name: &'a str,
    /// The value, as it reaches the server.
    pub value: &'a str,
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The server takes it.
    Applied,
    /// The operator passes over it and says nothing.
    Dropped,
    /// The reconcile ends here.
    Stops,
    /// The reconcile may end here; that depends on the server, its image or its node.
    MayStop,
}

/// One entry, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// Its place in the list, from 0.
    pub position: usize,
    /// The entry as written.
    pub entry: &'a str,
    /// What is sent; `None` where nothing is.
    pub sent: Option<Sent<'a>>,
    /// The directive, where the name is one.
    pub directive: Option<&'static Directive>,
    /// What becomes of it.
    pub effect: Effect,
    /// What is wrong with it. Entries that are applied may have a fault, too.
    pub fault: Option<Fault>,
}

/// A list of entries, sent in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay<'a> {
    /// A step for each entry, also for those that are never reached.
    pub steps: Vec<Step<'a>>,
    /// Entries that set what another sets.
    pub duplicates: Vec<Duplicate>,
}

impl<'a> Replay<'a> {
    /// The entry at which the reconcile ends.
    pub fn stop(&self) -> Option<&Step<'a>> {
        self.steps.iter().find(|step| step.effect == Effect::Stops)
    }

    /// The entries behind it, which are never sent to any pod.
    pub fn never_applied(&self) -> &[Step<'a>] {
        self.stop().and_then(|stop| self.steps.get(stop.position + 1..)).unwrap_or_default()
    }
}

/// Sends the entries of `spec.redis.customConfig`. Every entry is judged, also behind one that ends the reconcile.
pub fn replay<'a>(entries: &[&'a str], target: Target) -> Replay<'a> {
    let steps: Vec<Step<'a>> = entries.iter().enumerate().map(|(at, entry)| step(at, entry, target)).collect();
    let duplicates = duplicates::of_directives(&steps, target.operator);
    Replay { steps, duplicates }
}

fn step(position: usize, entry: &str, target: Target) -> Step<'_> {
    let (sent, directive, effect, fault) = match operator::split(entry, target.operator) {
        None => (None, None, Effect::Stops, Some(one_word(entry, Receiver::Redis))),
        Some((name, value)) => {
            let sent = Sent { name, value };
            let passed_over = name.trim().is_empty() && target.operator >= Operator::Since1_2_2;
            let (directive, verdict) = judge(sent, target);
            let (effect, fault) = match verdict {
                _ if passed_over => (Effect::Dropped, Some(leading_blank(entry, Receiver::Redis))),
                Verdict::Fine => (Effect::Applied, None),
                Verdict::Faulty(effect, fault) => (effect, Some(fault)),
            };
            ((!passed_over).then_some(sent), directive, effect, fault)
        }
    };
    Step { position, entry, sent, directive, effect, fault }
}

pub(super) fn one_word(entry: &str, receiver: Receiver) -> Fault {
    let instead = entry.split_once(['\t', '=', ':']).map(|(name, value)| {
        let value = spelling::without_decoration(value).0;
        format!("{} {value}", name.trim())
    });
    let instead = instead.filter(|entry| !entry.starts_with(' ') && !entry.ends_with(' '));
    Fault { cause: Cause::OneWord, name: entry.to_owned(), value: String::new(), instead, receiver }
}

pub(super) fn leading_blank(entry: &str, receiver: Receiver) -> Fault {
    let bare = entry.trim();
    let instead = bare.contains(' ').then(|| bare.to_owned());
    Fault { cause: Cause::LeadingBlank, name: String::new(), value: bare.to_owned(), instead, receiver }
}

enum Verdict {
    Fine,
    Faulty(Effect, Fault),
}

fn judge(sent: Sent<'_>, target: Target) -> (Option<&'static Directive>, Verdict) {
    // What a server does that the table does not cover is likely and not certain.
    let stops = if target.is_covered() { Effect::Stops } else { Effect::MayStop };
    let fault = |cause: Cause, instead: Option<String>| {
        let (name, value) = (sent.name.to_owned(), sent.value.to_owned());
        Fault { cause, name, value, instead, receiver: Receiver::Redis }
    };
    let directive = match directives::lookup(sent.name, target.server) {
        Lookup::Known(directive) => directive,
        Lookup::OtherSeries(directive, here) => {
            let Some(server) = target.server else { return (None, Verdict::Fine) };
            let instead = here.map(|name| format!("{name} {}", sent.value));
            let cause = Cause::NotInThisVersion { server, since: directive.since, until: directive.until, here };
            return (None, Verdict::Faulty(stops, fault(cause, instead)));
        }
        Lookup::Unknown(near) => {
            let (cause, instead) = unknown(sent, near, target);
            let certain = if matches!(cause, Cause::UnknownDirective(_)) { stops } else { Effect::Stops };
            return (None, Verdict::Faulty(certain, fault(cause, instead)));
        }
    };
    let cause = match directive.how {
        How::Set => return (Some(directive), set(directive, sent, target, stops, fault)),
        How::File => Cause::NotADirective(in_redis_conf(directive.name())),
        How::Fixed => Cause::Immutable(at_start(directive.name(), sent.value)),
        How::Protected => Cause::Protected(at_start(directive.name(), sent.value)),
    };
    (Some(directive), Verdict::Faulty(stops, fault(cause, None)))
}

fn set(
    directive: &Directive,
    sent: Sent<'_>,
    target: Target,
    stops: Effect,
    fault: impl Fn(Cause, Option<String>) -> Fault,
) -> Verdict {
    let series = target.server.and_then(RedisVersion::series);
    let entry = |value: String| {
        if value.is_empty() { target.operator.empty_value(sent.name) } else { format!("{} {value}", sent.name) }
    };
    if let Err(wrong) = value::judge(&directive.kind, sent.value, series) {
        let (cause, instead) = spelling::diagnose(&directive.kind, &wrong, sent.value, series);
        let effect = if wrong.certain { stops } else { Effect::MayStop };
        return Verdict::Faulty(effect, fault(cause, instead.map(entry)));
    }
    if let Some((cause, instead)) = spelling::suspicious(&directive.kind, sent.value) {
        return Verdict::Faulty(Effect::Applied, fault(cause, instead.map(entry)));
    }
    if let Some(owned) = owned(directive.name(), sent.value) {
        return Verdict::Faulty(Effect::Applied, fault(Cause::OperatorOwned(owned.breaks, owned.instead), None));
    }
    match note(directive, sent.value, target) {
        Some((effect, cause, instead)) => Verdict::Faulty(effect, fault(cause, instead.map(entry))),
        None => Verdict::Fine,
    }
}

/// What is still worth saying of a value that is right.
fn note(directive: &Directive, value: &str, target: Target) -> Option<(Effect, Cause, Option<String>)> {
    match (directive.name(), &directive.kind) {
        ("notify-keyspace-events", _) if !value.is_empty() && !value.contains(['K', 'E']) => {
            Some((Effect::Applied, Cause::NoEvents, Some(format!("KE{value}"))))
        }
        ("maxclients", _) => {
            // Redis keeps 32 files for itself; by default it takes 10000 clients.
            let needed = value.parse::<u64>().ok()?.saturating_add(32);
            let enough = target.open_files.unwrap_or(10_032);
            (needed > enough).then_some((Effect::MayStop, Cause::OpenFiles(needed), None))
        }
        ("activedefrag", _) if value.eq_ignore_ascii_case("yes") && !target.jemalloc => {
            Some((Effect::MayStop, Cause::NeedsJemalloc, None))
        }
        (_, Kind::Memory(..)) => {
            let size = memory::parse(value).ok()?;
            let binary = (size.bytes / size.unit.bytes()).checked_mul(size.unit.binary()?.bytes())?;
            (size.bytes > 0).then_some((Effect::Applied, Cause::DecimalUnit { bytes: size.bytes, binary }, None))
        }
        _ => None,
    }
}

/// What a name was meant for that is no directive.
fn unknown(sent: Sent<'_>, near: Option<&'static str>, target: Target) -> (Cause, Option<String>) {
    let Sent { name, value } = sent;
    if name.trim().is_empty() {
        let instead = Some(value.trim().to_owned()).filter(|entry| entry.contains(' '));
        return (Cause::LeadingBlank, instead);
    }
    if name.starts_with('#') {
        return (Cause::InlineComment, None);
    }
    if name.eq_ignore_ascii_case("sentinel") || sentinel::canonical(name).is_some() {
        return (Cause::NotADirective("parameters of Sentinel belong to `spec.sentinel.customConfig`"), None);
    }
    if name.eq_ignore_ascii_case("config") {
        return (Cause::NotADirective("leave out `CONFIG SET`: the operator sends that before each entry"), None);
    }
    // A name with something around it: quotes around the whole entry, a tab, `maxmemory: 1gb`.
    let bare = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ':' | '=' | '-'));
    let (bare, behind) = bare.split_once(['\t', '=', ':']).unwrap_or((bare, ""));
    let known = bare != name && matches!(directives::lookup(bare, target.server), Lookup::Known(_));
    if !known {
        return (Cause::UnknownDirective(near), near.map(|near| format!("{near} {value}")));
    }
    let value = format!("{behind} {value}");
    let value = spelling::without_decoration(value.trim().trim_end_matches(['"', '\''])).0;
    let instead = Some(format!("{bare} {value}")).filter(|_| !value.is_empty());
    let cause = if name.contains(['"', '\'']) {
        Cause::Quotes
    } else if name.contains(char::is_whitespace) {
        Cause::ExtraBlanks
    } else {
        Cause::UnknownDirective(None)
    };
    (cause, instead)
}
