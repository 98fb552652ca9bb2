"""Settings on their way to the core: snake_case to camelCase, files, objects."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any, Protocol, Union, cast

if TYPE_CHECKING:
    from typing_extensions import Never

#: Below these keys stand values of the caller's data, not settings.
_DATA = frozenset({"roleValues", "params", "custom", "prices", "labels"})


class HasDict(Protocol):
    """Settings that can tell themselves as a dict."""

    def to_dict(self) -> dict[str, Any]: ...


#: What a `config=` may be: a dict, the path of a TOML or JSON file, or an object with `to_dict`.
Config = Union[Mapping[str, Any], str, "os.PathLike[str]", HasDict]


def camel(name: str) -> str:
    """`min_score` as `minScore`; anything that is no lower-case name stays."""
    if "_" not in name or not name.islower():
        return name
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def camel_keys(value: Any) -> Any:
    """A value with the keys of its dicts in camelCase."""
    if isinstance(value, Mapping):
        given = cast("Mapping[str, Any]", value)
        pairs = ((camel(key), item) for key, item in given.items())
        return {key: item if key in _DATA else camel_keys(item) for key, item in pairs}
    if isinstance(value, (list, tuple)):
        return [camel_keys(item) for item in cast("Iterable[Any]", value)]
    return value


def to_json(value: Any) -> str:
    """JSON of a value with settings in snake_case or camelCase."""
    return json.dumps(camel_keys(value), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(cast("Iterable[Any]", value))
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, os.PathLike):
        return os.fspath(cast("os.PathLike[str]", value))
    if hasattr(value, "to_dict"):
        return camel_keys(value.to_dict())
    return _refuse(value)


def _refuse(value: object) -> Never:
    raise TypeError(f"a setting cannot be of type {type(value).__name__}")


def rfc3339(time: datetime | str) -> str:
    """A time as the core reads it; one without a zone is UTC."""
    if isinstance(time, str):
        return time
    if time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    text = time.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def now(given: datetime | str | None) -> str:
    """The given time, or that of the system."""
    return rfc3339(datetime.now(timezone.utc) if given is None else given)


def text_of(config: Config | None) -> tuple[str, bool, str | None]:
    """The text of settings, whether it is TOML, and the file it comes from."""
    if config is None:
        return "{}", False, None
    if isinstance(config, (str, os.PathLike)):
        from . import _foundry

        path = os.fspath(config)
        return _foundry.read_text(path, path), not path.lower().endswith(".json"), path
    if isinstance(config, Mapping):
        return to_json(config), False, None
    if hasattr(config, "to_dict"):
        return to_json(config.to_dict()), False, None
    raise TypeError(f"config must be a dict, a path or an object with to_dict, not {type(config).__name__}")
