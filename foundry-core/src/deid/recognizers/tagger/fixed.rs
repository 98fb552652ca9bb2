//! Conversations of our own whose spans are fixed: the same on every platform, until the model changes.

use sha2::{Digest, Sha256};

use super::{Knob, TagScratch, Tagger};

/// Conversations of our own, one a line, `|` for a new turn.
pub const CONVERSATIONS: &[&str] = &[
    "Hi, this is Dagny Halvorsen. My parcel never arrived.",
    "May I have your name please?|crystal minh",
    "what is your shipping address?|48 Quarry Lane, Leeds LS6 2AB|thanks dagny",
    "We use your API at Brightwell Analytics GmbH and every webhook returns a 502.",
    "I'm travelling from Porto to Gdansk on Friday.",
    "Kind regards,|Rohan Deshmukh|Senior Buyer",
    "PLEASE CALL ME BACK. THIS IS GLORIA ESTRADA.",
    "Guten Tag, mein Name ist Jürgen Petzold und ich wohne in Köln.",
    "Bonjour, je m'appelle Maëlle Kerouanton, ma commande est en retard.",
    "The Premium Plus plan shows Error 503 when I click Settings > Billing.",
    "我叫 李雷 and שלום 🙂 e\u{301}tienne",
];

/// The text of a line.
pub fn conversation(line: &str) -> String {
    line.replace('|', "\n")
}

/// Digest of all spans, labels and margins in the fixed conversations; the trainer prints it for a new model.
pub fn digest(tagger: &Tagger) -> String {
    let mut digest = Sha256::new();
    let mut scratch = TagScratch::new();
    for knob in [Knob::Balanced, Knob::HighRecall] {
        for line in CONVERSATIONS {
            let mut out = Vec::new();
            tagger.tag(&conversation(line), &[], &mut scratch, knob, &mut out);
            for name in out {
                digest.update(format!(
                    "{}-{} {:?} {};",
                    name.span.start, name.span.end, name.label, name.margin
                ));
            }
        }
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
