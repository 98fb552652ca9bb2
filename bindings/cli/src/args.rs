//! The commands and the options that several of them share.

use std::env;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use foundry_core::dataset::split::SplitSettings;
use foundry_core::dataset::tokens::Tokenizer;
use foundry_core::deid::{Deidentifier, NameModel, PiiSettings, Policy, SpanModel};
use foundry_core::entity::{EntitySet, EntityType};
use foundry_core::error::{Error, ErrorKind, nearest};
use foundry_core::export::{ExportConfig, ExportFormat};
use foundry_core::offsets::OffsetUnit;
use foundry_core::read::{Encoding, FileFormat, ReadOptions};
use serde::de::DeserializeOwned;

use crate::{commands, own_model};

const AFTER_HELP: &str = "\
Examples:
  foundry inspect tickets.csv                   what the columns are and how they would be mapped
  foundry preview tickets.csv                   a few conversations before and after
  foundry process tickets.csv -o train.jsonl    the whole job
  foundry report tickets.csv -o report.html     what is in it, as a page with charts
  foundry validate train.jsonl                  check any fine-tuning file
  cat chat.log | foundry deid                   a text filter

Settings are read from the nearest foundry.toml (see `foundry schema`).
Exit codes: 0 ok, 1 findings or invalid, 2 usage, configuration or input, 130 interrupted.";

/// Turns support conversations into clean, de-identified, validated training data, on this machine
#[derive(Debug, Parser)]
#[command(name = "foundry", version, max_term_width = 100, after_help = AFTER_HELP)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Process(Box<commands::process::Args>),
    Inspect(commands::inspect::Args),
    Preview(commands::preview::Args),
    Scan(commands::scan::Args),
    Find(commands::find::Args),
    Deid(commands::deid::Args),
    Reidentify(commands::reidentify::Args),
    Validate(commands::validate::Args),
    Eval(commands::eval::Args),
    Report(Box<commands::report::Args>),
    /// Print the JSON Schema of the settings (foundry.toml)
    #[command(after_help = "Examples:\n  foundry schema > foundry.schema.json")]
    Schema,
    Completions(commands::completions::Args),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Results on stdout and errors on stderr as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print the summary even where stderr is not a terminal
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Colours; NO_COLOR and FORCE_COLOR are respected
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, env = "FOUNDRY_COLOR", hide_env_values = true)]
    pub color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// Bytes of UTF-8
    Bytes,
    /// Unicode code points, as in Python
    Chars,
    /// UTF-16 code units, as in JavaScript and Java
    Utf16,
}

impl From<Unit> for OffsetUnit {
    fn from(unit: Unit) -> OffsetUnit {
        match unit {
            Unit::Bytes => OffsetUnit::Bytes,
            Unit::Chars => OffsetUnit::Chars,
            Unit::Utf16 => OffsetUnit::Utf16,
        }
    }
}

/// How much of the machine is used.
#[derive(Debug, Args)]
pub struct ThreadArgs {
    /// Worker threads; all processors by default
    #[arg(short, long, value_name = "N", env = "FOUNDRY_THREADS", hide_env_values = true)]
    threads: Option<NonZeroUsize>,
}

impl ThreadArgs {
    /// The number of threads, 1 and up.
    pub fn count(&self) -> usize {
        self.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }
}

/// Where the settings come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub struct ConfigArgs {
    /// The settings file (TOML or JSON); by default the nearest foundry.toml, from here upward
    #[arg(long, value_name = "FILE", env = "FOUNDRY_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Read no settings file
    #[arg(long, conflicts_with = "config", env = "FOUNDRY_NO_CONFIG", hide_env_values = true)]
    #[arg(value_parser = BoolishValueParser::new())]
    pub no_config: bool,
    /// One setting, over the file's: `filterSettings.minMessageCount=2` (may be repeated)
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// How inputs are read, where finding out is not enough.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadArgs {
    /// The input's format: csv, xlsx, json, ndjson … (found out by default)
    #[arg(long, value_name = "FORMAT", value_parser = wire::<FileFormat>)]
    pub input_format: Option<FileFormat>,
    /// The CSV delimiter: one character, or `tab`
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<String>,
    /// The character encoding: utf-8, utf-16le, utf-16be, windows-1252
    #[arg(long, value_name = "NAME", value_parser = wire::<Encoding>)]
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook, by name
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The member of a ZIP archive, by its name in it (by default all that can be read)
    #[arg(long, value_name = "NAME")]
    pub member: Option<String>,
    /// Where the array of rows stands in a JSON document: `data.tickets`
    #[arg(long, value_name = "PATH")]
    pub json_path: Option<String>,
}

