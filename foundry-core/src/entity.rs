//! Entity types, spans and findings: the words of de-identification, used by every stage.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether an entity type is looked for where the settings name none, and what becomes of its findings by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// Looked for, replaced.
    On,
    /// Looked for where it is named, then replaced.
    Off,
    /// Looked for where it is named, then kept unless an operator is named too: a reference that training data needs.
    Kept,
}

/// Declares the entity types once: variant, name on the wire, label inside a token, default, documentation.
macro_rules! entity_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $label:literal, $choice:ident;)*) => {
        /// A kind of personal data; names as Presidio's where it has one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EntityType {
            $($(#[$doc])* $variant,)*
            /// A custom pattern of the settings, by its place in `customPatterns`.
            Custom(u16),
        }

        /// The built-in types by number.
        enum Place { $($variant),* }

        impl EntityType {
            /// Every built-in type, in a fixed order.
            pub const ALL: &'static [EntityType] = &[$(EntityType::$variant),*];

            /// The name on the wire; `CUSTOM` for custom patterns, whose token names them.
            pub const fn name(self) -> &'static str {
                match self { $(EntityType::$variant => $name,)* EntityType::Custom(_) => "CUSTOM" }
            }

            /// The word inside a token: `EMAIL` in `[EMAIL_1]`.
            pub const fn label(self) -> &'static str {
                match self { $(EntityType::$variant => $label,)* EntityType::Custom(_) => "CUSTOM" }
            }

            /// The place in [`EntityType::ALL`]; `None` for custom patterns.
            #[inline(always)]
            pub const fn index(self) -> Option<usize> {
                match self {
                    $(EntityType::$variant => Some(Place::$variant as usize),)*
                    EntityType::Custom(_) => None,
                }
            }

            const fn choice(self) -> Choice {
                match self { $(EntityType::$variant => Choice::$choice,)* EntityType::Custom(_) => Choice::On }
            }
        }
    };
}

