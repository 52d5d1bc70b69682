//! Manifests to measure with: healthy ones of many kinds, about 1 KB each on average, and definitions by the megabyte.

#![expect(clippy::disallowed_methods, reason = "a benchmark makes the files that it measures with")]

use std::fs;
use std::path::Path;

/// Files in one folder.
const IN_A_FOLDER: usize = 500;

/// The manifest of a number, which stands in its names as `#`.
pub(crate) fn manifest(number: usize) -> String {
    KINDS[number % KINDS.len()].replace('#', &number.to_string())
}

/// Writes manifests, one a file, in folders of a few hundred; gives their bytes.
pub(crate) fn write(folder: &Path, files: usize) -> usize {
    let mut bytes = 0;
    for number in 0..files {
        let folder = folder.join(format!("part-{:04}", number / IN_A_FOLDER));
        if number % IN_A_FOLDER == 0 {
            fs::create_dir_all(&folder).expect("the folder can be made");
        }
        let text = manifest(number);
        bytes += text.len();
        fs::write(folder.join(format!("{number:06}.yaml")), text).expect("the file can be written");
    }
    bytes
}

/// A bundle of CustomResourceDefinitions of at least so many bytes, each like the largest that this repository renders.
pub(crate) fn definitions(bytes: usize) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("generated/dev/redis-operator/crd.yaml")).expect("it is rendered");
    let mut bundle = String::new();
    for number in 0.. {
        if bundle.len() >= bytes {
            break;
        }
        bundle.push_str("---\n");
        bundle.push_str(&text.replace("redisfailovers", &format!("redisfailovers{number}")));
    }
    bundle
}

const KINDS: [&str; 12] = [
    DEPLOYMENT,
    SERVICE,
    DEPLOYMENT,
    CONFIG_MAP,
    INGRESS,
    APPLICATION,
    DEPLOYMENT,
    NETWORK_POLICY,
    AUTOSCALER,
    CRON_JOB,
    SERVICE_MONITOR,
    DEPLOYMENT,
];

const DEPLOYMENT: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: web-#
  template:
    metadata:
      labels:
        app.kubernetes.io/name: web-#
        app.kubernetes.io/part-of: shop
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: "registry.example.org/shop/web:#"
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: REDIS_URL
              value: "redis://rfr-auth-redis.redis:6379/0"
            - name: LOG_LEVEL
              value: info
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: web
                  key: password
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            capabilities:
              drop: [ALL]
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { cpu: "1", memory: 256Mi }
          readinessProbe:
            httpGet:
              path: /health
              port: http
            initialDelaySeconds: 5
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      tolerations:
        - key: domain
          operator: Equal
          value: shop
          effect: NoSchedule
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: web-#
      volumes:
        - name: tmp
          emptyDir: {}
"#;

const SERVICE: &str = "apiVersion: v1
kind: Service
metadata:
  name: web-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
spec:
  selector:
    app.kubernetes.io/name: web-#
  ports:
    - name: http
      port: 80
      targetPort: http
";

const CONFIG_MAP: &str = r#"apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
data:
  application.yaml: |
    server:
      port: 8080
      threads: 16
    redis:
      host: rfr-auth-redis.redis
      port: 6379
    # a comment in the text
    logging: { level: info, format: json }
  LOG_LEVEL: info
  RETRIES: "3"
"#;

const INGRESS: &str = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  ingressClassName: nginx
  tls:
    - hosts: [shop.example.org]
      secretName: shop-tls
  rules:
    - host: shop.example.org
      http:
        paths:
          - path: /v#
            pathType: Prefix
            backend:
              service:
                name: web-#
                port: { name: http }
";

const APPLICATION: &str = r#"apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web-#
  namespace: argocd
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
  annotations:
    argocd.argoproj.io/sync-wave: "3"
spec:
  project: shop
  source:
    repoURL: https://example.org/shop.git
    targetRevision: main
    path: generated/dev/web-#
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
  syncPolicy:
    automated: { prune: true, selfHeal: true }
    syncOptions: [CreateNamespace=false]
    retry:
      limit: 5
      backoff: { duration: 10s, factor: 2, maxDuration: 3m }
"#;

const NETWORK_POLICY: &str = "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
spec:
  podSelector:
    matchLabels: { app.kubernetes.io/name: web-# }
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: ingress }
      ports:
        - { port: 8080, protocol: TCP }
  egress:
    - to:
        - namespaceSelector: {}
      ports:
        - { port: 53, protocol: UDP }
";

const AUTOSCALER: &str = "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web-# }
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: 70 }
";

const CRON_JOB: &str = r#"apiVersion: batch/v1
kind: CronJob
metadata:
  name: clean-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
spec:
  schedule: "*/15 * * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 2
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: clean
              image: registry.example.org/shop/clean:1.#
              args: ["--older-than", "24h"]
              resources:
                requests: { cpu: 50m, memory: 64Mi }
"#;

const SERVICE_MONITOR: &str = "apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web-#
  namespace: shop
  labels:
    app.kubernetes.io/name: web-#
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/component: frontend
    app.kubernetes.io/managed-by: groundplan
    release: prometheus
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: web-#
  endpoints:
    - port: http
      interval: 30s
      path: /metrics
";