impl ReadArgs {
    /// Puts what was given over the settings.
    pub fn apply(&self, options: &mut ReadOptions) {
        fn over<T: Clone>(setting: &mut Option<T>, given: &Option<T>) {
            if given.is_some() {
                setting.clone_from(given);
            }
        }
        over(&mut options.format, &self.input_format);
        over(&mut options.delimiter, &self.delimiter);
        over(&mut options.encoding, &self.encoding);
        over(&mut options.sheet_name, &self.sheet);
        over(&mut options.member, &self.member);
        over(&mut options.json_path, &self.json_path);
    }
}

/// What goes into the examples, and into which part of the data set.
#[derive(Debug, Args)]
#[command(next_help_heading = "Writing")]
pub struct ExportArgs {
    /// The most tokens of an example; longer conversations are split between an answer and the next question
    #[arg(long, value_name = "N")]
    max_tokens: Option<usize>,
    /// How many turns are repeated where a conversation is split
    #[arg(long, value_name = "N")]
    overlap_turns: Option<usize>,
    /// How tokens are counted
    #[arg(long, value_name = "NAME", value_parser = tokenizer())]
    tokenizer: Option<Tokenizer>,
    /// Count the tokens of every example, and estimate what training costs
    #[arg(long)]
    count_tokens: bool,
    /// Percent of training, validation and test data, such as 80/10/10; no customer is in two parts
    #[arg(long, value_name = "T/V/T", value_parser = parse_split, requires = "folder")]
    split: Option<(f64, f64)>,
}

impl ExportArgs {
    /// Puts what was given over the settings.
    pub fn apply(&self, config: &mut ExportConfig) {
        if let Some(tokens) = self.max_tokens {
            config.max_tokens = tokens;
        }
        if let Some(turns) = self.overlap_turns {
            config.overlap_turns = turns;
        }
        if let Some(tokenizer) = self.tokenizer {
            config.tokenizer = tokenizer;
        }
        config.count_tokens |= self.count_tokens;
        if let Some((validation, test)) = self.split {
            config.split =
                Some(SplitSettings { validation, test, ..config.split.take().unwrap_or_default() });
        }
    }
}

/// Parses `80/10/10` (or `90/10`) to the shares of validation and test data.
fn parse_split(text: &str) -> Result<(f64, f64), String> {
    let wrong = || "a split is written in percent that sum to 100, such as 80/10/10 or 90/10".to_owned();
    let parts: Vec<u32> =
        text.split('/').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
    match parts.as_slice() {
        [train, validation, test @ ..] if *train > 0 && test.len() <= 1 => {
            let test = test.first().copied().unwrap_or_default();
            let sum = train.checked_add(*validation).and_then(|sum| sum.checked_add(test));
            if sum == Some(100) {
                Ok((f64::from(*validation) / 100.0, f64::from(test) / 100.0))
            } else {
                Err(wrong())
            }
        }
        _ => Err(wrong()),
    }
}

