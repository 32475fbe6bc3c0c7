"""Electrolysers: load that must make so much hydrogen a year and a month (E1-E4)."""

from __future__ import annotations

from dispatch.lp import LP, Parameter

from .frame import Contribution, Frame, inject


def add(lp: LP, frame: Frame) -> Contribution:
    """Column on (electrolyser, hour): load E [GW]. Quantity: electrolyser_load."""
    plants = frame.assets(frame.table("electrolysers"), "electrolyser")
    if not len(plants):
        return Contribution()
    axes = (plants.axis, frame.hour)
    power = plants.capacity()
    least = power * plants.column("minimum")
    # E1: minimum x capacity <= E <= capacity
    load = lp.variable("electrolyser_load", axes, lower=least, upper=power, text="E1 electrolyser load E")
    hydrogen = load / plants.column("use")
    share = frame.case.fraction
    # E2: sum of E / use over the year >= yearly hydrogen, in proportion to the window
    lp.constraint(
        "E2_yearly", hydrogen.sum("hour") >= plants.column("yearly") * share, text="hydrogen of the year [kt]"
    )
    # E3: sum of E / use over the month >= monthly hydrogen, in proportion to the hours of the month in the window
    first, last = frame.month.first, frame.month.last
    assert first is not None and last is not None
    days = frame.case.time[first].days_in_month.to_numpy()
    part = Parameter((frame.month,), (last - first + 1) / (24.0 * days))
    monthly = plants.column("monthly") * part
    lp.constraint(
        "E3_monthly",
        hydrogen.group(frame.month_of_hour) >= monthly,
        where=monthly,
        text="hydrogen of the month [kt]",
    )
    lp.quantity("electrolyser_load", load)
    # E4: r_up <= E - minimum x capacity
    reserve = plants.flag(plants.rows["reserve"].to_numpy(dtype=float)) * plants.reserves()
    up = lp.variable("electrolyser_reserve_up", axes, upper=load - least, where=reserve, text="E4 reserve by load drop")
    injection, park = inject(plants, load * -1.0)
    return Contribution(injection, park, {"electrolyser": up.group(plants.to_zone())})
