//! Rows that hold more than one message: a question and its answer, a transcript, a list.

use std::borrow::Cow;

use super::{Emit, Plan, RowMessage, Verdict, is_blank};
use crate::conversation::{KnownValue, SenderRole};
use crate::error::Result;
use crate::mapping::dates::DateEvidence;
use crate::mapping::message_list::{self, Said};
use crate::mapping::{MappedMessage, known, role, transcript};
use crate::record::{Record, Warning};

impl Plan {
    /// The messages of a row with question and answer columns. The sender of the row is its customer.
    pub(super) fn emit_pair<'a>(
        &'a self,
        record: &Record<'a>,
        shared: RowMessage<'a>,
        custom: &[Option<Cow<'a, str>>],
        known: &[KnownValue<'a>],
        emit: &mut Emit<'_>,
    ) -> Result<Verdict> {
        let mut emitted = false;
        for (source, role) in &self.contents {
            let Some(content) = source.read(record).filter(|text| !is_blank(text)) else { continue };
            let role = role.unwrap_or(SenderRole::Customer);
            let sender = shared.sender_id.as_ref().filter(|_| role == SenderRole::Customer);
            emit(MappedMessage {
                key: shared.key,
                row: shared.row,
                role,
                content,
                sender_id: sender.map(|sender| Cow::Borrowed(sender.as_ref())),
                time: shared.time,
                status: shared.status.as_deref().map(Cow::Borrowed),
                custom,
                known,
            })?;
            emitted = true;
        }
        let column = self.contents.first().map_or("", |(source, _)| source.column.as_str());
        Ok(if emitted {
            Ok(())
        } else {
            Err(Warning::rejected("empty_content", shared.row, "no text").at_column(column))
        })
    }

    /// The turns of a transcript cell. Its speakers are known values too.
    #[expect(clippy::too_many_arguments, reason = "the parts of one row, borrowed apart")]
    pub(super) fn emit_transcript(
        &self,
        cell: &str,
        shared: RowMessage<'_>,
        custom: &[Option<Cow<'_, str>>],
        known: &[KnownValue<'_>],
        dates: &mut DateEvidence,
        notes: &mut Vec<Warning>,
        emit: &mut Emit<'_>,
    ) -> Result<Verdict> {
        let column = self.contents.first().map_or("", |(source, _)| source.column.as_str());
        if message_list::looks_like_one(cell) {
            return self.emit_list(cell, shared, custom, known, dates, emit);
        }
        let by_settings = |speaker: &str| self.role_values.get(&speaker.trim().to_lowercase()).copied();
        let parts = transcript::split(cell, self.utc_offset, by_settings);
        if parts.turns.is_empty() {
            let message = "no speakers can be told apart in the transcript";
            return Ok(
                Err(Warning::rejected("unreadable_transcript", shared.row, message).at_column(column)),
            );
        }
        if parts.guessed {
            let message = "the speakers' names tell no role; the first is taken for the customer, `mappingOptions.roleValues` can name them";
            notes.push(Warning::note("guessed_speaker_role", message).at_row(shared.row).at_column(column));
        }
        let mut names: Vec<&str> = parts.turns.iter().filter_map(|turn| turn.speaker).collect();
        names.sort_unstable();
        names.dedup();
        let mut all_known = known.to_vec();
        for name in names {
            known::add_one(name, None, &mut all_known);
        }
        for turn in &parts.turns {
            if let Some(parsed) = &turn.time {
                dates.add(parsed);
            }
            let named = turn.speaker.filter(|name| !role::is_role_word(name)).map(Cow::Borrowed);
            let of_row = shared
                .sender_id
                .as_ref()
                .filter(|_| turn.role == SenderRole::Customer)
                .map(|sender| Cow::Borrowed(sender.as_ref()));
            emit(MappedMessage {
                key: shared.key,
                row: shared.row,
                role: turn.role,
                content: Cow::Borrowed(turn.text),
                sender_id: named.or(of_row),
                time: turn.time.map(|parsed| parsed.time).or(shared.time),
                status: shared.status.as_deref().map(Cow::Borrowed),
                custom,
                known: &all_known,
            })?;
        }
        Ok(Ok(()))
    }

    /// The messages of a list in one cell. Who speaks in it is known by name from then on.
    fn emit_list(
        &self,
        cell: &str,
        shared: RowMessage<'_>,
        custom: &[Option<Cow<'_, str>>],
        known: &[KnownValue<'_>],
        dates: &mut DateEvidence,
        emit: &mut Emit<'_>,
    ) -> Result<Verdict> {
        let column = self.contents.first().map_or("", |(source, _)| source.column.as_str());
        let list = message_list::parse(cell, self.utc_offset).unwrap_or_default();
        let side = |said: &Said| {
            let word = said.role_word.as_deref().map(|word| word.trim().to_lowercase());
            let by_settings = word.and_then(|word| self.role_values.get(&word).copied());
            by_settings.or(said.role).or(self.default_role)
        };
        if list.is_empty() || list.iter().any(|said| side(said).is_none()) {
            let message = match list.is_empty() {
                true => "the list in the cell cannot be read, or nothing is said in it",
                false => "a role in the list is not understood; `mappingOptions.roleValues` can name it",
            };
            let warning = Warning::rejected("unreadable_transcript", shared.row, message);
            return Ok(Err(warning.at_column(column)));
        }
        let mut all_known = known.to_vec();
        for name in list.iter().filter_map(|said| said.speaker.as_deref()) {
            known::add_one(name, None, &mut all_known);
        }
        for said in &list {
            if let Some(parsed) = &said.time {
                dates.add(parsed);
            }
            let role = side(said).unwrap_or(SenderRole::System);
            let of_row = shared.sender_id.as_deref().filter(|_| role == SenderRole::Customer);
            let mut with_tools = Vec::new();
            if said.tools.iter().any(Option::is_some) {
                with_tools.extend_from_slice(custom);
                with_tools.extend(said.tools.iter().map(|tool| tool.as_deref().map(Cow::Borrowed)));
            }
            emit(MappedMessage {
                key: shared.key,
                row: shared.row,
                role,
                content: Cow::Borrowed(&said.text),
                sender_id: said.speaker.as_deref().or(of_row).map(Cow::Borrowed),
                time: said.time.map(|parsed| parsed.time).or(shared.time),
                status: shared.status.as_deref().map(Cow::Borrowed),
                custom: if with_tools.is_empty() { custom } else { &with_tools },
                known: &all_known,
            })?;
        }
        Ok(Ok(()))
    }
}
