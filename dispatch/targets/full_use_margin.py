"""The arithmetic of a target: its margin if all available wind and sun were used."""

from __future__ import annotations

import numpy as np

from dispatch.case import Case
from dispatch.case.schema import FOSSIL
from dispatch.lp import LP, Floats

from .targets import Target


def all_used(case: Case, lp: LP, primal: Floats, target: Target) -> float:
    """Return the margin of a target, in its unit, if all available wind, sun and water were used.

    Curtailed energy E [GWh] joins gross generation. Gross coal and gas generation G, with its fuel, falls to G - E, each
    fleet in proportion. Load, export, losses and unmet demand stay as they are. No optimisation is made and no technical
    limit counts; a dispatch can pass the result only by what it changes of losses and own use. primal: an optimum of
    ``lp``, shape (columns,).
    """
    if "renewable_output" not in lp.quantities:
        return target.margin(primal)
    output, available = (lp.quantities[f"renewable_{part}"] for part in ("output", "available"))
    point = primal.copy()
    # Each cell of output is one column (of its curtailment group) times the share of the asset.
    shared = output.coefficients > 0
    full = available.value(primal).ravel()[output.cells[shared]] / output.coefficients[shared]
    np.maximum.at(point, output.columns[shared], full)
    replaced = float((output.value(point) - output.value(primal)).sum())
    if "thermal_output" in lp.quantities:
        burnt = lp.quantities["thermal_output"]
        fleets = case.tables["thermal"]
        fossil = burnt.axes[0].select(list(fleets["fleet"][fleets["technology"].isin(FOSSIL)].astype(str)))
        parts = [lp.quantities[name].select(fossil) for name in ("thermal_output", "thermal_fuel")]
        before = float(parts[0].value(primal).sum())
        columns = np.unique(np.concatenate([part.columns for part in parts]))
        point[columns] *= max(0.0, 1.0 - replaced / before) if before > 0 else 1.0
    return target.margin(point)
