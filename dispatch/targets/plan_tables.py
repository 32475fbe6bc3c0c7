"""Tables of a capacity plan: what was chosen, its annual cost, and the shadow prices of the bounds that bind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.case import Case
from dispatch.case.schema import MEASURES_OF, SCHEMA
from dispatch.lp import Floats
from dispatch.results.capacity_plan import BoundKind, BoundPrice, ChosenCapacity, Unit

from .expansion import FULL, GENERIC, Expansion
from .measures import LeastCost

HOURS_OF_YEAR = 8760.0
"""Hours of a year, over which annual costs are paid (FORMULATION, section 16a)."""
KILO, MILLION = 1e3, 1e6
PRICE = 1e-3
"""Smallest shadow price of a bound that is listed [million CNY per GW or GWh]: interior points leave smaller ones."""
IN_LEDGER = ("renewables", "thermal", "storage", "electrolysers")
"""Tables whose capacity is in the ledger."""
AMOUNT = {"demand_response": "capability", "lines": "forward", "sections": "forward", "corridors": "capacity"}
"""Other tables -> column of the capacity that a measure extends."""
HOURS_ROWS: dict[str, BoundKind] = {"K1_least_hours": "least_hours", "K2_most_hours": "most_hours"}
"""Rows of the content of storage -> their bound."""


def capacities(expansion: Expansion, primal: Floats) -> tuple[ChosenCapacity, ...]:
    """Return each measure and each extendable component at a point, in the order of the tables."""
    return (*_measures(expansion, primal), *_components(expansion, primal))


def _measures(expansion: Expansion, primal: Floats) -> Iterator[ChosenCapacity]:
    if "added" not in expansion.lp.variables:
        return
    case, sizes = expansion.case, expansion.sizes(primal)
    cost = _annual_costs(expansion, primal)
    for row in case.tables["measures"].itertuples():
        name, kind = str(row.measure), str(row.kind)
        size = sizes.get(name)
        yield ChosenCapacity(
            table="measures",
            name=name,
            kind=kind,
            extends=str(row.extends),
            before_mw=_existing(case, kind, str(row.extends)) * KILO,
            added_mw=size.power * KILO if size else 0.0,
            content_mwh=size.energy * KILO if size else 0.0,
            most_mw=float(str(row.most)) * KILO,
            annual_cost_cny=cost[name] if size else 0.0,
        )


def _annual_costs(expansion: Expansion, primal: Floats) -> dict[str, float]:
    """Annual cost of each measure at a point [CNY]: its part of the cost of the LP, over the share of the window in a year."""
    cost = np.bincount(
        expansion.lp.costs["measures"].columns,
        expansion.lp.costs["measures"].coefficients,
        minlength=len(primal),
    )
    found = np.zeros(len(expansion.case.tables["measures"]))
    for name in ("added", "added_energy"):
        index = expansion.lp.variables[name].index
        found += np.where(index >= 0, (cost * primal)[np.maximum(index, 0)], 0.0)
    names = expansion.case.tables["measures"]["measure"].astype(str)
    return dict(zip(names, (found * MILLION * _years(expansion)).tolist(), strict=True))


def _years(expansion: Expansion) -> float:
    """Return the number of windows in a year."""
    return HOURS_OF_YEAR / len(expansion.case.time)


def _existing(case: Case, kind: str, extends: str) -> float:
    """Return the capacity of the row that a measure extends, at the end of the window [GW]."""
    table = MEASURES_OF[kind]
    if table in IN_LEDGER:
        return float(case.capacity([extends])[0, -1])
    rows = case.tables[table]
    return float(rows[AMOUNT[table]][rows[SCHEMA[table].columns[0].name] == extends].max())


def _components(expansion: Expansion, primal: Floats) -> Iterator[ChosenCapacity]:
    for table, variable in GENERIC.items():
        rows = expansion.case.tables[table]
        if variable not in expansion.lp.variables:
            continue
        sizes = expansion.lp[variable].value(primal)
        for k in np.flatnonzero(rows["extendable"].to_numpy(dtype=bool)).tolist():
            row = rows.iloc[k]
            if table == "reservoirs":
                power, content = max(float(row["discharge"]), 0.0), float(row["content"])
                least, most, cost = (float(row[f"size_{part}"]) for part in ("least", "most", "cost"))
            else:
                power, content = 1.0, 0.0
                least, most, cost = (float(row[f"capacity_{part}"]) for part in ("least", "most", "cost"))
            size = float(sizes[k])
            yield ChosenCapacity(
                table=table,
                name=str(row.iloc[0]),
                kind="",
                extends="",
                before_mw=least * power * KILO,
                added_mw=(size - least) * power * KILO,
                content_mwh=size * content * KILO,
                most_mw=float("nan") if most < 0 or not np.isfinite(most) else (most - least) * power * KILO,
                annual_cost_cny=size * cost * MILLION,
            )


def chosen_generic(expansion: Expansion, primal: Floats) -> dict[str, dict[str, float]]:
    """Return table -> name -> chosen capacity [GW] or size of extendable components, within their bounds: interior points and tolerances
    leave values slightly outside."""
    found: dict[str, dict[str, float]] = {}
    for table, variable in GENERIC.items():
        if variable in expansion.lp.variables:
            block = expansion.lp.variables[variable]
            there = zip(block.axes[0].labels, block.index.tolist(), strict=True)
            lower, upper = expansion.matrix.lower, expansion.matrix.upper
            found[table] = {str(label): float(np.clip(primal[k], lower[k], upper[k])) for label, k in there if k >= 0}
    return found


def bound_prices(expansion: Expansion, found: LeastCost) -> tuple[BoundPrice, ...]:
    """Return the bounds of capacities that bind, with their shadow prices: reduced costs of the columns, and duals of the rows.

    Those of measures are annual; those of components are of the horizon, as their costs are."""
    primal, duals = found.primal, found.solution.row_dual
    assert duals is not None
    matrix = found.matrix
    reduced = matrix.cost - matrix.matrix.T @ duals
    bounds = list[BoundPrice]()
    measures = set(expansion.case.tables["measures"]["measure"].astype(str))
    rows = expansion.case.tables["measures"]
    stores = set(rows["measure"][rows["kind"] == "storage"].astype(str))  # power alone, without content, says nothing
    sizes = set(expansion.case.tables["reservoirs"].iloc[:, 0].astype(str))
    for name, k in expansion.powers.items():
        price = float(reduced[k])
        at_most = primal[k] >= matrix.upper[k] - FULL
        at_least = primal[k] <= matrix.lower[k] + FULL and name not in stores
        if abs(price) > PRICE and (at_most if price < 0 else at_least):
            unit: Unit = "CNY" if name in sizes and name not in measures else "CNY/MW"
            scale = (_years(expansion) if name in measures else 1.0) * (MILLION if unit == "CNY" else KILO)
            bounds.append(BoundPrice(name, "most" if price < 0 else "least", price * scale, unit))
    bounds += _rows(expansion, primal, duals)
    return tuple(bounds)


def _rows(expansion: Expansion, primal: Floats, duals: Floats) -> Iterator[BoundPrice]:
    """Rows of storage that is built, and rows of fleets."""
    sizes = expansion.sizes(primal)
    rows: dict[str, tuple[BoundKind, Unit]] = {name: (bound, "CNY/MWh") for name, bound in HOURS_ROWS.items()}
    rows["K8_in_service"] = ("in_service", "CNY/MW")
    for row, (bound, unit) in rows.items():
        if row not in expansion.lp.constraints:
            continue
        block = expansion.lp.constraints[row]
        for label, k in zip(block.axes[0].labels, block.index.tolist(), strict=True):
            price = float(duals[k]) if k >= 0 else 0.0
            built = bound == "in_service" or sizes.get(str(label)) is not None
            if built and abs(price) > PRICE:
                yield BoundPrice(str(label), bound, price * _years(expansion) * KILO, unit)
