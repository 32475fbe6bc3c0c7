"""Measures: capacity that the LP may add, at its annual cost (K1, K2). Only where a case requires it."""

from __future__ import annotations

import numpy as np

from dispatch.case import in_service
from dispatch.case.schema import OF_FLEETS
from dispatch.lp import LP, Axis, Expression, Floats, Mapping, Parameter
from dispatch.messages import message

from .sets import Sets, among, numbers, texts

HOURS_OF_YEAR = 8760.0


def annuity(rate: Floats, lifetime: Floats) -> Floats:
    """Share of an investment that is paid each year: rate / (1 - (1 + rate)^-lifetime), 1 / lifetime without interest."""
    safe = np.where(rate > 0, rate, 1.0)
    return np.where(rate > 0, safe / (1.0 - (1.0 + safe) ** -lifetime), 1.0 / lifetime)


class Expansion:
    """Columns on (measure,), of no hour: ``added`` [GW] and, of storage, ``added_energy`` [GWh]. Nothing where the case
    expands nothing."""

    def __init__(self, lp: LP, sets: Sets) -> None:
        rows = sets.table("measures")
        rows = rows[among(rows, "measure", sets.case.expanding)].reset_index(drop=True)
        self.rows, self.axis = rows, Axis("measure", tuple(texts(rows, "measure")))
        self.power: Expression | None = None
        self.energy: Expression | None = None
        if not len(rows):
            return
        stored = Parameter((self.axis,), among(rows, "kind", ("storage",)).astype(float))
        self.power = lp.variable("added", (self.axis,), upper=self._column("most"), text=message("variable.added"))
        # Interior points stall on a year where a capacity has no bound. Twice what K2 allows never binds, so that K2 has the price.
        most = self._column("most") * self._column("most_hours") * 2.0
        self.energy = lp.variable(
            "added_energy", (self.axis,), upper=most, where=stored, text=message("variable.added_energy")
        )
        # K1: least hours x K <= KE;  K2: KE <= most hours x K
        for row, column in (("K1_least_hours", "least_hours"), ("K2_most_hours", "most_hours")):
            hours = self.power * self._column(column)
            relation = self.energy >= hours if column == "least_hours" else self.energy <= hours
            lp.constraint(row, relation, where=stored, text=message("constraint.hours_of_added_storage"))
        yearly = annuity(numbers(rows, "rate"), numbers(rows, "lifetime")) + numbers(rows, "upkeep")
        paid = Parameter((self.axis,), yearly * len(sets.hour) / HOURS_OF_YEAR)
        lp.cost("measures", self.power * self._column("cost") * paid)
        saved = self._column("saved_upkeep") * (len(sets.hour) / HOURS_OF_YEAR)
        if saved.values.any():
            lp.cost("measures", self.power * saved * -1.0)
        lp.cost("measures", self.energy * self._column("cost_energy") * paid)
        self._no_more_than_in_service(lp, sets)
        lp.quantity("added", self.power)
        lp.quantity("added_energy", self.energy)

    def _no_more_than_in_service(self, lp: LP, sets: Sets) -> None:
        """Rows for fleets from which several measures take: the bound of each holds it alone."""
        assert self.power is not None
        at = self.rows["extends"][among(self.rows, "kind", OF_FLEETS)]
        several = [str(fleet) for fleet, count in at.value_counts(sort=False).items() if count > 1]
        if not several:
            return
        fleets = Axis("fleet", tuple(several))
        ledger = sets.table("capacity")
        there = [in_service(sets.case, ledger[ledger["asset"] == fleet])["capacity"].sum() for fleet in several]
        # K8: sum of K of the measures that take from a fleet <= what is in service in every month
        taken = -self._taken(fleets, OF_FLEETS)
        lp.constraint(
            "K8_in_service",
            taken <= Parameter((fleets,), np.array(there, dtype=float)),
            text=message("constraint.measures_within_fleet"),
        )

    def _column(self, name: str) -> Parameter:
        return Parameter((self.axis,), numbers(self.rows, name))

    def capacity(self, axis: Axis, *kinds: str) -> Expression | None:
        """Capacity [GW] that measures of these kinds add to the labels of an axis, on it; None where there are none. A
        retrofit adds to its own fleet what it takes from the one that it extends; a retirement only takes."""
        return self._onto(self.power, axis, kinds)

    def content(self, axis: Axis) -> Expression | None:
        """Content [GWh] that measures add to stores, on their axis; None where there is none."""
        return self._onto(self.energy, axis, ("storage",))

    def _onto(self, added: Expression | None, axis: Axis, kinds: tuple[str, ...]) -> Expression | None:
        if added is None:
            return None
        own = {"wind", "pv", "retrofit", "efficiency"}
        columns = ("measure", "kind", "extends", "located_at")
        targets = [
            name if kind in own or elsewhere else other
            for name, kind, other, elsewhere in zip(*(texts(self.rows, c) for c in columns), strict=True)
        ]
        whole = self._at(added, axis, targets, tuple(kind for kind in kinds if kind != "retirement"))
        whole = whole + self._taken(axis, tuple(kind for kind in kinds if kind in OF_FLEETS))
        return whole if whole.columns.size else None

    def _taken(self, axis: Axis, kinds: tuple[str, ...]) -> Expression:
        """Less what measures of these kinds take from the fleets that they extend [GW], on the axis."""
        assert self.power is not None
        return -self._at(self.power, axis, texts(self.rows, "extends"), kinds)

    def _at(self, added: Expression, axis: Axis, targets: list[str], kinds: tuple[str, ...]) -> Expression:
        """Sum of what is added by measures of these kinds at the label that each has as its target."""
        place = {label: k for k, label in enumerate(axis.labels)}
        kind = texts(self.rows, "kind")
        at = [place.get(label, -1) if k in kinds else -1 for label, k in zip(targets, kind, strict=True)]
        return added.group(Mapping(self.axis, axis, np.array(at, dtype=np.int64)))

    def candidates(self, labels: tuple[str, ...]) -> Floats:
        """One for each label that is a measure's own asset, which has no capacity but what is added; shape (labels,)."""
        names = set(self.axis.labels)
        return np.array([float(label in names) for label in labels])
