//! Maps laid over each other, level by level.

use crate::yaml::Composed;

/// Both maps, level by level; where both have a value that is no map, the first one's stays, unless it is empty.
pub(super) fn merged(mut first: Composed, second: &Composed) -> Composed {
    for (key, value) in second.entries() {
        let Some(key) = key.as_text() else { continue };
        match first.get_mut(key) {
            Some(own) if !own.entries().is_empty() => *own = merged(own.clone(), value),
            Some(own) if !is_empty(own) => {}
            _ => first.set(key, value.clone()),
        }
    }
    first
}

/// What Go takes for not set.
fn is_empty(value: &Composed) -> bool {
    value.is_null()
        || value.as_text().is_none_or(str::is_empty) && value.entries().is_empty() && value.items().is_empty()
}
