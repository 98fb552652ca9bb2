//! Base58Check: 25 bytes, the last four of which are the beginning of a double SHA-256 of the others.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// A version, twenty bytes of a hash, four of a check.
const BYTES: usize = 25;
/// The versions in use, by what an address then begins with: Bitcoin `1 3 m n 2`, Litecoin `L M`, Dogecoin `D 9 A`, Dash
/// `X 7`, Tron `T`, Zcash has two bytes and is left out.
const FIRST: &[u8] = b"123mnLMD9AX7T";

/// Each byte's place in the alphabet; 255 for none.
static PLACES: [u8; 256] = {
    let mut places = [255; 256];
    let mut i = 0;
    while i < ALPHABET.len() {
        places[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    places
};

/// Whether a word is an address with a right check.
pub(super) fn is_address(word: &[u8]) -> bool {
    if !(26..=35).contains(&word.len()) || !word.first().is_some_and(|first| FIRST.contains(first)) {
        return false;
    }
    let Some(bytes) = decoded(word) else { return false };
    let (body, check) = bytes.split_at(BYTES - 4);
    let digest = Sha256::digest(Sha256::digest(body));
    digest.iter().zip(check).all(|(a, b)| a == b) && body.iter().skip(1).any(|byte| *byte != 0)
}

/// The 25 bytes that a word stands for.
fn decoded(word: &[u8]) -> Option<[u8; BYTES]> {
    let mut bytes = [0u8; BYTES];
    for character in word {
        let mut carry = u32::from(PLACES[usize::from(*character)]);
        if carry > 57 {
            return None;
        }
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    // A leading `1` is a leading zero byte, and nothing else is.
    let ones = word.iter().take_while(|byte| **byte == b'1').count();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    (ones == zeros).then_some(bytes)
}
