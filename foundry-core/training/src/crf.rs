//! Training: a conditional random field by AdaGrad, one text at a time, in a fixed order.

use foundry_core::deid::tagger::training as core;

use crate::augment::{Writing, write};
use crate::data::Example;
use crate::exp::exp;
use crate::random::Random;
use crate::sequence::Sequence;

const LABELS: usize = core::LABELS;
const STATES: usize = core::STATES;
/// Gradients below this change nothing.
const SMALL: f32 = 0.002;
/// Times an epoch that the weights are added to the average.
const SNAPSHOTS: usize = 8;

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Rows of the weight table.
    pub rows: u32,
    /// Weights of the gate.
    pub gates: u32,
    /// Times through all texts.
    pub epochs: usize,
    /// Of the random numbers.
    pub seed: u64,
    /// Models trained, each with random numbers of its own, and averaged.
    pub runs: usize,
    /// Rate of AdaGrad.
    pub rate: f32,
}

/// Weights of the labels other than O, whose weights are 0.
pub struct Weights {
    /// A row a template.
    pub rows: Vec<[f32; LABELS]>,
    /// Score of a state behind a state.
    pub transitions: [[f32; STATES]; STATES],
    /// A weight for each template of the gate.
    pub gates: Vec<f32>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    weight: [f32; LABELS],
    seen: [f32; LABELS],
}

struct Trainer {
    rate: f32,
    rows: Vec<Row>,
    transitions: [[f32; STATES]; STATES],
    seen: [[f32; STATES]; STATES],
    sum: Vec<[f32; LABELS]>,
    transition_sum: [[f32; STATES]; STATES],
    gates: Vec<[f32; 2]>,
    gate_sum: Vec<f32>,
    snapshots: usize,
    work: Work,
}

/// Room for the work on one text.
#[derive(Default)]
struct Work {
    rows: Vec<u32>,
    ends: Vec<usize>,
    scores: Vec<[f32; STATES]>,
    forward: Vec<[f32; STATES]>,
    backward: Vec<[f32; STATES]>,
}

/// Trains on `examples`; the average of the weights over the last two epochs of all runs.
pub fn train(
    examples: &[&Example],
    lists: &core::Lists,
    plan: Plan,
    mut report: impl FnMut(usize, f64),
) -> Weights {
    let mut trainer = Trainer {
        rate: plan.rate,
        rows: vec![Row::default(); plan.rows as usize],
        transitions: [[0.0; STATES]; STATES],
        seen: [[0.0; STATES]; STATES],
        sum: vec![[0.0; LABELS]; plan.rows as usize],
        transition_sum: [[0.0; STATES]; STATES],
        gates: vec![[0.0; 2]; plan.gates as usize],
        gate_sum: vec![0.0; plan.gates as usize],
        snapshots: 0,
        work: Work::default(),
    };
    for run in 0..plan.runs {
        trainer.begin();
        train_once(&mut trainer, examples, lists, Plan { seed: plan.seed + run as u64, ..plan }, &mut report);
    }
    trainer.average()
}

fn train_once(
    trainer: &mut Trainer,
    examples: &[&Example],
    lists: &core::Lists,
    plan: Plan,
    report: &mut impl FnMut(usize, f64),
) {
    let mut random = Random::new(plan.seed);
    let mut order: Vec<u32> = Vec::new();
    for (number, example) in examples.iter().enumerate() {
        order.extend(std::iter::repeat_n(number as u32, usize::from(example.weight)));
    }
    let mut sequence = Sequence::default();
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        let every = order.len().div_ceil(SNAPSHOTS);
        for (count, number) in order.iter().enumerate() {
            let example = examples[*number as usize];
            let labelled = &example.labelled;
            let writing = Writing::draw(&mut random);
            let text = write(&labelled.text, &labelled.spans, writing);
            sequence.fill(&text, &example.masked, &labelled.spans, lists);
            sequence.drop_some(&mut random);
            loss += f64::from(trainer.learn(&sequence, plan.rows));
            trainer.learn_gate(&sequence, plan.gates);
            if epoch + 2 >= plan.epochs && (count + 1) % every == 0 {
                trainer.snapshot();
            }
        }
        report(epoch, loss / order.len() as f64);
    }
}

impl Trainer {
    /// Begins a run: forgets the weights, not their sums.
    fn begin(&mut self) {
        self.rows.fill(Row::default());
        self.transitions = [[0.0; STATES]; STATES];
        self.seen = [[0.0; STATES]; STATES];
        self.gates.fill([0.0; 2]);
    }

