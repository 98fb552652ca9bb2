//! Signatures: closing formulas, lines of mail programs, words of contact blocks.

/// Closing formulas that say nothing else: what stands from here to the end is a signature.
#[rustfmt::skip]
pub(in crate::clean) static CLOSINGS: &[&str] = &[
    // English
    "best regards", "kind regards", "warm regards", "kindest regards", "warmest regards", "with kind regards", "with best regards", "with warm regards", "regards", "rgds", "best rgds", "many regards", "with regards", "good regards", "friendly regards", "my regards", "kind rgds",
    "br", "kr", "sincerely", "yours sincerely", "sincerely yours", "yours faithfully", "yours truly", "very truly yours", "respectfully", "respectfully yours", "best wishes", "with best wishes", "all the best", "warmly", "cordially", "yours cordially", "kind wishes", "warm wishes", "with gratitude", "with appreciation", "best regards and thanks", "thanks and regards", "thanks & regards", "thanks and best regards", "thanks & best regards", "thanks and kind regards", "thank you and best regards", "thank you and kind regards", "thank you & regards", "many thanks and kind regards", "many thanks and best regards", "faithfully",
    // German
    "mit freundlichen grüßen", "mit freundlichen gruessen", "mit freundlichem gruß", "mit freundlichem gruss", "mit freundlicher empfehlung", "freundliche grüße", "freundliche gruesse", "freundlicher gruß", "freundlichen gruß", "freundlichen grüßen", "mit besten grüßen", "mit besten gruessen", "mit bestem gruß", "beste grüße", "beste gruesse", "besten gruß", "bester gruß", "viele grüße", "viele gruesse", "vielen gruß", "herzliche grüße", "herzliche gruesse", "herzlichen gruß", "herzlichst", "herzlich", "mit herzlichen grüßen", "liebe grüße", "liebe gruesse", "lieben gruß", "lieber gruß", "schöne grüße", "schoene gruesse", "schönen gruß", "sonnige grüße", "hochachtungsvoll", "mfg", "m.f.g.", "mit frdl. grüßen", "mit freundl. grüßen", "vg", "lg", "bg", "mbg", "gruß", "gruss", "grüße", "gruesse", "grüsse", "es grüßt", "es grüßt sie", "mit sonnigen grüßen", "mit lieben grüßen", "mit vielen grüßen", "mit schönen grüßen",
    // French
    "cordialement", "bien cordialement", "très cordialement", "cdlt", "cdt", "bien à vous", "bien à toi", "sincèrement", "bien sincèrement", "salutations", "meilleures salutations", "sincères salutations", "salutations distinguées", "salutations cordiales", "cordiales salutations", "respectueusement", "amicalement", "bonne réception", "avec mes salutations", "avec mes meilleures salutations", "avec mes cordiales salutations", "mes salutations", "mes salutations distinguées", "meilleurs sentiments", "amitiés", "chaleureusement", "à votre disposition", "bav",
    // Spanish
    "saludos", "un saludo", "saludos cordiales", "cordiales saludos", "un cordial saludo", "cordial saludo", "reciba un cordial saludo", "reciban un cordial saludo", "reciba un saludo", "reciban un saludo", "atentamente", "muy atentamente", "le saluda atentamente", "les saluda atentamente", "cordialmente", "muchos saludos", "saludos y gracias", "gracias y saludos", "muchas gracias y saludos", "gracias y un saludo", "muchas gracias y un saludo", "un abrazo", "abrazos", "un fuerte abrazo", "atte", "atte.", "sinceramente", "mis saludos", "afectuosamente", "un afectuoso saludo", "quedo a su disposición", "saludos atentos", "respetuosamente", "le saluda", "se despide atentamente",
    // Portuguese
    "atenciosamente", "att", "att.", "cumprimentos", "melhores cumprimentos", "com os melhores cumprimentos", "os melhores cumprimentos", "com os meus melhores cumprimentos", "com melhores cumprimentos", "cordiais cumprimentos", "saudações", "cordiais saudações", "saudações cordiais", "respeitosamente", "abraço", "abraços", "um abraço", "grande abraço", "grato", "grata", "desde já grato", "desde já grata", "com consideração", "cmps", "sinceramente", "gratos", "cordialmente", "com estima",
    // Italian
    "cordiali saluti", "distinti saluti", "un cordiale saluto", "cordialmente", "saluti", "i migliori saluti", "i più cordiali saluti", "cari saluti", "un caro saluto", "un saluto", "tanti saluti", "in fede", "porgo distinti saluti", "porgiamo distinti saluti", "grazie e cordiali saluti", "grazie e saluti", "grazie e buona giornata", "buon lavoro", "con i migliori saluti", "con osservanza", "cordialità", "sinceri saluti", "le porgo cordiali saluti", "le porgo distinti saluti", "colgo l'occasione per porgere cordiali saluti", "sentiti saluti", "migliori saluti", "affettuosi saluti", "ringrazio e saluto",
    // Dutch
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "hartelijke groet", "hartelijke groeten", "met hartelijke groet", "met hartelijke groeten", "groet", "groeten", "groetjes", "mvg", "mvrgr", "m.v.g.", "hoogachtend", "met groet", "met groeten", "beste groet", "beste groeten", "met beste groeten", "met de meeste hoogachting", "warme groet", "warme groeten", "lieve groet", "lieve groetjes", "vele groeten", "vr. gr.", "vr gr", "gr.", "met dank en groet", "bedankt en groet", "alvast bedankt en groet", "hoogachtend,",
    // Danish and Norwegian
    "med venlig hilsen", "venlig hilsen", "venlige hilsner", "med venlige hilsner", "mvh", "m.v.h.", "vh", "kh", "hilsen", "hilsner", "mange hilsner", "kærlig hilsen", "de bedste hilsner", "bedste hilsner", "med hilsen", "hilsen fra", "de venligste hilsner", "mange venlige hilsner", "dbh", "varme hilsner", "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "hjertelig hilsen", "ærbødigst", "på gensyn og venlig hilsen", "rigtig god dag og venlig hilsen",
    // Swedish and Finnish
    "med vänliga hälsningar", "med vänlig hälsning", "vänliga hälsningar", "vänlig hälsning", "hälsningar", "hälsning", "bästa hälsningar", "med bästa hälsningar", "allt gott", "många hälsningar", "varma hälsningar", "hjärtliga hälsningar", "högaktningsfullt", "med hälsning", "hälsar", "ha det gott", "vh", "mvh", "hlsn", "trevlig dag önskar", "ystävällisin terveisin", "terveisin", "parhain terveisin", "yst. terv.",
    // Polish
    "pozdrawiam", "pozdrawiamy", "serdecznie pozdrawiam", "pozdrawiam serdecznie", "z pozdrowieniami", "z poważaniem", "z wyrazami szacunku", "z wyrazami poważania", "łączę pozdrowienia", "pozdrowienia", "serdeczne pozdrowienia", "z serdecznymi pozdrowieniami", "z szacunkiem", "pozdr", "pozdr.", "pzdr", "z góry dziękuję i pozdrawiam", "dziękuję i pozdrawiam", "łączę wyrazy szacunku", "z uszanowaniem", "pozostaję z szacunkiem", "kłaniam się", "najlepsze pozdrowienia", "ciepło pozdrawiam", "miłego dnia życzy",
    // Others
    "abs", "abs.", "bjs", "beijos e abraços", "beijinhos", "serdeczności", "serdecznie", "uściski", "buziaki", "un abbraccio", "un caro abbraccio", "abbracci", "baci", "bacioni", "un bacio", "gros bisous", "je vous embrasse", "hugs", "kisses", "knuffels", "liefs", "kus", "knus", "kærlige hilsner", "kramar", "puss och kram", "besitos", "un beso", "bussi", "küsse", "in liebe", "gr", "grtz", "grt", "mvh.",
    "s pozdravem", "с уважением", "saygılarımla", "üdvözlettel", "cu respect",
];

