//! The address at which a client reaches a Redis instance.
//!
//! Source: redis-operator `operator/redisfailover/service/generator.go`. Up to v1.2.4 the operator creates `rfr-<name>`
//! (headless, every Redis pod whatever its role) and `rfs-<name>` (Sentinel), and nothing that follows the master;
//! since v1.3.0-rc1 also `rfrm-<name>` (master) and `rfrs-<name>` (replicas).

use crate::model::Model;
use crate::model::decode::Named;
use crate::model::redis::Instance;
use crate::model::redis::OperatorVersion;
use crate::model::service::Access;
use crate::model::service::Binding;

/// The port that Redis listens on: the operator's default, which the model does not change.
pub const REDIS_PORT: u16 = 6379;

/// The Service of ours that follows the master, where the operator creates none and replicas make one necessary.
pub fn master_service(version: OperatorVersion, instance: &Instance) -> Option<String> {
    (!version.creates_role_services() && instance.replicas > 1).then(|| format!("{}-master", instance.name))
}

/// The Service that a client connects to.
pub fn service(version: OperatorVersion, instance: &Instance, access: Access) -> String {
    let name = &instance.name;
    match (version.creates_role_services(), access) {
        (true, Access::Read) if instance.replicas > 1 => format!("rfrs-{name}"),
        (true, _) => format!("rfrm-{name}"),
        (false, Access::Read) => format!("rfr-{name}"),
        (false, Access::Write) => master_service(version, instance).unwrap_or_else(|| format!("rfr-{name}")),
    }
}

/// The Redis URL of a binding; `None` only for a binding that refers to nothing.
pub fn url(model: &Model, binding: &Binding) -> Option<String> {
    let instance = model.redis.instances.get(&binding.instance)?;
    let database = instance.databases.get(&binding.database)?;
    let service = service(model.redis.operator.version, instance, binding.access);
    let (namespace, domain) = (&model.redis.namespace, &model.cluster.domain);
    Some(format!("redis://{service}.{namespace}.svc.{domain}:{REDIS_PORT}/{database}"))
}

/// The URLs of all variables of a service.
pub fn urls(model: &Model, bindings: &Named<Binding>) -> Named<String> {
    let url = |(variable, binding): (&str, &Binding)| Some((variable.to_owned(), url(model, binding)?));
    Named(bindings.iter().filter_map(url).collect())
}
