//! What each policy says, line by line.

use super::PolicyLine;
use crate::deid::settings::{DEFAULT_MIN_SCORE, DatePrecision, OperatorSettings};
use crate::entity::EntityType::{self, *};

/// A policy as a table.
pub(super) struct Table {
    /// Whether the default types are looked for besides those of the lines.
    pub with_default_types: bool,
    pub min_score: f32,
    pub lines: &'static [PolicyLine],
    /// A pattern that is looked for besides, its token, and what is done to it.
    pub pattern: Option<(&'static str, &'static str, OperatorSettings)>,
}

const fn line(rule: &'static str, entities: &'static [EntityType], operator: OperatorSettings) -> PolicyLine {
    PolicyLine { rule, entities, operator }
}

pub(super) const REPLACE: OperatorSettings = OperatorSettings::Replace;
pub(super) const REDACT: OperatorSettings = OperatorSettings::Redact;
pub(super) const LAST_FOUR: OperatorSettings = OperatorSettings::mask(0, 4);
pub(super) const MONTH: OperatorSettings =
    OperatorSettings::Generalize { dates: DatePrecision::Month, age_band: 10, top_age: 90 };
/// Years stay, and ages up to 89.
pub(super) const YEAR: OperatorSettings =
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

pub(super) const STANDARD: Table =
    Table { with_default_types: true, min_score: DEFAULT_MIN_SCORE, lines: &[], pattern: None };

pub(super) const STRICT: Table = Table {
    with_default_types: true,
    min_score: 0.3,
    lines: &[
        line("every type there is", EntityType::ALL, REPLACE),
        line("references, by which a record can be looked up", REFERENCES, REPLACE),
    ],
    pattern: None,
};

pub(super) const HIPAA: Table = Table {
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

pub(super) const PCI: Table = Table {
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

pub(super) const GDPR: Table = Table {
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

pub(super) const REDACTION_POINTS: Table = Table {
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
