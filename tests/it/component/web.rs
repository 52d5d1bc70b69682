//! A component as a user would add it.

use crate::project::Project;

/// The layer that the component's values are added to.
pub(super) const BASE: &str = "environments/base.yaml";

/// A component `web`: a map of sites, one Deployment for each, labels from a partial, a ConfigMap for prod alone, a
/// kustomization, and an Application of Argo CD that syncs it.
const FILES: &[(&str, &str)] = &[
    ("environments/prod.yaml", "values:\n  web:\n    sites:\n      north: { replicas: 5 }\n"),
    (
        "templates/web/_macros.yaml.j2",
        "{% macro labels(site, team) %}
    app: {{ \"web-\" ~ site }}
    team: {{ team }}
{% endmacro %}
",
    ),
    (
        "templates/web/deployment.yaml.j2",
        "---
each: values.web.sites
as: site
path: web/{{ key }}.yaml
---
{% from \"web/_macros.yaml.j2\" import labels %}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ \"web-\" ~ key }}
  namespace: shop
  labels:
{{ labels(key, values.web.team) }}
spec:
  replicas: {{ site.replicas }}
  selector:
    matchLabels: { app: {{ \"web-\" ~ key }} }
  template:
    metadata:
      labels: { app: {{ \"web-\" ~ key }} }
    spec:
      containers:
        - { name: web, image: \"nginx:1.27\" }
",
    ),
    (
        "templates/web/service.yaml.j2",
        "---
each: values.web.sites
as: site
when: site.public
path: web/{{ key }}-service.yaml
---
apiVersion: v1
kind: Service
metadata: { name: {{ \"web-\" ~ key }}, namespace: shop }
spec:
  selector: { app: {{ \"web-\" ~ key }} }
  ports: [{ port: 80 }]
",
    ),
    (
        "templates/web/banner.yaml.j2",
        "---
environments: [prod]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: web-banner, namespace: shop }
data: { text: live }
",
    ),
    (
        "templates/web/kustomization.yaml.j2",
        "apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
{% for key in values.web.sites %}
  - {{ key ~ \".yaml\" }}
{% if values.web.sites[key].public %}
  - {{ key ~ \"-service.yaml\" }}
{% endif %}
{% endfor %}
{% if environment == \"prod\" %}
  - banner.yaml
{% endif %}
",
    ),
    (
        "templates/argocd/application.yaml.j2",
        "---
each: argocd.applications
as: application
path: argocd/{{ key }}.yaml
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ application.name }}
  namespace: {{ argocd.namespace }}
  annotations: { argocd.argoproj.io/sync-wave: {{ application.wave ~ \"\" }} }
spec:
  project: {{ argocd.project }}
  destination: { server: {{ argocd.server }} }
  source:
    repoURL: {{ argocd.repository.url }}
    targetRevision: {{ argocd.repository.revision }}
    path: {{ argocd.repository.path ~ \"/\" ~ environment ~ \"/\" ~ application.path }}
",
    ),
];

/// What it adds to the end of `environments/base.yaml`.
const VALUES: &str = "    web: { path: web, wave: 2, after: [cache] }
values:
  web:
    team: payments
    sites:
      north: { replicas: 2, public: true }
      south: { replicas: 1, public: false }
";

/// The small project with the component in it.
pub(super) fn with_component() -> Project {
    let project = Project::small();
    // The node of Redis is tainted.
    let two =
        "  two: { instanceType: small, zone: a, disk: { size: 10Gi }, labels: { pool: web } }\nnamespaces:\n  redis:";
    let base = project.read(BASE).replacen("namespaces:\n  redis:", two, 1);
    FILES.iter().fold(project.file(BASE, base + VALUES), |project, (path, text)| project.file(path, text))
}
