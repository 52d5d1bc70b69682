//! How fast manifests are parsed, in memory: no disk, no validation, one thread.
//!
//! `cargo bench --bench parse` prints a table. Wall time depends on what else the machine does. To count instructions,
//! which do not, run the binary below `target/release/deps` once under callgrind with the name of a case:
//! `valgrind --tool=callgrind --toggle-collect='*yaml::parse::parse' target/release/deps/parse-* --only crds`.

#![expect(clippy::print_stdout, reason = "the table is the purpose")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use groundplan::text::Source;
use groundplan::yaml;

/// A text of this project that looks like the largest a cluster is given.
const CRD: &str = include_str!("../generated/dev/redis-operator/crd.yaml");

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // Without `--bench` this runs as a test of all targets, and once is enough to see that it works.
    let runs = if arguments.iter().any(|argument| argument == "--bench") { 30 } else { 1 };
    let only = arguments.iter().skip_while(|argument| *argument != "--only").nth(1);
    println!("{:28} {:>9} {:>9} {:>9} {:>9}", format!("{runs} runs"), "MB", "best MB/s", "median", "documents");
    for (name, make) in CASES {
        if only.is_none_or(|only| only == name) {
            measure(name, &make(), runs);
        }
    }
}

type Case = (&'static str, fn() -> Vec<Arc<Source>>);

const CASES: [Case; 4] =
    [("deployments", deployments), ("crds", crds), ("json", json_files), ("many-documents", many_documents)];

/// Two thousand files of one Deployment each.
fn deployments() -> Vec<Arc<Source>> {
    (0..2000).map(|number| Source::new(format!("deployment-{number}.yaml"), deployment(number))).collect()
}

fn deployment(number: usize) -> String {
    format!(
        "# Rendered by a tool.\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{number}\n  \
         namespace: shop\n  labels:\n    app.kubernetes.io/name: service-{number}\n    \
         app.kubernetes.io/managed-by: argocd\nspec:\n  replicas: {replicas}\n  revisionHistoryLimit: 3\n  selector:\n    \
         matchLabels:\n      app.kubernetes.io/name: service-{number}\n  template:\n    metadata:\n      labels:\n        \
         app.kubernetes.io/name: service-{number}\n      annotations:\n        prometheus.io/scrape: \"true\"\n        \
         prometheus.io/port: \"8080\"\n    spec:\n      serviceAccountName: service-{number}\n      \
         securityContext: {{ runAsNonRoot: true, runAsUser: 1000 }}\n      containers:\n        - name: app\n          \
         image: registry.example.org/shop/service-{number}:v1.{number}.0\n          args: [\"--listen\", \":8080\"]\n          \
         ports:\n            - name: http\n              containerPort: 8080\n              protocol: TCP\n          \
         env:\n            - name: LOG_LEVEL\n              value: info\n            - name: PASSWORD\n              \
         valueFrom:\n                secretKeyRef:\n                  name: service-{number}\n                  \
         key: password\n          resources:\n            requests: {{ cpu: 100m, memory: 128Mi }}\n            \
         limits:\n              memory: 256Mi\n          livenessProbe:\n            httpGet:\n              \
         path: /healthz\n              port: http\n            initialDelaySeconds: 10\n          volumeMounts:\n            \
         - name: config\n              mountPath: /etc/service\n              readOnly: true\n      volumes:\n        \
         - name: config\n          configMap:\n            name: service-{number}\n",
        replicas = number % 5 + 1,
    )
}

/// One file of about five megabytes: definitions with the descriptions that generators write.
fn crds() -> Vec<Arc<Source>> {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < 5_000_000 {
        definition(&mut text, number);
        number += 1;
    }
    vec![Source::new("crds.yaml", text)]
}

fn definition(out: &mut String, number: usize) {
    let _ = write!(
        out,
        "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  annotations:\n    \
         controller-gen.kubebuilder.io/version: v0.19.0\n  name: widgets{number}.example.org\nspec:\n  \
         group: example.org\n  names:\n    kind: Widget{number}\n    listKind: Widget{number}List\n    \
         plural: widgets{number}\n    singular: widget{number}\n  scope: Namespaced\n  versions:\n  - name: v1\n    \
         schema:\n      openAPIV3Schema:\n        description: Widget is what the operator looks after.\n        \
         properties:\n"
    );
    for field in 0..200 {
        let _ = write!(
            out,
            "          field{field}:\n            description: |-\n              Field{field} says how the operator \
             treats the pods of a widget.\n              More info: https://kubernetes.io/docs/concepts/overview/\n\n              \
             It is not changed while the widget is being removed.\n            properties:\n              \
             matchExpressions:\n                description: matchExpressions is a list of label selector \
             requirements. The requirements\n                  are ANDed.\n                items:\n                  \
             description: |-\n                    A label selector requirement is a selector that contains values, \
             a key, and an operator that\n                    relates the key and values.\n                  \
             properties:\n                    key:\n                      description: key is the label key that the \
             selector applies to.\n                      type: string\n                    operator:\n                      \
             type: string\n                    values:\n                      items:\n                        \
             type: string\n                      type: array\n                      x-kubernetes-list-type: atomic\n                  \
             required:\n                  - key\n                  - operator\n                  type: object\n                \
             type: array\n                x-kubernetes-list-type: atomic\n              port:\n                anyOf:\n                \
             - type: integer\n                - type: string\n                x-kubernetes-int-or-string: true\n              \
             mode:\n                default: \"\"\n                enum:\n                - Always\n                \
             - Never\n                format: int32\n                minimum: 1\n                type: string\n            \
             type: object\n"
        );
    }
    out.push_str("        type: object\n    served: true\n    storage: true\n    subresources:\n      status: {}\n");
    if number.is_multiple_of(3) {
        out.push_str("---\n");
        out.push_str(CRD);
    }
}

/// Objects as `kubectl get -o json` writes them.
fn json_files() -> Vec<Arc<Source>> {
    let object = |number: usize| {
        let annotations = serde_json::json!({"note": "written by \"hand\"", "number": number.to_string()});
        let port = serde_json::json!({"name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"});
        serde_json::json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": format!("service-{number}"), "namespace": "shop", "annotations": annotations},
            "spec": {"clusterIP": "10.0.0.1", "ports": [port], "selector": {"app": "shop"}, "type": "ClusterIP"},
        })
    };
    let items: Vec<serde_json::Value> = (0..5000).map(object).collect();
    let list = serde_json::json!({"apiVersion": "v1", "kind": "List", "items": items});
    vec![Source::new("list.json", serde_json::to_string_pretty(&list).expect("JSON can be written"))]
}

/// One file with a great many small objects.
fn many_documents() -> Vec<Arc<Source>> {
    let mut text = String::new();
    for number in 0..20_000 {
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings-{number}\ndata:\n  number: \"{number}\"\n"
        );
    }
    vec![Source::new("many.yaml", text)]
}

fn measure(name: &str, sources: &[Arc<Source>], runs: usize) {
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let mut documents = 0;
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            documents = 0;
            for source in sources {
                let parsed = black_box(yaml::parse(source));
                assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
                documents += parsed.documents.len();
            }
            start.elapsed()
        })
        .collect();
    times.sort();
    #[expect(clippy::cast_precision_loss, reason = "a rate that is printed with one digit")]
    let megabytes = bytes as f64 / 1e6;
    let rate = |at: usize| megabytes / times[at].as_secs_f64();
    println!("{name:28} {megabytes:9.2} {:9.1} {:9.1} {documents:9}", rate(0), rate(runs / 2));
}
