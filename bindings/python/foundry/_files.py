"""Inputs of a run: paths, patterns, bytes, objects with `read` and tables, each with its name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Union, cast

from .errors import ConfigError, FileError

Path = Union[str, "os.PathLike[str]"]
#: One input: a path, an object with `read`, a table, or a name with any of these or bytes.
Input = Union[Path, "tuple[str, Any]", Any]


def source(given: Input) -> tuple[str, Any]:
    """Name and source of one input; the name hints at the format."""
    if isinstance(given, tuple):
        name, content = cast("tuple[Any, Any]", given)
        if not isinstance(name, str):
            raise TypeError("a pair is the name of an input and its bytes")
        return (f"{name}.ndjson", ndjson(_rows(content))) if _is_table(content) else (name, content)
    if isinstance(given, (str, os.PathLike)):
        path = os.fspath(cast("Path", given))
        return path, path
    if hasattr(given, "read"):
        name = getattr(given, "name", None)
        return (name if isinstance(name, str) else "stream"), given
    if isinstance(given, (bytes, bytearray)):
        return "bytes", bytes(given)
    if _is_table(given):
        return "table.ndjson", ndjson(_rows(given))
    raise TypeError(f"an input is a path, bytes, a table or an object with `read`, not {type(given).__name__}")


def sources(given: Input | Iterable[Input]) -> list[tuple[str, Any]]:
    """All inputs in the order given, those of a pattern by name."""
    is_one = isinstance(given, (str, bytes, os.PathLike, tuple)) or hasattr(given, "read") or _is_table(given)
    found: list[tuple[str, Any]] = []
    several = cast("Iterable[Any]", [given] if is_one else given)
    for one in several:
        name, content = source(one)
        if content == name and not os.path.exists(name) and any(sign in name for sign in "*?["):
            import glob  # Seldom needed, and slow to load.

            matches = sorted(path for path in glob.glob(name, recursive=True) if os.path.isfile(path))
            if not matches:
                raise FileError(f"no file matches `{name}`")
            found.extend((path, path) for path in matches)
        else:
            found.append((name, content))
    _refuse_twins(found)
    return found


def ndjson(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as JSON, one a line; what JSON does not know, such as a time, as its text."""
    return "".join(f"{json.dumps(row, default=_text)}\n" for row in rows).encode()


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _is_table(given: Any) -> bool:
    """Whether this is a table of pandas, polars or pyarrow."""
    library = type(given).__module__.partition(".")[0]
    return library in ("pandas", "polars", "pyarrow") and hasattr(given, "columns")


def _rows(table: Any) -> list[dict[str, Any]]:
    if hasattr(table, "to_pylist"):
        return table.to_pylist()
    if hasattr(table, "to_dicts"):
        return table.to_dicts()
    return table.astype(object).where(table.notna(), None).to_dict("records")


def _refuse_twins(found: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, content in found:
        if not isinstance(content, str):
            continue
        path = os.path.realpath(content)
        if path in seen:
            message = "is named more than once, so its messages would count twice"
            hint = "name each file once; a pattern may match it too"
            raise ConfigError(f"{name}: {message}", message=message, file=name, hint=hint)
        seen.add(path)


def data_files(folder: Path) -> list[str]:
    """The data files that a folder may get."""
    names = (f"{part}.{end}" for part in ("train", "validation", "test") for end in ("jsonl", "json", "parquet"))
    return [os.path.join(folder, "data", name) for name in names]


def refuse_as_folder(out: Any, provenance: Any) -> None:
    """A folder has a path, and the origin of each line in it."""
    if not isinstance(out, (str, os.PathLike)):
        raise ConfigError("a folder is named by its path, as `out`")
    if provenance is not None:
        message = "a folder holds the origin of each line as `provenance.jsonl`"
        raise ConfigError(message, hint="leave `provenance` out")


def refuse_input_as_output(inputs: list[tuple[str, Any]], out: Any) -> None:
    """A failed run could not be repeated."""
    if not isinstance(out, (str, os.PathLike)):
        return
    path = os.path.realpath(cast("Path", out))
    for name, content in inputs:
        if isinstance(content, str) and os.path.realpath(content) == path:
            message = "the output is one of the inputs"
            raise ConfigError(f"{name}: {message}", message=message, file=name, hint="choose another name for `out`")
