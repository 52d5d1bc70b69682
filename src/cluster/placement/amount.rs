//! Amounts of resources, as people write them.

use super::build::UNLIMITED;

const UNITS: [(i64, &str); 3] = [(1 << 30, "Gi"), (1 << 20, "Mi"), (1 << 10, "Ki")];

/// An amount as the scheduler counts it: millicores of `cpu`, bytes of `memory` and `ephemeral-storage`, else pieces.
/// Exact where it is no longer than four digits, else with one decimal place.
pub fn text(resource: &str, amount: i64) -> String {
    if is_unlimited(amount) {
        return "no limit".to_owned();
    }
    match resource {
        "cpu" if amount % 1000 == 0 => (amount / 1000).to_string(),
        "cpu" => format!("{amount}m"),
        "memory" | "ephemeral-storage" => bytes(amount),
        _ => amount.to_string(),
    }
}

/// Whether this stands for no limit at all.
pub fn is_unlimited(amount: i64) -> bool {
    amount.unsigned_abs() > UNLIMITED.unsigned_abs() / 2
}

fn bytes(amount: i64) -> String {
    const MEBI: i64 = 1 << 20;
    let exact = UNITS.iter().find(|(unit, _)| amount % unit == 0 && (amount / unit).abs() < 10_000);
    match exact {
        Some((unit, name)) if amount != 0 => format!("{}{name}", amount / unit),
        _ if amount.abs() < MEBI / 10 => amount.to_string(),
        _ => {
            // Rounded down: a free tenth that is not there would make a sum come out wrong.
            let tenths = (i128::from(amount) * 10).div_euclid(i128::from(MEBI));
            format!("{}{}.{}Mi", if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_they_would_be_written() {
        assert_eq!(text("cpu", 250), "250m");
        assert_eq!(text("cpu", 2000), "2");
        assert_eq!(text("memory", 7400 << 20), "7400Mi");
        assert_eq!(text("memory", 2 << 30), "2Gi");
        assert_eq!(text("memory", 1_853_984 << 10), "1810.5Mi");
        assert_eq!(text("memory", -(512 << 20)), "-512Mi");
        assert_eq!(text("memory", 0), "0");
        assert_eq!(text("nvidia.com/gpu", 2), "2");
        assert_eq!(text("memory", i64::MAX / 4), "no limit");
    }
}
