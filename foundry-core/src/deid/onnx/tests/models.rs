//! Models small enough to be known by heart: a few words, each with the scores that it gives itself and its neighbour.

use serde_json::{Value, json};

use super::graph_file::{BOOL, FLOAT, GraphFile, INT64, Side, int, ints};

pub const LABELS: [&str; 6] = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "MISC"];
/// The words that the tokenizers know. All others are `[UNK]`.
const WORDS: [&str; 14] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "zorblax", "quux", "acme", "corp", "mister", "misc", "nan",
    "<<ENT>>", "<<SEP>>", "##er",
];
/// The prompts of the GLiNER model.
const PROMPTS: [&str; 4] = ["person", "organization", "location", "address"];

/// The files of a model.
#[derive(Clone)]
pub struct Files {
    pub model: Vec<u8>,
    pub tokenizer: Vec<u8>,
    pub config: Vec<u8>,
}

/// A model for token classification, for windows of any length or one.
pub fn token_model(length: Option<i64>) -> Files {
    Files {
        model: token_graph(length).into_bytes(),
        tokenizer: tokenizer(json!({"type": "WordLevel", "unk_token": "[UNK]", "vocab": vocabulary()})),
        config: token_config(&LABELS, 512),
    }
}

/// Each token has the scores of its own row, and those that the token before it adds: `mister` makes a person of
/// whatever comes next.
pub fn token_graph(length: Option<i64>) -> GraphFile {
    let count = WORDS.len() + PROMPTS.len();
    let mut own = vec![0.0; count * LABELS.len()];
    let mut next = own.clone();
    let mut set = |word: &str, label: &str, score: f32| {
        own[id(word) * LABELS.len() + LABELS.iter().position(|known| *known == label).unwrap()] = score;
    };
    WORDS.iter().chain(&PROMPTS).for_each(|word| set(word, "O", 4.0));
    for (word, label) in
        [("zorblax", "B-PER"), ("quux", "I-PER"), ("acme", "B-ORG"), ("corp", "I-ORG"), ("misc", "MISC")]
    {
        set(word, label, 8.0);
    }
    set("nan", "O", f32::NAN);
    next[id("mister") * LABELS.len() + 1] = 9.0;
    let labels = LABELS.len() as i64;
    let sides = [Side::Known(1), length.map_or(Side::Any("sequence"), Side::Known)];
    let out = [sides[0], sides[1], Side::Known(labels)];
    GraphFile::default()
        .input("input_ids", INT64, &sides)
        .input("attention_mask", INT64, &sides)
        .floats("own", &[count as i64, labels], &own)
        .floats("next", &[count as i64, labels], &next)
        .floats("nothing", &[1, 1, labels], &vec![0.0; LABELS.len()])
        .ints("first", &[1], &[0])
        .ints("last", &[1], &[-1])
        .ints("one", &[1], &[1])
        .ints("two", &[1], &[2])
        .node("Gather", &["own", "input_ids"], "of_own")
        .node("Gather", &["next", "input_ids"], "of_next")
        .node("Slice", &["of_next", "first", "last", "one"], "all_but_last")
        .node_with("Concat", &["nothing", "all_but_last"], "of_before", vec![int("axis", 1)])
        .node("Add", &["of_own", "of_before"], "sum")
        .node_with("Cast", &["attention_mask"], "mask", vec![int("to", FLOAT)])
        .node("Unsqueeze", &["mask", "two"], "wide_mask")
        .node("Mul", &["sum", "wide_mask"], "logits")
        .output("logits", &out)
}

pub fn token_config(labels: &[&str], positions: u64) -> Vec<u8> {
    let labels: serde_json::Map<String, Value> =
        labels.iter().enumerate().map(|(number, label)| (number.to_string(), json!(label))).collect();
    json!({"model_type": "bert", "max_position_embeddings": positions, "id2label": labels})
        .to_string()
        .into_bytes()
}

/// The same words cut into pieces: `zorblaxer` is `zorblax` and `##er`.
pub fn piece_tokenizer() -> Vec<u8> {
    tokenizer(json!({
        "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100, "vocab": vocabulary(),
    }))
}

fn vocabulary() -> Value {
    WORDS.iter().chain(&PROMPTS).enumerate().map(|(id, word)| ((*word).to_owned(), json!(id))).collect()
}

fn id(word: &str) -> usize {
    WORDS.iter().chain(&PROMPTS).position(|known| *known == word).unwrap()
}

