//! Addresses: `ip`, `isIP`, `cidr`, `isCIDR` and what can be asked of one.
//!
//! Source: `k8s.io/apiserver/pkg/cel/library/ip.go` and `cidr.go`, and `net/netip` of Go.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use cel::DeclarationError;
use cel::Env;
use cel::ExecutionError;
use cel::common::types::CelBool;
use cel::common::types::CelInt;
use cel::common::types::CelString;
use cel::common::types::STRING_TYPE;
use cel::common::types::Type;
use cel::common::value::CowVal;

use super::value::Ordered;
use super::value::opaque;
use super::value::text;
use super::value::truth;

#[derive(Debug, Clone, PartialEq)]
struct Ip(IpAddr);

opaque!(Ip, Type::new_unspecified_type("net.IP"));

impl Ordered for Ip {}

#[derive(Debug, Clone, PartialEq)]
struct Cidr {
    address: IpAddr,
    length: u32,
}

opaque!(Cidr, Type::new_unspecified_type("net.CIDR"));

impl Ordered for Cidr {}

pub(super) fn register(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_overload("ip", "string_to_ip", vec![STRING_TYPE], |values| address(text(&values, 0)?).map(CowVal::owned))?;
    env.add_overload("isIP", "is_ip", vec![STRING_TYPE], |values| truth(address(text(&values, 0)?).is_ok()))?;
    env.add_overload("ip.isCanonical", "ip_is_canonical", vec![STRING_TYPE], |values| {
        let text = text(&values, 0)?;
        truth(address(text)?.0.to_string() == text)
    })?;
    env.add_overload("cidr", "string_to_cidr", vec![STRING_TYPE], |values| {
        network(text(&values, 0)?).map(CowVal::owned)
    })?;
    env.add_overload("isCIDR", "is_cidr", vec![STRING_TYPE], |values| truth(network(text(&values, 0)?).is_ok()))?;
    env.add_member_overload("containsIP", "cidr_contains_ip_string", Cidr::kind(), vec![STRING_TYPE], |values| {
        let cidr = values.first().and_then(|value| value.downcast_ref::<Cidr>());
        let cidr = cidr.ok_or_else(ExecutionError::missing_argument_or_target)?;
        Ok(CowVal::owned(contains_ip(cidr, &address(text(&values, 1)?)?)))
    })?;
    env.add_member_overload("containsCIDR", "cidr_contains_cidr_string", Cidr::kind(), vec![STRING_TYPE], |values| {
        let cidr = values.first().and_then(|value| value.downcast_ref::<Cidr>());
        let cidr = cidr.ok_or_else(ExecutionError::missing_argument_or_target)?;
        contains_cidr(cidr, &network(text(&values, 1)?)?).map(CowVal::owned)
    })?;
    cel::add_member_overload!(env, fn family: (Ip) -> CelInt)?;
    cel::add_member_overload!(env, fn is_unspecified: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_loopback: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_link_local_multicast: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_link_local_unicast: (Ip) -> CelBool)?;
    cel::add_member_overload!(env, fn is_global_unicast: (Ip) -> CelBool)?;
    cel::add_overload!(env, fn ip_text: (Ip) -> CelString, name = "string")?;
    cel::add_member_overload!(env, fn contains_ip: (Cidr, Ip) -> CelBool, name = "containsIP")?;
    cel::add_member_overload!(env, fn contains_cidr: (Cidr, Cidr) -> Result<CelBool>, name = "containsCIDR")?;
    cel::add_member_overload!(env, fn cidr_ip: (Cidr) -> Ip, name = "ip")?;
    cel::add_member_overload!(env, fn masked: (Cidr) -> Cidr)?;
    cel::add_member_overload!(env, fn prefix_length: (Cidr) -> CelInt)?;
    cel::add_overload!(env, fn cidr_text: (Cidr) -> CelString, name = "string")
}

impl Cidr {
    fn kind() -> Type {
        Type::new_unspecified_type("net.CIDR")
    }

    fn bits(&self) -> u32 {
        if self.address.is_ipv4() { 32 } else { 128 }
    }

