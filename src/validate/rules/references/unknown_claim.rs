//! A pod mounts a PersistentVolumeClaim that nobody makes.
//!
//! Besides those among the documents there are the claims of StatefulSets, `<template>-<set>-<number>`.

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
    id: "unknown-claim",
    group: Group::References,
    severity: Severity::Error,
    summary: "A pod mounts a PersistentVolumeClaim that does not exist.",
    why: "the pod stays Pending until the claim is there",
    source: "Kubernetes, Persistent Volumes; StatefulSet, volumeClaimTemplates",
    example: Some(Example {
        facts: "external: {namespaces: [shop], storageClasses: [standard]}",
        bad: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  volumes:
  - {name: data, persistentVolumeClaim: {claimName: cart-data}}
  containers:
  - name: cart
    image: shop/cart:1.4.0
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-cart, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: standard
  resources: {requests: {storage: 1Gi}}
",
        good: r"
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop}
spec:
  volumes:
  - {name: data, persistentVolumeClaim: {claimName: data-cart}}
  containers:
  - name: cart
    image: shop/cart:1.4.0
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-cart, namespace: shop}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: standard
  resources: {requests: {storage: 1Gi}}
",
    }),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    missing::report(context, sink, &[Wanted::Claim]);
}
