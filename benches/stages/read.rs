//! Read: CSV and NDJSON to records.

use criterion::{Criterion, Throughput};
use foundry_benches::{Density, csv};
use foundry_core::read::{ReadOptions, RecordReader, Row};

pub fn bench(criterion: &mut Criterion) {
    let csv = csv(20_000, Density::Chat);
    let ndjson = to_ndjson(&csv);
    let mut group = criterion.benchmark_group("read");
    for (name, text) in [("csv", &csv), ("ndjson", &ndjson)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| count_rows(&format!("chat.{name}"), text.as_bytes())));
    }
    group.finish();
}

fn count_rows(name: &str, bytes: &[u8]) -> usize {
    let mut reader = RecordReader::open(name, Box::new(bytes), &ReadOptions::default()).unwrap();
    reader.bind(&["ticket_id", "created_at", "author_type", "body"]).unwrap();
    let mut length = 0;
    while let Some(row) = reader.next_row().unwrap() {
        if let Row::Record(record) = row {
            length += record.get(3).text.len();
        }
    }
    length
}

fn to_ndjson(csv: &str) -> String {
    let header = ["ticket_id", "created_at", "author_name", "author_email", "author_type", "body", "status"];
    let mut out = String::new();
    for line in csv.lines().skip(1) {
        let cells = line.splitn(6, ',').collect::<Vec<_>>();
        let (body, status) = cells[5].rsplit_once(',').unwrap();
        let mut cells: Vec<&str> = cells[..5].to_vec();
        cells.extend([body.trim_matches('"'), status]);
        let pairs: Vec<String> = header.iter().zip(cells).map(|(k, v)| format!("\"{k}\":\"{v}\"")).collect();
        out.push_str(&format!("{{{}}}\n", pairs.join(",")));
    }
    out
}
