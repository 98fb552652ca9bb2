//! Names that are spelled: `my name is Smith, S-M-I-T-H`, `that's B as in boy, R as in Romeo …`, `Müller with ue`.

use std::sync::LazyLock;

use super::numerals::{Numeral, numeral};
use super::word::Word;
use super::word_table::WordTable;
use crate::deid::recognizers::cue::{REFERENCE, VERSION, speaks_for};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The rule that a spelled name goes by.
pub(in crate::deid) const SPELLED: &str = "person.spelled";

/// What may stand between two letters.
const MARKS: [char; 5] = [',', '-', '–', '.', '…'];
/// The most letters of a name.
const LETTERS: usize = 40;
/// The most words between a cue and the first letter.
const GAP: usize = 6;

/// How much a cue says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// `spelled`: letters follow.
    Spells,
    /// `my name is`: a name follows, and its letters may.
    Names,
    /// `that's`: letters follow at once, or it says nothing.
    Points,
    /// `as in`: the letter stands before it.
    Told,
}

/// Words that say what follows, folded.
#[rustfmt::skip]
const CUES: &[(Cue, &str)] = &[
    (Cue::Spells, "spelled spelt spell spells spelling buchstabiert buchstabiere buchstabieren geschrieben schreibt \
        epele epelle epelez epeler sepelle secrit ecrit deletreado deletreada deletreo deletrea deletrear escribe \
        soletrado soletrada soletro soletra soletrar escreve sillabato compitato scrive spel spelled gespeld spellen"),
    (Cue::Names, "name names surname nachname vorname familienname nom prenom nombre apellido apellidos nome cognome \
        sobrenome apelido naam achternaam voornaam heisse heise appelle mappelle llamo chiamo chamo heet"),
    (Cue::Points, "thats that its"),
    (Cue::Told, "as wie"),
];

/// Words between a letter and the word that tells it.
const TELLERS: &[&str] =
    &["for", "like", "wie", "comme", "como", "come", "de", "di", "van", "als", "zoals", "om"];

/// The spelling alphabet of the ICAO.
const ALPHABET: &[&str] = &[
    "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
    "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango",
    "uniform", "victor", "whiskey", "whisky", "xray", "yankee", "zulu",
];

/// Abbreviations that are said letter by letter.
const ABBREVIATIONS: &[&str] = &[
    "usa", "uk", "eu", "uae", "faq", "atm", "dhl", "ups", "pdf", "sms", "url", "usb", "iban", "swift",
    "html", "http", "https", "nasa", "asap", "wifi", "vip", "diy", "ceo", "cto", "cfo", "fbi", "cia", "bmw",
    "ikea", "hdmi", "imei", "iphone", "ssn", "tba", "tbd", "eta", "fyi", "lol", "omg", "vpn", "api", "sql",
    "gps", "led", "lcd", "cvv", "cvc", "pin", "abc", "abcd", "abcde", "xyz", "bbc", "cnn", "nbc", "hbo",
    "ibm", "kfc", "nhs", "dvla", "hmrc", "irs", "dob", "rsvp", "pto", "pos", "crm", "erp", "sku", "upc",
    "ean", "gmbh", "adac", "aok", "tuv", "sncf", "ratp", "edf", "csv", "xml", "json", "yes", "no", "ok",
    "vin", "mrp", "emi", "kyc", "otp", "isp", "dns", "sim", "esim", "imap", "smtp", "ssl", "tv", "pc", "cd",
    "dvd", "gdpr", "hr",
];

