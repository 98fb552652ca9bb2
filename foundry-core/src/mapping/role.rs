//! Which words say that a customer, an agent or the system speaks.

use std::sync::LazyLock;

use super::fold::fold;
use crate::conversation::SenderRole;

const CUSTOMER: &[&str] = &[
    "customer",
    "customers",
    "client",
    "user",
    "users",
    "end user",
    "enduser",
    "visitor",
    "guest",
    "lead",
    "contact",
    "requester",
    "requestor",
    "caller",
    "buyer",
    "shopper",
    "member",
    "patient",
    "consumer",
    "human",
    "subscriber",
    "donor",
    "asker",
    "person",
    "inbound",
    "incoming",
    "in",
    "received",
    "kunde",
    "kundin",
    "kunden",
    "nutzer",
    "benutzer",
    "anrufer",
    "anruferin",
    "besucher",
    "interessent",
    "eingehend",
    "eingang",
    "cliente",
    "clienta",
    "usuario",
    "visitante",
    "comprador",
    "entrante",
    "recebida",
    "recebido",
    "recibido",
    "utente",
    "acquirente",
    "visitatore",
    "in arrivo",
    "in entrata",
    "utilisateur",
    "utilisatrice",
    "cliente",
    "visiteur",
    "acheteur",
    "consommateur",
    "entrant",
    "recu",
    "klant",
    "gebruiker",
    "bezoeker",
    "beller",
    "inkomend",
    "ontvangen",
];

const AGENT: &[&str] = &[
    "agent",
    "agents",
    "assistant",
    "support",
    "support agent",
    "support team",
    "operator",
    "admin",
    "administrator",
    "staff",
    "team",
    "teammate",
    "representative",
    "rep",
    "csr",
    "advisor",
    "adviser",
    "consultant",
    "employee",
    "bot",
    "chatbot",
    "ai",
    "ai agent",
    "gpt",
    "model",
    "responder",
    "seller",
    "technician",
    "service",
    "service desk",
    "customer service",
    "customer support",
    "customer care",
    "customer success",
    "helpdesk",
    "help desk",
    "company",
    "business",
    "outbound",
    "outgoing",
    "out",
    "sent",
    "reply",
    "mitarbeiter",
    "mitarbeiterin",
    "berater",
    "beraterin",
    "sachbearbeiter",
    "sachbearbeiterin",
    "kundenservice",
    "kundendienst",
    "kundenbetreuer",
    "kundenberater",
    "ausgehend",
    "ausgang",
    "conseiller",
    "conseillere",
    "operateur",
    "operatrice",
    "employe",
    "service client",
    "sortant",
    "envoye",
    "agente",
    "asesor",
    "asesora",
    "operador",
    "operadora",
    "soporte",
    "atencion al cliente",
    "empleado",
    "saliente",
    "enviado",
    "enviada",
    "atendente",
    "atendimento",
    "suporte",
    "operatore",
    "assistenza",
    "supporto",
    "consulente",
    "servizio clienti",
    "addetto",
    "in uscita",
    "medewerker",
    "klantenservice",
    "adviseur",
    "uitgaand",
    "verzonden",
    "asistente",
    "assistente",
    "assistent",
];

const SYSTEM: &[&str] = &[
    "system",
    "automation",
    "automated",
    "auto",
    "trigger",
    "event",
    "action",
    "notification",
    "notice",
    "macro",
    "workflow",
    "tool",
    "function",
    "note",
    "internal note",
    "sistema",
    "systeme",
    "systeem",
    "hinweis",
    "automatisch",
    "automatique",
    "automatico",
];

/// Words for yes in the seven languages, and what computers write for it.
pub(super) const YES: &[&str] =
    &["true", "yes", "y", "t", "1", "ja", "oui", "si", "sí", "sim", "wahr", "vrai", "vero"];
/// Words for no.
pub(super) const NO: &[&str] =
    &["false", "no", "n", "f", "0", "nein", "non", "não", "nee", "falsch", "faux", "falso"];

/// What a yes-or-no value says, ASCII case aside.
pub(super) fn yes_or_no(value: &str) -> Option<bool> {
    let value = value.trim();
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    if is(YES) {
        Some(true)
    } else if is(NO) {
        Some(false)
    } else {
        None
    }
}

