//! `hash`: a keyed token that is equal for equal values over the whole data set and all machines.
//!
//! `[EMAIL_7f3a9c2b51d0]` holds the first 48 bits of HMAC-SHA-256 (RFC 2104) over entity name and canonical value, with
//! a key of the project. Two different values of a million share a token with a chance of about 0.2 %: they then look
//! like one value. A token map keeps the first original of such a pair. Without the key no value can be tried out.

use super::key::Key;

/// The token of a value.
pub(super) fn token(key: &Key, label: &str, entity_name: &str, canonical: &str) -> String {
    let mut token = format!("[{label}_");
    for byte in key.digest(&[entity_name, canonical]).iter().take(6) {
        token.push_str(&format!("{byte:02x}"));
    }
    token.push(']');
    token
}
