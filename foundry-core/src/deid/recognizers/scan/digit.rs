//! What begins with a digit: an identifier, an address, a run of digit groups, a lone group.

use super::{Scan, is_word};
use crate::deid::recognizers::cue::Cues;
use crate::deid::recognizers::number_run::{DOT, NumberRun, lone_group_end, value_end};
use crate::deid::recognizers::{
    age, coordinates, credit_card, credit_card_expiry, cued, date_of_birth, date_time, iban_code, id, imei,
    ip_address, last_four, phone_number, street_address, us_itin, us_ssn,
};
use crate::entity::EntityType::{
    Age, Coordinates, CreditCard, CreditCardCvv, CreditCardExpiry, DateOfBirth, DateTime, IbanCode, Imei,
    IpAddress, MacAddress, PhoneNumber, StreetAddress, UsItin, UsSsn,
};
use crate::entity::Finding;

/// The most groups of a value.
const LONGEST: usize = 9;
/// The most digits of a value.
const DIGITS: usize = 20;

impl Scan<'_, '_, '_> {
    /// The first digit of something: a hex token, an account number, a key, or a run of digit groups.
    pub(super) fn digit(&mut self, at: usize, run: &mut NumberRun) {
        let chosen = self.recognizers.chosen;
        let bytes = self.text.as_bytes();
        let id = self.recognizers.ids.at(self.text, at, self.earlier());
        let is_cued = id.is_some_and(|id| id.cue.is_some());
        if !is_cued && chosen.contains(StreetAddress) {
            let found = street_address::at(self.text, at, value_end(self.earlier()));
            if self.take(found) {
                return;
            }
        }
        if !is_cued
            && (chosen.contains(MacAddress) || chosen.contains(IpAddress))
            && hex_token_likely(bytes, at)
            && self.hex(at)
        {
            return;
        }
        let before = at.checked_sub(1).map_or(b' ', |i| bytes[i]);
        if before.is_ascii_alphabetic() && chosen.contains(IbanCode) {
            let found = iban_code::at(self.text, at, self.earlier());
            if self.take(found) {
                return;
            }
        }
        if is_word(before) {
            if self.take(id) {
                return;
            }
            if matches!(before, b'x' | b'X') && chosen.contains(CreditCard) {
                let found = last_four::masked(self.text, at);
                if self.take(found) {
                    return;
                }
            }
            self.identifier(at);
            return;
        }
        if let Some(end) = lone_group_end(bytes, at)
            && end - at < 7
        {
            self.done = end;
            if self.take(id) {
                return;
            }
            let found = self.lone(at, end);
            if self.take(found) {
                return;
            }
            if chosen.contains(DateOfBirth) && end - at <= 4 {
                let found = date_of_birth::around(self.text, at, end, self.earlier());
                self.take(found);
            }
            if self.done == end && chosen.contains(DateTime) && end - at <= 4 {
                let found = date_time::at(self.text, at);
                self.take(found);
            }
            if bytes.get(end).is_some_and(|&next| is_word(next) || next == b'-') {
                self.identifier(at);
            }
            return;
        }
        run.parse(self.text, at, self.done, value_end(self.earlier()));
        self.done = run.end;
        let special = self.special(run);
        if let Some(found) = special.filter(|found| id.is_none_or(|id| !id::surer(&id, found))) {
            self.done = found.span.end;
            self.out.push(found);
            return;
        }
        self.numbers(run, id);
        if self.done == run.end && bytes.get(run.end).is_some_and(|&next| is_word(next) || next == b'-') {
            self.identifier(run.len().checked_sub(1).map_or(at, |last| run.start_of(last)));
        }
    }

    /// A lone group of fewer than seven digits: what a cue beside it, or a mark in it, gives away.
    fn lone(&mut self, at: usize, end: usize) -> Option<Finding> {
        let chosen = self.recognizers.chosen;
        let bytes = self.text.as_bytes();
        let size = end - at;
        if size <= 3 {
            if bytes.get(end) == Some(&0xC2) && chosen.contains(Coordinates) {
                let found = coordinates::at(self.text, at, self.done.min(at));
                if found.is_some() {
                    return found;
                }
            }
            if chosen.contains(Age) {
                let found = age::around(self.text, at, end)
                    .or_else(|| self.by_cue(|text, chosen| cued::at(text, at, self.earlier(), chosen)));
                if found.is_some() {
                    return found;
                }
            }
        }
        if size < 3 {
            return None;
        }
        if chosen.contains(PhoneNumber) && size == 3 {
            let found = phone_number::vanity(self.text, at, end);
            if found.is_some() {
                return found;
            }
        }
        self.behind_card(at, end).or_else(|| {
            let start = self.token_of(at);
            self.by_cue(|text, chosen| cued::at(text, start, self.earlier(), chosen))
        })
    }

    /// Where the token of the digit at byte `at` begins, if letters stand before it: `G-482913`, `A-4821`.
    fn token_of(&self, at: usize) -> usize {
        let before = |back: usize| {
            at.checked_sub(back).and_then(|i| self.text.as_bytes().get(i)).copied().unwrap_or(b' ')
        };
        let joined =
            matches!(before(1), b'-' | b'!' | b'#' | b'$' | b'&' | b'%' | b'+' | b'~' | b'^' | b'*' | b'/');
        match joined && before(2).is_ascii_alphanumeric() {
            true => cued::token_start(self.text, at, value_end(self.earlier())),
            false => at,
        }
    }

    /// What belongs to a card: the last four digits behind a mask, the security code behind its expiry.
    fn behind_card(&self, at: usize, end: usize) -> Option<Finding> {
        let chosen = self.recognizers.chosen;
        if chosen.contains(CreditCardCvv) && matches!(end - at, 3 | 4) {
            let found = credit_card_expiry::code_behind(self.text, at, end, self.earlier());
            if found.is_some() {
                return found;
            }
        }
        (end - at == 4 && chosen.contains(CreditCard)).then(|| last_four::masked(self.text, at)).flatten()
    }

    /// What only the first groups of a run can be: coordinates, a device, a number with letters, or what a cue gives away.
    fn special(&mut self, run: &NumberRun) -> Option<Finding> {
        let chosen = self.recognizers.chosen;
        if run.len() == 0 {
            return None;
        }
        let start = run.start_of(0);
        if run.gap(0) == DOT && run.size(0) <= 3 && run.size(1) >= 4 && chosen.contains(Coordinates) {
            let found = coordinates::at(self.text, start, value_end(self.earlier()));
            if found.is_some() {
                return found;
            }
        }
        if chosen.contains(Imei) && run.count(0, run.len() - 1) >= 15 {
            let found = imei::at(self.text, run, self.earlier());
            if let Some((found, _)) = found {
                return Some(found);
            }
        }
        if chosen.contains(PhoneNumber) && run.len() <= 3 {
            let found = phone_number::vanity(self.text, start, run.end_of(run.len() - 1));
            if found.is_some() {
                return found;
            }
        }
        if chosen.contains(CreditCardExpiry) && run.size(0) <= 2 {
            let found = credit_card_expiry::behind_card(self.text, start, self.earlier());
            if found.is_some() {
                return found;
            }
        }
        self.behind_card(start, run.end_of(0)).or_else(|| {
            let start = self.token_of(start);
            self.by_cue(|text, chosen| cued::at(text, start, self.earlier(), chosen))
        })
    }

    /// The first value in a run. What follows is looked at as a run of its own: what a cue before a value says of it
    /// says less of the next, just as if the token that will replace it stood there.
    fn numbers(&mut self, run: &NumberRun, id: Option<Finding>) {
        let chosen = self.recognizers.chosen;
        let mut cues = None;
        for i in 0..run.len() {
            let rest = run.len() - i;
            if run.cut
                && i > 0
                && rest < LONGEST
                && run.starts_freely(i)
                && run.count(i, run.len() - 1) < DIGITS
            {
                // What starts here may go on behind the end of the run: look at it again from its start.
                self.done = run.end_of(i - 1);
                return;
            }
            // An identifier may follow a `#`.
            let free = run.starts_freely(i);
            let id = match i {
                0 => id,
                _ if free => self.recognizers.ids.at(self.text, run.start_of(i), self.earlier()),
                _ => None,
            };
            let number = match free {
                true => self.number(run, i, &mut cues),
                false => self.behind_mark(run, i, &mut cues),
            };
            let ids = &self.recognizers.ids;
            let surer =
                |id: &Finding, number: &Finding| id::surer(id, number) && !ids.yields(self.text, id, number);
            if let Some(id) = id.filter(|id| number.as_ref().is_none_or(|(number, _)| surer(id, number))) {
                self.done = id.span.end;
                self.out.push(id);
                return;
            }
            if number.is_none()
                && chosen.contains(DateTime)
                && let Some(finding) = date_time::at(self.text, run.start_of(i))
            {
                self.done = finding.span.end;
                self.out.push(finding);
                return;
            }
            if let Some((finding, last)) = number {
                let whole = last + 1 == run.len();
                self.done = if whole { self.done.max(finding.span.end) } else { finding.span.end };
                self.out.push(finding);
                return;
            }
        }
    }

    /// A nine-digit number behind its cue and a mark that others are no values behind: `SSN #…`, `ssn(…)`.
    fn behind_mark(&self, run: &NumberRun, i: usize, cues: &mut Option<Cues>) -> Option<(Finding, usize)> {
        let chosen = self.recognizers.chosen;
        let start = run.start_of(0);
        let mark = start.checked_sub(1).and_then(|before| self.text.as_bytes().get(before));
        let marked = i == 0 && matches!(mark, Some(b'#' | b'(')) && matches!(run.size(0), 3 | 9);
        if !marked || !(chosen.contains(UsSsn) || chosen.contains(UsItin)) {
            return None;
        }
        let cues = cues.get_or_insert_with(|| Cues::before(self.text, start, self.earlier()));
        let ssn = chosen.contains(UsSsn).then(|| us_ssn::at(self.text, run, i, cues)).flatten();
        ssn.or_else(|| chosen.contains(UsItin).then(|| us_itin::at(self.text, run, i, cues)).flatten())
            .filter(|(finding, _)| finding.cue.is_some_and(|cue| cue.end <= start))
    }

    /// The value that starts with group `i` of a run, and its last group: the surest kind first.
    fn number(&self, run: &NumberRun, i: usize, cues: &mut Option<Cues>) -> Option<(Finding, usize)> {
        let chosen = self.recognizers.chosen;
        let start = run.start_of(0);
        if run.count(i, run.len() - 1) < 4 {
            return None;
        }
        let cues = cues.get_or_insert_with(|| Cues::before(self.text, start, self.earlier()));
        let size = run.size(i);
        let (nine, card) = (matches!(size, 3 | 9), matches!(size, 4 | 12..=19));
        let dotted = size <= 3 && run.gap(i) == DOT;
        None.or_else(|| {
            (dotted && chosen.contains(IpAddress))
                .then(|| ip_address::v4_at(self.text, run, i, cues))
                .flatten()
        })
        .or_else(|| (card && chosen.contains(CreditCard)).then(|| credit_card::at(run, i, cues)).flatten())
        .or_else(|| {
            chosen.contains(DateOfBirth).then(|| date_of_birth::at(self.text, run, i, cues)).flatten()
        })
        .or_else(|| (nine && chosen.contains(UsSsn)).then(|| us_ssn::at(self.text, run, i, cues)).flatten())
        .or_else(|| (nine && chosen.contains(UsItin)).then(|| us_itin::at(self.text, run, i, cues)).flatten())
        .or_else(|| {
            chosen.contains(PhoneNumber).then(|| self.recognizers.phone.at(self.text, run, i, cues)).flatten()
        })
        .or_else(|| {
            let japanese = self.full_width && chosen.contains(PhoneNumber);
            japanese.then(|| phone_number::Locale::new("JP").at(self.text, run, i, cues)).flatten()
        })
    }
}

/// Whether the digit at byte `at` may belong to a hardware address or IPv6: cheap, and true for few digits of a text.
fn hex_token_likely(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(b' ', |i| bytes[i]);
    if before.is_ascii_hexdigit() || matches!(before, b':' | b'-') {
        return true;
    }
    let ahead = &bytes[at..bytes.len().min(at + 5)];
    let digits = ahead.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    match ahead.get(digits) {
        Some(b':') => true,
        Some(b'-') => digits == 2,
        Some(b'.') => digits == 4,
        _ => false,
    }
}
