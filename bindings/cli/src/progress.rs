//! The progress bar: on a terminal, on stderr; silent elsewhere.

use std::time::Duration;

use foundry_core::pipeline::{Phase, Progress};
use foundry_core::report::numbers::counted;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Ui;

/// Progress of a run: bytes while reading, conversations while writing.
pub struct Bar {
    bar: ProgressBar,
    phase: Option<Phase>,
}

impl Bar {
    /// A bar that shows itself as soon as there is something to show.
    pub fn new(ui: &Ui) -> Bar {
        let target = if ui.talkative { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Bar { bar: ProgressBar::with_draw_target(None, target), phase: None }
    }

    /// Shows where a run is.
    pub fn show(&mut self, progress: Progress) {
        if self.phase != Some(progress.phase) {
            self.phase = Some(progress.phase);
            self.start(progress);
        }
        match progress.phase {
            Phase::Read => {
                self.bar.set_position(progress.bytes_read);
                self.bar.set_message(counted(progress.rows_read, "row"));
            }
            Phase::Process => {
                self.bar.set_length(progress.conversations_total);
                self.bar.set_position(progress.conversations_done);
                self.bar.set_message(format!("{} written", counted(progress.records_written, "example")));
            }
        }
    }

    /// Shows how much of an input has been read.
    pub fn show_bytes(&mut self, read: u64, total: Option<u64>, rows: u64) {
        self.show(Progress {
            phase: Phase::Read,
            bytes_read: read,
            bytes_total: total,
            rows_read: rows,
            conversations_done: 0,
            conversations_total: 0,
            records_written: 0,
        });
    }

    fn start(&mut self, progress: Progress) {
        let (total, template) = match progress.phase {
            Phase::Read if progress.bytes_total.is_some() => (
                progress.bytes_total,
                "reading     {wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} eta {eta}  {msg}",
            ),
            Phase::Read => (None, "reading     {spinner} {bytes} {binary_bytes_per_sec} {elapsed}  {msg}"),
            Phase::Process => (
                Some(progress.conversations_total),
                "de-identify {wide_bar} {pos}/{len} conversations {per_sec} eta {eta}  {msg}",
            ),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.reset();
        match total {
            Some(total) => self.bar.set_length(total),
            None => self.bar.unset_length(),
        }
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
