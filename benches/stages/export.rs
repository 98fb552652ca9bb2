//! Export: conversations to lines, for every format, and lines to a validation report.

use std::borrow::Cow;

use criterion::{Criterion, Throughput};
use foundry_benches::{Density, texts};
use foundry_core::conversation::{Conversation, Message, SenderRole};
use foundry_core::deid::{DeidentifiedConversation, Deidentifier, PiiSettings, Scratch};
use foundry_core::export::{ExportConfig, ExportCounts, ExportFormat, Exporter, validate};

pub fn bench(criterion: &mut Criterion) {
    let texts = texts(5_000, Density::Clean);
    let bytes: u64 = texts.iter().map(|t| t.len() as u64).sum();
    let conversations: Vec<_> = texts.chunks(10).map(deidentified).collect();
    let mut group = criterion.benchmark_group("export");
    for format in ExportFormat::ALL {
        let exporter = Exporter::new(format, &ExportConfig::default()).unwrap();
        let mut out = Vec::new();
        let write = |out: &mut Vec<u8>| {
            out.clear();
            let mut counts = ExportCounts::default();
            exporter.begin(out);
            for conversation in &conversations {
                exporter.write(conversation, out, &mut counts).unwrap();
            }
            exporter.end(out);
        };
        group.throughput(Throughput::Bytes(bytes));
        group.bench_function(format.as_str(), |b| b.iter(|| write(&mut out)));
        write(&mut out);
        group.throughput(Throughput::Bytes(out.len() as u64));
        group.bench_function(format!("validate/{}", format.as_str()), |b| {
            b.iter(|| validate(out.as_slice(), format).unwrap().records);
        });
    }
    group.finish();
}

fn deidentified(texts: &[String]) -> DeidentifiedConversation<'_> {
    let settings = PiiSettings { enabled: false, ..PiiSettings::default() };
    let message = |(index, text): (usize, &'_ String)| Message {
        role: if index % 2 == 0 { SenderRole::Customer } else { SenderRole::Agent },
        content: Cow::Owned(text.clone()),
        sender_id: None,
        timestamp: None,
        custom: Vec::new(),
    };
    let conversation = Conversation {
        id: Cow::Borrowed("100042"),
        status: None,
        messages: texts.iter().enumerate().map(message).collect(),
        known_values: Vec::new(),
        first_row: 2,
    };
    let deidentifier = Deidentifier::new(&settings).unwrap();
    deidentifier.deidentify_with(conversation, &mut Scratch::default()).unwrap().conversation
}
