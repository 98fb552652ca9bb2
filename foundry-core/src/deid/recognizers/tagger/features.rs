//! The templates: what the model looks at, each as a row of the weight table.
//!
//! Templates of the first kind look at one word and where it stands from the token; their rows are summed once a word
//! and kept in the cache. Templates of the second kind look at several words or at the line. Both are asked only for
//! tokens that the gate lets through; the gate has templates of its own, of the first kind.

use super::word::{Ends, Word};

/// How far a word is seen from a token, to each side.
pub const REACH: usize = 3;
/// Places of a word that have templates: -3 to 3.
pub const PLACES: usize = 2 * REACH + 1;
/// Most templates of the first kind at one place.
pub const SINGLE: usize = 40;
/// Templates of the second kind.
pub const JOINT: usize = 22;

/// Shapes times modes.
fn written(word: &Word) -> u32 {
    u32::from(word.shape) * 5 + u32::from(word.mode)
}

/// Hash of a template's number and its two inputs.
#[inline(always)]
fn key(template: u32, a: u32, b: u32) -> u32 {
    let x = (u64::from(a) << 32 | u64::from(b)) ^ u64::from(template).wrapping_mul(0xD1B5_4A32_D192_ED03);
    let x = x.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    ((x ^ x >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
}

/// Row of a hash in a table of `rows` rows.
#[inline(always)]
pub fn row(key: u32, rows: u32) -> usize {
    ((u64::from(key) * u64::from(rows)) >> 32) as usize
}

/// Templates of the first kind: the hashes for a token that has `word` at `place` (0 to 6; 3 is the token itself).
/// A word whose `hash` is 0 gives no templates of its identity.
pub fn single(word: &Word, ends: &Ends, place: usize, mut emit: impl FnMut(u32)) {
    let base = 64 + 32 * place as u32;
    let lists = u32::from(word.lists);
    let shape = u32::from(word.shape);
    let known = word.hash != 0;
    let away = place.abs_diff(REACH);
    if known {
        emit(key(base, word.hash, 0));
    }
    if away == 3 {
        emit(key(base + 1, u32::from(word.coarse), shape));
        return;
    }
    emit(key(base + 2, u32::from(word.fine), 0));
    emit(key(base + 3, lists, shape));
    emit(key(base + 4, written(word), 0));
    if away == 2 {
        return;
    }
    emit(key(base + 5, u32::from(word.coarse), shape));
    emit(key(base + 6, u32::from(word.band) << 16 | lists, shape));
    if away == 1 {
        if ends.tails[2] != 0 {
            emit(key(base + 7, ends.tails[2], 0));
        }
        return;
    }
    if known {
        emit(key(base + 8, word.hash, written(word)));
    }
    for (number, head) in ends.heads.iter().enumerate() {
        if *head != 0 {
            emit(key(base + 9 + number as u32, *head, 0));
        }
    }
    for (number, tail) in ends.tails.iter().enumerate() {
        if *tail != 0 {
            emit(key(base + 12 + number as u32, *tail, 0));
        }
    }
    emit(key(base + 16, ends.tails[2], written(word)));
    emit(key(base + 17, lists, written(word)));
    emit(key(base + 18, u32::from(word.band), written(word)));
    emit(key(base + 19, u32::from(ends.length), shape));
    emit(key(base + 20, u32::from(word.fine), written(word)));
    let mut rest = word.lists;
    while rest != 0 {
        emit(key(base + 21, rest.trailing_zeros(), shape));
        rest &= rest - 1;
    }
}

/// Templates of the gate: the hashes for a token that has `word` at `place`, at most [`SINGLE`] of them.
pub fn gate(word: &Word, ends: &Ends, place: usize, mut emit: impl FnMut(u32)) {
    let base = 512 + 32 * place as u32;
    let lists = u32::from(word.lists);
    let shape = u32::from(word.shape);
    let away = place.abs_diff(REACH);
    if word.hash != 0 {
        emit(key(base, word.hash, 0));
    }
    if away == 3 {
        return;
    }
    emit(key(base + 1, lists, shape));
    emit(key(base + 2, u32::from(word.coarse), shape));
    if away == 2 {
        return;
    }
    emit(key(base + 3, u32::from(word.fine), 0));
    emit(key(base + 4, written(word), 0));
    emit(key(base + 5, ends.tails[2], 0));
    if away == 1 {
        return;
    }
    if word.hash != 0 {
        emit(key(base + 6, word.hash, written(word)));
    }
    emit(key(base + 7, lists, written(word)));
    emit(key(base + 8, u32::from(word.band) << 16 | lists, written(word)));
    emit(key(base + 9, u32::from(word.fine), written(word)));
    emit(key(base + 10, ends.tails[1], shape));
    emit(key(base + 11, ends.tails[3], shape));
    emit(key(base + 12, ends.heads[1], shape));
    emit(key(base + 13, ends.heads[2], shape));
    emit(key(base + 14, u32::from(ends.length), shape));
}

/// The template of the gate for what the line before asks for.
pub fn gate_asked(word: &Word, asked: u8) -> u32 {
    key(500, u32::from(asked) << 8 | written(word), u32::from(word.lists))
}

/// Where a token stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// As in a token: tokens before it in the line, 4 for the last one.
    pub place: u8,
    /// What the line or sentence before asks for.
    pub asked: u8,
}

/// Which words' identity each template of the second kind looks at: bit 2 is the token itself.
#[cfg(feature = "training")]
pub const IDENTITIES: [u8; JOINT] = [
    0b00110, 0b01100, 0b00011, 0b01010, 0, 0, 0, 0, 0, 0, 0b00010, 0b01000, 0, 0, 0, 0, 0, 0, 0b00010,
    0b00010, 0b01000, 0,
];

/// Templates of the second kind: the hashes for the token `words[2]` among its neighbours.
#[inline(always)]
pub fn joint(words: &[Word; 5], setting: Setting) -> [u32; JOINT] {
    let [before2, before, word, after, after2] = words;
    let shapes = |a: &Word, b: &Word, c: &Word| {
        (u32::from(a.shape) * 16 + u32::from(b.shape)) * 16 + u32::from(c.shape)
    };
    let two = |a: &Word, b: &Word| u32::from(a.shape) << 8 | u32::from(b.shape);
    let coarse = |a: &Word, b: &Word, c: &Word| {
        u32::from(a.coarse) << 14 | u32::from(b.coarse) << 7 | u32::from(c.coarse)
    };
    let fine = |a: &Word, b: &Word| u32::from(a.fine) << 10 | u32::from(b.fine);
    let listed = |a: &Word, b: &Word| u32::from(a.lists) << 16 | u32::from(b.lists);
    let mode = u32::from(word.mode);
    let own = u32::from(word.lists) << 8 | written(word);
    let banded = u32::from(word.band) << 8 | written(word);
    let place = u32::from(setting.place);
    let asked = u32::from(setting.asked);
    [
        // Which words stand together.
        key(0, before.hash, word.hash),
        key(1, word.hash, after.hash),
        key(2, before2.hash, before.hash),
        key(3, before.hash, after.hash),
        // How they are written.
        key(4, shapes(before, word, after), mode),
        key(5, shapes(word, after, after2), mode),
        // Their clusters.
        key(6, fine(before, word), 0),
        key(7, fine(word, after), 0),
        key(8, coarse(before, word, after), 0),
        key(9, coarse(word, after, after2), 0),
        // The lists of the token with its neighbours.
        key(10, before.hash, own),
        key(11, after.hash, own),
        key(12, listed(before, word), two(before, word)),
        key(13, listed(word, after), two(word, after)),
        key(14, listed(before, word), u32::from(after.lists) << 4 | u32::from(word.shape)),
        // The token in its line, and what the line before asks for.
        key(15, own, place),
        key(16, banded, place),
        key(17, own, asked),
        key(18, before.hash, asked << 8 | banded << 16),
        key(19, before.hash, banded),
        key(20, after.hash, banded),
        // Further away.
        key(21, u32::from(after.coarse) << 8 | u32::from(after2.coarse), own),
    ]
}
