"""What the README shows runs."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.S)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_block(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parents[2] / "cli/examples/tickets.csv", tmp_path)
    values: dict[str, object] = {}
    lines = block.splitlines()
    for statement in ast.parse(block).body:
        code = ast.unparse(statement)
        if not isinstance(statement, ast.Expr):
            exec(code, values)
            continue
        value = eval(code, values)
        comment = lines[(statement.end_lineno or 1) - 1].partition("  # ")[2]
        if shown := re.match(r"('[^']*'|\[.*\])(?:;.*)?$", comment):
            assert repr(value) == shown[1], code
