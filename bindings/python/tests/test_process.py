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
    if export_format == "parquet":
        assert ours.read_bytes()[:4] == b"PAR1"
        with pytest.raises(foundry.errors.UnsupportedError):
            foundry.validate(ours, export_format)
    elif manifest.counts.export.records:
        assert foundry.validate(ours, export_format)
    counts = manifest.counts
    assert counts.rows_read == counts.rows_mapped + counts.rows_rejected
    assert counts.conversations == counts.kept + counts.filtered and manifest.leak_audit.residual == 0


def test_a_parquet_table_holds_the_lines_of_the_chat_format(tmp_path: Path) -> None:
    import json

    import pyarrow.parquet as pq

    table, lines = tmp_path / "table.parquet", tmp_path / "lines.jsonl"
    foundry.process(EXAMPLES / "tickets.csv", table, export_format="parquet", now=NOW)
    foundry.process(EXAMPLES / "tickets.csv", lines, export_format="jsonl_conversation", now=NOW)
    rows = pq.read_table(table).to_pylist()
    assert [row["messages"] for row in rows] == [json.loads(line)["messages"] for line in lines.read_text().splitlines()]


@pytest.mark.parametrize("tokenizer", ["o200k", "estimate"])
def test_same_tokens_as_the_command_line(tokenizer: Any, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    command(
        "process", EXAMPLES / "tickets.csv", "--no-config", "-o", theirs, "--now", NOW, "--max-tokens", 60,
        "--tokenizer", tokenizer, "--count-tokens", "--report", tmp_path / "report.json",
    )  # fmt: skip
    config: Any = {"max_tokens": 60, "tokenizer": tokenizer, "count_tokens": True}
    manifest = foundry.process(EXAMPLES / "tickets.csv", ours, export_config=config, now=NOW)
    assert ours.read_bytes() == theirs.read_bytes()
    assert manifest.to_json() == (tmp_path / "report.json").read_text()
    assert manifest.tokens and 0 < manifest.tokens.largest_example <= 60 and manifest.tokens.costs


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("export_format", ["jsonl_conversation", "json_raw", "parquet"])
@pytest.mark.parametrize("split", [None, "60/20/20", "70/30"])
def test_same_folder_as_the_command_line(split: Any, export_format: Any, tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    packs = tmp_path / "theirs.zip", tmp_path / "ours.zip"
    shares = ["--split", split] if split else []
    command(
        "process", EXAMPLES / "tickets.csv", "--no-config", "-o", theirs, "--folder", *shares, "--now", NOW,
        "--format", export_format, "--evidence", packs[0],
    )  # fmt: skip
    manifest = foundry.process(
        EXAMPLES / "tickets.csv", ours, folder=True, split=split, now=NOW, export_format=export_format, evidence=packs[1]
    )
    assert contents(ours) == contents(theirs)
    assert {"README.md", "croissant.json", "manifest.json", "provenance.jsonl"} < set(contents(ours))
    assert packs[1].read_bytes() == packs[0].read_bytes()
    assert (manifest.splits is None) == (split is None)
    if manifest.splits:
        assert manifest.splits.crossing_conversations == manifest.splits.crossing_customers == 0
        assert sum(part["examples"] for part in manifest.splits.parts.values()) == manifest.counts.export.records
        assert "exportConfig" in manifest.config and manifest.config["exportConfig"]["split"]["seed"] == "foundry"


def test_origins_are_those_of_the_command_line(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "theirs", io.BytesIO()
    command("process", EXAMPLES / "tickets.csv", "--no-config", "-o", tmp_path / "out", "--provenance", theirs, "--now", NOW)
    foundry.process(EXAMPLES / "tickets.csv", tmp_path / "ours", provenance=ours, now=NOW)
    assert ours.getvalue() == theirs.read_bytes() and ours.getvalue()
    alone = io.BytesIO()
    foundry.process(EXAMPLES / "tickets.csv", provenance=alone, now=NOW)
    assert alone.getvalue() == ours.getvalue()


def test_a_split_keeps_its_seed_and_needs_a_folder(tmp_path: Path) -> None:
    config: Any = {"exportConfig": {"split": {"seed": "mine"}, "countTokens": True}}
    manifest = foundry.process(EXAMPLES / "tickets.csv", config=config, split="80/10/10")
    assert manifest.config["exportConfig"]["split"] == {
        "validation": 0.1,
        "test": 0.1,
        "seed": "mine",
        "nearDuplicatesTogether": True,
    }
    assert manifest.tokens
    own = foundry.process(EXAMPLES / "tickets.csv", export_config={"max_tokens": 90}, split={"test": 0.2})
    assert own.config["exportConfig"]["split"]["test"] == 0.2 and own.config["exportConfig"]["maxTokens"] == 90
    with pytest.raises(foundry.errors.ConfigError, match="there is no place for the validation data"):
        foundry.process(EXAMPLES / "tickets.csv", tmp_path / "out", split="90/10")
    for wrong in ("90", "90/5", "0/50/50", "80/10/5/5", "a/b", "-1/101", ""):
        with pytest.raises(ValueError, match="percent"):
            foundry.process(EXAMPLES / "tickets.csv", tmp_path / "out", folder=True, split=wrong)
    with pytest.raises(foundry.errors.ConfigError, match="by its path"):
        foundry.process(EXAMPLES / "tickets.csv", folder=True)
    with pytest.raises(foundry.errors.ConfigError, match="provenance"):
        foundry.process(EXAMPLES / "tickets.csv", tmp_path / "out", folder=True, provenance=tmp_path / "p")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_does_not_replace_its_input(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "train.jsonl"
    path.write_bytes(b'{"conversation_id": "1", "sender_role": "customer", "content": "hello"}\n')
    before = path.read_bytes()
    with pytest.raises(foundry.errors.ConfigError, match="the output is one of the inputs"):
        foundry.process(path, tmp_path, folder=True)
    assert path.read_bytes() == before


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
        assert seen["mappings"] == told["mappings"]
        assert seen["product"] == told["looksLike"] and seen["fingerprint"] == told["fingerprint"]


def test_confirmed_mappings_are_remembered() -> None:
    given = ("notes.csv", b"who,what,why\nann,hello there,x\nbob,good day,y\n")
    seen = foundry.inspect(given)
    target = {"who": "sender_id", "what": "content", "why": "conversation_id"}
    mappings: Any = [{"source_field": name, "target_field": field} for name, field in target.items()]
    options = {"default_role": "customer"}
    confirmed = {"fingerprint": seen.fingerprint, "mappings": mappings, "mapping_options": options}
    config: Any = {"remembered_mappings": [confirmed]}
    known = foundry.inspect(given, config=config)
    assert {m.source_field: m.target_field for m in known.mappings} == target
    assert {m.confidence for m in known.mappings} == {"high"} and known.product is None
    said = foundry.map_messages(given, config=config).messages
    assert [(m["content"], m["senderId"]) for m in said] == [("hello there", "ann"), ("good day", "bob")]
    assert foundry.process(given, **config).counts.messages == 2


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
