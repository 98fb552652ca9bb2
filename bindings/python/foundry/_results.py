"""What the calls give: small classes over the JSON of the core, with its fields in snake_case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ._settings import camel

if TYPE_CHECKING:
    from ._foundry import Finding


class Findings(list["Finding"]):
    """The findings of one text: sorted, never overlapping. A notebook shows the text with them highlighted."""

    __slots__ = ("text",)

    #: The text they were found in.
    text: str

    def __init__(self, text: str, found: Iterable[Finding]) -> None:
        super().__init__(found)
        self.text = text

    def values(self) -> list[str]:
        """What was found, as it is written in the text: personal data."""
        return [self.text[finding.start : finding.end] for finding in self]

    def _repr_html_(self) -> str:
        from . import _html

        return _html.highlighted(self.text, self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Findings, (self.text, list(self))


class Record:
    """A result of the core: its fields by attribute, its JSON by `to_dict`."""

    __slots__ = ("_data",)

    #: Fields that are records, or lists of records.
    _records: dict[str, type[Record]] = {}

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            key = camel(name)
            if name.startswith("_") or (key not in self._data and name not in _annotated(type(self))):
                raise AttributeError(f"{type(self).__name__} has no field {name!r}")
            value = self._data.get(key)
            kind = self._records.get(name)
            if kind is None or value is None:
                return value
            return [kind(item) for item in value] if isinstance(value, list) else kind(value)

    def to_dict(self) -> dict[str, Any]:
        """Its JSON, with the names of the core (camelCase)."""
        return self._data

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Record) and self._data == other._data

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._data,)

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *_annotated(type(self))]

    def __repr__(self) -> str:
        # Only numbers: whatever else is in a record may be personal data.
        figures = (f"{key}={value}" for key, value in self._data.items() if isinstance(value, (bool, int, float)))
        return f"{type(self).__name__}({', '.join(figures)})"


def _annotated(kind: type) -> set[str]:
    names: set[str] = set()
    for base in kind.__mro__:
        names.update(name for name in base.__dict__.get("__annotations__", {}) if not name.startswith("_"))
    return names


class RowWarning(Record):
    """Something odd in an input, or a row that was left out."""

    code: str
    file: str | None
    row: int | None
    column: str | None
    message: str
    #: Whether its row was left out.
    rejected: bool

    def __repr__(self) -> str:
        place = "".join(f", {name} {value}" for name in ("row", "column") if (value := getattr(self, name)))
        return f"RowWarning({self.code}{place}: {self.message})"


class Explanation(Record):
    """A finding with its reasons, and what became of it."""

    entity_type: str
    start: int
    end: int
    score: float
    recognizer: str
    rank: str
    source: str
    validator: str
    #: Where the word stands that gave the cue: `{"start", "end"}`.
    cue: dict[str, int] | None
    #: `found`, `kept`, `allow_list`, `below_min_score`, `lost_overlap_to …`
    decision: str


class AuditCounts(Record):
    """What the leak audit did."""

    #: Original values that were searched for.
    checked: int
    #: Survivors that were found and replaced.
    rescued: int
    #: Survivors in the written bytes: 0, or there is no export.
    residual: int


class Deidentified:
    """A text without its personal data. `repr` shows neither text nor originals; a notebook shows before and after."""

    __slots__ = ("original", "text", "token_map")

    def __init__(self, original: str, text: str, token_map: dict[str, str]) -> None:
        #: The text as it was.
        self.original = original
        #: The text as it may be shown.
        self.text = text
        #: Token → original, in order of appearance: personal data.
        self.token_map = token_map

    def __repr__(self) -> str:
        return f"Deidentified({len(self.token_map)} tokens)"

    def _repr_html_(self) -> str:
        from . import _html

        after = _html.with_tokens(self.text, self.token_map)
        return _html.side_by_side([("", _html.escape(self.original), after)])


class Removed(NamedTuple):
    """A part of a message, by its code points, and why it was cut or is doubtful."""

    start: int
    end: int
    #: `quoted_reply`, `forwarded_header`, `signature`, `app_footer`, `disclaimer`, `chat_event`, `ticket_note`,
    #: `placeholder`.
    reason: str


class Cleaned:
    """What is left of a message. `repr` shows no text; a notebook shows what was cut struck out."""

    __slots__ = ("flagged", "kind", "original", "removed", "text")

    def __init__(
        self,
        original: str,
        text: str,
        removed: Iterable[tuple[int, int, str]],
        flagged: Iterable[tuple[int, int, str]],
        kind: str | None,
    ) -> None:
        #: The message as it was.
        self.original = original
        #: What is left of it; the same object where nothing was cut.
        self.text = text
        #: What was cut, in order.
        self.removed = [Removed(*part) for part in removed]
        #: Placeholders that nobody filled and that stay.
        self.flagged = [Removed(*part) for part in flagged]
        #: What the whole message is where no person wrote it: `auto_reply`, `out_of_office` …
        self.kind = kind

    def __repr__(self) -> str:
        reasons = ", ".join(part.reason for part in self.removed) or "nothing"
        return f"Cleaned({reasons} cut{f', kind={self.kind}' if self.kind else ''})"

    def _repr_html_(self) -> str:
        from . import _html

        return _html.struck_out(self.original, self.removed)


class DeidentifiedConversation(Record):
    """A conversation without its personal data, audited."""

    #: The conversation as the core writes it.
    conversation: dict[str, Any]
    #: Token → original, in order of appearance: personal data.
    token_map: dict[str, str]
    audit: AuditCounts
    #: Findings by entity type.
    findings: dict[str, int]
    _records = {"audit": AuditCounts}
    __slots__ = ("_before",)

    def __init__(self, data: dict[str, Any], before: dict[str, Any] | None = None) -> None:
        super().__init__(data)
        self._before = before

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Its messages."""
        return self.conversation["messages"]

    @property
    def texts(self) -> list[str]:
        """What its messages say."""
        return [message["content"] for message in self.messages]

    def __repr__(self) -> str:
        return f"DeidentifiedConversation({len(self.messages)} messages, {len(self.token_map)} tokens)"

    def _repr_html_(self) -> str:
        from . import _html

        before = (self._before or self.conversation)["messages"]
        return _html.side_by_side(
            (new["role"], _html.escape(old["content"]), _html.with_tokens(new["content"], self.token_map))
            for old, new in zip(before, self.messages)
        )


