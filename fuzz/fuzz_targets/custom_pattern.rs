//! Any pattern on any text: refused, or found in spans of whole characters that never overlap.
#![no_main]

use foundry_core::deid::{CustomPattern, Deidentifier, PiiSettings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, u8)| {
    let (pattern, text, group) = input;
    let pattern = CustomPattern {
        pattern: pattern.to_owned(),
        token: "BADGE".into(),
        description: None,
        group: (group < 4).then_some(usize::from(group)),
    };
    let settings = PiiSettings { custom_patterns: vec![pattern], ..PiiSettings::default() };
    // The pattern alone may be refused.
    let Ok(deidentifier) = Deidentifier::new(&settings) else { return };
    let mut end = 0;
    for finding in deidentifier.find(text).expect("no model can fail") {
        assert!(finding.span.start >= end && finding.span.start < finding.span.end);
        assert!(text.get(finding.span.start..finding.span.end).is_some());
        end = finding.span.end;
    }
});
