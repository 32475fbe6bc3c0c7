"""Shortages in the least-cost dispatch of a feasible case: load, export and reserve, each at a price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.app.assemble import SHORTFALLS, build
from dispatch.case import Case
from dispatch.lp import Point
from dispatch.solve import Options, solve

MIN_SHORTAGE_GW = 1e-6
"""Smallest power [GW] that counts."""


@dataclass(frozen=True)
class Shortage:
    """A shortage: energy [GWh], hours with shortage, the most in one hour [GW] and that hour's label."""

    kind: str
    energy: float
    hours: int
    most: float
    hour: str


def shortages(case: Case, options: Options) -> list[Shortage]:
    """Return the shortages in the least-cost dispatch of a case; nothing where none is found within the time limit.
    Raises KeyboardInterrupt on Ctrl-C."""
    lp = build(case)
    solution = solve(lp.matrix(), options)
    if solution.end.interrupted:
        raise KeyboardInterrupt
    if solution.primal is None:
        return []
    point = Point(lp, solution.primal)
    found = []
    for kind in (kind for kind in SHORTFALLS if kind in lp.variables):
        hourly = point.value(kind).reshape(-1, len(case.time)).sum(axis=0)
        short = hourly > MIN_SHORTAGE_GW
        if short.any():
            worst = int(np.argmax(hourly))
            label = f"{case.time[worst]:%Y-%m-%d %H:%M}"
            found.append(Shortage(kind, float(hourly[short].sum()), int(short.sum()), float(hourly[worst]), label))
    return found