/// Words that say that letters are no name.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "code", "reference", "ref", "booking", "confirmation", "postcode", "plate", "registration", "model", "sku", "part",
    "serial", "password", "passwort", "flight", "locator", "version", "kennzeichen", "product", "company", "brand",
    "word", "acronym", "abbreviation", "abbreviated", "short", "stands", "file", "domain", "website", "app", "software",
    "coupon", "voucher", "promo", "pin", "order", "ticket", "invoice", "policy", "claim", "street", "road", "city",
    "town", "codigo", "buchungscode", "referenz", "reservierung", "reserva", "dossier", "prenotazione", "sigla",
    "artikel", "item", "size", "grade", "option", "options", "answer", "answers", "column", "columns", "key", "keys",
    "group", "class", "vitamin", "vitamins", "plan", "team", "blood", "drive", "user", "username", "gate", "terminal", "row", "seat",
];

/// Words that begin another field behind a name.
const OTHER_FIELDS: &[&str] = &[
    "address", "adresse", "phone", "telefon", "email", "mail", "company", "dob", "order", "date", "account",
    "and",
];

/// The letters that a run of text spells.
struct Run {
    span: Span,
    /// Folded, with a blank between names.
    letters: String,
    /// How many letters have a word that tells them.
    told: usize,
    /// How many words of the spelling alphabet stand for a letter.
    alphabet: usize,
    /// Whether hyphens or points stand between them.
    is_joined: bool,
}

/// What the word at byte `at` announces, if it announces letters.
pub(super) fn cue(word: &Word) -> Option<Cue> {
    BY_WORD.find(word.bytes()).copied()
}

static BY_WORD: LazyLock<WordTable<Cue>> = LazyLock::new(|| {
    let words = CUES.iter().flat_map(|(cue, words)| words.split_whitespace().map(|word| (word, *cue)));
    WordTable::new(words, |_, _| {})
});

/// The words that announce letters, for the gate, as they are written.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    const PHRASES: &[&str] = &[
        "spelled",
        "spelt",
        "spell",
        "buchstabier",
        "geschrieben",
        "schreibt",
        "épel",
        "epel",
        "écrit",
        "ecrit",
        "deletre",
        "escribe",
        "soletr",
        "escreve",
        "sillabato",
        "compitato",
        "scrive",
        "spel ",
        "gespeld",
        "name is",
        "name's",
        "surname",
        "nachname",
        "vorname",
        "familienname",
        "nombre es",
        "apellido",
        "cognome",
        "sobrenome",
        "apelido",
        "naam is",
        "achternaam",
        "voornaam",
        "heiße ",
        "heisse ",
        "appelle ",
        "llamo ",
        "chiamo ",
        "chamo ",
        "nom est",
        "nome è",
        "nome é",
        "name ist",
        "name:",
        "that's",
        "that is",
        "it's",
        "as in ",
        "wie ",
    ];
    PHRASES.iter().copied()
}

/// The name that is spelled behind the cue at byte `at`, or around it; nothing before `floor` belongs to it.
pub(super) fn around(text: &str, word: &Word, cue: Cue, floor: usize) -> Option<Finding> {
    let run = match cue {
        Cue::Told => {
            let first = Word::before(text, word.span.start, &[]).filter(|word| word.span.start >= floor)?;
            first.letter()?;
            read(text, first).filter(|run| run.told >= 2)?
        }
        Cue::Points => {
            let mut next = Word::after(text, word.span.end, &MARKS)?;
            if word.folded() == "that" {
                next = Word::after(text, next.span.end, &MARKS).filter(|_| next.folded() == "is")?;
            }
            read(text, next).filter(|run| match run.alphabet {
                0 => run.told >= 2 || run.count() >= 4,
                words => words >= 3,
            })?
        }
        Cue::Spells | Cue::Names => behind(text, word, cue)?,
    };
    // Letters with numbers are a code; the words before say what else letters are.
    if run.told == 0 && is_abbreviation(&run.letters)
        || is_code(text, run.span.end)
        || is_no_name(text, run.span.start, floor)
    {
        return None;
    }
    let recognizer = SPELLED;
    let (score, rank) = (if run.told > 0 || cue != Cue::Points { 0.8 } else { 0.6 }, Rank::Cue);
    let cue = (cue != Cue::Told).then_some(word.span);
    Some(Finding { entity_type: EntityType::Person, span: run.span, score, rank, recognizer, cue })
}

