//! `mask`: letters and digits become a character, except the last few.

/// Appends the value with every letter and digit but the last `keep_last` masked. A value that has no more than
/// `keep_last` of them is masked whole: a short value must not stay readable.
pub(super) fn mask(value: &str, character: char, keep_last: usize, out: &mut String) {
    let count = value.chars().filter(|c| c.is_alphanumeric()).count();
    let masked = if count > keep_last { count - keep_last } else { count };
    let mut seen = 0;
    for c in value.chars() {
        if c.is_alphanumeric() {
            seen += 1;
            out.push(if seen <= masked { character } else { c });
        } else if !unicode_normalization::char::is_combining_mark(c) || seen > masked {
            // A mark belongs to the letter before it and goes with it.
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_last_ones_stay_and_short_values_go_whole() {
        for (value, keep, expected) in [
            ("4111 1111 1111 1234", 4, "**** **** **** 1234"),
            ("a.b@c.de", 0, "*.*@*.**"),
            ("1234", 4, "****"),
            ("Jose\u{301} 王小", 1, "**** *小"),
        ] {
            let mut out = String::new();
            super::mask(value, '*', keep, &mut out);
            assert_eq!(out, expected);
        }
    }
}
