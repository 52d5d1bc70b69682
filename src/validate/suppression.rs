//! Findings that somebody decided to live with are left out, and decisions that no longer mean anything are told.

use crate::finding::Finding;
use crate::finding::Severity;
use crate::model::suppression::Date;
use crate::model::suppression::Suppression;
use crate::text::suggest;
use crate::validate::engine::About;
use crate::validate::rules;

/// The decisions that rules about one thing may meet; those that name no rule count as being about objects.
pub fn about(about: About, suppressions: &[Suppression]) -> Vec<&Suppression> {
    let group = |suppression: &Suppression| rules::find(&suppression.rule).map(|rule| rule.group);
    let is_met =
        |suppression: &&Suppression| group(suppression).map_or(about == About::Objects, |own| about.includes(own));
    suppressions.iter().filter(is_met).collect()
}

/// Leaves out what is suppressed on this day. A suppression that is out of date suppresses nothing and is an error; one
/// that means nothing is a warning.
pub fn apply(mut findings: Vec<Finding>, suppressions: &[&Suppression], today: Date) -> Vec<Finding> {
    let mut told = Vec::new();
    for suppression in suppressions {
        if rules::find(&suppression.rule).is_none() {
            told.push(unknown(suppression));
            continue;
        }
        let means = |finding: &Finding| {
            finding.rule == suppression.rule
                && finding.resource.iter().any(|names| is_meant(suppression, names, &finding.place.source.path))
        };
        let hits = findings.iter().filter(|finding| means(finding)).count();
        match suppression.until {
            _ if hits == 0 => told.push(unused(suppression)),
            Some(until) if until < today => told.push(expired(suppression, until)),
            _ => findings.retain(|finding| !means(finding)),
        }
    }
    findings.extend(told);
    findings
}

/// Whether a finding is about what a suppression names: one of several objects, a workflow or a job of it, or for a
/// workflow its file.
fn is_meant(suppression: &Suppression, names: &str, path: &str) -> bool {
    let is_workflow = names.starts_with("workflow ") || names.starts_with("action ");
    let within = |name: &str| names.strip_prefix(name).is_some_and(|rest| rest.starts_with(", job "));
    names.split(", ").any(|name| suppression.means(name))
        || suppression.means(names)
        || is_workflow && (suppression.resource == path || within(&suppression.resource))
}

fn unknown(suppression: &Suppression) -> Finding {
    let names: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let near = suggest::nearest(&suppression.rule, names.iter().copied());
    let message = format!("there is no rule `{}` to suppress", suppression.rule);
    Finding::error("unused-suppression", suppression.place.clone(), message)
        .help(near.map_or_else(|| "`groundplan rules` lists them".to_owned(), |near| format!("did you mean `{near}`?")))
}

fn unused(suppression: &Suppression) -> Finding {
    let message = format!("`{}` finds nothing in {} that could be suppressed", suppression.rule, suppression.resource);
    Finding::error("unused-suppression", suppression.place.clone(), message)
        .severity(Severity::Warning)
        .why("it would hide the next mistake of that kind")
        .help("remove it, or correct the name of the object")
}

fn expired(suppression: &Suppression, until: Date) -> Finding {
    let message = format!("`{}` of {} was suppressed until {until}", suppression.rule, suppression.resource);
    Finding::error("expired-suppression", suppression.place.clone(), message)
        .why(format!("the reason was: {}", suppression.reason))
        .help("correct what it hides, or set a later day")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Place;

    fn finding(rule: &'static str, resource: &str) -> Finding {
        Finding::error(rule, Place::file("a.yaml"), "wrong").resource(resource)
    }

    fn suppression(rule: &str, resource: &str, until: Option<&str>) -> Suppression {
        Suppression {
            rule: rule.to_owned(),
            resource: resource.to_owned(),
            reason: "known".to_owned(),
            until: until.map(|day| Date::parse(day).unwrap()),
            place: Place::file("environments/dev.yaml"),
        }
    }

    fn left(suppressions: &[Suppression]) -> Vec<String> {
        let findings =
            vec![finding("unknown-host", "ConfigMap shop/cart"), finding("unknown-host", "ConfigMap shop/web")];
        let today = Date::parse("2026-11-25").unwrap();
        apply(findings, &suppressions.iter().collect::<Vec<_>>(), today)
            .into_iter()
            .map(|finding| format!("{} {}", finding.rule, finding.message))
            .collect()
    }

    #[test]
    fn what_is_suppressed_is_left_out_for_that_object_alone() {
        let left = left(&[suppression("unknown-host", "ConfigMap/shop/cart", Some("2026-11-25"))]);
        assert_eq!(left, ["unknown-host wrong"]);
    }

    #[test]
    fn a_suppression_that_is_out_of_date_or_means_nothing_is_told() {
        let left = left(&[
            suppression("unknown-host", "ConfigMap shop/cart", Some("2026-11-24")),
            suppression("unknown-host", "ConfigMap shop/other", None),
            suppression("unknown-hosts", "ConfigMap shop/cart", None),
        ]);
        assert_eq!(left.len(), 5, "{left:?}");
        assert!(left[2].starts_with("expired-suppression") && left[2].ends_with("until 2026-11-24"), "{left:?}");
        assert!(left[3].starts_with("unused-suppression"), "{left:?}");
        assert!(left[4].contains("no rule `unknown-hosts`"), "{left:?}");
    }
}
