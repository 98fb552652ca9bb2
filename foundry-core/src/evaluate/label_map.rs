//! The words of a labelled data set, told in ours.

use std::collections::{BTreeMap, BTreeSet};

use crate::deid::PiiSettings;
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result, nearest};

/// What is neither wanted nor wrong.
const IGNORED: &str = "-";
/// What is no personal data, although it is labelled.
const OUTSIDE: &str = "O";

/// Which label of the data, or of another detector, stands for which entity type.
///
/// - A label may stand for an entity type, several labels for the same. Our own names may be mapped too, which makes
///   types one: `STREET_ADDRESS=LOCATION`.
/// - `-` leaves a label out: its text need not be found and may be found.
/// - `O` takes a label for plain text: what is found there is wrong.
/// - A label that is not mapped stands for itself where it is the name of an entity type, and is else left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelMap {
    pairs: BTreeMap<String, String>,
    custom: BTreeSet<String>,
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<'m> {
    /// An entity type.
    Type(&'m str),
    /// Neither wanted nor wrong, by the map.
    Ignored,
    /// The same, because the map does not know it.
    Unmapped,
    /// Plain text.
    Outside,
}

impl LabelMap {
    /// Checks pairs of label and entity type (its name on the wire, the token of a custom pattern, `-` or `O`).
    ///
    /// # Errors
    /// `Config` for a type that there is not.
    pub fn new<L: Into<String>, T: Into<String>>(
        pairs: impl IntoIterator<Item = (L, T)>,
        settings: &PiiSettings,
    ) -> Result<LabelMap> {
        let pairs = pairs.into_iter().map(|(label, target)| (label.into(), target.into()));
        let custom = settings.custom_patterns.iter().map(|pattern| pattern.token.clone());
        let map = LabelMap { pairs: pairs.collect(), custom: custom.collect() };
        for (label, target) in &map.pairs {
            if ![IGNORED, OUTSIDE].contains(&target.as_str()) && map.own(target).is_none() {
                let known = EntityType::ALL.iter().map(|entity_type| entity_type.name());
                let near = nearest(target, known).map(|near| format!("did you mean `{near}`? "));
                return Err(Error::new(ErrorKind::Config, format!("unknown entity type `{target}`"))
                    .at_path(format!("labelMap.{label}"))
                    .with_hint(format!(
                        "{}`-` leaves the label out, `O` takes it for plain text",
                        near.unwrap_or_default()
                    )));
            }
        }
        Ok(map)
    }

    /// What a label stands for.
    pub(super) fn meaning(&self, label: &str) -> Meaning<'_> {
        match self.pairs.get(label).map(String::as_str) {
            Some(IGNORED) => Meaning::Ignored,
            Some(OUTSIDE) => Meaning::Outside,
            Some(target) => Meaning::Type(target),
            None => self.own(label).map_or(Meaning::Unmapped, Meaning::Type),
        }
    }

    /// The name of one of our types.
    fn own(&self, name: &str) -> Option<&str> {
        let built_in = EntityType::from_name(name).map(EntityType::name);
        built_in.or_else(|| self.custom.get(name).map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_for_types_and_unknown_ones_for_nothing() {
        let settings = PiiSettings::default();
        let pairs = [("PER", "PERSON"), ("JOB", "-"), ("ORDER", "O"), ("STREET_ADDRESS", "LOCATION")];
        let map = LabelMap::new(pairs, &settings).expect("is fine");
        assert_eq!(map.meaning("PER"), Meaning::Type("PERSON"));
        assert_eq!(map.meaning("PERSON"), Meaning::Type("PERSON"));
        assert_eq!(map.meaning("STREET_ADDRESS"), Meaning::Type("LOCATION"));
        assert_eq!(map.meaning("JOB"), Meaning::Ignored);
        assert_eq!(map.meaning("ORDER"), Meaning::Outside);
        assert_eq!(map.meaning("per"), Meaning::Unmapped);
        let error = LabelMap::new([("PER", "PERSONS")], &settings).expect_err("there is no such type");
        assert!(error.hint().is_some_and(|hint| hint.contains("`PERSON`")), "{error}");
        assert_eq!(error.position().path.as_deref(), Some("labelMap.PER"));
    }
}
