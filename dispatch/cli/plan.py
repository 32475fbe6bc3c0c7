"""``dispatch plan``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dispatch.app.clock import Clock
from dispatch.errors import CaseError, Fault
from dispatch.messages import Words, message

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.messages import Lang
    from dispatch.report import Table
    from dispatch.results.capacity_plan import CapacityPlan
    from dispatch.targets import Planned, WeatherYears

from .console import consoles
from .grid import plain, report_table
from .options import (
    DEFAULT,
    CasePath,
    From,
    Gap,
    Hours,
    Language,
    Settings,
    Threads,
    failures,
    must_be_new_folder,
    name_of,
    result_of,
)
from .progress import Watch
from .weather_years import in_weather_years, seeds_of

BEFORE = "before"
"""Folder, inside the run folder, of the run of the case as given."""
YEARS = "years"
"""Folder, inside the run folder, with a run folder for each weather year behind the first."""


def plan(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="help.run_folder", show_default="help.default.plan_folder")] = None,
    meet: Annotated[
        list[str], typer.Option("--meet", metavar="ID", help="help.meet", show_default="help.default.meet")
    ] = [],  # noqa: B006
    hours_lost: Annotated[float | None, typer.Option("--lole", min=0.0, metavar="H", help="help.plan_lole")] = None,
    samples: Annotated[int, typer.Option(min=2, help="help.plan_samples")] = 200,
    years: Annotated[
        str | None, typer.Option("--weather-years", metavar="SEEDS", help="help.plan_weather_years")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(metavar="W", help="help.plan_weights", show_default="help.default.plan_weights")
    ] = None,
    cvar: Annotated[float | None, typer.Option(metavar="SHARE", min=0.0, max=0.999, help="help.plan_cvar")] = None,
    tail: Annotated[float, typer.Option(metavar="P", min=0.001, max=1.0, help="help.plan_tail")] = 0.2,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    gap: Gap = None,
    time_limit: Annotated[float | None, typer.Option(min=0.0, metavar="S", help="help.time_limit_each")] = None,
    threads: Threads = None,
    start: Annotated[Path | None, typer.Option(metavar="RUN", help="help.plan_start")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="help.highs_log")] = False,
) -> None:
    """Run ``dispatch plan``; its help is ``help.command.plan``."""
    from dispatch.app.assemble import solve_options
    from dispatch.results.partial import appearing
    from dispatch.targets import Requirement, Solver, plan_capacities

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        seeds = [None] if years is None else seeds_of("--weather-years", years)
        shares = _weights(seeds, weights, cvar, hours_lost)
        place = out or result_of(f"plan-{name_of(case)}")
        must_be_new_folder(place, words)
        with Watch(err, words, quiet_solve=verbose) as watch:
            clock = Clock(watch.report)
            with clock.stage("read"):
                cases = in_weather_years(seeds, case, settings, (start_at, hours))
                weather = _weather(seeds, shares, cases, cvar, tail)
            report = partial(clock.report, "solve")
            options = solve_options(gap=gap, time_limit=time_limit, threads=threads, verbose=verbose, report=report)
            with appearing(place) as folder:
                required = None if hours_lost is None else Requirement(hours_lost, samples)
                done = plan_capacities(
                    cases[0], meet, folder, Solver(options), clock, required, weather, samples, start
                )
                with clock.stage("write"):
                    tables = _save(done, folder, lang)
        for one in tables:
            for part in report_table(one):
                screen.print(part)
        screen.print(plain(words("wrote", path=place)), soft_wrap=True)
    _end(done.plan, place, err, words)


def _end(plan: CapacityPlan, place: Path, err: Console, words: Words) -> None:
    """End with exit code 4 where the plan has no proof, does not hold its LOLE, or the run of a compliant case has no proof. place: run folder
    of the plan."""
    lole = plan.lole
    missed = lole is not None and not lole.held
    if lole is not None and missed:
        count, last = len(lole.rounds), lole.rounds[-1].lole
        err.print(plain(words("end.plan_lole_rounds", count=count, lole=last, required=lole.required)), soft_wrap=True)
    years = plan.weather.years if plan.weather else ()
    runs = {plan.case.compliant_case: plan.confirmation} | {one.compliant_case: one.confirmation for one in years}
    unconfirmed = [case for case, run in runs.items() if run.status == "stopped"]
    for case in unconfirmed:
        err.print(plain(words("end.plan_unconfirmed", case=place / case)), soft_wrap=True)
    if missed or unconfirmed or plan.proof.status == "stopped":
        raise typer.Exit(4)


def _save(done: Planned, folder: Path, lang: Lang) -> tuple[Table, ...]:
    """Write the run folders and the plan; return its tables."""
    from dispatch.report import Saved, plan_tables
    from dispatch.targets import save_plan

    done.before.save(folder / BEFORE)
    done.after.write(folder, keep_warm=True)
    for year in done.further:
        year.after.save(folder / YEARS / year.label, keep_warm=True)
        year.before.save(folder / YEARS / year.label / BEFORE)
    _put_solutions(done.plan, folder)
    save_plan(done.plan, folder)
    run = done.after
    return plan_tables(Saved(run.results, run.summary, run.record, run.inputs, done.plan), folder, lang)


def _put_solutions(plan: CapacityPlan, folder: Path) -> None:
    """Put the solution of each compliant case into its folder, except where it proves nothing. The first weather year has its run in ``folder``
    itself."""
    from dispatch.results import put_solution

    years = plan.weather.years if plan.weather else ()
    runs = {plan.case.compliant_case: (folder, plan.confirmation)}
    for year in years[1:]:
        runs[year.compliant_case] = folder / YEARS / year.label, year.confirmation
    for case, (run, confirmation) in runs.items():
        if confirmation.status != "stopped":
            put_solution(run, folder / case)


def _weather(
    seeds: Sequence[int | None], weights: tuple[float, ...], cases: Sequence[Case], cvar: float | None, tail: float
) -> WeatherYears | None:
    """Return the weather years; None where no seeds are given."""
    if None in seeds:
        return None
    from dispatch.lp import Risk
    from dispatch.targets import WeatherYears

    labels = tuple(str(seed) for seed in seeds)
    return WeatherYears(labels, weights, tuple(cases[1:]), Risk(cvar, tail) if cvar else None)


def _weights(
    seeds: Sequence[int | None], weights: str | None, cvar: float | None, lole: float | None
) -> tuple[float, ...]:
    """Return the weights of the weather years, of sum 1. Raises CaseError for options that do not go together, and for other texts."""
    if None in seeds:
        given = {"--weights": weights, "--cvar": cvar}
        lost = [
            Fault(option, 0, "", str(value), message("fault.plan.without_years"), message("remedy.plan.give_years"))
            for option, value in given.items()
            if value is not None
        ]
        if lost:
            raise CaseError(lost)
        return ()
    if lole is not None:
        rule, remedy = message("fault.plan.years_and_lole"), message("remedy.plan.lole_alone")
        raise CaseError([Fault("--lole", 0, "", f"{lole:g}", rule, remedy)])
    if weights is None:
        return (1.0 / len(seeds),) * len(seeds)
    try:
        parts = [float(part) for part in weights.split(",")]
    except ValueError:
        parts = []
    if len(parts) != len(seeds) or not all(0.0 < part < math.inf for part in parts):
        rule, remedy = message("fault.plan.weights", count=len(seeds)), message("remedy.plan.weights")
        raise CaseError([Fault("--weights", 0, "", weights, rule, remedy)])
    return tuple(part / sum(parts) for part in parts)
