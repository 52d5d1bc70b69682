//! A redis-server of a test's own: in a temporary folder, on a Unix socket, without persistence, gone with the value.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use groundplan::redis::RedisVersion;
use tempfile::TempDir;

/// A running server and one connection to it.
pub(crate) struct Server {
    process: Child,
    folder: TempDir,
    connection: BufReader<UnixStream>,
    pub(crate) version: RedisVersion,
}

/// What a server answers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Text(String),
    Error(String),
    List(Vec<Reply>),
}

/// The programs to compare with: `redis-server` on the PATH, and those that `GROUNDPLAN_REDIS_SERVERS` names.
#[expect(clippy::disallowed_methods, reason = "what is installed is outside of the project")]
pub(crate) fn programs() -> Vec<PathBuf> {
    let folders = std::env::var("PATH").unwrap_or_default();
    let installed =
        std::env::split_paths(&folders).map(|folder| folder.join("redis-server")).find(|file| file.is_file());
    let named = std::env::var("GROUNDPLAN_REDIS_SERVERS").unwrap_or_default();
    installed.into_iter().chain(std::env::split_paths(&named).filter(|path| !path.as_os_str().is_empty())).collect()
}

impl Server {
    pub(crate) fn redis(program: &Path) -> Self {
        Self::start(program, "save \"\"\nappendonly no\n", &[])
    }

    pub(crate) fn sentinel(program: &Path) -> Self {
        Self::start(program, "sentinel monitor mymaster 127.0.0.1 6379 2\n", &["--sentinel"])
    }

    #[expect(clippy::disallowed_methods, reason = "the server reads its configuration from a file")]
    fn start(program: &Path, configuration: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let file = folder.path().join("redis.conf");
        let common = format!("port 0\nunixsocket {}\ndir {}\n", socket.display(), folder.path().display());
        std::fs::write(&file, common + configuration).unwrap();
        let mut command = Command::new(program);
        command.arg(&file).args(arguments).current_dir(folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let Some(connection) = connect(&socket) else {
            process.kill().ok();
            process.wait().unwrap();
            panic!("{} does not listen", program.display());
        };
        let unknown = RedisVersion { major: 0, minor: 0, patch: None };
        let mut server = Self { process, folder, connection, version: unknown };
        let Reply::Text(facts) = server.ask(&["INFO", "server"]) else { panic!("INFO has no text") };
        let version = facts.lines().find_map(|line| line.strip_prefix("redis_version:")).unwrap();
        server.version = RedisVersion::parse(version).unwrap();
        server
    }

    /// Sends a command and reads the answer. A connection that was closed meanwhile is made anew: some settings make
    /// a server drop its clients.
    pub(crate) fn ask(&mut self, words: &[&str]) -> Reply {
        let mut command = format!("*{}\r\n", words.len());
        for word in words {
            command.extend([&format!("${}\r\n", word.len()), *word, "\r\n"]);
        }
        for _ in 0..3 {
            let sent = self.connection.get_mut().write_all(command.as_bytes());
            if let Some(reply) = sent.ok().and_then(|()| read(&mut self.connection)) {
                return reply;
            }
            self.connection = connect(&self.folder.path().join("socket")).expect("the server still listens");
        }
        panic!("no answer to {words:?}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn connect(socket: &Path) -> Option<BufReader<UnixStream>> {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(20) {
        if let Ok(stream) = UnixStream::connect(socket) {
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            return Some(BufReader::new(stream));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    None
}

fn read(from: &mut BufReader<UnixStream>) -> Option<Reply> {
    let mut line = String::new();
    from.read_line(&mut line).ok()?;
    let text = line.strip_suffix("\r\n")?;
    let (mark, rest) = text.split_at_checked(1)?;
    Some(match mark {
        "-" => Reply::Error(rest.to_owned()),
        "$" => {
            let mut bytes = vec![0; rest.parse::<usize>().ok()? + 2];
            from.read_exact(&mut bytes).ok()?;
            bytes.truncate(bytes.len() - 2);
            Reply::Text(String::from_utf8_lossy(&bytes).into_owned())
        }
        "*" => Reply::List((0..rest.parse::<usize>().ok()?).map(|_| read(from)).collect::<Option<_>>()?),
        _ => Reply::Text(rest.to_owned()),
    })
}
