"""The verdict on each target: what is required, what is achieved, the distance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dispatch.case import Case
from dispatch.case.schema import AMOUNTS
from dispatch.lp import LP
from dispatch.messages import Bilingual

from .reader import Reader

TOLERANCE = 1e-6
"""Relative: a target that the LP imposes is met up to the tolerance of the solver."""


def meets(margin: float, required: float) -> bool:
    """Return whether a margin counts as met, up to the tolerance of the solver."""
    return margin >= -TOLERANCE * max(1.0, abs(required))


def quantity_of(name: str, part: str) -> str:
    """Return the name of the LP quantity with the ``numerator`` or ``denominator`` of a target at a place."""
    return f"target:{name}:{part}"


def measured_places(lp: LP, target: str) -> list[str]:
    """Return ``target``, or ``target@place`` for each place, of the targets that the LP measures."""
    head, tail = quantity_of("|", "numerator").split("|")
    ends = [name for name in lp.quantities if name.startswith(head) and name.endswith(tail)]
    names = [name.removeprefix(head).removesuffix(tail) for name in ends]
    return [name for name in names if name == target or name.startswith(f"{target}@")]


def place_text(case: Case, name: str, target: str) -> Bilingual:
    """Return what follows the text of a target: ``" @ place"``, empty for a target of the whole region. An area has its name."""
    place = name.removeprefix(target).removeprefix("@")
    if not place:
        return Bilingual("", "")
    areas = case.tables["areas"].set_index("area")
    named = [str(areas[key].get(place) or place) for key in ("name_en", "name_zh")]
    return Bilingual(*(f" @ {one}" for one in named))


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
        for name in measured_places(reader.lp, str(row.target)) or [str(row.target)]
    ]


def _target_result(reader: Reader, row: Any, name: str, at_most: bool) -> TargetResult:
    place = place_text(reader.case, name, str(row.target))
    required = None if float(row.required) < 0 else float(row.required)
    achieved = _ratio(reader, name)
    margin = None
    partial = reader.case.fraction < 1 and str(row.unit) in AMOUNTS and bool(required)
    tested = reader.case.tests(int(row.year))
    if required is not None and achieved is not None and tested and not partial:
        margin = required - achieved if at_most else achieved - required
    met = None if margin is None else meets(margin, required or 0.0)
    texts = (f"{row.text_zh}{place.chinese}", f"{row.text_en}{place.english}", str(row.unit))
    gross = _ratio(reader, name, "gross_")
    return TargetResult(name, *texts, required, achieved, margin, met, gross, int(row.year), tested)


def _ratio(reader: Reader, name: str, basis: str = "") -> float | None:
    if quantity_of(name, "numerator") not in reader.lp.quantities:
        return None
    above, below = (
        float(reader.point.value(quantity_of(name, f"{basis}{part}"))) for part in ("numerator", "denominator")
    )
    return above / below if below != 0 else None
