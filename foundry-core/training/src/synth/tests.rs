//! Laws that all synthetic texts keep.

use std::collections::BTreeSet;

use super::grammar::Share;
use super::language::{LANGUAGES, parts, texts};
use super::*;
use crate::labelled::Label;

fn sample() -> Vec<LabelledText> {
    let mut all = conversations(3000, 11);
    all.extend(held_out(1500, 11));
    all
}

#[test]
fn spans_are_sorted_trimmed_whole_and_apart() {
    for text in sample() {
        let mut end = 0;
        for (span, _) in &text.spans {
            assert!(span.start >= end && span.end > span.start, "{text:?}");
            let name =
                text.text.get(span.start..span.end).unwrap_or_else(|| panic!("inside a character: {text:?}"));
            assert_eq!(name, name.trim(), "{text:?}");
            assert!(name.chars().any(char::is_alphanumeric), "{text:?}");
            assert!(!name.ends_with([',', ';', ':', '!', '?']), "{text:?}");
            end = span.end;
        }
    }
}

#[test]
fn spans_begin_and_end_with_words() {
    for text in sample() {
        for (span, _) in &text.spans {
            let (before, name, after) =
                (&text.text[..span.start], &text.text[span.start..span.end], &text.text[span.end..]);
            let joined = |left: Option<char>, right: Option<char>| {
                left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
            };
            assert!(!joined(before.chars().next_back(), name.chars().next()), "{name}: {}", text.text);
            assert!(!joined(name.chars().next_back(), after.chars().next()), "{name}: {}", text.text);
        }
    }
}

#[test]
fn texts_are_never_empty_and_keep_no_template_marks() {
    for text in sample() {
        assert!(!text.text.trim().is_empty());
        assert_eq!(text.text, text.text.trim());
        for mark in ["{c.", "{x.", "{a.", "{org", "{city", "<item>", "<date>", "{=", "<^"] {
            assert!(!text.text.contains(mark), "{}", text.text);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_texts_and_a_longer_set_starts_alike() {
    let short = conversations(200, 5);
    assert_eq!(short, conversations(200, 5));
    assert_eq!(short[..], conversations(300, 5)[..200]);
    assert_ne!(short, conversations(200, 6));
    assert_ne!(short, held_out(200, 5));
}

#[test]
fn every_template_file_reads_and_every_rule_is_used() {
    for language in LANGUAGES {
        let uncalled = texts(language).grammar.uncalled();
        assert_eq!(
            uncalled.iter().filter(|name| !["text", "agent_label", "customer_label"].contains(name)).count(),
            0,
            "{language:?}: {uncalled:?}"
        );
    }
    for locale in super::names::LOCALES {
        for form in ["address", "line", "block"] {
            assert!(parts().rule(&format!("{form}_{}", locale.code)).is_some(), "{form}_{}", locale.code);
        }
    }
}

#[test]
fn held_out_templates_are_never_learnt() {
    for grammar in LANGUAGES.iter().map(|&language| &texts(language).grammar).chain([parts()]) {
        for (name, learnt, held_out) in grammar.split_lines() {
            assert!(!learnt.is_empty() && !held_out.is_empty(), "{name}");
            let learnt: BTreeSet<&str> = learnt.into_iter().collect();
            assert!(held_out.iter().all(|line| !learnt.contains(line)), "{name}");
        }
    }
}

#[test]
fn held_out_first_names_are_never_learnt() {
    let learnt: BTreeSet<String> = names_of(&conversations(4000, 2));
    let shared: Vec<String> =
        names_of(&held_out(1000, 2)).into_iter().filter(|name| learnt.contains(name)).collect();
    assert_eq!(shared, Vec::<String>::new());
}

/// Capitalised single words that are whole PERSON spans and stand in a list of first names.
fn names_of(texts: &[LabelledText]) -> BTreeSet<String> {
    let listed: BTreeSet<String> = [Share::Learn, Share::HeldOut]
        .into_iter()
        .flat_map(|share| {
            Stock::new(&Material::own(), share).cultures.into_iter().flat_map(|culture| culture.first)
        })
        .collect();
    let spans = texts.iter().flat_map(|text| text.spans.iter().map(move |span| (text, span)));
    spans
        .filter(|(_, (_, label))| *label == Label::Person)
        .map(|(text, (span, _))| text.text[span.start..span.end].to_string())
        .filter(|name| listed.contains(name))
        .collect()
}

#[test]
fn material_without_lists_falls_back_on_our_own() {
    assert_eq!(conversations_with(&Material::default(), 300, 4), conversations(300, 4));
}

#[test]
fn all_labels_and_many_quiet_texts_occur() {
    let texts = conversations(3000, 1);
    for label in [Label::Person, Label::Organization, Label::Location, Label::Address] {
        let count = texts.iter().flat_map(|text| &text.spans).filter(|(_, found)| *found == label).count();
        assert!(count > 300, "{label:?}: {count}");
    }
    let quiet = texts.iter().filter(|text| text.spans.is_empty()).count();
    assert!((100..1200).contains(&quiet), "{quiet}");
}
