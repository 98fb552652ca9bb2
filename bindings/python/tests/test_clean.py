"""Cleaning by itself, and as a stage of the whole job."""

from __future__ import annotations

import pickle

import pytest

import foundry

REPLY = "It works now 👍 thanks.\n\nOn Mon, Jan 5, 2026 at 9:14 AM Ann Example <ann@example.com> wrote:\n> Did it help?\n"


def test_what_was_cut_is_told_in_code_points() -> None:
    done = foundry.clean(REPLY)
    assert done.text.strip() == "It works now 👍 thanks." and done.original == REPLY and done.kind is None
    (cut,) = done.removed
    assert cut.reason == "quoted_reply" and REPLY[cut.start : cut.end].strip().startswith("On Mon")
    assert "".join((REPLY[: cut.start], REPLY[cut.end :])).strip() == done.text.strip()
    assert foundry.clean(done.text).text == done.text


def test_a_text_that_stays_is_the_same_object() -> None:
    text = "my order has not arrived " * 2
    assert foundry.clean(text).text is text and foundry.clean(text).removed == []
    assert foundry.clean(REPLY, quoted_replies=False).text is REPLY
    assert foundry.Pipeline(clean_settings={"enabled": False}).clean(REPLY).text is REPLY


def test_placeholders_are_told_or_cut() -> None:
    text = "Dear {{customer.name}}, your order is on its way."
    (left,) = foundry.clean(text).flagged
    assert text[left.start : left.end] == "{{customer.name}}"
    assert "{{" not in foundry.clean(text, placeholders="cut").text
    assert foundry.clean(text, placeholders="keep").flagged == []


def test_nothing_personal_is_shown_unless_it_is_asked_for() -> None:
    done = foundry.clean(REPLY)
    assert repr(done) == "Cleaned(quoted_reply cut)" and repr(foundry.clean("hello")) == "Cleaned(nothing cut)"
    assert '<del style="opacity:.6" title="quoted_reply">' in done._repr_html_() and "&lt;ann@" in done._repr_html_()
    again = pickle.loads(pickle.dumps(done))
    assert again.text == done.text and again.removed == done.removed


def test_settings_are_checked() -> None:
    with pytest.raises(foundry.errors.ConfigError, match="placeholders"):
        foundry.clean("x", placeholders="burn")  # type: ignore[arg-type]
    with pytest.raises(foundry.errors.EncodingError):
        foundry.clean("\ud800")


def test_the_whole_job_cleans_and_counts() -> None:
    rows = "conversation_id,sender_role,content\n1,customer,\"" + REPLY + "\"\n1,agent,Glad to hear it\n"
    manifest = foundry.process(("tickets.csv", rows.encode()))
    assert manifest.counts.clean.removed == {"quoted_reply": 1} and manifest.counts.clean.changed == 1
    assert "quoted_reply 1" in manifest._repr_html_()
    ((before, after),) = foundry.preview(("tickets.csv", rows.encode()))
    assert "Did it help" in before["messages"][0]["content"] and "Did it help" not in after["messages"][0]["content"]
