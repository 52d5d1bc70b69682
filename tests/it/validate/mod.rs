//! `groundplan validate`: manifests of any origin, without a project.

mod definitions; // custom kinds that the inputs define themselves
mod hostile; // inputs made to exhaust time, memory or the stack
mod inputs; // what is read
mod locations; // where schemas come from
mod migrating; // what people rely on who come from kubeconform
mod names; // names by which manifests refer to each other
mod nothing_silent; // what cannot be checked is said
mod order; // one report, whatever the number of threads
mod overlays; // what kustomizations build
mod places; // where pods can run
mod reports; // the report in every format
mod rules; // what rules say of documents together
mod selection; // which kinds are checked
mod together; // which documents are those of one cluster
mod variants; // defects that rules tell, by other names, and what nearly is one
mod versions; // what depends on the Kubernetes minor

use crate::project::Project;

/// A manifest without fault.
pub(crate) const SERVICE: &str = "apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selector: { app: web }
  ports:
    - port: 80
      targetPort: http
";

/// The same with a misspelt field, in line 7, column 3.
pub(crate) const MISSPELT: &str = "apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selektor: { app: web }
  ports:
    - port: 80
      targetPort: http
";

/// The definition of a kind of which nobody has heard before.
pub(crate) const WIDGETS: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.org
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Widget, plural: widgets, singular: widget, listKind: WidgetList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer, minimum: 1 }
                port: { x-kubernetes-int-or-string: true }
                note: { type: string, nullable: true }
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
                names: { type: array, x-kubernetes-list-type: set, items: { type: string } }
";

/// A widget of a size.
pub(crate) fn widget(size: &str) -> String {
    format!("apiVersion: example.org/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  size: {size}\n")
}

/// A folder with files.
pub(crate) fn folder<const N: usize>(files: [(&str, &str); N]) -> Project {
    files.into_iter().fold(Project::empty(), |project, (path, text)| project.file(path, text))
}

/// The last line of what was said, which sums it up.
pub(crate) fn last_line(out: &str) -> &str {
    out.lines().next_back().unwrap_or_default()
}
