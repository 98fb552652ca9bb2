//! What cleaning promises, on texts put together at random from what its rules look for and what they must leave alone.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Lines that rules look for, near misses, and plain talk in several scripts.
const LINES: [&str; 58] = [
    "",
    "",
    "",
    "Hello Ann,",
    "Where is my parcel?",
    "It should have been here on Monday, but nothing came.",
    "Ich warte seit drei Tagen.",
    "> quoted line",
    "> On Mon, May 3, 2021 at 10:15 AM Ann <ann@example.com> wrote:",
    ">> deeper",
    ">",
    "> 5 GB",
    ">>> x = 1",
    "&gt; quoted in HTML",
    "On Mon, May 3, 2021 at 10:15 AM Ann <ann@example.com> wrote:",
    "Am 03.05.2021 um 10:15 schrieb Anna:",
    "Le 3 mai 2021 à 10:15, Anne",
    "<anne@example.com> a écrit :",
    "On Monday your colleague wrote:",
    "From: Ann <ann@example.com>",
    "Sent: Monday, May 3, 2021 10:15 AM",
    "To: Bob",
    "Subject: Re: parcel",
    "Betreff: Paket",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "Begin forwarded message:",
    "________________________________",
    "-----",
    "-- ",
    "--",
    "Best regards,",
    "Thanks,",
    "Thanks!",
    "LG Anna",
    "Ciao,",
    "Ann Example",
    "[PERSON_1]",
    "Support Manager, Acme Ltd.",
    "Tel: +44 20 7946 0018",
    "www.example.com",
    "P.S. I moved.",
    "- Ann",
    "Sent from my iPhone",
    "Sent from my desk, not my phone",
    "Virenfrei. www.avast.com",
    "This e-mail is confidential. If you are not the intended recipient, delete it.",
    "CAUTION: This email originated from outside.",
    "Disclaimer:",
    "To unsubscribe click here.",
    "Please consider the environment before printing.",
    "##- Please type your reply above this line -##",
    "You are now chatting with Maya.",
    "Maya left the chat",
    "Request #12 was merged into this request.",
    "Hi {{name}}, [insert name] %A_B%",
    "שלום 👍🏽 e\u{301}",
    "\u{200b}\u{a0}",
];

fn texts() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        12 => select(LINES.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
        1 => "[a-zß>:@<. -]{0,60}",
    ];
    let end = prop_oneof![6 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\n\n"), 1 => Just(" ")];
    prop::collection::vec((line, end), 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(line, end)| [line, end.to_owned()]).collect())
}

fn all_settings() -> impl Strategy<Value = CleanSettings> {
    any::<[bool; 7]>().prop_map(|on| CleanSettings {
        quoted_replies: on[0],
        forwarded_headers: on[1],
        signatures: on[2],
        app_footers: on[3],
        disclaimers: on[4],
        chat_events: on[5],
        ticket_notes: on[6],
        ..CleanSettings::default()
    })
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut lines = long.lines();
    short.lines().all(|line| lines.any(|other| other.trim() == line.trim()))
}

fn laws(text: &str, settings: &CleanSettings) {
    let first = clean(text, settings);
    let second = clean(&first.text, settings);
    assert_eq!(second.text, first.text, "cleaning again changes it");
    assert!(is_subsequence(&first.text, text), "lines that were not there");
    assert_eq!(first.text.trim().is_empty(), text.trim().is_empty(), "nothing is left");
    let mut left = String::new();
    let mut from = 0;
    for part in &first.removed {
        assert!(part.span.start >= from && part.span.start < part.span.end, "spans are in order");
        left.push_str(&text[from..part.span.start]);
        from = part.span.end;
    }
    left.push_str(&text[from..]);
    assert_eq!(left.trim_end(), first.text.trim_end(), "the spans tell what was cut");
    if first.removed.is_empty() {
        assert_eq!(first.text, text);
        assert!(matches!(first.text, Cow::Borrowed(_)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_keeps_its_laws(text in texts(), settings in all_settings()) {
        laws(&text, &CleanSettings::default());
        laws(&text, &settings);
    }

    #[test]
    fn any_text_is_taken(text in "\\PC{0,200}", cut in any::<bool>()) {
        let placeholders = if cut { PlaceholderAction::Cut } else { PlaceholderAction::Flag };
        clean(&text, &CleanSettings { placeholders, ..CleanSettings::default() });
        message_kind(&text);
    }
}

/// Texts made to be slow: what is looked at again for every line would take minutes.
#[test]
fn hostile_texts_take_linear_time() {
    let many = 40_000;
    for piece in [
        "-----\n",
        "> \n\n",
        "> a\nb\n",
        "From: a@example.com\nSent: 10:15\nTo: b\nSubject: c\n",
        "Best regards,\nAnn\n\n",
        "-- \n",
        "Sent from my iPhone\n\n",
        "On 3 May 2021 at 10:15\n",
        "{{ {% [ ",
        "{{{{{{{{",
        "Thanks,\nAnn\n\nFrom: a@example.com\nSent: 10:15\nTo: b\nSubject: c\n",
        "---------- Forwarded message ---------\n",
        "You are now chatting with Maya.\n",
        "confidential recipient solely delete e-mail ",
        "On 3 May 2021 at 10:15 wrote wrote wrote ",
        "\n\n\n\n \n",
    ] {
        let text = format!("Hello\n{}", piece.repeat(many));
        clean(&text, &CleanSettings::default());
    }
}

#[test]
fn what_is_left_is_borrowed_where_the_end_is_cut() {
    let done = clean("It works.\n\n-- \nAnn", &CleanSettings::default());
    assert!(matches!(done.text, Cow::Borrowed("It works.")));
    assert_eq!(
        done.removed,
        [Removed { span: 9..18, reason: RemovalReason::Signature }].map(|mut part| {
            part.span.start = 10;
            part
        })
    );
}
