//! What is too long, too deep or too slow ends in a reason, never in a crash.

use super::holds;
use super::judged;
use super::not_evaluated;
use crate::validate::cel::compile_error;

const FIELDS: &str = "{a: {type: array, items: {type: integer}}}";

#[test]
fn nested_parentheses_do_not_exhaust_the_stack() {
    for depth in [50, 200, 4000] {
        let rule = format!("{}true{}", "(".repeat(depth), ")".repeat(depth));
        if depth == 50 {
            assert!(holds(FIELDS, &rule, "{a: []}"));
        } else {
            assert_eq!(not_evaluated(FIELDS, &rule, "{a: []}").len(), 1, "{depth}");
            assert_eq!(compile_error(&rule), None, "the server may read what is too deep here");
        }
    }
}

#[test]
fn chained_operators_do_not_exhaust_the_stack() {
    for link in ["1 + ", "self.a[0] == ", "true ? 1 : "] {
        let rule = format!("{}1 == 1", link.repeat(1500));
        assert_eq!(not_evaluated(FIELDS, &rule, "{a: [1]}").len(), 1, "{link}");
    }
    let rule = format!("{}self.a.size() == 1", "self.a.size() == 1 && ".repeat(300));
    assert!(holds(FIELDS, &rule, "{a: [1]}"));
    let rule = format!("{}1 > 0", "1 + ".repeat(200));
    assert!(holds(FIELDS, &rule, "{a: [1]}"));
}

#[test]
fn a_rule_as_long_as_a_book_is_not_read() {
    let rule = format!("self.a.size() == 0 {}", " ".repeat(20_000));
    assert_eq!(not_evaluated(FIELDS, &rule, "{a: []}").len(), 1);
}

#[test]
fn loops_within_loops_stop_when_they_take_too_long() {
    let items = vec!["1"; 60].join(", ");
    let two = "self.a.all(x, self.a.all(y, x == y))";
    assert!(holds(FIELDS, two, &format!("{{a: [{items}]}}")));
    let four = "self.a.all(x, self.a.all(y, self.a.all(z, self.a.all(w, x == w))))";
    assert_eq!(not_evaluated(FIELDS, four, &format!("{{a: [{items}]}}")).len(), 1);
}

#[test]
fn numbers_at_the_edge_do_not_crash() {
    let rules = [
        "-9223372036854775808 / -1 == 0",
        "-9223372036854775808 % -1 == 0",
        "-(-9223372036854775808) == 0",
        "9223372036854775807 * 2 == 0",
        "uint(-1) == 1u",
        "int(1e300) == 0",
        "int(double('NaN')) == 0",
        "'abc'.substring(-9223372036854775808) == ''",
        "'abc'.substring(0, 9223372036854775807) == ''",
        "'a'.replace('a', 'b', 9223372036854775807) == 'c'",
        "'a'.split('', 9223372036854775807) == []",
        "'abc'.charAt(9223372036854775807) == ''",
        "[1].slice(0, 9223372036854775807) == []",
        "[1][-9223372036854775808] == 1",
        "duration('9999999999h') == duration('1s')",
        "duration('99999999999999999999999999s') == duration('1s')",
        "'%d'.format([]) == ''",
        "'%.999999999f'.format([1.0]) == ''",
        "'%'.format([1]) == ''",
        "'abc'.findAll('', -9223372036854775808) == []",
        "'äöü'.substring(1, 2) == 'a'",
        "'äöü'.indexOf('ü', 3) == 0",
        "cidr('::/0').containsIP('::1') && false",
        "[[1]].flatten(9223372036854775807) == []",
        "{1: 2, 1u: 3} == {}",
        "Foo{a: 1} == 1",
        "[1, 'a'].sort() == []",
        "double('1e400') < double('NaN')",
        "timestamp('9999-12-31T23:59:59Z') == timestamp('0001-01-01T00:00:00Z')",
        "quantity('1e999').isInteger()",
        "isSemver('99999999999999999999.0.0')",
        "lists.range(99999999999).size() == 0",
        "'abc'.matches('(((((a{1000}){1000}){1000}){1000}){1000})')",
        "'abc'.matches('(')",
        "b'\\xff' == b'a'",
        "string(b'\\xff') == ''",
        "'\\ud800' == 'a'",
    ];
    for rule in rules {
        let schema = format!(
            "type: object\nproperties:\n  spec: {{type: string, x-kubernetes-validations: [{{rule: {}}}]}}\n",
            serde_json::to_string(rule).unwrap()
        );
        let (found, skipped) = judged(&schema, "spec: abc\n");
        assert!(!found.is_empty() || !skipped.is_empty(), "{rule}");
    }
}

#[test]
fn what_no_server_can_read_is_said_of_the_definition() {
    assert!(compile_error("self.a ==").is_some_and(|why| why.starts_with("the rule is not an expression")));
    assert_eq!(compile_error("self.a.nope()").as_deref(), Some("there is no function `nope`"));
    assert_eq!(compile_error(""), Some("the rule is empty".to_owned()));
    assert_eq!(compile_error("self.a.all(x, x.matches('a')) && has(self.b)"), None);
    assert_eq!(compile_error("authorizer.group('').resource('pods').check('get').allowed()"), None);
}
