//! The canonical form of a value: equal for all spellings of one value, so that they get one token.

use super::fold::{fold_value, folded_value};
use super::form::{Form, push_compact};
use super::recognizers::written;
use crate::entity::EntityType;

/// Appends the canonical form; `calling_code` is that of the settings' locale.
pub(super) fn canonical(entity_type: EntityType, value: &str, calling_code: &str, out: &mut String) {
    let spoken = written(entity_type, value);
    let value = spoken.as_deref().unwrap_or(value);
    let form = Form::of(entity_type);
    match form {
        Form::Phone => match phone(value, calling_code) {
            Some(phone) => {
                out.push_str(&phone.code);
                out.push_str(&phone.national);
            }
            None => fold_value(value, out),
        },
        Form::Digits | Form::Alphanumerics => push_compact(form, &folded_value(value), out),
        Form::Name => {
            let name = folded_value(value);
            let name = name.strip_suffix("'s").unwrap_or(&name);
            match name.split_once(", ") {
                Some((last, first)) if !first.contains(',') => {
                    out.push_str(first);
                    out.push(' ');
                    out.push_str(last);
                }
                _ => out.push_str(name),
            }
        }
        Form::Text if entity_type == EntityType::StreetAddress => street_address(&folded_value(value), out),
        Form::Text => fold_value(value, out),
    }
}

/// An address without punctuation, its street words abbreviated: `12 Oak Street, Leeds` and `12 oak st leeds` are one.
fn street_address(folded: &str, out: &mut String) {
    const SHORT: &[(&str, &str)] = &[
        ("street", "st"),
        ("avenue", "ave"),
        ("road", "rd"),
        ("lane", "ln"),
        ("drive", "dr"),
        ("boulevard", "blvd"),
        ("court", "ct"),
        ("place", "pl"),
        ("square", "sq"),
        ("apartment", "apt"),
        ("suite", "ste"),
    ];
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let short = SHORT.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short);
        match ["strasse", "straße"].iter().find_map(|street| short.strip_suffix(street)) {
            Some(name) => {
                out.push_str(name);
                out.push_str("str");
            }
            None => out.push_str(short),
        }
    }
}

/// A telephone number in parts; all digits.
pub(super) struct Phone {
    /// The country's calling code; empty where it cannot be told (local numbers).
    pub code: String,
    /// The number within the country, without trunk zero, and an extension's digits after `x`.
    pub national: String,
}

/// Reads a telephone number: `+`, `00` or (from North America) `011` announce a country code, else it is the locale's.
pub(super) fn phone(value: &str, calling_code: &str) -> Option<Phone> {
    let folded = folded_value(value);
    // `tel:+1…`, `phone 212…`: words before the number are none of it; letters after it begin an extension.
    let folded = folded.trim_start_matches(|c: char| c.is_alphabetic() || ": .".contains(c));
    let (number, extension) = folded.split_at(folded.find(char::is_alphabetic).unwrap_or(folded.len()));
    let international = number.trim_start_matches(['(', ' ']).starts_with('+');
    let number = if international { number.replace("(0)", "") } else { number.to_owned() };
    let only_digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let digits = only_digits(&number);
    // `493023125195`: a spreadsheet took the plus away, and no number of the country is as long.
    let longest = if calling_code == "1" { 10 } else { 11 };
    let stripped = digits.len() > longest && !digits.starts_with('0') && !digits.starts_with(calling_code);
    let dialled = if international || stripped {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00").or_else(|| digits.strip_prefix("011").filter(|_| calling_code == "1"))
    };
    let mut phone = match dialled {
        Some(dialled) => {
            let (code, national) = dialled.split_at_checked(calling_code_length(dialled))?;
            // `+44 020 …`: a trunk zero has no place after a country code, but people write it. Italy keeps it.
            let national = if code == "39" { national } else { national.trim_start_matches('0') };
            Phone { code: code.to_owned(), national: national.to_owned() }
        }
        None if digits.len() < 8 => Phone { code: String::new(), national: digits },
        None => {
            let national = match calling_code {
                "1" => digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits),
                "39" => digits.as_str(),
                code => {
                    let local =
                        digits.strip_prefix(code).filter(|rest| rest.len() >= 9 && !digits.starts_with('0'));
                    local.unwrap_or(&digits).trim_start_matches('0')
                }
            };
            Phone { code: calling_code.to_owned(), national: national.to_owned() }
        }
    };
    if phone.national.len() < 4 {
        return None;
    }
    let extension = only_digits(extension);
    if !extension.is_empty() {
        phone.national.push('x');
        phone.national.push_str(&extension);
    }
    Some(phone)
}

