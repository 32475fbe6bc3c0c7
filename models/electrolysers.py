"""Electrolysers: load that must make so much hydrogen a year and a month (E1-E4)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Floats, Parameter
from dispatch.messages import message

from .sets import Assets, Contribution, Sets, inject, plus


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (electrolyser, hour): load E, reserve [GW]. Quantities: electrolyser_load,
    and hydrogen_surplus on (electrolyser,): electricity for hydrogen beyond the demand [GWh]."""
    plants = sets.assets(sets.table("electrolysers"), "electrolyser")
    if not len(plants):
        return Contribution()
    axes = (plants.axis, sets.hour)
    power = plus(plants.capacity(), plants.added("electrolyser"), sets.hour)
    least = power * plants.column("minimum")
    # E1: minimum x capacity <= E <= capacity
    load = lp.variable("electrolyser_load", axes, lower=least, upper=power, text=message("variable.electrolyser_load"))
    hydrogen = load / plants.column("use")
    # E2: sum of E / use >= yearly hydrogen x share of the horizon
    yearly, monthly = _asked(sets, plants)
    lp.constraint(
        "E2_yearly",
        hydrogen.sum("hour") >= yearly,
        where=yearly,
        demand="electrolysers.yearly",
        unit="t",
        text=message("constraint.hydrogen_year_kt"),
    )
    # E3: sum of E / use over the month >= monthly hydrogen x share of the month's hours that are in the window
    lp.constraint(
        "E3_monthly",
        hydrogen.group(sets.month.of_hour) >= monthly,
        where=monthly,
        demand="electrolysers.monthly",
        unit="t",
        text=message("constraint.hydrogen_month_kt"),
    )
    lp.quantity("electrolyser_load", load)
    gives = plants.flag("reserve") * plants.in_zone()
    up = lp.variable("electrolyser_reserve_up", axes, where=gives, text=message("variable.electrolyser_reserve_up"))
    # E4: r_up <= E - minimum x capacity
    lp.constraint("E4_reserve", up <= load - least, where=gives, text=message("constraint.running_reserve"))
    injection, park = inject(plants, load * -1.0)
    # Hydrogen beyond the demand is lost energy.
    needed = plants.column("use") * Parameter((plants.axis,), hydrogen_demand(sets, plants))
    surplus = load.sum("hour") - needed
    lp.quantity("hydrogen_surplus", surplus)
    lost = [surplus.group(plants.to_pocket())]
    return Contribution(injection, park, {"electrolyser": up.group(plants.to_zone())}, lost=lost)


def _asked(sets: Sets, plants: Assets) -> tuple[Parameter, Parameter]:
    """Hydrogen [kt] required in the window, on (electrolyser,), and of the part of each month in it, on
    (electrolyser, month)."""
    whole = 24.0 * sets.case.time[sets.month.first].days_in_month.to_numpy()
    monthly = plants.column("monthly") * (sets.month.length / Parameter((sets.month.axis,), whole))
    return plants.column("yearly") * sets.case.fraction, monthly


def hydrogen_demand(sets: Sets, plants: Assets) -> Floats:
    """Return the hydrogen that each plant must make in the window [kt], shape (plants,): the yearly or, where they
    are larger, the monthly amounts."""
    yearly, monthly = _asked(sets, plants)
    return np.asarray(np.maximum(yearly.values, monthly.values.sum(axis=1)), dtype=float)
