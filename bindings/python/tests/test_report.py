"""The report: the page of the command line, and what a notebook shows of it."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path

import pytest

import foundry

REPOSITORY = Path(__file__).parents[3]
EXAMPLES = REPOSITORY / "bindings/cli/examples"
CLI = os.environ.get("FOUNDRY_CLI", str(REPOSITORY / "target/debug/foundry"))
NOW = "2026-02-01T00:00:00Z"


@pytest.mark.parametrize("name", ["tickets.csv", "zendesk_tickets.json", "helpdesk.xlsx"])
def test_same_page_as_the_command_line(name: str, tmp_path: Path) -> None:
    theirs, ours, beside = tmp_path / "theirs.html", tmp_path / "ours.html", tmp_path / "beside.html"
    arguments = ["report", EXAMPLES / name, "--no-config", "-o", theirs, "--now", NOW, "--utc-offset", "+01:00"]
    subprocess.run([CLI, *map(str, arguments)], check=True, cwd=REPOSITORY)
    report = foundry.report(EXAMPLES / name, now=NOW, utc_offset="+01:00", threads=2, memory=1 << 16)
    report.save(ours)
    assert ours.read_bytes() == theirs.read_bytes() == report.to_html().encode()
    assert not report.holds_personal_data and report.insights and report.charts and report.figures
    manifest = foundry.process(EXAMPLES / name, now=NOW, html_report=beside)
    assert beside.read_text("utf-8").startswith("<!doctype html>")
    assert manifest.counts.conversations == report.figures["conversations"]


def test_originals_only_where_they_are_asked_for() -> None:
    text = "ticket_id,author_role,created_at,body\n1,customer,2026-01-05 09:00:00,Please write to ann@example.com today\n1,agent,2026-01-05 09:05:00,I will do so in a minute\n"
    given = ("tickets.csv", text.encode())
    report = foundry.report(given, now=NOW)
    assert "ann@example.com" not in report.to_html() + str(report.to_dict()) + repr(report)
    both = foundry.report(given, now=NOW, originals=True)
    assert both.holds_personal_data and "ann@example.com" in both.to_html() and "ann@" not in repr(both)
    frame = report._repr_html_()
    assert frame.startswith("<iframe sandbox ") and frame.count("<") == 2
    assert pickle.loads(pickle.dumps(report)).to_html() == report.to_html()
    with pytest.raises(foundry.FoundryError) as raised:
        foundry.report(given, utc_offset="noon")
    assert raised.value.code == "invalid_config" and raised.value.path == "utcOffset"
