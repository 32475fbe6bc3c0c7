"""Which thermal capacity is online: availability, starts, minimum times, outages, minimum online (T1-T4, T10-T12).

Capacity is committed by fleet and period, continuously: U GW of a fleet are online, SU start and SD stop between two
periods (clustered commitment as in GenX and in Palmintier, MIT 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.case.schema import OF_FLEETS
from dispatch.lp import LP, Axis, Expression, Mapping, Parameter
from dispatch.messages import message

from . import maintenance
from .sets import Amount, Assets, Sets, keeper, numbers


@dataclass(frozen=True, eq=False)
class Commitment:
    """Online U, started SU and stopped SD capacity [GW], on (fleet, period)."""

    online: Expression
    start: Expression
    stop: Expression


def commit(lp: LP, sets: Sets, fleets: Assets) -> Commitment:
    """Columns [GW]: online U, start SU on (fleet, period); outage M on (fleet, week) where the LP places it."""
    service = _in_service(lp, sets, fleets)
    axes = (fleets.axis, sets.period.axis)
    online = lp.variable("online", axes, upper=service.available, text=message("variable.online"))
    # Without its bound, a share that falls with start fuel could be improved without end.
    start = lp.variable("start", axes, upper=service.available, text=message("variable.start"))
    reachable = service.available
    if not service.levelled and fleets.numbers("maintenance").any():
        out = maintenance.place(lp, sets, fleets).at(sets.week_of_period)
        reachable = sets.zeros(*axes) + reachable - out * (1.0 - fleets.column("forced_outage"))
        # T1: U <= A - (1 - f) M
        lp.constraint(
            "T1_available",
            online <= reachable,
            where=fleets.column("maintenance"),
            text=message("constraint.in_service"),
        )
    # SD = SU - (U - U[d-1]); before the first period comes the last
    stop = start - online + online.shift(1, "period", cyclic=True)
    if len(sets.period) > 1:
        # T2: SU >= U - U[d-1]
        lp.constraint("T2_start", stop >= 0.0, text=message("constraint.fleet_starts"))
    _minimum_times(lp, sets, online, start, stop, service)
    share = fleets.column("minimum_online")
    if share.values.any():
        # T12: U >= share (A - (1 - f) M)
        least = reachable * share
        lp.constraint(
            "T12_minimum_share",
            online >= least,
            where=share,
            demand="thermal.minimum_online",
            unit="MW",
            text=message("constraint.minimum_online_share"),
        )
    _minimum_online(lp, sets, fleets, online)
    return Commitment(online, start, stop)


@dataclass(frozen=True, eq=False)
class _Service:
    """What of the fleets is there, on (fleet, period): given capacity [GW], share of capacity that is neither in forced
    nor in levelled planned outage, what measures add [GW] (on fleet), whether outages are levelled."""

    given: Parameter
    kept: Parameter
    added: Expression | None
    levelled: bool

    @property
    def available(self) -> Amount:
        """A: the most that may be online [GW], before outages that the LP places."""
        if self.added is None:
            return self.given
        return self.added.over(self.kept.axes[1]) * self.kept + self.given

    def gone(self, count: int) -> Amount:
        """Sum of L over the last ``count`` periods [GW], cyclic: capacity that left service (a step of the ledger, an
        outage) neither stays online nor counts as stopped."""

        def since(amount: Parameter) -> Parameter:
            left = np.maximum(np.roll(amount.values, 1, axis=1) - amount.values, 0.0)
            return Parameter(amount.axes, np.sum([np.roll(left, back, axis=1) for back in range(count)], axis=0))

        if self.added is None or not self.levelled:  # otherwise what measures add or take is so in every hour
            return since(self.given)
        return self.added.over(self.kept.axes[1]) * since(self.kept) + since(self.given)


def _in_service(lp: LP, sets: Sets, fleets: Assets) -> _Service:
    """Capacity less given outages, the least of the period's hours, less forced and levelled outages."""
    axes, levelled = (fleets.axis, sets.period.axis), sets.case.settings.commitment.maintenance == "levelled"
    there = np.maximum(fleets.capacity().values - maintenance.given(sets, fleets), 0.0)
    kept = Parameter(axes, np.ones((len(fleets), len(sets.period)))) * (1.0 - fleets.column("forced_outage"))
    if levelled:
        kept = kept * (1.0 - maintenance.levelled(lp, sets, fleets).at(sets.week_of_period))
    given = Parameter(axes, sets.period.least(there)) * kept
    return _Service(given, kept, fleets.added(*OF_FLEETS), levelled)


def _minimum_times(
    lp: LP, sets: Sets, online: Expression, start: Expression, stop: Expression, service: _Service
) -> None:
    settings, periods = sets.case.settings.commitment, len(sets.period)
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
        gone = service.gone(count)
        if name == "T3_minimum_up":
            # T3: sum of SU over the last k_up periods <= U + left service since
            lp.constraint(name, recent <= online + gone, text=message("constraint.minimum_up_time"))
        else:
            # T4: sum of SD over the last k_down periods <= A - U + left service since
            whole = service.available + gone
            lp.constraint(name, recent + online <= whole, text=message("constraint.minimum_down_time"))


def _minimum_online(lp: LP, sets: Sets, fleets: Assets, online: Expression) -> None:
    rows = sets.table("minimum_online")
    if rows.empty:
        return
    kept = Axis("keeper", tuple(dict.fromkeys(keeper(rows))))
    where = {label: place for place, label in enumerate(kept.labels)}
    at = np.array([where.get(name, -1) for name in keeper(fleets.rows)], dtype=np.int64)
    by_month = np.zeros((len(kept), 12))
    by_month[kept.positions(keeper(rows)), numbers(rows, "month").astype(int) - 1] = numbers(rows, "online")
    needed = Parameter((kept, sets.period.axis), by_month[:, sets.case.month[sets.period.first] - 1])
    # T10: sum of U over the fleets of a dispatcher in an area >= monthly minimum
    lp.constraint(
        "T10_minimum_online",
        online.group(Mapping(fleets.axis, kept, at)) >= needed,
        where=needed,
        demand="minimum_online.online",
        unit="MW",
        text=message("constraint.minimum_online_month"),
    )
