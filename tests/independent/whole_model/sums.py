"""What the components add up to: injections, reserve, costs, energies. FORMULATION.md sections 4, 14, 15, 16."""

from collections import defaultdict
from typing import Any

from .tables import Tables

RESERVE_RULE = ("load_up", "vre_up", "largest_unit", "load_down", "vre_down", "largest_load")

Zone = tuple[str, str]  # dispatcher, area


class Sums:
    def __init__(self, case: Tables) -> None:
        self.zones: dict[Zone, dict] = {
            (row["dispatcher"], row["area"]): row
            for row in case.table("dispatchers")
            if any(row[column] > 0 for column in RESERVE_RULE)
        }
        self.injection: dict[tuple[str, int], list] = defaultdict(list)  # pocket, hour
        self.settled: dict[tuple[str, int], list] = defaultdict(list)  # grid, park or corridor, hour
        self.reserves: dict[tuple[Zone, str, int], list] = defaultdict(list)  # zone, up or down, hour
        self.costs: dict[str, list] = defaultdict(list)  # term
        self.gross: dict[str, list] = defaultdict(list)  # technology
        self.new_settled: dict[str, list] = defaultdict(list)  # net new energy, by what it settles in
        self.new_in_grid: dict[str, list] = defaultdict(list)  # net new energy that settles in the grid, by area
        self.amounts: dict[str, list] = defaultdict(list)  # whatever else targets need
        self.lost: dict[str, list] = defaultdict(list)  # energy lost on its way to use, by area
        self.unpriced: dict[str, list] = defaultdict(list)  # energy that units consume beyond the required, by area
        self.rates: dict[str, list] = defaultdict(list)  # emission of units that generate, per energy fed in
        self.unmet: list = []  # load and contract
        self.areas_settling: dict[str, set[str]] = defaultdict(set)  # where new energy settles in what

    def zone(self, dispatcher: str, area: str) -> Zone | None:
        return (dispatcher, area) if (dispatcher, area) in self.zones else None

    def inject(self, pocket: str, settles: str, hour: int, expression: Any) -> None:
        self.injection[pocket, hour].append(expression)
        self.settled[settles, hour].append(expression)

    def lose(self, area: str, expression: Any) -> None:
        self.lost[area].append(expression)

    def lose_unpriced(self, area: str, expression: Any) -> None:
        self.unpriced[area].append(expression)

    def reserve(self, zone: Zone, direction: str, hour: int, variable: Any) -> None:
        self.reserves[zone, direction, hour].append(variable)

    def cost(self, term: str, expression: Any) -> None:
        self.costs[term].append(expression)

    def generate(self, technology: str, settles: str, area: str, gross: Any, net: Any) -> None:
        self.gross[technology].append(gross)
        if technology in ("wind", "pv", "pv_distributed", "csp"):
            self.new_settled[settles].append(net)
            self.areas_settling[settles].add(area)
            if settles == "grid":
                self.new_in_grid[area].append(net)
