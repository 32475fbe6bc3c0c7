"""The case with its capacities open: measures of the table, and generic components that are `extendable`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from dispatch.app.assemble import build
from dispatch.case import Built, Case, expanding, in_service
from dispatch.case.schema import OF_FLEETS
from dispatch.lp import LP, Expression, Floats, Integers, Matrix, columns_of, with_upper
from dispatch.messages import message

from .assess import service_held
from .base_case import Base
from .solver import Solver
from .targets import SampleScaling, Target

ALL = "all"
FULL = 1e-6
"""Largest distance of a size from zero or its bound at which it counts as zero or the bound [GW]. Interior points end 0.1 W to 1 kW inside."""
EXACT = 1e-9
"""The same [GW] for a compliant case with the sizes of the plan: rounding by FULL would make the values of the plan infeasible."""
SIMPLEX_ROWS = 100_000
"""Largest LP [rows] of a plan that cold dual simplex solves. CPU time on one week of 58,000 rows with 60 measures: cold simplex
19 to 29 s, with measures of one kind 6 to 10 s, interior points 28 s, simplex from the basis of the base 50 s (no presolve)."""


GENERIC: dict[Literal["units", "links", "reservoirs"], str] = {
    "units": "unit_capacity",
    "links": "link_capacity",
    "reservoirs": "reservoir_size",
}
"""Table of generic components -> variable of the capacity that is chosen where a row is `extendable`."""
MEASURES = ("added", "added_energy")
"""Variables of the measures: power [GW] and content of storage [GWh]."""


@dataclass(frozen=True, eq=False)
class OpenYear:
    """A weather year of an expansion over several. label: of the year. weight: of its dispatch in the mean of the cost. own: the expansion
    of that year alone. columns: number in the LP over all years of each column of its own, shape (columns of the own LP,)."""

    label: str
    weight: float
    own: Expansion
    columns: Integers

    def gap(self, name: str) -> Expression:
        """Return the gap of a target in this year, in columns of the LP over all years."""
        form = self.own.targets[name].gap
        return replace(form, columns=self.columns[form.columns].astype(np.int32))


@dataclass(frozen=True, eq=False)
class Expansion:
    """The case with its capacities open: the LP, and the limits on its slack. scaling: the requirements of targets,
    where it is a sample. years: the weather years that ``matrix`` has side by side, that of ``case`` and ``lp`` first, whose columns are the
    first ones; none where it has the weather of the case alone."""

    base: Base
    case: Case
    lp: LP
    matrix: Matrix
    solver: Solver
    scaling: SampleScaling
    years: tuple[OpenYear, ...] = ()

    def gaps(self, name: str) -> list[Expression]:
        """Return the gap of a target in each weather year: it is met where none is negative."""
        return [year.gap(name) for year in self.years] or [self.targets[name].gap]

    def dispatches(self, primal: Floats) -> list[tuple[Expansion, Floats]]:
        """Return the expansion of each weather year, and the point of its own LP."""
        return [(year.own, primal[year.columns]) for year in self.years] or [(self, primal)]

    def margin(self, name: str, primal: Floats) -> float:
        """Return the margin of a target: the least of the weather years."""
        return min(own.targets[name].margin(point) for own, point in self.dispatches(primal))

    def met(self, name: str, primal: Floats) -> bool:
        """Whether a point meets a target in every weather year."""
        return all(own.targets[name].met(point) for own, point in self.dispatches(primal))

    def met_before(self, name: str) -> bool:
        """Whether the case as given meets a target in every weather year."""
        owns = [year.own for year in self.years] or [self]
        return all(own.before[name].met(own.base.primal) for own in owns)

    @property
    def kinds(self) -> list[str]:
        """Kinds of measure of the case, in the order of the table."""
        return list(dict.fromkeys(self.case.tables["measures"]["kind"].astype(str)))

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Targets, as expressions of this LP."""
        return {target.name: target for target in self.scaling.targets(self.case, self.lp)}

    @cached_property
    def before(self) -> dict[str, Target]:
        """The same of the LP of the base."""
        return {target.name: target for target in self.scaling.targets(self.base.case, self.base.lp)}

    @cached_property
    def powers(self) -> dict[str, int]:
        """Name of each measure and extendable component -> column of its power or size, in the order of the tables."""
        found: dict[str, int] = {}
        for name in ("added", *GENERIC.values()):
            if name in self.lp.variables:
                block = self.lp.variables[name]
                labels = (str(label) for label in block.axes[0].labels)
                found |= {label: int(k) for label, k in zip(labels, block.index, strict=True) if k >= 0}
        return found

    def columns(self, kind: str) -> Integers:
        """Columns of the sizes of all measures but those of a kind."""
        other = (self.case.tables["measures"]["kind"] != kind).to_numpy()
        found = np.concatenate([self.lp.variables[name].index[other] for name in MEASURES])
        return found[found >= 0]

    def of_kind(self, kind: str) -> Matrix:
        """The LP in which only measures of that kind are open."""
        return self.matrix if kind == ALL else with_upper(self.matrix, self.columns(kind), 0.0)

    def power(self) -> Expression:
        """Sum of what is added [GW]."""
        return self.lp["added"].sum()

    def investment(self, primal: Floats) -> float:
        """Cost of the measures in the window at a point [million CNY]."""
        return float(self.lp.costs["measures"].value(primal)) if "measures" in self.lp.costs else 0.0

    def sizes(self, primal: Floats, rounding: float = FULL) -> dict[str, Built]:
        """Return the size of each measure at a point, without those of zero. Power within ``rounding`` [GW] of zero or its bound counts as zero
        or the bound, and content that power of ``rounding`` fills in ``most_hours`` counts as zero."""
        if "added" not in self.lp.variables:
            return {}
        power, energy = (self.lp[name].value(primal) for name in MEASURES)
        rows = self.case.tables["measures"]
        names, most = rows["measure"].astype(str), rows["most"].to_numpy(dtype=float)
        hours = np.fmax(rows["most_hours"].to_numpy(dtype=float), 1.0)
        power = np.where(power >= most - rounding, most, np.where(power > rounding, power, 0.0))
        power = self._whole_fleets(power, rounding)
        energy = np.where(energy > rounding * hours, energy, 0.0)
        sizes = {name: Built(float(p), float(e)) for name, p, e in zip(names, power, energy, strict=True)}
        return {name: size for name, size in sizes.items() if size.power > 0 or size.energy > 0}

    def _whole_fleets(self, power: Floats, rounding: float) -> Floats:
        """Return sizes of the measures [GW], shape (measures,), where no converted fleet keeps a capacity up to ``rounding``: its largest
        conversion takes this capacity."""
        rows, ledger, power = self.case.tables["measures"], self.case.tables["capacity"], power.copy()
        kinds, fleets = rows["kind"].to_numpy(), rows["extends"].astype(str).to_numpy()
        takes = np.isin(kinds, OF_FLEETS)
        for fleet in dict.fromkeys(fleets[takes]):
            there = float(in_service(self.case, ledger[ledger["asset"] == fleet])["capacity"].sum())
            of_fleet = takes & (fleets == fleet)
            rest = there - float(power[of_fleet].sum())
            converting = np.flatnonzero(of_fleet & (kinds != "retirement") & (power > 0.0))
            if len(converting) and rest <= rounding:
                power[converting[power[converting].argmax()]] += rest
        return power

    def moves(self, target: Target, kind: str) -> bool:
        """Whether capacities of a kind can move a target at all: one of capacity alone they move only directly."""
        columns = set(target.gap.columns[target.gap.coefficients != 0].tolist())
        sized = set(columns_of(self.lp, [*MEASURES, *GENERIC.values()]).tolist())
        if kind == ALL or not columns <= sized:
            return bool(columns)
        return bool(columns - set(self.columns(kind).tolist()))


