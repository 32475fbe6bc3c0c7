"""Storage units and stores as reservoirs."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatch.messages import message

from .carriers import RESERVOIRS, technology
from .columns import capacity, given, given_series, place
from .emissions import Emissions
from .naming import Names, printable
from .reader import Component, Content, Row, unlimited


def _kind(carrier: Any) -> Row:
    return {"technology": technology(str(carrier), RESERVOIRS), "carrier": printable(carrier)}


def storage_units(network: Any, content: Content, bus: Names, name: Names, emissions: Emissions) -> None:
    """Power and content in one: content is max_hours times power."""
    component = Component(network, "StorageUnit", content)
    for label in component:
        chosen = bool(component.value(label, "p_nom_extendable"))
        power = 1.0 if chosen else capacity(component, label, "p_nom")
        whole = _content(component, label, power, chosen)
        row: Row = {"reservoir": name(label, "StorageUnit"), "content": whole}
        row |= place(bus, component.value(label, "bus")) | _kind(component.value(label, "carrier"))
        row |= _power(component, label, power)
        for attribute, side in (("efficiency_store", "charge"), ("efficiency_dispatch", "discharge")):
            row |= _efficiency(component, label, attribute, side, row[side])
        for attribute, column in _COSTS:
            row |= component.pair(label, attribute, column)
        row["sign"] = float(component.value(label, "sign"))
        for attribute, column in (("p_set", "power"), ("p_dispatch_set", "discharge"), ("p_store_set", "charge")):
            row |= given(component, label, attribute, f"given_{column}")
        row |= _boundary(component, label, "cyclic_state_of_charge", "state_of_charge_initial")
        inflow = component.series(label, "inflow")
        if inflow.any():
            row["inflow_profile"] = content.store(component.owner(label, "inflow"), "inflow", inflow)
        row |= _given_content(component, label, "state_of_charge_set")
        row |= emissions.of_reservoir(component, label)
        row |= _chosen(component, label, "p_nom") if chosen else {}
        content.add("reservoirs", row, component.owner(label))


def _power(component: Component, label: Any, power: float) -> Row:
    """Charge and discharge, each a number and, where it changes over time, a series of shares."""
    row: Row = {}
    for side, attribute, sign in (("discharge", "p_max_pu", 1.0), ("charge", "p_min_pu", -1.0)):
        number, series = component.hourly(label, attribute)
        shares = np.full(1, number * sign) if series is None else series * sign
        if (shares < 0).any():
            rule = message("fault.pypsa.forced_power_not_carried")
            component.fault(label, attribute, "", rule, message("remedy.pypsa.correct_sign"))
        row[side] = unlimited(power) if series is not None or shares[0] else 0.0
        if row[side] and series is None:
            row[side] *= float(shares[0])
        if series is not None:
            row[f"{side}_profile"] = component.content.store(component.owner(label, attribute), side, shares)
    return row


_COSTS = (
    ("marginal_cost", "discharge_cost"),
    ("standing_loss", "standing_loss"),
    ("spill_cost", "spill_cost"),
    ("marginal_cost_storage", "content_cost"),
)


def _content(component: Component, label: Any, power: float, chosen: bool) -> float:
    """Return the content [MWh]: max_hours times power. Infinite hours of a power that is zero or chosen are a fault."""
    hours = float(component.value(label, "max_hours"))
    if np.isinf(hours) and (chosen or power == 0.0):
        rule = message("fault.pypsa.infinite_hours")
        component.fault(label, "max_hours", "inf", rule, message("remedy.pypsa.loose_number"))
    return 0.0 if hours == 0.0 or power == 0.0 else power * hours


def _efficiency(component: Component, label: Any, attribute: str, side: str, power: float | None) -> Row:
    """Return the efficiency, a number or a series; nothing where there is no power that it could matter to."""
    if power == 0.0:
        return {}
    if side == "discharge" and (component.series(label, attribute) == 0.0).any():
        component.fault(
            label,
            attribute,
            "0",
            message("fault.pypsa.content_divided"),
            message("remedy.pypsa.positive_efficiency"),
        )
        return {}
    return component.pair(label, attribute, f"{side}_efficiency")


def _boundary(component: Component, label: Any, cyclic: str, initial: str) -> Row:
    if component.value(label, cyclic):
        return {"boundary": "cyclic"}
    return {"boundary": "start", "initial": float(component.value(label, initial))}


def _chosen(component: Component, label: Any, nominal: str) -> Row:
    """Size of a store whose row represents one MW or MWh."""
    least, most = component.given_size(label, nominal)
    cost = component.periodized_cost(label)
    return {"extendable": True, "size_least": least, "size_most": most, "size_cost": cost}


def _given_content(component: Component, label: Any, attribute: str) -> Row:
    """Content that is set, in the hours in which it is."""
    given = component.series(label, attribute) if attribute in component.static else np.full(component.hours, np.nan)
    known = ~np.isnan(given)
    if (given[known] < 0).any():
        rule = message("fault.pypsa.negative_content")
        component.fault(label, attribute, "", rule, message("remedy.common.leave_out"))
    if not known.any():
        return {}
    values = np.where(known, given, -1.0)
    return {"given_profile": component.content.store(component.owner(label, attribute), "given content", values)}


def stores(network: Any, content: Content, bus: Names, name: Names, emissions: Emissions) -> None:
    """Content alone: power is what fills or empties it."""
    component = Component(network, "Store", content)
    for label in component:
        chosen = bool(component.value(label, "e_nom_extendable"))
        whole = 1.0 if chosen else capacity(component, label, "e_nom")
        cost = component.pair(label, "marginal_cost", "discharge_cost")
        charge = {key.replace("discharge", "charge"): value for key, value in cost.items()}
        if "charge_cost" in charge:
            charge["charge_cost"] *= -1.0
        else:
            series = component.series(label, "marginal_cost")
            charge["charge_cost_profile"] = content.store(
                component.owner(label, "marginal_cost"), "charge cost", -series
            )
        row: Row = {"reservoir": name(label, "Store"), "content": whole}
        row |= place(bus, component.value(label, "bus")) | _kind(component.value(label, "carrier")) | cost | charge
        row["sign"] = float(component.value(label, "sign"))
        for attribute, column in _COSTS[1::2]:
            row |= component.pair(label, attribute, column)
        stated = component.series(label, "p_set") if "p_set" in component.static else np.full(component.hours, np.nan)
        for side, way in (("discharge", 1.0), ("charge", -1.0)):
            # np.maximum keeps NaN, where the power is free.
            row |= given_series(component, label, "p_set", f"given_{side}", np.maximum(stated * way, 0.0))
        row |= _boundary(component, label, "e_cyclic", "e_initial")
        row |= component.pair(label, "e_min_pu", "least") | component.pair(label, "e_max_pu", "most")
        row |= _given_content(component, label, "e_set")
        row |= emissions.of_reservoir(component, label)
        row |= _chosen(component, label, "e_nom") if chosen else {}
        content.add("reservoirs", row, component.owner(label))
