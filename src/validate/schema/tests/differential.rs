//! Against another validator, on documents made from the schemas themselves: right ones and broken ones.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::schema::Additional;
use crate::schema::Catalog;
use crate::schema::Definitions;
use crate::schema::Schema;
use crate::schema::Type;
use crate::text::Source;
use crate::validate::schema::check;
use crate::yaml;

const KINDS: [&str; 20] = [
    "apps/v1 DaemonSet",
    "apps/v1 Deployment",
    "apps/v1 StatefulSet",
    "autoscaling/v2 HorizontalPodAutoscaler",
    "batch/v1 CronJob",
    "batch/v1 Job",
    "networking.k8s.io/v1 Ingress",
    "networking.k8s.io/v1 NetworkPolicy",
    "policy/v1 PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1 ClusterRole",
    "rbac.authorization.k8s.io/v1 RoleBinding",
    "scheduling.k8s.io/v1 PriorityClass",
    "storage.k8s.io/v1 StorageClass",
    "v1 ConfigMap",
    "v1 Namespace",
    "v1 PersistentVolumeClaim",
    "v1 Pod",
    "v1 Secret",
    "v1 Service",
    "v1 ServiceAccount",
];

/// Xorshift: the same documents in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
    }
}

struct Maker<'a> {
    definitions: &'a Definitions,
    dice: Dice,
    /// How many places still get broken.
    faults: u64,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Schema, depth: u32) -> Value {
        if self.faults > 0 && self.dice.below(12) == 0 {
            self.faults -= 1;
            return self.dice.pick(&[
                json!("text"),
                json!(7),
                json!(1.5),
                json!(true),
                json!([]),
                json!({}),
                json!(null),
                json!({ "unknown": 1 }),
                json!([null]),
                json!(3_000_000_000_i64),
                json!("96MB"),
                json!("1Gi"),
            ]);
        }
        let schema = self.definitions.resolve(schema);
        if schema.int_or_string {
            return self.dice.pick(&[json!(1), json!("500m"), json!("1")]);
        }
        if let Some(allowed) = schema.allowed.first() {
            return allowed.clone();
        }
        match schema.kind {
            Some(Type::Object) => self.object(schema, depth),
            Some(Type::Array) => {
                let length = if depth == 0 { 0 } else { self.dice.below(3) };
                let items = schema.items.as_deref();
                (0..length).filter_map(|_| items.map(|items| self.value(items, depth - 1))).collect()
            }
            Some(Type::String) => match schema.format.as_deref() {
                Some("byte") => json!("YWJj"),
                Some("date-time") => json!("2024-01-31T10:30:00Z"),
                _ => self.dice.pick(&[json!("a"), json!("yes"), json!(""), json!("1")]),
            },
            Some(Type::Integer) => self.dice.pick(&[json!(0), json!(-1), json!(8080.0), json!(80)]),
            Some(Type::Number) => self.dice.pick(&[json!(0), json!(1.5)]),
            Some(Type::Boolean) => json!(true),
            None => self.dice.pick(&[json!({ "a": [1] }), json!("x"), json!(1)]),
        }
    }

    fn object(&mut self, schema: &Schema, depth: u32) -> Value {
        let mut fields = Map::new();
        for (name, field) in schema.properties.iter() {
            let required = schema.required.iter().any(|wanted| **wanted == *name);
            let wanted = if required {
                self.faults == 0 || self.dice.below(20) != 0
            } else {
                depth > 0 && self.dice.below(3) == 0
            };
            if wanted {
                let value = self.value(field, depth.saturating_sub(1));
                fields.insert(name.to_owned(), value);
            } else if self.dice.below(30) == 0 {
                fields.insert(name.to_owned(), Value::Null);
            }
        }
        if let Additional::Each(each) = &schema.additional_properties {
            for name in ["a", "b/c"] {
                fields.insert(name.to_owned(), self.value(each, depth.saturating_sub(1)));
            }
        }
        if self.faults > 0 && self.dice.below(20) == 0 {
            self.faults -= 1;
            fields.insert("misspelt".to_owned(), json!(1));
        }
        Value::Object(fields)
    }
}

