//! What counts in a value of each kind: the one place that says how spellings of a value are compared.

use crate::entity::EntityType::{self, *};

/// What two spellings of one value have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// The digits of a telephone number, without what is dialled before it.
    Phone,
    /// Its digits.
    Digits,
    /// Its letters and digits.
    Alphanumerics,
    /// A name, first to last or last name first.
    Name,
    /// The text, folded.
    Text,
}

impl Form {
    /// The form of a kind of value.
    pub fn of(entity_type: EntityType) -> Form {
        match entity_type {
            PhoneNumber => Form::Phone,
            Person => Form::Name,
            CreditCard
            | Imei
            | UsSsn
            | UsItin
            | UsBankNumber
            | AbaRoutingNumber
            | UsNpi
            | CaSin
            | UkNhs
            | UkBankAccount
            | AuAbn
            | AuAcn
            | AuMedicare
            | AuTfn
            | DeBsnr
            | DeLanr
            | DeTaxId
            | DeTaxNumber
            | NlBsn
            | PlPesel
            | SeOrganisationsnummer
            | SePersonnummer
            | PtNif
            | TrNationalId
            | InAadhaar
            | KrBrn
            | KrDriverLicense
            | KrFrn
            | KrRrn
            | JpMyNumber
            | ThTnin
            | BrCpf
            | ZaIdNumber
            | NgNin
            | PhTin => Form::Digits,
            IbanCode
            | SwiftCode
            | MacAddress
            | VehicleId
            | DeviceId
            | MedicalLicense
            | MedicalRecordNumber
            | HealthPlanNumber
            | UsDriverLicense
            | UsPassport
            | UsMbi
            | UkNino
            | UkPassport
            | UkDrivingLicence
            | UkPostcode
            | UkVehicleRegistration
            | IePpsn
            | DeFuehrerschein
            | DeHealthInsurance
            | DeIdCard
            | DeKfz
            | DePassport
            | DeSocialSecurity
            | DeVatId
            | FrNir
            | EsNie
            | EsNif
            | EsPassport
            | ItDriverLicense
            | ItFiscalCode
            | ItIdentityCard
            | ItPassport
            | ItVatCode
            | FiPersonalIdentityCode
            | TrLicensePlate
            | InGstin
            | InPan
            | InPassport
            | InVehicleRegistration
            | InVoter
            | SgNricFin
            | SgUen
            | KrPassport
            | BrCnpj
            | MxCurp
            | MxRfc
            | NgVehicleRegistration => Form::Alphanumerics,
            _ => Form::Text,
        }
    }
}

/// Appends what counts in the folded form of a value that is like a number.
pub(super) fn push_compact(form: Form, folded: &str, out: &mut String) {
    match form {
        Form::Digits | Form::Phone => out.extend(folded.chars().filter(char::is_ascii_digit)),
        _ => out.extend(folded.chars().filter(char::is_ascii_alphanumeric)),
    }
}
