//! The report of a run for people: what the conversations are like, what became of them, what to look at next.
//!
//! [`crate::Pipeline::run_with_report`] gathers [`Figures`] while the run goes, in one pass and bounded room;
//! [`ReportData`] puts them together with the [`Manifest`] as charts, sentences and a few de-identified samples. A
//! manifest alone gives a smaller report. With the feature `report` it becomes one HTML page
//! ([`ReportData::to_html`]) that asks for nothing from anywhere. The same run gives the same bytes, on any number of
//! threads.

mod chart;
mod charts;
mod days;
pub mod diff;
mod figures;
mod histogram;
#[cfg(feature = "report")]
mod html;
mod insights;
pub mod numbers;
mod samples;
mod words;

use serde::{Deserialize, Serialize};

pub use chart::{Chart, ChartKind, Section, Series};
pub use days::Days;
pub use figures::{Figures, Longest};
pub use histogram::Histogram;
pub use insights::{Insight, Level};
pub use samples::{Sample, SampleMessage};

use crate::config::PipelineConfig;
use crate::conversation::Conversation;
use crate::dataset::manifest::Manifest;
use crate::deid::DeidentifiedConversation;
use crate::error::{Error, ErrorKind, Result};
use crate::filter::FilterReason;
use crate::mapping::parse_offset;
use samples::{Originals, Samples, originals_of};

/// More samples than this are not shown.
pub const MAX_SAMPLES: usize = 50;

/// What a report shows beyond figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ReportSettings {
    /// Conversations to show, up to [`MAX_SAMPLES`]; none of a run without de-identification, unless `originals` is set.
    pub samples: usize,
    /// Whether samples are shown as they were, too: personal data. The page then says so.
    pub originals: bool,
    /// What is added to UTC for days and hours, such as `+02:00`; if absent, `mappingOptions.utcOffset`, else UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
}

impl Default for ReportSettings {
    fn default() -> ReportSettings {
        ReportSettings { samples: 4, originals: false, utc_offset: None }
    }
}

/// A report as data: what the page shows. Holds personal data only if `holds_personal_data` says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportData {
    /// The version of this format.
    pub report_version: u32,
    /// Whether samples show personal data.
    pub holds_personal_data: bool,
    /// What the figures say, most pressing first.
    pub insights: Vec<Insight>,
    /// The charts, in the order of the page.
    pub charts: Vec<Chart>,
    /// Figures of the conversations; absent in a report made from a manifest alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// A few conversations.
    pub samples: Vec<Sample>,
    /// The account of the run.
    pub manifest: Manifest,
}

impl ReportData {
    /// The report that a manifest alone gives: counts, drops, findings, audit and warnings, but nothing about times,
    /// lengths and roles, and no samples.
    pub fn from_manifest(manifest: Manifest) -> ReportData {
        ReportData::new(manifest, None)
    }

    pub(crate) fn new(manifest: Manifest, gathered: Option<Gathered>) -> ReportData {
        let (figures, samples) = match gathered {
            None => (None, Vec::new()),
            Some(gathered) => (Some(gathered.figures), gathered.samples.into_list()),
        };
        let shows_originals = samples.iter().flat_map(|s| &s.messages).any(|m| m.original.is_some());
        ReportData {
            report_version: 1,
            holds_personal_data: shows_originals || (!manifest.deidentified && !samples.is_empty()),
            insights: insights::insights(&manifest, figures.as_ref()),
            charts: charts::charts(&manifest, figures.as_ref()),
            figures,
            samples,
            manifest,
        }
    }

    /// The report as JSON with two spaces of indent and a final line feed.
    pub fn to_json_pretty(&self) -> Result<String> {
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|e| Error::new(ErrorKind::Format, format!("the report cannot be written: {e}")))?;
        text.push('\n');
        Ok(text)
    }

    /// The report as one HTML page in UTF-8 that needs nothing else: no script, no font, no image, no request.
    #[cfg(feature = "report")]
    pub fn to_html(&self) -> Result<String> {
        html::page(self)
    }
}

/// What a part of a run has gathered for its report.
pub(crate) struct Gathered {
    figures: Figures,
    samples: Samples,
    originals: bool,
}

impl Gathered {
    /// Nothing yet. Errors (kind `Config`) name the setting's path.
    pub fn new(settings: &ReportSettings, config: &PipelineConfig) -> Result<Gathered> {
        let offset = settings.utc_offset.as_ref().or(config.mapping_options.utc_offset.as_ref());
        let utc_offset = match offset {
            None => 0,
            Some(text) => parse_offset(text).map(|minutes| minutes * 60).ok_or_else(|| {
                Error::new(ErrorKind::Config, "is no offset from UTC")
                    .at_path("utcOffset")
                    .with_hint("write it as +02:00, -05:00 or Z")
            })?,
        };
        let deidentified = config.pii_settings.enabled;
        let samples = if deidentified || settings.originals { settings.samples.min(MAX_SAMPLES) } else { 0 };
        Ok(Gathered {
            figures: Figures { utc_offset, ..Figures::default() },
            samples: Samples::new(samples),
            originals: settings.originals && deidentified,
        })
    }

    /// Nothing yet, with the same settings.
    pub fn fresh(&self) -> Gathered {
        Gathered {
            figures: Figures { utc_offset: self.figures.utc_offset, ..Figures::default() },
            samples: self.samples.fresh(),
            originals: self.originals,
        }
    }

    /// What has to be held of a conversation of this input before it is de-identified.
    pub fn hold(&self, input: usize, conversation: &Conversation<'_>) -> Option<Originals> {
        (self.originals && self.samples.wants(input, conversation)).then(|| originals_of(conversation))
    }

    /// Takes a conversation after de-identification, with what was held of it and the verdict of the filters.
    pub fn take(
        &mut self,
        input: usize,
        conversation: &DeidentifiedConversation<'_>,
        held: Option<Originals>,
        left_out: Option<FilterReason>,
    ) {
        self.figures.take(input, conversation);
        self.samples.take(input, conversation, held, left_out.map(FilterReason::code));
    }

    /// Adds what another part of the run has gathered.
    pub fn merge(&mut self, other: Gathered) {
        self.figures.merge(&other.figures);
        self.samples.merge(other.samples);
    }
}

/// Where a conversation begins: `row 12 of tickets.csv`.
fn place(manifest: &Manifest, input: u64, row: u64) -> String {
    let name = usize::try_from(input).ok().and_then(|input| manifest.inputs.get(input));
    let name = name.map_or("the input", |input| input.name.as_str());
    if row == 0 { name.to_owned() } else { format!("row {} of {name}", numbers::thousands(row)) }
}
