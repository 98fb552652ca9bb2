//! States, provinces and countries: in lower case, without diacritics and points.

/// Codes of the states, provinces and territories of the United States, Canada, Australia, Brazil and Mexico.
#[rustfmt::skip]
pub(super) static STATE_CODES: &[&str] = &[
    "al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il", "in", "ia", "ks", "ky", "la", "me",
    "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri",
    "sc", "sd", "tn", "tx", "ut", "vt", "va", "wa", "wv", "wi", "wy", "pr", "vi", "gu", "as", "mp", "fm", "mh", "pw",
    "ae", "ap", "aa", "ab", "bc", "mb", "nb", "nl", "ns", "nt", "nu", "on", "pe", "qc", "pq", "sk", "yt",
    "nsw", "vic", "qld", "tas", "act", "sa", "aust", "rj", "sp", "mg", "rs", "pr", "ba", "go", "ce", "df", "es", "pb", "rn", "rr", "ro",
    "se", "to", "pi", "ac", "am", "ap", "cdmx", "jal", "nl", "ags", "bcs", "chis", "chih", "coah", "col", "dgo", "gto",
    "gro", "hgo", "mex", "mich", "mor", "nay", "oax", "pue", "qro", "slp", "sin", "son", "tab", "tamps", "tlax", "ver",
    "yuc", "zac", "q roo", "camp", "d f", "calif", "tex", "fla", "ill", "mass", "penn", "wash", "ont", "que", "alta",
];

/// Those of them that say nothing in lower case unless a postcode follows.
#[rustfmt::skip]
pub(super) static AMBIGUOUS_CODES: &[&str] = &[
    "in", "or", "me", "ok", "hi", "oh", "la", "pa", "ma", "de", "co", "id", "al", "mt", "as", "on", "am", "to", "go", "es",
    "se", "pi", "ac", "pe", "mo", "mi", "ms", "md", "ct", "ne", "sin", "son", "col", "act", "mor", "ver", "gro", "tab",
    "camp", "que", "mass", "ill", "wash", "pr", "ae", "ap", "aa", "vi", "sc", "sa", "sp", "ro", "ba", "ce", "mex", "del", "ri",
    "pw", "fm", "mh", "mp", "rs", "rr", "df", "nd", "sd", "ar", "ab", "nt", "pb", "rn", "penn",
];

