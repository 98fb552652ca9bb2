"""The kinds of data that one call takes, each given back as what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ._foundry import Engine


def deidentify(engine: Engine, data: Any, threads: int, columns: Sequence[str] | None) -> Any:
    """Any data but a `str`, de-identified."""
    library = _library(data)
    if library in _LIBRARIES:
        return _LIBRARIES[library](engine, data, threads, columns)
    if columns is not None:
        raise TypeError(f"columns are named for tables only, not for {type(data).__name__}")
    if isinstance(data, list):
        return engine.deidentify_list(cast("list[Any]", data), threads)
    if isinstance(data, tuple):
        return tuple(engine.deidentify_list(list(cast("tuple[Any, ...]", data)), threads))
    if data is None:
        return None
    if hasattr(data, "__arrow_c_array__") or hasattr(data, "__arrow_c_stream__"):
        return _column(engine, data, threads)
    if isinstance(data, (bytes, bytearray, dict)) or not isinstance(data, Iterable):
        raise TypeError(f"cannot de-identify {_name(cast('object', data))}: give texts, or a column or table of texts")
    return _each(cast("Iterable[Any]", data), engine.deidentify)


def find(engine: Engine, data: Any, threads: int, found: Callable[[str, Any], Any]) -> Any:
    """What is found in any data but a `str`: a list for each text, `None` for `None`."""
    if isinstance(data, Iterator):
        return _each(cast("Iterator[Any]", data), lambda text: found(text, engine.find(text)))
    library = _library(data)
    if library == "pandas":
        texts = _pandas_texts(data)
    elif library == "pyarrow":
        texts = data.to_pylist()
    elif library == "polars":
        texts = data.to_list()
    elif isinstance(data, Iterable) and not isinstance(data, (bytes, bytearray, dict)):
        texts = list(cast("Iterable[Any]", data))
    else:
        raise TypeError(f"cannot search {_name(cast('object', data))}: give texts or a column of texts")
    answers = engine.find_list(texts, threads)
    return [None if text is None else found(text, answer) for text, answer in zip(texts, answers)]


def _library(data: Any) -> str:
    return type(data).__module__.partition(".")[0]


def _name(data: object) -> str:
    return type(data).__name__


def _each(texts: Iterable[Any], answer: Callable[[str], Any]) -> Iterator[Any]:
    for text in texts:
        yield None if text is None else answer(text)


def _column(engine: Engine, data: Any, threads: int) -> Any:
    """An object of the Arrow C data interface; the same where nothing was found, else one that has that interface."""
    if not hasattr(engine, "deidentify_column"):
        raise TypeError("this build reads no Arrow data: give a list of texts")
    clean = engine.deidentify_column(data, threads)
    return data if clean is None else clean


def _pyarrow(engine: Engine, data: Any, threads: int, columns: Sequence[str] | None) -> Any:
    pa = import_module("pyarrow")

    if isinstance(data, (pa.Table, pa.RecordBatch)):
        names = columns if columns is not None else [f.name for f in data.schema if _is_text(pa, f.type)]
        for name in names:
            place = data.schema.get_field_index(name)
            if place < 0:
                raise KeyError(name)
            column = _pyarrow(engine, data.column(place), threads, None)
            data = data.set_column(place, data.schema.field(place), column)
        return data
    clean = _column(engine, data, threads)
    if clean is data:
        return data
    return pa.chunked_array(clean) if isinstance(data, pa.ChunkedArray) else pa.array(clean)


def _is_text(pa: Any, kind: Any) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def _polars(engine: Engine, data: Any, threads: int, columns: Sequence[str] | None) -> Any:
    pl = import_module("polars")

    if isinstance(data, pl.DataFrame):
        names = columns if columns is not None else [name for name, kind in data.schema.items() if kind == pl.String]
        return data.with_columns([_polars(engine, data[name], threads, None) for name in names])
    clean = _column(engine, data, threads)
    return data if clean is data else pl.Series(data.name, clean)


def _pandas(engine: Engine, data: Any, threads: int, columns: Sequence[str] | None) -> Any:
    pd = import_module("pandas")

    if isinstance(data, pd.DataFrame):
        names = columns if columns is not None else [name for name in data.columns if _holds_text(pd, data[name])]
        return data.assign(**{name: _pandas(engine, data[name], threads, None) for name in names})
    if getattr(data.dtype, "storage", None) == "pyarrow":
        column = data.array.__arrow_array__()
        clean = _pyarrow(engine, column, threads, None)
        if clean is column:
            return data
        return type(data)(pd.array(clean, dtype=data.dtype), index=data.index, name=data.name)
    given = data.tolist()
    texts = _pandas_texts(data)
    clean = engine.deidentify_list(texts, threads)
    if all(new is old for new, old in zip(clean, texts)):
        return data
    values = [old if new is None else new for new, old in zip(clean, given)]
    return type(data)(values, index=data.index, name=data.name, dtype=data.dtype)


def _pandas_texts(series: Any) -> list[Any]:
    """The values of a series, with `None` where it has none."""
    return [None if gone else value for value, gone in zip(series.tolist(), series.isna().tolist())]


def _holds_text(pd: Any, series: Any) -> bool:
    if series.dtype == object:
        return all(isinstance(value, str) for value in series.dropna())
    return pd.api.types.is_string_dtype(series.dtype)


def _numpy(engine: Engine, data: Any, threads: int, columns: Sequence[str] | None) -> Any:
    if columns is not None or data.ndim != 1:
        raise TypeError("an array of texts must have one dimension")
    texts: list[Any] = data.tolist()
    clean = engine.deidentify_list(texts, threads)
    if all(new is old for new, old in zip(clean, texts)):
        return data
    return import_module("numpy").array(clean, dtype=object if data.dtype == object else None)


_LIBRARIES: dict[str, Callable[[Any, Any, int, Any], Any]] = {
    "numpy": _numpy,
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
}
