//! What names a credential, and whether a text is one rather than a stand-in for it.
//!
//! Names are read by their words, so that `PASSWORD_MIN_LENGTH` is a number and `RESET_TOKEN_URL` an address. Texts that a
//! program completes, names of files, switches and words that say "put it here" are no credentials.

/// What the name of a credential ends with, in words.
const ENDS: [&[&str]; 16] = [
    &["password"],
    &["passwd"],
    &["passphrase"],
    &["pwd"],
    &["pass"],
    &["token"],
    &["secret"],
    &["secret", "key"],
    &["api", "key"],
    &["apikey"],
    &["access", "key"],
    &["private", "key"],
    &["encryption", "key"],
    &["signing", "key"],
    &["client", "secret"],
    &["credentials"],
];

/// Whole names of keys of Secrets that hold credentials.
const KEYS: [&str; 9] = [
    "tls.key",
    "ssh-privatekey",
    "id_rsa",
    "id_ed25519",
    ".dockerconfigjson",
    ".dockercfg",
    "htpasswd",
    "auth",
    "keyfile",
];

/// Words of names that ask whether there is a credential: `MYSQL_ALLOW_EMPTY_PASSWORD`.
const ASKING: [&str; 8] = ["allow", "require", "requires", "enable", "use", "skip", "has", "no"];

/// Parts of texts that stand where a credential has yet to be put.
const STAND_INS: [&str; 24] = [
    "changeme",
    "change me",
    "changeit",
    "yourpass",
    "fake_",
    "fake-",
    "update_",
    "fill-in",
    "set-me",
    "change-me",
    "change_me",
    "replace",
    "placeholder",
    "dummy",
    "example",
    "todo",
    "redacted",
    "your-",
    "your_",
    "<path:",
    "xxx",
    "insert",
    "not-a-secret",
    "unused",
];

/// Whether something of that name holds a credential.
pub fn is_name(name: &str) -> bool {
    let words = words(name);
    if words.iter().any(|word| ASKING.contains(&word.as_str())) {
        return false;
    }
    KEYS.contains(&name) || ENDS.iter().any(|end| words.len() >= end.len() && words[words.len() - end.len()..] == **end)
}

/// Whether a key of a Secret holds a credential.
pub fn is_key(name: &str) -> bool {
    KEYS.contains(&name)
        || is_name(name.rsplit_once('.').map_or(
            name,
            |(stem, end)| {
                if matches!(end, "txt" | "pem" | "json") { stem } else { name }
            },
        ))
}

/// A name as words in lower case: `dbPassword`, `DB_PASSWORD` and `db-password` are the same two.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut lower = false;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() || letter.is_ascii_uppercase() && lower {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.push(letter.to_ascii_lowercase()));
        }
        lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a text under such a name is the credential itself.
pub fn is_literal(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_switch =
        matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "none" | "null" | "disabled");
    let is_completed =
        ["$(", "${", "{{", "<", "ENC[", "vault:", "ref+", "%("].iter().any(|part| text.starts_with(part))
            || text.contains("{{")
            || text.contains("${");
    let is_elsewhere = ["/", "file:", "op://", "arn:", "projects/", "awssm:", "gcpsm:", "akv:"]
        .iter()
        .any(|part| text.starts_with(part));
    let repeats = text.chars().all(|letter| matches!(letter, '*' | 'x' | 'X' | '.' | '-' | '_'));
    !text.is_empty()
        && !is_switch
        && !is_completed
        && !is_elsewhere
        && !repeats
        && !stands_in(&lower)
        // Literals of generators are often encoded by mistake, as those of Secrets have to be.
        && !decoded(text).is_some_and(|text| stands_in(&text.to_ascii_lowercase()))
}

fn stands_in(lower: &str) -> bool {
    STAND_INS.iter().any(|part| lower.contains(part))
}

/// Whether a text under such a name is the name of what holds the credential: `OPERATOR_SECRET: operator`.
pub fn is_reference(name: &str, text: &str) -> bool {
    let letters = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    words(name).last().is_some_and(|last| matches!(last.as_str(), "secret" | "credentials"))
        && text.chars().all(letters)
}

/// The password in a URL of a text, `scheme://user:password@host`, if it is one.
pub fn in_url(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        rest = &rest[at + 3..];
        let end =
            rest.find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '"' | '\'' | '`' | '?' | '#'));
        let authority = &rest[..end.unwrap_or(rest.len())];
        let password =
            authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
        if let Some(password) =
            password.filter(|password| is_literal(password) && !matches!(*password, "password" | "pass" | "pw"))
        {
            return Some(password);
        }
    }
    None
}

/// Whether a text holds a private key.
pub fn is_private_key(text: &str) -> bool {
    text.contains("-----BEGIN") && text.contains("PRIVATE KEY-----")
}

/// A text in standard base64, decoded; `None` if it is no text.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut sum, mut bits) = (0_u32, 0_u32);
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r' | b'=')) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        sum = sum << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(sum >> bits & 0xff).ok()?);
            sum &= (1 << bits) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_words() {
        for name in ["DB_PASSWORD", "dbPassword", "api-key", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "redis-pass"] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "PASSWORD_MIN_LENGTH",
            "TOKEN_URL",
            "compass",
            "PASSWORD_FILE",
            "SECRET_NAME",
            "KEY",
            "bypass",
            "ALLOW_EMPTY_PASSWORD",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn stand_ins_are_no_credentials() {
        for text in [
            "",
            "true",
            "op://vault/item",
            "UPDATE_TOKEN",
            "$(DB_PASSWORD)",
            "{{ .password }}",
            "<path:kv#x>",
            "/run/secrets/db",
            "CHANGEME",
            "xxxx",
            "change me",
            "yourpassword",
            "Y2hhbmdlbWU=",
        ] {
            assert!(!is_literal(text), "{text}");
        }
        assert!(is_literal("tide-and-2-anchors"));
    }

    #[test]
    fn a_password_in_a_url_is_found() {
        assert_eq!(in_url("amqp://shop:tide2@mq.shop:5672/"), Some("tide2"));
        assert_eq!(in_url("redis://:tide2@cache:6379"), Some("tide2"));
        assert_eq!(in_url("postgres://shop:$(PW)@pg/x and http://cart/@a:b"), None);
        assert_eq!(in_url("http://user@host"), None);
    }

    #[test]
    fn base_64_is_decoded() {
        assert_eq!(decoded("dGlkZQ==").as_deref(), Some("tide"));
        assert_eq!(decoded("dGlkZTI=").as_deref(), Some("tide2"));
        assert_eq!(decoded("{}"), None);
    }
}
