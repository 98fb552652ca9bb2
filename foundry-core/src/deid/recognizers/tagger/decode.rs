//! The best labels of a stretch of tokens (Viterbi).

use super::model::{LABELS, Model};

/// O, then begin and inside of each type: the label of lane `n` is state `n + 1`.
pub const STATES: usize = LABELS + 1;
/// No label.
pub const OUTSIDE: u8 = 0;

/// Whether `state` goes on with an entity.
pub const fn is_inside(state: u8) -> bool {
    state != OUTSIDE && state.is_multiple_of(2)
}

/// Whether `next` may stand behind `state`.
#[cfg(feature = "training")]
pub const fn follows(state: u8, next: u8) -> bool {
    !is_inside(next) || state == next || state + 1 == next
}

/// Which of four types a state has; O has none.
pub const fn kind_of(state: u8) -> usize {
    (state as usize).saturating_sub(1) / 2
}

const NEVER: i32 = i32::MIN / 2;

/// Room for the way back.
#[derive(Default)]
pub struct Paths {
    back: Vec<[u8; STATES]>,
}

/// Writes the best states of a stretch of tokens; what stands before it and behind it is O. `bonus` is added to the
/// label of each lane.
pub fn decode(
    model: &Model,
    scores: &[[i32; LABELS]],
    bonus: &[i32; LABELS],
    paths: &mut Paths,
    states: &mut Vec<u8>,
) {
    paths.back.clear();
    let mut best = [NEVER; STATES];
    best[OUTSIDE as usize] = 0;
    for token in scores {
        let mut next = [NEVER; STATES];
        let mut from = [0u8; STATES];
        for state in 0..STATES {
            let inside = is_inside(state as u8);
            let (mut top, mut way) = (NEVER, 0);
            for last in if inside { state - 1..state + 1 } else { 0..STATES } {
                let here = best[last] + i32::from(model.transitions[last][state]);
                if here > top {
                    (top, way) = (here, last as u8);
                }
            }
            next[state] = if state == 0 { top } else { top + token[state - 1] + bonus[state - 1] };
            from[state] = way;
        }
        best = next;
        paths.back.push(from);
    }
    let mut state = OUTSIDE;
    let mut top = NEVER;
    for (last, score) in best.iter().enumerate() {
        let score = score + i32::from(model.transitions[last][OUTSIDE as usize]);
        if score > top {
            (state, top) = (last as u8, score);
        }
    }
    states.clear();
    states.resize(scores.len(), OUTSIDE);
    for (out, from) in states.iter_mut().zip(&paths.back).rev() {
        *out = state;
        state = from.get(usize::from(state)).copied().unwrap_or(OUTSIDE);
    }
}
