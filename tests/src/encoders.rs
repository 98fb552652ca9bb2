//! Values of every kind, in every encoding in which text carries them: what the leak audit is tried on, by the laws of
//! the normal tests and by a fuzz target.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use foundry_core::conversation::{Conversation, KnownValue, Message, SenderRole, Timestamp};
use foundry_core::deid::Deidentifier;
use foundry_core::entity::EntityType;
use foundry_core::error::ErrorKind;
use foundry_core::export::{ExportConfig, ExportCounts, ExportFormat, Exporter};

/// An invented value of a kind: distinctive, so that chance cannot write it.
pub fn sample(entity_type: EntityType) -> &'static str {
    use EntityType::*;
    match entity_type {
        Person => "Quillon Vexworth",
        EmailAddress => "quillon.vexworth@example.com",
        PhoneNumber => "+1 415-555-0134",
        CreditCard => "4111 1111 1111 1111",
        IbanCode => "DE89 3704 0044 0532 0130 00",
        SwiftCode => "QXVWDEFF482",
        Crypto => "bc1qquillonvexworth48221",
        IpAddress => "203.0.113.77",
        MacAddress => "00:1b:44:11:3a:b7",
        Imei => "49-015420-323751-8",
        VehicleId => "1HGBH41JXMN109186",
        Url => "https://example.org/u/vexworth/48",
        ApiKey => "qvx_48221_Zk9Trm02",
        Username => "quillonvex48",
        Coordinates => "37.774912, -122.419481",
        DateOfBirth => "1961-04-27",
        Organization => "Vexworth Tapestries",
        Location => "Quillonsburgh",
        StreetAddress => "4822 Vexworth Road, Quillonsburgh",
        UsSsn => "219-09-9999",
        CaSin => "046 454 286",
        UkNhs => "943 476 5919",
        UkNino => "QQ 48 22 91 C",
        FrNir => "1 84 12 76 451 089 46",
        BrCpf => "529.982.247-25",
        InAadhaar => "2345 6789 0124",
        NlBsn => "111222333",
        EsNif => "48229117Q",
        MxCurp => "QUVX610427HDFLNN07",
        FiPersonalIdentityCode => "270461-482Q",
        _ => "QX48-2291-77K",
    }
}

/// The kinds whose values are replaced where they are known.
pub fn kinds() -> Vec<EntityType> {
    EntityType::ALL.iter().copied().filter(|entity_type| !entity_type.is_reference()).collect()
}

/// The kinds with a sample of their own, and one of the others.
pub fn distinct_kinds() -> Vec<EntityType> {
    let other = sample(EntityType::Id);
    kinds().into_iter().filter(|kind| *kind == EntityType::Id || sample(*kind) != other).collect()
}

/// A way to write a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoder {
    /// As it is.
    Raw,
    /// In capitals.
    Upper,
    /// In small letters.
    Lower,
    /// `\u0041`, as JSON may.
    JsonEscape,
    /// `%40`, everything but letters and digits.
    Percent,
    /// `%41%42`, every byte.
    PercentAll,
    /// `+` for a space and `%40`, as forms do.
    Form,
    /// `&#64;`
    HtmlDecimal,
    /// `&#x40;`
    HtmlHex,
    /// `&commat;`
    HtmlNamed,
    /// Twice: `%2540`.
    PercentTwice,
    /// Base64 with padding.
    Base64,
    /// Base64 for links, behind one byte.
    Base64Second,
    /// Base64 for links, behind two bytes.
    Base64Third,
    /// `=40`
    QuotedPrintable,
    /// Only the digits, of what is written in groups of digits.
    DigitsOnly,
    /// Only letters and digits, of what is written in groups.
    Ungrouped,
    /// In two elements of HTML.
    SplitByTags,
    /// With a comment of HTML inside.
    SplitByComment,
}

