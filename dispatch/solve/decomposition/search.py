"""Decomposition along time: the driver. docs/decomposition.md states the method in standard notation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dispatch.messages import message

from .. import highs
from ..certificate import certify_start
from ..problem import GAP, Basis, Floats, Options, Problem, Solution, Stop, relative_gap
from ..threads import ThreadBudget
from ..warm_start import is_close
from . import steps
from .merge_tree import BasisStatus
from .rolling_horizon import BackgroundPoint
from .state import Setup, State
from .trust_region import TrustRegion

ROUNDS = 10
"""Most solves of the restricted master problem."""
OFF, FAR = 1e-4, 1e-2
"""Relative gap of a warm start from which the multipliers are iterated on the windows first; relative gap after a master
problem above which a warm start is given up, as a cold start is quicker."""
NEXT = 1e-5
"""Relative gap of a feasible start up to which primal simplex from its vertex is quicker than the merge, whatever the gap comes from. A year
with an enforced target that the start exceeds by a ten-thousandth, 2.6e-6 above the optimum: 170 s of processor time; six rounds of merge
and master in 25 minutes moved its multiplier too little to lower the gap."""
REACH, OPEN = 0.3, 100.0
"""Radius of the first trust region, relative to the size of the multipliers: from given multipliers; where a gap is requested,
and the point of the master problem counts more than its multipliers."""
LOSS = 0.25
"""Share of the gap that a step may lose and still be the next centre of the trust region: the step passes multipliers of which
the windows know little (constraints over weeks), and the next step from there is short."""


def solve_windows(
    problem: Problem,
    options: Options,
    stop: Stop,
    threads: ThreadBudget,
    start: Basis | None = None,
    duals: Floats | None = None,
) -> Solution:
    """Return the optimum with its proof; a feasible point with its gap where a limit or the number of rounds ended the solve; or
    ``failed`` with the reason, where no feasible point was found.

    start: basis, row duals and values of a similar LP. duals: without a start, of all rows, shape (rows,), from whose multipliers the
    iteration begins. ``options.method`` "rolling" ends with the first feasible point.
    """
    setup = Setup.of(problem, options, stop, threads)
    if start is not None and start.prices is not None:
        return _warm(setup, start, start.prices)
    return _cold(setup, duals)


def solve_from_duals(problem: Problem, duals: Floats, options: Options, stop: Stop) -> Solution:
    """Return the same from duals of all rows, shape (rows,), that are near those of the optimum."""
    highs.reset_scheduler()
    with ThreadBudget(options.threads) as threads:
        setup = Setup.of(problem, options, stop, threads)
        multipliers = setup.coupling.admissible(setup.coupling.multipliers(duals))
        state = steps.evaluate(setup, State.initial(setup), multipliers)
        return _iterate(setup, state, multipliers, REACH)


def _cold(setup: Setup, duals: Floats | None, values: Floats | None = None, far: float = np.inf) -> Solution:
    """Iterate the multipliers on cyclic windows, from duals if there are some, and merge at the result. values: a point that counts if it
    is feasible. far: as of ``_iterate``."""
    state, coupling = State.initial(setup), setup.coupling
    if not len(coupling):
        return steps.finish(setup, steps.evaluate(setup, state, np.zeros(0)))
    first = steps.estimate_multipliers(setup) if duals is None else coupling.admissible(coupling.multipliers(duals))
    state, pricing = steps.price_windows(setup, state, first)
    if pricing is None:
        return steps.without_point(setup, state, message("note.window_without_optimum"))
    rolling = steps.roll_in_background(setup, pricing)
    state = steps.evaluate(setup, state, pricing.multipliers)
    if values is not None:
        state = state.with_point(setup.problem, values)
    if rolling is not None and setup.limited:
        state = steps.take_rolling(setup, state, rolling)
        quick = setup.options.method == "rolling" and state.point is not None
        if quick or state.within(setup.target):
            return steps.finish(setup, state, rolling, "rolling")
    return _iterate(setup, state, pricing.multipliers, pricing.radius, rolling, far)


def _warm(setup: Setup, start: Basis, duals: Floats) -> Solution:
    """A start without basis gives its multipliers and values; the rest is as by a cold start.

    Without coupling constraints: simplex from the basis. Where only costs have changed, by little: primal simplex from the old vertex; also
    from values so close to the optimum that few pivots are left. Otherwise merge at the old multipliers. They are iterated on the windows
    first where one is unknown or they are far from optimal. Dual simplex on the whole LP would be many times slower than the merge.
    """
    old, known = certify_start(setup.problem, start), setup.coupling.multipliers(duals)
    if (start.rows == highs.BASIC).all():  # interior points leave the basis of slacks
        first = None if np.isnan(known).all() else np.nan_to_num(duals)
        return _cold(setup, first, None if old is None else old.primal, FAR)
    state = State.initial(setup)
    if not len(setup.coupling):
        return steps.finish(setup, steps.simplex_from_start(setup, state, start))
    multipliers = setup.coupling.admissible(np.nan_to_num(known))
    # A constraint that was dualised and is now enforced leaves complementary slackness violations: its multiplier will change.
    # The rest of the gap says that values and multipliers do not fit each other.
    violation = 0.0 if old is None else steps.complementarity_gap(setup, old, multipliers)
    misfit = 0.0 if old is None or not old.feasible else old.gap - violation
    if old is not None and is_close(old) and (misfit >= violation or old.gap <= NEXT):
        state = steps.clean_up(setup, state, start)
        if state.within(setup.target) or setup.stop.reached:
            return steps.finish(setup, state)
    radius: float | Floats = REACH
    if np.isnan(known).any() or misfit > OFF:
        state, pricing = steps.price_windows(setup, state, multipliers)
        if pricing is None:
            return steps.without_point(setup, state, message("note.window_without_optimum"))
        multipliers, radius = pricing.multipliers, pricing.radius
    else:
        state = replace(state, windows=BasisStatus.of_start(setup.partition, start))
    state = steps.evaluate(setup, state, multipliers)
    if old is not None:
        state = state.with_point(setup.problem, old.primal)
    return _iterate(setup, state, multipliers, radius, far=FAR)


def _iterate(
    setup: Setup,
    state: State,
    multipliers: Floats,
    radius: float | Floats,
    rolling: BackgroundPoint | None = None,
    far: float = np.inf,
) -> Solution:
    """Alternate the restricted master problem and the merge at its multipliers until the gap is closed.

    radius: of the first trust region, relative, one or shape (2, coupling rows). far: gap after a round at which to give up.
    """
    region, loss = TrustRegion(multipliers, setup.scale, radius if setup.target <= GAP else OPEN), 0.0
    offset = setup.problem.offset
    for number in range(ROUNDS):
        lagrangian = state.value
        if lagrangian is None or state.within(setup.target) or not len(setup.coupling) or setup.stop.reached:
            break
        if number:  # the first master problem does not wait for the rolling horizon
            state = steps.take_rolling(setup, state, rolling)
        region.assess(multipliers, lagrangian, loss)
        setup.report(message("stage.restricted_master", number=number + 1), state)
        state, master = steps.solve_restricted(setup, state, region)
        if master is None:
            break
        if state.point is not None and rolling is not None:
            rolling.drop()
        gap, value = relative_gap(master.value, state.bound - offset), master.value + offset
        # Rounding may keep the point of the master problem from being feasible: simplex from its vertex removes that too.
        if master.basis is not None and not state.within(setup.target) and gap <= steps.CLEAN_UP_GAP:
            state = steps.clean_up(setup, state, master.basis)
        state = state.noted(message("note.round", number=number + 1, bound=state.bound, master=value))
        if state.within(setup.target) or gap > far:
            break
        multipliers, region.binding = master.multipliers, master.at_edge
        loss = LOSS * max(value - region.best, 0.0)
        state = steps.evaluate(setup, state, multipliers)
    return steps.finish(setup, state, rolling)
