"""The same records on a cluster as on one machine, order aside. Runs where Ray or Spark is installed."""

from __future__ import annotations

import io
import json
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import foundry

EXAMPLES = Path(__file__).parents[3] / "bindings/cli/examples"
NOW = "2026-02-01T00:00:00Z"
SETTINGS: list[dict[str, Any]] = [
    {},
    {
        "export_format": "jsonl_qa",
        "filter_settings": {"min_message_count": 3},
        "pii_settings": {"default_operator": {"type": "hash"}, "hash_key": "a key of the tests"},
    },
    {
        "export_format": "jsonl_sharegpt",
        "export_config": {"count_tokens": True, "max_tokens": 120, "prices": {"own_model": 1000.0}},
    },
]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    table = foundry.read(EXAMPLES / "tickets.csv")
    found = [{name: cell or "" for name, cell in zip(table.columns, row)} for row in table]
    # Rows of one conversation come from everywhere.
    return [row for start in range(7) for row in found[start::7]]


def alone(rows: list[dict[str, str]], settings: dict[str, Any]) -> tuple[list[str], foundry.Manifest]:
    out = io.BytesIO()
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    manifest = foundry.process(("rows.ndjson", text), out, now=NOW, **settings)
    return sorted(out.getvalue().decode().split("\n")[:-1]), manifest


def check(done: Any, records: list[str], rows: list[dict[str, str]], settings: dict[str, Any]) -> None:
    wanted, account = alone(rows, settings)
    assert len(wanted) > 50 and sorted(records) == wanted
    manifest = done.manifest()
    assert manifest.counts == account.counts and manifest.findings == account.findings
    assert manifest.tokens == account.tokens
    assert manifest.leak_audit == account.leak_audit and manifest.warning_counts == account.warning_counts


@pytest.mark.parametrize("settings", SETTINGS)
def test_parts_give_the_same_records(rows: list[dict[str, str]], settings: dict[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    from foundry import _cluster

    job = pickle.loads(pickle.dumps(_cluster.Job(None, settings, rows, NOW)))
    blocks = [_cluster.numbered(pa.Table.from_pylist(rows[at : at + 99]), at, job, 5) for at in range(0, len(rows), 99)]
    table = pa.concat_tables(reversed(blocks))
    parts = [job.run(table.filter(pc.equal(table[_cluster.PART], part))) for part in range(5)]
    results = pa.concat_tables(parts).to_pylist()
    records = [row["record"] for row in results if row["record"] is not None]
    wanted, account = alone(rows, settings)
    assert len(wanted) > 50 and sorted(records) == wanted
    manifest = _cluster.summed(row["manifest"] for row in results if row["manifest"] is not None)
    assert manifest.counts == account.counts and manifest.findings == account.findings
    assert manifest.tokens == account.tokens


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    ray = pytest.importorskip("ray")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=2, include_dashboard=False, _node_ip_address="127.0.0.1", object_store_memory=200 << 20)
    yield ray
    ray.shutdown()


@pytest.mark.parametrize("settings", SETTINGS)
def test_ray_gives_the_same_records(ray: Any, rows: list[dict[str, str]], settings: dict[str, Any]) -> None:
    import foundry.ray

    ds = ray.data.from_items(rows, override_num_blocks=5)
    done = foundry.ray.process(ds, parts=6, now=NOW, **settings)
    check(done, [row["record"] for row in done.records().take_all()], rows, settings)


def test_ray_columns(ray: Any) -> None:
    import foundry.ray

    ds = ray.data.from_items([{"id": n, "text": f"{n} ann@example.org"} for n in range(20)], override_num_blocks=3)
    done = foundry.ray.deidentify(ds, ["text"]).take_all()
    assert sorted(row["text"] for row in done) == sorted(f"{n} [EMAIL_1]" for n in range(20))


def test_a_worker_of_ray_may_die(ray: Any, rows: list[dict[str, str]], tmp_path: Path) -> None:
    import foundry.ray

    died = tmp_path / "died"

    def die_once(table: Any) -> Any:
        if not died.exists():
            died.touch()
            os._exit(1)
        return table

    ds = ray.data.from_items(rows, override_num_blocks=5).map_batches(die_once, batch_format="pyarrow")
    done = foundry.ray.process(ds, parts=6, now=NOW)
    assert died.exists()
    check(done, [row["record"] for row in done.records().take_all()], rows, {})


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2,4]")
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.python.worker.reuse": "true",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.mark.parametrize("settings", SETTINGS)
def test_spark_gives_the_same_records(spark: Any, rows: list[dict[str, str]], settings: dict[str, Any]) -> None:
    import foundry.spark

    done = foundry.spark.process(spark.createDataFrame(rows), parts=6, now=NOW, **settings)
    check(done, [row["record"] for row in done.records().collect()], rows, settings)


def test_spark_columns(spark: Any) -> None:
    import foundry.spark

    df = spark.createDataFrame([(n, f"{n} ann@example.org") for n in range(20)], "id int, text string")
    done = foundry.spark.deidentify(df).collect()
    assert sorted(row["text"] for row in done) == sorted(f"{n} [EMAIL_1]" for n in range(20))


def test_a_worker_of_spark_may_die(spark: Any, rows: list[dict[str, str]], tmp_path: Path) -> None:
    import foundry.spark

    died = str(tmp_path / "died")

    def die_once(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            if not os.path.exists(died):
                open(died, "w").close()
                os._exit(1)
            yield batch

    df = spark.createDataFrame(rows)
    done = foundry.spark.process(df.mapInArrow(die_once, df.schema), parts=6, now=NOW)
    check(done, [row["record"] for row in done.records().collect()], rows, {})
    assert os.path.exists(died)


def test_what_cannot_be_spread_is_refused(rows: list[dict[str, str]]) -> None:
    from foundry._cluster import Job

    for whole in ("json_raw", "parquet"):
        with pytest.raises(foundry.errors.ConfigError, match="one whole"):
            Job(None, {"export_format": whole}, rows, NOW)
    with pytest.raises(foundry.errors.ConfigError, match="split"):
        Job(None, {"export_config": {"split": {"test": 0.1}}}, rows, NOW)
    with pytest.raises(foundry.errors.NoContentError):
        Job(None, {}, [{"a": "1"}], NOW)
    mappings = [{"source_field": "Message", "target_field": "content"}]
    with pytest.raises(foundry.errors.ConfigError, match="cannot be spread"):
        Job(None, {"mappings": mappings, "mapping_options": {"conversations": {"type": "file"}}}, rows, NOW)
    assert Job(None, {}, rows, NOW).key == "Ticket ID"
