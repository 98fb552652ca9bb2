"""The whole job gives the bytes of the command line."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import foundry

REPOSITORY = Path(__file__).parents[3]
EXAMPLES = REPOSITORY / "bindings/cli/examples"
CLI = os.environ.get("FOUNDRY_CLI", str(REPOSITORY / "target/debug/foundry"))
NOW = "2026-02-01T00:00:00Z"
FILES = [
    "tickets.csv",
    "chats_latin1.csv",
    "helpdesk.xlsx",
    "zendesk_tickets.json",
    "chat_log.ndjson.gz",
    "faq_pairs.csv",
    "transcripts.csv",
]


def command(*arguments: object) -> None:
    done = subprocess.run([CLI, *map(str, arguments)], capture_output=True, text=True, cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("export_format", foundry.EXPORT_FORMATS)
@pytest.mark.parametrize("name", FILES)
def test_same_bytes_as_the_command_line(name: str, export_format: Any, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    reports = tmp_path / "theirs.json", tmp_path / "ours.json"
    command("process", EXAMPLES / name, "--no-config", "-o", theirs, "--format", export_format, "--now", NOW, "--report", reports[0])
    manifest = foundry.process(EXAMPLES / name, ours, export_format=export_format, now=NOW, report=reports[1], threads=2, memory=1 << 16)
    assert ours.read_bytes() == theirs.read_bytes()
    assert reports[1].read_bytes() == reports[0].read_bytes() == manifest.to_json().encode()
    assert foundry.validate(ours, export_format)
    counts = manifest.counts
    assert counts.rows_read == counts.rows_mapped + counts.rows_rejected
    assert counts.conversations == counts.kept + counts.filtered and manifest.leak_audit.residual == 0


def test_same_bytes_with_settings_from_a_file(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    command("process", EXAMPLES / "tickets.csv", "--config", EXAMPLES / "settings.toml", "-o", theirs, "--now", NOW)
    foundry.process(EXAMPLES / "tickets.csv", ours, config=EXAMPLES / "settings.toml", now=NOW)
    assert ours.read_bytes() == theirs.read_bytes()


def test_texts_come_out_as_from_the_command_line(tmp_path: Path) -> None:
    done = subprocess.run([CLI, "deid", "--no-config", EXAMPLES / "tickets.csv"], capture_output=True, check=True)
    assert foundry.deidentify(EXAMPLES / "tickets.csv").encode() == done.stdout


def test_scan_and_inspect_say_what_the_command_line_says() -> None:
    import json

    for name in FILES:
        path = EXAMPLES / name
        told = json.loads(subprocess.check_output([CLI, "scan", "--no-config", "--json", path]))
        found = foundry.scan(path).to_dict()
        assert found["totals"] == told["totals"]
        assert found["files"][0]["findings"] == told["files"][0]["findings"]
        assert found["files"][0]["rows"] == told["files"][0]["rows"]
        told = json.loads(subprocess.check_output([CLI, "inspect", "--no-config", "--json", path]))
        seen = foundry.inspect(path).to_dict()
        for key in ("format", "source", "mappingOptions", "warnings"):
            assert seen[key] == told[key], key
        assert [m["sourceField"] for m in seen["mappings"]] == [m["sourceField"] for m in told["mappings"]]


def test_every_kind_of_input_and_output(tmp_path: Path) -> None:
    path = EXAMPLES / "tickets.csv"
    wanted = tmp_path / "wanted"
    foundry.process(path, wanted, now=NOW)
    for inputs in (str(path), [path], str(EXAMPLES / "ticke*.csv"), ("tickets.csv", path.read_bytes()), path.open("rb")):
        out = io.BytesIO()
        foundry.process(inputs, out, now=NOW)
        assert out.getvalue() == wanted.read_bytes()
    assert foundry.process(path).counts.export.records > 0


def test_tables_are_inputs_too() -> None:
    rows = foundry.read(EXAMPLES / "tickets.csv")
    columns = {name: list(cells) for name, cells in zip(rows.columns, zip(*rows))}
    outs: list[bytes] = []
    for table in (pa.table(columns), pl.DataFrame(columns), pd.DataFrame(columns), ("chats", pa.table(columns))):
        out = io.BytesIO()
        manifest = foundry.process(table, out, now=NOW)
        assert manifest.counts.rows_read == len(columns["Message"])
        outs.append(out.getvalue())
    assert outs[0] and len(set(outs)) == 1
    assert foundry.inspect(pl.DataFrame(columns)).columns[0].name == rows.columns[0]
    assert foundry.scan(pa.table({"text": ["ann@example.org"]})).totals == {"EMAIL_ADDRESS": 1}


def test_progress_is_told_and_can_stop_the_run(tmp_path: Path) -> None:
    seen: list[Any] = []
    foundry.process(EXAMPLES / "tickets.csv", progress=seen.append)
    assert {at.phase for at in seen} == {"read", "process"} and seen[-1].conversations_done > 0
    out = tmp_path / "out"
    with pytest.raises(foundry.errors.CancelledError):
        foundry.process(EXAMPLES / "tickets.csv", out, progress=lambda _: False)

    def fails(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        foundry.process(EXAMPLES / "tickets.csv", out, progress=fails)
    assert list(tmp_path.iterdir()) == []
    foundry.process(EXAMPLES / "tickets.csv", progress=True)


def test_a_notebook_shows_a_bar_that_vanishes(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class ZMQInteractiveShell:
        pass

    class Handle:
        def update(self, picture: str) -> None:
            shown.append(picture)

    display = types.ModuleType("IPython.display")
    display.display = lambda *_, **__: Handle()  # type: ignore[attr-defined]
    display.HTML = str  # type: ignore[attr-defined]
    shell = types.ModuleType("IPython")
    shell.get_ipython = ZMQInteractiveShell  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    foundry.process(EXAMPLES / "tickets.csv", progress=True)
    assert "<progress" in shown[0] and shown[-1] == ""


def test_failures_of_the_callers_objects_come_through() -> None:
    class Broken(io.RawIOBase):
        name = "broken.csv"

        def read(self, size: int = -1) -> bytes:
            raise ConnectionError("gone")

    with pytest.raises(ConnectionError, match="gone"):
        foundry.process(Broken())

    class Full:
        def write(self, _: bytes) -> int:
            raise MemoryError

    with pytest.raises(MemoryError):
        foundry.process(EXAMPLES / "tickets.csv", Full())


def test_inputs_are_kept_safe(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((EXAMPLES / "tickets.csv").read_bytes())
    with pytest.raises(foundry.errors.ConfigError, match="the output is one of the inputs"):
        foundry.process(path, path)
    with pytest.raises(foundry.errors.ConfigError, match="more than once"):
        foundry.process([path, str(path)])
    with pytest.raises(OSError, match="no file matches"):
        foundry.process(str(tmp_path / "*.xlsx"))
    with pytest.raises(OSError, match="its folder does not exist"):
        foundry.process(path, tmp_path / "none" / "out")
    out = tmp_path / "out"
    out.write_text("old")
    out.chmod(0o640)
    foundry.process(path, out)
    assert out.stat().st_mode & 0o777 == 0o640 and out.read_text() != "old"


def test_previews_show_both_sides() -> None:
    shown = foundry.preview(EXAMPLES / "tickets.csv", 2, filter_settings={"min_message_count": 99})
    assert len(shown) == 2
    before, after = shown[0]
    assert len(before["messages"]) == len(after["messages"]) and before != after
    assert "before" in shown._repr_html_() and repr(shown) == "Preview(2 conversations)"


def test_rows_are_read_one_after_the_other() -> None:
    rows = foundry.read(("a.csv", b"name,age\nann,5\nbob\ncid,7\n"))
    assert rows.columns == ["name", "age"] and rows.options["format"] == "csv"
    assert list(rows) == [("ann", "5"), ("cid", "7")]
    assert [(w.row, w.rejected) for w in rows.warnings] == [(3, True)]
    with pytest.raises(foundry.errors.ConfigError, match="unknown value"):
        foundry.read(("a.csv", b"x"), format="cvs")  # type: ignore[arg-type]


def test_reports_in_notebooks() -> None:
    manifest = foundry.process(EXAMPLES / "tickets.csv")
    assert "conversations" in manifest._repr_html_()
    assert "Columns" in foundry.detect_mapping(EXAMPLES / "tickets.csv")._repr_html_()
    assert "Personal data" in foundry.scan(EXAMPLES / "tickets.csv")._repr_html_()
    broken = foundry.validate(b'{"messages": []}\n', "jsonl_conversation")
    assert not broken and broken.problems[0].line == 1 and "no" in broken._repr_html_()
