//! A text written anew: overlaps resolved, operators applied, and each value given its identity.

use std::borrow::Cow;

use super::{Pass, Replaced, Scratch};
use crate::deid::canonical::canonical;
use crate::deid::fold::is_word_byte;
use crate::deid::marks::Mark;
use crate::deid::operators::{Identities, Situation, Written};
use crate::deid::overlap::{Found, resolve};
use crate::deid::structures;
use crate::entity::{EntityType, Finding, Span};

impl Pass<'_, '_> {
    /// Resolves overlaps and applies operators.
    pub(super) fn rewrite(&mut self, text: &str, found: Vec<Found>) -> Option<String> {
        self.rewrite_in(text, found, true)
    }

    /// The same where it is known whether the text may be worth a plain view.
    pub(super) fn rewrite_in(
        &mut self,
        text: &str,
        found: Vec<Found>,
        may_have_view: bool,
    ) -> Option<String> {
        if found.is_empty() {
            return None;
        }
        let deidentifier = self.deidentifier;
        let resolved = resolve(text, found, |entity_type| deidentifier.operators.removes(entity_type));
        // What is replaced as a whole has no markup left to keep.
        let whole = matches!(resolved.as_slice(), [only] if only.finding.span.len() == text.trim().len());
        let has_view = may_have_view && !whole && structures::signs(text).structure;
        let view = if has_view { structures::read(text) } else { None };
        let mut out = String::with_capacity(text.len() + 16);
        let mut done = 0;
        self.scratch.replaced.clear();
        for found in resolved {
            let Finding { entity_type, span, .. } = found.finding;
            let Some(current) = text.get(span.start..span.end) else { continue };
            self.scratch.marks.carry(done..span.start, out.len());
            out.push_str(text.get(done..span.start).unwrap_or_default());
            let original = self.scratch.marks.original(text, span, &self.scratch.identities);
            let value = match &original {
                Some(original) => Cow::Borrowed(original.as_str()),
                None => structures::value(view.as_ref(), text, span),
            };
            let original = original.as_deref().unwrap_or(current);
            let identity = self.identity(entity_type, original, &value, found.known);
            let mut start = out.len();
            let mut length = None;
            let written = match &view {
                None => self.write(identity, &value, &mut out),
                Some(view) => {
                    let mut replacement = String::new();
                    let written = self.write(identity, &value, &mut replacement);
                    structures::write(view, text, span, &replacement, &mut out);
                    // What encodes the value may stand around what was written for it.
                    start += out.get(start..).and_then(|written| written.find(&replacement)).unwrap_or(0);
                    length = Some(replacement.len());
                    written
                }
            };
            let length = length.unwrap_or(out.len() - start) as u32;
            let is_token = written == Written::Token;
            let Scratch { identities, replaced, marks, .. } = &mut *self.scratch;
            let mark = Mark { start: start as u32, length, identity, is_token };
            marks.add(mark, original, identities);
            replaced.push(Replaced { span, apart: is_token && stands_apart(text, span) });
            if let Some(findings) = &mut self.findings {
                *findings.entry(entity_type).or_default() += 1;
            }
            done = span.end;
        }
        self.scratch.marks.carry(done..text.len(), out.len());
        self.scratch.marks.turn();
        out.push_str(text.get(done..).unwrap_or_default());
        Some(out)
    }

    /// Appends what stands for a value.
    fn write(&mut self, identity: u32, original: &str, out: &mut String) -> Written {
        let deidentifier = self.deidentifier;
        let Scratch { identities, drawn, .. } = &mut *self.scratch;
        let Some(value) = identities.get(identity) else { return Written::Plain };
        if let Some(token) = &value.token {
            out.push_str(token);
            return Written::Token;
        }
        let entity_type = value.entity_type;
        let start = out.len();
        let attempt = drawn.attempt(value);
        let situation = attempt.map(|attempt| Situation { conversation_id: self.conversation_id, attempt });
        let name = deidentifier.labels.name_of(entity_type);
        let written = situation.and_then(|s| deidentifier.operators.write(value, name, original, s, out));
        if written == Some(Written::Drawn) {
            drawn.add(value, out.get(start..).unwrap_or_default());
        }
        if let Some(written) = written {
            return written;
        }
        identities.give_token(identity, deidentifier.labels.of(entity_type));
        out.push_str(identities.get(identity).and_then(|value| value.token.as_deref()).unwrap_or_default());
        Written::Token
    }

    /// Which value of the conversation this is; `value` is the original without what encodes it.
    fn identity(&mut self, entity_type: EntityType, original: &str, value: &str, known: Option<u32>) -> u32 {
        let Scratch { dictionary, identities, of_known, parties, .. } = &mut *self.scratch;
        let deidentifier = self.deidentifier;
        let named = || if entity_type == EntityType::Person { dictionary.person_named(value) } else { None };
        let known = known.or_else(named).map(|known| dictionary.identity(known));
        if let Some(identity) = known.and_then(|known| of_known.get(known as usize).copied().flatten()) {
            return identity;
        }
        let value =
            known.and_then(|known| self.known.get(known as usize)).map_or(value, |known| &known.value);
        let labels = &deidentifier.labels;
        let role =
            known.filter(|_| entity_type == EntityType::Person).and_then(|known| parties.role_label(known));
        let label = role.unwrap_or_else(|| labels.of(entity_type));
        let identity = identities.of(
            label,
            entity_type,
            original,
            |out| canonical(entity_type, value, deidentifier.calling_code, out),
            |identities, canonical| {
                let name = labels.name_of(entity_type);
                let group = known.and_then(|known| parties.group(known));
                let token = |identities: &mut Identities| match group {
                    Some(group) => {
                        let own = role.unwrap_or(entity_type.label());
                        identities.token_in_group(group, own, &parties.labels_of(group))
                    }
                    None => identities.next_token(label),
                };
                deidentifier.operators.new_identity(entity_type, label, name, canonical, identities, token)
            },
        );
        if let Some(slot) = known.and_then(|known| of_known.get_mut(known as usize)) {
            *slot = Some(identity);
            if known.is_some_and(|known| (known as usize) < self.known.len()) {
                identities.set_known(identity);
            }
        }
        identity
    }
}

/// Whether no letter or digit of ASCII stands beside a range.
fn stands_apart(text: &str, span: Span) -> bool {
    let in_word =
        |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(|b| is_word_byte(*b));
    !in_word(span.start.checked_sub(1)) && !in_word(Some(span.end))
}
