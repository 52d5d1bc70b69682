//! Conditions that are a text to GitHub, and so always true.

use crate::workflow::meaning::Check;

/// Looks at the first expression of a value.
pub(super) fn check(check: &mut Check<'_>) {
    let expression = check.expression;
    if !expression.key.is_condition() {
        return;
    }
    let is_written = expression.value.text().contains("${{");
    if !is_written || expression.is_exact {
        return;
    }
    // A block of text ends with a line break unless it says `-`, and that stands behind the expression too.
    let message = if expression.is_all {
        "this condition is always true: a line break stands behind the expression".to_owned()
    } else {
        "this condition is always true: a text stands beside the expression".to_owned()
    };
    let help = if expression.is_all {
        "write it without `${{ }}`, or begin the text with `>-` instead"
    } else {
        "put all of it into one `${{ }}`, or leave `${{ }}` out"
    };
    let finding = check.tell("condition-always-true", expression.value.clone(), message);
    finding.why = Some("the whole is a text that is not empty, and such a text is true".to_owned());
    finding.help = Some(help.to_owned());
}
