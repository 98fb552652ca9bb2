//! Prints texts of the benchmark corpus, one a line: what bindings and their rivals are measured on.
//!   cargo run -p foundry-benches --example lines -- clean|chat|dense COUNT > LINES.txt

use std::io::{self, BufWriter, Write};

use foundry_benches::{Density, texts};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let density = match arguments.next().as_deref() {
        Some("clean") => Density::Clean,
        Some("chat") => Density::Chat,
        Some("dense") => Density::Dense,
        _ => return Err("name a density: clean, chat or dense".into()),
    };
    let count = arguments.next().ok_or("say how many")?.parse()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for text in texts(count, density) {
        writeln!(out, "{text}")?;
    }
    Ok(out.flush()?)
}
