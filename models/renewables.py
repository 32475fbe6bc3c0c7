"""Wind, PV and hydro without storage: availability, curtailment, must-take and reserve (R1-R3)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Floats, Mapping, Parameter
from dispatch.messages import message

from .sets import Assets, Contribution, Sets, plus

_ALIKE = ["pocket", "dispatcher", "settles", "order", "must_take"]


def add(lp: LP, sets: Sets) -> Contribution:
    """One column V a *curtailment group* and hour [GW]: assets of one pocket, dispatcher, settlement, order and must-take share
    one rate of curtailment, so that curtailment is pro rata to availability between wind and PV by construction.
    Quantities: renewable_output and renewable_available on (renewable, hour), gross."""
    assets = sets.assets(sets.table("renewables"), "renewable")
    if not len(assets):
        return Contribution()
    groups, group_of = _groups(sets, assets)
    # What a measure makes has no capacity but what is added, and is alone in its group: one GW of it weighs the means.
    alone = sets.hourly(assets.axis, assets.profile().values * sets.expansion.candidates(assets.axis.labels)[:, None])
    given = assets.capacity() * assets.profile()
    weight = (given + alone).values
    total = _total(group_of, weight)
    # Share of each asset in what its group has available, on (renewable, hour); zero where there is nothing.
    part = sets.hourly(assets.axis, weight / np.where(total > 0, total, 1.0)[group_of.group])
    added = assets.added("wind", "pv")
    more = None if added is None else added.over(sets.hour) * assets.profile()
    available = plus(given, more)
    whole = plus(
        sets.hourly(groups.axis, _total(group_of, given.values)), None if more is None else more.group(group_of)
    )

    def mean(values: Floats) -> Parameter:
        """An asset's number as its group's, weighted by availability, on (group, hour)."""
        return sets.hourly(groups.axis, _total(group_of, part.values * values[:, None]))

    axes = (groups.axis, sets.hour)
    # R1: 0 <= V <= A; V = A where all is taken
    taken = whole * groups.flag("must_take")
    output = lp.variable("renewable_output", axes, lower=taken, upper=whole, text=message("variable.renewable_output"))
    curtailed = whole - output
    lp.cost("curtailment", curtailed * sets.case.prices.curtailment)
    lp.cost("tie_break", curtailed * groups.column("order") * sets.case.tie_break_curtailment)
    if sets.case.tie_break_grade:
        lp.cost("tie_break", curtailed * _grade(sets, groups))
    share_up, share_down = (mean(assets.numbers(f"reserve_{way}")) * groups.in_zone() for way in ("up", "down"))
    up = lp.variable("renewable_reserve_up", axes, where=share_up, text=message("variable.renewable_reserve_up"))
    down = lp.variable(
        "renewable_reserve_down", axes, where=share_down, text=message("variable.renewable_reserve_down")
    )
    # R2: r_up <= share (A - V)
    lp.constraint(
        "R2_reserve_up", up <= curtailed * share_up, where=share_up, text=message("constraint.curtailed_reserve")
    )
    # R3: r_down <= share V
    lp.constraint(
        "R3_reserve_down",
        down <= output * share_down,
        where=share_down,
        text=message("constraint.produced_reserve"),
    )
    lp.quantity("renewable_output", output.at(group_of) * part)
    lp.quantity("renewable_available", available)
    net = output * (1.0 - mean(assets.numbers("own_use")))
    parks = [net.group(groups.to_park())] if len(sets.park) else []
    zone = groups.to_zone()
    return Contribution(
        [net.group(groups.to_pocket())], parks, {"renewable": up.group(zone)}, {"renewable": down.group(zone)}
    )


def _grade(sets: Sets, groups: Assets) -> Parameter:
    """gamma x (rank / 100 + t / T) / 2 [million CNY/GWh] on (group, hour): earlier groups of the table and earlier hours
    are curtailed first where nothing else decides."""
    rank, hour = np.arange(len(groups))[:, None] / 100.0, np.arange(len(sets.hour))[None, :] / len(sets.hour)
    return sets.hourly(groups.axis, sets.case.tie_break_grade * (rank + hour) / 2.0)


def _groups(sets: Sets, assets: Assets) -> tuple[Assets, Mapping]:
    number = assets.rows.groupby(_ALIKE, sort=False).ngroup().to_numpy()
    rows = assets.rows.iloc[np.unique(number, return_index=True)[1]].copy()
    names = ["/".join(str(value) for value in key) for key in rows[_ALIKE[:-1]].to_numpy()]
    taken = ["/must_take" if flag else "" for flag in rows["must_take"]]
    rows.insert(0, "group", [name + end for name, end in zip(names, taken, strict=True)])
    groups = sets.assets(rows, "group")
    return groups, Mapping(assets.axis, groups.axis, number.astype(np.int64))


def _total(group_of: Mapping, values: Floats) -> Floats:
    total = np.zeros((len(group_of.coarse), values.shape[1]))
    np.add.at(total, group_of.group, values)
    return total


def forecast(sets: Sets) -> Parameter:
    """Forecast wind and PV of each reserve zone [GW] on (zone, hour): what is available."""
    rows = sets.table("renewables")
    assets = sets.assets(rows[rows["technology"] != "hydro"], "renewable")
    total = np.zeros((len(sets.zone), len(sets.hour)))
    zone = assets.to_zone().group
    np.add.at(total, zone[zone >= 0], (assets.capacity() * assets.profile()).values[zone >= 0])
    return Parameter((sets.zone, sets.hour), total)


def growth(sets: Sets) -> Expression | None:
    """What measures add to the forecast of each reserve zone [GW] on (zone, hour); None where they add nothing."""
    assets = sets.assets(sets.table("renewables"), "renewable")
    added = assets.added("wind", "pv")
    return None if added is None else (added.over(sets.hour) * assets.profile()).group(assets.to_zone())
