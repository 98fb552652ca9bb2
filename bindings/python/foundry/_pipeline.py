"""Settings made ready, and everything that can be done with them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, overload

from . import _data, _files, _foundry
from ._progress import Bar
from ._results import (
    Cleaned,
    Deidentified,
    DeidentifiedConversation,
    Detection,
    EvaluationReport,
    Explanation,
    Export,
    Findings,
    Inspection,
    Manifest,
    MappedMessages,
    Preview,
    Report,
    RowWarning,
    ScanReport,
)
from ._settings import Config, camel_keys, now as now_text, text_of, to_json

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._foundry import Progress
    from ._types import Offsets, PipelineConfig, SplitSettings

_Data = TypeVar("_Data")
#: A conversation: a dict as the core writes it (snake_case or camelCase), or the texts of its messages.
Conversation = Union[Mapping[str, Any], Sequence[str]]
#: Labelled or predicted lines: dicts, or the path of a file with one JSON object a line.
Lines = Union[Iterable[Mapping[str, Any]], str, "os.PathLike[str]"]

_MEMORY = 32 << 20
_ROWS = 1024
_SHOWN_ROWS = 5


class Pipeline:
    """Settings compiled once, for many calls. Safe to share between threads, and can be pickled (with its keys).

    `config` is a dict, the path of a `foundry.toml` or JSON file, or an object with `to_dict`; keyword arguments are put
    over it: `Pipeline(pii_settings={"min_score": 0.6}, export_format="jsonl_qa")`.
    """

    __slots__ = ("_engine", "_given")

    def __init__(self, config: Config | None = None, /, **settings: Unpack[PipelineConfig]) -> None:
        self._given = (*text_of(config), to_json(settings))
        self._engine = _foundry.Engine(*self._given)

    @property
    def config(self) -> dict[str, Any]:
        """The settings as a manifest shows them: lists that may hold names are given by their size, keys are absent."""
        return json.loads(self._engine.snapshot())

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the whole settings without keys: equal settings have equal fingerprints."""
        return self._engine.fingerprint()

    def __repr__(self) -> str:
        return f"Pipeline({self.fingerprint[:12]})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, self._given

    def _with(self, over: Mapping[str, Any]) -> Pipeline:
        """The same settings, with others put over them."""
        text, toml, file, given = self._given
        return _restored(text, toml, file, json.dumps({**json.loads(given), **over}))

    # Texts

    @overload
    def deidentify(  # type: ignore[overload-overlap]
        self, data: str, *, threads: int | None = None, columns: None = None
    ) -> str: ...
    @overload
    def deidentify(  # type: ignore[overload-overlap]
        self, data: os.PathLike[str], *, threads: int | None = None, columns: None = None
    ) -> str: ...
    @overload
    def deidentify(
        self, data: _Data, *, threads: int | None = None, columns: Sequence[str] | None = None
    ) -> _Data: ...
    def deidentify(self, data: Any, *, threads: int | None = None, columns: Sequence[str] | None = None) -> Any:
        """De-identifies texts: what comes in goes out, without its personal data.

        `str`, list, tuple (`None` stays), iterator (lazily), pandas or polars Series, pyarrow array, and tables of them
        (`columns`, or all columns of text); a `Path` gives the text of that file as `foundry deid` writes it. Each text
        is by itself: `[EMAIL_1]` of two texts need not be the same; use the operator `hash`, or
        `deidentify_conversation`, where they must. A text without findings comes back as the same object.
        """
        if isinstance(data, str):
            return self._engine.deidentify(data)
        if isinstance(data, os.PathLike):
            return self._deidentify_file(cast("os.PathLike[str]", data))
        return _data.deidentify(self._engine, data, _threads(threads), columns)

    def deidentify_text(self, text: str) -> Deidentified:
        """De-identifies one text, and says what its tokens stand for."""
        return Deidentified(text, *self._engine.deidentify_text(text))

    def deidentify_conversation(self, conversation: Conversation) -> DeidentifiedConversation:
        """De-identifies the messages of a conversation, equal values by equal tokens, and audits it for leaks.

        A dict has `messages` of `role` (customer, agent, system) and `content`, and may have `id`, `status`,
        `known_values` …; a list of texts is taken for the messages of one customer.
        """
        given = _conversation(conversation)
        done = json.loads(self._engine.deidentify_conversation(json.dumps(given)))
        return DeidentifiedConversation(done, given)

    def clean(self, text: str) -> Cleaned:
        """Cuts from a message what the person did not write for it: quoted replies, signatures, footers, notices."""
        return Cleaned(text, *self._engine.clean(text))

    def _deidentify_file(self, path: os.PathLike[str]) -> str:
        name = os.fspath(path)
        lines = _foundry.read_text(name, name).split("\n")
        ends = ["\r\n" if line.endswith("\r") else "\n" for line in lines[:-1]] + [""]
        texts = [line[:-1] if end == "\r\n" else line for line, end in zip(lines, ends)]
        clean = self.deidentify_conversation(texts).texts
        return "".join(part for pair in zip(clean, ends) for part in pair)

    @overload
    def find(  # type: ignore[overload-overlap]
        self, data: str, *, threads: int | None = None
    ) -> Findings: ...
    @overload
    def find(  # type: ignore[overload-overlap]
        self, data: Iterator[str | None], *, threads: int | None = None
    ) -> Iterator[Findings | None]: ...
    @overload
    def find(self, data: Iterable[str | None], *, threads: int | None = None) -> list[Findings | None]: ...
    def find(self, data: Any, *, threads: int | None = None) -> Any:
        """Finds personal data in a text, or in each text of a list, an iterator or a column. Spans count code points."""
        if isinstance(data, str):
            return Findings(data, self._engine.find(data))
        return _data.find(self._engine, data, _threads(threads), Findings)

    def explain(self, text: str) -> list[Explanation]:
        """Every finding of a text with its reasons and what became of it, the dropped ones too."""
        return [Explanation(found) for found in json.loads(self._engine.explain(text))]

    def evaluate(
        self,
        lines: Lines,
        *,
        predictions: Lines | None = None,
        label_map: Mapping[str, str] | None = None,
        offsets: Offsets = "chars",
        show_errors: int = 0,
    ) -> EvaluationReport:
        """Judges what is found in labelled texts, `{"text", "spans": [{"start", "end", "label"}]}` a line.

        `label_map` says what entity type a label stands for. With `predictions`, lines of the same number and order,
        another tool is judged. `show_errors` is how many wrong places are listed.
        """
        given = _json_lines(lines)
        predicted = None if predictions is None else _json_lines(predictions)
        answer = self._engine.evaluate(given, predicted, dict(label_map or {}), offsets, show_errors)
        done = json.loads(answer)
        return EvaluationReport({**done["report"], "faults": done["faults"]})

    # Files

    def process(
        self,
        inputs: _files.Input | Iterable[_files.Input],
        out: Any = None,
        *,
        folder: bool = False,
        split: str | SplitSettings | None = None,
        provenance: Any = None,
        evidence: Any = None,
        report: Any = None,
        html_report: Any = None,
        threads: int | None = None,
        memory: int = _MEMORY,
        limit: int | None = None,
        temp_dir: str | os.PathLike[str] | None = None,
        now: datetime | str | None = None,
        progress: bool | Callable[[Progress], object] = False,
    ) -> Manifest:
        """Runs the whole job: files in, a data set out, its account back.

        Inputs are paths, patterns (`exports/*.csv`), binary files, tables, or `(name, bytes)`. `out` is a path (written aside,
        then renamed: the old file or the whole new one) or an object with `write`; without it nothing is kept. With
        `folder=True` it is a folder as the Hub reads it: data files, card, Croissant description, manifest, origin of
        each line; only a folder takes a `split` (`"80/10/10"`, percent of training, validation and test data).
        `provenance` takes the origin of each line, `evidence` what proves how the data set was made (a ZIP), `report` the
        manifest, `html_report` the page that `report()` makes: paths, or objects with `write`. `progress=True` shows a bar; a function is called with a `Progress` and
        stops the run by giving `False`. The bytes are those of `foundry process`.
        """
        if split is not None:
            again = {"folder": folder, "provenance": provenance, "evidence": evidence, "report": report}
            again["html_report"] = html_report
            rest: dict[str, Any] = {"threads": threads, "memory": memory, "limit": limit, "temp_dir": temp_dir}
            return self._split(split).process(inputs, out, now=now, progress=progress, **again, **rest)
        if folder:
            _files.refuse_as_folder(out, provenance)
        sources = _files.sources(inputs)
        for path in (*(_files.data_files(out) if folder else [out]), provenance, evidence, report, html_report):
            _files.refuse_input_as_output(sources, path)
        to = {
            "out": None if folder else out,
            "folder": out if folder else None,
            "provenance": provenance,
            "evidence": evidence,
            "report": report,
            "html_report": html_report,
        }
        bar = Bar() if progress is True else None
        tell = bar or (progress if callable(progress) else None)
        try:
            manifest = self._engine.process(
                sources, to, now_text(now), _threads(threads), memory, limit, temp_dir, tell
            )
        finally:
            if bar is not None:
                bar.close()
        return Manifest(json.loads(manifest), manifest)

    def report(
        self,
        inputs: _files.Input | Iterable[_files.Input],
        *,
        samples: int = 4,
        originals: bool = False,
        utc_offset: str | None = None,
        threads: int | None = None,
        memory: int = _MEMORY,
        limit: int | None = None,
        temp_dir: str | os.PathLike[str] | None = None,
        now: datetime | str | None = None,
        progress: bool | Callable[[Progress], object] = False,
    ) -> Report:
        """What the conversations are like and what a run makes of them: figures, sentences, charts, a page.

        Runs the whole job and keeps no data set. `samples` conversations are shown de-identified, with `originals=True`
        as they were, too: personal data. `utc_offset` (`"+02:00"`) is added to UTC for days and hours. The page is that
        of `foundry report`: `report.save("report.html")`, or the report itself as the last line of a notebook cell.
        """
        shown = {"samples": samples, "originals": originals, "utcOffset": utc_offset}
        bar = Bar() if progress is True else None
        tell = bar or (progress if callable(progress) else None)
        given = {name: value for name, value in shown.items() if value is not None}
        try:
            html, data = self._engine.report(
                _files.sources(inputs),
                json.dumps(given),
                now_text(now),
                _threads(threads),
                memory,
                limit,
                temp_dir,
                tell,
            )
        finally:
            if bar is not None:
                bar.close()
        return Report(json.loads(data), html)

    def _split(self, split: str | SplitSettings) -> Pipeline:
        """The same settings with this split; a seed that it does not name stays."""
        there: dict[str, Any] = json.loads(self._config())["exportConfig"].get("split") or {}
        given: dict[str, Any] = _shares(split) if isinstance(split, str) else {**split}
        if "seed" in there:
            given.setdefault("seed", there["seed"])
        config: dict[str, Any] = json.loads(self._given[-1]).get("exportConfig", {})
        return self._with({"exportConfig": {**config, "split": given}})

    def preview(self, source: _files.Input, count: int = 3, *, rows: int = 2_000) -> Preview:
        """The first conversations of a file before and after, filters left aside."""
        name, content = _files.source(source)
        if hasattr(content, "read"):
            content = content.read()
        shown = json.loads(self._engine.preview(name, content, now_text(None), rows, count))
        pairs = [(pair["before"], pair["after"]) for pair in shown["conversations"]]
        return Preview(pairs, Manifest(shown["manifest"], json.dumps(shown["manifest"], indent=2)))

    def scan(self, inputs: _files.Input | Iterable[_files.Input], *, limit: int | None = None) -> ScanReport:
        """What personal data is in which column of which file, without showing it."""
        files = [self._scan(name, content, limit) for name, content in _files.sources(inputs)]
        totals: dict[str, int] = {}
        for file in files:
            for found in file["findings"]:
                totals[found["entityType"]] = totals.get(found["entityType"], 0) + found["count"]
        return ScanReport({"files": files, "totals": dict(sorted(totals.items()))})

    def _scan(self, name: str, content: Any, limit: int | None) -> dict[str, Any]:
        rows = Rows((name, content), self._options())
        tallies: dict[tuple[int, str], dict[str, Any]] = {}
        count = 0
        for batch in rows.batches(limit):
            count += len(batch)
            for place, column in enumerate(rows.columns):
                found = self._engine.find_list([cells[place] or None for _, cells in batch], 1)
                for (row, _), findings in zip(batch, found):
                    for finding in findings or ():
                        key = (place, finding.entity_type)
                        tally = tallies.setdefault(
                            key, {"column": column, "entityType": finding.entity_type, "count": 0, "rows": []}
                        )
                        tally["count"] += 1
                        if len(tally["rows"]) < _SHOWN_ROWS and row not in tally["rows"][-1:]:
                            tally["rows"].append(row)
        findings = [tallies[key] for key in sorted(tallies, key=lambda key: (key[0], _RANK.get(key[1], 999)))]
        warnings = [warning.to_dict() for warning in rows.warnings]
        return {
            "name": name,
            "format": rows.options.get("format"),
            "rows": count + sum(warning["rejected"] for warning in warnings),
            "findings": findings,
            "warnings": warnings,
        }

    def inspect(self, source: _files.Input, *, samples: int = 5) -> Inspection:
        """What a file holds: its format, its columns and what they mean."""
        found = self._inspected(source, samples)
        found["warnings"] = [*found.pop("notes"), *found["warnings"]]
        found["options"] = found["mappingOptions"]
        return Inspection(found)

    def detect_mapping(self, source: _files.Input) -> Detection:
        """What the columns of a file mean."""
        found = self._inspected(source, 0)
        same = {name: found[name] for name in ("product", "fingerprint", "mappings", "warnings")}
        return Detection({**same, "options": found["mappingOptions"]})

    def _inspected(self, source: _files.Input, samples: int) -> dict[str, Any]:
        return json.loads(_foundry.inspect(*_files.source(source), self._config(), samples))

    def read(self, source: _files.Input) -> Rows:
        """The rows of a file, one after the other."""
        return Rows(_files.source(source), self._options())

    def map_messages(self, source: _files.Input) -> MappedMessages:
        """The rows of a file as messages, by the mapping of the settings or the one that is detected."""
        return MappedMessages(json.loads(_foundry.map_messages(*_files.source(source), self._config())))

    def filter_reason(self, conversation: Conversation, *, now: datetime | str | None = None) -> str | None:
        """Why the filters leave a conversation out, or `None` to keep it."""
        given = json.dumps(_conversation(conversation))
        return _foundry.filter_reason(given, self._config(), now_text(now))

    def export(self, conversations: Iterable[Conversation]) -> Export:
        """Conversations as a data set in the format of the settings: de-identified, unless these say
        `pii_settings={"enabled": False}`."""
        given = json.dumps([_conversation(conversation) for conversation in conversations])
        output, counts = self._engine.export(given)
        return Export({"output": output, "counts": json.loads(counts)})

    def _config(self) -> str:
        return self._engine.config()

    def _options(self) -> str:
        return json.dumps(json.loads(self._config())["source"])


