"""Sentences and people for generate.py. All invented; `{slots}` are filled with planted values and look-alikes."""

PEOPLE = [
    "Nadia Okafor", "Marta Kowalczyk", "Søren Lindqvist", "Priya Raghunathan", "Hiroshi Tanaka", "Léa Fontaine",
    "Jürgen Weißmann", "Aoife Gallagher", "Mateusz Zieliński", "Ximena Castañeda", "Tunde Adeyemi", "Fatima El-Amrani",
    "Giulia Ferraro", "Đặng Thu Hà", "Chloe Whitfield", "Rajesh Subramanian", "Anneliese Brandt", "Omar Haddad",
    "Katarzyna Wójcik", "Pedro Albuquerque", "Mei-Ling Chow", "Olena Kovalenko", "Sibusiso Dlamini", "Eszter Nagy",
    "Bartholomew Higgins", "Yusuf Demirci", "Ingrid Halvorsen", "Thabo Mokoena", "Shanice Beaumont", "Wiremu Parata",
    "Siobhan O'Connell", "Laurent Dubreuil", "Amélie Rousselot", "Gonzalo Ibáñez", "Camila Restrepo", "Dmitri Volkov",
    "Rosalind Pemberton", "Kwame Boateng", "Lukas Obermeier", "Sabine Kretschmer", "Nikolaos Papadakis", "Jiwoo Hwang",
    "Zainab Yusufzai", "Emre Yıldırım", "Tamsin Ashworth", "Devin McAllister", "Ricardo Villanueva", "Yvette Delacroix",
    "Ngozi Eze", "Annika Bergström", "Hamza Qureshi", "Petra Nováková", "Malik Washington", "Beatriz Carvalho",
    "Tobias Feldkamp", "Noor van der Meer", "Svetlana Morozova", "Isaac Rosenthal", "Leilani Kahale", "Farid Mansouri",
]
AGENTS = ["Mirela Ionescu", "Callum Fraser", "Judith Achterberg", "Samir Benali", "Paloma Ortega", "Finnegan Doyle"]

PRODUCTS = [
    "Aurora desk lamp", "Trailmate 40 backpack", "Kestrel headphones", "Pronto espresso machine", "Nimbus router",
    "the yearly plan", "Basalt water bottle", "Halo smart lock", "Tandem stroller", "Quill e-reader", "Orbit speaker",
]
CITIES = ["Leeds", "Rotterdam", "Graz", "Valparaíso", "Tampa", "Lyon", "Porto", "Bergen", "Dublin", "Kassel"]
STREETS = [
    "48 Marlowe Crescent", "2207 Willow Bend Drive", "15 rue des Tilleuls", "Lindenstraße 73", "9 Harbour Lane",
    "1184 Old Quarry Road, Apt 5B", "Calle de la Fuente 21", "Birkenweg 8a", "610 Fairview Avenue", "33 Canal Street",
]

