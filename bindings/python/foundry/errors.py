"""The exceptions of this package: one class for each code of the core, with its text, its place and what to do about it."""

from __future__ import annotations

import sys

__all__ = [
    "BY_CODE",
    "CancelledError",
    "ConfigError",
    "EncodingError",
    "FileError",
    "FormatError",
    "FoundryError",
    "LeakError",
    "LimitError",
    "MappingError",
    "NoContentError",
    "PatternError",
    "UnknownColumnError",
    "UnknownTokenError",
    "UnsupportedError",
]


class FoundryError(Exception):
    """What went wrong, where, and what to do. Never carries a value of the data."""

    #: The stable code, equal in every language.
    code: str = "error"
    #: The message without its place.
    message: str
    #: What to do about it.
    hint: str | None
    #: The name of the input.
    file: str | None
    #: The row, counted from 1 with the header as row 1.
    row: int | None
    #: The column by name.
    column: str | None
    #: The byte from the start of the (unpacked) input.
    byte: int | None
    #: The path of a setting or field, such as `piiSettings.minScore`.
    path: str | None

    def __init__(
        self,
        text: str = "",
        *,
        message: str | None = None,
        hint: str | None = None,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        byte: int | None = None,
        path: str | None = None,
    ) -> None:
        super().__init__(text)
        self.message = text if message is None else message
        self.hint = hint
        self.file, self.row, self.column, self.byte, self.path = file, row, column, byte, path
        if hint and sys.version_info >= (3, 11):
            self.add_note(f"hint: {hint}")


class ConfigError(FoundryError, ValueError):
    """The settings are wrong: an unknown key, a value out of range."""

    code = "invalid_config"


class FormatError(FoundryError, ValueError):
    """The bytes cannot be a file of the format at all."""

    code = "invalid_format"


class UnsupportedError(FoundryError):
    """The format is not supported in this build or for this call."""

    code = "unsupported"


class EncodingError(FoundryError, ValueError):
    """A file or a string that cannot be read as text."""

    code = "invalid_encoding"


class LimitError(FoundryError):
    """A limit of the settings was passed."""

    code = "limit_exceeded"


class UnknownColumnError(FoundryError, LookupError):
    """A column that the mapping needs is not in the file."""

    code = "unknown_column"


class NoContentError(FoundryError):
    """No column can be taken as message text, or only a doubtful one."""

    code = "no_content_column"


class MappingError(FoundryError, ValueError):
    """The mapping contradicts itself, or a transform cannot be built."""

    code = "invalid_mapping"


class PatternError(FoundryError, ValueError):
    """A custom pattern is refused."""

    code = "invalid_pattern"


class LeakError(FoundryError):
    """The leak audit found an original value in the bytes about to be written."""

    code = "residual_personal_data"


class UnknownTokenError(FoundryError, LookupError):
    """A token is not in the token map, or an encrypted value does not open."""

    code = "unknown_token"


class CancelledError(FoundryError):
    """The caller asked to stop."""

    code = "cancelled"


class FileError(FoundryError, OSError):
    """Reading or writing failed underneath."""

    code = "io_error"


#: The class of each code.
BY_CODE: dict[str, type[FoundryError]] = {
    kind.code: kind
    for kind in (
        ConfigError,
        FormatError,
        UnsupportedError,
        EncodingError,
        LimitError,
        UnknownColumnError,
        NoContentError,
        MappingError,
        PatternError,
        LeakError,
        UnknownTokenError,
        CancelledError,
        FileError,
    )
}

_Place = tuple["str | None", "int | None", "str | None", "int | None", "str | None"]


def from_core(code: str, text: str, message: str, hint: str | None, place: _Place) -> FoundryError:
    """The exception for an error of the core."""
    file, row, column, byte, path = place
    kind = BY_CODE.get(code, FoundryError)
    return kind(text, message=message, hint=hint, file=file, row=row, column=column, byte=byte, path=path)
