//! Domains at which anybody has an address, so that they tell nothing about a person.

/// Whether a mail domain (folded) belongs to a provider for everybody, a relay or a marketplace, or below one.
pub(super) fn is_public(domain: &str) -> bool {
    // `yahoo.co.jp`, `hotmail.fr`: these own their name under every ending.
    let (first, ending) = domain.split_once('.').unwrap_or((domain, ""));
    let is_ending = ending
        .split_once('.')
        .map_or(!ending.is_empty(), |(second, top)| second.len() < 4 && !top.contains('.'));
    is_ending && EVERYWHERE.binary_search(&first).is_ok()
        || DOMAINS.binary_search(&registered(domain)).is_ok()
}

/// The end of a domain that somebody registers: two labels, or three where the second is short as in `.co.uk`.
fn registered(domain: &str) -> &str {
    let mut dots = domain.rmatch_indices('.').map(|(at, _)| at);
    let (top, second, third) = (dots.next(), dots.next(), dots.next());
    let start = match (top, second) {
        (Some(top), Some(second)) if top - second < 5 => third.map_or(0, |third| third + 1),
        (_, Some(second)) => second + 1,
        _ => 0,
    };
    domain.get(start..).unwrap_or(domain)
}

/// Sorted.
#[rustfmt::skip]
const EVERYWHERE: &[&str] = &[
    "aol", "fastmail", "gmail", "gmx", "googlemail", "hotmail", "hushmail", "icloud", "live", "mailinator", "msn",
    "outlook", "proton", "protonmail", "rediffmail", "rocketmail", "tutanota", "yahoo", "yandex", "ymail", "zoho",
];

/// Sorted.
#[rustfmt::skip]
const DOMAINS: &[&str] = &[
    "126.com", "163.com", "abv.bg", "alice.it", "amazon.co.uk", "amazon.com", "amazon.de", "amazonses.com",
    "aon.at", "apple.com", "appleid.com", "arcor.de", "att.net", "bellsouth.net", "bigpond.com", "bigpond.net.au",
    "bluewin.ch", "blueyonder.co.uk", "bol.com.br", "btinternet.com", "btopenworld.com", "centrum.cz",
    "charter.net", "club-internet.fr", "comcast.net", "cox.net", "daum.net", "docomo.ne.jp", "duck.com",
    "earthlink.net", "ebay.com", "eircom.net", "email.com", "email.cz", "email.de", "eresmas.com", "etsy.com",
    "ezweb.ne.jp", "facebook.com", "facebookmail.com", "fm.it", "foxmail.com", "free.fr", "freemail.hu",
    "freenet.de", "freshdesk.com", "frontier.com", "github.com", "globo.com", "gmail.com", "google.com",
    "googlemail.com", "hanmail.net", "hccnet.nl", "hetnet.nl", "hey.com", "home.nl", "hotmail.com", "ig.com.br",
    "inbox.com", "inbox.lv", "inbox.ru", "intercom-mail.com", "inwind.it", "iol.it", "juno.com", "kabelmail.de",
    "kpnmail.nl", "kpnplanet.nl", "laposte.net", "libero.it", "linkedin.com", "list.ru", "lycos.com", "mac.com",
    "mail.be", "mail.bg", "mail.com", "mail.de", "mail.dk", "mail.ee", "mail.ru", "mailbox.org", "me.com",
    "microsoft.com", "mindspring.com", "mm.st", "mynet.com", "nate.com", "naver.com", "neuf.fr", "ngs.ru",
    "ntlworld.com", "numericable.fr", "o2.co.uk", "o2.pl", "onet.eu", "onet.pl", "online.de", "online.nl",
    "onmicrosoft.com", "optonline.net", "optusnet.com.au", "orange.fr", "pacbell.net", "paypal.com", "planet.nl",
    "pm.me", "posteo.de", "posteo.net", "qq.com", "quicknet.nl", "rambler.ru", "roadrunner.com", "rogers.com",
    "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "shopify.com", "sina.cn", "sina.com",
    "singnet.com.sg", "sky.com", "skynet.be", "sohu.com", "sympatico.ca", "t-online.de", "talktalk.net",
    "telefonica.net", "telenet.be", "telia.com", "telus.net", "terra.com.br", "terra.es", "tin.it",
    "tiscali.co.uk", "tiscali.it", "tlen.pl", "tuta.io", "tutamail.com", "ukr.net", "unitybox.de", "uol.com.br",
    "verizon.net", "versanet.de", "videotron.ca", "virgilio.it", "virgin.net", "virginmedia.com", "vodafone.de",
    "vodafone.it", "voila.fr", "wanadoo.es", "wanadoo.fr", "wanadoo.nl", "web.de", "windowslive.com",
    "windstream.net", "wp.pl", "xs4all.nl", "xtra.co.nz", "ya.ru", "zeelandnet.nl", "zendesk.com", "ziggo.nl",
    "zonnet.nl",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_told_from_companies() {
        for domain in [
            "gmail.com",
            "yahoo.co.jp",
            "hotmail.fr",
            "web.de",
            "members.ebay.com",
            "gmx.net",
            "mail.amazon.co.uk",
        ] {
            assert!(is_public(domain), "{domain}");
        }
        for domain in
            ["lundberg-textil.de", "gmail.lundberg.example", "notebay.com", "myweb.de", "live.a.b.c"]
        {
            assert!(!is_public(domain), "{domain}");
        }
        assert!(EVERYWHERE.is_sorted() && DOMAINS.is_sorted());
    }
}
