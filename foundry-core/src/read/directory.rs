//! The end of a ZIP file, before any library takes its directory into memory.

/// How many members the end of an archive promises, or its 64-bit form (PKWARE APPNOTE 4.3.14 to 4.3.16).
pub(super) fn claimed_members(zip: &[u8]) -> Option<u64> {
    fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u64> {
        let bytes = bytes.get(at..)?.first_chunk::<N>()?;
        Some(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
    let tail = zip.get(zip.len().saturating_sub(22 + 20 + 0xffff)..)?;
    let end = memchr::memmem::rfind(tail, b"PK\x05\x06")?;
    let members = number::<2>(tail, end + 10)?;
    let large = memchr::memmem::rfind(tail, b"PK\x06\x07").and_then(|locator| {
        let record = usize::try_from(number::<8>(tail, locator + 8)?).ok()?;
        number::<8>(zip, record.checked_add(32)?)
    });
    Some(large.map_or(members, |large| large.max(members)))
}
