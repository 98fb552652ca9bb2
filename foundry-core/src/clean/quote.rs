//! Quoted replies and forwards: what they begin with and how far they reach.
//!
//! Below a header everything is quoted if it is not marked by `>`; where it is, only the marked lines are, and the
//! answers between and below them stay. What was forwarded is no quote: it is new to the conversation.

use std::ops::Range;

use super::body::Body;
use super::evidence::Evidence;
use super::fold::fold;
use super::lexicon::{LEXICON, Lexicon};
use super::phrases::quote::{HEADER_FIELDS, HeaderField};
use super::settings::{CleanSettings, RemovalReason};
use super::signature;

/// A header of one sentence spans at most so many lines.
const SENTENCE_LINES: usize = 4;
/// A header block spans at most so many lines.
const BLOCK_LINES: usize = 24;
/// A line of at least so many characters may have been wrapped: the next one can be its rest, without a `>`.
const WRAPPED_AT: usize = 60;

/// So often it is asked whether more than a signature stands above a header; after that there is.
const LOOKS_ABOVE: usize = 8;

/// What begins at a line.
enum Opening {
    /// "Reply above this line".
    ReplyAbove,
    /// A header of a quoted message: a sentence, a separator or a header block.
    Quote { end: usize, is_block: bool },
    /// The header of a forwarded message.
    Forward { end: usize },
}

/// Cuts quotes and the headers of forwards. Returns whether it would have left nothing and so cut nothing.
pub(super) fn cut(body: &mut Body<'_, '_>, settings: &CleanSettings) -> bool {
    let lexicon: &Lexicon = &LEXICON;
    let mut said_above = false;
    let mut quoted_forward = false;
    let mut looks_above = 0;
    let mut at = 0;
    while at < body.len() {
        if !body.is_said(at) {
            at += 1;
            continue;
        }
        if is_quoted(body.line(at)) {
            if quoted_forward {
                at += 1;
                continue;
            }
            let end = quoted_run(body, at);
            if settings.quoted_replies && is_quotation(body, at..end) {
                body.cut(at..end, RemovalReason::QuotedReply);
            } else {
                said_above = true;
            }
            at = end;
            continue;
        }
        match opening(body, lexicon, at) {
            Some(Opening::ReplyAbove) => {
                let end = if said_above { body.len() } else { at + 1 };
                if settings.quoted_replies {
                    body.cut(at..end, RemovalReason::QuotedReply);
                }
                at = if settings.quoted_replies { end } else { at + 1 };
            }
            Some(Opening::Forward { end }) => {
                // A forward that is quoted line by line stays whole: its header cannot be told from its text.
                quoted_forward = body.next_said(end).is_some_and(|next| is_quoted(body.line(next)));
                if settings.forwarded_headers && !quoted_forward {
                    body.cut(at..end, RemovalReason::ForwardedHeader);
                }
                at = end;
            }
            Some(Opening::Quote { end, is_block }) => {
                let below = body.next_said(end);
                let marked = below.is_some_and(|next| is_quoted(body.line(next)));
                if marked {
                    if settings.quoted_replies {
                        body.cut(at..end, RemovalReason::QuotedReply);
                    }
                } else if said_above && (looks_above >= LOOKS_ABOVE || has_content(body, at)) {
                    looks_above += 1;
                    if is_block && points_below(body, lexicon, at) {
                        if settings.forwarded_headers {
                            body.cut(at..end, RemovalReason::ForwardedHeader);
                        }
                    } else if settings.quoted_replies {
                        body.cut(at..body.len(), RemovalReason::QuotedReply);
                    }
                } else if is_block && below.is_some() {
                    looks_above += 1;
                    if settings.forwarded_headers {
                        body.cut(at..end, RemovalReason::ForwardedHeader);
                    }
                } else {
                    said_above = true;
                }
                at = end;
            }
            None => {
                said_above = true;
                at += 1;
            }
        }
    }
    let emptied = body.has_cuts() && !body.says_something(0..body.len());
    if emptied {
        body.restore(RemovalReason::QuotedReply);
        if body.has_cuts() && body.says_something(0..body.len()) {
            return true;
        }
        body.restore(RemovalReason::ForwardedHeader);
    }
    emptied
}

