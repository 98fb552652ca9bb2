"""Foundry on Ray Data: the way past one machine.

>>> import foundry.ray, ray
>>> done = foundry.ray.process(ray.data.read_csv("s3://…"), export_format="jsonl_qa")   # doctest: +SKIP
>>> done.records().write_parquet("s3://…/train"); done.manifest()                           # doctest: +SKIP

Each conversation is wholly on one worker; the records are those of one machine, in another order. The operators `hash`
and `surrogate` give equal values equal tokens on all workers. Where dates can be read either way (03/04/2024), set
`mapping_options={"date_order": …}`: a worker sees its own rows only. Messages of one time stay in the order of the data
set's blocks; `ray.data.DataContext.get_current().execution_options.preserve_order = True` keeps that of the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import _cluster
from ._pipeline import pipeline_of
from ._results import Manifest
from ._settings import Config, now as now_text

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._types import PiiSettings, PipelineConfig

__all__ = ["Processed", "deidentify", "process"]


class Processed:
    """A data set in parts, and its account."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def records(self) -> Any:
        """A Ray data set with one column, `record`: a line of the export each."""
        return self._parts.filter(_is_record).select_columns(["record"])

    def manifest(self) -> Manifest:
        """The account of all workers: their counts added up."""
        accounts = self._parts.filter(_is_manifest).select_columns(["manifest"])
        return _cluster.summed(row["manifest"] for row in accounts.take_all())


def deidentify(
    ds: Any, columns: Sequence[str] | None = None, *, config: Config | None = None, **settings: Unpack[PiiSettings]
) -> Any:
    """De-identifies columns of text (all of them by default), each text by itself."""
    pipeline = pipeline_of(config, {"piiSettings": settings} if settings else {})
    names = None if columns is None else list(columns)

    def clean(table: Any) -> Any:
        return pipeline.deidentify(table, threads=1, columns=names)

    return ds.map_batches(clean, batch_format="pyarrow")


def process(
    ds: Any,
    config: Config | None = None,
    *,
    parts: int = 64,
    now: datetime | str | None = None,
    **settings: Unpack[PipelineConfig],
) -> Processed:
    """Runs the whole job on the rows of a Ray data set: columns are mapped, rows grouped to conversations, these
    de-identified, filtered and exported, in so many parts."""
    ray: Any = import_module("ray")
    job = _cluster.Job(config, settings, ds.take(_cluster.SAMPLE), now_text(now))

    def number(table: Any, block: int) -> Any:
        return _cluster.numbered(table, block, job, parts)

    numbered = ray.remote(number)
    blocks = [numbered.remote(table, block) for block, table in enumerate(ds.materialize().to_arrow_refs())]
    grouped = ray.data.from_arrow_refs(blocks).groupby(_cluster.PART)
    return Processed(grouped.map_groups(job.run, batch_format="pyarrow").materialize())


def _is_record(row: Mapping[str, Any]) -> bool:
    return row["record"] is not None


def _is_manifest(row: Mapping[str, Any]) -> bool:
    return row["manifest"] is not None
