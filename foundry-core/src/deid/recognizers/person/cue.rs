//! Words that say that a name stands beside them.

use std::sync::LazyLock;

/// What a cue says about the name beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `my name is`: any name follows.
    Declares,
    /// `name:`, `agent:`: a field, its colon and any name.
    Field,
    /// `this is`, `I'm`: a listed name follows, or anything else.
    Introduces,
    /// `hi`, `dear`: a name and a pause follow.
    Greets,
    /// `thanks`: a listed name follows, or the end.
    Thanks,
    /// `regards,`: a name on the next line.
    Signs,
    /// `Mr`, `Frau`: a family name follows.
    Titles,
    /// `spoke to`, `agent`: a name follows, or any other word.
    Meets,
    /// `here`, `speaking`: a name stands before.
    Follows,
}

use Kind::{Declares, Field, Follows, Greets, Introduces, Meets, Signs, Thanks, Titles};

/// Phrases in lower case. A space stands for any white space, an apostrophe for its curly form as well.
#[rustfmt::skip]
const CUES: &[(Kind, &[&str])] = &[
    (Declares, &["name is", "name's", "name was", "name ist", "ich heiße", "ich heisse", "je m'appelle", "nom est",
        "me llamo", "nombre es", "mi chiamo", "nome è", "naam is", "ik heet", "nome é", "me chamo", "chamo-me",
        "jag heter", "jeg heter", "jeg hedder", "nazywam się"]),
    (Field, &["name", "full name", "first name", "last name", "customer", "agent", "representative", "attn", "attention",
        "nombre", "nom", "nome", "naam", "vorname", "nachname", "prénom", "apellido", "kunde", "client", "recipient",
        "cardholder", "account holder", "passenger", "guest", "contact", "contact person", "signed", "surname"]),
    (Introduces, &["this is", "i'm", "im", "i am", "hier ist", "ich bin", "je suis", "soy", "sono", "ik ben", "sou",
        "hier spricht", "aquí", "it's"]),
    (Greets, &["hi", "hello", "hey", "dear", "hiya", "good morning", "good afternoon", "good evening", "hallo", "liebe",
        "lieber", "hola", "estimado", "estimada", "bonjour", "salut", "cher", "chère", "ciao", "buongiorno", "caro",
        "cara", "gentile", "beste", "geachte", "olá", "prezado", "prezada", "guten tag", "servus", "hej", "welcome"]),
    (Thanks, &["thanks", "thank you", "thx", "cheers", "danke", "merci", "gracias", "grazie", "dank je", "bedankt",
        "obrigado", "obrigada", "many thanks", "thanks again", "thank you so much", "thanks so much", "sorry", "bye"]),
    (Signs, &["regards", "sincerely", "sincerely yours", "yours truly", "yours sincerely", "yours faithfully", "best",
        "best wishes", "warmly", "thanks", "many thanks", "thank you", "cheers", "respectfully", "kind regards",
        "grüßen", "grüße", "gruß", "gruss", "cordialement", "bien à vous", "amicalement", "saludos", "un saludo",
        "atentamente", "cordiali saluti", "distinti saluti", "saluti", "groeten", "groet", "vriendelijke groet",
        "atenciosamente", "cumprimentos", "abraços", "hälsningar", "hilsen"]),
    (Titles, &["mr", "mrs", "ms", "mister", "dr", "doctor", "prof", "professor", "herr", "herrn", "frau", "monsieur",
        "madame", "mme", "señor", "señora", "signor", "signora", "senhor", "senhora", "dhr", "mevrouw", "mevr", "miss",
        "sra", "sir"]),
    (Meets, &["speaking with", "speaking to", "spoke to", "spoke with", "speak to", "speak with", "talked to",
        "talked with", "talking to", "chatted with", "chatting with", "assisted by", "helped by", "placed by", "signed by",
        "sent by", "agent", "representative", "colleague", "my husband", "my wife", "my partner", "my son",
        "my daughter", "my brother", "my sister", "my friend", "my manager", "ask for", "named", "called", "customer",
        "under the name", "in the name of", "registered to", "on behalf of"]),
    (Follows, &["here", "speaking"]),
];

