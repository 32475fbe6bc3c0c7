"""Pumped hydro and batteries: energy balance, power, reserve with the energy to sustain it (S1-S6)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Parameter
from dispatch.messages import message

from .sets import Amount, Assets, Contribution, Sets, inject, plus


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (storage, hour): charge c, discharge d, reserves [GW]; content e at the end of the hour [GWh].
    Quantities: charge, discharge, energy."""
    stores = sets.assets(sets.table("storage"), "storage")
    if not len(stores):
        return Contribution()
    axes, working = (stores.axis, sets.hour), stores.column("availability")
    power = plus(stores.capacity(), stores.added("storage"), sets.hour) * working
    given = sets.hourly(stores.axis, sets.case.energy(stores.axis.labels))
    size = plus(given, sets.expansion.content(stores.axis), sets.hour) * working
    level = stores.column("minimum_level")
    floor = size * level
    charge = lp.variable("charge", axes, upper=power, text=message("variable.charge"))
    discharge = lp.variable("discharge", axes, upper=power, text=message("variable.discharge"))
    energy = lp.variable("energy", axes, lower=floor, upper=size, text=message("variable.energy"))
    into, out = stores.column("charge_efficiency"), stores.column("discharge_efficiency")
    keep = 1.0 - stores.column("standing_loss")
    before = _before(sets, stores, energy, size)
    # S1: e = keep e[t-1] + (e_min - e_min[t-1]) + eta_in c - d / eta_out
    lp.constraint(
        "S1_energy_balance",
        energy
        == before * keep + _commissioned(sets, stores, given * working * level) + charge * into - discharge / out,
        text=message("constraint.balance_content"),
    )
    # S6: e at the last hour >= initial content, where ends are given
    last = sets.hour.select([sets.hour.labels[-1]])
    lp.constraint(
        "S6_final_energy",
        energy.select(last) >= size.select(last) * stores.column("initial"),
        where=_given(stores),
        demand="storage.initial",
        unit="MWh",
        text=message("constraint.cyclic_content"),
    )
    lp.cost("storage", (charge + discharge) * stores.column("cost"))
    lp.cost("tie_break", (charge + discharge) * sets.case.tie_break_curtailment)
    for name in ("charge", "discharge", "energy"):
        lp.quantity(name, lp[name])
    up, down = _reserve(lp, stores, (charge, discharge), power, (energy, floor, size))
    injection, park = inject(stores, discharge - charge)
    zone = stores.to_zone()
    lost = (charge - discharge).sum("hour").group(stores.to_pocket())
    return Contribution(injection, park, {"storage": up.group(zone)}, {"storage": down.group(zone)}, lost=[lost])


def _reserve(
    lp: LP,
    stores: Assets,
    flow: tuple[Expression, Expression],
    power: Amount,
    content: tuple[Expression, Amount, Amount],
) -> tuple[Expression, Expression]:
    """Reserve r_up, r_down on (storage, hour) [GW], within the power and with the energy to sustain it (S2-S5).

    flow: c and d [GW]. power: p_max [GW]. content: e, e_min and e_max [GWh]. All on (storage, hour).
    """
    (charge, discharge), (energy, floor, size) = flow, content
    axes = charge.axes
    into, out = stores.column("charge_efficiency"), stores.column("discharge_efficiency")
    share, hours = stores.column("reserve") * stores.in_zone(), stores.column("reserve_hours")
    up = lp.variable(
        "storage_reserve_up", axes, upper=power * share, where=share, text=message("variable.storage_reserve_up")
    )
    down = lp.variable(
        "storage_reserve_down", axes, upper=power * share, where=share, text=message("variable.storage_reserve_down")
    )
    # S2: d - c + r_up <= p_max
    lp.constraint(
        "S2_power_up", discharge - charge + up <= power, where=share, text=message("constraint.storage_reserve_up")
    )
    # S3: c - d + r_down <= p_max
    lp.constraint(
        "S3_power_down",
        charge - discharge + down <= power,
        where=share,
        text=message("constraint.storage_reserve_down"),
    )
    # S4: h r_up / eta_out <= e - e_min
    lp.constraint(
        "S4_sustain_up",
        up * (hours / out) <= energy - floor,
        where=share,
        text=message("constraint.storage_reserve_energy"),
    )
    # S5: h eta_in r_down <= e_max - e
    lp.constraint(
        "S5_sustain_down",
        down * (hours * into) <= size - energy,
        where=share,
        text=message("constraint.storage_reserve_room"),
    )
    return up, down


def _given(stores: Assets) -> Parameter:
    return stores.where(stores.rows["boundary"].to_numpy() == "given")


def _before(sets: Sets, stores: Assets, energy: Expression, size: Amount) -> Expression:
    """e[t-1]: before the first hour comes the last one (cyclic), or the initial content (given)."""
    given = _given(stores)
    opening = np.zeros(len(sets.hour))
    opening[0] = 1.0
    initial = size * stores.column("initial") * given * Parameter((sets.hour,), opening)
    return energy.shift(1, cyclic=False) * given + energy.shift(1, cyclic=True) * (1.0 - given) + initial


def _commissioned(sets: Sets, stores: Assets, floor: Parameter) -> Parameter:
    """e_min - e_min[t-1] [GWh]: a new store arrives with its least content, and one that retires leaves with it. What a
    measure adds is there in every hour."""
    step = floor.values - np.roll(floor.values, 1, axis=1)
    step[_given(stores).values > 0, 0] = 0.0
    return sets.hourly(stores.axis, step)
