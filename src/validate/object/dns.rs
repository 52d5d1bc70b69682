//! How a pod looks names up.

use crate::validate::object::address;
use crate::validate::object::expect::Sink;
use crate::validate::object::expect::at_most;
use crate::validate::object::expect::fault;
use crate::validate::object::expect::name;
use crate::validate::object::expect::one_of;
use crate::validate::object::expect::required;
use crate::validate::object::field::Field;
use crate::validate::object::grammar::Grammar;

const POLICIES: &[&str] = &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];
const SEARCH_BYTES: usize = 2048;

pub(super) fn check(sink: &mut Sink, spec: &Field<'_>) {
    let (policy, config) = (spec.get("dnsPolicy"), spec.get("dnsConfig"));
    one_of(sink, &policy, POLICIES);
    let servers = config.get("nameservers");
    if policy.is_text("None") && required(sink, &config) {
        required(sink, &servers);
    }
    at_most(sink, &servers, 3);
    for server in servers.items() {
        address::check(sink, &server);
    }
    let searches = config.get("searches");
    at_most(sink, &searches, 32);
    let mut bytes = 0;
    for search in searches.items() {
        let text = search.text_or_empty();
        bytes += text.len() + 1;
        // Underscores, and the root alone, are allowed since 1.33.
        let relaxed = sink.minor >= 33 && (text == "." || Grammar::Subdomain.matches(&plain(text).replace('_', "a")));
        if !relaxed && !Grammar::Subdomain.matches(plain(text)) {
            name(sink, &search, Grammar::Subdomain);
        }
    }
    if bytes > SEARCH_BYTES + 1 {
        sink.push(
            fault("value-out-of-range", &searches, format!("`{}` takes {} characters", searches.path(), bytes - 1))
                .help(format!("keep at most {SEARCH_BYTES}, blanks between the domains included")),
        );
    }
    for option in config.get("options").items() {
        required(sink, &option.get("name"));
    }
}

/// A domain may end with a dot.
fn plain(domain: &str) -> &str {
    domain.strip_suffix('.').unwrap_or(domain)
}
