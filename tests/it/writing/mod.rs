//! What `render` does to a disk, and how a run ends that nobody let finish.

#![cfg(unix)]

mod command_line; // exit codes, help, and readers that go away
mod interrupted; // kills, full disks and folders that cannot be written to
mod owned; // what is written, removed and left alone

/// The file that the small project renders.
const FILE: &str = "generated/dev/redis/settings.yaml";
