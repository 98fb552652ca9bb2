//! Exports that hold no message text, and what to export instead.

/// An export without text.
pub(super) struct Export {
    pub(super) name: &'static str,
    /// Columns that it has; `a|b` for either.
    pub(super) marks: &'static [&'static str],
    /// Columns that would hold text after all.
    pub(super) not: &'static [&'static str],
    pub(super) remedy: &'static str,
}

/// Columns that hold text in some export or other.
const TEXT: &[&str] = &[
    "Description",
    "Body",
    "Message",
    "Messages",
    "Comment",
    "Comments",
    "Content",
    "Text",
    "Ticket description",
    "Conversation",
    "Transcript",
    "Notes",
    "Latest comment",
    "Question",
    "Answer",
    "Resolution",
];

pub(super) const EXPORTS: &[Export] = &[
    Export {
        name: "Intercom's content data export: who got which message, and whether it was opened",
        marks: &["receipt_id", "content_type|content_id|ruleset_id"],
        not: &[],
        remedy: "export the conversations through the API (`/conversations`, each with its `conversation_parts`), or with an export tool that writes message bodies",
    },
    Export {
        name: "a list of tickets from Zendesk",
        marks: &[
            "Requester|Requester name|Requester id",
            "Assignee|Assignee name|Assignee id",
            "Group|Group name|Brand",
            "Subject|Ticket subject|Summary",
            "Status|Ticket status",
        ],
        not: TEXT,
        remedy: "lists of tickets hold no messages: export the account data as JSON in Zendesk's Admin Center (Account, Tools, Reports, Export), which has the comments",
    },
    Export {
        name: "a list of tickets from Freshdesk",
        marks: &[
            "Ticket ID|Ticket Id",
            "Subject",
            "Created time",
            "Agent",
            "Resolution status|First response status|Last update time|Customer interactions",
        ],
        not: TEXT,
        remedy: "lists of tickets hold no messages: ask Freshdesk for an export of the account data (Admin, Account, Export data), whose JSON has the conversations",
    },
    Export {
        name: "a list of tickets from HubSpot",
        marks: &["Ticket ID", "Ticket name", "Pipeline", "Ticket status|Create date"],
        not: TEXT,
        remedy: "lists of tickets hold no messages: export the threads through the conversations API, or the tickets with their associated e-mails",
    },
    Export {
        name: "a list of conversations from Help Scout",
        marks: &[
            "Conversation ID|Number",
            "Mailbox|Inbox",
            "Customer Email|Customer",
            "Replies|Replies sent|First Response Time|Resolution Time",
            "Subject",
        ],
        not: TEXT,
        remedy: "reports hold no messages: export the conversations with their threads through the mailbox API",
    },
    Export {
        name: "Slack's list of users",
        marks: &["team_id", "profile.real_name|real_name", "is_admin|is_bot", "deleted"],
        not: &["text"],
        remedy: "give the files in the folders of the channels, one a day, such as `support/2024-05-01.json`",
    },
    Export {
        name: "Slack's list of channels",
        marks: &["name", "creator", "members", "topic.value|purpose.value|is_archived"],
        not: &["text"],
        remedy: "give the files in the folders of the channels, one a day, such as `support/2024-05-01.json`",
    },
    Export {
        name: "Slack's log of integrations",
        marks: &["service_id|app_id", "service_type|app_type", "user_id", "change_type"],
        not: &["text"],
        remedy: "give the files in the folders of the channels, one a day, such as `support/2024-05-01.json`",
    },
    Export {
        name: "a table of chat sessions",
        marks: &["session_type", "is_archived", "tenant_id", "title"],
        not: &["content"],
        remedy: "the messages stand in the table `chat_messages`; give that one, or one JSON document that holds both",
    },
    Export {
        name: "a table of mail campaigns written by a program: what was sent, but no answers",
        marks: &["body_plain", "body_html", "structured_content", "session_id"],
        not: &["direction", "role"],
        remedy: "these mails have no other side; give the table `communications`, which has both",
    },
];