class Preview(list["tuple[dict[str, Any], dict[str, Any]]"]):
    """Conversations before and after, as pairs of dicts. A notebook shows them side by side."""

    __slots__ = ("manifest",)

    #: The account of the rows that were looked at.
    manifest: Manifest

    def __init__(self, pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]], manifest: Manifest) -> None:
        super().__init__(pairs)
        self.manifest = manifest

    def __repr__(self) -> str:
        return f"Preview({len(self)} conversations)"

    def _repr_html_(self) -> str:
        from . import _html

        def rows() -> Iterator[tuple[str, str, str]]:
            for number, (before, after) in enumerate(self, 1):
                for old, new in zip(before["messages"], after["messages"]):
                    text = new["content"]
                    tokens = {f"[{part.split(']')[0]}]" for part in text.split("[")[1:] if "]" in part}
                    yield f"{number} {new['role']}", _html.escape(old["content"]), _html.with_tokens(text, tokens)

        return _html.side_by_side(rows())


class ExportCounts(Record):
    """What an export wrote, changed and dropped."""

    records: int
    conversations: int
    messages: int
    changes: dict[str, int]
    dropped: dict[str, int]
    #: Tokens of all examples, where the settings ask to count them.
    tokens: int | None
    #: Tokens of the largest one.
    largest_example: int | None


class Export(Record):
    """A data set in memory."""

    #: The bytes of the file.
    output: bytes
    counts: ExportCounts
    _records = {"counts": ExportCounts}

    def __repr__(self) -> str:
        return f"Export({len(self.output)} bytes, {self.counts.records} records)"


class CleanCounts(Record):
    """What cleaning cut, and which messages it left out."""

    changed: int
    #: Parts that were cut, by reason.
    removed: dict[str, int]
    removed_bytes: int
    placeholders: int
    #: Messages that no person wrote, by kind.
    kinds: dict[str, int]
    #: Messages left out of their conversation, by kind.
    dropped: dict[str, int]


class StageCounts(Record):
    """Counts at every stage of a run; they add up."""

    rows_read: int
    rows_mapped: int
    rows_rejected: int
    messages: int
    clean: CleanCounts
    conversations: int
    kept: int
    filtered: int
    filtered_by_reason: dict[str, int]
    export: ExportCounts
    _records: dict[str, type[Record]] = {"clean": CleanCounts, "export": ExportCounts}


class SplitReport(Record):
    """What went into each part of a split, and the proof that nothing crosses."""

    #: `{"conversations", "customers", "clusters", "examples", "bytes", "sha256"}` by part.
    parts: dict[str, dict[str, Any]]
    crossing_conversations: int
    crossing_customers: int
    #: Clusters of near duplicates in more than one part.
    crossing_clusters: int
    #: Examples of validation or test data that stand, byte for byte, in another part too.
    crossing_examples: int
    #: Whether the source names its customers.
    customers_known: bool
    #: Whether near duplicates were looked for.
    clusters_known: bool


