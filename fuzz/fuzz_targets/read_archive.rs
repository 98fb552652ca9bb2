//! Any bytes taken as a ZIP archive, and archives of any members with any damage: read by member, and run whole.
#![no_main]

use std::io::{Cursor, Write};

use arbitrary::Arbitrary;
use foundry_core::PipelineConfig;
use foundry_core::conversation::Timestamp;
use foundry_core::pipeline::RunOptions;
use foundry_core::read::{ReadLimits, ReadOptions};
use foundry_tests::{read_whole, run_pipeline};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[derive(Debug, Arbitrary)]
struct Archive<'a> {
    members: Vec<(&'a str, &'a [u8], bool)>,
    damage: Vec<(u16, u8)>,
}

/// The archive as bytes, then damaged.
fn packed(archive: &Archive<'_>) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, deflate) in archive.members.iter().take(20) {
        let method = if *deflate { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).ok()?;
        zip.write_all(bytes).ok()?;
    }
    let mut bytes = zip.finish().ok()?.into_inner();
    for (at, byte) in &archive.damage {
        if let Some(place) = bytes.get_mut(usize::from(*at)) {
            *place ^= byte;
        }
    }
    Some(bytes)
}

fuzz_target!(|archive: Archive<'_>| {
    foundry_fuzz::let_caught_panics_pass();
    let Some(bytes) = packed(&archive) else { return };
    read_whole("input.zip", None, &bytes);
    let limits = ReadLimits { max_cell_bytes: 1 << 16, max_unpacked_bytes: 4 << 20, ..ReadLimits::default() };
    let source = ReadOptions { limits, ..ReadOptions::default() };
    let config = PipelineConfig { source, ..PipelineConfig::default() };
    let files = [("input.zip".to_owned(), bytes)];
    if let Ok((_, manifest)) = run_pipeline(&config, &files, Timestamp(0), &RunOptions::default()) {
        let counts = &manifest.counts;
        assert_eq!(counts.rows_read, counts.rows_mapped + counts.rows_rejected);
        assert_eq!(counts.conversations, counts.kept + counts.filtered);
    }
});
