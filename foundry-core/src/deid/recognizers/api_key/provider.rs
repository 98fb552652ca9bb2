//! The shapes of keys that providers mark with a prefix.

/// A provider's key: its prefix, how many characters follow, and which.
struct Shape {
    prefix: &'static str,
    min: usize,
    max: usize,
    alphabet: Alphabet,
    name: &'static str,
}

#[derive(Clone, Copy)]
enum Alphabet {
    /// `A-Z` and `0-9`.
    Upper,
    /// `0-9` and `a-f`.
    Hex,
    /// Letters and digits.
    Alnum,
    /// Letters, digits, `_` and `-`.
    Url,
    /// Letters, digits, `_`, `-` and `.`.
    Dotted,
    /// Base64 of either alphabet, with padding.
    Assigned,
}

const fn shape(
    prefix: &'static str,
    min: usize,
    max: usize,
    alphabet: Alphabet,
    name: &'static str,
) -> Shape {
    Shape { prefix, min, max, alphabet, name }
}

use Alphabet::{Alnum, Assigned, Dotted, Hex, Upper, Url};

/// Sorted by prefix; a longer prefix stands before the shorter one it begins with.
#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    shape("ABIA", 16, 16, Upper, "api_key.aws"),
    shape("ACCA", 16, 16, Upper, "api_key.aws"),
    shape("AC", 32, 32, Hex, "api_key.twilio"),
    shape("AGE-SECRET-KEY-1", 58, 58, Upper, "api_key.age"),
    shape("AIza", 35, 35, Url, "api_key.google"),
    shape("AKC", 40, 90, Alnum, "api_key.artifactory"),
    shape("AKIA", 16, 16, Upper, "api_key.aws"),
    shape("ASIA", 16, 16, Upper, "api_key.aws"),
    shape("ATATT3", 40, 255, Assigned, "api_key.atlassian"),
    shape("ATCTT3", 40, 255, Assigned, "api_key.atlassian"),
    shape("EAAA", 60, 60, Url, "api_key.square"),
    shape("EAA", 60, 400, Alnum, "api_key.meta"),
    shape("GOCSPX-", 24, 40, Url, "api_key.google"),
    shape("HRKU-", 36, 60, Url, "api_key.heroku"),
    shape("NRAK-", 27, 27, Upper, "api_key.new_relic"),
    shape("PMAK-", 40, 64, Url, "api_key.postman"),
    shape("SG.", 60, 80, Dotted, "api_key.sendgrid"),
    shape("SK", 32, 32, Hex, "api_key.twilio"),
    shape("access-production-", 36, 36, Url, "api_key.plaid"),
    shape("access-sandbox-", 36, 36, Url, "api_key.plaid"),
    shape("amzn.mws.", 36, 36, Url, "api_key.amazon"),
    shape("bkua_", 40, 40, Hex, "api_key.buildkite"),
    shape("cfut_", 40, 60, Alnum, "api_key.cloudflare"),
    shape("dapi", 32, 34, Hex, "api_key.databricks"),
    shape("dckr_pat_", 20, 80, Url, "api_key.docker"),
    shape("doo_v1_", 64, 64, Hex, "api_key.digitalocean"),
    shape("dop_v1_", 64, 64, Hex, "api_key.digitalocean"),
    shape("dor_v1_", 64, 64, Hex, "api_key.digitalocean"),
    shape("dp.pt.", 40, 60, Alnum, "api_key.doppler"),
    shape("dp.st.", 40, 60, Alnum, "api_key.doppler"),
    shape("figd_", 30, 80, Url, "api_key.figma"),
    shape("fo1_", 43, 43, Url, "api_key.fly"),
    shape("gho_", 30, 255, Alnum, "api_key.github"),
    shape("ghp_", 30, 255, Alnum, "api_key.github"),
    shape("ghr_", 30, 255, Alnum, "api_key.github"),
    shape("ghs_", 30, 255, Alnum, "api_key.github"),
    shape("ghu_", 30, 255, Alnum, "api_key.github"),
    shape("github_pat_", 30, 255, Url, "api_key.github"),
    shape("gldt-", 20, 64, Dotted, "api_key.gitlab"),
    shape("glpat-", 20, 64, Dotted, "api_key.gitlab"),
    shape("glptt-", 40, 64, Dotted, "api_key.gitlab"),
    shape("glrt-", 20, 64, Dotted, "api_key.gitlab"),
    shape("glsa_", 32, 48, Url, "api_key.grafana"),
    shape("gsk_", 40, 80, Alnum, "api_key.groq"),
    shape("hf_", 30, 64, Alnum, "api_key.huggingface"),
    shape("hvb.", 24, 400, Url, "api_key.vault"),
    shape("hvs.", 24, 120, Url, "api_key.vault"),
    shape("key-", 32, 32, Hex, "api_key.mailgun"),
    shape("lin_api_", 32, 64, Alnum, "api_key.linear"),
    shape("npm_", 36, 36, Alnum, "api_key.npm"),
    shape("ntn_", 40, 60, Alnum, "api_key.notion"),
    shape("nvapi-", 60, 80, Url, "api_key.nvidia"),
    shape("ops_", 200, 900, Assigned, "api_key.one_password"),
    shape("pat", 66, 90, Dotted, "api_key.airtable"),
    shape("pk_live_", 16, 255, Alnum, "api_key.stripe"),
    shape("pk_test_", 16, 255, Alnum, "api_key.stripe"),
    shape("pplx-", 40, 64, Alnum, "api_key.perplexity"),
    shape("pscale_pw_", 32, 64, Dotted, "api_key.planetscale"),
    shape("pscale_tkn_", 32, 64, Dotted, "api_key.planetscale"),
    shape("pul-", 40, 40, Hex, "api_key.pulumi"),
    shape("pypi-", 60, 512, Url, "api_key.pypi"),
    shape("r8_", 37, 40, Alnum, "api_key.replicate"),
    shape("rk_live_", 16, 255, Alnum, "api_key.stripe"),
    shape("rk_test_", 16, 255, Alnum, "api_key.stripe"),
    shape("rubygems_", 48, 48, Hex, "api_key.rubygems"),
    shape("sbp_", 40, 40, Hex, "api_key.supabase"),
    shape("secret_", 43, 43, Alnum, "api_key.notion"),
    shape("shpat_", 32, 32, Hex, "api_key.shopify"),
    shape("shpca_", 32, 32, Hex, "api_key.shopify"),
    shape("shppa_", 32, 32, Hex, "api_key.shopify"),
    shape("shpss_", 32, 32, Hex, "api_key.shopify"),
    shape("shptka_", 32, 32, Hex, "api_key.shopify"),
    shape("sk-ant-", 20, 255, Url, "api_key.anthropic"),
    shape("sk-or-v1-", 64, 64, Hex, "api_key.openrouter"),
    shape("sk-proj-", 20, 255, Url, "api_key.openai"),
    shape("sk-svcacct-", 20, 255, Url, "api_key.openai"),
    shape("sk-", 20, 255, Url, "api_key.openai"),
    shape("sk_live_", 16, 255, Alnum, "api_key.stripe"),
    shape("sk_test_", 16, 255, Alnum, "api_key.stripe"),
    shape("sl.", 100, 255, Url, "api_key.dropbox"),
    shape("sntrys_", 60, 255, Assigned, "api_key.sentry"),
    shape("sntryu_", 64, 64, Hex, "api_key.sentry"),
    shape("sq0atp-", 22, 22, Url, "api_key.square"),
    shape("sq0csp-", 43, 43, Url, "api_key.square"),
    shape("sq0idp-", 22, 22, Url, "api_key.square"),
    shape("tfp_", 40, 64, Url, "api_key.typeform"),
    shape("vercel_", 24, 60, Alnum, "api_key.vercel"),
    shape("whsec_", 24, 80, Alnum, "api_key.stripe"),
    shape("xai-", 60, 100, Alnum, "api_key.xai"),
    shape("xapp-", 20, 255, Url, "api_key.slack"),
    shape("xkeysib-", 64, 90, Url, "api_key.brevo"),
    shape("xoxa-", 10, 255, Url, "api_key.slack"),
    shape("xoxb-", 10, 255, Url, "api_key.slack"),
    shape("xoxe-", 10, 255, Url, "api_key.slack"),
    shape("xoxp-", 10, 255, Url, "api_key.slack"),
    shape("xoxr-", 10, 255, Url, "api_key.slack"),
    shape("xoxs-", 10, 255, Url, "api_key.slack"),
    shape("ya29.", 30, 400, Url, "api_key.google"),
];