class Rows:
    """A file being read: its columns, and its rows as tuples, one after the other. A cell is its text or `None`."""

    __slots__ = ("_head", "_reader")

    def __init__(self, source: tuple[str, Any], options: str) -> None:
        self._reader = _foundry.Reader(*source, options)
        self._head: dict[str, Any] = json.loads(self._reader.head())

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._head["columns"]

    @property
    def types(self) -> list[str]:
        """What the first values of each column look like."""
        return self._head["types"]

    @property
    def options(self) -> dict[str, Any]:
        """How the file is read, complete."""
        return self._head["options"]

    @property
    def warnings(self) -> list[RowWarning]:
        """Rows left out so far, and remarks; complete when the last row has been read."""
        return [RowWarning(warning) for warning in json.loads(self._reader.warnings())]

    def batches(self, limit: int | None = None) -> Iterator[list[tuple[int, list[str | None]]]]:
        """Rows with their numbers, many at a time."""
        left = limit
        while left is None or left > 0:
            rows = self._reader.rows(_ROWS if left is None else min(left, _ROWS))
            if not rows:
                return
            left = None if left is None else left - len(rows)
            yield rows

    def __iter__(self) -> Iterator[tuple[str | None, ...]]:
        for batch in self.batches():
            for _, cells in batch:
                yield tuple(cells)


