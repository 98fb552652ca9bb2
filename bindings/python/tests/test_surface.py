"""Nothing that the core or the command line can do may be missing here, and nothing here may be untyped."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import foundry
from foundry import _foundry, _types, errors

REPOSITORY = Path(__file__).parents[3]

#: Free functions of the core by their Python names.
CORE = {
    "deidentify_conversation": "deidentify_conversation",
    "deidentify_text": "deidentify_text",
    "find_pii": "find",
    "reidentify": "reidentify",
    "evaluate": "evaluate",
    "export": "export",
    "validate": "validate",
    "filter": "filter_reason",
    "detect_mapping": "detect_mapping",
    "Pipeline": "Pipeline",
    # Settings are keyword arguments and dicts, errors a class tree.
    "PipelineConfig": "json_schema",
    "Error": "FoundryError",
    "ErrorKind": "errors",
    "Result": None,
}
#: Commands of the command line by their Python names.
COMMANDS = {
    "process": "process",
    "inspect": "inspect",
    "preview": "preview",
    "scan": "scan",
    "find": "find",
    "deid": "deidentify",
    "reidentify": "reidentify",
    "validate": "validate",
    "eval": "evaluate",
    "report": "report",
    "schema": "json_schema",
    # Of a shell alone.
    "completions": None,
}
#: Calls of the shared cases.
CALLS = {"clean": "clean", "read": "read", "map": "map_messages", "filter": "filter_reason", "find": "find", "process": "process", "report": "report"}


def test_every_name_of_the_core_has_one_here() -> None:
    text = (REPOSITORY / "foundry-core/src/lib.rs").read_text()
    names: set[str] = set()
    for path in re.findall(r"^pub use ([^;]+);", text, re.M):
        for name in re.sub(r"^.*\{|\}$|^.*::(?!\{)", "", path).split(","):
            names.add(name.split(" as ")[-1].strip())
    for line in re.findall(r"^pub use \w+::(\w+) as (\w+);", text, re.M):
        names.add(line[1])
    assert names == set(CORE), "a name of the core has no Python name: add it, and a line to this table"
    _assert_there(CORE)


def test_every_command_has_a_function() -> None:
    text = (REPOSITORY / "bindings/cli/src/args.rs").read_text()
    body = re.search(r"pub enum Command \{(.*?)\n\}", text, re.S)
    assert body
    names = {name.lower() for name in re.findall(r"^\s+([A-Z]\w+)[(,]", body[1], re.M)}
    assert names == set(COMMANDS), "a command has no Python name: add it, and a line to this table"
    _assert_there(COMMANDS)


def test_every_call_of_the_cases_is_made() -> None:
    text = (REPOSITORY / "tests/src/calls/mod.rs").read_text()
    body = re.search(r"pub const CALLS[^=]*= \[(.*?)\];", text, re.S)
    assert body
    made = set(re.findall(r'^    "(\w+)": \w+,$', (Path(__file__).parent / "test_cases.py").read_text(), re.M))
    assert set(re.findall(r'"(\w+)"', body[1])) == made
    _assert_there(CALLS)


def _assert_there(names: dict[str, str | None]) -> None:
    for name in names.values():
        assert name is None or hasattr(foundry, name), name


def test_every_public_name_is_documented() -> None:
    for name in foundry.__all__:
        value = getattr(foundry, name)
        if callable(value) and name not in ("Conversation", "Lines"):
            assert (value.__doc__ or "").strip(), name
    for name in (name for name in dir(foundry.Pipeline) if not name.startswith("_")):
        assert (getattr(foundry.Pipeline, name).__doc__ or "").strip(), name


def test_every_setting_has_its_type() -> None:
    schema = foundry.json_schema()
    snake = lambda name: re.sub(r"([A-Z])", r"_\1", name).lower()  # noqa: E731

    def keys(of: dict[str, object]) -> set[str]:
        return {snake(name) for name in of["properties"]}  # type: ignore[attr-defined]

    typed = {
        name: set(kind.__annotations__) | {key for base in kind.__bases__ for key in base.__dict__.get("__annotations__", {})}
        for name, kind in vars(_types).items()
        if isinstance(kind, type) and hasattr(kind, "__total__")
    }
    assert typed["PipelineConfig"] == keys(schema)
    for name in (
        "PiiSettings", "ReadOptions", "ReadLimits", "MappingOptions", "FilterSettings", "DateRange", "ExportConfig",
        "FieldMapping", "CustomPattern", "TransformRule", "CleanSettings", "RememberedMapping", "SplitSettings",
        "CardSettings", "SpanModelSettings",
    ):  # fmt: skip
        assert typed[name] == keys(schema["$defs"][name]), name


def names_in(typed: object) -> set[object]:
    """The words of a literal, or of a union of literals."""
    inner = get_args(typed)
    return set().union(*map(names_in, inner)) if inner else {typed}


def test_every_word_of_a_setting_has_its_type() -> None:
    schema = foundry.json_schema()["$defs"]
    words = lambda name: [option["const"] for option in schema[name]["oneOf"]]  # noqa: E731
    assert names_in(_types.ExportFormat) == set(foundry.EXPORT_FORMATS) == set(words("ExportFormat"))
    settings = {
        "NameModel": ("PiiSettings", "name_model"),
        "FileFormat": ("ReadOptions", "format"),
        "Tokenizer": ("ExportConfig", "tokenizer"),
        "LeadingAgentRule": ("ExportConfig", "leading_agent"),
        "OverLimit": ("ExportConfig", "over_limit"),
        "PlaceholderAction": ("CleanSettings", "placeholders"),
    }
    for name, (kind, setting) in settings.items():
        typed = get_type_hints(getattr(_types, kind))[setting]
        assert names_in(typed) == set(words(name)), name
    assert names_in(_types.MessageKind) == set(words("MessageKind"))


def test_every_error_code_has_a_class() -> None:
    assert set(errors.BY_CODE) == set(_foundry.ERROR_CODES)
    for code, kind in errors.BY_CODE.items():
        assert issubclass(kind, foundry.FoundryError) and kind.code == code and kind.__name__ in errors.__all__


def test_nothing_is_imported_that_is_not_needed() -> None:
    code = "import sys, foundry; print(*sorted({m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names)))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {name for name in loaded if not name.startswith(("_", "sitecustomize"))} == {"foundry"}


def test_the_import_is_quick() -> None:
    # Time of the processor, so that a busy machine does not count.
    code = "import time; s = time.process_time(); import foundry; print(time.process_time() - s)"
    run = [sys.executable, "-c", code]
    times = [float(subprocess.run(run, check=True, capture_output=True, text=True).stdout) for _ in range(5)]
    assert min(times) < 0.06, times
