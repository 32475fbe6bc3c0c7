"""Planned outages that are levelled: FORMULATION.md section 5, `commitment.maintenance`."""

import calendar
import datetime
import math
from functools import cache

from .tables import Tables


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def is_levelled(case: Tables) -> bool:
    return case.keys.get("commitment", {}).get("maintenance", "placed") == "levelled"


def shares_in_outage(case: Tables) -> dict[str, list[float]]:
    """Psi of every fleet, week by week; zero where outages are placed."""
    psi = {row["fleet"]: [0.0] * len(case.weeks) for row in case.table("thermal")}
    if is_levelled(case):
        for row in case.table("areas"):
            level_area(case, row["area"], psi)
    return psi


def level_area(case: Tables, area: str, psi: dict[str, list[float]]) -> None:
    """Pools of an area, one after another: each rests on what the earlier ones have left."""
    W = range(len(case.weeks))
    heights = heights_of(case, area)
    days = [len(week) / 24 for week in case.weeks]
    hot = case.heating(area)
    heated = [any(hot[t] for t in week) for week in case.weeks]
    for network, demand, limit, fleets, is_open in pools_of(case, area):
        ledger = [planned_for(case, i) for i in fleets]
        capacity = [sum(mean([of_fleet[t] for t in week]) for of_fleet in ledger) for week in case.weeks]
        most = [limit * c for c in capacity]
        out = [0.0 for _ in W]
        cool = [w for w in W if is_open[w] and not (network and heated[w])]
        warm = [w for w in W if is_open[w] and network and heated[w]]
        steps = [cool, warm, [w for w in W if not is_open[w]]]
        for weeks in steps:
            left = demand - sum(out[w] * days[w] for w in W)
            for w, amount in fill(weeks, left, heights, most, days).items():
                out[w] = amount
        for w in W:
            heights[w] += out[w]
            for i in fleets:
                psi[i][w] = out[w] / capacity[w] if capacity[w] > 0 else 0.0


def planned_for(case: Tables, fleet: str) -> list[float]:
    """Capacity for which outages are planned, hour by hour: in service, and retired by a measure."""
    retired = next(row["outage_plan_retired"] for row in case.table("thermal") if row["fleet"] == fleet)
    return [there + retired for there in case.ledger(fleet)]


def heights_of(case: Tables, area: str) -> list[float]:
    """H by week: the highest hour of load and contract above the capacity credit of renewables."""
    T = range(case.hours)
    residual = [0.0 for _ in T]
    for row in case.table("load"):
        if row["area"] == area:
            for t, share in enumerate(case.normalised(row["profile"])):
                residual[t] += share * row["energy"] * (1 - row["own_use"])
    level = case.keys.get("export_level", "mid")
    for row in case.table("corridors"):
        if row["area"] == area:
            for t, share in enumerate(case.normalised(row["profile"])):
                residual[t] += share * row[f"energy_{level}"]
    for row in case.table("renewables"):
        if row["area"] == area and row["outage_plan"] == "true":
            capacity, credit = case.ledger(row["asset"]), credit_of(case, row["profile"])
            for t in T:
                residual[t] -= capacity[t] * interpolated(credit, case.time[t])
    return [max(residual[t] for t in week) for week in case.weeks]


def credit_of(case: Tables, profile: str) -> dict[tuple[int, int], float]:
    """Credit by month and hour of the day: of the table, else the quantile of the whole horizon; gaps as section 5 says."""
    given = [row for row in case.table("capacity_credits") if row["profile"] == profile]
    if given:
        known = {(int(row["month"]), h): row[f"h{h:02}"] for row in given for h in range(24)}
    else:
        samples: dict[tuple[int, int], list[float]] = {}
        for t, value in enumerate(case.series[profile]):
            stamp = case.start + datetime.timedelta(hours=t)
            samples.setdefault((stamp.month, stamp.hour), []).append(float(value))
        known = {
            cell: round(quantile(values, case.keys.get("credit_quantile", 0.05)), 4) for cell, values in samples.items()
        }
    whole = {}
    for h in range(24):
        months = [month for month, hour in known if hour == h]
        for month in range(1, 13):
            if months:
                near = min(months, key=lambda other: (min(abs(month - other), 12 - abs(month - other)), other))
                whole[month, h] = known[near, h]
    least = min(whole.values())
    return {(month, h): whole.get((month, h), least) for month in range(1, 13) for h in range(24)}


