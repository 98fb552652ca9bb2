//! Number in the commercial register: `HRA` for partnerships and merchants or `HRB` for companies, up to six digits, in
//! some districts the letters of a former court (§ 13 HRV).

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeHandelsregister,
    recognizer: "de_handelsregister.marked",
    country: "DE",
    forms: &[
        "'HR'A9{1,6}",
        "'HR'A 9{1,6}",
        "'HR'A-9{1,6}",
        "'HR'A': '9{1,6}",
        "'HR'A' Nr. '9{1,6}",
        "'HR'A'-Nr. '9{1,6}",
        "'HR'A9{1,6} A{1,2}",
        "'HR'A 9{1,6} A{1,2}",
        "'HR'A 9{1,6}A{1,2}",
        "'HR'A-9{1,6} A{1,2}",
        "'HR'A' Nr. '9{1,6} A{1,2}",
    ],
    check: marked,
    evidence: Evidence::Check,
    score: 0.8,
    cues: CUES,
};

/// The number alone, where words say what it is.
pub(super) const NUMBER_RULE: IdRule = IdRule {
    recognizer: "de_handelsregister.cued",
    forms: &["9{3,6}"],
    check: number,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "handelsregisternummer",
        "handelsregister nr",
        "handelsregister nummer",
        "hrb nummer",
        "hra nummer",
    ],
    ..RULE
};

const CUES: &[&str] = &[
    "handelsregister",
    "handelsregisternummer",
    "handelsregisternr",
    "handelsregistereintrag",
    "registernummer",
    "registergericht",
    "registerauszug",
    "amtsgericht",
    "eingetragen",
    "gmbh",
    "commercial register",
    "commercial register number",
    "trade register",
    "company register",
    "registration number",
    "company registration",
    "registered",
];

fn marked(number: &[u8]) -> Check {
    let Some([section @ (b'A' | b'B'), rest @ ..]) = number.strip_prefix(b"HR") else { return Check::Wrong };
    let _ = section;
    let rest = rest.strip_prefix(b"NR").unwrap_or(rest);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, court) = rest.split_at_checked(digits).unwrap_or_default();
    let is_court =
        matches!(court, b"" | b"B" | b"KI" | b"FL" | b"PI" | b"HL" | b"NM" | b"SE" | b"RD" | b"IZ");
    if digits.iter().any(|digit| *digit != b'0') && is_court { Check::Right } else { Check::Wrong }
}

fn number(number: &[u8]) -> Check {
    if number.starts_with(b"0") { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeHandelsregister;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Amtsgericht München, <HRB 123456>",
            "<hra12345> im Handelsregister",
            "Handelsregister <HRB 98765 B>, Berlin",
            "unsere Firma: <HRB Nr. 4711>",
            "Handelsregisternummer: <123456>",
        ];
        let near = [
            "HRC 12345",
            "HRB 1234567",
            "CHRB 12345",
            "HRB 000",
            "order HRB 12345",
            "Handelsregister 12",
            "123456",
        ];
        assert_found(DeHandelsregister, "DE", &found, &near);
    }
}