/// Names of states, provinces, counties and regions.
#[rustfmt::skip]
pub(super) static STATE_NAMES: &[&str] = &[
    "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware",
    "district of columbia", "florida", "georgia", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky",
    "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota", "mississippi", "missouri", "montana",
    "nebraska", "nevada", "new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota",
    "ohio", "oklahoma", "oregon", "pennsylvania", "rhode island", "south carolina", "south dakota", "tennessee", "texas",
    "utah", "vermont", "virginia", "washington", "west virginia", "wisconsin", "wyoming", "puerto rico",
    "alberta", "british columbia", "manitoba", "new brunswick", "newfoundland", "newfoundland and labrador",
    "nova scotia", "ontario", "prince edward island", "quebec", "saskatchewan", "yukon", "nunavut",
    "northwest territories", "new south wales", "victoria", "queensland", "tasmania", "south australia",
    "western australia", "northern territory", "australian capital territory",
    "bedfordshire", "berkshire", "buckinghamshire", "cambridgeshire", "cheshire", "cornwall", "cumbria", "derbyshire",
    "devon", "dorset", "durham", "essex", "gloucestershire", "greater london", "greater manchester", "hampshire",
    "herefordshire", "hertfordshire", "kent", "lancashire", "leicestershire", "lincolnshire", "merseyside", "middlesex",
    "norfolk", "northamptonshire", "northumberland", "nottinghamshire", "oxfordshire", "rutland", "shropshire",
    "somerset", "staffordshire", "suffolk", "surrey", "east sussex", "west sussex", "sussex", "tyne and wear",
    "warwickshire", "west midlands", "wiltshire", "worcestershire", "north yorkshire", "south yorkshire",
    "west yorkshire", "east yorkshire", "yorkshire", "isle of wight", "isle of man", "fife", "aberdeenshire",
    "lanarkshire", "gwynedd", "powys", "dyfed", "gwent", "clwyd", "county antrim", "county down", "county durham",
    "county dublin", "county cork", "county galway", "county kerry", "county kildare", "county limerick",
    "county mayo", "county meath", "county wicklow", "county wexford", "county donegal", "county clare",
    "co dublin", "co cork", "co galway", "co kerry", "co kildare", "co limerick", "co mayo", "co meath", "co wicklow",
    "co wexford", "co donegal", "co clare", "co louth", "co sligo", "co tipperary", "co waterford", "co kilkenny",
    "co antrim", "co down", "co durham", "bayern", "hessen", "sachsen", "nordrhein-westfalen", "niedersachsen",
    "baden-wurttemberg", "brandenburg", "thuringen", "rheinland-pfalz", "schleswig-holstein", "tirol", "steiermark",
    "karnten", "andalucia", "cataluna", "catalunya", "galicia", "aragon", "asturias", "cantabria", "comunidad de madrid",
    "pais vasco", "lombardia", "lazio", "toscana", "veneto", "piemonte", "sicilia", "sardegna", "emilia-romagna",
    "campania", "puglia", "liguria", "calabria", "umbria", "marche", "noord-holland", "zuid-holland", "noord-brabant",
    "gelderland", "overijssel", "drenthe", "friesland", "zeeland", "limburg", "jalisco", "nuevo leon", "puebla",
    "estado de mexico", "quintana roo", "yucatan", "guanajuato", "queretaro", "michoacan", "sonora", "sinaloa",
    "chihuahua", "oaxaca", "veracruz", "antioquia", "cundinamarca", "valle del cauca", "santander", "boyaca",
    "atlantico", "bolivar", "buenos aires", "santa fe", "mendoza", "cordoba", "tucuman", "salta", "entre rios",
    "region metropolitana", "san luis", "la rioja", "formosa", "corrientes", "chubut", "catamarca",
    "la pampa", "misiones", "neuquen", "rio negro", "san juan", "santa cruz", "santiago del estero", "tierra del fuego",
    "jujuy", "chaco", "huila", "narino", "tolima", "cauca", "caldas", "risaralda", "quindio", "casanare", "cesar",
    "magdalena", "la guajira", "norte de santander", "arauca", "minas gerais", "rio grande do sul", "parana", "santa catarina", "bahia", "pernambuco",
    "ceara", "goias", "distrito federal", "maharashtra", "karnataka", "tamil nadu", "kerala", "gujarat", "punjab",
    "haryana", "rajasthan", "telangana", "uttar pradesh", "west bengal", "andhra pradesh", "madhya pradesh", "bihar",
];

/// Countries, in the languages of their people and in English.
#[rustfmt::skip]
pub(super) static COUNTRIES: &[&str] = &[
    "usa", "u s a", "u s", "united states", "united states of america", "america", "uk", "u k", "united kingdom", "england",
    "scotland", "wales", "northern ireland", "great britain", "gb", "ireland", "canada", "australia", "new zealand",
    "germany", "deutschland", "austria", "osterreich", "switzerland", "schweiz", "suisse", "svizzera", "france",
    "belgium", "belgique", "belgie", "luxembourg", "luxemburg", "monaco", "spain", "espana", "mexico", "colombia",
    "argentina", "chile", "peru", "ecuador", "uruguay", "venezuela", "costa rica", "guatemala", "panama", "bolivia",
    "paraguay", "italy", "italia", "netherlands", "the netherlands", "nederland", "holland", "portugal", "brazil",
    "brasil", "india", "singapore", "south africa", "poland", "polska", "sweden", "sverige", "denmark", "danmark",
    "norway", "norge", "finland", "suomi", "czech republic", "czechia", "hungary", "greece", "turkey", "nigeria", "kenya",
    "japan", "china", "philippines", "malaysia", "uae", "united arab emirates", "israel", "liechtenstein", "eire",
    "republic of ireland", "aotearoa", "hong kong",
];
