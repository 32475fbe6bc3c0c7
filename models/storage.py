"""Pumped hydro and batteries: energy balance, power, reserve with the energy to sustain it (S1-S6)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Parameter

from .frame import Contribution, Frame, inject


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns on (storage, hour): charge c, discharge d, reserves [GW]; content e at the end of the hour [GWh].
    Quantities: charge, discharge, energy."""
    stores = frame.assets(frame.table("storage"), "storage")
    if not len(stores):
        return Contribution()
    axes = (stores.axis, frame.hour)
    power = stores.capacity()
    size = frame.hourly(stores.axis, frame.case.energy(stores.axis.labels))
    floor = stores.column("minimum_level") * size
    charge = lp.variable("charge", axes, upper=power, text="charging c")
    discharge = lp.variable("discharge", axes, upper=power, text="discharging d")
    energy = lp.variable("energy", axes, lower=floor, upper=size, text="content e at the end of the hour")
    into, out = stores.column("charge_efficiency"), stores.column("discharge_efficiency")
    keep = 1.0 - stores.column("standing_loss")
    given = stores.flag((stores.rows["boundary"] == "given").to_numpy(dtype=float))
    opening = np.zeros(len(frame.hour))
    opening[0] = 1.0
    initial = size * stores.column("initial") * given * Parameter((frame.hour,), opening)
    before = energy.shift(1, cyclic=False) * given + energy.shift(1, cyclic=True) * (1.0 - given) + initial
    # S1: e = keep e[t-1] + eta_in c - d / eta_out
    lp.constraint(
        "S1_energy_balance", energy == keep * before + into * charge - discharge / out, text="balance of the content"
    )
    # S6: e at the last hour >= initial content, where ends are given
    last = frame.hour.select([frame.hour.labels[-1]])
    end = size.select(last) * stores.column("initial")
    lp.constraint("S6_final_energy", energy.select(last) >= end, where=given, text="content at the end as at the start")
    lp.cost("storage", (charge + discharge) * stores.column("cost"))

    share = stores.column("reserve") * stores.reserves()
    hours = stores.column("reserve_hours")
    up = lp.variable("storage_reserve_up", axes, upper=power * 2.0 * share, where=share, text="reserve up")
    down = lp.variable("storage_reserve_down", axes, upper=power * 2.0 * share, where=share, text="reserve down")
    # S2: d - c + r_up <= power share;  S3: c - d + r_down <= power share
    lp.constraint("S2_power_up", discharge - charge + up <= power, where=share, text="reserve up within power")
    lp.constraint("S3_power_down", charge - discharge + down <= power, where=share, text="reserve down within power")
    # S4: hours r_up / eta_out <= e - floor;  S5: hours eta_in r_down <= size - e
    lp.constraint(
        "S4_sustain_up", up * (hours / out) <= energy - floor, where=share, text="energy to deliver reserve up"
    )
    lp.constraint("S5_sustain_down", down * (hours * into) <= size - energy, where=share, text="room for reserve down")
    for name in ("charge", "discharge", "energy"):
        lp.quantity(name, lp[name])
    injection, park = inject(stores, discharge - charge)
    zone = stores.to_zone()
    return Contribution(injection, park, {"storage": up.group(zone)}, {"storage": down.group(zone)})
