"""What the package offers is what `bindings/capabilities.json` lists."""

from __future__ import annotations

import json
from pathlib import Path

import foundry

LIST = Path(__file__).parents[2] / "capabilities.json"


def test_what_is_listed_is_offered_and_nothing_else() -> None:
    listed: set[str] = set()
    for capability in json.loads(LIST.read_text("utf-8"))["capabilities"]:
        offered = capability["python"]
        assert offered.get("as") or offered.get("reason"), capability["name"]
        for name in offered.get("as", []):
            owner, _, method = name.rpartition(".")
            assert callable(getattr(getattr(foundry, owner) if owner else foundry, method)), name
            listed.add(owner or name)
    functions = {name for name in foundry.__all__ if name.islower() and callable(getattr(foundry, name))}
    assert functions | {"Pipeline"} == listed
