//! Policies: rules made for a purpose, as tables. Each line says which rule it carries out, for which entity types, and
//! what is done to them; a line without types says why text holds nothing of the kind.

use serde::{Deserialize, Serialize};

use super::settings::{CustomPattern, DEFAULT_MIN_SCORE, DatePrecision, OperatorSettings, PiiSettings};
use crate::dataset::hash::sha256_hex;
use crate::entity::EntityType::{self, *};

/// A named set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// What is personal in support conversations becomes tokens; references such as order numbers stay.
    Standard,
    /// Every type there is becomes tokens, references too, and weaker findings count.
    Strict,
    /// The 18 identifiers of the United States' HIPAA Privacy Rule, 45 CFR 164.514(b)(2).
    HipaaSafeHarbor,
    /// Cardholder data as PCI DSS 4.0 asks: the number cut to its ends, nothing left of what authenticates.
    Pci,
    /// Personal data as the General Data Protection Regulation understands it, with indirect identifiers.
    Gdpr,
    /// The points of redaction for logs: the last four digits of tax ids and telephone numbers, the domain of e-mail
    /// addresses.
    RedactionPoints,
}

/// One line of a policy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolicyLine {
    /// The rule that is carried out.
    pub rule: &'static str,
    /// The types it is about; none where text cannot hold such a thing.
    pub entities: &'static [EntityType],
    /// What is done to them.
    pub operator: OperatorSettings,
}

/// A policy as a table.
struct Table {
    /// Whether the default types are looked for besides those of the lines.
    with_default_types: bool,
    min_score: f32,
    lines: &'static [PolicyLine],
    /// A pattern that is looked for besides, its token, and what is done to it.
    pattern: Option<(&'static str, &'static str, OperatorSettings)>,
}

const fn line(rule: &'static str, entities: &'static [EntityType], operator: OperatorSettings) -> PolicyLine {
    PolicyLine { rule, entities, operator }
}

const REPLACE: OperatorSettings = OperatorSettings::Replace;
const REDACT: OperatorSettings = OperatorSettings::Redact;
const LAST_FOUR: OperatorSettings = OperatorSettings::mask(0, 4);
const MONTH: OperatorSettings =
    OperatorSettings::Generalize { dates: DatePrecision::Month, age_band: 10, top_age: 90 };
/// Years stay, and ages up to 89.
const YEAR: OperatorSettings =
    OperatorSettings::Generalize { dates: DatePrecision::Year, age_band: 1, top_age: 90 };

/// Numbers of a state for its residents, other than those of tax offices.
const GOVERNMENT_IDS: &[EntityType] = &[
    UkNino,
    DeIdCard,
    DeSocialSecurity,
    FrNir,
    EsNie,
    ItIdentityCard,
    NlBsn,
    PlPesel,
    SePersonnummer,
    FiPersonalIdentityCode,
    TrNationalId,
    InAadhaar,
    InVoter,
    SgNricFin,
    KrFrn,
    KrRrn,
    JpMyNumber,
    ThTnin,
    MxCurp,
    ZaIdNumber,
    NgNin,
    IePpsn,
];
const TAX_IDS: &[EntityType] = &[
    UsSsn,
    UsItin,
    CaSin,
    AuTfn,
    DeTaxId,
    DeTaxNumber,
    EsNif,
    ItFiscalCode,
    PtNif,
    InPan,
    BrCpf,
    MxRfc,
    PhTin,
    IePpsn,
    NlBsn,
    FrNir,
    UkNino,
];
const LICENCES: &[EntityType] = &[
    UsDriverLicense,
    UkDrivingLicence,
    DeFuehrerschein,
    ItDriverLicense,
    KrDriverLicense,
    UsPassport,
    UkPassport,
    DePassport,
    EsPassport,
    ItPassport,
    InPassport,
    KrPassport,
    MedicalLicense,
    UsNpi,
    DeLanr,
];
const VEHICLES: &[EntityType] =
    &[VehicleId, UkVehicleRegistration, DeKfz, TrLicensePlate, InVehicleRegistration, NgVehicleRegistration];
