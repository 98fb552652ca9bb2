//! Rentenversicherungsnummer, also the number of social insurance: area, day, month and year of birth, first letter of
//! the name at birth, two digits that count, a check digit (§§ 2 to 4 VKVV). The letter is read as two digits; weights 2,
//! 1, 2, 5, 7, then 1 and 2 by turns, digit sums, mod 10. Fifty is added to the day where a number would come twice.

use crate::deid::checksum::weighted_digit_sums;
use crate::deid::recognizers::id::calendar::{is_date, yymmdd};
use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::DeSocialSecurity,
    recognizer: "de_social_security.check_digit",
    country: "DE",
    forms: &[
        "99~999999~A~999",
        "99~999999~A~99~9",
        "99~99~99~99~A~999",
        "99~99~99~99~A~99~9",
        "99~999999~A999",
        "99999999~A~999",
        "99999999A~999",
        "99~999999A~999",
    ],
    check,
    evidence: Evidence::Locale,
    score: 0.8,
    cues: &[
        "sozialversicherungsnummer",
        "sozialversicherungsnr",
        "sozialversicherungs nr",
        "sozialversicherungs nummer",
        "sozialversicherung",
        "sozialversicherungsausweis",
        "sozialvers nr",
        "sv nummer",
        "sv nr",
        "svnr",
        "svnummer",
        "rentenversicherungsnummer",
        "rentenversicherungsnr",
        "rentenversicherungs nr",
        "rentenversicherung",
        "deutsche rentenversicherung",
        "rentennummer",
        "rv nummer",
        "rv nr",
        "rvnr",
        "versicherungsnummer",
        "versicherungsnr",
        "vsnr",
        "social security",
        "social security number",
        "social insurance",
        "social insurance number",
        "pension insurance",
        "pension insurance number",
        "pension number",
        "insurance number",
        "ssn",
    ],
};

fn check(text: &[u8]) -> Check {
    let &[area1, area2, day1, day2, month1, month2, year1, year2, letter, serial1, serial2, check] = text
    else {
        return Check::Wrong;
    };
    let place = letter.wrapping_sub(b'A').wrapping_add(1);
    let (tens, ones) = (b'0' + place / 10, b'0' + place % 10);
    let all = [area1, area2, day1, day2, month1, month2, year1, year2, tens, ones, serial1, serial2];
    let Some((year, month, day)) = yymmdd(&[year1, year2, month1, month2, day1, day2]) else {
        return Check::Wrong;
    };
    let day = if day > 50 { day - 50 } else { day };
    let dated = is_date(2000 + year, month, day) && area1.max(area2) > b'0';
    match weighted_digit_sums(&all, &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) {
        Some(sum) if dated && sum % 10 == u32::from(check.wrapping_sub(b'0')) => Check::Right,
        _ => Check::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::DeSocialSecurity;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "Rentenversicherungsnummer <15070649C103>",
            "meine sv-nummer: <15 070649 c 103>",
            "Sozialversicherungsnr. <65 170839 J 003>",
            "social security number <65-170839-J-003>",
            "<65 170839 J003> ist meine RVNR",
        ];
        let near = [
            "RVNR 15070649C104",
            "RVNR 15070649D103",
            "RVNR 15071349C107",
            "RVNR 15320649C102",
            "RVNR 15070649C10",
            "RVNR 15070649C1033",
            "15070649C103",
            "Auftrag 15070649C103",
        ];
        assert_found(DeSocialSecurity, "US", &found, &near);
        assert_found(DeSocialSecurity, "DE", &["<15070649C103>"], &["Bestellung 15070649C103"]);
    }
}
