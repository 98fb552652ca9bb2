//! Values of every kind, in any encoding, in any place, among any text, written in every format: none survives, and
//! the last look at the bytes never lets one through that the rescue missed.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use foundry_core::deid::{Deidentifier, PiiSettings};
use foundry_core::entity::EntityType;
use foundry_tests::encoders::{Encoder, Place, fits, kinds, sample, survivor};
use libfuzzer_sys::fuzz_target;

static KINDS: LazyLock<Vec<EntityType>> = LazyLock::new(kinds);
static DEIDENTIFIERS: LazyLock<[Deidentifier; 2]> = LazyLock::new(|| {
    let bare = PiiSettings { entities: Some(Vec::new()), ..PiiSettings::default() };
    [bare, PiiSettings::default()].map(|settings| Deidentifier::new(&settings).expect("the settings are valid"))
});

#[derive(Debug, Arbitrary)]
struct Planted<'a> {
    kind: u8,
    encoder: u8,
    place: u8,
    before: &'a str,
    after: &'a str,
}

/// Text around a value that says nothing itself and does not reach into what stands beside it: markup that is left
/// open would hide what follows from any reader.
fn noise(text: &str) -> String {
    let open = ['<', '>', '&', '%', '=', '"', '\'', '\\', '{', '}', '[', ']', '?'];
    text.chars().filter(|c| !open.contains(c)).take(40).collect()
}

fuzz_target!(|input: (bool, Vec<Planted<'_>>)| {
    let (find, planted) = input;
    let (mut texts, mut written) = (Vec::new(), Vec::new());
    for planted in planted.iter().take(12) {
        let kind = KINDS[usize::from(planted.kind) % KINDS.len()];
        let encoder = Encoder::ALL[usize::from(planted.encoder) % Encoder::ALL.len()];
        let place = Place::ALL[usize::from(planted.place) % Place::ALL.len()];
        if !fits(encoder, place) {
            continue;
        }
        let value = encoder.write(kind, sample(kind));
        texts.push(format!("{} {} {}", noise(planted.before), place.around(&value), noise(planted.after)));
        written.push(value);
    }
    if texts.is_empty() {
        return;
    }
    match survivor(&DEIDENTIFIERS[usize::from(find)], &texts, &written) {
        Ok(survivor) => assert_eq!(survivor, None),
        // The export stops: nothing is written.
        Err(fault) => assert!(fault.contains("original value"), "{fault}"),
    }
});
