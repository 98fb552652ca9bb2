//! Clean: cut from a message what the person did not write for it, and say why.
//!
//! Quoted replies, headers of forwards, signatures, footers, notices, lines of a chat window. Lines are cut whole and
//! in place; what stays is a subsequence of the lines that came, and cleaning it again changes nothing. A message of
//! which nothing would be left stays as it was, with its kind. A text without any sign of such parts is looked at once
//! and given back as it is.

mod automatic;
mod body;
mod contact;
mod conversation;
mod evidence;
mod fold;
mod gate;
mod lexicon;
mod notice;
mod phrases;
mod placeholder;
mod quote;
mod settings;
mod signature;

use std::borrow::Cow;
use std::ops::Range;

pub use conversation::CleanCounts;
pub use settings::{CleanSettings, MessageKind, PlaceholderAction, RemovalReason};

use body::{Body, Lines};
use lexicon::{LEXICON, sign};

/// After so many rounds a text still changes only if it was made for that; it is then left as it is.
const ROUNDS: usize = 8;

/// A part that was cut, or stays and is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Its bytes in the text as it was given, `[start, end)`, line ends included.
    pub span: Range<usize>,
    /// Why.
    pub reason: RemovalReason,
}

/// A cleaned text and the account of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned<'t> {
    /// What is left; borrowed where nothing was cut, or only at the start and end.
    pub text: Cow<'t, str>,
    /// What was cut, in order, without overlaps.
    pub removed: Vec<Removed>,
    /// Placeholders that stay, by [`PlaceholderAction::Flag`].
    pub flagged: Vec<Removed>,
    /// What the whole message is, where no person wrote it.
    pub kind: Option<MessageKind>,
}

impl<'t> Cleaned<'t> {
    fn untouched(text: &'t str) -> Cleaned<'t> {
        Cleaned { text: Cow::Borrowed(text), removed: Vec::new(), flagged: Vec::new(), kind: None }
    }
}

/// Cleaning made ready, with room that is used again. One per worker.
pub struct Cleaner {
    settings: CleanSettings,
    lines: Lines,
}

impl Cleaner {
    /// Takes the settings; nothing in them can be wrong.
    pub fn new(settings: &CleanSettings) -> Cleaner {
        Cleaner { settings: settings.clone(), lines: Lines::default() }
    }

    /// The settings it was made with.
    pub fn settings(&self) -> &CleanSettings {
        &self.settings
    }

    /// Cleans one text. Linear in its length.
    pub fn clean<'t>(&mut self, text: &'t str) -> Cleaned<'t> {
        if !self.settings.enabled {
            return Cleaned::untouched(text);
        }
        let signs = signs_of(text);
        let mut cleaned = Cleaned::untouched(text);
        if signs != 0 {
            self.cut_parts(text, signs, &mut cleaned);
        }
        if self.settings.placeholders != PlaceholderAction::Keep {
            self.treat_placeholders(text, &mut cleaned);
        }
        cleaned
    }

    /// Cuts round by round until nothing changes: what one round lays bare the next one may cut.
    fn cut_parts<'t>(&mut self, text: &'t str, signs: u16, cleaned: &mut Cleaned<'t>) {
        let whole = 0..text.len();
        let mut kept = vec![whole];
        let mut removed: Vec<Removed> = Vec::new();
        let mut signs = signs;
        for _ in 0..ROUNDS {
            let current = joined(text, &kept);
            let (round, kind) = self.cut_once(&current, signs);
            let Some(Round { kept: kept_now, removed: removed_now }) = round else {
                let whole = automatic_kind(&current, signs);
                cleaned.kind = whole.or(kind);
                if !removed.is_empty() {
                    removed.sort_by_key(|part| part.span.start);
                    cleaned.removed = merged(removed);
                    cleaned.text = joined(text, &kept);
                }
                return;
            };
            for (span, reason) in removed_now {
                removed.extend(in_original(&kept, span).into_iter().map(|span| Removed { span, reason }));
            }
            kept = kept_now.into_iter().flat_map(|span| in_original(&kept, span)).collect();
            signs = signs_of(&joined(text, &kept));
            if signs == 0 {
                // The round that would find nothing need not be run.
                removed.sort_by_key(|part| part.span.start);
                cleaned.removed = merged(removed);
                cleaned.text = joined(text, &kept);
                return;
            }
        }
    }

    fn cut_once(&mut self, text: &str, signs: u16) -> (Option<Round>, Option<MessageKind>) {
        let mut body = Body::new(text, &mut self.lines);
        let settings = &self.settings;
        let mut kind = None;
        if signs & (sign::CHAT | sign::MERGED) != 0 {
            kind = automatic::cut_lines(&mut body, settings);
        }
        if signs & sign::NOTICE != 0 && settings.disclaimers {
            notice::cut_banner(&mut body);
        }
        let mut refused = false;
        if signs & (sign::QUOTED | sign::HEADER) != 0
            && (settings.quoted_replies || settings.forwarded_headers)
        {
            refused |= quote::cut(&mut body, settings);
        }
        if signs & (sign::SIGNATURE | sign::NOTICE | sign::FOOTER) != 0 {
            refused |= signature::cut(&mut body, settings, signs);
        }
        let kind = kind.or(refused.then_some(MessageKind::NothingWritten));
        if !body.has_cuts() {
            return (None, kind);
        }
        body.close_gaps();
        (Some(Round { kept: body.kept(), removed: body.removed() }), kind)
    }

    fn treat_placeholders(&self, text: &str, cleaned: &mut Cleaned<'_>) {
        if memchr::memchr3(b'{', b'%', b'[', text.as_bytes()).is_none() {
            return;
        }
        let found = placeholder::find(text).into_iter();
        let is_cut = |span: &Range<usize>| {
            cleaned.removed.iter().any(|part| part.span.start < span.end && span.start < part.span.end)
        };
        let found: Vec<Removed> = found
            .filter(|span| !is_cut(span))
            .map(|span| Removed { span, reason: RemovalReason::Placeholder })
            .collect();
        if self.settings.placeholders == PlaceholderAction::Flag {
            cleaned.flagged = found;
            return;
        }
        let mut parts = cleaned.removed.clone();
        parts.extend(found);
        parts.sort_by_key(|part| part.span.start);
        let mut left = String::with_capacity(text.len());
        let mut from = 0;
        for part in &parts {
            left.push_str(text.get(from..part.span.start).unwrap_or_default());
            from = part.span.end;
        }
        left.push_str(text.get(from..).unwrap_or_default());
        if left.trim().is_empty() {
            return;
        }
        if parts.len() > cleaned.removed.len() {
            cleaned.text = Cow::Owned(left);
            cleaned.removed = parts;
        }
    }
}

