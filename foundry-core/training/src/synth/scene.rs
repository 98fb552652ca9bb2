//! The people, companies and places of one text: gives every slot its value.

use crate::labelled::Label;

use super::draft::{Draft, Turn};
use super::grammar::{Fill, RuleId};
use super::language::{Language, must_have, parts};
use super::material::{City, Stock};
use super::person::{Person, any_first};
use super::random::Random;
use super::slot::{AddressForm, NameForm, OrgKind, PEOPLE, Raw, Slot, WORD_NAMED};

/// What is fixed within one text, so that the same slot gives the same value.
pub(super) struct Scene<'a> {
    stock: &'a Stock,
    language: Language,
    pub(super) random: Random,
    people: [Option<Person>; PEOPLE],
    values: Vec<(Slot, String)>,
    address: Option<AddressParts>,
    first_name_just_written: bool,
}

/// What belongs together within one address.
struct AddressParts {
    city: City,
    postcode: String,
    line_break: &'static str,
}

impl<'a> Scene<'a> {
    /// An empty scene for a text of that language.
    pub(super) fn new(stock: &'a Stock, language: Language, random: Random) -> Scene<'a> {
        Scene {
            stock,
            language,
            random,
            people: [const { None }; PEOPLE],
            values: Vec::new(),
            address: None,
            first_name_just_written: false,
        }
    }

    /// The person of that number, invented when first met.
    pub(super) fn person(&mut self, who: usize) -> &Person {
        let (stock, language, random) = (self.stock, self.language, &mut self.random);
        self.people[who].get_or_insert_with(|| {
            // Names that are words also turn up where nothing hints at them.
            if who == WORD_NAMED || random.chance(6) {
                Person::invent_word_named(stock, language, random)
            } else {
                Person::invent(stock, language, random)
            }
        })
    }

    /// Forgets all people, companies and places: what follows is another text.
    fn forget(&mut self) {
        self.people = [const { None }; PEOPLE];
        self.values.clear();
    }

    /// The value a slot has had in this text, or else one that is made now.
    fn remember(&mut self, slot: &Slot, make: impl FnOnce(&mut Self) -> String) -> String {
        if let Some((_, value)) = self.values.iter().find(|(known, _)| known == slot) {
            return value.clone();
        }
        let value = make(self);
        self.values.push((slot.clone(), value.clone()));
        value
    }

    /// An expansion of a rule of the parts grammar as plain text.
    fn expand_part(&mut self, rule: RuleId) -> String {
        let mut draft = Draft::new();
        parts().expand(rule, self.stock.share, self, &mut draft);
        draft.into_text().trim().to_string()
    }

    /// The rule for a kind of company in this language, or the English one.
    fn org_rule(&self, kind: OrgKind) -> RuleId {
        let name = match kind {
            OrgKind::Any => "company",
            OrgKind::Brand => "brand",
            OrgKind::Bank => "bank",
            OrgKind::Carrier => "carrier",
            OrgKind::Airline => "airline",
            OrgKind::Clinic => "clinic",
            OrgKind::School => "school",
            OrgKind::Agency => "agency",
            OrgKind::Venue => "venue",
            OrgKind::Institution => "institution",
            OrgKind::University => "university",
            OrgKind::Firm => "firm",
            OrgKind::Local => "shop",
        };
        parts()
            .rule(&format!("{name}_{}", self.language.code()))
            .unwrap_or_else(|| must_have(parts(), &format!("{name}_en")))
    }

    fn company(&mut self, kind: OrgKind) -> String {
        let listed = matches!(kind, OrgKind::Any | OrgKind::Brand) && !self.stock.companies.is_empty();
        if listed && self.random.chance(if kind == OrgKind::Brand { 40 } else { 12 }) {
            return self.random.pick(&self.stock.companies).clone();
        }
        self.expand_part(self.org_rule(kind))
    }

    fn city(&mut self) -> String {
        // A third from the lists of all the world, the others from the countries of the language.
        let own = &self.stock.cities[self.language as usize];
        if self.language == Language::English && self.random.chance(14) {
            return self.expand_part(must_have(parts(), "place_made"));
        }
        if self.random.chance(35) {
            return self.random.pick(own).clone();
        }
        if self.random.chance(15) {
            return self.random.pick(&self.stock.cities[0]).clone();
        }
        self.city_of_language().1.name
    }

    /// A country that fits the language, and a city in it.
    fn city_of_language(&mut self) -> (&'static str, City) {
        let weights: Vec<usize> =
            self.stock.locales.iter().map(|locale| locale.weights[self.language as usize]).collect();
        let locale = &self.stock.locales[self.random.weighted(&weights)];
        (locale.code, self.random.pick(&locale.cities).clone())
    }

    fn listed(&mut self, lists: &'a [Vec<String>]) -> String {
        self.random.pick(&lists[self.language as usize]).clone()
    }

    fn state(&mut self) -> String {
        let states = self
            .stock
            .locales
            .iter()
            .find(|locale| locale.code == "us")
            .map_or(&[][..], |locale| &locale.cities);
        if states.is_empty() { String::new() } else { self.random.pick(states).region.clone() }
    }

    fn place(&mut self) -> String {
        match self.random.below(10) {
            0..6 => self.city(),
            6..8 => self.listed(&self.stock.regions),
            _ => self.listed(&self.stock.countries),
        }
    }

    fn address_of(&mut self, form: AddressForm) -> String {
        let english = self.language == Language::English;
        if english && form == AddressForm::Any && !self.stock.addresses.is_empty() && self.random.chance(8) {
            return self.random.pick(&self.stock.addresses).clone();
        }
        let (code, city) = self.city_of_language();
        let postcode = self.pattern(&city.postcode.clone());
        let line_break = match form {
            AddressForm::Block => "\n",
            AddressForm::Spoken => " ",
            AddressForm::Any | AddressForm::Street => {
                [", ", " ", "\n", ",\n", " , ", ","][self.random.weighted(&[68, 14, 12, 3, 1, 2])]
            }
        };
        self.address = Some(AddressParts { city, postcode, line_break });
        let rule = match form {
            AddressForm::Any => format!("address_{code}"),
            AddressForm::Street => format!("line_{code}"),
            AddressForm::Block => format!("block_{code}"),
            AddressForm::Spoken => "address_spoken".to_string(),
        };
        let text = self.expand_part(must_have(parts(), &rule));
        self.address = None;
        text
    }

    fn pattern(&mut self, pattern: &str) -> String {
        let random = &mut self.random;
        let mut digits_before = false;
        pattern
            .chars()
            .map(|mark| {
                let drawn = match mark {
                    // A number that starts alone does not start with zero.
                    '#' if !digits_before => char::from(b'1' + random.below(9) as u8),
                    '#' => char::from(b'0' + random.below(10) as u8),
                    '@' => char::from(b"ABCDEFGHJKLMNPRSTUVWXYZ"[random.below(23)]),
                    '%' => char::from(b"abcdefghijkmnopqrstuvwxyz0123456789"[random.below(35)]),
                    other => other,
                };
                digits_before = drawn.is_ascii_digit();
                drawn
            })
            .collect()
    }

    fn raw(&mut self, raw: Raw) -> String {
        let address = |parts: &dyn Fn(&AddressParts) -> String, scene: &Self| {
            scene.address.as_ref().map(parts).unwrap_or_default()
        };
        match raw {
            Raw::First => any_first(self.stock, &mut self.random),
            Raw::Last => {
                let language = self.language;
                Person::invent(self.stock, language, &mut self.random).last
            }
            Raw::City => self.city_of_language().1.name,
            Raw::Street => self.random.pick(&self.stock.streets).clone(),
            Raw::AddressCity => address(&|parts| parts.city.name.clone(), self),
            Raw::AddressRegion => address(&|parts| parts.city.region.clone(), self),
            Raw::AddressPostcode => address(&|parts| parts.postcode.clone(), self),
            Raw::AddressBreak => address(&|parts| parts.line_break.to_string(), self),
        }
    }

    /// A mail address, most often made from the person's name.
    fn email(&mut self, who: usize) -> String {
        self.person(who);
        let mut mailbox = String::new();
        if let Some(person) = self.people[who].clone() {
            mailbox = person.mailbox(&mut self.random);
        }
        let domain = self.expand_part(must_have(parts(), "mail_domain"));
        format!("{mailbox}@{domain}")
    }

    fn labelled(&mut self, slot: &Slot) -> Option<(String, Label)> {
        Some(match slot {
            Slot::Person(who, form) => {
                self.person(*who);
                let (stock, random) = (self.stock, &mut self.random);
                let name = self.people[*who]
                    .as_ref()
                    .map(|person| person.write(*form, stock, random))
                    .unwrap_or_default();
                (name, Label::Person)
            }
            Slot::Org(kind, _) => (self.remember(slot, |scene| scene.company(*kind)), Label::Organization),
            Slot::City(_) => (self.remember(slot, Self::city), Label::Location),
            Slot::Region(_) => {
                (self.remember(slot, |scene| scene.listed(&scene.stock.regions)), Label::Location)
            }
            Slot::Country(_) => {
                (self.remember(slot, |scene| scene.listed(&scene.stock.countries)), Label::Location)
            }
            Slot::State(_) => (self.remember(slot, Self::state), Label::Location),
            Slot::Place(_) => (self.remember(slot, Self::place), Label::Location),
            Slot::Address(form, _) => (self.remember(slot, |scene| scene.address_of(*form)), Label::Address),
            Slot::Literal(text, label) => (text.clone(), *label),
            _ => return None,
        })
    }
}

impl Fill for Scene<'_> {
    fn fill(&mut self, slot: &Slot, draft: &mut Draft) {
        if let Some((value, label)) = self.labelled(slot) {
            match slot {
                Slot::Person(_, NameForm::Last) if self.first_name_just_written => {
                    draft.turn().push_last_name(&value)
                }
                _ => push_named(draft.turn(), &value, label),
            }
            self.first_name_just_written = matches!(slot, Slot::Person(_, NameForm::First));
            return;
        }
        let value = match slot {
            Slot::Email(who) => self.remember(slot, |scene| scene.email(*who)),
            Slot::User(who) => {
                let name = self.person(*who).clone();
                self.remember(slot, |scene| name.mailbox(&mut scene.random))
            }
            Slot::Pattern(pattern) => self.pattern(pattern),
            Slot::Range(low, high) => self.random.between(*low, *high).to_string(),
            Slot::Raw(raw) => self.raw(*raw),
            Slot::Turn(speaker) => {
                draft.start_turn(*speaker);
                return;
            }
            Slot::Transcript => {
                draft.mark_transcript();
                return;
            }
            Slot::Next => {
                self.forget();
                return;
            }
            _ => String::new(),
        };
        draft.turn().push(&value);
    }

    fn random(&mut self) -> &mut Random {
        &mut self.random
    }
}

/// Appends a name; an article in lower case before a country ("the Netherlands") stays outside the span.
fn push_named(turn: &mut Turn, value: &str, label: Label) {
    if label != Label::Location {
        turn.push_labelled(value, label);
        return;
    }
    match value.strip_prefix("the ") {
        Some(rest) => {
            turn.push("the ");
            turn.push_labelled(rest, label);
        }
        None => turn.push_place(value),
    }
}
