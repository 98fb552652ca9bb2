//! From the turns of a conversation to examples: what the agent says first is put where the settings want it, and a
//! conversation with more tokens than an example may have is cut between an answer and the next question, never inside
//! a turn.

use super::config::{LeadingAgentRule, OverLimit};
use super::turns::{ChatRole, LeadingAgent, Turn, Turns};
use super::{Shape, Tally, reason, tools};
use crate::conversation::Conversation;
use crate::dataset::tokens::TokenCounter;

/// Tokens that every service adds to a message for its role and its ends, and once to an example for the answer that
/// follows; as the guides of OpenAI count them.
pub(super) const PER_MESSAGE: usize = 4;
pub(super) const PER_EXAMPLE: usize = 3;

/// The most tokens of an example.
#[derive(Debug, Clone, Copy)]
pub(super) struct TokenLimit {
    pub(super) tokens: usize,
    pub(super) over: OverLimit,
    pub(super) overlap_turns: usize,
    pub(super) counter: TokenCounter,
    /// Of the system prompt, with its overhead.
    pub(super) system: usize,
}

impl TokenLimit {
    fn of_turn(&self, turn: &Turn<'_, '_>) -> usize {
        let mut tokens = PER_MESSAGE + self.counter.count(&turn.text());
        for message in turn.with_tools().into_iter().flatten() {
            let fields = message.custom.iter().filter(|(name, _)| tools::FIELDS.contains(&name.as_ref()));
            let of_fields: usize = fields.map(|(_, value)| self.counter.count(value)).sum();
            tokens += PER_MESSAGE + of_fields + self.counter.count(&message.content);
        }
        tokens
    }
}

/// One example.
#[derive(Clone, Copy)]
pub(super) struct Example<'e, 'c, 'a> {
    /// What the agent said first, where it goes into the system message.
    pub(super) opening: Option<Turn<'c, 'a>>,
    /// Alternating turns, the last one the assistant's.
    pub(super) turns: &'e [Turn<'c, 'a>],
    /// How many of the first turns are context only: an opening, or turns repeated from the example before.
    pub(super) context: usize,
}

