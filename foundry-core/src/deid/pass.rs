//! One pass over one conversation: find, replace, audit.
//!
//! Tokens are numbered by first appearance: first in what is said, message by message, then in sender ids, further
//! fields, status and id. So the text of an export counts from 1 without gaps.

mod fields;
mod rescue;
mod rewrite;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::audit::{Edges, Originals};
use super::deidentified::ReplacedBytes;
use super::drawn::Drawn;
use super::fold::is_unspaced;
use super::known_values::Dictionary;
use super::marks::Marks;
use super::names;
use super::operators::{Identities, Identity};
use super::overlap::{self, Found};
use super::parties::Parties;
use super::replacement::Traced;
use super::structures::{self, Signs};
use super::text_index::TextIndex;
use super::token_map::literal_tokens;
use super::{AuditCounts, Deidentified, DeidentifiedConversation, Deidentifier, PiiTokensMap, Room};
use crate::conversation::{Conversation, KnownValue, Message, SenderRole};
use crate::entity::{EntityType, Span};
use crate::error::Result;

/// Room that de-identification uses again from one conversation to the next; one per worker. Holds leftovers of the
/// last conversation, so it is as confidential as that.
#[derive(Default)]
pub struct Scratch {
    dictionary: Dictionary,
    identities: Identities,
    /// Per known value its identity, once it has one.
    of_known: Vec<Option<u32>>,
    parties: Parties,
    /// What was written where in the messages.
    marks: Marks,
    /// What was drawn, where operators draw.
    drawn: Drawn,
    /// The sender ids, then the fields that occurred before, and what became of each.
    fields: TextIndex,
    new_fields: Vec<Option<String>>,
    /// Per message what its text shows at first sight.
    signs: Vec<Signs>,
    /// Per message whether its text holds no known value, as far as its search tells.
    settled: Vec<bool>,
    room: Room,
    replaced: Vec<Replaced>,
    folded: String,
    digits: Vec<u8>,
    /// What was replaced in the messages, where somebody wants to see it.
    pub(super) traced: Option<Vec<Traced>>,
}

impl Scratch {
    /// The room for the search of one text that nothing was said before.
    pub(super) fn room(&mut self) -> &mut Room {
        self.room.signs = None;
        self.room.failure = None;
        self.room.names.set_context("");
        &mut self.room
    }

    fn forget_fields(&mut self) {
        self.fields.clear();
        self.new_fields.clear();
    }
}

impl std::fmt::Debug for Scratch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scratch")
    }
}

/// What was replaced in a text.
struct Replaced {
    span: Span,
    /// Whether a token stands there now, with no letter or digit beside it.
    apart: bool,
}

/// What is rescued may have been glued to another value, which only then stands by itself: so a text is searched until
/// nothing is found. After this many rounds (nobody writes like that) values are replaced wherever they stand, so that
/// hostile text neither costs more nor stops a run.
const RESCUE_ROUNDS: usize = 4;

/// The length of what follows the label in the token of a hash, with underscore and bracket.
const HASH_TAIL: usize = "_7f3a9c2b51d0]".len();

/// De-identifies and audits a conversation. Where operators draw values, it is done again until none of them stands for
/// another value of the conversation.
pub(super) fn deidentify<'a>(
    deidentifier: &Deidentifier,
    conversation: Conversation<'a>,
    scratch: &mut Scratch,
) -> Result<Deidentified<'a>> {
    scratch.room.failure = None;
    if !deidentifier.operators.draw_values() {
        return attempt(deidentifier, conversation, scratch);
    }
    scratch.drawn.start();
    loop {
        let done = attempt(deidentifier, conversation.clone(), scratch)?;
        if !scratch.drawn.is_to_be_repeated() {
            return Ok(done);
        }
    }
}