fn tokenizer(model: Value) -> Vec<u8> {
    let added = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "<<ENT>>", "<<SEP>>"].map(|word| {
        json!({"id": id(word), "content": word, "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true})
    });
    let special = |word: &str| json!({"id": word, "ids": [id(word)], "tokens": [word]});
    let template = json!([
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    ]);
    json!({
        "version": "1.0",
        // Both must be of no effect: nothing is cut off, nothing is filled up.
        "truncation": {"max_length": 8, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": {"strategy": {"Fixed": 6}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
                    "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": added,
        "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                       "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing", "single": template, "pair": template,
            "special_tokens": {"[CLS]": special("[CLS]"), "[SEP]": special("[SEP]")},
        },
        "decoder": null,
        "model": model,
    })
    .to_string()
    .into_bytes()
}

/// A GLiNER model: a span scores high for a prompt if both its first and its last word do.
pub fn gliner_model() -> Files {
    Files {
        model: gliner_graph().into_bytes(),
        tokenizer: tokenizer(json!({"type": "WordLevel", "unk_token": "[UNK]", "vocab": vocabulary()})),
        config: json!({"max_width": WIDTH, "max_len": 48, "span_mode": "markerV0", "ent_token": "<<ENT>>",
                       "sep_token": "<<SEP>>"})
        .to_string()
        .into_bytes(),
    }
}

pub const WIDTH: i64 = 4;

/// Words are gathered from their first tokens and prompts from the tokens behind their marks, as in the models that are
/// published: by `words_mask`, and by where the mark stands.
pub fn gliner_graph() -> GraphFile {
    let count = WORDS.len() + PROMPTS.len();
    let hidden = 2;
    let mut own = vec![-8.0; count * hidden];
    for (word, place, score) in [
        ("zorblax", 0, 4.0),
        ("quux", 0, 4.0),
        ("acme", 1, 4.0),
        ("corp", 1, 4.0),
        ("person", 0, 1.0),
        ("organization", 1, 1.0),
        ("nan", 0, f32::NAN),
    ] {
        own[id(word) * hidden + place] = score;
    }
    for (word, place) in
        [("person", 1), ("organization", 0), ("location", 0), ("location", 1), ("address", 0), ("address", 1)]
    {
        own[id(word) * hidden + place] = 0.0;
    }
    let sequence = [Side::Any("batch"), Side::Any("sequence")];
    let spans = [Side::Any("batch"), Side::Any("spans"), Side::Known(2)];
    GraphFile::default()
        .input("input_ids", INT64, &sequence)
        .input("attention_mask", INT64, &sequence)
        .input("words_mask", INT64, &sequence)
        .input("text_lengths", INT64, &[Side::Any("batch"), Side::Known(1)])
        .input("span_idx", INT64, &spans)
        .input("span_mask", BOOL, &spans[..2])
        .floats("own", &[count as i64, hidden as i64], &own)
        .floats("bias", &[1], &[-2.0])
        .ints("mark", &[1], &[id("<<ENT>>") as i64])
        .ints("zero", &[1], &[0])
        .ints("zero_scalar", &[], &[0])
        .ints("one", &[1], &[1])
        .ints("one_scalar", &[], &[1])
        .ints("minus_one", &[1], &[-1])
        .ints("width", &[1], &[WIDTH])
        .ints("of_spans", &[4], &[1, -1, WIDTH, hidden as i64])
        // The tokens: [tokens, hidden].
        .node("Squeeze", &["input_ids", "zero"], "ids")
        .node("Gather", &["own", "ids"], "tokens")
        // The words: [words, hidden], by a matrix that says which token begins which word.
        .node("Shape", &["span_mask"], "span_shape")
        .node_with("Gather", &["span_shape", "one_scalar"], "span_count", vec![int("axis", 0)])
        .node("Div", &["span_count", "width"], "word_count")
        .node("Squeeze", &["word_count", "zero"], "word_count_scalar")
        .node("Range", &["zero_scalar", "word_count_scalar", "one_scalar"], "places_from_zero")
        .node("Add", &["places_from_zero", "one"], "places")
        .node("Unsqueeze", &["places", "one"], "places_column")
        .node("Equal", &["places_column", "words_mask"], "begins")
        .node_with("Cast", &["begins"], "begins_number", vec![int("to", FLOAT)])
        .node("MatMul", &["begins_number", "tokens"], "words")
        // The spans: [1, words, width, hidden].
        .node("Squeeze", &["span_idx", "zero"], "span_places")
        .node_with("Gather", &["span_places", "zero_scalar"], "firsts", vec![int("axis", 1)])
        .node_with("Gather", &["span_places", "one_scalar"], "lasts", vec![int("axis", 1)])
        .node("Gather", &["words", "firsts"], "first_words")
        .node("Gather", &["words", "lasts"], "last_words")
        .node("Add", &["first_words", "last_words"], "ends")
        .node("Reshape", &["ends", "of_spans"], "spans")
        // The prompts: [hidden, prompts].
        .node("Equal", &["ids", "mark"], "is_mark")
        .node("NonZero", &["is_mark"], "marks")
        .node("Squeeze", &["marks", "zero"], "mark_places")
        .node("Add", &["mark_places", "one"], "prompt_places")
        .node("Gather", &["tokens", "prompt_places"], "prompts")
        .node_with("Transpose", &["prompts"], "prompts_turned", vec![ints("perm", &[1, 0])])
        .node("MatMul", &["spans", "prompts_turned"], "product")
        .node("Add", &["product", "bias"], "logits")
        .output("logits", &[Side::Any("batch"), Side::Any("words"), Side::Known(WIDTH), Side::Any("prompts")])
}
