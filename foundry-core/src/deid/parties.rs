//! Who is who in a conversation: which known values belong to one person, and whether that is a customer or an agent.
//!
//! The values of one mapped row share a party. Where it has one person, its e-mail address and telephone number are that
//! person's; where it has several, an address is that of the one whose name it holds.
//!
//! A number is kept for a person's address or telephone number only where a text seems to hold it, so that the first
//! address of a conversation is `[EMAIL_1]` also where the mapped one is never mentioned.

use super::known_values::Dictionary;
use super::labels::{AGENT_NAME, CUSTOMER_NAME};
use crate::conversation::{Conversation, KnownValue, SenderRole};
use crate::entity::EntityType;

/// In larger conversations values are numbered each for itself.
const MAX_VALUES: usize = 256;
/// A part of a name that tells whose address it is has at least this many letters.
const MIN_PART: usize = 3;

/// The persons of one conversation.
#[derive(Default)]
pub(super) struct Parties {
    /// Per known value the group that it belongs to: the index of one of its values.
    groups: Vec<Option<u32>>,
    /// Per known value its label, where a number is to be kept for it.
    labels: Vec<Option<&'static str>>,
    roles: Vec<Option<SenderRole>>,
}

impl Parties {
    /// Puts known values together.
    pub fn meet(
        &mut self,
        known: &[KnownValue<'_>],
        conversation: &Conversation<'_>,
        dictionary: &Dictionary,
    ) {
        self.groups.clear();
        self.labels.clear();
        self.roles.clear();
        // Party 0 says that nobody knows.
        if known.len() > MAX_VALUES || known.iter().all(|value| value.party == 0) {
            return;
        }
        for (index, value) in known.iter().enumerate() {
            let own = dictionary.identity(index as u32);
            let group = match value.entity_type {
                _ if value.party == 0 => None,
                EntityType::Person => Some(own),
                EntityType::EmailAddress
                | EntityType::PhoneNumber
                | EntityType::Username
                | EntityType::StreetAddress
                | EntityType::DateOfBirth => owner(known, index, dictionary),
                _ => None,
            };
            self.groups.push(group);
            let awaited = group.is_some() && is_mentioned(value, conversation);
            self.labels.push(awaited.then_some(value.entity_type.label()));
        }
    }

    /// The group of a known value.
    pub fn group(&self, known: u32) -> Option<u32> {
        self.groups.get(known as usize).copied().flatten()
    }

    /// The labels for which the number of a group is to be kept.
    pub fn labels_of(&self, group: u32) -> Vec<&'static str> {
        let mut labels: Vec<&str> = Vec::new();
        for (known, label) in self.labels.iter().enumerate() {
            if let Some(label) = *label
                && self.group(known as u32) == Some(group)
            {
                let is_person = label == EntityType::Person.label();
                let role = if is_person { self.role_label(known as u32) } else { None };
                let label = role.unwrap_or(label);
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        labels
    }

    /// Notes the role in which a known value has spoken; the first counts.
    pub fn set_role(&mut self, known: u32, role: SenderRole) {
        let index = self.group(known).unwrap_or(known) as usize;
        if self.roles.len() <= index {
            self.roles.resize(index + 1, None);
        }
        if let Some(slot) = self.roles.get_mut(index) {
            slot.get_or_insert(role);
        }
    }

    /// The word for the name of a person whose role is known.
    pub fn role_label(&self, known: u32) -> Option<&'static str> {
        let index = self.group(known).unwrap_or(known) as usize;
        match self.roles.get(index).copied().flatten()? {
            SenderRole::Customer => Some(CUSTOMER_NAME),
            SenderRole::Agent => Some(AGENT_NAME),
            SenderRole::System => None,
        }
    }
}

/// Whether a text seems to hold a value: cheap, so that it may take another one for it. A person is taken to be there.
fn is_mentioned(value: &KnownValue<'_>, conversation: &Conversation<'_>) -> bool {
    match value.entity_type {
        EntityType::Person => true,
        EntityType::EmailAddress => {
            let local = value.value.split(['@', '+']).next().unwrap_or_default().as_bytes();
            let holds = |text: &str| {
                let bytes = text.as_bytes();
                let first = |at: usize| {
                    let rest = at.checked_sub(local.len()).and_then(|start| bytes.get(start..at));
                    rest.is_some_and(|rest| rest.eq_ignore_ascii_case(local))
                };
                memchr::memchr2_iter(b'@', b'+', bytes).any(first)
            };
            !local.is_empty() && texts(conversation).any(holds)
        }
        EntityType::PhoneNumber => {
            let digits: Vec<u8> = value.value.bytes().filter(u8::is_ascii_digit).collect();
            let last = digits.get(digits.len().saturating_sub(4)..).unwrap_or_default();
            let finder = memchr::memmem::Finder::new(last);
            last.len() == 4 && texts(conversation).any(|text| finder.find(text.as_bytes()).is_some())
        }
        _ => false,
    }
}

fn texts<'c>(conversation: &'c Conversation<'_>) -> impl Iterator<Item = &'c str> {
    conversation.messages.iter().flat_map(|message| {
        let fields = message.custom.iter().map(|(_, value)| value.as_ref());
        [message.content.as_ref()].into_iter().chain(message.sender_id.as_deref()).chain(fields)
    })
}

/// The person that a value of the same party belongs to. Where the party has no person, its first value leads, unless
/// there are two of a kind.
fn owner(known: &[KnownValue<'_>], index: usize, dictionary: &Dictionary) -> Option<u32> {
    let value = known.get(index)?;
    let same = || known.iter().enumerate().filter(|(_, other)| other.party == value.party);
    let mut persons: Vec<u32> = same()
        .filter(|(_, other)| other.entity_type == EntityType::Person)
        .map(|(person, _)| dictionary.identity(person as u32))
        .collect();
    persons.sort_unstable();
    persons.dedup();
    match persons.as_slice() {
        [] => {
            let contact = |t: EntityType| matches!(t, EntityType::EmailAddress | EntityType::PhoneNumber);
            let mut contacts = same().filter(|(_, other)| contact(other.entity_type));
            let (first, one) = contacts.next()?;
            let alike = contacts.any(|(_, other)| other.entity_type == one.entity_type);
            (contact(value.entity_type) && !alike).then_some(first as u32)
        }
        [person] => Some(*person),
        several => {
            let local = dictionary.folded(index).split('@').next().unwrap_or_default();
            let holds = |person: &&u32| {
                let name = dictionary.folded(**person as usize);
                let mut parts =
                    name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() >= MIN_PART);
                parts.any(|part| local.contains(part))
            };
            let by_name = matches!(value.entity_type, EntityType::EmailAddress | EntityType::Username);
            let mut owners = several.iter().filter(holds);
            let owner = owners.next().filter(|_| by_name)?;
            owners.next().is_none().then_some(*owner)
        }
    }
}