/// Closings that may also be the message itself: a signature only where a name follows.
#[rustfmt::skip]
pub(in crate::clean) static THANKS: &[&str] = &[
    "thanks", "thank you", "thank you very much", "thank you so much", "many thanks", "thanks a lot", "thanks so much", "thanks again", "thank you again", "thx", "thanx", "ty", "cheers", "best", "yours", "love", "take care", "thanks in advance", "thank you in advance", "many thanks in advance", "thanks for your help", "thank you for your help", "thanks very much", "with thanks", "much appreciated", "talk soon", "ta", "xoxo", "appreciate it", "have a great day", "have a nice day", "have a good day", "bye", "peace",
    "danke", "danke schön", "vielen dank", "besten dank", "herzlichen dank", "vielen lieben dank", "danke im voraus", "vielen dank im voraus", "danke vorab", "vielen dank vorab", "besten dank im voraus", "mit bestem dank", "mit dank", "tausend dank", "ciao", "servus", "tschüss", "dein", "deine", "ihr", "ihre", "euer", "eure",
    "merci", "merci d'avance", "merci beaucoup", "merci par avance", "avec mes remerciements", "bonne journée", "bonne soirée", "belle journée", "à bientôt", "bises", "bisous", "merci et bonne journée", "je vous remercie", "je vous remercie par avance", "remerciements",
    "gracias", "muchas gracias", "gracias de antemano", "mil gracias", "gracias por su ayuda", "gracias por todo", "hasta pronto", "besos", "muchísimas gracias", "de antemano gracias",
    "obrigado", "obrigada", "muito obrigado", "muito obrigada", "obrigado desde já", "obrigada desde já", "desde já obrigado", "desde já obrigada", "agradecido", "agradecida", "agradeço desde já", "desde já agradeço", "até breve", "obg", "beijos",
    "grazie", "grazie mille", "grazie in anticipo", "grazie anticipatamente", "molte grazie", "tante grazie", "vi ringrazio", "la ringrazio", "ringrazio anticipatamente", "a presto", "buona giornata",
    "bedankt", "dank u", "dank je", "dank je wel", "dank u wel", "alvast bedankt", "hartelijk dank", "bij voorbaat dank", "bvd", "veel dank", "heel erg bedankt", "fijne dag", "tot ziens", "alvast dank", "dank alvast", "bedankt alvast", "met dank",
    "tak", "mange tak", "tusind tak", "på forhånd tak", "tak for hjælpen", "takk", "på forhånd takk", "tak på forhånd", "god dag", "ha' en god dag", "hav en god dag",
    "tack", "tack så mycket", "tack på förhand", "stort tack", "tackar", "tack för hjälpen", "tusen tack", "många tack", "kram", "ha en bra dag", "ha en fin dag", "kiitos", "kiitos etukäteen",
    "dzięki", "dziękuję", "dziękuję bardzo", "bardzo dziękuję", "z góry dziękuję", "dziękuje", "serdecznie dziękuję", "wielkie dzięki", "dziękuję za pomoc", "z góry dzięki", "miłego dnia",
];

