"""What notebooks show. Light and dark pages both: every colour carries its own background."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._foundry import Finding
    from ._results import Removed

_COLOURS = ("#bfdbfe", "#fde68a", "#bbf7d0", "#fecaca", "#ddd6fe", "#fed7aa", "#a5f3fc", "#fbcfe8")
_BLOCK = "white-space:pre-wrap;overflow-wrap:anywhere;font-family:monospace;line-height:1.7;margin:.3em 0"
_CELL = "text-align:left;vertical-align:top;padding:.15em .8em .15em 0;white-space:pre-wrap"


def colour(entity_type: str) -> str:
    """The same colour for a type wherever it is shown."""
    return _COLOURS[sum(entity_type.encode()) % len(_COLOURS)]


def marked(text: str, entity_type: str, title: str = "") -> str:
    style = f"background:{colour(entity_type)};color:#111;border-radius:.25em;padding:.05em .25em"
    return f'<mark style="{style}" title="{escape(title or entity_type)}">{escape(text)}</mark>'


def highlighted(text: str, findings: Sequence[Finding]) -> str:
    """The text with its findings marked, each named by its type."""
    parts: list[str] = []
    done = 0
    for finding in findings:
        title = f"{finding.entity_type}, score {finding.score}, {finding.recognizer}"
        parts.append(escape(text[done : finding.start]))
        parts.append(marked(text[finding.start : finding.end], finding.entity_type, title))
        parts.append(f'<sub style="opacity:.7">{escape(finding.entity_type)}</sub>')
        done = finding.end
    parts.append(escape(text[done:]))
    return f'<div style="{_BLOCK}">{"".join(parts)}</div>'


def struck_out(text: str, removed: Sequence[Removed]) -> str:
    """The text with the parts struck out that were cut, each named by its reason."""
    parts: list[str] = []
    done = 0
    for part in removed:
        parts.append(escape(text[done : part.start]))
        cut = escape(text[part.start : part.end])
        parts.append(f'<del style="opacity:.6" title="{escape(part.reason)}">{cut}</del>')
        done = part.end
    parts.append(escape(text[done:]))
    return f'<div style="{_BLOCK}">{"".join(parts)}</div>'


def with_tokens(text: str, tokens: Iterable[str]) -> str:
    """A clean text with its tokens marked."""
    shown = escape(text)
    for token in sorted(tokens, key=len, reverse=True):
        label = token.strip("[]").rsplit("_", 1)[0]
        shown = shown.replace(escape(token), marked(token, label))
    return shown


def side_by_side(rows: Iterable[tuple[str, str, str]]) -> str:
    """Rows of a name and HTML before and after."""
    lines = (
        f'<tr><td style="{_CELL};opacity:.7">{escape(name)}</td><td style="{_CELL}">{before}</td>'
        f'<td style="{_CELL}">{after}</td></tr>'
        for name, before, after in rows
    )
    head = f'<tr><th></th><th style="{_CELL}">before</th><th style="{_CELL}">after</th></tr>'
    return f"<table>{head}{''.join(lines)}</table>"


def table(title: str, values: Mapping[str, object]) -> str:
    """Names and values, one a row."""
    rows = (
        f'<tr><td style="{_CELL}">{escape(name)}</td><td style="{_CELL}">{escape(shown(value))}</td></tr>'
        for name, value in values.items()
    )
    return f"<div><strong>{escape(title)}</strong><table>{''.join(rows)}</table></div>"


def framed(page: str, title: str) -> str:
    """A whole page in a frame of its own, which may run and load nothing."""
    style = "width:100%;height:80vh;border:1px solid #8884;border-radius:.5em"
    return f'<iframe sandbox title="{escape(title)}" style="{style}" srcdoc="{escape(page)}"></iframe>'


def shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "–"}[value]
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
