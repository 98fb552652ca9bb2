"""What Ray and Spark share: conversations spread over workers, each wholly on one, and one account of all."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any
from zlib import crc32

from ._files import ndjson
from ._pipeline import Pipeline
from ._results import Detection, Manifest
from ._settings import Config, camel_keys
from .errors import ConfigError, NoContentError

#: The column that tells the part of a row, while it travels.
PART = "__foundry_part"
#: The column that tells its place among all rows: messages of one time stay in their order.
ORDER = "__foundry_order"
#: So many rows tell what the columns mean.
SAMPLE = 512
_LISTED_WARNINGS = 1_000


class Job:
    """A run over parts: settings with their mapping settled once, by the driver, so that every worker has the same."""

    def __init__(self, config: Config | None, settings: Mapping[str, Any], sample: list[dict[str, Any]], now: str) -> None:
        given = Pipeline(config, **settings)
        self.now = now
        config_json: dict[str, Any] = json.loads(given._engine.config())
        if config_json["exportFormat"] in ("json_raw", "parquet"):
            message = f"`{config_json['exportFormat']}` is one whole, and cannot be written in parts"
            raise ConfigError(message, path="exportFormat", hint="choose a format with one record a line")
        if config_json["exportConfig"].get("split"):
            message = "a split is made by one process, not by many"
            raise ConfigError(message, path="exportConfig.split", hint="leave it out, and split the records by their conversation")
        if not config_json.get("mappings"):
            found = given.detect_mapping(("rows.ndjson", ndjson(sample)))
            _refuse_doubt(found)
            mappings = [mapping.to_dict() for mapping in found.mappings]
            options = {**found.options, **_said(config_json["mappingOptions"])}
            settings = {**settings, "mappings": mappings, "mapping_options": options}
        self.key = _key(settings.get("mappings") or config_json["mappings"], settings, config_json)
        self.pipeline = Pipeline(config, **settings)

    def part_of(self, row: Mapping[str, Any], parts: int) -> int:
        """Which part a row belongs to: that of its conversation."""
        return part_of(row[ORDER] if self.key is None else row.get(self.key), parts)

    def run(self, table: Any) -> Any:
        """A part, as a pyarrow table: one row for each of its records, one for its manifest."""
        rows = table.sort_by(ORDER).drop_columns([ORDER, PART]).to_pylist()
        out = io.BytesIO()
        pipeline = self.pipeline._with({"source": {"format": "ndjson"}})
        manifest = pipeline.process(("rows.ndjson", ndjson(rows)), out, threads=1, now=self.now)
        return _result_table(out.getvalue().decode().split("\n")[:-1], manifest.to_json())


def part_of(value: Any, parts: int) -> int:
    """The same part for the same value, on every machine."""
    return crc32(str(value).encode("utf-8", "surrogatepass")) % parts


def numbered(table: Any, block: int, job: Job, parts: int) -> Any:
    """A block of rows, a pyarrow table, with the place of each among all rows and its part."""
    pa = import_module("pyarrow")
    first = block << 40
    table = table.append_column(ORDER, pa.array(range(first, first + table.num_rows), pa.int64()))
    part = [job.part_of(row, parts) for row in table.to_pylist()]
    return table.append_column(PART, pa.array(part, pa.int32()))


def _result_table(records: list[str], manifest: str) -> Any:
    pa = import_module("pyarrow")
    empty: list[None] = [None]
    columns = {"record": records + empty, "manifest": empty * len(records) + [manifest]}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def summed(manifests: Iterable[str]) -> Manifest:
    """One account of all parts: counts added up, what is equal in all of them kept."""
    parts = [json.loads(text) for text in manifests]
    if not parts:
        raise NoContentError("there are no rows")
    whole: dict[str, Any] = {**parts[0]}
    for name in ("counts", "findings", "leakAudit", "warningCounts"):
        whole[name] = _sum([part[name] for part in parts])
    if "tokens" in whole:
        whole["tokens"] = _token_sum([part["tokens"] for part in parts])
    whole["output"] = {"format": whole["output"]["format"], "bytes": sum(part["output"]["bytes"] for part in parts)}
    # Parts have no files of their own; their rows are numbered anew in each.
    whole["inputs"] = []
    whole["warnings"] = [warning for part in parts for warning in part["warnings"]][:_LISTED_WARNINGS]
    return Manifest(whole, json.dumps(whole, indent=2) + "\n")


def _sum(values: list[Any]) -> Any:
    if not isinstance(values[0], dict):
        return sum(values)
    names = sorted({name for value in values for name in value})
    # The largest of all is no sum.
    how = {name: max if name == "largestExample" else _sum for name in names}
    return {name: how[name]([value[name] for value in values if name in value]) for name in names}


def _token_sum(tokens: list[dict[str, Any]]) -> dict[str, Any]:
    total = sum(part["total"] for part in tokens)
    # To the cent, as the core rounds.
    costs = [
        {**cost, "usd": int(total * cost["usdPerMillion"] / 10_000 + 0.5) / 100} for cost in tokens[0]["costs"]
    ]
    return {**tokens[0], "total": total, "largestExample": max(part["largestExample"] for part in tokens), "costs": costs}


def _said(options: dict[str, Any]) -> dict[str, Any]:
    """Options that the settings give; what is left to be found out is no option."""
    return {name: value for name, value in options.items() if not (name == "dateOrder" and value == "auto")}


def _refuse_doubt(found: Detection) -> None:
    content = [mapping for mapping in found.mappings if mapping.target_field == "content"]
    if not content or all(mapping.confidence == "low" for mapping in content):
        message = "no column can be taken as message text, or only a doubtful one"
        raise NoContentError(message, hint="name it: `mappings=[{'source_field': …, 'target_field': 'content'}]`")


def _key(mappings: Iterable[Any], settings: Mapping[str, Any], config: dict[str, Any]) -> str | None:
    """The column that holds a conversation together; `None` where every row is a conversation of its own."""
    options = {**config["mappingOptions"], **camel_keys(settings.get("mapping_options") or {})}
    fields = {mapping["targetField"]: mapping["sourceField"] for mapping in camel_keys(list(mappings))}
    if "conversation_id" in fields:
        return fields["conversation_id"]
    conversations: dict[str, Any] = options.get("conversations") or {}
    rule = conversations.get("type")
    if rule == "sender_gap" and "sender_id" in fields:
        return fields["sender_id"]
    if rule == "file":
        message = "one conversation over all rows cannot be spread over workers"
        raise ConfigError(message, path="mappingOptions.conversations")
    return None

