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
        self._spinner = Spinner("dots")
        self._live: Live | None = None

    def __enter__(self) -> Watch:
        if self.console.is_terminal:
            self._live = Live(self._spinner, console=self.console, transient=True, refresh_per_second=8)
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
        if self._live is not None:
            self._spinner.update(text=self._line(stage, progress))

    def _line(self, stage: str, progress: Progress | None) -> Text:
        parts = [self.words(stage)]
        if progress is not None:
            parts.append(progress.stage)
            if progress.share is not None:
                parts.append(f"{progress.share:.0%}")
            if progress.gap is not None:
                parts.append(f"{self.words('gap')} {progress.gap:.1e}")
        return Text(f"{' · '.join(parts)}  {time.monotonic() - self._began:.0f} s", no_wrap=True, overflow="ellipsis")