class TokenSummary(Record):
    """Tokens of what was written, and what training on them costs."""

    tokenizer: str
    total: int
    largest_example: int
    #: `{"model", "usdPerMillion", "usd"}` for one pass, by model.
    costs: list[dict[str, Any]]
    #: The month of the built-in prices.
    prices_as_of: str


class Manifest(Record):
    """The account of one run. Holds no personal data."""

    manifest_version: int
    engine: str
    created_at: str
    inputs: list[dict[str, Any]]
    #: The data set; of a split the training data.
    output: dict[str, Any]
    splits: SplitReport | None
    tokens: TokenSummary | None
    config: dict[str, Any]
    config_sha256: str
    counts: StageCounts
    deidentified: bool
    #: Findings by entity type.
    findings: dict[str, int]
    leak_audit: AuditCounts
    #: The first warnings; `warning_counts` counts all.
    warnings: list[RowWarning]
    warning_counts: dict[str, int]
    _records: dict[str, type[Record]] = {
        "counts": StageCounts,
        "leak_audit": AuditCounts,
        "splits": SplitReport,
        "tokens": TokenSummary,
        "warnings": RowWarning,
    }
    __slots__ = ("_json",)

    def __init__(self, data: dict[str, Any], json: str = "") -> None:
        super().__init__(data)
        self._json = json

    def to_json(self) -> str:
        """The bytes of `manifest.json`, the same on every surface."""
        return self._json

    def __reduce__(self) -> tuple[Any, ...]:
        return Manifest, (self._data, self._json)

    def __repr__(self) -> str:
        counts = self.counts
        return f"Manifest({counts.rows_read} rows, {counts.conversations} conversations, {counts.export.records} records)"

    def _repr_html_(self) -> str:
        from . import _html

        counts = self.counts
        lines: dict[str, object] = {
            "rows read": counts.rows_read,
            "rows left out": counts.rows_rejected,
            "messages": counts.messages,
            "cut from messages": ", ".join(f"{name} {count:,}" for name, count in counts.clean.removed.items()) or "nothing",
            "conversations": counts.conversations,
            "left out by filters": counts.filtered,
            **{f"  {reason}": count for reason, count in counts.filtered_by_reason.items()},
            "left out by the export": sum(counts.export.dropped.values()),
            **{f"  {reason}": count for reason, count in counts.export.dropped.items()},
            "examples written": counts.export.records,
            "format": self.output["format"],
            "findings": ", ".join(f"{name} {count:,}" for name, count in self.findings.items()) or "none",
            "leak audit": f"{self.leak_audit.checked:,} values checked, {self.leak_audit.rescued:,} rescued, "
            f"{self.leak_audit.residual:,} left",
            "warnings": ", ".join(f"{name} {count:,}" for name, count in self.warning_counts.items()) or "none",
        }
        return _html.table("Foundry run", lines)


class Report(Record):
    """What the conversations are like and what a run made of them. Holds personal data only if
    `holds_personal_data` says so."""

    report_version: int
    holds_personal_data: bool
    #: What the figures say, most pressing first: `{"code", "level", "text", "next", "figures"}`.
    insights: list[dict[str, Any]]
    #: The charts of the page: `{"id", "title", "summary", "kind", "category", "unit", "categories", "series"}`.
    charts: list[dict[str, Any]]
    figures: dict[str, Any] | None
    #: A few conversations.
    samples: list[dict[str, Any]]
    manifest: Manifest
    _records: dict[str, type[Record]] = {"manifest": Manifest}
    __slots__ = ("_html",)

    def __init__(self, data: dict[str, Any], html: str = "") -> None:
        super().__init__(data)
        self._html = html

    def to_html(self) -> str:
        """The page: one file that asks for nothing, the same bytes on every surface."""
        return self._html

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the page."""
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self._html)

    def __reduce__(self) -> tuple[Any, ...]:
        return Report, (self._data, self._html)

    def __repr__(self) -> str:
        counts = self.manifest.counts
        return f"Report({counts.conversations} conversations, {len(self.insights)} insights, {len(self.charts)} charts)"

    def _repr_html_(self) -> str:
        from . import _html

        return _html.framed(self._html, "Foundry report")


class Column(Record):
    """A column of a file."""

    name: str
    type: str
    samples: list[str]


class FieldMapping(Record):
    """What a column means."""

    source_field: str
    target_field: str
    #: `high`, `medium` or `low`.
    confidence: str
    is_pii: bool
    entity_type: str | None
    role: str | None
    reasons: list[str]

    def __repr__(self) -> str:
        return f"FieldMapping({self.source_field!r} → {self.target_field}, {self.confidence})"


class Detection(Record):
    """What the columns of a file mean."""

    #: The export that is known by its columns, such as `Zendesk tickets with their comments`.
    product: str | None
    #: Of the columns, for `remembered_mappings`.
    fingerprint: str
    mappings: list[FieldMapping]
    #: What steers mapping beyond the columns.
    options: dict[str, Any]
    warnings: list[RowWarning]
    _records: dict[str, type[Record]] = {"mappings": FieldMapping, "warnings": RowWarning}

    def _repr_html_(self) -> str:
        from . import _html

        lines: dict[str, object] = {
            mapping.source_field: f"{mapping.target_field} ({mapping.confidence}"
            + (", personal)" if mapping.is_pii else ")")
            for mapping in self.mappings
        }
        return _html.table(self.product or "Columns", lines)


class Inspection(Detection):
    """What a file holds: its format, its columns and what they mean."""

    file: str
    format: str
    #: How it is read, complete.
    source: dict[str, Any]
    columns: list[Column]
    _records: dict[str, type[Record]] = {**Detection._records, "columns": Column}


class MappedMessages(Record):
    """The rows of a file as messages."""

    messages: list[dict[str, Any]]
    warnings: list[RowWarning]
    _records = {"warnings": RowWarning}

    def __repr__(self) -> str:
        return f"MappedMessages({len(self.messages)} messages)"


class Problem(Record):
    """One breach of a format's rules."""

    line: int
    field: str
    rule: str
    message: str
    remedy: str
    #: Whether the service only advises against it.
    warning: bool

    def __repr__(self) -> str:
        return f"Problem(line {self.line}, {self.rule}: {self.message})"


