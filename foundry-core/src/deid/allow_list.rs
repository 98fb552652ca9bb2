//! What stays readable although it was found.
//!
//! Allow lists hold back findings of recognizers, custom patterns included. They hold back a known value (what stands in
//! a personal column) only with `forceAllowLists`, else it is counted, and never the deny list: who lists a text twice
//! wants it gone.

use std::collections::BTreeSet;

use super::fold::folded_value;
use super::settings::PiiSettings;
use crate::conversation::KnownValue;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The allow lists of the settings, folded.
pub(super) struct AllowLists {
    domains: Vec<String>,
    companies: BTreeSet<String>,
    texts: BTreeSet<String>,
    phrases: Vec<String>,
    forced: bool,
}

impl AllowLists {
    /// Folds the lists.
    pub fn new(settings: &PiiSettings) -> AllowLists {
        let filled = |list: BTreeSet<String>| list.into_iter().filter(|entry| !entry.is_empty()).collect();
        AllowLists {
            domains: settings
                .email_domain_allow_list
                .iter()
                .map(|domain| {
                    fold_domain(domain.trim().trim_start_matches("*.").trim_start_matches(['@', '.']))
                })
                .filter(|domain| !domain.is_empty())
                .collect(),
            companies: filled(settings.company_allow_list.iter().map(|name| fold_company(name)).collect()),
            texts: filled(settings.allow_list.iter().map(|text| folded_value(text)).collect()),
            phrases: settings.allow_phrases.iter().filter(|phrase| !phrase.is_empty()).cloned().collect(),
            forced: settings.force_allow_lists,
        }
    }

    /// Whether the finding stays readable.
    pub fn allows(&self, text: &str, finding: &Finding) -> bool {
        finding.rank != Rank::Known
            && !self.is_empty()
            && (self.has_phrase_around(text, finding.span)
                || text
                    .get(finding.span.start..finding.span.end)
                    .is_some_and(|value| self.lists(finding.entity_type, value)))
    }

    /// Whether a span lies within one of the phrases.
    fn has_phrase_around(&self, text: &str, span: Span) -> bool {
        self.phrases.iter().any(|phrase| {
            let Some(reach) = phrase.len().checked_sub(span.len()) else { return false };
            let from = span.start.saturating_sub(reach);
            let near = text.as_bytes().get(from..text.len().min(span.end + reach)).unwrap_or_default();
            let mut places = memchr::memmem::find_iter(near, phrase.as_bytes()).map(|at| from + at);
            places.any(|start| start <= span.start && span.end <= start + phrase.len())
        })
    }

