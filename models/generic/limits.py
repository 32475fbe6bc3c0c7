"""Limits on sums: of energy over the window such as CO2, and of capacities (W1-W3)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Expression, Mapping, constant
from dispatch.messages import message

from ..sets import Assets, Sets, texts
from .common import given, weight

_ROWS = {"most": "W1_most", "least": "W2_least", "equal": "W3_equal"}
_AXIS = {"units": "unit", "links": "link", "reservoirs": "reservoir"}


def add(lp: LP, sets: Sets) -> None:
    """Rows on (limit). Quantity: limit_sum."""
    rows = sets.table("limits")
    if rows.empty:
        return
    limits = sets.assets(rows, "limit")
    total = sets.zeros(limits.axis)
    for table in _AXIS:
        total = total + _energies(lp, sets, limits, table) + _capacities(lp, sets, limits, table)
    lp.quantity("limit_sum", total)
    energy = np.array(limits.texts("quantity")) == "energy"
    amount = limits.column("amount") * limits.where(energy) * sets.case.fraction
    amount = amount + limits.column("amount") * limits.where(~energy)
    sense = np.array(limits.texts("sense"))
    # W1: sum of factor x energy (or capacity) <= amount;  W2: >=;  W3: ==
    for kind, relation in (("most", total <= amount), ("least", total >= amount), ("equal", total == amount)):
        lp.constraint(
            _ROWS[kind],
            relation,
            where=limits.where(sense == kind),
            text=message("constraint.window_limit"),
        )


def _terms(sets: Sets, limits: Assets, table: str, quantity: str) -> Assets:
    """Return what the assets of one table count in limits on this quantity, as rows of an axis."""
    terms = sets.table("limit_terms")
    counted = {
        name for name, kind in zip(limits.axis.labels, limits.texts("quantity"), strict=True) if kind == quantity
    }
    terms = terms[(terms["table"] == table).to_numpy() & terms["limit"].isin(counted).to_numpy()]
    named = zip(texts(terms, "limit"), texts(terms, "asset"), strict=True)
    axis = Axis(f"{quantity}_term", tuple(f"{one}/{name}" for one, name in named))
    return Assets(sets, axis, terms.reset_index(drop=True))


def _energies(lp: LP, sets: Sets, limits: Assets, table: str) -> Expression:
    """Return the energy that counts, times its factors, on (limit)."""
    terms = _terms(sets, limits, table, "energy")
    if not len(terms):
        return sets.zeros(limits.axis)
    of_limit = Mapping(terms.axis, limits.axis, limits.axis.positions(terms.texts("limit")))
    if table == "reservoirs":
        stores = sets.assets(sets.table("reservoirs"), "reservoir")
        last = sets.hour.select([sets.hour.labels[-1]])
        lost = lp["reservoir_content"].select(last).sum("hour") * -1.0 + stores.column("initial")
        return (_of(lost, terms) * terms.column("factor")).group(of_limit)
    energy = _of(lp[f"{_AXIS[table]}_output"] * weight(sets, "energy"), terms)
    return (energy * given(terms, "factor")).sum("hour").group(of_limit)


def _capacities(lp: LP, sets: Sets, limits: Assets, table: str) -> Expression:
    """Return the capacity that counts [GW; 1e-3 of the factor of a reservoir], times its factors, on (limit)."""
    terms = _terms(sets, limits, table, "capacity")
    if not len(terms):
        return sets.zeros(limits.axis)
    assets, name = sets.assets(sets.table(table), _AXIS[table]), _AXIS[table]
    choice = assets.flag("extendable")
    variable = "reservoir_size" if table == "reservoirs" else f"{name}_capacity"
    fixed = np.full(len(assets), 1e-3) if table == "reservoirs" else assets.numbers("capacity")
    own = constant((assets.axis,), np.where(choice.values > 0, 0.0, fixed))
    if choice.values.any():
        own = own + lp[variable] * (1e-3 if table == "reservoirs" else 1.0)
    of_limit = Mapping(terms.axis, limits.axis, limits.axis.positions(terms.texts("limit")))
    return (_of(own, terms) * terms.column("factor")).group(of_limit)


def _of(values: Expression, terms: Assets) -> Expression:
    """Return values of assets for each term."""
    axis = values.axes[0]
    return values.at(Mapping(terms.axis, axis, axis.positions(terms.texts("asset"))))
