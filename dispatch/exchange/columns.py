"""Columns of tables that several kinds of components share."""

from __future__ import annotations

from typing import Any

import numpy as np

from .naming import Names
from .reader import Component, Floats, Row, optional, unlimited

DISPATCHER = "all"
"""The one dispatcher of an imported case."""


def place(bus: Names, name: Any) -> Row:
    """Return the columns that say where something is."""
    return {"area": bus(name), "pocket": bus(name), "dispatcher": DISPATCHER}


def output(component: Component, label: Any) -> Row:
    """Return capacity, bounds, cost and ramps of a generator or link."""
    row = component.pair(label, "marginal_cost", "cost") | size(component, label, "p_nom")
    row |= bounds(component, label)
    for way, event in (("up", "start_up"), ("down", "shut_down")):
        row[f"ramp_{way}"] = _ramp(component, label, f"ramp_limit_{way}", f"ramp_limit_{event}")
    before = component.number(label, "p_init")
    if before < 0:
        component.fault(label, "p_init", f"{before:g}", "it is negative, which is not carried", "Leave it out.")
    return row | {"output_before": optional(before)}


def _ramp(component: Component, label: Any, attribute: str, event: str) -> float | None:
    """Return a ramp limit; PyPSA takes 1 where only that of a start or stop is given, committed or not."""
    limit = component.number(label, attribute)
    if np.isnan(limit) and not np.isnan(component.number(label, event)) and not component.value(label, "committable"):
        return 1.0
    return unlimited(limit)


def size(component: Component, label: Any, nominal: str) -> Row:
    """Return capacity, given or chosen."""
    if component.value(label, f"{nominal}_extendable"):
        least, most = component.given_size(label, nominal)
        return {
            "capacity": 0.0,
            "extendable": True,
            "capacity_least": least,
            "capacity_most": most,
            "capacity_cost": component.periodized_cost(label),
        }
    return {"capacity": finite(component, label, nominal)}


def finite(component: Component, label: Any, nominal: str) -> float:
    """Return a capacity; an infinite one is a fault."""
    capacity = float(component.value(label, nominal))
    if not np.isfinite(capacity):
        rule = "an infinite capacity is not carried"
        component.fault(label, nominal, f"{capacity:g}", rule, "Give a number that never binds.")
    return capacity


def bounds(component: Component, label: Any) -> Row:
    """Return least and most output; where an output is set, both are it."""
    fixed = component.series(label, "p_set") if "p_set" in component.static else np.full(component.hours, np.nan)
    if np.isnan(fixed).all():
        return component.pair(label, "p_min_pu", "minimum") | component.pair(label, "p_max_pu", "maximum")
    chosen = component.static.get("committable")
    nominal = float(component.value(label, "p_nom"))
    if component.value(label, "p_nom_extendable") or (chosen is not None and chosen[label]) or nominal <= 0:
        rule = "a given output is carried only of a capacity that is given, above zero and not committed"
        component.fault(label, "p_set", "", rule, "Leave one of them out.")
        return {}
    return _fixed(component, label, fixed, nominal)


def _fixed(component: Component, label: Any, fixed: Floats, nominal: float) -> Row:
    """Return bounds that are the given output where there is one. Beyond the bounds it is infeasible, as it was."""
    given, share = ~np.isnan(fixed), fixed / nominal
    low, high = (component.series(label, f"p_{side}_pu") for side in ("min", "max"))
    beyond = given & ((share < low - 1e-9) | (share > high + 1e-9))
    if beyond.any():
        rule = "a given output is beyond its bounds, so that no dispatch exists"
        component.fault(label, "p_set", "", rule, "Correct it or the bounds.")
    row = component.profile(label, "p_set", "minimum", np.where(given, share, low))
    return row | component.profile(label, "p_set", "maximum", np.where(given, share, high))
