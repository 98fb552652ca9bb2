//! Words of units, floors, boxes and districts, and the cues: in lower case, without diacritics and points.

/// Words before the number or letter of a unit within a house.
#[rustfmt::skip]
pub(super) static UNITS: &[&str] = &[
    "apt", "apartment", "appartment", "apts", "appt", "suite", "ste", "suit", "unit", "units", "flat", "room", "rm",
    "bldg", "building", "block", "blk", "tower", "twr", "lot", "shop", "level", "lvl", "floor", "fl", "flr", "studio",
    "dept", "trailer", "trlr", "space", "spc", "pmb", "penthouse", "ph", "villa", "townhouse", "house", "office",
    "stall", "hangar", "slip", "pier", "mailbox", "box", "bay", "wing", "door", "buzzer", "entrance", "gate", "no",
    "depto", "departamento", "dpto", "dto", "piso", "puerta", "pta", "planta", "escalera", "esc", "bloque", "blq",
    "portal", "interior", "int", "oficina", "of", "ofc", "local", "edificio", "edif", "torre", "casa", "manzana",
    "mza", "mz", "lote", "lt", "km", "bis", "timbre", "atico", "bajo", "bodega", "consultorio", "garaje",
    "interno", "scala", "palazzina", "pal", "piano", "appartamento", "app", "sc", "citofono",
    "bus", "bte", "boite", "appartement", "etage", "bat", "batiment", "escalier", "porte", "hall", "logement", "lgt",
    "wohnung", "whg", "wohneinheit", "stock", "stiege", "top", "tur", "tuer", "zimmer", "haus", "eingang", "aufgang",
    "stockwerk", "etg", "obergeschoss", "og", "apto", "ap", "apartamento", "bloco", "bl", "sala", "andar", "conj",
    "conjunto", "cj", "fracao", "lj", "loja", "sl", "kamer", "verdieping", "toren", "huisnummer", "hs",
    "flat no", "house no", "h no", "hno", "unit no", "apt no", "apartment no", "suite no", "room no", "plot no",
    "plot", "door no", "shop no", "block no", "phase", "nr", "stop",
];

/// Words behind the ordinal of a floor: `2nd floor`, `3. Stock`, `3º izq`.
#[rustfmt::skip]
pub(super) static FLOORS: &[&str] = &[
    "floor", "fl", "flr", "level", "storey", "story", "og", "stock", "stockwerk", "etage", "obergeschoss", "ug",
    "piso", "planta", "andar", "izq", "izqda", "izda", "izquierda", "dcha", "drcha", "derecha", "dto", "esq", "dir",
    "direito", "esquerdo", "frente", "piano", "verdieping", "puerta", "pta", "a", "b", "c", "d", "e", "f", "ext", "int",
    "links", "rechts", "mitte",
];

/// Whole units: `rear`, `EG`, `penthouse`.
#[rustfmt::skip]
pub(super) static WHOLE_UNITS: &[&str] = &[
    "rear", "basement", "bsmt", "upstairs", "downstairs", "penthouse", "eg", "dg", "hinterhaus", "vorderhaus",
    "ground floor", "top floor", "upper floor", "lower floor", "first floor", "second floor", "third floor",
    "fourth floor", "fifth floor", "main floor", "erdgeschoss", "dachgeschoss", "bajo", "atico", "principal",
    "bajo izquierda", "bajo derecha", "rez-de-chaussee", "rdc", "piano terra", "primo piano", "secondo piano",
    "begane grond", "s/n", "sn", "front", "garden flat", "garden level", "lobby",
];

/// Names of post boxes, before their number.
#[rustfmt::skip]
pub(super) static BOXES: &[&str] = &[
    "po box", "p o box", "pobox", "post office box", "postal box", "postbox", "post box", "gpo box", "locked bag",
    "private bag", "po bag", "postfach", "pf", "bp", "boite postale", "apartado", "apartado postal", "apartado de correos",
    "apdo", "casilla", "casilla postal", "casilla de correo", "caixa postal", "casella postale", "cp", "postbus",
    "antwoordnummer", "case postale", "psc", "rr", "rural route", "hc",
];

