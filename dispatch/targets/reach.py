"""Which targets the capacities of a case can meet together, and what stops the others."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.lp import Expression, Floats

from .expansion import ALL, Expansion
from .measures import MeasurePlan, because, obstacle
from .relevant_measures import CHANGED_BY
from .solver import REACHED, furthest, reached


def reachable(expansion: Expansion, names: Sequence[str]) -> tuple[list[str], list[MeasurePlan]]:
    """Split targets into those that can be met together, in the order given, and those that cannot, each as a plan without
    sizes that states the reason.

    One LP minimises what all targets lack. Targets that lack nothing there can be met together. Each of the others is then
    searched alone; where all of these can be met alone, the first that contradicts those before it gives way. Raises SolverError."""
    left, blocked = untouched(expansion, names)
    while left:
        wanted = [expansion.targets[name] for name in left]
        forms = [form for name in left for form in expansion.gaps(name)]
        asked, best = furthest(expansion.matrix, forms, expansion.solver)
        if reached(best, forms):
            break
        assert best.primal is not None
        lacking = [name for name in left if any(_lacks(form, best.primal) for form in expansion.gaps(name))]
        if not lacking:
            break
        if len(left) == 1:
            stopped = [because(expansion, MeasurePlan((left[0],), ALL, None), wanted, asked, best)]
        else:
            stopped = [found for name in lacking if (found := obstacle(expansion, [name])) is not None]
        if not stopped:
            last = _first_contradiction(expansion, left)
            stopped = [MeasurePlan((left[last],), ALL, None, why="together", names=tuple(left[:last]))]
        blocked += stopped
        left = [name for name in left if all(name not in one.targets for one in stopped)]
    return left, blocked


def untouched(expansion: Expansion, names: Sequence[str]) -> tuple[list[str], list[MeasurePlan]]:
    """Split targets into those that some capacity changes or that are met already, and the others, each as a plan without sizes. Without
    a solve."""
    left, blocked = list(names), list[MeasurePlan]()
    for name in names:
        target = expansion.targets[name]
        if not expansion.met_before(name) and not expansion.moves(target, ALL):
            blocked.append(MeasurePlan((name,), ALL, None, why="untouched", names=CHANGED_BY[target.kind]))
            left.remove(name)
    return left, blocked


def _first_contradiction(expansion: Expansion, names: Sequence[str]) -> int:
    """Return the place of the first target that cannot be met together with those before it, by bisection: fewer targets are
    never harder to meet. All of them together cannot be met, each alone can."""
    met, missed = 1, len(names)
    while missed - met > 1:
        middle = (met + missed) // 2
        if obstacle(expansion, names[:middle]) is None:
            met = middle
        else:
            missed = middle
    return met


def _lacks(form: Expression, primal: Floats) -> bool:
    """Whether a gap is negative by more than the tolerance of the solver."""
    return float(form.value(primal)) < -REACHED * max(1.0, abs(float(form.constant)))
