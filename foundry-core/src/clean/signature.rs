//! The end of a message: lines of mail programs, notices, the delimiter `-- `, closing formulas with name and contact
//! block. They are peeled off from the last line upwards until one stays that a person wrote.

use std::ops::Range;

use super::body::Body;
use super::contact::{self, is_name, is_signature_line, is_signer};
use super::lexicon::{LEXICON, Lexicon, sign};
use super::notice;
use super::settings::{CleanSettings, RemovalReason};

/// No signature begins farther up than so many lines from its end.
const REACH: usize = 30;
/// Nobody stacks more footers than this; what stands deeper is left alone, so that hostile text costs no more.
const ROUNDS: usize = 24;
/// Above a quote only the lines of a short signature are looked through.
const SHORT_REPLY: usize = 14;

/// The kept lines of a message that say something, up to where it ends by now.
pub(super) struct Tail<'b, 't, 'l> {
    pub body: &'b mut Body<'t, 'l>,
    pub lexicon: &'static Lexicon,
    live: Vec<usize>,
}

impl<'b, 't, 'l> Tail<'b, 't, 'l> {
    fn new(body: &'b mut Body<'t, 'l>, lines: Range<usize>) -> Tail<'b, 't, 'l> {
        let live: Vec<usize> = lines.filter(|at| body.is_said(*at)).collect();
        Tail { body, lexicon: &LEXICON, live }
    }

    /// How many lines are kept.
    pub fn end(&self) -> usize {
        self.live.len()
    }

    /// The text of a kept line.
    pub fn line(&self, at: usize) -> &'t str {
        self.live.get(at).map_or("", |line| self.body.line(*line))
    }

    /// The text of a kept line, folded.
    pub fn folded(&mut self, at: usize) -> &str {
        let line = self.live.get(at).copied().unwrap_or(usize::MAX);
        self.body.folded(line)
    }

    /// Whether a blank line stands above a kept line.
    pub fn has_gap_above(&self, at: usize) -> bool {
        let Some(above) = at.checked_sub(1) else { return true };
        match (self.live.get(above), self.live.get(at)) {
            (Some(above), Some(line)) => (above + 1..*line).any(|i| self.body.is_blank(i)),
            _ => true,
        }
    }

    /// Where the paragraph begins that a kept line belongs to.
    pub fn paragraph_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && !self.has_gap_above(start) {
            start -= 1;
        }
        start
    }
}

/// Cuts what ends a message. Returns whether nothing would have been left of it, so that something stayed.
pub(super) fn cut(body: &mut Body<'_, '_>, settings: &CleanSettings, signs: u16) -> bool {
    let lines = 0..body.len();
    let mut tail = Tail::new(body, lines);
    let (cuts, refused) = peel(&mut tail, settings, signs, false);
    for (line, reason) in cuts {
        body.cut(line..line + 1, reason);
    }
    refused
}

/// Where what a person wrote ends above a line, as a line number; 0 if there is nothing but a signature.
pub(super) fn content_end(body: &mut Body<'_, '_>, at: usize) -> usize {
    let mut tail = Tail::new(body, 0..at);
    if tail.end() == 0 || tail.end() > SHORT_REPLY {
        return if tail.end() == 0 { 0 } else { at };
    }
    peel(&mut tail, &CleanSettings::default(), u16::MAX, true);
    tail.live.last().map_or(0, |line| line + 1)
}

