"""Planned outages that are levelled: FORMULATION.md section 5, `commitment.maintenance`."""

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
    for network, demand, limit, fleets in pools_of(case, area):
        ledger = [case.ledger(i) for i in fleets]
        capacity = [sum(mean([of_fleet[t] for t in week]) for of_fleet in ledger) for week in case.weeks]
        most = [limit * c for c in capacity]
        out = [0.0 for _ in W]
        steps = [[w for w in W if not heated[w]], [w for w in W if heated[w]]] if network else [list(W)]
        for weeks in steps:
            left = demand - sum(out[w] * days[w] for w in W)
            for w, amount in fill(weeks, left, heights, most, days).items():
                out[w] = amount
        for w in W:
            heights[w] += out[w]
            for i in fleets:
                psi[i][w] = out[w] / capacity[w] if capacity[w] > 0 else 0.0


def heights_of(case: Tables, area: str) -> list[float]:
    """H by week: the highest hour of load and contract above the mean month of renewables."""
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
    months = [(stamp.year, stamp.month) for stamp in case.time]
    for row in case.table("renewables"):
        if row["area"] == area and row["outage_plan"] == "true":
            capacity, profile = case.ledger(row["asset"]), case.profile(row["profile"])
            for month in set(months):
                hours = [t for t in T if months[t] == month]
                average = mean([capacity[t] * profile[t] for t in hours])
                for t in hours:
                    residual[t] -= average
    return [max(residual[t] for t in week) for week in case.weeks]


def pools_of(case: Tables, area: str) -> list[tuple[bool, float, float, list[str]]]:
    """Of each pool, in turn: whether it has a network, what it takes [GW days], its largest share, its fleets."""
    alike: dict[tuple, list[str]] = {}
    for row in case.table("thermal"):
        if row["area"] == area and row["maintenance"] > 0:
            key = (row["maintenance"], row["maintenance_limit"], row["network"] != "")
            alike.setdefault(key, []).append(row["fleet"])
    pools = [
        (network, sum(days * case.share * mean(case.ledger(i)) for i in fleets), limit, fleets)
        for (days, limit, network), fleets in alike.items()
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