/// A cue in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All cue phrases, for the gate.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    CUES.iter().flat_map(|(_, phrases)| phrases.iter().copied())
}

/// A cue phrase, with what tells it from most others at a glance.
#[derive(Clone)]
struct Phrase {
    text: &'static str,
    kind: Kind,
    /// Its first word, as far as eight bytes reach, and which bytes of them it takes.
    head: u64,
    mask: u64,
}

impl Phrase {
    fn new(text: &'static str, kind: Kind) -> Phrase {
        let length = text.bytes().take(8).take_while(u8::is_ascii_alphabetic).count() as u32;
        let mask = u64::MAX >> (64 - 8 * length.max(1));
        Phrase { text, kind, head: eight(text.as_bytes()) & mask, mask }
    }
}

/// The first eight bytes, letters in lower case.
fn eight(start: &[u8]) -> u64 {
    let mut eight = [0; 8];
    match start.first_chunk() {
        Some(chunk) => eight = *chunk,
        None => eight.iter_mut().zip(start).for_each(|(to, from)| *to = *from),
    }
    u64::from_le_bytes(eight) | 0x2020_2020_2020_2020
}

/// Phrases by their first three bytes, the longest first; those of two bytes apart.
static BY_START: LazyLock<Vec<Vec<Phrase>>> = LazyLock::new(|| {
    let mut starts = vec![Vec::new(); SLOTS];
    for &(kind, phrases) in CUES {
        for phrase in phrases {
            let (long, short) = slots(phrase.as_bytes());
            if let Some(list) = starts.get_mut(if phrase.len() > 2 { long } else { short }) {
                list.push(Phrase::new(phrase, kind));
            }
        }
    }
    starts.iter_mut().for_each(|list| list.sort_by_key(|phrase| std::cmp::Reverse(phrase.text.len())));
    starts
});

const SLOTS: usize = 1 << 11;

/// Where phrases of three bytes or more stand that may begin here, and where those of two. Letters of either case are
/// the same there, and what [`match_phrase`] takes for one another.
fn slots(start: &[u8]) -> (usize, usize) {
    let byte = |i: usize| u32::from(start.get(i).copied().unwrap_or(0));
    let letter = |i: usize| match byte(i) {
        0x09..=0x0d => 0,
        0xe2 => u32::from(b'\'') & 0x1f,
        byte => byte & 0x1f,
    };
    let two = byte(0) & 0x1f | letter(1) << 5;
    let slot = |key: u32| (key.wrapping_mul(0x9e37_79b1) >> (32 - SLOTS.trailing_zeros())) as usize;
    (slot(two | letter(2) << 10 | 1 << 15), slot(two))
}

/// The cues that start at byte `start`, the longest first.
pub(super) fn at(text: &str, start: usize) -> impl Iterator<Item = Cue> {
    let bytes = text.as_bytes();
    let rest = bytes.get(start..).unwrap_or_default();
    let (head, (long, short)) = (eight(rest), slots(rest));
    let list = |slot: usize| BY_START.get(slot).map(Vec::as_slice).unwrap_or_default();
    list(long).iter().chain(list(short)).filter_map(
        move |&Phrase { text: phrase, kind, head: first, mask }| {
            if head & mask != first {
                return None;
            }
            let end = match_phrase(bytes, start, phrase.as_bytes())?;
            let next = text.get(end..)?.chars().next();
            (!next.is_some_and(|c| c.is_alphanumeric() || c == '_')).then_some(Cue { kind, start, end })
        },
    )
}

/// One past the phrase at `start`, if it stands there.
fn match_phrase(bytes: &[u8], start: usize, phrase: &[u8]) -> Option<usize> {
    let mut at = start;
    for &expected in phrase {
        let found = *bytes.get(at)?;
        match expected {
            b' ' if found.is_ascii_whitespace() => at += 1 + usize::from(found == b'\r'),
            b'\'' if bytes.get(at..at + 3) == Some("’".as_bytes()) => at += 3,
            _ if found.to_ascii_lowercase() == expected => at += 1,
            _ => return None,
        }
    }
    Some(at)
}