entity_types! {
    /// A person's name.
    Person = "PERSON", "PERSON", On;
    /// An e-mail address.
    EmailAddress = "EMAIL_ADDRESS", "EMAIL", On;
    /// A telephone number.
    PhoneNumber = "PHONE_NUMBER", "PHONE", On;
    /// A payment card number (PAN), or its last digits behind a cue.
    CreditCard = "CREDIT_CARD", "CREDIT_CARD", On;
    /// The security code of a payment card (CVV, CVC), behind a cue.
    CreditCardCvv = "CREDIT_CARD_CVV", "CARD_CVV", On;
    /// The expiry date of a payment card, behind a cue.
    CreditCardExpiry = "CREDIT_CARD_EXPIRY", "CARD_EXPIRY", On;
    /// An international bank account number.
    IbanCode = "IBAN_CODE", "IBAN", On;
    /// A bank identifier code (ISO 9362, SWIFT), behind a cue.
    SwiftCode = "SWIFT_CODE", "SWIFT_CODE", Off;
    /// The address of a crypto-currency wallet.
    Crypto = "CRYPTO", "CRYPTO", On;
    /// An IPv4 or IPv6 address.
    IpAddress = "IP_ADDRESS", "IP_ADDRESS", On;
    /// A hardware address of a network device.
    MacAddress = "MAC_ADDRESS", "MAC_ADDRESS", On;
    /// The number of a mobile device (IMEI).
    Imei = "IMEI", "IMEI", On;
    /// A serial or device number, behind a cue.
    DeviceId = "DEVICE_ID", "DEVICE_ID", Off;
    /// A vehicle identification number (ISO 3779).
    VehicleId = "VEHICLE_ID", "VEHICLE_ID", On;
    /// A web address.
    Url = "URL", "URL", On;
    /// A key, token or other secret of a service.
    ApiKey = "API_KEY", "API_KEY", On;
    /// A password, PIN or one-time code, behind a cue.
    Password = "PASSWORD", "PASSWORD", On;
    /// A user name or handle.
    Username = "USERNAME", "USERNAME", On;
    /// Geographical coordinates.
    Coordinates = "COORDINATES", "COORDINATES", On;
    /// A date of birth.
    DateOfBirth = "DATE_OF_BIRTH", "DATE_OF_BIRTH", On;
    /// Any date or time.
    DateTime = "DATE_TIME", "DATE_TIME", Off;
    /// The age of a person, behind a cue.
    Age = "AGE", "AGE", Off;
    /// The name of a company or other organization.
    Organization = "ORGANIZATION", "ORGANIZATION", On;
    /// A city, region or country.
    Location = "LOCATION", "LOCATION", On;
    /// A postal address, or a part of one behind a cue.
    StreetAddress = "STREET_ADDRESS", "ADDRESS", On;
    /// Any other value of a column that is mapped as personal.
    Id = "ID", "ID", On;
    /// The number of an order, behind a cue.
    OrderNumber = "ORDER_NUMBER", "ORDER_NUMBER", Kept;
    /// The number of a ticket or case, behind a cue.
    TicketNumber = "TICKET_NUMBER", "TICKET_NUMBER", Kept;
    /// The number of a parcel, behind a cue.
    TrackingNumber = "TRACKING_NUMBER", "TRACKING_NUMBER", Kept;
    /// The number of a customer account, contract or policy, behind a cue.
    AccountNumber = "ACCOUNT_NUMBER", "ACCOUNT_NUMBER", Kept;
    /// The number of a patient's record, behind a cue.
    MedicalRecordNumber = "MEDICAL_RECORD_NUMBER", "MEDICAL_RECORD_NUMBER", On;
    /// A member number of a health plan, behind a cue.
    HealthPlanNumber = "HEALTH_PLAN_NUMBER", "HEALTH_PLAN_NUMBER", On;
    /// A United States DEA registration number of a prescriber.
    MedicalLicense = "MEDICAL_LICENSE", "MEDICAL_LICENSE", On;
    /// A United States social security number.
    UsSsn = "US_SSN", "US_SSN", On;
    /// A United States individual taxpayer identification number.
    UsItin = "US_ITIN", "US_ITIN", On;
    /// The number of a bank account in the United States, behind a cue.
    UsBankNumber = "US_BANK_NUMBER", "US_BANK_NUMBER", On;
    /// An ABA routing number of a bank in the United States.
    AbaRoutingNumber = "ABA_ROUTING_NUMBER", "ABA_ROUTING_NUMBER", On;
    /// A driver's licence of a state of the United States, behind a cue.
    UsDriverLicense = "US_DRIVER_LICENSE", "US_DRIVER_LICENSE", On;
    /// A United States passport, behind a cue.
    UsPassport = "US_PASSPORT", "US_PASSPORT", On;
    /// A Medicare beneficiary identifier of the United States.
    UsMbi = "US_MBI", "US_MBI", On;
    /// A national provider identifier of the United States.
    UsNpi = "US_NPI", "US_NPI", On;
    /// A ZIP code of the United States, behind a cue.
    UsZipCode = "US_ZIP_CODE", "US_ZIP_CODE", Off;
    /// A Canadian social insurance number.
    CaSin = "CA_SIN", "CA_SIN", On;
    /// A number of the National Health Service of the United Kingdom.
    UkNhs = "UK_NHS", "UK_NHS", On;
    /// A national insurance number of the United Kingdom.
    UkNino = "UK_NINO", "UK_NINO", On;
    /// A passport of the United Kingdom, behind a cue.
    UkPassport = "UK_PASSPORT", "UK_PASSPORT", On;
    /// A driving licence of the United Kingdom.
    UkDrivingLicence = "UK_DRIVING_LICENCE", "UK_DRIVING_LICENCE", On;
    /// A sort code and the number of an account in the United Kingdom, behind a cue.
    UkBankAccount = "UK_BANK_ACCOUNT", "UK_BANK_ACCOUNT", On;
    /// A postcode of the United Kingdom.
    UkPostcode = "UK_POSTCODE", "UK_POSTCODE", Off;
    /// A vehicle registration of the United Kingdom.
    UkVehicleRegistration = "UK_VEHICLE_REGISTRATION", "UK_VEHICLE_REGISTRATION", Off;
    /// An Irish personal public service number.
    IePpsn = "IE_PPSN", "IE_PPSN", On;
    /// An Australian business number.
    AuAbn = "AU_ABN", "AU_ABN", Off;
    /// An Australian company number.
    AuAcn = "AU_ACN", "AU_ACN", Off;
    /// A number of the Australian Medicare.
    AuMedicare = "AU_MEDICARE", "AU_MEDICARE", On;
    /// An Australian tax file number.
    AuTfn = "AU_TFN", "AU_TFN", On;
    /// A German number of a medical practice (BSNR).
    DeBsnr = "DE_BSNR", "DE_BSNR", Off;
    /// A German driving licence.
    DeFuehrerschein = "DE_FUEHRERSCHEIN", "DE_FUEHRERSCHEIN", On;
    /// An entry of the German commercial register.
    DeHandelsregister = "DE_HANDELSREGISTER", "DE_HANDELSREGISTER", Off;
    /// A German health insurance number (KVNR).
    DeHealthInsurance = "DE_HEALTH_INSURANCE", "DE_HEALTH_INSURANCE", On;
    /// A German identity card.
    DeIdCard = "DE_ID_CARD", "DE_ID_CARD", On;
    /// A German vehicle registration.
    DeKfz = "DE_KFZ", "DE_KFZ", Off;
    /// A German number of a physician (LANR).
    DeLanr = "DE_LANR", "DE_LANR", Off;
    /// A German passport.
    DePassport = "DE_PASSPORT", "DE_PASSPORT", On;
    /// A German postcode, behind a cue.
    DePlz = "DE_PLZ", "DE_PLZ", Off;
    /// A German social security number.
    DeSocialSecurity = "DE_SOCIAL_SECURITY", "DE_SOCIAL_SECURITY", On;
    /// A German tax identification number.
    DeTaxId = "DE_TAX_ID", "DE_TAX_ID", On;
    /// A German tax number.
    DeTaxNumber = "DE_TAX_NUMBER", "DE_TAX_NUMBER", On;
    /// A German value-added-tax number.
    DeVatId = "DE_VAT_ID", "DE_VAT_ID", Off;
    /// A French social security number (NIR).
    FrNir = "FR_NIR", "FR_NIR", On;
    /// A Spanish identity number of foreigners.
    EsNie = "ES_NIE", "ES_NIE", On;
    /// A Spanish tax identification number.
    EsNif = "ES_NIF", "ES_NIF", On;
    /// A Spanish passport, behind a cue.
    EsPassport = "ES_PASSPORT", "ES_PASSPORT", On;
    /// An Italian driving licence, behind a cue.
    ItDriverLicense = "IT_DRIVER_LICENSE", "IT_DRIVER_LICENSE", On;
    /// An Italian fiscal code.
    ItFiscalCode = "IT_FISCAL_CODE", "IT_FISCAL_CODE", On;
    /// An Italian identity card, behind a cue.
    ItIdentityCard = "IT_IDENTITY_CARD", "IT_IDENTITY_CARD", On;
    /// An Italian passport, behind a cue.
    ItPassport = "IT_PASSPORT", "IT_PASSPORT", On;
    /// An Italian value-added-tax number.
    ItVatCode = "IT_VAT_CODE", "IT_VAT_CODE", Off;
    /// A Dutch citizen service number.
    NlBsn = "NL_BSN", "NL_BSN", On;
    /// A Polish PESEL number.
    PlPesel = "PL_PESEL", "PL_PESEL", On;
    /// A Swedish number of an organization.
    SeOrganisationsnummer = "SE_ORGANISATIONSNUMMER", "SE_ORGANISATIONSNUMMER", Off;
    /// A Swedish personal identity number.
    SePersonnummer = "SE_PERSONNUMMER", "SE_PERSONNUMMER", On;
    /// A Finnish personal identity code.
    FiPersonalIdentityCode = "FI_PERSONAL_IDENTITY_CODE", "FI_PERSONAL_IDENTITY_CODE", On;
    /// A Portuguese tax number.
    PtNif = "PT_NIF", "PT_NIF", On;
    /// A Turkish identity number.
    TrNationalId = "TR_NATIONAL_ID", "TR_NATIONAL_ID", On;
    /// A Turkish vehicle registration.
    TrLicensePlate = "TR_LICENSE_PLATE", "TR_LICENSE_PLATE", Off;
    /// An Indian Aadhaar number.
    InAadhaar = "IN_AADHAAR", "IN_AADHAAR", On;
    /// An Indian goods and services tax number.
    InGstin = "IN_GSTIN", "IN_GSTIN", Off;
    /// An Indian permanent account number.
    InPan = "IN_PAN", "IN_PAN", On;
    /// An Indian passport, behind a cue.
    InPassport = "IN_PASSPORT", "IN_PASSPORT", On;
    /// An Indian vehicle registration.
    InVehicleRegistration = "IN_VEHICLE_REGISTRATION", "IN_VEHICLE_REGISTRATION", Off;
    /// An Indian voter's number.
    InVoter = "IN_VOTER", "IN_VOTER", On;
    /// A Singaporean identity number (NRIC, FIN).
    SgNricFin = "SG_NRIC_FIN", "SG_NRIC_FIN", On;
    /// A Singaporean number of an organization.
    SgUen = "SG_UEN", "SG_UEN", Off;
    /// A Korean business registration number.
    KrBrn = "KR_BRN", "KR_BRN", Off;
    /// A Korean driver's licence.
    KrDriverLicense = "KR_DRIVER_LICENSE", "KR_DRIVER_LICENSE", On;
    /// A Korean registration number of foreigners.
    KrFrn = "KR_FRN", "KR_FRN", On;
    /// A Korean passport, behind a cue.
    KrPassport = "KR_PASSPORT", "KR_PASSPORT", On;
    /// A Korean resident registration number.
    KrRrn = "KR_RRN", "KR_RRN", On;
    /// A Japanese individual number (My Number).
    JpMyNumber = "JP_MY_NUMBER", "JP_MY_NUMBER", On;
    /// A Thai national identity number.
    ThTnin = "TH_TNIN", "TH_TNIN", On;
    /// A Brazilian number of a person (CPF).
    BrCpf = "BR_CPF", "BR_CPF", On;
    /// A Brazilian number of an organization (CNPJ).
    BrCnpj = "BR_CNPJ", "BR_CNPJ", Off;
    /// A Mexican population registry code (CURP).
    MxCurp = "MX_CURP", "MX_CURP", On;
    /// A Mexican taxpayer code (RFC).
    MxRfc = "MX_RFC", "MX_RFC", On;
    /// A South African identity number.
    ZaIdNumber = "ZA_ID_NUMBER", "ZA_ID_NUMBER", On;
    /// A Nigerian national identification number.
    NgNin = "NG_NIN", "NG_NIN", On;
    /// A Nigerian vehicle registration.
    NgVehicleRegistration = "NG_VEHICLE_REGISTRATION", "NG_VEHICLE_REGISTRATION", Off;
    /// A Philippine taxpayer identification number.
    PhTin = "PH_TIN", "PH_TIN", On;
}

