"""Wind, PV and hydro without storage: availability, curtailment and reserve (R1-R3)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Mapping, Parameter

from .frame import Contribution, Frame

_ALIKE = ["pocket", "area", "dispatcher", "settles", "order", "own_use", "reserve_up", "reserve_down"]


def add(lp: LP, frame: Frame) -> Contribution:
    """One column V a *curtailment group* and hour [GW]: assets of one pocket, dispatcher, settlement and order share
    one rate of curtailment, so that curtailment is pro rata to availability between wind and PV by construction.
    Quantities: renewable_output and renewable_available on (renewable, hour), gross."""
    assets = frame.assets(frame.table("renewables"), "renewable")
    if not len(assets):
        return Contribution()
    number = assets.rows.groupby(_ALIKE, sort=False).ngroup().to_numpy()
    first = np.unique(number, return_index=True)[1]
    rows = assets.rows.iloc[first].copy()
    names = [f"{row.pocket}/{row.settles}/{row.order}/{k}" for k, row in enumerate(rows.itertuples())]
    rows.insert(0, "group", names)
    groups = frame.assets(rows, "group")
    group_of = Mapping(assets.axis, groups.axis, number.astype(np.int64))
    available = assets.capacity() * assets.profile()
    total = np.zeros((len(groups), len(frame.hour)))
    np.add.at(total, number, available.values)
    whole = frame.hourly(groups.axis, total)

    # R1: 0 <= V <= available
    output = lp.variable("renewable_output", (groups.axis, frame.hour), upper=whole, text="gross output V of a group")
    order = groups.column("order") * frame.case.tie_break_curtailment
    lp.cost("curtailment", (whole - output) * (order + frame.case.prices.curtailment))
    share_up, share_down = (groups.column(f"reserve_{way}") * groups.reserves() for way in ("up", "down"))
    # R2: r_up <= share (available - V)
    up = lp.variable(
        "renewable_reserve_up",
        (groups.axis, frame.hour),
        upper=(whole - output) * share_up,
        where=share_up * whole,
        text="reserve from what is curtailed",
    )
    # R3: r_down <= share V
    down = lp.variable(
        "renewable_reserve_down",
        (groups.axis, frame.hour),
        upper=output * share_down,
        where=share_down * whole,
        text="reserve from what may be curtailed",
    )
    part = available.values / np.where(total > 0, total, 1.0)[number]
    lp.quantity("renewable_output", output.at(group_of) * frame.hourly(assets.axis, part))
    lp.quantity("renewable_available", available)
    net = output * (1.0 - groups.column("own_use"))
    parks = [net.group(groups.to_park())] if len(frame.park) else []
    zone = groups.to_zone()
    return Contribution(
        [net.group(groups.to_pocket())], parks, {"renewable": up.group(zone)}, {"renewable": down.group(zone)}
    )


def forecast(frame: Frame) -> Parameter:
    """Forecast wind and PV of each reserve zone [GW] on (zone, hour): what is available."""
    rows = frame.table("renewables")
    assets = frame.assets(rows[rows["technology"] != "hydro"], "renewable")
    total = np.zeros((len(frame.zone), len(frame.hour)))
    if len(assets):
        zone = assets.to_zone().group
        np.add.at(total, zone[zone >= 0], (assets.capacity() * assets.profile()).values[zone >= 0])
    return Parameter((frame.zone, frame.hour), total)