impl Encoder {
    /// Every way.
    pub const ALL: [Encoder; 19] = [
        Encoder::Raw,
        Encoder::Upper,
        Encoder::Lower,
        Encoder::JsonEscape,
        Encoder::Percent,
        Encoder::PercentAll,
        Encoder::Form,
        Encoder::HtmlDecimal,
        Encoder::HtmlHex,
        Encoder::HtmlNamed,
        Encoder::PercentTwice,
        Encoder::Base64,
        Encoder::Base64Second,
        Encoder::Base64Third,
        Encoder::QuotedPrintable,
        Encoder::DigitsOnly,
        Encoder::Ungrouped,
        Encoder::SplitByTags,
        Encoder::SplitByComment,
    ];

    /// The value written in this way; as it is where the way makes no sense for it.
    pub fn write(self, entity_type: EntityType, value: &str) -> String {
        let each = |write: &dyn Fn(char) -> String| value.chars().map(write).collect::<String>();
        let byte = |sign: char, c: char| format!("{sign}{:02X}", u32::from(c));
        let plain = |c: char| c.is_ascii_alphanumeric();
        let kept = |keep: fn(&char) -> bool| value.chars().filter(keep).collect::<String>();
        let middle = value.len() / 2;
        let (before, after) = value.split_at(middle);
        match self {
            Encoder::Raw => value.to_owned(),
            Encoder::Upper => value.to_uppercase(),
            Encoder::Lower => value.to_lowercase(),
            Encoder::JsonEscape => each(&|c| format!("\\u{:04x}", u32::from(c))),
            Encoder::Percent => each(&|c| if plain(c) { c.to_string() } else { byte('%', c) }),
            Encoder::PercentAll => each(&|c| byte('%', c)),
            Encoder::Form => each(&|c| match c {
                ' ' => "+".to_owned(),
                c if plain(c) => c.to_string(),
                c => byte('%', c),
            }),
            Encoder::HtmlDecimal => each(&|c| format!("&#{};", u32::from(c))),
            Encoder::HtmlHex => each(&|c| format!("&#x{:x};", u32::from(c))),
            Encoder::HtmlNamed => each(&|c| match c {
                '@' => "&commat;".to_owned(),
                '.' => "&period;".to_owned(),
                ' ' => "&nbsp;".to_owned(),
                '+' => "&plus;".to_owned(),
                ':' => "&colon;".to_owned(),
                '/' => "&sol;".to_owned(),
                ',' => "&comma;".to_owned(),
                '_' => "&lowbar;".to_owned(),
                c => c.to_string(),
            }),
            Encoder::PercentTwice => {
                each(&|c| if plain(c) { c.to_string() } else { format!("%25{:02X}", u32::from(c)) })
            }
            Encoder::Base64 => STANDARD.encode(value),
            Encoder::Base64Second => URL_SAFE_NO_PAD.encode(format!(" {value}")),
            Encoder::Base64Third => URL_SAFE_NO_PAD.encode(format!(": {value};")),
            Encoder::QuotedPrintable => each(&|c| if plain(c) { c.to_string() } else { byte('=', c) }),
            Encoder::DigitsOnly if is_of_digits(entity_type) => kept(char::is_ascii_digit),
            Encoder::Ungrouped if is_of_groups(entity_type) => kept(char::is_ascii_alphanumeric),
            Encoder::DigitsOnly | Encoder::Ungrouped => value.to_owned(),
            Encoder::SplitByTags => format!("<b>{before}</b><i>{after}</i>"),
            Encoder::SplitByComment => format!("{before}<!-- x -->{after}"),
        }
    }
}

fn is_of_digits(entity_type: EntityType) -> bool {
    use EntityType::*;
    matches!(
        entity_type,
        PhoneNumber | CreditCard | Imei | UsSsn | CaSin | UkNhs | FrNir | BrCpf | InAadhaar | NlBsn
    )
}

fn is_of_groups(entity_type: EntityType) -> bool {
    use EntityType::*;
    let text = [
        Person,
        EmailAddress,
        Url,
        IpAddress,
        ApiKey,
        Username,
        Coordinates,
        DateOfBirth,
        Organization,
        Location,
        StreetAddress,
        Crypto,
        PhoneNumber,
    ];
    sample(entity_type) != "QX48-2291-77K" && !text.contains(&entity_type) || entity_type == Id
}