/// Words that may join a closing formula to a name: "Greetings from", "Grüße aus", "im Auftrag".
#[rustfmt::skip]
pub(in crate::clean) static CLOSING_TAILS: &[&str] = &[
    "from", "to", "and", "aus", "vom", "von", "und", "de", "depuis", "et", "desde", "y", "da", "do", "e", "dal", "dalla", "uit", "en", "van", "fra", "og", "från", "och", "z", "ze", "i", "im auftrag", "i.a.", "i. a.", "i.v.", "i. v.", "ppa.", "p.p.", "pp",
    "your", "ihr", "ihre", "euer", "dein", "deine", "votre", "su", "seu", "il tuo", "uw", "je", "din", "dit", "twój", "for", "on behalf of", "pour", "für", "namens", "w imieniu", "an alle", "nach",
];

/// Words of a company, a department or a title: such a line belongs to a contact block.
#[rustfmt::skip]
pub(in crate::clean) static TITLES: &[&str] = &[
    "manager", "director", "support", "team", "engineer", "specialist", "representative", "agent", "assistant", "coordinator", "consultant", "officer", "president", "head of", "lead", "developer", "administrator", "executive", "accountant", "analyst", "advisor", "customer service", "customer care", "customer success", "sales", "department", "inc", "ltd", "llc", "llp", "plc", "corp", "corporation", "limited", "ceo", "cto", "cfo", "coo", "founder", "owner", "secretary", "phd", "mba", "purchasing", "marketing", "operations", "he/him", "she/her", "they/them",
    "gmbh", "ag", "kg", "ohg", "ug", "e.v.", "se", "gbr", "e.k.", "geschäftsführer", "geschäftsführerin", "geschäftsführung", "leiter", "leiterin", "leitung", "abteilung", "kundenservice", "kundendienst", "kundenbetreuung", "kundenberater", "kundenberaterin", "sachbearbeiter", "sachbearbeiterin", "vertrieb", "einkauf", "buchhaltung", "assistenz", "mitarbeiter", "mitarbeiterin", "dipl.-ing.", "dr.", "prof.", "referent", "referentin",
    "sarl", "sas", "s.a.", "eurl", "directeur", "directrice", "responsable", "service client", "service clients", "conseiller", "conseillère", "chargé de", "chargée de", "gérant", "gérante", "assistante", "comptable", "équipe", "chef de", "ingénieur", "cheffe de",
    "s.l.", "s.a.u.", "atención al cliente", "gerente", "directora", "departamento", "equipo", "asesor", "asesora", "ventas", "soporte", "servicio al cliente", "administración", "jefe de", "jefa de", "encargado", "encargada",
    "ltda", "lda", "s/a", "atendimento", "atendimento ao cliente", "apoio ao cliente", "diretor", "diretora", "equipe", "equipa", "departamento", "vendas", "suporte", "coordenador", "coordenadora", "analista", "gestor", "gestora",
    "s.r.l.", "srl", "s.p.a.", "spa", "snc", "servizio clienti", "assistenza clienti", "direttore", "direttrice", "ufficio", "responsabile", "reparto", "titolare", "amministrazione", "commerciale", "addetto", "addetta", "squadra",
    "b.v.", "bv", "n.v.", "vof", "klantenservice", "klantendienst", "medewerker", "medewerkster", "afdeling", "directeur", "adviseur", "verkoop", "inkoop", "boekhouding", "hoofd", "teamleider",
    "aps", "a/s", "i/s", "kundeservice", "kundesupport", "direktør", "afdeling", "konsulent", "medarbejder", "chef", "salg", "teamleder", "rådgiver", "kundekonsulent", "as",
    "ab", "hb", "kundtjänst", "kundservice", "kundsupport", "avdelning", "säljare", "handläggare", "ekonomi", "vd", "rådgivare", "ansvarig", "chef", "kundrådgivare",
    "sp. z o.o.", "sp. k.", "s.a.", "sp.j.", "kierownik", "dyrektor", "dział", "biuro obsługi klienta", "obsługa klienta", "specjalista", "specjalistka", "konsultant", "konsultantka", "księgowość", "zespół", "prezes", "doradca", "asystent", "asystentka", "koordynator",
];