/// Calls `push` with each example of a conversation, or counts why there is none.
pub(super) fn for_each_example<'c, 'a>(
    conversation: &'c Conversation<'a>,
    shape: &Shape,
    tally: &mut Tally,
    mut push: impl FnMut(&Example<'_, 'c, 'a>, &mut Tally),
) {
    let leading = match shape.leading_agent {
        LeadingAgentRule::Trim => LeadingAgent::Trim,
        LeadingAgentRule::System | LeadingAgentRule::Keep => LeadingAgent::Keep,
    };
    let Some(turns) = Turns::of(&conversation.messages, leading, tally) else { return };
    let turns: Vec<Turn<'c, 'a>> = turns.collect();
    let has_leading = turns.first().is_some_and(|turn| turn.role == ChatRole::Assistant);
    let (opening, turns) = match turns.split_first() {
        Some((first, rest)) if has_leading && shape.leading_agent == LeadingAgentRule::System => {
            (Some(*first), rest)
        }
        _ => (None, turns.as_slice()),
    };
    let whole = Example { opening, turns, context: usize::from(has_leading && opening.is_none()) };
    let Some(limit) = &shape.limit else {
        tally.opening += opening.map_or(0, |turn| turn.message_count());
        tally.records += 1;
        return push(&whole, tally);
    };
    let sums = sums(turns.iter().map(|turn| limit.of_turn(turn)));
    Splitter { limit, whole, sums }.split(tally, &mut push);
}

/// The same for formats of one answer a line: `push` gets the question, its answer and the turns before them, at most
/// `window` of them and as many as the limit has room for; it says whether it wrote them. What is in no example then is
/// counted as left out for `left`.
pub(super) fn for_each_answer<'c, 'a>(
    conversation: &'c Conversation<'a>,
    shape: &Shape,
    AnswerRule { leading: leading_rule, window, beside, left }: AnswerRule,
    tally: &mut Tally,
    mut push: impl FnMut(&Answer<'_, 'c, 'a>) -> bool,
) {
    let leading =
        if leading_rule == LeadingAgentRule::Trim { LeadingAgent::Trim } else { LeadingAgent::Keep };
    let Some(turns) = Turns::of(&conversation.messages, leading, tally) else { return };
    let turns: Vec<Turn<'c, 'a>> = turns.collect();
    let cost = |turn: &Turn<'_, '_>| shape.limit.as_ref().map_or(0, |limit| limit.of_turn(turn));
    // A second answer stands in the example of its answer alone, never in the context of another.
    let cost_beside = |answer: &Turn<'_, '_>| match &shape.limit {
        Some(limit) => beside(answer).map_or(0, |text| PER_MESSAGE + limit.counter.count(text)),
        None => 0,
    };
    let mut room = shape
        .limit
        .as_ref()
        .map_or(usize::MAX, |limit| limit.tokens.saturating_sub(limit.system + PER_EXAMPLE));
    let (mut opening, mut turns) = (None, turns.as_slice());
    if let Some((first, rest)) = turns.split_first()
        && first.role == ChatRole::Assistant
        && leading_rule == LeadingAgentRule::System
    {
        turns = rest;
        let exchange = rest.iter().take(2).map(cost).sum::<usize>() + rest.get(1).map_or(0, cost_beside);
        let opening_cost = cost(first);
        if opening_cost.saturating_add(exchange) > room {
            tally.cut_leading(first);
        } else {
            tally.opening += first.message_count();
            room -= opening_cost;
            opening = Some(*first);
        }
    }
    let costs: Vec<usize> = turns.iter().map(cost).collect();
    let mut covered = 0;
    for (place, pair) in turns.windows(2).enumerate() {
        let [question, answer] = pair else { continue };
        if question.role != ChatRole::User {
            continue;
        }
        let mut used: usize = costs.get(place..place + 2).unwrap_or_default().iter().sum();
        used += cost_beside(answer);
        if used > room {
            continue;
        }
        let mut from = place;
        while from > place.saturating_sub(window) {
            used += costs.get(from - 1).copied().unwrap_or_default();
            if used > room {
                break;
            }
            from -= 1;
        }
        let context = turns.get(from..place).unwrap_or_default();
        if push(&Answer { opening, context, question, answer }) {
            tally.records += 1;
            tally.leave_out(turns.get(covered..from).unwrap_or_default(), left);
            covered = place + 2;
        }
    }
    if covered == 0 {
        tally.leave_out_all(left);
    } else {
        tally.leave_out(turns.get(covered..).unwrap_or_default(), left);
    }
}

/// What an example of one answer holds.
#[derive(Clone, Copy)]
pub(super) struct AnswerRule {
    /// Where what the agent says first goes.
    pub(super) leading: LeadingAgentRule,
    /// The most turns of context.
    pub(super) window: usize,
    /// What the example says besides, which counts towards the limit: a second answer.
    pub(super) beside: for<'c> fn(&Turn<'c, '_>) -> Option<&'c str>,
    /// Why an answer that is not written is left out.
    pub(super) left: Left,
}

/// One question and its answer.
pub(super) struct Answer<'e, 'c, 'a> {
    pub(super) opening: Option<Turn<'c, 'a>>,
    pub(super) context: &'e [Turn<'c, 'a>],
    pub(super) question: &'e Turn<'c, 'a>,
    pub(super) answer: &'e Turn<'c, 'a>,
}

/// Cuts one conversation to the limit.
struct Splitter<'s, 'c, 'a> {
    limit: &'s TokenLimit,
    whole: Example<'s, 'c, 'a>,
    /// Tokens of all turns before each place, so that any stretch is one difference.
    sums: Vec<usize>,
}

/// The sums of what comes before each place, and of all.
pub(super) fn sums(costs: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sum = 0;
    let mut sums = vec![0];
    sums.extend(costs.map(|cost| {
        sum += cost;
        sum
    }));
    sums
}

/// The tokens from one place to another, or to the end.
pub(super) fn between(sums: &[usize], from: usize, to: usize) -> usize {
    let at = |place: usize| sums.get(place).or(sums.last()).copied().unwrap_or_default();
    at(to).saturating_sub(at(from))
}

