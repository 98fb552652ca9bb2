//! Laws of the filters over whole runs: duplicates, splits, the dry report; and how many honest conversations stay.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use foundry_core::Pipeline;
use foundry_core::PipelineConfig;
use foundry_core::dataset::manifest::Manifest;
use foundry_core::filter::{DuplicateRule, FilterReport, FilterSettings};
use foundry_core::group::MemorySpill;
use foundry_core::pipeline::{Input, Outputs, RunOptions};
use proptest::prelude::*;
use proptest::sample::select;

use crate::public_data;
use crate::runs::{NOW, assert_counts_add_up, run};

/// Pieces of what people write; few, so that conversations repeat each other.
const QUESTIONS: [&str; 6] = [
    "Where is the lamp that I ordered last week? It should have been here on Friday.",
    "where is the lamp that I ordered last week?! It should have been here on friday",
    "My order 1004821 has not arrived, please write to nadia@example.com.",
    "My order 7755310 has not arrived, please write to bo@example.org.",
    "How do I reset my password?",
    "Is the green one in stock again?",
];
const ANSWERS: [&str; 5] = [
    "It left our warehouse yesterday evening, and the carrier brings it on Monday.",
    "I am afraid it was lost on the way. Shall I send another one?",
    "Please use the link on the sign-in page, it sends you a mail with all further steps.",
    "Yes, since this morning.",
    "yes since this morning",
];

/// Question, answer and customer of each conversation.
type Talk = (&'static str, &'static str, u8);

fn talks() -> impl Strategy<Value = Vec<Talk>> {
    prop::collection::vec((select(&QUESTIONS[..]), select(&ANSWERS[..]), 0_u8..9), 1..40)
}

fn csv(talks: &[Talk], with_customers: bool) -> String {
    let mut out = String::from("ticket_id,created_at,sender_role,sender_id,message\n");
    for (index, (question, answer, customer)) in talks.iter().enumerate() {
        let customer = if with_customers { format!("u-{customer}") } else { String::new() };
        let time = format!("2025-03-{:02}T{:02}", 1 + index / 24, index % 24);
        out += &format!("T{index},{time}:00:00Z,customer,{customer},\"{question}\"\n");
        out += &format!("T{index},{time}:05:00Z,agent,a-1,\"{answer}\"\n");
    }
    out
}

fn config(duplicates: DuplicateRule) -> PipelineConfig {
    let filter_settings = FilterSettings { duplicates, ..FilterSettings::default() };
    PipelineConfig { filter_settings, ..PipelineConfig::default() }
}

fn run_once(config: &PipelineConfig, text: &str) -> (String, Manifest) {
    run(config, "rows.csv", text.as_bytes(), &RunOptions::default()).expect("the file is readable")
}

/// A run with a split: the three parts and the manifest.
fn run_split(config: &PipelineConfig, text: &str, options: &RunOptions) -> ([String; 3], Manifest) {
    let input = Input { name: "rows.csv".into(), reader: Box::new(text.as_bytes()), size: None };
    let mut parts: [Vec<u8>; 3] = Default::default();
    let [train, validation, test] = &mut parts;
    let outputs = Outputs { train, validation: Some(validation), test: Some(test), provenance: None };
    let mut go_on = |_| ControlFlow::Continue(());
    let manifest = Pipeline::new(config, NOW)
        .and_then(|p| p.run_into(vec![input], &mut MemorySpill::default(), outputs, options, &mut go_on))
        .expect("the file is readable");
    (parts.map(|part| String::from_utf8(part).expect("exports are UTF-8")), manifest)
}

fn dry_run(config: &PipelineConfig, text: &str) -> (Manifest, FilterReport) {
    let input = Input { name: "rows.csv".into(), reader: Box::new(text.as_bytes()), size: None };
    let mut go_on = |_| ControlFlow::Continue(());
    let (mut spill, options) = (MemorySpill::default(), RunOptions::default());
    Pipeline::new(config, NOW)
        .and_then(|pipeline| pipeline.dry_run(vec![input], &mut spill, &options, &mut go_on))
        .expect("the file is readable")
}

