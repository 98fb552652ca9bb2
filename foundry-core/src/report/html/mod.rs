//! The page: a template (`templates/report/`) over what the report says. It runs no script: the theme is switched by
//! the style sheet, and the policy in its head lets nothing in but that one style.

mod draw;
mod figure;
mod piece;
mod view;

use askama::Template;
use sha2::{Digest, Sha256};

use super::ReportData;
use super::chart::Section;
use super::insights::zone;
use super::numbers::thousands;
use crate::error::{Error, ErrorKind, Result};
use figure::Figure;
use view::{Fact, InputView, InsightGroup, SampleView, Step, WarningView};

/// The page lists so many inputs; the manifest all.
const LISTED_INPUTS: usize = 20;

const STYLE: &str = include_str!("../../../templates/report/style.css");

/// Everything that stands on the page, in its order.
#[derive(Template)]
#[template(path = "report/page.html")]
struct Page<'r> {
    policy: String,
    style: &'static str,
    heading: String,
    made: String,
    zone: String,
    /// Values checked, rescued and left by the leak audit.
    audit: (String, String, String),
    data: &'r ReportData,
    facts: Vec<Fact>,
    insights: Vec<InsightGroup<'r>>,
    conversations: Vec<Figure<'r>>,
    personal_data: Vec<Figure<'r>>,
    data_set: Vec<Figure<'r>>,
    warning_charts: Vec<Figure<'r>>,
    steps: Vec<Step>,
    samples: Vec<SampleView<'r>>,
    warnings: Vec<WarningView>,
    more_warnings: String,
    inputs: Vec<InputView<'r>>,
    more_inputs: String,
    settings: String,
}

/// Writes the page.
pub(super) fn page(data: &ReportData) -> Result<String> {
    let of = |section: Section| -> Vec<Figure<'_>> {
        data.charts.iter().filter(|chart| chart.section == section).map(Figure::new).collect()
    };
    let manifest = &data.manifest;
    let audit = &manifest.leak_audit;
    let warnings = view::warnings(manifest);
    let all: u64 = manifest.warning_counts.values().sum();
    let settings = serde_json::to_string_pretty(&manifest.config).map_err(cannot_write)?;
    let page = Page {
        policy: policy(),
        style: STYLE,
        heading: view::heading(manifest),
        made: manifest.created_at.to_string(),
        zone: zone(data.figures.as_ref().map_or(0, |figures| figures.utc_offset)),
        audit: (thousands(audit.checked), thousands(audit.rescued), thousands(audit.residual)),
        facts: view::facts(data),
        insights: view::insights(&data.insights),
        conversations: of(Section::Conversations),
        personal_data: of(Section::PersonalData),
        data_set: of(Section::DataSet),
        warning_charts: of(Section::Warnings),
        steps: view::steps(manifest),
        samples: data.samples.iter().map(|sample| SampleView::new(manifest, sample)).collect(),
        more_warnings: more(all, warnings.len()),
        warnings,
        inputs: manifest.inputs.iter().take(LISTED_INPUTS).map(InputView::new).collect(),
        more_inputs: more(manifest.inputs.len() as u64, LISTED_INPUTS),
        settings,
        data,
    };
    Ok(printable(&page.render().map_err(cannot_write)?))
}

/// How many more there are than are listed; empty if none.
fn more(all: u64, listed: usize) -> String {
    match all.saturating_sub(listed as u64) {
        0 => String::new(),
        more => thousands(more),
    }
}

/// What the browser may load: this style, and an empty picture for the tab.
fn policy() -> String {
    let style = base64(&Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

/// The page without characters that no page may hold or that turn the direction of what follows: data cannot steer
/// what stands around it.
fn printable(page: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}' => {
            char::REPLACEMENT_CHARACTER
        }
        c if c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    page.chars().filter(|c| *c != '\r').map(shown).collect()
}

fn cannot_write(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Format, format!("the page cannot be written: {error}"))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS.get((number >> (18 - 6 * place) & 63) as usize);
            text.push(if place <= chunk.len() { letter.map_or('=', |l| char::from(*l)) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_its_standard() {
        for (plain, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        assert_eq!(base64(&[0xFB, 0xFF]), "+/8=");
    }

    #[test]
    fn the_style_asks_for_nothing_and_ends_nothing() {
        for word in ["url(", "@import", "@font-face", "</", "http"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }

    #[test]
    fn no_character_steers_the_page() {
        assert_eq!(printable("a\u{202E}b\r\nc\0d\u{FFFF}\u{FEFE}"), "a\u{FFFD}b\nc\u{FFFD}d\u{FFFD}\u{FEFE}");
    }
}
