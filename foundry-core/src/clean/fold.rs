//! The form in which lines are compared with phrases: small letters without marks, single spaces, plain punctuation.

/// Writes the folded form of a text: lower case, letters without their marks (`ü` is `u`, `ß` is `ss`, `ł` is `l`),
/// one space for any white space, straight quotes and hyphens, no asterisks (bold in plain text), nothing invisible.
/// True: nothing but its case changed, spaces at its ends apart.
pub(super) fn fold_into(text: &str, out: &mut String) -> bool {
    out.clear();
    let text = text.trim_matches(' ');
    if is_plain(text) {
        out.push_str(text);
        out.make_ascii_lowercase();
        return true;
    }
    let mut space = false;
    for c in text.chars() {
        let c = match c {
            'a'..='z' | '0'..='9' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            '*' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {
                continue;
            }
            '\u{300}'..='\u{36f}' => continue,
            c if c.is_whitespace() => {
                space = true;
                continue;
            }
            c => c,
        };
        if space {
            if !out.is_empty() {
                out.push(' ');
            }
            space = false;
        }
        if c.is_ascii() {
            out.push(c);
        } else {
            fold_letter(c, out);
        }
    }
    false
}

/// Whether nothing but the case of a text without spaces at its ends changes when it is folded.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let printed = bytes.iter().fold(true, |plain, b| plain & matches!(b, b' '..=b'~') & (*b != b'*'));
    printed && bytes.windows(2).fold(true, |plain, pair| plain & (pair[0] | pair[1] != b' '))
}

/// The folded form as a new string, for phrases.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

fn fold_letter(c: char, out: &mut String) {
    let base = match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ė' | 'Ė' | 'ę' | 'Ę' | 'ě' | 'Ě' => "e",
        'ğ' | 'Ğ' => "g",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'ı' | 'İ' => "i",
        'ł' | 'Ł' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' => "o",
        'œ' | 'Œ' => "oe",
        'ř' | 'Ř' => "r",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => "s",
        'ß' | 'ẞ' => "ss",
        'ť' | 'Ť' | 'ţ' | 'Ţ' | 'ț' | 'Ț' => "t",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ý' | 'Ý' | 'ÿ' | 'Ÿ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "z",
        '\u{2018}' | '\u{2019}' | '\u{b4}' => "'",
        '\u{201c}'..='\u{201e}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' => "-",
        '：' => ":",
        _ => {
            out.extend(c.to_lowercase());
            return;
        }
    };
    out.push_str(base);
}

/// Whether a phrase that ends at byte `end` of a folded text ends a word there.
pub(super) fn ends_word(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
}

/// Whether a phrase that starts at byte `start` of a folded text starts a word there.
pub(super) fn starts_word(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_marks_spaces_and_signs() {
        for (text, expected) in [
            ("  Mit  freundlichen\u{a0}Grüßen ", "mit freundlichen grussen"),
            ("*Von:* Jörg", "von: jorg"),
            ("L\u{2019}expéditeur — “été”", "l'expediteur - \"ete\""),
            ("W dniu … napisał(a):", "w dniu … napisal(a):"),
            ("e\u{301}crit\u{200b}", "ecrit"),
            ("ΑΒΓ", "αβγ"),
            ("", ""),
            ("Plain Text, 1.", "plain text, 1."),
            ("two  Spaces", "two spaces"),
            (" Front", "front"),
            ("End ", "end"),
            ("a*B", "ab"),
            ("a\tB", "a b"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
            assert!(!is_plain(text) || text.trim().to_ascii_lowercase() == expected, "{text}");
        }
    }
}
