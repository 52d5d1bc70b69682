//! Fields that the schema refuses, with the template line behind them.

use crate::project::Project;
use crate::template_errors::assert_refused;

#[test]
fn an_unknown_field_is_shown_with_its_template_line() {
    assert_refused(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          imagePullPolcy: Always
      tolerations: [{ operator: Exists }]
",
        ),
        "
error[unknown-field]: `spec.template.spec.containers[0]` has no field `imagePullPolcy`
  --> generated/dev/redis/settings.yaml:16:11
   |
16 |           imagePullPolcy: Always
   |           ^^^^^^^^^^^^^^
   |
  ::: templates/redis/settings.yaml.j2:14:11
   |
14 |           imagePullPolcy: Always
   |           ---------------------- written by this line of the template
   |
   = in: Deployment shop/web, `spec.template.spec.containers[0].imagePullPolcy`
   = why: under strict validation, as by `kubectl apply`, the API server refuses the object; otherwise it drops the field with no more than a warning
   = help: write `imagePullPolicy`

failed: 1 error
",
    );
}

#[test]
fn a_number_where_text_belongs_is_shown_with_its_template_line() {
    assert_refused(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: redis
data:
  replicas: {{ redis.operator.replicas }}
",
        ),
        r#"
error[wrong-type]: `data.replicas` must be a string, and `1` is an integer
 --> generated/dev/redis/settings.yaml:9:13
  |
9 |   replicas: 1
  |             ^
  |
 ::: templates/redis/settings.yaml.j2:7:3
  |
7 |   replicas: {{ redis.operator.replicas }}
  |   --------------------------------------- written by this line of the template
  |
  = in: ConfigMap redis/settings, `data.replicas`
  = why: the API server cannot read the object, and refuses it
  = help: quote it: `"1"`

failed: 1 error
"#,
    );
}

#[test]
fn a_text_where_a_number_belongs_is_shown_with_its_template_line() {
    assert_refused(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: {{ redis.namespace }}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
      tolerations: [{ operator: Exists }]
",
        ),
        "
error[wrong-type]: `spec.replicas` must be an integer, and `redis` is a string
  --> generated/dev/redis/settings.yaml:9:13
   |
 9 |   replicas: redis
   |             ^^^^^
   |
  ::: environments/base.yaml:19:14
   |
19 |   namespace: redis
   |              ----- from this value of the model
   |
  ::: templates/redis/settings.yaml.j2:7:3
   |
 7 |   replicas: {{ redis.namespace }}
   |   ------------------------------- written by this line of the template
   |
   = in: Deployment shop/web, `spec.replicas`
   = why: the API server cannot read the object, and refuses it
   = help: write a whole number, such as `3`

failed: 1 error
",
    );
}

#[test]
fn a_missing_required_field_is_shown_with_its_template_line() {
    assert_refused(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - image: nginx:1.27
      tolerations: [{ operator: Exists }]
",
        ),
        "
error[missing-field]: `spec.template.spec.containers[0]` lacks the field `name`
  --> generated/dev/redis/settings.yaml:14:11
   |
14 |         - image: nginx:1.27
   |           ^^^^^^^^^^^^^^^^^
   |
  ::: templates/redis/settings.yaml.j2:12:9
   |
12 |         - image: nginx:1.27
   |         ------------------- written by this line of the template
   |
   = in: Deployment shop/web, `spec.template.spec.containers[0].name`
   = why: the API server refuses the object
   = help: add `name:`

failed: 1 error
",
    );
}

#[test]
fn a_value_that_is_not_one_of_a_few_is_shown_with_its_template_line() {
    assert_refused(
        &Project::small().file(
            "templates/redis/settings.yaml.j2",
            "apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: redis
  namespace: monitoring
spec:
  selector: {}
  endpoints:
    - port: metrics
      scheme: htps
",
        ),
        "
error[unknown-value]: `spec.endpoints[0].scheme` cannot be `htps`
  --> generated/dev/redis/settings.yaml:12:15
   |
12 |       scheme: htps
   |               ^^^^
   |
  ::: templates/redis/settings.yaml.j2:10:7
   |
10 |       scheme: htps
   |       ------------ written by this line of the template
   |
   = in: ServiceMonitor monitoring/redis, `spec.endpoints[0].scheme`
   = why: the API server refuses the object
   = help: write `https`

failed: 1 error
",
    );
}
