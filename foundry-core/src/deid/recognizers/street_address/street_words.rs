//! Words that make a street of a name, and what stands around it: in lower case, without diacritics and points.

/// Words behind the name that are hardly ever anything but a street (USPS Publication 28, appendix C1, and usage).
#[rustfmt::skip]
pub(super) static SUFFIXES: &[&str] = &[
    "street", "str", "avenue", "ave", "av", "aven", "avnue", "road", "rd", "lane", "ln", "boulevard", "blvd", "boul",
    "parkway", "pkwy", "pky", "terrace", "terr", "crescent", "cres", "cresc", "highway", "hwy", "expressway", "expy",
    "freeway", "fwy", "turnpike", "tpke", "laneway", "causeway", "cswy", "esplanade", "mews", "cul-de-sac",
    "throughway", "thruway", "bypass", "motorway", "promenade", "avenues", "streets", "lanes", "alley", "aly",
    "parade", "pde", "lawn", "lawns", "quay", "wharf", "circuit", "cct", "broadway", "croft", "gardens", "gdns", "roads", "strasse",
];

/// Words behind the name that are common words too: they need capitals, a tail or a cue.
#[rustfmt::skip]
pub(super) static WEAK_SUFFIXES: &[&str] = &[
    "way", "wy", "drive", "dr", "drv", "court", "ct", "crt", "place", "pl", "square", "sq", "circle", "cir", "circ",
    "trail", "trl", "close", "cl", "grove", "grv", "gr", "st", "ter", "hill", "hills", "hl", "hls", "row", "walk",
    "park", "view", "views", "vw", "plaza", "plz", "loop", "path", "pass", "point", "pt", "points", "rise", "ridge",
    "rdg", "ridges", "run", "bend", "bnd", "cove", "cv", "creek", "crk", "crossing", "xing", "crossroad", "crossroads",
    "dale", "end", "estate", "estates", "est", "ests", "expressway", "extension", "ext", "extensions", "fall", "falls",
    "ferry", "field", "fields", "fld", "flds", "flat", "flats", "ford", "fords", "forest", "forge", "forges", "fork",
    "forks", "fort", "ft", "garden", "gate", "gates", "gateway", "glen", "glens", "green", "greens", "groves", "gully",
    "harbor", "harbors", "harbour", "haven", "heights", "hts", "hollow", "holw", "inlet", "island", "islands", "isle",
    "junction", "jct", "junctions", "key", "keys", "knoll", "knolls", "lake", "lakes", "land", "landing", "lndg",
    "light", "lights", "loaf", "lock", "locks", "lodge", "ldg", "mall", "manor", "manors", "meadow", "meadows", "mdws",
    "mill", "mills", "mission", "mount", "mt", "mountain", "mountains", "mtn", "neck", "orchard", "orch", "oval",
    "overpass", "parks", "parkways", "passage", "pike", "pine", "pines", "plain", "plains", "port", "ports", "prairie",
    "radial", "ramp", "ranch", "rapid", "rapids", "crossway", "crossways", "rest", "river", "rivers", "route", "rue", "shoal", "shoals",
    "shore", "shores", "skyway", "spring", "springs", "spur", "spurs", "squares", "station", "stravenue", "stream",
    "summit", "trace", "trce", "track", "trafficway", "trailer", "tunnel", "underpass", "union", "unions", "valley",
    "vly", "valleys", "via", "viaduct", "village", "villages", "ville", "vista", "walks", "wall", "ways", "well",
    "wells", "wood", "woods", "common", "commons", "corner", "corners", "course", "courts", "coves", "crest", "curve",
    "dam", "divide", "drives", "camp", "canyon", "cape", "center", "centre", "centers", "circles", "cliff", "cliffs",
    "club", "bay", "bayou", "beach", "bluff", "bluffs", "bottom", "branch", "bridge", "brook", "brooks", "burg",
    "burgs", "annex", "arcade", "anex", "drove", "yard", "yards", "wynd", "vale", "side", "strand", "street-side",
    "fairway", "frontage", "gap", "glade", "grange", "ambler", "approach", "chase", "concourse", "copse",
    "copper", "dell", "embankment", "escarpment", "triangle", "thoroughfare", "subway", "stairs", "steps", "ridgeway",
    "rotary", "quays", "quadrant", "quad", "nook", "mead", "link", "links", "interchange", "hub", "highroad", "ramble",
    "retreat", "return", "reserve", "riverway", "roadside", "slope", "strip", "tor", "towers", "turn", "upper",
    "waters", "waterway", "cluster", "brae", "bypass", "busway", "boardwalk", "beltway", "amble", "access", "dip",
    "entrance", "foreshore", "formation", "frontage", "grange", "intersection", "lookout", "lynne", "outlook",
    "parklands", "piazza", "plateau", "pocket", "pursuit", "round", "ring", "siding", "sound", "tarn", "tollway",
    "top", "towers", "traverse", "vaucluse", "verge", "woodland", "glebe", "bank", "drift", "lea", "leas", "paddock",
    "paddocks", "terraces", "chowk", "marg", "nagar", "gali", "colony", "sector", "villas", "cottages", "mansions",
    "courtyard", "cottage", "house", "barn", "farm", "hall", "rectory", "vicarage", "barracks", "maltings", "acres", "acre", "crofts", "closes", "rows", "cut", "fold",
];