/// Whether a way of writing is one that this place knows: `+` is a space in a query only.
pub fn fits(encoder: Encoder, place: Place) -> bool {
    encoder != Encoder::Form || place == Place::Query
}

/// What a value stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A sentence.
    Sentence,
    /// Lines of their own.
    Lines,
    /// A query.
    Query,
    /// An attribute of HTML.
    Attribute,
    /// An element of HTML.
    Element,
    /// A string of JSON inside the text.
    Json,
    /// A quoted reply.
    Quote,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 7] = [
        Place::Sentence,
        Place::Lines,
        Place::Query,
        Place::Attribute,
        Place::Element,
        Place::Json,
        Place::Quote,
    ];

    /// A text with the value in this place.
    pub fn around(self, written: &str) -> String {
        match self {
            Place::Sentence => format!("I wrote, ({written}) as said"),
            Place::Lines => format!("it is\n{written}\nthanks"),
            Place::Query => format!("see https://help.example.net/find?q={written}&page=2 now"),
            Place::Attribute => format!("<p>see <a href='{written}'>here</a></p>"),
            Place::Element => format!("<div>it is <span>{written}</span></div>"),
            Place::Json => format!("got {{\"note\": {}, \"n\": 1}} back", serde_json::Value::from(written)),
            Place::Quote => format!("as you said:\n> it is {written}\n> thanks\nyes"),
        }
    }
}

/// A conversation of these texts in which the sample of every kind is known.
pub fn conversation(texts: &[String]) -> Conversation<'static> {
    let message = |(index, text): (usize, &String)| Message {
        role: if index % 2 == 0 { SenderRole::Customer } else { SenderRole::Agent },
        content: Cow::Owned(text.clone()),
        sender_id: (index == 1).then_some("QX48-2291-77K".into()),
        timestamp: Some(Timestamp(1_700_000_000_000 + index as i64)),
        // A preference is written where an answer has a rejected one.
        custom: vec![("note".into(), text.clone().into()), ("rejected".into(), format!("No: {text}").into())],
    };
    let known = kinds().into_iter().map(|entity_type| KnownValue {
        entity_type,
        value: sample(entity_type).into(),
        party: 0,
    });
    Conversation {
        id: texts.first().cloned().unwrap_or_default().into(),
        status: texts.last().cloned().map(Cow::Owned),
        messages: texts.iter().enumerate().map(message).collect(),
        known_values: known.collect(),
        first_row: 2,
    }
}

/// De-identifies the texts as one conversation and writes it in every format; gives the first of `written` that is
/// still there, with its format. A leak that stops an export is none, but is told too, as `Err`.
pub fn survivor(
    deidentifier: &Deidentifier,
    texts: &[String],
    written: &[String],
) -> Result<Option<String>, String> {
    let done = deidentifier.deidentify(conversation(texts)).map_err(|error| error.to_string())?;
    let config = ExportConfig { include_metadata: true, ..ExportConfig::default() };
    for format in ExportFormat::ALL.into_iter().chain(ExportFormat::SPECIAL) {
        let exporter = Exporter::new(format, &config).map_err(|error| error.to_string())?;
        let mut out = Vec::new();
        exporter.begin(&mut out);
        match exporter.write(&done.conversation, &mut out, &mut ExportCounts::default()) {
            Err(error) if error.kind() == ErrorKind::Leak => {
                return Err(format!("{}: {error}", format.as_str()));
            }
            other => other.map_err(|error| error.to_string())?,
        }
        exporter.end(&mut out);
        let text = String::from_utf8(out).map_err(|error| error.to_string())?;
        for value in written {
            let escaped = serde_json::Value::from(value.as_str()).to_string();
            let inner = escaped.trim_matches('"');
            if text.contains(inner) {
                return Ok(Some(format!("{value} in {}", format.as_str())));
            }
        }
    }
    Ok(None)
}
