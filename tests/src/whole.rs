//! Reading an input as a run does: what the fuzz targets and the mutation harness call with any bytes.

use std::io::Cursor;

use foundry_core::mapping::{Mapper, detect};
use foundry_core::read::{FileFormat, ReadLimits, ReadOptions, RecordReader, Row};

/// Reads, detects and maps a whole input. Errors are fine; panics, endless loops and lost rows are not.
pub fn read_whole(name: &str, format: Option<FileFormat>, bytes: &[u8]) {
    let limits =
        ReadLimits { max_cell_bytes: 1 << 16, max_unpacked_bytes: 16 << 20, ..ReadLimits::default() };
    let options = ReadOptions { format, limits, ..ReadOptions::default() };
    let Ok(mut reader) = RecordReader::open(name, Box::new(Cursor::new(bytes.to_vec())), &options) else {
        return;
    };
    let detection = detect(reader.schema());
    let Ok(mut mapper) = Mapper::new(&detection.mappings, &detection.options) else { return };
    if reader.bind(&mapper.columns()).is_err() {
        return;
    }
    let mut notes = Vec::new();
    while let Ok(Some(row)) = reader.next_row() {
        match row {
            Row::Rejected(warning) => assert!(warning.rejected),
            Row::Record(record) => {
                let mut messages = 0;
                let outcome = mapper.map(&record, &mut notes, &mut |message| {
                    messages += 1;
                    // A call of a tool may say nothing beside it.
                    let holds = message.custom.iter().any(Option::is_some);
                    assert!(!message.content.is_empty() || holds);
                    Ok(())
                });
                match outcome {
                    Ok(Ok(())) => assert!(messages > 0, "a row vanished"),
                    Ok(Err(warning)) => assert!(messages == 0 && warning.rejected, "a row was counted twice"),
                    Err(_) => return,
                }
            }
        }
    }
}