/// The name that a spelled value says: its letters, or the name that a word of how to write it follows.
pub(super) fn written(value: &str) -> Option<String> {
    let first = Word::at(value, 0)?;
    if let Some(run) = read(value, first).filter(|run| {
        run.span.len() == value.trim_end().len() && run.count() > 1 && !matches!(run.alphabet, 1 | 2)
    }) {
        return Some(run.letters);
    }
    if !value.contains(' ') {
        return None;
    }
    let mut from = first;
    while let Some(next) = Word::after(value, from.span.end, &[]) {
        if remark_end(value, &next) == Some(value.len()) {
            return value.get(..from.span.end).map(str::to_owned);
        }
        from = next;
    }
    None
}

/// Whether letters said one by one that something else takes for a name are none: an abbreviation (`U S A`), or the
/// beginning of a code (`K L M dash four seven`).
pub(in crate::deid) fn is_no_spelled_name(text: &str, span: Span) -> bool {
    let second = text.as_bytes().get(span.start + 1);
    if !matches!(second, Some(b' ' | b'-')) || span.len() < 3 {
        return false;
    }
    Word::at(text, span.start)
        .filter(|first| first.letter().is_some())
        .and_then(|first| read(text, first))
        .is_some_and(|run| {
            run.told == 0
                && (is_code(text, run.span.end) || run.span == span && is_abbreviation(&run.letters))
        })
}

/// The letters within a few words behind a cue, or the name with a remark on how it is written.
fn behind(text: &str, cue_word: &Word, cue: Cue) -> Option<Run> {
    const PAUSES: [char; 9] = [',', '-', '–', '.', ':', '(', '"', '…', ')'];
    let mut last: Option<Word> = None;
    let mut end = cue_word.span.end;
    for _ in 0..=GAP {
        let next = Word::after(text, end, &PAUSES)?;
        if OTHER_FIELDS.contains(&next.folded()) {
            return None;
        }
        if let Some(named) = last.filter(|_| cue == Cue::Names)
            && let Some(end) = remark_end(text, &next)
            && named.folded().len() > 2
        {
            let span = Span::new(named.span.start, end);
            return Some(Run {
                span,
                letters: named.folded().to_owned(),
                told: 1,
                alphabet: 0,
                is_joined: false,
            });
        }
        if let Some(run) = read(text, next) {
            // `name: Victor Lima` is a name, `P.O.` an abbreviation.
            let named = cue == Cue::Names;
            let least = if named && text.get(next.span.end..)?.starts_with('-') { 2 } else { 3 };
            let is_spelled = match run.alphabet {
                0 => run.told >= 2 || run.count() >= least,
                words => !named && words >= 3,
            };
            if is_spelled {
                return Some(run);
            }
        }
        (last, end) = (Some(next), next.span.end);
    }
    None
}

/// The end of a remark on how a name is written: `with ue`, `mit Doppel-S`, `without an h`.
fn remark_end(text: &str, word: &Word) -> Option<usize> {
    #[rustfmt::skip]
    const WITH: &[&str] = &[
        "with", "mit", "avec", "con", "com", "met", "without", "ohne", "sans", "sin", "sem", "senza", "zonder",
    ];
    const ARTICLES: &[&str] =
        &["a", "an", "einem", "un", "una", "um", "uma", "een", "one", "two", "zwei", "le"];
    const PAIRS: &[&str] = &[
        "ue", "oe", "ae", "ss", "sz", "dt", "ey", "ei", "ay", "ai", "th", "ph", "ck", "tz", "ie", "ee", "ll",
        "nn", "tt", "ff", "pp", "rr", "ij", "td", "ks", "oo",
    ];
    if !WITH.contains(&word.folded()) {
        return None;
    }
    let mut next = Word::after(text, word.span.end, &[])?;
    if ARTICLES.contains(&next.folded())
        && let Some(after) = Word::after(text, next.span.end, &[])
    {
        next = after;
    }
    if is_times(&next) {
        next = Word::after(text, next.span.end, &['-']).filter(|next| next.letter().is_some())?;
    }
    let is_letters = next.letter().is_some() || PAIRS.contains(&next.folded());
    // `with a smile`, `with x and y`: no more may follow.
    let rest = text.get(next.span.end..)?.trim_start_matches(' ');
    let closes = rest.is_empty()
        || rest.starts_with([',', '.', '!', '?', ';', '\n', '\r', ')', '-'])
        || next.letter().is_none();
    (is_letters && closes).then_some(next.span.end)
}

