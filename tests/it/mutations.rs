//! Damaged files of every format: whatever bytes are broken, reading ends in rows, warnings or an error, soon.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use foundry_tests::{cases_folder, load_cases, read_whole};
use serde_json::Value;

/// The longest that one damaged file may take; a debug build on a busy machine included.
const LONGEST: Duration = Duration::from_secs(20);

/// Damaged files made from each case; `FOUNDRY_MUTATIONS` sets another number.
fn rounds() -> u64 {
    std::env::var("FOUNDRY_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(6)
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

#[test]
fn damaged_files_end_in_rows_or_errors() {
    let mut chance = Chance(0x5eed);
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for file in load_cases(&cases_folder()).expect("the cases load") {
        for case in file.cases.iter().filter(|case| matches!(case.call.as_str(), "read" | "detect_mapping")) {
            let text = |key: &str| case.input.get(key).and_then(Value::as_str);
            let bytes = match (text("text"), text("base64")) {
                (Some(text), _) => text.as_bytes().to_vec(),
                (None, Some(base64)) => STANDARD.decode(base64).expect("a case's `base64` is valid"),
                _ => continue,
            };
            files.push((text("name").unwrap_or("input").to_owned(), bytes));
        }
    }
    assert!(files.len() > 150, "{} files", files.len());
    for (name, bytes) in &files {
        for _ in 0..rounds() {
            let damaged = damage(bytes, &mut chance);
            let started = Instant::now();
            read_whole(name, None, &damaged);
            assert!(started.elapsed() < LONGEST, "{name} took {:?}", started.elapsed());
        }
    }
}