/// What one round keeps and cuts.
struct Round {
    kept: Vec<Range<usize>>,
    removed: Vec<(Range<usize>, RemovalReason)>,
}

/// The signs of a text: of all kinds where it has several lines, else of those that one line can show.
fn signs_of(text: &str) -> u16 {
    if is_one_line(text) {
        return if is_surely_written(text) { 0 } else { LEXICON.line_signs.signs_of(text) };
    }
    let first = text.trim_start();
    let quoted = first.starts_with('>') || first.starts_with("&gt;");
    LEXICON.signs.signs_of(text) | if quoted { sign::QUOTED } else { 0 }
}

fn is_one_line(text: &str) -> bool {
    memchr::memchr(b'\n', text.trim_end().as_bytes()).is_none()
}

/// Whether a text shows at a glance that a person wrote all of it. Many do not show it and were written all the same.
pub(crate) fn is_surely_written(text: &str) -> bool {
    // What stands in brackets may be the banner of a mail server.
    is_one_line(text) && memchr::memchr(b'[', text.as_bytes()).is_none() && automatic::surely_asks(text)
}

/// Whether a text shows no sign of anything that a person did not write.
pub(crate) fn shows_no_sign(text: &str) -> bool {
    signs_of(text) == 0
}

fn automatic_kind(text: &str, signs: u16) -> Option<MessageKind> {
    (signs & sign::AUTOMATIC != 0).then(|| automatic::kind_of(text, signs)).flatten()
}

/// The kept stretches put together; borrowed where it is one.
fn joined<'t>(text: &'t str, kept: &[Range<usize>]) -> Cow<'t, str> {
    let part = |span: &Range<usize>| text.get(span.clone()).unwrap_or_default();
    match kept {
        [] => Cow::Borrowed(""),
        [one] => Cow::Borrowed(part(one)),
        several => Cow::Owned(several.iter().map(part).collect()),
    }
}

/// A span of the joined text as spans of the original.
fn in_original(kept: &[Range<usize>], span: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::with_capacity(1);
    let mut offset = 0;
    for stretch in kept {
        let (start, end) = (offset, offset + stretch.len());
        let (from, to) = (span.start.max(start), span.end.min(end));
        if from < to {
            parts.push(stretch.start + (from - start)..stretch.start + (to - start));
        }
        offset = end;
    }
    parts
}

/// Neighbouring parts of one reason become one.
fn merged(parts: Vec<Removed>) -> Vec<Removed> {
    let mut merged: Vec<Removed> = Vec::with_capacity(parts.len());
    for part in parts {
        match merged.last_mut() {
            Some(last) if last.span.end == part.span.start && last.reason == part.reason => {
                last.span.end = part.span.end;
            }
            _ => merged.push(part),
        }
    }
    merged
}

/// Cleans one text. For many texts make one [`Cleaner`].
pub fn clean<'t>(text: &'t str, settings: &CleanSettings) -> Cleaned<'t> {
    Cleaner::new(settings).clean(text)
}

/// What a message is, if no person wrote it for this conversation: a receipt, a notice of absence, lines of a chat
/// window, a note of the help desk, or nothing but quotes and signatures.
pub fn message_kind(text: &str) -> Option<MessageKind> {
    if signs_of(text) == 0 {
        return None;
    }
    clean(text, &CleanSettings { placeholders: PlaceholderAction::Keep, ..CleanSettings::default() }).kind
}

#[cfg(test)]
mod tests;