/// Words before the name of a district, estate or village.
#[rustfmt::skip]
pub(super) static DISTRICTS: &[&str] = &[
    "col", "colonia", "barrio", "bo", "fracc", "fraccionamiento", "urb", "urbanizacion", "bairro", "poligono", "pol",
    "residencial", "sector", "zona", "delegacion", "del", "alcaldia", "municipio", "ortsteil", "ot", "frazione", "fraz",
    "localita", "loc", "vereda", "comuna", "canton", "partido", "parroquia",
];

/// Words that call what follows a postcode.
#[rustfmt::skip]
pub(super) static POSTCODES: &[&str] = &[
    "zip", "zipcode", "zip code", "postcode", "post code", "postal code", "postalcode", "plz", "postleitzahl",
    "code postal", "cp", "codigo postal", "cod postal", "cap", "codice postale", "cep", "eircode", "pincode", "pin code",
    "postnummer", "postnr", "kod pocztowy", "postcode is", "zips",
];

/// Words that call what follows an address.
#[rustfmt::skip]
pub(super) static ADDRESS_CUES: &[&str] = &[
    "address", "adress", "addresses", "addr", "adresse", "adressen", "lieferadresse", "rechnungsadresse", "anschrift",
    "lieferanschrift", "rechnungsanschrift", "wohnadresse", "postadresse", "versandadresse", "wohnanschrift",
    "direccion", "domicilio", "indirizzo", "residenza", "adres", "bezorgadres", "woonadres", "factuuradres",
    "afleveradres", "verzendadres", "postadres", "endereco", "morada", "residencia", "domicile", "adresa", "adresy",
    "adressa", "adreca", "mailing", "addy",
];

/// Words of living somewhere and of sending something there.
#[rustfmt::skip]
pub(super) static PLACE_CUES: &[&str] = &[
    "live", "lives", "living", "lived", "reside", "resides", "residing", "stay", "staying", "moved", "moving", "move",
    "relocated", "located", "ship", "shipped", "shipping", "ships", "deliver", "delivered", "delivery", "delivering",
    "send", "sent", "sending", "mail", "mailed", "dispatch", "dispatched", "forward", "billing", "billed",
    "pickup", "collect", "visit", "come", "based", "resident", "drop", "headquartered",
    "wohne", "wohnen", "wohnt", "wohnhaft", "liefern", "liefere", "lieferung", "lieferort", "geliefert", "senden", "sende",
    "schicken", "schicke", "schickt", "versenden", "umgezogen", "ziehe", "habite", "habitons", "habite", "demeure",
    "reside", "livrer", "livrez", "livraison", "envoyer", "envoyez", "expedier", "demenage", "facturation", "siege",
    "vivo", "vivimos", "resido", "enviar", "envien", "envie", "enviad", "entregar", "entreguen", "entrega", "mandar",
    "mudado", "mude", "envio", "facturacion", "abito", "abitiamo", "risiedo", "spedire", "spedite", "spedizione",
    "spedisca", "consegnare", "consegna", "consegnate", "inviare", "inviate", "fatturazione", "trasferito", "vivo",
    "woon", "wonen", "woont", "bezorg", "bezorgen", "bezorgd", "lever", "leveren", "stuur", "sturen", "opsturen",
    "verzenden", "verhuisd", "bezorging", "moro", "moramos", "resido", "entregue", "entreguem", "enviem", "mora",
    "recoger", "ritiro", "abholen", "abholung", "sede",
];

/// Words that may stand between a cue and its address or postcode.
#[rustfmt::skip]
pub(super) static LEADS: &[&str] = &[
    "is", "at", "to", "in", "on", "its", "it", "the", "code", "postal", "from", "was", "us", "me",
    "ist", "lautet", "nach", "an", "unter", "der", "die", "zu", "bin", "est", "au", "a", "sera", "es", "en", "al", "sara",
    "all", "op", "naar", "na", "no", "em", "para", "e", "are", "per", "for",
];
