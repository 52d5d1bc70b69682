//! Sizes as Redis writes them: `256mb`. Units are `b`, `k`, `m`, `g` by thousands and `kb`, `mb`, `gb` by 1024.
//!
//! Source: `memtoull` in `src/util.c` of Redis. Kubernetes has other units, and `meant` reads those.

/// A size that Redis understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Bytes.
    pub bytes: u64,
    /// The unit it was written in.
    pub unit: Unit,
}

/// A unit of Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes, with or without `b`
    Bytes,
    /// `k`, 1000 bytes
    K,
    /// `kb`, 1024 bytes
    Kb,
    /// `m`, 1000 × 1000 bytes
    M,
    /// `mb`, 1024 × 1024 bytes
    Mb,
    /// `g`, 1000 × 1000 × 1000 bytes
    G,
    /// `gb`, 1024 × 1024 × 1024 bytes
    Gb,
}

impl Unit {
    /// How many bytes it is.
    pub fn bytes(self) -> u64 {
        match self {
            Self::Bytes => 1,
            Self::K => 1000,
            Self::Kb => 1 << 10,
            Self::M => 1_000_000,
            Self::Mb => 1 << 20,
            Self::G => 1_000_000_000,
            Self::Gb => 1 << 30,
        }
    }

    /// The unit by 1024 that a unit by thousands is easily taken for.
    pub fn binary(self) -> Option<Self> {
        match self {
            Self::K => Some(Self::Kb),
            Self::M => Some(Self::Mb),
            Self::G => Some(Self::Gb),
            _ => None,
        }
    }

    /// As Redis documents it; empty for bytes.
    pub fn spelling(self) -> &'static str {
        match self {
            Self::Bytes => "",
            Self::K => "k",
            Self::Kb => "kb",
            Self::M => "m",
            Self::Mb => "mb",
            Self::G => "g",
            Self::Gb => "gb",
        }
    }
}

/// Why a text is no size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotASize {
    /// Redis refuses it.
    Refused,
    /// Without digits, or `-0`: a server takes it for 0 or refuses it, by its version and the C library that it was
    /// built with.
    Nothing,
    /// More than 64 bits: a server takes another, smaller size.
    TooLarge,
}

/// Reads a size as a server does: digits and a unit in any case, no sign, no fraction, no blank.
pub fn parse(text: &str) -> Result<Size, NotASize> {
    if let Some(positive) = text.strip_prefix('-') {
        let nothing = positive.starts_with('0') && parse(positive).is_ok_and(|size| size.bytes == 0);
        return Err(if nothing { NotASize::Nothing } else { NotASize::Refused });
    }
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => Unit::Bytes,
        "k" => Unit::K,
        "kb" => Unit::Kb,
        "m" => Unit::M,
        "mb" => Unit::Mb,
        "g" => Unit::G,
        "gb" => Unit::Gb,
        _ => return Err(NotASize::Refused),
    };
    if digits.is_empty() {
        return Err(NotASize::Nothing);
    }
    // The server copies the digits to a buffer of 128 bytes.
    if digits.len() >= 128 {
        return Err(NotASize::Refused);
    }
    let bytes = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit.bytes()));
    bytes.map(|bytes| Size { bytes, unit }).ok_or(NotASize::TooLarge)
}

/// Writes a size with the largest unit by 1024 that loses nothing: `256mb`, `1536kb`, `1000`.
pub fn write(bytes: u64) -> String {
    let units = [Unit::Gb, Unit::Mb, Unit::Kb];
    let unit = units.into_iter().find(|unit| bytes > 0 && bytes.is_multiple_of(unit.bytes())).unwrap_or(Unit::Bytes);
    format!("{}{}", bytes / unit.bytes(), unit.spelling())
}

/// The bytes that a size which Redis refuses stands for elsewhere: `256Mi`, `0.5gb`, `1.5 GiB`, `2t`. `None` where
/// that cannot be told.
pub(super) fn meant(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let end = text.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let scale: u128 = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" | "byte" | "bytes" => 1,
        "k" => 1000,
        "kb" | "ki" | "kib" => 1 << 10,
        "m" => 1_000_000,
        "mb" | "mi" | "mib" => 1 << 20,
        "g" => 1_000_000_000,
        "gb" | "gi" | "gib" => 1 << 30,
        "t" => 1_000_000_000_000,
        "tb" | "ti" | "tib" => 1 << 40,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || fraction.contains('.') || fraction.len() > 9 {
        return None;
    }
    let whole = whole.parse::<u64>().ok()?;
    let tenths = if fraction.is_empty() { 0 } else { fraction.parse::<u128>().ok()? };
    let places = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    u64::try_from(u128::from(whole) * scale + tenths * scale / places).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_by_thousands_or_by_1024_as_redis_does() {
        let bytes = |text| parse(text).map(|size| size.bytes);
        for (text, expected) in [
            ("0", 0),
            ("100", 100),
            ("100b", 100),
            ("1k", 1000),
            ("1KB", 1024),
            ("512m", 512_000_000),
            ("512mb", 536_870_912),
            ("1g", 1_000_000_000),
            ("1Gb", 1_073_741_824),
            ("007", 7),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_redis_does_not_read_is_no_size() {
        for text in ["256Mi", "0.5gb", "256 mb", "80%", "-1", "+1", "1tb", "\"1mb\"", " 1mb", "mb1", "1mb ", "٣mb"] {
            assert_eq!(parse(text), Err(NotASize::Refused), "{text}");
        }
        assert_eq!(parse(""), Err(NotASize::Nothing));
        assert_eq!(parse("mb"), Err(NotASize::Nothing));
        assert_eq!(parse("-0"), Err(NotASize::Nothing));
        assert_eq!(parse("18446744073709551616"), Err(NotASize::TooLarge));
        assert_eq!(parse("18446744073709551615kb"), Err(NotASize::TooLarge));
        assert_eq!(parse(&"1".repeat(128)), Err(NotASize::Refused));
    }

    #[test]
    fn sizes_are_written_so_that_they_read_back() {
        for (bytes, text) in [(0, "0"), (1000, "1000"), (1 << 20, "1mb"), (3 << 29, "1536mb"), (1 << 40, "1024gb")] {
            assert_eq!(write(bytes), text);
            assert_eq!(parse(text).map(|size| size.bytes), Ok(bytes));
        }
    }

    #[test]
    fn the_units_of_kubernetes_and_fractions_are_understood() {
        for (text, expected) in [
            ("256Mi", Some(256 << 20)),
            ("0.5gb", Some(512 << 20)),
            ("1.5 GiB", Some(1536 << 20)),
            ("2Ti", Some(2 << 40)),
            ("80%", None),
            ("1.2.3mb", None),
            (".5gb", None),
            ("lots", None),
            ("99999999999999999999", None),
            ("18446744073709551615Ti", None),
        ] {
            assert_eq!(meant(text), expected, "{text}");
        }
    }
}
