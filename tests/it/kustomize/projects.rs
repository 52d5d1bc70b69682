use crate::kustomize;
use crate::project::Project;

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: runner
      containers:
      - name: web
        image: registry.example/web:1.0
        env:
        - {name: A, value: a}
        - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: b}}}
        ports:
        - {containerPort: 80, protocol: TCP, name: http}
        - {containerPort: 81, name: other}
        volumeMounts: [{name: data, mountPath: /data}]
      - {name: side, image: redis@sha256:0123}
      volumes:
      - {name: data, secret: {secretName: keys}}
      tolerations: [{key: a, operator: Exists}]
";

const REST: &str = "apiVersion: v1
kind: ServiceAccount
metadata: {name: runner}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [''], resources: [secrets], resourceNames: [keys], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects:
- {kind: ServiceAccount, name: runner, namespace: default}
- {kind: ServiceAccount, name: default, namespace: default}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {a: true, b: yes}}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}
---
apiVersion: databases.example/v1
kind: Failover
metadata: {name: cache}
spec: {config: [a, b, c], redis: {replicas: 3, image: 'redis:6'}, odd: [yes, Off, 2024-1-31, 0644, 0o14, 1_0, 1e3, 08, 1.10, ~, '']}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: clean}
spec:
  schedule: '* * * * *'
  jobTemplate:
    spec: {template: {spec: {restartPolicy: Never, containers: [{name: clean, image: 'registry.example/web:1.0'}]}}}
";

