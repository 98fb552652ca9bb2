//! Conversations before and after, one by one, for a page that shows them.

use foundry_core::PipelineConfig;
use foundry_core::calls;
use foundry_core::error::{Error, ErrorKind};
use foundry_core::offsets::OffsetUnit;
use foundry_core::pipeline::RunOptions;
use foundry_core::pipeline::preview::{Preview, Viewer};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::error::{Result, raised, written};
use crate::files::{inputs, thrown_or};
use crate::run::teller;

/// Conversations of some files as they came, and how they look under some settings.
#[wasm_bindgen]
pub struct Session {
    preview: Preview,
    viewer: Option<Viewer>,
}

#[wasm_bindgen]
impl Session {
    /// Reads, maps and groups at most so many rows of these files.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str, files: &Array, limit: Option<f64>, progress: JsValue) -> Result<Session> {
        let config = PipelineConfig::from_json(settings).map_err(raised)?;
        let options = RunOptions { row_limit: limit.map(|limit| limit as u64), ..RunOptions::default() };
        let preview = Preview::read(&config, inputs(files)?, &options, &mut teller(progress));
        Ok(Session { preview: preview.map_err(thrown_or)?, viewer: None })
    }

    /// What reading gave, as JSON.
    pub fn account(&self) -> Result<String> {
        written(self.preview.account())
    }

    /// Looks at the conversations under these settings from now on; counts begin anew.
    pub fn settle(&mut self, settings: &str, now: &str) -> Result<()> {
        let config = PipelineConfig::from_json(settings).map_err(raised)?;
        self.viewer =
            Some(Viewer::new(&config, calls::time(now).map_err(raised)?, OffsetUnit::Utf16).map_err(raised)?);
        Ok(())
    }

    /// One line about each conversation from `start` to before `end`, as JSON; they are added to the tally.
    pub fn count(&mut self, start: usize, end: usize) -> Result<String> {
        let Session { preview, viewer } = self;
        let lines = settled(viewer)?.count(preview, start..end.max(start)).map_err(raised)?;
        written(&lines)
    }

    /// The counts so far, as JSON.
    pub fn tally(&mut self) -> Result<String> {
        written(settled(&mut self.viewer)?.tally())
    }

    /// A conversation before and after, as JSON; `null` where there is none.
    pub fn view(&mut self, index: usize) -> Result<String> {
        let Session { preview, viewer } = self;
        let view = settled(viewer)?.view(preview, index).map_err(raised)?;
        written(&view)
    }
}

fn settled(viewer: &mut Option<Viewer>) -> Result<&mut Viewer> {
    viewer.as_mut().ok_or_else(|| {
        raised(
            Error::new(ErrorKind::Config, "the preview has no settings yet").with_hint("call `settle` first"),
        )
    })
}