/// How many digits the country code at the beginning has (ITU-T E.164).
fn calling_code_length(digits: &str) -> usize {
    const TWO: &[&str] = &[
        "20", "27", "28", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
        "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
        "81", "82", "83", "84", "86", "89", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.get(..2) {
        Some(two) if two.starts_with(['1', '7']) => 1,
        Some(two) if TWO.contains(&two) => 2,
        _ => 3.min(digits.len()),
    }
}

/// The calling code of a country (ISO 3166-1 alpha-2); North America's where it is not in the list.
pub(super) fn calling_code(locale: &str) -> &'static str {
    let country = locale.rsplit(['-', '_']).next().unwrap_or(locale).to_ascii_uppercase();
    match country.as_str() {
        "GB" | "UK" => "44",
        "DE" => "49",
        "FR" => "33",
        "ES" => "34",
        "IT" => "39",
        "NL" => "31",
        "BE" => "32",
        "CH" => "41",
        "AT" => "43",
        "IE" => "353",
        "PT" => "351",
        "SE" => "46",
        "NO" => "47",
        "DK" => "45",
        "FI" => "358",
        "PL" => "48",
        "CZ" => "420",
        "GR" => "30",
        "HU" => "36",
        "RO" => "40",
        "TR" => "90",
        "AU" => "61",
        "NZ" => "64",
        "IN" => "91",
        "SG" => "65",
        "PH" => "63",
        "MY" => "60",
        "ID" => "62",
        "TH" => "66",
        "VN" => "84",
        "JP" => "81",
        "KR" => "82",
        "CN" => "86",
        "HK" => "852",
        "TW" => "886",
        "IL" => "972",
        "AE" => "971",
        "SA" => "966",
        "ZA" => "27",
        "NG" => "234",
        "KE" => "254",
        "EG" => "20",
        "BR" => "55",
        "MX" => "52",
        "AR" => "54",
        "CL" => "56",
        "CO" => "57",
        "PE" => "51",
        "UA" => "380",
        "RU" | "KZ" => "7",
        _ => "1",
    }
}

/// What kind of value a sender id or a deny-list entry is, judged by its shape alone.
pub(super) fn infer(value: &str) -> EntityType {
    let value = value.trim();
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let phone_like = |c: char| c.is_ascii_digit() || " +-().".contains(c);
    let name_like = |c: char| c.is_alphabetic() || " .,-'’".contains(c);
    if value.contains('@') && value.find('@') != Some(0) && !value.contains(char::is_whitespace) {
        EntityType::EmailAddress
    } else if value.chars().all(phone_like)
        && digits >= 7
        && (value.starts_with(['+', '(']) || digits != value.len())
    {
        EntityType::PhoneNumber
    } else if value.chars().all(name_like) && value.chars().next().is_some_and(char::is_uppercase) {
        EntityType::Person
    } else {
        EntityType::Id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(entity_type: EntityType, value: &str, code: &str) -> String {
        let mut out = String::new();
        canonical(entity_type, value, code, &mut out);
        out
    }

    #[test]
    fn spellings_of_one_phone_are_one() {
        let phone = |value, code| of(EntityType::PhoneNumber, value, code);
        for value in ["+1 212 555 0199", "(212) 555-0199", "2125550199", "1-212-555-0199", "tel:+12125550199"]
        {
            assert_eq!(phone(value, "1"), "12125550199", "{value}");
        }
        for value in ["+44 20 7946 0958", "020 7946 0958", "+44 (0)20 7946 0958", "0044 20 79460958"] {
            assert_eq!(phone(value, "44"), "442079460958", "{value}");
        }
        assert_eq!(phone("212-555-0199 x12", "1"), "12125550199x12");
        assert_eq!(phone("212-555-0199 ext. 12", "1"), "12125550199x12");
        assert_eq!(phone("555-0199", "1"), "5550199");
        assert_eq!(phone("493023125195", "1"), phone("0049 30 23125195", "1"));
        assert_eq!(phone("16175550152", "1"), "16175550152");
    }

    #[test]
    fn other_types_lose_what_does_not_matter() {
        assert_eq!(of(EntityType::EmailAddress, "Jane.Doe@Example.COM", "1"), "jane.doe@example.com");
        assert_eq!(of(EntityType::CreditCard, "4111-1111 11111111", "1"), "4111111111111111");
        assert_eq!(of(EntityType::IbanCode, "GB82 WEST 1234", "1"), "gb82west1234");
        assert_eq!(of(EntityType::Person, "José  García", "1"), "jose garcia");
    }

    #[test]
    fn spellings_of_one_address_are_one() {
        let address = |value| of(EntityType::StreetAddress, value, "1");
        assert_eq!(address("12 Oak Street,\nLeeds  LS1 4AB"), "12 oak st leeds ls1 4ab");
        assert_eq!(address("12 oak st. leeds LS1 4AB"), "12 oak st leeds ls1 4ab");
        assert_eq!(address("Hauptstraße 5"), address("HAUPTSTRASSE 5"));
        assert_eq!(address("Hauptstr. 5"), address("Hauptstraße 5"));
        assert_ne!(address("12 Oak Street"), address("12 Oak Road"));
    }

    #[test]
    fn shapes_tell_the_type() {
        for (value, expected) in [
            ("jane@example.com", EntityType::EmailAddress),
            ("+1 212 555 0199", EntityType::PhoneNumber),
            ("Jane O'Neil", EntityType::Person),
            ("48213", EntityType::Id),
            ("2125550199", EntityType::Id),
            ("u_77", EntityType::Id),
            ("@jane", EntityType::Id),
        ] {
            assert_eq!(infer(value), expected, "{value}");
        }
    }
}
