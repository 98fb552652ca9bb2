"""The examples run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "examples"
TICKETS = Path(__file__).parents[2] / "cli/examples/tickets.csv"


def run(*arguments: object, given: str = "") -> str:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, input=given).stdout


def test_every_example_is_run_here() -> None:
    assert {path.name for path in FOLDER.glob("*.py")} == {"csv_to_jsonl.py", "stream.py"}


def test_a_file(tmp_path: Path) -> None:
    told = run(FOLDER / "csv_to_jsonl.py", TICKETS, tmp_path / "train.jsonl")
    assert told.endswith("left readable: 0\nvalid\n") and (tmp_path / "train.jsonl").stat().st_size > 0


def test_a_stream() -> None:
    first, second, third = run(FOLDER / "stream.py", given="ann@example.org\nhi\nann@example.org").split("\n")
    assert first == third and first.startswith("[EMAIL_") and second == "hi"
