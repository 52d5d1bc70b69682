//! The `images` of a kustomization (kustomize, filters/imagetag): every container wherever it stands, by the exact name.

use std::fmt::Write;

use regex_lite::Regex;

use crate::kustomize::fields;
use crate::kustomize::overrides::Record;
use crate::kustomize::resource::Resource;
use crate::kustomize::spec;
use crate::kustomize::spec::FieldSpec;
use crate::kustomize::spec::Made;
use crate::kustomize::spec::Unfit;
use crate::kustomize::value;
use crate::text::Place;
use crate::yaml::Composed;
use crate::yaml::Node;

/// One entry of `images`.
pub(super) struct Entry<'a> {
    /// The image that it is for.
    pub(super) name: &'a str,
    /// Where the entry says what becomes of it.
    place: Place,
    pattern: Option<Regex>,
    new_name: &'a str,
    new_tag: &'a str,
    digest: &'a str,
    tag_suffix: &'a str,
}

/// What an entry met.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// How many images it is for.
    pub(super) matched: usize,
    /// The names of all others, without tag and digest.
    pub(super) others: Vec<String>,
}

impl<'a> Entry<'a> {
    pub(super) fn of(entry: Node<'a>) -> Self {
        let text = |key| fields::text(entry, key).unwrap_or_default();
        let name = text("name");
        let said = ["newTag", "digest", "newName", "tagSuffix"].iter().find_map(|key| fields::said(entry, key));
        Self {
            name,
            place: said.map_or_else(|| entry.place(), |(_, node)| node.place()),
            // kustomize takes the name as a pattern, without escaping it.
            pattern: Regex::new(&format!("^{name}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$")).ok(),
            new_name: text("newName"),
            new_tag: text("newTag"),
            digest: text("digest"),
            tag_suffix: text("tagSuffix"),
        }
    }

    /// Changes the images of an object.
    pub(super) fn apply(&self, resource: &mut Resource, specs: &[FieldSpec], met: &mut Met) -> Result<(), Unfit> {
        if resource.kind() == "CustomResourceDefinition" {
            return Ok(());
        }
        let mut records = Vec::new();
        self.containers(&mut resource.value, &mut String::new(), met, &mut records);
        let id = resource.id();
        for field in specs.iter().filter(|field| field.is_for(&id)) {
            let path = format!("/{}", field.path);
            let mut set = |image: &mut Composed| {
                if !value::is_scalar(image) {
                    return Err(Unfit(image.place.clone()));
                }
                self.set(image, &path, met, &mut records);
                Ok(())
            };
            spec::visit(&mut resource.value, field, Made::Nothing, &self.place, &mut set)?;
        }
        resource.records.extend(records);
        Ok(())
    }

    /// Every list called `containers` or `initContainers`, however deep.
    fn containers(&self, at: &mut Composed, path: &mut String, met: &mut Met, records: &mut Vec<Record>) {
        let length = path.len();
        if let Some(items) = at.items_mut() {
            for (index, item) in items.iter_mut().enumerate() {
                let _ = write!(path, "/{index}");
                self.containers(item, path, met, records);
                path.truncate(length);
            }
            return;
        }
        if !value::is_mapping(at) {
            return;
        }
        for (key, value) in at.entries_mut() {
            let key = key.as_text().unwrap_or_default();
            path.push('/');
            path.push_str(&key.replace('~', "~0").replace('/', "~1"));
            self.containers(value, path, met, records);
            if matches!(key, "containers" | "initContainers") {
                for (index, item) in value.items_mut().into_iter().flatten().enumerate() {
                    if let Some(image) = item.get_mut("image") {
                        self.set(image, &format!("{path}/{index}/image"), met, records);
                    }
                }
            }
            path.truncate(length);
        }
    }

    fn set(&self, image: &mut Composed, path: &str, met: &mut Met, records: &mut Vec<Record>) {
        let Some(text) = image.as_text() else { return };
        let (name, tag, digest) = split(text);
        if !self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(text)) {
            met.others.push(name.to_owned());
            return;
        }
        met.matched += 1;
        let name = if self.new_name.is_empty() { name } else { self.new_name };
        let (tag, digest) = match (self.new_tag, self.digest, self.tag_suffix) {
            ("", "", "") => (tag.to_owned(), digest),
            ("", "", suffix) => (format!("{tag}{suffix}"), ""),
            (tag, digest, _) => (tag.to_owned(), digest),
        };
        let mut new = name.to_owned();
        for (mark, part) in [(':', tag.as_str()), ('@', digest)] {
            if !part.is_empty() {
                new.push(mark);
                new.push_str(part);
            }
        }
        if new == text {
            return;
        }
        let new = Composed::text(&self.place, new);
        records.extend(Record::of(path, image, Some(&new), &self.place));
        *image = new;
    }
}

/// Name, tag and digest of an image (kustomize, internal/image/image.go).
pub(super) fn split(image: &str) -> (&str, &str, &str) {
    let from = image.find('/').unwrap_or(0);
    let at = image[from..].find('@').map(|at| from + at);
    let colon = image[from..].find(':').map(|colon| from + colon).filter(|colon| at.is_none_or(|at| *colon < at));
    let name_end = colon.or(at).unwrap_or(image.len());
    let tag = colon.map_or("", |colon| &image[colon + 1..at.unwrap_or(image.len())]);
    (&image[..name_end], tag, at.map_or("", |at| &image[at + 1..]))
}

/// The image that an entry which is for none was probably meant for: the same last part behind another registry.
pub(super) fn probably_meant<'m>(name: &str, others: &'m [String]) -> Option<&'m str> {
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let same = others.iter().find(|other| last(other) == last(split(name).0));
    same.map(String::as_str).or_else(|| crate::text::suggest::nearest(name, others.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_of_a_registry_is_no_tag() {
        assert_eq!(split("registry:5000/a/b:1.0@sha256:0f"), ("registry:5000/a/b", "1.0", "sha256:0f"));
        assert_eq!(split("registry:5000/a"), ("registry:5000/a", "", ""));
        assert_eq!(split("nginx@sha256:0f"), ("nginx", "", "sha256:0f"));
        assert_eq!(split("nginx:1"), ("nginx", "1", ""));
    }

    #[test]
    fn the_image_behind_a_registry_is_offered() {
        let others = ["redis".to_owned(), "registry.example/quote-api".to_owned()];
        assert_eq!(probably_meant("quote-api", &others), Some("registry.example/quote-api"));
        assert_eq!(probably_meant("other", &others), None);
    }
}
