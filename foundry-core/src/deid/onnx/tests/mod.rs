//! Both kinds of models, on files that these tests write themselves.

mod graph_file;
mod models;
mod transformer;

use std::{sync::Arc, thread};

use self::graph_file::{FLOAT, GraphFile, INT64, Side, int};
use self::models::{
    Files, LABELS, gliner_graph, gliner_model, piece_tokenizer, token_config, token_graph, token_model,
};
use super::graph::Batch;
use super::*;
use crate::deid::{Deidentifier, NameModel, PiiSettings};
use crate::entity::EntityType::{self, Location, Organization, Person};

fn open(files: &Files, settings: &SpanModelSettings) -> Result<OnnxModel> {
    let Files { model, tokenizer, config } = files;
    OnnxModel::new(OnnxFiles { model, tokenizer, config }, settings)
}

fn opened(files: &Files) -> OnnxModel {
    open(files, &SpanModelSettings::default()).unwrap()
}

fn find(model: &OnnxModel, text: &str) -> Vec<(EntityType, String)> {
    let spans = model.find(&[TextInContext { before: "", text }]).unwrap().remove(0);
    spans
        .into_iter()
        .map(|found| (found.entity_type, text[found.span.start..found.span.end].to_owned()))
        .collect()
}

fn found(all: &[(EntityType, &str)]) -> Vec<(EntityType, String)> {
    all.iter().map(|(entity_type, text)| (*entity_type, (*text).to_owned())).collect()
}

#[test]
fn tokens_become_spans() {
    let model = opened(&token_model(None));
    assert_eq!(find(&model, ""), []);
    assert_eq!(find(&model, "nothing here"), []);
    let text = "Hello Zorblax Quux, of Acme  Corp. Misc zorblax zorblax";
    let all =
        [(Person, "Zorblax Quux"), (Organization, "Acme  Corp"), (Person, "zorblax"), (Person, "zorblax")];
    assert_eq!(find(&model, text), found(&all));
    // A span without a beginning is one too; one of another kind ends it.
    assert_eq!(find(&model, "quux corp"), found(&[(Person, "quux"), (Organization, "corp")]));
    assert_eq!(find(&model, "mister Ölaf"), found(&[(Person, "Ölaf")]));
}

#[test]
fn scores_are_shares() {
    let model = opened(&token_model(None));
    let spans = model.find(&[TextInContext { before: "", text: "zorblax" }]).unwrap().remove(0);
    // 8 against 4 and four times 0, of which one is of the same kind.
    let expected = (8_f32.exp() + 1.0) / (8_f32.exp() + 4_f32.exp() + 4.0);
    assert!((spans[0].score - expected).abs() < 1e-4, "{}", spans[0].score);
    let strict = SpanModelSettings { min_score: Some(0.99), ..SpanModelSettings::default() };
    assert_eq!(find(&open(&token_model(None), &strict).unwrap(), "zorblax"), []);
}

#[test]
fn pieces_of_a_word_count_as_the_word() {
    let model = opened(&Files { tokenizer: piece_tokenizer(), ..token_model(None) });
    assert_eq!(find(&model, "a zorblaxer quux"), found(&[(Person, "zorblaxer quux")]));
}

#[test]
fn what_was_said_before_helps_and_is_not_found() {
    let model = opened(&token_model(None));
    let asked = |before, text| model.find(&[TextInContext { before, text }]).unwrap().remove(0);
    assert_eq!(
        asked("zorblax, mister", "frob").iter().map(|span| span.span).collect::<Vec<_>>(),
        [Span::new(0, 4)]
    );
    assert_eq!(asked("zorblax", "quux").iter().map(|span| span.span).collect::<Vec<_>>(), [Span::new(0, 4)]);
    assert_eq!(asked("zorblax", "frob"), []);
}

/// A long text in which names stand at ever other places, so that some lie at every border of windows.
fn long_text() -> String {
    let each = (0..400).map(|number| match number % 7 {
        0 => "mister Frob, ".to_owned(),
        3 => "zorblax quux ".to_owned(),
        5 => "Acme Corp.\n".to_owned(),
        _ => format!("word{} ", "x".repeat(number % 40)),
    });
    each.collect()
}

