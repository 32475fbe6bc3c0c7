"""One live line while a command works; plain lines where nobody watches."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from dispatch.solve import Progress
from dispatch.words import Words


class Watch:
    """Give ``report`` to a Clock. On a terminal one line changes in place, on standard error; into a pipe goes one
    line a stage. ``quiet_solve``: the solver writes a log of its own, so nothing is drawn over it."""

    def __init__(self, console: Console, words: Words, quiet_solve: bool = False) -> None:
        self.console, self.words, self.quiet_solve = console, words, quiet_solve
        self._began = time.monotonic()
        self._stage = ""
        self._progress: Progress | None = None
        self._spinner = Spinner("dots")
        self._live: Live | None = None

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
        if self._live is not None:
            self._live.stop()
            self._live = None

    def report(self, stage: str, progress: Progress | None) -> None:
        """Show that a stage began, or how far it is."""
        if stage != self._stage:
            self._stage = stage
            if self.quiet_solve and stage == "solve":
                self._stop()
            if not self.console.is_terminal:
                self.console.print(Text(self.words(stage)))
        self._progress = progress

    def _frame(self) -> Spinner:
        """The line as it is now: stage, what the solve tells, seconds since the start."""
        parts = [self.words(self._stage)] if self._stage else []
        told = self._progress
        if told is not None:
            parts.append(self.words.remark(told.stage))
            if told.share is not None:
                parts.append(f"{told.share:.0%}")
            if told.gap is not None:
                parts.append(f"{self.words('gap')} {told.gap:.1e}")
        line = f"{' · '.join(parts)}  {time.monotonic() - self._began:.0f} s"
        self._spinner.update(text=Text(line, no_wrap=True, overflow="ellipsis"))
        return self._spinner