/// Streets whose name is one word or two without a street word behind.
#[rustfmt::skip]
pub(super) static WHOLE_NAMES: &[&str] = &[
    "broadway", "piccadilly", "strand", "whitehall", "bowery", "embarcadero", "cheapside", "haymarket", "kingsway",
    "aldwych", "poultry", "pall mall", "high holborn", "holborn", "the strand", "the mall", "the broadway",
    "the esplanade", "the parade", "the avenue", "the crescent", "the close", "the green", "the square", "the drive",
    "the grove", "the terrace", "the lane", "the street", "the ridgeway", "the highway", "the embarcadero",
    "the bowery", "the promenade", "kurfurstendamm", "kudamm", "jungfernstieg", "reeperbahn", "graben", "damrak",
    "rokin", "spui", "coolsingel", "kohlmarkt", "neuer wall", "zeil", "la rambla", "las ramblas", "rambla",
    "old bailey", "petty france", "eastcheap", "bishopsgate", "aldgate", "moorgate", "houndsditch", "minories",
    "millbank", "the headrow", "briggate", "deansgate", "piccadilly gardens", "cornmarket", "the cut", "st giles",
];

/// Words in front of the name (French, Spanish, Catalan, Italian, Portuguese, Polish) that are hardly anything else.
#[rustfmt::skip]
pub(super) static TYPES: &[&str] = &[
    "rue", "avenue", "boulevard", "chemin", "allee", "allees", "impasse", "quai", "ruelle", "venelle", "faubourg",
    "rond-point", "lotissement", "lieu-dit", "hameau", "chaussee",
    "calle", "c/", "cl/", "avenida", "avda", "avd", "paseo", "pso", "plazuela", "glorieta", "callejon", "travesia",
    "carretera", "ctra", "calzada", "cerrada", "prolongacion", "jiron", "pasaje", "pje", "pasadizo", "andador",
    "costanilla", "circunvalacion", "libramiento", "periferico", "bulevar", "rambla",
    "carrer", "passeig", "avinguda", "placa", "travessera", "transversal",
    "viale", "piazza", "piazzale", "pza", "pzza", "piazzetta", "corso", "vicolo", "lungomare", "lungotevere",
    "lungarno", "contrada", "vle", "cso", "ple", "salita", "calata", "viuzza", "rua", "travessa", "praca", "pca",
    "alameda", "estrada", "rodovia", "ladeira", "calcada", "azinhaga", "quelha", "ulica", "ul", "aleja", "aleje",
    "urbanizacao", "beco", "viela", "retorno", "privada", "diagonal", "eje vial",
];

