//! Any text, cleaned: what is left and what was cut are pieces of it, and cleaning the rest again cuts nothing twice.
#![no_main]

use foundry_core::clean::{CleanSettings, Cleaner};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut cleaner = Cleaner::new(&CleanSettings::default());
    let cleaned = cleaner.clean(text);
    let mut end = 0;
    for part in &cleaned.removed {
        assert!(part.span.start >= end && part.span.end > part.span.start, "cuts overlap");
        assert!(text.get(part.span.clone()).is_some(), "a cut splits a character");
        end = part.span.end;
    }
    let again = Cleaner::new(&CleanSettings::default()).clean(&cleaned.text).text.into_owned();
    assert_eq!(again, cleaned.text, "cleaning what is left cuts more");
});
