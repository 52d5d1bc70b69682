//! What people rely on who come from kubeconform: its acceptance cases, as claims about behaviour.
//!
//! Differences are deliberate: strict is the only mode, nothing to check is exit code 3, a wrong command line is 2, and
//! nothing is ever fetched.

use crate::project::Project;
use crate::validate::folder;
use crate::validate::last_line;

const CONTROLLER: &str = "apiVersion: v1
kind: ReplicationController
metadata:
  name: bob
spec:
  replicas: 2
  selector: { app: nginx }
  template:
    metadata:
      labels: { app: nginx }
    spec:
      containers:
        - name: nginx
          image: nginx:1.27
          ports:
            - containerPort: 80
";

fn code(text: &str) -> i32 {
    let said = folder([("a.yaml", text)]).run(["validate", "a.yaml", "--kubernetes-version", "1.28"]);
    assert!(matches!(said.code, 0 | 1), "{}{}", said.out, said.err);
    said.code
}

#[test]
fn help_is_no_error_and_a_wrong_flag_is() {
    let project = Project::empty();
    let said = project.run(["validate", "--help"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("Usage: groundplan validate"), "{}", said.out);
    let said = project.run(["validate", "--xyz"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--xyz"), "{}", said.err);
}

#[test]
fn a_wrong_type_is_found() {
    assert_eq!(code(CONTROLLER), 0);
    assert_eq!(code(&CONTROLLER.replace("replicas: 2", "replicas: asd")), 1);
    assert_eq!(code(&CONTROLLER.replace("replicas: 2", "replicas: \"2\"")), 1);
}

#[test]
fn ports_by_name_and_by_number_are_right() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: { name: heapster }\nspec:\n  ports:\n    - port: 80\n      \
                   targetPort: 8082\n    - port: 81\n      name: b\n      targetPort: http\n  selector: { k8s-app: h }\n";
    assert_eq!(code(&service.replace("port: 80\n", "port: 80\n      name: a\n")), 0);
}

#[test]
fn quantities_may_be_numbers_and_texts() {
    let range = "apiVersion: v1\nkind: LimitRange\nmetadata: { name: m }\nspec:\n  limits:\n    - default: { memory: 512Mi, \
                 cpu: 1 }\n      defaultRequest: { memory: 268435456, cpu: \"0.5\" }\n      type: Container\n";
    assert_eq!(code(range), 0);
}

#[test]
fn null_is_an_absent_value() {
    let service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: frontend\n  annotations:\n  creationTimestamp: null\n\
                   spec:\n  ports:\n    - port: 80\n      name: null\n  selector: { app: a }\n  externalIPs: null\n";
    assert_eq!(code(service), 0);
}

#[test]
fn a_generated_name_is_a_name() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: pi- }\nspec:\n  template:\n    spec:\n      \
               restartPolicy: Never\n      containers: [{ name: pi, image: perl:5 }]\n";
    assert_eq!(code(job), 0);
}

#[test]
fn a_field_that_does_not_exist_is_always_an_error() {
    assert_eq!(code(&CONTROLLER.replace("  replicas: 2", "  replicas: 2\n  replica: 2")), 1);
}

#[test]
fn keys_that_look_like_something_else_are_keys() {
    assert_eq!(code("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  \"5.3\": a\n  \"true\": b\n"), 0);
}

#[test]
fn one_bad_document_among_good_ones_fails_the_file() {
    let bad = CONTROLLER.replace("replicas: 2", "replicas: asd");
    let said = folder([("a.yaml", &format!("{CONTROLLER}---\n{bad}---\n{CONTROLLER}"))]);
    let said = said.run(["validate", "a.yaml", "--allow=object-rendered-twice"]);
    assert_eq!(said.code, 1);
    assert!(last_line(&said.out).contains("3 documents"), "{}", said.out);
    assert_eq!(said.out.matches("error[").count(), 1, "{}", said.out);
}

#[test]
fn a_custom_resource_without_a_schema_fails_unless_that_is_allowed() {
    let project = folder([("a.yaml", "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: a }\n")]);
    assert_eq!(project.run(["validate", "a.yaml"]).code, 1);
    assert_eq!(project.run(["validate", "a.yaml", "--ignore-missing-schemas"]).code, 0);
}

#[test]
fn a_group_with_a_long_domain_and_alike_kinds_are_told_apart() {
    let text = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: a }\nroleRef: { \
                apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a }\nsubjects: []\n---\n\
                apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec: { defaultBackend: { \
                service: { name: a, port: { number: 80 } } } }\n";
    assert_eq!(code(text), 0);
    assert_eq!(code(&text.replace("networking.k8s.io/v1", "extensions/v1beta1")), 1);
}

#[test]
fn a_hundred_thousand_documents_in_one_file_are_all_checked() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n---\n".repeat(100_000);
    let said = folder([("a.yaml", &text)]).run(["validate", "a.yaml"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(last_line(&said.out).contains("100000 documents in 1 file"), "{}", said.out);
    let said = Project::empty().fed(text.as_bytes(), ["validate"]);
    assert!(last_line(&said.out).contains("100000 documents in 1 file"), "{}", said.out);
}

#[test]
fn every_document_is_listed_if_asked() {
    let said = folder([("a.yaml", CONTROLLER)]).run(["validate", "a.yaml", "--verbose"]);
    assert!(said.out.contains("a.yaml:1") && said.out.contains("ReplicationController bob"), "{}", said.out);
    let said =
        folder([("a.yaml", CONTROLLER)]).run(["validate", "a.yaml", "--verbose", "--skip", "ReplicationController"]);
    assert!(said.out.contains("ReplicationController bob") && said.out.contains("skipped"), "{}", said.out);
}
