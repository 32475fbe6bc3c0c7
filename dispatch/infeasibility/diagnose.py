"""Diagnose an infeasible case: a minimal conflict on the smallest window, single remedies, and all violations."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dispatch.app.assemble import formulate
from dispatch.case import Case
from dispatch.errors import UnboundedError
from dispatch.lp import LP, BoundsCross, CannotHold, Integers, Matrix
from dispatch.messages import Message, message
from dispatch.results import AreaLookup, describe_ray, describe_violations, elastic_weights
from dispatch.solve import Options, find_ray, relax

from .area_figures import Figures, figures
from .cells import cells
from .conflict import Conflict, alone, conflict
from .members import Member, members
from .remedies import Remedy, Trials


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """One conflict. members: its requirements. area, hour: where and when
    (the label of the hour) it shows, empty where it is of no hour; figures: what that area has and owes then [GW].
    window: hours looked at (0: the whole). minimal: whether each row is proven to be needed. whole: what gives way over
    the whole horizon at least, line by line. remedies: changes of single cells, each tried on the whole window; untried: how
    many there was no time for."""

    members: list[Member]
    area: str = ""
    hour: str = ""
    figures: Figures = field(default_factory=dict)
    window: int = 0
    minimal: bool = True
    whole: list[Message] = field(default_factory=list)
    remedies: list[Remedy] = field(default_factory=list)
    untried: int = 0


def diagnose(case: Case, options: Options, settings: Sequence[str] = ()) -> Diagnosis | None:
    """Return the conflict of a case with its single-cell remedies; None where it can be dispatched.

    settings: those with which the case was read. The conflict and the remedies have the time limit of the options each.
    Raises UnboundedError where its cost is unbounded below, KeyboardInterrupt on Ctrl-C.
    """
    try:
        lp = formulate(case)
    except CannotHold as error:
        return _with_remedies(case, _unbuilt(error), options, settings, np.zeros(0, dtype=np.int64), None)
    problem = lp.matrix()
    violations = relax(problem, options, elastic_weights(lp))
    if not violations.any():
        ray = find_ray(problem, options)
        if ray is not None:
            raise UnboundedError(describe_ray(case, lp, ray))
        return None
    size = np.abs(violations)
    timed = np.where(problem.row_first >= 0, size, 0.0)
    near = int(np.argmax(timed if timed.any() else size))
    found = alone(problem) or conflict(problem, near)
    if found is None:
        return None
    lines = describe_violations(case, lp, violations)
    diagnosis = replace(_diagnosis(case, lp, found), whole=lines)
    return _with_remedies(case, diagnosis, options, settings, np.flatnonzero(violations), problem)


def _with_remedies(
    case: Case, found: Diagnosis, options: Options, settings: Sequence[str], violated: Integers, base: Matrix | None
) -> Diagnosis:
    trials = Trials(case, settings, options, violated, time.monotonic() + options.time_limit, base)
    remedies, untried = trials.remedies(cells(case, found.members))
    return replace(found, remedies=remedies, untried=untried)


def _diagnosis(case: Case, lp: LP, found: Conflict) -> Diagnosis:
    problem = lp.matrix()
    listed = sorted(members(lp, problem, found), key=_rank)
    first, last = found.hours
    window = 0 if first < 0 else last - first + 1
    hour = next((member.hours[0] for member in listed if member.hours[0] >= 0 and member.count == 1), -1)
    if hour < 0:
        hour = next((member.hours[0] for member in listed if member.hours[0] >= 0), -1)
    area = _area(case, lp, listed)
    if hour < 0:
        return Diagnosis(listed, area, "", {}, window, found.minimal)
    shown = figures(case, lp, area, hour) if area else {}
    return Diagnosis(listed, area, f"{case.time[hour]:%Y-%m-%d %H:%M}", shown, window, found.minimal)


def _rank(member: Member) -> tuple[bool, bool]:
    """What a table sets first; rows before bounds."""
    return (member.rule is None, not member.row)


def _area(case: Case, lp: LP, listed: list[Member]) -> str:
    """The area of the first member that is in one."""
    places = AreaLookup(case)
    for member in listed:
        block = (lp.constraints if member.row else lp.variables)[member.block]
        for axis, label in zip((a for a in block.axes if a.first is None), member.place, strict=True):
            if axis.name == "keeper":
                return label.split("@")[-1]
            if places.known(axis):
                at = int(places.of(axis.select([label]))[0])
                if at >= 0:
                    return places.areas[at]
    return ""


def _unbuilt(error: CannotHold) -> Diagnosis:
    """A bound or a row that cannot hold before anything is solved."""
    rule = "dx_bounds_cross" if isinstance(error, BoundsCross) else "dx_cannot_hold"
    hour = next((label for label in error.labels if re.match(r"\d{4}-\d\d-\d\d", label)), "")
    place = tuple(label for label in error.labels if label != hour)
    none = np.zeros(0, dtype=np.int64)
    row, axes = not isinstance(error, BoundsCross), ("",) * len(place)
    member = Member(error.block, message(rule), place, axes, -1, (-1, -1), 1, 0.0, 0.0, row, none, error.demand)
    return Diagnosis([member], place[0].split("@")[-1] if place else "", hour)
