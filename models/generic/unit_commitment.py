"""Commitment of generic units: on or off hour by hour, starts, stops, minimum times (U2-U7, U12-U15)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.lp import LP, Expression, Integers, Parameter
from dispatch.messages import message

from ..sets import Assets
from .common import Output, before_known, given, limit, limited, ramp, weight

TIGHTENING = ("U12_before", "U13_current", "U14_partly_start", "U15_partly_stop")
"""Rows of the relaxation alone: where capacities change by the hour they would cut off whole units."""


@dataclass(frozen=True, eq=False)
class Status:
    """u, on (unit, hour), with u[t-1] and, on (unit,), whether the output before the first hour is known."""

    on: Expression
    before: Expression
    known: Parameter


def idle(units: Assets) -> Parameter:
    """One where a unit is committed and was off before the first hour, on (unit,)."""
    off = (units.numbers("off_before") > 0.0) | (units.numbers("on_before") == 0.0)
    return units.where(off) * units.flag("committed")


def commit(lp: LP, units: Assets, own: Output, up: Expression, down: Expression) -> Status:
    """Columns on (unit, hour) [share of the unit]: on u, start SU, stop SD. up, down: reserve on (unit, hour) [GW]."""
    sets, where = units.sets, units.flag("committed")
    axes = (units.axis, sets.hour)
    on, start, stop = (
        lp.variable(f"unit_{name}", axes, upper=1.0, where=where, text=message(f"variable.unit_{name}"))
        for name in ("on", "start", "stop")
    )
    was_on = (own.idle.values == 0.0) & (where.values > 0.0)
    opening = np.zeros(len(sets.hour))
    opening[0] = 1.0
    past = on.shift(1, cyclic=False) + units.where(was_on) * Parameter((sets.hour,), opening)
    size = limited(units)
    # U2: P - r_down >= m C u;  U3: P + r_up <= M C u
    lp.constraint(
        "U2_minimum",
        own.power - down >= on * (own.least * size),
        where=where,
        text=message("constraint.output_above_minimum"),
    )
    lp.constraint(
        "U3_maximum",
        own.power + up <= on * (own.most * size),
        where=where,
        text=message("constraint.output_below_maximum"),
    )
    # U4: SU >= u - u[t-1];  U5: SD >= u[t-1] - u
    lp.constraint("U4_start", start >= on - past, where=where, text=message("constraint.unit_starts"))
    lp.constraint("U5_stop", stop >= past - on, where=where, text=message("constraint.unit_stops"))
    _minimum_times(lp, units, on, start, stop, was_on.astype(np.int64))
    # What was off gave nothing; of what was on, the output may be unknown.
    known = own.idle + before_known(units) * (1.0 - own.idle)
    _tighten(lp, units, own, Status(on, past, known), start)
    starts, stops, hourly = (given(units, f"{name}_cost", 1e-6) for name in ("start", "stop", "hourly"))
    lp.cost("unit_hours", on * hourly * weight(sets, "cost"))
    lp.cost("unit_starts", start * starts + stop * stops)
    return Status(on, past, known)


def _minimum_times(
    lp: LP, units: Assets, on: Expression, start: Expression, stop: Expression, was_on: Integers
) -> None:
    """U6: sum of SU over the last k_up hours <= u;  U7: sum of SD over the last k_down hours <= 1 - u.
    A start or stop before the first hour counts in both."""
    hours = np.arange(len(units.sets.hour))
    for name, events, since, state in (("up", start, "on_before", 1), ("down", stop, "off_before", 0)):
        least = units.numbers(f"minimum_{name}")
        recent = events.where(units.where(least > 0))
        for back in range(1, min(int(least.max()), len(hours))):
            recent = recent + events.shift(back, cyclic=False) * units.where(least > back)
        ago = units.numbers(since)
        past = (was_on == state) & (ago > 0)
        still = past[:, None] & (ago[:, None] + hours < least[:, None])
        held = units.sets.hourly(units.axis, still.astype(float))
        where = units.where(least > 0) * units.flag("committed")
        if name == "up":
            lp.constraint("U6_minimum_up", recent + held <= on, where=where, text=message("constraint.minimum_up_time"))
        else:
            lp.constraint(
                "U7_minimum_down", recent + held + on <= 1.0, where=where, text=message("constraint.minimum_down_time")
            )


def _tighten(lp: LP, units: Assets, own: Output, status: Status, start: Expression) -> None:
    """Rows that bring the relaxation nearer to whole units, of those that are ``tight``; all times C, with p = P/C:

    U12: p[t-1] <= r_stop u[t-1] + (M - r_stop)(u - SU);  U13: p <= M u - (M - r_start) SU
    U14: p - p[t-1] <= (m + r_up) u - m u[t-1] - (m + r_up - r_start) SU
    U15: p[t-1] - p <= r_stop u[t-1] - (r_stop - r_down) u + (m + r_down - r_stop) SU
    """
    size, on, before = limited(units), status.on, status.before
    up, down = (ramp(units, f"ramp_{name}")[0] for name in ("up", "down"))
    opening, closing = (limit(units, f"ramp_{name}", 1.0) for name in ("start", "stop"))
    least, most = own.least, own.most
    where = units.flag("tight") * units.flag("committed")
    later = own.later(status.known) * where
    power, past = own.power, own.before

    def scaled(form: Expression) -> Expression:
        return form * size

    side = before * closing + (on - start) * (most - closing)
    lp.constraint("U12_before", past <= scaled(side), where=later, text=message("constraint.output_before_stop"))
    side = on * most - start * (most - opening)
    lp.constraint("U13_current", power <= scaled(side), where=where, text=message("constraint.output_at_start"))
    side = on * (least + up) - before * least - start * (least + up - opening)
    lp.constraint(
        "U14_partly_start", power - past <= scaled(side), where=later, text=message("constraint.ramp_partial_start")
    )
    side = before * closing - on * (closing - down) + start * (least + down - closing)
    lp.constraint(
        "U15_partly_stop", past - power <= scaled(side), where=later, text=message("constraint.ramp_partial_stop")
    )
