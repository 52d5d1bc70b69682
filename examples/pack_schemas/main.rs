//! Packs the API schemas that groundplan embeds, from the sources named in `schemas/SOURCES.md`.
//!
//! ```sh
//! pip download --no-deps kubernetes-validate==1.37.0 && unzip -d wheel kubernetes_validate-*.whl
//! cargo run --release --example pack_schemas -- wheel <folder of the CRDs> <sha256 of the wheel>
//! ```
//!
//! Only names, types and constraints are packed: no descriptions, no examples. The same input gives the same bytes.

mod crds;
mod kubernetes;

use std::path::Path;

/// One line of a pack; `schema::pack` says what the columns mean.
struct Line {
    name: String,
    scope: String,
    kind: String,
    body: String,
}

#[expect(clippy::disallowed_methods, reason = "a command of the project, not the program")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wheel, crd_folder, wheel_sha256] = arguments.as_slice() else {
        return Err("usage: pack_schemas <unpacked wheel> <folder of the CRDs> <sha256 of the wheel>".into());
    };
    let kubernetes = kubernetes::lines(Path::new(wheel))?;
    let (crds, table) = crds::lines(Path::new(crd_folder))?;
    std::fs::create_dir_all("schemas")?;
    std::fs::write("schemas/kubernetes.pack", pack(&kubernetes))?;
    std::fs::write("schemas/crds.pack", pack(&crds))?;
    std::fs::write("schemas/SOURCES.md", sources(wheel_sha256, &kubernetes, &crds, &table))?;
    Ok(())
}

fn pack(lines: &[Line]) -> Vec<u8> {
    let mut text = String::new();
    for Line { name, scope, kind, body } in lines {
        text.extend([name, "\t", scope, "\t", kind, "\t", body, "\n"]);
    }
    let mut packed = u32::try_from(text.len()).unwrap_or_default().to_le_bytes().to_vec();
    packed.extend(miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 10));
    packed
}

fn sources(wheel_sha256: &str, kubernetes: &[Line], crds: &[Line], table: &str) -> String {
    let kinds = |lines: &[Line]| lines.iter().filter(|line| !line.kind.is_empty()).count();
    let mut relaxed = String::new();
    for (definition, field, reason) in kubernetes::RELAXED {
        relaxed.extend([
            "- `", definition, "`: `", field, "` (", reason, ")
",
        ]);
    }
    // The table of directives is written by hand, and so is what is said of its sources.
    let redis = include_str!("redis.md");
    format!(
        "# Where the schemas come from\n\n\
        Written by `cargo run --release --example pack_schemas`; do not edit.\n\
        Only names, types and constraints are packed, no descriptions.\n\n\
        ## kubernetes.pack\n\n\
        Package `kubernetes-validate` 1.37.0 from PyPI (licence Apache-2.0), which holds the OpenAPI definitions of\n\
        Kubernetes (Apache-2.0) as JSON Schema; the sets `v1.25.0-local` to `v1.37.0-local`.\n\n\
        - sha256 of the wheel: `{wheel_sha256}`\n\
        - {} definitions over 13 minors, {} of them kinds; equal bodies are stored once\n\n\
        Fields that the OpenAPI calls required and the API server does not, so they are not required here:\n\n{relaxed}\n\
        ## crds.pack\n\n\
        {} definitions, {} of them kinds. Equal parts of these definitions are stored once. What is packed from\n\
        files under MPL-2.0 stays under MPL-2.0; the files themselves are found at the tags named.\n\n{table}\n{redis}\
        ## Written by hand\n\n\
        `redisfailover.yaml` (spotahome/redis-operator) and `kustomize.yaml` (kubernetes-sigs/kustomize) are field lists of\n\
        this project.\n",
        kubernetes.len(),
        kinds(kubernetes),
        crds.len(),
        kinds(crds),
    )
}