impl<'c, 'a> Splitter<'_, 'c, 'a> {
    fn cost(&self, from: usize, to: usize) -> usize {
        between(&self.sums, from, to)
    }

    fn split(&self, tally: &mut Tally, push: &mut impl FnMut(&Example<'_, 'c, 'a>, &mut Tally)) {
        let Splitter { limit, whole, .. } = self;
        let end = whole.turns.len();
        let mut fixed = limit.system + PER_EXAMPLE;
        let mut opening = whole.opening;
        if let Some(turn) = &opening {
            // An opening that leaves no room for the first exchange is cut, as it is by default.
            let cost = limit.of_turn(turn);
            if fixed + cost + self.cost(0, 2) > limit.tokens {
                tally.cut_leading(turn);
                opening = None;
            } else {
                tally.opening += turn.message_count();
                fixed += cost;
            }
        }
        let mut start = 0;
        if whole.context == 1 && fixed + self.cost(0, 3) > limit.tokens {
            whole.turns.iter().take(1).for_each(|turn| tally.cut_leading(turn));
            start = 1;
        }
        if limit.over == OverLimit::Drop && fixed + self.cost(start, end) > limit.tokens {
            return tally.leave_out_all(Left::OverLimit);
        }
        let mut examples = 0;
        // Where the last example ended, if nothing was left out since.
        let mut contiguous = start;
        while start < end {
            let is_first = start == 0;
            let leading = usize::from(is_first && whole.context == 1);
            if examples > 0 && limit.over == OverLimit::Truncate {
                tally.leave_out(whole.turns.get(start..).unwrap_or_default(), Left::Truncated);
                break;
            }
            let mut stop = start + leading + 2;
            if fixed + self.cost(start, stop) > limit.tokens {
                // One exchange alone is too long: it is left out, and nothing before it is lost.
                tally.leave_out(whole.turns.get(start..stop).unwrap_or_default(), Left::OverLimit);
                start = stop;
                contiguous = stop;
                continue;
            }
            let from = self.overlap(start, contiguous, stop, fixed);
            while stop < end && fixed + self.cost(from, stop + 2) <= limit.tokens {
                stop += 2;
            }
            let turns = whole.turns.get(from..stop).unwrap_or_default();
            tally.repeated += (start - from) as u64;
            examples += 1;
            push(&Example { opening, turns, context: start - from + leading }, tally);
            start = stop;
        }
        tally.records += examples;
        tally.split += examples.saturating_sub(1);
        if examples == 0 {
            tally.leave_out_all(Left::OverLimit);
        }
    }

    /// Where an example that goes on at `start` begins: so many whole exchanges before it as the settings ask for, as
    /// long as the next exchange (up to `stop`) still has room.
    fn overlap(&self, start: usize, contiguous: usize, stop: usize, fixed: usize) -> usize {
        let mut from = start;
        while from >= contiguous + 2
            && start - (from - 2) <= self.limit.overlap_turns
            && fixed + self.cost(from - 2, stop) <= self.limit.tokens
        {
            from -= 2;
        }
        from
    }
}

/// Why turns are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Their example would have more tokens than the limit.
    OverLimit,
    /// The conversation was cut at the limit.
    Truncated,
    /// No answer that was rejected stands beside theirs.
    NoRejected,
}

impl Tally {
    /// Takes turns that were counted as written out again.
    pub(super) fn leave_out(&mut self, turns: &[Turn<'_, '_>], why: Left) {
        for turn in turns {
            let count = turn.message_count();
            self.take_back(count);
            self.add_left(count, why);
        }
    }

    /// The same for the whole conversation, which then gives no example.
    pub(super) fn leave_out_all(&mut self, why: Left) {
        self.add_left(self.messages, why);
        (self.messages, self.merged, self.opening, self.records) = (0, 0, 0, 0);
        self.dropped = Some(match why {
            Left::OverLimit | Left::Truncated => reason::OVER_LIMIT,
            Left::NoRejected => reason::NO_REJECTED,
        });
    }

    /// Cuts what the agent says first, for which there is no room.
    pub(super) fn cut_leading(&mut self, turn: &Turn<'_, '_>) {
        let count = turn.message_count();
        self.take_back(count);
        self.leading_agent += count;
    }

    fn take_back(&mut self, count: u64) {
        self.messages = self.messages.saturating_sub(count);
        self.merged = self.merged.saturating_sub(count.saturating_sub(1));
    }

    fn add_left(&mut self, count: u64, why: Left) {
        match why {
            Left::OverLimit => self.over_limit += count,
            Left::Truncated => self.truncated += count,
            Left::NoRejected => self.no_rejected += count,
        }
    }
}
