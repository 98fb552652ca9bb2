#!/usr/bin/env python3
"""Writes the example files beside this script, and planted.json: what was put into them.

Standard library only, fixed seed, same bytes every time: `python3 bindings/cli/examples/generate.py`.
People, numbers and texts are invented; numbers come from ranges reserved for tests and fiction.
"""

import csv
import gzip
import io
import json
import random
import re
import unicodedata
import zipfile
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

from phrases import AGENTS, CITIES, FAQ, LANGUAGES, PEOPLE, PRODUCTS, STREETS

HERE = Path(__file__).resolve().parent
CARDS = ["4111111111111111", "5555555555554444", "4012888888881881", "5105105105105100", "6011111111111117", "378282246310005"]


class Planted:
    """What was put into one file. A value is only as well known as in its least known conversation."""

    def __init__(self):
        self.personal = {}
        self.look_alikes = set()

    def add(self, value, entity_type, known):
        place = self.personal.get((value, entity_type), "column")
        self.personal[value, entity_type] = place if known else "text"

    def as_json(self):
        rows = [{"value": v, "entityType": t, "place": p} for (v, t), p in sorted(self.personal.items())]
        return {"personal": rows, "look_alikes": sorted(self.look_alikes)}


class Person:
    """A customer: one name, address and number for the length of a conversation."""

    def __init__(self, rng, language, name):
        self.name = name
        self.first = self.name.split()[0]
        plain = unicodedata.normalize("NFKD", self.name.lower().replace(" ", "."))
        plain = re.sub(r"[^a-z.]", "", plain.replace("ß", "ss").replace("ø", "o").replace("đ", "d").replace("ı", "i"))
        self.user = f"{plain.split('.')[0]}{rng.randint(10, 99)}"
        self.email = rng.choice([plain, self.user, plain.replace(".", "_"), f"{plain}+shop"])
        self.email += "@" + rng.choice(["example.com", "example.org", "mail.example.net", "example.net"])
        self.phone = phone(rng, language)


def phone(rng, language):
    line = rng.randint(100, 199)
    if language == "de":
        return rng.choice([f"+49 30 23125 {line}", f"+49 (0)30 23125-{line}", f"0049 30 23125{line}"])
    if language == "fr":
        tail = f"{rng.randint(10, 99)} {rng.randint(10, 99)}"
        return rng.choice([f"+33 1 99 00 {tail}", f"+33 (0)1 99 00 {tail}"])
    if language == "es":
        return f"+34 600 000 {line}"
    area = rng.choice(["415", "212", "646", "303", "617"])
    return rng.choice([
        f"({area}) 555-0{line}", f"+1 {area} 555 0{line}", f"{area}-555-0{line}", f"{area}.555.0{line}",
        f"+44 20 7946 0{line}", f"+44 7700 900{line}", f"+1-{area}-555-0{line}",
    ])


def iban(rng):
    country, body = rng.choice([
        ("DE", "37040044" + digits(rng, 10)), ("NL", "ABNA" + digits(rng, 10)), ("GB", "NWBK601613" + digits(rng, 8)),
        ("AT", "19043" + digits(rng, 11)), ("BE", "539" + digits(rng, 9)),
    ])
    if country == "BE":
        body = body[:10] + f"{int(body[:10]) % 97 or 97:02d}"
    number = "".join(str(int(c, 36)) for c in body + country + "00")
    text = f"{country}{98 - int(number) % 97:02d}{body}"
    return text if rng.random() < 0.4 else " ".join(text[i:i + 4] for i in range(0, len(text), 4))


def digits(rng, count):
    return "".join(rng.choice("0123456789") for _ in range(count))


def grouped_card(rng):
    number = rng.choice(CARDS)
    if len(number) != 16:
        return number
    return rng.choice(["", " ", "-"]).join(number[i:i + 4] for i in range(0, 16, 4))


