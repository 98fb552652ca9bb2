//! No value of any kind survives in any encoding, any place and any format; and the last look at the bytes sees each.

use foundry_core::deid::{Deidentifier, PiiSettings};
use foundry_tests::encoders::{Encoder, Place, conversation, distinct_kinds, fits, kinds, sample, survivor};
use proptest::prelude::*;
use proptest::sample::select;

/// Finders off: what is known must be found behind every encoding by the known values and the audit alone.
fn deidentifiers() -> [Deidentifier; 2] {
    let bare = PiiSettings { entities: Some(Vec::new()), ..PiiSettings::default() };
    [bare, PiiSettings::default()]
        .map(|settings| Deidentifier::new(&settings).expect("the settings are valid"))
}

#[test]
fn the_last_look_at_the_bytes_sees_every_encoding() {
    let [bare, _] = deidentifiers();
    let done = bare.deidentify(conversation(&["hello".to_owned()])).expect("nothing stops it").conversation;
    let mut missed = Vec::new();
    for entity_type in distinct_kinds() {
        for encoder in Encoder::ALL {
            for place in Place::ALL.into_iter().filter(|place| fits(encoder, *place)) {
                let text = place.around(&encoder.write(entity_type, sample(entity_type)));
                let json =
                    serde_json::json!({ "messages": [{ "role": "user", "content": text }] }).to_string();
                if done.check_bytes(json.as_bytes()).is_ok() {
                    missed.push(format!("{entity_type} {encoder:?} {place:?}: {json}"));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed[..missed.len().min(40)].join("\n"));
}

#[test]
fn every_kind_in_every_encoding_is_replaced() {
    let mut faults = Vec::new();
    for deidentifier in deidentifiers() {
        for entity_type in distinct_kinds() {
            for place in Place::ALL {
                let encoders = Encoder::ALL.iter().filter(|encoder| fits(**encoder, place));
                let written: Vec<String> =
                    encoders.map(|encoder| encoder.write(entity_type, sample(entity_type))).collect();
                let texts: Vec<String> = written.iter().map(|written| place.around(written)).collect();
                match survivor(&deidentifier, &texts, &written) {
                    Ok(None) => {}
                    Ok(Some(fault)) | Err(fault) => faults.push(format!("{entity_type} {place:?}: {fault}")),
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn values_survive_in_no_mixture(
        planted in prop::collection::vec((select(kinds()), select(&Encoder::ALL[..]), select(&Place::ALL[..]), "[a-z ,!😀é<&%=\\\\{\"]{0,12}"), 1..8),
        found in any::<bool>(),
    ) {
        let planted: Vec<_> = planted.into_iter().filter(|(_, encoder, place, _)| fits(*encoder, *place)).collect();
        let written: Vec<String> = planted.iter().map(|(kind, encoder, ..)| encoder.write(*kind, sample(*kind))).collect();
        let texts: Vec<String> = planted
            .iter()
            .zip(&written)
            .map(|((_, _, place, noise), written)| format!("{noise} {} {noise}", place.around(written)))
            .collect();
        let deidentifier = &deidentifiers()[usize::from(found)];
        match survivor(deidentifier, &texts, &written) {
            Ok(survivor) => prop_assert_eq!(survivor, None),
            // Text that an export puts together may say what none of its parts does; then nothing is written.
            Err(fault) => prop_assert!(fault.contains("original value"), "{}", fault),
        }
    }
}
