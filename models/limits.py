"""Limits on sums over the window: CO2, energy of a kind (W1-W3)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

from .frame import Assets, Frame, numbers, texts
from .plain import weight

_ROWS = {"most": "W1_most", "least": "W2_least", "equal": "W3_equal"}
_AXIS = {"units": "unit", "links": "link", "reservoirs": "reservoir"}


def add(lp: LP, frame: Frame) -> None:
    """Rows on (limit). Quantity: limit_sum."""
    rows = frame.table("limits")
    if rows.empty:
        return
    limits = frame.assets(rows, "limit")
    total = frame.zeros(limits.axis)
    for table in _AXIS:
        total = total + _part(lp, frame, limits, table)
    lp.quantity("limit_sum", total)
    amount, sense = limits.column("amount") * frame.case.fraction, np.array(limits.texts("sense"))
    # W1: sum of factor x energy <= amount;  W2: >=;  W3: ==
    for kind, relation in (("most", total <= amount), ("least", total >= amount), ("equal", total == amount)):
        lp.constraint(_ROWS[kind], relation, where=limits.where(sense == kind), text="limit on a sum over the window")


def _part(lp: LP, frame: Frame, limits: Assets, table: str) -> Expression:
    """What the assets of one table count in each limit, on (limit)."""
    terms = frame.table("limit_terms")
    terms = terms[(terms["table"] == table).to_numpy()]
    if terms.empty:
        return frame.zeros(limits.axis)
    names = texts(terms, "asset")
    axis = Axis("limit_term", tuple(f"{one}/{name}" for one, name in zip(texts(terms, "limit"), names, strict=True)))
    energy = _energy(lp, frame, table)
    of_asset = Mapping(axis, energy.axes[0], energy.axes[0].positions(names))
    of_limit = Mapping(axis, limits.axis, limits.axis.positions(texts(terms, "limit")))
    return (energy.at(of_asset) * Parameter((axis,), numbers(terms, "factor"))).group(of_limit)


def _energy(lp: LP, frame: Frame, table: str) -> Expression:
    """Energy of each asset that counts [GWh]: of a reservoir, the initial content less the last."""
    if table != "reservoirs":
        return (lp[f"{_AXIS[table]}_output"] * weight(frame, "energy")).sum("hour")
    stores = frame.assets(frame.table("reservoirs"), "reservoir")
    last = frame.hour.select([frame.hour.labels[-1]])
    return lp["reservoir_content"].select(last).sum("hour") * -1.0 + stores.column("initial")
