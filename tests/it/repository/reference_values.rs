//! What the reference system has in production, put back into a copy of this repository: each value is refused, at the
//! line of the model or of the template that it comes from.

use crate::project::Project;

/// What `check` says of a project, in paragraphs: a finding each.
fn said(project: &Project) -> Vec<String> {
    let said = project.run(["check"]);
    assert_ne!(said.code, 0, "{}", said.out);
    (said.out + &said.err).split("\n\n").map(str::to_owned).collect()
}

/// A finding that holds all of these words, one of the paragraphs.
fn holds(findings: &[String], words: &[&str]) {
    let is_meant = |finding: &&String| words.iter().all(|word| finding.contains(word));
    assert!(findings.iter().any(|finding| is_meant(&finding)), "{words:?} in\n{}", findings.join("\n\n"));
}

/// The number of the first line with this text, behind the first line with another one.
fn line(project: &Project, path: &str, behind: &str, text: &str) -> String {
    let content = project.read(path);
    let begin = content.lines().position(|line| line.contains(behind)).unwrap_or_default();
    let lines = content.lines().enumerate().skip(begin);
    let number = lines.filter(|(_, line)| line.contains(text)).map(|(number, _)| number + 1).next();
    format!("{path}:{}:", number.unwrap_or_default())
}

/// A part of a file from one text up to another, replaced.
fn without(project: Project, path: &str, from: &str, to: &str, instead: &str) -> Project {
    let content = project.read(path);
    let (before, rest) = content.split_once(from).unwrap_or_else(|| panic!("{from:?} is in {path}"));
    let (_, after) = rest.split_once(to).unwrap_or_else(|| panic!("{to:?} is in {path}"));
    let changed = format!("{before}{instead}{to}{after}");
    project.file(path, changed)
}

/// The nodes of production with the types that they have there, each Redis bound to the one that is named after it.
fn one_node_for_each() -> Project {
    let path = "environments/prod.yaml";
    let project = without(Project::copy_of_repository(), path, "nodes:\n  k8s-redis-streams", "namespaces:\n", "");
    let cache = "  instances:
    cache:
      resources:
        requests: { memory: 512Mi }
        limits: { memory: 1Gi }
      config: { maxmemory: 768mb }

";
    without(project, path, "  instances:\n", "argocd:\n", cache)
}

/// The affinity that is written there: to a node, and none that keeps the pods of an instance apart.
fn without_anti_affinity(project: Project) -> Project {
    let path = "templates/redis/failover.yaml.j2";
    let only = |half: &str| format!("affinity: {{ nodeAffinity: {{{{ instance.{half}.nodeAffinity }}}} }}");
    let whole = |half: &str| format!("affinity:{{{{ instance.{half} | block(6) }}}}");
    let project = project.replace(path, &whole("redisAffinity"), &only("redisAffinity"));
    project.replace(path, &whole("sentinelAffinity"), &only("sentinelAffinity"))
}

#[test]
fn three_replicas_on_one_node_are_refused() {
    let project = one_node_for_each();
    let findings = said(&project);
    for instance in ["auth", "streams", "cache"] {
        let nodes = line(&project, "environments/base.yaml", &format!("    {instance}:"), "nodes:");
        let pods = format!("the 3 pods of StatefulSet redis/rfr-{instance}-redis");
        holds(&findings, &["error[replicas-without-domains]", &pods, "only 1 can be placed", &nodes]);
    }
    let project = without_anti_affinity(project);
    let findings = said(&project);
    let nodes = line(&project, "environments/base.yaml", "    cache:", "nodes:");
    let one = "may run on k8s-redis-cache only";
    holds(&findings, &["warning[replicas-on-one-node]", "StatefulSet redis/rfr-cache-redis", one, &nodes]);
    holds(&findings, &["warning[anti-affinity-lost]", "nothing keeps the 3 redis pods of cache-redis apart"]);
}

#[test]
fn a_cache_that_its_node_cannot_hold_is_refused() {
    let project = without_anti_affinity(one_node_for_each());
    let findings = said(&project);
    let sum = "k8s-redis-cache can hold 1810.5Mi of memory, and what can only run there asks for 1824Mi of memory";
    holds(&findings, &["error[pods-beyond-nodes]", "1 of 3 pods of Deployment redis/rfs-cache-redis", sum]);
    let limit = line(&project, "environments/prod.yaml", "    cache:", "maxmemory:");
    holds(&findings, &["warning[maxmemory-near-limit]", "`maxmemory 768mb` is 75 % of the limit of 1Gi", &limit]);
}

#[test]
fn appending_that_is_off_after_a_crash_is_refused() {
    let path = "environments/base.yaml";
    let project = Project::copy_of_repository().replace(path, "persistence: aof", "persistence: none");
    let project =
        without(project, path, "        timeout: 0\n      # The reference sets appendonly", "      persistence", {
            "        timeout: 0\n        appendonly: \"yes\"\n        appendfsync: everysec\n"
        });
    let own = "`appendonly` follows from `persistence` and must not be set beside it";
    holds(&said(&project), &["error[directive-set-twice]", own, &line(&project, path, "    auth:", "appendonly:")]);
    let start = "{% if instance.command %}\n    command: {{ instance.command }}\n{% endif %}\n";
    let project = Project::copy_of_repository().replace("templates/redis/failover.yaml.j2", start, "");
    let persistence = line(&project, path, "    auth:", "persistence:");
    let message = "`appendonly yes` of auth-redis does not survive a restart";
    holds(&said(&project), &["error[append-only-from-run-time]", message, "generated/prod/redis/", &persistence]);
}

#[test]
fn writers_on_the_service_of_all_pods_are_refused() {
    let path = "templates/services/endpoints.yaml.j2";
    let addresses = "data:
{% for name in service.redis %}
  {{ name }}: {{ \"redis://rfr-\" ~ service.redis[name].instance ~ \"-redis.redis.svc.cluster.local:6379/0\" }}
{% endfor %}";
    let project = Project::copy_of_repository().replace(path, "data:{{ service.endpoints | block(2) }}", addresses);
    let findings = said(&project);
    let written = line(&project, path, "data:", "name }}:");
    for (service, instance) in [("scan-worker", "streams"), ("auth", "auth"), ("image", "cache")] {
        let message = format!("`rfr-{instance}-redis` leads to the master and to its replicas alike");
        let file = format!("generated/prod/services/{service}/endpoints.yaml:");
        holds(&findings, &["error[write-address-on-replicas]", &message, &file, &written]);
    }
    let all = findings.join("\n");
    let is_told = |file: &str| all.contains(&format!("generated/{file}/endpoints.yaml:"));
    assert!(!is_told("prod/services/ext-authz"), "it only reads: {all}");
    assert!(!is_told("dev/services/auth"), "there is one pod, the master: {all}");
}

#[test]
fn an_operator_whose_definition_nobody_brings_is_refused() {
    let project = Project::copy_of_repository().without("templates/redis-operator/crd.yaml.j2");
    let project = project.replace("templates/redis-operator/kustomization.yaml.j2", "  - crd.yaml\n", "");
    let kind = line(&project, "templates/redis/failover.yaml.j2", "", "kind:");
    let message = "there is no schema for RedisFailover of databases.spotahome.com/v1";
    let file = "generated/prod/redis/cache-redis.yaml:";
    holds(&said(&project), &["error[unknown-kind]", message, file, &kind]);
}
