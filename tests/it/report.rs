//! The report: golden figures, the same bytes on any machine, and nothing on the page that should not be there.

use std::borrow::Cow;
use std::fmt::Write;

use foundry_core::conversation::{Conversation, KnownValue, Message};
use foundry_core::deid::Deidentifier;
use foundry_core::entity::EntityType;
use foundry_core::pipeline::RunOptions;
use foundry_core::report::diff::{Part, compare};
use foundry_core::report::{ReportData, ReportSettings, Sample};
use foundry_core::{PipelineConfig, Result};
use foundry_tests::{run_pipeline, run_report};

use crate::planted::{is_free_name, planted, without_free_names};
use crate::runs::{EXAMPLES, NOW, example};

fn config(json: &str) -> PipelineConfig {
    PipelineConfig::from_json(json).expect("settings")
}

fn report_of(
    config: &PipelineConfig,
    name: &str,
    bytes: &[u8],
    settings: &ReportSettings,
) -> Result<ReportData> {
    run_report(config, &[(name.to_owned(), bytes.to_vec())], NOW, &RunOptions::default(), settings)
}

fn report(name: &str) -> ReportData {
    report_of(&PipelineConfig::default(), name, &example(name), &ReportSettings::default())
        .unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// 2,500 conversations, so that they are in several partitions; some without an answer, times over a year.
fn many() -> Vec<u8> {
    let mut text = String::from("ticket_id,author_role,author_email,created_at,body\n");
    for number in 0..2_500u32 {
        let (day, month, hour) = (number % 28 + 1, number % 12 + 1, number % 24);
        let asks = format!(
            "Where is parcel {number}? Write to c{number}@example.com. {}",
            "Please. ".repeat(number as usize % 9)
        );
        writeln!(
            text,
            "T{number},customer,c{number}@example.com,2026-{month:02}-{day:02} {hour:02}:01:00,{asks}"
        )
        .unwrap();
        if number % 7 > 0 {
            let minute = 2 + number % 50;
            writeln!(text, "T{number},agent,help@example.org,2026-{month:02}-{day:02} {hour:02}:{minute:02}:00,On its way.").unwrap();
        }
    }
    text.into_bytes()
}

#[test]
fn golden_figures() {
    for (name, settings) in [
        (
            "tickets.csv",
            r#"{"filterSettings": {"minMessageCount": 5}, "exportConfig": {"split": {"validation": 0.2}}}"#,
        ),
        ("chats_latin1.csv", "{}"),
        ("faq_pairs.csv", "{}"),
    ] {
        let data =
            report_of(&config(settings), name, &example(name), &ReportSettings::default()).expect("a report");
        let mut text = String::new();
        for insight in &data.insights {
            let next = insight.next.as_deref().map(|next| format!("\n    -> {next}")).unwrap_or_default();
            writeln!(
                text,
                "{:?} {}: {}{next}\n    {:?}",
                insight.level, insight.code, insight.text, insight.figures
            )
            .unwrap();
        }
        for chart in &data.charts {
            writeln!(text, "{}: {} {}", chart.id, chart.title, chart.summary).unwrap();
        }
        let figures = serde_json::to_value(&data.figures).expect("JSON");
        for key in ["messages", "words", "conversationMessages", "firstResponse", "longest"] {
            writeln!(text, "{key} {}", figures[key]).unwrap();
        }
        insta::assert_snapshot!(format!("report_{name}"), text);
    }
}

#[test]
fn the_counts_of_figures_and_manifest_agree() {
    for name in EXAMPLES {
        let data = report(name);
        let figures = data.figures.as_ref().expect("figures");
        let counts = &data.manifest.counts;
        assert_eq!(figures.conversations, counts.conversations, "{name}");
        let dropped: u64 = counts.clean.dropped.values().sum();
        assert_eq!(figures.all_messages(), counts.messages - dropped, "{name}");
        assert_eq!(figures.conversation_messages.sum(), figures.all_messages(), "{name}");
        assert_eq!(
            figures.conversation_words.sum(),
            figures.words.iter().map(|w| w.sum()).sum::<u64>(),
            "{name}"
        );
        for chart in &data.charts {
            assert!(
                chart.series.iter().all(|s| s.values.len() == chart.categories.len()),
                "{name}: {}",
                chart.id
            );
        }
        let chart =
            |id: &str| data.charts.iter().find(|chart| chart.id == id).map_or(0, |chart| chart.total());
        assert_eq!(chart("words_per_message"), figures.all_messages(), "{name}");
        assert_eq!(chart("messages_per_conversation"), counts.conversations, "{name}");
        assert_eq!(chart("messages_by_day"), figures.timed, "{name}");
        assert_eq!(chart("findings_by_type"), data.manifest.findings.values().sum::<u64>(), "{name}");
        assert_eq!(chart("outcome"), counts.conversations, "{name}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_page_and_the_same_data() {
    let files = [("many.csv".to_owned(), many())];
    let config = config(r#"{"filterSettings": {"requireRoles": ["agent"]}}"#);
    let settings = ReportSettings { samples: 7, originals: true, ..ReportSettings::default() };
    let mut pages = Vec::new();
    for (threads, memory_budget) in [(1, 32 << 20), (3, 1), (2, 100_000)] {
        let options = RunOptions { threads, memory_budget, row_limit: None };
        let data = run_report(&config, &files, NOW, &options, &settings).expect("a report");
        assert_eq!(data.samples.len(), 8, "seven kept, one for the reason to leave out");
        pages.push((data.to_html().expect("a page"), data.to_json_pretty().expect("JSON"), data.manifest));
    }
    assert!(pages.windows(2).all(|pair| pair[0].0 == pair[1].0 && pair[0].1 == pair[1].1));
    let (_, manifest) = run_pipeline(&config, &files, NOW, &RunOptions::default()).expect("a run");
    assert_eq!(manifest, pages[0].2, "gathering changes nothing of the run");
}

/// The conversation that a sample was made of, as far as the sample shows it, with what was replaced in it as known.
fn conversation_of(sample: &Sample) -> Conversation<'_> {
    let mut known_values = Vec::new();
    let mut messages = Vec::new();
    for message in &sample.messages {
        let original = message.original.as_deref().expect("originals were asked for");
        for part in compare(original, &message.text) {
            let Part::Changed(value, token) = part else { continue };
            let label = token.trim_start_matches('[').split_once("_1").map_or("", |(label, _)| label);
            let entity_type = EntityType::ALL.iter().copied().find(|t| t.label() == label);
            let entity_type = entity_type.unwrap_or(EntityType::Person);
            known_values.push(KnownValue { entity_type, value: Cow::Borrowed(value), party: 0 });
        }
        let (content, custom) = (Cow::Borrowed(original), Vec::new());
        messages.push(Message { role: message.role, content, sender_id: None, timestamp: None, custom });
    }
    Conversation { id: Cow::Borrowed(""), status: None, messages, known_values, first_row: sample.row }
}

/// Whether a value stands in a text by itself: `olena` does not stand in `roleNames`.
fn stands_in(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + value.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn no_original_value_is_on_the_page() {
    // Known values alone, so that it looks for what the run replaced, and for nothing else.
    let known_only = config(r#"{"piiSettings": {"entities": [], "nameModel": "off"}}"#).pii_settings;
    let deidentifier = Deidentifier::new(&known_only).expect("settings");
    let planted = planted();
    let mut searched = 0;
    for name in EXAMPLES {
        let shown = ReportSettings { samples: 12, ..ReportSettings::default() };
        let config = PipelineConfig::default();
        let data = report_of(&config, name, &example(name), &shown).expect("a report");
        let page = data.to_html().expect("a page");
        // What was planted, as in the exports.
        let values = &planted[name].personal;
        let lower = without_free_names(page.to_lowercase(), values);
        let left: Vec<&str> = values
            .iter()
            .filter(|value| !is_free_name(value) && stands_in(&lower, &value.value.to_lowercase()))
            .map(|value| value.value.as_str())
            .collect();
        assert!(left.is_empty(), "{name}: {left:?}");
        // What was replaced in the shown conversations, by the leak audit's own rule; each on a page with that
        // conversation alone, since the name of one may be a plain word in another.
        let both = ReportSettings { originals: true, ..shown };
        let originals = report_of(&config, name, &example(name), &both).expect("a report").samples;
        assert_eq!(originals.len(), data.samples.len());
        let mut leaky = None;
        for (sample, original) in data.samples.iter().zip(&originals) {
            assert_eq!((sample.input, sample.row), (original.input, original.row));
            let done = deidentifier.deidentify(conversation_of(original)).expect("de-identifies");
            searched += done.conversation.audit().checked;
            let alone = ReportData { samples: vec![sample.clone()], ..data.clone() };
            let bytes = serde_json::to_vec(&[alone.to_html().expect("a page")]).expect("JSON");
            done.conversation.check_bytes(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
            if done.conversation.audit().checked > 0 && leaky.is_none() {
                let page = ReportData { samples: vec![original.clone()], ..data.clone() }.to_html();
                let bytes = serde_json::to_vec(&[page.expect("a page")]).expect("JSON");
                leaky = Some(done.conversation.check_bytes(&bytes).is_err());
            }
        }
        assert_eq!(leaky, Some(true), "{name}: the check can fail");
    }
    assert!(searched > 150, "only {searched} values were searched for");
}

#[test]
fn originals_are_shown_only_where_they_are_asked_for() {
    let bytes =
        b"ticket_id,role,message\n1,customer,Please write to me at ann@example.com today\n1,agent,Thank you for the address\n".as_slice();
    let default = ReportSettings::default();
    let both = ReportSettings { originals: true, ..ReportSettings::default() };
    let off = config(r#"{"piiSettings": {"enabled": false}}"#);
    let on = PipelineConfig::default();
    for (config, settings, samples, personal) in
        [(&on, &default, 1, false), (&on, &both, 1, true), (&off, &default, 0, false), (&off, &both, 1, true)]
    {
        let data = report_of(config, "a.csv", bytes, settings).expect("a report");
        let page = data.to_html().expect("a page");
        assert_eq!((data.samples.len(), data.holds_personal_data), (samples, personal));
        assert_eq!(page.contains("ann@example.com"), personal);
        assert_eq!(page.contains("This page holds personal data"), personal);
        assert_eq!(page.contains("<mark>[EMAIL_1]</mark>"), samples == 1 && config.pii_settings.enabled);
        assert!(!format!("{data:?}").contains("ann@example.com"));
    }
}

#[test]
fn hostile_data_stay_text() {
    let attacks = [
        "<script>alert(1)</script>",
        "</svg></title></style><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{ 1 }} {% if x %} --> ]]> <!--",
        "\u{202E}turned\u{202C} \u{2066}around\u{2069}",
        "bell \u{7} escape \u{1b}[31m",
    ];
    let mut text = String::from("\"ticket_id\",\"author_role\",\"body\",\"<script>x</script>\"\n");
    for (number, attack) in attacks.iter().enumerate() {
        let cell = attack.replace('"', "\"\"");
        writeln!(
            text,
            "{number},customer,\"{cell}\",\"{cell}\"\n{number},agent,\"answer {cell}\",\"{cell}\""
        )
        .unwrap();
    }
    text.push_str("7,customer\n");
    let name = "<img src=x onerror=alert(1)>\u{202E}.csv";
    let settings = ReportSettings { samples: 20, ..ReportSettings::default() };
    let data = report_of(&PipelineConfig::default(), name, text.as_bytes(), &settings).expect("a report");
    assert!(data.samples.len() >= 5 && !data.manifest.warnings.is_empty());
    let page = data.to_html().expect("a page");
    for tag in ["<script", "<img", "<iframe", "<base", "<meta http-equiv=\"refresh", "<!--"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));
    assert_eq!(page.matches("</style>").count(), 1);
    assert_eq!(page.matches("</svg>").count(), data.charts.len());
    assert_eq!(page.matches("<figure").count(), data.charts.len());
    let steers = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!page.contains(steers));
    assert!(!page.contains(" style=\"") && !page.contains("http://") && !page.contains("https://"));
}

#[test]
fn a_manifest_alone_gives_a_smaller_report() {
    let whole = report("tickets.csv");
    let json = whole.manifest.to_json_pretty().expect("JSON");
    let small = ReportData::from_manifest(serde_json::from_str(&json).expect("a manifest"));
    assert!(small.figures.is_none() && small.samples.is_empty());
    assert!(small.charts.iter().all(|chart| whole.charts.contains(chart)));
    assert!(small.insights.iter().all(|insight| whole.insights.contains(insight)));
    assert!(small.to_html().expect("a page").contains("tickets.csv"));
}

#[test]
fn nothing_read_is_reported_too() {
    let bytes = b"ticket_id,role,message\n1,customer,\n".as_slice();
    let settings = r#"{"mappings": [
        {"sourceField": "ticket_id", "targetField": "conversation_id"},
        {"sourceField": "role", "targetField": "sender_role"},
        {"sourceField": "message", "targetField": "content"}
    ]}"#;
    let data =
        report_of(&config(settings), "empty.csv", bytes, &ReportSettings::default()).expect("a report");
    assert_eq!(data.insights[0].text, "No conversation was found, so there is no data set.");
    assert!(data.charts.iter().all(|chart| chart.total() > 0));
    assert!(data.to_html().expect("a page").contains("No conversation was found"));
}

#[test]
fn a_wrong_offset_is_refused() {
    let settings = ReportSettings { utc_offset: Some("noon".into()), ..ReportSettings::default() };
    let error =
        report_of(&PipelineConfig::default(), "tickets.csv", &example("tickets.csv"), &settings).unwrap_err();
    assert_eq!((error.code(), error.position().path.as_deref()), ("invalid_config", Some("utcOffset")));
}
