//! Texts written for this project to see how a model does on support conversations it has never seen. Never trained on.
//! Names stand in brackets: `[P:…]` a person, `[O:…]` an organization, `[L:…]` a location, `[A:…]` an address.

use foundry_core::entity::Span;

use crate::labelled::{Label, LabelledText};

/// The texts, with their spans.
pub fn texts() -> Vec<LabelledText> {
    TEXTS.iter().map(|marked| read(marked)).collect()
}

fn read(marked: &str) -> LabelledText {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find('[') {
        let (plain, name) = rest.split_at(at);
        text.push_str(plain);
        let label = match name.get(1..3) {
            Some("P:") => Label::Person,
            Some("O:") => Label::Organization,
            Some("L:") => Label::Location,
            _ => Label::Address,
        };
        let (inner, behind) = name[3..].split_once(']').unwrap_or((&name[3..], ""));
        spans.push((Span::new(text.len(), text.len() + inner.len()), label));
        text.push_str(inner);
        rest = behind;
    }
    text.push_str(rest);
    LabelledText { text, spans }
}

const TEXTS: &[&str] = &[
    "Hi, I ordered a standing lamp two weeks ago and the parcel shows as delivered but nothing is here.\nSorry to hear that! Could I have the name on the order?\n[P:Dagny Halvorsen]\nThanks [P:Dagny]. And which address was it going to?\n[A:48 Quarry Lane, Flat 3, Leeds LS6 2AB]\nGot it, I have opened a trace with [O:DPD].",
    "hello\nhi there, this is [P:Tomasz], how can i help\nmy card got declined at [O:Tesco] this morning\nsorry about that. can you confirm your full name please\n[P:olu adeyemi]\nthank you [P:olu]",
    "Agent: Thanks for calling, you're speaking with [P:Renee]. May I have your name?\nCustomer: It's [P:Bartholomew Finch].\nAgent: Perfect, Mr [P:Finch]. What's going on today?\nCustomer: The thermostat says E4 and then shuts down.",
    "Good evening,\n\nI am writing on behalf of my mother, [P:Consuelo Aranda], who had an appointment on Tuesday. She was told by [P:Priyanka] that the refund would arrive within five days. It has not.\n\nKind regards,\n[P:Itziar Aranda]",
    "Please change the delivery to [A:2210 W Sycamore Ave Apt 14B, Tulsa, OK 74104]. The old one is [A:77 Fern Ct] and nobody lives there any more.",
    "the driver left it at 19 instead of 91. i live at [A:91 mill road, cambridge]",
    "I'm travelling from [L:Porto] to [L:Gdansk] on Friday and would like to add a suitcase.",
    "Do you have a branch in [L:Saskatoon]? I moved here from [L:Lagos] last month.",
    "We use your API at [O:Brightwell Analytics] and since Monday every webhook returns a 502.",
    "My employer, [O:Kessler & Wolfe LLP], pays for the plan, so please send invoices to accounting.",
    "Hey, quick one: can [P:Shanice] from your team call me back? She knows the case.",
    "spoke to some guy called [P:dimitri] yesterday who promised me a credit, still nothing",
    "Could you tell Mr. [P:Okafor] that the forms are ready? He asked [P:Lindiwe] about it.",
    "May I ask why the price went up in June? Will you mark this as urgent, and can I hope for an answer by Friday?",
    "[P:Will] said he will chase the order. [P:Grace] can confirm.",
    "my name is [P:april], i was born in april lol",
    "The Premium Plus plan shows Error 503 when I click Settings > Billing > Payment Methods.",
    "Hi Team,\n\nThe Dashboard Widget is broken on Safari and Chrome. Please advise.\n\nThanks,\n[P:J. Moreau]\nHead of Operations\n[O:Lumenta SAS]\n[A:14 rue des Lilas, 69003 Lyon]",
    "hi my last name is spelled wrong on the ticket it should be [P:Nguyen-Okonkwo] not [P:Nguyen Okonko]",
    "Who am I chatting with?\n[P:Marisol]. I can help with returns.\nok [P:marisol] i want to return the boots",
    "From: [P:Henrik Sandqvist]\nTo: Support\nSubject: wrong size\n\nHi, the jacket is too small.\n\n[P:Henrik]",
    "thank you for contacting us. what's your shipping address?\n[A:500 Harbor View Dr\nSuite 210\nSan Diego, CA 92101]\nthanks, i've updated it",
    "is this [P:joanna]?\nno, this is [P:kat], [P:joanna] is on lunch",
    "Booking for [P:Aiyana Blackhorse] and [P:Cole Whitaker], two nights, arriving in [L:Santa Fe] on the 4th.",
    "I paid through [O:PayPal] but [O:Barclays] says the transaction is still pending.",
    "Your colleague [P:Søren] told me the part ships from [L:Denmark].",
    "10:02 [P:Fatoumata]: hello, how can I help?\n10:03 [P:Eoin]: my router keeps rebooting",
    "Note: cust called re invoice 3381. [P:Delacroix] wants a callback before 5. Assigned to [P:Wren].",
    "Can I get a refund? The cashier at the [L:Dayton] store was rude and the manager, [P:Phil Kostas], did nothing.",
    "i need to update my billing address to [A:po box 1187, bozeman mt 59771]",
    "Ship to: [P:Amara Nwosu], [A:Unit 7, 23 Wattle Street, Brunswick VIC 3056]",
    "We would like to add [P:Giulia Ferrante] and [P:Noah Lindqvist] as users and remove [P:Petra].",
    "Thanks [P:Zeynep]! That fixed it. Have a great weekend.",
    "no thanks, that is all. bye",
    "Why was I charged twice for the Spotify bundle? I only have one account and one phone.",
    "Best,\n[P:Rohan Deshmukh]\nSenior Buyer | [O:Tidewater Foods]",
    "what is the warranty on the macbook charger, does it work with usb-c",
    "The invoice from [O:Norfolk Plumbing Supplies Ltd] dated 3 March was never paid by [O:Hartmann Group].",
    "Hola, soy [P:Lucía Barrientos], vivo en [L:Valladolid] y no me llega el paquete.",
    "Guten Tag, mein Name ist [P:Jürgen Petzold] und ich wohne in der [A:Lindenstraße 12, 50674 Köln].",
    "Bonjour, je m'appelle [P:Maëlle Kerouanton]. Ma commande n'est jamais arrivée à [L:Quimper].",
    "My manager at [O:Stonebridge Credit Union], [P:Tanya Bukowski], approved the wire.",
    "this is [P:DeShawn] btw not [P:Marcus]",
    "PLEASE CALL ME BACK. THIS IS [P:GLORIA ESTRADA] AND I HAVE BEEN WAITING SINCE MONDAY.",
    "can you look up my booking? under [P:Vandenberghe], for 4 people",
    "hi [P:Xiomara], i still cant log in. it says invalid token",
    "It's a gift for [P:Bea], can you wrap it and write \"Happy 30th [P:Bea], love Mum and [P:Stu]\"?",
    "I work for the city of [L:Tacoma] and we have 40 licences.",
    "What's your company name?\n[O:Palisade Robotics]\nAnd your role?\nprocurement",
    "and where should the technician go?\n[A:1 Old Mill Close, Winchester SO23 9LP]",
    "I forgot my password and the reset email never arrives. My username is ok though.",
    "Le colis est resté à [L:Marseille] depuis jeudi, dit [O:Chronopost].",
    "Can you cancel order 99213-B? I don't need the Blue Ridge hiking backpack any more.",
    "Dear Ms. [P:Achterberg],\n\nThank you for your patience. Your claim was approved.\n\nSincerely,\n[P:Colm Brannigan]\nClaims Department",
    "so [P:jess] told [P:ryan] that the code was wrong and then [P:ryan] deleted the whole project",
    "The package was signed for by \"[P:Gupta]\" but that's not me.",
    "We moved our office from [L:Austin] to [A:1600 Blake Street, Floor 4, Denver, CO 80202].",
    "First name: [P:Ngozi]\nLast name: [P:Brandt]\nCity: [L:Bremen]\nPhone: 555-0142",
    "I want to talk to a human. This bot is useless.",
    "[P:Priya] here, any news?",
    "I tried it on Windows 11, then on my Pixel, same result. The Cloud Sync button is grey.",
    "Is [P:Hyun-woo] still handling this? He said [O:FedEx] lost it near [L:Memphis].",
];
