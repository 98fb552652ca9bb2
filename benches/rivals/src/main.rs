//! One harness for de-identification alone: `foundry-rivals ENGINE FILE.texts.jsonl [OUT.jsonl]`.
//! Texts are in memory before the clock starts; every output is kept. Prints one JSON object.

use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;

use cpu_time::ProcessTime;
use dd_sds::{
    MatchAction, RegexRuleConfig, RootRuleConfig, RuleConfig, Scanner, SecondaryValidator, SimpleEvent,
};
use foundry_core::conversation::{Conversation, Message, SenderRole};
use foundry_core::deid::{Deidentifier, NameModel, PiiSettings, Scratch};
use foundry_core::entity::EntityType;

/// The 15 patterns every regex engine is measured with, and the rival's own validators where it has them.
const PATTERNS: [(&str, &str); 15] = [
    ("EMAIL", r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,24}\b"),
    ("URL", r#"\b(?:https?|ftp)://[^\s<>"']{3,}"#),
    ("IBAN", r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"),
    (
        "CARD",
        r"\b(?:4[0-9]{3}|5[1-5][0-9]{2}|6(?:011|5[0-9]{2})|3[47][0-9]{2})(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}\b|\b3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}\b",
    ),
    ("SSN", r"\b[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}\b"),
    ("ITIN", r"\b9[0-9]{2}[ -]?(?:[5-9][0-9])[ -]?[0-9]{4}\b"),
    ("MAC", r"\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b"),
    (
        "IPV6",
        r"\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b|\b(?:[0-9A-Fa-f]{1,4}:){1,6}:(?:[0-9A-Fa-f]{1,4}:?){1,6}\b",
    ),
    ("IPV4", r"\b(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\b"),
    (
        "PHONE_INTL",
        r"\+[1-9][0-9]{0,2}[ .-]?(?:\(0?[0-9]{1,4}\)[ .-]?)?[0-9]{2,4}(?:[ .-]?[0-9]{2,6}){1,4}\b",
    ),
    ("PHONE_US", r"(?:\b1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}\b"),
    ("DOB", r"\b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])/(?:19|20)[0-9]{2}\b"),
    (
        "ADDRESS",
        r"\b[1-9][0-9]{0,4} (?:[A-Z][a-z]{1,20} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl)\b\.?(?:, [A-Z][A-Za-z ]{2,30}, [A-Z]{2} [0-9]{5}(?:-[0-9]{4})?)?",
    ),
    ("BTC", r"\b(?:bc1[a-z0-9]{25,59}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b"),
    ("UUID", r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\b"),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(engine), Some(path)) = (arguments.next(), arguments.next()) else {
        eprintln!(
            "usage: foundry-rivals dd-sds|foundry|foundry-rules|foundry-structured|foundry-all|foundry-conversations|copy FILE.texts.jsonl [OUT.jsonl]"
        );
        std::process::exit(2);
    };
    let texts: Vec<String> = std::fs::read_to_string(&path)
        .expect("the corpus can be read")
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).expect("the corpus is JSON lines");
            value["text"].as_str().unwrap_or_default().to_owned()
        })
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let (seconds, outputs) = match engine.as_str() {
        "dd-sds" => dd_sds(&texts),
        "foundry" => foundry(&texts, &PiiSettings::default()),
        "foundry-rules" => foundry(&texts, &rules(PiiSettings::default())),
        "foundry-structured" => foundry(&texts, &structured()),
        "foundry-all" => foundry(&texts, &every_type()),
        "foundry-conversations" => conversations(&texts, &PiiSettings::default()),
        "copy" => {
            let start = ProcessTime::now();
            let outputs = texts.iter().map(|text| Cow::Owned(text.clone())).collect();
            (start.elapsed().as_secs_f64(), outputs)
        }
        other => panic!("unknown engine {other}"),
    };
    println!(
        "{}",
        serde_json::json!({
            "engine": engine, "messages": texts.len(), "bytes": bytes, "cpuSeconds": seconds,
            "mbPerCpuSecond": bytes as f64 / 1e6 / seconds,
        })
    );
    if let Some(path) = arguments.next() {
        let mut out = std::io::BufWriter::new(std::fs::File::create(path).expect("the output can be made"));
        for (id, text) in outputs.iter().enumerate() {
            writeln!(out, "{}", serde_json::json!({"id": id, "text": text}))
                .expect("the output can be written");
        }
    }
}

