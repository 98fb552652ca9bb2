//! One spelling for words that are compared: lower case, no accents.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns the text in lower case without accents, words separated by one space: `Kunden-Nr.` gives `kunden nr`,
/// `createdAt` gives `createdat`. Splitting camel case is the caller's job.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ø' | 'Ø' => folded.push('o'),
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds_case_accents_and_marks() {
        assert_eq!(fold("  Kunden-Nr. "), "kunden nr");
        assert_eq!(fold("Utilisé_Là"), "utilise la");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("…"), "");
    }
}
