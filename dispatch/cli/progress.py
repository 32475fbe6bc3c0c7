"""One live line while a command works; plain lines where the output is no terminal."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner

from dispatch.messages import Words
from dispatch.solve import Progress

from .grid import plain
from .progress_file import ProgressFile

PAUSE = 20.0
"""Seconds between two lines of one stage where the output is no terminal: a log of a year has some dozen. A step that begins within
them is printed at their end."""


class Watch:
    """Give ``report`` to a Clock. On a terminal one line changes in place, on standard error; into a pipe goes one
    line a stage, and while it lasts, one now and then. ``quiet_solve``: the solver writes a log of its own, so nothing
    is drawn over it."""

    def __init__(self, console: Console, words: Words, quiet_solve: bool = False) -> None:
        self.console, self.words, self.quiet_solve = console, words, quiet_solve
        self._began = time.monotonic()
        self._reported = self._began
        self._stage = ""
        self._progress: Progress | None = None
        self._spinner = Spinner("dots")
        self._live: Live | None = None
        self._later: threading.Timer | None = None
        self._file = ProgressFile()

    def __enter__(self) -> Watch:
        if self.console.is_terminal:
            self._live = Live(get_renderable=self._frame, console=self.console, transient=True, refresh_per_second=8)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        self._cancel()
        if self._live is not None:
            self._live.stop()
            self._live = None

    def report(self, stage: str, progress: Progress | None) -> None:
        """Show that a stage began, or how far it is."""
        self._file.report(stage, progress)
        self._progress = progress
        if stage != self._stage:
            self._stage = stage
            if self.quiet_solve and stage == "solve":
                self._stop()
            self._log(0.0)
        if not (self.quiet_solve and stage == "solve"):
            self._log(PAUSE)

    def _log(self, pause: float) -> None:
        """Print the present line, where the output is no terminal, as soon as the last line is ``pause`` seconds old."""
        if self.console.is_terminal:
            return
        now = time.monotonic()
        wait = pause - (now - self._reported)
        if wait <= 0:
            self._cancel()
            self._reported = now
            self.console.print(plain(self._line()), soft_wrap=True)
        elif self._later is None:
            self._later = threading.Timer(wait, self._log, (0.0,))
            self._later.daemon = True
            self._later.start()

    def _cancel(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _frame(self) -> Spinner:
        self._spinner.update(text=plain(self._line(), no_wrap=True, overflow="ellipsis"))
        return self._spinner

    def _line(self) -> str:
        """Stage, progress of the solve, seconds since the start once there are any."""
        parts = [self.words(self._stage)] if self._stage else []
        progress = self._progress
        if progress is not None:
            parts.append(self.words(progress.stage))
            if progress.share is not None:
                parts.append(f"{progress.share:.0%}")
            if progress.gap is not None:
                parts.append(f"{self.words('gap')} {progress.gap:.1e}")
        seconds = round(time.monotonic() - self._began)
        return " · ".join(parts) + (f"  {seconds} s" if seconds or self.console.is_terminal else "")
