//! Every function that rules may call, on what it answers and where it breaks off.

use std::sync::Arc;

use super::holds;
use super::judged;
use super::not_evaluated;

fn is_true(rules: &[&str]) {
    let failed: Vec<&&str> = rules.iter().filter(|rule| !holds("{a: {type: string}}", rule, "{a: abc}")).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}

fn breaks_off(rules: &[&str]) {
    for rule in rules {
        let schema = format!(
            "type: object\nproperties:\n  spec: {{type: string, x-kubernetes-validations: [{{rule: {}}}]}}\n",
            serde_json::to_string(rule).unwrap()
        );
        let (found, skipped) = judged(&schema, "spec: abc\n");
        assert!(skipped.is_empty(), "{rule}: {skipped:?}");
        assert!(found.iter().any(|said| said.contains("cel-rule-broken")), "{rule}: {found:?}");
    }
}

#[test]
fn every_function_is_registered() {
    assert!(crate::validate::cel::library::register_all().is_ok());
    assert!(Arc::strong_count(crate::validate::cel::library::environment()) >= 1);
}

#[test]
fn the_language_itself() {
    is_true(&[
        "1 + 2 * 3 == 7 && 7 / 2 == 3 && 7 % 2 == 1 && -(1) < 0",
        "1 == 1.0 && 1u == 1 && 1 < 1.5",
        "'a' + 'b' == 'ab' && [1] + [2] == [1, 2]",
        "true || 1 / 0 == 1",
        "1 / 0 == 1 || true",
        "!(false && 1 / 0 == 1)",
        "{'a': 1}.a == 1 && {'a': 1}['a'] == 1 && 'a' in {'a': 1}",
        "has({'a': 1}.a) && !has({'a': 1}.b)",
        "int('5') == 5 && string(5) == '5' && double('1.5') == 1.5 && uint(5) == 5u",
        "type(1) == int && type('a') == string && type([]) == list && type({}) == map",
        "size('äb') == 2 && 'äb'.size() == 2 && size([1]) == 1 && size({}) == 0",
        "dyn('a') == 'a' && null == null",
        "r'\\d' == '\\\\d' && \"\"\"a\"\"\" == 'a'",
        "(true ? 1 : 2) == 1",
    ]);
    breaks_off(&["1 / 0 == 1", "[1][3] == 1", "{'a': 1}.b == 1", "9223372036854775807 + 1 > 0", "int(self) == 1"]);
}

#[test]
fn loops_with_one_variable_and_with_two() {
    is_true(&[
        "[1, 2].all(x, x > 0) && [1, 2].exists(x, x == 2) && [1, 2].exists_one(x, x == 2)",
        "!([1, 1].exists_one(x, x == 1))",
        "[1, 2, 3].filter(x, x > 1).map(x, x * 2) == [4, 6] && [1, 2].map(x, x > 1, x) == [2]",
        "{'a': 1, 'b': 2}.all(k, k in ['a', 'b']) && {'a': 1}.map(k, k) == ['a']",
        "{'c': 1, 'b': 1, 'a': 1}.map(k, k) == ['a', 'b', 'c']",
        "[5, 6].all(i, v, v == i + 5) && {'a': 1}.exists(k, v, k == 'a' && v == 1)",
        "[5, 6].exists_one(i, v, i == 1) && ![5, 6].existsOne(i, v, v > 1)",
        "[5, 6].transformList(i, v, i + v) == [5, 7] && [5, 6].transformList(i, v, i > 0, v) == [6]",
        "[[1, 2], [3]].all(i, l, l.all(j, x, x > i + j))",
        "[1, 2].exists(x, 1 / (x - 1) == 1)",
        "[3, 1, 2].sort() == [1, 2, 3] && [3, 1].sortBy(x, x) == [1, 3] && [[1], [2]].flatten() == [1, 2]",
    ]);
}

#[test]
fn texts() {
    is_true(&[
        "'abc'.startsWith('a') && 'abc'.endsWith('c') && 'abc'.contains('b') && 'abc'.matches('^a.c$')",
        "matches('abc', 'b') && !'abc'.matches('^b')",
        "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
        "['a', 'b'].join('-') == 'a-b' && ['a', 'b'].join() == 'ab'",
        "'abc'.substring(1) == 'bc' && 'abc'.substring(0, 1) == 'a' && 'abc'.charAt(1) == 'b'",
        "'aXa'.lowerAscii() == 'axa' && 'axa'.upperAscii() == 'AXA' && ' a '.trim() == 'a'",
        "'aaa'.replace('a', 'b') == 'bbb' && 'aaa'.replace('a', 'b', 1) == 'baa'",
        "'abca'.indexOf('a') == 0 && 'abca'.lastIndexOf('a') == 3 && 'abc'.indexOf('z') == -1",
        "'%s %d %.2f'.format(['a', 1, 2.5]) == 'a 1 2.50'",
        "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]') == ''",
        "'123 abc 456'.findAll('[0-9]+') == ['123', '456'] && '1 2 3'.findAll('[0-9]', 2) == ['1', '2']",
        "strings.quote('a') == '\"a\"'",
    ]);
    breaks_off(&["'abc'.substring(5) == ''", "'abc'.charAt(-1) == ''", "'abc'.substring(2, 1) == ''"]);
}

