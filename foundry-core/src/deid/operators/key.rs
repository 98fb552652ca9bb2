//! Keys made ready: from the text of a setting, one key for each purpose and project.
//!
//! The derivation is that of HKDF-Expand (RFC 5869) with one block: HMAC-SHA-256 over purpose and project. So a token
//! of one operator tells nothing about those of another, and two projects with one key have nothing in common.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::deid::settings::PiiSettings;

/// HMAC-SHA-256 (RFC 2104) with a key for one purpose.
#[derive(Clone)]
pub(in crate::deid) struct Key(Hmac<Sha256>);

impl Key {
    /// The key for a purpose and project; `None` where the text is empty.
    pub fn new(text: &str, purpose: &str, domain: &str) -> Option<Key> {
        if text.is_empty() {
            return None;
        }
        let root = Key(Hmac::new_from_slice(text.as_bytes()).ok()?);
        let derived = root.digest(&["foundry", purpose, domain]);
        Hmac::new_from_slice(&derived).ok().map(Key)
    }

    /// The HMAC of these texts, each ended by a zero byte, so that no two lists are alike.
    pub fn digest(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }

    /// Eight bytes of the same, as a number.
    pub fn number(&self, parts: &[&str]) -> u64 {
        let digest = self.digest(parts);
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// The name of the keys in use, for a manifest: as the settings give it, else 64 bits of an HMAC of each key, by which
/// equal keys are told and from which none can be had. `None` where there is no key.
pub fn key_id(settings: &PiiSettings) -> Option<String> {
    if settings.key_id.is_some() {
        return settings.key_id.clone();
    }
    let keys = [&settings.hash_key, &settings.encryption_key];
    let ids: Vec<String> = keys
        .into_iter()
        .flatten()
        .filter_map(|key| Key::new(key, "key id", ""))
        .map(|key| format!("{:016x}", key.number(&[])))
        .collect();
    (!ids.is_empty()).then(|| ids.join("+"))
}