/// What a line of a contact block begins with, before a colon or a number.
#[rustfmt::skip]
pub(in crate::clean) static CONTACT_LABELS: &[&str] = &[
    "tel", "tel.", "telephone", "phone", "ph", "ph.", "p", "t", "m", "f", "e", "w", "o", "d", "c", "a", "mobile", "mob", "mob.", "cell", "fax", "direct", "office", "main", "toll free", "hotline", "email", "e-mail", "mail", "web", "website", "www", "skype", "linkedin", "twitter", "whatsapp", "address", "internet", "url", "ext", "ext.", "hours", "opening hours", "call us", "visit us",
    "telefon", "mobil", "handy", "durchwahl", "zentrale", "festnetz", "webseite", "homepage", "anschrift", "adresse", "bürozeiten", "öffnungszeiten", "servicezeiten",
    "tél", "tél.", "téléphone", "portable", "courriel", "mél", "site", "site web", "standard", "ligne directe", "fixe", "horaires",
    "teléfono", "tfno", "tfno.", "tlf", "tlf.", "móvil", "celular", "correo", "correo electrónico", "sitio web", "dirección", "página web", "horario",
    "telefone", "telemóvel", "fone", "cel", "cel.", "morada", "endereço", "sítio",
    "telefono", "cellulare", "cell.", "sito", "sito web", "indirizzo", "sede", "pec", "orari",
    "telefoon", "mobiel", "adres", "bezoekadres", "postadres", "kantoor", "kvk", "btw", "openingstijden",
    "telefon", "tlf", "mobil", "direkte", "hjemmeside", "adresse", "cvr", "cvr-nr.", "åbningstider", "mobilnr", "telefonnummer", "mobilnummer",
    "tfn", "växel", "mobiltelefon", "hemsida", "besöksadress", "postadress", "org.nr", "org.nr.", "orgnr", "öppettider", "webb", "direktnummer",
    "tel. kom.", "kom.", "kom", "tel./fax", "faks", "strona", "strona www", "nip", "regon", "krs", "infolinia", "siedziba", "ul.", "adres",
];

