//! Where the marks of a chart stand: across in percent of the width, down in pixels, so that a picture fits any width
//! and its letters keep their size.

use crate::report::chart::{Chart, ChartKind};
use crate::report::numbers::thousands;
use crate::report::words::percent;

/// Height of the columns.
const PLOT: f64 = 170.0;
/// A bar with its name above it.
const BAR_ROW: u64 = 36;
/// More bars than this stand in the table alone.
const MAX_BARS: usize = 12;
/// A field of a heat chart.
const FIELD: u64 = 22;
/// A name beside its number has room for so many characters.
const NAME_CHARACTERS: usize = 36;
/// So many names fit under a chart of times.
const TIME_NAMES: usize = 6;
/// More categories than this are a scale, of which some are named.
const MANY: usize = 10;
/// Shades of a heat chart, none apart.
const SHADES: u64 = 5;

/// The marks of one chart.
#[derive(Default)]
pub struct Picture {
    /// The height without room for names below.
    pub height: u64,
    /// Lines across, with a name at the left.
    pub ticks: Vec<Tick>,
    /// Filled fields.
    pub rects: Vec<Rect>,
    /// Words.
    pub texts: Vec<Text>,
    /// Bars that are not drawn.
    pub more: u64,
}

/// A line across.
pub struct Tick {
    /// Pixels from the top.
    pub y: String,
    /// Its name.
    pub name: String,
}

/// A filled field.
pub struct Rect {
    /// What it looks like.
    pub class: String,
    /// Percent from the left.
    pub x: String,
    /// Pixels from the top.
    pub y: String,
    /// Percent of the width.
    pub width: String,
    /// Pixels.
    pub height: String,
    /// What it stands for.
    pub title: String,
}

/// A word or number.
pub struct Text {
    /// What it looks like.
    pub class: &'static str,
    /// Percent from the left.
    pub x: String,
    /// Pixels from the top.
    pub y: String,
    /// What it says.
    pub text: String,
}

/// Draws a chart.
pub fn draw(chart: &Chart) -> Picture {
    match chart.kind {
        ChartKind::Columns => columns(chart),
        ChartKind::Bars => bars(chart),
        ChartKind::Share => share(chart),
        ChartKind::Heat => heat(chart),
    }
}

fn columns(chart: &Chart) -> Picture {
    let count = chart.categories.len();
    let most = (0..count).map(|i| chart.sum_of(i)).max().unwrap_or_default();
    let (step, top) = scale(most);
    let y_of = |value: u64| PLOT - PLOT * value as f64 / top as f64;
    let mut picture = Picture { height: PLOT as u64, ..Picture::default() };
    picture.ticks =
        (0..=top / step).map(|i| Tick { y: number(y_of(i * step)), name: short(i * step) }).collect();
    let slot = 100.0 / count.max(1) as f64;
    let width = slot * if count > MANY { 0.86 } else { 0.64 };
    for (place, name) in chart.categories.iter().enumerate() {
        let mut below = 0;
        for (number_of_series, series) in chart.series.iter().enumerate() {
            let value = series.values.get(place).copied().unwrap_or_default();
            if value == 0 {
                continue;
            }
            let y = y_of(below + value);
            picture.rects.push(Rect {
                class: format!("s{number_of_series}"),
                x: number(slot * place as f64 + (slot - width) / 2.0),
                y: number(y),
                width: number(width),
                height: number(y_of(below) - y),
                title: format!("{name}, {}: {}", series.name, thousands(value)),
            });
            below += value;
        }
    }
    let every = if count > MANY { count.div_ceil(TIME_NAMES) } else { 1 };
    for (nth, place) in (0..count).step_by(every).enumerate() {
        let Some(name) = chart.categories.get(place) else { continue };
        let class = match (count > MANY, nth % 2 == 1) {
            (true, true) => "name spare",
            (false, true) => "name low",
            _ => "name",
        };
        let x = number(slot * (place as f64 + 0.5));
        picture.texts.push(Text { class, x, y: number(PLOT + 18.0), text: name.clone() });
    }
    picture
}

fn bars(chart: &Chart) -> Picture {
    let values = chart.series.first().map(|series| series.values.as_slice()).unwrap_or_default();
    let most = values.iter().copied().max().unwrap_or_default().max(1);
    let all = chart.total();
    let shown = values.len().min(MAX_BARS);
    let mut picture = Picture { height: shown as u64 * BAR_ROW, ..Picture::default() };
    picture.more = (values.len() - shown) as u64;
    for (place, (name, value)) in chart.categories.iter().zip(values).take(shown).enumerate() {
        let top = place as u64 * BAR_ROW;
        let bar = |class: &str, width: f64| Rect {
            class: class.into(),
            x: "0".into(),
            y: (top + 20).to_string(),
            width: number(width),
            height: "8".into(),
            title: format!("{name}: {}", thousands(*value)),
        };
        picture.rects.push(bar("track", 100.0));
        picture.rects.push(bar("s0", (100.0 * *value as f64 / most as f64).max(0.5)));
        let text = |class, x: &str, text| Text { class, x: x.into(), y: (top + 13).to_string(), text };
        picture.texts.push(text("label", "0", shortened(name)));
        picture.texts.push(text("value", "100", format!("{} · {}", thousands(*value), percent(*value, all))));
    }
    picture
}