/// What is said in a line, without case and marks.
fn said(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_set_that_holds_everything_twice_gives_the_bytes_of_the_set(talks in talks()) {
        let doubled: Vec<Talk> = talks.iter().chain(&talks).copied().collect();
        for rule in [DuplicateRule::Exact, DuplicateRule::Near] {
            let (once, single) = run_once(&config(rule), &csv(&talks, true));
            let (twice, double) = run_once(&config(rule), &csv(&doubled, true));
            assert_counts_add_up(&double);
            prop_assert_eq!(&once, &twice);
            prop_assert_eq!(double.counts.kept, single.counts.kept);
        }
    }

    #[test]
    fn what_says_the_same_is_never_in_two_parts(talks in talks(), with_customers in any::<bool>()) {
        let mut config = PipelineConfig::default();
        config.export_config.split =
            Some(serde_json::from_str(r#"{"validation": 0.4, "test": 0.2}"#).expect("valid"));
        let (parts, manifest) = run_split(&config, &csv(&talks, with_customers), &RunOptions::default());
        let splits = manifest.splits.as_ref().expect("there is a split");
        prop_assert!(splits.clusters_known);
        prop_assert_eq!((splits.crossing_clusters, splits.crossing_examples), (0, 0));
        let [train, validation, test] = parts.map(|part| part.lines().map(said).collect::<BTreeSet<_>>());
        prop_assert!(train.is_disjoint(&validation) && train.is_disjoint(&test) && validation.is_disjoint(&test));
        if !with_customers {
            // Nobody binds a conversation: near duplicates follow the first of them, and next to none is lost.
            prop_assert!(manifest.counts.export.dropped.is_empty(), "{:?}", manifest.counts.export.dropped);
        }
    }

    #[test]
    fn data_that_is_added_behind_moves_nothing(talks in talks(), more in talks(), with_customers in any::<bool>()) {
        let mut config = PipelineConfig::default();
        config.export_config.split =
            Some(serde_json::from_str(r#"{"validation": 0.4, "test": 0.2}"#).expect("valid"));
        let all: Vec<Talk> = talks.iter().chain(&more).copied().collect();
        let (before, _) = run_split(&config, &csv(&talks, with_customers), &RunOptions::default());
        let (after, _) = run_split(&config, &csv(&all, with_customers), &RunOptions::default());
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(after.starts_with(before.as_str()));
        }
    }

    #[test]
    fn a_dry_run_tells_what_a_run_does(talks in talks(), minimum in 0_usize..30) {
        let mut config = config(DuplicateRule::Near);
        config.filter_settings.max_answer_repeats = Some(3);
        config.filter_settings.min_word_count = minimum;
        let text = csv(&talks, true);
        let (_, manifest) = run_once(&config, &text);
        let (dry, report) = dry_run(&config, &text);
        prop_assert_eq!(&dry, &manifest);
        prop_assert_eq!(report.conversations, manifest.counts.conversations);
        prop_assert_eq!(report.kept, manifest.counts.kept);
        for rule in &report.rules {
            let counted = manifest.counts.filtered_by_reason.get(rule.reason.code()).copied().unwrap_or_default();
            prop_assert_eq!(rule.in_order, counted, "{}", rule.reason.code());
            prop_assert!(rule.dropped.iter().all(|d| d.row > 0 && d.conversation < report.conversations));
            prop_assert!(rule.dropped.iter().all(|d| d.duplicate_of.is_none_or(|of| of < d.conversation)));
        }
        prop_assert_eq!(report.rules.iter().map(|rule| rule.in_order).sum::<u64>() + report.kept, report.conversations);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn threads_and_memory_change_no_byte_of_any_part(talks in talks(), with_customers in any::<bool>()) {
        let text = csv(&talks, with_customers);
        let mut near = config(DuplicateRule::Near);
        near.filter_settings.max_answer_repeats = Some(2);
        for mut config in [near, PipelineConfig::default()] {
            config.export_config.split =
                Some(serde_json::from_str(r#"{"validation": 0.3, "test": 0.2}"#).expect("valid"));
            let mut outputs = BTreeSet::new();
            for (threads, memory_budget) in [(1, 64 << 20), (1, 256), (2, 64 << 20), (4, 256)] {
                let options = RunOptions { threads, memory_budget, row_limit: None };
                let (parts, manifest) = run_split(&config, &text, &options);
                assert_counts_add_up(&manifest);
                outputs.insert((parts, serde_json::to_string(&manifest).expect("JSON")));
            }
            prop_assert_eq!(outputs.len(), 1);
        }
    }
}

#[test]
fn an_array_stays_one_where_conversations_between_are_left_out() {
    let talks = [
        (QUESTIONS[4], ANSWERS[2], 1),
        (QUESTIONS[4], ANSWERS[2], 2),
        (QUESTIONS[5], ANSWERS[3], 3),
        (QUESTIONS[4], ANSWERS[2], 4),
        (QUESTIONS[0], ANSWERS[1], 5),
    ];
    let mut config = config(DuplicateRule::Exact);
    config.export_format = foundry_core::export::ExportFormat::JsonRaw;
    let (output, manifest) = run_once(&config, &csv(&talks, true));
    let written: Vec<serde_json::Value> = serde_json::from_str(&output).expect("an array");
    assert_eq!((written.len() as u64, manifest.counts.filtered), (3, 2));
}

#[test]
fn honest_conversations_survive() {
    let Some(files) = public_data::files() else {
        println!("not run: there is no `shared/data` beside the checkout");
        return;
    };
    let mut strict = config(DuplicateRule::Near);
    strict.filter_settings.max_repeated_lines = Some(0.5);
    strict.filter_settings.max_repeated_words = Some(0.6);
    strict.filter_settings.languages = vec!["en".into()];
    let settings = [PipelineConfig::default(), strict];
    for ((name, bytes), config) in
        files.iter().flat_map(|file| settings.iter().map(move |config| (file, config)))
    {
        let (_, manifest) = run(config, name, bytes, &RunOptions::default()).expect("readable");
        let counts = &manifest.counts;
        println!("{name}: {} of {} stay, {:?}", counts.kept, counts.conversations, counts.filtered_by_reason);
        assert!(counts.kept * 100 >= counts.conversations * 95, "{name}: {:?}", counts.filtered_by_reason);
    }
}
