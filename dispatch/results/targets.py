"""The verdict on each target: what is required, what is achieved, the distance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dispatch.case.schema import AMOUNTS

from .reader import Reader

TOLERANCE = 1e-6
"""Relative: a target that the LP imposes is met up to the tolerance of the solver."""


@dataclass(frozen=True)
class TargetResult:
    """One target of the case at one place. ``required`` None: the planner gave no number. ``achieved`` None: it cannot
    be measured (nothing to divide by). ``margin`` is positive where the target is met; None, like ``met``, where there
    is nothing to hold it against: no number, a yearly amount and a run of a part of the horizon, or a target of
    another year than that of the case, which is not ``tested``.
    ``achieved_gross`` is the value by gross generation alone, without the losses and unmet demand that the target
    deducts."""

    id: str
    text_zh: str
    text_en: str
    unit: str
    required: float | None
    achieved: float | None
    margin: float | None
    met: bool | None
    achieved_gross: float | None
    year: int
    tested: bool


def target_results(reader: Reader, at_most: Collection[str]) -> list[TargetResult]:
    """Every target at every place, in the order of the table. ``at_most``: kinds that are not to be exceeded."""
    return [
        _target_result(reader, row, name, str(row.kind) in at_most)
        for row in reader.case.tables["targets"].itertuples()
        for name in _names(reader, str(row.target))
    ]


def _names(reader: Reader, target: str) -> list[str]:
    """``target`` or one ``target@place`` a place; the target itself where the case gives nothing to measure it by."""
    ends = "target:", ":numerator"
    measured = [name.removeprefix(ends[0]).removesuffix(ends[1]) for name in reader.lp.quantities if _is(name, *ends)]
    return [name for name in measured if name == target or name.startswith(f"{target}@")] or [target]


def _is(name: str, head: str, tail: str) -> bool:
    return name.startswith(head) and name.endswith(tail)


def _target_result(reader: Reader, row: Any, name: str, at_most: bool) -> TargetResult:
    place = name.removeprefix(str(row.target)).replace("@", " @ ")
    required = None if float(row.required) < 0 else float(row.required)
    achieved = _ratio(reader, name)
    margin = None
    partial = reader.case.fraction < 1 and str(row.unit) in AMOUNTS and bool(required)
    tested = reader.case.tests(int(row.year))
    if required is not None and achieved is not None and tested and not partial:
        margin = required - achieved if at_most else achieved - required
    met = None if margin is None else margin >= -TOLERANCE * max(1.0, abs(required or 0.0))
    texts = (f"{row.text_zh}{place}", f"{row.text_en}{place}", str(row.unit))
    gross = _ratio(reader, name, "gross_")
    return TargetResult(name, *texts, required, achieved, margin, met, gross, int(row.year), tested)


def _ratio(reader: Reader, name: str, basis: str = "") -> float | None:
    if f"target:{name}:numerator" not in reader.lp.quantities:
        return None
    above, below = (float(reader.point.value(f"target:{name}:{basis}{part}")) for part in ("numerator", "denominator"))
    return above / below if below != 0 else None
