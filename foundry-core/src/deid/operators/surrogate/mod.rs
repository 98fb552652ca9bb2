//! `surrogate`: a stand-in of the same kind, drawn from the keyed hash of the value, hence the same everywhere.
//!
//! Numbers come from ranges that belong to nobody (kept for fiction, documentation or tests, or never issued) wherever
//! a standard or regulator has such; names, streets, towns and companies from own lists; other identifiers are drawn
//! digit by digit. So ranges are small: of a thousand customers, two may share a stand-in telephone number, though never
//! their own. What equals a value of the conversation is drawn again.

mod draw;
mod finance;
mod names;
mod net;
mod person;
mod phone;
mod place;
mod shape;

use self::draw::Draw;
use super::dates::{Habits, WrittenDate};
use crate::entity::EntityType;

/// Dates of birth move by up to so many days.
const BIRTH_DAYS: usize = 730;

/// What stands for `value`. `seed` is drawn from the canonical form, which is `canonical` of a person; `None` where there
/// is nothing like it.
pub(super) fn stand_in(
    entity_type: EntityType,
    seed: u64,
    canonical: &str,
    value: &str,
    habits: Habits,
) -> Option<String> {
    use EntityType::*;
    let draw = &mut Draw::new(seed);
    match entity_type {
        Person => person::stand_in(seed, canonical, value),
        EmailAddress => net::email(draw, value),
        PhoneNumber => phone::stand_in(draw, habits.calling_code, value),
        CreditCard => finance::card(draw, value),
        IbanCode => finance::iban(draw, value),
        IpAddress => net::ip(draw, value),
        MacAddress => net::mac(draw, value),
        Url => net::url(draw, value),
        Username => net::username(draw, value),
        StreetAddress => place::address(draw, value),
        Location => place::location(draw, value),
        Organization => place::organization(draw, value),
        DateOfBirth => {
            let days = 1 + draw.below(BIRTH_DAYS) as i32;
            WrittenDate::read(value, habits)?.shifted(if draw.below(2) == 0 { days } else { -days })
        }
        Coordinates => coordinates(draw, value),
        Age => age(draw, value),
        _ => finance::national(draw, entity_type, value),
    }
}

/// Another place on the globe, with as many decimals.
fn coordinates(draw: &mut Draw, value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut whole = 0;
    let mut rest = value;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| c.is_ascii_digit() != first.is_ascii_digit()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !first.is_ascii_digit() {
            out.push_str(run);
        } else if out.ends_with('.') {
            out.push_str(&draw.digits(run.len()));
        } else {
            whole += 1;
            out.push_str(&draw.below(80).to_string());
        }
    }
    (whole == 2).then_some(out)
}

/// An age of the same ten years.
fn age(draw: &mut Draw, value: &str) -> Option<String> {
    let start = value.find(|c: char| c.is_ascii_digit())?;
    let rest = value.get(start..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(length)?;
    let age: usize = number.parse().ok()?;
    let other = age / 10 * 10 + (age % 10 + 1 + draw.below(9)) % 10;
    (!after.contains(|c: char| c.is_ascii_digit()))
        .then(|| format!("{}{other}{after}", value.get(..start).unwrap_or_default()))
}
