"""The shared cases of `tests/cases`: the same files, calls and comparison as in every other language."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

import foundry

CASES = Path(__file__).parents[3] / "tests" / "cases"
#: Made by the core's unit tests alone.
UNIT_CALLS = {"resolve"}


def file(given: dict[str, str]) -> tuple[str, bytes]:
    return given["name"], given["text"].encode() if "text" in given else base64.b64decode(given["base64"])


def pii(config: Any) -> dict[str, Any]:
    return {"piiSettings": config}


def find(config: Any, given: Any) -> Any:
    text, unit = given["text"], given.get("offsets", "bytes")
    width = {"bytes": lambda s: len(s.encode()), "chars": len, "utf16": lambda s: len(s.encode("utf-16-le")) // 2}[unit]
    return {
        "spans": [
            {
                "start": width(text[: found.start]),
                "end": width(text[: found.end]),
                "entityType": found.entity_type,
                "score": found.score,
                "rank": found.rank,
                "recognizer": found.recognizer,
            }
            for found in foundry.find(text, config=pii(config))
        ]
    }


def deidentify_text(config: Any, given: Any) -> Any:
    done = foundry.deidentify_text(given["text"], config=pii(config))
    # One result by every way in.
    for way in (given["text"], [given["text"]], iter([given["text"]])):
        clean = foundry.deidentify(way, config=pii(config))
        assert clean == done.text or list(clean) == [done.text]
    return {"text": done.text, "tokenMap": done.token_map}


def deidentify_conversation(config: Any, given: Any) -> Any:
    return foundry.deidentify_conversation(given, config=pii(config)).to_dict()


def reidentify(_: Any, given: Any) -> Any:
    key = given.get("encryptionKey")
    return {"text": foundry.reidentify(given["text"], given.get("tokenMap"), encryption_key=key)}


def read(config: Any, given: Any) -> Any:
    rows = foundry.read(file(given), config={"source": config})
    listed = [list(row) for row in rows]
    warnings = [warning.to_dict() for warning in rows.warnings]
    return {"columns": rows.columns, "types": rows.types, "rows": listed, "warnings": warnings, "options": rows.options}


def detect_mapping(_: Any, given: Any) -> Any:
    return foundry.detect_mapping(file(given)).to_dict()


def map_messages(config: Any, given: Any) -> Any:
    return foundry.map_messages(file(given), config=config).to_dict()


def clean(config: Any, given: Any) -> Any:
    text = given["text"]
    done = foundry.clean(text, config={"cleanSettings": config})
    part = lambda part: text[part.start : part.end].strip()  # noqa: E731
    return {
        "text": done.text,
        "removed": [{"reason": removed.reason, "text": part(removed)} for removed in done.removed],
        "flagged": [part(flagged) for flagged in done.flagged],
        "kind": done.kind,
    }


def filter_reason(config: Any, given: Any) -> Any:
    now = given.get("now", "1970-01-01T00:00:00Z")
    return {"reason": foundry.filter_reason(given["conversation"], now=now, config={"filterSettings": config})}


def export(config: Any, given: Any) -> Any:
    done = foundry.export(given["conversations"], config=config, pii_settings={"enabled": False})
    return {"output": done.output.decode(), "counts": done.counts.to_dict()}


def validate(config: Any, given: Any) -> Any:
    return foundry.validate(("text", given["text"].encode()), config["format"]).to_dict()


def evaluate(config: Any, given: Any) -> Any:
    return foundry.evaluate(
        given["lines"],
        predictions=given.get("predictions"),
        label_map=config.get("labelMap"),
        offsets=given.get("offsets", "bytes"),
        config=pii(config.get("piiSettings", {})),
    ).to_dict()


def process(config: Any, given: Any, tmp_path: Path) -> Any:
    out = tmp_path / "out"
    now = given.get("now", "1970-01-01T00:00:00Z")
    manifest = foundry.process([file(f) for f in given["files"]], out, config=config, now=now)
    return {"output": out.read_bytes().decode(), "manifest": manifest.to_dict()}


def report(config: Any, given: Any) -> Any:
    now = given.get("now", "1970-01-01T00:00:00Z")
    shown = given.get("report", {})
    names = {"samples": "samples", "originals": "originals", "utcOffset": "utc_offset"}
    options = {names[name]: value for name, value in shown.items()}
    return foundry.report([file(f) for f in given["files"]], config=config, now=now, **options).to_dict()


CALLS = {
    "find": find,
    "deidentify_text": deidentify_text,
    "deidentify_conversation": deidentify_conversation,
    "reidentify": reidentify,
    "read": read,
    "detect_mapping": detect_mapping,
    "map": map_messages,
    "clean": clean,
    "filter": filter_reason,
    "export": export,
    "validate": validate,
    "evaluate": evaluate,
    "process": process,
    "report": report,
}


def difference(expect: Any, actual: Any, path: str = "result") -> str | None:
    """The first place where `actual` does not hold what `expect` asks for, as in `tests/src/compare.rs`."""
    if isinstance(expect, dict) and isinstance(actual, dict):
        for key, wanted in expect.items():
            if key not in actual and wanted is not None:
                return f"{path}.{key}: is not there"
            if (found := difference(wanted, actual.get(key), f"{path}.{key}")) is not None:
                return found
        return None
    if isinstance(expect, list) and isinstance(actual, (list, tuple)):
        for place, (wanted, given) in enumerate(zip(expect, actual)):
            if (found := difference(wanted, given, f"{path}[{place}]")) is not None:
                return found
        return None if len(expect) == len(actual) else f"{path}: expected {len(expect)} elements, got {actual!r}"
    same_kind = isinstance(expect, bool) == isinstance(actual, bool)
    return None if same_kind and expect == actual else f"{path}: expected {expect!r}, got {actual!r}"


def cases() -> list[Any]:
    files = sorted(CASES.rglob("*.json"))
    assert files
    return [
        pytest.param(case, id=f"{path.parent.name}/{path.stem}: {case['name']}")
        for path in files
        for case in json.loads(path.read_text("utf-8"))
        if case["call"] not in UNIT_CALLS and "python" not in case.get("skip", {})
    ]


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    call = CALLS[case["call"]]
    more = (tmp_path,) if case["call"] == "process" else ()
    config, given = case.get("config", {}), case["input"]
    if "expectError" in case:
        with pytest.raises(foundry.FoundryError) as raised:
            call(config, given, *more)
        assert raised.value.code == case["expectError"], raised.value
        return
    assert difference(case["expect"], call(config, given, *more)) is None


def test_the_comparison_can_fail() -> None:
    assert difference({"a": 1, "b": [None]}, {"a": 1.0, "b": [None], "c": 2}) is None
    assert difference({"gone": None}, {}) is None
    for expect, actual in [({"a": 1}, {}), ([1], [1, 2]), ("1", 1), (True, 1), ([{"a": 1}], [{"a": 2}])]:
        assert difference(expect, actual) is not None
