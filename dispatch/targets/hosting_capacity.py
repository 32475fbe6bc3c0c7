"""The largest wind and PV of an area at which utilisation stays above a floor (新能源可承载规模)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dispatch.app.assemble import build
from dispatch.case import Case
from dispatch.lp import LP, Floats
from dispatch.results import AreaLookup
from dispatch.results.fields import Number
from dispatch.solve import Basis
from dispatch.technologies import WIND_AND_PV

from .basis_mapping import map_basis
from .break_even import bracket, root
from .sampling import Sample
from .solver import Solver

FLOORS = (0.95, 0.90)
"""Required utilisation rates."""
ENDS = (0.05, 8.0)
"""Factors of the wind and PV of the area between which is searched."""
CAPACITY_TOLERANCE = 1e-5
"""Relative width at which the search ends; capacities are shown in tenths of a GW."""


@dataclass(frozen=True)
class HostingCapacity:
    """An area: its wind and PV now [GW], utilisation now (of the least-cost dispatch), and for each floor the capacity
    [GW] at which utilisation is at the floor, wind and PV growing alike; None where it lies beyond the search, or where the
    area has no wind or PV yet in the hours that are searched."""

    area: str
    capacity: float
    utilisation: Number
    at: dict[float, float | None]


class ScaledNewEnergy:
    """Utilisation of the wind and PV of some areas, times a factor, each solve from the basis of the last."""

    def __init__(self, case: Case, areas: Sequence[str], solver: Solver, lp: LP | None, basis: Basis | None) -> None:
        self.case, self.solver, self.lp, self.basis = case, solver, lp, basis
        rows = case.tables["renewables"]
        self.inside = (rows["area"].isin(areas) & rows["technology"].isin(WIND_AND_PV)).to_numpy()
        self.assets = [str(name) for name in rows["asset"][self.inside]]
        self.known: dict[float, float] = {}

    def capacity(self) -> float:
        """At the end of the window [GW]."""
        return float(self.case.capacity(self.assets)[:, -1].sum()) if self.assets else 0.0

    def share(self, lp: LP, primal: Floats) -> float:
        """Taken over available, at a point of an LP of the case; NaN where nothing is available."""
        if not self.assets:
            return float("nan")
        output, available = (lp.quantities[f"renewable_{part}"] for part in ("output", "available"))
        offered = float(available.value(primal)[self.inside].sum())
        return float(output.value(primal)[self.inside].sum()) / offered if offered > 0 else float("nan")

    def utilisation(self, factor: float) -> float:
        """In the dispatch of least cost."""
        if factor not in self.known:
            self.known[factor] = self._utilisation(factor)
        return self.known[factor]

    def _utilisation(self, factor: float) -> float:
        ledger = self.case.tables["capacity"]
        share = np.where(ledger["asset"].isin(self.assets), factor, 1.0)
        tables = {**self.case.tables, "capacity": ledger.assign(capacity=ledger["capacity"] * share)}
        lp = build(replace(self.case, tables=tables))
        start = None if self.basis is None or self.lp is None else map_basis(self.basis, self.lp, lp)
        solution = self.solver(lp.matrix(), start)
        if solution.primal is None:
            return float("nan")
        self.lp, self.basis = lp, solution.start or self.basis
        return self.share(lp, solution.primal)

    def at(self, bias: float) -> dict[float, float | None]:
        """Capacity [GW] at which utilisation less ``bias`` is at each floor; None where it lies beyond the search."""
        now, found = self.capacity(), dict[float, float | None]()
        self.utilisation(1.0)
        for floor in FLOORS:

            def margin(factor: float, lack: float = floor + bias) -> float:
                return self.utilisation(factor) - lack

            factor, _, _ = root(margin, *bracket(margin, self.known, *ENDS), CAPACITY_TOLERANCE)
            found[floor] = None if factor is None else factor * now
        return found


def hosting_capacities(sample: Sample, solver: Solver) -> list[HostingCapacity]:
    """Return one entry for each area that has wind or PV; where no area has any, one without numbers for every area.

    Capacity is scaled area by area, the others as given. Utilisation on a sample is corrected by the difference between
    sample and window in the case as given."""
    base, whole, found = sample.base, sample.whole, []
    for name in AreaLookup(base.case).areas:
        area = ScaledNewEnergy(base.case, (name,), solver, base.lp, base.solution.start)
        known = area.share(whole.lp, whole.primal)
        if area.capacity() <= 0:  # it may come into service after the hours of the sample
            later = ScaledNewEnergy(whole.case, (name,), solver, None, None).capacity()
            if later > 0:
                found.append(HostingCapacity(name, later, known, dict.fromkeys(FLOORS)))
            continue
        bias = area.share(base.lp, base.primal) - known
        found.append(HostingCapacity(name, area.capacity(), known, area.at(bias)))
    nothing = dict[float, float | None].fromkeys(FLOORS)
    return found or [HostingCapacity(name, 0.0, float("nan"), nothing) for name in AreaLookup(base.case).areas]
