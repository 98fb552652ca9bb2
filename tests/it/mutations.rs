//! Damaged files of every format, and files made to harm: whatever the bytes are, reading ends in rows, warnings or an
//! error, soon and in little memory, and the counts of a run add up.
//!
//! The long form: `FOUNDRY_MUTATIONS=10000 cargo test --release -p foundry-tests --test it mutations -- --nocapture`
//! damages so many files of every format, builds the large bombs too, and tells what it took; `FOUNDRY_MUTATED=xls,zip`
//! keeps to these formats.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use foundry_core::PipelineConfig;
use foundry_core::deid::PiiSettings;
use foundry_core::pipeline::RunOptions;
use foundry_core::read::{ReadLimits, ReadOptions};
use foundry_tests::{cases_folder, load_cases, read_whole, run_pipeline};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::bombs::{bombs, large_bombs};
use crate::runs::{NOW, assert_counts_add_up};

/// The longest that one file may take on the processor; a build without optimization is about ten times slower.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });

/// The most memory that the whole test may hold at once, and so each file of it.
const MOST_MEMORY: u64 = 512 << 20;

/// Damaged files made of each format; the usual number is spread over the files of a format.
fn rounds() -> Option<u64> {
    std::env::var("FOUNDRY_MUTATIONS").ok().and_then(|text| text.parse().ok())
}

/// Numbers by chance, the same every time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16) as usize % count.max(1)
    }
}

/// Breaks a few places: bytes changed, cut, doubled, moved, or put in that mean something to a parser.
fn damage(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    const SPECIAL: [&[u8]; 16] = [
        b"\"",
        b"\n",
        b"\r",
        b",",
        b"{",
        b"}",
        b"[",
        b"]",
        b"\\u",
        b"\xff",
        b"\x00",
        b"<",
        b">",
        b"&#x110000;",
        b"=?",
        b"PK\x01\x02",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + chance.below(5) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, SPECIAL[chance.below(SPECIAL.len())].iter().copied())),
            3 => bytes.extend_from_within(at..end),
            4 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = [0, 1, 0x7f, 0x80, 0xff][chance.below(5)];
                }
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
    }
    bytes
}

/// Breaks places in one of the files that are packed in a workbook or an archive, so that the damage is behind the
/// unpacking and its checksum; `None` for anything else.
fn damage_inside(bytes: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let broken = chance.below(zip.len());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).ok()?;
        let mut content = Vec::new();
        member.read_to_end(&mut content).ok()?;
        if at == broken {
            content = damage(&content, chance);
        }
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        out.start_file(name, options).ok()?;
        out.write_all(&content).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// The files of the cases, by their endings.
fn files() -> BTreeMap<String, Vec<(String, Vec<u8>)>> {
    let mut files: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for file in load_cases(&cases_folder()).expect("the cases load") {
        for case in file.cases.iter().filter(|case| matches!(case.call.as_str(), "read" | "detect_mapping")) {
            let text = |key: &str| case.input.get(key).and_then(Value::as_str);
            let bytes = match (text("text"), text("base64")) {
                (Some(text), _) => text.as_bytes().to_vec(),
                (None, Some(base64)) => STANDARD.decode(base64).expect("a case's `base64` is valid"),
                _ => continue,
            };
            let name = text("name").unwrap_or("input").to_owned();
            let ending = name.rsplit_once('.').map_or("none", |(_, ending)| ending).to_owned();
            files.entry(ending).or_default().push((name, bytes));
        }
    }
    files
}

/// What this thread has used of the processor; where the system does not tell, the time of day.
fn processor_time(start: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The most memory that this process has held, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib << 10)
}

/// What reading files took.
#[derive(Default)]
struct Account {
    files: u64,
    runs: u64,
    slowest: (Duration, String),
}

impl Account {
    /// Reads a file as a run does, and runs it whole: no panic, no row lost, in time.
    fn read(&mut self, name: &str, bytes: &[u8]) {
        let start = Instant::now();
        let before = processor_time(start);
        read_whole(name, None, bytes);
        let limits = ReadLimits { max_unpacked_bytes: 64 << 20, ..ReadLimits::default() };
        let config = PipelineConfig {
            source: ReadOptions { limits, ..ReadOptions::default() },
            pii_settings: PiiSettings { enabled: false, ..PiiSettings::default() },
            ..PipelineConfig::default()
        };
        let files = [(name.to_owned(), bytes.to_vec())];
        if let Ok((_, manifest)) = run_pipeline(&config, &files, NOW, &RunOptions::default()) {
            assert_counts_add_up(&manifest);
            self.runs += 1;
        }
        let took = processor_time(start).saturating_sub(before);
        assert!(took < LONGEST, "{name} took {took:?}");
        self.files += 1;
        if took > self.slowest.0 {
            self.slowest = (took, name.to_owned());
        }
    }

    fn tell(&self, what: &str) {
        let Account { files, runs, slowest: (took, name) } = self;
        println!("{what:<12} {files:>7} files, {runs:>7} of them whole runs, slowest {took:?} ({name})");
    }
}

fn assert_little_memory() {
    let peak = peak_memory();
    if rounds().is_some() {
        println!("peak memory of the whole test: {} MiB", peak.unwrap_or(0) >> 20);
    }
    // A file's own memory is less; other tests share the process in the short form.
    if rounds().is_some() {
        assert!(peak.is_none_or(|peak| peak < MOST_MEMORY), "{peak:?} bytes");
    }
}

#[test]
fn damaged_files_end_in_rows_or_errors() {
    let files = files();
    assert!(files.values().map(Vec::len).sum::<usize>() > 150);
    for format in
        ["csv", "json", "ndjson", "xlsx", "xls", "xlsb", "ods", "txt", "mbox", "eml", "gz", "zst", "zip"]
    {
        assert!(files.contains_key(format), "no case has a .{format} file");
    }
    let wanted = std::env::var("FOUNDRY_MUTATED").ok();
    let is_wanted =
        |format: &str| wanted.as_ref().is_none_or(|some| some.split(',').any(|one| one == format));
    for (format, files) in files.iter().filter(|(format, _)| is_wanted(format)) {
        let mut chance = Chance(0x5eed);
        let mut account = Account::default();
        let rounds = rounds().map_or(2, |count| count.div_ceil(files.len() as u64));
        for (name, bytes) in files {
            for _ in 0..rounds {
                let inside = match chance.below(2) {
                    0 => damage_inside(bytes, &mut chance),
                    _ => None,
                };
                account.read(name, &inside.unwrap_or_else(|| damage(bytes, &mut chance)));
            }
        }
        if self::rounds().is_some() {
            account.tell(format);
        }
    }
    assert_little_memory();
}

#[test]
fn files_made_to_harm_end_in_rows_or_errors() {
    let mut account = Account::default();
    let large = if rounds().is_some() { large_bombs() } else { Vec::new() };
    for (name, build) in bombs().into_iter().chain(large) {
        let bytes = build();
        let before = account.slowest.0;
        account.read(name, &bytes);
        if rounds().is_some() {
            println!(
                "{name:<28} {:>9} bytes, slowest so far {:?}",
                bytes.len(),
                account.slowest.0.max(before)
            );
        }
    }
    account.tell("bombs");
    assert_little_memory();
}