#[test]
fn lists_and_sets() {
    is_true(&[
        "[1, 2, 2].isSorted() && !['b', 'a'].isSorted() && [].isSorted()",
        "[1, 2].sum() == 3 && [1.5, 1.0].sum() == 2.5 && [].sum() == 0",
        "[2, 1, 3].min() == 1 && [2, 1, 3].max() == 3 && ['b', 'a'].min() == 'a'",
        "[duration('1s'), duration('1m')].sum() == duration('61s')",
        "[1, 2, 2].indexOf(2) == 1 && [1, 2, 2].lastIndexOf(2) == 2 && ['a'].indexOf('b') == -1",
        "sets.contains([1, 2, 3], [3, 1]) && !sets.contains([1], [2])",
        "sets.equivalent([1, 2], [2, 1, 1]) && sets.intersects([1, 2], [2, 3]) && !sets.intersects([1], [])",
        "[1, 1, 2].distinct() == [1, 2]",
    ]);
    breaks_off(&["[].min() == 1", "[].max() == 1"]);
}

#[test]
fn urls() {
    is_true(&[
        "isURL('https://example.com:80/') && isURL('/path') && !isURL('example.com') && !isURL('') && !isURL('../a')",
        "url('https://example.com:80/').getHost() == 'example.com:80' && url('/path').getHost() == ''",
        "url('https://[::1]:80/').getHost() == '[::1]:80' && url('https://[::1]:80/').getHostname() == '::1'",
        "url('https://example.com:80/').getHostname() == 'example.com' && url('https://a:80').getPort() == '80'",
        "url('https://example.com/').getPort() == '' && url('HTTPS://a').getScheme() == 'https'",
        "url('https://a/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'",
        "url('https://example.com').getEscapedPath() == '' && url('https://u:p@a/b?c=d').getHost() == 'a'",
        "!isURL('https://a b/') && !isURL('https://a:x/') && isURL('mailto:a@b') && !isURL('https://a/%zz')",
        "!isURL(':80') && !isURL('https://[::1') && isURL('oci://ghcr.io/a/b:latest')",
    ]);
    breaks_off(&["url('example.com').getHost() == ''"]);
}

#[test]
fn quantities() {
    is_true(&[
        "isQuantity('1.3Gi') && isQuantity('10000k') && isQuantity('1e3') && isQuantity('-5m') && isQuantity('.5')",
        "!isQuantity('200K') && !isQuantity('Three') && !isQuantity('Mi') && !isQuantity('1,3G') && !isQuantity('')",
        "quantity('200M').compareTo(quantity('0.2G')) == 0 && quantity('50M').compareTo(quantity('50Mi')) == -1",
        "quantity('150Mi').isGreaterThan(quantity('100Mi')) && quantity('50M').isLessThan(quantity('100M'))",
        "quantity('50k').add(quantity('20k')) == quantity('70k') && quantity('50k').add(20) == quantity('50020')",
        "quantity('50k').sub(20000) == quantity('30k') && quantity('500m').add(quantity('0.5')).asInteger() == 1",
        "quantity('50k').asInteger() == 50000 && !quantity('0.5').isInteger() && quantity('5').isInteger()",
        "quantity('50k').asApproximateFloat() == 50000.0 && quantity('-1').sign() == -1",
    ]);
    breaks_off(&["quantity('abc').isInteger()", "quantity('0.5').asInteger() == 1"]);
    let spec = "{a: 9999999999999999999999999999999999999G}";
    assert_eq!(not_evaluated("{a: {type: string}}", "quantity(self.a).sign() == 1", spec).len(), 1);
}

