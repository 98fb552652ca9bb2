//! A help-desk corpus made on the spot: deterministic, invented, shaped like an export of scattered tickets.

/// What share of the messages holds personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// None: prose only.
    Clean,
    /// About one message in six.
    Chat,
    /// Every message.
    Dense,
}

const OPENINGS: [&str; 8] = [
    "The invoice export has been stuck since this morning.",
    "I followed the guide twice and the app still closes by itself!",
    "Thanks for looking into it so quickly.",
    "Could you check what happened to the parcel?",
    "We are charged for two seats although only one is in use.",
    "It worked until the last update; now the page stays blank.",
    "Please close this one, everything is fine again.",
    "Is there a way to move the subscription to another workspace?",
];
const ANSWERS: [&str; 6] = [
    "I have passed this on to the billing team, they answer within a day.",
    "Please sign out, clear the cache and try once more.",
    "A replacement left the warehouse today and should reach you soon.",
    "This happens when the session expires; a fix is being rolled out.",
    "I added a credit to the account as an apology.",
    "You find the option under Settings, then Plans.",
];
const PERSONAL: [&str; 8] = [
    "You reach me at jo.marsh@example.com or 212-555-0142.",
    "My card is 4111 1111 1111 1111, please do not keep it.",
    "Refund to DE89 3704 0044 0532 0130 00 please.",
    "Call +44 20 7946 0123 after five.",
    "My SSN is 219-44-1234, as the form asked.",
    "We connect from 198.51.100.23 and 2001:db8::7.",
    "My name is Priya Nair and I moved last week.",
    "See https://portal.example.com/u/marsh77?ref=mail for the order.",
];
const LOOK_ALIKES: [&str; 5] = [
    "It is about order #A-4471023.",
    "We run version 4.10.2 on all machines.",
    "The total was $1,204.50 on 2024-05-03.",
    "The log says 09:41:07 when it failed.",
    "Tracking code 1Z999AA10123456784 does not move.",
];
const PEOPLE: [(&str, &str); 6] = [
    ("Jo Marsh", "jo.marsh@example.com"),
    ("Priya Nair", "p.nair@example.org"),
    ("Lukas Brandt", "lukas@example.net"),
    ("Chloé Morel", "chloe.morel@example.com"),
    ("Omar Haddad", "omar.h@example.org"),
    ("Mei Tan", "mei_tan@example.net"),
];

/// A small generator (xorshift64*): the corpus must not change when a library does.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

/// Message texts of this density.
pub fn texts(count: usize, density: Density) -> Vec<String> {
    let mut dice = Dice(0x5EED_0001);
    (0..count).map(|_| text(&mut dice, density)).collect()
}

fn text(dice: &mut Dice, density: Density) -> String {
    let mut text = String::new();
    for _ in 0..2 + dice.roll(5) {
        text.push_str(if dice.roll(2) == 0 { dice.pick(&OPENINGS) } else { dice.pick(&ANSWERS) });
        text.push(' ');
    }
    let personal = match density {
        Density::Clean => return text,
        Density::Chat => usize::from(dice.roll(6) == 0),
        Density::Dense => 2,
    };
    for _ in 0..personal {
        text.push_str(dice.pick(&PERSONAL));
        text.push(' ');
    }
    if dice.roll(6) == 0 {
        text.push_str(dice.pick(&LOOK_ALIKES));
    }
    text
}

/// A CSV export with the conversations' rows scattered over the file, about nine messages each.
pub fn csv(messages: usize, density: Density) -> String {
    let mut dice = Dice(0x5EED_0002);
    let mut out = String::from("ticket_id,created_at,author_name,author_email,author_type,body,status\n");
    let tickets = messages / 9 + 1;
    for row in 0..messages {
        let ticket = dice.roll(tickets);
        let agent = dice.roll(2) == 0;
        let (name, email) = PEOPLE[(ticket + usize::from(agent)) % PEOPLE.len()];
        let role = if agent { "agent" } else { "customer" };
        let (day, hour, minute) = (1 + row * 28 / messages, row % 24, row % 60);
        let body = text(&mut dice, density).replace('"', "\"\"");
        out.push_str(&format!(
            "{},2024-03-{day:02}T{hour:02}:{minute:02}:00Z,{name},{email},{role},\"{body}\",closed\n",
            100_000 + ticket
        ));
    }
    out
}
