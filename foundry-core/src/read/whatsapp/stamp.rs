//! The stamp at the start of a message: date, time and what stands around them.

/// A stamp and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    /// The date as written: `06/03/2017`, `13.6.18`, `2018-06-13`.
    pub(super) date: &'a str,
    /// Hour (0 to 23), minute, second.
    pub(super) clock: (u8, u8, u8),
    /// The length of the stamp and its separator.
    pub(super) length: usize,
}

impl Stamp<'_> {
    /// Writes date and time of day in a form that every reader of times knows; the order of the date's parts stays.
    pub(super) fn write(&self, out: &mut String) {
        use std::fmt::Write;
        out.push_str(self.date);
        let (hour, minute, second) = self.clock;
        // Writing to a string cannot fail.
        let _ = write!(out, " {hour:02}:{minute:02}:{second:02}");
    }
}

/// Invisible marks that phones put around stamps, numbers and placeholders.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Reads the stamp at the start of a line. Eight forms are in use: `06/03/2017, 00:45 - `, `[06.13.18 21:25:15] `,
/// `3/6/18, 1:55 PM - `, `3/6/18, 1:55 p.m. - `, `13.06.18 21.25.15: `, `13.6.2018 klo 21.25.15 - `,
/// `[2018/06/13, 21:25:15] `, `03-06-2018, 01.55 PM - `.
pub(super) fn stamp(line: &str) -> Option<Stamp<'_>> {
    // Nearly every other line is turned away by its first character.
    let mut at = Cursor { text: line, at: 0 };
    at.skip(is_mark);
    let bracket = at.take('[');
    let date = at.date()?;
    at.take(',');
    at.spaces()?;
    at.word_before_time();
    let clock = at.clock()?;
    if bracket {
        at.skip(is_space);
        if !at.take(']') {
            return None;
        }
        at.skip(is_space);
    } else {
        let spaced = at.spaces().is_some();
        let dash = spaced && (at.take('-') || at.take('–'));
        if !dash && (spaced || !at.take(':')) {
            return None;
        }
        // What follows is a text, not the rest of a figure.
        if at.spaces().is_none() && !at.rest().is_empty() {
            return None;
        }
    }
    Some(Stamp { date, clock, length: at.at })
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip(&mut self, test: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(test).len();
    }

    fn take(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn spaces(&mut self) -> Option<()> {
        let before = self.at;
        self.skip(is_space);
        (self.at > before).then_some(())
    }

    /// One to four digits.
    fn number(&mut self) -> Option<(u32, usize)> {
        let digits: &str = {
            let rest = self.rest();
            let end = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest.get(..end)?
        };
        if !(1..=4).contains(&digits.len()) {
            return None;
        }
        self.at += digits.len();
        Some((digits.parse().ok()?, digits.len()))
    }

    /// Three numbers with the same mark between them, one of them a year.
    fn date(&mut self) -> Option<&'a str> {
        let start = self.at;
        let first = self.number()?;
        let mark = self.rest().chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
        self.take(mark);
        let second = self.number()?;
        if !self.take(mark) {
            return None;
        }
        let third = self.number()?;
        let (year, others) = if first.1 == 4 { (first, [second, third]) } else { (third, [first, second]) };
        let plausible = matches!(year.1, 2 | 4)
            && others.iter().all(|part| part.1 <= 2 && (1..=31).contains(&part.0))
            && others.iter().any(|part| part.0 <= 12);
        plausible.then(|| self.text.get(start..self.at)).flatten()
    }

    /// `klo`, `um`, `kl.`, `à` and the like between date and time.
    fn word_before_time(&mut self) {
        let rest = self.rest();
        let word = rest.split(is_space).next().unwrap_or("");
        if !word.is_empty() && word.len() <= 8 && word.chars().all(|c| c.is_alphabetic() || c == '.') {
            let before = self.at;
            self.at += word.len();
            if self.spaces().is_none() {
                self.at = before;
            }
        }
    }

    fn clock(&mut self) -> Option<(u8, u8, u8)> {
        let (hour, digits) = self.number()?;
        let mark = self.rest().chars().next().filter(|c| matches!(c, ':' | '.'))?;
        self.take(mark);
        let minute = self.number().filter(|part| part.1 == 2)?;
        let before = self.at;
        let second = match self.take(mark).then(|| self.number()).flatten() {
            Some(second) if second.1 == 2 => second.0,
            // `21.25: Ann` ends the time here.
            _ => {
                self.at = before;
                0
            }
        };
        let hour = self.half_of_day(hour)?;
        (digits <= 2 && hour < 24 && minute.0 < 60 && second < 60).then_some((
            hour as u8,
            minute.0 as u8,
            second as u8,
        ))
    }

    /// Turns `1:55 p.m.` into hours from midnight; without a mark of the half the hour stays.
    fn half_of_day(&mut self, hour: u32) -> Option<u32> {
        let before = self.at;
        self.skip(is_space);
        let rest = self.rest();
        let letters: String = rest
            .chars()
            .take(6)
            .filter(|c| c.is_ascii_alphabetic())
            .take(2)
            .collect::<String>()
            .to_lowercase();
        let later = match letters.as_str() {
            "pm" => true,
            "am" => false,
            _ => {
                self.at = before;
                return Some(hour);
            }
        };
        // The mark ends with its second letter and a dot, if there is one.
        let mut seen = 0;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            if c.is_ascii_alphabetic() {
                seen += 1;
            } else if seen < 2 && !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}') {
                self.at = before;
                return Some(hour);
            }
            if seen == 2 {
                end = at + c.len_utf8();
                break;
            }
        }
        self.at += end;
        self.take('.');
        match (hour, later) {
            (12, false) => Some(0),
            (12, true) => Some(12),
            (1..=11, true) => Some(hour + 12),
            (0..=11, false) => Some(hour),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, &str)> {
        let stamp = stamp(line)?;
        let mut out = String::new();
        stamp.write(&mut out);
        Some((out, &line[stamp.length..]))
    }

    #[test]
    fn reads_all_forms() {
        for (line, time) in [
            ("06/03/2017, 00:45 - Ann: hi", "06/03/2017 00:45:00"),
            ("[06.13.18 21:25:15] Ann: hi", "06.13.18 21:25:15"),
            ("3/6/18, 1:55 PM - Ann: hi", "3/6/18 13:55:00"),
            ("3/6/18, 1:55 p.m. - Ann: hi", "3/6/18 13:55:00"),
            ("3/6/18, 12:05 a. m. - Ann: hi", "3/6/18 00:05:00"),
            ("13.06.18 21.25.15: Ann: hi", "13.06.18 21:25:15"),
            ("13.6.2018 klo 21.25.15 - Ann: hi", "13.6.2018 21:25:15"),
            ("[2018/06/13, 21:25:15] Ann: hi", "2018/06/13 21:25:15"),
            ("03-06-2018, 01.55 PM - Ann: hi", "03-06-2018 13:55:00"),
            ("\u{200e}[06.13.18, 21:25:15] Ann: hi", "06.13.18 21:25:15"),
            ("3/6/18, 1:55\u{202f}PM - Ann: hi", "3/6/18 13:55:00"),
            ("13.06.18 21.25: Ann: hi", "13.06.18 21:25:00"),
            ("13.06.18 um 21:25 – Ann: hi", "13.06.18 21:25:00"),
        ] {
            assert_eq!(read(line), Some((time.to_owned(), "Ann: hi")), "{line}");
        }
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in [
            "",
            "hello",
            "[hi]",
            "12/13/14",
            "13.06.18 21.25",
            "3/6/18, 1:55 apples - x",
            "33/44/18, 1:55 PM - Ann: hi",
            "3/6/18, 25:55 - Ann: hi",
            "3/6/18, 13:55 PM - Ann: hi",
            "[3/6/18, 13:55 Ann: hi",
            "1.2.3 4.55:66",
            "2018/06/13,10:00,Ann,hi",
            "é/ü/ö",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