/// Whether a line is marked as quoted: `>`, also as `&gt;`.
fn is_quoted(line: &str) -> bool {
    let rest = line.strip_prefix('>').or_else(|| line.strip_prefix("&gt;"));
    // `>_<`, `>:(`, `>=` and `><` are no quotes.
    rest.is_some_and(|rest| !rest.starts_with(['_', ':', '=', '<']))
}

/// Whether a line says nothing but marks.
fn is_bare_mark(line: &str) -> bool {
    line.chars().all(|c| c == '>' || c == ' ')
}

/// Where a run of quoted lines ends: blank lines between quoted ones belong to it, and so does the rest of a line that
/// was wrapped after it had been marked.
fn quoted_run(body: &Body<'_, '_>, start: usize) -> usize {
    let mut end = start + 1;
    let mut at = end;
    while at < body.len() {
        if body.is_blank(at) || body.is_cut(at) {
            at += 1;
        } else if is_quoted(body.line(at)) || is_wrapped_rest(body, at) {
            at += 1;
            end = at;
        } else {
            break;
        }
    }
    end
}

/// Whether an unmarked line is the rest of the long quoted line above it: short or small, and quoted lines go on below.
fn is_wrapped_rest(body: &Body<'_, '_>, at: usize) -> bool {
    let Some(above) = at.checked_sub(1) else { return false };
    let (line, above, below) = (body.line(at), body.line(above), body.line(at + 1));
    let goes_on = line.chars().next().is_some_and(char::is_lowercase);
    is_quoted(above)
        && is_quoted(below)
        && goes_on
        && above.chars().count() >= WRAPPED_AT
        && !above.ends_with(['.', '?', '!', ':', '…'])
}

/// Whether lines behind `>` are a quote and not an amount (`> 5 GB`) or a prompt (`>>> x = 1`).
fn is_quotation(body: &Body<'_, '_>, run: Range<usize>) -> bool {
    let said = run.clone().map(|at| body.line(at)).filter(|line| !is_bare_mark(line));
    let text = |line: &'_ str| -> char {
        let rest = line.trim_start_matches("&gt;").trim_start_matches(['>', ' ']);
        rest.chars().next().unwrap_or('>')
    };
    let mut lines = 0;
    let mut letters = 0;
    let mut prompts = 0;
    for line in said {
        lines += 1;
        letters += usize::from(!text(line).is_ascii_digit());
        prompts += usize::from(line.starts_with(">>> ") || line.starts_with("<"));
    }
    let header_above = run.start > 0 && body.is_cut(run.start - 1);
    header_above || (lines > prompts && letters > 0) || lines >= 3
}

/// What the person wrote above a line, signatures apart, is something.
fn has_content(body: &mut Body<'_, '_>, at: usize) -> bool {
    signature::content_end(body, at) > 0
}

