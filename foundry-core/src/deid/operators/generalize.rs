//! `generalize`: what is common to many people is left of a value.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::dates::{Habits, WrittenDate};
use crate::deid::settings::DatePrecision;
use crate::entity::EntityType;

/// ZIP prefixes with 20,000 inhabitants or fewer, in the census of 2000 or of 2010: 45 CFR 164.514(b)(2)(i)(B) has
/// them written as 000.
const SMALL_ZIP_PREFIXES: [&str; 23] = [
    "036", "059", "063", "102", "202", "203", "204", "205", "369", "556", "692", "753", "772", "790", "821",
    "823", "830", "831", "878", "879", "884", "890", "893",
];

/// What is left, and how much.
#[derive(Clone, Copy)]
pub(super) struct Generalization {
    pub dates: DatePrecision,
    pub age_band: u8,
    pub top_age: u8,
}

/// Whether values of a type can be generalized.
pub(super) fn fits(entity_type: EntityType) -> bool {
    use EntityType::*;
    matches!(
        entity_type,
        DateTime
            | DateOfBirth
            | Age
            | UsZipCode
            | UkPostcode
            | DePlz
            | IpAddress
            | Coordinates
            | EmailAddress
            | Url
    )
}

/// The general part of a value; `None` where the value is not of the form of its type.
pub(super) fn generalize(
    entity_type: EntityType,
    value: &str,
    how: Generalization,
    habits: Habits,
) -> Option<String> {
    match entity_type {
        EntityType::DateTime | EntityType::DateOfBirth => {
            let date = WrittenDate::read(value, habits)?;
            match how.dates {
                DatePrecision::Month => date.month_and_year(),
                DatePrecision::Year => date.year(),
            }
        }
        EntityType::Age => age(value, how.age_band, how.top_age),
        EntityType::UsZipCode => zip(value),
        EntityType::UkPostcode => outward_code(value),
        EntityType::DePlz => {
            let digits = value.trim();
            (digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit()))
                .then(|| digits.get(..2).unwrap_or_default().to_owned())
        }
        EntityType::IpAddress => network(value),
        EntityType::Coordinates => coordinates(value),
        EntityType::EmailAddress => {
            let (_, domain) = value.trim().rsplit_once('@')?;
            (domain.contains('.') && !domain.contains(char::is_whitespace)).then(|| domain.to_owned())
        }
        EntityType::Url => host(value),
        _ => None,
    }
}

/// `34` → `30-39`; `90+` from the top age up. Words around the number stay.
fn age(value: &str, band: u8, top: u8) -> Option<String> {
    let start = value.find(|c: char| c.is_ascii_digit())?;
    let rest = value.get(start..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(length)?;
    if after.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let age: u32 = number.parse().ok()?;
    let (band, top) = (u32::from(band.max(1)), u32::from(top));
    let first = age / band * band;
    let general = match () {
        () if age >= top => format!("{top}+"),
        () if band == 1 => age.to_string(),
        () => format!("{first}-{}", (first + band - 1).min(top.saturating_sub(1))),
    };
    Some(format!("{}{general}{after}", value.get(..start)?))
}

/// The first three digits; 000 where few live.
fn zip(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    if !matches!(digits.len(), 5 | 9) {
        return None;
    }
    let prefix = digits.get(..3)?;
    Some(if SMALL_ZIP_PREFIXES.contains(&prefix) { "000" } else { prefix }.to_owned())
}

/// `SW1A 1AA` → `SW1A`: the inward code always has three characters.
fn outward_code(value: &str) -> Option<String> {
    let compact: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let outward = compact.len().checked_sub(3).and_then(|end| compact.get(..end))?;
    (compact.is_ascii() && (2..=4).contains(&outward.len())).then(|| outward.to_owned())
}

/// The network of an address: /24 in version 4, /48 in version 6.
fn network(value: &str) -> Option<String> {
    let address = value.trim().trim_start_matches('[');
    let end = address.find(['/', ']', '%']).unwrap_or(address.len());
    let address = address.get(..end)?;
    // `203.0.113.7:8080`
    let host =
        address.split_once(':').filter(|(host, _)| host.contains('.')).map_or(address, |(host, _)| host);
    Some(match host.parse().ok()? {
        IpAddr::V4(v4) => network_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => network_v4(v4),
            None => {
                let [a, b, c, ..] = v6.segments();
                format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
            }
        },
    })
}

