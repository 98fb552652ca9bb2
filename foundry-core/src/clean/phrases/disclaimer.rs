//! Notices that companies add to every mail.

/// Phrases that only stand in a notice.
#[rustfmt::skip]
pub(in crate::clean) static NOTICES: &[&str] = &[
    // English
    "confidentiality notice", "intended recipient", "intended only for", "intended solely for", "solely for the use of", "solely for the addressee", "for the sole use of", "privileged and confidential", "confidential and privileged", "confidential and may be", "confidential and intended", "contain confidential", "contains confidential", "contain privileged", "contains privileged", "legally privileged", "received this email in error", "received this e-mail in error", "received this message in error", "received this communication in error", "received it in error", "received this transmission in error", "unauthorized use, disclosure", "unauthorised use, disclosure", "unauthorized review", "views or opinions expressed", "views expressed in this", "opinions expressed in this", "not the named addressee", 
    "consider the environment", "think before you print", "think before printing", "do you really need to print", 
    "to unsubscribe", "unsubscribe |", "| unsubscribe", "you are receiving this email because", "you received this email because", "you are receiving this because", "you're receiving this email because", "you received this message because you are subscribed", "manage your email preferences", "manage your preferences", "manage your subscription", "update your preferences", "view this email in your browser", "view in browser", "email preferences", "this email is a service from", "delivered by zendesk", "all rights reserved", "add us to your address book", "you can opt out", "to opt out",
    // German
    "vertrauliche und/oder rechtlich geschützte", "vertrauliche informationen", "vertrauliche und", "enthält vertrauliche", "nicht der richtige adressat", "nicht der beabsichtigte empfänger", "nicht der vorgesehene empfänger", "irrtümlich erhalten", "versehentlich erhalten", "ausschließlich für den adressaten", "ausschließlich für den empfänger", "nur für den adressaten bestimmt", "nur für den empfänger bestimmt", "unbefugte weitergabe", "unerlaubte kopieren", "denken sie an die umwelt", "an die umwelt denken", "umwelt zuliebe", "bevor sie diese e-mail ausdrucken", "bevor sie diese mail ausdrucken", "schonen sie die umwelt", "sie erhalten diese e-mail, weil", "sie erhalten diese e-mail weil", "abmelden |", "| abmelden", "im browser anzeigen", "informationen zum datenschutz", "datenschutzhinweise", "datenschutzerklärung:", "alle rechte vorbehalten",
    // French
    "ce message et toutes les pièces jointes", "ce message est confidentiel", "cet e-mail est confidentiel", "ce courriel est confidentiel", "confidentiel et destiné", "exclusive de ses destinataires", "exclusivement destiné", "informations confidentielles", "destinataire prévu", "reçu ce message par erreur", "reçu cet e-mail par erreur", "reçu ce courriel par erreur", "destinataire de ce message", "toute utilisation non autorisée", "pensez à l'environnement", "pensez à l’environnement", "n'imprimez ce", "vous recevez cet e-mail car", "vous recevez ce message car", "gérer vos préférences", "tous droits réservés", 
    // Spanish
    "aviso de confidencialidad", "aviso legal", "información confidencial", "carácter confidencial", "dirigido exclusivamente", "dirigida exclusivamente", "exclusivamente a su destinatario", "exclusivo de su destinatario", "no es el destinatario", "no es usted el destinatario", "recibido este mensaje por error", "recibido este correo por error", "recibido por error", "piense en el medio ambiente", "cuide el medio ambiente", "cuidemos el medio ambiente", "proteja el medio ambiente", "recibe este correo porque", "recibes este correo porque", "recibió este correo porque", "todos los derechos reservados", "protección de datos de carácter personal", "responsable del tratamiento", "política de privacidad:",
    // Portuguese
    "aviso de confidencialidade", "informação confidencial", "informações confidenciais", "destina-se exclusivamente", "destinada exclusivamente", "destinado exclusivamente", "uso exclusivo do destinatário", "não for o destinatário", "não é o destinatário", "não seja o destinatário", "recebeu esta mensagem por engano", "recebeu este e-mail por engano", "recebeu este email por engano", "recebido por engano", "recebeu por engano", "pense no meio ambiente", "pense no ambiente", "proteja o ambiente", "está recebendo este e-mail porque", "recebeu este e-mail porque", "recebe este e-mail porque", "todos os direitos reservados", 
    // Italian
    "avviso di riservatezza", "informazioni riservate", "informazioni confidenziali", "strettamente riservat", "carattere riservato", "riservato e confidenziale", "esclusivamente al destinatario", "esclusivamente destinat", "uso esclusivo del destinatario", "non siete il destinatario", "non foste i destinatari", "non è il destinatario", "ricevuto questo messaggio per errore", "ricevuto questa e-mail per errore", "ricevuto per errore", "ricevuta per errore", "ricevuto questa email per errore", "pensa all'ambiente", "rispetta l'ambiente", "ricevi questa email perché", "hai ricevuto questa email perché", "riceve questa e-mail perché", "tutti i diritti riservati", "ai sensi del regolamento", "d.lgs. 196", 
    // Dutch
    "vertrouwelijke informatie", "vertrouwelijk en", "uitsluitend bestemd voor", "alleen bestemd voor", "niet de geadresseerde", "niet de bedoelde ontvanger", "niet de beoogde ontvanger", "ten onrechte ontvangen", "per abuis ontvangen", "per vergissing ontvangen", "denk aan het milieu", "voordat u deze e-mail print", "u ontvangt deze e-mail omdat", "je ontvangt deze e-mail omdat", "u ontvangt deze mail omdat", "alle rechten voorbehouden", "aan dit bericht kunnen geen rechten",
    // Danish
    "fortrolige oplysninger", "fortrolig information", "kun beregnet til", "kun beregnet for", "udelukkende beregnet", "udelukkende til brug for", "ikke den rette modtager", "ikke er den tiltænkte modtager", "ikke den tilsigtede modtager", "modtaget denne e-mail ved en fejl", "modtaget denne mail ved en fejl", "ved en fejltagelse har modtaget", "modtaget ved en fejl", "tænk på miljøet", "skån miljøet", "du modtager denne e-mail, fordi", "du modtager denne mail, fordi", "du modtager denne e-mail fordi", "alle rettigheder forbeholdes", "behandler personoplysninger",
    // Swedish
    "konfidentiell information", "är konfidentiellt", "är konfidentiell", "endast avsett för", "endast avsedd för", "enbart avsett för", "enbart avsedd för", "inte är den avsedda mottagaren", "inte är rätt mottagare", "fel mottagare", "fått detta meddelande av misstag", "mottagit detta meddelande av misstag", "fått detta mejl av misstag", "fått detta e-postmeddelande av misstag", "tänk på miljön", "värna om miljön", "du får detta mejl eftersom", "du får det här mejlet eftersom", "du får detta e-postmeddelande eftersom", "alla rättigheter förbehållna", "behandlar personuppgifter",
    // Polish
    "informacje poufne", "poufne informacje", "przeznaczona wyłącznie dla", "przeznaczone wyłącznie dla", "przeznaczony wyłącznie", "wyłącznie dla adresata", "wyłącznie do użytku adresata", "nie są państwo adresatem", "nie jest pan adresatem", "nie są państwo zamierzonym", "nie jesteś adresatem", "nie jest zamierzonym odbiorcą", "otrzymali państwo tę wiadomość przez pomyłkę", "otrzymał tę wiadomość omyłkowo", "otrzymaną przez pomyłkę", "pomyśl o środowisku", "chroń środowisko", "dbajmy o środowisko", "otrzymujesz tę wiadomość, ponieważ", "otrzymujesz ten e-mail, ponieważ", "otrzymałeś tę wiadomość, ponieważ", "wszelkie prawa zastrzeżone", "administratorem danych osobowych", "administratorem państwa danych",
];

