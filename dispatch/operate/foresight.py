"""Price of foresight: figures of both runs, forecast errors, redispatch in real time, constraint violations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dispatch.arrays import Integers
from dispatch.case import Case
from dispatch.lp import LP, Floats
from dispatch.results import Run, describe_violations
from dispatch.results.foresight import (
    Difference,
    ErrorStatistic,
    Foresight,
    Knowledge,
    Quantity,
    Redispatch,
    Relaxed,
    SeriesError,
)
from dispatch.solve import Staged
from dispatch.weather import Forecast, forecast_statistics, root_mean_square

from .leads import kinds_of

CHANGED = (
    "thermal_output",
    "renewable_output",
    "csp_output",
    "charge",
    "discharge",
    "shed",
    "electrolyser_load",
    "unserved",
    "undelivered",
)
"""Hourly variables [GW] compared between the day-ahead schedule and real time."""


@dataclass(frozen=True, eq=False)
class Operated:
    """An operated window.

    cases: see ``leads_of``. forecast: parameters of the errors. lp: realised LP. row_last: last hour of its rows, shape (rows,), -1 for none. perfect, run: perfect foresight,
    and as operated. staged: decisions of the stages.
    """

    cases: Sequence[Case]
    forecast: Forecast
    lp: LP
    row_last: Integers
    perfect: Run
    run: Run
    staged: Staged


def foresight(done: Operated, knowledge: Knowledge) -> Foresight:
    """Compare an operated window with perfect foresight."""
    before, after = done.perfect.results, done.run.results
    return Foresight(
        knowledge,
        float(done.perfect.record["bound_cny"]),
        tuple(_errors(done.cases)),
        tuple(_redispatch(done.lp, done.staged)),
        _relaxed(done),
        tuple(_rows(before, after)),
        tuple(_statistics(done)),
    )


def _statistics(done: Operated) -> Iterator[ErrorStatistic]:
    realised, *foreseen = done.cases
    kinds = kinds_of(realised)
    found = forecast_statistics(done.forecast, realised.series, kinds, [case.series for case in foreseen])
    yield from (ErrorStatistic(one.kind, one.key, one.stated, one.realised) for one in found)


def _errors(cases: Sequence[Case]) -> Iterator[SeriesError]:
    realised = cases[0].series
    for name, kind in kinds_of(cases[0]).items():
        sizes = (root_mean_square(realised[name], case.series[name], kind) for case in cases[1:])
        yield SeriesError(name, kind, *sizes)


def _redispatch(lp: LP, staged: Staged) -> Iterator[Redispatch]:
    for key in CHANGED:
        if key not in lp.variables:
            continue
        index = lp.variables[key].index
        index = index[index >= 0]
        ahead, real = staged.ahead[index] * 1e3, staged.primal[index] * 1e3
        change = real - ahead
        more, less = float(change[change > 0].sum()), float(-change[change < 0].sum())
        if ahead.any() or real.any():
            yield Redispatch(key, float(ahead.sum()), float(real.sum()), more, less)


def _relaxed(done: Operated) -> Relaxed:
    case, staged = done.cases[0], done.staged
    violated = np.flatnonzero(staged.violation)
    hours = done.row_last[violated]
    dates = sorted({f"{case.time[hour]:%Y-%m-%d}" for hour in hours if hour >= 0})
    return Relaxed(
        tuple(f"{case.time[hour]:%Y-%m-%d %H:%M}" for hour in staged.relaxed),
        tuple(f"{case.time[hour]:%Y-%m-%d}" for hour in staged.relaxed_ahead),
        tuple(dates),
        staged.violation_cost * 1e6,
        tuple(describe_violations(case, done.lp, staged.violation)) if violated.size else (),
        tuple(describe_violations(case, done.lp, staged.foreseen)) if staged.foreseen.any() else (),
    )


def _rows(before: xr.Dataset, after: xr.Dataset) -> Iterator[Difference]:
    """Yield the rows of the region, then of each area of several. Figures that are zero in both runs are dropped."""
    areas = [str(area) for area in before["area"].values]
    for area, members in [("", areas), *([(name, [name]) for name in areas] if len(areas) > 1 else [])]:
        of_both = zip(_figures(before, area, members), _figures(after, area, members), strict=True)
        for (key, of, quantity, perfect), (_, _, _, operated) in of_both:
            if perfect or operated or key == "cost_total":
                yield Difference(area, key, of, quantity, perfect, operated)


def _figures(results: xr.Dataset, area: str, members: list[str]) -> Iterator[tuple[str, str, Quantity, float]]:
    """Yield key, technology or cost term, quantity and figure of some areas."""
    terms = [str(term) for term in results["term"].values]
    cost = results["cost_of_region"] if area == "" else results["cost"].sel(area=members).sum("area")
    yield "cost_total", "", "money", float(cost.sum())
    yield from (("cost_term", term, "money", float(cost.sel(term=term))) for term in terms)
    here = results.sel(area=members)
    lost, offered = (here[name].sum(("time", "area")) for name in ("curtailment", "available"))
    for technology in (str(name) for name in results["technology"].values):
        amount, whole = float(lost.sel(technology=technology)), float(offered.sel(technology=technology))
        yield "curtailed", technology, "energy", amount
        yield "curtailment_rate", technology, "share", amount / whole if amount and whole else 0.0
    yield "unserved_energy", "", "content", float(here["unserved"].sum())
    sending = results["corridor_area"].isin(members).values
    yield "undelivered_energy", "", "content", float(results["undelivered"].values[:, sending].sum())
    for way in ("up", "down"):
        short = here["reserve_shortfall"].sel(direction=way)
        yield f"shortfall_{way}_energy", "", "content", float(short.sum())
    yield from _by_technology(results, members)
    fleets, networks = (results[f"{dim}_area"].isin(members).values for dim in ("fleet", "network"))
    for key, name in (("coal", "coal"), ("co2", "co2")):
        total = results[name].values[fleets].sum() + results[f"boiler_{name}"].values[networks].sum()
        yield key, "", "coal" if key == "coal" else "co2", float(total) if np.isfinite(total) else float("nan")


def _by_technology(results: xr.Dataset, members: list[str]) -> Iterator[tuple[str, str, Quantity, float]]:
    """Yield starts of thermal plants [MW] and full cycles of storage: discharged energy over the largest content."""
    fleets = results["fleet_area"].isin(members).values
    for technology in sorted({str(name) for name in results["fleet_technology"].values}):
        chosen = fleets & (results["fleet_technology"].values == technology)
        yield "starts", technology, "power", float(results["thermal_start"].values[:, chosen].sum())
    stores = results["storage_area"].isin(members).values
    for technology in sorted({str(name) for name in results["storage_technology"].values}):
        chosen = stores & (results["storage_technology"].values == technology)
        size = _largest(results["storage_size"].values[:, chosen])
        given = float(results["discharge"].values[:, chosen].sum())
        yield "cycles", technology, "cycles", given / size if size else 0.0


def _largest(sizes: Floats) -> float:
    """Return the sum over stores of their largest content [MWh]."""
    return float(sizes.max(axis=0, initial=0.0).sum())
