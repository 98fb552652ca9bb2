//! Addresses of networks: domains and numbers that the standards keep for documentation.

use std::net::IpAddr;

use super::draw::Draw;
use super::names::LATIN;
use super::shape::{in_case_of, same_shape};

/// RFC 2606.
const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];
/// RFC 5737.
const NETWORKS: [&str; 3] = ["192.0.2", "198.51.100", "203.0.113"];

/// An address at a domain of RFC 2606, with as many words before the sign and the same separators.
pub(super) fn email(draw: &mut Draw, value: &str) -> Option<String> {
    let (local, _) = value.trim().rsplit_once('@').filter(|(local, _)| !local.is_empty())?;
    let (head, local) = match local.rsplit_once(':') {
        Some((scheme, local)) => (format!("{scheme}:"), local),
        None => (String::new(), local),
    };
    let mut out = head;
    let (mut words, mut numbers) = (0, 0);
    let mut rest = local;
    while let Some(first) = rest.chars().next() {
        let class = |c: char| (c.is_alphabetic(), c.is_numeric());
        let end = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if first.is_numeric() {
            numbers += 1;
            out.push_str(&draw.digits(run.chars().count()));
        } else if !first.is_alphabetic() {
            // Marks of letters that are gone go too.
            out.extend(run.chars().filter(char::is_ascii_graphic));
        } else if run.chars().count() == 1 {
            words += 1;
            out.push(char::from(b'a' + draw.below(26) as u8));
        } else {
            words += 1;
            let list = match (words, draw.below(2)) {
                (1, 0) => LATIN.women,
                (1, _) => LATIN.men,
                _ => LATIN.families,
            };
            let small = run.chars().next().is_some_and(char::is_lowercase);
            let name = draw.one_of(list);
            out.push_str(&if small { name.to_lowercase() } else { in_case_of(run, name) });
        }
    }
    if numbers == 0 {
        // Names alone are too few to tell people apart.
        out.push_str(&draw.digits(3));
    }
    Some(format!("{out}@{}", draw.one_of(&DOMAINS)))
}

/// An address at a host of RFC 2606 with path and query of the same shape.
pub(super) fn url(draw: &mut Draw, value: &str) -> Option<String> {
    let (scheme, rest) = match value.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), value),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let www = if authority.to_ascii_lowercase().starts_with("www.") { "www." } else { "" };
    let path = if path.contains(char::is_alphanumeric) { same_shape(draw, path)? } else { path.to_owned() };
    // Paths are few and short: the host carries what tells one address from another.
    Some(format!(
        "{scheme}{www}{}{}.{}{path}",
        draw.one_of(LATIN.families).to_lowercase(),
        draw.digits(3),
        draw.one_of(&DOMAINS)
    ))
}

/// An address of the networks for documentation (RFC 5737, RFC 3849); what stands around it stays.
pub(super) fn ip(draw: &mut Draw, value: &str) -> Option<String> {
    let start = if value.starts_with('[') { 1 } else { 0 };
    let bare = value.get(start..)?;
    let end = bare.find([']', '/', '%']).unwrap_or(bare.len());
    let (address, mut behind) = bare.split_at_checked(end)?;
    let mut address = address;
    if let Some((host, _)) = address.split_once(':').filter(|(host, _)| host.contains('.')) {
        behind = bare.get(host.len()..)?;
        address = host;
    }
    let new = match address.parse().ok()? {
        IpAddr::V4(_) => v4(draw),
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => format!("::ffff:{}", v4(draw)),
        IpAddr::V6(_) => {
            let group = |draw: &mut Draw| format!("{:x}", 1 + draw.below(0xFFFF));
            format!("2001:db8:{}:{}::{}", group(draw), group(draw), group(draw))
        }
    };
    Some(format!("{}{new}{behind}", value.get(..start)?))
}

fn v4(draw: &mut Draw) -> String {
    format!("{}.{}", draw.one_of(&NETWORKS), 1 + draw.below(254))
}

/// A hardware address that no maker gives: unicast, locally administered (IEEE 802), with the same separators.
pub(super) fn mac(draw: &mut Draw, value: &str) -> Option<String> {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let upper = value.contains(|c: char| c.is_ascii_uppercase());
    let mut place = 0;
    value
        .chars()
        .map(|c| {
            if !c.is_ascii_hexdigit() {
                return (!c.is_alphanumeric()).then_some(c);
            }
            place += 1;
            let digit = match place {
                1 => draw.below(16),
                2 => [2, 6, 10, 14].get(draw.below(4)).copied()?,
                _ => draw.below(16),
            };
            let digit = char::from(*HEX.get(digit)?);
            Some(if upper { digit.to_ascii_uppercase() } else { digit })
        })
        .collect()
}

/// A user name: a name and a number, behind `@` where that stood there.
pub(super) fn username(draw: &mut Draw, value: &str) -> Option<String> {
    let at = if value.starts_with('@') { "@" } else { "" };
    let list = if draw.below(2) == 0 { LATIN.women } else { LATIN.men };
    let name = in_case_of(value, draw.one_of(list));
    Some(format!("{at}{name}{}", draw.digits(4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_addresses_of_the_same_shape() {
        let mut draw = Draw::new(4);
        let mail = email(&mut draw, "jane.roe77@corp.acme.test").unwrap();
        assert!(mail.contains('.') && mail.contains("@example.") && !mail.contains("jane"), "{mail}");
        assert!(email(&mut draw, "mailto:JANE@ACME.TEST").unwrap().starts_with("mailto:"));
        assert_eq!(email(&mut draw, "jane at acme"), None);
        let link = url(&mut draw, "https://www.acme.test/u/jane?id=7").unwrap();
        assert!(
            link.starts_with("https://www.") && link.contains(".example.") && !link.contains("jane"),
            "{link}"
        );
        for (value, start) in [
            ("10.1.2.3", ""),
            ("[2001:4860::8888]:443", "[2001:db8:"),
            ("10.1.2.3:80", ""),
            ("::ffff:10.0.0.1", "::ffff:"),
        ] {
            let new = ip(&mut draw, value).unwrap();
            assert!(new.starts_with(start) && !new.contains("10.1."), "{new}");
        }
        for value in ["00:1A:2B:3C:4D:5E", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e"] {
            let new = mac(&mut draw, value).unwrap();
            let first = u8::from_str_radix(&new[..2], 16).unwrap();
            assert!(first & 0b11 == 0b10 && new.len() == value.len(), "{new}");
        }
        assert!(username(&mut draw, "@jane_r").unwrap().starts_with('@'));
    }
}
