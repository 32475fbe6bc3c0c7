"""Planned outages of thermal fleets: given (O), placed by the LP (M, T11), or levelled on the load (psi).

Levelled is the planner's equal-reserve method (等备用法): pool after pool of like fleets takes its outages where the most
capacity is to spare, on top of those before it. Garver, Adjusting maintenance schedules to levelize risk, IEEE Trans. PAS-91 (1972),
levels risk in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags
from dispatch.case.schema import OF_FLEETS
from dispatch.lp import LP, Expression, Floats, Parameter
from dispatch.messages import message

from .corridors import contract
from .load import demand
from .sets import Amount, Assets, Sets, flags, numbers, plus, texts


def given(sets: Sets, fleets: Assets) -> Floats:
    """O: capacity in given outages [GW], shape (fleets, hours); both days are whole."""
    plan = sets.table("maintenance")
    day = sets.case.time.to_numpy().astype("datetime64[D]")
    start, end = (plan[side].to_numpy().astype("datetime64[D]")[:, None] for side in ("start", "end"))
    out = np.zeros((len(fleets), len(sets.hour)))
    taken = ((day >= start) & (day <= end)) * numbers(plan, "capacity")[:, None]
    np.add.at(out, fleets.axis.positions(texts(plan, "fleet")), taken)
    return out


@dataclass(frozen=True, eq=False)
class _Weeks:
    """Weeks in which planned outages may be taken. ``large``: fleets that keep out of the periods without outages,
    (fleets,); ``open``: whether each fleet may, (fleets, weeks); ``share``: share of the days due in the horizon that
    the window takes, (fleets,)."""

    large: Flags
    open: Flags
    share: Floats


def _weeks(sets: Sets, fleets: Assets) -> _Weeks:
    """Large units take no planned outage in a week that a period of ``outage_free`` touches: the window takes its share
    of the other weeks of the horizon. Where the horizon has no other week, every week is open."""
    case, week, commitment = sets.case, sets.week, sets.case.settings.commitment
    closed = np.maximum.reduceat(case.outage_free, week.first)
    large = (fleets.numbers("unit_size") >= commitment.outage_free_unit * 1e-3) & (case.hours_for_outages > 0)
    taken = float(week.length.values[~closed].sum()) / max(case.hours_for_outages, 1)
    return _Weeks(large, ~(large[:, None] & closed[None, :]), np.where(large, taken, case.fraction))


def place(lp: LP, sets: Sets, fleets: Assets) -> Expression:
    """Columns outage M on (fleet, week) [GW], which the LP places. Quantity: thermal_outage."""
    due, week, weeks = fleets.column("maintenance"), sets.week, _weeks(sets, fleets)
    added, limit = fleets.added(*OF_FLEETS), fleets.column("maintenance_limit")
    amount = fleets.numbers("maintenance") * weeks.share
    mean, days = week.mean(fleets.capacity().values), week.length.values / 24.0
    room, open_days = ((weeks.open * mean) @ days, weeks.open @ days)
    fits = (amount * fleets.capacity().values.mean(axis=1) <= limit.values * room) & (
        amount <= limit.values * open_days
    )
    allowed = Parameter((fleets.axis, week.axis), (weeks.open | ~fits[:, None]).astype(float))
    most = _mean(sets, fleets) * limit * allowed
    outage = lp.variable("outage", (fleets.axis, week.axis), upper=most, where=due, text=message("variable.outage"))
    # T11: sum of M x days = days due x mean capacity x share of the horizon
    whole = plus(Parameter((fleets.axis,), fleets.capacity().values.mean(axis=1)), added)
    whole = whole * Parameter((fleets.axis,), amount)
    lp.constraint(
        "T11_maintenance",
        (outage * (week.length / 24.0)).sum("week") == whole,
        where=due,
        demand="thermal.maintenance",
        text=message("constraint.outages_are_taken"),
    )
    lp.quantity("thermal_outage", outage)
    return outage


def levelled(lp: LP, sets: Sets, fleets: Assets) -> Parameter:
    """Return psi, see ``levelled_share``. Quantity: thermal_outage [GW]."""
    share = levelled_share(sets, fleets)
    lp.quantity("thermal_outage", _mean(sets, fleets) * share)
    return share


def levelled_share(sets: Sets, fleets: Assets) -> Parameter:
    """psi: share of capacity in planned outage, on (fleet, week).

    Fleets of an area that are alike in heat, days, limit and in being large are one pool with one plan. Pool after pool,
    those with heat to feed first, then the one with most to take, raises the lowest weekly peaks (``_peaks``) to one
    height, no further than its limit: with heat, outside the heating season as far as there is room; what does not fit
    outside the periods without outages is taken in them.
    """
    week, case, weeks = sets.week, sets.case, _weeks(sets, fleets)
    days = week.length.values / 24.0
    capacity = fleets.capacity().values + fleets.numbers("outage_plan_retired")[:, None]
    limit = fleets.numbers("maintenance_limit")
    due = fleets.numbers("maintenance") * weeks.share * capacity.mean(axis=1)
    pools: dict[tuple[str, bool, float, float, bool], list[int]] = {}
    alike = zip(
        fleets.texts("area"), fleets.texts("network"), fleets.numbers("maintenance"), limit, weeks.large, strict=True
    )
    for place, (area, network, taken, most, big) in enumerate(alike):
        if taken > 0.0:
            pools.setdefault((area, bool(network), float(taken), float(most), bool(big)), []).append(place)
    heights, shares = _peaks(sets), np.zeros((len(fleets), len(week)))
    for pool, places in sorted(pools.items(), key=lambda item: (not item[0][1], -due[item[1]].sum())):
        area, heats, _, most, _ = pool
        whole = week.mean(capacity[places].sum(axis=0)[None, :])[0]
        winter = np.maximum.reduceat(case.heating(area), week.first) & heats
        opened = weeks.open[places[0]]
        height, rest, out = heights[sets.area.labels.index(area)], float(due[places].sum()), np.zeros(len(week))
        for step in (opened & ~winter, opened & winter, ~opened):
            out += _fill(height + out, step * most * whole, days, rest - float(out @ days))
        height += out
        shares[places] = out / np.where(whole > 0.0, whole, 1.0)
    return Parameter((fleets.axis, week.axis), shares)


def _mean(sets: Sets, fleets: Assets) -> Amount:
    """Mean capacity in service of each week [GW], with what measures add, on (fleet, week)."""
    week = sets.week
    given = Parameter((fleets.axis, week.axis), week.mean(fleets.capacity().values))
    return plus(given, fleets.added(*OF_FLEETS), week.axis)


def _peaks(sets: Sets) -> Floats:
    """Highest hour of each week of load and contracted export less the capacity credit of wind, PV and hydro [GW],
    shape (areas, weeks): no plan knows the weather of its year beforehand."""
    left = np.zeros((len(sets.area), len(sets.hour)))
    rows = sets.table("renewables")
    renewables = sets.assets(rows[flags(rows, "outage_plan")], "renewable")
    credit = np.array([sets.case.credit(name) for name in renewables.texts("profile")])
    credited = renewables.capacity().values * credit.reshape(len(renewables), len(sets.hour))
    loads, corridors = sets.assets(sets.table("load"), "load"), sets.assets(sets.table("corridors"), "corridor")
    for assets, hourly in (
        (loads, demand(sets, loads).values),
        (corridors, contract(sets, corridors).values),
        (renewables, -credited),
    ):
        np.add.at(left, sets.area.positions(assets.texts("area")), hourly)
    return np.asarray(np.maximum.reduceat(left, sets.week.first, axis=1), dtype=float)


def _fill(height: Floats, most: Floats, days: Floats, due: float) -> Floats:
    """What raises the lowest of the heights to one level, by no more than ``most`` each, and by ``due`` in all, or by
    all that there is room for; shapes (weeks,), days of each week; due in GW x days."""
    levels = np.unique(np.concatenate([height, height + most]))
    filled = np.clip(levels[:, None] - height, 0.0, most) @ days
    return np.asarray(np.clip(np.interp(due, filled, levels) - height, 0.0, most), dtype=float)
