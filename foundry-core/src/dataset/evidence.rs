//! The evidence pack: a ZIP with what proves how a data set was made, and no line of it: manifest, settings, counts,
//! hashes, the account of the split.

use std::fmt::Write;

use serde_json::{Value, json};

use super::hash::sha256_hex;
use super::manifest::Manifest;
use crate::error::{Error, ErrorKind, Result};

/// The pack of a run; `files` are further ones by name, such as the provenance of each line. The same run gives the same
/// bytes.
pub fn evidence_pack(manifest: &Manifest, files: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let pretty = |value: &Value| {
        let text = serde_json::to_string_pretty(value);
        text.map(|text| text + "\n")
            .map_err(|e| Error::new(ErrorKind::Format, format!("the evidence cannot be written: {e}")))
    };
    let manifest_json = manifest.to_json_pretty()?;
    let settings = pretty(&manifest.config)?;
    let counts = pretty(&json!({
        "counts": manifest.counts,
        "findings": manifest.findings,
        "leakAudit": manifest.leak_audit,
        "warningCounts": manifest.warning_counts,
        "splits": manifest.splits,
    }))?;
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("manifest.json", manifest_json.as_bytes()),
        ("settings.json", settings.as_bytes()),
        ("counts.json", counts.as_bytes()),
    ];
    entries.extend_from_slice(files);
    let mut sums = String::new();
    for (name, bytes) in &entries {
        let _ = writeln!(sums, "{}  {name}", sha256_hex(bytes));
    }
    for input in &manifest.inputs {
        let _ = writeln!(sums, "{}  input: {}", input.sha256, input.name);
    }
    match &manifest.splits {
        None => {
            let _ = writeln!(sums, "{}  output", manifest.output.sha256);
        }
        Some(splits) => {
            for (name, part) in &splits.parts {
                let _ = writeln!(sums, "{}  output: {name}", part.sha256);
            }
        }
    }
    entries.push(("SHA256SUMS", sums.as_bytes()));
    zip(&entries)
}

/// A ZIP of stored (not packed) entries (PKWARE APPNOTE 6.3), dated 1980-01-01 so that equal contents are equal bytes.
fn zip(entries: &[(&str, &[u8])]) -> Result<Vec<u8>> {
    let too_large = |_| {
        Error::new(ErrorKind::Limit, "the evidence is larger than 4 GB")
            .with_hint("leave the provenance of each line out of the pack")
    };
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let offset = u32::try_from(out.len()).map_err(too_large)?;
        let size = u32::try_from(bytes.len()).map_err(too_large)?;
        // Version 2.0, UTF-8 names, stored, 1980-01-01 00:00.
        let mut head = Vec::new();
        for half in [20u16, 0x0800, 0, 0, 0x0021] {
            head.extend_from_slice(&half.to_le_bytes());
        }
        for word in [crc32(bytes), size, size] {
            head.extend_from_slice(&word.to_le_bytes());
        }
        head.extend_from_slice(&(name.len() as u16).to_le_bytes());
        head.extend_from_slice(&0u16.to_le_bytes());
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&head);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let start = u32::try_from(out.len()).map_err(too_large)?;
    let count = entries.len() as u16;
    let length = u32::try_from(directory.len()).map_err(too_large)?;
    out.append(&mut directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    Ok(out)
}

/// CRC-32 as ZIP asks for it (ISO 3309, reflected, polynomial 0xEDB88320).
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let (mut value, mut bit) = (index as u32, 0);
            while bit < 8 {
                value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, byte| TABLE[usize::from((crc as u8) ^ byte)] ^ (crc >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_crc_32() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn an_archive_ends_with_its_directory() {
        let bytes = zip(&[("a.txt", b"hello"), ("b.json", b"{}")]).unwrap();
        assert!(bytes.starts_with(b"PK\x03\x04"));
        let end = bytes.len() - 22;
        assert_eq!(bytes[end..end + 4], *b"PK\x05\x06");
        let start = u32::from_le_bytes(bytes[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(bytes[start..start + 4], *b"PK\x01\x02");
        assert_eq!(bytes[end + 10], 2);
    }
}
