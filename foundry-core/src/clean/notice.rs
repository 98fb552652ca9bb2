//! Notices of companies at the end of a message, and banners of mail servers at its start.

use std::cell::LazyCell;
use std::ops::Range;

use super::body::{Body, shortened};
use super::contact::{is_contact, is_link, is_signature_line};
use super::fold::fold;
use super::lexicon::LEXICON;
use super::settings::RemovalReason;
use super::signature::Tail;

/// No footer is longer, in lines.
const REACH: usize = 80;
/// A line of at least so many characters was wrapped: the next one goes on with its sentence.
const WRAPPED_AT: usize = 45;

/// Of a line so much is looked at.
const LINE_BYTES: usize = 4_000;

/// What a paragraph at the end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paragraph {
    /// A notice that begins at this line.
    Notice(usize),
    /// The heading of a notice.
    Heading(usize),
    /// No notice by itself, but what stands among notices: it speaks of the mail, or of ways to reach the company.
    Beside,
    /// Something a person wrote.
    Written,
}

/// The notices at the end: a range of kept lines.
pub(super) fn at_end(tail: &mut Tail<'_, '_, '_>) -> Option<Range<usize>> {
    let end = tail.end();
    let floor = end.saturating_sub(REACH);
    let mut found = None;
    let mut below = end;
    while below > floor {
        let start = tail.paragraph_start(below - 1).max(floor);
        match judge(tail, start..below) {
            Paragraph::Notice(line) => {
                found = Some(line);
                if line > start {
                    break;
                }
            }
            Paragraph::Heading(line) if found.is_some() || below < end => {
                found = Some(line);
                if line > start {
                    break;
                }
            }
            Paragraph::Beside => {}
            Paragraph::Heading(_) | Paragraph::Written => break,
        }
        below = start;
    }
    found.map(|start| start..end)
}

fn judge(tail: &mut Tail<'_, '_, '_>, lines: Range<usize>) -> Paragraph {
    let lexicon = tail.lexicon;
    let mut joined = String::new();
    let mut starts = Vec::with_capacity(lines.len());
    for at in lines.clone() {
        starts.push(joined.len());
        joined.push_str(&fold(shortened(tail.line(at), LINE_BYTES)));
        joined.push(' ');
    }
    let joined = joined.trim_end();
    let line_of =
        |byte: usize| lines.start + starts.partition_point(|start| *start <= byte).saturating_sub(1);

    // Each look costs a run over the paragraph: most are written by people, and soon told.
    let [secret, addressee, only, mistaken, print, nature, leave, click] = &lexicon.ideas;
    let is_green = || print.hold(joined) && nature.hold(joined);
    let asks = joined.contains('?') && !is_green();
    if asks {
        return Paragraph::Written;
    }
    let first_person = lexicon.first_person.matches(joined).take(3).count();
    let about_mail = LazyCell::new(|| lexicon.mail_words.hold(joined));
    let spoken = LazyCell::new(|| lexicon.spoken.hold(joined));
    let impersonal = first_person == 0 || (joined.len() > 300 && first_person <= 2);
    if impersonal {
        if let Some((byte, _)) = lexicon.notices.find(joined) {
            return Paragraph::Notice(sentence_start(tail, &lines, line_of(byte)));
        }
        let (secret, mistaken) = (secret.hold(joined), mistaken.hold(joined));
        let is_secret = (secret || mistaken) && {
            let (addressee, only) = (addressee.hold(joined), only.hold(joined));
            let ideas = [secret, addressee, only, mistaken, *about_mail].into_iter().filter(|idea| *idea);
            ideas.count() >= 3 && (addressee || only || mistaken)
        };
        let is_leave = || {
            joined.len() <= 400
                && (joined.contains("http") || !begs(joined))
                && leave.hold(joined)
                && click.hold(joined)
        };
        if joined.len() >= 30 && (is_secret || (joined.len() <= 260 && is_green()) || is_leave()) {
            let first =
                lines.clone().find(|at| !is_signature_line(tail, *at) || tail.line(*at).len() > WRAPPED_AT);
            return Paragraph::Notice(sentence_start(tail, &lines, first.unwrap_or(lines.start)));
        }
    }
    for at in lines.clone() {
        let folded = tail.folded(at);
        let heading = folded.trim_matches(['-', '=', '_', ' ', '[', ']']);
        if lexicon.headings.find(heading).is_some_and(|(_, length)| {
            let rest = heading.get(length..).unwrap_or_default();
            rest.is_empty() || rest.starts_with(':') || rest.starts_with(" -")
        }) && first_person == 0
        {
            return Paragraph::Heading(at);
        }
    }
    if lexicon.legal.matches(joined).take(2).count() >= 2
        && !*spoken
        && lines.clone().all(|at| is_signature_line(tail, at) || joined.len() > 80)
    {
        return Paragraph::Notice(lines.start);
    }
    let mut reaches = || lines.clone().all(|at| is_link(tail.line(at)) || is_contact(tail, at)) && !*spoken;
    if (first_person == 0 && joined.len() >= 40 && *about_mail) || reaches() {
        Paragraph::Beside
    } else {
        Paragraph::Written
    }
}

/// The line where the sentence of a notice begins: lines above that were wrapped, or head it, belong to it.
fn sentence_start(tail: &mut Tail<'_, '_, '_>, lines: &Range<usize>, from: usize) -> usize {
    let mut line = from;
    while line > lines.start {
        let above = tail.line(line - 1);
        let wrapped = above.chars().count() >= WRAPPED_AT && !above.ends_with(['.', '!', '?', ':']);
        let lexicon = tail.lexicon;
        let heads = lexicon.headings.are(tail.folded(line - 1));
        if !heads && (!wrapped || is_contact(tail, line - 1)) {
            break;
        }
        line -= 1;
    }
    line
}

/// Whether a line asks for something, as people do and notices do not.
fn begs(joined: &str) -> bool {
    [
        "please",
        "bitte",
        "merci de",
        "veuillez",
        "por favor",
        "per favore",
        "graag",
        "gelieve",
        "venligst",
        "vanligen",
        "prosze",
    ]
    .iter()
    .any(|word| joined.starts_with(word))
}

/// Cuts banners that stand above the message.
pub(super) fn cut_banner(body: &mut Body<'_, '_>) {
    let Some(first) = body.next_said(0) else { return };
    if !LEXICON.banners.begin(body.folded(first).trim_start_matches(['-', '[', '!', ' ', '(']))
        && !LEXICON.banners.begin(body.folded(first))
    {
        return;
    }
    // The banner is the first paragraph, if anything is left below it; or the first line.
    let mut end = first + 1;
    while end < body.len() && body.is_said(end) && end < first + 6 {
        end += 1;
    }
    if body.next_said(end).is_none() {
        end = first + 1;
    }
    if body.next_said(end).is_some() {
        body.cut(first..end, RemovalReason::Disclaimer);
    }
}