/// What companies must print under their letters: one alone may be what the message is about, two are a footer.
#[rustfmt::skip]
pub(in crate::clean) static LEGAL: &[&str] = &[
    "company registered in", "registered in england", "registered in scotland", "registered office:", "registered address:", "company number", "vat registration", "vat number", "vat reg", "company registration", "authorised and regulated by", "sitz der gesellschaft", "registergericht", "amtsgericht", "handelsregister", "geschäftsführer:", "geschäftsführung:", "geschäftsführerin:", "ust-idnr", "ust-id", "ust.-id", "ustid", "umsatzsteuer-id", "steuernummer:", "vorstand:", "aufsichtsrat", "vorsitzender des", "hrb ", "vertretungsberechtigt", "siège social", "rcs ", "siret", "siren", "au capital de", "tva intracommunautaire", "n° tva", "inscrita en el registro mercantil", "registro mercantil", "domicilio social", "cif:", "cif ", "cnpj:", "cnpj ", "nipc", "contribuinte n", "capital social", "matriculada na", "p. iva", "p.iva", "partita iva", "codice fiscale:", "sede legale", "capitale sociale", "registro imprese", "registro delle imprese", "kvk:", "kvk-nummer", "kvk nummer", "kvk ", "btw-nummer", "btw nr", "btw:", "statutair gevestigd", "cvr-nr", "cvr nr", "cvr:", "org.nr", "org. nr", "organisationsnummer", "säte i", "styrelsens säte", "sąd rejonowy", "nip:", "nip ", "regon", "krs:", "krs ", "kapitał zakładowy",
    "eingetragen im handelsregister", "ust-nr", "steuernr", "hrb", "hra", "vat", "vat id", "ein:", "abn", "abn:", "acn", "rcs", "siret:", "tva", "nif:", "nif", "cif", "cnpj", "iva", "rea", "c.f.", "kvk", "btw", "cvr", "org.nr.", "momsregistreringsnummer", "f-skatt", "nip", "regon:", "krs", "ges. m.b.h.", "firmenbuch", "uid", "geschäftsführer", "vorstand", "vorstandsvorsitzender", "ceo:", "inscription", "kapitalgesellschaft", "finanzamt", "iban", "bic", "swift", "bankverbindung", "sparkasse",
];

