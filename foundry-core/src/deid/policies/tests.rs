use super::tables::{LAST_FOUR, MONTH, REDACT, REPLACE, YEAR};
use super::*;
use crate::deid::operators::Operators;
use crate::entity::EntityType::*;

fn settings(policy: Policy) -> PiiSettings {
    PiiSettings { policy: Some(policy), ..PiiSettings::default() }.with_policy()
}

type Expected = &'static [(EntityType, OperatorSettings)];

/// What a policy does to each type, and a rule whose line has to be there. Read against the rule's own text.
const RULES: &[(Policy, &str, Expected)] = &[
    (
        Policy::Strict,
        "every type",
        &[(Person, REPLACE), (DateTime, REPLACE), (UkPostcode, REPLACE), (AuAbn, REPLACE)],
    ),
    (
        Policy::Strict,
        "references",
        &[
            (OrderNumber, REPLACE),
            (TicketNumber, REPLACE),
            (TrackingNumber, REPLACE),
            (AccountNumber, REPLACE),
        ],
    ),
    (Policy::HipaaSafeHarbor, "(A)", &[(Person, REPLACE)]),
    (
        Policy::HipaaSafeHarbor,
        "(B) geographic",
        &[(StreetAddress, REPLACE), (Location, REPLACE), (Coordinates, REPLACE)],
    ),
    (Policy::HipaaSafeHarbor, "(B) ZIP", &[(UsZipCode, YEAR)]),
    (Policy::HipaaSafeHarbor, "(C) elements", &[(DateTime, YEAR)]),
    (Policy::HipaaSafeHarbor, "(C) birth", &[(DateOfBirth, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(C) ages", &[(Age, YEAR)]),
    (Policy::HipaaSafeHarbor, "(D)", &[(PhoneNumber, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(E)", &[(PhoneNumber, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(F)", &[(EmailAddress, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(G)", &[(UsSsn, REPLACE), (UkNino, REPLACE), (InAadhaar, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(G) tax", &[(CaSin, REPLACE), (DeTaxId, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(H)", &[(MedicalRecordNumber, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(I)", &[(HealthPlanNumber, REPLACE), (UsMbi, REPLACE), (UkNhs, REPLACE)]),
    (
        Policy::HipaaSafeHarbor,
        "(J) account",
        &[(AccountNumber, REPLACE), (UsBankNumber, REPLACE), (CreditCard, REPLACE)],
    ),
    (Policy::HipaaSafeHarbor, "(J) what", &[(CreditCardCvv, REDACT), (CreditCardExpiry, REDACT)]),
    (
        Policy::HipaaSafeHarbor,
        "(K)",
        &[(UsDriverLicense, REPLACE), (UsPassport, REPLACE), (MedicalLicense, REPLACE)],
    ),
    (Policy::HipaaSafeHarbor, "(L)", &[(VehicleId, REPLACE), (DeKfz, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(M)", &[(DeviceId, REPLACE), (Imei, REPLACE), (MacAddress, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(N)", &[(Url, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(O)", &[(IpAddress, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(P)", &[]),
    (Policy::HipaaSafeHarbor, "(Q)", &[]),
    (Policy::HipaaSafeHarbor, "(R) any", &[(Id, REPLACE), (Username, REPLACE), (OrderNumber, REPLACE)]),
    (Policy::HipaaSafeHarbor, "(R) secrets", &[(Password, REPLACE), (ApiKey, REPLACE)]),
    (
        Policy::Pci,
        "3.4.1",
        &[(CreditCard, OperatorSettings::Mask { character: '*', keep_first: 6, keep_last: 4 })],
    ),
    (Policy::Pci, "3.3.1.2", &[(CreditCardCvv, REDACT)]),
    (Policy::Pci, "3.3.1.3", &[(Password, REDACT)]),
    (Policy::Pci, "expiry", &[(CreditCardExpiry, REDACT)]),
    (Policy::Pci, "3.2.1", &[(Person, REPLACE)]),
    (Policy::Pci, "accounts", &[(IbanCode, REPLACE), (SwiftCode, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) names", &[(Person, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) identification numbers", &[(FrNir, REPLACE), (PlPesel, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) identification numbers of tax", &[(EsNif, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) numbers of licences", &[(DePassport, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) numbers by which", &[(OrderNumber, REPLACE), (AccountNumber, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) location data", &[(StreetAddress, REPLACE), (Coordinates, REPLACE)]),
    (Policy::Gdpr, "Art. 4(1) location data, general", &[(UkPostcode, MONTH), (DePlz, MONTH)]),
    (Policy::Gdpr, "recital 30", &[(IpAddress, REPLACE), (MacAddress, REPLACE), (Username, REPLACE)]),
    (Policy::Gdpr, "contact", &[(EmailAddress, REPLACE), (PhoneNumber, REPLACE)]),
    (Policy::Gdpr, "accounts", &[(IbanCode, REPLACE)]),
    (
        Policy::Gdpr,
        "Art. 5(1)(c) as little as is needed: codes",
        &[(CreditCardCvv, REDACT), (Password, REDACT)],
    ),
    (Policy::Gdpr, "Art. 5(1)(c) as little as is needed: ages", &[(Age, MONTH), (DateOfBirth, MONTH)]),
    (Policy::Gdpr, "Art. 9", &[(MedicalRecordNumber, REPLACE)]),
    (Policy::Gdpr, "plates", &[(DeKfz, REPLACE)]),
    (Policy::Gdpr, "numbers of traders", &[(DeVatId, REPLACE)]),
    (Policy::RedactionPoints, "API keys", &[(ApiKey, REPLACE)]),
    (Policy::RedactionPoints, "signature", &[]),
    (
        Policy::RedactionPoints,
        "social security",
        &[(UsSsn, LAST_FOUR), (UsItin, LAST_FOUR), (CaSin, LAST_FOUR)],
    ),
    (Policy::RedactionPoints, "credit cards: a token", &[(CreditCard, REPLACE)]),
    (Policy::RedactionPoints, "credit cards: codes", &[(CreditCardCvv, REDACT)]),
    (Policy::RedactionPoints, "e-mail", &[(EmailAddress, MONTH)]),
    (Policy::RedactionPoints, "telephone", &[(PhoneNumber, LAST_FOUR)]),
    (Policy::RedactionPoints, "file content", &[]),
];

#[test]
fn every_line_does_what_its_rule_asks() {
    for (policy, rule, types) in RULES {
        let lines = policy.lines().iter().filter(|line| line.rule.starts_with(rule));
        assert!(lines.count() > 0, "{} has no line {rule}", policy.as_str());
        let settings = settings(*policy);
        let operators = Operators::new(&settings).unwrap();
        for (entity_type, expected) in *types {
            let actual = settings.operators.get(entity_type).copied().unwrap_or(settings.default_operator);
            assert_eq!(actual, *expected, "{} {rule}: {entity_type}", policy.as_str());
            assert!(settings.chosen().contains(*entity_type), "{} {rule}: {entity_type}", policy.as_str());
            assert!(!operators.keeps(*entity_type), "{} {rule}: {entity_type}", policy.as_str());
        }
    }
    for policy in Policy::ALL {
        for line in policy.lines() {
            let told = RULES.iter().any(|(known, rule, _)| *known == policy && line.rule.starts_with(rule));
            assert!(told, "{}: no test for {}", policy.as_str(), line.rule);
        }
    }
}

#[test]
fn the_letters_of_the_privacy_rule_are_all_there() {
    for letter in 'A'..='R' {
        let rule = format!("({letter})");
        assert!(Policy::HipaaSafeHarbor.lines().iter().any(|line| line.rule.starts_with(&rule)), "{rule}");
    }
}

#[test]
fn settings_win_over_their_policy() {
    let own = PiiSettings {
        policy: Some(Policy::RedactionPoints),
        entities: Some(vec![EmailAddress]),
        min_score: Some(0.9),
        operators: [(EmailAddress, OperatorSettings::Redact)].into(),
        ..PiiSettings::default()
    };
    let settings = own.with_policy();
    assert_eq!(settings.entities, own.entities);
    assert_eq!((settings.min_score, settings.operators.get(&EmailAddress)), (Some(0.9), Some(&REDACT)));
    assert_eq!(settings.operators.get(&PhoneNumber), Some(&LAST_FOUR));
    assert_eq!(settings.with_policy(), settings);
    let pci = PiiSettings { policy: Some(Policy::Pci), ..PiiSettings::default() }.with_policy();
    assert_eq!(pci.with_policy(), pci);
}

#[test]
fn policies_do_it_in_text() {
    let done = |policy: &str, text: &str| {
        let settings: PiiSettings = serde_json::from_value(serde_json::json!({ "policy": policy })).unwrap();
        crate::deid::deidentify_text(text, &settings).unwrap().0
    };
    let text = "ann@shop.example.com, +1 646 861 2277, SSN 219-34-9999, 4111 1111 1111 1111";
    assert_eq!(
        done("redaction_points", text),
        "shop.example.com, +* *** *** 2277, SSN ***-**-9999, [CREDIT_CARD_1]"
    );
    assert_eq!(done("pci", text), "[EMAIL_1], [PHONE_1], SSN [US_SSN_1], 4111 11** **** 1111");
    assert_eq!(done("standard", text), "[EMAIL_1], [PHONE_1], SSN [US_SSN_1], [CREDIT_CARD_1]");
    for track in
        ["%B4111111111111111^DOE/JANE^2512101000000000123?", ";4111111111111111=25121010000012345678?"]
    {
        assert_eq!(done("pci", &format!("read {track} twice")), "read  twice");
    }
}

#[test]
fn digests_tell_policies_apart() {
    let digests: std::collections::BTreeSet<String> = Policy::ALL.iter().map(|p| p.sha256()).collect();
    assert_eq!(digests.len(), Policy::ALL.len());
    for policy in Policy::ALL {
        assert_eq!(Policy::from_name(policy.as_str()), Some(policy));
        assert_eq!(serde_json::to_value(policy).unwrap(), policy.as_str());
    }
}
