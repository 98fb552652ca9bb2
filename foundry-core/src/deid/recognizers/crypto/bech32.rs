//! Bech32 and bech32m (BIP 173, BIP 350): a name, `1`, and characters of which the last six are a BCH check.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// The names of the networks whose addresses are looked for.
const NAMES: &[&[u8]] =
    &[b"bc", b"tb", b"ltc", b"addr", b"stake", b"cosmos", b"osmo", b"lnbc", b"dgb", b"vtc", b"grs"];
/// What the remainder of bech32 and of bech32m is.
const CONSTANTS: [u32; 2] = [1, 0x2bc8_30a3];

/// Whether a word, all in one case, is an address with a right check.
pub(super) fn is_address(word: &[u8]) -> bool {
    let upper = word.iter().any(u8::is_ascii_uppercase);
    if upper && word.iter().any(u8::is_ascii_lowercase) {
        return false;
    }
    let Some(split) = word.iter().take(8).position(|b| *b == b'1') else { return false };
    let (name, data) = word.split_at(split);
    let Some(data) = data.get(1..).filter(|data| data.len() >= 14) else { return false };
    if !NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return false;
    }
    let mut remainder = 1;
    let lower = name.iter().map(u8::to_ascii_lowercase);
    lower.clone().for_each(|b| remainder = step(remainder, b >> 5));
    remainder = step(remainder, 0);
    lower.for_each(|b| remainder = step(remainder, b & 31));
    for byte in data {
        let wanted = byte.to_ascii_lowercase();
        let Some(value) = ALPHABET.iter().position(|known| *known == wanted) else { return false };
        remainder = step(remainder, value as u8);
    }
    CONSTANTS.contains(&remainder)
}

fn step(remainder: u32, value: u8) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = remainder >> 25;
    let shifted = (remainder & 0x1ff_ffff) << 5 ^ u32::from(value);
    (0..5).fold(shifted, |sum, i| if top >> i & 1 == 1 { sum ^ GENERATOR[i] } else { sum })
}