/// The same, but common words or short: they need a tail, a cue or capitals.
#[rustfmt::skip]
pub(super) static WEAK_TYPES: &[&str] = &[
    "av", "ave", "c", "al", "bd", "bld", "blv", "blvd", "boul", "place", "pl", "ch", "imp", "all", "route", "rte", "cours", "square",
    "sq", "passage", "sentier", "villa", "cite", "residence", "esplanade", "promenade", "montee", "traverse", "voie",
    "zone", "za", "zi", "parvis", "mail", "clos", "domaine", "cour", "galerie", "r", "fg", "sente", "porte",
    "via", "strada", "largo", "galleria", "borgo", "localita", "loc", "frazione", "fraz", "rotonda", "canale",
    "stretto", "incrocio", "rione", "campo", "calle larga", "fondamenta", "salizada",
    "plaza", "plza", "camino", "cno", "ronda", "rda", "carrera", "cra", "cr", "kra", "kr", "cl", "cll", "tv",
    "trv", "transv", "dg", "diag", "circuito", "priv", "prol", "autopista", "ruta", "via de", "sendero", "cuesta",
    "acera", "cuadra", "jr", "urb", "urbanizacion", "poligono", "barrio", "sector", "colonia", "viaducto",
    "peatonal", "eje", "patio", "lago", "loteamento", "jardim", "vila", "quadra", "conjunto", "condominio", "chacara", "sitio",
    "fazenda", "feira", "passarela", "recanto", "trecho", "vale", "vereda", "nucleo", "favela", "estacao",
    "esplanada", "distrito", "colinas", "aeroporto", "parque", "setor", "area", "canada", "lagoa", "morro", "rod", "estr", "est", "trav", "tr",
    "pc", "pct", "os", "osiedle", "pl", "plac", "aleja", "straat", "rampa", "bulevardi", "carrero", "passatge",
    "cam", "cami", "torrent", "via",
];

/// Endings of compound street names that no common word has (German, Dutch, Scandinavian), their last eight letters.
pub(super) static ENDINGS: &[&str] = &[
    "strasse", "strase", "straat", "allee", "gasse", "platz", "chaussee", "laan", "plein", "gracht", "dijk",
    "kade", "steeg", "singel", "lantsoen", "burgwal", "gatan", "vagen", "granden", "damm", "ufer", "twiete",
    "katu", "kuja", "ulevardi", "oulevard", "stigen", "torget", "vegen", "veien", "uferweg",
];

/// Endings of compound street names that common words have too.
pub(super) static WEAK_ENDINGS: &[&str] = &[
    "str", "weg", "ring", "hof", "markt", "steig", "stieg", "romenade", "graben", "kamp", "brucke", "brug",
    "tor", "pfad", "wiese", "wiesen", "garten", "hohe", "kai", "steg", "heide", "feld", "grund", "winkel",
    "zeile", "anger", "bogen", "park", "hain", "busch", "redder", "deich", "berg", "tal", "wall", "dreef",
    "pad", "baan", "wal", "oord", "hoek", "weide", "akker", "veld", "gaarde", "haven", "hage", "erf",
    "horst", "gade", "vej", "vei", "vagen", "gata", "stiege", "rain", "leite", "halde", "matte", "acker",
    "oulevard", "passage", "gang", "terrasse", "ried", "tie", "polku", "see", "bach", "muhle", "dorf", "lei",
    "vest", "rei", "kaai", "straatje", "poort", "werf", "burg", "wijk",
];

/// Streets that bear a number as their name.
pub(super) static HIGHWAYS: &[&str] = &[
    "highway",
    "hwy",
    "route",
    "rte",
    "interstate",
    "county road",
    "county rd",
    "county route",
    "county highway",
    "state route",
    "state road",
    "state highway",
    "state hwy",
    "us highway",
    "us hwy",
    "us route",
    "us",
    "farm road",
    "ranch road",
    "rural route",
    "cr",
    "sr",
    "fm",
    "rr",
    "road",
    "rd",
    "township road",
    "private road",
    "forest road",
    "fire road",
    "co rd",
    "i",
];

