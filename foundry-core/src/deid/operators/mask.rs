//! `mask`: letters and digits become a character, except the first and last few.

use unicode_segmentation::UnicodeSegmentation;

/// Appends the value with every letter and digit masked but the first `keep_first` and the last `keep_last`. What a
/// reader takes for one character (a letter with its marks, a syllable of Devanagari) counts as one. A value that has
/// no more than are kept is masked whole: a short value must not stay readable.
pub(super) fn mask(value: &str, character: char, keep_first: usize, keep_last: usize, out: &mut String) {
    let is_counted = |cluster: &str| cluster.contains(char::is_alphanumeric);
    let count = value.graphemes(true).filter(|cluster| is_counted(cluster)).count();
    let kept = keep_first.saturating_add(keep_last);
    let masked = if count > kept { keep_first..count - keep_last } else { 0..count };
    let mut place = 0;
    for cluster in value.graphemes(true) {
        if is_counted(cluster) {
            if masked.contains(&place) {
                out.push(character)
            } else {
                out.push_str(cluster)
            }
            place += 1;
        } else {
            out.push_str(cluster);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_ends_stay_and_short_values_go_whole() {
        for (value, first, last, expected) in [
            ("4111 1111 1111 1234", 0, 4, "**** **** **** 1234"),
            ("4111 1111 1111 1234", 6, 4, "4111 11** **** 1234"),
            ("a.b@c.de", 0, 0, "*.*@*.**"),
            ("1234", 0, 4, "****"),
            ("12345678", 4, 4, "********"),
            ("Jose\u{301} 王小", 0, 1, "**** *小"),
            ("Jose\u{301}", 1, 1, "J**e\u{301}"),
            ("नमस्ते", 1, 0, "न**"),
            ("👩🏽‍💻7", 0, 0, "👩🏽‍💻*"),
            ("", 1, 1, ""),
        ] {
            let mut out = String::new();
            super::mask(value, '*', first, last, &mut out);
            assert_eq!(out, expected, "{value}");
        }
    }
}
