//! Policies: rules made for a purpose, as tables. Each line says which rule it carries out, for which entity types, and
//! what is done to them; a line without types says why text holds nothing of the kind.

mod tables;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::tables::{GDPR, HIPAA, PCI, REDACTION_POINTS, REPLACE, STANDARD, STRICT, Table};
use super::settings::{CustomPattern, OperatorSettings, PiiSettings};
use crate::dataset::hash::sha256_hex;
use crate::entity::EntityType;

/// A named set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// What is personal in support conversations becomes tokens; references such as order numbers stay.
    Standard,
    /// Every type there is becomes tokens, references too, and weaker findings count.
    Strict,
    /// The 18 identifiers of the United States' HIPAA Privacy Rule, 45 CFR 164.514(b)(2).
    HipaaSafeHarbor,
    /// Cardholder data as PCI DSS 4.0 asks: the number cut to its ends, nothing left of what authenticates.
    Pci,
    /// Personal data as the General Data Protection Regulation understands it, with indirect identifiers.
    Gdpr,
    /// The points of redaction for logs: the last four digits of tax ids and telephone numbers, the domain of e-mail
    /// addresses.
    RedactionPoints,
}

/// One line of a policy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolicyLine {
    /// The rule that is carried out.
    pub rule: &'static str,
    /// The types it is about; none where text cannot hold such a thing.
    pub entities: &'static [EntityType],
    /// What is done to them.
    pub operator: OperatorSettings,
}

impl Policy {
    /// Every policy, in the order of their documentation.
    pub const ALL: [Policy; 6] = [
        Policy::Standard,
        Policy::Strict,
        Policy::HipaaSafeHarbor,
        Policy::Pci,
        Policy::Gdpr,
        Policy::RedactionPoints,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Policy::Standard => "standard",
            Policy::Strict => "strict",
            Policy::HipaaSafeHarbor => "hipaa_safe_harbor",
            Policy::Pci => "pci",
            Policy::Gdpr => "gdpr",
            Policy::RedactionPoints => "redaction_points",
        }
    }

    /// The policy with this name.
    pub fn from_name(name: &str) -> Option<Policy> {
        Policy::ALL.into_iter().find(|policy| policy.as_str() == name)
    }

    /// Its lines; a later line of a type overrules an earlier one.
    pub fn lines(self) -> &'static [PolicyLine] {
        self.table().lines
    }

    /// SHA-256, in hex, over everything that it says: which rules a data set was made with, whatever later versions say.
    pub fn sha256(self) -> String {
        let mut settings = PiiSettings::default();
        self.apply(&mut settings);
        let mut text = serde_json::to_string(&settings).unwrap_or_default();
        for line in self.lines() {
            text.push_str(line.rule);
            text.push('\n');
        }
        sha256_hex(text.as_bytes())
    }

    /// Puts what it says into settings, wherever they say nothing themselves.
    pub(super) fn apply(self, settings: &mut PiiSettings) {
        let table = self.table();
        settings.policy = Some(self);
        settings.min_score.get_or_insert(table.min_score);
        settings.entities.get_or_insert_with(|| {
            let named = |t: &EntityType| table.lines.iter().any(|line| line.entities.contains(t));
            let wanted = |t: &EntityType| table.with_default_types && t.is_default() || named(t);
            EntityType::ALL.iter().copied().filter(wanted).collect()
        });
        let mut operators = std::collections::BTreeMap::new();
        for line in table.lines {
            // `replace` is what is done anyway, but to references.
            let types = line.entities.iter().filter(|t| line.operator != REPLACE || t.is_reference());
            operators.extend(types.map(|t| (*t, line.operator)));
        }
        if let Some((pattern, token, operator)) = table.pattern
            && !settings.custom_patterns.iter().any(|own| own.token == token)
            && let Ok(place) = u16::try_from(settings.custom_patterns.len())
        {
            settings.custom_patterns.push(CustomPattern {
                pattern: pattern.into(),
                token: token.into(),
                description: None,
                group: None,
            });
            operators.insert(EntityType::Custom(place), operator);
        }
        for (entity_type, operator) in operators {
            settings.operators.entry(entity_type).or_insert(operator);
        }
    }

    fn table(self) -> &'static Table {
        match self {
            Policy::Standard => &STANDARD,
            Policy::Strict => &STRICT,
            Policy::HipaaSafeHarbor => &HIPAA,
            Policy::Pci => &PCI,
            Policy::Gdpr => &GDPR,
            Policy::RedactionPoints => &REDACTION_POINTS,
        }
    }
}