    /// Whether there is nothing on any list.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
            && self.domains.is_empty()
            && self.companies.is_empty()
            && self.phrases.is_empty()
    }

    /// Whether the lists hold back known values too.
    pub fn is_forced(&self) -> bool {
        self.forced
    }

    /// Whether a known value stays readable, because the lists are forced.
    pub fn forces(&self, known: &KnownValue<'_>) -> bool {
        self.forced && self.lists(known.entity_type, &known.value)
    }

    /// Whether the lists would hold a known value back, and do not.
    pub fn is_overruled(&self, known: &KnownValue<'_>) -> bool {
        !self.forced && !self.is_empty() && self.lists(known.entity_type, &known.value)
    }

    /// Whether a list names this value.
    pub fn lists(&self, entity_type: EntityType, value: &str) -> bool {
        let listed = !self.texts.is_empty() && self.texts.contains(&folded_value(value));
        listed
            || match entity_type {
                EntityType::EmailAddress => {
                    value.rsplit_once('@').is_some_and(|(_, domain)| self.allows_domain(domain))
                }
                EntityType::Organization => {
                    !self.companies.is_empty() && self.companies.contains(&fold_company(value))
                }
                _ => false,
            }
    }

    /// Whether a mail domain is listed, or one that it belongs to.
    pub fn allows_domain(&self, domain: &str) -> bool {
        if self.domains.is_empty() {
            return false;
        }
        let domain = fold_domain(domain);
        self.domains.iter().any(|allowed| {
            domain.strip_suffix(allowed.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

/// A domain in Unicode, folded but for its diacritics being the domain's own: `xn--bcher-kva.example` and
/// `BÜCHER.example` are one, `bucher.example` is another.
fn fold_domain(domain: &str) -> String {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    let labels = domain.split('.').map(|label| {
        label.strip_prefix("xn--").and_then(decode_punycode).unwrap_or_else(|| label.to_owned())
    });
    labels.collect::<Vec<_>>().join(".")
}

/// Decodes the part of a label after `xn--` (RFC 3492).
fn decode_punycode(label: &str) -> Option<String> {
    let (basic, extended) = label.rsplit_once('-').unwrap_or(("", label));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut code, mut index, mut bias, mut first) = (128u32, 0u32, 72u32, true);
    let mut digits = extended.bytes();
    while digits.len() > 0 {
        let (before, mut weight, mut k) = (index, 1u32, 36u32);
        loop {
            let digit = match digits.next()? {
                b @ b'a'..=b'z' => u32::from(b - b'a'),
                b @ b'0'..=b'9' => u32::from(b - b'0') + 26,
                _ => return None,
            };
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            k += 36;
        }
        let count = out.len() as u32 + 1;
        let mut delta = (index - before) / if first { 700 } else { 2 };
        first = false;
        delta += delta / count;
        let mut steps = 0;
        while delta > 455 {
            delta /= 35;
            steps += 36;
        }
        bias = steps + 36 * delta / (delta + 38);
        code = code.checked_add(index / count)?;
        index %= count;
        out.insert(index as usize, char::from_u32(code)?);
        index += 1;
    }
    Some(out.into_iter().collect())
}

/// A company's name folded, without legal form and punctuation.
fn fold_company(name: &str) -> String {
    const FORMS: &[&str] = &[
        "ab",
        "ag",
        "aps",
        "as",
        "asa",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "kk",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "ltda",
        "mbh",
        "nv",
        "oy",
        "oyj",
        "plc",
        "pllc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "sl",
        "spa",
        "srl",
        "ug",
    ];
    let folded = folded_value(name).replace(['.', '\''], "");
    let mut words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| FORMS.contains(last)) {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Span;

    fn allows(settings: &PiiSettings, entity_type: EntityType, rank: Rank, text: &str) -> bool {
        let span = Span::new(0, text.len());
        let finding = Finding { entity_type, span, score: 1.0, rank, recognizer: "test", cue: None };
        AllowLists::new(settings).allows(text, &finding)
    }

    #[test]
    fn a_domain_stands_for_its_sub_domains() {
        let settings = PiiSettings {
            email_domain_allow_list: vec!["Example.com".into(), "@bücher.example".into()],
            ..PiiSettings::default()
        };
        let email = |text| allows(&settings, EntityType::EmailAddress, Rank::Shape, text);
        for address in [
            "a@example.com",
            "A@EXAMPLE.COM.",
            "a@mail.example.com",
            "x@xn--bcher-kva.example",
            "x@BÜCHER.example",
        ] {
            assert!(email(address), "{address}");
        }
        for address in
            ["a@notexample.com", "a@example.com.evil.org", "x@bucher.example", "x@xn--99999999999.example"]
        {
            assert!(!email(address), "{address}");
        }
        assert!(!allows(&settings, EntityType::EmailAddress, Rank::Known, "a@example.com"));
    }

    #[test]
    fn companies_and_texts_are_compared_folded_and_whole() {
        let settings = PiiSettings {
            company_allow_list: vec!["Acme GmbH".into()],
            allow_list: vec!["Crème  Brûlée".into(), "".into()],
            ..PiiSettings::default()
        };
        let org = |text| allows(&settings, EntityType::Organization, Rank::Shape, text);
        assert!(org("ACME") && org("Acme Inc.") && org("acme, ltd") && org("Acme G.m.b.H."));
        assert!(!org("Acme Rockets GmbH") && !org("GmbH"));
        assert!(allows(&settings, EntityType::Person, Rank::Caller, "creme brulee"));
        assert!(!allows(&settings, EntityType::Person, Rank::Shape, "creme brulee two"));
        assert!(!allows(&settings, EntityType::Person, Rank::Shape, ""));
    }
}
