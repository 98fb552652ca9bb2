//! `hash`: a keyed token that is equal for equal values over the whole data set and all machines.
//!
//! `[EMAIL_7f3a9c2b51d0]` holds the first 48 bits of HMAC-SHA-256 (RFC 2104) over entity name, a zero byte and the
//! canonical value. Two different values of a million share a token with a chance of about 0.2 %: they then look like
//! one value. A token map keeps the first original of such a pair. Without the key no value can be tried out.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A key made ready.
pub(super) struct HashKey(Hmac<Sha256>);

impl HashKey {
    /// Takes a key of any length but none.
    pub fn new(key: &str) -> Option<HashKey> {
        if key.is_empty() { None } else { Hmac::new_from_slice(key.as_bytes()).ok().map(HashKey) }
    }

    /// The token of a value.
    pub fn token(&self, label: &str, entity_name: &str, canonical: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(entity_name.as_bytes());
        mac.update(&[0]);
        mac.update(canonical.as_bytes());
        let mut token = format!("[{label}_");
        for byte in mac.finalize().into_bytes().iter().take(6) {
            token.push_str(&format!("{byte:02x}"));
        }
        token.push(']');
        token
    }
}