# topic -> (what the customer says, what the agent answers, how it ends); each a list of lists of choices is drawn from.
ENGLISH = {
    "greeting": [
        "Hi,", "Hello there,", "Good morning!", "Hey", "Dear support team,", "", "", "hi guys", "To whom it may concern,",
        "Hello, hope you're well.", "Good evening,", "Hiya!",
    ],
    "problem": [
        "my order {order} still hasn't arrived and it was due on {date}.",
        "I ordered the {product} and the box turned up with a big dent, lid cracked.",
        "you charged me twice for the {product}: {price} on {date} and again two days later??",
        "the app crashes as soon as I open settings. Version {version}, phone restarted, nothing helps.",
        "can I still change the delivery address for {order}?",
        "I would like to cancel {product} before it renews.",
        "I can't log in any more. The reset link says it has expired, every single time.",
        "tracking {tracking} has said 'out for delivery' since {date}. Where is it?",
        "I received the wrong colour. I asked for green, this is clearly grey.",
        "is the {product} compatible with 220 V? The manual only mentions 110.",
        "I need an invoice with VAT for {order}, our bookkeeper won't accept the receipt.",
        "the refund of {price} you promised on {date} never showed up on my statement.",
        "after the update to {version} the {product} drops off the network about every ten minutes.",
        "one of the straps broke after three weeks, which is a bit disappointing at {price}.",
        "your checkout keeps telling me the code SPRING15 is invalid although the mail says until {date}.",
        "how do I add a second user to our account? I only see an upgrade button for {price}.",
    ],
    "mood": [
        "This is the third time I'm writing.", "No rush, just want to understand.", "Honestly I'm pretty fed up by now.",
        "Thanks a lot in advance!", "pls fix asap", "I've been a customer for six years and never had this.",
        "Sorry for the long message...", "Not a great start, to be frank.", "It's a birthday present, so time matters.",
        "", "", "My kid is crying because of this, no joke 😅", "I would appreciate a clear answer this time.",
    ],
    "ask": [
        "Thanks for getting in touch. Could you confirm the e-mail address and a phone number for the order?",
        "I'm sorry about that! To pull up the account I need your full name and a contact number.",
        "Happy to look into it. Which details should I check it against?",
        "Oh no, that's not how it should be. May I have your contact details, please?",
        "Understood. For security, could you verify a few things for me first?",
        "I can see why that's annoying. What name and address is the order under?",
        "Let me check with the warehouse. Can you tell me how we best reach you?",
        "Thank you for your patience. Can you send me the details you signed up with?",
    ],
    "detail": [
        "Sure, my name is {name} and the e-mail is {email}.",
        "It's {name}, {email}. You can also call me on {phone}.",
        "This is {name} speaking. Phone: {phone}.",
        "You can reach me at {phone}, mornings are best. Mail goes to {email}.",
        "I paid with card {card}, the name on it is {name}.",
        "Please send the money back to {iban}. Account holder: {name}.",
        "Address is {street}, {city}. Please leave it with the neighbour, {other}.",
        "my new mail is {email}, the old one doesn't exist any more",
        "Date of birth {dob}, if you need that, and the last invoice was {price}.",
        "For the credit check you asked for my social security number, it's {ssn}.",
        "The log says my IP is {ip}, does that help? Firmware {version}.",
        "It was ordered by my wife, {other}, her number is {phone}.",
        "Try {email} or {email}, I never remember which one I used.",
        "The courier said a certain {other} signed for it. I don't know anyone by that name!",
        "Order {order}, placed on {date}, {price}. Contact {email}.",
        "Best to text {phone}. I'm in {city} until {date}.",
        "The profile page is https://account.example.com/u/{user}, can you see it?",
        "{email}",
        "{phone}, ask for {first}",
    ],
    "solve": [
        "Thank you, {first}. I've found it: {order} is at the depot and goes out again tomorrow.",
        "Got it. I've issued a refund of {price}; it takes three to five working days.",
        "All done, {first}! The new address is saved and the label is reprinted.",
        "I've sent a fresh reset link to {sameemail}. It's valid for 24 hours.",
        "A replacement is on its way, the tracking code is {tracking}.",
        "Please update to version {version}, that release fixes the dropouts.",
        "I have cancelled the renewal, nothing more will be charged after {date}.",
        "The invoice is attached. Anything else I can do for you?",
        "I've escalated this to my colleague {agentfirst}, who will ring you on {samephone}.",
        "That is a known fault in batch 7 of the {product}; we'll swap it free of charge.",
        "I removed the duplicate charge of {price} and added a voucher of 10 for the trouble.",
        "It works with 100 to 240 V, so you only need a plug adapter.",
    ],
    "close": [
        "Perfect, thank you so much!", "ok thx", "Great. Have a nice day, {agentfirst}!", "Finally. Thanks.",
        "That was quick :) Regards, {first}", "Alright, I'll wait until {date} then.", "Brilliant, cheers\n{name}",
        "Fine, but next time please reply faster.", "Wonderful!! 🎉", "Best wishes,\n{name}", "", "You've been very kind.",
    ],
}

GERMAN = {
    "greeting": ["Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,", "Moin,", "", "Grüß Gott,", "Hallo zusammen,"],
    "problem": [
        "meine Bestellung {order} ist seit dem {date} überfällig.", "die Rechnung über {price} ist doppelt abgebucht worden.",
        "das Gerät ({product}) lässt sich nach dem Update auf {version} nicht mehr einschalten.",
        "ich möchte mein Abo kündigen, finde aber keinen Knopf dafür.", "wo bleibt das Paket {tracking}?",
        "leider wurde die falsche Größe geliefert. Ich hätte gerne einen Umtausch.",
        "der Gutschein über 15 € wird an der Kasse nicht angenommen.",
    ],
    "mood": ["Das ist schon das dritte Mal!", "Vielen Dank im Voraus.", "Ich bin ziemlich enttäuscht.", "", "Eilt nicht.", "Bitte um schnelle Antwort."],
    "ask": [
        "Das tut mir leid. Nennen Sie mir bitte Ihren Namen und eine Telefonnummer?",
        "Gerne prüfe ich das. Unter welcher E-Mail-Adresse läuft das Konto?",
        "Danke für Ihre Nachricht. Wie können wir Sie am besten erreichen?",
    ],
    "detail": [
        "Mein Name ist {name}, E-Mail {email}.", "Sie erreichen mich unter {phone}.", "Tel. {phone}, {name}",
        "Bitte auf {iban} überweisen, Kontoinhaber {name}.", "Die Lieferadresse: {street}, {city}.",
        "Geburtsdatum {dob}, Kundennummer habe ich keine.", "Ich heiße {name} und die Bestellung war am {date}.",
        "Das Paket hat wohl {other} angenommen, die wohnt gar nicht hier.",
    ],
    "solve": [
        "Vielen Dank, {first}. Die Erstattung von {price} ist veranlasst.", "Ihr Ersatz ist unterwegs, Sendungsnummer {tracking}.",
        "Ich habe Ihnen eben eine Bestätigung an {sameemail} geschickt.", "Die Kündigung zum {date} ist eingetragen.",
        "Bitte spielen Sie Version {version} auf, dann läuft es wieder.",
    ],
    "close": ["Super, danke!", "Mit freundlichen Grüßen\n{name}", "Alles klar, schönen Tag noch.", "Viele Grüße, {first}", "Na endlich.", "Prima 👍"],
}