def quantile(values: list[float], q: float) -> float:
    """Linear between the values in order, the least at 0 and the largest at 1."""
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def interpolated(credit: dict[tuple[int, int], float], stamp: datetime.datetime) -> float:
    """Between the middle of the month and that of the month before or after."""
    away = (stamp.day - 0.5) / calendar.monthrange(stamp.year, stamp.month)[1] - 0.5
    other = stamp.month + (1 if away >= 0 else -1)
    other = 12 if other == 0 else 1 if other == 13 else other
    return (1 - abs(away)) * credit[stamp.month, stamp.hour] + abs(away) * credit[other, stamp.hour]


@cache
def closed_weeks(case: Tables, first: int, hours: int) -> list[bool]:
    """Whether a period without planned outages touches a week, of those that begin at hour `first` of the horizon."""
    periods = case.keys.get("commitment", {}).get("outage_free", ["11-15/03-15", "07-01/08-20"])

    def closed(t: int) -> bool:
        date = f"{case.start + datetime.timedelta(hours=first + t):%m-%d}"
        ends = [period.split("/") for period in periods]
        return any(a <= date <= b if a <= b else date >= a or date <= b for a, b in ends)

    return [any(closed(t) for t in range(begin, min(begin + 168, hours))) for begin in range(0, hours, 168)]


def openness(case: Tables, row: dict) -> tuple[list[bool], float]:
    """Weeks in which a fleet may take outages, and the window's share of what is due in the horizon."""
    horizon = closed_weeks(case, 0, case.horizon)
    days = [min(168, case.horizon - 168 * w) for w in range(len(horizon))]
    open_hours = sum(length for length, is_closed in zip(days, horizon, strict=True) if not is_closed)
    small = row["unit_size"] < case.keys.get("commitment", {}).get("outage_free_unit", 100) * 1e-3
    if small or open_hours == 0:
        return [True for _ in case.weeks], case.share
    open_weeks = [not is_closed for is_closed in closed_weeks(case, case.first, case.hours)]
    return open_weeks, sum(
        len(week) for week, is_open in zip(case.weeks, open_weeks, strict=True) if is_open
    ) / open_hours


def pools_of(case: Tables, area: str) -> list[tuple[bool, float, float, list[str], list[bool]]]:
    """Of each pool, in turn: whether it has a network, what it takes [GW days], its largest share, its fleets, and the
    weeks that are open to it."""
    alike: dict[tuple, list[str]] = {}
    due: dict[str, float] = {}
    for row in case.table("thermal"):
        if row["area"] == area and row["maintenance"] > 0:
            open_weeks, share = openness(case, row)
            due[row["fleet"]] = row["maintenance"] * share * mean(planned_for(case, row["fleet"]))
            large = not all(open_weeks) or share != case.share
            key = (row["maintenance"], row["maintenance_limit"], row["network"] != "", large, tuple(open_weeks))
            alike.setdefault(key, []).append(row["fleet"])
    pools = [
        (network, sum(due[i] for i in fleets), limit, fleets, list(open_weeks))
        for (_, limit, network, _, open_weeks), fleets in alike.items()
    ]
    return sorted(pools, key=lambda pool: (not pool[0], -pool[1]))


def fill(
    weeks: list[int], demand: float, heights: list[float], most: list[float], days: list[float]
) -> dict[int, float]:
    """R of these weeks, up to one height, which is found by halving; all that there is room for, if that is less."""

    def up_to(height: float) -> dict[int, float]:
        return {w: min(max(height - heights[w], 0.0), most[w]) for w in weeks}

    def taken(height: float) -> float:
        return sum(amount * days[w] for w, amount in up_to(height).items())

    if not weeks:
        return {}
    low, high = min(heights[w] for w in weeks), max(heights[w] + most[w] for w in weeks)
    if taken(high) <= demand:
        return up_to(high)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if taken(middle) < demand else (low, middle)
    return up_to(high)
