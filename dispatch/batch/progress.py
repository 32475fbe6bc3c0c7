"""How far a batch is, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """How far a batch is. total, done, failed, running: cases; rate: cases a minute; left: seconds, None: not known;
    memory_mb: of the cases that run; workers: that are there; seconds: since it began."""

    total: int
    done: int
    failed: int
    running: int
    rate: float
    left: float | None
    memory_mb: float
    workers: int
    seconds: float


Watcher = Callable[[State], None]
