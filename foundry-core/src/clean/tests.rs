//! What cleaning promises, on texts of every kind.

use super::*;

fn cleaned(text: &str) -> String {
    clean(text, &CleanSettings::default()).text.into_owned()
}

#[test]
fn a_reply_is_cut_from_what_it_quotes() {
    for (text, expected) in [
        ("Thank you, that works.\n\nOn 11-Apr-2011, at 6:54 PM, Bob <bob@example.com> wrote:\n\n> Try this.\n>\n> Bob", "Thank you, that works."),
        ("Danke, geht.\n\nAm 03.05.2021 um 10:15 schrieb Anna Beispiel <anna@example.com>:\n\nBitte neu starten.", "Danke, geht."),
        ("Ok.\n\n-----Original Message-----\nFrom: Ann <ann@example.com>\nSent: Monday, May 3, 2021 10:15 AM\nTo: Bob\nSubject: Re: Hello\n\nText", "Ok."),
    ] {
        assert_eq!(cleaned(text), expected);
    }
}

#[test]
fn answers_between_quoted_lines_stay() {
    let text = "On 3 May 2021 at 10:15, Ann <ann@example.com> wrote:\n> Which size?\nLarge.\n\n> Which colour?\nRed, please.";
    assert_eq!(cleaned(text), "Large.\n\nRed, please.");
}

#[test]
fn a_message_that_would_be_empty_stays() {
    for text in ["> only this", "-- \nAnn Example", "Sent from my iPhone", "Best regards,\nAnn"] {
        let done = clean(text, &CleanSettings::default());
        assert_eq!((done.text.as_ref(), done.removed.len()), (text, 0), "{text}");
    }
}
