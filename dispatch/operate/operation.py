"""Operation of a case: solve the LP with perfect foresight, then operate day by day on forecasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from dispatch.app.assemble import as_run, basis_of_run, build, violated, whole_units, without_rows
from dispatch.app.clock import Clock
from dispatch.case import Case
from dispatch.errors import CaseError, Fault, Interrupted, SolverError
from dispatch.lp import LP, Matrix
from dispatch.messages import message
from dispatch.results import WARM, Run, save_warm, write_json
from dispatch.results.foresight import FILE, PERFECT, Foresight, Knowledge, record
from dispatch.solve import (
    Basis,
    Options,
    Solution,
    Staged,
    Stages,
    WholeUnits,
    operate_in_stages,
    solve,
)
from dispatch.weather import Forecast

from .foresight import Operated, foresight
from .journal import Journal
from .leads import RESERVE, forecast_of, leads_of, light, masks_of, no_error, sharing
from .values import OWN, Values, complete, mean_values

MOST_MISSING = 0.5
"""Largest share of columns or rows without a value in a run for ``--values``. A run of a longer window lacks a few, such as the energy
rows of a part of a month; a run of another case lacks nearly all."""
WHOLE_GAP = 0.001
"""Gap of the integer solution of a stage, relative to the cost of its columns in the plan."""
VALUES = "values"
"""Folder of the values of other weather years in that of the operated run, for ``--values``."""


@dataclass(frozen=True)
class Rules:
    """Rules of an operation.

    stages: calendar. perfect: forecasts without an error. seed: of the forecast errors. release: share of the reserve for forecast errors
    that real time may use. integer: whole units in the stages; perfect foresight stays continuous.
    """

    stages: Stages = field(default_factory=Stages)
    perfect: bool = False
    seed: int = 1
    release: float = 1.0
    integer: bool = False

    def forecast(self, case: Case) -> Forecast:
        """Return the parameters of the forecast errors. Raises CaseError."""
        return no_error() if self.perfect else forecast_of(case)


@dataclass(frozen=True, eq=False)
class Operation:
    """Result of an operation. perfect: run with perfect foresight. operated: run in stages. foresight: price of foresight. save_values:
    writes the values of other weather years to a file; None without such years."""

    perfect: Run
    operated: Run
    foresight: Foresight
    save_values: Callable[[Path], None] | None = None

    @property
    def status(self) -> str:
        """Status of the operated run."""
        return self.operated.status

    def write(self, folder: Path, keep_warm: bool = False) -> Run:
        """Write the run folder of the operated window, with that of perfect foresight and the values of other weather years in it, and
        return the run as it was written."""
        written = self.operated.write(folder)
        self.perfect.save(folder / PERFECT, keep_warm)
        if self.save_values is not None:
            (folder / VALUES).mkdir()
            self.save_values(folder / VALUES / WARM)
        write_json(folder / FILE, record(self.foresight))
        return written


def operate(
    case: Case,
    rules: Rules,
    options: Options,
    *,
    values: Values = OWN,
    journal: Journal | None = None,
    clock: Clock | None = None,
    changes: Sequence[str] = (),
) -> Operation:
    """Operate a case and compare it with perfect foresight.

    values: source of the values. journal: keeps completed days; days that it holds are not solved again. clock: receives the stages.
    changes: settings, for the record. Raises CaseError, InfeasibleError, SolverError, Interrupted.
    """
    if any(case.settings.weights.model_dump().values()):
        rule, remedy = message("fault.operate.weighted"), message("remedy.operate.weighted")
        raise CaseError([Fault("case.toml", 0, "weights", "", rule, remedy)])
    clock = clock or Clock()
    with clock.stage("build"):
        forecast = rules.forecast(case)
        cases = leads_of(case, forecast, rules.seed, 0.0 if rules.perfect else rules.release)
        lp, realised = light(cases[0])
    with clock.stage("solve"):
        plan, valued = _plan(cases[0], lp, realised, options, values, journal)
        perfect = _run(cases[0], realised, plan, Clock(), changes)
        if journal is not None:
            journal.keep_plan(perfect)
        # The forecasts are built behind the solve of the plan, which takes the most memory.
        leads = sharing(realised, (light(one)[1] for one in cases[1:]))
        solution, staged = _staged(case, lp, leads, (plan, valued), rules, options, journal)
    operated = _run(cases[0], realised, solution, clock, changes)
    known = Knowledge(
        "perfect" if rules.perfect else "forecast",
        rules.seed,
        rules.release,
        **asdict(rules.stages),
        values=values.name,
        source=forecast.source,
        gate_closure=forecast.gate_closure,
    )
    found = foresight(Operated(cases, forecast, lp, realised.row_last, perfect, operated, staged), known)
    operated = replace(operated, summary=operated.summary | {"foresight": found.summary})
    return Operation(perfect, operated, found, _saving(lp, valued) if values.seeds else None)


def _run(case: Case, matrix: Matrix, solution: Solution, clock: Clock, changes: Sequence[str]) -> Run:
    """Return a run of the realised case. That real time requires less reserve than the case is no implausible input."""
    run = as_run(case, build(case), matrix, solution, clock, changes)
    reserve = tuple(f", {column}" for column in RESERVE)
    run.record["warnings"] = [one for one in run.record["warnings"] if not one["subject"].endswith(reserve)]
    return run


def _saving(lp: LP, values: Basis | None) -> Callable[[Path], None]:
    """Return a function that writes values to a file."""
    assert values is not None and values.prices is not None and values.primal is not None
    kept = (values.columns, values.rows, values.prices, values.primal, values.gap)
    return lambda path: save_warm(path, lp, *kept)


def _staged(
    case: Case,
    lp: LP,
    leads: Sequence[Matrix],
    plan: tuple[Solution, Basis | None],
    rules: Rules,
    options: Options,
    journal: Journal | None,
) -> tuple[Solution, Staged]:
    """Return the operated point and the decisions of the stages. plan: optimum with perfect foresight, and values of another horizon.
    Raises SolverError, Interrupted."""
    masks, whole = masks_of(case, lp, leads[0]), None
    if rules.integer:
        steps, dropped = whole_units(case, build(case))
        leads, whole = [without_rows(one, dropped) for one in leads], WholeUnits(steps, WHOLE_GAP)
    days, keep = ((), lambda day: None) if journal is None else (journal.days(), journal.keep)
    try:
        done = operate_in_stages(leads, masks, *plan, rules.stages, options, days, keep, whole)
    except KeyboardInterrupt:
        raise Interrupted(message("end.operate_interrupted")) from None
    if done is None and np.isfinite(options.time_limit):
        raise SolverError(message("end.operate_time_limit"), "time_limit")
    if done is None:
        raise SolverError(message("end.operate_failed"))
    return done


def _plan(
    case: Case, lp: LP, matrix: Matrix, options: Options, values: Values, journal: Journal | None
) -> tuple[Solution, Basis | None]:
    """Return the optimum with perfect foresight, and the values of another horizon (None: those of the optimum)."""
    kept = None if journal is None else journal.plan(lp)
    run = values.run if values.run is not None and values.run.exists() else None
    valued = None if run is None else basis_of_run(run, lp)
    known = () if valued is None else (valued.primal, valued.prices)
    if any(part is None or np.isnan(part).mean() > MOST_MISSING for part in known):
        rule, remedy = message("fault.operate.other_values"), message("remedy.operate.same_tables")
        raise CaseError([Fault("--values", 0, "", str(run), rule, remedy)])
    plan = _solved(case, lp, matrix, options, kept or valued)
    if values.run is not None and run is None:
        as_run(case, build(case), matrix, plan, Clock()).save(values.run, keep_warm=True)
    if values.seeds:
        valued = mean_values(values, options, matrix, plan, journal)
    return plan, valued


def _solved(case: Case, lp: LP, matrix: Matrix, options: Options, start: Basis | None) -> Solution:
    """Return a solution with values and duals. Raises InfeasibleError, SolverError, Interrupted."""
    solution = solve(matrix, options, start)
    if solution.status == "infeasible":
        raise violated(case, lp, matrix, options)
    return complete(solution)


def rules_record(case: Case, rules: Rules, values: Values, options: Options) -> dict[str, Any]:
    """Return all inputs of the result of an operation, for its journal."""
    forecast = rules.forecast(case)
    given = {name for by_lead in forecast.given.values() for name in by_lead}
    return {
        "case": case.digest,
        "rules": asdict(rules),
        "forecast": forecast.model_dump(),
        "given": {name: sha256(case.series[name].tobytes()).hexdigest() for name in sorted(given & set(case.series))},
        "values": values.name,
        "method": options.method,
        "gap": options.gap,
    }