#[test]
fn long_texts_are_read_in_windows_as_if_they_were_one() {
    let text = long_text();
    let whole = SpanModelSettings { max_tokens: Some(8192), ..SpanModelSettings::default() };
    let files = Files { config: token_config(&LABELS, 8192), ..token_model(None) };
    let whole = open(&files, &whole).unwrap();
    let expected = find(&whole, &text);
    assert_eq!(expected.len(), 172);
    for (files, max_tokens) in [(&files, 16), (&files, 64), (&token_model(Some(24)), 24)] {
        let settings = SpanModelSettings {
            max_tokens: Some(max_tokens),
            overlap_words: Some(4),
            ..SpanModelSettings::default()
        };
        assert_eq!(find(&open(files, &settings).unwrap(), &text), expected, "{max_tokens}");
    }
    // One word without end is cut too.
    let model = opened(&token_model(Some(24)));
    assert_eq!(find(&model, &"é".repeat(100_000)), []);
}

#[test]
fn a_transformer_runs_at_any_length_and_what_is_filled_up_does_not_count() {
    let graph = |length: Option<i64>| {
        let file = transformer::bert(40, 5, 2, length).into_bytes();
        Graph::new(&graph::read(&file).unwrap(), Kind::Tokens, 48, 0).unwrap()
    };
    let (any, fixed) = (graph(None), graph(Some(48)));
    assert_eq!((any.fixed_tokens(), fixed.fixed_tokens()), (None, Some(48)));
    for length in [1, 2, 17, 48] {
        let batch = Batch { ids: (0..length).map(|place| place * 7 % 40).collect(), ..Batch::default() };
        let (short, filled) = (any.run(&batch).unwrap(), fixed.run(&batch).unwrap());
        assert_eq!((&short.shape[..], &filled.shape[..]), (&[1, length as usize, 5][..], &[1, 48, 5][..]));
        let apart = short.values.iter().zip(&filled.values).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(apart < 1e-4, "{length}: {apart}");
        assert!(short.values.iter().any(|value| value.abs() > 0.1));
    }
    let long = Batch { ids: vec![1; 49], ..Batch::default() };
    assert_eq!(fixed.run(&long).unwrap_err().code(), "invalid_format");
}

#[test]
fn prompts_find_spans() {
    let model = opened(&gliner_model());
    assert_eq!(find(&model, ""), []);
    let text = "Hello Zorblax Quux, of Acme  Corp. zorblax";
    // Of spans that score alike the longer stays.
    let all = [(Person, "Zorblax Quux"), (Organization, "Acme  Corp"), (Person, "zorblax")];
    let own = SpanModelSettings {
        labels: [("person".to_owned(), Person), ("organization".to_owned(), Organization)].into(),
        ..SpanModelSettings::default()
    };
    assert_eq!(find(&open(&gliner_model(), &own).unwrap(), text), found(&all));
    // The prompts say what it is.
    let other = SpanModelSettings {
        labels: [("organization".to_owned(), Location), ("location".to_owned(), Person)].into(),
        ..SpanModelSettings::default()
    };
    assert_eq!(find(&open(&gliner_model(), &other).unwrap(), text), found(&[(Location, "Acme  Corp")]));
    assert_eq!(model.settings().labels.len(), 4);
}

#[test]
fn long_texts_are_read_in_windows_by_prompts_too() {
    let labels: LabelMap = [("person".to_owned(), Person), ("organization".to_owned(), Organization)].into();
    let settings = |max_tokens| SpanModelSettings {
        labels: labels.clone(),
        max_tokens: Some(max_tokens),
        ..SpanModelSettings::default()
    };
    let text = long_text().replace("mister Frob", "hello there");
    let mut whole = gliner_model();
    whole.config = String::from_utf8(whole.config)
        .unwrap()
        .replace("48", "8000")
        .replace("{", "{\"encoder_config\":{\"max_position_embeddings\":8192},")
        .into_bytes();
    let expected = find(&open(&whole, &settings(8192)).unwrap(), &text);
    assert_eq!(expected.len(), 114);
    assert_eq!(find(&open(&gliner_model(), &settings(64)).unwrap(), &text), expected);
    assert_eq!(find(&open(&gliner_model(), &settings(512)).unwrap(), &text), expected, "by the most words");
}

#[test]
fn the_answer_is_the_same_in_any_thread_and_company() {
    let text = long_text();
    for files in [token_model(None), gliner_model()] {
        let model = opened(&files);
        let alone = model.find(&[TextInContext { before: "", text: &text }]).unwrap().remove(0);
        let texts = ["zorblax", text.as_str(), "acme"].map(|text| TextInContext { before: "", text });
        thread::scope(|scope| {
            let all: Vec<_> = (0..4).map(|_| scope.spawn(|| model.find(&texts).unwrap())).collect();
            for answer in all {
                let answer = answer.join().unwrap();
                assert_eq!((answer.len(), &answer[1]), (3, &alone));
            }
        });
    }
}

