"""Storage units and stores as reservoirs."""

from __future__ import annotations

from typing import Any

import numpy as np

from .carriers import RESERVOIRS, technology
from .columns import finite, place
from .naming import Names, printable
from .reader import Component, Content, Row


def _kind(carrier: Any) -> Row:
    return {"technology": technology(str(carrier), RESERVOIRS), "carrier": printable(carrier)}


def storage_units(network: Any, content: Content, bus: Names, name: Names) -> None:
    """Power and content in one: content is max_hours times power."""
    component = Component(network, "StorageUnit", content)
    for label in component:
        chosen = bool(component.value(label, "p_nom_extendable"))
        power = 1.0 if chosen else finite(component, label, "p_nom")
        whole = power * float(component.value(label, "max_hours"))
        row: Row = {"reservoir": name(label, "StorageUnit"), "content": whole}
        row |= place(bus, component.value(label, "bus")) | _kind(component.value(label, "carrier"))
        row |= _power(component, label, power)
        row |= {
            "charge_efficiency": _efficiency(component, label, "efficiency_store", row["charge"]),
            "discharge_efficiency": _efficiency(component, label, "efficiency_dispatch", row["discharge"]),
            "standing_loss": component.number(label, "standing_loss"),
            "spill_cost": component.number(label, "spill_cost"),
            "content_cost": component.number(label, "marginal_cost_storage"),
        }
        row |= component.pair(label, "marginal_cost", "discharge_cost")
        row |= _boundary(component, label, "cyclic_state_of_charge", "state_of_charge_initial")
        inflow = component.series(label, "inflow")
        if inflow.any():
            row["inflow_profile"] = content.store(component.owner(label, "inflow"), "inflow", inflow)
        row |= _given_content(component, label, "state_of_charge_set")
        row |= _chosen(component, label, "p_nom") if chosen else {}
        content.add("reservoirs", row, component.owner(label))


def _power(component: Component, label: Any, power: float) -> Row:
    """Charge and discharge, each a number and, where it changes over time, a series of shares."""
    row: Row = {}
    for side, attribute, sign in (("discharge", "p_max_pu", 1.0), ("charge", "p_min_pu", -1.0)):
        number, series = component.hourly(label, attribute)
        shares = np.full(1, number * sign) if series is None else series * sign
        if (shares < 0).any():
            rule = "a power that it must give or take is not carried"
            component.fault(label, attribute, "", rule, "Correct its sign.")
        row[side] = power * (float(shares[0]) if series is None else 1.0)
        if series is not None:
            row[f"{side}_profile"] = component.content.store(component.owner(label, attribute), side, shares)
    return row


def _efficiency(component: Component, label: Any, attribute: str, power: float) -> float:
    """An efficiency; one where there is no power that it could matter to."""
    return component.number(label, attribute) if power else 1.0


def _boundary(component: Component, label: Any, cyclic: str, initial: str) -> Row:
    if component.value(label, cyclic):
        return {"boundary": "cyclic"}
    return {"boundary": "start", "initial": float(component.value(label, initial))}


def _chosen(component: Component, label: Any, nominal: str) -> Row:
    """Size of a store whose row stands for one MW or MWh."""
    least, most = component.given_size(label, nominal)
    cost = component.periodized_cost(label)
    return {"extendable": True, "size_least": least, "size_most": most, "size_cost": cost}


def _given_content(component: Component, label: Any, attribute: str) -> Row:
    """Content that is set, in the hours in which it is."""
    given = component.series(label, attribute) if attribute in component.static else np.full(component.hours, np.nan)
    known = ~np.isnan(given)
    if (given[known] < 0).any():
        rule = "a given content below zero is not carried"
        component.fault(label, attribute, "", rule, "Leave it out.")
    if not known.any():
        return {}
    values = np.where(known, given, -1.0)
    return {"given_profile": component.content.store(component.owner(label, attribute), "given content", values)}


def stores(network: Any, content: Content, bus: Names, name: Names) -> None:
    """Content alone: power is what fills or empties it."""
    component = Component(network, "Store", content)
    for label in component:
        chosen = bool(component.value(label, "e_nom_extendable"))
        whole = 1.0 if chosen else finite(component, label, "e_nom")
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
        row["standing_loss"] = component.number(label, "standing_loss")
        row["content_cost"] = component.number(label, "marginal_cost_storage")
        row |= _boundary(component, label, "e_cyclic", "e_initial")
        row |= component.pair(label, "e_min_pu", "least") | component.pair(label, "e_max_pu", "most")
        row |= _given_content(component, label, "e_set")
        row |= _chosen(component, label, "e_nom") if chosen else {}
        content.add("reservoirs", row, component.owner(label))