/// One letter, or what says one.
struct Unit {
    letter: char,
    times: usize,
    end: usize,
    told: bool,
    of_alphabet: bool,
}

/// The letter that is said by this word and what follows it.
fn unit(text: &str, word: &Word, of_alphabet: bool) -> Option<Unit> {
    if let Some(letter) = word.letter() {
        let told = told_end(text, word, letter);
        return Some(Unit {
            letter,
            times: 1,
            end: told.unwrap_or(word.span.end),
            told: told.is_some(),
            of_alphabet: false,
        });
    }
    let folded = word.folded();
    if is_times(word)
        || matches!(folded, "capital" | "uppercase" | "lowercase" | "majuscule" | "mayuscula" | "grosses")
    {
        let next = Word::after(text, word.span.end, &['-'])?;
        let letter = next.letter()?;
        let told = told_end(text, &next, letter);
        let times = if is_times(word) { 2 } else { 1 };
        return Some(Unit {
            letter,
            times,
            end: told.unwrap_or(next.span.end),
            told: told.is_some(),
            of_alphabet: false,
        });
    }
    (of_alphabet && ALPHABET.contains(&folded)).then(|| Unit {
        letter: folded.chars().next().unwrap_or('?'),
        times: 1,
        end: word.span.end,
        told: true,
        of_alphabet: true,
    })
}

/// The end of the word that tells a letter: `B as in boy`, `N for November`.
fn told_end(text: &str, letter_word: &Word, letter: char) -> Option<usize> {
    let next = Word::after(text, letter_word.span.end, &[])?;
    let (teller, sure) = match next.folded() {
        "as" => (Word::after(text, next.span.end, &[]).filter(|word| word.folded() == "in")?, true),
        "wie" => (next, true),
        _ => (next, false),
    };
    if !sure && !TELLERS.contains(&teller.folded()) {
        return None;
    }
    let told = Word::after(text, teller.span.end, &['"', '\''])?;
    let same = told.folded().starts_with(letter);
    (told.folded().len() > 1 && (same || sure && !told.folded().starts_with("the"))).then_some(told.span.end)
}

/// The letters from this word on.
fn read(text: &str, first: Word) -> Option<Run> {
    let start = unit(text, &first, true)?;
    let mut run = Run {
        span: Span::new(first.span.start, start.end),
        letters: String::new(),
        told: 0,
        alphabet: 0,
        is_joined: text.get(start.end..).is_some_and(|rest| rest.starts_with(['-', '.', '–'])),
    };
    let mut pending = Some(start);
    while let Some(unit_here) = pending.take() {
        (0..unit_here.times).for_each(|_| run.letters.push(unit_here.letter));
        run.told += usize::from(unit_here.told);
        run.alphabet += usize::from(unit_here.of_alphabet);
        run.span.end = unit_here.end;
        if run.letters.len() > LETTERS {
            break;
        }
        let Some(next) = Word::after(text, unit_here.end, &MARKS) else { break };
        let gap = text.get(unit_here.end..next.span.start).unwrap_or_default();
        let Some(following) = unit(text, &next, true) else { break };
        let joins = gap.starts_with(['-', '.', '–']);
        if run.is_joined && !joins && !unit_here.told {
            // `J-O-H-N S-M-I-T-H`: another name; `S-M-I-T-H I think`: another word.
            let goes_on = text.get(following.end..).is_some_and(|rest| rest.starts_with(['-', '–']));
            if !goes_on && !following.told && following.times == 1 {
                break;
            }
            if goes_on {
                run.letters.push(' ');
            }
        }
        if gap == " " && !following.told && is_word_again(text, &next, &following) {
            break;
        }
        pending = Some(following);
    }
    Some(run)
}

