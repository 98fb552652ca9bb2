//! De-identify: text → findings → allow lists → overlaps → operators → token map → leak audit.
#![doc = include_str!("../docs/deidentification.md")]

mod allow_list;
mod audit;
mod canonical;
mod checksum;
mod deidentified;
mod digits;
mod drawn;
mod explain;
mod fold;
mod form;
mod json_leaks;
mod json_strings;
mod known_values;
mod labels;
mod mail_providers;
mod marks;
mod name_cue;
mod name_word_list;
mod name_words;
mod names;
#[cfg(feature = "onnx")]
mod onnx;
mod operators;
mod overlap;
mod parties;
mod pass;
mod policies;
mod recognizers;
mod reidentifier;
mod replacement;
mod residue;
mod scan;
mod settings;
mod span_model;
mod structures;
mod text_index;
mod token_map;
mod variants;

pub use deidentified::{AuditCounts, DeidentifiedConversation};
pub use explain::{Explanation, Source, Validator};
pub use names::NameModel;
#[cfg(feature = "onnx")]
pub use onnx::{OnnxFiles, OnnxModel};
pub use operators::key_id;
pub use pass::Scratch;
pub use policies::{Policy, PolicyLine};
pub use recognizers::{Recognizers, tagger};
pub use reidentifier::Reidentifier;
#[cfg(feature = "encryption")]
pub use reidentifier::decrypt;
pub use replacement::Replacement;
pub use settings::{CustomPattern, DEFAULT_MIN_SCORE, DatePrecision, OperatorSettings, PiiSettings};
pub use span_model::{LabelMap, ModelSpan, SpanModel, SpanModelSettings, TextInContext};
pub use token_map::{PiiTokensMap, reidentify};

use std::borrow::Cow;
use std::sync::Arc;

use self::allow_list::AllowLists;
use self::audit::Originals;
use self::digits::DigitRuns;
use self::fold::FoldBuffer;
use self::known_values::Dictionary;
use self::labels::Labels;
use self::names::{NameRoom, Names};
use self::operators::Operators;
use self::overlap::{Found, resolve, resolve_with};
use self::span_model::{OwnModel, ReadAhead};
use self::token_map::literal_tokens;
use crate::conversation::{Conversation, KnownValue};
use crate::entity::{EntityType, Finding, Rank, Span};
use crate::error::{Error, ErrorKind, Result};

/// Settings compiled: recognizers chosen, lists folded, patterns built. Cheap to share between threads.
pub struct Deidentifier {
    settings: PiiSettings,
    recognizers: Recognizers,
    /// The name model, where it is wanted.
    names: Option<Names>,
    /// The model that the caller brought.
    own_model: Option<OwnModel>,
    allow: AllowLists,
    deny: Option<Dictionary>,
    operators: Operators,
    labels: Arc<Labels>,
    calling_code: &'static str,
    /// Whether names of persons are looked for.
    finds_names: bool,
    min_score: f32,
    /// Whether links stay readable, so that what is encoded in them has to be found.
    reads_links: bool,
}

/// What de-identifying one conversation gave.
#[derive(Debug)]
pub struct Deidentified<'a> {
    /// The conversation, fit to be written.
    pub conversation: DeidentifiedConversation<'a>,
    /// Token → original. For auditing and `reidentify`; never exported.
    pub token_map: PiiTokensMap,
}

impl Deidentifier {
    /// Compiles settings. Errors name the setting's path.
    pub fn new(settings: &PiiSettings) -> Result<Deidentifier> {
        Deidentifier::with_model(settings, None)
    }

    /// The same, with a model of the caller's that looks for personal data too, if there is one. What it says of itself
    /// becomes part of [`Deidentifier::settings`].
    ///
    /// # Errors
    /// Those of the settings; `Config` too where they name another model, or one and none is given.
    pub fn with_model(settings: &PiiSettings, model: Option<Arc<dyn SpanModel>>) -> Result<Deidentifier> {
        let settings = &mut settings.with_policy();
        let own_model = OwnModel::new(settings, model)?;
        settings.span_model = own_model.as_ref().map(|model| model.settings().clone());
        let min_score = settings.min_score.unwrap_or(DEFAULT_MIN_SCORE);
        if !(0.0..=1.0).contains(&min_score) {
            return Err(
                Error::new(ErrorKind::Config, "must lie between 0 and 1").at_path("piiSettings.minScore")
            );
        }
        for (index, text) in settings.deny_list.iter().enumerate() {
            if fold::folded_value(text).len() < 2 {
                return Err(Error::new(ErrorKind::Config, "must have at least two characters")
                    .at_path(format!("piiSettings.denyList[{index}]"))
                    .with_hint("a single letter would be removed from every text"));
            }
        }
        let deny = (!settings.deny_list.is_empty()).then(|| {
            let mut deny = Dictionary::default();
            deny.fill_exact(&settings.deny_list);
            deny
        });
        let operators = Operators::new(settings)?;
        Ok(Deidentifier {
            recognizers: Recognizers::new(settings)?,
            names: Names::new(settings),
            own_model,
            allow: AllowLists::new(settings),
            deny,
            labels: Arc::new(Labels::new(settings)),
            calling_code: canonical::calling_code(&settings.locale),
            reads_links: !removes_links(settings, &operators),
            operators,
            finds_names: settings.chosen().contains(EntityType::Person),
            min_score,
            settings: settings.clone(),
        })
    }

