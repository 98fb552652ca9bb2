//! A criterion group per stage: `cargo bench -p foundry-benches`. Throughput is bytes of what goes in.

mod deid;
mod export;
mod map;
mod pipeline;
mod read;

criterion::criterion_group!(stages, read::bench, map::bench, deid::bench, export::bench, pipeline::bench);
criterion::criterion_main!(stages);