/// Words between the parts of a name: `rue de la Paix`, `Avenue of the Americas`, `Frankfurt am Main`.
#[rustfmt::skip]
pub(super) static LINKS: &[&str] = &[
    "de", "la", "le", "les", "du", "des", "del", "della", "delle", "dello", "dei", "degli", "di", "da", "do", "das",
    "dos", "d", "l", "los", "las", "el", "al", "aux", "au", "of", "the", "van", "der", "den", "het", "von", "vom",
    "zu", "zum", "zur", "am", "an", "im", "auf", "in", "unter", "ob", "bei", "sur", "sous", "en", "et", "y", "e", "lo",
    "il", "upon", "nel", "sul", "sulla", "dem", "op", "aan", "bij", "ter", "ten", "lez", "pres", "lo",
];

/// Compass points, before or behind a street name.
#[rustfmt::skip]
pub(super) static DIRECTIONS: &[&str] = &[
    "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "northeast", "northwest",
    "southeast", "southwest", "nth", "sth", "upper", "lower", "old", "new", "norte", "sur", "este", "oeste", "oriente",
    "poniente", "ote", "pte", "nte", "ouest", "est", "nord", "sud", "ovest", "leste", "sul", "no",
];

/// Ordinals in words, as in `Fifth Avenue` and `second floor`.
pub(super) static ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
];

/// Adjectives before a compound street name (German, Dutch).
#[rustfmt::skip]
pub(super) static ADJECTIVES: &[&str] = &[
    "alte", "alter", "altes", "neue", "neuer", "neues", "grosse", "grosser", "kleine", "kleiner", "lange", "langer",
    "kurze", "breite", "hohe", "hoher", "obere", "oberer", "untere", "unterer", "hintere", "vordere", "innere",
    "aussere", "mittlere", "oude", "nieuwe", "grote", "korte", "eerste", "tweede", "derde", "hoge", "lage", "brede",
    "st", "sankt", "sint", "burgemeester", "burg", "pastoor", "prof", "professor", "dr", "doktor", "generaal",
    "koningin", "koning", "prinses", "prins", "president", "van", "graf", "kaiser", "konig",
];

/// Words that begin the name of a town: another word follows.
#[rustfmt::skip]
pub(super) static TOWN_STARTS: &[&str] = &[
    "bad", "san", "santa", "santo", "sankt", "saint", "sainte", "st", "ste", "sint", "villa", "vila", "ville", "monte",
    "mont", "castel", "castell", "porto", "port", "puerto", "new", "north", "south", "east", "west", "lake", "fort",
    "mount", "mt", "ft", "neu", "klein", "gross", "grand", "grande", "la", "le", "los", "las", "les", "el", "sesto",
    "rio", "ponte", "pont", "campo", "nova", "nuevo", "nueva", "ciudad", "sao", "den", "de", "upper", "lower", "great",
    "little", "royal", "bishops", "high", "market", "long", "old", "palm", "point", "cape", "royal", "sierra", "alto",
    "alta", "baie", "kings", "castle",
];

/// Months: a number beside them is a day or a year.
#[rustfmt::skip]
pub(super) static MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "januar", "janner", "februar", "marz", "maerz", "mai", "juni", "juli", "oktober", "dezember", "janvier", "fevrier",
    "mars", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre", "enero", "febrero",
    "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "gennaio",
    "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre", "januari", "februari",
    "maart", "mei", "augustus", "janeiro", "fevereiro", "marco", "maio", "junho", "julho", "setembro", "outubro",
    "novembro", "dezembro",
];

/// Compound endings that stand as words of their own behind a name too: `Berliner Allee`.
pub(super) static BARE_ENDINGS: &[&str] = &[
    "strasse", "str", "allee", "platz", "weg", "gasse", "damm", "ufer", "chaussee", "straat", "laan",
    "plein", "gracht", "ring",
];
