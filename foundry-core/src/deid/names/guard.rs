//! What no name is, whatever the model says: prices, dates, versions, references, and words that are markup.

use super::Label;
use crate::deid::recognizers::announces;
use crate::entity::Span;

/// The most digits of a house number, a unit or a postcode.
const ADDRESS_DIGITS: usize = 6;
/// The longest name, in bytes: an address of several lines. What is longer is no text of people.
const LONGEST: usize = 240;

/// What the names of files end in; domains that are words of another kind (`.io`, `.app`) are left out.
const FILE_KINDS: &[&str] = &[
    "bat", "cfg", "conf", "cpp", "css", "csv", "deb", "dll", "doc", "docx", "exe", "gif", "gz", "html",
    "ini", "iso", "jar", "java", "jpeg", "jpg", "js", "json", "log", "md5", "pdf", "php", "png", "rpm", "sh",
    "sql", "tar", "tgz", "toml", "txt", "xls", "xlsx", "xml", "yaml", "yml", "zip",
];

/// Words of three letters and more that a full stop shortens; behind it a name goes on. Shorter ones are taken for initials.
const SHORTENED: &[&str] = &[
    "assn", "assoc", "bros", "capt", "chas", "corp", "dept", "drs", "frau", "gebr", "geo", "gen", "hon",
    "inc", "ing", "intl", "jos", "jun", "ltd", "ltda", "maj", "mag", "messrs", "mfg", "mme", "mrs", "natl",
    "prof", "rev", "sen", "sgt", "sra", "srta", "sta", "ste", "thos", "univ",
];

/// What is left of a span when what cannot be in a name of its kind is cut off; `None` if nothing is.
pub(super) fn guarded(text: &str, span: Span, label: Label) -> Option<Span> {
    let span = cut(text, span, label).filter(|span| span.len() <= LONGEST)?;
    let value = text.get(span.start..span.end)?;
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let is_name = match label {
        Label::Address => letters > 0,
        Label::Organization if value.len() == 2 => letters > 0,
        Label::Person | Label::Organization | Label::Location => {
            letters > 1 || value.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
        }
    };
    (is_name && !announces(value) && !is_markup(text, span) && !is_command(value)).then_some(span)
}

/// Whether a word is an option of a command: `-la`, `--purge`.
fn is_command(value: &str) -> bool {
    value.split_whitespace().skip(1).filter_map(|word| word.strip_prefix('-')).any(|option| {
        let is_letter = |c: char| c.is_ascii_lowercase();
        match option.strip_prefix('-') {
            Some(long) => long.starts_with(is_letter),
            None => option.starts_with(is_letter) && option.len() <= 2,
        }
    })
}

/// Whether a word is the name of a file of a kind that no person and no place is called by.
fn is_file(word: &str) -> bool {
    let Some((name, kind)) = word.rsplit_once('.') else { return false };
    !name.is_empty() && FILE_KINDS.contains(&kind)
}

/// The span up to the first word that cannot be in it, without the marks before that.
fn cut(text: &str, span: Span, label: Label) -> Option<Span> {
    let value = text.get(span.start..span.end)?;
    let mut end = span.start;
    let mut at = span.start;
    let mut is_over = false;
    for word in value.split_inclusive(char::is_whitespace) {
        let bare =
            word.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '(' | ')' | '"'));
        let start = at + word.find(bare).unwrap_or(0);
        at += word.len();
        if bare.is_empty() {
            continue;
        }
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let in_line = label == Label::Address || !text.get(end..start).unwrap_or_default().contains('\n');
        if is_over || !fits(bare, before, label) || !in_line && end > span.start {
            break;
        }
        end = start + bare.len();
        is_over = label != Label::Address && ends_sentence(word, bare);
    }
    let kept = text.get(span.start..end).unwrap_or_default();
    let closes = kept.rfind('(').is_some_and(|open| !kept.get(open..).unwrap_or_default().contains(')'));
    if closes && text.get(end..span.end).is_some_and(|rest| rest.starts_with(')')) {
        end += 1;
    }
    (end > span.start).then(|| Span::new(span.start, end.min(span.end)))
}

/// Whether a sentence ends with a word; `bare` is the word without the marks around it. Initials and what is shortened do
/// not end one.
fn ends_sentence(word: &str, bare: &str) -> bool {
    let mark = word.trim_end().trim_end_matches([')', '"', '\'', '”', '’']).chars().next_back();
    let is_short = || {
        let last = bare.rsplit(['.', '-']).next().unwrap_or_default();
        last.chars().count() < 3 || SHORTENED.iter().any(|shortened| last.eq_ignore_ascii_case(shortened))
    };
    matches!(mark, Some(';' | '?')) || mark == Some('.') && !is_short()
}

/// Whether a word can be part of a name of this kind; `before` is what stands before it.
fn fits(word: &str, before: Option<char>, label: Label) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if is_file(word) {
        return false;
    }
    if digits == 0 {
        return !word.contains(['@', '\\', '=', '<', '>', '{', '}']);
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    match label {
        Label::Person | Label::Location => false,
        // `3M`, `O2`, `7-Eleven`.
        Label::Organization => letters > 0 && digits <= 3 && !word.contains(['.', '/', ':', '#', '_']),
        Label::Address => {
            let joined = word.contains(['.', ':', '$', '€', '£', '%', '_', '@', '=']);
            let groups = word.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
            // `12/03/2025` is no house number, nor is what stands behind a sign: `$12`, `ORD-1234`.
            let dated = groups.clone().count() > 2 && letters == 0;
            let reference = groups.clone().next().is_some_and(|first| {
                first.len() > 1
                    && first.bytes().all(|b| b.is_ascii_alphabetic())
                    && groups.clone().count() > 1
            });
            let signed = matches!(before, Some('$' | '€' | '£' | '¥' | '+' | '-' | '='));
            digits <= ADDRESS_DIGITS + 3
                && !joined
                && !dated
                && !reference
                && !signed
                && longest_run(word) <= ADDRESS_DIGITS
        }
    }
}

