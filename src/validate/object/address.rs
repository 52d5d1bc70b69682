//! Addresses and address ranges, as leniently as the API server reads them: until 1.36 with leading zeros and host bits.
//!
//! Source: Kubernetes `k8s.io/utils/net` (`ParseIPSloppy`), apimachinery `pkg/util/validation/ip.go`, and
//! `ValidateNonSpecialIP`. Which addresses a cluster hands out is not known here.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use crate::validate::object::expect::Sink;
use crate::validate::object::expect::fault;
use crate::validate::object::field::Field;

/// Reads an address.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        return text.parse().ok();
    }
    let mut octets = [0; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        let part = parts.next()?;
        let digits = part.trim_start_matches('0');
        let right = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *octet = if right && digits.is_empty() { 0 } else { digits.parse().ok().filter(|_| right)? };
    }
    parts.next().is_none().then(|| IpAddr::V4(Ipv4Addr::from(octets)))
}

/// An address of IPv4 or IPv6, if it is there.
pub(super) fn check(sink: &mut Sink, field: &Field<'_>) {
    if let Some(text) = field.text().filter(|text| parse(text).is_none()) {
        sink.push(
            fault("malformed-value", field, format!("`{}` must be an IP address, and `{text}` is none", field.path()))
                .help("write an address such as `10.0.0.1`"),
        );
    } else if let Some((text, address)) =
        field.text().and_then(|text| Some((text, parse(text)?))).filter(|_| strict(sink))
        && let Some(what) = ambiguity(text, address)
    {
        sink.push(
            fault("malformed-value", field, format!("`{}` cannot be `{text}`, {what}", field.path()))
                .help(format!("write `{}`", address.to_canonical())),
        );
    }
}

/// Spellings that programs read differently are refused since 1.36.
fn strict(sink: &Sink) -> bool {
    sink.minor >= 36
}

/// Why other programs may take an address for another one.
fn ambiguity(text: &str, address: IpAddr) -> Option<&'static str> {
    if address.to_canonical() != address {
        Some("an address of IPv4 in the guise of IPv6")
    } else if address.is_ipv4() && text.split('.').any(|part| part.len() > 1 && part.starts_with('0')) {
        Some("whose leading zeros other programs read as octal")
    } else {
        None
    }
}

/// An address that packets can be sent to from elsewhere.
pub(super) fn check_reachable(sink: &mut Sink, field: &Field<'_>) {
    check(sink, field);
    let Some(address) = field.text().and_then(parse) else { return };
    let what = match address.to_canonical() {
        address if address.is_unspecified() => "no address at all",
        address if address.is_loopback() => "an address of the machine itself",
        IpAddr::V4(address) if address.is_link_local() => "a link-local address",
        IpAddr::V4(address) if address.octets()[..3] == [224, 0, 0] => "a link-local address",
        IpAddr::V6(address) if address.is_unicast_link_local() || address.segments()[0] & 0xFF0F == 0xFF02 => {
            "a link-local address"
        }
        _ => return,
    };
    let text = field.text_or_empty();
    sink.push(
        fault("malformed-value", field, format!("`{}` cannot be `{text}`, which is {what}", field.path()))
            .help("write an address that others can reach"),
    );
}

/// An address range as address bits, of which the first `length` count, of `width`.
#[derive(Clone, Copy)]
pub(super) struct Range {
    bits: u128,
    length: u32,
    width: u32,
}

impl Range {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let length = length.bytes().all(|byte| byte.is_ascii_digit()).then(|| length.parse().ok())??;
        let (bits, width) = match parse(address)? {
            IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        (length <= width).then_some(Self { bits, length, width })
    }

    /// The first address of the range, and the range as it should be written.
    fn network(self) -> (IpAddr, String) {
        let free = self.width - self.length;
        let bits = self.bits.checked_shr(free).and_then(|bits| bits.checked_shl(free)).unwrap_or(0);
        let first = match u32::try_from(bits) {
            Ok(bits) if self.width == 32 => IpAddr::V4(Ipv4Addr::from_bits(bits)),
            _ => IpAddr::V6(Ipv6Addr::from_bits(bits)),
        };
        let plain = first.to_canonical();
        let length = if plain == first { self.length } else { self.length.saturating_sub(96) };
        (first, format!("{plain}/{length}"))
    }

    /// Whether `other` is a part of this range, and not all of it.
    pub(super) fn holds_part(self, other: Self) -> bool {
        let cut = |range: Self| range.bits.checked_shr(self.width - self.length).unwrap_or(0);
        self.width == other.width && self.length < other.length && cut(self) == cut(other)
    }
}

/// An address range, if it is there.
pub(super) fn range(sink: &mut Sink, field: &Field<'_>) {
    if field.text().is_some_and(|text| Range::parse(text).is_none()) {
        sink.push(
            fault("malformed-value", field, format!("`{}` must be an address range", field.path()))
                .help("write an address with the length of its prefix, such as `10.0.0.0/8` or `10.0.0.1/32`"),
        );
    } else if let Some(text) = field.text() {
        strict_range(sink, field, text);
    }
}

/// A range that can be read, `text` being the field's value or a part of it.
pub(super) fn strict_range(sink: &mut Sink, field: &Field<'_>, text: &str) {
    let Some((own, length)) = text.split_once('/').filter(|_| strict(sink)) else { return };
    let (Some(address), Some(range)) = (parse(own), Range::parse(text)) else { return };
    let (network, shown) = range.network();
    let what = match ambiguity(own, address) {
        Some(what) => what,
        None if length.len() > 1 && length.starts_with('0') => "whose prefix has a leading zero",
        None if network != address => "which has bits set beyond its prefix",
        None => return,
    };
    sink.push(
        fault("malformed-value", field, format!("`{}` cannot be `{text}`, {what}", field.path()))
            .help(format!("write `{shown}`")),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_near_misses() {
        for right in ["10.0.0.1", "010.000.0.01", "::1", "2001:db8::ffff", "::ffff:1.2.3.4", "0.0.0.0"] {
            assert!(parse(right).is_some(), "{right}");
        }
        for wrong in
            ["", "10.0.0", "10.0.0.256", "10.0.0.1.2", "10.0.0.-1", "10.0.0.", "fe80::1%eth0", "1e1.0.0.0", "a"]
        {
            assert!(parse(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn a_part_is_not_the_whole() {
        let holds = |whole: &str, part: &str| Range::parse(whole).unwrap().holds_part(Range::parse(part).unwrap());
        assert!(holds("10.0.0.0/8", "10.1.0.0/16"));
        assert!(holds("0.0.0.0/0", "10.0.0.0/8"));
        assert!(holds("::/0", "fe80::/10"));
        assert!(!holds("10.0.0.0/8", "10.0.0.0/8"));
        assert!(!holds("10.0.0.0/8", "11.0.0.0/16"));
        assert!(!holds("0.0.0.0/0", "fe80::/10"));
        assert!(Range::parse("10.0.0.0").is_none() && Range::parse("10.0.0.0/33").is_none());
    }
}
