//! Vehicle identification numbers (ISO 3779): seventeen characters; North America puts a check digit in the ninth
//! place (49 CFR 565.15).

use super::cued::{self, Topic};
use crate::entity::{EntityType, Finding, Rank, Span};

/// The length of a number.
pub(super) const LENGTH: usize = 17;

/// The number that fills `[start, end)`: with a right check digit, or beside a cue where none is asked for.
pub(super) fn at(text: &str, start: usize, end: usize, earlier: &[Finding]) -> Option<Finding> {
    let vin: &[u8; LENGTH] = text.as_bytes().get(start..end)?.try_into().ok()?;
    let letters = vin.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if !vin.iter().all(|b| value(*b).is_some()) || !(1..=14).contains(&letters) {
        return None;
    }
    let lead = cued::lead(text, start, earlier).filter(|lead| lead.topic == Topic::Vin);
    let north_american = matches!(vin[0], b'1'..=b'5');
    let checked = has_check_digit(vin);
    let serial = vin.iter().rev().take(4).all(u8::is_ascii_digit);
    let upper = !vin.iter().any(u8::is_ascii_lowercase);
    let shape = checked && serial && upper && letters >= 3;
    let right = match lead {
        Some(_) if north_american => checked,
        Some(_) => true,
        None => shape,
    };
    let cue = lead.map(|lead| lead.span);
    let score = if cue.is_some() { 0.9 } else { 0.6 };
    let rank = if checked { Rank::Checked } else { Rank::Cue };
    let recognizer = if checked { "vehicle_id.check_digit" } else { "vehicle_id.cue" };
    let span = Span::new(start, end);
    right.then_some(Finding { entity_type: EntityType::VehicleId, span, score, rank, recognizer, cue })
}

/// The value of a character; `I`, `O` and `Q` have none.
fn value(byte: u8) -> Option<u32> {
    Some(match byte.to_ascii_uppercase() {
        digit @ b'0'..=b'9' => u32::from(digit - b'0'),
        letter @ b'A'..=b'H' => u32::from(letter - b'A') + 1,
        letter @ (b'J'..=b'N' | b'P' | b'R') => u32::from(letter - b'J') + 1,
        letter @ b'S'..=b'Z' => u32::from(letter - b'S') + 2,
        _ => return None,
    })
}

/// Whether the weighted sum of all characters leaves the ninth one over modulo 11, `X` for ten.
fn has_check_digit(vin: &[u8; LENGTH]) -> bool {
    const WEIGHTS: [u32; LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum: u32 = vin.iter().zip(WEIGHTS).map(|(byte, weight)| value(*byte).unwrap_or(0) * weight).sum();
    match (vin[8], sum % 11) {
        (b'X' | b'x', 10) => true,
        (digit @ b'0'..=b'9', rest) => u32::from(digit - b'0') == rest,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> bool {
        let start = text.rfind(' ').map_or(0, |i| i + 1);
        at(text, start, text.len(), &[]).is_some()
    }

    #[test]
    fn check_digits() {
        for vin in ["1HGCM82633A004352", "1M8GDM9AXKP042788", "5YJSA1DG9DFP14705"] {
            assert!(found(vin) && found(&format!("vin {vin}")), "{vin}");
        }
        for text in
            ["1HGCM82643A004352", "vin 1HGCM82643A004352", "WVWZZZ1JZXW000001", "vin 1HGCM826O3A004352"]
        {
            assert!(!found(text), "{text}");
        }
        assert!(found("VIN: WVWZZZ1JZXW000001") && found("Fahrgestellnummer WVWZZZ1JZXW000001"));
    }
}
