//! The languages of the texts and their grammars.

use std::sync::OnceLock;

use super::grammar::{Grammar, RuleId};
use super::random::Random;

/// A language in which texts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    French,
    Spanish,
    Portuguese,
    Italian,
    Dutch,
}

/// All languages; the number of a language is its index in the name lists.
pub(super) const LANGUAGES: [Language; 7] = [
    Language::English,
    Language::German,
    Language::French,
    Language::Spanish,
    Language::Portuguese,
    Language::Italian,
    Language::Dutch,
];

/// How texts are put together in all languages but English.
const STRUCTURE: &str = include_str!("templates/structure.txt");

/// English seven times in ten.
const WEIGHTS: [usize; 7] = [70, 7, 5, 5, 5, 4, 4];

impl Language {
    /// One language, English most often.
    pub(super) fn choose(random: &mut Random) -> Language {
        LANGUAGES[random.weighted(&WEIGHTS)]
    }

    /// Its two-letter code.
    pub(super) fn code(self) -> &'static str {
        ["en", "de", "fr", "es", "pt", "it", "nl"][self as usize]
    }
}

/// The rules of one language, with those that the program calls by name.
pub(super) struct Texts {
    pub(super) grammar: Grammar,
    /// A whole text of any kind.
    pub(super) text: RuleId,
    /// "Agent", "Customer" and the like.
    pub(super) agent_label: RuleId,
    pub(super) customer_label: RuleId,
}

/// The templates of a language.
pub(super) fn texts(language: Language) -> &'static Texts {
    static ALL: OnceLock<Vec<Texts>> = OnceLock::new();
    &ALL.get_or_init(|| LANGUAGES.iter().map(|&language| read_texts(language)).collect())[language as usize]
}

/// The rules for companies and addresses.
pub(super) fn parts() -> &'static Grammar {
    static PARTS: OnceLock<Grammar> = OnceLock::new();
    PARTS.get_or_init(|| {
        must_parse(&[
            include_str!("templates/companies.txt"),
            include_str!("templates/institutions.txt"),
            include_str!("templates/addresses.txt"),
            include_str!("templates/streets.txt"),
        ])
    })
}

fn read_texts(language: Language) -> Texts {
    let own: &[&str] = match language {
        Language::English => &[
            include_str!("templates/en/kinds.txt"),
            include_str!("templates/en/words.txt"),
            include_str!("templates/en/identity.txt"),
            include_str!("templates/en/people.txt"),
            include_str!("templates/en/places.txt"),
            include_str!("templates/en/companies.txt"),
            include_str!("templates/en/dialogue.txt"),
            include_str!("templates/en/documents.txt"),
            include_str!("templates/en/domains.txt"),
            include_str!("templates/en/bookings.txt"),
            include_str!("templates/en/voice.txt"),
            include_str!("templates/en/posts.txt"),
            include_str!("templates/en/correspondence.txt"),
            include_str!("templates/en/technical.txt"),
            include_str!("templates/en/technical_words.txt"),
            include_str!("templates/en/negatives.txt"),
            include_str!("templates/en/contrast.txt"),
            include_str!("templates/en/word_names.txt"),
        ],
        Language::German => &[STRUCTURE, include_str!("templates/de.txt")],
        Language::French => &[STRUCTURE, include_str!("templates/fr.txt")],
        Language::Spanish => &[STRUCTURE, include_str!("templates/es.txt")],
        Language::Portuguese => &[STRUCTURE, include_str!("templates/pt.txt")],
        Language::Italian => &[STRUCTURE, include_str!("templates/it.txt")],
        Language::Dutch => &[STRUCTURE, include_str!("templates/nl.txt")],
    };
    let files: Vec<&str> =
        std::iter::once(include_str!("templates/common.txt")).chain(own.iter().copied()).collect();
    let grammar = must_parse(&files);
    let rule = |name| must_have(&grammar, name);
    let (text, agent_label, customer_label) = (rule("text"), rule("agent_label"), rule("customer_label"));
    Texts { grammar, text, agent_label, customer_label }
}

/// The template files are part of the program; a test reads them all.
fn must_parse(files: &[&str]) -> Grammar {
    Grammar::parse(files).unwrap_or_else(|problem| panic!("template files: {problem}"))
}

/// The rule of that name in a template file of our own.
pub(super) fn must_have(grammar: &Grammar, name: &str) -> RuleId {
    grammar.rule(name).unwrap_or_else(|| panic!("template files: no rule {name}"))
}
