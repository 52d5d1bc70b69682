//! `on`: the events that start a workflow, and what they are narrowed to.

use crate::text::suggest;
use crate::workflow::structure::Walk;
use crate::workflow::structure::cron;
use crate::workflow::structure::events::EVENTS;
use crate::workflow::structure::events::Event;
use crate::workflow::structure::events::OTHERS;
use crate::workflow::structure::pattern;
use crate::yaml::Node;

/// Filters of which only one of each pair can be used.
const EXCLUSIVE: [(&str, &str); 3] =
    [("branches", "branches-ignore"), ("tags", "tags-ignore"), ("paths", "paths-ignore")];

impl<'w> Walk<'w> {
    pub(super) fn triggers(&mut self, node: Node<'w>) {
        if node.is_mapping() {
            for (name, key, value) in self.entries(node, "`on`") {
                self.within(name, |walk| walk.trigger(name, key, value));
            }
            return;
        }
        for item in self.texts(node, "`on`", None) {
            let Some(name) = item.text() else { continue };
            match name {
                "schedule" => {
                    self.missing(item.place(), "cron", "`schedule`").help =
                        Some("write `on: {schedule: [{cron: '0 4 * * *'}]}`".to_owned());
                }
                "workflow_run" => drop(self.missing(item.place(), "workflows", "`workflow_run`")),
                _ => drop(self.event(name, item)),
            }
        }
    }

    fn event(&mut self, name: &str, node: Node<'w>) -> Option<&'static Event> {
        let known = EVENTS.iter().find(|event| event.name == name);
        if known.is_none() && !OTHERS.contains(&name) {
            let names = EVENTS.iter().map(|event| event.name).chain(OTHERS);
            let help = suggest::nearest(name, names).map(|near| format!("write `{near}`"));
            self.tell("unknown-event", node.place(), format!("there is no event `{name}`")).help = help;
        }
        known
    }

    fn trigger(&mut self, name: &'w str, key: Node<'w>, value: Node<'w>) {
        match name {
            "schedule" => return self.schedule(value),
            "workflow_dispatch" => return self.dispatch(value),
            "workflow_call" => return self.call(value),
            _ => {}
        }
        let Some(event) = self.event(name, key) else { return };
        if event.name == "workflow_run" && value.get("workflows").is_none() {
            self.missing(key.place(), "workflows", "`workflow_run`").help =
                Some("name the workflows after whose runs this one is to start".to_owned());
        }
        if value.is_null() {
            return;
        }
        for (filter, key, value) in self.entries(value, &format!("`{name}`")) {
            self.within(filter, |walk| walk.filter(event, filter, key, value));
        }
        for (one, other) in EXCLUSIVE {
            if value.get(one).is_some()
                && value.get(other).is_some()
                && let Some((other_key, _)) = value.entries().find(|(key, _)| key.text() == Some(other))
            {
                let message = format!("`{name}` has both `{one}` and `{other}`");
                self.tell("exclusive-filters", other_key.place(), message).help =
                    Some(format!("keep `{one}`, and begin with `!` what is left out, behind what is taken in"));
            }
        }
    }

    fn filter(&mut self, event: &'static Event, filter: &'w str, key: Node<'w>, value: Node<'w>) {
        let types = event.types;
        if filter == "types" && (!types.is_empty() || event.name == "repository_dispatch") {
            for item in self.texts(value, "`types`", None) {
                let Some(name) = item.text().filter(|name| !types.is_empty() && !types.contains(name)) else {
                    continue;
                };
                let near = suggest::nearest(name, types.iter().copied());
                let help = near.map_or_else(|| suggest::known(types.iter().copied()), |near| format!("write `{near}`"));
                let message = format!("`{}` has no activity `{name}`", event.name);
                self.tell("unknown-activity-type", item.place(), message).help = Some(help);
            }
            return;
        }
        if !event.filters.contains(&filter) {
            let message = format!("`{}` cannot be narrowed by `{filter}`", event.name);
            let all = event.filters.iter().copied().chain((!types.is_empty()).then_some("types"));
            let all: Vec<&str> = all.collect();
            let near = suggest::nearest(filter, all.iter().copied());
            let help = near.map_or_else(|| suggest::known(all.iter().copied()), |near| format!("write `{near}`"));
            self.tell("unknown-event-filter", key.place(), message).help = Some(help);
            return;
        }
        if value.is_null() && filter.starts_with(['b', 't']) {
            return;
        }
        for item in self.texts(value, &format!("`{filter}`"), None) {
            let is_path = filter.starts_with("paths");
            let is_pattern = is_path || filter.starts_with("branches") || filter.starts_with("tags");
            if let Some(slip) = item.text().filter(|_| is_pattern).and_then(|text| pattern::slip(text, is_path)) {
                self.tell("invalid-pattern", item.place(), slip.to_owned()).why =
                    Some("GitHub refuses the workflow, or the pattern matches nothing".to_owned());
            }
        }
    }

    fn schedule(&mut self, node: Node<'w>) {
        if !node.is_sequence() {
            self.wrong_type(node, "`schedule`", "a list");
            return;
        }
        for (at, item) in node.items().enumerate() {
            self.within(&format!("[{at}]"), |walk| {
                for (name, _, value) in walk.map(item, "an entry of `schedule`", &["cron", "timezone"]) {
                    let text = walk.text(value, &format!("`{name}`"), None);
                    if let Some(slip) = text.filter(|_| name == "cron").and_then(cron::slip) {
                        walk.tell("invalid-cron", value.place(), slip).help = Some(
                            "write minute, hour, day of the month, month and day of the week: `30 4 * * 1-5`"
                                .to_owned(),
                        );
                    }
                }
                if item.is_mapping() && item.get("cron").is_none() {
                    walk.missing(item.place(), "cron", "an entry of `schedule`");
                }
            });
        }
    }
}