const REFERENCES: &[EntityType] = &[OrderNumber, TicketNumber, TrackingNumber, AccountNumber];

const STANDARD: Table =
    Table { with_default_types: true, min_score: DEFAULT_MIN_SCORE, lines: &[], pattern: None };

const STRICT: Table = Table {
    with_default_types: true,
    min_score: 0.3,
    lines: &[
        line("every type there is", EntityType::ALL, REPLACE),
        line("references, by which a record can be looked up", REFERENCES, REPLACE),
    ],
    pattern: None,
};

const HIPAA: Table = Table {
    with_default_types: true,
    min_score: DEFAULT_MIN_SCORE,
    lines: &[
        line("(A) names", &[Person], REPLACE),
        line(
            "(B) geographic subdivisions smaller than a state: addresses, cities, coordinates",
            &[StreetAddress, Location, Coordinates, UkPostcode, DePlz],
            REPLACE,
        ),
        line("(B) ZIP codes: three digits, 000 where 20,000 people or fewer live", &[UsZipCode], YEAR),
        line("(C) elements of dates but the year", &[DateTime], YEAR),
        line("(C) birth dates: a year alone can tell an age over 89", &[DateOfBirth], REPLACE),
        line("(C) ages over 89: one band of 90 and more", &[Age], YEAR),
        line("(D) telephone numbers", &[PhoneNumber], REPLACE),
        line("(E) fax numbers: found as telephone numbers", &[PhoneNumber], REPLACE),
        line("(F) e-mail addresses", &[EmailAddress], REPLACE),
        line("(G) social security numbers", &[UsSsn, UsItin], REPLACE),
        line("(G) the like of other countries", GOVERNMENT_IDS, REPLACE),
        line("(G) tax numbers of other countries", TAX_IDS, REPLACE),
        line("(H) medical record numbers", &[MedicalRecordNumber], REPLACE),
        line(
            "(I) health plan beneficiary numbers",
            &[HealthPlanNumber, UsMbi, UkNhs, AuMedicare, DeHealthInsurance],
            REPLACE,
        ),
        line(
            "(J) account numbers",
            &[
                AccountNumber,
                UsBankNumber,
                AbaRoutingNumber,
                UkBankAccount,
                IbanCode,
                SwiftCode,
                CreditCard,
                Crypto,
            ],
            REPLACE,
        ),
        line("(J) what authenticates a payment", &[CreditCardCvv, CreditCardExpiry], REDACT),
        line("(K) certificate and licence numbers", LICENCES, REPLACE),
        line("(L) vehicle identifiers and plates", VEHICLES, REPLACE),
        line("(M) device identifiers and serial numbers", &[DeviceId, Imei, MacAddress], REPLACE),
        line("(N) web addresses", &[Url], REPLACE),
        line("(O) IP addresses", &[IpAddress], REPLACE),
        line("(P) biometric identifiers: finger and voice prints are no text", &[], REPLACE),
        line("(Q) full-face photographs: text holds none; links to them are (N)", &[], REPLACE),
        line(
            "(R) any other unique number or code",
            &[Id, Username, OrderNumber, TicketNumber, TrackingNumber],
            REPLACE,
        ),
        line("(R) secrets", &[Password, ApiKey], REPLACE),
    ],
    pattern: None,
};

/// Tracks 1 and 2 of a magnetic stripe, ISO/IEC 7813.
const TRACKS: &str = r"%?[Bb][0-9]{13,19}\^[^^\r\n]{2,26}\^[0-9]{4,}[^?\s]*\??|;?\b[0-9]{13,19}=[0-9]{7,}\??";

