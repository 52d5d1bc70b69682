//! How long `groundplan validate` takes beside only reading the same files, and how much memory.
//!
//! `cargo bench --bench validate` prints a table; both sides of the ratio run in turns, so that what else the machine
//! does falls on both. `cargo bench --bench validate -- --write 20000 FOLDER` only writes the manifests, for
//! `benches/instructions.sh` and `benches/peers.sh`.

#![expect(clippy::print_stdout, reason = "the table is the purpose")]
#![expect(clippy::disallowed_methods, reason = "what the kernel says of a process is not of the project")]

mod corpus;

use std::fs;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// Threads on both sides.
const THREADS: usize = 2;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let files = arguments[at + 1].parse().expect("a number of files");
        println!("{} bytes", corpus::write(Path::new(&arguments[at + 2]), files));
        return;
    }
    // Without `--bench` this runs as a test of all targets, and little is enough to see that it works.
    let (runs, scale) = if arguments.iter().any(|argument| argument == "--bench") { (15, 1) } else { (1, 100) };
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, files) in [("many", 20_000 / scale), ("few", 1_000 / scale), ("most", 100_000 / scale)] {
        corpus::write(&folder.path().join(name), files);
    }
    let bundle = corpus::definitions(5_000_000 / scale);
    fs::write(folder.path().join("definitions.yaml"), &bundle).expect("the file can be written");
    fs::write(folder.path().join("one.yaml"), corpus::manifest(0)).expect("the file can be written");

    println!(
        "{:44} {:>9} {:>9} {:>9}",
        format!("{runs} runs, {THREADS} threads, milliseconds"),
        "min",
        "median",
        "max"
    );
    let files = below(&folder.path().join("many"));
    let (mut reading, mut finding, mut validating) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..=runs {
        reading.push(timed(|| {
            std::hint::black_box(read(&files));
        }));
        finding.push(timed(|| {
            std::hint::black_box(read(&below(&folder.path().join("many"))));
        }));
        validating.push(timed(|| validate(&folder.path().join("many"))));
    }
    let count = files.len();
    let read = report(&format!("read {count} files whose names are known"), reading);
    let found = report(&format!("find {count} files and read them"), finding);
    let validated = report(&format!("validate {count} files, found and read"), validating);
    println!("{:44} {:9.2} times finding and reading, median to median", "  which is", validated / found);
    println!("{:44} {:9.2} times reading alone", "  and", validated / read);
    for name in ["few", "most"] {
        let files = below(&folder.path().join(name)).len();
        let times = (0..=runs.min(5)).map(|_| timed(|| validate(&folder.path().join(name)))).collect();
        let median = report(&format!("validate {files} files"), times);
        println!("{:44} {:9.2} microseconds a file", "  which is", median * 1000.0 / exact(files.max(1)));
    }
    let times = (0..=runs).map(|_| timed(|| validate(&folder.path().join("definitions.yaml")))).collect();
    let median = report("validate one bundle of definitions", times);
    println!("{:44} {:9.2} MB/s", "  which is", exact(bundle.len()) / 1000.0 / median);
    report("validate one file", (0..=runs).map(|_| timed(|| validate(&folder.path().join("one.yaml")))).collect());
    for name in ["few", "many", "most", "definitions.yaml"] {
        match peak_kib(&folder.path().join(name)) {
            Some(peak) => println!("{:44} {peak:>9} KiB", format!("peak memory, {name}")),
            None => println!("peak memory: not known on this system"),
        }
    }
}

/// Starts `groundplan validate` of a path.
fn start(path: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundplan"));
    command.arg("validate").arg(path).args(["--jobs", &THREADS.to_string()]).stdout(Stdio::null());
    command.spawn().expect("groundplan starts")
}

fn validate(path: &Path) {
    assert!(start(path).wait().expect("groundplan ran").success(), "the manifests are sound");
}

/// Every file below a folder, in no order.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder is readable").path();
        if path.is_dir() { files.extend(below(&path)) } else { files.push(path) }
    }
    files
}

/// Reads all files into one buffer a thread, and does nothing with it.
fn read(files: &[PathBuf]) -> usize {
    let part = |files: &[PathBuf]| {
        let mut buffer = Vec::new();
        files
            .iter()
            .map(|file| {
                buffer.clear();
                File::open(file).and_then(|mut file| file.read_to_end(&mut buffer)).expect("the file is readable")
            })
            .sum::<usize>()
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            files.chunks(files.len().div_ceil(THREADS)).map(|some| scope.spawn(move || part(some))).collect();
        parts.into_iter().map(|part| part.join().expect("it was read")).sum()
    })
}

/// A number of files or bytes; none comes near what a float cannot hold.
fn exact(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Prints a line of the table without the first run, which warms up; gives the median in milliseconds.
fn report(name: &str, mut times: Vec<Duration>) -> f64 {
    times.remove(0);
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1000.0;
    let last = times.len() - 1;
    println!("{name:44} {:9.2} {:9.2} {:9.2}", milliseconds(0), milliseconds(times.len() / 2), milliseconds(last));
    milliseconds(times.len() / 2)
}

/// The most memory that was resident, as Linux counts it while the process lives: its highest mark only rises, so the
/// last value seen is the peak but for the last few microseconds.
fn peak_kib(path: &Path) -> Option<u64> {
    let mut child = start(path);
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().expect("groundplan ran").is_none() {
        peak = peak.max(fs::read_to_string(&status).ok().as_deref().and_then(high_water_mark));
    }
    peak
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
