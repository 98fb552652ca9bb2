//! Prints synthetic texts with their labels, to be read by people: `show_synth [count] [seed] [--held-out] [--count-only] [--lists=FOLDER]`.

use std::path::Path;

use foundry_training::labelled::{Label, LabelledText};
use foundry_training::synth::{self, Material};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let count = numbers.first().map_or(20, |&count| count as usize);
    let seed = numbers.get(1).copied().unwrap_or(1);
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let mut material = Material::own();
    if let Some(folder) = arguments.iter().find_map(|argument| argument.strip_prefix("--lists="))
        && let Err(problem) = material.add_folder(Path::new(folder))
    {
        eprintln!("lists: {problem}");
    }
    let write = if has("--held-out") { synth::held_out_with } else { synth::conversations_with };
    let texts = write(&material, count, seed);
    if !has("--count-only") {
        for text in &texts {
            println!("{}\n----", marked(text));
        }
    }
    let spans =
        |label| texts.iter().flat_map(|text| &text.spans).filter(|(_, found)| *found == label).count();
    let characters: usize = texts.iter().map(|text| text.text.chars().count()).sum();
    let without = texts.iter().filter(|text| text.spans.is_empty()).count();
    println!(
        "{count} texts, {characters} characters, {without} without names; persons {}, organizations {}, locations {}, addresses {}",
        spans(Label::Person),
        spans(Label::Organization),
        spans(Label::Location),
        spans(Label::Address)
    );
}

/// The text with `⟦P …⟧` and the like around its spans.
fn marked(text: &LabelledText) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for (span, label) in &text.spans {
        let letter = match label {
            Label::Person => 'P',
            Label::Organization => 'O',
            Label::Location => 'L',
            Label::Address => 'A',
        };
        marked.push_str(&text.text[at..span.start]);
        marked.push_str(&format!("⟦{letter} {}⟧", &text.text[span.start..span.end]));
        at = span.end;
    }
    marked.push_str(&text.text[at..]);
    marked
}
