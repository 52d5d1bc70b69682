//! Any plain scalar: what groundplan takes it for, against a second reading of goyaml.v2 that shares no code with it.

#![no_main]

use groundplan::yaml::Scalar;
use groundplan::yaml::scalar::is_ambiguous;
use groundplan::yaml::scalar::resolve_v1_1;
use groundplan::yaml::scalar::resolve_v1_2;
use libfuzzer_sys::fuzz_target;

#[path = "../../src/yaml/goyaml.rs"]
mod goyaml;

use goyaml::Resolved;

fuzz_target!(|text: &str| {
    let same = match (resolve_v1_1(text), goyaml::resolve(text)) {
        (Scalar::Null, Resolved::Null) => true,
        (Scalar::Bool(one), Resolved::Bool(other)) => one == other,
        (Scalar::Int(one), Resolved::Int(other)) => one == other,
        (Scalar::Float(one), Resolved::Float(other)) => one == other || one.is_nan() && other.is_nan(),
        (Scalar::Str(one), Resolved::Str) => one == text,
        _ => false,
    };
    assert!(same, "{:?} {:?}", resolve_v1_1(text), goyaml::resolve(text));
    let _ = (resolve_v1_2(text), is_ambiguous(text));
});
