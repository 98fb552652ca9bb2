//! Quoted replies: lines behind `> `.

use super::view::Builder;

/// Whether a line begins with the sign of a quotation.
pub(super) fn has_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'>', bytes)
        .any(|at| at.checked_sub(1).is_none_or(|i| matches!(bytes.get(i), Some(b'\n' | b' '))))
}

/// Passes over the signs. Where a sentence goes on in the next quoted line, a space stands for the line's end.
pub(super) fn read(out: &mut Builder<'_>, text: &str) {
    let mut done = 0;
    let mut start = 0;
    let mut before: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let sign = sign_of(line);
        if sign > 0 {
            let level = line.get(..sign).unwrap_or_default().matches('>').count();
            match before {
                Some(same) if same == level && start > 0 => {
                    let end = text.get(..start).unwrap_or_default().trim_end().len().max(done);
                    match glue(text.get(done..end).unwrap_or_default(), line.get(sign..).unwrap_or_default())
                    {
                        Some(glue) => {
                            out.copy(done..end);
                            out.unit(end..start + sign, glue);
                        }
                        None => {
                            out.copy(done..start);
                            out.skip();
                        }
                    }
                }
                _ => {
                    out.copy(done..start);
                    out.skip();
                }
            }
            before = Some(level);
            done = start + sign;
        } else {
            before = None;
        }
        start += line.len();
    }
    out.copy(done..text.len());
}

/// How many bytes the signs of quotation take, with the space behind them.
fn sign_of(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut end = 0;
    for (at, byte) in bytes.iter().enumerate().take(64) {
        match byte {
            b'>' => end = at + 1,
            b' ' => {}
            _ => break,
        }
    }
    let space = bytes.get(end) == Some(&b' ');
    if end > 0 { end + usize::from(space) } else { 0 }
}

/// What stands between the end of a line and the next one where that goes on in the middle of something.
fn glue(line: &str, next: &str) -> Option<&'static str> {
    let last = line.chars().next_back()?;
    let first = next.chars().next()?;
    if last == '@' || last == '-' && first.is_ascii_digit() {
        return Some("");
    }
    let open = last.is_ascii_digit() || matches!(last, ')' | '+' | '(');
    (open && (first.is_ascii_digit() || first == '(')).then_some(" ")
}
