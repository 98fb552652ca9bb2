//! What stands beside the messages: sender ids, further fields, status and id.

use super::Pass;
use crate::deid::Deidentifier;
use crate::deid::canonical::infer;
use crate::deid::overlap::Found;
use crate::deid::token_map::literal_tokens;
use crate::entity::{EntityType, Finding, Rank, Span};

impl Pass<'_, '_> {
    /// A sender id is personal as a whole, whatever it looks like.
    pub(super) fn replace_sender(&mut self, sender: &str) -> Option<String> {
        self.replace_once(sender, |pass, sender| match pass.scratch.dictionary.whole_field(sender) {
            Some(known) => pass.rewrite_whole(sender, Some(known)),
            None => pass.rewrite_whole(sender, None),
        })
    }

    /// A field that holds a known value and nothing else becomes its token; any other is searched like text.
    pub(super) fn replace_field(&mut self, field: &str) -> Option<String> {
        self.replace_once(field, |pass, field| match pass.scratch.dictionary.whole_field(field) {
            Some(known) => pass.rewrite_whole(field, Some(known)),
            None => pass.replace_in(field).0,
        })
    }

    /// An id keeps its numbers: only known values, e-mail addresses and telephone numbers with `+` are replaced.
    pub(super) fn replace_id(&mut self, id: &str) -> Option<String> {
        if let Some(known) = self.scratch.dictionary.whole_field(id) {
            let new = self.rewrite_whole(id, Some(known));
            self.scratch.marks.forget();
            return new;
        }
        self.scratch.room.is_id = true;
        let mut found = self.find(id);
        self.scratch.room.is_id = false;
        found.retain(|f| {
            let plus = id.get(f.finding.span.start..).is_some_and(|text| text.starts_with('+'));
            let phone = f.finding.entity_type == EntityType::PhoneNumber && plus;
            f.known.is_some() || f.finding.entity_type == EntityType::EmailAddress || phone
        });
        let new = self.rewrite(id, found);
        self.scratch.marks.forget();
        new
    }

    /// Fields repeat from message to message: each value is looked at once.
    fn replace_once(
        &mut self,
        field: &str,
        replace: impl FnOnce(&mut Self, &str) -> Option<String>,
    ) -> Option<String> {
        if field.is_empty() {
            return None;
        }
        if let Some(done) = self.scratch.fields.find(field) {
            return self.scratch.new_fields.get(done as usize).cloned().flatten();
        }
        let new = replace(self, field);
        self.scratch.marks.forget();
        self.scratch.fields.add(field);
        self.scratch.new_fields.push(new.clone());
        new
    }

    fn rewrite_whole(&mut self, text: &str, known: Option<u32>) -> Option<String> {
        let trimmed = text.trim();
        if trimmed.is_empty() || self.is_token(trimmed) {
            return None;
        }
        let of_known = known.and_then(|known| self.known.get(known as usize));
        let entity_type = of_known.map_or_else(|| infer(trimmed), |known| known.entity_type);
        let Deidentifier { operators, allow, .. } = self.deidentifier;
        if operators.keeps(entity_type) || allow.is_forced() && allow.lists(entity_type, trimmed) {
            return None;
        }
        let start = text.len() - text.trim_start().len();
        let span = Span::new(start, start + trimmed.len());
        let recognizer = "known_value.field";
        let finding = Finding { entity_type, span, score: 1.0, rank: Rank::Known, recognizer, cue: None };
        self.rewrite(text, vec![Found { finding, known }])
    }

    /// Whether a text is one token and nothing else.
    pub(super) fn is_token(&self, text: &str) -> bool {
        let mut tokens = literal_tokens(text, |label| self.deidentifier.labels.is_label(label));
        tokens.next() == Some(Span::new(0, text.len()))
    }
}
