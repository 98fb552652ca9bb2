//! `process` in memory: for hosts that hand bytes over and have no place for files.

use std::ops::ControlFlow;

use crate::config::PipelineConfig;
use crate::conversation::Timestamp;
use crate::dataset::manifest::Manifest;
use crate::error::Result;
use crate::group::MemorySpill;
use crate::pipeline::{Input, Pipeline, Progress, RunOptions};

/// The whole job in memory: inputs in, the bytes of the data set and its account out.
///
/// # Errors
/// Those of a run; of kind `Cancelled` where `progress` stops it.
pub fn process(
    config: &PipelineConfig,
    inputs: Vec<Input<'_>>,
    now: Timestamp,
    options: &RunOptions,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Vec<u8>, Manifest)> {
    let mut out = Vec::new();
    let pipeline = Pipeline::new(config, now)?;
    let manifest = pipeline.run(inputs, &mut MemorySpill::default(), &mut out, options, progress)?;
    Ok((out, manifest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const FILE: &str =
        "conversation_id,role,message\n1,customer,Write to me please\n1,agent,Thank you for that\n";

    fn input() -> Input<'static> {
        Input { name: "a.csv".into(), reader: Box::new(FILE.as_bytes()), size: None }
    }

    #[test]
    fn a_run_in_memory_can_be_stopped() {
        let config = PipelineConfig::default();
        let inputs = vec![input()];
        let mut stop = |_| ControlFlow::Break(());
        let error = process(&config, inputs, Timestamp(0), &RunOptions::default(), &mut stop);
        assert_eq!(error.err().map(|e| e.kind()), Some(ErrorKind::Cancelled));
    }

    #[test]
    fn progress_tells_of_conversations_to_come_and_ends_with_all_of_them() {
        let mut file = String::from("conversation_id,role,message\n");
        for number in 0..400 {
            file.push_str(&format!(
                "c-{number},customer,where is the parcel of order {number}\nc-{number},agent,parcel {number} left today\n"
            ));
        }
        for threads in [1, 3] {
            let inputs = vec![Input { name: "a.csv".into(), reader: Box::new(file.as_bytes()), size: None }];
            let mut told = Vec::new();
            let options = RunOptions { threads, memory_budget: 4 << 10, ..RunOptions::default() };
            let mut tell = |progress: Progress| {
                told.push((progress.conversations_done, progress.conversations_total));
                ControlFlow::Continue(())
            };
            process(&PipelineConfig::default(), inputs, Timestamp(0), &options, &mut tell).expect("runs");
            assert_eq!(told.last(), Some(&(400, 400)));
            assert!(told.iter().all(|(done, all)| done <= all), "{told:?}");
        }
    }
}
