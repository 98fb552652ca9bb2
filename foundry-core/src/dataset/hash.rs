//! SHA-256 (FIPS 180-4) of inputs, outputs and settings, taken while the bytes pass by.

use std::io::{self, Read, Write};

use sha2::Digest;

/// The SHA-256 of these bytes: 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    to_hex(&sha2::Sha256::digest(bytes))
}

/// Wraps a reader or a writer; everything that passes is hashed and counted.
pub struct Sha256Stream<S> {
    inner: S,
    hash: sha2::Sha256,
    bytes: u64,
}

impl<S> Sha256Stream<S> {
    /// Wraps a reader or a writer from where it stands.
    pub fn new(inner: S) -> Sha256Stream<S> {
        Sha256Stream { inner, hash: sha2::Sha256::new(), bytes: 0 }
    }

    /// Gives the inner stream back with the number of bytes that passed and their SHA-256 in hex.
    pub fn finish(self) -> (S, u64, String) {
        (self.inner, self.bytes, to_hex(&self.hash.finalize()))
    }

    /// The number of bytes that passed so far.
    pub fn byte_count(&self) -> u64 {
        self.bytes
    }

    fn pass(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<S: Read> Read for Sha256Stream<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.pass(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl<S: Write> Write for Sha256Stream<S> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.pass(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two published test vectors of FIPS 180-4 for the empty message and `abc`.
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn known_vectors() {
        assert_eq!(sha256_hex(b""), EMPTY);
        assert_eq!(sha256_hex(b"abc"), ABC);
    }

    #[test]
    fn streams_hash_what_passes() {
        let mut writer = Sha256Stream::new(Vec::new());
        writer.write_all(b"a").unwrap();
        writer.write_all(b"bc").unwrap();
        assert_eq!(writer.finish(), (b"abc".to_vec(), 3, ABC.to_owned()));

        let mut reader = Sha256Stream::new(&b"abc"[..]);
        io::copy(&mut reader, &mut io::sink()).unwrap();
        let (_, bytes, hash) = reader.finish();
        assert_eq!((bytes, hash), (3, ABC.to_owned()));
    }
}
