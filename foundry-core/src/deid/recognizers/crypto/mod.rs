//! Addresses of wallets: Base58Check (Bitcoin and its kin), bech32 and bech32m (BIP 173, BIP 350), and the forty hex
//! digits of Ethereum (EIP-55 without its optional check of case).

mod base58;
mod bech32;

use crate::entity::{EntityType, Finding, Rank, Span};

/// The shortest address.
pub(super) const SHORTEST: usize = 25;
/// The longest address: bech32 of Cardano.
pub(super) const LONGEST: usize = 120;

/// The address that fills the word `[start, end)` of ASCII letters and digits.
pub(super) fn at(text: &str, start: usize, end: usize) -> Option<Finding> {
    let word = text.as_bytes().get(start..end).filter(|word| (SHORTEST..=LONGEST).contains(&word.len()))?;
    let (score, rank, recognizer) = match word {
        [b'0', b'x' | b'X', hex @ ..] => {
            let mixed = hex.iter().any(u8::is_ascii_digit) && hex.iter().any(u8::is_ascii_alphabetic);
            if hex.len() != 40 || !mixed || !hex.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            (0.8, Rank::Shape, "crypto.ethereum")
        }
        _ if bech32::is_address(word) => (1.0, Rank::Checked, "crypto.bech32"),
        _ if base58::is_address(word) => (1.0, Rank::Checked, "crypto.base58"),
        _ => return None,
    };
    Some(Finding {
        entity_type: EntityType::Crypto,
        span: Span::new(start, end),
        score,
        rank,
        recognizer,
        cue: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&'static str> {
        at(text, 0, text.len()).map(|finding| finding.recognizer)
    }

    #[test]
    fn addresses() {
        assert_eq!(found("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"), Some("crypto.base58"));
        assert_eq!(found("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"), Some("crypto.base58"));
        assert_eq!(found("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"), Some("crypto.bech32"));
        assert_eq!(found("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"), Some("crypto.bech32"));
        assert_eq!(
            found("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
            Some("crypto.bech32")
        );
        assert_eq!(found("0x52908400098527886E0F7030069857D2E4169EE7"), Some("crypto.ethereum"));
    }

    #[test]
    fn near_misses() {
        for text in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
            "0x52908400098527886E0F7030069857D2E4169EE",
            "bc1qAR0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "11111111111111111111111111111111",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
