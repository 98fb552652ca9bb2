//! Map: detection once per source, then records to messages.

use criterion::{Criterion, Throughput};
use foundry_benches::{Density, csv};
use foundry_core::mapping::{self, Mapper};
use foundry_core::read::{ReadOptions, RecordReader, Row};

pub fn bench(criterion: &mut Criterion) {
    let csv = csv(20_000, Density::Chat);
    let open = || RecordReader::open("chat.csv", Box::new(csv.as_bytes()), &ReadOptions::default()).unwrap();
    let schema = open().schema().clone();
    let detection = mapping::detect(&schema);
    let mut group = criterion.benchmark_group("map");
    group.bench_function("detect", |b| b.iter(|| mapping::detect(&schema)));
    group.throughput(Throughput::Bytes(csv.len() as u64));
    group.bench_function("read_and_map", |b| {
        b.iter(|| {
            let mut reader = open();
            let mut mapper = Mapper::new(&detection.mappings, &detection.options).unwrap();
            reader.bind(&mapper.columns()).unwrap();
            let (mut notes, mut length) = (Vec::new(), 0);
            while let Some(row) = reader.next_row().unwrap() {
                if let Row::Record(record) = row {
                    let mut emit = |message: mapping::MappedMessage<'_>| {
                        length += message.content.len();
                        Ok(())
                    };
                    mapper.map(&record, &mut notes, &mut emit).unwrap().unwrap();
                }
            }
            length
        });
    });
    group.finish();
}
