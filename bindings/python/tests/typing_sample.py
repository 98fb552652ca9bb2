"""What a user's type checker must make of the calls: read by pyright, run by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import foundry

if TYPE_CHECKING:
    from typing_extensions import assert_type


def texts(lines: list[str], stream: Iterator[str]) -> None:
    assert_type(foundry.deidentify("text"), str)
    assert_type(foundry.deidentify(Path("chat.log")), str)
    assert_type(foundry.deidentify(lines), list[str])
    assert_type(foundry.deidentify(lines, min_score=0.6, policy="hipaa_safe_harbor"), list[str])
    assert_type(foundry.deidentify(stream), Iterator[str])
    assert_type(foundry.find("text"), foundry.Findings)
    assert_type(foundry.find("text")[0].start, int)
    assert_type(foundry.find(lines), "list[foundry.Findings | None]")
    assert_type(foundry.reidentify("[EMAIL_1]", {"[EMAIL_1]": "a"}), str)
    assert_type(foundry.reidentify(lines, {}), list[str])
    assert_type(foundry.deidentify_text("text").token_map, dict[str, str])
    assert_type(foundry.deidentify_conversation(lines).audit.rescued, int)
    assert_type(foundry.clean("text", placeholders="cut").removed[0].reason, str)


def files() -> None:
    pipeline = foundry.Pipeline("foundry.toml", pii_settings={"operators": {"PERSON": {"type": "mask", "keep_last": 1}}})
    assert_type(pipeline.deidentify("text"), str)
    manifest = pipeline.process("tickets.csv", "train.jsonl", progress=lambda at: at.rows_read < 10)
    assert_type(manifest.counts.export.records, int)
    assert_type(manifest.warnings[0].row, "int | None")
    foundry.process("tickets.csv", "set", folder=True, split="80/10/10", export_format="parquet")
    foundry.process("tickets.csv", "set", folder=True, split={"test": 0.2}, export_config={"tokenizer": "cl100k"})
    assert_type(manifest.splits, "foundry.SplitReport | None")
    assert_type(foundry.detect_mapping("tickets.csv").product, "str | None")
    assert_type(foundry.validate("train.jsonl").problems[0].line, int)
    assert_type(foundry.inspect("tickets.csv").mappings[0].confidence, str)
    assert_type(foundry.evaluate("labelled.ndjson").overall.strict.f1, "float | None")
    foundry.deidentify("text", min_scor=1)  # pyright: ignore[reportCallIssue]
    foundry.process("tickets.csv", export_format="csv")  # pyright: ignore[reportArgumentType]
