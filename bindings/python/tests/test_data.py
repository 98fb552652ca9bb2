"""One call for every kind of data."""

from __future__ import annotations

import pickle
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import foundry

TEXTS = ["nothing here", "write to ann@example.org", None, "", "日本 👋 bob@example.com", "it works now"]
CLEAN = ["nothing here", "write to [EMAIL_1]", None, "", "日本 👋 [EMAIL_1]", "it works now"]


def test_a_text_without_findings_is_the_same_object() -> None:
    text = "nothing to see " * 3
    assert foundry.deidentify(text) is text
    assert foundry.deidentify([text])[0] is text


def test_lists_tuples_and_iterators() -> None:
    assert foundry.deidentify(TEXTS) == CLEAN
    assert foundry.deidentify(tuple(TEXTS)) == tuple(CLEAN)
    assert foundry.deidentify([]) == []
    pulled: list[Any] = []

    def source() -> Any:
        for text in TEXTS:
            pulled.append(text)
            yield text

    answers = foundry.deidentify(source())
    assert pulled == [] and next(answers) == CLEAN[0] and pulled == TEXTS[:1]
    assert [CLEAN[0], *answers] == CLEAN


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_any_number_of_threads_gives_the_same(threads: int) -> None:
    many = [f"{place}: {text}" if text else text for place in range(300) for text in TEXTS]
    wanted = [f"{place}: {text}" if text else text for place in range(300) for text in CLEAN]
    assert foundry.deidentify(many, threads=threads) == wanted
    assert foundry.deidentify(pa.array(many), threads=threads).to_pylist() == wanted
    assert [len(f or ()) for f in foundry.find(many, threads=threads)] == [0, 1, 0, 0, 1, 0] * 300


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_arrow_arrays(kind: pa.DataType) -> None:
    given = pa.array(TEXTS, kind)
    done = foundry.deidentify(given)
    assert isinstance(done, pa.Array) and done.type == kind and done.to_pylist() == CLEAN
    assert foundry.deidentify(given.slice(1, 3)).to_pylist() == CLEAN[1:4]
    chunked = foundry.deidentify(pa.chunked_array([given, given.slice(4)]))
    assert isinstance(chunked, pa.ChunkedArray) and chunked.type == kind and chunked.to_pylist() == CLEAN + CLEAN[4:]
    same = pa.array(["a", None])
    assert foundry.deidentify(same) is same
    with pytest.raises(TypeError, match="must hold strings"):
        foundry.deidentify(pa.array([1, 2]))


def test_arrow_tables() -> None:
    table = pa.table({"id": list(range(6)), "text": TEXTS, "note": ["ann@example.org"] * 6})
    done = foundry.deidentify(table)
    assert done.schema == table.schema
    assert done["text"].to_pylist() == CLEAN and done["note"].to_pylist() == ["[EMAIL_1]"] * 6
    one = foundry.deidentify(table.to_batches()[0], columns=["text"])
    assert isinstance(one, pa.RecordBatch) and one["note"].to_pylist() == ["ann@example.org"] * 6
    with pytest.raises(KeyError):
        foundry.deidentify(table, columns=["gone"])


def test_polars() -> None:
    series = pl.Series("text", TEXTS)
    done = foundry.deidentify(series)
    assert isinstance(done, pl.Series) and done.name == "text" and done.dtype == pl.String and done.to_list() == CLEAN
    frame = foundry.deidentify(pl.DataFrame({"id": range(6), "text": TEXTS}))
    assert frame["text"].to_list() == CLEAN and frame["id"].to_list() == list(range(6))
    assert len(foundry.find(series)) == 6


