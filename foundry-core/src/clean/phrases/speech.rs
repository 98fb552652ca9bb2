//! Small words of sentences: a line that holds one was written by a person and is no name, title or address.

/// Pronouns, verbs and the like, as whole words; none that is common in names, titles, addresses or domains.
#[rustfmt::skip]
pub(in crate::clean) static SPOKEN: &[&str] = &[
    "i'm", "i've", "i'd", "i'll", "i am", "i have", "i had", "i need", "i want", "i would", "i will", "i can", "i was", "i did", "i do", "i just", "i tried", "i still", "i think", "i also", "you", "your order", "we", "they", "it's", "it is", "are", "was", "were", "please", "could", "would", "should", "have", "has", "had", "my", "does", "did", "don't", "doesn't", "didn't", "can't", "not", "this", "that", "there", "but", "if", "what", "when", "why", "how", "just", "because", "need", "want", "been", "got",
    "ich", "wir", "ist", "sind", "bitte", "kann", "können", "könnten", "habe", "haben", "hat", "mein", "meine", "meinen", "nicht", "aber", "wenn", "wie", "warum", "noch", "ihnen", "dass", "wird", "werden", "wurde",
    "je", "j'ai", "vous", "nous", "sont", "c'est", "s'il", "pouvez", "mais", "quand", "pourquoi", "avez", "suis", "cette", "n'est", "merci de",
    "yo", "usted", "ustedes", "está", "están", "por favor", "puede", "pueden", "tengo", "pero", "cuando", "cómo", "necesito", "gracias por",
    "eu", "você", "vocês", "podem", "pode", "tenho", "não", "quando", "preciso", "estou",
    "lei", "sono", "può", "potete", "perché", "vorrei", "questo", "questa", "abbiamo", "grazie per",
    "ik", "jij", "jullie", "wij", "het", "zijn", "kunt", "heb", "heeft", "niet", "maar", "waarom", "graag", "wordt",
    "jeg", "det", "kan", "har", "ikke", "hvis", "hvorfor", "gerne", "venligst",
    "jag", "är", "inte", "varför", "gärna", "snälla", "detta", "vill",
    "jest", "proszę", "mogę", "można", "mam", "moja", "moje", "nie", "jeśli", "dlaczego", "czy", "się", "był", "była", "już",
];

/// Words by which people speak of themselves and what they want; notices of companies do not.
#[rustfmt::skip]
pub(in crate::clean) static FIRST_PERSON: &[&str] = &[
    "i'm", "i've", "i'd", "i'll", "i am", "i have", "i had", "i need", "i want", "i would", "i will", "i can", "i cannot", "i can't", "i was", "i did", "i didn't", "i do", "i don't", "i just", "i tried", "i still", "i think", "i also", "i got", "i get", "i received", "i never", "i wish", "i like", "i ordered", "i bought", "i left", "i no longer", "i joined", "can i", "could i", "do i", "may i", "should i", "am i", "have i", "my", "me",
    "ich", "mein", "meine", "meinen", "meiner", "meinem", "mir", "mich",
    "je", "j'ai", "j'aimerais", "mon", "mes", "moi", "me",
    "yo", "mi", "mis", "quiero", "quisiera", "necesito", "tengo",
    "eu", "meu", "minha", "meus", "minhas", "quero", "gostaria", "preciso",
    "io", "mio", "mia", "miei", "vorrei", "voglio", "ho",
    "ik", "mij", "mijn",
    "jeg", "mig", "mine",
    "jag", "mig", "mina", "mitt",
    "mnie", "mój", "moja", "moje", "mojego", "mojej", "chcę", "chciałbym", "chciałabym", "mam",
];

/// Words for what a notice is about: the message itself.
#[rustfmt::skip]
pub(in crate::clean) static MAIL_WORDS: &[&str] = &[
    "e-mail", "email", "mail", "e-mails", "emails", "message", "communication", "transmission", "attachments", "attachment", "recipient", "sender", "nachricht", "nachrichten", "anhänge", "empfänger", "absender", "adressat", "courriel", "pièces jointes", "destinataire", "expéditeur", "mensaje", "correo", "destinatario", "remitente", "mensagem", "destinatário", "remetente", "messaggio", "mittente", "bericht", "ontvanger", "afzender", "geadresseerde", "meddelelse", "modtager", "afsender", "meddelande", "mottagare", "mottagaren", "avsändare", "avsändaren", "mejl", "e-post", "wiadomość", "wiadomości", "adresat", "odbiorca", "nadawca", "nadawcę", "virus", "viruses", "viren", "datenschutz", "privacy", "gdpr", "dsgvo", "rgpd", "rodo", "newsletter", "unsubscribe", "copyright", "©",
];
