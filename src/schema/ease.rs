//! What makes checking a value easy, found out once for each schema.

use crate::schema::shape::Additional;
use crate::schema::shape::Schema;
use crate::schema::shape::Type;

/// Which checks a schema can do without. Most schemas name a type and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Ease {
    /// Whether it limits no count and combines no other schemas.
    pub unconditional: bool,
    /// Whether any string at all is right.
    pub any_text: bool,
    /// Whether keys that are not listed are refused.
    pub closed: bool,
    /// Which collections are right.
    pub holds: Holds,
    /// A bit for each required field, by its place among all; `None` where one is not among the first 64.
    pub required: Option<u64>,
}

/// Which collections a schema takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Mappings.
    Mapping,
    /// Lists.
    List,
    /// Both.
    Both,
    /// Neither.
    Scalar,
}

impl Schema {
    /// Which checks a value needs.
    #[inline]
    pub fn ease(&self) -> &Ease {
        self.ease.get_or_init(|| {
            let counts = [self.min_items, self.max_items, self.min_properties, self.max_properties];
            let parts = [&self.all_of, &self.any_of, &self.one_of];
            let unconditional =
                counts.iter().all(Option::is_none) && parts.iter().all(|parts| parts.is_empty()) && self.not.is_none();
            let any_text = unconditional
                && matches!(self.kind, None | Some(Type::String))
                && self.format.is_none()
                && self.pattern.is_none()
                && self.min_length.is_none()
                && self.max_length.is_none()
                && self.allowed.is_empty();
            let place = |name: &str| self.properties.position(name).filter(|at| *at < 64);
            let required = self.required.iter().try_fold(0, |all, name| Some(all | 1 << place(name)?));
            let closed = matches!(self.additional_properties, Additional::Closed) && !self.is_open();
            let holds = match self.kind {
                _ if self.int_or_string => Holds::Scalar,
                None => Holds::Both,
                Some(Type::Object) => Holds::Mapping,
                Some(Type::Array) => Holds::List,
                Some(_) => Holds::Scalar,
            };
            Ease { unconditional, any_text, closed, holds, required }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_fields_have_a_bit_each_or_are_looked_up_by_name() {
        let names: Vec<String> = (0..70).map(|number| format!("\"f{number:02}\": {{}}")).collect();
        let required = |required: &str| {
            let text = format!("{{\"properties\": {{{}}}, \"required\": [{required}]}}", names.join(","));
            serde_json::from_str::<Schema>(&text).unwrap().ease().required
        };
        assert_eq!(required(""), Some(0));
        assert_eq!(required("\"f00\", \"f63\""), Some(1 | 1 << 63));
        assert_eq!(required("\"f00\", \"f64\""), None);
        assert_eq!(required("\"other\""), None);
    }
}