@pytest.mark.parametrize("kind", ["object", "str", "string", pd.ArrowDtype(pa.string())], ids=str)
def test_pandas(kind: Any) -> None:
    series = pd.Series(TEXTS, index=list("abcdef"), name="text", dtype=kind)
    done = foundry.deidentify(series)
    wanted = pd.Series(CLEAN, index=list("abcdef"), name="text", dtype=kind)
    pd.testing.assert_series_equal(done, wanted)
    same = pd.Series(["a", None], dtype=kind)
    assert foundry.deidentify(same) is same
    frame = foundry.deidentify(pd.DataFrame({"id": range(6), "text": series.array}))
    assert frame["text"].tolist()[1] == CLEAN[1] and frame["id"].tolist() == list(range(6))
    assert foundry.find(series)[2] is None


def test_numpy() -> None:
    given = np.array(TEXTS, dtype=object)
    assert foundry.deidentify(given).tolist() == CLEAN
    assert foundry.deidentify(np.array(["a", "ann@example.org"])).tolist() == ["a", "[EMAIL_1]"]
    same = np.array(["a", "b"])
    assert foundry.deidentify(same) is same
    with pytest.raises(TypeError):
        foundry.deidentify(np.array([["a"], ["b"]]))


def test_files_come_out_as_from_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "chat.log"
    path.write_bytes("hi ann@example.org\r\nbob@example.org\n\nann@example.org again".encode())
    assert foundry.deidentify(path) == "hi [EMAIL_1]\r\n[EMAIL_2]\n\n[EMAIL_1] again"


def test_findings_count_code_points() -> None:
    text = "👋🏽 שלום e\u0301 ann@example.org"
    found = foundry.find(text)
    assert found.values() == ["ann@example.org"] and text[found[0].start : found[0].end] == "ann@example.org"
    assert "<mark" in found._repr_html_() and "ann@" not in repr(found)
    assert pickle.loads(pickle.dumps(found)) == found
    assert foundry.find("<b>ann@example.org</b>")._repr_html_().count("<b>") == 0


def test_what_is_no_text_is_refused_by_its_place() -> None:
    for wrong in (b"bytes", 5, {"a": "b"}, object()):
        with pytest.raises(TypeError):
            foundry.deidentify(wrong)
        with pytest.raises(TypeError):
            foundry.find(wrong)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="text 2 must be a str or None, not int"):
        foundry.deidentify(["a", "b", 3])
    with pytest.raises(foundry.errors.EncodingError, match="text 1 holds a lone surrogate"):
        foundry.deidentify(["a", "\ud800"])
    with pytest.raises(foundry.errors.EncodingError):
        foundry.deidentify("\ud800")


def test_conversations() -> None:
    done = foundry.deidentify_conversation(["I am ann@example.org", "you said bob@example.org, not ann@example.org?"])
    assert done.texts == ["I am [EMAIL_1]", "you said [EMAIL_2], not [EMAIL_1]?"]
    assert list(done.token_map) == ["[EMAIL_1]", "[EMAIL_2]"] and done.audit.residual == 0
    assert done.findings == {"EMAIL_ADDRESS": 3}
    assert foundry.reidentify(done.texts, done.token_map)[1] == "you said bob@example.org, not ann@example.org?"
    assert "ann@example.org" in done._repr_html_() and "ann@" not in repr(done)
    known = {"messages": [{"role": "agent", "content": "Dear Zoltan"}], "known_values": [{"entity_type": "PERSON", "value": "Zoltan"}]}
    assert foundry.deidentify_conversation(known).texts == ["Dear [PERSON_1]"]
    with pytest.raises(foundry.errors.ConfigError, match="the conversation does not have the expected shape"):
        foundry.deidentify_conversation({"messages": [{"role": "nobody", "content": "secret"}]})