const PCI: Table = Table {
    with_default_types: true,
    min_score: DEFAULT_MIN_SCORE,
    lines: &[
        line(
            "3.4.1 the PAN shows the first six and last four digits at most",
            &[CreditCard],
            OperatorSettings::mask(6, 4),
        ),
        line("3.3.1.2 the verification code is not kept", &[CreditCardCvv], REDACT),
        line("3.3.1.3 PINs are not kept, nor other passwords", &[Password], REDACT),
        line("expiry dates are not kept beside a PAN", &[CreditCardExpiry], REDACT),
        line("3.2.1 cardholder names", &[Person], REPLACE),
        line(
            "accounts besides cards",
            &[IbanCode, SwiftCode, UsBankNumber, AbaRoutingNumber, UkBankAccount],
            REPLACE,
        ),
    ],
    // 3.3.1.1: the contents of a track are not kept.
    pattern: Some((TRACKS, "CARD_TRACK", REDACT)),
};

const GDPR: Table = Table {
    with_default_types: true,
    min_score: DEFAULT_MIN_SCORE,
    lines: &[
        line("Art. 4(1) names", &[Person], REPLACE),
        line("Art. 4(1) identification numbers", GOVERNMENT_IDS, REPLACE),
        line("Art. 4(1) identification numbers of tax offices", TAX_IDS, REPLACE),
        line("Art. 4(1) numbers of licences and passports", LICENCES, REPLACE),
        line("Art. 4(1) numbers by which a person's record is found", REFERENCES, REPLACE),
        line("Art. 4(1) location data", &[StreetAddress, Coordinates], REPLACE),
        line("Art. 4(1) location data, general part", &[UkPostcode, DePlz, UsZipCode], MONTH),
        line(
            "recital 30 online identifiers",
            &[IpAddress, MacAddress, Imei, DeviceId, Username, Url],
            REPLACE,
        ),
        line("contact data", &[EmailAddress, PhoneNumber], REPLACE),
        line("accounts and cards", &[IbanCode, SwiftCode, UkBankAccount, CreditCard], REPLACE),
        line(
            "Art. 5(1)(c) as little as is needed: codes of cards, passwords",
            &[CreditCardCvv, CreditCardExpiry, Password],
            REDACT,
        ),
        line("Art. 5(1)(c) as little as is needed: ages and birth dates", &[Age, DateOfBirth], MONTH),
        line(
            "Art. 9 data concerning health: numbers of patients",
            &[MedicalRecordNumber, HealthPlanNumber, UkNhs, DeHealthInsurance],
            REPLACE,
        ),
        line("plates and chassis numbers", VEHICLES, REPLACE),
        line(
            "numbers of traders who are natural persons",
            &[DeVatId, ItVatCode, SeOrganisationsnummer, DeBsnr],
            REPLACE,
        ),
    ],
    pattern: None,
};

const REDACTION_POINTS: Table = Table {
    with_default_types: true,
    min_score: DEFAULT_MIN_SCORE,
    lines: &[
        line(
            "API keys, integration tokens: never as they are, a token stands for them",
            &[ApiKey, Password],
            REPLACE,
        ),
        line("signature data: pictures and strokes are no text", &[], REPLACE),
        line("social security numbers and tax ids: the last four", TAX_IDS, LAST_FOUR),
        line("credit cards: a token only", &[CreditCard], REPLACE),
        line(
            "credit cards: codes and expiry dates belong to them",
            &[CreditCardCvv, CreditCardExpiry],
            REDACT,
        ),
        line("e-mail addresses: the domain", &[EmailAddress], MONTH),
        line("telephone numbers: the last four", &[PhoneNumber], LAST_FOUR),
        line("file content: attachments are not part of a text", &[], REPLACE),
    ],
    pattern: None,
};