/// Finds one piece of the end: a range of kept lines.
type Step = fn(&mut Tail<'_, '_, '_>) -> Option<Range<usize>>;

/// Peels the end off, piece by piece; gives the lines, and whether a piece was refused for being all there is.
fn peel(
    tail: &mut Tail<'_, '_, '_>,
    settings: &CleanSettings,
    signs: u16,
    may_empty: bool,
) -> (Vec<(usize, RemovalReason)>, bool) {
    let signed = settings.signatures && signs & sign::SIGNATURE != 0;
    let steps: [(bool, RemovalReason, Step); 6] = [
        (settings.app_footers && signs & sign::FOOTER != 0, RemovalReason::AppFooter, app_footer),
        (settings.disclaimers && signs & sign::NOTICE != 0, RemovalReason::Disclaimer, notice::at_end),
        (signed, RemovalReason::Signature, delimited),
        (signed, RemovalReason::Signature, closed),
        (settings.signatures, RemovalReason::Signature, contact::at_end),
        (signed, RemovalReason::Signature, dashed_name),
    ];
    let mut cuts = Vec::new();
    let mut refused = false;
    for _ in 0..ROUNDS {
        let before = cuts.len();
        for (wanted, reason, step) in steps {
            let Some(mut found) = wanted.then(|| step(tail)).flatten() else { continue };
            // A rule between text and footer belongs to the footer.
            while found.start > 0 && is_rule(tail.line(found.start - 1)) {
                found.start -= 1;
            }
            if found.len() == tail.end() && !may_empty {
                refused = true;
                continue;
            }
            cuts.extend(tail.live.drain(found).map(|line| (line, reason)));
        }
        if cuts.len() == before {
            break;
        }
    }
    (cuts, refused)
}

/// Whether a line is a drawn line.
fn is_rule(line: &str) -> bool {
    let drawn = |c: char| matches!(c, '-' | '_' | '=' | '*' | '~' | '—' | '–' | '─' | '━' | '.' | '#' | ' ');
    line.chars().filter(|c| *c != ' ').count() >= 2 && line.chars().all(drawn)
}

/// `Sent from my iPhone` and its like, with the link that may stand below.
fn app_footer(tail: &mut Tail<'_, '_, '_>) -> Option<Range<usize>> {
    let last = tail.end().checked_sub(1)?;
    for at in (last.saturating_sub(2)..=last).rev() {
        let line = tail.line(at);
        let lexicon = tail.lexicon;
        if is_app_footer(tail.folded(at), lexicon) {
            return Some(at..last + 1);
        }
        let is_link = contact::is_link(line) || is_rule(line);
        if !is_link {
            break;
        }
    }
    None
}

fn is_app_footer(folded: &str, lexicon: &Lexicon) -> bool {
    let folded = folded.trim_start_matches(['-', '_', '[', '(', '<', '~', '"', ' ', '>']);
    if folded.len() > 200 || folded.contains('?') {
        return false;
    }
    let phrase = lexicon.app_footers.find(folded).or_else(|| lexicon.sent.find(folded));
    let Some((_, end)) = phrase else { return false };
    // "Sent from my desk, as my phone is broken" is a sentence: the device stands right behind the phrase.
    let rest = folded.get(end..).unwrap_or_default();
    let clause = rest.split([',', ';', '!']).next().unwrap_or_default();
    let near: usize = clause.split(' ').take(9).map(|word| word.len() + 1).sum();
    let head = folded.get(..(end + near).min(folded.len())).unwrap_or(folded);
    lexicon.device_stems.hold(head)
        || ["virus", "viren", "wirus", "scanned"].iter().any(|word| head.contains(word))
}

/// What stands below `-- `.
fn delimited(tail: &mut Tail<'_, '_, '_>) -> Option<Range<usize>> {
    let end = tail.end();
    let first = end.saturating_sub(REACH);
    let mark = (first..end).find(|at| matches!(tail.line(*at), "--" | "—" | "––" | "- -" | "__" | "--​"))?;
    let below = mark + 1..end;
    let lexicon = tail.lexicon;
    let mut sentences = 0;
    let mut stop = end;
    for at in below {
        let line = tail.line(at);
        let folded = tail.folded(at);
        if lexicon.postscripts.begin(folded) {
            stop = at;
            break;
        }
        let long = line.split_whitespace().count() >= 7;
        sentences += usize::from(line.ends_with('?') || (long && lexicon.spoken.hold(folded)));
    }
    (sentences <= 1 && stop - mark <= 20).then_some(mark..stop)
}

/// A closing formula with what follows it: a name, a title, a contact block.
fn closed(tail: &mut Tail<'_, '_, '_>) -> Option<Range<usize>> {
    let end = tail.end();
    for at in (end.saturating_sub(REACH)..end).rev() {
        let Some(closing) = closing(tail, at) else { continue };
        // Thanks that open a message are what it says; a formula there may be a greeting ("Ciao").
        if at == 0 && closing != Closing::Formula {
            continue;
        }
        let mut stop = at + 1;
        while stop < end && is_signature_line(tail, stop) {
            stop += 1;
        }
        let signed = stop > at + 1 && is_signer(tail, at + 1);
        let enough = match closing {
            Closing::Formula => stop == end && (stop == at + 1 || signed || is_contact_first(tail, at + 1)),
            Closing::Thanks => stop == end && signed,
            Closing::Named => stop == end,
        };
        if enough {
            return Some(closing_start(tail, at, closing)..end);
        }
        if at > 0
            && stop < end
            && (signed || matches!(closing, Closing::Named))
            && stops_short(tail, at, stop)
        {
            let start = closing_start(tail, at, closing);
            return Some(if is_slogan(tail, stop) { start..end } else { start..stop });
        }
    }
    None
}

fn is_contact_first(tail: &mut Tail<'_, '_, '_>, at: usize) -> bool {
    contact::is_contact(tail, at)
}

/// How a line closes a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// A formula that says nothing else.
    Formula,
    /// Words that may also be the message: a signature only above a name.
    Thanks,
    /// Either, with the name in the same line.
    Named,
}

