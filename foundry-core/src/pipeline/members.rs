//! A ZIP archive as input: each member that can be read is one, and one that holds no messages is told of.

use super::intake::{InputDone, number_of, read_input};
use super::ledger::Ledger;
use super::{PipelineConfig, RunOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::group::Grouper;
use crate::read::{Archive, ReadOptions, RecordReader};
use crate::record::Warning;

/// Reads the members of an archive, one after the other by name.
pub(super) fn read_all(
    config: &PipelineConfig,
    first: usize,
    (name, mut archive): (&str, Archive),
    grouper: &mut Grouper<'_>,
    options: &RunOptions,
    ledger: &mut Ledger<'_>,
) -> Result<Vec<InputDone>> {
    let chosen = archive.chosen(config.source.member.as_deref()).map_err(|error| error.in_file(name))?;
    ledger.enter_file(name);
    archive.take_notes().into_iter().for_each(|note| ledger.warn(note));
    ledger.unpack(archive.packed_bytes(), archive.unpacked_bytes());
    let (mut done, mut unused) = (Vec::new(), None);
    for at in chosen {
        let (member, reader) = archive.reader(at)?;
        let label = format!("{name}/{member}");
        let number = number_of(first + done.len())?;
        let open = |label: &str, reader, options: &ReadOptions| {
            RecordReader::of_member(label, member, reader, options)
        };
        match read_input(config, number, (&label, Box::new(reader), open), grouper, options, ledger) {
            Ok(input) => done.push(input),
            // Archives hold tables of tags and of users beside the messages: what is no conversation is told of.
            Err(error) if holds_no_messages(&error) => {
                let message = format!("the member was not used: {}", error.message());
                let mut note = Warning::note("member_not_used", message);
                note.file = Some(label);
                ledger.warn(note);
                unused = unused.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    match unused {
        Some(error) if done.is_empty() => Err(error),
        _ => Ok(done),
    }
}

/// Whether a member is simply another table. A column that may be the text is no such thing: the run does not guess.
fn holds_no_messages(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::NoContent => error.position().column.is_none(),
        ErrorKind::UnknownColumn => true,
        _ => false,
    }
}
