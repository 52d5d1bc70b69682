//! Field specs: which fields of which kinds a transformation changes (kustomize, filters/fieldspec).

use std::borrow::Cow;

use crate::kustomize::resource::Id;
use crate::kustomize::value;
use crate::text::Place;
use crate::yaml::Composed;

/// A field of some kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldSpec {
    /// Empty for any.
    pub(super) group: Cow<'static, str>,
    pub(super) version: Cow<'static, str>,
    pub(super) kind: Cow<'static, str>,
    /// Keys with `/` between them; lists on the way are walked through.
    pub(super) path: Cow<'static, str>,
    /// Whether what is missing is made.
    pub(super) create: bool,
}

impl FieldSpec {
    pub(super) const fn new(group: &'static str, kind: &'static str, path: &'static str, create: bool) -> Self {
        Self {
            group: Cow::Borrowed(group),
            version: Cow::Borrowed(""),
            kind: Cow::Borrowed(kind),
            path: Cow::Borrowed(path),
            create,
        }
    }

    pub(super) fn version(self, version: &'static str) -> Self {
        Self { version: Cow::Borrowed(version), ..self }
    }

    pub(super) fn is_for(&self, id: &Id) -> bool {
        id.is_kind(&self.group, &self.version, &self.kind)
    }

    /// Adds one that is not there yet. The same path with another wish to create it is a mistake to kustomize.
    pub(super) fn add(all: &mut Vec<Self>, new: Self) -> Result<(), Self> {
        let wider = |ours: &str, theirs: &str| theirs.is_empty() || ours == theirs;
        let known = all.iter().find(|known| {
            known.path == new.path
                && wider(&known.group, &new.group)
                && wider(&known.version, &new.version)
                && wider(&known.kind, &new.kind)
        });
        match known {
            Some(known) if known.create != new.create => Err(new),
            Some(_) => Ok(()),
            None => {
                all.push(new);
                Ok(())
            }
        }
    }
}

/// What is made where the last field of a path is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// Nothing, even if the field spec asks for it.
    Nothing,
    Mapping,
    Scalar,
}

/// The keys of a path; `\/` stands for a slash inside a key.
pub(super) fn split(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.strip_prefix('/').unwrap_or(path).split('/') {
        match parts.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push('/');
                last.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts
}

/// A map or list was expected where this stands.
#[derive(Debug)]
pub(super) struct Unfit(pub(super) Place);

/// Calls `change` with every value at the path of a field spec. What is made stands at `place`.
pub(super) fn visit(
    object: &mut Composed,
    spec: &FieldSpec,
    made: Made,
    place: &Place,
    change: &mut impl FnMut(&mut Composed) -> Result<(), Unfit>,
) -> Result<(), Unfit> {
    let made = if spec.create { made } else { Made::Nothing };
    walk(object, &split(&spec.path), made, place, change)
}

fn walk(
    at: &mut Composed,
    path: &[String],
    made: Made,
    place: &Place,
    change: &mut impl FnMut(&mut Composed) -> Result<(), Unfit>,
) -> Result<(), Unfit> {
    let Some((name, rest)) = path.split_first() else { return change(at) };
    if at.is_null() {
        return Ok(());
    }
    if let Some(items) = at.items_mut() {
        return items.iter_mut().try_for_each(|item| walk(item, path, made, place, change));
    }
    if !value::is_mapping(at) {
        return Err(Unfit(at.place.clone()));
    }
    let list = name.strip_suffix("[]");
    let name = list.unwrap_or(name);
    let wanted = match made {
        _ if list.is_some() => Some(Composed::sequence(place, [])),
        Made::Nothing => None,
        Made::Scalar if rest.is_empty() => Some(Composed::plain(place, "null")),
        Made::Mapping | Made::Scalar => Some(Composed::mapping(place, [])),
    };
    if at.get(name).is_none() {
        if list.is_some() {
            return Ok(());
        }
        let Some(wanted) = wanted else { return Ok(()) };
        at.set(name, wanted);
    } else if let (Some(there), Some(wanted)) = (at.get_mut(name), wanted)
        && there.is_null()
    {
        *there = wanted;
    }
    match at.get_mut(name) {
        Some(there) => walk(there, rest, made, place, change),
        None => Ok(()),
    }
}