fn longest_run(word: &str) -> usize {
    word.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Whether a span is part of an address, a path, a variable or a tag: `mailto:…`, `user_name`, `src="cid"`.
fn is_markup(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).and_then(|before| before.chars().next_back());
    let mut after = text.get(span.end..).unwrap_or_default().chars();
    let joined = |c: char| matches!(c, '@' | '_' | '\\' | '=' | '{' | '}' | '$' | '~');
    let next = after.next();
    let behind = after.next();
    is_option(text, span.start)
        || before.is_some_and(|c| joined(c) || matches!(c, '/' | '#' | '%'))
        || next.is_some_and(|c| joined(c) || c == '/' && behind.is_some_and(|c| c == '/'))
        || next == Some(':') && behind.is_some_and(|c| !c.is_whitespace())
}

/// Whether the option of a command begins at `at`, as in `apt remove --purge`; a signature (`--Ann`) has no word before it.
fn is_option(text: &str, at: usize) -> bool {
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at..)) else { return false };
    let Some(command) = before.strip_suffix("--").and_then(|before| before.strip_suffix(' ')) else {
        return false;
    };
    command.ends_with(|c: char| c.is_ascii_lowercase())
        && behind.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left<'t>(text: &'t str, value: &str, label: Label) -> Option<&'t str> {
        let start = text.find(value).unwrap();
        let span = guarded(text, Span::new(start, start + value.len()), label)?;
        text.get(span.start..span.end)
    }

    #[test]
    fn names_stay() {
        for (value, label) in [
            ("Jane Roe", Label::Person),
            ("J. R. Smith", Label::Person),
            ("Anna-Lena -Marie", Label::Person),
            ("王芳", Label::Person),
            ("3M", Label::Organization),
            ("Norrland Timber AB", Label::Organization),
            ("St. Louis, MO", Label::Location),
            ("12 Oak Street, Apt 4B, Springfield, IL 62704", Label::Address),
            ("Flat 3/1, 12-14 Mill Lane\nGlasgow G12 8QQ", Label::Address),
            ("Hauptstr. 5, 50667 Köln", Label::Address),
            ("Via Roma 5, 60100 Ancona (AN)", Label::Address),
        ] {
            let text = format!("so {value} it is");
            assert_eq!(left(&text, value, label), Some(value));
        }
    }

    #[test]
    fn names_end_with_their_sentence() {
        for (value, label, kept) in [
            ("Ann Example. Write", Label::Person, "Ann Example"),
            ("ann example. write", Label::Person, "ann example"),
            ("Ann B. Example. Write", Label::Person, "Ann B. Example"),
            ("Prof. Ann Example", Label::Person, "Prof. Ann Example"),
            ("Porto. Then", Label::Location, "Porto"),
            ("Ft. Worth", Label::Location, "Ft. Worth"),
            ("Acme Analytics. Please", Label::Organization, "Acme Analytics"),
            ("Hale Bros. Ltd", Label::Organization, "Hale Bros. Ltd"),
            ("Oak Street. Flat 3", Label::Address, "Oak Street. Flat 3"),
        ] {
            assert_eq!(left(&format!("so {value} it"), value, label), Some(kept), "{value}");
        }
    }

    #[test]
    fn look_alikes_go() {
        for value in
            ["1056.90", "02.03.2025", "2025-06-09", "12:30", "JD02916543986GB", "ORD-687768", "4.13.5"]
        {
            for label in [Label::Person, Label::Location, Label::Address, Label::Organization] {
                assert_eq!(left(&format!("so {value} is"), value, label), None, "{value}");
            }
        }
        assert_eq!(left("for $226 now", "226", Label::Address), None);
        assert_eq!(
            left("Oak Street 5 on 02.03.2025", "Oak Street 5 on 02.03.2025", Label::Address),
            Some("Oak Street 5 on")
        );
        for text in ["mailto:x@y", "user mailto=1", "/mailto"] {
            assert_eq!(left(text, "mailto", Label::Person), None, "{text}");
        }
        for value in ["sudo fdisk -l", "killall --user root", "backup.tar", "notes.txt"] {
            assert_eq!(left(&format!("so {value} is"), value, Label::Person), None, "{value}");
        }
        assert_eq!(left("apt remove --purge conky", "purge conky", Label::Person), None);
        assert_eq!(left("bye --anna lee", "anna lee", Label::Person), None, "an option, as it seems");
        assert_eq!(left("bye\n--anna lee", "anna lee", Label::Person), Some("anna lee"));
        let endless = "a.b-c_".repeat(100);
        assert_eq!(left(&endless, &endless, Label::Person), None);
        assert_eq!(left("Jane\nThanks", "Jane\nThanks", Label::Person), Some("Jane"));
    }
}
