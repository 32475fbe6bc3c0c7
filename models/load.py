"""Load at the supply level (供电口径), lost load, shiftable load (L1, L2)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Parameter, from_parameter

from .frame import Assets, Contribution, Frame, inject
from .shifting import shift


def demand(frame: Frame, loads: Assets) -> Parameter:
    """Load net of own use (厂用电), line losses within [GW], on (load, hour): yearly energy x profile / its yearly sum."""
    sums = np.array([frame.case.series_year[name] for name in loads.rows["profile"]])
    energy = loads.column("energy") * (1.0 - loads.column("own_use"))
    return loads.profile() * energy * Parameter((loads.axis,), 1.0 / sums)


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns [GW] on (place, hour): unserved; a place is a pocket, or a park in it. Quantities: load, unserved."""
    loads = frame.assets(frame.table("load"), "load")
    hourly = demand(frame, loads)
    lp.quantity("load", hourly)
    injection, park = inject(loads, from_parameter(-hourly, (loads.axis, frame.hour)))

    number = loads.rows.groupby(["pocket", "settles"], sort=False).ngroup().to_numpy()
    rows = loads.rows.iloc[np.unique(number, return_index=True)[1]].copy()
    rows.insert(0, "place", rows["pocket"] + "/" + rows["settles"])
    places = frame.assets(rows, "place")
    total = np.zeros((len(places), len(frame.hour)))
    np.add.at(total, number, hourly.values)
    # L2: 0 <= unserved <= load
    unserved = lp.variable(
        "unserved", (places.axis, frame.hour), upper=frame.hourly(places.axis, total), text="L2 lost load"
    )
    lp.cost("lost_load", unserved * frame.case.prices.lost_load)
    lp.quantity("unserved", unserved)
    relief = [(places, unserved)]

    rows = loads.rows.rename(columns={"shift_hours": "window"})
    movable = frame.assets(rows[rows["shiftable"] > 0], "shiftable")
    if len(movable):
        share = movable.column("shiftable")
        base = demand(frame, movable)
        peak = Parameter((movable.axis,), base.values.max(axis=1))
        most = share * peak * Parameter((frame.hour,), np.ones(len(frame.hour)))
        unit = movable.flag(np.ones(len(movable)))
        relief.append(
            (movable, shift(lp, frame, "load", movable, base * share, most, unit, movable.column("shift_cost")))
        )
    for assets, net in relief:
        pockets, parks = inject(assets, net)
        injection, park = injection + pockets, park + parks
    return Contribution(injection, park)