/// The shortest key of the table, prefix and all.
const MIN_KEY: usize = 15;
/// How many places inside a run are tried: its start and what follows `=` or `/`.
const MAX_STARTS: usize = 8;

/// A provider's key in a run of word characters: first byte, one past the last, name of the rule.
pub(super) fn find(run: &[u8]) -> Option<(usize, usize, &'static str)> {
    if run.len() < MIN_KEY {
        return None;
    }
    let inner = run.iter().enumerate().filter(|(_, b)| matches!(b, b'=' | b'/')).map(|(i, _)| i + 1);
    std::iter::once(0).chain(inner).take(MAX_STARTS).find_map(|from| {
        let key = run.get(from..)?;
        let (length, name) = json_web_token(key)
            .or_else(|| by_prefix(key))
            .or_else(|| discord(key))
            .or_else(|| mailchimp(key))?;
        Some((from, from + length, name))
    })
}

fn by_prefix(key: &[u8]) -> Option<(usize, &'static str)> {
    let first = *key.first()?;
    let candidates = SHAPES.iter().filter(|s| s.prefix.as_bytes().first() == Some(&first));
    candidates
        .filter_map(|s| Some((s.prefix.len() + s.length(key.strip_prefix(s.prefix.as_bytes())?)?, s.name)))
        .next()
}

