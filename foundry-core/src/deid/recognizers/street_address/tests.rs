//! What is an address, where it begins and ends, and what is none.

use proptest::prelude::*;

use crate::deid::recognizers::Recognizers;
use crate::deid::settings::PiiSettings;
use crate::entity::{EntityType, Finding};

fn recognizers() -> Recognizers {
    let settings = PiiSettings { entities: Some(vec![EntityType::StreetAddress]), ..PiiSettings::default() };
    Recognizers::new(&settings).unwrap()
}

fn findings(text: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    recognizers().find(text, &mut out);
    out
}

fn found(text: &str) -> Vec<&str> {
    findings(text).iter().map(|finding| &text[finding.span.start..finding.span.end]).collect()
}

/// Each address is found whole between words, and by itself, in the case given.
fn assert_whole(addresses: &[&str]) {
    for address in addresses {
        for text in [format!("Please send it to {address}."), format!("{address}\nThank you")] {
            assert_eq!(found(&text), [*address], "{text}");
        }
    }
}

#[test]
fn english_addresses() {
    assert_whole(&[
        "12 Oak Lane",
        "12 Oak Lane, Springfield, IL 62704-1234",
        "1200 NW 5th Ave, Portland, OR 97209",
        "350 5th Avenue, New York, NY 10118, USA",
        "742 Evergreen Terrace Apt 4B, Springfield IL 62704",
        "4821 Highway 61 N, Clarksdale, MS 38614",
        "17 County Road 12",
        "PO Box 1234, Austin, TX 78701",
        "Flat 3, 12 Marlowe Road, Leeds LS1 4AB",
        "221b Baker Street, London NW1 6XE",
        "8 The Green, Norwich NR1 1AA",
        "5/12 Harbour Street, Sydney NSW 2000",
        "U6/79 Highland Parade, Glenelg SA 5045",
        "77 Scott Avenue, Lower Hutt 5010, New Zealand",
        "100-4321 Birch Street, Toronto ON M5V 2T6",
        "14 Pearse Street, Dublin 2",
        "31 Elm Drive, Ballina, Co. Mayo",
        "600 Maple Way, 2nd Floor, Denver, CO",
    ]);
}

#[test]
fn continental_addresses() {
    assert_whole(&[
        "Hauptstraße 12, 10115 Berlin",
        "Lindenstr. 73a, D-80331 München",
        "Berliner Allee 5",
        "Am Alten Markt 5, 50667 Köln",
        "Postfach 10 20 30, 40213 Düsseldorf",
        "Bahnhofstrasse 7, 8001 Zürich",
        "15 rue des Tilleuls, 75002 Paris",
        "12 bis, avenue du 8 Mai 1945, 69003 Lyon",
        "Rue de la Loi 16, 1000 Bruxelles",
        "Calle de Alcalá, 45, 3º B, 28014 Madrid",
        "C/ Mayor 5, 2º izq, 28013 Madrid",
        "Av. Insurgentes Sur #1234, Col. Del Valle, 03100 Ciudad de México",
        "Calle 45 # 12-34, Bogotá",
        "Via Roma 10, 20121 Milano (MI)",
        "Viale dei Mille n. 7, int. 5",
        "Kerkstraat 12-2, 1012 AB Amsterdam",
        "Prinsengracht 94-III",
        "Rua Augusta, 714, apto 302, São Paulo - SP, 01310-100",
        "Rua das Flores 12, 1000-205 Lisboa, Portugal",
    ]);
}

#[test]
fn any_case_and_no_punctuation() {
    assert_whole(&[
        "12 oak lane springfield il 62704",
        "12 OAK LANE, SPRINGFIELD, IL 62704",
        "742 evergreen terrace apt 4b springfield il",
        "flat 3 12 marlowe road leeds ls1 4ab",
        "hauptstrasse 12 10115 berlin",
        "15 rue des tilleuls 75002 paris",
        "calle de alcala 45 28014 madrid",
        "via roma 10 20121 milano",
        "kerkstraat 12 1012ab amsterdam",
        "po box 78 wakarua 5144",
    ]);
    assert_eq!(found("i live at 12 oak court and wait"), ["12 oak court"]);
}

#[test]
fn lines_are_one_address() {
    for address in [
        "123 Main St\nApt 4B\nSpringfield, IL 62704\nUSA",
        "Flat 37\nBennett Mall\nEast Harriet\nN8 8HN",
        "Hauptstraße 12\r\n10115 Berlin",
        "Kerkstraat 12\n1012 AB\nAmsterdam",
        "avenue Julie Ledoux\n97310 Kourou",
    ] {
        assert_eq!(found(&format!("Ship to:\n{address}\nann@example.com")), [address]);
    }
}

