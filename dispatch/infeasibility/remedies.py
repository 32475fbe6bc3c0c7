"""Single-cell remedies of an infeasible case: the least change of a cell of a table, tried by a solve of the whole window."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dispatch.app.assemble import build
from dispatch.app.reading import read_case
from dispatch.case import Case
from dispatch.errors import CaseError, InfeasibleError
from dispatch.lp import LP, Integers, Matrix
from dispatch.solve import Options, solve

from .cells import Cell
from .least_change import least_change

MAX_CELLS = 16
"""Cells that are tried."""
DIGITS = 4
"""Significant digits of a reported change."""
DOUBLED = 10
"""How often the change is doubled in the search of one that is enough."""
HALVED = 10
"""How often the interval of a search is halved: to three digits."""


@dataclass(frozen=True)
class Remedy:
    """A cell, what it must hold instead (in its usual unit), and the setting that was tried: with it the whole window can
    be dispatched."""

    cell: Cell
    value: float | bool
    setting: str

    @property
    def change(self) -> float:
        """By how much the number rises."""
        return float(self.value) - float(self.cell.value)


@dataclass
class Trials:
    """Tries changes of one case: searches on its tables, and confirms what it finds as a planner would, by reading the case
    with a setting. rows: those that are violated as it is.
    deadline: on the monotonic clock [s]."""

    case: Case
    settings: Sequence[str]
    options: Options
    rows: Integers
    deadline: float
    base: Matrix | None = field(default=None)

    def remedies(self, cells: Sequence[Cell]) -> tuple[list[Remedy], int]:
        """Return the single-cell remedies of the case, and the number of cells that the time limit left untried."""
        found: list[Remedy] = []
        for number, cell in enumerate(cells):
            if number >= MAX_CELLS or time.monotonic() >= self.deadline:
                return found, len(cells) - number
            remedy = self._switched(cell) if isinstance(cell.value, bool) else self._moved(cell)
            if remedy is None and time.monotonic() >= self.deadline:
                return found, len(cells) - number
            found += [] if remedy is None else [remedy]
        return found, 0

    def _switched(self, cell: Cell) -> Remedy | None:
        if not cell.value:
            return None
        setting = cell.setting("false")
        return Remedy(cell, False, setting) if self._holds(self._read(setting)) else None

    def _moved(self, cell: Cell) -> Remedy | None:
        """The least change of a number; where rows and bounds move along with it straight, an LP finds it."""
        change = self._straight(cell)
        if change is None:
            change = self._searched(cell)
        return None if not change else self._tried(cell, change)

    def _tried(self, cell: Cell, change: float) -> Remedy | None:
        """Round a change to a few digits, outward where that is not enough, and try it."""
        now = float(cell.value)
        for rounded in dict.fromkeys((_rounded(change, round), _rounded(change, math.ceil))):
            value = float(f"{now + rounded:.12g}")
            setting = cell.setting(repr(value))
            if _inside(cell, value) and self._holds(self._read(setting)):
                return Remedy(cell, value, setting)
        return None

    def _straight(self, cell: Cell) -> float | None:
        """The change that an LP finds; None where the cell is in a coefficient; 0 where no change is enough."""
        if self.base is None:
            return None
        low, high = _range(cell)
        now = float(cell.value)
        step = max(abs(now), 1.0) * 0.01
        step = step if now + step <= high else -step
        other = _built(cell.changed(self.case, now + step))
        if other is None:
            return None
        return least_change(self.base, other.matrix(), step, (low - now, high - now), self.rows)

    def _searched(self, cell: Cell) -> float:
        """The change that doubling and halving finds, either way; 0 where none is enough."""
        now = float(cell.value)
        low, high = _range(cell)
        best = 0.0
        for sign, room in ((-1.0, now - low), (1.0, high - now)):
            first = min(room, max(abs(now), 1.0) / 2**4)
            size = next(
                (
                    one
                    for one in (min(room, first * 2**k) for k in range(DOUBLED))
                    if one and self._at(cell, sign * one)
                ),
                0.0,
            )
            less = 0.0
            for _ in range(HALVED if size else 0):
                middle = (less + size) / 2.0
                less, size = (less, middle) if self._at(cell, sign * middle) else (middle, size)
            if size and (not best or size < abs(best)):
                best = sign * size
        return best

    def _at(self, cell: Cell, change: float) -> bool:
        return self._holds(cell.changed(self.case, float(cell.value) + change))

    def _read(self, setting: str) -> Case | None:
        """The case as a planner changes it; None where the tables do not allow that."""
        start = f"{self.case.time[0]:%Y-%m-%d %H:%M}"
        try:
            return read_case(self.case.folder, [*self.settings, setting], start, len(self.case.time))
        except CaseError:
            return None

    def _holds(self, case: Case | None) -> bool:
        """Whether a case can be dispatched over its whole window; not where the time is over."""
        left = self.deadline - time.monotonic()
        lp = None if case is None or left <= 0 else _built(case)
        if lp is None:
            return False
        solution = solve(lp.matrix(), replace(self.options, time_limit=left))
        if solution.end.interrupted:
            raise KeyboardInterrupt
        return solution.primal is not None and solution.status != "infeasible"


def _built(case: Case) -> LP | None:
    try:
        return build(case)
    except InfeasibleError:
        return None


def _range(cell: Cell) -> tuple[float, float]:
    column = cell.column
    return (
        -np.inf if column.low is None else column.low,
        np.inf if column.high is None else column.high,
    )


def _inside(cell: Cell, value: float) -> bool:
    low, high = _range(cell)
    return low <= value <= high


def _rounded(change: float, how: object) -> float:
    """A change to DIGITS digits, by ``round`` or away from zero by ``math.ceil``.

    >>> _rounded(-123.456, round), _rounded(-123.416, math.ceil)
    (-123.5, -123.5)
    """
    size = abs(change)
    unit = 10.0 ** (math.floor(math.log10(size)) - DIGITS + 1)
    steps = math.ceil(size / unit - 1e-9) if how is math.ceil else round(size / unit)
    return math.copysign(steps * unit, change)