    /// The settings it was built from, with their policy put in.
    pub fn settings(&self) -> &PiiSettings {
        &self.settings
    }

    /// The name of an entity type: its wire name, or the token of the custom pattern.
    pub fn entity_name(&self, entity_type: EntityType) -> &str {
        self.labels.name_of(entity_type)
    }

    /// Whether what is found of this type stays readable: its operator is `keep`.
    pub fn keeps(&self, entity_type: EntityType) -> bool {
        self.operators.keeps(entity_type)
    }

    /// All findings in one text, after allow lists and overlap resolution: sorted, never overlapping.
    ///
    /// # Errors
    /// Those of the caller's model; without one there are none.
    pub fn find(&self, text: &str) -> Result<Vec<Finding>> {
        self.find_with(&[], text, &mut Scratch::default())
    }

    /// The same, with values that are known to be personal, as in a conversation whose columns are mapped, and with
    /// room that is used again for the next text.
    pub fn find_with(
        &self,
        known: &[KnownValue<'_>],
        text: &str,
        scratch: &mut Scratch,
    ) -> Result<Vec<Finding>> {
        let (dictionary, none) = (self.dictionary(known), Originals::default());
        let room = scratch.room();
        let found = self.candidates(text, &dictionary, &none, room, |_, _| {});
        room.check_model()?;
        let resolved = resolve(text, found, |entity_type| self.operators.removes(entity_type));
        Ok(resolved.into_iter().map(|found| found.finding).collect())
    }

    /// Every finding in one text with its reasons and what became of it, the dropped ones too, in order of position.
    ///
    /// # Errors
    /// Those of the caller's model; without one there are none.
    pub fn find_explained(&self, text: &str) -> Result<Vec<Explanation>> {
        self.find_explained_with(&[], text, &mut Scratch::default())
    }

    /// The same, with values that are known to be personal, and with room that is used again for the next text.
    pub fn find_explained_with(
        &self,
        known: &[KnownValue<'_>],
        text: &str,
        scratch: &mut Scratch,
    ) -> Result<Vec<Explanation>> {
        let explain = |finding: &Finding, decision: &str| {
            Explanation::new(self.entity_name(finding.entity_type), finding, decision)
        };
        let mut all = Vec::new();
        let (dictionary, none) = (self.dictionary(known), Originals::default());
        let room = scratch.room();
        let found = self.candidates(text, &dictionary, &none, room, |finding, reason| {
            all.push(explain(finding, reason));
        });
        room.check_model()?;
        let removes = |entity_type| self.operators.removes(entity_type);
        let resolved = resolve_with(text, found, removes, |loser, winner| {
            all.push(explain(loser, &format!("lost_overlap_to {}", winner.recognizer)));
        });
        for Found { finding, .. } in resolved {
            let value = text.get(finding.span.start..finding.span.end).unwrap_or_default();
            let decision = match () {
                () if self.operators.keeps(finding.entity_type) => "kept",
                () if finding.rank == Rank::Known && self.allow.lists(finding.entity_type, value) => {
                    "found_over_allow_list"
                }
                () => "found",
            };
            all.push(explain(&finding, decision));
        }
        all.sort_by(|a, b| (a.start, a.end, &a.recognizer).cmp(&(b.start, b.end, &b.recognizer)));
        Ok(all)
    }

    /// De-identifies a conversation and audits it.
    pub fn deidentify<'a>(&self, conversation: Conversation<'a>) -> Result<Deidentified<'a>> {
        self.deidentify_with(conversation, &mut Scratch::default())
    }