/// The default set but names: what can be told without word lists, as the rival's patterns do.
fn structured() -> PiiSettings {
    rules(PiiSettings { remove_entities: vec![EntityType::Person], ..PiiSettings::default() })
}

/// The same settings without the name model.
fn rules(settings: PiiSettings) -> PiiSettings {
    PiiSettings { name_model: NameModel::Off, ..settings }
}

/// Every recognizer of every country, without the name model.
fn every_type() -> PiiSettings {
    rules(PiiSettings { entities: Some(EntityType::ALL.to_vec()), ..PiiSettings::default() })
}

/// Text in, text out, as the rival does it; tokens numbered within each text, and searched for what is left.
fn foundry<'t>(texts: &'t [String], settings: &PiiSettings) -> (f64, Vec<Cow<'t, str>>) {
    let deidentifier = Deidentifier::new(settings).expect("the settings are right");
    let mut scratch = Scratch::default();
    let mut outputs = Vec::with_capacity(texts.len());
    let start = ProcessTime::now();
    for text in texts {
        let (text, _) =
            deidentifier.deidentify_text_with(text, &mut scratch).expect("de-identification succeeds");
        outputs.push(text);
    }
    (start.elapsed().as_secs_f64(), outputs)
}

/// The same with each message as a conversation of its own, made ready for the last look at an export's bytes.
fn conversations<'t>(texts: &'t [String], settings: &PiiSettings) -> (f64, Vec<Cow<'t, str>>) {
    let deidentifier = Deidentifier::new(settings).expect("the settings are right");
    let mut scratch = Scratch::default();
    let mut outputs = Vec::with_capacity(texts.len());
    let start = ProcessTime::now();
    for text in texts {
        let message = Message {
            role: SenderRole::Customer,
            content: Cow::Borrowed(text.as_str()),
            sender_id: None,
            timestamp: None,
            custom: Vec::new(),
        };
        let conversation = Conversation {
            id: Cow::Borrowed("1"),
            status: None,
            messages: vec![message],
            known_values: Vec::new(),
            first_row: 0,
        };
        let done =
            deidentifier.deidentify_with(conversation, &mut scratch).expect("de-identification succeeds");
        let mut messages = done.conversation.into_conversation().messages;
        outputs.push(messages.pop().map(|message| message.content).unwrap_or_default());
    }
    (start.elapsed().as_secs_f64(), outputs)
}

fn dd_sds(texts: &[String]) -> (f64, Vec<Cow<'_, str>>) {
    let rules: Vec<RootRuleConfig<Arc<dyn RuleConfig>>> = PATTERNS
        .iter()
        .map(|(name, pattern)| {
            let config = RegexRuleConfig::new(pattern);
            let config = match *name {
                "CARD" => config.with_validator(Some(SecondaryValidator::LuhnChecksum)),
                "IBAN" => config.with_validator(Some(SecondaryValidator::IbanChecker)),
                "BTC" => config.with_validator(Some(SecondaryValidator::BtcChecksum)),
                _ => config,
            };
            RootRuleConfig::new(config.build()).match_action(MatchAction::redact(&format!("[{name}]")))
        })
        .collect();
    let scanner: Scanner = Scanner::builder(&rules).build().expect("the rival takes the patterns");
    let mut outputs = Vec::with_capacity(texts.len());
    let start = ProcessTime::now();
    for text in texts {
        let mut event = SimpleEvent::String(text.clone());
        scanner.scan(&mut event).expect("the rival scans");
        let SimpleEvent::String(text) = event else { unreachable!("a string stays a string") };
        outputs.push(Cow::Owned(text));
    }
    (start.elapsed().as_secs_f64(), outputs)
}
