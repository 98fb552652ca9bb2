//! Structured text: HTML, JSON, links, mail. It is decoded into a plain view in which recognizers and known values find
//! what is written in pieces or in another encoding; what they find leads back to the text as it stands.
//!
//! Only text that shows a sign of structure is looked at: plain text pays for one pass over its bytes.

mod encoded;
mod html;
mod html_names;
mod json;
pub(super) mod mail_header;
mod percent;
mod quote;
mod signs;
mod view;

pub(super) use signs::{has_sign, may_be_encoded};
pub(super) use view::View;

use std::borrow::Cow;

use self::view::Builder;
use super::overlap::Found;
use crate::entity::{Finding, Rank, Span};

/// Encodings inside each other that are followed: a link inside HTML inside JSON, each perhaps encoded twice.
const ROUNDS: usize = 3;
/// What a view is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Finding: only what is plainly encoded is decoded, and the values of JSON are told apart.
    Find,
    /// Searching for what is known to be personal: whatever may be encoded is decoded.
    Audit,
    /// The same where `=41` is read as quoted-printable, too: elsewhere it may be the beginning of a number.
    AuditQuoted,
}

/// The plain view of a text in which things are to be found; `None` if it says what it shows.
pub(super) fn read(text: &str) -> Option<View> {
    view_of(text, Purpose::Find)
}

/// The plain views of a text in which nothing personal may be left: all ways to read what it shows.
pub(super) fn read_for_audit(text: &str) -> impl Iterator<Item = View> {
    let quoted = || if encoded::has_mime_sign(text) { view_of(text, Purpose::AuditQuoted) } else { None };
    view_of(text, Purpose::Audit).into_iter().chain(std::iter::once_with(quoted).flatten())
}

fn view_of(text: &str, purpose: Purpose) -> Option<View> {
    let mut view: Option<View> = None;
    let layer =
        |view: &mut Option<View>, has_sign: fn(&str) -> bool, read: &dyn Fn(&mut Builder<'_>, &str)| {
            let source = view.as_ref().map_or(text, View::text);
            if !has_sign(source) {
                return false;
            }
            let mut builder = Builder::new(source, view.as_ref());
            read(&mut builder, source);
            let decoded = builder.finish();
            let changed = decoded.is_some();
            *view = decoded.or_else(|| view.take());
            changed
        };
    for _ in 0..ROUNDS {
        let mut changed = match purpose {
            Purpose::Find => layer(&mut view, json::has_sign, &json::read),
            _ => layer(&mut view, has_escape, &|out, text| json::escaped(out, text, 0, text.len())),
        };
        let anywhere = purpose == Purpose::AuditQuoted;
        let spaces =
            if purpose == Purpose::Find { percent::Plus::InQueries } else { percent::Plus::Anywhere };
        changed |=
            layer(&mut view, encoded::has_mime_sign, &|out, text| encoded::read_mime(out, text, anywhere));
        changed |= layer(&mut view, html::has_sign, &html::read);
        changed |= layer(&mut view, quote::has_sign, &quote::read);
        changed |= layer(&mut view, percent::has_sign, &|out, text| percent::read(out, text, spaces));
        if !changed {
            break;
        }
    }
    layer(&mut view, |text| encoded::is_mixed(text.as_bytes()), &encoded::read_base64);
    view
}

/// Whether a text has a backslash that may escape something.
fn has_escape(text: &str) -> bool {
    memchr::memchr(b'\\', text.as_bytes()).is_some()
}

impl View {
    /// Adds what was found in the view to what was found in the text as it stands; `dropped` hears of findings in the
    /// names of members.
    pub fn merge(
        &self,
        in_view: Vec<Found>,
        found: &mut Vec<Found>,
        mut dropped: impl FnMut(&Finding, &'static str),
    ) {
        found.retain_mut(|f| {
            let admitted = self.admits(&mut f.finding);
            if !admitted {
                dropped(&f.finding, "markup");
            }
            admitted
        });
        let known: std::collections::BTreeSet<_> =
            found.iter().map(|f| (f.finding.span, f.finding.entity_type)).collect();
        for each in in_view {
            self.each_original(each.finding.span, |span, is_key| {
                let finding = Finding { span, cue: self.cue(each.finding.cue), ..each.finding };
                if is_key && finding.rank < Rank::Checked {
                    dropped(&finding, "markup");
                } else if !known.contains(&(span, finding.entity_type)) {
                    found.push(Found { finding, known: each.known });
                }
            });
        }
    }

    /// Adds survivors that were found in the view; which half of a name they are in does not matter.
    pub fn merge_survivors(&self, in_view: Vec<Found>, out: &mut Vec<Found>) {
        for each in in_view {
            self.each_original(each.finding.span, |span, _| {
                out.push(Found { finding: Finding { span, ..each.finding }, known: each.known });
            });
        }
    }

    /// Where a cue stands in the text.
    fn cue(&self, cue: Option<Span>) -> Option<Span> {
        let mut first = None;
        self.each_original(cue?, |span, _| first = first.or(Some(span)));
        first
    }
}

/// What a range of a text says, whatever it is written in.
pub(super) fn value<'t>(view: Option<&'t View>, text: &'t str, span: Span) -> Cow<'t, str> {
    match view {
        Some(view) => view.value(text, span),
        None => Cow::Borrowed(text.get(span.start..span.end).unwrap_or_default()),
    }
}

/// The decoded form of a value on its own.
pub(super) fn decoded(value: &str) -> Cow<'_, str> {
    if !has_sign(value) {
        return Cow::Borrowed(value);
    }
    match view_of(value, Purpose::Audit) {
        Some(view) => Cow::Owned(view.value(value, Span::new(0, value.len())).into_owned()),
        None => Cow::Borrowed(value),
    }
}

/// Writes what replaces a range of a structured text such that the structure stays whole: a number of JSON becomes a
/// string, what is inside a string is escaped, and tags whose other half stands outside are kept.
pub(super) fn write(view: &View, text: &str, span: Span, replacement: &str, out: &mut String) {
    let (depth, is_number) = view.in_json(span);
    if is_number {
        let mut quote = String::new();
        json::escape("\"", depth, &mut quote);
        let quote = if depth == 0 { "\"" } else { quote.as_str() };
        out.push_str(quote);
        json::escape(replacement, depth + 1, out);
        out.push_str(quote);
    } else {
        json::escape(replacement, depth, out);
    }
    let original = text.get(span.start..span.end).unwrap_or_default();
    if memchr::memchr(b'<', original.as_bytes()).is_some() {
        html::unbalanced(original).into_iter().for_each(|tag| out.push_str(tag));
    }
}

#[cfg(test)]
mod tests;
