"""Targets of a case as expressions of its LP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from dispatch.app.assemble import AT_MOST
from dispatch.case import Case
from dispatch.case.schema import AMOUNTS, TARGETS_OF_ENERGY
from dispatch.lp import LP, Expression, Floats
from dispatch.messages import Lang
from dispatch.results import measured_places, meets, place_text, quantity_of


@dataclass(frozen=True)
class TargetStatement:
    """A target at one place, with a number. ``required`` is that of the window: where the unit is one of an amount, the
    number of the table times the window's share of the horizon."""

    name: str
    kind: str
    text_zh: str
    text_en: str
    unit: str
    required: float
    at_most: bool
    year: int

    @property
    def of_energy(self) -> bool:
        """Whether a case may impose the target: one of capacity follows from capacities, which a run has as given."""
        return self.kind in TARGETS_OF_ENERGY

    def text(self, lang: Lang) -> str:
        """Return the text of the target in a language."""
        return self.text_zh if lang is Lang.zh else self.text_en


@dataclass(frozen=True, eq=False)
class Target(TargetStatement):
    """A target as expressions of an LP. ``gap`` is numerator - required x denominator, with the sign that makes the gap
    positive where the target is met. share: part of an amount of the whole window that the sample has; margins are those of
    the whole window."""

    numerator: Expression
    denominator: Expression
    share: float = 1.0

    @property
    def statement(self) -> TargetStatement:
        """The target without its expressions."""
        return TargetStatement(**{one.name: getattr(self, one.name) for one in fields(TargetStatement)})

    @property
    def sign(self) -> float:
        """-1 where the target is not to be exceeded."""
        return -1.0 if self.at_most else 1.0

    @property
    def gap(self) -> Expression:
        """Positive where the target is met; its unit is that of the numerator."""
        return self.gap_at(self.required)

    def gap_at(self, required: float) -> Expression:
        """The same for another number."""
        return (self.numerator - self.denominator * required) * self.sign

    def achieved(self, primal: Floats) -> float:
        """The value at a point; NaN where there is nothing to divide by."""
        below = float(self.denominator.value(primal))
        return float(self.numerator.value(primal)) / below if below else float("nan")

    def margin(self, primal: Floats) -> float:
        """Distance in the unit of the target: positive where it is met."""
        return self.sign * (self.achieved(primal) - self.required) / self.share

    def met(self, primal: Floats) -> bool:
        """Whether the point meets it, up to the tolerance of the solver."""
        return meets(self.margin(primal), self.required)

    @property
    def movable(self) -> bool:
        """Whether any variable moves it."""
        return bool(np.any(self.gap.coefficients != 0.0))


def active_targets(case: Case, lp: LP) -> list[Target]:
    """Every target of the year of the case that has a number and can be measured, at every place, in the order of the
    table."""
    return [target for target in all_targets(case, lp) if case.tests(target.year)]


def all_targets(case: Case, lp: LP) -> list[Target]:
    """The same with the targets of other years, which are measured and not tested."""
    found = []
    rows = case.tables["targets"]
    years = rows["year"].astype(int).tolist()
    for row, number, year in zip(rows.itertuples(), rows["required"].to_numpy(dtype=float), years, strict=True):
        target, required = str(row.target), float(number)
        scale = case.fraction if str(row.unit) in AMOUNTS else 1.0
        for name in measured_places(lp, target) if required >= 0 else ():
            above, below = (lp.quantities[quantity_of(name, part)] for part in ("numerator", "denominator"))
            place = place_text(case, name, target)
            texts = (f"{row.text_zh}{place.chinese}", f"{row.text_en}{place.english}")
            kind = str(row.kind)
            at_most = kind in AT_MOST
            found.append(Target(name, kind, *texts, str(row.unit), required * scale, at_most, year, above, below))
    return found


@dataclass(frozen=True, eq=False)
class SampleScaling:
    """The requirements of the targets on representative weeks, such that margins there are those of the whole window.

    bias: sampling bias of each target, in the unit of its margin on the weeks: the requirement rises by it. share: hours of
    the weeks over those of the window. The default leaves the targets as they are.
    """

    bias: Mapping[str, float] = field(default_factory=dict)
    share: float = 1.0

    def targets(self, case: Case, lp: LP) -> list[Target]:
        """Every target that has a number and can be measured, at every place, in the order of the table."""
        return [
            replace(
                target,
                required=target.required + target.sign * self.bias.get(target.name, 0.0),
                share=self.share_of(target),
            )
            for target in active_targets(case, lp)
        ]

    def of(self, sample: Sequence[Target], primal: Floats, known: Mapping[str, float]) -> SampleScaling:
        """The one at which a solution of the sample has the margins that are ``known`` of the window."""
        bias = {
            target.name: target.margin(primal) * target.share - known[target.name] * self.share_of(target)
            for target in sample
            if target.name in known
        }
        return SampleScaling({name: size for name, size in bias.items() if np.isfinite(size)}, self.share)

    def share_of(self, target: Target) -> float:
        """Of the margin of the window that the same margin on the sample is."""
        return self.share if target.unit in AMOUNTS else 1.0
