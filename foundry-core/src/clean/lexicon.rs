//! The phrases made ready for search: at the start of a folded line, anywhere in it, or as a sign in raw text that a
//! closer look is worth it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};

use super::fold::{ends_word, fold, starts_word};
use super::gate::Gate;
use super::phrases::{automatic, disclaimer, quote, signature, speech};

/// Phrases ready for search. Made ready when they are first looked for: most runs ask for few of the tables.
struct Phrases(LazyLock<Option<AhoCorasick>, Box<dyn FnOnce() -> Option<AhoCorasick> + Send>>);

impl Phrases {
    fn new<'p, P>(phrases: P, kind: MatchKind, start: StartKind) -> Phrases
    where
        P: IntoIterator<Item = &'p str> + Send + 'static,
    {
        // The tables are ours and small: building cannot fail. If it did, their rules would be off.
        Phrases(LazyLock::new(Box::new(move || {
            AhoCorasick::builder()
                .match_kind(kind)
                .start_kind(start)
                .build(phrases.into_iter().map(fold))
                .ok()
        })))
    }

    fn ready(&self) -> Option<&AhoCorasick> {
        self.0.as_ref()
    }
}

/// Phrases looked for at the start of a folded text.
pub(super) struct Starts(Phrases);

impl Starts {
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str> + Send + 'static) -> Starts {
        Starts(Phrases::new(phrases, MatchKind::LeftmostLongest, StartKind::Anchored))
    }

    /// Which phrase the text begins with and its length in bytes; the longest one, ending where a word ends.
    pub fn find(&self, folded: &str) -> Option<(usize, usize)> {
        let found = self.0.ready()?.find(Input::new(folded).anchored(Anchored::Yes))?;
        ends_phrase(folded, found.end()).then(|| (found.pattern().as_usize(), found.end()))
    }

    /// Whether the text begins with a phrase.
    pub fn begin(&self, folded: &str) -> bool {
        self.find(folded).is_some()
    }

    /// Whether the text is a phrase, a full stop or colon at its end apart.
    pub fn are(&self, folded: &str) -> bool {
        let trimmed = folded.trim_end_matches(['.', ':', '!', ' ']);
        self.find(trimmed).is_some_and(|(_, end)| end == trimmed.len())
    }
}

/// Phrases looked for anywhere in a folded text, as whole words.
pub(super) struct Within(Phrases);

impl Within {
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str> + Send + 'static) -> Within {
        Within(Phrases::new(phrases, MatchKind::Standard, StartKind::Unanchored))
    }

    /// The first phrase: start and end in bytes.
    pub fn find(&self, folded: &str) -> Option<(usize, usize)> {
        self.matches(folded).next()
    }

    /// Every phrase: start and end in bytes, by end.
    pub fn matches<'s>(&'s self, folded: &'s str) -> impl Iterator<Item = (usize, usize)> + 's {
        let all =
            self.0.ready().into_iter().flat_map(move |automaton| automaton.find_overlapping_iter(folded));
        all.filter(|m| starts_word(folded, m.start()) && ends_phrase(folded, m.end()))
            .map(|m| (m.start(), m.end()))
    }

    /// Whether a phrase stands in the text.
    pub fn hold(&self, folded: &str) -> bool {
        self.find(folded).is_some()
    }

    /// Whether a phrase ends the text.
    pub fn end(&self, folded: &str) -> Option<usize> {
        self.matches(folded).find(|(_, end)| *end == folded.len()).map(|(start, _)| start)
    }
}

/// Beginnings of words looked for anywhere in a folded text.
pub(super) struct Stems(Phrases);

impl Stems {
    pub fn new(stems: &'static [&'static str]) -> Stems {
        Stems(Phrases::new(stems.iter().copied(), MatchKind::Standard, StartKind::Unanchored))
    }

    /// Whether a word of the text begins so.
    pub fn hold(&self, folded: &str) -> bool {
        let all = self.0.ready().into_iter().flat_map(|automaton| automaton.find_overlapping_iter(folded));
        all.into_iter().any(|m| starts_word(folded, m.start()))
    }
}

/// A phrase that ends in a sign or a space need not be followed by one.
fn ends_phrase(folded: &str, end: usize) -> bool {
    let by_itself =
        folded.get(..end).and_then(|t| t.chars().next_back()).is_some_and(|c| !c.is_alphanumeric());
    by_itself || ends_word(folded, end)
}

