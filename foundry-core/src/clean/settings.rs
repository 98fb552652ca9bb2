//! What steers cleaning, and the stable names of what is removed and what a message is.

use serde::{Deserialize, Serialize};

/// Which parts of a message are cut. Everything is on by default that loses nothing of what the person wrote; a
/// message of which nothing would be left stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CleanSettings {
    /// Whether messages are cleaned at all.
    pub enabled: bool,
    /// Cut what a reply quotes: `On … wrote:`, lines behind `>`, header blocks of Outlook, what stands below
    /// "reply above this line". Answers between quoted lines stay.
    pub quoted_replies: bool,
    /// Cut the header of a forwarded message; what was forwarded stays.
    pub forwarded_headers: bool,
    /// Cut closing formula, name and contact block, and what stands below `-- `.
    pub signatures: bool,
    /// Cut lines of mail programs and scanners: `Sent from my iPhone`, `Virus-free`, `Get Outlook for iOS`.
    pub app_footers: bool,
    /// Cut confidentiality notices, legal footers, lines about unsubscribing and banners about external senders.
    pub disclaimers: bool,
    /// Cut lines of a chat window: `You are now chatting with …`, `… joined the chat`, `Chat ended`.
    pub chat_events: bool,
    /// Cut notes of the help desk, such as "ticket merged".
    pub ticket_notes: bool,
    /// What is done with placeholders of a template that nobody filled.
    pub placeholders: PlaceholderAction,
    /// Whole messages of these kinds are left out of their conversation.
    pub drop_messages: Vec<MessageKind>,
}

impl Default for CleanSettings {
    fn default() -> CleanSettings {
        CleanSettings {
            enabled: true,
            quoted_replies: true,
            forwarded_headers: true,
            signatures: true,
            app_footers: true,
            disclaimers: true,
            chat_events: true,
            ticket_notes: true,
            placeholders: PlaceholderAction::Flag,
            drop_messages: vec![MessageKind::ChatEvent, MessageKind::TicketNote],
        }
    }
}

impl CleanSettings {
    /// Cleaning that cuts nothing: where single parts are chosen, the start.
    pub(crate) fn nothing() -> CleanSettings {
        CleanSettings {
            enabled: true,
            quoted_replies: false,
            forwarded_headers: false,
            signatures: false,
            app_footers: false,
            disclaimers: false,
            chat_events: false,
            ticket_notes: false,
            placeholders: PlaceholderAction::Keep,
            drop_messages: Vec::new(),
        }
    }
}

/// What is done with an unfilled placeholder such as `{{ticket.id}}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlaceholderAction {
    /// It is not looked for.
    Keep,
    /// It stays and is reported.
    #[default]
    Flag,
    /// It is cut out of its line.
    Cut,
}

/// Why a part of a message was cut. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RemovalReason {
    /// What a reply quotes, with its header.
    QuotedReply,
    /// The header of a forwarded message.
    ForwardedHeader,
    /// A closing formula, a name, a contact block.
    Signature,
    /// A line of a mail program or scanner.
    AppFooter,
    /// A notice about confidentiality, law, unsubscribing or the sender.
    Disclaimer,
    /// A line of a chat window.
    ChatEvent,
    /// A note of the help desk.
    TicketNote,
    /// An unfilled placeholder.
    Placeholder,
}

impl RemovalReason {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            RemovalReason::QuotedReply => "quoted_reply",
            RemovalReason::ForwardedHeader => "forwarded_header",
            RemovalReason::Signature => "signature",
            RemovalReason::AppFooter => "app_footer",
            RemovalReason::Disclaimer => "disclaimer",
            RemovalReason::ChatEvent => "chat_event",
            RemovalReason::TicketNote => "ticket_note",
            RemovalReason::Placeholder => "placeholder",
        }
    }
}

/// What a whole message is, where no person wrote it for this conversation. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MessageKind {
    /// A receipt: "we have received your request".
    AutoReply,
    /// A notice of absence.
    OutOfOffice,
    /// Lines of a chat window alone.
    ChatEvent,
    /// A note of the help desk alone.
    TicketNote,
    /// Nothing but quotes, signatures and footers: it stays as it was.
    NothingWritten,
}

impl MessageKind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            MessageKind::AutoReply => "auto_reply",
            MessageKind::OutOfOffice => "out_of_office",
            MessageKind::ChatEvent => "chat_event",
            MessageKind::TicketNote => "ticket_note",
            MessageKind::NothingWritten => "nothing_written",
        }
    }
}