fn network_v4(address: Ipv4Addr) -> String {
    let [a, b, c, _] = address.octets();
    format!("{a}.{b}.{c}.0/24")
}

/// Every number cut to one decimal (about 11 km).
fn coordinates(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let (mut decimals, mut numbers) = (None, 0);
    for c in value.chars() {
        match (c, decimals) {
            ('.', None) if out.ends_with(|c: char| c.is_ascii_digit()) => {
                decimals = Some(0);
                numbers += 1;
                out.push(c);
            }
            ('0'..='9', Some(count)) => {
                decimals = Some(count + 1);
                if count == 0 {
                    out.push(c);
                }
            }
            // Minutes and seconds are more exact than a tenth of a degree.
            ('\'' | '"' | '′' | '″' | '’' | '”', _) => return None,
            _ => {
                decimals = None;
                out.push(c);
            }
        }
    }
    (numbers == 2).then_some(out)
}

/// Scheme, user, port, path and query go.
fn host(value: &str) -> Option<String> {
    let value = value.trim();
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    // An address in numbers names one machine.
    let named = host.contains('.') && host.parse::<IpAddr>().is_err();
    (named && !host.contains(char::is_whitespace)).then(|| host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn general(entity_type: EntityType, value: &str) -> Option<String> {
        let how = Generalization { dates: DatePrecision::Month, age_band: 10, top_age: 90 };
        generalize(entity_type, value, how, Habits { month_first: true, calling_code: "1" })
    }

    #[test]
    fn what_is_common_is_left() {
        use EntityType::*;
        for (entity_type, value, expected) in [
            (DateTime, "2024-03-05 10:00", "2024-03"),
            (DateOfBirth, "March 5, 1984", "March 1984"),
            (Age, "34", "30-39"),
            (Age, "34 years old", "30-39 years old"),
            (Age, "89", "80-89"),
            (Age, "91-year-old", "90+-year-old"),
            (Age, "7", "0-9"),
            (UsZipCode, "94110", "941"),
            (UsZipCode, "94110-1234", "941"),
            (UsZipCode, "03601", "000"),
            (UsZipCode, "89301", "000"),
            (UkPostcode, "SW1A 1AA", "SW1A"),
            (UkPostcode, "m11ae", "m1"),
            (DePlz, "10115", "10"),
            (IpAddress, "203.0.113.77", "203.0.113.0/24"),
            (IpAddress, "203.0.113.77:8080", "203.0.113.0/24"),
            (IpAddress, "2001:db8:1:2::7", "2001:db8:1::/48"),
            (IpAddress, "::ffff:203.0.113.7", "203.0.113.0/24"),
            (Coordinates, "40.71284, -74.00601", "40.7, -74.0"),
            (EmailAddress, "Jane.Roe@Mail.Example.com", "Mail.Example.com"),
            (Url, "https://jane@Shop.Example.com:8443/a?b=c", "shop.example.com"),
            (Url, "www.example.com/jane", "www.example.com"),
        ] {
            assert_eq!(general(entity_type, value).as_deref(), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_does_not_fit_is_left_to_a_token() {
        use EntityType::*;
        for (entity_type, value) in [
            (DateTime, "tomorrow"),
            (Age, "thirty"),
            (Age, "34 or 35"),
            (UsZipCode, "9411"),
            (UkPostcode, "1AA"),
            (IpAddress, "203.0.113"),
            (Coordinates, "40° 42' 46\" N"),
            (Coordinates, "40, 70"),
            (EmailAddress, "jane at example dot com"),
            (Url, "http://203.0.113.7/jane"),
            (Person, "Jane Roe"),
        ] {
            assert_eq!(general(entity_type, value), None, "{value}");
            assert!(fits(entity_type) || entity_type == Person);
        }
    }
}