/// The packed definitions as JSON Schema, with what Kubernetes does about null and unknown fields written out.
fn closed(schema: &Value, needed: &mut Vec<String>) -> Value {
    let mut schema = schema.as_object().unwrap().clone();
    if let Some(Value::String(name)) = schema.get("$ref") {
        needed.push(name.clone());
        return json!({ "$ref": format!("#/$defs/{name}") });
    }
    let quantity = "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";
    match (schema.contains_key("x-kubernetes-int-or-string"), schema.get("format").and_then(Value::as_str)) {
        (true, Some("quantity")) => {
            return json!({ "type": ["number", "string"], "pattern": quantity });
        }
        (true, _) => return json!({ "type": ["integer", "string"] }),
        (_, Some("int32")) => {
            schema.insert("minimum".into(), i32::MIN.into());
            schema.insert("maximum".into(), i32::MAX.into());
        }
        (_, Some("byte")) => {
            let base64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";
            schema.insert("pattern".into(), base64.into());
        }
        (_, Some("date-time")) => {
            schema.insert("pattern".into(), "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$".into());
        }
        _ => {}
    }
    let required: Vec<Value> = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let not_null = json!({ "not": { "type": "null" } });
    if let Some(Value::Object(fields)) = schema.get_mut("properties") {
        for (name, field) in fields.iter_mut() {
            let inner = closed(field, needed);
            *field = if required.iter().any(|wanted| wanted == name) {
                json!({ "allOf": [inner, not_null] })
            } else {
                json!({ "anyOf": [{ "type": "null" }, inner] })
            };
        }
    }
    if let Some(items) = schema.get_mut("items") {
        *items = closed(items, needed);
    }
    if let Some(each) = schema.get_mut("additionalProperties") {
        *each = json!({ "anyOf": [{ "type": "null" }, closed(each, needed)] });
    } else if schema.get("type").is_some_and(|kind| kind == "object") {
        schema.insert("additionalProperties".into(), false.into());
    }
    Value::Object(schema)
}

fn reachable(definitions: &Definitions, kind: &str) -> Value {
    let (api_version, kind) = kind.split_once(' ').unwrap();
    let gvk = |name: &&str| {
        let schema = definitions.get(name).unwrap();
        let has = |field, value| schema.properties.get(field).is_some_and(|field| field.allowed == [json!(value)]);
        has("apiVersion", api_version) && has("kind", kind)
    };
    let root = definitions.names().find(gvk).unwrap().to_owned();
    let mut needed = vec![root.clone()];
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    while let Some(name) = needed.pop() {
        let body: Value = serde_json::from_str(definitions.text(&name).unwrap()).unwrap();
        found.entry(name).or_insert_with(|| closed(&body, &mut needed));
    }
    json!({ "$ref": format!("#/$defs/{root}"), "$defs": found })
}

#[test]
fn verdicts_agree_with_another_validator() {
    let catalog = Catalog::new(33).unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut right, mut wrong) = (0, 0);
    for kind in KINDS {
        let (api_version, name) = kind.split_once(' ').unwrap();
        let found = catalog.find(api_version, name).unwrap();
        let other = jsonschema::validator_for(&reachable(found.definitions(), kind)).unwrap();
        for round in 0..200 {
            let dice_of_round = Dice(dice.below(u64::MAX) | 1);
            let mut maker = Maker { definitions: found.definitions(), dice: dice_of_round, faults: round % 3 };
            let value = maker.value(found.schema(), 9);
            let expected = other.is_valid(&value);
            let text = value.to_string();
            let parsed = yaml::parse(&Source::new("a.json", text.as_str()));
            let Some(document) = parsed.documents.first() else { continue };
            let mut sink = Vec::new();
            check(&found, document.root(), &mut sink);
            assert_eq!(sink.is_empty(), expected, "{kind} {text}\n{sink:?}");
            right += usize::from(expected);
            wrong += usize::from(!expected);
        }
    }
    assert!(right > 1000 && wrong > 1000, "{right} right, {wrong} wrong");
}
