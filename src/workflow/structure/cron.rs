//! Schedules, as POSIX cron has them: five fields of numbers, ranges, steps and names.

const FIELDS: [(&str, u32, u32); 5] =
    [("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7)];
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Why a text is no schedule.
pub(super) fn slip(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Some(format!("a schedule has five fields, and `{text}` has {}", fields.len()));
    }
    for (at, (field, (name, least, most))) in fields.iter().zip(FIELDS).enumerate() {
        let names: &[&str] = match at {
            3 => &MONTHS,
            4 => &DAYS,
            _ => &[],
        };
        if !field.split(',').all(|part| is_part(part, least, most, names)) {
            return Some(format!("`{field}` is no {name} from {least} to {most}"));
        }
    }
    None
}

fn is_part(part: &str, least: u32, most: u32, names: &[&str]) -> bool {
    let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
    if step.is_some_and(|step| !step.parse::<u32>().is_ok_and(|step| step > 0)) {
        return false;
    }
    let number = |text: &str| {
        let position = names.iter().position(|name| name.eq_ignore_ascii_case(text));
        // Months are counted from one, days of the week from none.
        let word = position.and_then(|at| u32::try_from(at).ok()).map(|at| at + least);
        let written = || text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        word.or_else(written).filter(|number| (least..=most).contains(number))
    };
    match range.split_once('-') {
        _ if range == "*" => true,
        None => number(range).is_some(),
        Some((from, to)) => number(from).zip(number(to)).is_some_and(|(from, to)| from <= to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_read_as_cron_does() {
        for good in ["0 4 * * *", "*/15 0-6,22 1 JAN-mar mon-FRI", "30 5,17 * * 0", "0 0 1 1/2 7"] {
            assert_eq!(slip(good), None, "{good}");
        }
        for bad in
            ["0 4 * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "*/0 * * * *", "@daily", "5-1 * * * *", "a * * * *"]
        {
            assert!(slip(bad).is_some(), "{bad}");
        }
    }
}
