//! The crash harness: workers are killed and frozen, connections and servers are ended, at random moments of their work; then
//! everything is counted. Nothing may be lost, doubled, stuck, or run twice.
//!
//! `cargo test -p foundry-store --test crash` runs the short form, `-- --long` the long one, `-- --seed 7` repeats a run.
//! The same program is the worker: it must be a process, to be killed as one.

mod harness;
mod proxy;
mod worker;

use std::process::ExitCode;

/// How much violence.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Each on a project of its own.
    jobs: u32,
    records_per_job: u32,
    workers: usize,
    kills: u32,
    freezes: u32,
    terminated_backends: u32,
    restarts: u32,
}

const SHORT: Scale = Scale {
    jobs: 150,
    records_per_job: 60,
    workers: 4,
    kills: 25,
    freezes: 5,
    terminated_backends: 12,
    restarts: 2,
};
const LONG: Scale = Scale {
    jobs: 2000,
    records_per_job: 60,
    workers: 8,
    kills: 200,
    freezes: 40,
    terminated_backends: 100,
    restarts: 10,
};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    if let [worker, port, name] = args.as_slice()
        && worker == "worker"
    {
        runtime.block_on(worker::run(port.parse().expect("a port"), name));
        return ExitCode::SUCCESS;
    }
    // As the test runners ask: `cargo nextest` lists first, and a filter that names something else means "not this one".
    if args.iter().any(|arg| arg == "--list") {
        if !args.iter().any(|arg| arg == "--ignored") {
            println!("crash: test");
        }
        return ExitCode::SUCCESS;
    }
    let seed_at = args.iter().position(|arg| arg == "--seed");
    let seed: u64 =
        seed_at.and_then(|at| args.get(at + 1)).and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
            std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(1, |since| since.as_millis() as u64 % 100_000)
        });
    let filter = args
        .iter()
        .enumerate()
        .find(|(at, arg)| !arg.starts_with('-') && Some(*at) != seed_at.map(|at| at + 1));
    if filter.is_some_and(|(_, filter)| !"crash".contains(filter.as_str())) {
        return ExitCode::SUCCESS;
    }
    let scale = if args.iter().any(|arg| arg == "--long") { LONG } else { SHORT };
    let mut faults = runtime.block_on(harness::run(scale, seed));
    faults.extend(runtime.block_on(proxy::run()));
    for fault in &faults {
        println!("FAULT: {fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
