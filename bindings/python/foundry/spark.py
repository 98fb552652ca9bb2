"""Foundry on Spark: the way past one machine.

>>> import foundry.spark
>>> done = foundry.spark.process(spark.read.csv("s3://…", header=True), export_format="jsonl_qa")   # doctest: +SKIP
>>> done.records().write.text("s3://…/train"); done.manifest()                                      # doctest: +SKIP

Each conversation is wholly on one worker; the records are those of one machine, in another order. The operators `hash`
and `surrogate` give equal values equal tokens on all workers. Where dates can be read either way (03/04/2024), set
`mapping_options={"date_order": …}`: a worker sees its own rows only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

_SCHEMA = "record string, manifest string"


class Processed:
    """A data set in parts, and its account."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def records(self) -> Any:
        """A data frame with one column, `record`: a line of the export each."""
        return self._parts.where("record is not null").select("record")

    def manifest(self) -> Manifest:
        """The account of all workers: their counts added up."""
        accounts = self._parts.where("manifest is not null").select("manifest")
        return _cluster.summed(row["manifest"] for row in accounts.collect())


def deidentify(
    df: Any, columns: Sequence[str] | None = None, *, config: Config | None = None, **settings: Unpack[PiiSettings]
) -> Any:
    """De-identifies columns of text (all of them by default), each text by itself."""
    pipeline = pipeline_of(config, {"piiSettings": settings} if settings else {})
    names = [name for name, kind in df.dtypes if kind == "string"] if columns is None else list(columns)

    def clean(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield pipeline.deidentify(batch, threads=1, columns=names)

    return df.mapInArrow(clean, df.schema)


def process(
    df: Any,
    config: Config | None = None,
    *,
    parts: int = 64,
    now: datetime | str | None = None,
    **settings: Unpack[PipelineConfig],
) -> Processed:
    """Runs the whole job on the rows of a data frame: columns are mapped, rows grouped to conversations, these
    de-identified, filtered and exported, in so many parts. What it gives is computed once and kept."""
    functions = import_module("pyspark.sql.functions")
    sample = [row.asDict(recursive=True) for row in df.take(_cluster.SAMPLE)]
    job = _cluster.Job(config, settings, sample, now_text(now))

    numbered = df.withColumn(_cluster.ORDER, functions.monotonically_increasing_id())
    value = numbered[_cluster.ORDER if job.key is None else job.key].cast("string")
    part = functions.crc32(functions.coalesce(value, functions.lit("")).cast("binary")) % parts

    # Spark counts the arguments, and a method has one more.
    def run(table: Any) -> Any:
        return job.run(table)

    grouped = numbered.withColumn(_cluster.PART, part).groupBy(_cluster.PART)
    return Processed(grouped.applyInArrow(run, _SCHEMA).cache())