class ValidationReport(Record):
    """Whether a file keeps the rules of its format. True where it does."""

    valid: bool
    records: int
    #: The first problems; `problem_count` counts all.
    problems: list[Problem]
    problem_count: int
    _records = {"problems": Problem}

    def __bool__(self) -> bool:
        return self.valid

    def _repr_html_(self) -> str:
        from . import _html

        lines: dict[str, object] = {"valid": self.valid, "records": self.records, "problems": self.problem_count}
        for problem in self.problems[:20]:
            lines[f"line {problem.line} {problem.field}"] = f"{problem.message}. {problem.remedy}"
        return _html.table("Validation", lines)


class Scores(Record):
    """Precision and recall; `None` where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None
    f2: float | None


class TypeReport(Record):
    """How well one entity type is found."""

    labelled: int
    found: int
    spurious: int
    strict: Scores
    partial: Scores
    characters: Scores
    blind_character_recall: float | None
    leaked: int
    missed: int
    leak_rate: float | None
    missed_rate: float | None
    full_coverage_rate: float | None
    _records = {"strict": Scores, "partial": Scores, "characters": Scores}


class Fault(Record):
    """A place that is wrong."""

    #: The labelled line, from 1.
    line: int
    kind: str
    entity_type: str
    start: int
    end: int


class EvaluationReport(Record):
    """How good findings are on labelled texts."""

    lines: int
    overall: TypeReport
    #: By entity type, as dicts.
    entity_types: dict[str, Any]
    languages: dict[str, Any]
    clean_lines: dict[str, Any]
    token_consistency: dict[str, Any]
    residual_values: dict[str, Any]
    labels: dict[str, Any]
    left_out: int
    #: The first wrong places, as many as were asked for.
    faults: list[Fault]
    _records = {"overall": TypeReport, "faults": Fault}

    def _repr_html_(self) -> str:
        from . import _html

        overall = self.overall
        lines: dict[str, object] = {
            "lines": self.lines,
            "labelled": overall.labelled,
            "precision": overall.strict.precision,
            "recall": overall.strict.recall,
            "F1": overall.strict.f1,
            "leaked": overall.leaked,
            "found where nothing is": overall.spurious,
        }
        return _html.table("Evaluation", lines)


class ScannedFile(Record):
    """What personal data is in one file: no value, only where."""

    name: str
    format: str
    rows: int
    #: `{"column", "entityType", "count", "rows"}`, the last being the first few rows that have one.
    findings: list[dict[str, Any]]
    warnings: list[RowWarning]
    _records = {"warnings": RowWarning}


class ScanReport(Record):
    """What personal data is where."""

    files: list[ScannedFile]
    #: Findings by entity type over all files.
    totals: dict[str, int]
    _records = {"files": ScannedFile}

    def _repr_html_(self) -> str:
        from . import _html

        lines: dict[str, object] = {
            f"{file.name}: {found['column']}: {found['entityType']}": found["count"]
            for file in self.files
            for found in file.findings
        }
        return _html.table("Personal data", lines)
