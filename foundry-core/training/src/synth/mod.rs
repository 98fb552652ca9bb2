//! Synthetic support conversations with labelled names, written by a seeded generator.
//!
//! Template files under `templates/` say what people write, name lists under `names/` whom and what they write about.
//!
//! What is labelled:
//! - PERSON: names in any form (full, first, last, initials, spelled out letter by letter), without title and without `'s`;
//!   first and last name in a row are one span. Names inside mail addresses and user names are not labelled.
//! - ORGANIZATION: a company, bank, carrier, school, clinic, authority, restaurant or hotel as such, and brands that act, sell or
//!   carry; a brand that stands for a thing ("my Visa card", "Google Calendar", "iPhone") is a product and not labelled.
//! - LOCATION: cities, regions, countries, each a span of its own; generic places, languages and nationalities are not labelled.
//! - ADDRESS: from street or post box to the last part that is given, cities and postcodes inside it included, over line breaks.
//!
//! An eighth of the templates and of the names, chosen by a fixed hash, is kept for [`held_out`]: what is measured on it was never learnt.

mod draft;
mod grammar;
mod language;
mod material;
mod names;
mod noise;
mod person;
mod random;
mod render;
mod scene;
mod slot;
#[cfg(test)]
mod tests;

pub use material::Material;

use crate::labelled::LabelledText;

use draft::Draft;
use grammar::{RuleId, Share};
use language::{Language, Texts, texts};
use material::Stock;
use random::Random;
use scene::Scene;

/// Writes `count` labelled texts from the crate's own names; the same seed gives the same texts.
pub fn conversations(count: usize, seed: u64) -> Vec<LabelledText> {
    conversations_with(&Material::own(), count, seed)
}

/// Writes `count` labelled texts from the given names, beside the built-in ones.
pub fn conversations_with(material: &Material, count: usize, seed: u64) -> Vec<LabelledText> {
    generate(&Stock::new(material, Share::Learn), count, seed)
}

/// Writes `count` labelled texts from templates and names that [`conversations`] never uses.
pub fn held_out(count: usize, seed: u64) -> Vec<LabelledText> {
    held_out_with(&Material::own(), count, seed)
}

/// Writes `count` labelled texts from templates and names that [`conversations_with`] never uses.
pub fn held_out_with(material: &Material, count: usize, seed: u64) -> Vec<LabelledText> {
    generate(&Stock::new(material, Share::HeldOut), count, seed)
}

/// The same, all of them technical support in English: commands, packages, errors, few names.
pub fn held_out_technical(material: &Material, count: usize, seed: u64) -> Vec<LabelledText> {
    let stock = Stock::new(material, Share::HeldOut);
    let texts = texts(Language::English);
    let technical = language::must_have(&texts.grammar, "technical");
    let write = |index| write_as(technical, texts, &stock, Language::English, Random::new(seed, index));
    (0..count as u64).map(write).collect()
}

fn generate(stock: &Stock, count: usize, seed: u64) -> Vec<LabelledText> {
    (0..count as u64).map(|index| write_text(stock, Random::new(seed, index))).collect()
}

fn write_text(stock: &Stock, mut random: Random) -> LabelledText {
    let language = Language::choose(&mut random);
    let texts = texts(language);
    write_as(texts.text, texts, stock, language, random)
}

/// Writes a text of the kind that `rule` gives.
fn write_as(rule: RuleId, texts: &Texts, stock: &Stock, language: Language, random: Random) -> LabelledText {
    let mut scene = Scene::new(stock, language, random);
    let mut draft = Draft::new();
    texts.grammar.expand(rule, stock.share, &mut scene, &mut draft);
    render::render(draft, &mut scene, texts, stock, language)
}
