//! What a model says of the messages of a conversation before it is their turn: several in one call, where it wants that.

use std::collections::HashMap;

use super::{ModelSpan, SpanModel, TextInContext};
use crate::error::Result;

/// Answers by what was asked; only ever looked up.
#[derive(Default)]
pub(in crate::deid) struct ReadAhead(HashMap<String, Vec<ModelSpan>>);

impl ReadAhead {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Asks for texts, as many at once as the model wants; the same only once.
    pub fn ask(&mut self, model: &dyn SpanModel, asked: Vec<TextInContext<'_>>) -> Result<()> {
        let mut left = asked;
        left.retain(|asked| self.0.insert(key(*asked), Vec::new()).is_none());
        for part in left.chunks(model.batch().max(1)) {
            let answer = model.find(part)?;
            if answer.len() != part.len() {
                return Err(super::other_number());
            }
            self.0.extend(part.iter().map(|asked| key(*asked)).zip(answer));
        }
        Ok(())
    }

    /// The answer, if this was asked.
    pub fn answer(&self, asked: TextInContext<'_>) -> Option<&[ModelSpan]> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&key(asked)).map(Vec::as_slice)
    }
}

/// What was said before is one line, so that no other pair of texts has the same key.
fn key(TextInContext { before, text }: TextInContext<'_>) -> String {
    format!("{before}\n{text}")
}
