//! One invented person and the ways of writing the name.

use super::language::Language;
use super::material::Stock;
use super::random::Random;
use super::slot::NameForm;

/// A person's names, fixed for one text.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) first: String,
    pub(super) last: String,
    family_first: bool,
    two_last: bool,
}

impl Person {
    /// Someone who might write or be spoken of in a text of that language.
    pub(super) fn invent(stock: &Stock, language: Language, random: &mut Random) -> Person {
        let weights: Vec<usize> =
            stock.cultures.iter().map(|culture| culture.weights[language as usize]).collect();
        let culture = &stock.cultures[random.weighted(&weights)];
        let english = language == Language::English;
        let listed = |list: &[String], random: &mut Random| {
            !list.is_empty() && random.chance(if english { 45 } else { 20 })
        };
        let first = if listed(&stock.first, random) {
            random.pick(&stock.first)
        } else {
            random.pick(&culture.first)
        };
        let last =
            if listed(&stock.last, random) { random.pick(&stock.last) } else { random.pick(&culture.last) };
        let mut last = last.clone();
        if random.chance(3) {
            last = format!("{last}-{}", random.pick(&culture.last));
        }
        Person { first: first.clone(), last, family_first: culture.family_first, two_last: culture.two_last }
    }

    /// Someone of whose names at least one is also a word of the language.
    pub(super) fn invent_word_named(stock: &Stock, language: Language, random: &mut Random) -> Person {
        let mut person = Person::invent(stock, language, random);
        let names = &stock.word_named[language as usize];
        person.family_first = false;
        person.two_last = false;
        let which = random.below(4);
        if which != 0 {
            person.first = random.pick(&names.first).clone();
        }
        if which != 1 {
            person.last = random.pick(&names.last).clone();
        }
        person
    }

    /// The name in one form.
    pub(super) fn write(&self, form: NameForm, stock: &Stock, random: &mut Random) -> String {
        match form {
            NameForm::Any => match random.below(20) {
                0..11 => self.first.clone(),
                11..19 => self.full(stock, random),
                _ => self.last.clone(),
            },
            NameForm::Full => self.full(stock, random),
            NameForm::Plain => format!("{} {}", self.first, self.last),
            NameForm::First => self.first.clone(),
            NameForm::Last => self.last.clone(),
            NameForm::LastFirst => format!("{}, {}", self.last, self.first),
            NameForm::Short => format!("{}. {}", initial(&self.first), self.last),
            NameForm::Initials => {
                let (first, last) = (initial(&self.first), initial(&self.last));
                random
                    .pick(&[
                        format!("{first}{last}"),
                        format!("{first}.{last}."),
                        format!("{first}. {last}."),
                    ])
                    .clone()
            }
            NameForm::SpelledFirst => spelled(&self.first, random),
            NameForm::SpelledLast => spelled(&self.last, random),
        }
    }

    fn full(&self, stock: &Stock, random: &mut Random) -> String {
        let (first, last) = (&self.first, &self.last);
        if self.family_first && random.chance(25) {
            return format!("{last} {first}");
        }
        if self.two_last && random.chance(40) {
            return format!("{first} {last} {}", any_last(stock, true, random));
        }
        match random.below(100) {
            0..74 => format!("{first} {last}"),
            74..80 => format!("{first} {}. {last}", random_letter(random)),
            80..82 => format!("{first} {} {last}", random_letter(random)),
            82..86 => format!("{first} {} {last}", any_first(stock, random)),
            86..89 => format!("{}. {last}", initial(first)),
            89 => format!("{}.{}. {last}", initial(first), random_letter(random)),
            90 => format!("{} {last}", initial(first)),
            91 => format!("{first} {}.", initial(last)),
            92 => format!("{first} {}", initial(last)),
            93..95 => format!("{last}, {first}"),
            95 => format!("{last} {first}"),
            96 => format!("{first} {}", last.to_uppercase()),
            97 => format!("{} {}", last.to_uppercase(), first),
            98 => format!("{first} {last} {}", random.pick_text(&["Jr.", "Jr", "Sr.", "II", "III", "IV"])),
            _ => format!("{first} {last} {}", any_last(stock, false, random)),
        }
    }

    /// The part of an e-mail address before the `@`, mostly made from the name.
    pub(super) fn mailbox(&self, random: &mut Random) -> String {
        let (first, last) = (plain_letters(&self.first), plain_letters(&self.last));
        let start: String = first.chars().take(1).collect();
        let number = random.between(1, 99);
        match random.below(9) {
            0..3 => format!("{first}.{last}"),
            3 => format!("{first}{last}"),
            4 => format!("{start}{last}"),
            5 => format!("{first}_{last}{number}"),
            6 => format!("{first}{number}"),
            7 => format!("{last}.{first}"),
            _ => format!("{start}.{last}{number}"),
        }
    }
}

/// Any first name of the stock.
pub(super) fn any_first(stock: &Stock, random: &mut Random) -> String {
    let culture = random.below(stock.cultures.len());
    random.pick(&stock.cultures[culture].first).clone()
}

/// Any last name of the stock, or a Spanish or Portuguese one.
pub(super) fn any_last(stock: &Stock, iberian: bool, random: &mut Random) -> String {
    loop {
        let culture = &stock.cultures[random.below(stock.cultures.len())];
        if culture.two_last || !iberian {
            return random.pick(&culture.last).clone();
        }
    }
}

fn initial(name: &str) -> String {
    name.chars()
        .find(|letter| letter.is_alphabetic())
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default()
}

fn random_letter(random: &mut Random) -> char {
    char::from(b"ABCDEFGHIJKLMNOPRSTVWYZ"[random.below(23)])
}

fn spelled(name: &str, random: &mut Random) -> String {
    let separator = random.pick_text(&["-", "-", " ", " - ", ".", ", "]);
    let lower = random.chance(25);
    let letters: Vec<String> = name
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .map(
            |letter| {
                if lower { letter.to_lowercase().to_string() } else { letter.to_uppercase().to_string() }
            },
        )
        .collect();
    letters.join(separator)
}

/// Lower-case ASCII letters of a name, accents taken off.
fn plain_letters(name: &str) -> String {
    let plain: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(super::noise::without_accent)
        .filter(char::is_ascii_alphabetic)
        .collect();
    if plain.is_empty() { "info".to_string() } else { plain }
}