const BASE: &str = "resources: [deployment.yaml, rest.yaml]
configMapGenerator:
- {name: settings, literals: ['b=1', \"c='quoted'\"]}
secretGenerator:
- {name: keys, literals: [token=abc], files: [certificate.pem, as=certificate.pem], envs: [keys.env]}
";

/// Builds each overlay on the base above, both ways, and expects the same objects.
fn check(what: &str, overlays: &[(&str, String)]) {
    let Some(program) = kustomize::program(what) else { return };
    let mut wrong = Vec::new();
    for (name, overlay) in overlays {
        let project = project(overlay);
        let build = kustomize::build(&kustomize::read(&project.path("")), "overlay");
        let is_whole = !build.is_refused && build.incomplete.is_empty();
        match kustomize::theirs(program, &project.path("overlay")) {
            Ok(theirs) if is_whole => {
                let differences = kustomize::differences(&kustomize::ours(&build), &theirs);
                wrong.extend(differences.into_iter().map(|difference| format!("{name}: {difference}")));
            }
            Ok(_) => {
                let messages: Vec<&str> = build.findings.iter().map(|finding| finding.message.as_str()).collect();
                wrong.push(format!("{name}: only groundplan refuses: {messages:?}"));
            }
            Err(_) if build.is_refused => {}
            Err(said) => wrong.push(format!("{name}: only kustomize refuses: {said}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn project(overlay: &str) -> Project {
    Project::empty()
        .file("base/deployment.yaml", DEPLOYMENT)
        .file("base/rest.yaml", REST)
        .file("base/certificate.pem", "-----BEGIN-----\nAAAA <&>\n")
        .file("base/keys.env", "# two\nONE=1\n  TWO=a=b\n\nTHREE\n")
        .file("base/kustomization.yaml", BASE)
        .file("component/kustomization.yaml", "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: c-\nimages: [{name: redis, newTag: '7'}]\n")
        .file("overlay/kustomization.yaml", overlay)
        .file("overlay/patch.yaml", "kind: Service\napiVersion: v1\nmetadata: {name: web}\nspec: {ports: [{port: 80, name: http}, {port: 81}]}\n---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: clean}\n$patch: delete\n")
        .file("overlay/ops.yaml", "- {op: replace, path: /spec/config, value: [z]}\n- {op: add, path: /spec/config/-, value: y}\n- {op: move, from: /spec/redis/image, path: /spec/image}\n")
        .file("overlay/names.yaml", "nameReference:\n- kind: ConfigMap\n  fieldSpecs:\n  - {kind: Failover, path: spec/redis/image}\nimages:\n- {kind: Failover, path: spec/redis/image}\n")
}

#[test]
fn small_projects_build_as_kustomize_builds_them() {
    let overlays = [
        ("nothing", "resources: [../base]"),
        ("namespace", "resources: [../base]\nnamespace: shop-dev"),
        ("affixes", "resources: [../base]\nnamePrefix: dev-\nnameSuffix: -v2"),
        ("both", "resources: [../base]\nnamespace: other\nnamePrefix: dev-"),
        (
            "labels",
            "resources: [../base]\nlabels: [{pairs: {a: b, m: 'yes'}}, {pairs: {c: d}, includeTemplates: true}]",
        ),
        ("selectors", "resources: [../base]\nlabels: [{pairs: {a: b}, includeSelectors: true}]"),
        (
            "custom field",
            "resources: [../base]\nlabels: [{pairs: {a: b}, fields: [{kind: Failover, path: spec/labels, create: true}]}]",
        ),
        ("common", "resources: [../base]\ncommonLabels: {a: b}\ncommonAnnotations: {c: 'true', d: '1'}"),
        (
            "image",
            "resources: [../base]\nimages: [{name: registry.example/web, newTag: v2}, {name: redis, newName: valkey, digest: 'sha256:ff'}]",
        ),
        ("image that is none", "resources: [../base]\nimages: [{name: web, newTag: v2}]"),
        ("replicas", "resources: [../base]\nnamePrefix: x-\nreplicas: [{name: web, count: 4}]"),
        ("replicas of nothing", "resources: [../base]\nreplicas: [{name: wed, count: 4}]"),
        ("component", "resources: [../base]\ncomponents: [../component]"),
        ("component as a resource", "resources: [../base, ../component]"),
        ("patch file", "resources: [../base]\npatches: [{path: patch.yaml}]"),
        ("strategic", "resources: [../base]\npatchesStrategicMerge: [patch.yaml]"),
        ("operations", "resources: [../base]\npatches: [{path: ops.yaml, target: {kind: Failover}}]"),
        (
            "operations of old",
            "resources: [../base]\npatchesJson6902: [{path: ops.yaml, target: {group: databases.example, version: v1, kind: Failover, name: cache}}]",
        ),
        ("no target", "resources: [../base]\npatches: [{path: ops.yaml, target: {kind: Failover, name: cach}}]"),
        ("configurations", "resources: [../base]\nconfigurations: [names.yaml]\nimages: [{name: redis, newTag: '9'}]"),
        ("missing", "resources: [../base, gone.yaml]"),
        ("twice", "resources: [../base, ../base]"),
        (
            "merge",
            "resources: [../base]\nnamePrefix: p-\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [b=2, e=5]}]",
        ),
        (
            "replace",
            "resources: [../base]\nconfigMapGenerator: [{name: settings, behavior: replace, literals: [b=2]}]\ngeneratorOptions: {labels: {l: m}, disableNameSuffixHash: true}",
        ),
        (
            "plain names",
            "resources: [../base]\nsecretGenerator: [{name: s, type: kubernetes.io/tls, literals: [a=b], options: {disableNameSuffixHash: true, immutable: true}}]",
        ),
        (
            "name change",
            "resources: [../base]\npatches: [{target: {kind: ServiceAccount}, options: {allowNameChange: true}, patch: '{kind: ServiceAccount, apiVersion: v1, metadata: {name: other}}'}]",
        ),
        (
            "by label",
            "resources: [../base]\npatches: [{target: {labelSelector: 'app in (web)'}, patch: '[{\"op\": \"add\", \"path\": \"/metadata/labels/x\", \"value\": \"y\"}]'}]",
        ),
        (
            "several",
            "resources: [../base]\npatches: [{target: {kind: 'Service|Ingress', name: 'w.*'}, patch: '{kind: x, metadata: {name: x, annotations: {z: 1}}}'}]",
        ),
        (
            "path that is not there",
            "resources: [../base]\npatches: [{target: {kind: Deployment}, patch: '[{\"op\": \"replace\", \"path\": \"/spec/pause\", \"value\": 1}]'}]",
        ),
        (
            "shapes that do not fit",
            "resources: [../base]\npatches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: 1}}'}]",
        ),
    ];
    check("small projects", &overlays.map(|(name, overlay)| (name, overlay.to_owned())));
}

#[test]
fn strategic_merges_end_as_those_of_kustomize() {
    let specs = [
        "replicas: null",
        "{template: {spec: {containers: [{name: web, env: [{name: B, value: x, valueFrom: null}, {name: C, value: c}]}]}}}",
        "{template: {spec: {containers: [{name: side, $patch: delete}, {name: new, image: i}]}}}",
        "{template: {spec: {containers: [{name: side, $patch: replace, command: [x]}]}}}",
        "{template: {spec: {containers: [{$patch: replace}, {name: only, image: i}]}}}",
        "{template: {spec: {containers: [{name: web, ports: [{containerPort: 80, name: a}, {containerPort: 81, protocol: TCP}, {containerPort: 82}]}]}}}",
        "{template: {spec: {containers: [{name: web, ports: [{containerPort: 81, name: a}]}]}}}",
        "{template: {spec: {containers: [{name: web, volumeMounts: [{mountPath: /data, readOnly: true}, {mountPath: /b, name: b}]}]}}}",
        "{template: {spec: {volumes: [{name: data, secret: null, emptyDir: {}}]}}}",
        "{template: {spec: {volumes: null, tolerations: [{key: b}]}}}",
        "{template: {spec: {imagePullSecrets: [{name: keys}], hostAliases: [{ip: '1', hostnames: [a]}]}}}",
        "{template: {spec: {topologySpreadConstraints: [{topologyKey: z, maxSkew: 1}]}}}",
        "{template: {metadata: {labels: {app: null, b: c}, finalizers: [a]}}}",
        "{template: {$patch: replace, spec: {a: null}}}",
        "{strategy: {$patch: merge, type: Recreate}}",
        "{template: {spec: {affinity: {nodeAffinity: {a: [], b: {}, c: null, d: {e: null}}}}}}",
    ];
    let mut overlays = Vec::new();
    for spec in specs {
        let patch = format!("apiVersion: apps/v1\n    kind: Deployment\n    metadata: {{name: web}}\n    spec: {spec}");
        overlays.push((spec, format!("resources: [../base]\npatches:\n- patch: |\n    {patch}\n")));
        let target = "target: {kind: Deployment}";
        overlays.push((spec, format!("resources: [../base]\npatches:\n- {target}\n  patch: |\n    {patch}\n")));
    }
    check("strategic merge patches", &overlays);
}