fn share(chart: &Chart) -> Picture {
    let all = chart.total().max(1) as f64;
    let mut picture = Picture { height: 28, ..Picture::default() };
    let mut from = 0;
    for (place, name) in chart.categories.iter().enumerate() {
        let value = chart.sum_of(place);
        picture.rects.push(Rect {
            class: share_class(chart, place),
            x: number(100.0 * from as f64 / all),
            y: "0".into(),
            width: number(100.0 * value as f64 / all),
            height: "28".into(),
            title: format!("{name}: {}", thousands(value)),
        });
        from += value;
    }
    picture
}

/// The look of a part: good, left out and unfit where that is what the parts are, else one colour after the other.
pub fn share_class(chart: &Chart, place: usize) -> String {
    let place = if chart.id == "outcome" { place + 1 } else { place };
    format!("s{place}")
}

fn heat(chart: &Chart) -> Picture {
    let most = chart.series.iter().flat_map(|s| &s.values).copied().max().unwrap_or_default().max(1);
    let width = 100.0 / chart.categories.len().max(1) as f64;
    let mut picture = Picture { height: chart.series.len() as u64 * FIELD, ..Picture::default() };
    for (row, series) in chart.series.iter().enumerate() {
        let y = row as u64 * FIELD;
        let name: String = series.name.chars().take(3).collect();
        picture.texts.push(Text { class: "side", x: "0".into(), y: (y + 15).to_string(), text: name });
        for (place, (category, value)) in chart.categories.iter().zip(&series.values).enumerate() {
            // Any value at all has a shade.
            let shade = (u128::from(*value) * u128::from(SHADES)).div_ceil(u128::from(most));
            picture.rects.push(Rect {
                class: format!("q{shade}"),
                x: number(width * place as f64),
                y: y.to_string(),
                width: number(width),
                height: FIELD.to_string(),
                title: format!("{} {category}: {}", series.name, thousands(*value)),
            });
        }
    }
    for (nth, (place, name)) in chart.categories.iter().enumerate().step_by(3).enumerate() {
        let class = if nth % 2 == 1 { "name spare" } else { "name" };
        let x = number(width * (place as f64 + 0.5));
        picture.texts.push(Text { class, x, y: (picture.height + 16).to_string(), text: name.clone() });
    }
    picture
}

/// The distance of lines and the top of the scale: at most five lines, at round numbers.
fn scale(most: u64) -> (u64, u64) {
    let most = most.max(1);
    let mut power = 1u64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if most.div_ceil(step) <= 4 {
                return (step, most.div_ceil(step).saturating_mul(step));
            }
        }
        power = power.saturating_mul(10);
    }
}

/// `1,200`, `12k`, `3.5M`: never wider than the room at the left.
fn short(value: u64) -> String {
    for (unit, sign) in [(1_000_000_000, 'G'), (1_000_000, 'M'), (1_000, 'k')] {
        if value >= unit * 10 || (value >= unit && unit > 1_000) {
            let tenths = value / (unit / 10);
            return match tenths % 10 {
                0 => format!("{}{sign}", tenths / 10),
                rest => format!("{}.{rest}{sign}", tenths / 10),
            };
        }
    }
    thousands(value)
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME_CHARACTERS) {
        None => name.to_owned(),
        Some((at, _)) => format!("{}…", name.get(..at).unwrap_or_default()),
    }
}

/// A number with at most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_reach_the_top() {
        for (most, step, top) in
            [(0, 1, 1), (4, 1, 4), (5, 2, 6), (17, 5, 20), (99, 50, 100), (1_234, 500, 1_500)]
        {
            assert_eq!(scale(most), (step, top), "{most}");
        }
        assert!(scale(u64::MAX).1 >= u64::MAX / 2);
    }

    #[test]
    fn numbers_are_short() {
        let shown: Vec<String> = [0, 999, 1_500, 12_000, 12_500, 2_000_000].into_iter().map(short).collect();
        assert_eq!(shown, ["0", "999", "1,500", "12k", "12.5k", "2M"]);
        assert_eq!(
            (number(10.0).as_str(), number(0.0).as_str(), number(33.333).as_str()),
            ("10", "0", "33.33")
        );
    }
}