fn attempt<'a>(
    deidentifier: &Deidentifier,
    mut conversation: Conversation<'a>,
    scratch: &mut Scratch,
) -> Result<Deidentified<'a>> {
    let known = std::mem::take(&mut conversation.known_values);
    scratch.identities.clear();
    scratch.of_known.clear();
    scratch.forget_fields();
    scratch.settled.clear();
    scratch.marks.clear();
    let keeps = |known: &KnownValue<'_>| deidentifier.leaves(known);
    let search = deidentifier.settings.known_values;
    scratch.dictionary.fill(&known, deidentifier.calling_code, search, keeps);
    scratch.of_known.resize(scratch.dictionary.identity_count(), None);
    let originals = Originals::with_room_for(known.len());
    let id = if deidentifier.operators.draw_values() { conversation.id.clone() } else { Cow::Borrowed("") };
    let mut pass = Pass {
        deidentifier,
        known: &known,
        conversation_id: &id,
        scratch,
        originals,
        audited: 0,
        findings: Some(BTreeMap::new()),
        replaced_bytes: 0,
    };
    let said = conversation.messages.iter().map(|message| message.content.len() as u64).sum();
    pass.add_known_originals();
    pass.meet(&conversation);
    pass.reserve(&conversation);
    pass.replace(&mut conversation);
    let rescued = pass.audit(&mut conversation);
    pass.scratch.room.check_model()?;
    if deidentifier.operators.draw_values() {
        pass.look_at_drawn();
    }
    let Pass { originals, findings, replaced_bytes, .. } = pass;
    let findings = findings.unwrap_or_default();
    let content = |message: usize| conversation.messages.get(message).map(|message| message.content.as_ref());
    let spellings = scratch.marks.spellings(content, &scratch.identities);
    if let Some(traced) = &mut scratch.traced {
        *traced = scratch.marks.traced(&scratch.identities).collect();
    }
    let token_map = PiiTokensMap::from_new(tokens(&mut scratch.identities), spellings);
    let labels = deidentifier.labels.clone();
    let overruled = known.iter().filter(|known| deidentifier.allow.is_overruled(known)).count() as u64;
    let audit = AuditCounts { checked: originals.count(), rescued, over_allow_list: overruled, residual: 0 };
    let conversation = DeidentifiedConversation::audited(conversation, findings, audit, originals, labels)
        .with_replaced(ReplacedBytes { replaced: replaced_bytes, said });
    Ok(Deidentified { conversation, token_map })
}

/// De-identifies one text: what [`deidentify`] makes of a conversation of one message, without the rest of it.
pub(super) fn deidentify_text<'t>(
    deidentifier: &Deidentifier,
    text: &'t str,
    scratch: &mut Scratch,
) -> Result<(Cow<'t, str>, PiiTokensMap)> {
    if deidentifier.operators.draw_values() {
        let done = deidentify(deidentifier, conversation_of(text), scratch)?;
        let message = done.conversation.into_conversation().messages.pop();
        return Ok((message.map_or(Cow::Borrowed(""), |message| message.content), done.token_map));
    }
    scratch.room.failure = None;
    scratch.identities.clear();
    scratch.dictionary.clear();
    scratch.marks.clear();
    let mut pass = Pass {
        deidentifier,
        known: &[],
        conversation_id: "",
        scratch,
        originals: Originals::default(),
        audited: 0,
        findings: None,
        replaced_bytes: 0,
    };
    let signs = structures::signs(text);
    if signs.bracket {
        pass.reserve_in(text);
    }
    pass.scratch.room.signs = Some(signs);
    let new = pass.replace_in(text).0;
    pass.scratch.room.check_model()?;
    let Some(new) = new else { return Ok((Cow::Borrowed(text), PiiTokensMap::default())) };
    let mut text = Cow::Owned(new);
    // What was encoded may stand elsewhere as it is.
    pass.audit_text(&mut text, signs.structure || signs.encoded);
    pass.scratch.room.check_model()?;
    scratch.marks.keep(0);
    let spellings = scratch.marks.spellings(|_| Some(&text), &scratch.identities);
    let token_map = PiiTokensMap::from_new(tokens(&mut scratch.identities), spellings);
    Ok((text, token_map))
}

/// A conversation of one message.
fn conversation_of(text: &str) -> Conversation<'_> {
    let (sender_id, timestamp, custom) = Default::default();
    let message = Message { role: SenderRole::Customer, content: text.into(), sender_id, timestamp, custom };
    let (id, status, known_values) = Default::default();
    Conversation { id, status, messages: vec![message], known_values, first_row: 0 }
}