    /// The same, with room that is used again for the next conversation: one [`Scratch`] per worker.
    pub fn deidentify_with<'a>(
        &self,
        conversation: Conversation<'a>,
        scratch: &mut Scratch,
    ) -> Result<Deidentified<'a>> {
        if self.settings.enabled {
            return pass::deidentify(self, conversation, scratch);
        }
        let conversation = DeidentifiedConversation::untouched(conversation, self.labels.clone());
        Ok(Deidentified { conversation, token_map: PiiTokensMap::default() })
    }

    /// The same, and where in the messages something was replaced, in order.
    pub fn deidentify_traced<'a>(
        &self,
        conversation: Conversation<'a>,
        scratch: &mut Scratch,
    ) -> Result<(Deidentified<'a>, Vec<Replacement>)> {
        let before: Vec<String> =
            conversation.messages.iter().map(|message| message.content.clone().into_owned()).collect();
        scratch.traced = Some(Vec::new());
        let done = self.deidentify_with(conversation, scratch);
        let traced = scratch.traced.take().unwrap_or_default();
        let done = done?;
        let messages = &done.conversation.conversation().messages;
        let texts = |index: usize| Some((before.get(index)?.as_str(), messages.get(index)?.content.as_ref()));
        let replacements = replacement::placed(&traced, texts);
        Ok((done, replacements))
    }

    /// De-identifies one text, as a conversation of one message.
    pub fn deidentify_text(&self, text: &str) -> Result<(String, PiiTokensMap)> {
        let (text, token_map) = self.deidentify_text_with(text, &mut Scratch::default())?;
        Ok((text.into_owned(), token_map))
    }

    /// The same, with room that is used again for the next text; a text without findings is borrowed.
    pub fn deidentify_text_with<'t>(
        &self,
        text: &'t str,
        scratch: &mut Scratch,
    ) -> Result<(Cow<'t, str>, PiiTokensMap)> {
        if self.settings.enabled {
            return pass::deidentify_text(self, text, scratch);
        }
        Ok((Cow::Borrowed(text), PiiTokensMap::default()))
    }

    /// Whether a known value stays readable.
    fn leaves(&self, known: &KnownValue<'_>) -> bool {
        self.operators.keeps(known.entity_type) || self.allow.forces(known)
    }

    /// Whether this is the domain of a known mail address, and on the allow list.
    fn is_allowed_domain(&self, text: &str, finding: &Finding) -> bool {
        finding.recognizer == known_values::EMAIL_DOMAIN
            && text
                .get(finding.span.start..finding.span.end)
                .is_some_and(|domain| self.allow.allows_domain(domain))
    }

    fn dictionary(&self, known: &[KnownValue<'_>]) -> Dictionary {
        let mut dictionary = Dictionary::default();
        if !known.is_empty() {
            let search = self.settings.known_values;
            dictionary.fill(known, self.calling_code, search, |known| self.leaves(known));
            dictionary.seal(&Originals::default());
        }
        dictionary
    }

    /// What was found, before overlaps are resolved; `dropped` hears of each finding that is held back, and why.
    /// `audit` is what the dictionary's table was sealed with; the room then says where the audit may find any of it.
    fn candidates(
        &self,
        text: &str,
        known: &Dictionary,
        audit: &Originals,
        room: &mut Room,
        mut dropped: impl FnMut(&Finding, &'static str),
    ) -> Vec<Found> {
        let signs = room.signs.take().unwrap_or_else(|| structures::signs(text));
        room.encoded = signs.structure || signs.encoded;
        room.structure = signs.structure || self.reads_links && structures::is_encoded(text);
        let view = if room.structure { structures::read(text) } else { None };
        // Among markup a model would see names where there are none: it reads what the markup says.
        let mut found = self.candidates_in(text, known, audit, view.is_none(), room, &mut dropped);
        if let Some(view) = view {
            let in_view = self.candidates_in(view.text(), known, audit, true, room, &mut |_, _| {});
            view.merge(in_view, &mut found, &mut dropped);
            names::leave_tags(text, &mut found);
            // In the view it may not look like a token.
            self.leave_tokens(text, &mut found, &mut dropped);
        }
        found
    }

    /// The same for a text as it stands, whatever markup it holds; models read it if it `is_prose`.
    fn candidates_in(
        &self,
        text: &str,
        known: &Dictionary,
        audit: &Originals,
        is_prose: bool,
        room: &mut Room,
        dropped: &mut impl FnMut(&Finding, &'static str),
    ) -> Vec<Found> {
        let mut found = Vec::new();
        room.findings.clear();
        self.recognizers.find(text, &mut room.findings);
        if room.structure && self.finds_names {
            structures::mail_header::find(text, &mut room.findings);
        }
        self.take_in(text, &room.findings, &mut found, dropped);
        if let Some(deny) = &self.deny {
            let from = found.len();
            deny.find(text, &Originals::default(), room, &mut found);
            for denied in found.iter_mut().skip(from) {
                denied.known = None;
                denied.finding.rank = Rank::Caller;
            }
        }
        let from = found.len();
        known.find(text, audit, room, &mut found);
        // An allowed domain is no secret because somebody has an address there.
        if found.get(from..).unwrap_or_default().iter().any(|f| self.is_allowed_domain(text, &f.finding)) {
            found.retain(|f| !self.is_allowed_domain(text, &f.finding));
        }
        if let Some(names) = self.names.as_ref().filter(|_| is_prose) {
            room.findings.clear();
            names.find(text, &self.labels, &found, &mut room.names, |finding| room.findings.push(finding));
            self.take_in(text, &room.findings, &mut found, dropped);
        }
        let is_shown = is_prose && !room.is_id && room.failure.is_none();
        if let Some(model) = self.own_model.as_ref().filter(|_| is_shown) {
            room.findings.clear();
            let asked = TextInContext { before: room.names.context(), text };
            let add = |finding| room.findings.push(finding);
            room.failure = model.find(asked, &self.labels, &room.ahead, add).err();
            self.take_in(text, &room.findings, &mut found, dropped);
        }
        self.leave_tokens(text, &mut found, dropped);
        found
    }

    /// Whether a model looks for names, whose answer depends on what stands beside them.
    fn reads_names(&self) -> bool {
        self.names.is_some() || self.own_model.is_some()
    }

    /// Adds the findings that neither their score nor an allow list holds back.
    fn take_in(
        &self,
        text: &str,
        findings: &[Finding],
        found: &mut Vec<Found>,
        dropped: &mut impl FnMut(&Finding, &'static str),
    ) {
        for finding in findings {
            if finding.score < self.min_score {
                dropped(finding, "below_min_score");
            } else if self.allow.allows(text, finding) {
                dropped(finding, "allow_list");
            } else {
                found.push(Found { finding: *finding, known: None });
            }
        }
    }

    /// What stands inside a token is no personal data: the token may come from an earlier run.
    fn leave_tokens(
        &self,
        text: &str,
        found: &mut Vec<Found>,
        dropped: &mut impl FnMut(&Finding, &'static str),
    ) {
        if found.is_empty() || memchr::memchr(b'[', text.as_bytes()).is_none() {
            return;
        }
        let tokens: Vec<_> = literal_tokens(text, |label| self.labels.is_label(label)).collect();
        found.retain(|f| {
            let span = f.finding.span;
            let upto = tokens.partition_point(|token| token.start <= span.start);
            let inside = upto.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| span.end <= t.end);
            if inside {
                dropped(&f.finding, "inside_token");
            }
            !inside
        });
    }
}

impl std::fmt::Debug for Deidentifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deidentifier").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Whether nothing of a link stays readable.
fn removes_links(settings: &PiiSettings, operators: &Operators) -> bool {
    settings.chosen().contains(EntityType::Url) && operators.removes(EntityType::Url)
}

/// Room for the search of one text.
#[derive(Default)]
struct Room {
    /// The signs of the next text, where they are known already.
    signs: Option<structures::Signs>,
    /// Whether the text showed a sign of structure, and whether it may be encoded in any way but base64.
    structure: bool,
    encoded: bool,
    findings: Vec<Finding>,
    names: NameRoom,
    /// Whether the text is an id, which the caller's model need not read.
    is_id: bool,
    /// What the caller's model said of the next messages.
    ahead: ReadAhead,
    /// Why the caller's model could not read a text; whoever searches asks for it.
    failure: Option<Error>,
    fold: FoldBuffer,
    runs: DigitRuns,
    /// Where the audit may find a known value in the text as it stood before it was changed.
    suspects: Vec<Span>,
}

impl Room {
    /// What kept the caller's model from reading a text since this was last asked.
    fn check_model(&mut self) -> Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }
}

/// All findings in one text: sorted, never overlapping. For many texts build one [`Deidentifier`].
pub fn find_pii(text: &str, settings: &PiiSettings) -> Result<Vec<Finding>> {
    Deidentifier::new(settings)?.find(text)
}

/// De-identifies one text; also gives the tokens and what they stand for.
pub fn deidentify_text(text: &str, settings: &PiiSettings) -> Result<(String, PiiTokensMap)> {
    Deidentifier::new(settings)?.deidentify_text(text)
}

/// De-identifies one conversation and audits it.
pub fn deidentify_conversation<'a>(
    conversation: Conversation<'a>,
    settings: &PiiSettings,
) -> Result<Deidentified<'a>> {
    Deidentifier::new(settings)?.deidentify(conversation)
}

#[cfg(test)]
mod tests;