/// Lines that mail programs, phones and scanners add, by how they begin.
#[rustfmt::skip]
pub(in crate::clean) static APP_FOOTERS: &[&str] = &[
    "sent from my", "sent from mail for", "sent from outlook", "sent from yahoo", "sent from proton", "sent from gmail", "sent from samsung", "sent from blue", "sent from a mobile", "sent from mobile", "sent from mailbird", "sent from phone", "sent from iphone", "sent from ipad", "sent from android", "sent from the", "sent using", "sent via", "sent with", "sent on the go", "sent by", "get outlook for", "get bluemail for", "outlook for ios", "outlook for android", "composed on my", "typed on my", "sent while on the move", "this email was sent from my", "please excuse typos", "please excuse brevity", "please excuse my brevity", "excuse my brevity", "sorry for typos", "pardon typos", "pardon my brevity", "message sent from", "from my iphone", "from my android", "written on my", "sent securely with", "secured with proton", "sent from ios", "sent on my", "sent from windows mail", "downloaded from", "email sent from", "sent from spark", "sent from superhuman", "sent from front", "sent from my mobile",
    "von meinem", "gesendet von meinem", "gesendet von meiner", "gesendet von mail", "gesendet von outlook", "gesendet von yahoo", "gesendet mit der", "gesendet mit", "gesendet von unterwegs", "gesendet von iphone", "gesendet aus", "gesendet über", "diese nachricht wurde von meinem", "von unterwegs gesendet", "vom handy gesendet", "vom smartphone gesendet", "von iphone gesendet", "vom iphone gesendet", "vom ipad gesendet", "holen sie sich outlook", "outlook für ios herunterladen", "outlook für android herunterladen", "outlook für", "mit dem handy geschrieben", "versendet mit", "versendet von", "gesendet vom", "von samsung", "geschickt von", "mobil gesendet", "verfasst auf meinem", "mit freundlichem smartphone",
    "envoyé de mon", "envoyé depuis mon", "envoyé depuis ma", "envoyé depuis l'", "envoyé depuis outlook", "envoyé à partir de", "envoyé avec", "envoyé par", "télécharger outlook", "obtenir outlook", "obtenez outlook", "de mon iphone", "envoyé de l'iphone", "envoyé via", "envoyé d'un", "envoyé d'outlook", "provenance : courrier", "envoyé depuis", "envoyé du",
    "enviado desde mi", "enviado desde mí", "enviado desde el", "enviado desde outlook", "enviado desde correo", "enviado desde", "enviado con", "obtener outlook", "obtén outlook", "descargar outlook", "enviado de mi", "enviado a través de", "mandado desde mi", "enviado mediante",
    "enviado do meu", "enviado a partir do", "enviado de meu", "enviado do outlook", "enviado do correio", "enviado do email", "enviado do yahoo", "enviado do samsung", "enviado do", "enviado via", "enviado pelo", "enviada do meu", "enviada a partir do", "obter o outlook", "baixar o outlook", "enviado através", "obter outlook", "enviado com", "enviado por",
    "inviato da", "inviato dal", "inviato dall'", "inviata da", "inviata dal", "inviato con", "inviato tramite", "inviato via", "ottieni outlook", "scarica outlook", "spedito da", "scritto dal mio", "mandato dal",
    "verzonden vanaf", "verstuurd vanaf", "verzonden met", "verstuurd met", "verzonden van", "verstuurd van", "verzonden via", "verstuurd via", "outlook voor", "download outlook", "verzonden vanuit", "verstuurd vanuit", "vanaf mijn", "getypt op mijn", "outlook voor ios downloaden", "haal outlook", "verstuurd door", "gestuurd vanaf",
    "sendt fra min", "sendt fra mit", "sendt fra outlook", "sendt fra mail", "sendt fra yahoo", "sendt med", "sendt fra", "hent outlook", "få outlook", "sendt via", "skrevet på min", "sendt ved hjælp af", "last ned outlook",
    "skickat från", "skickat med", "skickat via", "skickades från", "sänt från", "hämta outlook", "från min iphone", "skickat ifrån", "skaffa outlook", "skrivet på min",
    "wysłane z", "wysłano z", "wysłane za pomocą", "wysłano za pomocą", "wysłano przy użyciu", "wysłane przy użyciu", "pobierz outlook", "pobierz aplikację outlook", "uzyskaj outlook", "uzyskaj aplikację outlook", "wysłane przez", "wysłano przez", "wysłane poprzez", "wiadomość wysłana z", "napisane na",
    "lähetetty iphonesta", "lähetetty", "odesláno z", "отправлено с", "iphone'umdan gönderildi",
    "virus-free", "virus free", "garanti sans virus", "garantiert virenfrei", "guaranteed virus", "virenfrei", "sans virus", "libre de virus", "livre de vírus", "sem vírus", "privo di virus", "virusvrij", "virusfri", "wolny od wirusów", "wolne od wirusów", "bez wirusów", "senza virus",
    "this email has been checked for viruses", "this e-mail has been checked for viruses", "this email has been scanned", "this e-mail has been scanned", "this message has been scanned", "scanned by", "checked by avg", "no virus found", "diese e-mail wurde von avast", "diese e-mail wurde auf viren", "diese e-mail wurde mit avast", "cet e-mail a été vérifié", "l'absence de virus dans ce courrier", "este correo electrónico ha sido comprobado", "el software de antivirus avast", "este mensaje ha sido analizado", "este email foi escaneado", "este e-mail foi verificado", "questa e-mail è stata controllata", "questo messaggio è stato analizzato", "deze e-mail is gecontroleerd", "denne e-mail er kontrolleret", "denne e-mail er blevet scannet", "denna e-post har kontrollerats", "detta e-postmeddelande har sökts", "ta wiadomość została sprawdzona", "ta wiadomość e-mail została sprawdzona", "wiadomość sprawdzona", "o software antivírus avast", "este e-mail está livre de vírus", "mail scanned by",
];

