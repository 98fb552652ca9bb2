//! Number of a bank account: up to 17 digits (the field of the Nacha file format), of which real ones have eight at
//! least. Nothing in it can be checked, so a cue must name the account of a bank.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UsBankNumber,
    recognizer: "us_bank_number.cued",
    country: "US",
    forms: &["9{8,17}", "9999~9999~9{1,4}", "9999~9999~9999~9{1,4}"],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "bank account",
        "bank acct",
        "bank acc",
        "bank a/c",
        "bank number",
        "account at the bank",
        "checking",
        "checking account",
        "checking acct",
        "chequing account",
        "savings account",
        "saving account",
        "savings acct",
        "debit account",
        "direct deposit",
        "direct deposit account",
        "deposit account",
        "ach account",
        "wire account",
        "beneficiary account",
    ],
};

/// The account that is given with a routing number.
pub(super) const BESIDE_ROUTING: IdRule = IdRule {
    recognizer: "us_bank_number.routing",
    evidence: Evidence::Beside(EntityType::AbaRoutingNumber),
    cues: &["account", "acct", "acc", "a/c"],
    ..RULE
};

fn check(number: &[u8]) -> Check {
    let is_day = match number {
        [b'1', b'9', _, _, month @ .., _, _] | [b'2', b'0', _, _, month @ .., _, _] => {
            matches!(month, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2'])
        }
        _ => false,
    };
    let all_alike = number.windows(2).all(|pair| pair.first() == pair.last());
    if is_day || all_alike { Check::Wrong } else { Check::Possible }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UsBankNumber;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my bank account number is <000123456789>",
            "bank acct #<12345678>",
            "routing 247082276, account number <9876543210>",
            "Routing number: 247082276\nAccount number: <9876543210>",
            "pls use checking <4455667788> for the refund",
            "<4455667788> is my savings account",
            "checking account no. <1234-5678-90>",
        ];
        let near = [
            "my bank account number is 1234567",
            "bank account 123456789012345678",
            "account number 9876543210",
            "my bank saw order 9876543210",
            "bank account closed on 20240501",
            "9876543210",
            "the bank charged 98765432",
        ];
        assert_found(UsBankNumber, "US", &found, &near);
    }
}
