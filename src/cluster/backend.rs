//! Services that routes, webhooks and the API server's own extensions lead to, by name and port.

use crate::cluster::object::Object;
use crate::cluster::objects::Cluster;
use crate::yaml::Node;

/// A Service that an object leads to.
#[derive(Debug, Clone)]
pub struct Backend<'a> {
    /// The object that leads there.
    pub object: Object<'a>,
    /// Where the name is written.
    pub node: Node<'a>,
    /// The path of the map with the name.
    pub path: String,
    /// The namespace of the Service.
    pub namespace: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The port: a number or a name.
    pub port: Option<Node<'a>>,
    /// The port, if none is written.
    pub usual: Option<u32>,
}

impl<'a> Cluster<'a> {
    /// All of them, in the order of the objects.
    pub fn backends(&self) -> Vec<Backend<'a>> {
        let mut all = Vec::new();
        for object in self.objects() {
            match (object.id().group(), object.id().kind.as_str()) {
                ("networking.k8s.io", "Ingress") => ingress(*object, &mut all),
                ("gateway.networking.k8s.io", "HTTPRoute" | "GRPCRoute" | "TCPRoute" | "TLSRoute" | "UDPRoute") => {
                    route(*object, &mut all);
                }
                ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration") => {
                    for (at, webhook) in items(object.at(&["webhooks"])) {
                        let path = format!("webhooks[{at}].clientConfig.service");
                        all.extend(extension(*object, webhook.at(&["clientConfig", "service"]), path));
                    }
                }
                ("apiregistration.k8s.io", "APIService") => {
                    all.extend(extension(*object, object.at(&["spec", "service"]), "spec.service".to_owned()));
                }
                ("apiextensions.k8s.io", "CustomResourceDefinition") => {
                    let path = ["spec", "conversion", "webhook", "clientConfig", "service"];
                    all.extend(extension(*object, object.at(&path), path.join(".")));
                }
                _ => {}
            }
        }
        all
    }
}

fn items(list: Option<Node<'_>>) -> impl Iterator<Item = (usize, Node<'_>)> {
    list.into_iter().flat_map(Node::items).enumerate()
}

fn ingress<'a>(object: Object<'a>, all: &mut Vec<Backend<'a>>) {
    let backend = |node: Option<Node<'a>>, path: String| {
        let service = node?.get("service")?;
        let port = service.get("port");
        Some(Backend {
            object,
            node: service.get("name")?,
            path,
            namespace: &object.id().namespace,
            name: service.get("name")?.text()?,
            port: port.and_then(|port| port.get("number").or_else(|| port.get("name"))),
            usual: None,
        })
    };
    let usual = object.at(&["spec", "defaultBackend"]);
    all.extend(backend(usual, "spec.defaultBackend.service".to_owned()));
    for (rule, node) in items(object.at(&["spec", "rules"])) {
        for (at, path) in items(node.at(&["http", "paths"])) {
            // Controllers of clouds take actions for Services that do not exist.
            let is_action =
                path.at(&["backend", "service", "port", "name"]).and_then(Node::text) == Some("use-annotation");
            if !is_action {
                let own = format!("spec.rules[{rule}].http.paths[{at}].backend.service");
                all.extend(backend(path.get("backend"), own));
            }
        }
    }
}

fn route<'a>(object: Object<'a>, all: &mut Vec<Backend<'a>>) {
    for (rule, node) in items(object.at(&["spec", "rules"])) {
        for (at, reference) in items(node.get("backendRefs")) {
            let text = |key: &str| reference.get(key).and_then(Node::text);
            let is_service =
                text("kind").is_none_or(|kind| kind == "Service") && text("group").is_none_or(str::is_empty);
            let (Some(node), Some(name)) = (reference.get("name"), text("name")) else { continue };
            if is_service {
                all.push(Backend {
                    object,
                    node,
                    path: format!("spec.rules[{rule}].backendRefs[{at}]"),
                    namespace: text("namespace").unwrap_or(&object.id().namespace),
                    name,
                    port: reference.get("port"),
                    usual: None,
                });
            }
        }
    }
}

/// A Service that the API server itself calls.
fn extension<'a>(object: Object<'a>, service: Option<Node<'a>>, path: String) -> Option<Backend<'a>> {
    let service = service?;
    let node = service.get("name")?;
    Some(Backend {
        object,
        node,
        path,
        namespace: service.get("namespace")?.text()?,
        name: node.text()?,
        port: service.get("port"),
        usual: Some(443),
    })
}