def open_capacities(base: Base, solver: Solver, scaling: SampleScaling = SampleScaling()) -> Expansion | None:  # noqa: B008
    """The expansion of a case; None where it has neither measures nor extendable components."""
    tables = base.case.tables
    measures = bool(len(tables["measures"]))
    if not measures and not any(tables[name]["extendable"].any() for name in GENERIC):
        return None
    case = expanding(base.case) if measures else base.case
    lp = build(case) if measures else base.lp
    matrix = service_held(base, lp, lp.matrix())
    return Expansion(base, case, lp, matrix, for_size(solver, matrix), scaling)


def for_size(solver: Solver, matrix: Matrix) -> Solver:
    """Return the solver with simplex as its method for an LP of up to SIMPLEX_ROWS, unless the user requests a method."""
    rows, hours = len(matrix.row_lower), int(matrix.column_last.max(initial=0)) + 1
    if solver.options.method != "auto" or rows > SIMPLEX_ROWS:
        return solver
    return Solver(replace(solver.options, method="simplex", why=message("why.small", rows=rows, hours=hours)))


def open_measures(base: Base, solver: Solver, scaling: SampleScaling = SampleScaling()) -> Expansion | None:  # noqa: B008
    """The expansion of a case with measures; None where it has none."""
    return open_capacities(base, solver, scaling) if len(base.case.tables["measures"]) else None
