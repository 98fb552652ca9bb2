//! What the configuration file of a model says: its labels and its limits.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{MAX_TOKENS, MOST_TOKENS};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};

/// The most labels of a model.
const MOST_LABELS: usize = 4096;
/// The most words of a span.
const MOST_WIDTH: usize = 128;

/// Either kind of configuration.
pub(super) enum ModelConfig {
    Tokens(TokenConfig),
    Gliner(GlinerConfig),
}

/// A model that labels each token.
pub(super) struct TokenConfig {
    /// The labels by their number.
    pub labels: Vec<String>,
    /// What it reads at once.
    pub max_tokens: usize,
}

/// A model that scores spans for prompts.
pub(super) struct GlinerConfig {
    /// The most words of a span.
    pub max_width: usize,
    /// The most words of a text.
    pub max_words: usize,
    /// The most tokens, prompts included.
    pub max_tokens: usize,
    /// What stands before a prompt.
    pub entity_token: String,
    /// What stands behind the last prompt.
    pub separator: String,
}

#[derive(Deserialize)]
struct TokenFile {
    id2label: Option<Map<String, Value>>,
    max_position_embeddings: Option<u64>,
    pad_token_id: Option<u64>,
    #[serde(default)]
    model_type: String,
}

#[derive(Deserialize)]
struct GlinerFile {
    max_width: Option<u64>,
    max_len: Option<u64>,
    span_mode: Option<String>,
    subtoken_pooling: Option<String>,
    words_splitter_type: Option<String>,
    labels_encoder: Option<String>,
    ent_token: Option<String>,
    sep_token: Option<String>,
    encoder_config: Option<EncoderFile>,
}

#[derive(Deserialize)]
struct EncoderFile {
    max_position_embeddings: Option<u64>,
}

/// Reads a configuration; a GLiNER model is known by the width of its spans.
pub(super) fn read(file: &[u8]) -> Result<ModelConfig> {
    let value: Value = serde_json::from_slice(file).map_err(|_| wrong("is no JSON"))?;
    if value.get("max_width").is_some() {
        let file =
            GlinerFile::deserialize(value).map_err(|_| wrong("is no configuration of a GLiNER model"))?;
        return gliner(file).map(ModelConfig::Gliner);
    }
    let file = TokenFile::deserialize(value).map_err(|_| wrong("is no configuration of a model"))?;
    tokens(file).map(ModelConfig::Tokens)
}

fn tokens(file: TokenFile) -> Result<TokenConfig> {
    let named = file.id2label.filter(|labels| !labels.is_empty()).ok_or_else(|| {
        wrong("names no labels").with_hint(
            "a model for token classification lists them as `id2label`; GLiNER has a `gliner_config.json`",
        )
    })?;
    if named.len() > MOST_LABELS {
        return Err(
            Error::new(ErrorKind::Limit, format!("more than {MOST_LABELS} labels")).in_file("config.json")
        );
    }
    let mut labels = vec![None; named.len()];
    for (number, label) in &named {
        let place = number.parse::<usize>().ok().and_then(|number| labels.get_mut(number));
        let (Some(place), Some(label)) = (place, label.as_str()) else {
            return Err(wrong("numbers its labels with gaps"));
        };
        *place = Some(label.to_owned());
    }
    let labels: Option<Vec<String>> = labels.into_iter().collect();
    let labels = labels.ok_or_else(|| wrong("numbers its labels with gaps"))?;
    // Models of this family number positions from behind the padding on.
    let unused = match file.model_type.contains("roberta") {
        true => file.pad_token_id.unwrap_or(1).saturating_add(1),
        false => 0,
    };
    let positions = file.max_position_embeddings.map(|most| most.saturating_sub(unused));
    Ok(TokenConfig { labels, max_tokens: limit(positions)? })
}

fn gliner(file: GlinerFile) -> Result<GlinerConfig> {
    let unsupported = |what: &str| {
        Error::new(ErrorKind::Unsupported, format!("GLiNER models with {what} are not supported"))
            .in_file("gliner_config.json")
            .with_hint("models with one encoder that score spans are: `gliner_small-v2.1` and its relatives")
    };
    let mode = file.span_mode.as_deref().unwrap_or_default();
    if mode.replace('_', "-") == "token-level" {
        return Err(unsupported("token-level spans"));
    }
    if file.labels_encoder.is_some() {
        return Err(unsupported("an encoder of their own for labels"));
    }
    if file.subtoken_pooling.as_deref().unwrap_or("first") != "first" {
        return Err(unsupported("this `subtoken_pooling`"));
    }
    if file.words_splitter_type.as_deref().unwrap_or("whitespace") != "whitespace" {
        return Err(unsupported("this `words_splitter_type`"));
    }
    let max_width = file.max_width.and_then(|width| usize::try_from(width).ok());
    let max_width = max_width
        .filter(|width| (1..=MOST_WIDTH).contains(width))
        .ok_or_else(|| wrong("has no usable `max_width`"))?;
    let positions = file.encoder_config.and_then(|encoder| encoder.max_position_embeddings);
    let max_words = file.max_len.and_then(|most| usize::try_from(most).ok()).unwrap_or(384);
    if max_words == 0 {
        return Err(wrong("has no usable `max_len`"));
    }
    Ok(GlinerConfig {
        max_width,
        max_words,
        max_tokens: limit(positions)?,
        entity_token: file.ent_token.unwrap_or_else(|| "<<ENT>>".into()),
        separator: file.sep_token.unwrap_or_else(|| "<<SEP>>".into()),
    })
}