/// What is looked for.
#[derive(Debug, Args)]
#[command(next_help_heading = "De-identification")]
pub struct PiiArgs {
    /// A set of rules made for a purpose: which types, and what is done to each; settings of your own win over it
    #[arg(long, value_name = "POLICY", value_parser = policy(), env = "FOUNDRY_POLICY", hide_env_values = true)]
    pub policy: Option<Policy>,
    /// Entity types to look for: `default`, `all`, or a list such as EMAIL_ADDRESS,PERSON
    #[arg(long, value_name = "TYPES", value_parser = parse_entities)]
    #[arg(env = "FOUNDRY_ENTITIES", hide_env_values = true, long_help = entities_help())]
    pub entities: Option<Entities>,
    /// Leave findings below this score alone (0.0 to 1.0)
    #[arg(long, value_name = "SCORE", env = "FOUNDRY_MIN_SCORE", hide_env_values = true)]
    pub min_score: Option<f32>,
    /// Whether the built-in model looks for names in free text: off, balanced, high_recall
    #[arg(long, value_name = "SETTING", value_parser = wire::<NameModel>)]
    #[arg(env = "FOUNDRY_NAME_MODEL", hide_env_values = true)]
    pub name_model: Option<NameModel>,
    /// The country of phone numbers without a country code: US, GB, DE …
    #[arg(long, value_name = "COUNTRY", env = "FOUNDRY_LOCALE", hide_env_values = true)]
    pub locale: Option<String>,
    /// A folder with an ONNX model of your own that looks for personal data too: model.onnx, tokenizer.json, config.json
    #[arg(long, value_name = "FOLDER", env = "FOUNDRY_ONNX_MODEL", hide_env_values = true)]
    onnx_model: Option<PathBuf>,
}

impl PiiArgs {
    /// The model that was given, set as the settings say.
    pub fn model(&self, settings: &PiiSettings) -> foundry_core::Result<Option<Arc<dyn SpanModel>>> {
        self.onnx_model.as_deref().map(|folder| own_model::open(folder, settings)).transpose()
    }

    /// What finds and replaces by these settings, with the model that was given.
    pub fn deidentifier(&self, settings: &PiiSettings) -> foundry_core::Result<Deidentifier> {
        Deidentifier::with_model(settings, self.model(settings)?)
    }

    /// Puts what was given over the settings. Keys come from the environment, or from files that it names.
    pub fn apply(&self, settings: &mut PiiSettings) -> foundry_core::Result<()> {
        if self.policy.is_some() {
            settings.policy = self.policy;
        }
        match &self.entities {
            None => {}
            // What a policy looks for is not the default set.
            Some(Entities::Default) => {
                let default = EntitySet::default_types();
                let types = EntityType::ALL.iter().copied().filter(|t| default.contains(*t));
                settings.entities = settings.policy.map(|_| types.collect());
            }
            Some(Entities::All) => settings.entities = Some(EntityType::ALL.to_vec()),
            Some(Entities::List(list)) => settings.entities = Some(list.clone()),
        }
        if self.min_score.is_some() {
            settings.min_score = self.min_score;
        }
        if let Some(name_model) = self.name_model {
            settings.name_model = name_model;
        }
        if let Some(locale) = &self.locale {
            settings.locale.clone_from(locale);
        }
        if let Some(key) = key_of("FOUNDRY_HASH_KEY")? {
            settings.hash_key = Some(key);
        }
        if let Some(key) = key_of("FOUNDRY_ENCRYPTION_KEY")? {
            settings.encryption_key = Some(key);
        }
        Ok(())
    }
}

/// A key from the variable, or from the file that the variable of the same name with `_FILE` names. Never from an
/// option, so that no list of processes shows it.
pub fn key_of(variable: &str) -> foundry_core::Result<Option<String>> {
    if let Ok(key) = env::var(variable) {
        return Ok(Some(key));
    }
    env::var_os(format!("{variable}_FILE")).map(|path| read_key(Path::new(&path))).transpose()
}

/// The first line of a file as a key.
pub fn read_key(path: &Path) -> foundry_core::Result<String> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|e| Error::io("the key cannot be read", e).in_file(&name))?;
    let key = text.lines().next().unwrap_or_default().trim();
    if key.is_empty() {
        return Err(Error::new(ErrorKind::Config, "the key is empty").in_file(name));
    }
    Ok(key.to_owned())
}

/// A choice of entity types.
#[derive(Debug, Clone, PartialEq)]
pub enum Entities {
    Default,
    All,
    List(Vec<EntityType>),
}

fn parse_entities(text: &str) -> Result<Entities, String> {
    match text {
        "default" => Ok(Entities::Default),
        "all" => Ok(Entities::All),
        _ => parse_entity_list(text).map(Entities::List),
    }
}