/// Beginnings of words for what such a line speaks of; without one, its beginning could also begin a sentence.
#[rustfmt::skip]
pub(in crate::clean) static DEVICES: &[&str] = &[
    "iphone", "ipad", "ipod", "android", "samsung", "galaxy", "huawei", "xiaomi", "pixel", "motorola", "oneplus", "nokia", "sony", "htc", "oppo", "redmi", "honor", "lg g", "blackberry", "windows phone", "windows mail", "windows 10", "windows 11", "windows", "outlook", "yahoo", "gmail", "gmx", "web.de", "proton", "protonmail", "thunderbird", "mail", "e-mail", "email", "e-post", "mobilniej", "mailbird", "spark", "superhuman", "aol", "icloud", "k-9", "k9", "bluemail", "blue mail", "hotmail", "mobile", "mobil", "mobiele", "móvil", "mobiltelefon", "handy", "smartphone", "phone", "telefon", "telefono", "teléfono", "telefone", "telefoon", "téléphone", "portable", "cell", "cellphone", "cellulare", "celular", "telemóvel", "tablet", "mac", "macbook", "apple", "watch", "smartwatch", "device", "gerät", "appareil", "dispositivo", "urządzenia", "telefonu", "komórki", "enhed", "enhet", "mobilen", "mobilnego", "ios", "freemail", "app", "aplikac", "mobiel", "fairphone", "orange", "wireless", "verizon", "t-mobile", "at&t", "poczty", "poczta", "wp.", "onet", "libero", "virgilio", "laposte", "sfr", "bouygues",  "zoho", "fastmail", "tutanota", "tuta", "ziggo", "kpn", "mobilspot", "toestel", "apparaat", "desktop", "avast", "avg", "antivirus", "mcafee", "norton", "sophos", "mailscanner", "brevity", "typos", "correo", "courrier", "correio", "posta",  "mobilní", "hubspot", "mailtrack", "workspace", "skynet", "tiscali", "vodafone", "mon mobile", "galaxys",
];

