//! `shift_date`: the dates of one conversation move together, so that the time between them stays.

use super::dates::{Habits, WrittenDate};
use super::key::Key;

/// By how many days the dates of a conversation move: 1 to `max_days` to either side, drawn from the keyed hash of its
/// id; other days at every `attempt`. Conversations without an id move alike.
pub(super) fn days(key: &Key, conversation_id: &str, max_days: u16, attempt: u32) -> i32 {
    let number = key.number(&[conversation_id, &attempt.to_string()]);
    let days = (number >> 1) % u64::from(max_days.max(1)) + 1;
    if number & 1 == 0 { days as i32 } else { -(days as i32) }
}

/// The value so many days later; `None` where it is no date that can be read.
pub(super) fn shift(value: &str, days: i32, habits: Habits) -> Option<String> {
    WrittenDate::read(value, habits)?.shifted(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_drawn_for_each_conversation() {
        let key = Key::new("a long secret", "shift_date", "").unwrap();
        let all: Vec<i32> = (0..400).map(|id| days(&key, &id.to_string(), 30, 0)).collect();
        assert!(all.iter().all(|days| *days != 0 && (-30..=30).contains(days)));
        assert!((-30..=30).filter(|days| *days != 0).all(|days| all.contains(&days)));
        assert_eq!(days(&key, "7", 365, 0), days(&key, "7", 365, 0));
        assert_ne!(days(&key, "7", 365, 0), days(&key, "7", 365, 1));
    }
}
