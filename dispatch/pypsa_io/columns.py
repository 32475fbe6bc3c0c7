"""Columns of tables that several kinds of components share."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatch.arrays import Floats
from dispatch.case.schema import FREE
from dispatch.messages import message

from .naming import Names
from .reader import Component, Row, optional, unlimited

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
        row |= _ramp(component, label, way, f"ramp_limit_{event}")
    return row | {"output_before": optional(component.number(label, "p_init"))}


def _ramp(component: Component, label: Any, way: str, event: str) -> Row:
    """Return a ramp limit; PyPSA takes 1 where only that of a start or stop is given, committed or not."""
    number, series = component.hourly(label, f"ramp_limit_{way}")
    other = not np.isnan(component.number(label, event)) and not component.value(label, "committable")
    if series is None:
        return {f"ramp_{way}": 1.0 if np.isnan(number) and other else unlimited(number)}
    values = np.nan_to_num(series, nan=1.0 if other else -1.0, posinf=-1.0)
    return component.profile(label, f"ramp_limit_{way}", f"ramp_{way}", values)


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
    return {"capacity": capacity(component, label, nominal)}


def capacity(component: Component, label: Any, nominal: str) -> float:
    """Return a capacity, which may be infinite. Of an infinite one nothing can be a least share above zero, nor a most
    share below zero, and it is not committed: these are faults."""
    number = float(component.value(label, nominal))
    if np.isposinf(number):
        low, high = ("e_min_pu", "e_max_pu") if nominal == "e_nom" else ("p_min_pu", "p_max_pu")
        if nominal != "s_nom" and component.name != "StorageUnit":
            for attribute, sign in ((low, 1.0), (high, -1.0)):
                if (component.series(label, attribute) * sign > 0).any():
                    rule = message("fault.pypsa.infinite_share")
                    component.fault(label, attribute, "", rule, message("remedy.pypsa.give_number", nominal=nominal))
        if "committable" in component.static and component.value(label, "committable"):
            rule = message("fault.pypsa.committed_infinite")
            component.fault(label, "committable", "", rule, message("remedy.pypsa.give_number", nominal=nominal))
    return number


def given(component: Component, label: Any, attribute: str, column: str) -> Row:
    """Return a schedule as a series that says in which hours the output is free; nothing where no hour is given."""
    stated = component.series(label, attribute) if attribute in component.static else np.full(component.hours, np.nan)
    return given_series(component, label, attribute, column, stated)


def given_series(component: Component, label: Any, attribute: str, column: str, stated: Floats) -> Row:
    """Return the same of numbers; NaN: free. A fault names a number that the case keeps for hours that are free."""
    if np.isnan(stated).all():
        return {}
    if (stated >= FREE).any():
        rule = message("fault.pypsa.large_schedule", free=FREE)
        component.fault(label, attribute, f"{np.nanmax(stated):g}", rule, message("remedy.pypsa.leave_empty"))
        return {}
    values = np.where(np.isnan(stated), FREE, stated)
    return {f"{column}_profile": component.content.store(component.owner(label, attribute), column, values)}


def bounds(component: Component, label: Any) -> Row:
    """Return least and most output as shares of capacity, and the output that is set."""
    row = component.pair(label, "p_min_pu", "minimum") | component.pair(label, "p_max_pu", "maximum")
    return row | given(component, label, "p_set", "given")
