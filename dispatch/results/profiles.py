"""Figures of each hourly series that a case names, beside the usual range of its technology."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Floats
from dispatch.case import Case
from dispatch.technologies import ALL

HOURS = {each.name: each.hours for each in ALL if each.hours}
"""Full-load hours of a year that plants in China reach: 281 h is the slip of 万千瓦 taken for MW [h]."""
PEAK_HOURS = (3500.0, 8760.0)
"""Hours of maximum load (energy over peak) of a province or an industrial load [h]."""
YEAR = 8000
"""Minimum hours of a horizon whose full-load hours count as those of a year."""
YEARLY = 8760.0
SHAPES = ("load", "corridors")
"""Tables whose series are shapes: only the form counts, and the hours are those of the own maximum."""


@dataclass(frozen=True)
class Profile:
    """hours: full-load hours scaled to a year, for a shape those of its maximum. low, high: usual range of the hours,
    None where there is none, or where the window is shorter than a year."""

    name: str
    technology: str
    hours: float
    mean: float
    most: float
    low: float | None
    high: float | None


def technologies(case: Case) -> dict[str, str]:
    """Return the technology of each series that the tables name, or the table. A series of several technologies has the one whose
    name begins the others (``pv`` of ``pv_distributed``), else that of the first row."""
    found: dict[str, str] = {}
    for table in ("load", "corridors", "heat", "csp", "renewables"):
        rows = case.tables[table]
        kinds = rows["technology"] if table == "renewables" else [table] * len(rows)
        for name, kind in zip(rows["profile"].astype(str), map(str, kinds), strict=True):
            found[name] = kind if found.get(name, kind).startswith(kind) else found[name]
    return found


def profiles(technology: Mapping[str, str], values: Mapping[str, Floats]) -> Iterator[Profile]:
    """Yield the figures of each series. values: name -> (hours,)."""
    for name, kind in technology.items():
        own = np.asarray(values[name], dtype=float)
        mean, most = float(own.mean()), float(own.max())
        share = mean / most if kind in SHAPES and most > 0 else mean
        usual = HOURS.get(kind, PEAK_HOURS if kind == "load" else None) if len(own) >= YEAR else None
        low, high = usual or (None, None)
        yield Profile(name, kind, share * YEARLY, mean, most, low, high)
