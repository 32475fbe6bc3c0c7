"""Robustness of the margin: weather years, demand and export; and the region with and without each kind of flexibility."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dispatch.app.assemble import build
from dispatch.case import Built, Case, as_built, expanding, synthetic_year
from dispatch.errors import CaseError
from dispatch.lp import LP, Floats
from dispatch.messages import Message, message
from dispatch.results import AreaLookup
from dispatch.results.fields import Number
from dispatch.solve import Basis

from .basis_mapping import map_basis
from .break_even import MarginSolver, scaled
from .hosting_capacity import ScaledNewEnergy
from .sampling import Sample
from .solver import Solver

DEMAND = {"low": 0.943, "mid": 1.0, "high": 1.057}
"""Demand growth of 4, 5 and 6 % a year from 2024 to 2030, over that of 5 %."""
ONLINE = (0.0, 0.5, 0.95)
"""Shares of the grids' coal that stay online (`thermal.minimum_online`)."""
NAN = float("nan")
FLEXIBLE = ("storage", "retrofit", "demand_response")


def by_weather(sample: Sample, seeds: Sequence[int], name: str, solver: Solver) -> Iterator[tuple[Message, float]]:
    """(seed, margin of the target) of synthetic weather years of the same case, each at weeks that represent that year, by a
    cold start: from another year's basis simplex takes three times as long. What the sample of the case's own weather is
    known to be off by is allowed for in all of them. Raises CaseError where the case names no weather that can be drawn."""
    for seed in seeds:
        cold = MarginSolver(solver, scaling=sample.scaling)
        yield (
            message("vd_case_weather", seed=seed),
            cold.margins(sample.elsewhere(*synthetic_year(seed)))[name],
        )


def by_growth(sample: Sample, name: str, warm: MarginSolver) -> Iterator[tuple[Message, float]]:
    """(demand and export, margin) for low, mid and high of both, in the weather of the case; an export level whose
    curve does not fit its corridor is reported as NaN."""
    for level in ("low", "mid", "high"):
        try:
            other = sample.again(f"export_level={level}")
        except CaseError:
            other = None
        for growth, factor in DEMAND.items():
            margin = float("nan") if other is None else warm.margins(scaled(other, "demand", factor))[name]
            levels = {"demand": message(f"vd_level_{growth}"), "export": message(f"vd_level_{level}")}
            yield message("vd_case_levels", **levels), margin


def by_online(sample: Sample, name: str, warm: MarginSolver) -> Iterator[tuple[Message, float]]:
    """(share of the grids' coal that is online in every hour, margin), besides the monthly minimum of the case."""
    case = sample.base.case
    fleets = case.tables["thermal"]
    coal = (fleets["technology"] == "coal") & (fleets["settles"] == "grid")
    for share in ONLINE if coal.any() else ():
        changed = fleets.assign(minimum_online=np.where(coal, share, fleets["minimum_online"]))
        margins = warm.margins(replace(case, tables={**case.tables, "thermal": changed}))
        yield message("vd_case_online", share=f"{share:.0%}"), margins[name]


@dataclass(frozen=True)
class Variant:
    """The region with some flexibility taken away or built to its bound: utilisation of wind and PV, energies [TWh],
    change of cost against the case as given [million CNY, without what is built], margin of the target; and for each
    floor of utilisation the wind and PV of the region [GW] at which it is reached, all areas growing alike, None where it
    lies beyond the search."""

    name: str
    utilisation: Number
    curtailed: Number
    new_energy: Number
    thermal: Number
    cost: Number
    margin: Number
    at: Mapping[float, float | None]


def with_and_without(sample: Sample, name: str, solver: Solver) -> list[Variant]:
    """As given; without the storage and the demand response that it has; with the measures of each kind of flexibility
    built to their bounds; with all of them. Amounts are those of the sample over its share of the window."""
    case, share = sample.base.case, sample.share
    cases = {"given": case, "no_storage": _without(case, "storage"), "no_response": _without(case, "demand_response")}
    opened = expanding(case).tables["measures"]
    for kind in (*FLEXIBLE, "flexible"):
        rows = opened[opened["kind"].isin(FLEXIBLE if kind == "flexible" else (kind,))]
        if len(rows):
            cases[f"with_{kind}"] = as_built(case, _to_the_bound(rows))
    found: list[Variant] = []
    lp: LP | None = None
    basis: Basis | None = None
    first = bias = NAN
    for label, one in cases.items():
        new = build(one)
        start = map_basis(basis, lp, new) if lp is not None and basis is not None else None
        solution = solver(new.matrix(), start)
        if solution.primal is None:
            found.append(Variant(label, NAN, NAN, NAN, NAN, NAN, NAN, {}))
            continue
        growing = ScaledNewEnergy(one, AreaLookup(one).areas, solver, new, solution.start)
        if label == "given":
            lp, basis, first = new, solution.start, solution.objective
            bias = growing.share(new, solution.primal) - growing.share(sample.whole.lp, sample.whole.primal)
        used, lost, made = _weather(one, new, solution.primal)
        burnt, dearer = _burnt(new, solution.primal), solution.objective - first
        margin = {target.name: target.margin(solution.primal) for target in sample.scaling.targets(one, new)}[name]
        at = growing.at(bias) if growing.capacity() > 0 else {}
        found.append(Variant(label, used, lost / share, made / share, burnt / share, dearer / share, margin, at))
    return found


def _to_the_bound(rows: pd.DataFrame) -> dict[str, Built]:
    return {
        str(name): Built(float(most), float(most) * float(hours) if kind == "storage" else 0.0)
        for name, most, hours, kind in zip(rows["measure"], rows["most"], rows["most_hours"], rows["kind"], strict=True)
    }


def _without(case: Case, kind: str) -> Case:
    tables = dict(case.tables)
    if kind == "demand_response":
        tables[kind] = tables[kind].assign(capability=tables[kind]["capability"] * 0.0)
    else:
        gone = np.where(tables["capacity"]["asset"].isin(tables["storage"]["asset"]), 0.0, 1.0)
        ledger = tables["capacity"]
        tables["capacity"] = ledger.assign(capacity=ledger["capacity"] * gone, energy=ledger["energy"] * gone)
    return replace(case, tables=tables)


def _weather(case: Case, lp: LP, primal: Floats) -> tuple[float, float, float]:
    """Return utilisation (NaN without wind and PV), curtailed and used energy [TWh] of wind and PV at a point."""
    if case.tables["renewables"].empty:
        return NAN, 0.0, 0.0
    output, available = (lp.quantities[f"renewable_{part}"].value(primal) for part in ("output", "available"))
    inside = (case.tables["renewables"]["technology"] != "hydro").to_numpy()
    made, offered = float(output[inside].sum()), float(available[inside].sum())
    return made / offered if offered else NAN, (offered - made) * 1e-3, made * 1e-3


def _burnt(lp: LP, primal: Floats) -> float:
    quantities = lp.quantities
    return float(quantities["thermal_output"].value(primal).sum()) * 1e-3 if "thermal_output" in quantities else 0.0