/// Lines that head a notice; what follows them at the end of a message belongs to it.
#[rustfmt::skip]
pub(in crate::clean) static HEADINGS: &[&str] = &[
    "confidentiality notice", "disclaimer", "legal notice", "legal disclaimer", "privacy notice", "confidential", "confidentiality", "important notice", "email disclaimer", "e-mail disclaimer", "notice",
    "vertraulichkeitshinweis", "haftungsausschluss", "rechtlicher hinweis", "wichtiger hinweis", "datenschutz", "impressum", "pflichtangaben", "avis de confidentialité", "clause de confidentialité", "avertissement", "mentions légales", "confidentialité",
    "aviso legal", "aviso de confidencialidad", "cláusula de confidencialidad", "confidencialidad", "nota legal", "aviso de confidencialidade", "cláusula de confidencialidade", "confidencialidade", "nota de confidencialidade",
    "avviso di riservatezza", "nota di riservatezza", "informativa sulla privacy", "riservatezza", "clausola di riservatezza", "vertrouwelijkheidsclausule", "vertrouwelijkheid", "juridische kennisgeving", "fortrolighed", "fortrolighedserklæring", "ansvarsfraskrivelse", "sekretess", "sekretessmeddelande", "ansvarsfriskrivning", "klauzula poufności", "poufność", "nota prawna", "informacja prawna", "zastrzeżenie",
];

/// Banners that a mail server puts above a message.
#[rustfmt::skip]
pub(in crate::clean) static BANNERS: &[&str] = &[
    "caution: this email originated", "caution: external", "caution: this email is from", "warning: this email originated", "warning: external", "this email originated from outside", "this message originated from outside", "this e-mail originated from outside", "[external]", "[external email]", "external email:", "external sender", "external email", "[extern]", "you don't often get email from", "some people who received this message don't often get email from", "do not click links or open attachments", "do not click on links or open attachments",
    "achtung: externe", "achtung: diese e-mail kommt von", "externe e-mail", "diese e-mail kommt von außerhalb", "diese e-mail stammt von", "sie erhalten nicht oft e-mails von", "sie erhalten nicht häufig e-mails von", "vorsicht: externe", "vous n'obtenez pas souvent d'e-mail", "vous ne recevez pas souvent de courriers", "attention : ce courriel provient", "attention: cet e-mail provient", "[externe]", "no suele recibir correo", "no suele recibir correos electrónicos de", "precaución: este correo", "atención: correo externo", "[externo]", "não costuma receber", "você não costuma receber emails de", "atenção: este e-mail", "non si ricevono spesso", "non ricevi spesso messaggi", "attenzione: questa e-mail proviene", "[esterno]", "u ontvangt niet vaak e-mail van", "je ontvangt niet vaak e-mail van", "let op: deze e-mail komt van", "du modtager ikke ofte mails fra", "du får ikke ofte mails fra", "advarsel: ekstern", "du får inte ofta e-post från", "varning: externt", "nie otrzymujesz często wiadomości", "nie często otrzymujesz", "uwaga: wiadomość zewnętrzna", "uwaga: ta wiadomość pochodzi",
];

