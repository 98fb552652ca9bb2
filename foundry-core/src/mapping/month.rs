//! Names of months, days and zones, and the small words around them, in seven languages.

/// The month (1 to 12) that a word names, in full or cut to three or four letters.
pub(super) fn month_of(word: &str) -> Option<i64> {
    let mut buffer = [0u8; 24];
    let word = plain(word, &mut buffer)?;
    if word.len() < 3 {
        return None;
    }
    MONTHS.iter().find(|(name, _)| *name == word).map(|(_, month)| *month).or_else(|| {
        // Abbreviations: the first letters of a name, three at least.
        (word.len() <= 5)
            .then(|| MONTHS.iter().find(|(name, _)| name.starts_with(word)).map(|(_, m)| *m))
            .flatten()
    })
}

/// Whether the word names a day of the week, in full or cut short.
pub(super) fn is_weekday(word: &str) -> bool {
    let mut buffer = [0u8; 24];
    let Some(word) = plain(word, &mut buffer) else { return false };
    word.len() >= 2 && DAYS.iter().any(|day| *day == word || (word.len() <= 4 && day.starts_with(word)))
}

/// Whether the word only joins the parts of a date.
pub(super) fn is_filler(word: &str) -> bool {
    let mut buffer = [0u8; 24];
    plain(word, &mut buffer).is_some_and(|word| FILLERS.contains(&word))
}

/// The offset of a zone's name, in minutes east of UTC: those of RFC 2822, and the European ones.
pub(super) fn zone_of(word: &str) -> Option<i64> {
    let mut buffer = [0u8; 24];
    Some(match plain(word, &mut buffer)? {
        "z" | "utc" | "gmt" | "ut" | "wet" => 0,
        "est" => -300,
        "edt" => -240,
        "cst" => -360,
        "cdt" => -300,
        "mst" => -420,
        "mdt" => -360,
        "pst" => -480,
        "pdt" => -420,
        "bst" | "cet" | "mez" | "west" => 60,
        "cest" | "mesz" | "eet" => 120,
        "eest" => 180,
        _ => return None,
    })
}

/// The word in lower case without accents, in the caller's buffer; `None` if it is too long or of another script.
fn plain<'b>(word: &str, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    let mut length = 0;
    for c in word.chars() {
        let c = match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'Ä' | 'À' | 'Á' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'É' => 'e',
            'í' | 'ì' | 'î' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' | 'Û' => 'u',
            'ç' => 'c',
            c if c.is_ascii() => c.to_ascii_lowercase(),
            _ => return None,
        };
        *buffer.get_mut(length)? = c as u8;
        length += 1;
    }
    std::str::from_utf8(buffer.get(..length)?).ok()
}

const FILLERS: &[&str] = &[
    "t", "at", "on", "of", "the", "st", "nd", "rd", "th", "er", "um", "uhr", "den", "der", "am", "le", "la",
    "a", "de", "del", "do", "da", "as", "las", "los", "el", "il", "alle", "ore", "om", "uur", "klo", "h",
    "hs", "u",
];

/// Full names first by month, so that an abbreviation finds the right one: `jun`, `jul`, `mar`, `mai`.
const MONTHS: &[(&str, i64)] = &[
    ("january", 1),
    ("januar", 1),
    ("janvier", 1),
    ("enero", 1),
    ("janeiro", 1),
    ("gennaio", 1),
    ("januari", 1),
    ("janner", 1),
    ("february", 2),
    ("februar", 2),
    ("fevrier", 2),
    ("febrero", 2),
    ("fevereiro", 2),
    ("febbraio", 2),
    ("februari", 2),
    ("march", 3),
    ("marz", 3),
    ("mars", 3),
    ("marzo", 3),
    ("marco", 3),
    ("maart", 3),
    ("mrt", 3),
    ("mrz", 3),
    ("maerz", 3),
    ("april", 4),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("maio", 5),
    ("maggio", 5),
    ("mei", 5),
    ("june", 6),
    ("juni", 6),
    ("juin", 6),
    ("junio", 6),
    ("junho", 6),
    ("giugno", 6),
    ("july", 7),
    ("juli", 7),
    ("juillet", 7),
    ("julio", 7),
    ("julho", 7),
    ("luglio", 7),
    ("august", 8),
    ("aout", 8),
    ("agosto", 8),
    ("augustus", 8),
    ("september", 9),
    ("septembre", 9),
    ("septiembre", 9),
    ("setembro", 9),
    ("settembre", 9),
    ("october", 10),
    ("oktober", 10),
    ("octobre", 10),
    ("octubre", 10),
    ("outubro", 10),
    ("ottobre", 10),
    ("november", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("novembro", 11),
    ("december", 12),
    ("dezember", 12),
    ("decembre", 12),
    ("diciembre", 12),
    ("dezembro", 12),
    ("dicembre", 12),
];

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "tues",
    "thur",
    "thurs",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "segunda",
    "terca",
    "quarta",
    "quinta",
    "sexta",
    "feira",
    "lunedi",
    "martedi",
    "mercoledi",
    "giovedi",
    "venerdi",
    "sabato",
    "domenica",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_months_and_their_short_forms() {
        for (word, month) in [
            ("May", 5),
            ("Mai", 5),
            ("março", 3),
            ("MÄRZ", 3),
            ("févr", 2),
            ("août", 8),
            ("Sept", 9),
            ("jul", 7),
            ("juin", 6),
            ("juil", 7),
            ("dic", 12),
            ("okt", 10),
            ("ago", 8),
            ("mag", 5),
            ("mrt", 3),
            ("jan", 1),
        ] {
            assert_eq!(month_of(word), Some(month), "{word}");
        }
        assert_eq!(month_of("Mo"), None);
        assert_eq!(month_of("hello"), None);
    }
}
