"""The arithmetic of a target: its margin if all available wind and sun were used."""

from __future__ import annotations

import numpy as np

from dispatch.case import Case
from dispatch.lp import LP, Expression, Floats
from dispatch.technologies import FOSSIL, WIND_AND_PV

from .targets import Target


def all_used(case: Case, lp: LP, primal: Floats, target: Target) -> float:
    """Return the margin of a target, in its unit, if all available wind, sun and water were used.

    Curtailed energy E [GWh] joins gross generation. Gross coal and gas generation G, with its fuel, falls to G - E, each
    fleet and unit in proportion. Load, export, losses and unmet demand stay as they are. No optimisation is made and no technical
    limit counts; a dispatch can pass the result only by what it changes of losses and own use. primal: an optimum of
    ``lp``, shape (columns,).
    """
    point = primal.copy()
    _raise_plants(lp, point)
    _raise_units(case, lp, point)
    gains = [form for name, form in lp.quantities.items() if name in ("renewable_output", "unit_feed_in")]
    replaced = sum(float((form.value(point) - form.value(primal)).sum()) for form in gains)
    burnt = _fossil(case, lp)
    before = sum(float(output.value(primal).sum()) for output, _ in burnt)
    if before > 0:
        columns = np.unique(np.concatenate([form.columns for pair in burnt for form in pair]))
        point[columns] *= max(0.0, 1.0 - replaced / before)
    return target.margin(point)


def _raise_plants(lp: LP, point: Floats) -> None:
    """Set the output of wind, PV and hydro to what is available. Each cell is one column (of its curtailment group) times
    the share of the asset."""
    if "renewable_output" not in lp.quantities:
        return
    output, available = (lp.quantities[f"renewable_{part}"] for part in ("output", "available"))
    shared = output.coefficients > 0
    full = available.value(point).ravel()[output.cells[shared]] / output.coefficients[shared]
    np.maximum.at(point, output.columns[shared], full)


def _raise_units(case: Case, lp: LP, point: Floats) -> None:
    """Set what units of wind, PV and hydro feed in to the most of their tables."""
    if "unit_feed_in" not in lp.quantities:
        return
    units, fed_in = case.tables["units"], lp.quantities["unit_feed_in"]
    sign = units["sign"].to_numpy(dtype=float)[:, None]
    weather = units["technology"].isin((*WIND_AND_PV, "hydro")).to_numpy()[:, None]
    more = np.maximum(lp.quantities["unit_most"].value(point) * sign - fed_in.value(point), 0.0) * weather
    point[fed_in.columns] += more.ravel()[fed_in.cells] / fed_in.coefficients


def _fossil(case: Case, lp: LP) -> list[tuple[Expression, Expression]]:
    """Output of coal and gas, and what is in proportion to it: of fleets their fuel."""
    found = []
    for table, output, bound in (
        ("thermal", "thermal_output", "thermal_fuel"),
        ("units", "unit_feed_in", "unit_feed_in"),
    ):
        if output in lp.quantities:
            rows = case.tables[table]
            kept = (
                lp.quantities[output]
                .axes[0]
                .select(list(rows[rows.columns[0]][rows["technology"].isin(FOSSIL)].astype(str)))
            )
            found.append((lp.quantities[output].select(kept), lp.quantities[bound].select(kept)))
    return found
