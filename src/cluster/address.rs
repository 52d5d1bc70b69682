//! Addresses inside the cluster, as they stand in values, arguments and configuration texts.
//!
//! Only what can be nothing else is taken for an address: a name that ends in `.svc`, a name in a namespace that is
//! known, or the host of a URL. Names outside the cluster, and texts that a program has yet to complete, are left alone.

use std::collections::BTreeSet;

/// An address of a Service, or of a pod behind one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'t> {
    /// The scheme of a URL, such as `redis`.
    pub scheme: Option<&'t str>,
    /// The host as it is written.
    pub host: &'t str,
    /// The Service.
    pub service: &'t str,
    /// The namespace that is written; `None`: that of whoever asks.
    pub namespace: Option<&'t str>,
    /// The pod before the Service, as in `redis-0.redis`.
    pub pod: Option<&'t str>,
    /// The port that is written.
    pub port: Option<u32>,
    /// What follows the host in a URL, from the slash on, up to `?` or `#`.
    pub path: &'t str,
    /// What follows `?` in a URL.
    pub query: &'t str,
}

impl Address<'_> {
    /// The port that is meant: the one that is written, or that of the scheme.
    pub fn effective_port(&self) -> Option<u32> {
        self.port.or_else(|| {
            Some(match self.scheme? {
                "http" | "ws" => 80,
                "https" | "wss" => 443,
                "redis" | "rediss" => 6379,
                "postgres" | "postgresql" => 5432,
                "amqp" => 5672,
                "amqps" => 5671,
                "mongodb" => 27017,
                "mysql" => 3306,
                "nats" => 4222,
                _ => return None,
            })
        })
    }

    /// The number of the database in the URL of a Redis; 0 if none is written.
    pub fn redis_database(&self) -> Option<u32> {
        match self.path.trim_matches('/') {
            "" => Some(0),
            number => number.parse().ok(),
        }
    }
}

/// Every address in a text. `namespaces` are those that are known.
pub fn addresses<'t>(text: &'t str, namespaces: &BTreeSet<&str>) -> Vec<Address<'t>> {
    // Nearly all texts are none.
    if !text.contains("://") && !text.contains(".svc") && !text.contains(':') && !text.contains('.') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut scheme = None;
    for (at, word) in words(text).enumerate() {
        // `redis://a:1,b:2` is two words, the second without the scheme that both have.
        let (own, rest) = match word.rsplit_once("://") {
            Some((before, rest)) => {
                let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '+').next().unwrap_or_default();
                (Some(name).filter(|name| !name.is_empty()), rest)
            }
            None => (None, word.rsplit_once('=').map_or(word, |(_, value)| value)),
        };
        let is_whole = at == 0 && word.len() == text.trim_end().len();
        let followed = text.get(offset(text, word) + word.len()..).is_some_and(|behind| behind.starts_with(','));
        found.extend(address(own.or(scheme), own.is_some(), rest, is_whole, namespaces));
        scheme = if followed { own.or(scheme) } else { None };
    }
    found
}

/// The words of a text. A variable that is yet to be put in, `$(NAME)`, is part of the word that it stands in.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let between = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '|' | '\\')
    };
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let left = rest?;
        let mut from = 0;
        loop {
            let Some(at) = left[from..].find(between).map(|at| at + from) else {
                rest = None;
                return Some(left);
            };
            if left[at..].starts_with('(')
                && left[..at].ends_with('$')
                && let Some(end) = left[at..].find(')')
            {
                from = at + end + 1;
                continue;
            }
            let width = left[at..].chars().next().map_or(1, char::len_utf8);
            rest = Some(&left[at + width..]);
            return Some(&left[..at]);
        }
    })
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

fn address<'t>(
    scheme: Option<&'t str>,
    is_url: bool,
    text: &'t str,
    is_whole: bool,
    namespaces: &BTreeSet<&str>,
) -> Option<Address<'t>> {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (authority, behind) = text.split_at(end);
    let host_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host_port.split_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u32>().ok().filter(|port| (1..=65535).contains(port))?)),
        None => (host_port, None),
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let labels: Vec<&str> = host.split('.').collect();
    if !labels.iter().all(|label| is_label(label))
        || labels.iter().all(|label| label.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let named = match labels.as_slice() {
        [names @ .., "svc"] | [names @ .., "svc", "cluster", "local"] => names,
        [_, namespace] | [_, _, namespace]
            if namespaces.contains(namespace) && (is_url || port.is_some() || is_whole) =>
        {
            labels.as_slice()
        }
        [name] if (is_url || scheme.is_some()) && *name != "localhost" => labels.as_slice(),
        _ => return None,
    };
    let (pod, service, namespace) = match named {
        [service] if labels.len() == 1 => (None, *service, None),
        [service, namespace] => (None, *service, Some(*namespace)),
        [pod, service, namespace] => (Some(*pod), *service, Some(*namespace)),
        _ => return None,
    };
    let (behind, _) = behind.split_once('#').unwrap_or((behind, ""));
    let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
    Some(Address { scheme, host, service, namespace, pod, port, path, query })
}

fn is_label(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= 63 && text.bytes().all(inside) && !text.starts_with('-') && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let show = |address: &Address<'_>| {
            let pod = address.pod.map_or(String::new(), |pod| format!("{pod}@"));
            let namespace = address.namespace.unwrap_or("?");
            let port = address.effective_port().map_or(String::new(), |port| format!(":{port}"));
            format!("{pod}{namespace}/{}{port}{}", address.service, address.path)
        };
        addresses(text, &BTreeSet::from(["redis", "shop"])).iter().map(show).collect()
    }

    #[test]
    fn hosts_of_urls_are_addresses() {
        assert_eq!(found("redis://:pw@rfr-auth.redis.svc.cluster.local:6379/3"), ["redis/rfr-auth:6379/3"]);
        assert_eq!(found("redis://:$(PASSWORD)@rfr-auth.redis:6379/3"), ["redis/rfr-auth:6379/3"]);
        assert_eq!(found("http://cart/health"), ["?/cart:80/health"]);
        assert_eq!(found("url: http://prom.observe.svc:9090/ # here"), ["observe/prom:9090/"]);
        assert_eq!(
            found("redis+sentinel://a.redis:26379,b.redis:26379/mymaster"),
            ["redis/a:26379", "redis/b:26379/mymaster"]
        );
        assert_eq!(found("redis://redis-0.redis.shop.svc:6379"), ["redis-0@shop/redis:6379"]);
    }

    #[test]
    fn names_are_addresses_where_they_can_be_nothing_else() {
        assert_eq!(found("rfs-auth.redis:26379"), ["redis/rfs-auth:26379"]);
        assert_eq!(found("cart.shop"), ["shop/cart"]);
        assert_eq!(found("--broker=mq.shop.svc:5672"), ["shop/mq:5672"]);
        assert!(found("redis.asyncio").is_empty());
        assert!(found("redis:7.0").is_empty());
        assert!(found("a.shop is a nice shop").is_empty());
    }

    #[test]
    fn what_lies_outside_or_is_not_complete_is_left_alone() {
        for text in [
            "https://example.com/x",
            "http://localhost:80",
            "http://10.0.0.1:80",
            "http://$(HOST):80",
            "http://{{ host }}/",
            "jdbc:oracle",
            "http://Cart",
            "12:30",
            "1.2.3",
            "s3://bucket.name/x",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
