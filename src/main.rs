//! The door: hand the arguments to [`groundplan::cli::run`] and exit with its code.

use std::process::ExitCode;

/// A check makes a few hundred thousand small values and ends: a quarter of its time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    groundplan::cli::run(std::env::args_os(), &mut std::io::stdout().lock(), &mut std::io::stderr().lock())
}