/// Word beginnings of what notices are made of, by idea: one alone may be talk, several together are a notice.
pub(in crate::clean) struct Ideas {
    pub secret: &'static [&'static str],
    pub addressee: &'static [&'static str],
    pub only: &'static [&'static str],
    pub mistaken: &'static [&'static str],
    pub print: &'static [&'static str],
    pub nature: &'static [&'static str],
    pub leave: &'static [&'static str],
    pub click: &'static [&'static str],
}

#[rustfmt::skip]
pub(in crate::clean) static IDEAS: Ideas = Ideas {
    secret: &[
        "confiden", "privileged", "proprietary", "vertraul", "geheim", "geschützt", "riservat", "fortrolig", "konfidentiel", "konfidentiell", "sekretess", "poufn", "tajemnic", "vertrouwelijk", "luottamuksell",
    ],
    addressee: &[
        "recipient", "addressee", "to whom it is addressed", "adressat", "empfänger", "destinatai", "destinatar", "destinatár", "a la que va dirigid", "a quien va dirigid", "geadresseerde", "ontvanger", "modtager", "mottagar", "adresat", "odbiorc", "vastaanottaj",
    ],
    only: &[
        "solely", "exclusive", "only for the use", "intended for", "intended only", "ausschließlich", "bestimmt", "exclusiv", "usage exclusif", "esclusiv", "uitsluitend", "bestemd", "udelukkende", "kun beregnet", "kun til", "enbart", "endast", "avsed", "avsett", "wyłącznie", "przeznaczon", "unauthori", "prohibit", "unbefugt", "interdit", "prohibid", "proibid", "vietat", "verboden", "forbudt", "förbjud", "zabronion",
    ],
    mistaken: &[
        "in error", "by mistake", "delete", "destroy", "notify the sender", "irrtümlich", "versehentlich", "fälschlich", "vernichten", "löschen", "par erreur", "détruire", "supprimer", "por error", "borr", "elimin", "por engano", "por erro", "apag", "exclua", "per errore", "cancell", "distrugg", "abusievelijk", "onterecht", "ten onrechte", "per abuis", "vergissing", "verwijder", "vernietig", "ved en fejl", "fejlagtigt", "slette", "slet ", "misstag", "felaktigt", "radera", "förstör", "pomyłk", "omyłk", "usun", "skasow", "zniszcz",
    ],
    print: &["print", "druck", "gedruckt", "ausdruck", "ausgedruckt", "imprim", "impress", "stamp", "druk", "skriv inte ut", "skriv bara ut", "skriv ut", "skriver ut", "skriva ut", "utskrift", "wydruk", "tulost", "paper", "papier", "papel", "carta", "papir", "papper"],
    nature: &["environment", "planet", "umwelt", "environnement", "planète", "medio ambiente", "medioambiente", "meio ambiente", "ambiente", "milieu", "miljø", "miljö", "środowisk", "tree", "baum", "bäume", "arbre", "árbol", "árvore", "alber", "bomen", "necessary", "notwendig", "necessar", "nécessaire", "necesari", "noodzakelijk", "nødvendig", "nödvändig", "konieczn", "responsib"],
    leave: &["unsubscri", "opt out", "opt-out", "abmelde", "abbestell", "désabonn", "désinscri", "de baja", "suscripci", "descadastr", "subscri", "inscrição", "disiscri", "iscrizion", "afmeld", "uitschrij", "frameld", "avregistr", "avprenumer", "prenumeration", "wypis", "subskrypc", "no longer wish", "nicht mehr erhalten", "ne souhaitez plus", "no desea", "não deseja", "non desider", "niet meer", "ikke længere", "inte längre", "nie chce"],
    click: &["click", "here", "link", "hier", "klick", "cliqu", "ici", "clic", "haga clic", "aquí", "aqui", "qui", "klik", "her", "här", "tutaj", "kliknij", "reply with", "send an e", "send an empty", "preferences", "browser", "profile", "newsletter"],
};
