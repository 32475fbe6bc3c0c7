"""Which thermal capacity is online: availability, starts, minimum times, outages, minimum online (T1-T4, T10-T12).

Capacity is committed by fleet and period, continuously: U GW of a fleet are online, SU start and SD stop between two
periods (clustered commitment as in GenX and in Palmintier, MIT 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

from .frame import Amount, Assets, Frame, keeper, numbers, plus, texts


@dataclass(frozen=True, eq=False)
class Commitment:
    """Online U, started SU and stopped SD capacity [GW], on (fleet, period)."""

    online: Expression
    start: Expression
    stop: Expression


def commit(lp: LP, frame: Frame, fleets: Assets) -> Commitment:
    """Columns [GW]: online U, start SU on (fleet, period); outage M on (fleet, week)."""
    given = _available(frame, fleets)
    added = fleets.added("retrofit")
    kept = 1.0 - fleets.column("forced_outage")
    available = plus(given, None if added is None else added * kept, frame.period.axis)
    axes = (fleets.axis, frame.period.axis)
    online = lp.variable("online", axes, upper=available, text="online capacity U")
    start = lp.variable("start", axes, text="capacity started SU")
    reachable = _reachable(lp, frame, fleets, available)
    if fleets.numbers("maintenance").any():
        # T1: U <= A - (1 - f) M
        lp.constraint(
            "T1_available", online <= reachable, where=fleets.column("maintenance"), text="not in planned outage"
        )
    # SD = SU - (U - U[d-1]); before the first period comes the last
    stop = start - online + online.shift(1, "period", cyclic=True)
    if len(frame.period) > 1:
        # T2: SU >= U - U[d-1]
        lp.constraint("T2_start", stop >= 0.0, text="starts cover every rise of online capacity")
    _minimum_times(lp, frame, online, start, stop, given, available)
    share = fleets.column("minimum_online")
    if share.values.any():
        # T12: U >= share (A - (1 - f) M)
        lp.constraint("T12_minimum_share", online >= reachable * share, where=share, text="share that stays online")
    _minimum_online(lp, frame, fleets, online)
    return Commitment(online, start, stop)


def _available(frame: Frame, fleets: Assets) -> Parameter:
    """A [GW] on (fleet, period): capacity less given outages, the least of the period's hours, less forced outage."""
    plan = frame.table("maintenance")
    day = frame.case.time.to_numpy().astype("datetime64[D]")
    start, end = (plan[side].to_numpy().astype("datetime64[D]")[:, None] for side in ("start", "end"))
    out = ((day >= start) & (day <= end)) * numbers(plan, "capacity")[:, None]
    given = np.zeros((len(fleets), len(frame.hour)))
    np.add.at(given, fleets.axis.positions(texts(plan, "fleet")), out)
    in_service = np.maximum(fleets.capacity().values - given, 0.0)
    least = Parameter((fleets.axis, frame.period.axis), frame.period.least(in_service))
    return least * (1.0 - fleets.column("forced_outage"))


def _reachable(lp: LP, frame: Frame, fleets: Assets, available: Amount) -> Expression:
    """A - (1 - f) M on (fleet, period): what is neither in forced nor in planned outage."""
    due, week = fleets.column("maintenance"), frame.week
    everything = frame.zeros(fleets.axis, frame.period.axis) + available
    if not due.values.any():
        return everything
    added = fleets.added("retrofit")
    mean = plus(Parameter((fleets.axis, week.axis), week.mean(fleets.capacity().values)), added, week.axis)
    most = mean * fleets.column("maintenance_limit")
    outage = lp.variable("outage", (fleets.axis, week.axis), upper=most, where=due, text="capacity in planned outage M")
    # T11: sum of M x days = days due x mean capacity x share of the horizon
    whole = plus(Parameter((fleets.axis,), fleets.capacity().values.mean(axis=1)), added) * due * frame.case.fraction
    lp.constraint(
        "T11_maintenance", (outage * (week.length / 24.0)).sum("week") == whole, where=due, text="outages are taken"
    )
    lp.quantity("thermal_outage", outage)
    return everything - outage.at(frame.week_of_period) * (1.0 - fleets.column("forced_outage"))


def _minimum_times(
    lp: LP,
    frame: Frame,
    online: Expression,
    start: Expression,
    stop: Expression,
    given: Parameter,
    available: Amount,
) -> None:
    settings, periods = frame.case.settings.commitment, len(frame.period)
    # Capacity that leaves service (a step of the ledger, a given outage) neither stays online nor counts as stopped.
    # What a measure adds or takes is there, or gone, in every hour: it leaves nothing.
    left = np.maximum(np.roll(given.values, 1, axis=1) - given.values, 0.0)
    for name, events, hours in (
        ("T3_minimum_up", start, settings.minimum_up_hours),
        ("T4_minimum_down", stop, settings.minimum_down_hours),
    ):
        count = min(-(-hours // settings.period_hours), periods)
        if count <= 1:
            continue
        recent = events
        for back in range(1, count):
            recent = recent + events.shift(back, "period", cyclic=True)
        gone = Parameter(given.axes, np.sum([np.roll(left, back, axis=1) for back in range(count)], axis=0))
        if name == "T3_minimum_up":
            # T3: sum of SU over the last k_up periods <= U + left service since
            lp.constraint(name, recent <= online + gone, text="what started lately is still online")
        else:
            # T4: sum of SD over the last k_down periods <= A - U + left service since
            lp.constraint(name, recent + online <= available + gone, text="what stopped lately is still off")


def _minimum_online(lp: LP, frame: Frame, fleets: Assets, online: Expression) -> None:
    rows = frame.table("minimum_online")
    if rows.empty:
        return
    kept = Axis("keeper", tuple(dict.fromkeys(keeper(rows))))
    where = {label: place for place, label in enumerate(kept.labels)}
    at = np.array([where.get(name, -1) for name in keeper(fleets.rows)], dtype=np.int64)
    by_month = np.zeros((len(kept), 12))
    by_month[kept.positions(keeper(rows)), numbers(rows, "month").astype(int) - 1] = numbers(rows, "online")
    needed = Parameter((kept, frame.period.axis), by_month[:, frame.case.month[frame.period.first] - 1])
    # T10: sum of U over the fleets of a dispatcher in an area >= monthly minimum
    lp.constraint(
        "T10_minimum_online",
        online.group(Mapping(fleets.axis, kept, at)) >= needed,
        where=needed,
        text="monthly minimum online capacity",
    )
