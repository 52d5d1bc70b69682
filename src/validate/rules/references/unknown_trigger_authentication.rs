//! A ScaledObject or ScaledJob of KEDA authenticates by an object that is not there.

use crate::cluster::reference::Wanted;
use crate::finding::Severity;
use crate::validate::rule::Context;
use crate::validate::rule::Example;
use crate::validate::rule::Group;
use crate::validate::rule::Rule;
use crate::validate::rule::Sink;
use crate::validate::rules::references::missing;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "unknown-trigger-authentication",
    group: Group::References,
    severity: Severity::Error,
    summary: "A trigger names a TriggerAuthentication that does not exist.",
    why: "KEDA cannot ask the source of its metric, and the workload is no longer scaled",
    source: "KEDA, Authentication",
    example: Some(Example {
        facts: "external: {namespaces: [shop], crds: [scaledobjects.keda.sh/v1alpha1, scaledjobs.keda.sh/v1alpha1, triggerauthentications.keda.sh/v1alpha1]}",
        bad: r"
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: mail, namespace: shop}
spec:
  jobTargetRef:
    template:
      spec:
        restartPolicy: Never
        containers: [{name: mail, image: 'shop/mail:1.4.0'}]
  triggers:
  - type: rabbitmq
    metadata: {queueName: mail, mode: QueueLength, value: '20'}
    authenticationRef: {name: mails}
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: mail, namespace: shop}
spec: {podIdentity: {provider: none}}
",
        good: r"
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: mail, namespace: shop}
spec:
  jobTargetRef:
    template:
      spec:
        restartPolicy: Never
        containers: [{name: mail, image: 'shop/mail:1.4.0'}]
  triggers:
  - type: rabbitmq
    metadata: {queueName: mail, mode: QueueLength, value: '20'}
    authenticationRef: {name: mail}
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: mail, namespace: shop}
spec: {podIdentity: {provider: none}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::TriggerAuthentication, Wanted::ClusterTriggerAuthentication]);
}
