//! Bank account: a sort code of six digits, written in pairs, and an account number of eight (UK Payments, "Vocalink
//! modulus checking"). The checks differ from bank to bank, so a cue must name the one or the other.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

/// Both together, or the account number alone.
pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkBankAccount,
    recognizer: "uk_bank_account.cued",
    country: "GB",
    forms: &[
        "9{8}",
        "9999 9999",
        "99-99-99 9{8}",
        "99-99-99/9{8}",
        "99 99 99 9{8}",
        "9{6} 9{8}",
        "9{6}/9{8}",
    ],
    check,
    evidence: Evidence::Cue,
    score: 0.5,
    cues: &[
        "sort code",
        "sortcode",
        "sort code and account",
        "bank account",
        "bank acc",
        "bank a/c",
        "bank acct",
        "current account",
        "savings account",
        "bacs",
        "faster payments",
        "building society",
    ],
};

/// The sort code alone.
pub(super) const SORT_CODE: IdRule = IdRule {
    recognizer: "uk_bank_account.sort_code",
    forms: &["99~99~99"],
    cues: &["sort code", "sortcode", "sort codes", "sc"],
    ..RULE
};

/// The account number that is given with a sort code.
pub(super) const BESIDE_SORT_CODE: IdRule = IdRule {
    recognizer: "uk_bank_account.account",
    forms: &["9{8}", "9999 9999"],
    evidence: Evidence::Beside(EntityType::UkBankAccount),
    cues: &["account", "acc", "acct", "a/c"],
    ..RULE
};

fn check(digits: &[u8]) -> Check {
    let zeros = digits.iter().all(|digit| *digit == b'0');
    let known = matches!(digits.len(), 6 | 8 | 14);
    if known && !zeros { Check::Possible } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkBankAccount;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "sort code <20-00-00>, account number <55779911>",
            "Sort code: <20 00 00>\nAccount number: <55779911>",
            "my sort code is <200000> and my account no. is <55779911>",
            "bank account <12-34-56 12345678>",
            "acc 55 at 9, sort code <601111>",
            "<20-00-00> is the sort code",
        ];
        let near = [
            "sort code 20-00-0",
            "sort code 20-00 00",
            "account number 55779911",
            "order 55779911",
            "20-00-00",
            "sort code 000000",
            "sort by code 12",
            "sort code 20-00-00-1",
        ];
        assert_found(UkBankAccount, "GB", &found, &near);
        assert_found(UkBankAccount, "GB", &["my bank account is <55779911>"], &["bank account 557799112"]);
    }
}
