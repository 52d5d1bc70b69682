//! Names as Kubernetes wants them: `format.dns1123Label().validate(text)` and its relatives.
//!
//! Source: `k8s.io/apiserver/pkg/cel/library/format.go`. What is wrong with a text is said in words of our own.

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelList;
use cel::common::types::CelOptional;
use cel::common::types::CelString;
use cel::common::types::STRING_TYPE;
use cel::common::types::Type;
use cel::common::value::CowVal;
use cel::common::value::Val;

use super::value::Ordered;
use super::value::opaque;
use super::value::text;

#[derive(Debug, Clone, PartialEq)]
struct Format(&'static str);

opaque!(Format, Type::new_unspecified_type("kubernetes.NamedFormat"));

impl Ordered for Format {}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("format.dns1123Label", "format_label", vec![], |_| Ok(CowVal::owned(Format("dns1123Label"))))?;
    env.add_overload("format.dns1123Subdomain", "format_subdomain", vec![], |_| {
        Ok(CowVal::owned(Format("dns1123Subdomain")))
    })?;
    env.add_overload("format.dns1035Label", "format_1035", vec![], |_| Ok(CowVal::owned(Format("dns1035Label"))))?;
    env.add_overload("format.qualifiedName", "format_name", vec![], |_| Ok(CowVal::owned(Format("qualifiedName"))))?;
    env.add_overload("format.labelValue", "format_value", vec![], |_| Ok(CowVal::owned(Format("labelValue"))))?;
    env.add_overload("format.uri", "format_uri", vec![], |_| Ok(CowVal::owned(Format("uri"))))?;
    let own = Type::new_unspecified_type("kubernetes.NamedFormat");
    env.add_member_overload("validate", "format_validate", own, vec![STRING_TYPE], |values| {
        let format = values.first().and_then(|value| value.downcast_ref::<Format>());
        let format = format.ok_or_else(ExecutionError::missing_argument_or_target)?;
        let text = text(&values, 1)?;
        if is_right(format, text) {
            return Ok(CowVal::owned(CelOptional::none()));
        }
        let words: Box<dyn Val> = Box::new(CelString::from(format!("`{text}` is no {}", format.0)));
        Ok(CowVal::owned(CelOptional::of(Box::new(CelList::from(vec![words])))))
    })
}

fn is_right(format: &Format, text: &str) -> bool {
    match format.0 {
        "dns1123Label" => is_label(text),
        "dns1123Subdomain" => is_subdomain(text),
        "dns1035Label" => is_label(text) && text.starts_with(|c: char| c.is_ascii_lowercase()),
        "labelValue" => text.is_empty() || is_word(text),
        "uri" => super::url::is_url(text),
        _ => match text.split_once('/') {
            Some((prefix, name)) => is_subdomain(prefix) && is_word(name),
            None => is_word(text),
        },
    }
}

fn is_label(text: &str) -> bool {
    text.len() <= 63 && is_part(text)
}

fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_part)
}

/// Small letters, digits and hyphens, with none of the last at either end.
fn is_part(text: &str) -> bool {
    let right = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(right) && !text.starts_with('-') && !text.ends_with('-')
}

/// The name of a label without its prefix, or its value.
fn is_word(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    let right = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.len() <= 63 && text.starts_with(edge) && text.ends_with(edge) && text.bytes().all(right)
}
