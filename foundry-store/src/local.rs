//! A Postgres of one's own: a throw-away one for tests, a private one in a data folder for whoever has no server at hand.
//!
//! The programs come from the machine (Debian's `postgresql-15` puts them into `/usr/lib/postgresql/15/bin`). These calls
//! start processes and wait for them, so they block.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sqlx::postgres::PgConnectOptions;

use crate::error::{Error, ErrorKind, Result};

/// What the server is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Listens on loopback, does not wait for the disk, and vanishes with this process.
    ThrowAway,
    /// As [`Purpose::ThrowAway`], but it waits for the disk as a real one does, for measuring and for killing it.
    Durable,
    /// Listens on a socket in its own folder, which nobody else may enter, keeps its data, and stops with this process.
    Private,
}

/// A running server. It stops when this is dropped and when this process ends, however it ends.
pub struct LocalPostgres {
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
    purpose: Purpose,
    /// Waits for the end of its input, which is the end of this process, and stops the server.
    guardian: Child,
}

/// The owner of the databases; no password, since only this machine's user gets at it.
const OWNER: &str = "foundry";

impl LocalPostgres {
    /// Starts a server in a folder, making its data first where there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] where Postgres is not installed or does not start, with what to do.
    pub fn start(dir: &Path, purpose: Purpose) -> Result<Self> {
        let bin = find_programs()?;
        std::fs::create_dir_all(dir).map_err(|e| broken("the folder cannot be made", &e.to_string()))?;
        let dir = dir.canonicalize().map_err(|e| broken("the folder cannot be opened", &e.to_string()))?;
        // Postgres refuses to run as root, so its own user gets the folder.
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&dir))?;
        }
        run(Command::new("chmod").arg("700").arg(&dir))?;
        let data = dir.join("data");
        if !data.join("PG_VERSION").exists() {
            run(as_owner(&bin.join("initdb")).arg("-D").arg(&data).args([
                "-U",
                OWNER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ]))?;
        }
        let port = match purpose {
            Purpose::Private => 5432,
            _ => free_port()?,
        };
        let mut server = LocalPostgres { guardian: guardian(&bin, &dir, purpose)?, bin, dir, port, purpose };
        server.boot()?;
        Ok(server)
    }

    fn boot(&mut self) -> Result<()> {
        let port = self.port;
        let dir = self.dir.display();
        let options = match self.purpose {
            Purpose::Private => format!(
                "-c listen_addresses='' -c unix_socket_directories='{dir}' -c unix_socket_permissions=0700"
            ),
            Purpose::Durable => format!(
                "-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c max_connections=200 -c shared_buffers=256MB -c max_wal_size=4GB"
            ),
            Purpose::ThrowAway => format!(
                "-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            ),
        };
        run(as_owner(&self.bin.join("pg_ctl"))
            .arg("-D")
            .arg(self.dir.join("data"))
            .args(["-w", "-s", "-l"])
            .arg(self.dir.join("log"))
            .args(["-o", &options, "start"]))
    }

    /// Stops the server as a power cut would, and starts it again.
    pub fn crash_and_restart(&mut self) -> Result<()> {
        run(as_owner(&self.bin.join("pg_ctl")).arg("-D").arg(self.dir.join("data")).args([
            "-s",
            "-m",
            "immediate",
            "stop",
        ]))?;
        self.boot()
    }

    /// How to connect as a role to a database.
    pub fn options(&self, role: &str, database: &str) -> PgConnectOptions {
        let options =
            PgConnectOptions::new_without_pgpass().username(role).database(database).port(self.port);
        match self.purpose {
            Purpose::Private => options.socket(&self.dir),
            _ => options.host("127.0.0.1"),
        }
    }

    /// How to connect as the owner to a database; `postgres` is always there.
    pub fn owner(&self, database: &str) -> PgConnectOptions {
        self.options(OWNER, database)
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of the programs, for `pg_dump` and the like.
    pub fn programs(&self) -> &Path {
        &self.bin
    }

    /// The port on loopback; 5432, of the socket, for a private one.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for LocalPostgres {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        // Nothing is left to do where it fails: the guardian works on by itself.
        let _ = self.guardian.wait();
    }
}

/// The newest installed server's folder of programs.
fn find_programs() -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    found.sort();
    let on_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    found
        .into_iter()
        .rev()
        .map(|(_, bin)| bin)
        .chain(on_path)
        .find(|bin| bin.join("initdb").exists() && bin.join("pg_ctl").exists())
        .ok_or_else(|| {
            Error::new(ErrorKind::Setup, "no Postgres server is installed").with_hint(
                "`apt-get install --no-install-recommends postgresql-15`, or put its programs on the PATH",
            )
        })
}

/// A shell that outlives this process by a moment. It ignores the keyboard's interrupt, which goes to the whole group.
fn guardian(bin: &Path, dir: &Path, purpose: Purpose) -> Result<Child> {
    let script = "trap '' INT TERM HUP; cat >/dev/null; \"$0\" -D \"$1/data\" -s -m \"$2\" stop >/dev/null 2>&1; [ \"$3\" = keep ] || rm -rf \"$1\"";
    let (mode, keep) = match purpose {
        Purpose::Private => ("fast", "keep"),
        _ => ("immediate", "remove"),
    };
    as_owner(Path::new("sh"))
        .args(["-c", script])
        .arg(bin.join("pg_ctl"))
        .arg(dir)
        .args([mode, keep])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| broken("the guardian does not start", &e.to_string()))
}

/// The command, under the user of Postgres where this process is root.
fn as_owner(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // The user of Postgres may not be allowed where this process stands.
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output().map_err(|e| {
        broken(&format!("`{}` does not start", command.get_program().display()), &e.to_string())
    })?;
    if output.status.success() {
        return Ok(());
    }
    let mut text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    text.truncate(text.floor_char_boundary(400));
    Err(broken("Postgres does not start", &text))
}

fn free_port() -> Result<u16> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|e| broken("no free port", &e.to_string()))
}

fn broken(what: &str, why: &str) -> Error {
    Error::new(ErrorKind::Setup, what).with_hint(why)
}

/// Makes a database, applies every migration as its owner, and makes a login for the server; gives its options. Doing it again
/// brings an older database up to date.
pub async fn prepare(server: &LocalPostgres, database: &str, login: &str) -> Result<PgConnectOptions> {
    use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
    let name = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !name(database) || !name(login) {
        return Err(Error::new(
            ErrorKind::Setup,
            "names of databases and logins are lower-case letters, digits and `_`",
        ));
    }
    let mut owner = PgConnection::connect_with(&server.owner("postgres")).await?;
    let exists = sqlx::query("select from pg_database where datname = $1")
        .bind(database)
        .fetch_optional(&mut owner)
        .await?;
    if exists.is_none() {
        // Postgres takes no parameter for a name; it was checked above.
        owner.execute(AssertSqlSafe(format!("create database {database}"))).await?;
    }
    let mut owner = PgConnection::connect_with(&server.owner(database)).await?;
    crate::MIGRATOR.run(&mut owner).await?;
    let exists =
        sqlx::query("select from pg_roles where rolname = $1").bind(login).fetch_optional(&mut owner).await?;
    if exists.is_none() {
        owner.execute(AssertSqlSafe(format!("create role {login} login in role foundry_app"))).await?;
    }
    Ok(server.options(login, database))
}
