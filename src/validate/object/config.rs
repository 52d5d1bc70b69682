//! `ConfigMap` and `Secret`: keys, sizes, and what each type of secret must hold.

use std::collections::BTreeMap;

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::required;
use crate::validate::object::expect::word;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;
use crate::validate::object::metadata::too_large;

/// What the data of one object may take.
const DATA_BYTES: usize = 1 << 20;

fn keys(sink: &mut Sink, data: &Field<'_>) {
    for (key, at, _) in data.entries() {
        word(sink, "invalid-key", &at, Grammar::ConfigKey, key);
    }
}

/// Bytes of a base64 text without its line breaks, decoded.
fn decoded_length(text: &str) -> usize {
    text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').count() * 3 / 4
}

pub(super) fn config_map(sink: &mut Sink, root: &Field<'_>) {
    let (data, binary) = (root.get("data"), root.get("binaryData"));
    keys(sink, &data);
    keys(sink, &binary);
    let texts: BTreeMap<&str, Field<'_>> = data.entries().map(|(key, at, _)| (key, at)).collect();
    for (key, at, _) in binary.entries() {
        if let Some(first) = texts.get(key) {
            sink.push(
                fault("duplicate-name", first, format!("the key `{key}` is in `data` and in `binaryData`"))
                    .also(at.place(), "this is the other")
                    .help("keep one of them"),
            );
        }
    }
    let bytes: usize = data.entries().map(|(_, _, value)| value.text_or_empty().len()).sum();
    let binary: usize = binary.entries().map(|(_, _, value)| decoded_length(value.text_or_empty())).sum();
    if bytes + binary > DATA_BYTES {
        sink.push(too_large("value-out-of-range", root, bytes + binary, DATA_BYTES));
    }
}

pub(super) fn secret(sink: &mut Sink, root: &Field<'_>) {
    let (data, texts) = (root.get("data"), root.get("stringData"));
    keys(sink, &data);
    keys(sink, &texts);
    // A key of `stringData` replaces the same one of `data`.
    let replaced: std::collections::BTreeSet<&str> = texts.entries().map(|(key, ..)| key).collect();
    let kept = data.entries().filter(|(key, ..)| !replaced.contains(key));
    let bytes: usize = texts.entries().map(|(_, _, value)| value.text_or_empty().len()).sum::<usize>()
        + kept.map(|(_, _, value)| decoded_length(value.text_or_empty())).sum::<usize>();
    if bytes > DATA_BYTES {
        sink.push(too_large("value-out-of-range", root, bytes, DATA_BYTES));
    }
    contents(sink, root, &data, &texts);
}

fn contents(sink: &mut Sink, root: &Field<'_>, data: &Field<'_>, texts: &Field<'_>) {
    let has = |key: &str| data.entries().chain(texts.entries()).any(|(name, ..)| name == key);
    let kind = root.get("type").text_or_empty();
    let wanted: &[&'static str] = match kind {
        "kubernetes.io/tls" => &["tls.crt", "tls.key"],
        "kubernetes.io/ssh-auth" => &["ssh-privatekey"],
        "kubernetes.io/dockerconfigjson" => &[".dockerconfigjson"],
        "kubernetes.io/dockercfg" => &[".dockercfg"],
        "kubernetes.io/basic-auth" if !has("username") && !has("password") => &["password"],
        "kubernetes.io/service-account-token" => {
            required(sink, &root.at(&["metadata", "annotations", "kubernetes.io/service-account.name"]));
            &[]
        }
        _ => &[],
    };
    for key in wanted {
        let field = data.get(key);
        if !has(key) {
            sink.push(
                fault("missing-field", &field, format!("a secret of type `{kind}` must have the key `{key}`"))
                    .help("add the key, or write `type: Opaque`"),
            );
        }
        if key.starts_with(".docker") && has(key) {
            let text = texts.get(key).text().map(str::to_owned).or_else(|| decoded(field.text_or_empty()));
            if text.is_none_or(|text| serde_json::from_str::<BTreeMap<String, serde_json::Value>>(&text).is_err()) {
                let at = if texts.get(key).is_set() { texts.get(key) } else { field };
                sink.push(
                    fault("malformed-value", &at, format!("`{key}` must be JSON"))
                        .help("take it from the `config.json` that `docker login` writes"),
                );
            }
        }
    }
}

/// What base64 stands for, if that is a text. That it is base64 was checked before.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(six)) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        assert_eq!(decoded("eyJhdXRocyI6e319").as_deref(), Some("{\"auths\":{}}"));
        assert_eq!(decoded("aGk=").as_deref(), Some("hi"));
        assert_eq!(decoded_length("aGk="), 2);
    }
}