/// What a raw text shows at first sight, as bits.
pub(super) mod sign {
    /// A line behind `>`.
    pub const QUOTED: u16 = 1;
    /// A verb of a quote header, a header field, a separator, a phrase about replies and forwards.
    pub const HEADER: u16 = 1 << 1;
    /// A closing formula, a delimiter.
    pub const SIGNATURE: u16 = 1 << 2;
    /// A line of a mail program.
    pub const FOOTER: u16 = 1 << 7;
    /// A notice or banner.
    pub const NOTICE: u16 = 1 << 3;
    /// A message that calls itself automatic.
    pub const AUTOMATED: u16 = 1 << 4;
    /// A receipt.
    pub const RECEIVED: u16 = 1 << 8;
    /// A notice of absence.
    pub const AWAY: u16 = 1 << 9;
    /// What no person wrote, by its own word.
    pub const AUTOMATIC: u16 = AUTOMATED | RECEIVED | AWAY;
    /// A line of a chat window.
    pub const CHAT: u16 = 1 << 5;
    /// A note about merged tickets.
    pub const MERGED: u16 = 1 << 6;
}

/// Signs of a closer look, found in one run over the raw text.
fn gate(parts: &[(u16, Anchor, &[&str])]) -> Gate {
    let mut by_form: BTreeMap<String, u16> = BTreeMap::new();
    for (bit, anchor, phrases) in parts {
        for form in phrases.iter().flat_map(|phrase| raw_forms(phrase, *anchor)) {
            *by_form.entry(form).or_insert(0) |= bit;
        }
    }
    Gate::new(by_form)
}

/// Where a sign is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    /// As it stands.
    Exact,
    /// By its longest word, wherever that stands: a phrase may be wrapped at any space.
    Word,
    /// At the start of a word.
    Start,
    /// At the start of a line other than the first.
    Line,
}

