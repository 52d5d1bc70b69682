//! Which objects a patch is meant for (kustomize, types/selector.go; labels as in apimachinery, pkg/labels).

use regex_lite::Regex;

use crate::kustomize::resource::Resource;
use crate::yaml::Composed;
use crate::yaml::Node;

/// A `target`.
#[derive(Debug)]
pub(super) struct Selector {
    group: Option<Regex>,
    version: Option<Regex>,
    kind: Option<Regex>,
    name: Option<Regex>,
    namespace: Option<Regex>,
    labels: Vec<Requirement>,
    annotations: Vec<Requirement>,
}

#[derive(Debug)]
struct Requirement {
    key: String,
    operator: Operator,
}

#[derive(Debug)]
enum Operator {
    In(Vec<String>),
    NotIn(Vec<String>),
    Exists,
    Missing,
    Greater(i64),
    Less(i64),
}

impl Selector {
    /// Reads a `target`, or says which field kustomize cannot read.
    pub(super) fn of(target: Node<'_>) -> Result<Self, &'static str> {
        let text = |key| super::fields::text(target, key).unwrap_or_default();
        let regex = |key: &'static str| match text(key) {
            "" => Ok(None),
            pattern => Regex::new(&format!("^(?:{pattern})$")).map(Some).map_err(|_| key),
        };
        let labels = |key: &'static str| requirements(text(key)).ok_or(key);
        Ok(Self {
            group: regex("group")?,
            version: regex("version")?,
            kind: regex("kind")?,
            name: regex("name")?,
            namespace: regex("namespace")?,
            labels: labels("labelSelector")?,
            annotations: labels("annotationSelector")?,
        })
    }

    /// Whether an object is meant, by the name it has now or the one that it had first.
    pub(super) fn selects(&self, resource: &Resource) -> bool {
        let fits = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_none_or(|pattern| pattern.is_match(text));
        let (now, first) = (resource.id(), resource.original());
        (fits(&self.namespace, &first.namespace) || fits(&self.namespace, &now.namespace))
            && (fits(&self.name, &first.name) || fits(&self.name, &now.name))
            && fits(&self.group, &now.group)
            && fits(&self.version, &now.version)
            && fits(&self.kind, &now.kind)
            && all_hold(&self.labels, resource.value.at(&["metadata", "labels"]))
            && all_hold(&self.annotations, resource.value.at(&["metadata", "annotations"]))
    }
}

fn all_hold(requirements: &[Requirement], map: Option<&Composed>) -> bool {
    requirements.iter().all(|requirement| {
        let value = map.and_then(|map| map.get(&requirement.key)).and_then(Composed::as_text);
        let number = || value.and_then(|value| value.parse::<i64>().ok());
        match &requirement.operator {
            Operator::In(values) => value.is_some_and(|value| values.iter().any(|known| known == value)),
            Operator::NotIn(values) => value.is_none_or(|value| values.iter().all(|known| known != value)),
            Operator::Exists => value.is_some(),
            Operator::Missing => value.is_none(),
            Operator::Greater(than) => number().is_some_and(|number| number > *than),
            Operator::Less(than) => number().is_some_and(|number| number < *than),
        }
    })
}

/// `a=b,c!=d,e in (x, y),f notin (z),g,!h,i>1`; `None` for what is no selector.
fn requirements(text: &str) -> Option<Vec<Requirement>> {
    let mut all = Vec::new();
    for part in parts(text) {
        let part = part.trim();
        if part.is_empty() {
            return if text.trim().is_empty() { Some(all) } else { None };
        }
        all.push(requirement(part)?);
    }
    Some(all)
}

/// Split at the commas that stand in no parentheses.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut level) = (Vec::new(), 0, 0_usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => level += 1,
            ')' => level = level.saturating_sub(1),
            ',' if level == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn requirement(part: &str) -> Option<Requirement> {
    let is_key = |key: &str| {
        !key.is_empty() && !key.contains(|letter: char| letter.is_whitespace() || "()!=<>,".contains(letter))
    };
    let made = |key: &str, operator| {
        Some(Requirement { key: key.trim().to_owned(), operator }).filter(|made| is_key(&made.key))
    };
    if let Some(key) = part.strip_prefix('!') {
        return made(key, Operator::Missing);
    }
    if let Some(values) = part.strip_suffix(')') {
        let (head, values) = values.split_once('(')?;
        let values = values.split(',').map(|value| value.trim().to_owned()).collect();
        let head = head.trim_end();
        return match head.rsplit_once(char::is_whitespace)? {
            (key, "in") => made(key, Operator::In(values)),
            (key, "notin") => made(key, Operator::NotIn(values)),
            _ => None,
        };
    }
    let one = |value: &str| vec![value.trim().to_owned()];
    if let Some((key, value)) = part.split_once("!=") {
        return made(key, Operator::NotIn(one(value)));
    }
    if let Some((key, value)) = part.split_once("==").or_else(|| part.split_once('=')) {
        return made(key, Operator::In(one(value)));
    }
    if let Some((key, value)) = part.split_once('>') {
        return made(key, Operator::Greater(value.trim().parse().ok()?));
    }
    if let Some((key, value)) = part.split_once('<') {
        return made(key, Operator::Less(value.trim().parse().ok()?));
    }
    made(part, Operator::Exists)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn selects(selector: &str) -> Option<bool> {
        let text = "{a: b, c: 'd', n: '7'}";
        let labels = Composed::of(yaml::parse(&Source::new("a.yaml", text)).documents.remove(0).root());
        requirements(selector).map(|requirements| all_hold(&requirements, Some(&labels)))
    }

    #[test]
    fn label_selectors_mean_what_kubectl_makes_of_them() {
        for selector in ["", "a=b", "a==b, c!=x", "a in (x, b),c notin (e)", "a,!z", "z!=1", "n>6,n<8"] {
            assert_eq!(selects(selector), Some(true), "{selector}");
        }
        for selector in ["a=c", "a!=b", "z", "!a", "a in (x)", "n>7"] {
            assert_eq!(selects(selector), Some(false), "{selector}");
        }
        for selector in ["a b", "in (x)", "a=b,", "n>x"] {
            assert_eq!(selects(selector), None, "{selector}");
        }
    }
}