struct Pass<'p, 'k> {
    deidentifier: &'p Deidentifier,
    known: &'p [KnownValue<'k>],
    /// The id as it came, where operators draw by it.
    conversation_id: &'p str,
    scratch: &'p mut Scratch,
    /// What the audit looks for: the known values, and everything else that is replaced.
    originals: Originals,
    /// How many identities have been added to them.
    audited: usize,
    /// How much was found of each type, where somebody asks for it.
    findings: Option<BTreeMap<EntityType, u64>>,
    /// How much of the messages was replaced.
    replaced_bytes: u64,
}

impl Pass<'_, '_> {
    /// Finds out who the persons of the conversation are.
    fn meet(&mut self, conversation: &Conversation<'_>) {
        let Scratch { parties, dictionary, .. } = &mut *self.scratch;
        parties.meet(self.known, conversation, dictionary);
        if self.deidentifier.settings.role_names {
            for message in &conversation.messages {
                if let Some(known) =
                    message.sender_id.as_deref().and_then(|sender| dictionary.whole_field(sender))
                {
                    parties.set_role(dictionary.identity(known), message.role);
                }
            }
        }
    }

    /// Keeps tokens that stand literally in the conversation from being given to a value.
    fn reserve(&mut self, conversation: &Conversation<'_>) {
        let mut signs = std::mem::take(&mut self.scratch.signs);
        signs.clear();
        signs.extend(conversation.messages.iter().map(|message| structures::signs(&message.content)));
        let mut of_messages = signs.iter();
        each_text(conversation, |text| {
            let has_bracket = match of_messages.next() {
                Some(signs) => signs.bracket,
                None => memchr::memchr(b'[', text.as_bytes()).is_some(),
            };
            if has_bracket {
                self.reserve_in(text);
            }
        });
        self.scratch.signs = signs;
    }

    fn reserve_in(&mut self, text: &str) {
        let labels = &self.deidentifier.labels;
        for span in literal_tokens(text, |label| labels.is_label(label)) {
            self.scratch.identities.reserve(text.get(span.start..span.end).unwrap_or_default());
        }
    }

    fn replace(&mut self, conversation: &mut Conversation<'_>) {
        if let Some(model) = &self.deidentifier.own_model {
            let Scratch { room, signs, .. } = &mut *self.scratch;
            let texts = conversation.messages.iter().map(|message| message.content.as_ref());
            let prose = signs.iter().map(|signs| !signs.structure);
            room.failure = model.read_ahead(texts.zip(prose), &mut room.ahead).err();
        }
        for (index, message) in conversation.messages.iter_mut().enumerate() {
            self.scratch.room.signs = self.scratch.signs.get(index).copied();
            let (new, settled) = self.replace_in(&message.content);
            self.scratch.settled.push(settled);
            self.scratch.marks.keep(index);
            set(&mut message.content, new);
            self.scratch.room.names.set_context(&message.content);
        }
        self.scratch.room.names.set_context("");
        self.scratch.room.ahead.clear();
        let in_messages = self.replaced_bytes;
        for message in &mut conversation.messages {
            if let Some(sender) = &mut message.sender_id {
                let new = self.replace_sender(sender);
                set(sender, new);
            }
        }
        self.scratch.forget_fields();
        for message in &mut conversation.messages {
            for (_, value) in &mut message.custom {
                let new = self.replace_field(value);
                set(value, new);
            }
        }
        if let Some(status) = &mut conversation.status {
            let new = self.replace_field(status);
            set(status, new);
        }
        let new = self.replace_id(&conversation.id);
        set(&mut conversation.id, new);
        self.replaced_bytes = in_messages;
    }

    /// A text with everything personal replaced; `None` if there is nothing. Where a value was glued to another
    /// (`+1 212 555 0199https://…`), that one may be plain only now: the text is searched again. Also gives whether no
    /// known value is left, as far as the search tells.
    fn replace_in(&mut self, text: &str) -> (Option<String>, bool) {
        let (mut new, mut settled) = (None, false);
        for _ in 0..RESCUE_ROUNDS {
            let current = new.as_deref().unwrap_or(text);
            let found = self.find(current);
            // What the model says of a word depends on the words beside it, which change.
            let names = self.deidentifier.reads_names();
            // A model of the caller's sees the letters of all of them.
            let own = self.deidentifier.own_model.is_some();
            let changes =
                |f: &Found| own || names && f.known.is_none() && !names::is_one_word(f.finding.entity_type);
            let again = found.iter().any(|f| changes(f) || is_glued(current, f.finding.span))
                || names && overlap::any_overlap(&found);
            let may_have_view = self.scratch.room.structure;
            let next = self.rewrite_in(current, found, may_have_view);
            if next.is_some() {
                let spans = self.scratch.replaced.iter().map(|replaced| replaced.span.len() as u64);
                self.replaced_bytes += spans.sum::<u64>();
            }
            settled = self.is_settled(current, next.is_some());
            new = next.or(new);
            if !again {
                break;
            }
        }
        (new, settled)
    }