/// Whether a letter is the word of a sentence that goes on: `… T H I need help`.
fn is_word_again(text: &str, word: &Word, unit: &Unit) -> bool {
    #[rustfmt::skip]
    const BEHIND_I: &[&str] = &[
        "am", "need", "have", "want", "would", "will", "can", "cant", "was", "did", "do", "dont", "ordered", "bought",
        "live", "think", "just", "got", "called", "tried", "paid", "had", "didnt", "never", "still", "also",
    ];
    word.folded() == "i"
        && Word::after(text, unit.end, &[]).is_some_and(|next| BEHIND_I.contains(&next.folded()))
}

impl Run {
    /// How many letters there are.
    fn count(&self) -> usize {
        self.letters.chars().filter(|c| *c != ' ').count()
    }
}

fn is_times(word: &Word) -> bool {
    matches!(
        word.folded(),
        "double" | "doppel" | "doppeltes" | "doble" | "duplo" | "doppia" | "doppio" | "dubbel" | "dubbele"
    )
}

fn is_abbreviation(letters: &str) -> bool {
    ABBREVIATIONS.contains(&letters)
}

/// Whether a number goes on where the letters end: `K as in kilo, L as in lima, four seven`, `X-Y-Z-4412`.
fn is_code(text: &str, end: usize) -> bool {
    let next = Word::after(text, end, &MARKS);
    let is_filler = |next: &Word| matches!(numeral(next.bytes()), Some((Numeral::Filler, _)));
    let behind = next.filter(is_filler).and_then(|filler| Word::after(text, filler.span.end, &MARKS));
    behind.or(next).is_some_and(|next| {
        next.folded().starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                numeral(next.bytes()),
                Some((Numeral::Digit(_) | Numeral::Teen(_) | Numeral::Tens(_) | Numeral::Times(_), _))
            )
    })
}

/// Whether a word shortly before byte `start` says that letters are no name, or a number goes before them.
fn is_no_name(text: &str, start: usize, floor: usize) -> bool {
    let mut at = start;
    for n in 0..8 {
        let Some(word) = Word::before(text, at, &[',', '-', ':', '.', '"', '(']) else {
            // A token is a word that says nothing.
            match token_before(text, at) {
                Some(token) => at = token,
                None => break,
            }
            continue;
        };
        if word.span.start < floor {
            break;
        }
        let folded = word.folded();
        let is_number = n == 0 && folded.bytes().all(|b| b.is_ascii_digit());
        if is_number || NO_NAMES.contains(&folded) || speaks_for(folded, REFERENCE | VERSION) {
            return true;
        }
        if CUES.iter().any(|(cue, words)| *cue == Cue::Names && words.split(' ').any(|name| name == folded)) {
            // `company name`
            let of = Word::before(text, word.span.start, &[]);
            return of.is_some_and(|of| NO_NAMES.contains(&of.folded()));
        }
        at = word.span.start;
    }
    false
}

/// Where the token of an earlier run begins that stands before byte `end`.
fn token_before(text: &str, end: usize) -> Option<usize> {
    const LONGEST: usize = 64;
    let head = text.get(..end)?.trim_end_matches([' ', ',', ':']).strip_suffix(']')?;
    let floor = head.floor_char_boundary(head.len().saturating_sub(LONGEST));
    head.get(floor..)?.rfind('[').map(|at| floor + at)
}
