//! Driver's licence: letters and digits as each state prints them, by the list of formats of the American Association
//! of Motor Vehicle Administrators. Nothing in it can be checked, so a cue must name the licence.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UsDriverLicense,
    recognizer: "us_driver_license.cued",
    country: "US",
    forms: &[
        // Most states: digits alone, or behind one letter (California, Florida, New Jersey …).
        "9{7,12}",
        "A9{5,14}",
        // Florida, Illinois, Wisconsin, Maryland and Michigan in groups; New York.
        "A999~999~99~999~9",
        "A999~9999~9999",
        "A999~9999~9999~99",
        "A~999~999~999~999",
        "A9999~99999~99999",
        "999 999 999",
        // Ohio, Oregon, Colorado, Idaho, West Virginia, North Dakota, Kansas.
        "AA9{4,7}",
        "AA9{6}A",
        "AAA9{6}",
        "A9A9A",
        // Iowa, New Hampshire, Maine, Vermont, Missouri.
        "999AA9999",
        "99AAA99999",
        "'NHL'9{8}",
        "9{7}A",
        "9{8}AA",
        "9{9}A",
        // Washington.
        "'WDL'9X{8}",
        "'WDL'A9X{7}",
        "'WDL'AA9X{6}",
        "'WDL'AAA9X{5}",
        "'WDL'AAAA9X{4}",
    ],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "driver license",
        "drivers license",
        "driver's license",
        "driver licence",
        "drivers licence",
        "driver's licence",
        "driving license",
        "driver lic",
        "drivers lic",
        "driver's lic",
        "driver's license id",
        "dl",
        "dln",
        "cdl",
        "dmv",
        "state id",
        "license from the dmv",
        "learner's permit",
        "driver permit",
        "driver's permit",
        "licencia de conducir",
        "licencia de manejar",
    ],
};

fn check(number: &[u8]) -> Check {
    let digits = number.iter().filter(|byte| byte.is_ascii_digit());
    let zeros = digits.clone().all(|digit| *digit == b'0');
    if zeros { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UsDriverLicense;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my driver's license is <D1234567>",
            "driver’s license number: <S123-4567-8901>",
            "DL# <12345678>",
            "Drivers License No. <A123-456-78-901-0>",
            "dl <d1234567> from ca",
            "<F255921503170> is my driver license",
            "Ohio driver license: <RS123456>",
            "WA driver's license <WDLABCD456DG>",
            "CDL number <123AB4567>",
            "state ID: <073456789>",
        ];
        let near = [
            "my driver's license is D123",
            "driver's license 123456",
            "driver's license 1234567890123456",
            "the printer driver 12345678",
            "order D1234567",
            "D1234567",
            "driver's license X-D1234567-Z",
            "my license key is D1234567",
            "dl the app, ticket 12345678",
        ];
        assert_found(UsDriverLicense, "US", &found, &near);
    }
}
