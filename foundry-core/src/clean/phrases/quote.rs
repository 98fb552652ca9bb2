//! Quotes and forwards: introductions, verbs, header fields and separators of mail programs.

/// What a header of one line begins with: "On Monday …", "Am 3. Mai …", "Dnia …".
#[rustfmt::skip]
pub(in crate::clean) static INTRODUCTIONS: &[&str] = &[
    "on", "at", "in a message dated",
    "am", "an",
    "le", "el", "a las", "em", "no dia", "a", "à", "il giorno", "il", "in data", "alle", "op", "den", "d.", "kl.",
    "w dniu", "dnia", "dne", "ma", "wiadomość napisana przez", "il giorno", "dňa",
];

/// The verb of such a header, after the name or before it.
#[rustfmt::skip]
pub(in crate::clean) static WROTE: &[&str] = &[
    "wrote", "writes", "has written", "skrev", "skrev følgende", "schrieb", "schreibt", "schrieb am", "geschrieben",
    "hat geschrieben", "a écrit", "à écrit", "écrit", "écrivait", "écrivit", "escribió", "ha escrito", "escribió el", "escreveu", "ha scritto",
    "scrive", "scriveva", "schreef", "heeft geschreven", "geschreven", "heeft het volgende geschreven", "har skrevet", "har skrivit", "napisał",
    "napisała", "napisał(a)", "napisana przez", "napisane przez", "napisali", "pisze", "napsal", "napsal(a)", "napísal", "napísal(a)", "kirjoitti", "написал", "написал(а)", "написала", "пишет",
    "yazdı", "şunu yazdı", "írta", "a scris", "đã viết", "va escriure", "写道",
];

/// What an introduction is not followed by in a header, but in a sentence: "On 3 May your colleague wrote:".
#[rustfmt::skip]
pub(in crate::clean) static ADDRESSED: &[&str] = &[
    "you", "your", "my", "our", "ihr", "ihre", "ihrer", "sie", "mein", "meine", "unser", "unsere", "votre",
    "vos", "vous", "notre", "su", "sus", "usted", "nuestro", "nuestra", "seu", "sua", "você",
    "meu", "minha", "nosso", "vostro", "vostra", "voi", "mio", "mia", "nostro", "uw", "jullie", "mijn", "onze",
    "jeres", "deres", "vores", "ert", "vår", "wasz", "państwa", "pan", "pani", "mój", "nasz",
];

/// Months and weekdays, by their first letters.
#[rustfmt::skip]
pub(in crate::clean) static CALENDAR: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon", "tue", "wed", "thu",
    "fri", "sat", "sun",
    "mär", "mai", "okt", "dez", "mo", "die", "di", "mit", "mi", "don", "do", "fre", "fr", "sam", "sa", "so", "mon",
    "janv", "févr", "fév", "mars", "avr", "juin", "juil", "août", "déc", "lun", "mar", "mer", "jeu", "ven", "dim",
    "ene", "abr", "ago", "dic", "mié", "jue", "vie", "sáb", "dom",
    "fev", "mai", "set", "out", "dez", "seg", "ter", "qua", "qui", "sex",
    "gen", "mag", "giu", "lug", "ott", "gio", "sab",
    "mrt", "mei", "maa", "din", "woe", "wo", "vr", "za", "zo",
    "maj", "man", "tir", "ons", "tor", "lør", "søn", "mån", "tis", "lör", "sön",
    "sty", "lut", "kwi", "cze", "lip", "sie", "wrz", "paź", "lis", "gru", "pon", "wt", "śr", "czw", "pt", "pią", "sob", "nie", "wto", "śro",
];

/// A field of a header block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::clean) enum HeaderField {
    From,
    Date,
    To,
    Copy,
    Subject,
    Other,
}

