"""Concentrating solar power: field, heat store, turbine, reserve (C1-C4)."""

from __future__ import annotations

from dispatch.lp import LP
from dispatch.messages import message

from .sets import Contribution, Sets, inject


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (csp, hour): output P, field output used F, reserves [GW]; store W [GWh of electricity].
    Quantities: csp_output, csp_available."""
    plants = sets.assets(sets.table("csp"), "csp")
    if not len(plants):
        return Contribution()
    axes = (plants.axis, sets.hour)
    capacity = plants.capacity()
    field = capacity * plants.column("solar_multiple") * plants.profile()
    output = lp.variable("csp_output", axes, upper=capacity, text=message("variable.csp_output"))
    store = lp.variable(
        "csp_store", axes, upper=capacity * plants.column("storage_hours"), text=message("variable.csp_store")
    )
    used = lp.variable("csp_field", axes, upper=field, text=message("variable.csp_field"))
    keep = 1.0 - plants.column("standing_loss")
    # C1: W = keep W[t-1] + F - P
    lp.constraint(
        "C1_heat_store",
        store == store.shift(1, cyclic=True) * keep + used - output,
        text=message("constraint.balance_heat_store"),
    )
    unused = field - used
    # Heat that the store loses costs as unused heat does: otherwise a full store would hide curtailment. It counts neither as
    # available nor as curtailed, as losses of a store do.
    lp.cost("curtailment", (unused + store * plants.column("standing_loss")) * sets.case.prices.curtailment)
    lp.cost("tie_break", unused * sets.case.tie_break_curtailment)
    lp.quantity("csp_output", output)
    lp.quantity("csp_available", output + unused)

    share_up, share_down = (plants.column(f"reserve_{way}") * plants.in_zone() for way in ("up", "down"))
    up = lp.variable(
        "csp_reserve_up", axes, upper=capacity * share_up, where=share_up, text=message("variable.csp_reserve_up")
    )
    down = lp.variable("csp_reserve_down", axes, where=share_down, text=message("variable.csp_reserve_down"))
    # C2: P + r_up <= capacity
    lp.constraint("C2_power_up", output + up <= capacity, where=share_up, text=message("constraint.csp_reserve_up"))
    # C3: r_up <= W, one hour of it
    lp.constraint("C3_sustain_up", up <= store, where=share_up, text=message("constraint.csp_reserve_heat"))
    # C4: r_down <= share P
    lp.constraint(
        "C4_reserve_down",
        down <= output * share_down,
        where=share_down,
        text=message("constraint.csp_reserve_down"),
    )
    injection, park = inject(plants, output * (1.0 - plants.column("own_use")))
    zone = plants.to_zone()
    return Contribution(injection, park, {"csp": up.group(zone)}, {"csp": down.group(zone)})
