//! Cell values as text: numbers as a sheet shows them, dates as ISO 8601.

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};

use crate::record::ValueKind;

/// Writes a value as the sheet means it; gives its kind and whether it is a formula error.
pub(super) fn write_value(value: &DataRef<'_>, is_1904: bool, out: &mut String) -> (ValueKind, bool) {
    use std::fmt::Write;
    let kind = match value {
        DataRef::Empty => ValueKind::Null,
        DataRef::Error(_) => return (ValueKind::Null, true),
        DataRef::Int(number) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "{number}");
            ValueKind::Number
        }
        DataRef::Float(number) => {
            write_float(*number, out);
            ValueKind::Number
        }
        DataRef::Bool(value) => {
            out.push_str(if *value { "true" } else { "false" });
            ValueKind::Boolean
        }
        DataRef::String(text) => return (push_text(text, out), false),
        DataRef::SharedString(text) => return (push_text(text, out), false),
        DataRef::DateTimeIso(text) => return (push_text(text.trim_end_matches("T00:00:00"), out), false),
        DataRef::DurationIso(text) => return (push_text(text, out), false),
        DataRef::DateTime(time) => {
            write_serial(time.as_f64(), time.is_duration(), is_1904, out);
            ValueKind::Text
        }
    };
    (kind, false)
}

fn push_text(text: &str, out: &mut String) -> ValueKind {
    out.push_str(text);
    if text.is_empty() { ValueKind::Null } else { ValueKind::Text }
}

/// A number with the 15 significant digits that a sheet shows, without exponent, without `.0`.
pub(super) fn write_float(number: f64, out: &mut String) {
    use std::fmt::Write;
    // Zero has no sign in a sheet. Writing to a string cannot fail.
    let number = if number == 0.0 { 0.0 } else { number };
    let start = out.len();
    let _ = write!(out, "{number}");
    // The shortest digits that give the number are those of the sheet unless there are more than 15 of them.
    let written = out.get(start..).unwrap_or("");
    if written.len() > 15 && written.bytes().filter(u8::is_ascii_digit).count() > 15 {
        out.truncate(start);
        let rounded = format!("{number:.14e}").parse().unwrap_or(number);
        let _ = write!(out, "{}", if rounded == 0.0 { 0.0 } else { rounded });
    }
}

/// A date, a time, or both as ISO 8601, from the days since the start of the calendar; a date alone where the time is
/// midnight, a time alone where there is no day.
pub(super) fn write_serial(serial: f64, is_duration: bool, is_1904: bool, out: &mut String) {
    use std::fmt::Write;
    // Days of the year 9999 are the last that a sheet knows.
    if !(0.0..2_958_466.0).contains(&serial) {
        return write_float(serial, out);
    }
    let seconds = (serial * 86_400.0).round();
    if is_duration || serial < 1.0 {
        let seconds = seconds as u64;
        let _ = write!(out, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return;
    }
    let whole = ExcelDateTime::new(seconds / 86_400.0, ExcelDateTimeType::DateTime, is_1904);
    let (year, month, day, hour, minute, second, milli) = whole.to_ymd_hms_milli();
    let second = second + u8::from(milli >= 500 && second < 59);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) != (0, 0, 0) {
        let _ = write!(out, "T{hour:02}:{minute:02}:{second:02}");
    }
}