/// The names of header fields, without the colon.
#[rustfmt::skip]
pub(in crate::clean) static HEADER_FIELDS: &[(&str, HeaderField)] = {
    use HeaderField::*;
    &[
        ("from", From), ("von", From), ("de", From), ("da", From), ("van", From), ("fra", From), ("från", From),
        ("od", From), ("lähettäjä", From), ("от", From), ("kimden", From), ("mittente", From), ("remitente", From), ("expéditeur", From),
        ("afzender", From), ("nadawca", From), ("feladó", From),
        ("sent", Date), ("date", Date), ("sent on", Date), ("gesendet", Date), ("gesendet am", Date), ("datum", Date), ("envoyé", Date),
        ("envoyé le", Date), ("enviado", Date), ("enviado el", Date), ("enviado em", Date), ("enviada em", Date), ("enviada", Date), ("enviados", Date), ("enviadas", Date), ("inviati", Date), ("fecha", Date), ("data", Date),
        ("inviato", Date), ("inviata", Date), ("data invio", Date), ("verzonden", Date), ("verzonden op", Date), ("dato", Date), ("sendt", Date), ("skickat", Date), ("skickades", Date),
        ("wysłano", Date), ("wysłane", Date), ("lähetetty", Date), ("отправлено", Date), ("дата", Date), ("odesláno", Date), ("gönderildi", Date), ("datum/zeit", Date), ("received", Date),
        ("to", To), ("an", To), ("à", To), ("a", To), ("para", To), ("aan", To), ("til", To), ("till", To), ("pour", To), ("adresat", To), ("odbiorca", To), ("modtager", To), ("mottagare", To), ("ontvanger", To), ("do", To), ("vastaanottaja", To),
        ("кому", To), ("komu", To), ("kime", To), ("empfänger", To), ("destinataire", To), ("destinatario", To), ("destinatário", To),
        ("cc", Copy), ("kopie", Copy), ("kopie an", Copy), ("copie à", Copy), ("copie", Copy), ("copia", Copy), ("cópia", Copy), ("dw", Copy), ("kopi", Copy), ("kopia", Copy), ("cci", Copy),
        ("bcc", Copy), ("cco", Copy), ("ccn", Copy), ("copia a", Copy), ("kopia till", Copy), ("do wiadomości", Copy), ("копия", Copy),
        ("subject", Subject), ("betreff", Subject), ("objet", Subject), ("sujet", Subject), ("asunto", Subject), ("assunto", Subject), ("oggetto", Subject),
        ("onderwerp", Subject), ("emne", Subject), ("ämne", Subject), ("temat", Subject), ("aihe", Subject), ("тема", Subject), ("předmět", Subject), ("konu", Subject), ("re", Subject), ("tárgy", Subject),
        ("reply-to", Other), ("reply to", Other), ("antwort an", Other), ("répondre à", Other), ("responder a", Other), ("rispondi a", Other), ("importance", Other),
        ("priority", Other), ("priorität", Other), ("wichtigkeit", Other), ("importanza", Other), ("importancia", Other), ("importância", Other), ("prioriteit", Other), ("urgentie", Other), ("prioritet", Other), ("vigtighed", Other), ("priorité", Other), ("importance", Other),
        ("attachments", Other), ("anlagen", Other), ("anhänge", Other), ("pièces jointes", Other), ("adjuntos", Other), ("anexos", Other), ("allegati", Other), ("bijlagen", Other), ("vedhæftede filer", Other), ("bilagor", Other), ("załączniki", Other),
        ("organization", Other), ("x-mailer", Other), ("message-id", Other), ("sender", Other), ("categories", Other),
    ]
};

/// What stands between dashes above a quoted message.
#[rustfmt::skip]
pub(in crate::clean) static ORIGINAL_MESSAGE: &[&str] = &[
    "original message", "originalmessage", "original-message", "original email", "original e-mail", "original mail", "reply message", "original appointment", "quoted message", "previous message", "message history",
    "ursprüngliche nachricht", "urspruengliche nachricht", "originalnachricht", "original-nachricht", "original nachricht", "ursprüngliche mail", "ursprüngliche e-mail", "ursprüngliche email", "originalmail", "ursprünglicher termin", "vorherige nachricht",
    "message d'origine", "message original", "message initial", "message précédent", "courriel d'origine", "mail original", "mensaje original", "correo original", "mensaje anterior", "mensagem original", "email original", "mensagem anterior",
    "messaggio originale", "messaggio precedente", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht", "oorspronkelijke e-mail", "vorig bericht", "oprindelig meddelelse", "original meddelelse", "oprindelig besked", "oprindelig e-mail", "opprinnelig melding", "originalmeddelande", "ursprungligt meddelande", "ursprungsmeddelande",
    "wiadomość oryginalna", "oryginalna wiadomość", "wiadomość pierwotna", "pierwotna wiadomość", "alkuperäinen viesti", "původní zpráva", "исходное сообщение", "özgün ileti", "eredeti üzenet",
];