fn closing(tail: &mut Tail<'_, '_, '_>, at: usize) -> Option<Closing> {
    let lexicon = tail.lexicon;
    let line = tail.line(at);
    if line.len() > 160 {
        return None;
    }
    let folded = tail.folded(at);
    let folded = folded.trim_start_matches(['-', ' ', '~', '<', '>', ',']);
    if folded.contains('?') {
        return None;
    }
    if let Some((_, end)) = lexicon.closings.find(folded) {
        let rest = folded.get(end..)?;
        let said = rest.trim_matches(closing_sign);
        if said.is_empty() {
            return Some(Closing::Formula);
        }
        if !lexicon.spoken.hold(said) {
            let words = said.split(' ').count();
            if words <= 5 && is_name(last_words(line, words)) {
                return Some(Closing::Named);
            }
            let joined = said.split(',').next().unwrap_or(said);
            if words <= 7 && lexicon.closing_tails.begin(joined) && !said.contains(['.', ';']) {
                return Some(Closing::Formula);
            }
        }
        // "Best regards and have a nice day", "Beste Grüße und vielen Dank"
        let and = ["and ", "& ", "und ", "et ", "y ", "e ", "en ", "og ", "och ", "i "];
        if and.iter().any(|word| said.starts_with(word)) && said.split(' ').count() <= 8 {
            return Some(Closing::Formula);
        }
        return None;
    }
    // "Veuillez agréer, Madame, Monsieur, l'expression de mes salutations distinguées."
    let formal = ["salutations", "sentiments"].iter().any(|word| folded.contains(word))
        && ["distingue", "respectueu", "meilleur", "cordial", "sincere", "devoue"]
            .iter()
            .any(|word| folded.contains(word));
    let prays =
        ["agreer", "recevoir", "croire", "expression", "assurance"].iter().any(|w| folded.contains(w));
    let above = at > 0 && tail.folded(at - 1).contains("agreer");
    if formal && (prays || above) {
        return Some(Closing::Formula);
    }
    if let Some(closing) = worded_closing(tail, at) {
        return Some(closing);
    }
    let folded = tail.folded(at);
    let (_, end) = lexicon.thanks.find(folded)?;
    let rest = folded.get(end..)?;
    let said = rest.trim_matches(closing_sign);
    if said.is_empty() {
        return Some(Closing::Thanks);
    }
    let exclaims = line.ends_with('!');
    let apart = rest.trim_start().starts_with([',', '-']) && !exclaims;
    let words = said.split(' ').count();
    // "Thanks, Ann" in the last line is a signature; "Thanks Ann!" speaks to somebody.
    let name = last_words(line, words);
    let named = name.starts_with(char::is_uppercase) && is_name(name);
    (apart && words <= 3 && named && !lexicon.spoken.hold(said)).then_some(Closing::Named)
}