#[test]
fn parts_behind_a_cue() {
    assert_eq!(found("my zip code is 90210"), ["90210"]);
    assert_eq!(found("PLZ: 10115 Berlin"), ["10115 Berlin"]);
    assert_eq!(found("my postcode is SW1A 2AA thanks"), ["SW1A 2AA"]);
    assert_eq!(found("My address is Backstigen 357"), ["Backstigen 357"]);
    assert_eq!(found("We are in Springfield, IL 62704."), ["Springfield, IL 62704"]);
    assert_eq!(
        found("Rose Cottage, Church Lane, Oxford OX44 7QB"),
        ["Rose Cottage, Church Lane, Oxford OX44 7QB"]
    );
}

#[test]
fn what_stands_beside_stays_its_own() {
    let with_neighbours = "12 Oak Lane, Springfield, IL 62704 555-0147 ann@example.com";
    assert_eq!(found(with_neighbours), ["12 Oak Lane, Springfield, IL 62704"]);
    assert_eq!(found("12 Oak Lane ann@example.com"), ["12 Oak Lane"]);
    assert_eq!(found("12 Oak Lane. Thanks a lot"), ["12 Oak Lane"]);
    assert_eq!(found("12 oak lane, please hurry"), ["12 oak lane"]);
    assert_eq!(found("from 12 Oak Lane to 14 Elm Road"), ["12 Oak Lane", "14 Elm Road"]);
}

#[test]
fn look_alikes_stay() {
    for text in [
        "a 5 star way to travel",
        "it is in 10 minutes drive",
        "100 percent court approved",
        "a 2 way street",
        "a 24 hour drive",
        "I took 5 st johns wort",
        "iPhone 15 pro max place",
        "order 48213 shipped on 12 March",
        "Order #12345, 2 boxes, $12.50 per unit",
        "tracking 1Z999AA10123456784 on the road",
        "version 4.10.2 at 10:30 on the main street",
        "4 street tires and a 20 inch road bike",
        "i walked 5 blocks down the road",
        "we waited 3 hours on the highway",
        "it costs 12 euros via paypal 2 times",
        "in 2008 we moved",
        "ring 5 times at the door",
        "during spring 12 people came",
        "the total 5 and metal 12",
        "would ship April 12, 2026",
        "would ship 14 March",
        "2026-08-13 love",
        "zip file 12",
        "room 12, floor 3",
        "plz check order 12345",
        "windows 11 home and office 365",
        "send 2 food court vouchers",
        "please send 3 blue shirts",
        "delivered to 350 customers.",
        "I moved to Windows 11.",
        "1/2 mile run",
        "the 5k road race",
        "9f86d081884c7d659a2feaa0c55ad015",
        "call 212-555-0199 drive",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn cues_raise_the_rank_and_are_told() {
    let text = "My address is 12 Oak Court";
    let [finding] = findings(text)[..] else { panic!("one finding") };
    let cue = finding.cue.unwrap();
    assert_eq!(&text[cue.start..cue.end], "address");
    assert!(findings("12 Oak Court")[0].cue.is_none());
}

#[test]
fn tokens_are_no_part_of_an_address() {
    assert_eq!(found("[ADDRESS_1] and [ADDRESS_12], [PERSON_3] Street"), [""; 0]);
}

/// Texts made of what the grammar stops at.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "1",
        "12",
        "123",
        "10115",
        "62704",
        " ",
        " ",
        " ",
        ", ",
        "\n",
        ".",
        "-",
        "/",
        "#",
        "a",
        "st",
        "Oak",
        "lane",
        "Street",
        "straße",
        "calle",
        "de",
        "la",
        "via",
        "IL",
        "in",
        "apt",
        "po box",
        "º",
        "½",
        "–",
        "é",
        "😀",
        "\u{301}",
        "SW1A",
        "2AA",
        "zip",
        "my address is",
        "London",
        "new",
        "york",
        "(",
        ")",
        "’",
        "'s-",
        "c/",
        "<br>",
        "\u{a0}",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

fn assert_sound(text: &str) {
    let mut end = 0;
    for finding in findings(text) {
        assert!(!finding.span.is_empty() && finding.span.start >= end, "{text:?}");
        assert!(text.get(finding.span.start..finding.span.end).is_some());
        assert!(
            finding.cue.is_none_or(|cue| text.get(cue.start..cue.end).is_some_and(|cue| !cue.is_empty()))
        );
        end = finding.span.end;
    }
}

proptest! {
    #[test]
    fn any_text_is_sound(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn hostile_text_is_sound(text in hostile()) {
        assert_sound(&text);
    }
}
