//! Sends `spec.sentinel.customConfig` as the operator does: `SENTINEL SET mymaster <parameter> <value>`.
//!
//! Source: `sentinelSetCommand` in `src/sentinel.c` of Redis, series 6.2 to 7.4, and `SetCustomSentinelConfig` in
//! `service/redis/client.go` of the operator, which passes over no entry.

use crate::redis::directives;
use crate::redis::directives::Lookup;
use crate::redis::duplicates;
use crate::redis::fault::Cause;
use crate::redis::fault::Fault;
use crate::redis::fault::Receiver;
use crate::redis::number;
use crate::redis::operator;
use crate::redis::replay::Effect;
use crate::redis::replay::Replay;
use crate::redis::replay::Sent;
use crate::redis::replay::Step;
use crate::redis::replay::Target;
use crate::redis::replay::leading_blank;
use crate::redis::replay::one_word;
use crate::redis::spelling;
use crate::redis::version::Series;
use crate::text::suggest;

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// An integer of at least this, and the unit it counts.
    Integer(i64, &'static str),
    Text,
    /// Scripts are refused unless the Sentinel was started to allow them, which the operator does not do.
    Denied,
    /// Two values, of which the operator sends one.
    TwoValues,
}

const PARAMETERS: [(&str, Takes); 10] = [
    ("down-after-milliseconds", Takes::Integer(1, "ms")),
    ("failover-timeout", Takes::Integer(1, "ms")),
    ("parallel-syncs", Takes::Integer(1, "")),
    ("quorum", Takes::Integer(1, "")),
    ("auth-pass", Takes::Text),
    ("auth-user", Takes::Text),
    ("master-reboot-down-after-period", Takes::Integer(0, "ms")),
    ("notification-script", Takes::Denied),
    ("client-reconfig-script", Takes::Denied),
    ("rename-command", Takes::TwoValues),
];

/// The names that `SENTINEL SET` knows and can take from the operator.
pub fn parameters() -> impl Iterator<Item = &'static str> {
    let usable = PARAMETERS.iter().filter(|(_, takes)| matches!(takes, Takes::Integer(..) | Takes::Text));
    usable.map(|(name, _)| *name)
}

/// The parameter of a name in any case; `None` for names that Sentinel does not know.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    PARAMETERS.iter().map(|(parameter, _)| *parameter).find(|parameter| parameter.eq_ignore_ascii_case(name))
}

/// Sends the entries of `spec.sentinel.customConfig`. Every entry is judged, also behind one that ends the reconcile.
pub fn replay<'a>(entries: &[&'a str], target: Target) -> Replay<'a> {
    let steps = entries.iter().enumerate().map(|(position, entry)| {
        let (sent, effect, fault) = match operator::split(entry, target.operator) {
            None => (None, Effect::Stops, Some(one_word(entry, Receiver::Sentinel))),
            Some((name, value)) => {
                let sent = Sent { name, value };
                let (effect, fault) = judge(entry, sent, target);
                (Some(sent), effect, fault)
            }
        };
        Step { position, entry, sent, directive: None, effect, fault }
    });
    let steps: Vec<Step<'a>> = steps.collect();
    let duplicates = duplicates::of_parameters(&steps);
    Replay { steps, duplicates }
}

fn judge(entry: &str, sent: Sent<'_>, target: Target) -> (Effect, Option<Fault>) {
    let fault = |cause: Cause, instead: Option<String>| {
        let (name, value) = (sent.name.to_owned(), sent.value.to_owned());
        Some(Fault { cause, name, value, instead, receiver: Receiver::Sentinel })
    };
    if sent.name.trim().is_empty() {
        return (Effect::Stops, Some(leading_blank(entry, Receiver::Sentinel)));
    }
    let found = PARAMETERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(sent.name));
    let Some((name, takes)) = found else {
        let (cause, instead) = unknown(sent, target);
        return (Effect::Stops, fault(cause, instead));
    };
    let write = |value: &str| format!("{name} {value}");
    match takes {
        Takes::Integer(least, unit) => {
            if *name == "master-reboot-down-after-period"
                && let Some(server) = target.server.filter(|server| server.series() == Some(Series::V6_2))
            {
                let cause = Cause::NotInThisVersion { server, since: Series::V7_0, until: Series::V7_4, here: None };
                return (Effect::Stops, fault(cause, None));
            }
            if number::strict(sent.value).is_some_and(|number| number >= *least) {
                return (Effect::Applied, None);
            }
            let unit = Some(*unit).filter(|unit| !unit.is_empty());
            let (cause, instead) = spelling::number(sent.value, *least, unit);
            (Effect::Stops, fault(cause, instead.as_deref().map(write)))
        }
        Takes::Text => match spelling::suspicious(&directives::Kind::Text, sent.value) {
            Some((cause, instead)) => {
                let instead = instead
                    .map(|value| if value.is_empty() { target.operator.empty_value(name) } else { write(&value) });
                (Effect::Applied, fault(cause, instead))
            }
            None => (Effect::Applied, None),
        },
        Takes::Denied => {
            let advice = "leave it out: a Sentinel takes scripts only from its own configuration";
            (Effect::Stops, fault(Cause::NotADirective(advice), None))
        }
        Takes::TwoValues => {
            let advice = "leave it out: the operator sends one value, and this takes two";
            (Effect::Stops, fault(Cause::NotADirective(advice), None))
        }
    }
}

fn unknown(sent: Sent<'_>, target: Target) -> (Cause, Option<String>) {
    if sent.name.starts_with('#') {
        return (Cause::InlineComment, None);
    }
    if sent.name.eq_ignore_ascii_case("sentinel") {
        return (
            Cause::NotADirective("leave out `sentinel` and the name of the master: the operator sends both"),
            None,
        );
    }
    if matches!(directives::lookup(sent.name, target.server), Lookup::Known(_)) {
        return (Cause::NotADirective("directives of Redis belong to `spec.redis.customConfig`"), None);
    }
    let bare = sent.name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ':' | '='));
    let near = (bare.len() <= 64).then(|| suggest::nearest(bare, parameters())).flatten();
    let value = spelling::without_decoration(sent.value.trim_end_matches(['"', '\''])).0;
    let instead = near.map(|near| format!("{near} {value}"));
    if near.is_some_and(|near| near.eq_ignore_ascii_case(bare)) && sent.name.contains(['"', '\'']) {
        return (Cause::Quotes, instead);
    }
    (Cause::UnknownDirective(near), instead)
}
