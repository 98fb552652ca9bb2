//! What is done to the workers, and the account afterwards.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use foundry_store::jobs::{self, NewJob};
use foundry_store::local::{LocalPostgres, Purpose, prepare};
use foundry_store::{JobKind, OrgId, SourceType, Store, ids::Industry, organizations, projects, sources};
use serde_json::json;
use sqlx::{Connection, PgConnection, Row};

use crate::Scale;
use crate::worker::{DATABASE, LEASE, LOGIN, filtered, options, processed};

/// So long without a finished job means that something is stuck.
const PATIENCE: Duration = Duration::from_secs(60);
const ORGANIZATIONS: u32 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Violence {
    Kill,
    Freeze,
    TerminateBackend,
    RestartPostgres,
}

/// Numbers from a seed, so that a run can be repeated (its violence, not the machine's own timing).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        // xorshift64*, whose upper half is good enough to pick victims.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % n.max(1)
    }
}

struct Worker {
    process: Child,
    /// Until then it is frozen.
    frozen: Option<Instant>,
}

/// Runs the whole and gives what is wrong afterwards; empty is good.
pub async fn run(scale: Scale, seed: u64) -> Vec<String> {
    println!("crash harness, seed {seed}: {scale:?}");
    let dir = std::env::temp_dir().join(format!("foundry-crash-{}", std::process::id()));
    let exports = std::env::temp_dir().join(format!("foundry-crash-exports-{}", std::process::id()));
    std::fs::create_dir_all(&exports).expect("a folder");
    let mut server = LocalPostgres::start(&dir, Purpose::Durable).expect("a throw-away Postgres");
    prepare(&server, DATABASE, LOGIN).await.expect("the migrations");
    fill(&server, scale).await;

    let mut violence: Vec<Violence> = [
        (Violence::Kill, scale.kills),
        (Violence::Freeze, scale.freezes),
        (Violence::TerminateBackend, scale.terminated_backends),
        (Violence::RestartPostgres, scale.restarts),
    ]
    .into_iter()
    .flat_map(|(what, times)| std::iter::repeat_n(what, times as usize))
    .collect();
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for at in (1..violence.len()).rev() {
        violence.swap(at, random.below(at + 1));
    }

    let start = Instant::now();
    let mut workers: Vec<Worker> = (0..scale.workers).map(|i| spawn(server.port(), i, &exports)).collect();
    let mut done = HashMap::<Violence, u32>::new();
    let (mut next, mut last_progress, mut finished_before) = (0, Instant::now(), 0);
    let mut outages = Vec::new();
    let stuck = loop {
        tokio::time::sleep(Duration::from_millis(15)).await;
        for worker in &mut workers {
            if worker.frozen.is_some_and(|until| until <= Instant::now()) {
                signal("CONT", worker.process.id());
                worker.frozen = None;
            }
        }
        let finished = count_finished(&server).await;
        if finished > finished_before {
            (finished_before, last_progress) = (finished, Instant::now());
        }
        if finished >= i64::from(scale.jobs) && next >= violence.len() {
            break false;
        }
        if last_progress.elapsed() > PATIENCE {
            break true;
        }
        // Spread over the whole run: the k-th blow falls when its share of the jobs is done.
        let due = finished as usize * (violence.len() + 1) / (scale.jobs as usize * 19 / 20).max(1);
        if next >= violence.len() || next > due {
            continue;
        }
        let what = violence[next];
        next += 1;
        *done.entry(what).or_default() += 1;
        let victim = random.below(workers.len());
        match what {
            Violence::Kill => {
                let _ = workers[victim].process.kill();
                let _ = workers[victim].process.wait();
                workers[victim] = spawn(server.port(), victim, &exports);
            }
            Violence::Freeze => {
                signal("STOP", workers[victim].process.id());
                let span = LEASE + Duration::from_millis(200 + random.below(1500) as u64);
                workers[victim].frozen = Some(Instant::now() + span);
            }
            Violence::TerminateBackend => terminate_one(&server, &mut random).await,
            Violence::RestartPostgres => {
                let down = Instant::now();
                server.crash_and_restart().expect("Postgres comes back");
                while Store::connect(options(server.port()), 1).await.is_err() {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                outages.push(down.elapsed());
            }
        }
    };
    let took = start.elapsed();
    for mut worker in workers {
        let _ = worker.process.kill();
        let _ = worker.process.wait();
    }
    let mut faults = account(&server, scale).await;
    if stuck {
        faults.push(format!("nothing got done for {PATIENCE:?}: a job is stuck"));
    }
    let mut owner = PgConnection::connect_with(&server.owner(DATABASE)).await.expect("the owner");
    let attempts: i64 = sqlx::query_scalar("select sum(attempt)::bigint from processing_jobs")
        .fetch_one(&mut owner)
        .await
        .expect("a sum");
    println!(
        "{} jobs of {} records, {} workers, {:.1} s: {} kills, {} freezes beyond the lease, {} ended connections, {} immediate \
         restarts (longest outage {:.1} s); {attempts} attempts; {} faults",
        scale.jobs,
        scale.records_per_job,
        scale.workers,
        took.as_secs_f64(),
        done.get(&Violence::Kill).unwrap_or(&0),
        done.get(&Violence::Freeze).unwrap_or(&0),
        done.get(&Violence::TerminateBackend).unwrap_or(&0),
        done.get(&Violence::RestartPostgres).unwrap_or(&0),
        outages.iter().max().map_or(0.0, Duration::as_secs_f64),
        faults.len()
    );
    let _ = std::fs::remove_dir_all(&exports);
    faults
}

/// Makes the organizations, a project and a source for each job, and the jobs.
async fn fill(server: &LocalPostgres, scale: Scale) {
    let store = Store::connect(options(server.port()), 2).await.expect("the server's login");
    for o in 0..ORGANIZATIONS {
        let mut tx = store.platform().await.expect("a transaction");
        let org = organizations::create(&mut tx, &format!("org-{o}"), &format!("org-{o}"), Industry::Other)
            .await
            .expect("made")
            .id;
        let mut tx = tx.into_tenant(org).await.expect("a transaction");
        for j in (0..scale.jobs).filter(|j| j % ORGANIZATIONS == o) {
            let project = projects::create(&mut tx, &format!("p{j}"), None).await.expect("made").id;
            let config = json!({});
            let new = sources::NewSource { kind: SourceType::File, name: "s", config: &config, file: None };
            let source = sources::create(&mut tx, project, &new).await.expect("made");
            let parameters = json!({"source": source, "records": scale.records_per_job});
            let order = NewJob {
                kind: JobKind::Process,
                config_snapshot: &config,
                parameters: &parameters,
                triggered_by: None,
                correlation_id: None,
                idempotency_key: None,
                // The harness kills more often than any job would bear.
                max_attempts: 100_000,
            };
            jobs::create(&mut tx, project, &order).await.expect("made");
        }
        tx.commit().await.expect("committed");
    }
}

fn spawn(port: u16, number: usize, exports: &Path) -> Worker {
    let program = std::env::current_exe().expect("this program");
    let process = Command::new(program)
        .args(["worker", &port.to_string(), &format!("w{number}")])
        .env("CRASH_EXPORTS", exports)
        .stdin(Stdio::null())
        .spawn()
        .expect("a worker");
    Worker { process, frozen: None }
}

fn signal(name: &str, process: u32) {
    let _ = Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status();
}

async fn count_finished(server: &LocalPostgres) -> i64 {
    let Ok(mut owner) = PgConnection::connect_with(&server.owner(DATABASE)).await else { return 0 };
    let finished = sqlx::query_scalar(
        "select count(*) from processing_jobs where status in ('completed', 'failed', 'cancelled')",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap_or(0);
    let _ = owner.close().await;
    finished
}

async fn terminate_one(server: &LocalPostgres, random: &mut Random) {
    let Ok(mut owner) = PgConnection::connect_with(&server.owner(DATABASE)).await else { return };
    let backends: Vec<i32> =
        sqlx::query_scalar("select pid from pg_stat_activity where usename = $1 order by pid")
            .bind(LOGIN)
            .fetch_all(&mut owner)
            .await
            .unwrap_or_default();
    if let Some(backend) = backends.get(random.below(backends.len())) {
        let _ = sqlx::query("select pg_terminate_backend($1)").bind(backend).execute(&mut owner).await;
    }
}

/// Compares everything with what an undisturbed run would have left.
async fn account(server: &LocalPostgres, scale: Scale) -> Vec<String> {
    let mut faults = Vec::new();
    let mut owner = PgConnection::connect_with(&server.owner(DATABASE)).await.expect("the owner");
    let records = i64::from(scale.records_per_job);
    let dropped = (0..records).filter(|record| filtered(*record)).count() as i64;
    let export: String =
        (0..records).filter(|record| !filtered(*record)).map(|record| processed(record) + "\n").collect();
    let jobs = sqlx::query(
        "select j.id, j.organization_id, j.status, j.records_processed, j.records_filtered, j.attempt,
            (select count(*) from processed_records r where r.job_id = j.id) as rows,
            (select count(distinct source_record_id) from processed_records r where r.job_id = j.id) as different,
            (select count(*) from processed_records r where r.job_id = j.id and r.organization_id <> j.organization_id) as foreign_rows,
            array(select file_path from exports e where e.job_id = j.id) as files
         from processing_jobs j order by j.id",
    )
    .fetch_all(&mut owner)
    .await
    .expect("the jobs");
    if jobs.len() != scale.jobs as usize {
        faults.push(format!("{} jobs of {} are there", jobs.len(), scale.jobs));
    }
    for job in &jobs {
        let id: i64 = job.get("id");
        let org = OrgId(job.get("organization_id"));
        let status: &str = job.get("status");
        if status != "completed" {
            faults.push(format!("job {id} of {org} is {status}"));
        }
        let counts: (i64, i64) = (job.get("records_processed"), job.get("records_filtered"));
        if counts != (records, dropped) {
            faults.push(format!("job {id} counts {counts:?} instead of {:?}", (records, dropped)));
        }
        let (rows, different): (i64, i64) = (job.get("rows"), job.get("different"));
        if rows < records {
            faults.push(format!("job {id} lost {} records", records - rows));
        }
        if rows > different || rows > records {
            faults.push(format!("job {id} has records twice"));
        }
        if job.get::<i64, _>("foreign_rows") != 0 {
            faults.push(format!("job {id} has rows of another organization"));
        }
        let files: Vec<String> = job.get("files");
        match files.as_slice() {
            [file] => {
                let written = std::fs::read_to_string(PathBuf::from(file)).unwrap_or_default();
                if written != export {
                    faults.push(format!("the export of job {id} is not that of an undisturbed run"));
                }
            }
            files => faults
                .push(format!("job {id} has {} exports: it ended more than once, or never", files.len())),
        }
    }
    faults
}
