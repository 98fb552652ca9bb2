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

/// Phrases by their first letter, the longest first.
static BY_LETTER: LazyLock<Vec<Vec<(&'static str, Kind)>>> = LazyLock::new(|| {
    let mut letters = vec![Vec::new(); 32];
    for &(kind, phrases) in CUES {
        for phrase in phrases {
            if let Some(list) = phrase.bytes().next().and_then(|b| letters.get_mut(usize::from(b & 0x1f))) {
                list.push((*phrase, kind));
            }
        }
    }
    letters.iter_mut().for_each(|list| list.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len())));
    letters
});

/// The cues that start at byte `start`, the longest first.
pub(super) fn at(text: &str, start: usize) -> impl Iterator<Item = Cue> {
    let bytes = text.as_bytes();
    let letter = bytes.get(start).map_or(0, |b| usize::from(b & 0x1f));
    let list = BY_LETTER.get(letter).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(move |&(phrase, kind)| {
        let end = match_phrase(bytes, start, phrase.as_bytes())?;
        let next = text.get(end..)?.chars().next();
        (!next.is_some_and(|c| c.is_alphanumeric() || c == '_')).then_some(Cue { kind, start, end })
    })
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
