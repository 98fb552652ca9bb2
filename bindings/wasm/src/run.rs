//! `process` and `report`: the whole job.

use std::io::Write;
use std::ops::ControlFlow;

use foundry_core::calls;
use foundry_core::error::Error;
use foundry_core::group::{MemorySpill, Spill};
use foundry_core::pipeline::{Outputs, Progress, RunOptions};
use foundry_core::{Pipeline, PipelineConfig};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::error::{Result, raised, written};
use crate::files::{Sink, StoreSpill, inputs, keep_thrown, thrown_or};

#[wasm_bindgen]
extern "C" {
    /// Where a run writes: functions that take the bytes piece by piece, each of them optional.
    pub type Destination;

    #[wasm_bindgen(method, getter)]
    fn train(this: &Destination) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn validation(this: &Destination) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn test(this: &Destination) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn provenance(this: &Destination) -> JsValue;
    /// A place for what does not fit in memory.
    #[wasm_bindgen(method, getter)]
    fn store(this: &Destination) -> JsValue;
    /// Bytes of messages that are held in memory.
    #[wasm_bindgen(method, getter)]
    fn memory(this: &Destination) -> Option<f64>;
    /// Data rows to stop after.
    #[wasm_bindgen(method, getter)]
    fn limit(this: &Destination) -> Option<f64>;
    /// Called with how far the run is, as JSON; stops it by giving `false`.
    #[wasm_bindgen(method, getter)]
    fn progress(this: &Destination) -> JsValue;
}

/// Runs the whole job; gives the manifest as JSON.
#[wasm_bindgen]
pub fn process(settings: &str, files: &Array, now: &str, to: &Destination) -> Result<String> {
    let config = PipelineConfig::from_json(settings).map_err(raised)?;
    let pipeline = Pipeline::new(&config, calls::time(now).map_err(raised)?).map_err(raised)?;
    let (options, mut spill) = (to.options(), to.spill());
    let [mut train, mut validation, mut test, mut provenance] =
        [to.train(), to.validation(), to.test(), to.provenance()].map(Sink::new);
    let traces = provenance.is_wanted();
    let outputs = Outputs {
        train: &mut train,
        validation: Some(&mut validation),
        test: Some(&mut test),
        provenance: traces.then_some(&mut provenance as &mut dyn Write),
    };
    let mut tell = teller(to.progress());
    let manifest = pipeline.run_into(inputs(files)?, spill.as_mut(), outputs, &options, &mut tell);
    let manifest = manifest.map_err(thrown_or)?;
    for sink in [&mut train, &mut validation, &mut test, &mut provenance] {
        sink.flush().map_err(|e| thrown_or(Error::io("cannot write the output", e)))?;
    }
    manifest.to_json_pretty().map_err(raised)
}

/// Runs the whole job and keeps no data set; gives its report as JSON, and the page. `shown` are ReportSettings as JSON.
#[wasm_bindgen]
pub fn report(
    settings: &str,
    files: &Array,
    now: &str,
    shown: &str,
    to: &Destination,
) -> Result<Vec<String>> {
    let config = PipelineConfig::from_json(settings).map_err(raised)?;
    let now = calls::time(now).map_err(raised)?;
    let shown = calls::shaped("what the report shows", shown).map_err(raised)?;
    let (mut spill, mut tell) = (to.spill(), teller(to.progress()));
    let inputs = inputs(files)?;
    let data = calls::report(&config, inputs, spill.as_mut(), now, &to.options(), &shown, &mut tell);
    let data = data.map_err(thrown_or)?;
    Ok(vec![written(&data)?, data.to_html().map_err(raised)?])
}

impl Destination {
    fn options(&self) -> RunOptions {
        let mut options =
            RunOptions { row_limit: self.limit().map(|limit| limit as u64), ..RunOptions::default() };
        if let Some(memory) = self.memory() {
            options.memory_budget = memory as usize;
        }
        options
    }

    fn spill(&self) -> Box<dyn Spill> {
        let store = self.store();
        match store.is_undefined() {
            true => Box::new(MemorySpill::default()),
            false => Box::new(StoreSpill::new(store)),
        }
    }
}

/// Tells a function how far a run is, and asks it whether to go on.
pub fn teller(progress: JsValue) -> impl FnMut(Progress) -> ControlFlow<()> {
    let progress: Option<Function> = progress.dyn_into().ok();
    move |at| {
        let Some(progress) = &progress else { return ControlFlow::Continue(()) };
        let told = serde_json::to_string(&at).unwrap_or_default();
        match progress.call1(&JsValue::UNDEFINED, &told.into()) {
            Ok(answer) if answer == JsValue::FALSE => ControlFlow::Break(()),
            Ok(_) => ControlFlow::Continue(()),
            Err(thrown) => {
                keep_thrown(thrown);
                ControlFlow::Break(())
            }
        }
    }
}
