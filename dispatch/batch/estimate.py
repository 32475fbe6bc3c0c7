"""Estimate time and memory of a batch before it runs, with the source of the figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from dispatch import build, read_case

from .plan import Plan, unsolved
from .store import Store, read_json

START_MB = 215.0
"""Memory of a process that has read a case and has no LP yet."""
MB_PER_NONZERO = 0.0007
"""Memory of LP, HiGHS and results, measured on weeks to months of the shipped case."""
COLD = (4.0e-9, 1.6)
"""Seconds of a cold solve: factor and power of the nonzeros, fitted to the same. A factor of three either way."""
WARM = 0.5
"""A solve from a basis over a cold one."""


@dataclass(frozen=True)
class Estimate:
    """cases: that are left to solve; seconds: of a case; memory_mb: of a case; source: ``published`` (the median of cases
    of this batch that are there) or ``size`` (from the size of the LP of the base case, roughly)."""

    cases: int
    base_seconds: float
    seconds: float
    memory_mb: float
    source: str

    def total(self, workers: int) -> float:
        """Seconds of what is left, on so many workers."""
        return self.base_seconds + self.seconds * -(-self.cases // workers)


def estimate(known: Plan) -> Estimate:
    """Of what is left of a batch. Builds the LP of the base case where nothing is published. Raises CaseError."""
    store = Store(Path(known.store))
    left = unsolved(known, store)
    others = [case for case in left if case.name != known.start]
    records = [read_json(store.place(name) / "run.json") for name in known.all if not store.missing(name, False, False)]
    if records:
        seconds = median(_seconds(record) for record in records)
        memory = max(float(record["peak_memory_mb"] or 0.0) for record in records)
        base = seconds if len(others) < len(left) else 0.0
        return Estimate(len(others), base, seconds, memory, "published")
    case = read_case(known.base.folder, known.base.changes, *known.window)
    nonzeros = build(case).matrix().matrix.nnz
    cold = COLD[0] * nonzeros ** COLD[1] + 0.5
    each = cold * WARM if known.start is not None else cold
    base = cold if len(others) < len(left) else 0.0
    return Estimate(len(others), base, each, START_MB + MB_PER_NONZERO * nonzeros, "size")


def _seconds(record: dict[str, Any]) -> float:
    return sum(float(seconds or 0.0) for seconds in record["seconds"].values())
