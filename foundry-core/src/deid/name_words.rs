//! Word lists behind the guards of known values. All lower case, without diacritics and sorted, for binary search.

use super::name_word_list::{GERMAN_NOUNS, MAILBOX_WORDS, NAME_WORDS};

/// Whether this is a name that is also an everyday word, so that it needs a cue before it counts as a name.
pub(super) fn is_name_word(word: &str) -> bool {
    has_length(&NAME_LENGTHS, word) && NAME_WORDS.binary_search(&word).is_ok()
}

/// Whether German may write this name with a capital because it is a noun.
pub(super) fn is_german_noun(word: &str) -> bool {
    GERMAN_NOUNS.binary_search(&word).is_ok()
}

/// Whether this is a month, a season or a day, which some languages write with a capital in the middle of a sentence.
pub(super) fn is_time(word: &str) -> bool {
    TIMES.binary_search(&word).is_ok()
}

/// Whether this word stands before a time rather than a person: `by June`.
pub(super) fn announces_time(word: &str) -> bool {
    TIME_WORDS.binary_search(&word).is_ok()
}

/// Whether this word of a mail address is an everyday word: `coffee.lover`.
pub(super) fn is_mailbox_word(word: &str) -> bool {
    MAILBOX_WORDS.binary_search(&word).is_ok()
}

/// Whether a name follows this title: `Mr`, `Frau`, `Sra`.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.binary_search(&word).is_ok()
}

/// Whether a name follows behind this word and a colon: `Name:`.
pub(super) fn is_name_label(word: &str) -> bool {
    NAME_LABELS.binary_search(&word).is_ok()
}

/// Whether this word is one of those that nearly every German sentence has.
pub(super) fn is_german(word: &str) -> bool {
    GERMAN.binary_search(&word).is_ok()
}

/// Whether this part of a name never stands for the person alone: titles, particles, suffixes.
pub(super) fn is_particle(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    has_length(&PARTICLE_LENGTHS, word) && PARTICLES.binary_search(&word).is_ok()
}

/// Whether this is the name of a function rather than of a person: a shared mailbox, a sender's role.
pub(super) fn is_role_word(word: &str) -> bool {
    has_length(&ROLE_LENGTHS, word) && ROLE_WORDS.binary_search(&word).is_ok()
}

/// Whether a name may follow this word: a greeting, thanks or the close of a letter.
pub(super) fn is_salutation(word: &str) -> bool {
    SALUTATIONS.binary_search(&word).is_ok()
}

/// Whether this word announces a thing or a time rather than a person: `your Bill`, `in May`.
pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.binary_search(&word).is_ok()
}

/// By first byte: which lengths the words of a list have, as bits. Nearly every word that is asked for ends here.
type Lengths = [u32; 256];

static NAME_LENGTHS: Lengths = lengths(NAME_WORDS);
static PARTICLE_LENGTHS: Lengths = lengths(PARTICLES);
static ROLE_LENGTHS: Lengths = lengths(ROLE_WORDS);

const fn lengths(words: &[&str]) -> Lengths {
    let mut lengths = [0; 256];
    let mut i = 0;
    while i < words.len() {
        let word = words[i].as_bytes();
        assert!(word.len() < 32);
        lengths[word[0] as usize] |= 1 << word.len();
        i += 1;
    }
    lengths
}

fn has_length(lengths: &Lengths, word: &str) -> bool {
    let first = word.bytes().next().unwrap_or(0);
    word.len() < 32 && lengths[usize::from(first)] >> word.len() & 1 == 1
}

#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "abu", "al", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "dr", "du",
    "el", "esq", "frau", "herr", "hr", "ibn", "ii", "iii", "iv", "jr", "la", "le", "los", "madame", "miss",
    "monsieur", "mr", "mrs", "ms", "mx", "phd", "prof", "professor", "san", "sir", "sr", "st", "ten",
    "ter", "the", "van", "vom", "von", "y", "zu", "zum", "zur",
];

#[rustfmt::skip]
const ROLE_WORDS: &[&str] = &[
    "abuse", "account", "accounting", "accounts", "admin", "administrator", "advisor", "agent", "anonymous",
    "api", "assistant", "automation", "billing", "booking", "bookings", "bot", "careers", "chatbot", "client",
    "clients", "compliance", "contact", "contact-us", "contactus", "customer", "customer service",
    "customer support", "customer-service", "customer.service", "customercare", "customers", "customerservice",
    "default", "desk", "dispatch", "do-not-reply", "donotreply", "email", "end user", "enquiries", "enquiry",
    "events", "false", "feedback", "finance", "general", "gpt", "guest", "hello", "help", "help desk", "helpdesk",
    "hr", "human", "inbound", "info", "information", "inquiries", "inquiry", "invoice", "invoices", "it", "jobs",
    "legal", "mail", "mailer", "main", "manager", "marketing", "media", "member", "model", "moderator", "n/a",
    "newsletter", "no reply", "no-reply", "nobody", "none", "noreply", "notifications", "null", "office",
    "online", "operator", "orders", "outbound", "owner", "payments", "payroll", "postmaster", "press", "privacy",
    "public", "purchasing", "reception", "rep", "representative", "requester", "reservations", "returns", "root",
    "sales", "security", "seller", "sender", "service", "services", "shipping", "shop", "staff", "store",
    "studio", "support", "support agent", "support team", "system", "team", "tech", "test", "true", "undefined",
    "unknown", "user", "users", "vendor", "visitor", "web", "webmaster", "website", "welcome",
];

