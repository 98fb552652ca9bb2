"""Foundry: support conversations as clean, de-identified, validated training data.

>>> import foundry
>>> foundry.deidentify("write to ann@example.org")
'write to [EMAIL_1]'

Every function takes settings as keyword arguments in snake_case (`min_score=0.6`) and, with `config=`, from a dict, a
`foundry.toml` or an object; a `Pipeline` holds them for many calls. Spans count code points, as `str` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from . import _files, _foundry
from ._foundry import ENTITY_TYPES, EXPORT_FORMATS, Finding, Progress, __version__
from ._pipeline import Conversation, Lines, Pipeline, Rows, pipeline_of, plain
from ._results import (
    AuditCounts,
    CleanCounts,
    Cleaned,
    Column,
    Deidentified,
    DeidentifiedConversation,
    Detection,
    EvaluationReport,
    Explanation,
    Export,
    ExportCounts,
    Fault,
    FieldMapping,
    Findings,
    Inspection,
    Manifest,
    MappedMessages,
    Preview,
    Problem,
    Record,
    Removed,
    Report,
    RowWarning,
    ScannedFile,
    ScanReport,
    Scores,
    SplitReport,
    StageCounts,
    TokenSummary,
    TypeReport,
    ValidationReport,
)
from .errors import FoundryError

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._settings import Config
    from ._types import (
        CleanSettings,
        ExportConfig,
        ExportFormat,
        FilterSettings,
        MappingOptions,
        Offsets,
        PiiSettings,
        PipelineConfig,
        ReadOptions,
        SplitSettings,
    )
    from ._types import FieldMapping as FieldMappingSettings

_Data = TypeVar("_Data")

__all__ = [
    "ENTITY_TYPES",
    "EXPORT_FORMATS",
    "AuditCounts",
    "CleanCounts",
    "Cleaned",
    "Column",
    "Conversation",
    "Deidentified",
    "DeidentifiedConversation",
    "Detection",
    "EvaluationReport",
    "Explanation",
    "Export",
    "ExportCounts",
    "Fault",
    "FieldMapping",
    "Finding",
    "Findings",
    "FoundryError",
    "Inspection",
    "Lines",
    "Manifest",
    "MappedMessages",
    "Pipeline",
    "Preview",
    "Problem",
    "Progress",
    "Record",
    "Removed",
    "Report",
    "RowWarning",
    "Rows",
    "ScanReport",
    "ScannedFile",
    "Scores",
    "SplitReport",
    "StageCounts",
    "TokenSummary",
    "TypeReport",
    "ValidationReport",
    "__version__",
    "clean",
    "deidentify",
    "deidentify_conversation",
    "deidentify_text",
    "detect_mapping",
    "evaluate",
    "explain",
    "export",
    "filter_reason",
    "find",
    "inspect",
    "json_schema",
    "map_messages",
    "preview",
    "process",
    "read",
    "reidentify",
    "report",
    "scan",
    "validate",
]


def _pii(config: Config | None, settings: Mapping[str, Any]) -> Pipeline:
    if config is None and not settings:
        return plain()
    return pipeline_of(config, {"piiSettings": settings} if settings else {})


def _source(config: Config | None, settings: Mapping[str, Any]) -> Pipeline:
    return pipeline_of(config, {"source": settings} if settings else {})


def clean(text: str, /, *, config: Config | None = None, **settings: Unpack[CleanSettings]) -> Cleaned:
    """Cuts from a message what the person did not write for it, and says what and why.

    Quoted replies, headers of forwards, signatures, footers, notices, lines of a chat window; `kind` tells receipts and
    notices of absence. A message of which nothing would be left stays as it was. `process` does it to every message.
    """
    return pipeline_of(config, {"cleanSettings": settings} if settings else {}).clean(text)


@overload
def deidentify(  # type: ignore[overload-overlap]
    data: str, /, *, config: Config | None = None, threads: int | None = None, **settings: Unpack[PiiSettings]
) -> str: ...
@overload
def deidentify(  # type: ignore[overload-overlap]
    data: os.PathLike[str],
    /,
    *,
    config: Config | None = None,
    threads: int | None = None,
    **settings: Unpack[PiiSettings],
) -> str: ...
@overload
def deidentify(
    data: _Data,
    /,
    *,
    config: Config | None = None,
    threads: int | None = None,
    columns: Sequence[str] | None = None,
    **settings: Unpack[PiiSettings],
) -> _Data: ...
def deidentify(
    data: Any,
    /,
    *,
    config: Config | None = None,
    threads: int | None = None,
    columns: Sequence[str] | None = None,
    **settings: Any,
) -> Any:
    """De-identifies texts: what comes in goes out, without its personal data.

    `str`, list, tuple (`None` stays), iterator (lazily), pandas or polars Series, pyarrow array, and tables of them
    (`columns`, or all columns of text); a `Path` gives the text of that file as `foundry deid` writes it. Each text is by
    itself: `[EMAIL_1]` of two texts need not be the same; use `default_operator={"type": "hash"}` with a `hash_key`, or
    `deidentify_conversation`, where they must. A text without findings comes back as the same object.
    """
    if isinstance(data, str) and config is None and not settings:
        return plain()._engine.deidentify(data)  # The shortest way, for calls by the million.
    return cast("Any", _pii(config, settings)).deidentify(data, threads=threads, columns=columns)


def deidentify_text(
    text: str, /, *, config: Config | None = None, **settings: Unpack[PiiSettings]
) -> Deidentified:
    """De-identifies one text, and says what its tokens stand for."""
    return _pii(config, settings).deidentify_text(text)


def deidentify_conversation(
    conversation: Conversation, /, *, config: Config | None = None, **settings: Unpack[PiiSettings]
) -> DeidentifiedConversation:
    """De-identifies the messages of a conversation, equal values by equal tokens, and audits it for leaks.

    A dict has `messages` of `role` (customer, agent, system) and `content`, and may have `id`, `status`, `known_values`
    …; a list of texts is taken for the messages of one customer.
    """
    return _pii(config, settings).deidentify_conversation(conversation)


@overload
def find(  # type: ignore[overload-overlap]
    data: str, /, *, config: Config | None = None, threads: int | None = None, **settings: Unpack[PiiSettings]
) -> Findings: ...
@overload
def find(  # type: ignore[overload-overlap]
    data: Iterator[str | None],
    /,
    *,
    config: Config | None = None,
    threads: int | None = None,
    **settings: Unpack[PiiSettings],
) -> Iterator[Findings | None]: ...
@overload
def find(
    data: Iterable[str | None],
    /,
    *,
    config: Config | None = None,
    threads: int | None = None,
    **settings: Unpack[PiiSettings],
) -> list[Findings | None]: ...
def find(data: Any, /, *, config: Config | None = None, threads: int | None = None, **settings: Any) -> Any:
    """Finds personal data in a text, or in each text of a list, an iterator or a column. Spans count code points."""
    return cast("Any", _pii(config, settings)).find(data, threads=threads)


def explain(
    text: str, /, *, config: Config | None = None, **settings: Unpack[PiiSettings]
) -> list[Explanation]:
    """Every finding of a text with its reasons and what became of it, the dropped ones too."""
    return _pii(config, settings).explain(text)


@overload
def reidentify(  # type: ignore[overload-overlap]
    text: str, token_map: Mapping[str, str] | None = None, /, *, encryption_key: str | None = None
) -> str: ...
@overload
def reidentify(
    text: Iterable[str], token_map: Mapping[str, str] | None = None, /, *, encryption_key: str | None = None
) -> list[str]: ...
def reidentify(
    text: str | Iterable[str],
    token_map: Mapping[str, str] | None = None,
    /,
    *,
    encryption_key: str | None = None,
) -> str | list[str]:
    """Puts originals back for tokens, and, with the key, for encrypted values.

    Give the texts of one conversation together, in their order.
    """
    import json

    texts = [text] if isinstance(text, str) else list(text)
    restored = _foundry.reidentify(texts, json.dumps(dict(token_map or {})), encryption_key)
    return restored[0] if isinstance(text, str) else restored


def evaluate(
    lines: Lines,
    /,
    *,
    predictions: Lines | None = None,
    label_map: Mapping[str, str] | None = None,
    offsets: Offsets = "chars",
    show_errors: int = 0,
    config: Config | None = None,
    **settings: Unpack[PiiSettings],
) -> EvaluationReport:
    """Judges what is found in labelled texts, `{"text", "spans": [{"start", "end", "label"}]}` a line.

    `label_map` says what entity type a label stands for. With `predictions`, lines of the same number and order, another
    tool is judged. `show_errors` is how many wrong places are listed.
    """
    return _pii(config, settings).evaluate(
        lines, predictions=predictions, label_map=label_map, offsets=offsets, show_errors=show_errors
    )


def process(
    inputs: _files.Input | Iterable[_files.Input],
    out: Any = None,
    *,
    config: Config | None = None,
    folder: bool = False,
    split: str | SplitSettings | None = None,
    provenance: Any = None,
    evidence: Any = None,
    report: Any = None,
    html_report: Any = None,
    threads: int | None = None,
    memory: int = 32 << 20,
    limit: int | None = None,
    temp_dir: str | os.PathLike[str] | None = None,
    now: datetime | str | None = None,
    progress: bool | Callable[[Progress], object] = False,
    **settings: Unpack[PipelineConfig],
) -> Manifest:
    """Runs the whole job: files in, a data set out, its account back.

    Inputs are paths, patterns (`exports/*.csv`), binary files, tables, or `(name, bytes)`. `out` is a path (written aside, then
    renamed: the old file or the whole new one) or an object with `write`; without it nothing is kept. With `folder=True`
    it is a folder as the Hub reads it: data files, card, Croissant description, manifest, origin of each line; only a
    folder takes a `split` (`"80/10/10"`, percent of training, validation and test data). `provenance` takes the origin of
    each line, `evidence` what proves how the data set was made (a ZIP), `report` the manifest, `html_report` the page that `report()`
    makes: paths, or objects with `write`. `progress=True` shows a bar; a function is called with a `Progress` and stops the run by giving `False`. The
    bytes are those of `foundry process`.
    """
    return pipeline_of(config, settings).process(
        inputs,
        out,
        folder=folder,
        split=split,
        provenance=provenance,
        evidence=evidence,
        report=report,
        html_report=html_report,
        threads=threads,
        memory=memory,
        limit=limit,
        temp_dir=temp_dir,
        now=now,
        progress=progress,
    )


def report(
    inputs: _files.Input | Iterable[_files.Input],
    *,
    config: Config | None = None,
    samples: int = 4,
    originals: bool = False,
    utc_offset: str | None = None,
    threads: int | None = None,
    memory: int = 32 << 20,
    limit: int | None = None,
    temp_dir: str | os.PathLike[str] | None = None,
    now: datetime | str | None = None,
    progress: bool | Callable[[Progress], object] = False,
    **settings: Unpack[PipelineConfig],
) -> Report:
    """What the conversations are like and what a run makes of them: figures, sentences, charts, a page.

    Runs the whole job and keeps no data set. `samples` conversations are shown de-identified, with `originals=True` as
    they were, too: personal data. `utc_offset` (`"+02:00"`) is added to UTC for days and hours. The page is that of
    `foundry report`: `report.save("report.html")`, or the report itself as the last line of a notebook cell.
    """
    return pipeline_of(config, settings).report(
        inputs,
        samples=samples,
        originals=originals,
        utc_offset=utc_offset,
        threads=threads,
        memory=memory,
        limit=limit,
        temp_dir=temp_dir,
        now=now,
        progress=progress,
    )


def preview(
    source: _files.Input,
    count: int = 3,
    /,
    *,
    rows: int = 2_000,
    config: Config | None = None,
    **settings: Unpack[PipelineConfig],
) -> Preview:
    """The first conversations of a file before and after, filters left aside."""
    return pipeline_of(config, settings).preview(source, count, rows=rows)


def scan(
    inputs: _files.Input | Iterable[_files.Input],
    *,
    limit: int | None = None,
    config: Config | None = None,
    **settings: Unpack[PiiSettings],
) -> ScanReport:
    """What personal data is in which column of which file, without showing it."""
    return _pii(config, settings).scan(inputs, limit=limit)


def inspect(
    source: _files.Input, *, samples: int = 5, config: Config | None = None, **settings: Unpack[ReadOptions]
) -> Inspection:
    """What a file holds: its format, its columns and what they mean."""
    return _source(config, settings).inspect(source, samples=samples)


def detect_mapping(
    source: _files.Input, *, config: Config | None = None, **settings: Unpack[ReadOptions]
) -> Detection:
    """What the columns of a file mean."""
    return _source(config, settings).detect_mapping(source)


def read(source: _files.Input, *, config: Config | None = None, **settings: Unpack[ReadOptions]) -> Rows:
    """The rows of a file (CSV, workbooks, JSON, NDJSON, WhatsApp, mail; packed or not), one after the other."""
    return _source(config, settings).read(source)


def map_messages(
    source: _files.Input,
    *,
    mappings: Sequence[FieldMappingSettings] = (),
    mapping_options: MappingOptions | None = None,
    config: Config | None = None,
) -> MappedMessages:
    """The rows of a file as messages, by these mappings or those that are detected."""
    over: dict[str, Any] = {}
    if mappings:
        over["mappings"] = mappings
    if mapping_options:
        over["mappingOptions"] = mapping_options
    return pipeline_of(config, over).map_messages(source)


def filter_reason(
    conversation: Conversation,
    /,
    *,
    now: datetime | str | None = None,
    config: Config | None = None,
    **settings: Unpack[FilterSettings],
) -> str | None:
    """Why the filters leave a conversation out (`too_few_messages` …), or `None` to keep it."""
    over = {"filterSettings": settings} if settings else {}
    return pipeline_of(config, over).filter_reason(conversation, now=now)


def export(
    conversations: Iterable[Conversation],
    /,
    export_format: ExportFormat | None = None,
    *,
    config: Config | None = None,
    pii_settings: PiiSettings | None = None,
    **settings: Unpack[ExportConfig],
) -> Export:
    """Conversations as a data set: de-identified, unless `pii_settings={"enabled": False}` says that they are."""
    over: dict[str, Any] = {}
    if export_format is not None:
        over["exportFormat"] = export_format
    if pii_settings is not None:
        over["piiSettings"] = pii_settings
    if settings:
        over["exportConfig"] = settings
    return pipeline_of(config, over).export(conversations)


def validate(source: _files.Input, format: ExportFormat | None = None) -> ValidationReport:
    """What breaks the rules of a training format in a file, ours or not: true where nothing does.

    `source` is a path, bytes, a binary file, or `(name, bytes)`; the format is told from the first line if absent.
    """
    import json

    return ValidationReport(json.loads(_foundry.validate(*_files.source(source), format)))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of all settings, with what each means."""
    import json

    return json.loads(_foundry.json_schema())
