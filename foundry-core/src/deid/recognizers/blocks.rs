//! Blocks: a text in steps of 64 bytes, and the bytes of a class as the bits of one word.

/// Bytes of one step.
pub(super) const BLOCK: usize = 64;
/// A block and the eight bytes behind it.
pub(super) const WINDOW: usize = BLOCK + 8;

/// The block at byte `base` and what follows it; `padded` holds a copy where the text ends earlier, zeros behind it.
pub(super) fn window<'w>(bytes: &'w [u8], base: usize, padded: &'w mut [u8; WINDOW]) -> &'w [u8; WINDOW] {
    let rest = bytes.get(base..).unwrap_or_default();
    match rest.first_chunk() {
        Some(window) => window,
        None => {
            *padded = [0; WINDOW];
            if let Some(padded) = padded.get_mut(..rest.len()) {
                padded.copy_from_slice(rest);
            }
            padded
        }
    }
}

/// One flag per byte, 0 or 1, as one bit each, the first one lowest.
pub(super) fn pack(flags: &[u8; BLOCK]) -> u64 {
    let eights = flags.as_chunks::<8>().0.iter();
    // The product has the lowest bits of eight bytes side by side in its top byte.
    eights.enumerate().fold(0, |bits, (i, eight)| {
        bits | (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_has_its_bit() {
        for i in 0..BLOCK {
            let mut flags = [0; BLOCK];
            flags[i] = 1;
            assert_eq!(pack(&flags), 1 << i);
            flags = [1; BLOCK];
            flags[i] = 0;
            assert_eq!(pack(&flags), !(1 << i));
        }
    }

    #[test]
    fn windows_end_in_zeros() {
        let mut padded = [7; WINDOW];
        assert_eq!(window(b"ab", 1, &mut padded)[..3], [b'b', 0, 0]);
        assert_eq!(window(&[1; 200], 64, &mut padded), &[1; WINDOW]);
    }
}
