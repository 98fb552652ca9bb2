//! `foundry-training train` rebuilds the name model; `evaluate` measures it; `time` tells how fast it is.

#![allow(clippy::disallowed_methods, reason = "the trainer reads files and clocks, the core does not")]

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Parser, Subcommand, ValueEnum};
use foundry_core::deid::tagger::{Knob, Label, TagScratch, Tagger, training};
use foundry_core::deid::{Deidentifier, NameModel, PiiSettings, Scratch};
use foundry_core::entity::EntityType;
use foundry_training::augment::Writing;
use foundry_training::crf::{Plan, train};
use foundry_training::data::{Example, Masker, Set, read};
use foundry_training::evaluate::{Figures, Finder, Found, measure};
use foundry_training::file::{Steps, Thresholds, write};
use foundry_training::labelled::LabelledText;
use foundry_training::lists::Tables;
use foundry_training::{Failure, own_texts, synth};

#[derive(Parser)]
#[command(about = "Rebuilds and measures the name model of foundry-core")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains a model and writes its file.
    Train {
        /// Folder of labelled text and lists.
        #[arg(long)]
        data: PathBuf,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Measures a model on the texts kept for tuning.
    Evaluate {
        /// Folder of labelled text and lists.
        #[arg(long)]
        data: PathBuf,
        /// A model file; the one of the crate when missing.
        #[arg(long)]
        model: Option<PathBuf>,
        /// How readily a name is seen.
        #[arg(long, value_enum, default_value = "balanced")]
        knob: KnobName,
        /// Use the memory for persons.
        #[arg(long)]
        memory: bool,
    },
    /// Measures rules and the model of the crate together on the texts kept for tuning.
    Engine {
        /// Folder of labelled text and lists.
        #[arg(long)]
        data: PathBuf,
        /// How readily a name is seen.
        #[arg(long, value_enum, default_value = "high-recall")]
        knob: KnobName,
    },
    /// Shows what a model finds and misses in the texts kept for tuning.
    Show {
        /// Folder of labelled text and lists; only the texts of our own when missing.
        #[arg(long)]
        data: Option<PathBuf>,
        /// The set to show.
        #[arg(long, default_value = "own")]
        set: String,
        /// A model file; the one of the crate when missing.
        #[arg(long)]
        model: Option<PathBuf>,
        /// How readily a name is seen.
        #[arg(long, value_enum, default_value = "balanced")]
        knob: KnobName,
        /// All lower case.
        #[arg(long)]
        lower: bool,
        /// Rules and the model of the crate together.
        #[arg(long)]
        engine: bool,
    },
    /// Tells how fast a model is on a file of JSON lines with `text`.
    Time {
        /// The file.
        #[arg(long)]
        texts: PathBuf,
        /// A model file; the one of the crate when missing.
        #[arg(long)]
        model: Option<PathBuf>,
    },
    /// Tags the lines of standard input.
    Tag {
        /// A model file; the one of the crate when missing.
        #[arg(long)]
        model: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct Options {
    /// Rows of the weight table.
    #[arg(long, default_value_t = 196_608)]
    rows: u32,
    /// Weights of the gate.
    #[arg(long, default_value_t = 131_072)]
    gates: u32,
    /// Times through all texts.
    #[arg(long, default_value_t = 3)]
    epochs: usize,
    /// Of the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Models trained and averaged.
    #[arg(long, default_value_t = 6)]
    runs: usize,
    /// Rate of AdaGrad.
    #[arg(long, default_value_t = 0.06)]
    rate: f32,
    /// Synthetic conversations.
    #[arg(long, default_value_t = 35_000)]
    synthetic: usize,
    /// Sets of texts to leave out.
    #[arg(long)]
    without: Vec<String>,
    /// What the gate must give to one token of a stretch that is looked at closely.
    #[arg(long, default_value_t = -0.5, allow_negative_numbers = true)]
    gate: f32,
    /// What the gate must give to the tokens around it.
    #[arg(long, default_value_t = -3.0, allow_negative_numbers = true)]
    near: f32,
    /// What is taken from the score of O for a balanced result.
    #[arg(long, default_value_t = 0.4)]
    balanced: f32,
    /// What is taken from the score of O for high recall.
    #[arg(long, default_value_t = 1.0)]
    recall: f32,
    /// Weights are multiples of so many units.
    #[arg(long, default_value_t = 4)]
    step: u16,
    /// Weights of the gate are multiples of so many units.
    #[arg(long, default_value_t = 8)]
    gate_step: u16,
    /// How many of the words with clusters are kept, the most frequent.
    #[arg(long, default_value_t = 100_000)]
    words: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum KnobName {
    Balanced,
    HighRecall,
}

impl From<KnobName> for Knob {
    fn from(name: KnobName) -> Knob {
        match name {
            KnobName::Balanced => Knob::Balanced,
            KnobName::HighRecall => Knob::HighRecall,
        }
    }
}

fn main() -> Result<(), Failure> {
    match Arguments::parse().command {
        Command::Train { data, out, options } => train_model(&data, &out, &options),
        Command::Evaluate { data, model, knob, memory } => {
            report(&sets(&data, 0)?, finder(&open(model.as_deref())?, knob, memory))
        }
        Command::Engine { data, knob } => {
            report(&sets(&data, 0)?, Finder::Engine(Box::new(engine_of(knob)?)))
        }
        Command::Time { texts, model } => time(&texts, model.as_deref()),
        Command::Show { data, set, model, knob, lower, engine } => {
            let examples = match data {
                Some(data) => sets(&data, 0)?.into_iter().find(|found| found.name == set).map(|set| set.tune),
                None => Some(own(&Masker::new()?)),
            };
            let examples = examples.ok_or("there is no such set")?;
            if engine {
                return show(Finder::Engine(Box::new(engine_of(knob)?)), &examples, lower);
            }
            show(finder(&open(model.as_deref())?, knob, false), &examples, lower)
        }
        Command::Tag { model } => tag(&open(model.as_deref())?),
    }
}

/// The sets of the folder, and the synthetic conversations.
fn sets(data: &Path, synthetic: usize) -> Result<Vec<Set>, Failure> {
    let masker = Masker::new()?;
    let mut sets = read(data, &masker)?;
    let mut material = synth::Material::own();
    material.add_folder(&data.join("gazetteers"))?;
    let examples = |texts: Vec<LabelledText>, weight| {
        texts.into_iter().map(|text| masker.example(text, weight)).collect::<Vec<Example>>()
    };
    sets.push(Set {
        name: "synthetic".to_owned(),
        train: examples(synth::conversations_with(&material, synthetic, 1), 1),
        tune: examples(synth::held_out_with(&material, 3_000, 2), 0),
    });
    let technical = examples(synth::held_out_technical(&material, 1_500, 3), 0);
    sets.push(Set { name: "synth_technical".to_owned(), train: Vec::new(), tune: technical });
    sets.push(Set { name: "own".to_owned(), train: Vec::new(), tune: own(&masker) });
    Ok(sets)
}

/// The texts of our own.
fn own(masker: &Masker) -> Vec<Example> {
    own_texts::texts().into_iter().map(|text| masker.example(text, 0)).collect()
}

fn train_model(data: &Path, out: &Path, options: &Options) -> Result<(), Failure> {
    let start = Instant::now();
    let sets = sets(data, options.synthetic)?;
    let tables = Tables::build(data, options.words)?;
    let lists = tables.lists().ok_or("the lists do not fit their tables")?;
    let kept = sets.iter().filter(|set| !options.without.contains(&set.name));
    let examples: Vec<&Example> = kept.flat_map(|set| &set.train).collect();
    eprintln!("{} texts, read in {:.1} s", examples.len(), start.elapsed().as_secs_f32());
    let plan = Plan {
        rows: options.rows,
        gates: options.gates,
        epochs: options.epochs,
        seed: options.seed,
        runs: options.runs,
        rate: options.rate,
    };
    let weights = train(&examples, &lists, plan, |epoch, loss| {
        eprintln!("epoch {}: loss {loss:.4}, {:.1} s", epoch + 1, start.elapsed().as_secs_f32());
    });
    let thresholds = Thresholds {
        gate: options.gate,
        near: options.near,
        balanced: options.balanced,
        recall: options.recall,
    };
    let steps = Steps { weights: options.step, gates: options.gate_step };
    let file = write(&weights, &tables, thresholds, steps);
    std::fs::write(out, &file)?;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&file)?;
    eprintln!("{} bytes, {} with gzip", file.len(), packed.finish()?.len());
    let tagger = Tagger::from_file(&file).ok_or("the file does not read back")?;
    eprintln!("digest of the fixed conversations, for the tests: {}", training::digest(&tagger));
    report(&sets, finder(&tagger, KnobName::Balanced, false))
}

fn open(model: Option<&Path>) -> Result<Tagger, Failure> {
    let file = match model {
        Some(path) => std::fs::read(path)?,
        None => include_bytes!("../../model/names.bin").to_vec(),
    };
    Tagger::from_file(&file).ok_or_else(|| "this is no model of this version".into())
}

fn finder(tagger: &Tagger, knob: KnobName, memory: bool) -> Finder<'_> {
    Finder::Model { tagger, knob: knob.into(), memory, scratch: Box::default() }
}

/// Rules and model as they are by default, with organizations and locations.
fn engine_of(knob: KnobName) -> Result<Deidentifier, Failure> {
    let name_model = match knob {
        KnobName::Balanced => NameModel::Balanced,
        KnobName::HighRecall => NameModel::HighRecall,
    };
    let add_entities = vec![EntityType::Organization, EntityType::Location];
    Ok(Deidentifier::new(&PiiSettings { name_model, add_entities, ..PiiSettings::default() })?)
}

/// Prints the figures of every set, as written and in lower case.
fn report(sets: &[Set], mut finder: Finder<'_>) -> Result<(), Failure> {
    println!(
        "exact/overlapping F1 in percent; alarms per 10,000 characters; share of name characters left open"
    );
    for writing in [Writing::AsIs, Writing::Lower] {
        println!("\n{writing:?}");
        let (mut total, mut real) = (Figures::default(), Figures::default());
        for set in sets.iter().filter(|set| !set.tune.is_empty()) {
            let figures = measure(&mut finder, &set.tune, writing)?;
            print_line(&set.name, &figures);
            total.add(&figures);
            if !set.name.starts_with("synth") && set.name != "own" {
                real.add(&figures);
            }
        }
        print_line("all", &total);
        print_line("all but synthetic", &real);
        print!("right by margin, all but synthetic:");
        for (bin, (given, right)) in real.margins.iter().enumerate() {
            print!("  {}: {:.0}% of {given}", bin as i32 - 1, 100.0 * *right as f64 / (*given).max(1) as f64);
        }
        println!();
    }
    Ok(())
}

fn print_line(name: &str, figures: &Figures) {
    print!("{name:18}");
    for (label, count) in Label::ALL.iter().zip(&figures.counts) {
        let short = &format!("{label:?}")[..3];
        if count.there > 0 {
            print!("  {short} {:4.1}/{:4.1}", count.exact_f1(), count.touching_f1());
        } else {
            print!("  {short}   -/  - ");
        }
    }
    println!("  alarms {:5.2}  open {:4.1}", figures.alarms(), figures.open());
}

fn time(texts: &Path, model: Option<&Path>) -> Result<(), Failure> {
    let file = std::io::BufReader::new(std::fs::File::open(texts)?);
    let mut texts = Vec::new();
    for line in file.lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        texts.push(value.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let start = Instant::now();
    let tagger = open(model)?;
    println!("opened in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let (mut scratch, mut out) = (TagScratch::new(), Vec::new());
    measure_speed("model alone", bytes, || {
        let mut names = 0;
        for text in &texts {
            out.clear();
            tagger.tag(text, &[], &mut scratch, Knob::HighRecall, &mut out);
            names += out.len();
        }
        Ok(names)
    })?;
    for name_model in [NameModel::HighRecall, NameModel::Off] {
        let engine = Deidentifier::new(&PiiSettings { name_model, ..PiiSettings::default() })?;
        let mut scratch = Scratch::default();
        measure_speed(&format!("everything, model {name_model:?}"), bytes, || {
            let mut tokens = 0;
            for text in &texts {
                tokens += engine.deidentify_text_with(text, &mut scratch)?.1.len();
            }
            Ok(tokens)
        })?;
    }
    Ok(())
}

/// Prints the best of three rounds.
fn measure_speed(
    what: &str,
    bytes: usize,
    mut round: impl FnMut() -> Result<usize, Failure>,
) -> Result<(), Failure> {
    let mut best = (f64::INFINITY, f64::INFINITY, 0);
    for _ in 0..3 {
        let (start, busy) = (Instant::now(), busy_seconds());
        let found = round()?;
        let (wall, busy) = (start.elapsed().as_secs_f64(), busy_seconds() - busy);
        best = (best.0.min(wall), best.1.min(busy), found);
    }
    let speed = |seconds: f64| bytes as f64 / seconds / 1e6;
    println!(
        "{what}: {:.1} MB/s, {:.1} by time on the processor, {} found",
        speed(best.0),
        speed(best.1),
        best.2
    );
    Ok(())
}

/// Time on the processor so far, where the system tells it (Linux); a shared machine blurs the clock on the wall.
fn busy_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn tag(tagger: &Tagger) -> Result<(), Failure> {
    let masker = Masker::new()?;
    let mut scratch = TagScratch::new();
    for line in std::io::stdin().lines() {
        let text = line?.replace("\\n", "\n");
        let labelled = foundry_training::labelled::LabelledText { text: text.clone(), spans: Vec::new() };
        let mut out = Vec::new();
        tagger.tag(&text, &masker.mask(&labelled), &mut scratch, Knob::HighRecall, &mut out);
        println!("{text}");
        for name in out {
            println!("    {:?} {:?} {}", name.label, &text[name.span.start..name.span.end], name.margin);
        }
    }
    Ok(())
}

fn show(mut finder: Finder<'_>, examples: &[Example], lower: bool) -> Result<(), Failure> {
    for example in examples {
        let labelled = &example.labelled;
        let writing = if lower { Writing::Lower } else { Writing::AsIs };
        let text = foundry_training::augment::write(&labelled.text, &[], writing);
        let Found { names: found, .. } = finder.find(&text, example)?;
        let named = found.iter().map(|tagged| (tagged.span, tagged.label as usize)).collect::<Vec<_>>();
        let there = labelled.spans.iter().map(|(span, label)| (*span, *label as usize)).collect::<Vec<_>>();
        let missed = there.iter().filter(|name| !named.contains(name)).map(|name| ("missed", name));
        let given = named.iter().filter(|name| !there.contains(name)).map(|name| ("    gave", name));
        let mut heading = Some(text.as_str());
        for (what, (span, label)) in missed.chain(given) {
            if let Some(text) = heading.take() {
                println!("{text:?}");
            }
            println!("  {what} {:?} {:?}", Label::ALL[*label], &text[span.start..span.end]);
        }
    }
    Ok(())
}
