//! Puts turns together to one text, with or without names and times before them.

use crate::labelled::{Label, LabelledText};

use super::draft::{Draft, Speaker, Turn};
use super::language::{Language, Texts};
use super::material::Stock;
use super::noise::Habits;
use super::scene::Scene;
use super::slot::{AGENT, CUSTOMER, NameForm};

/// How the speaker of a turn is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    None,
    /// "Agent: "
    Role,
    /// "Maria: ", the customer by role.
    AgentName,
    /// "Maria: ", "Tom Ng: "
    Names,
    /// "[10:42] Maria: "
    TimeAndName,
    /// "Maria (10:42): "
    NameAndTime,
    /// "Maria Lopez (Agent): "
    NameAndRole,
    /// A line with name and time of its own.
    OwnLine,
    /// "> "
    Quote,
}

const HEADINGS: [Heading; 9] = [
    Heading::None,
    Heading::Role,
    Heading::AgentName,
    Heading::Names,
    Heading::TimeAndName,
    Heading::NameAndTime,
    Heading::NameAndRole,
    Heading::OwnLine,
    Heading::Quote,
];

/// What stands between a speaker and the turn.
const COLONS: &[&str] = &[": ", ": ", ": ", " - ", ":\n", " > "];

/// Writes out the turns of a draft, typed as their speakers type.
pub(super) fn render(
    draft: Draft,
    scene: &mut Scene<'_>,
    texts: &Texts,
    stock: &Stock,
    language: Language,
) -> LabelledText {
    let spoken = draft.is_transcript();
    let turns = draft.into_turns();
    let transcript = scene.random.chance(if spoken { 80 } else { 4 }) && (spoken || turns.len() > 2);
    let mut habits = [Habits::default(); 4];
    for speaker in [Speaker::Writer, Speaker::Agent, Speaker::Customer] {
        habits[speaker as usize] =
            if transcript { Habits::transcript() } else { Habits::choose(speaker, &mut scene.random) };
    }
    let heading = if turns.len() < 2 {
        Heading::None
    } else {
        HEADINGS[scene.random.weighted(&[40, 18, 6, 9, 10, 6, 5, 4, 2])]
    };
    let between = scene.random.pick_text(&["\n", "\n", "\n", "\n", "\n\n"]);
    let headings = Headings::new(heading, scene, texts, stock);
    let mut whole = Turn::new(Speaker::Writer);
    for turn in &turns {
        if !whole.text.is_empty() {
            whole.text.push_str(between);
        }
        headings.write(turn.speaker, &mut whole);
        whole.append(&habits[turn.speaker as usize].apply(turn, language, &mut scene.random));
    }
    trimmed(whole)
}

/// The names, roles and clock that stand before the turns of one text.
struct Headings {
    heading: Heading,
    roles: [String; 2],
    names: [String; 2],
    minutes: usize,
    seconds: bool,
    colon: &'static str,
}

impl Headings {
    fn new(heading: Heading, scene: &mut Scene<'_>, texts: &Texts, stock: &Stock) -> Headings {
        let mut role = |rule| {
            let mut draft = Draft::new();
            texts.grammar.expand(rule, stock.share, scene, &mut draft);
            draft.into_text()
        };
        let roles = [role(texts.agent_label), role(texts.customer_label)];
        let form = if scene.random.chance(60) { NameForm::First } else { NameForm::Plain };
        let mut name = |who| {
            let person = scene.person(who).clone();
            person.write(form, stock, &mut scene.random)
        };
        let names = [name(AGENT), name(CUSTOMER)];
        let random = &mut scene.random;
        Headings {
            heading,
            roles,
            names,
            minutes: random.between(420, 1260),
            seconds: random.chance(30),
            colon: random.pick_text(COLONS),
        }
    }

    fn write(&self, speaker: Speaker, whole: &mut Turn) {
        let side = match speaker {
            Speaker::Agent => 0,
            Speaker::Customer => 1,
            Speaker::Writer | Speaker::System => return,
        };
        let (role, name, colon) = (self.roles[side].as_str(), self.names[side].as_str(), self.colon);
        let clock = self.clock(whole);
        match self.heading {
            Heading::None => {}
            Heading::AgentName if side == 0 => {
                whole.push_labelled(name, Label::Person);
                whole.push(colon);
            }
            Heading::Role | Heading::AgentName => {
                whole.push(role);
                whole.push(colon);
            }
            Heading::Names => {
                whole.push_labelled(name, Label::Person);
                whole.push(colon);
            }
            Heading::TimeAndName => {
                whole.push(&format!("[{clock}] "));
                whole.push_labelled(name, Label::Person);
                whole.push(colon);
            }
            Heading::NameAndTime => {
                whole.push_labelled(name, Label::Person);
                whole.push(&format!(" ({clock})"));
                whole.push(colon);
            }
            Heading::NameAndRole => {
                whole.push_labelled(name, Label::Person);
                whole.push(&format!(" ({role})"));
                whole.push(colon);
            }
            Heading::OwnLine => {
                whole.push_labelled(name, Label::Person);
                whole.push(&format!("  {clock}\n"));
            }
            Heading::Quote => whole.push(if side == 0 { "> " } else { ">> " }),
        }
    }

    /// The clock moves on with the length of the text.
    fn clock(&self, whole: &Turn) -> String {
        let seconds = self.minutes * 60 + whole.text.len() / 2;
        let (hours, minutes) = ((seconds / 3600) % 24, (seconds / 60) % 60);
        if self.seconds {
            format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
        } else {
            format!("{hours:02}:{minutes:02}")
        }
    }
}

/// The text without white space around it, the spans moved along.
fn trimmed(mut whole: Turn) -> LabelledText {
    let lead = whole.text.len() - whole.text.trim_start().len();
    for (span, _) in &mut whole.spans {
        span.start -= lead;
        span.end -= lead;
    }
    LabelledText { text: whole.text.trim().to_string(), spans: whole.spans }
}