#: In the order of the core.
_RANK = {name: place for place, name in enumerate(_foundry.ENTITY_TYPES)}
#: The pipelines of calls that name their settings, the oldest first.
_compiled: dict[tuple[str, bool, str | None, str], Pipeline] = {}
_MOST_COMPILED = 32


def _restored(text: str, toml: bool, file: str | None, over: str) -> Pipeline:
    """The pipeline of settings on their way to the core, compiled at the first call that has them."""
    given = (text, toml, file, over)
    pipeline = _compiled.get(given)
    if pipeline is None:
        pipeline = Pipeline.__new__(Pipeline)
        pipeline._given, pipeline._engine = given, _foundry.Engine(*given)
        while len(_compiled) >= _MOST_COMPILED:
            _compiled.pop(next(iter(_compiled)), None)
        _compiled[given] = pipeline
    return pipeline


def pipeline_of(config: Config | None, over: Mapping[str, Any]) -> Pipeline:
    """The pipeline of these settings, compiled at the first call that has them."""
    if config is None and not over:
        return plain()
    return _restored(*text_of(config), to_json(over) if over else "{}")


_plain: Pipeline | None = None


def plain() -> Pipeline:
    """The pipeline without settings, compiled at the first call."""
    global _plain
    if _plain is None:
        _plain = Pipeline()
    return _plain


def _shares(split: str) -> dict[str, float]:
    """`80/10/10` (or `90/10`) as the shares of validation and test data."""
    parts = [int(part) if part.strip().isdecimal() else -1 for part in split.split("/")]
    if len(parts) not in (2, 3) or parts[0] <= 0 or min(parts) < 0 or sum(parts) != 100:
        raise ValueError("a split is written in percent that sum to 100, such as 80/10/10 or 90/10")
    return {"validation": parts[1] / 100, "test": parts[2] / 100 if len(parts) == 3 else 0.0}


def _threads(given: int | None) -> int:
    if given is not None:
        return given
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _conversation(given: Conversation) -> dict[str, Any]:
    if isinstance(given, Mapping):
        return {"id": "", **camel_keys(given)}
    return {"id": "", "messages": [{"role": "customer", "content": text} for text in given]}


def _json_lines(lines: Lines) -> list[str]:
    if isinstance(lines, (str, os.PathLike)):
        path = os.fspath(lines)
        return [line for line in _foundry.read_text(path, path).splitlines() if line.strip()]
    return [json.dumps(line) for line in lines]