#[test]
fn the_engine_takes_its_spans_like_all_others() {
    let settings = PiiSettings { name_model: NameModel::Off, ..PiiSettings::default() };
    let deidentifier =
        Deidentifier::with_model(&settings, Some(Arc::new(opened(&token_model(None))))).unwrap();
    let text = "mister Frob (frob@example.com) of Acme Corp, 4111 1111 1111 1111";
    let (clean, map) = deidentifier.deidentify_text(text).unwrap();
    assert_eq!(clean, "mister [PERSON_1] ([EMAIL_1]) of [ORGANIZATION_1], [CREDIT_CARD_1]");
    assert_eq!(deidentifier.deidentify_text(&clean).unwrap().0, clean);
    assert_eq!(crate::reidentify(&clean, &map).unwrap(), text);
    let named = deidentifier.settings().span_model.clone().unwrap();
    assert_eq!(named.labels, [("PER".to_owned(), Person), ("ORG".to_owned(), Organization)].into());
    assert_eq!(named.sha256.as_deref().map(str::len), Some(64));
    // A snapshot is enough to ask for the same model again, and refuses another.
    let again = open(&token_model(None), &named).unwrap();
    assert_eq!(again.settings(), named);
    assert_eq!(
        open(&token_model(Some(24)), &named).unwrap_err().position().path.as_deref(),
        Some("piiSettings.spanModel.sha256")
    );
}

#[test]
fn a_text_that_it_cannot_read_is_an_error() {
    for files in [token_model(None), gliner_model()] {
        let settings = PiiSettings::default();
        let deidentifier = Deidentifier::with_model(&settings, Some(Arc::new(opened(&files)))).unwrap();
        let failed = deidentifier.deidentify_text("ask nan").unwrap_err();
        assert_eq!(failed.code(), "invalid_format");
        assert!(failed.message().contains("no numbers"), "{failed}");
    }
}

fn code(files: &Files) -> &'static str {
    open(files, &SpanModelSettings::default()).map(|_| ()).unwrap_err().code()
}

#[test]
fn files_that_are_no_model_are_refused() {
    let good = token_model(None);
    let mut cut = good.model.clone();
    cut.truncate(cut.len() / 2);
    for model in [Vec::new(), b"{}".to_vec(), b"hello, this is no model".to_vec(), vec![0xff; 64], cut] {
        assert_eq!(code(&Files { model, ..good.clone() }), "invalid_format");
    }
    for tokenizer in [Vec::new(), b"{}".to_vec(), good.config.clone()] {
        assert_eq!(code(&Files { tokenizer, ..good.clone() }), "invalid_format");
    }
    for config in [Vec::new(), b"[]".to_vec(), good.tokenizer.clone()] {
        assert_eq!(code(&Files { config, ..good.clone() }), "invalid_format");
    }
    // Every part of the file may be missing or odd: an error, no panic.
    for at in (0..good.model.len()).step_by(17) {
        let mut model = good.model.clone();
        model[at] ^= 0x55;
        let opened = open(&Files { model, ..good.clone() }, &SpanModelSettings::default());
        if let Ok(model) = opened {
            let _ = model.find(&[TextInContext { before: "", text: "mister zorblax" }]);
        }
    }
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let good = token_model(None);
    let fewer = Files { config: token_config(&LABELS[..5], 512), ..good.clone() };
    let refused = open(&fewer, &SpanModelSettings::default()).unwrap_err();
    assert!(refused.message().contains("6 scores") && refused.message().contains("5 labels"), "{refused}");
    let prompts = Files { config: gliner_model().config, ..good.clone() };
    assert_eq!(code(&prompts), "invalid_format", "GLiNER's configuration, but no input for spans");
    let labels = Files { config: good.config.clone(), ..gliner_model() };
    assert_eq!(code(&labels), "unsupported", "inputs for spans, but labels");
    let narrow =
        String::from_utf8(gliner_model().config).unwrap().replace("\"max_width\":4", "\"max_width\":3");
    assert_eq!(code(&Files { config: narrow.into_bytes(), ..gliner_model() }), "invalid_format");
    let marks = String::from_utf8(gliner_model().config).unwrap().replace("<<ENT>>", "<<OTHER>>");
    assert_eq!(code(&Files { config: marks.into_bytes(), ..gliner_model() }), "invalid_format");
}

