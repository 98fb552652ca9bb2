//! Shares, times and codes as a person reads them.

use std::borrow::Cow;

use super::numbers::counted;

/// `12%`; never 0% of something nor 100% of less than all.
pub(super) fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (0, _) | (_, 0) => "0%".into(),
        (part, whole) if part >= whole => "100%".into(),
        (part, whole) => {
            let rounded = (u128::from(part) * 200 + u128::from(whole)) / (u128::from(whole) * 2);
            match rounded {
                0 => "under 1%".into(),
                100 => "over 99%".into(),
                percent => format!("{percent}%"),
            }
        }
    }
}

/// `3.4`, a mean to one decimal.
pub(super) fn mean(sum: u64, count: u64) -> String {
    if count == 0 {
        return "0".into();
    }
    let tenths = (u128::from(sum) * 20 + u128::from(count)) / (u128::from(count) * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `45 s`, `12 min`, `3 h`, `2 days`: the first unit of which there are at least two, rounded down.
pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => counted(seconds / 86_400, "day"),
    }
}

/// `a, b and 3 more`, each name in backticks.
pub(super) fn plain_list(names: &[&str], shown: usize) -> String {
    let mut list: Vec<String> = names.iter().take(shown).map(|name| format!("`{name}`")).collect();
    if names.len() > shown {
        list.push(format!("{} more", names.len() - shown));
    }
    match list.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => list.join(""),
    }
}

/// What a stable code says, and the setting that steers it, if there is one.
struct Reason(&'static str, &'static str, Option<&'static str>);

const REASONS: [Reason; 33] = [
    Reason("too_few_messages", "too few messages", Some("filterSettings.minMessageCount")),
    Reason("too_many_messages", "too many messages", Some("filterSettings.maxMessageCount")),
    Reason("too_few_words", "too few words", Some("filterSettings.minWordCount")),
    Reason("before_date_range", "before the date range", Some("filterSettings.dateRange")),
    Reason("after_date_range", "after the date range", Some("filterSettings.dateRange")),
    Reason("no_timestamp", "no time, though a date range is set", Some("filterSettings.dateRange")),
    Reason("status_excluded", "a status that is not wanted", Some("filterSettings.statusFilter")),
    Reason("missing_role", "one side never speaks", Some("filterSettings.requireRoles")),
    Reason("no_user_turn", "no question of a customer", None),
    Reason("no_assistant_turn", "no answer after a question", None),
    Reason("no_message", "no message with text", None),
    Reason("over_token_limit", "longer than the token limit", Some("exportConfig.maxTokens")),
    Reason("no_rejected_answer", "no second answer to compare with", None),
    Reason("split_conflict", "its customers belong to different parts", Some("exportConfig.split")),
    Reason("quoted_reply", "quoted reply", Some("cleanSettings.quotedReplies")),
    Reason("forwarded_header", "header of a forward", Some("cleanSettings.forwardedHeaders")),
    Reason("signature", "signature", Some("cleanSettings.signatures")),
    Reason("app_footer", "footer of a mail program", None),
    Reason("disclaimer", "legal notice", Some("cleanSettings.disclaimers")),
    Reason("chat_event", "line of a chat window", None),
    Reason("ticket_note", "note of the help desk", None),
    Reason("placeholder", "unfilled placeholder", Some("cleanSettings.placeholders")),
    Reason("auto_reply", "automatic reply", Some("cleanSettings.dropMessages")),
    Reason("out_of_office", "notice of absence", Some("cleanSettings.dropMessages")),
    Reason("nothing_written", "nothing but quotes and signatures", None),
    Reason("merged_messages", "joined to the message before", None),
    Reason("dropped_system_message", "message of the help desk itself", None),
    Reason("dropped_blank_message", "message without text", None),
    Reason("trimmed_leading_agent", "opening of the agent, cut", None),
    Reason("trimmed_trailing_customer", "last words of the customer, cut", None),
    Reason("moved_to_system_message", "opening, moved to the system message", None),
    Reason("empty_content", "no text in the row", None),
    Reason("ragged_row", "a row with too few or too many cells", Some("source.raggedRows")),
];

/// What a stable code says; of a code without words of its own, the code with spaces.
pub(super) fn reason(code: &str) -> Cow<'static, str> {
    match REASONS.iter().find(|reason| reason.0 == code) {
        Some(reason) => Cow::Borrowed(reason.1),
        None => Cow::Owned(code.replace('_', " ")),
    }
}

/// The setting that steers a reason.
pub(super) fn setting(code: &str) -> Option<&'static str> {
    REASONS.iter().find(|reason| reason.0 == code).and_then(|reason| reason.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_honest_at_both_ends() {
        let shown = [(0, 5), (1, 1000), (1, 3), (2, 3), (999, 1000), (5, 5), (0, 0)];
        let texts: Vec<String> = shown.into_iter().map(|(part, whole)| percent(part, whole)).collect();
        assert_eq!(texts, ["0%", "under 1%", "33%", "67%", "over 99%", "100%", "0%"]);
        assert_eq!(percent(u64::MAX - 1, u64::MAX), "over 99%");
    }

    #[test]
    fn means_and_times_are_readable() {
        assert_eq!(mean(7, 2), "3.5");
        let times: Vec<String> = [59, 119, 120, 7_199, 7_200, 172_800].into_iter().map(duration).collect();
        assert_eq!(times, ["59 s", "119 s", "2 min", "119 min", "2 h", "2 days"]);
    }

    #[test]
    fn codes_have_words() {
        assert_eq!(reason("missing_role"), "one side never speaks");
        assert_eq!(reason("near_duplicate"), "near duplicate");
        assert_eq!(setting("missing_role"), Some("filterSettings.requireRoles"));
    }
}