/// A bot token of Discord: the base64 of a number, six characters of a time, 27 or more of a check.
fn discord(key: &[u8]) -> Option<(usize, &'static str)> {
    let length = key.iter().take(100).take_while(|b| Dotted.holds(**b)).count();
    let token = key.get(..length).filter(|token| matches!(token.first(), Some(b'M' | b'N' | b'O')))?;
    let mut parts = token.split(|b| *b == b'.');
    let (id, time, check) = (parts.next()?, parts.next()?, parts.next()?);
    let check = check.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    let right = (23..=28).contains(&id.len()) && time.len() == 6 && (27..=40).contains(&check);
    right.then_some((id.len() + 1 + time.len() + 1 + check, "api_key.discord"))
}

/// A key of Mailchimp: 32 hex digits and a data centre, `-us14`.
fn mailchimp(key: &[u8]) -> Option<(usize, &'static str)> {
    let hex = key.iter().take(33).take_while(|b| Hex.holds(**b)).count();
    let centre = key.get(32..).filter(|_| hex == 32)?.strip_prefix(b"-us")?;
    let digits = centre.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    (1..=2).contains(&digits).then_some((35 + digits, "api_key.mailchimp"))
}

/// A bot token of Telegram around its `:`: eight to ten digits before it, 35 characters behind it.
pub(super) fn telegram(bytes: &[u8], colon: usize) -> Option<(usize, usize)> {
    let digits = bytes.get(..colon)?.iter().rev().take(11).take_while(|b| b.is_ascii_digit()).count();
    let key = bytes.get(colon + 1..)?;
    let length = key.iter().take(37).take_while(|b| Url.holds(**b)).count();
    let mixed = key.get(..length)?.iter().any(u8::is_ascii_digit) && key.starts_with(b"AA");
    ((8..=10).contains(&digits) && (34..=36).contains(&length) && mixed)
        .then_some((colon - digits, colon + 1 + length))
}

impl Shape {
    /// How many characters of `rest` belong to the key; `None` where they are too few, too many or too plain.
    fn length(&self, rest: &[u8]) -> Option<usize> {
        let run = rest.iter().take_while(|b| self.alphabet.holds(**b)).count();
        let run = rest.get(..run)?.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
        let key = rest.get(..run)?;
        let digits = key.iter().filter(|b| b.is_ascii_digit()).count();
        let letters = key.iter().filter(|b| b.is_ascii_alphabetic()).count();
        // `sk-learn-0-24-release-notes`: words and hyphens are no key.
        let wordy = key
            .split(|b| matches!(b, b'-' | b'_' | b'.'))
            .all(|part| part.len() < 12 || part.iter().all(u8::is_ascii_lowercase));
        let slack = self.prefix.starts_with("xox");
        ((self.min..=self.max).contains(&run) && digits > 0 && letters > 0 && (slack || !wordy))
            .then_some(run)
    }
}

impl Alphabet {
    fn holds(self, b: u8) -> bool {
        match self {
            Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
            Hex => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
            Alnum => b.is_ascii_alphanumeric(),
            Url => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
            Dotted => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'),
            Assigned => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'/' | b'='),
        }
    }
}

/// A JSON Web Token (RFC 7519): `eyJ….eyJ….signature`; the signature may be cut off.
fn json_web_token(key: &[u8]) -> Option<(usize, &'static str)> {
    key.strip_prefix(b"eyJ")?;
    let length = key.iter().take_while(|b| Dotted.holds(**b)).count();
    let token = key.get(..length)?;
    let length = token.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    let mut parts = token.get(..length)?.split(|b| *b == b'.');
    let header = parts.next()?;
    let payload = parts.next()?;
    (header.len() >= 16 && payload.starts_with(b"eyJ") && payload.len() >= 8 && parts.count() <= 3)
        .then_some((length, "api_key.jwt"))
}
