"""Measures, of cases that expand: FORMULATION.md section 16a."""

from collections.abc import Callable
from typing import Any

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables

OF_FLEETS = ("retrofit", "efficiency", "retirement")
Amount = Any
"""A number, or an expression that holds a measure."""


class Measures:
    """K and KE, and what they add to. A case that does not expand has none: all amounts are then numbers."""

    def __init__(self, m: pyo.ConcreteModel, case: Tables, sums: Sums, expanding: bool) -> None:
        self.rows = {row["measure"]: row for row in case.table("measures")} if expanding else {}
        most = {k: self._most(case, row) for k, row in self.rows.items()}
        for row in self.rows.values():
            self._add_row(case, row)
        stores = [k for k, row in self.rows.items() if row["kind"] == "storage"]
        m.added = pyo.Var(self.rows, bounds=lambda m, k: (0, most[k]))
        m.added_energy = pyo.Var(stores, within=pyo.NonNegativeReals)
        self.size, self.content = m.added, m.added_energy

        @m.Constraint(stores)
        def K1_least_hours(m, k):
            return self.rows[k]["least_hours"] * m.added[k] <= m.added_energy[k]

        @m.Constraint(stores)
        def K2_most_hours(m, k):
            return m.added_energy[k] <= self.rows[k]["most_hours"] * m.added[k]

        fleets = {row["extends"] for row in self.rows.values() if row["kind"] in OF_FLEETS}

        @m.Constraint(sorted(i for i in fleets if len(self._taking(i)) > 1))
        def K8_in_service(m, i):
            return sum(m.added[k] for k in self._taking(i)) <= case.always_in_service(i)

        for k, row in self.rows.items():
            r, n = row["rate"], row["lifetime"]
            a = (r / (1 - (1 + r) ** -n) if r > 0 else 1 / n) + row["upkeep"]
            sums.cost("measures", -row["saved_upkeep"] * case.hours / 8760 * m.added[k])
            paid = row["cost"] * m.added[k] + (row["cost_energy"] * m.added_energy[k] if k in stores else 0)
            sums.cost("measures", a * case.hours / 8760 * paid)

    def to(self, kind: str, target: str) -> Amount:
        """What measures of a kind add to a row: sum of K."""
        return sum((self.size[k] for k in self._of(kind, target)), start=0.0)

    def energy_to(self, store: str) -> Amount:
        return sum((self.content[k] for k in self._of("storage", store)), start=0.0)

    def own(self, asset: str) -> Amount:
        """Capacity of an asset that is a measure itself."""
        return self.size[asset] if asset in self.rows else 0.0

    def to_fleet(self, fleet: str) -> Amount:
        """A retrofit adds to the new fleet and takes from the old; a retirement only takes."""
        return self.own(fleet) - sum((self.size[k] for k in self._taking(fleet)), start=0.0)

    def _of(self, kind: str, target: str) -> list[str]:
        return [
            k
            for k, row in self.rows.items()
            if (row["kind"], k if row["located_at"] else row["extends"]) == (kind, target)
        ]

    def _taking(self, fleet: str) -> list[str]:
        return [k for k, row in self.rows.items() if row["kind"] in OF_FLEETS and row["extends"] == fleet]

    @staticmethod
    def _most(case: Tables, row: dict) -> float:
        return min(row["most"], case.always_in_service(row["extends"])) if row["kind"] in OF_FLEETS else row["most"]

    @staticmethod
    def _add_row(case: Tables, row: dict) -> None:
        """The asset that a measure makes, at the end of its table."""
        at = {}
        if row["located_at"]:
            sites = [*case.table("renewables"), *case.table("storage"), *case.table("thermal")]
            site = next(one for one in sites if row["located_at"] in (one.get("asset"), one.get("fleet")))
            at = {key: site[key] for key in ("area", "pocket", "dispatcher", "settles")}
        if row["kind"] == "storage" and at:
            old = next(old for old in case.table("storage") if old["asset"] == row["extends"])
            case.more["storage"].append(old | at | {"asset": row["measure"]})
        if row["kind"] in ("wind", "pv"):
            old = next(old for old in case.table("renewables") if old["asset"] == row["extends"]) | at
            place = ("pocket", "dispatcher", "settles")
            beside = [other for other in case.table("renewables") if all(other[key] == old[key] for key in place)]
            order = max((other["order"] for other in beside), default=0) + 1
            case.more["renewables"].append(old | {"asset": row["measure"], "order": order, "outage_plan": "false"})
        if row["kind"] == "efficiency":
            old = next(old for old in case.table("thermal") if old["fleet"] == row["extends"])
            fuel = old["fuel_incremental"] - row["fuel_saving"]
            case.more["thermal"].append(old | {"fleet": row["measure"], "efficient": "true", "fuel_incremental": fuel})
        if row["kind"] == "retrofit":
            old = next(old for old in case.table("thermal") if old["fleet"] == row["extends"])
            after = {key: row[key] for key in ("minimum_heating", "minimum_other")}
            case.more["thermal"].append(old | after | {"fleet": row["measure"], "flexible": "true"})


def number(amount: Amount) -> bool:
    return isinstance(amount, (int, float))


def limited(
    m: pyo.ConcreteModel,
    name: str,
    sets: tuple,
    upper: Callable[..., Amount],
    lower: Callable[..., Amount] = lambda *index: 0.0,
) -> pyo.Var:
    """A variable between two amounts: bounds where they are numbers, rows NAME_lower and NAME_upper where not."""
    variable = pyo.Var(*sets)
    m.add_component(name, variable)

    def rows(side: str) -> pyo.ConstraintList:
        if m.component(f"{name}_{side}") is None:
            m.add_component(f"{name}_{side}", pyo.ConstraintList())
        return m.component(f"{name}_{side}")

    for index, x in variable.items():
        least, most = lower(*index), upper(*index)
        if number(least):
            x.setlb(least)
        else:
            rows("lower").add(x >= least)
        if number(most):
            x.setub(most)
        else:
            rows("upper").add(x <= most)
    return variable
