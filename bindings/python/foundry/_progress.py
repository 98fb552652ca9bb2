"""A bar that vanishes: in a notebook, or on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._foundry import Progress

#: Seconds between two pictures.
_PAUSE = 0.1
_WIDTH = 30


class Bar:
    """Shows how far a run is. Shows nothing where nobody looks."""

    def __init__(self) -> None:
        self._last = 0.0
        self._started = time.monotonic()
        self._handle: Any = None
        self._is_terminal = False
        shell = sys.modules.get("IPython")
        if shell is not None and type(shell.get_ipython()).__name__ == "ZMQInteractiveShell":
            display: Any = __import__("IPython.display", fromlist=["display"])
            self._handle = display.display(display.HTML(""), display_id=True)
            self._html = display.HTML
        else:
            self._is_terminal = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, at: Progress) -> bool:
        now = time.monotonic()
        if now - self._last < _PAUSE:
            return True
        self._last = now
        share, words = self._picture(at, now - self._started)
        if self._handle is not None:
            self._handle.update(self._html(f'<progress value="{share}" max="1"></progress> {words}'))
        elif self._is_terminal:
            filled = "█" * int(share * _WIDTH)
            sys.stderr.write(f"\r\x1b[K{filled:░<{_WIDTH}} {words}")
            sys.stderr.flush()
        return True

    def close(self) -> None:
        if self._handle is not None:
            self._handle.update(self._html(""))
        elif self._is_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    @staticmethod
    def _picture(at: Progress, seconds: float) -> tuple[float, str]:
        if at.phase == "read":
            share = at.bytes_read / at.bytes_total if at.bytes_total else 0.0
            rate = at.bytes_read / max(seconds, 1e-3) / 1e6
            return min(share, 1.0) / 2, f"reading: {at.rows_read:,} rows, {rate:,.0f} MB/s"
        done, total = at.conversations_done, at.conversations_total
        return 0.5 + (done / total if total else 0.0) / 2, f"writing: {done:,} of {total:,} conversations"
