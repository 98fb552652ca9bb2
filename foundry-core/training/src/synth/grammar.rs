//! A tiny expansion language: named rules, each a list of lines, each line text with choices, rules and slots.
//!
//! ```text
//! == greeting              a rule whose lines are templates: some of them are held out
//! === month                a rule whose lines are plain vocabulary: never held out
//! *3 Hi {a.first}[,|!|]    a line, three times as likely; `[..|..]` chooses, `{..}` is a slot
//! <greeting> it is <month> `<..>` expands a rule, `<^..>` with a capital letter first
//! ## a remark              `\n` is a line break, `\` makes any other mark plain
//! ```

use std::collections::BTreeMap;

use super::draft::Draft;
use super::noise::without_accent;
use super::random::{Random, fixed_hash};
use super::slot::Slot;

/// Which share of the templates and names is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// What the model learns from: seven eighths.
    Learn,
    /// What it never sees: the other eighth.
    HeldOut,
}

impl Share {
    /// Whether the share holds this name or template; accents and case make no difference.
    pub(super) fn holds(self, text: &str) -> bool {
        let plain: String = text.chars().flat_map(char::to_lowercase).map(without_accent).collect();
        fixed_hash(&plain).is_multiple_of(8) == (self == Share::HeldOut)
    }
}

/// The number of a rule in its grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RuleId(usize);

/// The rules of one language.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    rules: Vec<Rule>,
    numbers: BTreeMap<String, usize>,
}

#[derive(Debug, Default)]
struct Rule {
    name: String,
    splits: bool,
    lines: Vec<Line>,
    /// Indices of lines, repeated as their weights say.
    learn: Vec<u32>,
    held_out: Vec<u32>,
}

#[derive(Debug)]
struct Line {
    source: String,
    nodes: Vec<Node>,
}

impl Line {
    /// What decides whether the line is held out: a name that it gives itself goes where that name goes.
    fn key(&self) -> &str {
        let literal = self.nodes.iter().find_map(|node| match node {
            Node::Slot(Slot::Literal(name, _)) => Some(name.as_str()),
            _ => None,
        });
        literal.unwrap_or(&self.source)
    }
}

#[derive(Debug)]
enum Node {
    Text(String),
    Slot(Slot),
    Rule { number: usize, capital: bool },
    Choice(Vec<Vec<Node>>),
}

/// Gives a slot its value.
pub(super) trait Fill {
    /// Writes the value of `slot` to the draft.
    fn fill(&mut self, slot: &Slot, draft: &mut Draft);
    /// The chance by which lines are chosen.
    fn random(&mut self) -> &mut Random;
}

impl Grammar {
    /// Reads rules from the texts of template files.
    ///
    /// # Errors
    /// The line that cannot be read, or the name of a rule that is missing, has no line or calls itself.
    pub(super) fn parse(files: &[&str]) -> Result<Grammar, String> {
        let mut grammar = Grammar::default();
        let mut current = None;
        for line in files.iter().flat_map(|file| file.lines()) {
            if line.is_empty() || line.starts_with("## ") {
                continue;
            }
            if let Some(header) = line.strip_prefix("==") {
                let (splits, name) = header.strip_prefix('=').map_or((true, header), |rest| (false, rest));
                let number = grammar.number(name.trim());
                grammar.rules[number].splits = splits;
                current = Some(number);
                continue;
            }
            let number = current.ok_or_else(|| format!("line before the first rule: {line}"))?;
            grammar.read_line(number, line)?;
        }
        grammar.check()?;
        grammar.share_out();
        Ok(grammar)
    }

    /// The rule of that name, if there is one.
    pub(super) fn rule(&self, name: &str) -> Option<RuleId> {
        self.numbers.get(name).copied().map(RuleId)
    }

    /// Writes one expansion of a rule to the draft.
    pub(super) fn expand(&self, rule: RuleId, share: Share, filler: &mut dyn Fill, draft: &mut Draft) {
        let rule = &self.rules[rule.0];
        let lines = if share == Share::Learn { &rule.learn } else { &rule.held_out };
        let line = *filler.random().pick(lines);
        self.expand_nodes(&rule.lines[line as usize].nodes, share, filler, draft);
    }

    fn expand_nodes(&self, nodes: &[Node], share: Share, filler: &mut dyn Fill, draft: &mut Draft) {
        for node in nodes {
            match node {
                Node::Text(text) => draft.turn().push(text),
                Node::Slot(slot) => filler.fill(slot, draft),
                Node::Choice(choices) => {
                    let choice = filler.random().below(choices.len());
                    self.expand_nodes(&choices[choice], share, filler, draft);
                }
                Node::Rule { number, capital } => {
                    let at = draft.turn().text.len();
                    self.expand(RuleId(*number), share, filler, draft);
                    if *capital && at < draft.turn().text.len() {
                        draft.turn().capitalize_at(at);
                    }
                }
            }
        }
    }

    fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        self.rules.push(Rule { name: name.to_string(), ..Rule::default() });
        self.numbers.insert(name.to_string(), self.rules.len() - 1);
        self.rules.len() - 1
    }

    fn read_line(&mut self, number: usize, line: &str) -> Result<(), String> {
        let (weight, source) = split_weight(line);
        let mut reader = Reader { rest: source, line };
        let nodes = self.read_nodes(&mut reader, false)?;
        let rule = &mut self.rules[number];
        let index = rule.lines.len() as u32;
        rule.learn.extend(std::iter::repeat_n(index, weight));
        rule.lines.push(Line { source: source.to_string(), nodes });
        Ok(())
    }

    /// Reads to the end of the line, or in a choice to the next `|` or `]`, which is left standing.
    fn read_nodes(&mut self, reader: &mut Reader<'_>, in_choice: bool) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        let mut text = String::new();
        while let Some(mark) = reader.rest.chars().next() {
            if in_choice && (mark == '|' || mark == ']') {
                break;
            }
            reader.rest = &reader.rest[mark.len_utf8()..];
            let node = match mark {
                '\\' => {
                    let plain =
                        reader.rest.chars().next().ok_or_else(|| reader.error("ends in a backslash"))?;
                    reader.rest = &reader.rest[plain.len_utf8()..];
                    text.push(match plain {
                        'n' => '\n',
                        't' => '\t',
                        other => other,
                    });
                    continue;
                }
                '{' => {
                    let name = reader.until('}')?;
                    Node::Slot(
                        Slot::parse(name).ok_or_else(|| reader.error(&format!("unknown slot {name}")))?,
                    )
                }
                '<' => {
                    let name = reader.until('>')?;
                    let (capital, name) = name.strip_prefix('^').map_or((false, name), |rest| (true, rest));
                    Node::Rule { number: self.number(name), capital }
                }
                '[' => {
                    let mut choices = vec![self.read_nodes(reader, true)?];
                    while let Some(rest) = reader.rest.strip_prefix('|') {
                        reader.rest = rest;
                        choices.push(self.read_nodes(reader, true)?);
                    }
                    reader.rest =
                        reader.rest.strip_prefix(']').ok_or_else(|| reader.error("choice without end"))?;
                    Node::Choice(choices)
                }
                other => {
                    text.push(other);
                    continue;
                }
            };
            if !text.is_empty() {
                nodes.push(Node::Text(std::mem::take(&mut text)));
            }
            nodes.push(node);
        }
        if !text.is_empty() {
            nodes.push(Node::Text(text));
        }
        Ok(nodes)
    }

    /// Moves an eighth of the lines of each split rule to the held-out share, at least one.
    fn share_out(&mut self) {
        for rule in &mut self.rules {
            if !rule.splits || rule.lines.len() < 2 {
                rule.held_out = rule.learn.clone();
                continue;
            }
            let mut held: Vec<bool> =
                rule.lines.iter().map(|line| Share::HeldOut.holds(line.key())).collect();
            if !held.contains(&true)
                && let Some((lowest, _)) =
                    rule.lines.iter().enumerate().min_by_key(|(_, line)| fixed_hash(&line.source))
            {
                held[lowest] = true;
            }
            (rule.held_out, rule.learn) = rule.learn.iter().partition(|&&index| held[index as usize]);
        }
    }

    fn check(&self) -> Result<(), String> {
        if let Some(rule) = self.rules.iter().find(|rule| rule.lines.is_empty()) {
            return Err(format!("rule without lines: {}", rule.name));
        }
        let mut state = vec![Visit::New; self.rules.len()];
        (0..self.rules.len()).try_for_each(|number| self.visit(number, &mut state))
    }

    fn visit(&self, number: usize, state: &mut [Visit]) -> Result<(), String> {
        match state[number] {
            Visit::Done => return Ok(()),
            Visit::Open => return Err(format!("rule calls itself: {}", self.rules[number].name)),
            Visit::New => state[number] = Visit::Open,
        }
        let mut called = Vec::new();
        self.rules[number].lines.iter().for_each(|line| collect_calls(&line.nodes, &mut called));
        for other in called {
            self.visit(other, state)?;
        }
        state[number] = Visit::Done;
        Ok(())
    }

    /// The lines of each split rule, those learnt and those held out.
    #[cfg(test)]
    pub(super) fn split_lines(&self) -> Vec<(&str, Vec<&str>, Vec<&str>)> {
        self.rules
            .iter()
            .filter(|rule| rule.splits)
            .map(|rule| {
                let of = |indices: &[u32]| {
                    indices.iter().map(|&index| rule.lines[index as usize].source.as_str()).collect()
                };
                (rule.name.as_str(), of(&rule.learn), of(&rule.held_out))
            })
            .collect()
    }

    /// Rules that no other rule calls.
    #[cfg(test)]
    pub(super) fn uncalled(&self) -> Vec<&str> {
        let mut called = Vec::new();
        for line in self.rules.iter().flat_map(|rule| &rule.lines) {
            collect_calls(&line.nodes, &mut called);
        }
        (0..self.rules.len())
            .filter(|number| !called.contains(number))
            .map(|number| self.rules[number].name.as_str())
            .collect()
    }
}

#[derive(Debug, Clone, Copy)]
enum Visit {
    New,
    Open,
    Done,
}

fn collect_calls(nodes: &[Node], called: &mut Vec<usize>) {
    for node in nodes {
        match node {
            Node::Rule { number, .. } => called.push(*number),
            Node::Choice(choices) => choices.iter().for_each(|choice| collect_calls(choice, called)),
            Node::Text(_) | Node::Slot(_) => {}
        }
    }
}

/// `*3 text` weighs three, anything else one.
fn split_weight(line: &str) -> (usize, &str) {
    line.strip_prefix('*')
        .and_then(|rest| rest.split_once(' '))
        .and_then(|(weight, rest)| weight.parse().ok().map(|weight| (weight, rest)))
        .unwrap_or((1, line))
}

struct Reader<'a> {
    rest: &'a str,
    line: &'a str,
}

impl<'a> Reader<'a> {
    fn until(&mut self, end: char) -> Result<&'a str, String> {
        let (name, rest) = self.rest.split_once(end).ok_or_else(|| self.error(&format!("no `{end}`")))?;
        self.rest = rest;
        Ok(name)
    }

    fn error(&self, what: &str) -> String {
        format!("{what} in line: {}", self.line)
    }
}