#[test]
fn hostile_graphs_are_refused() {
    let side = [Side::Known(1), Side::Any("sequence")];
    let base = || {
        GraphFile::default()
            .input("input_ids", INT64, &side)
            .input("attention_mask", INT64, &side)
            .output("logits", &[side[0], side[1], Side::Known(6)])
    };
    let cases = [
        (base(), "invalid_format"),
        (base().node("Identity", &["input_ids"], "other"), "invalid_format"),
        (base().external("own", &[4, 6]).node("Gather", &["own", "input_ids"], "logits"), "unsupported"),
        (
            base().weight("own", FLOAT, &[1 << 40, 1 << 20], vec![0; 4]).node(
                "Gather",
                &["own", "input_ids"],
                "logits",
            ),
            "invalid_format",
        ),
        (
            base().weight("own", FLOAT, &[-1, 6], vec![0; 4]).node("Gather", &["own", "input_ids"], "logits"),
            "invalid_format",
        ),
        (
            base().weight("own", FLOAT, &[4, 6], vec![0; 4]).node("Gather", &["own", "input_ids"], "logits"),
            "unsupported",
        ),
        (base().node("Frobnicate", &["input_ids"], "logits"), "unsupported"),
        (base().node("Identity", &["logits"], "logits"), "unsupported"),
        (base().node("Gather", &["absent", "input_ids"], "logits"), "unsupported"),
        // The right kind of graph, and scores of another shape.
        (base().node_with("Cast", &["input_ids"], "logits", vec![int("to", FLOAT)]), "invalid_format"),
        (token_graph(None).input("pixel_values", FLOAT, &side), "unsupported"),
        (token_graph(None).input("token_type_ids", FLOAT, &side), "invalid_format"),
        (gliner_graph().input("position_ids", INT64, &side), "unsupported"),
    ];
    for (number, (graph, expected)) in cases.into_iter().enumerate() {
        let files = Files { model: graph.into_bytes(), ..token_model(None) };
        assert_eq!(code(&files), expected, "{number}");
    }
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let path = |settings: SpanModelSettings, files: &Files| {
        let error = open(files, &settings).unwrap_err();
        assert_eq!(error.code(), "invalid_config");
        error.position().path.clone().unwrap_or_default().rsplit('.').next().unwrap_or_default().to_owned()
    };
    let plain = SpanModelSettings::default;
    let label = |label: &str| -> LabelMap { [(label.to_owned(), Person)].into() };
    let (tokens, spans) = (token_model(None), gliner_model());
    assert_eq!(path(SpanModelSettings { sha256: Some("00".into()), ..plain() }, &tokens), "sha256");
    assert_eq!(path(SpanModelSettings { min_score: Some(1.5), ..plain() }, &tokens), "minScore");
    assert_eq!(path(SpanModelSettings { max_tokens: Some(2), ..plain() }, &tokens), "maxTokens");
    assert_eq!(path(SpanModelSettings { max_tokens: Some(513), ..plain() }, &tokens), "maxTokens");
    assert_eq!(path(SpanModelSettings { labels: label("PERS"), ..plain() }, &tokens), "labels");
    assert_eq!(path(SpanModelSettings { max_tokens: Some(8), ..plain() }, &spans), "maxTokens");
    assert_eq!(path(SpanModelSettings { labels: label(" "), ..plain() }, &spans), "labels");
    let strange = Files { config: token_config(&["O", "A", "B", "C", "D", "E"], 512), ..tokens.clone() };
    assert_eq!(path(plain(), &strange), "labels");
    // A label may be named with its type, and MISC only then counts.
    let misc = SpanModelSettings { labels: [("MISC".to_owned(), Location)].into(), ..plain() };
    assert_eq!(find(&open(&tokens, &misc).unwrap(), "zorblax misc"), found(&[(Location, "misc")]));
}

#[test]
fn the_files_for_tests_of_other_crates_are_these() {
    let Files { model, tokenizer, config } = token_model(None);
    let folder = "../tests/fixtures/onnx_model";
    assert!(model == include_bytes!("../../../../../tests/fixtures/onnx_model/model.onnx"), "{folder}");
    assert!(
        tokenizer == include_bytes!("../../../../../tests/fixtures/onnx_model/tokenizer.json"),
        "{folder}"
    );
    assert!(config == include_bytes!("../../../../../tests/fixtures/onnx_model/config.json"), "{folder}");
}
