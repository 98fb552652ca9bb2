//! A text in the making: turns, each with its speaker, its text and its labelled spans.

use foundry_core::entity::Span;

use crate::labelled::Label;

/// Who says or writes a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speaker {
    /// Nobody in particular: a document, a form, a note.
    Writer,
    /// The agent of a conversation.
    Agent,
    /// The customer of a conversation, or the writer of a single message.
    Customer,
    /// The chat software.
    System,
}

/// What may stand between a street and its city within one address.
const ADDRESS_JOINTS: &[&str] = &[", ", " ", "\n", ",\n", " in ", " à ", " a ", " em ", " en "];

/// One speaker's text with its labelled spans.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) speaker: Speaker,
    pub(super) text: String,
    pub(super) spans: Vec<(Span, Label)>,
}

impl Turn {
    /// An empty turn.
    pub(super) fn new(speaker: Speaker) -> Turn {
        Turn { speaker, text: String::new(), spans: Vec::new() }
    }

    /// Appends text that names nothing; never puts a second full stop behind a name that ends in one.
    pub(super) fn push(&mut self, text: &str) {
        let ends_in_stop = self.text.ends_with('.')
            && self.spans.last().is_some_and(|(span, _)| span.end == self.text.len());
        let doubled = ends_in_stop && text.starts_with('.') && !text.starts_with("..");
        self.text.push_str(if doubled { &text[1..] } else { text });
    }

    /// Appends text that names something: white space around it stays outside the span.
    pub(super) fn push_labelled(&mut self, text: &str, label: Label) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.spans.push((Span::new(start, self.text.len()), label));
    }

    /// Appends a last name; behind a first name and one blank it becomes part of that name.
    pub(super) fn push_last_name(&mut self, last: &str) {
        let before = self.text.len().saturating_sub(1);
        match self.spans.last_mut() {
            Some((span, Label::Person)) if span.end == before && self.text.ends_with(' ') => {
                self.text.push_str(last.trim());
                span.end = self.text.len();
            }
            _ => self.push_labelled(last, Label::Person),
        }
    }

    /// Appends a city or region; right behind a street or what follows one it becomes part of the address.
    pub(super) fn push_place(&mut self, place: &str) {
        if let Some((span, Label::Address)) = self.spans.last_mut()
            && self.text.get(span.end..).is_some_and(|between| ADDRESS_JOINTS.contains(&between))
        {
            self.text.push_str(place.trim());
            span.end = self.text.len();
            return;
        }
        self.push_labelled(place, Label::Location);
    }

    /// Appends a whole turn's text and spans.
    pub(super) fn append(&mut self, other: &Turn) {
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.spans.extend(
            other
                .spans
                .iter()
                .map(|(span, label)| (Span::new(span.start + offset, span.end + offset), *label)),
        );
    }

    /// Makes the letter at `at` a capital, where it belongs to no span and keeps its length.
    pub(super) fn capitalize_at(&mut self, at: usize) {
        if self.spans.last().is_some_and(|(span, _)| span.start <= at && at < span.end) {
            return;
        }
        let Some(letter) = self.text[at..].chars().next() else { return };
        let mut capital = letter.to_uppercase();
        if let (Some(one), None) = (capital.next(), capital.next())
            && one.len_utf8() == letter.len_utf8()
        {
            self.text.replace_range(at..at + letter.len_utf8(), one.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The turns of one text; there is always at least one.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    turns: Vec<Turn>,
    transcript: bool,
}

impl Draft {
    /// A draft with one empty turn of the writer.
    pub(super) fn new() -> Draft {
        Draft { turns: vec![Turn::new(Speaker::Writer)], transcript: false }
    }

    /// The turn that is being written.
    pub(super) fn turn(&mut self) -> &mut Turn {
        if self.turns.is_empty() {
            self.turns.push(Turn::new(Speaker::Writer));
        }
        let last = self.turns.len() - 1;
        &mut self.turns[last]
    }

    /// Starts the next turn; an empty turn before it gives way.
    pub(super) fn start_turn(&mut self, speaker: Speaker) {
        if self.turn().text.is_empty() {
            self.turns.pop();
        }
        self.turns.push(Turn::new(speaker));
    }

    /// Says that the text is the transcript of a call.
    pub(super) fn mark_transcript(&mut self) {
        self.transcript = true;
    }

    /// Whether the text is the transcript of a call.
    pub(super) fn is_transcript(&self) -> bool {
        self.transcript
    }

    /// The finished turns, those without text left out.
    pub(super) fn into_turns(self) -> Vec<Turn> {
        self.turns.into_iter().filter(|turn| !turn.text.trim().is_empty()).collect()
    }

    /// The whole text without its turns.
    pub(super) fn into_text(self) -> String {
        self.turns.into_iter().map(|turn| turn.text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_ends_in_a_stop_gets_no_second_one() {
        let mut turn = Turn::new(Speaker::Writer);
        turn.push("I work at ");
        turn.push_labelled(" Ember Inc. ", Label::Organization);
        turn.push(". Bye.");
        assert_eq!(turn.text, "I work at Ember Inc. Bye.");
        assert_eq!(turn.spans, [(Span::new(10, 20), Label::Organization)]);
    }

    #[test]
    fn a_last_name_joins_the_first_name_before_it() {
        let mut turn = Turn::new(Speaker::Customer);
        turn.push_labelled("Ana", Label::Person);
        turn.push(" ");
        turn.push_last_name("Ng");
        turn.push(", ");
        turn.push_last_name("Li");
        let spans: Vec<Span> = turn.spans.iter().map(|(span, _)| *span).collect();
        assert_eq!(spans, [Span::new(0, 6), Span::new(8, 10)]);
    }

    #[test]
    fn a_city_behind_a_street_is_part_of_the_address() {
        let mut turn = Turn::new(Speaker::Customer);
        turn.push_labelled("5 Elm St", Label::Address);
        turn.push(", ");
        turn.push_place("Bath");
        turn.push(" to ");
        turn.push_place("York");
        assert_eq!(turn.spans, [(Span::new(0, 14), Label::Address), (Span::new(18, 22), Label::Location)]);
    }

    #[test]
    fn appended_spans_move_along_and_capitals_spare_names() {
        let mut name = Turn::new(Speaker::Writer);
        name.push_labelled("ana", Label::Person);
        let mut turn = Turn::new(Speaker::Customer);
        turn.push("é: ");
        turn.append(&name);
        turn.capitalize_at(0);
        turn.capitalize_at(4);
        assert_eq!((turn.text.as_str(), turn.spans[0].0), ("É: ana", Span::new(4, 7)));
    }

    #[test]
    fn empty_turns_give_way() {
        let mut draft = Draft::new();
        draft.start_turn(Speaker::Agent);
        draft.turn().push("Hello");
        draft.start_turn(Speaker::Customer);
        draft.start_turn(Speaker::Agent);
        draft.turn().push("Still there?");
        let speakers: Vec<Speaker> = draft.into_turns().iter().map(|turn| turn.speaker).collect();
        assert_eq!(speakers, [Speaker::Agent, Speaker::Agent]);
    }
}
