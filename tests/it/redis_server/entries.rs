//! Entries to try with a directive: values at and beyond every bound, and every slip that people make around them.

use groundplan::redis::directives::Kind;

/// Entries for a directive by what it takes.
pub(crate) fn entries(name: &str, kind: &Kind) -> Vec<String> {
    let (good, bad) = values(kind);
    let mut entries: Vec<String> = good.iter().chain(&bad).map(|value| format!("{name} {value}")).collect();
    let good = good.iter().chain(["x".to_owned()].iter()).find(|value| !value.is_empty()).cloned().unwrap_or_default();
    let slips = [" #", " # x", " ", "  ", "\t"].map(|behind| format!("{good}{behind}"));
    let quoted = [format!("\"{good}\""), format!("'{good}'"), format!(" {good}"), format!("\t{good}")];
    let other = ["", "\"\"", "''", " ", "none", "\"", "-", "yes no", "ÿ", "0", "-1", "1", "100000"].map(str::to_owned);
    entries.extend(slips.into_iter().chain(quoted).chain(other).map(|value| format!("{name} {value}")));
    entries.push(format!("{} {good}", name.to_uppercase()));
    entries
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// Values that look right, and values that look wrong. Neither is believed: both are tried.
fn values(kind: &Kind) -> (Vec<String>, Vec<String>) {
    match kind {
        Kind::Bool => (texts(&["yes", "no", "YES", "nO"]), texts(&["true", "on", "y", "yess"])),
        Kind::Enum(words) | Kind::Words(words) => {
            let mut good = texts(words);
            good.extend(words.iter().map(|word| word.to_uppercase()));
            let mut bad: Vec<String> = words.iter().map(|word| format!("{word}x")).collect();
            bad.push(words.join(" "));
            bad.extend(texts(&["save now", "save nosave", "now  force", "nosave force now"]));
            (good, bad)
        }
        Kind::Integer(from, to, _) => {
            let good = [*from, *to, from + 1].map(|number| number.to_string());
            let mut bad = texts(&["01", "+1", "1.0", "1.5", "300s", "5m", "10k", "0x10", "1,000", "50%", "1e3"]);
            bad.extend([from - 1, to + 1].map(|number| number.to_string()));
            bad.extend(texts(&["9223372036854775807", "9223372036854775808", "-9223372036854775809"]));
            (good.to_vec(), bad)
        }
        Kind::Octal(..) => (texts(&["700"]), texts(&["8"])),
        Kind::Memory(..) | Kind::MemoryOrPercent(_) => {
            let from = if let Kind::Memory(from, _) = kind { *from } else { 0 };
            let mut good = vec![from.to_string(), (from + 1).to_string()];
            good.extend(texts(&["64mb", "64MB", "2gb", "9000000b", "3m", "2000k", "2000KB", "0002g"]));
            let mut bad =
                texts(&["256Mi", "0.5gb", "1tb", "64 mb", "80%", "5%", "0%", "100%", "101%", "-1%", "5.5%", "%"]);
            bad.push(format!("-{from}"));
            bad.extend(from.checked_sub(1).map(|number| number.to_string()));
            bad.extend(texts(&["9223372036854775807", "9223372036854775808", "18446744073709551615"]));
            bad.extend(texts(&["18446744073709551616", "99999999999gb", "b", "mb", "+1mb", "1mbb", "1_000"]));
            (good, bad)
        }
        Kind::Save => (
            texts(&["900 1", "900 1 300 10", "1 0", "+900 01", "\t900 1"]),
            texts(&["900", "0 1", "900 -1", "900  1", "900s 1", "15m 1", "900 1 300", "900,1", "900 1 ", " 900 1"]),
        ),
        Kind::BufferLimits => (
            texts(&[
                "pubsub 32mb 8mb 60",
                "replica 256mb 64mb 60 pubsub 32mb 8mb 60",
                "SLAVE 0 0 0",
                "pubsub 1k 1kb 007",
            ]),
            texts(&[
                "pubsub 32mb 8mb",
                "master 0 0 0",
                "pubsub 32Mi 8mb 60",
                "pubsub 32mb 8mb 60s",
                "pubsub 32mb 8mb -1",
                "pubsub 32mb -8mb 60",
                "pubsub 32mb 8mb 1m",
                "pubsub 32mb 8mb +60",
                "pubsub 32mb  8mb 60",
                "pubsub 32mb 8mb 60 replica",
                "pub 32mb 8mb 60",
                "pubsub mb 8mb 60",
                "pubsub 99999999999gb 8mb 60",
                "pubsub 32mb 8mb 99999999999999999999",
                "pubsub 9223372036854775808 0 0",
            ]),
        ),
        Kind::Scores => {
            (texts(&["0 200 800", "-2000 0 2000"]), texts(&["0 200", "0 200 2001", "0 200 x", "0 200 800 900"]))
        }
        Kind::Events(letters) => (
            vec!["KEA".to_owned(), (*letters).to_owned(), "Kx".to_owned(), "g".to_owned()],
            texts(&["KEQ", "KE n", "all", "K,E", "KEn"]),
        ),
        Kind::Addresses => (
            texts(&["127.0.0.1", "* -::*", "127.0.0.1 ::1", "-192.0.2.1"]),
            vec![["127.0.0.1"; 17].join(" "), "127.0.0.1  ::1".to_owned()],
        ),
        Kind::Percentiles => (
            texts(&["50 99 99.9", "0", "100", "1e1", "+5"]),
            texts(&["101", "-1", "x", "50%", "nan", "inf", "50  99", "50,99", "100.0001"]),
        ),
        Kind::HostName => (
            texts(&["redis.example.org", "a-b.c"]),
            vec!["a_b".to_owned(), "a b".to_owned(), "a".repeat(255), "a".repeat(256)],
        ),
        Kind::Title => (
            texts(&["{title} {port}", "redis", "a}b", "{{x"]),
            texts(&["{title}", "{", "{x}", "{title", "{}", "{Port}"]),
        ),
        Kind::FileName => (texts(&["a.rdb"]), texts(&["/data/a.rdb", "a/"])),
        Kind::Folder => (texts(&["."]), texts(&["/no/such/folder"])),
        Kind::Text | Kind::NodeName | Kind::Locale => (texts(&["abc"]), Vec::new()),
    }
}