    /// The first `length` bits of an address, the others zero.
    fn mask(&self, address: IpAddr) -> IpAddr {
        let host = self.bits() - self.length;
        match address {
            IpAddr::V4(v4) => Ipv4Addr::from_bits(v4.to_bits() & u32::MAX.checked_shl(host).unwrap_or(0)).into(),
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & u128::MAX.checked_shl(host).unwrap_or(0)).into(),
        }
    }
}

fn address(text: &str) -> Result<Ip, ExecutionError> {
    let refused = |why: &str| ExecutionError::function_error("ip", format!("`{text}` {why}"));
    let found: IpAddr = text.parse().map_err(|_| refused("is no IP address"))?;
    match found {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => Err(refused("is an IPv4 address mapped to IPv6")),
        _ => Ok(Ip(found)),
    }
}

fn network(text: &str) -> Result<Cidr, ExecutionError> {
    let refused = || ExecutionError::function_error("cidr", format!("`{text}` is no network in CIDR notation"));
    let (before, after) = text.rsplit_once('/').ok_or_else(refused)?;
    let plain = !after.is_empty() && after.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || (after.len() > 1 && after.starts_with('0')) {
        return Err(refused());
    }
    let cidr =
        Cidr { address: address(before).map_err(|_| refused())?.0, length: after.parse().map_err(|_| refused())? };
    if cidr.length > cidr.bits() { Err(refused()) } else { Ok(cidr) }
}

fn family(ip: &Ip) -> CelInt {
    if ip.0.is_ipv4() { 4 } else { 6 }.into()
}

fn is_unspecified(ip: &Ip) -> CelBool {
    ip.0.is_unspecified().into()
}

fn is_loopback(ip: &Ip) -> CelBool {
    ip.0.is_loopback().into()
}

fn is_link_local_multicast(ip: &Ip) -> CelBool {
    match ip.0 {
        IpAddr::V4(v4) => v4.octets().starts_with(&[224, 0, 0]),
        IpAddr::V6(v6) => v6.segments()[0] & 0xff0f == 0xff02,
    }
    .into()
}

fn links_locally(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.segments()[0] & 0xffc0 == 0xfe80,
    }
}

fn is_link_local_unicast(ip: &Ip) -> CelBool {
    links_locally(ip.0).into()
}

/// In Go's sense, in which private addresses are global too.
fn is_global_unicast(ip: &Ip) -> CelBool {
    let broadcast = ip.0 == IpAddr::V4(Ipv4Addr::BROADCAST);
    let special = ip.0.is_unspecified() || ip.0.is_loopback() || ip.0.is_multicast() || links_locally(ip.0);
    (!broadcast && !special).into()
}

fn ip_text(ip: &Ip) -> CelString<'static> {
    ip.0.to_string().into()
}

fn contains_ip(cidr: &Cidr, ip: &Ip) -> CelBool {
    (cidr.address.is_ipv4() == ip.0.is_ipv4() && cidr.mask(ip.0) == cidr.mask(cidr.address)).into()
}

/// Servers differ on a smaller network that does not begin where the larger one does: some say that it is not inside.
fn contains_cidr(cidr: &Cidr, other: &Cidr) -> Result<CelBool, ExecutionError> {
    let same = cidr.address.is_ipv4() == other.address.is_ipv4() && cidr.length <= other.length;
    if !same || cidr.mask(other.address) != cidr.mask(cidr.address) {
        return Ok(false.into());
    }
    if cidr.mask(cidr.address) == other.address {
        return Ok(true.into());
    }
    Err(ExecutionError::InternalError("the rule asks `containsCIDR` what API servers answer differently".to_owned()))
}

fn cidr_ip(cidr: &Cidr) -> Ip {
    Ip(cidr.address)
}

fn masked(cidr: &Cidr) -> Cidr {
    Cidr { address: cidr.mask(cidr.address), length: cidr.length }
}

fn prefix_length(cidr: &Cidr) -> CelInt {
    i64::from(cidr.length).into()
}

fn cidr_text(cidr: &Cidr) -> CelString<'static> {
    format!("{}/{}", cidr.address, cidr.length).into()
}
