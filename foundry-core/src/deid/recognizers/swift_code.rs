//! Bank identifier codes (ISO 9362), behind a cue.

use super::cued::{Lead, finding};
use crate::entity::{EntityType, Finding, Span};

/// The countries and territories of ISO 3166-1 with banks, one behind the other.
const COUNTRIES: &str = "ADAEAFAGAIALAMAOARATAUAWAZBABBBDBEBFBGBHBIBJBMBNBOBRBSBTBWBYBZCACDCFCGCHCICKCLCMCNCOCRCUCVCWCYCZDEDJDKDMDODZECEEEGERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGTGUGWGYHKHNHRHTHUIDIEILIMINIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENGNINLNONPNRNZOMPAPEPFPGPHPKPLPMPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISKSLSMSNSOSRSSSTSVSXSYSZTCTDTGTHTJTLTMTNTOTRTTTVTWTZUAUGUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// The code that starts at byte `start`: four letters, a country, two characters, and three of a branch or none.
pub(super) fn at(text: &str, start: usize, lead: Lead) -> Option<Finding> {
    let bytes = text.as_bytes();
    let code = bytes.get(start..)?;
    let len = code.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
    let code = code.get(..len).filter(|_| matches!(len, 8 | 11))?;
    let country = code.get(4..6)?;
    let known = COUNTRIES.as_bytes().chunks(2).any(|known| country.eq_ignore_ascii_case(known));
    let letters = code.iter().take(6).all(u8::is_ascii_uppercase);
    let free = start.checked_sub(1).and_then(|i| bytes.get(i)).is_none_or(|b| !b.is_ascii_alphanumeric());
    (known && letters && free)
        .then(|| finding(EntityType::SwiftCode, Span::new(start, start + len), 0.85, "swift_code.cue", lead))
}