impl EntityType {
    /// The type with this wire name.
    pub fn from_name(name: &str) -> Option<EntityType> {
        EntityType::ALL.iter().copied().find(|t| t.name() == name)
    }

    /// Whether it is looked for where the settings name no entity types.
    ///
    /// That is what is personal in support conversations and can be told from references: identifiers of persons whose
    /// check digits, structure or cue leave little doubt. Identifiers of companies, vehicle plates, postcodes on their
    /// own and plain dates have to be named.
    pub const fn is_default(self) -> bool {
        matches!(self.choice(), Choice::On)
    }

    /// Whether it is a reference (an order, a ticket), kept readable unless an operator is named for it.
    pub const fn is_reference(self) -> bool {
        matches!(self.choice(), Choice::Kept)
    }
}

/// A set of built-in entity types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntitySet(u128);

impl EntitySet {
    /// No type.
    pub const NONE: EntitySet = EntitySet(0);
    /// Every type.
    pub const ALL: EntitySet = EntitySet(u128::MAX);

    /// The set of the types given; custom patterns are in none.
    pub fn of(types: &[EntityType]) -> EntitySet {
        types.iter().fold(EntitySet::NONE, |set, entity_type| set.with(*entity_type))
    }

    /// The types that are looked for where the settings name none.
    pub fn default_types() -> EntitySet {
        let on = EntityType::ALL.iter().copied().filter(|entity_type| entity_type.is_default());
        on.fold(EntitySet::NONE, EntitySet::with)
    }