class Conversation:
    """One invented conversation: a list of (role, text), its people and its start."""

    def __init__(self, rng, planted, language, number, known, people=PEOPLE):
        self.rng, self.planted, self.language, self.number = rng, planted, language, number
        self.known = set(known)  # which of name, email, phone stand in a column of the file
        self.people = people
        self.customer = Person(rng, language, rng.choice(people))
        self.agent = rng.choice(AGENTS)
        self.start = datetime(2025, 1, 13, 8, 0) + timedelta(minutes=rng.randint(0, 300 * 24 * 60))
        self.messages = []
        words = LANGUAGES[language]
        opening = " ".join(filter(None, [rng.choice(words["greeting"]), rng.choice(words["problem"]), rng.choice(words["mood"])]))
        self.say("customer", opening)
        self.say("agent", rng.choice(words["ask"]))
        details = rng.sample(words["detail"], rng.choice([1, 1, 2, 2, 3]))
        self.say("customer", rng.choice([" ", "\n"]).join(details[:2]))
        if len(details) > 2:
            self.say("customer", details[2])
        self.say("agent", rng.choice(words["solve"]))
        if rng.random() < 0.4:
            self.say("customer", rng.choice(words["problem"]))
            self.say("agent", rng.choice(words["solve"]))
        if rng.random() < 0.8:
            self.say("customer", rng.choice(words["close"]))

    def say(self, role, template):
        text = re.sub(r"\{(\w+)\}", lambda match: self.fill(match[1]), template).strip()
        if text:
            self.messages.append((role, text))

    def fill(self, slot):
        rng, customer = self.rng, self.customer
        if slot in ("name", "first"):
            return self.plant(getattr(customer, slot), "PERSON", "name" in self.known)
        if slot == "agentfirst":
            return self.plant(self.agent.split()[0], "PERSON", "agent" in self.known)
        if slot == "other":
            return self.plant(rng.choice([p for p in self.people if p != customer.name]), "PERSON", False)
        if slot in ("email", "sameemail"):
            if slot == "email" and rng.random() < 0.3:
                return self.plant(Person(rng, self.language, customer.name).email, "EMAIL_ADDRESS", False)
            return self.plant(customer.email, "EMAIL_ADDRESS", "email" in self.known)
        if slot in ("phone", "samephone"):
            return self.plant(customer.phone, "PHONE_NUMBER", "phone" in self.known)
        if slot == "user":
            return self.plant(customer.user, "USERNAME", False)
        if slot == "card":
            return self.plant(grouped_card(rng), "CREDIT_CARD", False)
        if slot == "iban":
            return self.plant(iban(rng), "IBAN_CODE", False)
        if slot == "ssn":
            return self.plant(f"219-{rng.randint(10, 99)}-{rng.randint(1000, 9998)}", "US_SSN", False)
        if slot == "ip":
            net = rng.choice(["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8::"])
            return self.plant(f"{net}{rng.randint(1, 254)}", "IP_ADDRESS", False)
        if slot == "street":
            return self.plant(rng.choice(STREETS), "STREET_ADDRESS", False)
        if slot == "city":
            return self.plant(rng.choice(CITIES), "LOCATION", False)
        if slot == "dob":
            born = datetime(1948, 1, 1) + timedelta(days=rng.randint(0, 20000))
            return self.plant(born.strftime("%d.%m.%Y" if self.language == "de" else "%d/%m/%Y"), "DATE_OF_BIRTH", False)
        return self.look_alike(slot)

    def look_alike(self, slot):
        rng = self.rng
        if slot == "product":
            return rng.choice(PRODUCTS)
        day = self.start + timedelta(days=rng.randint(-9, 9))
        value = {
            "order": lambda: rng.choice([f"ORD-{digits(rng, 6)}", f"#{rng.randint(100000, 999999)}", f"A-{digits(rng, 5)}-B"]),
            "price": lambda: f"{rng.choice('$€£')}{rng.randint(5, 1400)}.{rng.choice(['00', '50', '90', '99'])}",
            "version": lambda: f"{rng.randint(1, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 12)}",
            "tracking": lambda: f"JD{digits(rng, 11)}{rng.choice(['SE', 'DE', 'GB'])}",
            "date": lambda: day.strftime(rng.choice(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"])),
        }[slot]()
        self.planted.look_alikes.add(value)
        return value

    def plant(self, value, entity_type, known):
        self.planted.add(value, entity_type, known)
        return value

    def plant_columns(self, *columns):
        """Notes the values that the file's own columns hold."""
        values = {
            "name": (self.customer.name, "PERSON"), "agent": (self.agent, "PERSON"),
            "email": (self.customer.email, "EMAIL_ADDRESS"), "phone": (self.customer.phone, "PHONE_NUMBER"),
        }
        for column in columns:
            self.plant(*values[column], True)

    def timed(self):
        """(index, role, text, time) with pauses of seconds to hours."""
        at = self.start
        for index, (role, text) in enumerate(self.messages):
            yield index, role, text, at
            at += timedelta(seconds=self.rng.choice([35, 120, 600, 3600, 9000]) + self.rng.randint(0, 59))


def conversations(rng, planted, count, languages, known, people=PEOPLE):
    return [Conversation(rng, planted, rng.choice(languages), 4100 + i, known, people) for i in range(count)]


def scattered(rng, rows):
    """Rows shuffled among their neighbours: neither conversations nor messages stand in order."""
    keyed = [(row[0] + rng.random() * 40, index, row[1]) for index, row in enumerate(rows)]
    return [row for _, _, row in sorted(keyed, key=lambda entry: entry[:2])]


def csv_text(rows, delimiter=",", newline="\n"):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return buffer.getvalue()


def tickets(rng, planted):
    rows = []
    for c in conversations(rng, planted, 120, ["en"] * 6 + ["de", "fr", "es"], ["name", "agent", "email"]):
        c.plant_columns("name", "agent", "email")
        status = rng.choice(["open", "solved", "closed", "pending"])
        shape = rng.choice(["%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"])
        for index, role, text, at in c.timed():
            who = c.customer.name if role == "customer" else c.agent
            kind = rng.choice(["Customer", "customer", "CUSTOMER"]) if role == "customer" else "Agent"
            row = [f"TCK-{c.number}", at.strftime(shape), who, kind, c.customer.email, text, status, "", rng.choice(["web", "mail", ""])]
            rows.append((c.number * 3 + index, row))
    rows = scattered(rng, rows)
    rows[31] = rows[31][:4]  # a line cut short
    rows[200] = rows[200] + ["stray", "cells"]  # one too long
    rows[90][5] = "   "  # nothing said
    header = ["Ticket ID", "Created At", "Author", "Author Type", "Requester Email", "Message", "Status", "Status", "Channel"]
    return b"\xef\xbb\xbf" + csv_text([header] + rows, ";", "\r\n").encode()


def chats_latin1(rng, planted):
    rows = [["chat_id", "direction", "contact_name", "contact_phone", "text", "sent_at"]]
    people = [name for name in PEOPLE if name.encode("cp1252", "ignore").decode("cp1252") == name]
    for c in conversations(rng, planted, 90, ["de", "de", "fr"], ["name", "phone"], people):
        c.plant_columns("name", "phone")
        for _, role, text, at in c.timed():
            direction = "inbound" if role == "customer" else "outbound"
            rows.append([f"c{c.number}", direction, c.customer.name, c.customer.phone, text, at.strftime("%Y-%m-%d %H:%M:%S")])
    return csv_text(rows).replace(" 👍", "").encode("cp1252")


def helpdesk(rng, planted):
    sheet = [["Case Number", "Opened", "Customer", "Phone", "Sender", "Comment", "State"]]
    for c in conversations(rng, planted, 100, ["en", "en", "en", "de", "es"], ["name", "phone"]):
        number = re.sub(r"\D", "", c.customer.phone.replace("(0)", "")).removeprefix("00")
        c.customer.phone = number if len(number) > 10 else f"1{number}"  # as a sheet holds it: digits only
        c.plant_columns("name", "phone")
        state = rng.choice(["Open", "Resolved", "Closed"])
        for _, role, text, at in c.timed():
            sheet.append([c.number, at, c.customer.name, int(c.customer.phone), role.title(), text, state])
    return workbook({"Conversations": sheet, "About": [["Exported for training, invented people only"]]})


def workbook(sheets):
    """A minimal Office Open XML workbook with shared strings and one date style; no clock, no random part."""
    strings = {}

    def cell(column, number, value):
        place = f'r="{chr(65 + column)}{number}"'
        if isinstance(value, datetime):
            serial = (value - datetime(1899, 12, 30)).total_seconds() / 86400
            return f'<c {place} s="1"><v>{serial:.9f}</v></c>'
        if isinstance(value, int):
            return f"<c {place}><v>{value}</v></c>"
        return f'<c {place} t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'

    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {}
    for index, rows in enumerate(sheets.values(), 1):
        body = "".join(
            f'<row r="{n}">' + "".join(cell(c, n, value) for c, value in enumerate(row)) + "</row>" for n, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{index}.xml"] = f"<worksheet {main}><sheetData>{body}</sheetData></worksheet>"
    names = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = f'<workbook {main} xmlns:r="{office}"><sheets>{names}</sheets></workbook>'
    targets = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    targets += [("rId90", "styles", "styles.xml"), ("rId91", "sharedStrings", "sharedStrings.xml")]
    links = "".join(f'<Relationship Id="{i}" Type="{office}/{t}" Target="{f}"/>' for i, t, f in targets)
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    parts["xl/styles.xml"] = (
        f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    items = "".join(f'<si><t xml:space="preserve">{xml_escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst {main} count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}.{what}+xml"/>'
        for name, what in [
            ("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles"), ("xl/sharedStrings.xml", "sharedStrings"),
            *((f"xl/worksheets/sheet{i}.xml", "worksheet") for i in range(1, len(sheets) + 1)),
        ]
    )
    types = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in [("[Content_Types].xml", types), *parts.items()]:
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, head + text)
    return buffer.getvalue()


def zendesk_tickets(rng, planted):
    out = []
    for c in conversations(rng, planted, 80, ["en", "en", "en", "de", "fr"], ["name", "email"]):
        c.plant_columns("name", "email")
        requester, assignee = 360000000000 + c.number, 370000000000 + AGENTS.index(c.agent)
        comments = []
        for index, role, text, at in c.timed():
            html = "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n"))
            comments.append({
                "id": 8800000 + c.number * 20 + index, "type": "Comment", "body": text,
                "html_body": f'<div class="zd-comment">{html}</div>', "plain_body": text, "public": True,
                "author_id": requester if role == "customer" else assignee,
                "created_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            })
        out.append({
            "id": c.number, "subject": rng.choice(["Order", "Refund", "Login", "Delivery", "Question"]),
            "status": rng.choice(["new", "open", "pending", "solved", "closed"]), "priority": rng.choice([None, "normal", "high"]),
            "requester_id": requester, "submitter_id": requester, "assignee_id": assignee,
            "requester": {"id": requester, "name": c.customer.name, "email": c.customer.email},
            "via": {"channel": rng.choice(["email", "web"])}, "tags": rng.sample(["vip", "eu", "billing", "shipping"], 2),
            "created_at": c.start.strftime("%Y-%m-%dT%H:%M:%SZ"), "comments": comments,
        })
    return (json.dumps({"tickets": out, "count": len(out), "next_page": None}, ensure_ascii=False, indent=1) + "\n").encode()


def chat_log(rng, planted):
    lines = []
    for c in conversations(rng, planted, 90, ["en", "en", "es", "fr"], ["name"]):
        c.plant_columns("name")
        for index, role, text, at in c.timed():
            row = {
                "session_id": f"session_{c.number:x}", "timestamp": int((at - datetime(1970, 1, 1)).total_seconds() * 1000),
                "from": "user" if role == "customer" else "operator", "nickname": c.customer.name, "content": text,
                "state": rng.choice(["resolved", "unresolved"]),
            }
            lines.append((c.number * 3 + index, json.dumps(row, ensure_ascii=False)))
    text = "\n".join(scattered(rng, lines)) + "\n"
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0) as archive:
        archive.write(text.encode())
    return buffer.getvalue()


def faq_pairs(rng, planted):
    rows = [["question", "answer", "category"]]
    for number in range(150):
        c = Conversation(rng, Planted(), "en", number, [])  # only its people are used
        c.planted = planted
        question, answer = FAQ[number % len(FAQ)]
        c.messages = []
        c.say("customer", question)
        c.say("agent", answer)
        rows.append([c.messages[0][1], c.messages[1][1], rng.choice(["Delivery", "Billing", "Product"])])
    return csv_text(rows).encode()


def transcripts(rng, planted):
    rows = [["call_id", "call_date", "customer_email", "transcript"]]
    for c in conversations(rng, planted, 80, ["en"], ["email"]):
        c.plant_columns("email")
        text = "\n".join(f"{'Customer' if role == 'customer' else 'Agent'}: {text}" for role, text in c.messages)
        rows.append([f"call-{c.number}", c.start.strftime("%Y-%m-%d"), c.customer.email, text])
    return csv_text(rows).encode()


def no_text(rng, _):
    rows = [["ticket_id", "opened", "first_reply_minutes", "resolution_hours", "csat", "channel", "group", "reopened"]]
    for number in range(200):
        day = datetime(2025, 1, 1) + timedelta(hours=number * 7)
        rows.append([
            4000 + number, day.strftime("%Y-%m-%d"), rng.randint(1, 240), round(rng.random() * 72, 1),
            rng.choice(["", 1, 2, 3, 4, 5]), rng.choice(["mail", "chat", "phone"]), rng.choice(["eu", "us"]), rng.choice(["yes", "no"]),
        ])
    return csv_text(rows).encode()


FILES = {
    "tickets.csv": tickets, "chats_latin1.csv": chats_latin1, "helpdesk.xlsx": helpdesk,
    "zendesk_tickets.json": zendesk_tickets, "chat_log.ndjson.gz": chat_log, "faq_pairs.csv": faq_pairs,
    "transcripts.csv": transcripts, "no_text.csv": no_text,
}


def main():
    planted = {}
    for index, (name, make) in enumerate(FILES.items()):
        notes = Planted()
        (HERE / name).write_bytes(make(random.Random(20250113 + index), notes))
        planted[name] = notes.as_json()
    text = json.dumps(planted, ensure_ascii=False, indent=1)
    (HERE / "planted.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