/// A list such as `EMAIL_ADDRESS,PERSON`; upper and lower case do not matter.
pub fn parse_entity_list(text: &str) -> Result<Vec<EntityType>, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let list: Vec<EntityType> = names.map(parse_entity).collect::<Result<_, _>>()?;
    if list.is_empty() { Err("no entity type is named".into()) } else { Ok(list) }
}

fn parse_entity(name: &str) -> Result<EntityType, String> {
    let upper = name.to_uppercase();
    EntityType::from_name(&upper).ok_or_else(|| {
        let near = nearest(&upper, EntityType::ALL.iter().map(|t| t.name()));
        let near = near.map(|n| format!(", did you mean `{n}`?")).unwrap_or_default();
        format!("unknown entity type `{name}`{near}")
    })
}

fn entities_help() -> String {
    let names: Vec<&str> = EntityType::ALL.iter().map(|t| t.name()).collect();
    format!(
        "Entity types to look for: `default`, `all`, or a list separated by commas of {}",
        names.join(", ")
    )
}

/// A parser for `--format` that knows the names, for help, completions and the nearest one.
pub fn export_format() -> impl TypedValueParser<Value = ExportFormat> {
    PossibleValuesParser::new(ExportFormat::names())
        .map(|name| ExportFormat::from_name(&name).unwrap_or_default())
}

/// A parser for `--tokenizer` that knows the names.
fn tokenizer() -> impl TypedValueParser<Value = Tokenizer> {
    PossibleValuesParser::new(Tokenizer::ALL.map(Tokenizer::as_str))
        .map(|name| Tokenizer::from_name(&name).unwrap_or_default())
}

/// A parser for `--policy` that knows the names.
fn policy() -> impl TypedValueParser<Value = Policy> {
    PossibleValuesParser::new(Policy::ALL.map(Policy::as_str))
        .map(|name| Policy::from_name(&name).unwrap_or(Policy::Standard))
}

/// Parses the wire name of an enum of the core.
fn wire<T: DeserializeOwned>(name: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(name.to_lowercase())).map_err(|e| e.to_string())
}

/// A size such as `64M` or `2GiB`, in bytes.
pub fn parse_size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default().to_lowercase();
    let factor: usize = match unit.trim_end_matches('b').trim_end_matches('i') {
        "" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => return Err("a size is a number with K, M or G, such as 64M".into()),
    };
    let number: usize =
        digits.trim().parse().map_err(|_| "a size is a number with K, M or G, such as 64M")?;
    number.checked_mul(factor).filter(|n| *n > 0).ok_or_else(|| "the size is out of range".into())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_ends_its_help_with_examples() {
        let mut cli = Cli::command();
        cli.build();
        for command in cli.get_subcommands_mut() {
            let help = command.render_long_help().to_string();
            assert!(help.contains("Examples:"), "{} has no examples", command.get_name());
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("1"), Ok(1));
        assert_eq!(parse_size("64M"), Ok(64 << 20));
        assert_eq!(parse_size("2GiB"), Ok(2 << 30));
        assert_eq!(parse_size("8kb"), Ok(8 << 10));
        for bad in ["", "M", "0", "1T", "-1", "99999999999999999999", "99999999999G"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn splits() {
        assert_eq!(parse_split("80/10/10"), Ok((0.1, 0.1)));
        assert_eq!(parse_split("90/10"), Ok((0.1, 0.0)));
        for bad in ["", "90", "90/5", "0/50/50", "80/10/5/5", "a/b", "-1/101", "4294967295/1/4"] {
            assert!(parse_split(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn entity_lists() {
        assert_eq!(parse_entities("all"), Ok(Entities::All));
        let list = Entities::List(vec![EntityType::EmailAddress, EntityType::Person]);
        assert_eq!(parse_entities("email_address, PERSON"), Ok(list));
        assert!(parse_entities("EMAIL_ADRESS").is_err_and(|e| e.contains("EMAIL_ADDRESS")));
        assert!(parse_entities(",").is_err());
    }
}