/// The forms in which raw text, compared without ASCII case, shows a phrase.
fn raw_forms(phrase: &str, anchor: Anchor) -> Vec<String> {
    let piece = match anchor {
        Anchor::Exact | Anchor::Line | Anchor::Start => phrase,
        Anchor::Word => {
            let longest = phrase.split(' ').filter(|w| !COMMON.contains(w)).max_by_key(|w| w.chars().count());
            longest.filter(|word| word.chars().count() >= 6).unwrap_or(phrase)
        }
    };
    let mut forms = vec![piece.to_lowercase()];
    if !piece.is_ascii() {
        forms.extend([piece.to_uppercase(), fold(piece)]);
        let mut chars = piece.chars();
        if let Some(first) = chars.next() {
            forms.push(first.to_uppercase().chain(chars).collect());
        }
    }
    if piece.contains('\'') {
        forms.push(piece.replace('\'', "\u{2019}"));
    }
    if anchor == Anchor::Line {
        forms = forms.iter().map(|form| format!("\n{form}")).collect();
    }
    if anchor == Anchor::Start {
        forms = forms
            .iter()
            .flat_map(|form| [format!(" {form}"), format!("\n{form}"), format!("'{form}")])
            .collect();
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Words of phrases that ordinary messages hold all the time.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "received", "message", "request", "nachricht", "anfrage", "contacting", "information", "informationen", "informations", "support", "shortly", "number", "within",
    "message.", "mensaje", "mensagem", "messaggio", "bericht", "besked", "meddelande", "wiadomość", "solicitud", "demande", "correo", "ticket", "office", "oficina", "escritório",
    "through", "please", "vielen", "gracias", "obrigado", "grazie", "bedankt", "dziękujemy", "vacation", "holiday", "conversation", "conversación", "conversazione", "conversa", "samtalen", "rozmowę", "gesprek", "currently", "derzeit", "actuellement", "actualmente", "attualmente", "momenteel", "öjeblikket", "obecnie", "företag", "because", "should",
    "kontakt", "contact", "contato", "contacto", "connected", "verbunden", "automatically",
];

/// All phrases, ready.
pub(super) struct Lexicon {
    pub introductions: Starts,
    pub wrote: Within,
    pub addressed: Within,
    calendar: Vec<String>,
    pub header_fields: Starts,
    pub original: Starts,
    pub forwarded: Starts,
    pub see_below: Within,
    pub reply_above: Within,
    pub closings: Starts,
    pub thanks: Starts,
    pub closing_tails: Starts,
    pub titles: Within,
    pub contact_labels: Starts,
    pub app_footers: Starts,
    pub postscripts: Starts,
    pub spoken: Within,
    pub first_person: Within,
    pub mail_words: Within,
    pub notices: Within,
    pub legal: Within,
    pub ideas: [Stems; 8],
    pub sent: Starts,
    pub thanks_stems: Stems,
    pub closing_stems: Stems,
    pub closings_within: Within,
    pub device_stems: Stems,
    pub headings: Starts,
    pub banners: Starts,
    pub automated: Within,
    pub received: Within,
    pub will_answer: Within,
    pub away: Within,
    pub chat_starts: Starts,
    pub chat_ends: Within,
    pub merged: Within,
    pub ticket_nouns: Within,
    pub fill_in: Starts,
    /// Signs in a text of several lines.
    pub signs: Gate,
    /// Signs in a text of one line.
    pub line_signs: Gate,
}

/// Built at first use; the tables are constants.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    /// Whether a folded word is a month or a weekday, written out or shortened.
    pub fn calendar_word(&self, word: &str) -> bool {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.len() <= 14
            && self
                .calendar
                .iter()
                .any(|name| name == word || (name.len() >= 3 && word.starts_with(name.as_str())))
    }

    fn new() -> Lexicon {
        let starts = |table: &'static [&'static str]| Starts::new(table.iter().copied());
        let within = |table: &'static [&'static str]| Within::new(table.iter().copied());
        let fields: Vec<String> = quote::HEADER_FIELDS
            .iter()
            .filter(|(_, field)| matches!(field, quote::HeaderField::Subject | quote::HeaderField::Date))
            .flat_map(|(name, _)| [format!("{name}:"), format!("{name} :"), format!("{name}\u{a0}:")])
            .collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let legal: Vec<&str> = disclaimer::LEGAL.iter().copied().filter(|word| word.len() >= 6).collect();
        let anywhere: [(u16, Anchor, &[&str]); 7] = [
            (sign::AUTOMATED, Anchor::Word, automatic::AUTOMATED),
            (sign::RECEIVED, Anchor::Exact, automatic::RECEIVED),
            (sign::AWAY, Anchor::Exact, automatic::AWAY),
            (sign::CHAT, Anchor::Exact, automatic::CHAT_STARTS),
            (sign::CHAT, Anchor::Exact, automatic::CHAT_ENDS),
            (sign::MERGED, Anchor::Exact, automatic::MERGED),
            (sign::NOTICE, Anchor::Exact, &["[external", "[extern"]),
        ];
        let mut everything = anywhere.to_vec();
        everything.extend([
            (sign::QUOTED, Anchor::Exact, ["\n>", "\n&gt;", "\n >", "\n\t>"].as_slice()),
            (sign::HEADER, Anchor::Exact, ["-----", "_____", "=====", "----original", "\n---"].as_slice()),
            (sign::HEADER, Anchor::Exact, quote::WROTE),
            (sign::HEADER, Anchor::Exact, fields.as_slice()),
            (sign::HEADER, Anchor::Exact, quote::ORIGINAL_MESSAGE),
            (sign::HEADER, Anchor::Exact, quote::FORWARDED_MESSAGE),
            (sign::HEADER, Anchor::Word, quote::REPLY_ABOVE),
            (
                sign::SIGNATURE,
                Anchor::Exact,
                ["\n--", "\n- ", "\n\u{2014}", "\n\u{2013}", "\n~", "\n__"].as_slice(),
            ),
            (sign::SIGNATURE, Anchor::Line, signature::CLOSINGS),
            (sign::SIGNATURE, Anchor::Line, signature::THANKS),
            (sign::SIGNATURE, Anchor::Line, signature::THANKS_STEMS),
            (sign::SIGNATURE, Anchor::Start, signature::CLOSING_STEMS),
            (sign::SIGNATURE, Anchor::Exact, &["sentiments"]),
            (sign::FOOTER, Anchor::Line, signature::SENT),
            (sign::FOOTER, Anchor::Line, signature::APP_FOOTERS),
            (sign::NOTICE, Anchor::Start, legal.as_slice()),
            (sign::NOTICE, Anchor::Exact, disclaimer::IDEAS.secret),
            (sign::NOTICE, Anchor::Start, disclaimer::IDEAS.nature),
            (sign::NOTICE, Anchor::Exact, disclaimer::IDEAS.leave),
            (sign::NOTICE, Anchor::Start, disclaimer::IDEAS.mistaken),
            (sign::NOTICE, Anchor::Word, disclaimer::NOTICES),
            (sign::NOTICE, Anchor::Line, disclaimer::HEADINGS),
            (sign::NOTICE, Anchor::Word, disclaimer::BANNERS),
        ]);
        Lexicon {
            introductions: starts(quote::INTRODUCTIONS),
            wrote: within(quote::WROTE),
            addressed: within(quote::ADDRESSED),
            calendar: quote::CALENDAR.iter().map(|word| fold(word)).collect(),
            header_fields: Starts::new(quote::HEADER_FIELDS.iter().map(|(name, _)| *name)),
            original: starts(quote::ORIGINAL_MESSAGE),
            forwarded: starts(quote::FORWARDED_MESSAGE),
            see_below: within(quote::SEE_BELOW),
            reply_above: within(quote::REPLY_ABOVE),
            closings: starts(signature::CLOSINGS),
            thanks: starts(signature::THANKS),
            closing_tails: starts(signature::CLOSING_TAILS),
            titles: within(signature::TITLES),
            contact_labels: starts(signature::CONTACT_LABELS),
            app_footers: starts(signature::APP_FOOTERS),
            postscripts: starts(signature::POSTSCRIPTS),
            spoken: within(speech::SPOKEN),
            first_person: within(speech::FIRST_PERSON),
            mail_words: within(speech::MAIL_WORDS),
            notices: within(disclaimer::NOTICES),
            legal: within(disclaimer::LEGAL),
            ideas: {
                let ideas = &disclaimer::IDEAS;
                [
                    ideas.secret,
                    ideas.addressee,
                    ideas.only,
                    ideas.mistaken,
                    ideas.print,
                    ideas.nature,
                    ideas.leave,
                    ideas.click,
                ]
                .map(Stems::new)
            },
            sent: starts(signature::SENT),
            thanks_stems: Stems::new(signature::THANKS_STEMS),
            closing_stems: Stems::new(signature::CLOSING_STEMS),
            closings_within: within(signature::CLOSINGS),
            device_stems: Stems::new(signature::DEVICES),
            headings: starts(disclaimer::HEADINGS),
            banners: starts(disclaimer::BANNERS),
            automated: within(automatic::AUTOMATED),
            received: within(automatic::RECEIVED),
            will_answer: within(automatic::WILL_ANSWER),
            away: within(automatic::AWAY),
            chat_starts: starts(automatic::CHAT_STARTS),
            chat_ends: within(automatic::CHAT_ENDS),
            merged: within(automatic::MERGED),
            ticket_nouns: within(automatic::TICKET_NOUNS),
            fill_in: starts(automatic::FILL_IN),
            signs: gate(&everything),
            line_signs: gate(&anywhere),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words() {
        let starts = Starts::new(["best", "best regards", "hrb "]);
        assert_eq!(starts.find("best regards, ann"), Some((1, 12)));
        assert_eq!(starts.find("best"), Some((0, 4)));
        assert_eq!(starts.find("bestow"), None);
        assert!(starts.begin("hrb 12") && starts.are("best regards.") && !starts.are("best ann"));
        let within = Within::new(["wrote", "a écrit"]);
        assert_eq!(within.find("he wrote:"), Some((3, 8)));
        assert_eq!(within.find("rewrote"), None);
        assert_eq!(within.end("ann a ecrit"), Some(4));
    }

    #[test]
    fn every_phrase_shows_its_sign() {
        let tables: [(u16, &[&str]); 12] = [
            (sign::HEADER, quote::WROTE),
            (sign::HEADER, quote::ORIGINAL_MESSAGE),
            (sign::HEADER, quote::FORWARDED_MESSAGE),
            (sign::HEADER, quote::REPLY_ABOVE),
            (sign::SIGNATURE, signature::CLOSINGS),
            (sign::SIGNATURE, signature::THANKS),
            (sign::FOOTER, signature::APP_FOOTERS),
            (sign::NOTICE, disclaimer::NOTICES),
            (sign::CHAT, automatic::CHAT_STARTS),
            (sign::AWAY, automatic::AWAY),
            (sign::RECEIVED, automatic::RECEIVED),
            (sign::AUTOMATED, automatic::AUTOMATED),
        ];
        for (bit, table) in tables {
            for phrase in table {
                for text in [(*phrase).to_owned(), phrase.to_uppercase()] {
                    let text = format!("Hello\n{text} ");
                    assert!(LEXICON.signs.signs_of(&text) & bit != 0, "{text}");
                }
            }
        }
    }

    #[test]
    fn ordinary_messages_show_no_sign() {
        for text in [
            "Where is my parcel? It should have arrived on Monday.",
            "Ich habe die Rechnung bezahlt, aber der Zugang geht nicht.",
            "Sure, I can help with that.\nCould you tell me the colour of the light?",
        ] {
            assert_eq!(LEXICON.signs.signs_of(text), 0, "{text}");
        }
    }
}