/// What begins a postscript.
#[rustfmt::skip]
pub(in crate::clean) static POSTSCRIPTS: &[&str] = &["p.s", "ps:", "ps.", "ps ", "ps-", "p.p.s", "pps", "pd:", "p.d.", "p.s:", "nb:", "n.b.", "edit:", "update:"];

/// The first word of a line by which a mail program says how a message was sent.
#[rustfmt::skip]
pub(in crate::clean) static SENT: &[&str] = &[
    "sent", "gesendet", "versendet", "verschickt", "geschickt", "envoyé", "envoyée", "expédié", "enviado", "enviada", "mandado", "inviato", "inviata", "spedito", "verzonden", "verstuurd", "sendt", "skickat", "skickades", "sänt", "wysłane", "wysłano", "wysłana", "lähetetty", "отправлено", "odesláno",
];

/// Beginnings of words in short lines of thanks above a name.
#[rustfmt::skip]
pub(in crate::clean) static THANKS_STEMS: &[&str] = &[
    "thank", "thx", "dank", "danke", "merci", "remerci", "gracias", "agradec", "agradeç", "obrigad", "grazie", "ringrazi", "bedankt", "tak", "tack", "takk", "dziękuj", "dzięki", "kiitos",
];

/// Beginnings of words in short closing lines above a name.
#[rustfmt::skip]
pub(in crate::clean) static CLOSING_STEMS: &[&str] = &[
    "regards", "wishes", "gruß", "gruss", "grüß", "grüss", "gruesse", "salut", "saludo", "cumpriment", "saudaç", "groet", "hilsen", "hilsner", "hälsning", "pozdr", "poważani", "szacunk", "abraç", "abrazo", "cordial", "sincer", "saluti", "terveisin", "amitié", "hochacht",
];