/// A closing in words of one's own above a name: a few words with a comma or nothing behind, such as "With many thanks
/// from the north,"; or a sentence that ends in a formula: "I look forward to your answer. Regards,".
fn worded_closing(tail: &mut Tail<'_, '_, '_>, at: usize) -> Option<Closing> {
    let lexicon = tail.lexicon;
    let line = tail.line(at);
    if at + 1 >= tail.end()
        || line.ends_with(['!', '?', ':', ';'])
        || line.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    let words = line.split_whitespace().count();
    if words > 14 || !is_signer(tail, at + 1) {
        return None;
    }
    let folded = tail.folded(at);
    let bare = folded.trim_end_matches([',', '.', ' ']);
    if let Some((start, _)) = lexicon.closings_within.matches(bare).find(|(_, end)| *end == bare.len()) {
        let before = bare.get(..start)?.trim_end();
        let joined = ["and", "&", "und", "et", "y", "e", "en", "og", "och", "i", "porgo", "porgiamo"];
        let and = joined.iter().any(|word| before.ends_with(word) && before.len() <= 24);
        if before.is_empty() || and || before.ends_with(['.', ',', '!', ';']) || before.ends_with("porgo") {
            return Some(Closing::Formula);
        }
    }
    if words > 5 || line.ends_with('.') || lexicon.spoken.hold(bare) {
        return None;
    }
    if lexicon.closing_stems.hold(bare) {
        return Some(Closing::Formula);
    }
    // Whatever the words: a line of its own with a comma behind, above a name.
    let announced = tail.line(at.checked_sub(1)?).ends_with([':', ',']);
    let apart = words <= 3 && line.ends_with(',') && tail.has_gap_above(at) && at > 1 && !announced;
    let thanks = lexicon.thanks_stems.hold(tail.folded(at));
    (thanks || apart).then_some(Closing::Thanks)
}

/// Signs around a closing formula, smileys too.
fn closing_sign(c: char) -> bool {
    c.is_whitespace()
        || (c.is_ascii_punctuation() && !matches!(c, '[' | ']'))
        || matches!(c as u32, 0x2013 | 0x2014 | 0x2600.. | 0x2026)
}

/// The last words of a raw line.
fn last_words(line: &str, words: usize) -> &str {
    let mut rest = line.trim_end();
    let mut start = rest.len();
    for _ in 0..words {
        rest = rest.trim_end();
        start = rest
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + rest.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        rest = rest.get(..start).unwrap_or_default();
    }
    line.get(start..).unwrap_or(line)
}

/// Where a closing begins: with the first line of a formal sentence, or with the thanks right above.
fn closing_start(tail: &mut Tail<'_, '_, '_>, at: usize, closing: Closing) -> usize {
    let mut start = at;
    if closing != Closing::Formula {
        return start;
    }
    if start > 0 && !tail.has_gap_above(start) && !tail.folded(start).contains("agreer") {
        let above = tail.folded(start - 1);
        if above.contains("agreer") || above.starts_with("je vous prie") {
            start -= 1;
        }
    }
    let lexicon = tail.lexicon;
    while start > 0 && tail.line(start - 1).ends_with(',') && !tail.has_gap_above(start) {
        let above = tail.folded(start - 1);
        if !lexicon.thanks.are(above.trim_end_matches(',')) {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether a signature that other lines follow ends there: at a blank line or postscript, after few lines.
fn stops_short(tail: &mut Tail<'_, '_, '_>, at: usize, stop: usize) -> bool {
    let lexicon = tail.lexicon;
    stop - at <= 14 && (lexicon.postscripts.begin(tail.folded(stop)) || tail.has_gap_above(stop))
}

/// Whether the lines below a signature are a slogan or a hint of the company, not what the person adds.
fn is_slogan(tail: &mut Tail<'_, '_, '_>, stop: usize) -> bool {
    let end = tail.end();
    let lexicon = tail.lexicon;
    if end - stop > 4 {
        return false;
    }
    let has_contact = (stop.saturating_sub(6)..stop).any(|at| contact::is_contact(tail, at));
    has_contact
        && (stop..end).all(|at| {
            let folded = tail.folded(at);
            !folded.contains('?') && !lexicon.postscripts.begin(folded) && !lexicon.first_person.hold(folded)
        })
}

/// A name behind a dash in the last line: `– Ann`, `-Bob`.
fn dashed_name(tail: &mut Tail<'_, '_, '_>) -> Option<Range<usize>> {
    let last = tail.end().checked_sub(1)?;
    let line = tail.line(last);
    let name = line.strip_prefix(['-', '–', '—', '~'])?.trim_start_matches(['-', ' ']);
    let above = tail.line(last.checked_sub(1)?);
    let in_list = above.starts_with(['-', '–', '—', '~', '*', '•']) || above.ends_with(':');
    let words = name.split_whitespace().count();
    let signed =
        !in_list && (1..=3).contains(&words) && name.starts_with(char::is_uppercase) && is_name(name);
    (signed && (tail.has_gap_above(last) || above.ends_with(['.', '!', '?']))).then_some(last..last + 1)
}
