//! The scan: the trigger bytes of a text, 64 bytes at a time, and the recognizers that start from each.

mod digit;

use super::blocks::{BLOCK, WINDOW, pack, window};
use super::foreign_digits::Folded;
use super::number_run::{NumberRun, value_end};
use super::{
    Recognizers, api_key, crypto, cued, email_address, id, ip_address, mac_address, url, username, vehicle_id,
};
use crate::entity::EntityType::{
    ApiKey, Crypto, EmailAddress, IpAddress, MacAddress, Url, Username, VehicleId,
};
use crate::entity::{EntitySet, Finding, Rank, Span};

/// How far before its first digit or colon a token of hex digits may start: in the last pair of a hardware address.
const HEX_REACH: usize = 17;
/// The longest token of hex digits and colons worth parsing: an IPv6 address has at most 45 bytes.
const HEX_TOKEN: usize = 64;

/// One bit per byte: digits, `@`, `:` and `=`, a point inside a word, two hyphens, and the pairs of letters that tell cue words
/// of values without a digit from most other words (`password`, `username`, `dot`). Compilers vectorise it.
///
/// Hyphens, and the letters of passwords and user names, only where there are `SECRETS` to be found.
///
/// `high` gathers all bytes of the block, so that its top bit tells whether all were ASCII.
#[inline(always)]
fn triggers<const SECRETS: bool>(window: &[u8; WINDOW], high: &mut u8) -> u64 {
    let mut flags = [0; BLOCK];
    let (mut any, mut all) = (0, 0);
    for ((flag, &byte), &next) in flags.iter_mut().zip(window).zip(window.iter().skip(1)) {
        let alone = (byte.wrapping_sub(b'0') <= b':' - b'0') | (byte == b'@') | (byte == b'=');
        let point = (byte == b'.') & (next >= b'0');
        let spelled = (byte == b'd') & (next == b'o');
        let secret = SECRETS
            & (((byte == b'-') & (next == b'-'))
                | ((byte == b's') & (next == b'w'))
                | ((byte == b'r') & (next == b'n')));
        *flag = u8::from(alone | point | spelled | secret);
        any |= *flag;
        all |= byte;
    }
    *high |= all;
    if any == 0 { 0 } else { pack(&flags) }
}

/// Where the scan stands. Nothing before `done` is looked at again, so hostile text costs no more than any other.
struct Scan<'r, 't, 'o> {
    recognizers: &'r Recognizers,
    text: &'t str,
    out: &'o mut Vec<Finding>,
    done: usize,
    /// Where the findings of this scan begin in `out`.
    first: usize,
    /// Up to here no host name, key or hex token is worth a second try: the token was tried as a whole.
    host_tried: usize,
    key_tried: usize,
    hex_tried: usize,
    token_tried: usize,
    /// Whether the digits of the text were full-width ones.
    full_width: bool,
}

impl Recognizers {
    /// Appends the findings of all built-in recognizers that start from a trigger byte. A text with digits of another
    /// script is read as if they were ASCII.
    pub(super) fn scan(&self, text: &str, out: &mut Vec<Finding>) {
        let first = out.len();
        if self.scan_ascii(text, false, out) {
            return;
        }
        let Some(folded) = Folded::new(text) else { return };
        out.truncate(first);
        self.scan_ascii(&folded.text, folded.full_width, out);
        for finding in out.iter_mut().skip(first) {
            for span in std::iter::once(&mut finding.span).chain(&mut finding.cue) {
                *span = Span::new(folded.original(span.start), folded.original(span.end));
            }
        }
    }

    /// The same for digits of ASCII; gives whether the whole text is ASCII.
    fn scan_ascii(&self, text: &str, full_width: bool, out: &mut Vec<Finding>) -> bool {
        match self.chosen.meets(cued::ANY_SHAPE.with(ApiKey)) {
            true => self.scan_for::<true>(text, full_width, out),
            false => self.scan_for::<false>(text, full_width, out),
        }
    }

