//! The type that only de-identification, after its leak audit, can make; exports take nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::audit::Originals;
use super::labels::Labels;
use crate::conversation::Conversation;
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};

/// What the leak audit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditCounts {
    /// Original values that were searched for.
    pub checked: u64,
    /// Survivors that were found and replaced.
    pub rescued: u64,
    /// Values of personal columns that an allow list names, and that were removed all the same, counted conversation by
    /// conversation.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub over_allow_list: u64,
    /// Survivors in the written bytes: 0, or there is no export.
    pub residual: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl AuditCounts {
    /// Adds the counts of another part of the same run.
    pub fn add(&mut self, other: AuditCounts) {
        self.checked += other.checked;
        self.rescued += other.rescued;
        self.over_allow_list += other.over_allow_list;
        self.residual += other.residual;
    }
}

/// A conversation whose personal data has been replaced and searched for again. `Debug` never shows what it holds.
pub struct DeidentifiedConversation<'a> {
    conversation: Conversation<'a>,
    findings: BTreeMap<EntityType, u64>,
    audit: AuditCounts,
    originals: Originals,
    labels: Arc<Labels>,
    replaced: ReplacedBytes,
}

/// How much of what is said was personal data.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ReplacedBytes {
    /// Bytes of values that were replaced in messages.
    pub replaced: u64,
    /// Bytes of all messages before that.
    pub said: u64,
}

impl<'a> DeidentifiedConversation<'a> {
    /// After the audit, with the originals it searched for.
    pub(super) fn audited(
        conversation: Conversation<'a>,
        findings: BTreeMap<EntityType, u64>,
        audit: AuditCounts,
        originals: Originals,
        labels: Arc<Labels>,
    ) -> DeidentifiedConversation<'a> {
        let replaced = ReplacedBytes::default();
        DeidentifiedConversation { conversation, findings, audit, originals, labels, replaced }
    }

    /// Takes note of how much was replaced.
    pub(super) fn with_replaced(self, replaced: ReplacedBytes) -> DeidentifiedConversation<'a> {
        DeidentifiedConversation { replaced, ..self }
    }

    /// As it is, for settings with `enabled: false`: the caller says that there is no personal data in it.
    pub(super) fn untouched(
        mut conversation: Conversation<'a>,
        labels: Arc<Labels>,
    ) -> DeidentifiedConversation<'a> {
        conversation.known_values.clear();
        let (findings, audit, originals) = Default::default();
        DeidentifiedConversation::audited(conversation, findings, audit, originals, labels)
    }

    /// The de-identified conversation. Its `known_values` are empty.
    pub fn conversation(&self) -> &Conversation<'a> {
        &self.conversation
    }

    /// The de-identified conversation by value; what it was audited for is forgotten.
    pub fn into_conversation(self) -> Conversation<'a> {
        self.conversation
    }

    /// Findings by entity type.
    pub fn findings(&self) -> &BTreeMap<EntityType, u64> {
        &self.findings
    }

    /// The share, 0 to 1, of the text of all messages (in bytes) that was personal data and was replaced, whatever by;
    /// `None` where nothing was looked for.
    pub fn replaced_share(&self) -> Option<f64> {
        let ReplacedBytes { replaced, said } = self.replaced;
        (said > 0).then(|| (replaced as f64 / said as f64).min(1.0))
    }

    /// What the audit did so far.
    pub fn audit(&self) -> AuditCounts {
        self.audit
    }

    /// The same for bytes into which an export has put a text of its settings, such as a system prompt: `own`, as it
    /// stands in the bytes, is passed over. It is no data, and may well name the company or greet with a first name.
    pub fn check_bytes_around(&self, bytes: &[u8], own: &[u8]) -> Result<()> {
        if own.is_empty() {
            return self.check_bytes(bytes);
        }
        let mut done = 0;
        for at in memchr::memmem::find_iter(bytes, own) {
            self.check_bytes(bytes.get(done..at).unwrap_or_default())?;
            done = at + own.len();
        }
        self.check_bytes(bytes.get(done..).unwrap_or_default())
    }

    /// Searches bytes about to be written (JSON) for every original value of this conversation, in every form an
    /// encoder can give it. `Err` of kind `Leak` names record, field and type, never the value.
    pub fn check_bytes(&self, bytes: &[u8]) -> Result<()> {
        let Some(leak) = self.originals.leak_in_json(bytes, &self.labels) else { return Ok(()) };
        let name = self.labels.name_of(leak.entity_type);
        let message = format!("an original value of type `{name}` is left in the bytes about to be written");
        let mut error = Error::new(ErrorKind::Leak, message).with_hint(
            "nothing of this conversation was written; look for text that settings add, such as a system prompt",
        );
        if self.conversation.first_row > 0 {
            error = error.at_row(self.conversation.first_row);
        }
        Err(match leak.field {
            Some(field) => error.at_path(field),
            None => error,
        })
    }
}

impl std::fmt::Debug for DeidentifiedConversation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeidentifiedConversation")
            .field("conversation", &self.conversation)
            .field("findings", &self.findings)
            .field("audit", &self.audit)
            .finish_non_exhaustive()
    }
}