/// What stands above a forwarded message, between dashes or before a colon.
#[rustfmt::skip]
pub(in crate::clean) static FORWARDED_MESSAGE: &[&str] = &[
    "forwarded message", "begin forwarded message", "forwarded by", "forwarded mail", "forwarded email", "start of forwarded message", "forwarded letter", "forwarded conversation",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete mail", "weitergeleitete e-mail", "beginn der weitergeleiteten nachricht", "weitergeleitet von", "weitergeleitete email",
    "message transféré", "message réexpédié", "début du message réexpédié", "début du message transféré", "transféré par", "message transmis", "courriel transféré", "mail transféré",
    "mensaje reenviado", "inicio del mensaje reenviado", "correo reenviado", "reenviado por", "comienzo del mensaje reenviado", "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada",
    "início da mensagem reencaminhada", "email encaminhado", "encaminhado por", "messaggio inoltrato", "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "inoltrato da", "email inoltrata",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "doorgestuurd door", "doorgestuurde e-mail", "videresendt meddelelse", "videresendt besked", "start på videresendt besked", "begynd videresendt besked", "videresendt af", "videresendt e-mail", "videresendt melding",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "början på vidarebefordrat meddelande", "vidarebefordrat mejl", "vidarebefordrat av", "vidarebefordrad e-post", "wiadomość przekazana", "przekazana wiadomość", "przekazana dalej", "początek przekazanej wiadomości",
    "początek wiadomości przekazanej", "treść przekazanej wiadomości", "przekazywana wiadomość", "początek przekazywanej wiadomości", "wiadomość przekazana dalej", "välitetty viesti", "přeposlaná zpráva", "пересылаемое сообщение", "iletilen ileti",
];

/// Whole short messages above a header block that say: what follows is the message.
#[rustfmt::skip]
pub(in crate::clean) static SEE_BELOW: &[&str] = &[
    "fyi", "for your information", "see below", "see the email below", "see email below", "see message below", "see the message below", "see forwarded", "forwarding", "forwarded", "i am forwarding", "fwd",
    "siehe unten", "s.u.", "zur info", "zur information", "zur kenntnis", "z.k.", "weiterleitung", "ich leite", "leite ich", "weitergeleitet", "leite weiter",
    "pour info", "pour information", "voir ci-dessous", "ci-dessous", "je transfère", "je vous transfère", "je transmets", "je vous transmets", "para su información", "ver abajo", "ver más abajo", "reenvío", "les reenvío", "le reenvío",
    "para informação", "para conhecimento", "ver abaixo", "veja abaixo", "encaminho", "reencaminho", "segue abaixo", "per conoscenza", "vedi sotto", "vedi di seguito", "inoltro", "vi inoltro",
    "ter info", "ter informatie", "zie onder", "zie onderstaand", "zie hieronder", "ik stuur", "doorgestuurd", "til orientering", "se nedenfor", "jeg videresender", "videresender", "för kännedom", "se nedan", "vidarebefordrar", "jag vidarebefordrar",
    "do wiadomości", "do informacji", "zobacz poniżej", "patrz poniżej", "przekazuję", "przesyłam dalej",
];

/// The line of a help desk above which the reply is to be written.
#[rustfmt::skip]
pub(in crate::clean) static REPLY_ABOVE: &[&str] = &[
    "type your reply above this line", "reply above this line", "write your reply above this line", "reply above the line", "please reply above this line", "add your reply above", "respond above this line", "write above this line", "reply above this text", "reply to this email above this line",
    "antworten sie oberhalb dieser zeile", "oberhalb dieser zeile", "über dieser zeile antworten", "antwort oberhalb dieser linie", "über dieser linie", "über dieser zeile", "oberhalb dieser linie", "antwort bitte über",
    "répondez au-dessus de cette ligne", "répondre au-dessus de cette ligne", "au-dessus de cette ligne", "votre réponse au-dessus", "por encima de esta línea", "encima de esta línea", "sobre esta línea", "acima desta linha", "acima dessa linha", "acima da linha",
    "sopra questa riga", "sopra questa linea", "al di sopra di questa riga", "boven deze lijn", "boven deze regel", "over denne linje", "over denne linien", "ovanför denna rad", "ovanför den här raden", "ovanför denna linje", "ovan denna rad", "powyżej tej linii", "nad tą linią", "ponad tą linią", "powyżej tego wiersza",
];