#[test]
fn addresses_and_networks() {
    is_true(&[
        "isIP('127.0.0.1') && isIP('::1') && !isIP('127.0.0.256') && !isIP('::ffff:1.2.3.4') && !isIP('01.2.3.4')",
        "ip('127.0.0.1').family() == 4 && ip('::1').family() == 6 && ip('127.0.0.1') == ip('127.0.0.1')",
        "ip.isCanonical('::1') && !ip.isCanonical('0:0:0:0:0:0:0:1') && string(ip('::1')) == '::1'",
        "ip('127.0.0.1').isLoopback() && ip('0.0.0.0').isUnspecified() && ip('224.0.0.1').isLinkLocalMulticast()",
        "ip('169.254.1.1').isLinkLocalUnicast() && ip('192.168.0.1').isGlobalUnicast()",
        "!ip('255.255.255.255').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast() && ip('fe80::1').isLinkLocalUnicast()",
        "isCIDR('192.168.0.0/16') && isCIDR('::1/128') && !isCIDR('192.168.0.0/33') && !isCIDR('1.2.3.4') && !isCIDR('::1/129')",
        "cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))",
        "cidr('192.168.0.0/16').containsCIDR('192.168.0.0/24') && !cidr('192.168.1.0/24').containsCIDR(cidr('192.168.2.0/24'))",
        "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24') && cidr('0.0.0.0/0').containsIP('8.8.8.8')",
        "cidr('192.168.0.0/16').prefixLength() == 16 && cidr('192.168.0.1/24').ip() == ip('192.168.0.1')",
        "!cidr('10.0.0.0/8').containsIP('::1') && string(cidr('10.0.0.0/8')) == '10.0.0.0/8'",
    ]);
    breaks_off(&["ip('abc').family() == 4", "cidr('10.0.0.0').prefixLength() == 8"]);
    let differs = "cidr(self.a).containsCIDR('192.168.10.0/24')";
    assert_eq!(not_evaluated("{a: {type: string}}", differs, "{a: 192.168.0.0/16}").len(), 1);
}

#[test]
fn versions() {
    is_true(&[
        "isSemver('1.0.0') && isSemver('1.0.0-rc.1+build') && !isSemver('v1.0.0') && !isSemver('1.0') && !isSemver('01.0.0')",
        "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3",
        "semver('1.0.0').isGreaterThan(semver('1.0.0-rc.2')) && semver('1.0.0-rc.2').isLessThan(semver('1.0.0-rc.10'))",
        "semver('1.0.0').compareTo(semver('1.0.0+a')) == 0",
    ]);
}

#[test]
fn times() {
    is_true(&[
        "duration('1h30m') == duration('90m') && duration('1.5s') > duration('1s') && duration('0s') == duration('0')",
        "duration('90s').getMinutes() == 1 && duration('1h').getSeconds() == 3600 && duration('-1s') < duration('0s')",
        "duration('1m') + duration('1s') == duration('61s') && string(duration('1m')) == '60s'",
        "timestamp('2024-02-29T12:30:15Z').getFullYear() == 2024 && timestamp('2024-02-29T12:30:15Z').getMonth() == 1",
        "timestamp('2024-02-29T12:30:15Z').getDate() == 29 && timestamp('2024-02-29T12:30:15Z').getHours() == 12",
        "timestamp('2024-01-01T01:00:00+01:00') == timestamp('2024-01-01T00:00:00Z')",
        "int(timestamp('1970-01-02T00:00:00Z')) == 86400 && timestamp('2023-01-01T00:00:00Z') < timestamp('2023-01-01T00:00:00.5Z')",
    ]);
    breaks_off(&[
        "duration('1d') > duration('1s')",
        "duration('abc') == duration('1s')",
        "timestamp('x') == timestamp('x')",
    ]);
}

#[test]
fn names_in_the_formats_of_kubernetes() {
    is_true(&[
        "!format.dns1123Label().validate('my-name').hasValue() && format.dns1123Label().validate('My').hasValue()",
        "!format.dns1123Subdomain().validate('a.b').hasValue() && format.dns1123Subdomain().validate('a..b').hasValue()",
        "!format.dns1035Label().validate('a1').hasValue() && format.dns1035Label().validate('1a').hasValue()",
        "!format.qualifiedName().validate('a.b/c').hasValue() && !format.labelValue().validate('').hasValue()",
    ]);
}

#[test]
fn values_that_may_be_missing() {
    is_true(&[
        "self.?a.orValue('z') == 'abc' && self[?'a'].hasValue() && self.?a.value() == 'abc'",
        "optional.none().orValue(1) == 1 && optional.of(1).value() == 1 && !optional.none().hasValue()",
        "{'a': 1}[?'b'].orValue(2) == 2 && [?optional.none(), 1] == [1]",
        "optional.of(1).optMap(x, x + 1).value() == 2",
    ]);
}
