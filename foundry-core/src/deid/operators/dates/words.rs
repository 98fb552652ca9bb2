//! The names of months and days in seven languages, and the endings of numbers.

use std::ops::Range;

use crate::deid::fold::folded_value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    English,
    German,
    French,
    Spanish,
    Italian,
    Dutch,
    Portuguese,
}

struct Names {
    language: Language,
    months: [&'static str; 12],
    short_months: [&'static str; 12],
    days: [&'static str; 7],
    short_days: [&'static str; 7],
}

/// In the order in which a word that several of them share is taken.
#[rustfmt::skip]
const NAMES: [Names; 7] = [
    Names {
        language: Language::English,
        months: ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
        short_months: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        days: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        short_days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    },
    Names {
        language: Language::German,
        months: ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
        short_months: ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
        days: ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
        short_days: ["mo", "di", "mi", "do", "fr", "sa", "so"],
    },
    Names {
        language: Language::French,
        months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
        short_months: ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"],
        days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        short_days: ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
    },
    Names {
        language: Language::Spanish,
        months: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        short_months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
        days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        short_days: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    },
    Names {
        language: Language::Italian,
        months: ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
        short_months: ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
        days: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
        short_days: ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
    },
    Names {
        language: Language::Dutch,
        months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        short_months: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
        days: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        short_days: ["ma", "di", "wo", "do", "vr", "za", "zo"],
    },
    Names {
        language: Language::Portuguese,
        months: ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
        short_months: ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
        days: ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
        short_days: ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
    },
];

/// The name of a month or day: which language, which of them, whether it was cut short.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub language: Language,
    /// From 0.
    pub place: usize,
    short: bool,
}

impl Name {
    /// The month that the word at this place of a text names. Where languages share it, what stands around it tells,
    /// else the language of the country.
    pub fn of_month(value: &str, at: Range<usize>, calling_code: &str) -> Option<Name> {
        let word = folded(value.get(at.clone())?);
        let before = value.get(..at.start)?.trim_end();
        let (ended, of) = (before.ends_with('.'), before.to_lowercase().ends_with(" de"));
        let wanted = match () {
            () if ended && before.len() < at.start => Some(Language::German),
            () if of && calling_code != "351" && calling_code != "55" => Some(Language::Spanish),
            () if of => Some(Language::Portuguese),
            () => None,
        };
        let word = if word == "sept" { "sep".to_owned() } else { word };
        find(&word, wanted, calling_code, |names| (&names.months, &names.short_months))
    }

    /// The day of the week that a word names; of the language that is wanted, if one is.
    pub fn of_weekday(word: &str, wanted: Option<Language>, calling_code: &str) -> Option<Name> {
        let name = find(&folded(word), wanted, calling_code, |names| (&names.days, &names.short_days))?;
        wanted.is_none_or(|wanted| wanted == name.language).then_some(name)
    }

    /// The same name of another month or day.
    pub fn with_place(self, place: usize) -> Name {
        Name { place, ..self }
    }

    /// The name of the month in the case of `written`.
    pub fn month(self, written: &str) -> String {
        let names = self.names();
        let list = if self.short { &names.short_months } else { &names.months };
        in_case_of(written, list.get(self.place).copied().unwrap_or_default())
    }

    /// The name of the day in the case of `written`.
    pub fn weekday(self, written: &str) -> String {
        let names = self.names();
        let list = if self.short { &names.short_days } else { &names.days };
        in_case_of(written, list.get(self.place).copied().unwrap_or_default())
    }

    fn names(self) -> &'static Names {
        NAMES.iter().find(|names| names.language == self.language).unwrap_or(&NAMES[0])
    }
}

fn find<const N: usize>(
    word: &str,
    wanted: Option<Language>,
    calling_code: &str,
    lists: impl Fn(&'static Names) -> (&'static [&'static str; N], &'static [&'static str; N]),
) -> Option<Name> {
    let local = language_of(calling_code);
    let rank = |names: &Names| match names.language {
        language if Some(language) == wanted => 0,
        language if Some(language) == local => 1,
        _ => 2,
    };
    let mut best: Option<(u8, Name)> = None;
    for names in &NAMES {
        let (full, short) = lists(names);
        let place = |list: &[&str]| list.iter().position(|name| folded(name) == word);
        let found =
            place(full).map(|place| (place, false)).or_else(|| place(short).map(|place| (place, true)));
        if let Some((place, short)) = found
            && best.is_none_or(|(known, _)| rank(names) < known)
        {
            best = Some((rank(names), Name { language: names.language, place, short }));
        }
    }
    best.map(|(_, name)| name)
}

fn language_of(calling_code: &str) -> Option<Language> {
    Some(match calling_code {
        "49" | "43" => Language::German,
        "33" => Language::French,
        "34" | "52" | "54" | "56" | "57" | "51" => Language::Spanish,
        "39" => Language::Italian,
        "31" => Language::Dutch,
        "351" | "55" => Language::Portuguese,
        _ => return None,
    })
}

/// Lower case, without accents.
fn folded(word: &str) -> String {
    folded_value(word).replace('ä', "a")
}

/// A name in the case of a word: all capitals, a capital first, or small.
fn in_case_of(written: &str, name: &str) -> String {
    let mut letters = written.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    if first && letters.next().is_some_and(char::is_uppercase) {
        return name.to_uppercase();
    }
    let mut chars = name.chars();
    match chars.next() {
        Some(letter) if first => letter.to_uppercase().chain(chars).collect(),
        _ => name.to_owned(),
    }
}

/// Whether a word is the ending of a number: `5th`, `1er`.
pub(super) fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th", "er"].iter().any(|ending| word.eq_ignore_ascii_case(ending))
}

/// The ending of another number, in the case of the one that was written.
pub(super) fn ordinal_suffix(written: &str, day: u8) -> String {
    let ending = match day {
        1 if written.eq_ignore_ascii_case("er") => "er",
        _ if written.eq_ignore_ascii_case("er") => "",
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    if written.starts_with(char::is_uppercase) { ending.to_uppercase() } else { ending.to_owned() }
}

/// Whether a word behind a number makes it a time of day.
pub(super) fn is_time_unit(word: &str) -> bool {
    const UNITS: [&str; 12] =
        ["am", "pm", "a", "p", "h", "hrs", "uhr", "uur", "heures", "ore", "horas", "clock"];
    UNITS.iter().any(|unit| word.eq_ignore_ascii_case(unit))
}
