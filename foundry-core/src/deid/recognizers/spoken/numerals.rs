//! Numerals: the words for numbers below a thousand in English, German, French, Spanish, Portuguese, Italian and Dutch.

use std::sync::LazyLock;

use super::word_table::WordTable;

/// Languages, as bits.
pub(super) type Languages = u8;

pub(super) const EN: Languages = 1 << 0;
pub(super) const DE: Languages = 1 << 1;
pub(super) const FR: Languages = 1 << 2;
pub(super) const ES: Languages = 1 << 3;
pub(super) const PT: Languages = 1 << 4;
pub(super) const IT: Languages = 1 << 5;
pub(super) const NL: Languages = 1 << 6;

/// What a word of a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// `0` to `9`.
    Digit(u8),
    /// `10` to `19`.
    Teen(u8),
    /// `20`, `30` to `90`.
    Tens(u8),
    /// `21` to `99` in one word: `dreiundzwanzig`.
    Pair(u8),
    /// `hundred`, alone or behind a digit.
    Hundred,
    /// `200` to `900` in one word, by its first digit: `ochocientos`.
    Hundreds(u8),
    /// `double`: the next digit, so many times.
    Times(u8),
    /// `and`, between tens and a digit.
    Link,
    /// Said between digits: `dash`, `pause`.
    Filler,
    /// `thousand`: this is a quantity.
    Magnitude,
}

use Numeral::{Digit, Filler, Hundred, Hundreds, Link, Magnitude, Pair, Teen, Tens, Times};

