"""The native half; use the names of `foundry` instead."""

from collections.abc import Sequence
from os import PathLike
from typing import Any, final

from typing_extensions import Self

__all__ = [
    "ENTITY_TYPES",
    "ERROR_CODES",
    "EXPORT_FORMATS",
    "HAS_ARROW",
    "Engine",
    "Finding",
    "Progress",
    "Reader",
    "__version__",
    "filter_reason",
    "inspect",
    "json_schema",
    "map_messages",
    "read_text",
    "reidentify",
    "validate",
]

__version__: str
HAS_ARROW: bool
ENTITY_TYPES: list[str]
EXPORT_FORMATS: list[str]
ERROR_CODES: list[str]

# Bytes, a path, or an object with `read(size)`.
_Source = Any
_Target = str | PathLike[str] | Any

@final
class Finding:
    """One place of personal data in a text. Holds no text."""

    def __new__(
        cls, start: int, end: int, entity_type: str, score: float, rank: str, recognizer: str
    ) -> Self: ...
    @property
    def start(self) -> int:
        """The code point where it begins."""
    @property
    def end(self) -> int:
        """One past its last code point."""
    @property
    def entity_type(self) -> str:
        """What it is: the entity type, or the token of a custom pattern."""
    @property
    def score(self) -> float:
        """How sure the recognizer is, 0.0 to 1.0."""
    @property
    def rank(self) -> str:
        """How strong the kind of evidence is: `model`, `shape`, `cue`, `checked`, `caller`, `known`."""
    @property
    def recognizer(self) -> str:
        """Which rule fired."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __getnewargs__(self) -> tuple[int, int, str, float, str, str]: ...

@final
class Progress:
    """How far a run is."""

    @property
    def phase(self) -> str:
        """`read` (reading, mapping, grouping), then `process` (de-identifying, filtering, exporting)."""
    @property
    def bytes_read(self) -> int:
        """Bytes read so far, over all inputs."""
    @property
    def bytes_total(self) -> int | None:
        """Bytes of all inputs, if known."""
    @property
    def rows_read(self) -> int:
        """Rows read so far."""
    @property
    def conversations_done(self) -> int:
        """Conversations done."""
    @property
    def conversations_total(self) -> int:
        """Conversations in all; 0 while reading."""
    @property
    def records_written(self) -> int:
        """Examples written so far."""

@final
class Engine:
    def __new__(cls, text: str, toml: bool, file: str | None, over: str) -> Self: ...
    def snapshot(self) -> str: ...
    def config(self) -> str: ...
    def fingerprint(self) -> str: ...
    def deidentify(self, text: str) -> str: ...
    def deidentify_text(self, text: str) -> tuple[str, dict[str, str]]: ...
    def deidentify_list(self, texts: list[Any], threads: int) -> list[Any]: ...
    def deidentify_column(self, column: Any, threads: int) -> Any: ...
    def deidentify_conversation(self, conversation: str) -> str: ...
    def clean(
        self, text: str
    ) -> tuple[str, list[tuple[int, int, str]], list[tuple[int, int, str]], str | None]: ...
    def find(self, text: str) -> list[Finding]: ...
    def find_list(self, texts: list[Any], threads: int) -> list[Any]: ...
    def explain(self, text: str) -> str: ...
    def export(self, conversations: str) -> tuple[bytes, str]: ...
    def evaluate(
        self,
        lines: Sequence[str],
        predictions: Sequence[str] | None,
        label_map: dict[str, str],
        offsets: str,
        show_errors: int,
    ) -> str: ...
    def preview(self, name: str, source: _Source, now: str, rows: int, count: int) -> str: ...
    def process(
        self,
        inputs: Sequence[tuple[str, _Source]],
        to: dict[str, _Target | None],
        now: str,
        threads: int,
        memory: int,
        limit: int | None,
        temp_dir: str | PathLike[str] | None,
        progress: Any,
    ) -> str: ...
    def report(
        self,
        inputs: Sequence[tuple[str, _Source]],
        settings: str,
        now: str,
        threads: int,
        memory: int,
        limit: int | None,
        temp_dir: str | PathLike[str] | None,
        progress: Any,
    ) -> tuple[str, str]: ...

@final
class Reader:
    def __new__(cls, name: str, source: _Source, options: str) -> Self: ...
    def head(self) -> str: ...
    def warnings(self) -> str: ...
    def rows(self, count: int) -> list[tuple[int, list[str | None]]]: ...

def read_text(name: str, source: _Source) -> str: ...
def reidentify(texts: Sequence[str], token_map: str, key: str | None) -> list[str]: ...
def inspect(name: str, source: _Source, config: str, samples: int) -> str: ...
def map_messages(name: str, source: _Source, config: str) -> str: ...
def filter_reason(conversation: str, config: str, now: str) -> str | None: ...
def validate(name: str, source: _Source, format: str | None) -> str: ...
def json_schema() -> str: ...