FRENCH = {
    "greeting": ["Bonjour,", "Madame, Monsieur,", "Bonsoir,", "", "Salut,"],
    "problem": [
        "ma commande {order} n'est toujours pas arrivée, elle était prévue le {date}.", "j'ai été débité deux fois de {price}.",
        "l'appareil ({product}) ne s'allume plus depuis la version {version}.", "je n'arrive plus à me connecter à mon compte.",
        "le colis {tracking} semble perdu, où en est-il ?", "je souhaite résilier mon abonnement avant l'échéance.",
    ],
    "mood": ["C'est inadmissible.", "Merci d'avance !", "Je suis très déçue du service.", "", "Rien d'urgent."],
    "ask": [
        "Je suis désolée pour ce désagrément. Pouvez-vous me donner vos coordonnées ?",
        "Merci pour votre message. À quel nom est la commande ?", "Je regarde tout de suite. Quelle est votre adresse e-mail ?",
    ],
    "detail": [
        "Je m'appelle {name}, mon e-mail est {email}.", "Vous pouvez me joindre au {phone}.", "Au nom de {name}, tél. {phone}.",
        "Voici mon RIB : {iban}.", "J'habite {street} à {city}.", "Ma date de naissance : {dob}.",
        "C'est {other} qui a signé, je ne connais pas cette personne.",
    ],
    "solve": [
        "Merci {first}. Le remboursement de {price} est lancé.", "Un nouveau colis part demain, numéro {tracking}.",
        "Un lien vient d'être envoyé à {sameemail}.", "Veuillez installer la version {version}.",
    ],
    "close": ["Parfait, merci beaucoup.", "Cordialement,\n{name}", "Très bien, bonne journée à vous.", "Merci {agentfirst} !", "D'accord."],
}

SPANISH = {
    "greeting": ["Hola,", "Buenos días,", "Buenas tardes:", "", "Estimados señores:"],
    "problem": [
        "mi pedido {order} no ha llegado y tenía que estar aquí el {date}.", "me han cobrado {price} dos veces.",
        "la aplicación se cierra sola desde la versión {version}.", "¿cómo puedo cambiar la dirección de entrega?",
        "el paquete {tracking} aparece como entregado, pero aquí no hay nada.",
    ],
    "mood": ["Estoy bastante molesto.", "Muchas gracias de antemano.", "", "Es urgente, por favor."],
    "ask": [
        "Lamento lo ocurrido. ¿Me facilita su nombre y un teléfono?", "Con gusto lo reviso. ¿Cuál es su correo electrónico?",
        "Gracias por escribirnos. ¿A nombre de quién está el pedido?",
    ],
    "detail": [
        "Me llamo {name} y mi correo es {email}.", "Mi teléfono es {phone}.", "Está a nombre de {name}, {email}.",
        "La cuenta para la devolución es {iban}.", "Vivo en {street}, {city}.", "Fecha de nacimiento: {dob}.",
    ],
    "solve": [
        "Gracias, {first}. Hemos tramitado el reembolso de {price}.", "El nuevo envío es {tracking}.",
        "Le he enviado un enlace a {sameemail}.", "Instale la versión {version}, por favor.",
    ],
    "close": ["Perfecto, gracias.", "Un saludo,\n{name}", "Vale, espero hasta el {date}.", "Muy amable, {agentfirst}."],
}

LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}

# Question and answer columns of a help centre; some authors left personal data in.
FAQ = [
    ("How long does delivery take?", "Usually two to four working days. After {date} it may take a day longer."),
    ("Can I return a {product}?", "Yes, within 30 days, unused and in its box. We refund {price} shipping as well."),
    ("Who do I contact about {product} repairs?", "Write to {name} at {email}, or call {phone}."),
    ("My update to {version} failed, what now?", "Hold the power button for ten seconds and start the update again."),
    ("Where do I find my order number?", "At the top of the confirmation, for example {order}."),
    ("Which bank account should I use for a transfer?", "Please use {iban} and put {order} as the reference."),
    ("Hi, {name} here again, was my card {card} charged?", "No. We never charge before dispatch, and the total was {price}."),
    ("What does the code {tracking} mean?", "It is the parcel's tracking code. It works from the evening of dispatch."),
    ("Why can't I log in from {ip}?", "That address was locked after ten attempts. Try again in an hour."),
    ("Do you ship to {city}?", "We ship to {city} every weekday; parcels over 20 kg go by pallet."),
    ("Can my colleague use my licence?", "Each seat is personal. Add a seat for {price} a month under Settings."),
    ("I moved to {street}, {city}. How do I update that?", "Under Account, Addresses. Open orders keep the old address."),
    ("How do I delete my account {email}?", "Ask us from that address and we delete it within a week, by {date} at the latest."),
    ("Is there a student discount?", "Yes, 15 percent with a valid student card. It can't be combined with vouchers."),
    ("Can I pay by invoice?", "Companies can. The limit for the first order is {price}."),
    ("What is new in {version}?", "Faster start, a dark theme, and a fix for dropped connections."),
]
