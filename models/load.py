"""Load at the supply level (供电口径), lost load, shiftable load (L1, L2)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Parameter, from_parameter
from dispatch.messages import message

from .sets import Assets, Contribution, Sets, flags, inject
from .shifting import shift


def demand(sets: Sets, loads: Assets) -> Parameter:
    """L [GW] on (load, hour): yearly energy x profile / its yearly sum, net of the own use (厂用电) inside it."""
    return loads.normalised() * (loads.column("energy") * (1.0 - loads.column("own_use")))


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns [GW] on (place, hour): unserved; a place is a pocket's grid, or a park in it. Quantities: load, unserved."""
    loads = sets.assets(sets.table("load"), "load")
    hourly = demand(sets, loads)
    lp.quantity("load", hourly)
    injection, park = inject(loads, from_parameter(-hourly, (loads.axis, sets.hour)))

    number = loads.rows.groupby(["pocket", "settles"], sort=False).ngroup().to_numpy(dtype=np.int64)
    rows = loads.rows.iloc[np.unique(number, return_index=True)[1]].copy()
    rows.insert(0, "place", rows["pocket"] + "/" + rows["settles"])
    places = sets.assets(rows, "place")
    total, firm = np.zeros((len(places), len(sets.hour))), flags(loads.rows, "firm")
    np.add.at(total, number[~firm], hourly.values[~firm])
    most = sets.hourly(places.axis, total).minimum(sets.shortfall_limit("unserved", places.axis))
    soft = places.where(np.isin(np.arange(len(places)), number[~firm]))
    # L2: 0 <= unserved <= load that is not firm, and the limit on it
    unserved = lp.variable(
        "unserved", (places.axis, sets.hour), upper=most, where=soft, text=message("variable.unserved")
    )
    lp.cost("lost_load", unserved * sets.case.prices.lost_load)
    lp.quantity("unserved", unserved)
    relief = [(places, unserved)]

    rows = loads.rows.rename(columns={"shift_hours": "window"})
    movable = sets.assets(rows[rows["shiftable"] > 0], "shiftable")
    if len(movable):
        base = demand(sets, movable) * movable.column("shiftable")
        peak = Parameter((movable.axis,), base.values.max(axis=1)) * sets.every_hour
        unit = Parameter((movable.axis,), np.ones(len(movable)))
        moved, _ = shift(lp, sets, "load", movable, base, peak, unit, movable.column("shift_cost"))
        relief.append((movable, moved))
    for assets, net in relief:
        pockets, parks = inject(assets, net)
        injection, park = injection + pockets, park + parks
    return Contribution(injection, park, unmet=[unserved.sum("hour").group(places.to_pocket())])
