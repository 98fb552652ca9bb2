//! Mappings that a person has confirmed, found again by the names of the columns.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::field::{FieldMapping, MappingOptions};
use super::fold::fold;

/// A confirmed mapping and the columns it is for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RememberedMapping {
    /// The fingerprint of the columns, as [`header_fingerprint`] gives it.
    pub fingerprint: String,
    /// Which column means what.
    pub mappings: Vec<FieldMapping>,
    /// What steers mapping beyond the columns; settings of the run win over it.
    #[serde(default)]
    pub mapping_options: MappingOptions,
}

/// Gives the fingerprint of a set of columns: 16 hexadecimal digits, the same in any order of the columns and however
/// their case, accents and separators are written.
pub fn header_fingerprint<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names: Vec<String> = names.into_iter().map(fold).collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in &names {
        hash.update(name.as_bytes());
        // Never part of a folded name.
        hash.update([0x1f]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The mapping that was confirmed for these columns, the last of several.
pub fn remembered<'r, 'n>(
    list: &'r [RememberedMapping],
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'r RememberedMapping> {
    if list.is_empty() {
        return None;
    }
    let fingerprint = header_fingerprint(names);
    list.iter().rev().find(|one| one.fingerprint.eq_ignore_ascii_case(&fingerprint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_follow_the_names_alone() {
        let of = |names: &[&str]| header_fingerprint(names.iter().copied());
        assert_eq!(of(&["Ticket ID", "Body"]), of(&["body", "ticket-id"]));
        assert_ne!(of(&["a", "b"]), of(&["ab"]));
        assert_ne!(of(&["a"]), of(&["a", "a"]));
        assert_eq!(of(&[]).len(), 16);
    }

    #[test]
    fn the_last_confirmed_wins() {
        let one = |status: &str| RememberedMapping {
            fingerprint: header_fingerprint(["a", "b"]),
            mapping_options: MappingOptions { utc_offset: Some(status.into()), ..MappingOptions::default() },
            ..RememberedMapping::default()
        };
        let list = [one("Z"), one("+02:00")];
        let found = remembered(&list, ["B", "A"]).unwrap();
        assert_eq!(found.mapping_options.utc_offset.as_deref(), Some("+02:00"));
        assert!(remembered(&list, ["a"]).is_none() && remembered(&[], ["a", "b"]).is_none());
    }
}