    fn scan_for<const SECRETS: bool>(&self, text: &str, full_width: bool, out: &mut Vec<Finding>) -> bool {
        let mut high = 0;
        let bytes = text.as_bytes();
        let mut scan = Scan {
            recognizers: self,
            text,
            first: out.len(),
            out,
            done: 0,
            host_tried: 0,
            key_tried: 0,
            hex_tried: 0,
            token_tried: 0,
            full_width,
        };
        // Filled again for every run: making one anew costs more than filling it.
        let mut run = NumberRun::empty();
        let mut padded = [0; WINDOW];
        let mut base = 0;
        while base < bytes.len() {
            let mut bits = triggers::<SECRETS>(window(bytes, base, &mut padded), &mut high);
            while bits != 0 {
                let at = base + bits.trailing_zeros() as usize;
                scan.at(at, &mut run);
                let next = scan.done.max(at + 1) - base;
                bits &= if next < BLOCK { u64::MAX << next } else { 0 };
            }
            // A block that lies in what is done is not looked at; the rest of one that is entered is.
            let next = (base + BLOCK).max(scan.done);
            high |= u8::from(next > base + BLOCK) << 7;
            base = next;
        }
        high < 0x80
    }
}

impl Scan<'_, '_, '_> {
    fn at(&mut self, at: usize, run: &mut NumberRun) {
        let chosen = self.recognizers.chosen;
        let bytes = self.text.as_bytes();
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        match bytes[at] {
            b'0'..=b'9' => self.digit(at, run),
            b'@' if next > b' ' => self.sign(at),
            b'.' if next.is_ascii_alphanumeric() || next >= 0x80 => self.point(at),
            b':' if bytes[at + 1..].starts_with(b"//") => self.scheme(at),
            b':' if (next == b':' || next.is_ascii_hexdigit()) && self.hex(at) => {}
            b':' | b'=' => {
                let key = chosen.contains(ApiKey).then(|| api_key::at_separator(self.text, at)).flatten();
                let found = key.or_else(|| self.by_cue(|text, chosen| cued::behind_mark(text, at, chosen)));
                self.take(found);
            }
            b's' | b'r' if self.is_cue_word(at) => {
                let found = self.by_cue(|text, chosen| cued::behind_word(text, at, chosen));
                self.take(found);
            }
            b'd' if bytes[at + 1..].starts_with(b"ot") && chosen.contains(EmailAddress) => {
                let found = email_address::spelled(self.text, at, value_end(self.earlier()));
                self.take(found);
            }
            b'-' if chosen.contains(ApiKey) => {
                let found = api_key::block_at(self.text, at);
                self.take(found);
            }
            _ => {}
        }
    }

    /// Whether the pair of letters at byte `at` is that of `password`, `passwort` or `username`.
    fn is_cue_word(&self, at: usize) -> bool {
        let around = self.text.as_bytes().get(at.saturating_sub(1)..at + 4).unwrap_or_default();
        matches!(around, [b's', b's', b'w', b'o', b'r'] | [b'e', b'r', b'n', b'a', b'm'])
    }

    /// What a cue gives away, where any such type is looked for.
    fn by_cue(&self, find: impl FnOnce(&str, EntitySet) -> Option<Finding>) -> Option<Finding> {
        let chosen = self.recognizers.chosen;
        let found = if chosen.meets(cued::TYPES) { find(self.text, chosen) } else { None };
        let found = found.filter(|found| found.span.start >= self.done.min(value_end(self.earlier())))?;
        // `account number` and `insurance number` announce identifiers too.
        let span = found.span;
        let digits = self.text.as_bytes().get(span.start..span.end)?;
        let first = digits.iter().position(u8::is_ascii_digit).map(|offset| span.start + offset);
        let id = first.and_then(|at| self.recognizers.ids.at(self.text, at, self.earlier()));
        let surer =
            |id: &Finding| id::surer(id, &found) || found.entity_type.is_reference() && id.cue.is_some();
        id.filter(|id| id.span.overlaps(span) && surer(id)).or(Some(found))
    }

    /// `@`: an address, a password that has one, or a mention.
    fn sign(&mut self, at: usize) {
        let chosen = self.recognizers.chosen;
        let address = chosen.contains(EmailAddress).then(|| email_address::at(self.text, at)).flatten();
        if address.is_some_and(|address| address.rank == Rank::Checked) {
            self.take(address);
            return;
        }
        let found = self
            .token(at)
            .or(address)
            .or_else(|| chosen.contains(Username).then(|| username::mention(self.text, at)).flatten());
        self.take(found);
    }

    /// The token around byte `at`, tried once as a whole: what a cue beside it gives away, a wallet or a vehicle.
    fn token(&mut self, at: usize) -> Option<Finding> {
        if at < self.token_tried {
            return None;
        }
        let chosen = self.recognizers.chosen;
        let bytes = self.text.as_bytes();
        let floor = value_end(self.earlier());
        let start = cued::token_start(self.text, at, floor);
        let end = cued::token_end(self.text, at);
        self.token_tried = end.max(at + 1);
        let word_start = at - bytes[start..at].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
        let word_end = at + token_len(&bytes[at..end.max(at)], |byte| byte.is_ascii_alphanumeric());
        let len = word_end - word_start;
        if len >= crypto::SHORTEST && chosen.contains(Crypto) {
            let found = crypto::at(self.text, word_start, word_end);
            if found.is_some() {
                return found;
            }
        }
        if len == vehicle_id::LENGTH && chosen.contains(VehicleId) {
            let found = vehicle_id::at(self.text, word_start, word_end, self.earlier());
            if found.is_some() {
                return found;
            }
        }
        self.by_cue(|text, chosen| cued::at(text, start, self.earlier(), chosen))
    }

    /// `://`: an address, and a secret if a password stands in it.
    fn scheme(&mut self, at: usize) {
        let chosen = self.recognizers.chosen;
        if !(chosen.contains(Url) || chosen.contains(ApiKey)) {
            return;
        }
        let Some(address) = url::at_scheme(self.text, at) else { return };
        if chosen.contains(ApiKey) {
            self.out.extend(api_key::connection_string(self.text, at, address.span));
        }
        self.take(chosen.contains(Url).then_some(address));
    }

    /// Keeps a finding and goes on behind it. `false` if there is none.
    fn take(&mut self, found: Option<Finding>) -> bool {
        let Some(finding) = found else { return false };
        self.done = self.done.max(finding.span.end);
        self.out.push(finding);
        true
    }

    /// A point inside a word: a host name, tried once for the whole of it.
    fn point(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        let before = at.checked_sub(1).map_or(b' ', |i| bytes[i]);
        if at < self.host_tried
            || !(self.recognizers.chosen.contains(Url) || self.recognizers.chosen.contains(EmailAddress))
            || !(before.is_ascii_alphanumeric() || before >= 0x80)
        {
            return;
        }
        let mut found = url::at_dot(self.text, at);
        if let Some(host) = found
            && self.recognizers.chosen.contains(EmailAddress)
        {
            found = email_address::before_host(self.text, host.span).or(found);
        }
        found = found.filter(|found| self.recognizers.chosen.contains(found.entity_type));
        if !self.take(found) {
            self.host_tried = at
                + token_len(&bytes[at..], |byte| {
                    matches!(byte, b'.' | b'-') || is_word(byte) || byte >= 0x80
                });
        }
    }

    /// A token of hex digits and colons around byte `at`: a hardware address or IPv6.
    fn hex(&mut self, at: usize) -> bool {
        if at < self.hex_tried {
            return false;
        }
        let chosen = self.recognizers.chosen;
        let bytes = self.text.as_bytes();
        let floor = self.done.max(at.saturating_sub(HEX_REACH));
        let mut start = at;
        while start > floor
            && (bytes[start - 1].is_ascii_hexdigit() || matches!(bytes[start - 1], b':' | b'-' | b'.'))
        {
            start -= 1;
        }
        let end =
            at + token_len(&bytes[at..], |byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
        self.hex_tried = end;
        // Punctuation of the sentence before: `ip:2001:db8::1`, `MAC -00:1a:…`.
        while start < end
            && (matches!(bytes[start], b'-' | b'.')
                || bytes[start] == b':' && bytes.get(start + 1) != Some(&b':'))
        {
            start += 1;
        }
        if chosen.contains(MacAddress) && start < end {
            let found = mac_address::at(self.text, start, value_end(self.earlier()));
            if self.take(found) {
                return true;
            }
        }
        let colons = bytes[start..end].iter().filter(|&&byte| byte == b':').count();
        if !chosen.contains(IpAddress) || colons < 2 || end - start > HEX_TOKEN {
            return false;
        }
        let found = ip_address::v6_in(self.text, Span::new(start, end), value_end(self.earlier()));
        self.take(found)
    }

    /// A word with digits: a key or a token, or nothing. It is passed over as a whole.
    fn identifier(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        if self.recognizers.chosen.contains(ApiKey) && at >= self.key_tried {
            self.key_tried = at + token_len(&bytes[at..], is_word_or_dash);
            let found = api_key::at(self.text, at);
            if self.take(found) {
                return;
            }
        }
        let found = self.token(at);
        if self.take(found) {
            return;
        }
        self.done = self.done.max(at + token_len(&bytes[at..], is_word));
    }

    /// The values this scan has found, in order of their ends.
    fn earlier(&self) -> &[Finding] {
        self.out.get(self.first..).unwrap_or_default()
    }
}

fn token_len(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|&&byte| belongs(byte)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_word_or_dash(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}
