"""Seconds of each stage of a run, and the callback that reports its start."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from dispatch.solve import Progress

Report: TypeAlias = Callable[[str, Progress | None], None]
"""Called with the stage (read, build, solve, write), and with the progress of the solve while it runs."""


def _nothing(stage: str, progress: Progress | None) -> None:
    """Report nothing."""


@dataclass
class Clock:
    """``seconds`` by stage; None for a stage that was not timed (a case that was read before, say)."""

    report: Report = _nothing
    seconds: dict[str, float | None] = field(default_factory=lambda: dict.fromkeys(("read", "build", "solve", "write")))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a block and report that it began."""
        self.report(name, None)
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began
