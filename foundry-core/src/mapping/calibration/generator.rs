//! Tables as help desks write them, with what each column means: shapes, languages, spellings and traps drawn by chance.

use super::words::{LANGUAGES, Other, Words};
use crate::record::{Column, ColumnType, Schema};

/// A table and its truth.
pub(super) struct Table {
    pub(super) schema: Schema,
    /// The field of each column, `""` for none; several columns may do for one field.
    pub(super) truth: Vec<&'static str>,
    /// Whether each column is a trap.
    pub(super) traps: Vec<bool>,
}

/// Numbers by chance, the same every time (xorshift64*).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, count: usize) -> usize {
        self.next() as usize % count.max(1)
    }

    fn odds(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// One message of the invented conversations.
struct Said {
    conversation: usize,
    customer: bool,
    minute: usize,
}

/// Draws a table; `bank` chooses the names of columns.
pub(super) fn table(seed: u64, bank: usize) -> Table {
    let mut chance = Chance::new(seed);
    let words = &LANGUAGES[if chance.odds(45) { 0 } else { chance.below(LANGUAGES.len()) }];
    let mut said = Vec::new();
    let conversations = 2 + chance.below(12);
    for conversation in 0..conversations {
        for turn in 0..1 + chance.below(6) {
            let minute = conversation * 700 + turn * 7 + chance.below(5);
            said.push(Said { conversation, customer: turn % 2 == 0, minute });
        }
    }
    let pairs = chance.odds(10);
    let mut maker = Maker { chance, words, bank, said, columns: Vec::new(), style: 0 };
    maker.style = maker.chance.below(6);
    if pairs {
        maker.pairs()
    } else {
        maker.messages()
    }
    maker.distractors();
    maker.finish()
}

struct Drawn {
    name: String,
    values: Vec<String>,
    truth: &'static str,
    trap: bool,
}

struct Maker {
    chance: Chance,
    words: &'static Words,
    bank: usize,
    said: Vec<Said>,
    columns: Vec<Drawn>,
    style: usize,
}

impl Maker {
    fn name(&mut self, names: [&'static [&'static str]; 2]) -> String {
        let name = *self.chance.of(names[self.bank]);
        self.spelled(name)
    }

    /// Snake case, camel case, title case and so on.
    fn spelled(&self, name: &str) -> String {
        let parts: Vec<&str> = name.split([' ', '\'']).collect();
        let capital = |part: &str| {
            let mut letters = part.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        };
        match self.style {
            0 => parts.join("_"),
            1 => parts[0].to_owned() + &parts[1..].iter().map(|p| capital(p)).collect::<String>(),
            2 => parts.iter().map(|p| capital(p)).collect::<Vec<_>>().join(" "),
            3 => capital(name),
            4 => parts.join("_").to_uppercase(),
            _ => parts.join("-"),
        }
    }

    fn add(&mut self, name: String, truth: &'static str, trap: bool, values: Vec<String>) {
        if !self.columns.iter().any(|column| column.name == name) {
            self.columns.push(Drawn { name, values, truth, trap });
        }
    }

    fn each(&mut self, mut value: impl FnMut(&mut Chance, &Said, usize) -> String) -> Vec<String> {
        let chance = &mut self.chance;
        self.said.iter().enumerate().map(|(at, said)| value(chance, said, at)).collect()
    }

    fn ids(&mut self) -> Vec<String> {
        let style = self.chance.below(4);
        let base = 1000 + self.chance.below(90_000);
        self.each(|_, said, _| match style {
            0 => format!("{}", base + said.conversation),
            1 => format!("T-{}", base + said.conversation * 3),
            2 => format!("{:08x}-0000-4000-8000-{:012x}", base + said.conversation, said.conversation),
            _ => format!("conv_{}", base + said.conversation),
        })
    }

    fn time(minute: usize, style: usize) -> String {
        let (day, hour, rest) = (1 + minute / 1440 % 27, minute / 60 % 24, minute % 60);
        match style {
            0 => format!("2024-05-{day:02}T{hour:02}:{rest:02}:12Z"),
            1 => format!("2024-05-{day:02} {hour:02}:{rest:02}:12"),
            2 => format!("{day:02}.05.2024 {hour:02}:{rest:02}"),
            3 => format!("05/{day:02}/2024 {hour:02}:{rest:02}"),
            4 => format!("{}", 1_714_521_600 + minute * 60),
            _ => format!("{}", (1_714_521_600 + minute * 60) * 1000),
        }
    }

    fn texts(&mut self) -> Vec<String> {
        let sentences = self.words.sentences;
        let html = self.chance.odds(10);
        self.each(|chance, said, at| {
            let mut text = (*chance.of(sentences)).to_owned();
            if chance.odds(70) {
                text.push_str(&format!(" ({})", said.conversation * 31 + at));
            }
            if html { format!("<p>{text}</p>") } else { text }
        })
    }

    fn messages(&mut self) {
        let words = self.words;
        if self.chance.odds(92) {
            let (name, ids) = (self.name(words.conversation), self.ids());
            self.add(name, "conversation_id", false, ids);
        }
        let (name, texts) = (self.name(words.content), self.texts());
        self.add(name, "content", false, texts);
        match self.chance.below(10) {
            0..=4 => {
                let (customer, agent) = (*self.chance.of(words.customer), *self.chance.of(words.agent));
                let values = self.each(|_, said, _| if said.customer { customer } else { agent }.to_owned());
                let name = self.name(words.role);
                self.add(name, "sender_role", false, values);
            }
            5..=6 => {
                let (inbound, outbound) = words.inbound;
                let values =
                    self.each(|_, said, _| if said.customer { inbound } else { outbound }.to_owned());
                let name = self.name(words.direction);
                self.add(name, "sender_role", false, values);
            }
            7 => {
                // The trap of the yes or no: which side a yes is.
                let (name, customer) =
                    *self.chance.of(&[("incoming", true), ("is inbound", true), ("from agent", false)]);
                let values = self.each(|_, said, _| (said.customer == customer).to_string());
                let name = self.spelled(name);
                self.add(name, "sender_role", true, values);
            }
            _ => {}
        }
        if self.chance.odds(55) {
            self.sender();
        }
        match self.chance.below(10) {
            0..=6 => {
                let style = self.chance.below(6);
                let values = self.each(|_, said, _| Maker::time(said.minute, style));
                let name = self.name(words.time);
                self.add(name, "timestamp", false, values);
            }
            7..=8 => {
                let dates = self.each(|_, said, _| Maker::time(said.minute, 1)[..10].to_owned());
                let clocks = self.each(|_, said, _| Maker::time(said.minute, 1)[11..].to_owned());
                let (date, clock) = (self.name(words.date), self.name(words.clock));
                self.add(date, "timestamp", true, dates);
                self.add(clock, "", true, clocks);
            }
            _ => {}
        }
        self.status();
    }

    fn sender(&mut self) {
        let words = self.words;
        let addresses = self.chance.odds(50);
        let values = self.each(|_, said, _| match (said.customer, addresses) {
            (true, true) => format!("person{}@example.com", said.conversation),
            (false, true) => "help@shop.example".to_owned(),
            (true, false) => format!("u{}", 500 + said.conversation),
            (false, false) => format!("a{}", 7 + said.conversation % 2),
        });
        let name = self.name(if addresses { words.sender_email } else { words.sender });
        self.add(name, "sender_id", false, values);
    }

    fn pairs(&mut self) {
        let words = self.words;
        if self.chance.odds(70) {
            let base = 1 + self.chance.below(9000);
            let values = self.each(|_, _, at| format!("{}", base + at));
            let name = self.name(words.conversation);
            self.add(name, "conversation_id", false, values);
        }
        for names in [words.question, words.answer] {
            let (name, texts) = (self.name(names), self.texts());
            self.add(name, "content", false, texts);
        }
        if self.chance.odds(50) {
            let style = self.chance.below(4);
            let values = self.each(|_, said, _| Maker::time(said.minute, style));
            let name = self.name(words.time);
            self.add(name, "timestamp", false, values);
        }
        self.status();
    }

    fn status(&mut self) {
        if self.chance.odds(50) {
            let statuses = self.words.statuses;
            let values = self.each(|_, said, _| statuses[said.conversation * 7 % statuses.len()].to_owned());
            let name = self.name(self.words.status);
            self.add(name, "status", false, values);
        }
    }

    fn distractors(&mut self) {
        for _ in 0..self.chance.below(7) {
            let (name, other) = *self.chance.of(self.words.others);
            let values = self.other(other);
            let trap = matches!(
                other,
                Other::MessageId | Other::LaterTime | Other::Delivery | Other::Region | Other::Person
            );
            // Where a row is a conversation, or nothing else tells one from another, the customer is the sender.
            let whole = self.said.is_empty()
                || !self.columns.iter().any(|column| column.truth == "conversation_id")
                || self.columns.iter().filter(|column| column.truth == "content").count() > 1;
            let about_customer = matches!(other, Other::Person | Other::Email | Other::Phone);
            let truth = if whole && about_customer { "?sender_id" } else { "" };
            let name = self.spelled(name);
            self.add(name, truth, trap, values);
        }
    }

    fn other(&mut self, other: Other) -> Vec<String> {
        const PEOPLE: [&str; 6] =
            ["Ann Example", "Ben Sample", "Carla Test", "Dora Muster", "Emil Prueba", "Fay Demo"];
        self.each(|chance, said, at| match other {
            Other::MessageId => format!("{}", 70_000 + at),
            Other::Number => format!("{}", 1 + chance.below(5)),
            Other::LaterTime => Maker::time(said.conversation * 700 + 900, 1),
            Other::Subject => {
                ["Parcel is late", "Sign-in", "Second charge", "Wrong size"][said.conversation % 4].into()
            }
            Other::Word => ["normal", "web", "basic", "blue"][said.conversation % 4].into(),
            Other::Person => PEOPLE[said.conversation % 6].into(),
            Other::Email => format!("someone{}@example.net", said.conversation),
            Other::Phone => format!("+1 212 555 01{:02}", said.conversation % 100),
            Other::Company => ["Acme Ltd", "Blue GmbH", "Corner Shop"][said.conversation % 3].into(),
            Other::Delivery => ["delivered", "read", "sent"][chance.below(3)].into(),
            Other::Region => ["CA", "NY", "TX", "WA"][said.conversation % 4].into(),
            Other::Url => format!("https://shop.example/t/{}", said.conversation),
            Other::Json => "{\"a\":1,\"b\":[2]}".into(),
            Other::Flag => (at % 3 == 0).to_string(),
            Other::Duration => format!("{}", 30 + chance.below(4000)),
            Other::Code => format!("OR-{}", 5000 + said.conversation),
        })
    }

    fn finish(mut self) -> Table {
        // Any order.
        for at in (1..self.columns.len()).rev() {
            let other = self.chance.below(at + 1);
            self.columns.swap(at, other);
        }
        let truth = self.columns.iter().map(|column| column.truth).collect();
        let traps = self.columns.iter().map(|column| column.trap).collect();
        let column =
            |drawn: Drawn| Column { name: drawn.name, column_type: ColumnType::Text, values: drawn.values };
        Table { schema: Schema { columns: self.columns.into_iter().map(column).collect() }, truth, traps }
    }
}