#[rustfmt::skip]
const SALUTATIONS: &[&str] = &[
    "abbracci", "abbraccio", "abraco", "abracos", "abrazo", "abrazos", "afternoon", "bedankt", "best", "beste",
    "bienvenue", "bisous", "bonjour", "bonsoir", "buonasera", "buongiorno", "bye", "cara", "cari", "caro",
    "cheers", "cher", "chere", "ciao", "cordialement", "cordiali", "cumprimentos", "dank", "danke", "dear",
    "estimada", "estimado", "estimados", "evening", "geachte", "gentile", "goodbye", "gracias", "grazie",
    "greetings", "groet", "groeten", "groetjes", "gruesse", "gruss", "grusse", "hallo", "hei", "hej", "hello",
    "hey", "hi", "hiya", "hoi", "hola", "liebe", "lieber", "liefs", "merci", "moin", "morgen", "morning",
    "obrigada", "obrigado", "oi", "ola", "prezada", "prezado", "querida", "querido", "regards", "saludo",
    "saludos", "salut", "saluti", "salve", "servus", "sincerely", "sincerement", "tack", "thank", "thanks",
    "thanx", "thx", "tschuss", "welcome", "wishes", "you", "yours",
];

/// Months, seasons, days and feasts that are names too.
#[rustfmt::skip]
const TIMES: &[&str] = &[
    "abril", "agosto", "april", "aprile", "august", "autumn", "avril", "christmas", "dawn", "domenica", "domingo",
    "enero", "freitag", "friday", "giugno", "herbst", "janeiro", "june", "juni", "lente", "maggio", "mai", "maio",
    "marzo", "may", "mayo", "mei", "montag", "natal", "natale", "noel", "pascua", "pasqua", "primavera",
    "samstag", "sommer", "sonntag", "spring", "summer", "sunday", "verano", "winter", "zomer",
];

/// Titles, without their full stop.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "doctor", "doktor", "don", "dona", "dott", "dottoressa", "dr", "dra", "frau", "fraulein", "fru", "herr",
    "herrn", "hr", "ing", "lady", "lord", "m", "madam", "madame", "mademoiselle", "maitre", "meneer", "mevrouw",
    "miss", "mister", "mlle", "mme", "monsieur", "mr", "mrs", "ms", "mw", "mx", "prof", "professor", "senhor",
    "senhora", "senor", "senora", "sig", "signor", "signora", "signore", "sir", "sr", "sra", "srta",
];

/// Small words of German that are none of English.
#[rustfmt::skip]
const GERMAN: &[&str] = &[
    "aber", "auch", "auf", "bei", "bitte", "das", "dass", "dem", "der", "diese", "dieser", "durch", "ein", "eine",
    "einem", "einen", "einer", "fur", "habe", "haben", "ich", "ihr", "ihre", "im", "ist", "kann", "kein", "keine",
    "mein", "meine", "mit", "nach", "nicht", "noch", "nur", "oder", "schon", "sehr", "sich", "sie", "sind",
    "uber", "und", "uns", "unser", "vom", "von", "wann", "warum", "wegen", "wenn", "wie", "wir", "wird", "zu",
    "zum", "zur",
];

/// Words that stand before a colon and a name: `Name: Wolf`, `signed: Rose`.
#[rustfmt::skip]
const NAME_LABELS: &[&str] = &[
    "absender", "agent", "attn", "author", "buyer", "caller", "client", "cliente", "contact", "contacto", "contatto",
    "customer", "firma", "from", "guest", "klant", "kontakt", "kunde", "kundin", "met", "naam", "name", "nom",
    "nombre", "nome", "owner", "passenger", "patient", "recipient", "sender", "signed", "user", "von",
];

/// Words before a month, a season or a time of day: `by June`, `from Dawn`.
#[rustfmt::skip]
const TIME_WORDS: &[&str] = &[
    "a", "ab", "after", "and", "anfang", "apres", "around", "ate", "avant", "before", "beginning", "bis", "by",
    "debut", "depuis", "desde", "dopo", "during", "each", "early", "em", "en", "end", "ende", "fin", "for",
    "from", "hasta", "im", "in", "jusqu", "late", "mid", "mitte", "nach", "nel", "of", "on", "or", "seit",
    "since", "sinds", "start", "through", "till", "tot", "und", "until", "vanaf", "voor", "vor",
];

#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "all", "am", "an", "any", "aucun", "aucune", "beim", "ce", "cet", "cette", "das", "dein", "deine", "dem",
    "den", "der", "des", "det", "deze", "die", "diese", "dieser", "dieses", "each", "een", "ein", "eine", "einem",
    "einen", "einer", "el", "esta", "este", "every", "gli", "her", "het", "his", "ihr", "ihre", "il", "im", "in",
    "ins", "its", "jede", "jeder", "kein", "keine", "la", "las", "last", "le", "les", "lo", "los", "mein",
    "meine", "mon", "my", "new", "next", "no", "notre", "nuestra", "nuestro", "ons", "onze", "os", "our",
    "questa", "questo", "sein", "seine", "sin", "su", "sua", "suo", "the", "their", "these", "this", "those",
    "um", "uma", "umas", "un", "una", "une", "uns", "unser", "unsere", "vom", "vos", "votre", "your", "zum",
    "zur",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_lower_case() {
        for list in [
            NAME_WORDS,
            GERMAN_NOUNS,
            MAILBOX_WORDS,
            PARTICLES,
            ROLE_WORDS,
            SALUTATIONS,
            DETERMINERS,
            TIMES,
            TIME_WORDS,
            TITLES,
            NAME_LABELS,
            GERMAN,
        ] {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{} {}", pair[0], pair[1]);
            }
            assert!(list.iter().all(|word| *word == word.to_lowercase() && word.len() <= 16));
        }
    }
}