/// Returns the role that a value such as `Agent`, `end-user`, `agent:17`, `Support (Tier 2)` or `Kundin` names.
pub(super) fn role_of(value: &str) -> Option<SenderRole> {
    if value.len() > 64 {
        return None;
    }
    if let Some(role) = role_of_phrase(&fold(value)) {
        return Some(role);
    }
    if let Some((head, tail)) = value.split_once(['(', ':', '/', '|', '#', '@']) {
        let inner = tail.trim_end_matches([')', ']', ' ']);
        return role_of_phrase(&fold(head)).or_else(|| role_of_phrase(&fold(inner)));
    }
    None
}

/// Whether the value is nothing but a role word, with a number at most: `Agent`, `end_user`, `Kundin 2`.
///
/// Asked for every personal value of every row: a value whose first letter, length and number of words no role word
/// has, which is nearly every one, is turned away without being folded.
pub(super) fn is_role_word(value: &str) -> bool {
    static LENGTHS: LazyLock<[[u32; 26]; 2]> = LazyLock::new(|| {
        let mut lengths = [[0; 26]; 2];
        for word in [CUSTOMER, AGENT, SYSTEM].concat() {
            let by_letter = &mut lengths[usize::from(word.contains(' '))];
            if let Some(mask) = letter(word).and_then(|at| by_letter.get_mut(at)) {
                *mask |= 1 << word.len().min(31);
            }
        }
        lengths
    });
    let numbered = value.as_bytes().last().is_some_and(|b| b.is_ascii_digit() || *b == b' ');
    let value =
        if numbered { value.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ') } else { value };
    if value.len() > 32 {
        return false;
    }
    if let Some(at) = letter(value) {
        let length = if value.is_ascii() { value.len() } else { value.chars().count() };
        // Whatever is no letter or digit may stand for the space of a word of two parts.
        let parts = value.bytes().any(|b| !b.is_ascii_alphanumeric());
        if LENGTHS[usize::from(parts)].get(at).is_none_or(|mask| mask & (1 << length.min(31)) == 0) {
            return false;
        }
    }
    if !value.is_ascii() {
        return exact(&fold(value)).is_some();
    }
    let mut buffer = [b' '; 32];
    for (to, from) in buffer.iter_mut().zip(value.bytes()) {
        *to = if from.is_ascii_alphanumeric() { from.to_ascii_lowercase() } else { b' ' };
    }
    std::str::from_utf8(&buffer).is_ok_and(|folded| exact(folded.trim_end()).is_some())
}

/// The first letter as 0 to 25, where it is one of `a-z`.
fn letter(word: &str) -> Option<usize> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    first.is_ascii_lowercase().then(|| usize::from(first - b'a'))
}

fn role_of_phrase(folded: &str) -> Option<SenderRole> {
    if let Some(role) = exact(folded) {
        return Some(role);
    }
    let plain = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if let Some(role) = exact(plain) {
        return Some(role);
    }
    if plain.split(' ').count() > 3 {
        return None;
    }
    // "live agent", "agent anna": the last word is the head of the phrase, the first a title.
    let last = plain.rsplit(' ').next().and_then(exact_long);
    last.or_else(|| plain.split(' ').next().and_then(exact_long))
}

fn exact(word: &str) -> Option<SenderRole> {
    if CUSTOMER.contains(&word) {
        Some(SenderRole::Customer)
    } else if AGENT.contains(&word) {
        Some(SenderRole::Agent)
    } else if SYSTEM.contains(&word) {
        Some(SenderRole::System)
    } else {
        None
    }
}

/// Words that keep their meaning inside a longer phrase; `in`, `out`, `ai` and the like do not.
fn exact_long(word: &str) -> Option<SenderRole> {
    if word.len() < 4 { None } else { exact(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roles_in_seven_languages() {
        for (word, role) in [
            ("Customer", SenderRole::Customer),
            ("end-user", SenderRole::Customer),
            ("END_USER", SenderRole::Customer),
            ("Kundin", SenderRole::Customer),
            ("Usuário", SenderRole::Customer),
            ("klant", SenderRole::Customer),
            ("utente", SenderRole::Customer),
            ("Employé", SenderRole::Agent),
            ("agent:17", SenderRole::Agent),
            ("Agent 3", SenderRole::Agent),
            ("Support (Tier 2)", SenderRole::Agent),
            ("Anna (Agent)", SenderRole::Agent),
            ("live agent", SenderRole::Agent),
            ("customer service", SenderRole::Agent),
            ("system", SenderRole::System),
            ("action", SenderRole::System),
        ] {
            assert_eq!(role_of(word), Some(role), "{word}");
        }
        for word in ["Anna Weber", "", "true", "42", "maria@example.com", "Ain Out"] {
            assert_eq!(role_of(word), None, "{word}");
        }
    }
}
