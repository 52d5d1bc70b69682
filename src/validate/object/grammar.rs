//! How names, keys and label values are spelt.
//!
//! Source: apimachinery `pkg/util/validation/validation.go` and `pkg/api/validation/path/name.go`.

/// A kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grammar {
    /// DNS-1123 labels joined by dots, 253 characters in all.
    Subdomain,
    /// A DNS-1123 label: 63 characters.
    Label,
    /// A DNS-1035 label, which begins with a letter.
    Label1035,
    /// Whatever fits into a URL path.
    PathSegment,
    /// A label key: a name with an optional domain before it.
    Qualified,
    /// A label value.
    LabelValue,
    /// The name of a port of a container.
    PortName,
    /// A key of a `ConfigMap` or `Secret`.
    ConfigKey,
    /// The name of an environment variable.
    EnvName,
    /// The same since 1.32.
    RelaxedEnvName,
    /// A domain, of which the first label may be `*`.
    Host,
}

impl Grammar {
    pub(super) fn matches(self, text: &str) -> bool {
        match self {
            Self::Subdomain => text.len() <= 253 && is_dotted(text),
            Self::Label => text.len() <= 63 && is_lower_word(text),
            Self::Label1035 => {
                text.len() <= 63 && is_lower_word(text) && text.starts_with(|c: char| c.is_ascii_lowercase())
            }
            Self::PathSegment => text != "." && text != ".." && !text.contains(['/', '%']),
            Self::Qualified => match text.strip_prefix(COMMON) {
                Some(rest) => is_word(rest),
                None => is_qualified(text),
            },
            Self::LabelValue => text.is_empty() || is_word(text),
            Self::PortName => {
                text.len() <= 15
                    && is_lower_word(text)
                    && !text.contains("--")
                    && text.bytes().any(|byte| byte.is_ascii_lowercase())
            }
            Self::ConfigKey => {
                !text.is_empty()
                    && text.len() <= 253
                    && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
                    && text != "."
                    && !text.starts_with("..")
            }
            Self::EnvName => {
                !text.starts_with(|c: char| c.is_ascii_digit())
                    && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
                    && !text.is_empty()
                    && text != "."
                    && !text.starts_with("..")
            }
            Self::RelaxedEnvName => {
                !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'=')
            }
            Self::Host => Self::Subdomain.matches(text.strip_prefix("*.").unwrap_or(text)),
        }
    }

    /// What a right one is made of.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Subdomain => {
                "use at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends of each part"
            }
            Self::Label => "use at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends",
            Self::Label1035 => {
                "use at most 63 lower-case letters, digits and `-`, beginning with a letter and not ending with `-`"
            }
            Self::PathSegment => "anything without `/` and `%` will do",
            Self::Qualified => {
                "use at most 63 letters, digits, `-`, `_` and `.`, optionally after a lower-case domain and one `/`"
            }
            Self::LabelValue => {
                "use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends; anything else belongs into an annotation"
            }
            Self::PortName => "use at most 15 lower-case letters, digits and single `-`, with at least one letter",
            Self::ConfigKey => "use at most 253 letters, digits, `-`, `_` and `.`, and not `..` at the beginning",
            Self::EnvName => "use letters, digits, `_`, `-` and `.`, and no digit at the beginning",
            Self::RelaxedEnvName => "use printable ASCII characters other than `=`",
            Self::Host => {
                "write a lower-case domain without port and path, such as `www.example.com` or `*.example.com`"
            }
        }
    }

    /// The nearest right spelling, if putting letters into lower case and `-` between words gives one.
    pub(super) fn repaired(self, text: &str) -> Option<String> {
        if matches!(self, Self::PathSegment | Self::Qualified | Self::ConfigKey | Self::Host) {
            return None;
        }
        let variable = matches!(self, Self::EnvName | Self::RelaxedEnvName);
        let lower = !variable && self != Self::LabelValue;
        let filler = if variable { '_' } else { '-' };
        let letter = |c: char| if lower { c.to_ascii_lowercase() } else { c };
        let kept = |c: char| c.is_ascii_alphanumeric() || c == '-' || (c == '.' && self != Self::Label1035);
        let spelt: String = text.chars().map(|c| if kept(c) { letter(c) } else { filler }).collect();
        let trimmed = spelt.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        (!trimmed.is_empty() && trimmed != text && self.matches(trimmed)).then(|| trimmed.to_owned())
    }
}

/// With this begin most keys of labels: they are the recommended ones.
const COMMON: &str = "app.kubernetes.io/";

