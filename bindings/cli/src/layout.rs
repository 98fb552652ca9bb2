//! Tables and wrapped columns of coloured text for a terminal.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::output::BOLD;

/// Wider cells are cut, the last of a row apart.
const WIDEST: usize = 40;

/// A stretch of text in one style.
pub type Piece = (String, Style);

/// The width of the terminal, or 100 where there is none.
pub fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    columns
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(100)
        .max(40)
}

/// Writes rows under a head, columns as wide as their widest cell; the last column is cut at the terminal's edge.
pub fn table(out: &mut dyn Write, head: &[&str], rows: &[Vec<Piece>]) -> io::Result<()> {
    let count = head.len();
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.width()).collect();
    for row in rows {
        for (i, (width, (cell, _))) in widths.iter_mut().zip(row).enumerate() {
            let most = if i + 1 == count { usize::MAX } else { WIDEST };
            *width = (*width).max(cell.width().min(most));
        }
    }
    let before: usize = widths.iter().take(count.saturating_sub(1)).map(|width| width + 2).sum();
    if let Some(last) = widths.last_mut() {
        *last = (*last).min(terminal_width().saturating_sub(before + 2)).max(WIDEST / 2);
    }
    let head: Vec<Piece> = head.iter().map(|cell| ((*cell).to_owned(), BOLD)).collect();
    for row in std::iter::once(&head).chain(rows) {
        write!(out, " ")?;
        for (i, ((cell, style), width)) in row.iter().zip(&widths).enumerate() {
            let cell = cut(cell, *width);
            let fill = if i + 1 == count { 0 } else { (width + 2).saturating_sub(cell.width()) };
            write!(out, " {style}{cell}{style:#}{:1$}", "", fill.saturating_sub(1))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// At most `width` columns of text, with `…` where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push('…');
    short
}

/// Breaks styled text into lines of at most `width` columns, at spaces where there are any.
pub fn wrap(pieces: &[Piece], width: usize) -> Vec<Vec<Piece>> {
    let width = width.max(10);
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for (text, style) in pieces {
        for (i, part) in text.split('\n').enumerate() {
            if i > 0 {
                lines.push(Vec::new());
                used = 0;
            }
            for word in part.split_inclusive(' ') {
                if used > 0 && used + word.trim_end().width() > width {
                    lines.push(Vec::new());
                    used = 0;
                }
                for (chunk, chunk_width) in chunks(word, width) {
                    if used > 0 && used + chunk.trim_end().width() > width {
                        lines.push(Vec::new());
                        used = 0;
                    }
                    push(&mut lines, chunk, *style);
                    used += chunk_width;
                }
            }
        }
    }
    lines
}

/// Columns that a line takes.
pub fn line_width(line: &[Piece]) -> usize {
    line.iter().map(|(text, _)| text.width()).sum()
}

/// Writes the pieces of a line.
pub fn write_line(out: &mut dyn Write, line: &[Piece]) -> io::Result<()> {
    line.iter().try_for_each(|(text, style)| write!(out, "{style}{text}{style:#}"))
}

fn push(lines: &mut [Vec<Piece>], text: &str, style: Style) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some((last, last_style)) if *last_style == style => last.push_str(text),
        _ => line.push((text.to_owned(), style)),
    }
}

/// Cuts a word that is longer than a line.
fn chunks(word: &str, width: usize) -> Vec<(&str, usize)> {
    let mut chunks = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width && at > start {
            chunks.push((word.get(start..at).unwrap_or_default(), used));
            (start, used) = (at, 0);
        }
        used += wide;
    }
    chunks.push((word.get(start..).unwrap_or_default(), used));
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let lines = wrap(&[(text.to_owned(), Style::new())], width);
        lines.iter().map(|line| line.iter().map(|(text, _)| text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("one two three four", 10), ["one two ", "three four"]);
        assert_eq!(wrapped("a\nb", 10), ["a", "b"]);
        assert_eq!(wrapped("abcdefghijklmno", 10), ["abcdefghij", "klmno"]);
        assert_eq!(wrapped("日本語日本語日本語", 10), ["日本語日本", "語日本語"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn cells_are_cut() {
        assert_eq!(cut("short", 10), "short");
        assert_eq!(cut("rather long", 7), "rather…");
        assert_eq!(cut("日本語", 5), "日本…");
    }
}
