"""The steps of a decomposition: each takes the state and returns the next one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import highspy
import numpy as np

from dispatch.messages import Message, message

from .. import highs
from ..certificate import Certificate, certify
from ..problem import Basis, End, Floats, Integers, Progress, Solution, Status, relative_gap
from ..warm_start import set_start
from .fixing import FreeSet
from .initial_multipliers import initial_multipliers
from .merge_tree import merge_windows
from .restricted_master import MasterSolution, solve_master
from .rolling_horizon import BackgroundPoint, RollingHorizon
from .state import Setup, State
from .trust_region import TrustRegion
from .window_pricing import WindowPrices, WindowPricing

CLEAN_UP_GAP, MAX_VIOLATED, MAX_PIVOTS = 1e-3, 500, 20_000
"""For primal simplex from the vertex of the restricted master problem: largest relative gap of its point, most columns and rows
that violate their bounds at the vertex, and most pivots before another merge is quicker."""


def estimate_multipliers(setup: Setup) -> Floats:
    """Return initial multipliers of the coupling constraints, shape (coupling rows,)."""
    setup.options.report(Progress(message("stage.initial_multipliers", count=len(setup.coupling))))
    return initial_multipliers(setup.partition, setup.stop, setup.threads)


def price_windows(setup: Setup, state: State, multipliers: Floats) -> tuple[State, WindowPrices | None]:
    """Iterate the multipliers on cyclic windows until the cutting-plane model has a small gap.

    Windows and free columns of the state are those of the iteration. None: a window has no optimum, or the solve was stopped.
    """
    pricing = WindowPricing(setup.partition, setup.scale, setup.pricing_gap, setup.options, setup.stop, setup.threads)
    found = pricing.run(multipliers)
    if found is None:
        return state, None
    state = replace(state, windows=found.windows, free=state.free.with_mixture(found.mixture))
    return state.noted(message("note.multiplier_iteration", passes=found.passes)), found


def roll_in_background(setup: Setup, pricing: WindowPrices) -> BackgroundPoint | None:
    """Start a rolling horizon in the background; None for fewer than three windows.

    With a limit it starts as soon as a thread is free. Otherwise it waits for a thread that is idle, for an interruption by the
    user while the restricted master problem is solved.
    """
    if len(setup.partition.windows) < 3:
        return None
    horizon = RollingHorizon(setup.partition, setup.scale, pricing)
    work = partial(horizon.run, setup.stop)
    task = setup.threads.submit(work) if setup.limited else setup.threads.defer(work)
    return BackgroundPoint(horizon, task)


def take_rolling(setup: Setup, state: State, rolling: BackgroundPoint | None) -> State:
    """Wait for the point of the rolling horizon and take it if it is feasible and cheaper. It never depends on the speed of the
    machine whether the point is used."""
    primal = None if rolling is None else rolling.result()
    if primal is None:
        return state
    found = state.with_point(setup.problem, primal)
    return state if found is state else replace(found, free=found.free.with_point(primal))


def evaluate(setup: Setup, state: State, multipliers: Floats) -> State:
    """Solve the relaxed LP at some multipliers by a hierarchical merge of windows: ``value`` is its certified optimum."""
    cost = setup.coupling.priced(setup.problem.cost, multipliers)
    merged = merge_windows(setup.partition, cost, state.windows, setup.options, setup.stop, setup.threads)
    if merged is None:
        state = replace(state, value=None)
    else:
        duals = setup.coupling.duals(multipliers)
        state = _observed(setup, replace(state, windows=merged.windows), merged.part.rows, merged.solver, duals)
    highs.trim_memory()
    return state


def simplex_from_start(setup: Setup, state: State, start: Basis) -> State:
    """Solve the whole LP by simplex from the basis of a similar LP."""
    with setup.threads.exclusive():
        solver = _load_whole(setup, state)
        set_start(solver, setup.problem, start, setup.stop)
        return _run_on(setup, state, solver)


def clean_up(setup: Setup, state: State, basis: Basis) -> State:
    """Solve the whole LP by primal simplex from a vertex, coupling constraints included, in at most MAX_PIVOTS pivots. A vertex at
    which more than MAX_VIOLATED columns and rows violate their bounds is left alone; a point is no evidence, as it may be feasible
    within bounds that are wider than those of its basis."""
    with setup.threads.exclusive():
        solver = _load_whole(setup, state)
        if not highs.begin(solver, basis, setup.stop, MAX_VIOLATED):
            return state
        highs.configure(solver, simplex_iteration_limit=MAX_PIVOTS)
        return _run_on(setup, state, solver)


def solve_restricted(setup: Setup, state: State, region: TrustRegion) -> tuple[State, MasterSolution | None]:
    """Solve the restricted master problem within the trust region and take its point. After a failure shift
    its rows to the solution of the relaxed LP. None: HiGHS failed, or the solve was stopped."""
    master = _master(setup, state.free, region)
    if master is None and not setup.stop.reached:
        state = replace(state, free=state.free.as_shifted()).noted(message("note.rows_shifted"))
        master = _master(setup, state.free, region)
    if master is None:
        return state, None
    found = state.with_point(setup.problem, master.primal)
    if found is not state and master.basis is not None:
        found = replace(found, basis=master.basis)
    return found, master


def complementarity_gap(setup: Setup, old: Certificate, multipliers: Floats) -> float:
    """Return the share of a duality gap that comes from complementary slackness violations of the coupling constraints,
    relative to the cost as the gap is."""
    coupling, variable = setup.coupling, float(setup.problem.cost @ old.primal)
    violation = float(multipliers @ (coupling.matrix @ old.primal)) - coupling.constant(multipliers)
    return relative_gap(variable, variable - violation, float(np.abs(setup.problem.cost) @ np.abs(old.primal)))


def finish(setup: Setup, state: State, rolling: BackgroundPoint | None = None, method: str = "windows") -> Solution:
    """Return the cheapest point with its certificate, after a last look at the rolling horizon where it is needed."""
    if state.point is None or setup.stop.reached:
        state = take_rolling(setup, state, rolling)
    if rolling is not None:
        rolling.drop()
    point = state.point
    if point is None:
        return without_point(
            setup, state, message("note.coupling_not_met" if len(setup.coupling) else "note.window_without_optimum")
        )
    status: Status = "feasible"
    if point.proves_optimum:
        status = "optimal"
    elif not state.within(setup.target):
        status = "stopped" if setup.stop.reached else "feasible"
        state = state.noted(message("note.ended_at_gap", gap=point.gap))
    return replace(
        point.solution(status, method),
        notes=state.notes,
        end=End(state.iterations, setup.stop.interrupted),
        basis=state.basis,
    )


def without_point(setup: Setup, state: State, why: Message) -> Solution:
    """Return the end of a solve that found no feasible point: ``stopped``, or ``failed`` with the reason."""
    return Solution(
        "stopped" if setup.stop.reached else "failed",
        "windows",
        (*state.notes, why),
        bound=state.bound,
        end=End(state.iterations, setup.stop.interrupted),
    )


def _master(setup: Setup, free: FreeSet, region: TrustRegion) -> MasterSolution | None:
    low, high = (setup.coupling.admissible(edge) for edge in region.edges())
    rows = np.flatnonzero(setup.partition.local)
    fixed = free.fixed()
    with setup.threads.exclusive():
        found = solve_master(
            setup.problem, rows, setup.coupling, fixed, region.centre, low, high, setup.stop, free.contained
        )
    highs.trim_memory()
    return found


def _load_whole(setup: Setup, state: State) -> highspy.Highs:
    setup.report(message("stage.from_basis"), state)
    return highs.load_whole(setup.problem, solver="simplex", threads=1)


def _run_on(setup: Setup, state: State, solver: highspy.Highs) -> State:
    """Run simplex on the whole LP and take its optimum; the same state where there is none."""
    if highs.run(solver, setup.stop) != highs.OPTIMAL:
        return state
    return _observed(setup, state, np.arange(len(setup.problem.row_lower)), solver)


def _observed(
    setup: Setup, state: State, rows: Integers, solver: highspy.Highs, coupling_duals: Floats | None = None
) -> State:
    """Take the optimum over some rows, by number: its bound, free columns and basis, and its point if it is feasible.

    coupling_duals: duals of the coupling rows, shape (coupling rows,), where they are not among ``rows``.
    """
    problem, solution = setup.problem, solver.getSolution()
    primal = np.clip(np.asarray(solution.col_value), problem.lower, problem.upper)
    duals = np.zeros(len(problem.row_lower))
    if coupling_duals is not None:
        duals[setup.coupling.rows] = coupling_duals
    duals[rows] = np.asarray(solution.row_dual)
    proof = certify(problem, primal, duals)
    state = replace(state, value=proof.bound, iterations=state.iterations + highs.iterations(solver))
    better = proof.bound > state.bound
    if better:
        state = state.with_bound(problem, proof.bound, duals)
    basis = highs.basis_of(solver) if better or proof.feasible else None
    if basis is not None:
        status = np.full(len(duals), highs.BASIC, dtype=np.int8)
        status[rows] = basis.rows
        state = replace(state, basis=Basis(basis.columns, status))
    free = state.free.with_solution(primal, proof.column_dual, problem.matrix @ primal, duals)
    state = replace(state, free=free)
    return state.with_point(problem, primal) if proof.feasible else state