def test_settings_by_every_way(tmp_path: Path) -> None:
    text = "ann@example.org, 4111 1111 1111 1111"
    wanted = "ann@example.org, [CREDIT_CARD_1]"
    (tmp_path / "foundry.toml").write_text('[piiSettings]\nentities = ["CREDIT_CARD"]\n')
    (tmp_path / "settings.json").write_text('{"piiSettings": {"entities": ["CREDIT_CARD"]}}')

    class Settings:
        def to_dict(self) -> dict[str, Any]:
            return {"pii_settings": {"entities": ("CREDIT_CARD",)}}

    for config in (
        {"piiSettings": {"entities": ["CREDIT_CARD"]}},
        {"pii_settings": {"entities": ["CREDIT_CARD"]}},
        tmp_path / "foundry.toml",
        str(tmp_path / "settings.json"),
        Settings(),
    ):
        assert foundry.deidentify(text, config=config) == wanted
        assert foundry.Pipeline(config).deidentify(text) == wanted
        # What is given by name is put over it.
        assert foundry.deidentify(text, config=config, entities=["EMAIL_ADDRESS"]).startswith("[EMAIL_1]")
    assert foundry.deidentify(text, entities=["CREDIT_CARD"]) == wanted
    masked = foundry.deidentify(text, operators={"CREDIT_CARD": {"type": "mask", "keep_last": 4}})
    assert masked == "[EMAIL_1], **** **** **** 1111"
    hashed = {"default_operator": {"type": "hash"}, "hash_key": "a key of the tests"}
    pipeline = foundry.Pipeline(pii_settings=hashed)
    assert pipeline.deidentify(text) == foundry.deidentify(text, **hashed) != wanted
    # A key stays when other settings are put over it, and goes along to another process, but is never shown.
    again = pickle.loads(pickle.dumps(pipeline))
    assert again.deidentify(text) == pipeline.deidentify(text)
    assert "a key" not in repr(pipeline) + str(pipeline.config)


def test_errors_say_what_where_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError) as raised:
        foundry.deidentify("x", min_scor=1)  # type: ignore[call-overload]
    error = raised.value
    assert isinstance(error, foundry.errors.ConfigError)
    assert str(error) == "`piiSettings.minScor`: unknown setting `minScor`"
    assert (error.code, error.path, error.hint) == ("invalid_config", "piiSettings.minScor", "did you mean `minScore`?")
    assert (error.file, error.row, error.column, error.byte) == (None, None, None, None)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.path, again.hint) == (str(error), error.path, error.hint)

    (tmp_path / "foundry.toml").write_text("[piiSettings]\nlocal = 1\n")
    with pytest.raises(foundry.errors.ConfigError, match=r"unknown setting `local` \(line 2, column 1\)"):
        foundry.deidentify("x", config=tmp_path / "foundry.toml")
    with pytest.raises(OSError, match="gone.csv: no such file"):
        foundry.inspect(tmp_path / "gone.csv")
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    with pytest.raises(foundry.errors.NoContentError):
        foundry.process(tmp_path / "bad.csv", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_other_threads_run_meanwhile() -> None:
    text = "a long text without anything in it. " * 200_000
    ticks = 0
    done = threading.Event()

    def work() -> None:
        foundry.deidentify([text] * 4, threads=1)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.wait(0.001):
        ticks += 1
    worker.join()
    assert ticks > 3


def test_evaluation() -> None:
    line = {"text": "👋 ann@example.org", "spans": [{"start": 2, "end": 17, "label": "MAIL"}]}
    report = foundry.evaluate([line], label_map={"MAIL": "EMAIL_ADDRESS"})
    assert report.overall.strict.f1 == 1.0 and report.lines == 1 and report.faults == []
    wrong = foundry.evaluate([line], predictions=[{"spans": []}], label_map={"MAIL": "EMAIL_ADDRESS"}, show_errors=5)
    assert wrong.faults[0].line == 1 and (wrong.faults[0].start, wrong.faults[0].end) == (2, 17)
    with pytest.raises(foundry.errors.ConfigError, match="unknown value `letters`"):
        foundry.evaluate([line], offsets="letters")  # type: ignore[arg-type]


def test_explanations() -> None:
    explained = foundry.explain("👋 ann@example.org")
    assert explained[0].decision == "found" and (explained[0].start, explained[0].end) == (2, 17)
