"""Generic units: output between bounds, ramps, energy, and their commitment (U1-U17).

The rows of commitment are those of PyPSA's relaxation, so that a network keeps its optimum: T. Brown, J. Hörsch and
D. Schlachtberger, J. Open Research Software 2018; tightened (U12-U15) as by Y. Hua, C. Liu and J. Zhang, IEEE Trans.
Power Systems 2017.
"""

from __future__ import annotations

import numpy as np

from dispatch.case import part_of
from dispatch.lp import LP, Expression, Parameter
from dispatch.messages import message

from ..sets import Assets, Contribution, Sets, inject
from .common import Output, before_known, limit, limited, mask, output, price, ramp, weight
from .unit_commitment import Status, commit, idle
from .unit_totals import consumers, required_consumption


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (unit, hour): output P [GW]; on, start, stop of those committed [share of the unit].
    Quantities: unit_output, unit_most (what there is to take), unit_feed_in (sign x P)."""
    units = sets.assets(sets.table("units"), "unit")
    if not len(units):
        return Contribution()
    committed = units.flag("committed")
    own = output(lp, units, "unit", ("U1_least", "U1_most"), committed, idle(units))
    up, down = (_reserve(lp, units, way) for way in ("up", "down"))
    status = commit(lp, units, own, up, down) if committed.values.any() else None
    _hold(lp, own, up, down)
    _ramps(lp, own, status)
    _energy(lp, units, own)
    lp.cost("units", own.power * price(units, "cost") * weight(sets, "cost"))
    lp.quantity("unit_most", own.over_hours(own.capacity) * own.most)
    fed_in = own.power * units.column("sign")
    lp.quantity("unit_feed_in", fed_in)
    injection, park = inject(units, fed_in)
    # What a unit consumes beyond what the tables require: energy could be burnt there.
    consumed = (fed_in * weight(sets, "energy")).sum("hour") * Parameter((units.axis,), -consumers(sets))
    surplus = (consumed - Parameter((units.axis,), required_consumption(sets))).group(units.to_pocket())
    zone = units.to_zone()
    return Contribution(injection, park, {"unit": up.group(zone)}, {"unit": down.group(zone)}, consumed=[surplus])


def _reserve(lp: LP, units: Assets, way: str) -> Expression:
    """r_up or r_down [GW], of units in a reserve zone, at most a share of capacity."""
    share = units.column(f"reserve_{way}") * units.in_zone()
    # What holds none may have a capacity without limit, and infinite times zero is no number.
    held = np.where(
        share.values > 0.0, share.values * np.where(share.values > 0.0, units.numbers("capacity"), 0.0), 0.0
    )
    most = units.sets.hourly(units.axis, np.repeat(held[:, None], len(units.sets.hour), axis=1))
    axes = (units.axis, units.sets.hour)
    return lp.variable(
        f"unit_reserve_{way}", axes, upper=most, where=share, text=message(f"variable.unit_reserve_{way}")
    )


def _hold(lp: LP, own: Output, up: Expression, down: Expression) -> None:
    """U16: P + r_up <= M C;  U17: P - r_down >= m C; of units that are not committed (of others U2 and U3 say it)."""
    units = own.assets
    free = 1.0 - units.flag("committed")
    gives, takes = (units.column(f"reserve_{way}") * units.in_zone() * free for way in ("up", "down"))
    holds = (gives.values > 0.0) | (takes.values > 0.0)
    size = np.where(holds, units.numbers("capacity"), 0.0)[:, None]
    high, low = (Parameter(side.axes, part_of(side.values, size)) for side in (own.most, own.least))
    lp.constraint("U16_reserve_up", own.power + up <= high, where=gives, text=message("constraint.unit_reserve_up"))
    lp.constraint("U17_reserve_down", own.power - down >= low, where=takes, text=message("constraint.reserve_down"))


def _ramps(lp: LP, own: Output, status: Status | None) -> None:
    """U8: P - P[t-1] <= r_up C u[t-1] + r_start C (u - u[t-1]);  U9: P[t-1] - P <= r_down C u + r_stop C (u[t-1] - u).
    Of a unit that is not committed u is one."""
    units = own.assets
    sides = {}
    for way, event in (("up", "start"), ("down", "stop")):
        usual, special = ramp(units, f"ramp_{way}")[0], limit(units, f"ramp_{event}", 1.0)
        # Where there is no commitment, u is one in every hour and the whole capacity ramps.
        side = own.over_hours(own.capacity) * usual
        if status is not None:
            size = limited(units)
            now, before = status.on, status.before
            stay, change = (before, now - before) if way == "up" else (now, before - now)
            free = 1.0 - units.flag("committed")
            side = side * free + stay * (size * usual) + change * (size * special)
        sides[way] = side
    where = {
        way: ramp(units, f"ramp_{way}")[1].maximum(mask(units, f"ramp_{event}"))
        * own.later(status.known if status is not None else before_known(units))
        for way, event in (("up", "start"), ("down", "stop"))
    }
    change = own.power - own.before
    lp.constraint("U8_ramp_up", change <= sides["up"], where=where["up"], text=message("constraint.ramp_up"))
    lp.constraint("U9_ramp_down", -change <= sides["down"], where=where["down"], text=message("constraint.ramp_down"))


def _energy(lp: LP, units: Assets, own: Output) -> None:
    """U10, U11: energy_least <= sum of P <= energy_most, in the share of the window in the horizon."""
    sets = units.sets
    least, most = (units.column(f"energy_{end}") for end in ("least", "most"))
    share = sets.case.fraction
    total = (own.power * weight(sets, "energy")).sum("hour")
    ends = 1e8 * (1.0 - 1e-9)  # 1e11 MWh: none is given
    lp.constraint(
        "U10_energy_least",
        total >= least * share,
        where=units.where(least.values > -ends),
        text=message("constraint.least_energy"),
    )
    lp.constraint(
        "U11_energy_most",
        total <= most * share,
        where=units.where(most.values < ends),
        text=message("constraint.most_energy"),
    )
