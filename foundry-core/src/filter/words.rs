//! Counts words as Unicode Standard Annex #29 divides them.

use unicode_segmentation::UnicodeSegmentation;

/// The number of words in a text, or `limit` if it has more: pieces between word boundaries that hold a letter or digit.
pub(crate) fn count_up_to(text: &str, limit: usize) -> usize {
    if text.is_ascii() {
        count_ascii(text.as_bytes(), limit)
    } else {
        text.unicode_words().take(limit).count()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    /// ALetter.
    Letter,
    /// Numeric.
    Digit,
    /// ExtendNumLet: joins what it touches.
    Underscore,
    /// Between words.
    Gap,
}

fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'_' => Class::Underscore,
        _ => Class::Gap,
    }
}

/// The rules WB5 to WB13b for ASCII, which has neither combining marks nor scripts without spaces.
fn count_ascii(bytes: &[u8], limit: usize) -> usize {
    let mut count = 0;
    let mut before = Class::Gap;
    // Whether the piece at hand is counted already: a lone `_` is a piece but no word.
    let mut counted = false;
    for (place, byte) in bytes.iter().enumerate() {
        let here = match class(*byte) {
            Class::Gap => {
                let after = bytes.get(place + 1).map_or(Class::Gap, |b| class(*b));
                // MidLetter and MidNumLet between two letters, MidNum and MidNumLet between two digits, hold together.
                let joins = match before {
                    Class::Letter => after == Class::Letter && matches!(byte, b':' | b'.' | b'\''),
                    Class::Digit => after == Class::Digit && matches!(byte, b',' | b';' | b'.' | b'\''),
                    _ => false,
                };
                if joins { before } else { Class::Gap }
            }
            word => word,
        };
        match here {
            Class::Gap => counted = false,
            Class::Underscore => {}
            Class::Letter | Class::Digit if !counted => {
                if count == limit {
                    return count;
                }
                count += 1;
                counted = true;
            }
            Class::Letter | Class::Digit => {}
        }
        before = here;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_several_scripts() {
        for (text, words) in [
            ("", 0),
            ("Hello, world!", 2),
            ("can't stop: 3.14 or 1,000;000 e.g. a:b", 7),
            ("___ _a _ -- 😀", 1),
            ("Käse ist’s, café", 3),
            ("e\u{301}te\u{301} fini", 2),
            ("שלום עולם", 2),
            ("返金", 2),
        ] {
            assert_eq!(count_up_to(text, usize::MAX), words, "{text}");
        }
        assert_eq!(count_up_to("one two three", 2), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn ascii_counts_as_the_annex_says(text in "[a-c1-3_ :.',;\"\r\n\t@/-]{0,40}") {
            prop_assert_eq!(count_ascii(text.as_bytes(), usize::MAX), text.unicode_words().count());
        }

        #[test]
        fn any_ascii_counts_as_the_annex_says(text in "[\\x00-\\x7f]{0,60}", limit in 0usize..6) {
            prop_assert_eq!(count_ascii(text.as_bytes(), usize::MAX), text.unicode_words().count());
            prop_assert_eq!(count_ascii(text.as_bytes(), limit), text.unicode_words().count().min(limit));
        }
    }
}
