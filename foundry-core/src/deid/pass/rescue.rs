//! The audit of a pass: what is still found of an original is replaced, until nothing is.

use std::borrow::Cow;

use super::{Pass, RESCUE_ROUNDS, Scratch, set};
use crate::conversation::Conversation;
use crate::deid::Room;
use crate::deid::audit::{Edges, Originals};
use crate::deid::operators::Identity;
use crate::deid::residue::Residue;
use crate::deid::structures::{self, has_base64};

impl Pass<'_, '_> {
    pub(super) fn add_known_originals(&mut self) {
        let deidentifier = self.deidentifier;
        for (index, known) in self.known.iter().enumerate() {
            let stays =
                deidentifier.leaves(known) || deidentifier.operators.leaves(known.entity_type, &known.value);
            if deidentifier.settings.known_values && !stays {
                let folded = self.scratch.dictionary.folded(index);
                let code = deidentifier.calling_code;
                self.originals.add(known.entity_type, &known.value, folded, Some(index as u32), code);
            }
        }
        self.scratch.dictionary.seal(&self.originals);
    }

    /// Adds what was replaced since the last time without being known; gives whether there is any.
    fn add_discovered_originals(&mut self) -> bool {
        let before = self.originals.count();
        let Scratch { identities, folded, .. } = &mut *self.scratch;
        let leaves =
            |value: &Identity| self.deidentifier.operators.leaves(value.entity_type, &value.original);
        let new = identities.all().iter().skip(self.audited);
        for identity in new.filter(|identity| !identity.is_known && !leaves(identity)) {
            let code = self.deidentifier.calling_code;
            let value = structures::decoded(&identity.original);
            self.originals.add_unfolded(identity.entity_type, &value, folded, code);
        }
        self.audited = identities.all().len();
        self.originals.count() > before
    }

    /// Replaces every survivor; gives how many there were. The audit judges the final text, by its own rules. Only a
    /// text in which the scan for known values met nothing that this audit would take for one of them, or nothing but
    /// what is a token now, is not scanned for the same values again; for discovered ones every text is that can hold
    /// one.
    pub(super) fn audit(&mut self, conversation: &mut Conversation<'_>) -> u64 {
        let mut rescued = 0;
        for round in 0..RESCUE_ROUNDS {
            let discovered = self.add_discovered_originals();
            if round > 0 && !discovered {
                break;
            }
            self.originals.seal();
            if self.originals.count() > 0 {
                let originals = std::mem::take(&mut self.originals);
                rescued += self.rescue_all(conversation, &originals, discovered);
                self.originals = originals;
            }
        }
        rescued
    }

    /// The audit of the one text there is; `was_encoded` tells that it held more than it seems to.
    pub(super) fn audit_text(&mut self, text: &mut Cow<'_, str>, was_encoded: bool) {
        for _ in 0..RESCUE_ROUNDS {
            let Scratch { identities, digits, .. } = &mut *self.scratch;
            let encoded = was_encoded || structures::signs(text).encoded || has_base64(text.as_bytes());
            let mut residue = Residue::new(text, digits);
            let mut new = identities.all().iter().skip(self.audited);
            if !new.any(|identity| encoded || residue.may_hold(&identity.original)) {
                break;
            }
            self.add_discovered_originals();
            self.originals.seal();
            let originals = std::mem::take(&mut self.originals);
            if self.rescue(text, &originals) > 0 {
                let (new, _) = self.replace_in(text);
                set(text, new);
            }
            self.originals = originals;
        }
    }

    fn rescue_all(
        &mut self,
        conversation: &mut Conversation<'_>,
        originals: &Originals,
        discovered: bool,
    ) -> u64 {
        let mut rescued = 0;
        for (index, message) in conversation.messages.iter_mut().enumerate() {
            let settled = self.scratch.settled.get(index) == Some(&true);
            if !settled
                || discovered && originals.may_hold_discovered(&message.content)
                || has_base64(message.content.as_bytes())
            {
                self.scratch.marks.take_up(index);
                let survivors = self.rescue(&mut message.content, originals);
                if survivors > 0 {
                    // What was glued to a survivor may be plain to the recognizers now.
                    let (new, _) = self.replace_in(&message.content);
                    set(&mut message.content, new);
                    rescued += survivors;
                    if let Some(settled) = self.scratch.settled.get_mut(index) {
                        *settled = false;
                    }
                    self.scratch.marks.keep(index);
                }
                self.scratch.marks.forget();
            }
            for field in message.sender_id.iter_mut().chain(message.custom.iter_mut().map(|(_, v)| v)) {
                rescued += self.rescue(field, originals);
                self.scratch.marks.forget();
            }
        }
        for field in conversation.status.iter_mut().chain([&mut conversation.id]) {
            rescued += self.rescue(field, originals);
            self.scratch.marks.forget();
        }
        if rescued > 0 && self.deidentifier.reads_names() {
            self.read_again(conversation);
        }
        rescued
    }

    /// What was said before a message, and the message, may look otherwise by now: the model reads all of it again.
    fn read_again(&mut self, conversation: &mut Conversation<'_>) {
        for (index, message) in conversation.messages.iter_mut().enumerate() {
            self.scratch.marks.take_up(index);
            let (new, _) = self.replace_in(&message.content);
            if new.is_some() {
                if let Some(settled) = self.scratch.settled.get_mut(index) {
                    *settled = false;
                }
                self.scratch.marks.keep(index);
            }
            self.scratch.marks.forget();
            set(&mut message.content, new);
            self.scratch.room.names.set_context(&message.content);
        }
        self.scratch.room.names.set_context("");
    }

    /// Replaces every survivor in one text.
    fn rescue(&mut self, text: &mut Cow<'_, str>, originals: &Originals) -> u64 {
        let mut rescued = 0;
        // Most fields are tokens by now.
        if text.starts_with('[') && self.is_token(text) {
            return rescued;
        }
        for round in 0..=RESCUE_ROUNDS {
            let edges = if round < RESCUE_ROUNDS { Edges::Needed } else { Edges::Any };
            let mut found = Vec::new();
            let Room { fold, runs, .. } = &mut self.scratch.room;
            originals.survivors(text, edges, &self.deidentifier.labels, fold, runs, &mut found);
            if found.is_empty() {
                break;
            }
            rescued += found.len() as u64;
            let new = self.rewrite(text, found);
            set(text, new);
        }
        rescued
    }
}
