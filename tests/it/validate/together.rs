//! Which documents are taken for those of one cluster: not all that lie in one repository are applied together.

use crate::project::Project;
use crate::project::Said;
use crate::validate::last_line;

fn deployment(name: &str, namespace: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: Deployment
metadata: {{ name: {name}{namespace} }}
spec:
  selector: {{ matchLabels: {{ app: guestbook }} }}
  template:
    metadata: {{ labels: {{ app: guestbook }} }}
    spec: {{ containers: [{{ name: ui, image: 'guestbook/ui:4.0.0' }}] }}
"
    )
}

fn autoscaler(name: &str) -> String {
    format!(
        "apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{ name: {name}, namespace: print }}
spec: {{ scaleTargetRef: {{ apiVersion: apps/v1, kind: Deployment, name: press }}, maxReplicas: 3 }}
"
    )
}

fn validated(files: &[(&str, String)], arguments: &[&str]) -> Said {
    let project = files.iter().fold(Project::empty(), |project, (path, text)| project.file(path, text));
    let mut command = project.command();
    crate::project::said(command.args(["validate", ".", "--fail-on", "warning"]).args(arguments))
}

#[test]
fn examples_in_folders_of_their_own_do_not_meet() {
    let examples = |namespace| {
        [("plain/ui.yaml", deployment("plain-ui", namespace)), ("hooks/ui.yaml", deployment("ui", namespace))]
    };
    let apart = validated(&examples(""), &[]);
    assert_eq!(apart.code, 0, "{}", apart.out);
    let said = validated(&examples(", namespace: demo"), &[]);
    assert!(said.out.contains("warning[overlapping-selectors]"), "both say that they are in demo: {}", said.out);
    let beside = [("ui.yaml", deployment("plain-ui", "")), ("more.yaml", deployment("ui", ""))];
    assert_eq!(validated(&beside, &[]).code, 1, "they lie in one folder");
    let all = examples("")
        .into_iter()
        .chain([("kustomization.yaml", "resources: [plain/ui.yaml, hooks/ui.yaml]\n".to_owned())]);
    let built = validated(&all.collect::<Vec<_>>(), &[]);
    assert_eq!(built.code, 1, "one kustomization builds both");
}

#[test]
fn what_the_kustomization_beside_it_does_not_name_is_not_applied() {
    let kustomization = |names: &str| ("press/kustomization.yaml", format!("resources: [{names}]\n"));
    let files =
        |names| [kustomization(names), ("press/new.yaml", autoscaler("new")), ("press/old.yaml", autoscaler("old"))];
    let both = validated(&files("new.yaml, old.yaml"), &[]);
    assert!(both.out.contains("error[two-autoscalers]"), "{}", both.out);
    let one = validated(&files("new.yaml"), &[]);
    assert_eq!(one.code, 0, "{}", one.out);
    let told = "not checked: rules on objects that the kustomization beside them does not name (1 time)";
    assert!(last_line(&one.out).contains(told), "{}", one.out);
    let declared: Vec<_> = files("new.yaml")
        .into_iter()
        .chain([("facts.yaml", "external: { namespaces: [print] }\n".to_owned())])
        .collect();
    let closed = validated(&declared, &["--assume", "facts.yaml", "--ignore-filename-pattern", "facts"]);
    assert!(closed.out.contains("error[two-autoscalers]"), "all that there is was declared: {}", closed.out);
}

#[test]
fn files_that_hold_the_same_object_are_variants_of_which_one_is_applied() {
    let variants = [
        ("demo/small.yaml", deployment("ui", "")),
        ("demo/large.yaml", deployment("ui", "")),
        ("demo/next.yaml", deployment("next", "")),
    ];
    let said = validated(&variants, &[]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_eq!(validated(&variants[1..], &[]).code, 1, "these two have nothing in common but their folder");
    let declared = ["facts.yaml", "external: { namespaces: [print] }\n"];
    let all: Vec<_> = variants.into_iter().chain([(declared[0], declared[1].to_owned())]).collect();
    let closed = validated(&all, &["--assume", "facts.yaml", "--ignore-filename-pattern", "facts"]);
    assert!(closed.out.contains("warning[overlapping-selectors]"), "these are all that there is: {}", closed.out);
}

#[test]
fn of_a_service_in_two_files_nobody_knows_the_ports() {
    let service = |port: u16| {
        let ports = format!("[{{ port: {port} }}]");
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{ name: ui, namespace: demo }}\nspec: {{ ports: {ports} }}\n"
        )
    };
    let ingress = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ui, namespace: demo }
spec: { defaultBackend: { service: { name: ui, port: { number: 80 } } } }
";
    let files = [("a/ui.yaml", service(8080)), ("b/ui.yaml", service(80)), ("c/ingress.yaml", ingress.to_owned())];
    assert_eq!(validated(&files, &[]).code, 0, "{}", validated(&files, &[]).out);
    let one = validated(&[files[0].clone(), files[2].clone()], &[]);
    assert!(one.out.contains("error[unknown-backend]"), "{}", one.out);
}

#[test]
fn a_node_of_which_only_labels_are_said_is_no_list_of_all_nodes() {
    let node =
        |more: &str| format!("apiVersion: v1\nkind: Node\nmetadata: {{ name: a, labels: {{ zone: north }} }}\n{more}");
    let bound = deployment("ui", "").replace("containers:", "nodeSelector: { zone: south }, containers:");
    let with = |more: &str| validated(&[("nodes.yaml", node(more)), ("ui.yaml", bound.clone())], &[]);
    assert_eq!(with("").code, 0, "{}", with("").out);
    let listed = with("status: { allocatable: { cpu: '2', memory: 4Gi, pods: '110' } }\n");
    assert!(listed.out.contains("error[selector-without-node]"), "{}", listed.out);
}