/// Whether the words above a header block say that the message is what stands below: "FYI", "see below".
fn points_below(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> bool {
    let end = signature::content_end(body, at);
    let said: Vec<usize> = (0..end).filter(|i| body.is_said(*i)).collect();
    if said.len() > 3 {
        return false;
    }
    let words: usize = said.iter().map(|i| body.line(*i).split_whitespace().count()).sum();
    words <= 20 && said.iter().any(|i| lexicon.see_below.hold(body.folded(*i)))
}

/// What begins at a line that is not quoted.
fn opening(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> Option<Opening> {
    let line = body.line(at);
    let folded = body.folded(at);
    // A line of rules is passed over where a header stands below it.
    let bare = folded.trim_matches(['-', '_', '=', ' ', '#', '~', '>', '<', '+']);
    let ruled = folded.len() - bare.len();
    if bare.is_empty() {
        if folded.len() < 3 {
            return None;
        }
        let next = (at + 1..=at + 3).find(|next| body.is_said(*next))?;
        let is_rule = body.line(next).chars().all(|c| !c.is_alphanumeric());
        return match (!is_rule).then(|| opening(body, lexicon, next)).flatten()? {
            Opening::Quote { end, is_block: true } => Some(Opening::Quote { end, is_block: true }),
            Opening::Forward { end } => Some(Opening::Forward { end }),
            _ => None,
        };
    }
    if line.len() <= 240 && lexicon.reply_above.hold(folded) && (ruled >= 2 || folded.len() <= 90) {
        return Some(Opening::ReplyAbove);
    }
    let first = folded.as_bytes().first().copied().unwrap_or_default();
    if (ruled >= 4 || folded.ends_with(':') || lexicon.original.are(bare)) && bare.len() <= 100 {
        let bare = bare.trim_end_matches([':', ' ']);
        let starts = |table: &super::lexicon::Starts| {
            table.find(bare).is_some_and(|(_, end)| ruled >= 4 || end == bare.len())
        };
        let (is_forward, is_original) = (starts(&lexicon.forwarded), starts(&lexicon.original));
        if is_forward {
            let end = header_below(body, lexicon, at + 1);
            return Some(Opening::Forward { end });
        }
        if is_original && (ruled >= 2 || header_block(body, lexicon, at + 1).is_some()) {
            let end = header_below(body, lexicon, at + 1);
            return Some(Opening::Quote { end, is_block: true });
        }
    }
    if first != b'-' || ruled >= 2 {
        if let Some(end) = header_block(body, lexicon, at) {
            return Some(Opening::Quote { end, is_block: true });
        }
        if let Some(end) = sentence_header(body, lexicon, at) {
            return Some(Opening::Quote { end, is_block: false });
        }
    }
    None
}

/// Where a header that may stand below a separator ends; `at` if there is none.
fn header_below(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> usize {
    let Some(next) = body.next_said(at) else { return at };
    if next > at + 2 {
        return at;
    }
    header_block(body, lexicon, next)
        .or_else(|| short_block(body, lexicon, next))
        .or_else(|| sentence_header(body, lexicon, next))
        .unwrap_or(at)
}

/// The header field that a line begins with, and whether its value holds an address.
fn field_of(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> Option<HeaderField> {
    let folded = body.folded(at);
    let folded = folded.trim_start_matches(['>', ' ', '|', '-', '_', '#']);
    let (phrase, end) = lexicon.header_fields.find(folded)?;
    let rest = folded.get(end..)?.trim_start();
    let (_, field) = HEADER_FIELDS.get(phrase)?;
    rest.starts_with(':').then_some(*field)
}

/// A block of header fields right below a separator: any two lines `Name: value` will do if one name is known.
fn short_block(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> Option<usize> {
    let mut end = at;
    let mut known = 0;
    while end < body.len().min(at + BLOCK_LINES) && body.is_said(end) {
        let is_known = field_of(body, lexicon, end).is_some();
        let name = body.line(end).split([':', '"', '<']).next().unwrap_or_default();
        let named = name.len() < 24 && name.split_whitespace().count() <= 3 && body.line(end).contains(": ");
        // Some programs leave the colons out: `From "Ann" <ann@example.com>`.
        let bare = lexicon.header_fields.begin(body.folded(end)) && end < at + 4 && known < 4;
        if !(is_known || named || bare) {
            break;
        }
        known += usize::from(is_known || bare);
        end += 1;
    }
    (end >= at + 2 && known >= 2).then_some(end)
}

/// A block of `From:`, `Sent:`, `To:`, `Subject:` in any language; where it ends. Nobody writes three of them with a
/// subject or an address by hand; a journey (`From: Berlin`, `To: Rome`, `Date: 3 May`) has neither.
fn header_block(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> Option<usize> {
    let opens = field_of(body, lexicon, at)?;
    if !matches!(opens, HeaderField::From | HeaderField::Date | HeaderField::Subject | HeaderField::To) {
        return None;
    }
    if let Some(end) = one_line_block(body, at) {
        return Some(end);
    }
    let mut fields: Vec<HeaderField> = Vec::new();
    let mut has_address = false;
    let mut has_time = false;
    let mut end = at;
    let mut line = at;
    let mut strays = 0;
    let mut wraps_subject = false;
    while line < body.len().min(at + BLOCK_LINES) {
        if body.is_blank(line) || body.is_cut(line) {
            // Some programs write a blank line between the fields.
            let next = body.next_said(line);
            let goes_on = next.is_some_and(|next| next <= line + 1) && fields.len() < 4;
            match next {
                Some(next) if goes_on && field_of(body, lexicon, next).is_some() => line = next,
                _ => break,
            }
            continue;
        }
        match field_of(body, lexicon, line) {
            Some(field) => {
                if field != HeaderField::Other && fields.contains(&field) && field != HeaderField::Copy {
                    break;
                }
                let value = Evidence::of(body.line(line));
                has_address |= value.has_address;
                has_time |=
                    field == HeaderField::Date && (value.has_time || value.has_date || value.has_year);
                wraps_subject = field == HeaderField::Subject;
                fields.push(field);
                strays = 0;
                line += 1;
                end = line;
            }
            // A long list of addressees goes on in the next line.
            None if strays < 2 && !wraps_subject && goes_on(body.line(line)) => {
                strays += 1;
                line += 1;
            }
            None => break,
        }
    }
    let has = |field| fields.contains(&field);
    let kinds = [HeaderField::From, HeaderField::Date, HeaderField::To, HeaderField::Subject]
        .into_iter()
        .filter(|field| has(*field))
        .count();
    let from = has(HeaderField::From);
    let is_header = match kinds {
        4 => has_time || has_address,
        3 => (from && has(HeaderField::Subject) && (has_time || has_address)) || (has_address && has_time),
        2 => from && has_address && has_time,
        _ => false,
    };
    if !is_header {
        return None;
    }
    // The last field may be an attachment list, or go on: a stray line right below belongs to nobody else.
    Some(end)
}

/// Whether a line can be the rest of a list of addressees.
fn goes_on(line: &str) -> bool {
    line.contains('@') || line.contains(';')
}

/// A header block that lost its line ends: `From: Ann Sent: Monday … To: Bob Subject: Hello`.
fn one_line_block(body: &mut Body<'_, '_>, at: usize) -> Option<usize> {
    let line = body.line(at);
    if line.len() > 500 || line.matches(':').count() < 4 {
        return None;
    }
    let folded = fold(line);
    let mut kinds: Vec<HeaderField> = Vec::new();
    for (name, field) in HEADER_FIELDS {
        if kinds.contains(field) || *field == HeaderField::Other || name.len() < 2 {
            continue;
        }
        let name = fold(name);
        let stands = folded.match_indices(&name).any(|(start, _)| {
            let before = start == 0 || folded.as_bytes().get(start - 1) == Some(&b' ');
            before && folded.get(start + name.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'))
        });
        if stands {
            kinds.push(*field);
        }
    }
    let has = |field| kinds.contains(&field);
    let all = has(HeaderField::From) && has(HeaderField::Date) && has(HeaderField::Subject);
    (all && Evidence::of(line).has_time).then_some(at + 1)
}

/// `On Monday, 3 May 2021 at 10:15, Ann Example <ann@example.com> wrote:` in any language and order, wrapped or not;
/// where it ends.
fn sentence_header(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> Option<usize> {
    if !may_begin_sentence(body, lexicon, at) {
        return None;
    }
    let mut joined = String::new();
    for end in at + 1..=(at + SENTENCE_LINES).min(body.len()) {
        let line = body.line(end - 1);
        if line.is_empty() || body.is_cut(end - 1) || joined.len() + line.len() > 600 {
            return None;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
        let closes = line.ends_with([':', '：']) || line.ends_with("--") || line.ends_with(":*");
        let marked = body.next_said(end).is_some_and(|next| is_quoted(body.line(next)));
        if (closes || marked) && is_sentence_header(body, lexicon, &joined, at..end, closes, marked) {
            return Some(end);
        }
    }
    None
}

/// A cheap look at the first words.
fn may_begin_sentence(body: &mut Body<'_, '_>, lexicon: &Lexicon, at: usize) -> bool {
    let holds_address = body.line(at).contains('@') || body.line(at + 1).contains('@');
    let folded = body.folded(at);
    let folded = folded.trim_start_matches(['-', ' ', '_', '=', '>']);
    let first = folded.split([' ', ',']).next().unwrap_or_default();
    let calendar = lexicon.calendar_word(first);
    lexicon.introductions.begin(folded)
        || folded.starts_with(|c: char| c.is_ascii_digit())
        || calendar
        || holds_address
        || (folded.len() <= 120 && lexicon.wrote.hold(folded))
}

fn is_sentence_header(
    body: &mut Body<'_, '_>,
    lexicon: &Lexicon,
    joined: &str,
    lines: Range<usize>,
    closes: bool,
    marked: bool,
) -> bool {
    let folded = fold(joined);
    let folded = folded.trim_matches(['-', ' ', '_', '=', '>']);
    let words = folded.trim_end_matches([':', ' ']);
    let evidence = Evidence::of(joined);
    let has_day = evidence.has_date
        || (evidence.has_year && (evidence.has_month(lexicon)))
        || evidence.has_month(lexicon);
    let Some((verb_start, verb_end)) = lexicon.wrote.matches(words).max_by_key(|(_, end)| *end) else {
        // `2013/11/13 Ann Example <ann@example.com>` has no verb.
        let dated = evidence.has_address && (evidence.has_date || (has_day && evidence.has_time));
        return dated
            && (marked || closes)
            && folded.starts_with(|c: char| c.is_ascii_digit())
            && folded.len() <= 160;
    };
    let verb_last = verb_end == words.len();
    if !verb_last && !closes {
        return false;
    }
    let before = words.get(..verb_start).unwrap_or_default();
    // "On 3 May your colleague wrote:" introduces what the writer tells, unless marked lines follow.
    let told = lexicon.addressed.matches(before).any(|(start, _)| start > 0 && !is_in_name(before, start));
    let introduced = lexicon.introductions.begin(folded)
        || folded.starts_with(|c: char| c.is_ascii_digit())
        || lexicon.calendar_word(folded.split([' ', ',']).next().unwrap_or_default());
    if evidence.has_address {
        return (has_day || evidence.has_time || marked || verb_last) && (!told || marked);
    }
    if told && !evidence.has_time {
        return false;
    }
    if introduced && evidence.has_time && has_day {
        return !told || marked;
    }
    let apart = lines.start == 0 || body.is_blank(lines.start - 1) || body.is_cut(lines.start - 1);
    if introduced && (evidence.has_date || (evidence.has_year && has_day)) {
        return marked || (apart && closes);
    }
    if !verb_last && has_day && evidence.has_time {
        return marked || apart;
    }
    // "Ann Example wrote:" above marked lines.
    marked && verb_last && before.split_whitespace().count() <= 6 && before.len() <= 80
}

/// Whether a small word belongs to a name in brackets or behind a comma rather than to the sentence.
fn is_in_name(before: &str, start: usize) -> bool {
    before.get(..start).is_some_and(|t| t.matches(['(', '"', '<']).count() > t.matches([')', '>']).count())
}
