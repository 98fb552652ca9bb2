//! Top-level domains: the common ones, and those that read as a word or a file name in running text.

/// Generic domains in common use, sorted.
#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "academy", "agency", "app", "art", "asia", "bank", "beer", "best", "bike", "bio", "biz", "blog", "boutique",
    "business", "cafe", "capital", "careers", "cat", "center", "chat", "church", "city", "cloud", "club", "coach",
    "codes", "coffee", "com", "community", "company", "computer", "consulting", "coop", "dental", "design", "dev",
    "digital", "direct", "directory", "edu", "education", "email", "energy", "engineering", "events", "example",
    "exchange", "expert", "express", "family", "farm", "fashion", "finance", "financial", "fit", "fitness", "fun",
    "fund", "gallery", "games", "global", "gmbh", "gov", "group", "guide", "guru", "health", "help", "homes", "host",
    "hosting", "hotel", "house", "inc", "industries", "info", "ink", "institute", "int", "international", "invalid",
    "io", "jobs", "kitchen", "land", "law", "legal", "life", "link", "live", "llc", "london", "love", "ltd", "market",
    "marketing", "media", "mil", "mobi", "money", "museum", "name", "net", "network", "news", "ngo", "ninja", "nyc",
    "one", "online", "org", "page", "paris", "partners", "parts", "party", "photo", "photography", "photos", "pizza",
    "plus", "press", "pro", "productions", "properties", "pub", "realty", "recipes", "red", "rentals", "repair",
    "report", "restaurant", "rocks", "run", "sale", "school", "science", "services", "shop", "shopping", "site",
    "social", "software", "solutions", "space", "store", "stream", "studio", "style", "supply", "support", "systems",
    "team", "tech", "technology", "tel", "test", "tips", "tools", "top", "tours", "town", "toys", "trade", "training",
    "travel", "university", "vacations", "ventures", "video", "vip", "wiki", "win", "wine", "work", "works", "world",
    "wtf", "xxx", "xyz", "yoga", "zone",
];

/// Country codes in use (ISO 3166-1 alpha-2 as delegated, with `eu` and `uk`), as one string of pairs, sorted.
const COUNTRY: &str = "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjbmbnbobrbsbtbwbybzcacccdcfcgchcickclcmcn\
cocrcucvcwcxcyczdedjdkdmdodzeceeegereseteufifjfkfmfofrgagdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiq\
irisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninl\
nonpnrnunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsiskslsmsnsosrssstsvsxsysztctdtftgthtjtktltmtntotr\
tttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw";

/// Domains that are also words of running text, or endings of file names: too weak without a path or `www.`.
#[rustfmt::skip]
const WEAK: &[&str] = &[
    "ac", "ad", "ai", "al", "am", "app", "ar", "art", "as", "at", "be", "best", "bike", "by", "bz", "cat", "cc",
    "center", "chat", "church", "city", "cm", "coffee", "company", "computer", "cs", "design", "direct", "dm", "do",
    "email", "es", "example", "exchange", "expert", "express", "family", "farm", "fit", "fm", "fun", "fund", "games",
    "group", "gt", "guide", "health", "help", "hm", "host", "house", "id", "il", "im", "in", "info", "int", "invalid",
    "is", "it", "jobs", "kitchen", "la", "land", "law", "legal", "li", "life", "link", "live", "love", "lt", "ma",
    "market", "md", "me", "media", "mil", "mk", "ml", "mm", "mo", "money", "ms", "mu", "my", "name", "network",
    "news", "ninja", "no", "nr", "om", "one", "online", "pa", "page", "party", "pe", "photo", "photos", "pizza", "pl",
    "plus", "pm", "pn", "press", "pro", "ps", "pub", "py", "re", "red", "repair", "report", "rs", "run", "sale",
    "school", "sh", "shop", "site", "so", "social", "software", "space", "st", "store", "stream", "style", "support",
    "team", "tel", "test", "tf", "tips", "tm", "to", "tools", "top", "town", "toys", "trade", "training", "travel",
    "tv", "us", "vi", "video", "vip", "wiki", "win", "work", "works", "world",
];

/// Whether this label can be a top-level domain: two letters or more of any script, or punycode.
pub(super) fn is_tld_like(label: &str) -> bool {
    let label = label.trim_matches(super::host::is_invisible);
    let (mut count, mut letters) = (0, true);
    for c in label.chars() {
        count += 1;
        letters &= c.is_alphabetic() || !c.is_ascii() && super::host::is_label_char(c) && !c.is_numeric();
    }
    letters && (2..=24).contains(&count)
        || label.len() > 4 && label.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("xn--"))
}

/// Whether this label is a top-level domain of the tables, in any case.
pub(in crate::deid::recognizers) fn is_known(label: &str) -> bool {
    match lower(label, &mut [0; 16]) {
        Some(label) if label.len() == 2 => is_country(label),
        Some(label) => GENERIC.binary_search(&label).is_ok(),
        None => false,
    }
}

/// Whether this label reads as a word or a file ending where it stands alone behind a dot.
pub(super) fn is_weak(label: &str) -> bool {
    lower(label, &mut [0; 16]).is_some_and(|label| WEAK.binary_search(&label).is_ok())
}

fn is_country(label: &str) -> bool {
    let codes = COUNTRY.as_bytes().as_chunks::<2>().0;
    label.as_bytes().first_chunk().is_some_and(|code| codes.binary_search(code).is_ok())
}

fn lower<'b>(label: &str, buffer: &'b mut [u8; 16]) -> Option<&'b str> {
    let slot = buffer.get_mut(..label.len())?;
    slot.copy_from_slice(label.as_bytes());
    slot.make_ascii_lowercase();
    std::str::from_utf8(slot).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_know_common_domains() {
        for label in ["com", "ORG", "de", "uk", "io", "museum", "zw", "ac"] {
            assert!(is_known(label), "{label}");
        }
        for label in ["js", "txt", "thanks", "ea", "", "zz", "a-very-long-label-that-is-none"] {
            assert!(!is_known(label), "{label}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        assert!([GENERIC, WEAK].iter().all(|table| table.is_sorted()));
        let codes: Vec<&[u8]> = COUNTRY.as_bytes().chunks_exact(2).collect();
        assert_eq!(COUNTRY.len() % 2, 0);
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