/// The number of tokens that a model reads at once.
fn limit(positions: Option<u64>) -> Result<usize> {
    // Some models state a number without meaning where they know no limit.
    let stated = positions.and_then(|most| usize::try_from(most).ok()).filter(|most| *most <= MOST_TOKENS);
    match stated {
        Some(most) if most < 8 => Err(wrong("has no usable `max_position_embeddings`")),
        Some(most) => Ok(most),
        None => Ok(MAX_TOKENS),
    }
}

/// The entity type that a label commonly stands for.
pub(super) fn common_label(label: &str) -> Option<EntityType> {
    let upper = label.trim().to_uppercase().replace([' ', '-'], "_");
    let known = match upper.as_str() {
        "PER" | "PERSON" | "PERSON_NAME" | "NAME" | "FIRSTNAME" | "FIRST_NAME" | "LASTNAME" | "LAST_NAME"
        | "MIDDLENAME" | "GIVENNAME" | "GIVENNAME1" | "GIVENNAME2" | "SURNAME" | "LASTNAME1"
        | "LASTNAME2" | "LASTNAME3" | "FULL_NAME" => EntityType::Person,
        "ORG" | "ORGANIZATION" | "ORGANISATION" | "COMPANY" | "COMPANYNAME" | "COMPANY_NAME" => {
            EntityType::Organization
        }
        "LOC" | "LOCATION" | "GPE" | "CITY" | "STATE" | "COUNTRY" | "COUNTY" | "PLACE" => {
            EntityType::Location
        }
        "ADDRESS" | "STREET" | "STREETADDRESS" | "STREET_ADDRESS" | "BUILDINGNUM" | "SECONDARYADDRESS" => {
            EntityType::StreetAddress
        }
        "EMAIL" => EntityType::EmailAddress,
        "PHONE" | "PHONENUMBER" | "TELEPHONENUM" | "TELEPHONE_NUMBER" => EntityType::PhoneNumber,
        "USERNAME" | "USER_NAME" => EntityType::Username,
        "DATEOFBIRTH" | "DOB" => EntityType::DateOfBirth,
        "PASSWORD" => EntityType::Password,
        _ => return EntityType::from_name(&upper),
    };
    Some(known)
}

fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::Format, format!("the configuration of the model {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token_config(text: &str) -> Result<TokenConfig> {
        match read(text.as_bytes())? {
            ModelConfig::Tokens(config) => Ok(config),
            ModelConfig::Gliner(_) => panic!("this is no GLiNER model"),
        }
    }

    #[test]
    fn labels_stand_in_the_order_of_their_numbers() {
        let config = token_config(r#"{"id2label": {"1": "B-PER", "0": "O", "2": "I-PER"}}"#).unwrap();
        assert_eq!(config.labels, ["O", "B-PER", "I-PER"]);
        assert_eq!(config.max_tokens, 512);
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"id2label": {}}"#,
            r#"{"id2label": {"0": "O", "2": "PER"}}"#,
            r#"{"id2label": {"0": 1}}"#,
            r#"{"id2label": {"x": "O"}}"#,
            r#"{"id2label": {"0": "O"}, "max_position_embeddings": 3}"#,
        ] {
            assert_eq!(token_config(wrong).map(|_| ()).unwrap_err().code(), "invalid_format", "{wrong}");
        }
    }

    #[test]
    fn limits_follow_the_family() {
        let config = |more: &str| token_config(&format!(r#"{{"id2label": {{"0": "O"}}, {more}}}"#)).unwrap();
        assert_eq!(config(r#""max_position_embeddings": 128"#).max_tokens, 128);
        let roberta = r#""max_position_embeddings": 514, "model_type": "xlm-roberta", "pad_token_id": 1"#;
        assert_eq!(config(roberta).max_tokens, 512);
        assert_eq!(config(r#""max_position_embeddings": 1000000"#).max_tokens, 512);
    }

    #[test]
    fn gliner_models_of_other_kinds_are_refused() {
        let config = |more: &str| read(format!(r#"{{"max_width": 12{more}}}"#).as_bytes()).map(|_| ());
        assert!(config("").is_ok());
        for other in [
            r#", "span_mode": "token_level""#,
            r#", "labels_encoder": "another""#,
            r#", "subtoken_pooling": "mean""#,
            r#", "words_splitter_type": "spacy""#,
        ] {
            assert_eq!(config(other).unwrap_err().code(), "unsupported", "{other}");
        }
        assert_eq!(read(br#"{"max_width": 0}"#).map(|_| ()).unwrap_err().code(), "invalid_format");
    }

    #[test]
    fn common_labels_have_their_types() {
        assert_eq!(common_label("PER"), Some(EntityType::Person));
        assert_eq!(common_label("phone number"), Some(EntityType::PhoneNumber));
        assert_eq!(common_label("US_SSN"), Some(EntityType::UsSsn));
        assert_eq!(common_label("MISC"), None);
    }
}
