//! Templates without `goTemplate: true`: a name between braces, and nothing else.

use super::render::Failure;
use crate::yaml::Composed;

/// The text with parameters in the place of their names.
pub(super) fn filled(text: &str, parameters: &Composed) -> Result<String, Failure> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((tag, after)) = behind.split_once("}}") else { break };
        filled.push_str(before);
        let name = tag.trim();
        match parameters.get(name).and_then(Composed::as_text) {
            Some(value) if !name.is_empty() => filled.push_str(value),
            _ => {
                missing(name, parameters)?;
                filled.push_str("{{");
                filled.push_str(tag);
                filled.push_str("}}");
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What is not a parameter stays as it is, and may be meant for others, such as Helm. What looks like one is an error.
fn missing(name: &str, parameters: &Composed) -> Result<(), Failure> {
    if let Some(bare) = name.strip_prefix('.') {
        let is_known = parameters.get(bare).is_some();
        return if is_known {
            Err(Failure::Missing(format!(
                "`{{{{{name}}}}}` stays as it is: without `goTemplate: true`, write `{{{{{bare}}}}}`"
            )))
        } else {
            Ok(())
        };
    }
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_-./[]".contains(letter);
    if name.is_empty() || !name.chars().all(is_name) {
        return Ok(());
    }
    Err(Failure::Missing(format!("no generator has a parameter `{name}`")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;
    use crate::yaml;

    fn shown(text: &str) -> Result<String, Failure> {
        let document = yaml::parse(&Source::new("a.yaml", "{a: x, values.b: y}")).documents.remove(0);
        filled(text, &Composed::of(document.root()))
    }

    #[test]
    fn names_are_replaced_wherever_they_stand() {
        assert_eq!(shown("{{a}}-{{ values.b }}/z").unwrap(), "x-y/z");
        assert_eq!(shown("no end {{a").unwrap(), "no end {{a");
    }

    #[test]
    fn what_looks_like_a_parameter_and_is_none_is_said() {
        assert_eq!(shown("{{c}}"), Err(Failure::Missing("no generator has a parameter `c`".to_owned())));
        assert!(shown("{{ .a }}").is_err(), "it was meant for Go templates");
        assert_eq!(
            shown("{{ .Values.host }}{{ include \"x\" . }}").unwrap(),
            "{{ .Values.host }}{{ include \"x\" . }}"
        );
    }
}