impl Policy {
    /// Every policy, in the order of their documentation.
    pub const ALL: [Policy; 6] = [
        Policy::Standard,
        Policy::Strict,
        Policy::HipaaSafeHarbor,
        Policy::Pci,
        Policy::Gdpr,
        Policy::RedactionPoints,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Policy::Standard => "standard",
            Policy::Strict => "strict",
            Policy::HipaaSafeHarbor => "hipaa_safe_harbor",
            Policy::Pci => "pci",
            Policy::Gdpr => "gdpr",
            Policy::RedactionPoints => "redaction_points",
        }
    }

    /// The policy with this name.
    pub fn from_name(name: &str) -> Option<Policy> {
        Policy::ALL.into_iter().find(|policy| policy.as_str() == name)
    }

    /// Its lines; a later line of a type overrules an earlier one.
    pub fn lines(self) -> &'static [PolicyLine] {
        self.table().lines
    }

    /// SHA-256, in hex, over everything that it says: which rules a data set was made with, whatever later versions say.
    pub fn sha256(self) -> String {
        let mut settings = PiiSettings::default();
        self.apply(&mut settings);
        let mut text = serde_json::to_string(&settings).unwrap_or_default();
        for line in self.lines() {
            text.push_str(line.rule);
            text.push('\n');
        }
        sha256_hex(text.as_bytes())
    }

    /// Puts what it says into settings, wherever they say nothing themselves.
    pub(super) fn apply(self, settings: &mut PiiSettings) {
        let table = self.table();
        settings.policy = Some(self);
        settings.min_score.get_or_insert(table.min_score);
        settings.entities.get_or_insert_with(|| {
            let named = |t: &EntityType| table.lines.iter().any(|line| line.entities.contains(t));
            let wanted = |t: &EntityType| table.with_default_types && t.is_default() || named(t);
            EntityType::ALL.iter().copied().filter(wanted).collect()
        });
        let mut operators = std::collections::BTreeMap::new();
        for line in table.lines {
            // `replace` is what is done anyway, but to references.
            let types = line.entities.iter().filter(|t| line.operator != REPLACE || t.is_reference());
            operators.extend(types.map(|t| (*t, line.operator)));
        }
        if let Some((pattern, token, operator)) = table.pattern
            && !settings.custom_patterns.iter().any(|own| own.token == token)
            && let Ok(place) = u16::try_from(settings.custom_patterns.len())
        {
            settings.custom_patterns.push(CustomPattern {
                pattern: pattern.into(),
                token: token.into(),
                description: None,
                group: None,
            });
            operators.insert(EntityType::Custom(place), operator);
        }
        for (entity_type, operator) in operators {
            settings.operators.entry(entity_type).or_insert(operator);
        }
    }

    fn table(self) -> &'static Table {
        match self {
            Policy::Standard => &STANDARD,
            Policy::Strict => &STRICT,
            Policy::HipaaSafeHarbor => &HIPAA,
            Policy::Pci => &PCI,
            Policy::Gdpr => &GDPR,
            Policy::RedactionPoints => &REDACTION_POINTS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::operators::Operators;

    fn settings(policy: Policy) -> PiiSettings {
        PiiSettings { policy: Some(policy), ..PiiSettings::default() }.with_policy()
    }

    /// What a policy does to each type, and a rule whose line has to be there. Read against the rule's own text.
    const RULES: &[(Policy, &str, &[(EntityType, OperatorSettings)])] = &[
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
                let actual =
                    settings.operators.get(entity_type).copied().unwrap_or(settings.default_operator);
                assert_eq!(actual, *expected, "{} {rule}: {entity_type}", policy.as_str());
                assert!(
                    settings.chosen().contains(*entity_type),
                    "{} {rule}: {entity_type}",
                    policy.as_str()
                );
                assert!(!operators.keeps(*entity_type), "{} {rule}: {entity_type}", policy.as_str());
            }
        }
        for policy in Policy::ALL {
            for line in policy.lines() {
                let told =
                    RULES.iter().any(|(known, rule, _)| *known == policy && line.rule.starts_with(rule));
                assert!(told, "{}: no test for {}", policy.as_str(), line.rule);
            }
        }
    }

    #[test]
    fn the_letters_of_the_privacy_rule_are_all_there() {
        for letter in 'A'..='R' {
            let rule = format!("({letter})");
            assert!(
                Policy::HipaaSafeHarbor.lines().iter().any(|line| line.rule.starts_with(&rule)),
                "{rule}"
            );
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
            let settings: PiiSettings =
                serde_json::from_value(serde_json::json!({ "policy": policy })).unwrap();
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
}
