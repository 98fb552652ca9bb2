//! The whole job in memory: CSV to chat JSONL.

use std::ops::ControlFlow;

use criterion::{Criterion, Throughput};
use foundry_benches::{Density, csv};
use foundry_core::conversation::Timestamp;
use foundry_core::group::MemorySpill;
use foundry_core::pipeline::{Input, Pipeline, PipelineConfig, RunOptions};

pub fn bench(criterion: &mut Criterion) {
    let csv = csv(20_000, Density::Chat);
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(csv.len() as u64));
    for (name, enabled) in [("without_deid", false), ("with_deid", true)] {
        let mut config = PipelineConfig::default();
        config.pii_settings.enabled = enabled;
        let pipeline = Pipeline::new(&config, Timestamp(0)).unwrap();
        group.bench_function(name, |b| {
            b.iter(|| {
                let input = Input { name: "chat.csv".into(), reader: Box::new(csv.as_bytes()), size: None };
                let mut out = Vec::new();
                pipeline
                    .run(vec![input], &mut MemorySpill::new(), &mut out, &RunOptions::default(), &mut |_| {
                        ControlFlow::Continue(())
                    })
                    .unwrap();
                out.len()
            });
        });
    }
    group.finish();
}