    /// The set and one type more.
    pub const fn with(self, entity_type: EntityType) -> EntitySet {
        EntitySet(self.0 | EntitySet::bit(entity_type))
    }

    /// Whether a type is in it.
    #[inline(always)]
    pub const fn contains(self, entity_type: EntityType) -> bool {
        self.0 & EntitySet::bit(entity_type) != 0
    }

    /// Whether both sets have a type in common.
    pub const fn meets(self, other: EntitySet) -> bool {
        self.0 & other.0 != 0
    }

    /// The types of either set.
    pub const fn union(self, other: EntitySet) -> EntitySet {
        EntitySet(self.0 | other.0)
    }

    /// The types that are not in the other set.
    pub const fn without(self, other: EntitySet) -> EntitySet {
        EntitySet(self.0 & !other.0)
    }

    #[inline(always)]
    const fn bit(entity_type: EntityType) -> u128 {
        match entity_type.index() {
            Some(index) => 1 << index,
            None => 0,
        }
    }
}

const _: () = assert!(EntityType::ALL.len() <= 128, "an `EntitySet` has 128 places");

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for EntityType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for EntityType {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        EntityType::from_name(&name).ok_or_else(|| {
            let known = EntityType::ALL.iter().map(|t| t.name());
            match crate::error::nearest(&name, known) {
                Some(near) => {
                    serde::de::Error::custom(format!("unknown entity type `{name}`, did you mean `{near}`?"))
                }
                None => serde::de::Error::custom(format!("unknown entity type `{name}`")),
            }
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EntityType {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EntityType".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = EntityType::ALL.iter().map(|t| t.name()).collect();
        schemars::json_schema!({ "type": "string", "enum": names })
    }
}

/// A byte range `[start, end)` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `[start, end)`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Whether two ranges share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the range holds nothing.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// How strong the evidence behind a finding is; a higher rank wins an overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// A statistical model said so.
    Model,
    /// The shape alone.
    Shape,
    /// A shape, and a word beside it that says what it is.
    Cue,
    /// A shape whose check digits or structure are right.
    Checked,
    /// The caller's own rule: a custom pattern or a deny list.
    Caller,
    /// The value of a mapped column.
    Known,
}

/// One hit of a recognizer. Holds no text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// What it is.
    pub entity_type: EntityType,
    /// Where it is, in bytes.
    pub span: Span,
    /// How sure the recognizer is, 0.0 to 1.0.
    pub score: f32,
    /// How strong the kind of evidence is.
    pub rank: Rank,
    /// Which rule fired, such as `credit_card.luhn`; stable, for explanations.
    pub recognizer: &'static str,
    /// The word that gave the cue, if one did.
    pub cue: Option<Span>,
}

/// Whether this is what ends a token: a count of up to ten digits (`[EMAIL_12]`) or a hash of twelve hexadecimal ones
/// (`[EMAIL_7f3a9c2b51d0]`).
pub(crate) fn is_token_number(tail: &[u8]) -> bool {
    let count = (1..=10).contains(&tail.len()) && tail.iter().all(u8::is_ascii_digit);
    let is_hex = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    count || (tail.len() == 12 && tail.iter().all(is_hex))
}
