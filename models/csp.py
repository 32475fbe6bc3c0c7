"""Concentrating solar power: field, heat store, turbine (C1)."""

from __future__ import annotations

from dispatch.lp import LP

from .frame import Contribution, Frame, inject


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns on (csp, hour): output P [GW], store W [GWh of electricity], field heat used F [GW].
    Quantities: csp_output, csp_available."""
    plants = frame.assets(frame.table("csp"), "csp")
    if not len(plants):
        return Contribution()
    axes = (plants.axis, frame.hour)
    capacity = plants.capacity()
    field = capacity * plants.column("solar_multiple") * plants.profile()
    output = lp.variable("csp_output", axes, upper=capacity, text="gross output P")
    store = lp.variable("csp_store", axes, upper=capacity * plants.column("storage_hours"), text="content W")
    used = lp.variable("csp_field", axes, upper=field, text="field output used F")
    keep = 1.0 - plants.column("standing_loss")
    # C1: W = keep W[t-1] + F - P
    lp.constraint(
        "C1_heat_store", store == keep * store.shift(1, cyclic=True) + used - output, text="balance of the heat store"
    )
    lp.cost("curtailment", (field - used) * (frame.case.prices.curtailment + frame.case.tie_break_curtailment))
    lp.quantity("csp_output", output)
    lp.quantity("csp_available", output + field - used)
    injection, park = inject(plants, output * (1.0 - plants.column("own_use")))
    return Contribution(injection, park)
