//! The digest in the name of what is generated (kustomize, api/hasher/hasher.go), and base64 as kustomize writes it.

use crate::kustomize::value;
use crate::schema::import::sha256;
use crate::yaml::Composed;

/// Ten letters that follow from kind and content.
pub(super) fn of(object: &Composed) -> Option<String> {
    let kind = object.get("kind").and_then(Composed::as_text)?;
    // kustomize looks the name up under the key `metadata/name`, which no object has, so that it never counts.
    let mut fields = vec![("kind", quoted(kind)), ("name", quoted("")), ("data", content(object.get("data")))];
    let beside = match kind {
        "ConfigMap" => "binaryData",
        "Secret" => {
            fields.push(("type", content(object.get("type"))));
            "stringData"
        }
        _ => return None,
    };
    if let Some(map) = object.get(beside).filter(|map| value::is_mapping(map)) {
        fields.push((beside, content(Some(map))));
    }
    fields.sort_unstable();
    let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{}:{value}", quoted(key))).collect();
    let digest = sha256(format!("{{{}}}", fields.join(",")).as_bytes());
    // No vowels and no digits that look like letters, so that no words come out of it.
    let letter = |letter| match letter {
        '0' => 'g',
        '1' => 'h',
        '3' => 'k',
        'a' => 'm',
        'e' => 't',
        letter => letter,
    };
    Some(digest.chars().take(10).map(letter).collect())
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    value::string(text, &mut out);
    out
}

/// As Go's `encoding/json` writes it, with the keys of maps in order; what is missing counts as an empty text.
fn content(of: Option<&Composed>) -> String {
    let Some(of) = of else { return quoted("") };
    if !value::is_mapping(of) {
        return of.as_text().map_or_else(|| value::json(of), quoted);
    }
    let mut entries: Vec<(&str, &Composed)> =
        of.entries().iter().filter_map(|(key, value)| Some((key.as_text()?, value))).collect();
    entries.sort_by_key(|(key, _)| *key);
    let entries: Vec<String> =
        entries.iter().map(|(key, value)| format!("{}:{}", quoted(key), value::json(value))).collect();
    format!("{{{}}}", entries.join(","))
}

/// Base64, broken into lines of 70 letters where it is longer than one.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const LINE: usize = 70;
    let mut letters = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| chunk.get(at).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            letters.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    if letters.len() < LINE {
        return letters;
    }
    let mut lines = String::with_capacity(letters.len() + letters.len() / LINE + 1);
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % LINE == 0 {
            lines.push('\n');
        }
        lines.push(letter);
    }
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn digest(text: &str) -> String {
        of(&Composed::of(yaml::parse(&Source::new("a.yaml", text)).documents.remove(0).root())).unwrap()
    }

    /// The expected digests are those of kustomize's own tests (`api/hasher/hasher_test.go`).
    #[test]
    fn digests_are_those_of_kustomize() {
        assert_eq!(digest("{apiVersion: v1, kind: ConfigMap}"), "6ct58987ht");
        assert_eq!(digest("{apiVersion: v1, kind: ConfigMap, data: {one: ''}}"), "9g67k2htb6");
        assert_eq!(digest("{apiVersion: v1, kind: ConfigMap, data: {two: 2, one: '', three: 3}}"), "7757f9kkct");
        assert_eq!(digest("{apiVersion: v1, kind: Secret, type: my-type}"), "5gmgkf8578");
    }

    #[test]
    fn base64_is_padded_and_broken_into_lines() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foo"), "Zm9v");
        let long = base64(&[b'a'; 60]);
        assert_eq!(long.lines().map(str::len).collect::<Vec<_>>(), [70, 10]);
        assert!(long.ends_with('\n'));
    }
}