/// From zero on, one word each, as far as a language has a word of its own.
const FROM_ZERO: &[(Languages, &str)] = &[
    (
        EN,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
         seventeen eighteen nineteen",
    ),
    (
        DE,
        "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn \
         siebzehn achtzehn neunzehn",
    ),
    (FR, "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
    (
        ES,
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis \
         diecisiete dieciocho diecinueve",
    ),
    (
        PT,
        "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete \
         dezoito dezenove",
    ),
    (
        IT,
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici \
         diciassette diciotto diciannove",
    ),
    (
        NL,
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien \
         achttien negentien",
    ),
];

/// Twenty, thirty, to ninety.
const TENS: &[(Languages, &str)] = &[
    (EN, "twenty thirty forty fifty sixty seventy eighty ninety"),
    (DE, "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"),
    (FR, "vingt trente quarante cinquante soixante septante octante nonante"),
    (ES, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
    (PT, "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"),
    (IT, "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"),
    (NL, "twintig dertig veertig vijftig zestig zeventig tachtig negentig"),
];

/// Two hundred to nine hundred, where no rule makes the word.
const HUNDREDS: &[(Languages, &str)] = &[
    (ES, "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"),
    (PT, "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"),
];

/// Other words.
#[rustfmt::skip]
const OTHERS: &[(Languages, Numeral, &str)] = &[
    (EN, Digit(0), "oh o nought naught nil aught"), (EN, Digit(9), "niner"), (EN, Tens(4), "fourty"),
    (EN, Hundred, "hundred"), (EN, Link, "and"), (EN, Magnitude, "thousand million billion k grand"),
    (EN, Times(2), "double"), (EN, Times(3), "triple treble"), (EN, Times(4), "quadruple"),
    (EN, Filler, "dash hyphen space pause then uh uhm umm er erm comma"),
    (DE, Digit(1), "ein"), (DE, Digit(2), "zwo"), (DE, Digit(5), "fuenf"), (DE, Teen(12), "zwoelf"),
    (DE, Teen(15), "fuenfzehn"), (DE, Tens(5), "fuenfzig"), (DE, Hundred, "hundert einhundert"),
    (DE, Magnitude, "tausend eintausend million millionen"), (DE, Times(2), "doppel doppelt"),
    (DE, Times(3), "dreifach dreimal"), (DE, Times(2), "zweimal"),
    (DE, Filler, "strich bindestrich pause dann ah ahm schragstrich"),
    (FR, Digit(1), "une"), (FR, Tens(8), "huitante"), (FR, Tens(2), "vingts"), (FR, Hundred, "cent cents"),
    (FR, Link, "et"), (FR, Magnitude, "mille million millions"), (FR, Times(2), "double"), (FR, Times(3), "triple"),
    (FR, Filler, "tiret espace pause puis euh"),
    (ES, Hundred, "cien ciento"), (ES, Link, "y"), (ES, Magnitude, "mil millon millones"), (ES, Times(2), "doble"),
    (ES, Times(3), "triple"), (ES, Filler, "guion espacio pausa luego eh"),
    (ES, Pair(21), "veintiuno"), (ES, Pair(22), "veintidos"), (ES, Pair(23), "veintitres"),
    (ES, Pair(24), "veinticuatro"), (ES, Pair(25), "veinticinco"), (ES, Pair(26), "veintiseis"),
    (ES, Pair(27), "veintisiete"), (ES, Pair(28), "veintiocho"), (ES, Pair(29), "veintinueve"),
    (PT, Digit(1), "uma"), (PT, Digit(2), "duas"), (PT, Digit(6), "meia"), (PT, Teen(14), "catorze"),
    (PT, Teen(16), "dezasseis"), (PT, Teen(17), "dezassete"), (PT, Teen(19), "dezanove"), (PT, Hundred, "cem cento"),
    (PT, Link, "e"), (PT, Magnitude, "mil milhao milhoes"), (PT, Times(2), "duplo dobro"), (PT, Times(3), "triplo"),
    (PT, Filler, "traco espaco pausa depois hifen"),
    (IT, Hundred, "cento"), (IT, Link, "e"), (IT, Magnitude, "mille mila milione milioni"),
    (IT, Times(2), "doppio doppia"), (IT, Times(3), "triplo tripla"), (IT, Filler, "trattino spazio pausa poi"),
    (NL, Hundred, "honderd"), (NL, Magnitude, "duizend miljoen"), (NL, Times(2), "dubbel dubbele"),
    (NL, Times(3), "driedubbel driedubbele"), (NL, Filler, "streepje spatie pauze dan eh"),
];

/// What a folded word says, and in which languages.
pub(super) fn numeral(word: &[u8]) -> Option<(Numeral, Languages)> {
    NUMERALS.find(word).copied()
}

static NUMERALS: LazyLock<WordTable<(Numeral, Languages)>> = LazyLock::new(|| {
    let words = all().into_iter().map(|(word, numeral, languages)| (word, (numeral, languages)));
    WordTable::new(words, |known, (_, languages)| known.1 |= languages)
});

fn all() -> Vec<(String, Numeral, Languages)> {
    let mut all = Vec::new();
    for &(languages, words) in FROM_ZERO {
        for (value, word) in (0u8..).zip(words.split_whitespace()) {
            let numeral = if value < 10 { Digit(value) } else { Teen(value) };
            all.push((word.to_owned(), numeral, languages));
        }
    }
    for &(languages, words) in TENS {
        for (tens, word) in (2u8..).zip(words.split_whitespace()) {
            all.push((word.to_owned(), Tens(tens), languages));
            let units = FROM_ZERO.iter().find(|(same, _)| *same == languages).map_or("", |(_, words)| *words);
            for (unit, digit) in (0u8..10).zip(units.split_whitespace()).skip(1) {
                let pair = match languages {
                    DE if unit == 1 => format!("einund{word}"),
                    DE => format!("{digit}und{word}"),
                    NL => format!("{digit}en{word}"),
                    // `ventuno`, `ventotto`: the tens lose their last vowel before another.
                    IT if matches!(unit, 1 | 8) => {
                        format!("{}{digit}", word.strip_suffix(['a', 'i']).unwrap_or(word))
                    }
                    IT => format!("{word}{digit}"),
                    _ => continue,
                };
                if languages == DE && unit == 5 {
                    all.push((pair.replacen("funf", "fuenf", 1), Pair(tens * 10 + unit), languages));
                }
                all.push((pair, Pair(tens * 10 + unit), languages));
            }
        }
    }
    for &(languages, words) in HUNDREDS {
        for (hundreds, word) in (2u8..).zip(words.split_whitespace()) {
            all.push((word.to_owned(), Hundreds(hundreds), languages));
        }
    }
    for (languages, hundred) in [(DE, "hundert"), (IT, "cento"), (NL, "honderd")] {
        let units = FROM_ZERO.iter().find(|(same, _)| *same == languages).map_or("", |(_, words)| *words);
        for (unit, digit) in (0u8..10).zip(units.split_whitespace()).skip(2) {
            all.push((format!("{digit}{hundred}"), Hundreds(unit), languages));
        }
    }
    for &(languages, numeral, words) in OTHERS {
        all.extend(words.split_whitespace().map(|word| (word.to_owned(), numeral, languages)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_one_thing_in_all_languages() {
        let mut all = all();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        for pair in all.windows(2) {
            assert!(pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1, "{}", pair[0].0);
        }
    }

    #[test]
    fn every_word_is_found() {
        for (word, numeral_of_word, _) in all() {
            assert!(word.len() <= 31 && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
            assert_eq!(numeral(word.as_bytes()).map(|(numeral, _)| numeral), Some(numeral_of_word), "{word}");
        }
    }

    #[test]
    fn compounds() {
        for (word, value) in [
            ("dreiundzwanzig", 23),
            ("fuenfundfunfzig", 55),
            ("einundneunzig", 91),
            ("ventuno", 21),
            ("trentotto", 38),
            ("drieentwintig", 23),
            ("veintidos", 22),
        ] {
            assert_eq!(numeral(word.as_bytes()).map(|(numeral, _)| numeral), Some(Pair(value)), "{word}");
        }
        assert_eq!(numeral(b"ochocientos"), Some((Hundreds(8), ES)));
        assert_eq!(numeral(b"achthundert"), Some((Hundreds(8), DE)));
        assert_eq!(numeral(b"six"), Some((Digit(6), EN | FR)));
        assert_eq!(numeral(b"word"), None);
    }
}
