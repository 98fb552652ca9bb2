//! De-identifies the lines of a file as a binding does with a list: what Python and Node are measured against.
//!   cargo run --profile bench -p foundry-benches --example texts -- LINES.txt [THREADS] [SETTINGS as JSON]
//! Prints the CPU seconds it took, reading left out, and those of one short text, called for by the million.

use foundry_core::PipelineConfig;
use foundry_core::calls::Engine;

const CALLS: u32 = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name the file")?;
    let threads = arguments.next().map_or(Ok(1), |threads| threads.parse())?;
    let settings = arguments.next().unwrap_or_else(|| "{}".to_owned());
    let text = std::fs::read_to_string(path)?;
    let lines: Vec<Option<&str>> = text.lines().map(Some).collect();
    let engine = Engine::new(PipelineConfig::from_json(&settings)?)?;
    // Once to warm up, on few.
    engine.answers(lines.get(..1_000).unwrap_or(&lines), 1, |text, room| engine.replaced(text, room))?;
    let start = cpu_seconds()?;
    let done = engine.answers(&lines, threads, |text, room| engine.replaced(text, room))?;
    let seconds = cpu_seconds()? - start;
    let changed = done.iter().filter(|clean| clean.is_some()).count();
    let start = cpu_seconds()?;
    for _ in 0..CALLS {
        std::hint::black_box(engine.deidentify(std::hint::black_box("thanks for the help"))?);
    }
    let each = (cpu_seconds()? - start) / f64::from(CALLS);
    println!("{{\"cpu\": {seconds:.4}, \"each\": {each:.9}, \"changed\": {changed}}}");
    Ok(())
}

/// User and system time of this process; Linux counts them in hundredths of a second.
fn cpu_seconds() -> Result<f64, Box<dyn std::error::Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().ok_or("no fields")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
}
