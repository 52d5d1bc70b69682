//! The contents of many files of commits, from one process.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::process::Stdio;

use crate::git::GitError;
use crate::git::Repository;

/// A file above this size says nothing about imports that anybody could read.
const LARGEST: usize = 64 * 1024 * 1024;

/// The content of each id, in their order; `None` for what is not there, or is absurdly large.
pub fn blobs(repository: &Repository, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, GitError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let failed = |said: String| GitError { asked: "cat-file --batch".to_owned(), said };
    let mut child = repository
        .command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let (Some(mut questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed("it has no pipes".to_owned()));
    };
    let found = std::thread::scope(|scope| {
        // Asked from a thread of its own: git answers before it has read all questions, and a pipe is only so long.
        scope.spawn(move || {
            for id in ids {
                if writeln!(questions, "{id}").is_err() {
                    break;
                }
            }
        });
        let mut answers = BufReader::with_capacity(1 << 16, answers);
        ids.iter().map(|_| answer(&mut answers)).collect::<Result<Vec<_>, _>>()
    });
    let _ = child.kill();
    let _ = child.wait();
    found.map_err(|error| failed(error.to_string()))
}

fn answer(answers: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let size = head.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse::<usize>().ok());
    let Some(size) = size else {
        if head.trim_end().ends_with(" missing") {
            return Ok(None);
        }
        return Err(std::io::Error::other(format!("its answer was `{}`", head.trim_end().escape_debug())));
    };
    if size > LARGEST {
        std::io::copy(&mut answers.take(size as u64 + 1), &mut std::io::sink())?;
        return Ok(None);
    }
    let mut content = vec![0; size + 1];
    answers.read_exact(&mut content)?;
    content.truncate(size);
    Ok(Some(content))
}
