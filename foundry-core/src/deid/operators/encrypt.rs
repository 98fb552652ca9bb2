//! `encrypt`: AES-256-GCM-SIV (RFC 8452), and the way back for whoever has the key.
//!
//! `[EMAIL_ADDRESS:…]` holds nonce, ciphertext and tag in the base64url of RFC 4648 without padding. The name of the
//! entity type is associated data: a token moved under another name does not open. The nonce is an HMAC of name and
//! value, so that equal spellings give equal tokens and runs can be repeated; a repeated nonce tells no more than that
//! two values are equal.

#[cfg(feature = "encryption")]
use aes_gcm_siv::aead::{Aead, Payload};
#[cfg(feature = "encryption")]
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};

use super::base64url;
#[cfg(feature = "encryption")]
use super::key::Key;

/// Bytes before and behind the ciphertext: nonce and tag.
const NONCE: usize = 12;
const TAG: usize = 16;
/// The fewest characters behind the colon: those of a value of one byte.
const MIN_SEALED: usize = (NONCE + TAG + 1) * 4 / 3;
/// The fewest characters that a key must have.
pub(in crate::deid) const MIN_KEY: usize = 16;

/// Whether a text between brackets has the form of an encrypted value: `NAME:` and enough base64url.
pub(in crate::deid) fn is_sealed(inner: &str) -> bool {
    inner.split_once(':').is_some_and(|(name, sealed)| {
        sealed.len() >= MIN_SEALED
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && sealed.bytes().all(base64url::is_digit)
    })
}

/// A cipher made ready.
#[cfg(feature = "encryption")]
#[derive(Clone)]
pub(in crate::deid) struct Cipher {
    cipher: Box<Aes256GcmSiv>,
    nonces: Key,
}

#[cfg(feature = "encryption")]
impl Cipher {
    /// A cipher with the key that this text gives; `None` where it is too short.
    pub fn new(text: &str) -> Option<Cipher> {
        if text.chars().count() < MIN_KEY {
            return None;
        }
        let key = Key::new(text, "encrypt", "")?.digest(&[]);
        let cipher = Box::new(Aes256GcmSiv::new_from_slice(&key).ok()?);
        Some(Cipher { cipher, nonces: Key::new(text, "nonce", "")? })
    }

    /// The token of a value as it is written.
    pub fn seal(&self, entity_name: &str, value: &str) -> Option<String> {
        let digest = self.nonces.digest(&[entity_name, value]);
        let nonce: [u8; NONCE] = digest.get(..NONCE)?.try_into().ok()?;
        let payload = Payload { msg: value.as_bytes(), aad: entity_name.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
        let mut token = format!("[{entity_name}:");
        base64url::encode(nonce.into_iter().chain(sealed), &mut token);
        token.push(']');
        Some(token)
    }

    /// The value behind what stands between the brackets; `None` with another key, or where it was changed.
    pub fn open(&self, inner: &str) -> Option<String> {
        let (name, sealed) = inner.split_once(':')?;
        let bytes = base64url::decode(sealed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: name.as_bytes() };
        String::from_utf8(self.cipher.decrypt(&Nonce::from(nonce), payload).ok()?).ok()
    }
}

#[cfg(all(test, feature = "encryption"))]
mod tests {
    use super::*;

    fn cipher() -> Cipher {
        Cipher::new("a key of sixteen characters or more").unwrap()
    }

    fn inner(token: &str) -> &str {
        token.trim_start_matches('[').trim_end_matches(']')
    }

    #[test]
    fn what_is_sealed_opens_again() {
        for value in ["jane@example.com", "x", "王小明 🎉", &"long ".repeat(400)] {
            let token = cipher().seal("EMAIL_ADDRESS", value).unwrap();
            assert!(is_sealed(inner(&token)), "{token}");
            assert_eq!(cipher().open(inner(&token)).as_deref(), Some(value));
            assert_eq!(cipher().seal("EMAIL_ADDRESS", value).unwrap(), token);
            assert!(value.len() == 1 || !token.contains(value));
        }
        assert!(Cipher::new("too short").is_none());
    }

    #[test]
    fn nothing_else_opens() {
        let token = cipher().seal("EMAIL_ADDRESS", "jane@example.com").unwrap();
        let inner = inner(&token);
        assert_eq!(Cipher::new("another key, long enough").unwrap().open(inner), None);
        assert_eq!(cipher().open(&inner.replace("EMAIL_ADDRESS", "PERSON")), None);
        for place in 14..inner.len() {
            let mut changed = inner.to_owned().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            assert_eq!(cipher().open(std::str::from_utf8(&changed).unwrap()), None, "{place}");
        }
        assert_eq!(cipher().open(&inner[..inner.len() - 1]), None);
        assert!(!is_sealed("EMAIL_ADDRESS:abc") && !is_sealed(&inner.to_lowercase()));
    }
}
