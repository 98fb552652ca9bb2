//! De-identify: find alone, and whole conversations with known values, tokens and leak audit.

use std::borrow::Cow;

use criterion::{BatchSize, Criterion, Throughput};
use foundry_benches::{Density, texts};
use foundry_core::conversation::{Conversation, KnownValue, Message, SenderRole};
use foundry_core::deid::{Deidentifier, PiiSettings, Scratch};
use foundry_core::entity::EntityType;

pub fn bench(criterion: &mut Criterion) {
    let deidentifier = Deidentifier::new(&PiiSettings::default()).unwrap();
    let mut group = criterion.benchmark_group("deid");
    for (name, density) in [("clean", Density::Clean), ("chat", Density::Chat), ("dense", Density::Dense)] {
        let texts = texts(5_000, density);
        group.throughput(Throughput::Bytes(texts.iter().map(|t| t.len() as u64).sum()));
        group.bench_function(format!("find/{name}"), |b| {
            b.iter(|| texts.iter().map(|text| deidentifier.find(text).unwrap().len()).sum::<usize>());
        });
        let conversations: Vec<Conversation<'_>> = texts.chunks(9).map(conversation).collect();
        let mut scratch = Scratch::default();
        group.bench_function(format!("conversation/{name}"), |b| {
            b.iter_batched(
                || conversations.clone(),
                |conversations| {
                    for conversation in conversations {
                        deidentifier.deidentify_with(conversation, &mut scratch).unwrap();
                    }
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

fn conversation(texts: &[String]) -> Conversation<'_> {
    let known = |entity_type, value| KnownValue { entity_type, value: Cow::Borrowed(value), party: 1 };
    let message = |(index, text): (usize, &'_ String)| Message {
        role: if index % 2 == 0 { SenderRole::Customer } else { SenderRole::Agent },
        content: Cow::Owned(text.clone()),
        sender_id: Some(Cow::Borrowed("jo.marsh@example.com")),
        timestamp: None,
        custom: Vec::new(),
    };
    Conversation {
        id: Cow::Borrowed("100042"),
        status: Some(Cow::Borrowed("closed")),
        messages: texts.iter().enumerate().map(message).collect(),
        known_values: vec![
            known(EntityType::Person, "Jo Marsh"),
            known(EntityType::EmailAddress, "jo.marsh@example.com"),
            known(EntityType::Person, "Priya Nair"),
            known(EntityType::EmailAddress, "p.nair@example.org"),
        ],
        first_row: 2,
    }
}