    /// Whether whatever the audit may find in a text that was just searched is gone, and nothing can have come about:
    /// tokens stand apart from what is left, and what reaches over one is no survivor. What folding does to the edges
    /// is not looked into: beyond ASCII only a text that stayed as it is counts.
    fn is_settled(&self, text: &str, changed: bool) -> bool {
        let Scratch { room, replaced, .. } = &*self.scratch;
        if room.encoded {
            // The audit looks behind every encoding.
            return false;
        }
        if !changed {
            return room.suspects.is_empty();
        }
        let gone = |suspect: &Span| {
            replaced.iter().any(|r| r.span.start <= suspect.start && suspect.end <= r.span.end)
        };
        let apart = !self.originals.has_odd_edges() && replaced.iter().all(|r| r.apart);
        apart && room.suspects.iter().all(gone) && text.is_ascii()
    }

    fn find(&mut self, text: &str) -> Vec<Found> {
        let Scratch { dictionary, room, marks, .. } = &mut *self.scratch;
        let mut found = self.deidentifier.candidates(text, dictionary, &self.originals, room, |_, _| {});
        // What is kept must not shield what it overlaps; what an operator wrote is none of the text's own.
        found.retain(|f| {
            !self.deidentifier.operators.keeps(f.finding.entity_type) && !marks.hold_plain(f.finding.span)
        });
        found
    }

    /// Notes for another attempt which of the values that were drawn stand for others too.
    fn look_at_drawn(&mut self) {
        let Scratch { drawn, identities, room, .. } = &mut *self.scratch;
        let values = identities.all().iter().map(|identity| identity.original.as_str());
        let values = values.chain(self.known.iter().map(|known| known.value.as_ref()));
        let Room { fold, runs, .. } = room;
        let (originals, labels) = (&self.originals, &self.deidentifier.labels);
        drawn.look(values, |text| {
            let mut found = Vec::new();
            originals.survivors(text, Edges::Needed, labels, fold, runs, &mut found);
            !found.is_empty()
        });
    }
}

/// The tokens that were given and the originals behind them. Different values can share a token only where a hash
/// made it; the first then counts.
fn tokens(identities: &mut Identities) -> Vec<(String, String)> {
    let mut entries = Vec::with_capacity(identities.all().len());
    let mut hashes = std::collections::BTreeSet::new();
    for Identity { token, original, .. } in identities.take() {
        let Some(token) = token else { continue };
        let is_hash =
            token.len() > HASH_TAIL && token.rfind('_').is_some_and(|at| token.len() - at == HASH_TAIL);
        if !is_hash || hashes.insert(token.clone()) {
            entries.push((token, original));
        }
    }
    entries
}

/// Whether a range begins or ends in the middle of a word.
fn is_glued(text: &str, span: Span) -> bool {
    let in_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let after = text.get(span.end..).and_then(|after| after.chars().next());
    before.is_some_and(in_word) || after.is_some_and(in_word)
}

fn set(text: &mut Cow<'_, str>, new: Option<String>) {
    if let Some(new) = new {
        *text = Cow::Owned(new);
    }
}

/// Calls `visit` with every text of a conversation that will be written, first what is said.
fn each_text(conversation: &Conversation<'_>, mut visit: impl FnMut(&str)) {
    conversation.messages.iter().for_each(|message| visit(&message.content));
    for message in &conversation.messages {
        message.sender_id.iter().for_each(|sender| visit(sender));
        message.custom.iter().for_each(|(_, value)| visit(value));
    }
    conversation.status.iter().for_each(|status| visit(status));
    visit(&conversation.id);
}