    /// Learns one text; its loss.
    fn learn(&mut self, sequence: &Sequence, rows: u32) -> f32 {
        let length = sequence.len();
        if length == 0 {
            return 0.0;
        }
        let rate = self.rate;
        let work = &mut self.work;
        work.rows.clear();
        work.ends.clear();
        work.scores.clear();
        let mut loss = 0.0;
        for at in 0..length {
            let start = work.rows.len();
            sequence.rows(at, rows, &mut work.rows);
            work.ends.push(work.rows.len());
            let mut sum = [0.0f32; LABELS];
            for row in &work.rows[start..] {
                for (sum, weight) in sum.iter_mut().zip(&self.rows[*row as usize].weight) {
                    *sum += weight;
                }
            }
            let top = sum.iter().copied().fold(0.0, f32::max);
            let mut scores = [0.0; STATES];
            scores[0] = exp(-top);
            if !sequence.masked[at] {
                for (score, sum) in scores[1..].iter_mut().zip(sum) {
                    *score = exp(sum - top);
                }
            }
            work.scores.push(scores);
        }
        let mut moves = [[0.0f32; STATES]; STATES];
        for (last, row) in moves.iter_mut().enumerate() {
            for (next, score) in row.iter_mut().enumerate() {
                if core::follows(last as u8, next as u8) {
                    *score = exp(self.transitions[last][next]);
                }
            }
        }
        // Forward; what stands before the text is O.
        work.forward.clear();
        let mut last = [0.0f32; STATES];
        last[0] = 1.0;
        for scores in &work.scores {
            let mut next = [0.0f32; STATES];
            for (from, moves) in last.iter().zip(&moves) {
                for (to, step) in next.iter_mut().zip(moves) {
                    *to += from * step;
                }
            }
            for (to, score) in next.iter_mut().zip(scores) {
                *to *= score;
            }
            normalize(&mut next);
            work.forward.push(next);
            last = next;
        }
        // Backward; what stands behind the text is O.
        work.backward.clear();
        work.backward.resize(length, [0.0; STATES]);
        let mut next: [f32; STATES] = std::array::from_fn(|state| moves[state][0]);
        normalize(&mut next);
        for at in (0..length).rev() {
            work.backward[at] = next;
            let mut last = [0.0f32; STATES];
            for (to, moves) in last.iter_mut().zip(&moves) {
                for ((step, score), next) in moves.iter().zip(&work.scores[at]).zip(&next) {
                    *to += step * score * next;
                }
            }
            normalize(&mut last);
            next = last;
        }
        let mut gradient = [[0.0f32; STATES]; STATES];
        let mut before = [0.0f32; STATES];
        before[0] = 1.0;
        let mut right_before = 0usize;
        for at in 0..length {
            let right = usize::from(sequence.states[at]);
            let mut share: [f32; STATES] =
                std::array::from_fn(|state| work.forward[at][state] * work.backward[at][state]);
            normalize(&mut share);
            loss += 1.0 - share[right];
            // The pairs of states.
            let mut pairs = [[0.0f32; STATES]; STATES];
            let mut total = 0.0;
            for (from, row) in pairs.iter_mut().enumerate() {
                for (to, pair) in row.iter_mut().enumerate() {
                    *pair = before[from] * moves[from][to] * work.scores[at][to] * work.backward[at][to];
                    total += *pair;
                }
            }
            if total > 0.0 {
                for (sums, pairs) in gradient.iter_mut().zip(&pairs) {
                    for (sum, pair) in sums.iter_mut().zip(pairs) {
                        *sum -= pair / total;
                    }
                }
                gradient[right_before][right] += 1.0;
            }
            before = work.forward[at];
            right_before = right;
            let change: [f32; LABELS] =
                std::array::from_fn(|lane| f32::from(right == lane + 1) - share[lane + 1]);
            if sequence.masked[at] || change.iter().all(|change| change.abs() < SMALL) {
                continue;
            }
            let start = at.checked_sub(1).map_or(0, |last| work.ends[last]);
            for row in &work.rows[start..work.ends[at]] {
                let row = &mut self.rows[*row as usize];
                for ((weight, seen), change) in row.weight.iter_mut().zip(&mut row.seen).zip(&change) {
                    *seen += change * change;
                    *weight += rate * change / (*seen + 1e-6).sqrt();
                }
            }
        }
        for ((weights, seen), changes) in self.transitions.iter_mut().zip(&mut self.seen).zip(&gradient) {
            for ((weight, seen), change) in weights.iter_mut().zip(seen).zip(changes) {
                *seen += change * change;
                *weight += rate * change / (*seen + 1e-6).sqrt();
            }
        }
        loss
    }

    /// Learns to tell tokens of names from others, by logistic regression.
    fn learn_gate(&mut self, sequence: &Sequence, gates: u32) {
        for at in 0..sequence.len() {
            if sequence.masked[at] {
                continue;
            }
            let places = &mut self.work.rows;
            places.clear();
            sequence.gates(at, gates, places);
            let sum: f32 = places.iter().map(|place| self.gates[*place as usize][0]).sum();
            let right = f32::from(sequence.states[at] != core::OUTSIDE);
            let change = right - 1.0 / (1.0 + exp(-sum));
            if change.abs() < SMALL {
                continue;
            }
            let rate = self.rate;
            for place in places.iter() {
                let [weight, seen] = &mut self.gates[*place as usize];
                *seen += change * change;
                *weight += rate * change / (*seen + 1e-6).sqrt();
            }
        }
    }

    fn snapshot(&mut self) {
        self.snapshots += 1;
        for (sum, [weight, _]) in self.gate_sum.iter_mut().zip(&self.gates) {
            *sum += weight;
        }
        for (sum, row) in self.sum.iter_mut().zip(&self.rows) {
            for (sum, weight) in sum.iter_mut().zip(&row.weight) {
                *sum += weight;
            }
        }
        for (sum, weight) in self.transition_sum.iter_mut().flatten().zip(self.transitions.iter().flatten()) {
            *sum += weight;
        }
    }

    fn average(mut self) -> Weights {
        let count = self.snapshots.max(1) as f32;
        let sums = self.sum.iter_mut().flatten().chain(self.transition_sum.iter_mut().flatten());
        for weight in sums.chain(&mut self.gate_sum) {
            *weight /= count;
        }
        Weights { rows: self.sum, transitions: self.transition_sum, gates: self.gate_sum }
    }
}

fn normalize(shares: &mut [f32; STATES]) {
    let sum: f32 = shares.iter().sum();
    if sum > 0.0 {
        for share in shares {
            *share /= sum;
        }
    }
}
