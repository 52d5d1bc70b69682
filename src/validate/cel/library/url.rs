//! URLs: `url`, `isURL` and what can be asked of one.
//!
//! Source: `k8s.io/apiserver/pkg/cel/library/urls.go`, and `net/url` of Go, whose `ParseRequestURI` takes an absolute
//! URL or an absolute path.

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelString;
use cel::common::types::STRING_TYPE;
use cel::common::types::Type;
use cel::common::value::CowVal;

use super::value::Ordered;
use super::value::opaque;
use super::value::text;
use super::value::truth;

/// A URL in its parts.
#[derive(Debug, Clone, PartialEq)]
struct Url {
    scheme: String,
    /// With the port.
    host: String,
    /// Escaped.
    path: String,
    query: String,
}

opaque!(Url, Type::new_unspecified_type("kubernetes.URL"));

impl Ordered for Url {}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("url", "string_to_url", vec![STRING_TYPE], |values| {
        let text = text(&values, 0)?;
        let none = || ExecutionError::function_error("url", format!("`{text}` is no URL"));
        read(text).map(CowVal::owned).ok_or_else(none)
    })?;
    env.add_overload("isURL", "is_url_string", vec![STRING_TYPE], |values| truth(read(text(&values, 0)?).is_some()))?;
    cel::add_member_overload!(env, fn get_scheme: (Url) -> CelString)?;
    cel::add_member_overload!(env, fn get_host: (Url) -> CelString)?;
    cel::add_member_overload!(env, fn get_hostname: (Url) -> CelString)?;
    cel::add_member_overload!(env, fn get_port: (Url) -> CelString)?;
    cel::add_member_overload!(env, fn get_escaped_path: (Url) -> CelString)
}

fn get_scheme(url: &Url) -> CelString<'static> {
    url.scheme.clone().into()
}

fn get_host(url: &Url) -> CelString<'static> {
    url.host.clone().into()
}

fn get_hostname(url: &Url) -> CelString<'static> {
    let (name, _) = split_port(&url.host);
    name.trim_start_matches('[').trim_end_matches(']').to_owned().into()
}

fn get_port(url: &Url) -> CelString<'static> {
    split_port(&url.host).1.to_owned().into()
}

fn get_escaped_path(url: &Url) -> CelString<'static> {
    url.path.clone().into()
}

/// The name of a host and its port; a colon within brackets belongs to an address.
fn split_port(host: &str) -> (&str, &str) {
    match host.rfind(':') {
        Some(at) if !host[at..].contains(']') => (&host[..at], &host[at + 1..]),
        _ => (host, ""),
    }
}

/// Whether a request for this text is a valid one, for the format of that name too.
pub(super) fn is_url(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<Url> {
    if text.is_empty() || text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return None;
    }
    let (scheme, rest) = scheme(text)?;
    // `*` alone is the request for a whole server, and Go takes it.
    if rest == "*" && scheme.is_empty() {
        return Some(Url { scheme, host: String::new(), path: "*".to_owned(), query: String::new() });
    }
    let (rest, _fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !rest.starts_with('/') {
        // Opaque, as `mailto:a@b`; without a scheme it is no request.
        return (!scheme.is_empty()).then(|| Url {
            scheme,
            host: String::new(),
            path: String::new(),
            query: query.to_owned(),
        });
    }
    let authority = match rest.strip_prefix("//") {
        Some(after) if !scheme.is_empty() || !rest.starts_with("///") => Some(after),
        _ => None,
    };
    let (host, path) = match authority {
        Some(after) => {
            let end = after.find('/').unwrap_or(after.len());
            let (authority, path) = after.split_at(end);
            let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
            let of_user = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
            if !user.chars().all(of_user) || !is_host(host) {
                return None;
            }
            (host.to_owned(), path)
        }
        None => (String::new(), rest),
    };
    let path = escaped(path)?;
    Some(Url { scheme, host, path, query: query.to_owned() })
}

/// The scheme in lower case and the rest; no text when there is a colon in a place where none may be.
fn scheme(text: &str) -> Option<(String, &str)> {
    for (at, c) in text.char_indices() {
        match c {
            'a'..='z' | 'A'..='Z' => {}
            '0'..='9' | '+' | '-' | '.' if at > 0 => {}
            ':' if at == 0 => return None,
            ':' => return Some((text[..at].to_ascii_lowercase(), &text[at + 1..])),
            _ => break,
        }
    }
    Some((String::new(), text))
}

fn is_host(host: &str) -> bool {
    let (name, port) = split_port(host);
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    if let Some(inner) = name.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|inner| {
            let address = inner.split_once("%25").map_or(inner, |(address, _)| address);
            address.parse::<std::net::Ipv6Addr>().is_ok()
                || !address.contains(|c: char| !c.is_ascii_alphanumeric() && !":.".contains(c))
        });
    }
    // A name without brackets holds no colon; the last one has been taken off with the port.
    let of_host = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || "-._~!$&'()*+,;=\"<>%".contains(c);
    name.chars().all(of_host) && percents(name)
}

/// Whether every `%` begins an escape.
fn percents(text: &str) -> bool {
    text.split('%').skip(1).all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

fn escaped(path: &str) -> Option<String> {
    if !percents(path) {
        return None;
    }
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase();
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@/%[]".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    Some(out)
}