fn is_qualified(text: &str) -> bool {
    match text.split_once('/') {
        Some((domain, name)) => Grammar::Subdomain.matches(domain) && is_word(name),
        None => is_word(text),
    }
}

/// Lower-case letters and digits.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const HYPHEN: u8 = 4;
const DOT: u8 = 8;
const UNDERSCORE: u8 = 16;
const OTHER: u8 = 32;

/// What each byte is. Names are in every object, and a text is judged by the union of its bytes without a branch for
/// any of them.
const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'-' => HYPHEN,
            b'.' => DOT,
            b'_' => UNDERSCORE,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// Whether a text begins and ends with a letter or digit, and has no other classes than these.
#[inline]
fn is_made_of(bytes: &[u8], classes: u8) -> bool {
    let ends = LOWER | UPPER;
    let [first, .., last] = bytes else { return bytes.first().is_some_and(|only| class(*only) & ends & classes != 0) };
    class(*first) & ends != 0 && class(*last) & ends != 0 && union(bytes) & !classes == 0
}

fn union(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |all, byte| all | class(*byte))
}

/// Lower-case letters, digits and hyphens, neither beginning nor ending with a hyphen.
fn is_lower_word(text: &str) -> bool {
    is_made_of(text.as_bytes(), LOWER | HYPHEN)
}

/// The same several times, with dots between.
fn is_dotted(text: &str) -> bool {
    // Beside each dot there is a letter or digit on both sides.
    let (mut last, mut lone, mut all) = (DOT, false, 0);
    for byte in text.bytes() {
        let class = class(byte);
        lone |= (class | last) & (DOT | LOWER) == DOT;
        all |= class;
        last = class;
    }
    last == LOWER && !lone && all & !(LOWER | HYPHEN | DOT) == 0
}

fn is_word(text: &str) -> bool {
    text.len() <= 63 && is_made_of(text.as_bytes(), LOWER | UPPER | HYPHEN | UNDERSCORE | DOT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_told_from_what_is_right() {
        let cases = [
            (Grammar::Subdomain, "a.b-c.1", "a..b"),
            (Grammar::Subdomain, "a--b.c", "a-.b"),
            (Grammar::Subdomain, "a", "a.-b"),
            (Grammar::Subdomain, "0.a", ".a"),
            (Grammar::Subdomain, "a.0", ""),
            (Grammar::Subdomain, "1-redis", "Auth_Redis"),
            (Grammar::Label, "1-redis", "data.prod"),
            (Grammar::Label1035, "redis-1", "1-redis"),
            (Grammar::PathSegment, "system:Node Reader.", "a/b"),
            (Grammar::Qualified, "app.kubernetes.io/Name", "app/kind/x"),
            (Grammar::Qualified, "App_1", "Example.com/app"),
            (Grammar::LabelValue, "", "feature/x"),
            (Grammar::LabelValue, "1.2.3", "front-"),
            (Grammar::PortName, "redis-sentinel", "redis-sentinel-port"),
            (Grammar::PortName, "8080a", "8080"),
            (Grammar::PortName, "a-b", "a--b"),
            (Grammar::ConfigKey, ".hidden", "..hidden"),
            (Grammar::ConfigKey, "a.json", "a/b.json"),
            (Grammar::EnvName, "REDIS_URL", "1_REDIS"),
            (Grammar::RelaxedEnvName, "1 a:b", "a=b"),
            (Grammar::Host, "*.example.com", "*"),
        ];
        for (grammar, right, wrong) in cases {
            assert!(grammar.matches(right), "{grammar:?} {right:?}");
            assert!(!grammar.matches(wrong), "{grammar:?} {wrong:?}");
        }
    }

    #[test]
    fn lengths_are_limited() {
        assert!(Grammar::Label.matches(&"n".repeat(63)) && !Grammar::Label.matches(&"n".repeat(64)));
        assert!(Grammar::Subdomain.matches(&"n".repeat(253)) && !Grammar::Subdomain.matches(&"n".repeat(254)));
    }

    #[test]
    fn a_repaired_name_is_right() {
        assert_eq!(Grammar::Subdomain.repaired("Auth_Redis"), Some("auth-redis".to_owned()));
        assert_eq!(Grammar::LabelValue.repaired("feature/X"), Some("feature-X".to_owned()));
        assert_eq!(Grammar::PortName.repaired("redis-sentinel-port"), None);
        assert_eq!(Grammar::Label1035.repaired("1-redis"), None);
    }
}
