use crate::objects::entries;
use crate::objects::items;
use crate::objects::model;
use crate::objects::objects;
use crate::objects::of_kind;
use crate::objects::text;
use crate::project::Project;

#[test]
fn every_application_leads_to_a_folder_that_kustomize_reads() {
    let project = Project::copy_of_repository();
    for environment in ["dev", "prod"] {
        let objects = objects(&project, environment);
        let applications = of_kind(&objects, "Application");
        let mut paths: Vec<&str> = applications.iter().map(|object| text(&object["spec"]["source"]["path"])).collect();
        for path in &paths {
            assert!(project.path(path).join("kustomization.yaml").is_file(), "{path}");
        }
        paths.sort_unstable();
        let folders = ["argocd", "namespaces", "redis", "redis-operator", "services"];
        assert_eq!(paths, folders.map(|folder| format!("generated/{environment}/{folder}")), "each folder has one");
    }
}

#[test]
fn waves_are_in_the_order_that_after_and_before_say() {
    let project = Project::copy_of_repository();
    let mut compared = 0;
    for environment in ["dev", "prod"] {
        let (model, objects) = (model(&project, environment), objects(&project, environment));
        let argocd = &model["argocd"];
        let rendered = |name: &str| -> i64 {
            let of_name = |object: &&&serde_json::Value| object["metadata"]["labels"]["component"] == name;
            let applications = of_kind(&objects, "Application");
            let object = applications.iter().find(of_name).unwrap_or_else(|| panic!("{name} is rendered"));
            text(&object["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]).parse().unwrap()
        };
        let wave = |name: &str| match &argocd["platform"][name]["wave"] {
            serde_json::Value::Null => rendered(name),
            wave => wave.as_i64().unwrap(),
        };
        for (name, application) in entries(&argocd["applications"]) {
            for other in items(&application["after"]).map(text) {
                assert!(wave(other) < rendered(name), "{environment}: {name} after {other}");
                compared += 1;
            }
            for other in items(&application["before"]).map(text) {
                assert!(rendered(name) < wave(other), "{environment}: {name} before {other}");
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn nothing_that_argo_cd_prunes_takes_data_with_it() {
    let project = Project::copy_of_repository();
    for environment in ["dev", "prod"] {
        let objects = objects(&project, environment);
        let option = |object: &serde_json::Value| {
            object["metadata"]["annotations"]["argocd.argoproj.io/sync-options"].as_str().unwrap_or_default().to_owned()
        };
        for failover in of_kind(&objects, "RedisFailover") {
            let redis = &failover["spec"]["redis"];
            if redis["storage"]["persistentVolumeClaim"].is_object() {
                assert_eq!(option(failover), "Prune=false,Delete=false");
                assert_eq!(redis["storage"]["keepAfterDeletion"], true);
            }
        }
        let crd = option(of_kind(&objects, "CustomResourceDefinition")[0]);
        assert!(crd.contains("Prune=false") && crd.contains("Delete=false"), "{crd}");
        let namespaces = of_kind(&objects, "Application")
            .into_iter()
            .find(|object| object["spec"]["source"]["path"] == format!("generated/{environment}/namespaces"));
        assert_eq!(namespaces.unwrap()["spec"]["syncPolicy"]["automated"]["prune"], false);
    }
}
