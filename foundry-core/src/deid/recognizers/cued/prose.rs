//! Words that stand behind a cue and are no value: `my password is wrong`, `reset your user name`.

/// Words in lower case, sorted, that no password and no user name is taken for.
#[rustfmt::skip]
static WORDS: &[&str] = &[
    "a", "aber", "abgelaufen", "about", "above", "accepted", "access", "account", "accounts", "across", "active",
    "actually", "ada", "add", "address", "after", "again", "all", "allowed", "already", "also", "always", "am", "an",
    "and", "another", "any", "anything", "are", "arguments", "as", "ask", "asked", "at", "auch", "aus", "auth",
    "authentication", "back", "bad", "banned", "based", "be", "because", "been", "before", "being", "belongs",
    "below", "bien", "bitte", "blank", "blocked", "both", "box", "broken", "bug", "but", "button", "by", "can",
    "cannot", "cant", "case", "change", "changed", "check", "combination", "combo", "compromised", "confirmed",
    "console", "control", "correct", "correcta", "correcte", "correcto", "could", "credentials", "date", "de",
    "default", "deleted", "details", "did", "didn", "different", "difficult", "disabled", "does", "doesn", "don",
    "done", "down", "due", "each", "easy", "either", "else", "email", "emails", "empty", "enabled", "encrypted",
    "enough", "enter", "entered", "entry", "error", "errors", "et", "etc", "every", "everything", "exact", "exactly",
    "existing", "exists", "expire", "expired", "expires", "expiring", "failed", "failing", "failure", "falsch",
    "false", "far", "field", "fields", "file", "files", "fine", "first", "fixed", "for", "forgot", "forgotten",
    "form", "format", "free", "from", "full", "generally", "gerade", "get", "gets", "given", "giving", "going",
    "gone", "good", "great", "group", "hacked", "had", "happy", "hard", "has", "have", "having", "here", "hidden",
    "how", "however", "i", "id", "if", "immer", "important", "in", "inactive", "incorrect", "incorrecta",
    "incorrecte", "incorrecto", "info", "information", "input", "insecure", "inside", "instead", "into", "invalid",
    "invalida", "invalide", "inválida", "inválido", "is", "isn", "issue", "issues", "it", "its", "jetzt", "just",
    "keep", "kein", "keine", "key", "keys", "known", "korrekt", "last", "leer", "left", "less", "letters", "like",
    "limited", "link", "links", "list", "local", "locked", "login", "long", "longer", "looks", "lost", "mail",
    "manager", "mandatory", "many", "match", "matching", "may", "me", "menu", "mine", "missing", "more", "much",
    "must", "my", "name", "named", "names", "need", "needed", "never", "new", "next", "nicht", "no", "none", "normal",
    "not", "nothing", "now", "null", "number", "numbers", "of", "off", "often", "ok", "okay", "old", "on", "once",
    "one", "only", "open", "option", "optional", "or", "order", "other", "our", "out", "over", "own", "page", "pages",
    "panel", "part", "pas", "pass", "passphrase", "password", "passwords", "passwort", "pending", "per", "perfect",
    "phone", "please", "policy", "por", "portal", "possible", "pour", "private", "problem", "problems", "process",
    "profile", "prompt", "prompts", "protected", "protection", "public", "really", "reason", "recovery", "redacted",
    "rejected", "remembered", "required", "reset", "resets", "resetting", "restart", "restriction", "revoked",
    "richtig", "right", "root", "safe", "same", "save", "saved", "says", "schon", "screen", "screens", "second",
    "secret", "section", "secure", "see", "seems", "sehr", "send", "sent", "server", "session", "set", "settings",
    "setup", "shared", "short", "should", "shown", "simple", "since", "site", "so", "some", "somehow", "someone",
    "something", "soon", "state", "stays", "still", "stolen", "stored", "strength", "strong", "stuck", "such",
    "support", "sure", "system", "taken", "temporarily", "temporary", "terminal", "test", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "time", "times", "to", "today", "token",
    "too", "true", "try", "trying", "two", "type", "unavailable", "und", "under", "ungültig", "unique", "unknown",
    "unlocked", "unsafe", "until", "up", "update", "updated", "upon", "used", "useless", "user", "username",
    "usernames", "users", "using", "usually", "valid", "value", "vergessen", "verification", "verified", "very",
    "via", "visible", "vs", "was", "wasn", "way", "we", "weak", "website", "well", "were", "what", "when", "where",
    "whether", "which", "while", "who", "why", "will", "window", "wird", "with", "within", "without", "won", "word",
    "work", "worked", "working", "works", "would", "wrong", "yes", "yet", "you", "your", "yours", "zu",
];

/// Words with digits that speak of passwords and are none.
const TERMS: [&str; 20] = [
    "2fa", "3fa", "md5", "sha1", "sha2", "sha256", "sha512", "sha-256", "base64", "utf8", "utf-8", "wpa2",
    "wpa3", "oauth2", "802.1x", "ipv4", "ipv6", "http2", "mp3", "x509",
];

/// Whether a value is an everyday word, a term, an ordinal (`2nd`) or a count (`8+`, `10x`, `12-character`).
pub(in crate::deid::recognizers) fn is_prose(value: &str) -> bool {
    let lower = value.to_lowercase();
    if WORDS.binary_search_by(|word| word.as_bytes().cmp(lower.as_bytes())).is_ok()
        || TERMS.contains(&lower.as_str())
    {
        return true;
    }
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let rest = lower.get(digits..).unwrap_or_default();
    #[rustfmt::skip]
    const UNITS: &[&str] = &[
        "st", "nd", "rd", "th", "x", "h", "hr", "hrs", "min", "mins", "s", "sec", "ms", "am", "pm", "k", "m", "gb", "mb", "kb", "bit", "bits", "days",
        "day", "times", "chars", "char", "characters", "digit", "digits", "letters", "years", "usd", "eur", "km", "kg", "px", "ish", "er", "ers", "e",
    ];
    digits > 0 && digits <= 4 && UNITS.contains(&rest.trim_start_matches(['-', '+']))
}

/// Whether a word reads like a participle, an adverb or an adjective of English or German.
pub(in crate::deid::recognizers) fn is_inflected(word: &str) -> bool {
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &["ed", "ing", "ly", "able", "ible", "ful", "less", "ous", "ive", "ical", "ated", "ment", "tion", "ness", "t's", "n't", "iert", "bar", "lich"];
    let ends = |ending: &str| {
        let tail = word.len().checked_sub(ending.len()).and_then(|from| word.as_bytes().get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending.as_bytes()))
    };
    word.len() > 4 && ENDINGS.iter().any(|ending| ends(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_sorted() {
        assert!(
            WORDS.windows(2).all(|pair| pair[0].as_bytes() < pair[1].as_bytes()),
            "{:?}",
            WORDS.windows(2).find(|p| p[0].as_bytes() >= p[1].as_bytes())
        );
        assert!(is_prose("Incorrect") && is_prose("2nd") && is_prose("12-characters"));
    }
}
