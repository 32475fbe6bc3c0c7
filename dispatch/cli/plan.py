"""``dispatch plan``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dispatch.app.clock import Clock
from dispatch.messages import Words

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

BEFORE = "before"
"""Folder, inside the run folder, of the run of the case as given."""


def plan(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="help.run_folder", show_default="help.default.plan_folder")] = None,
    meet: Annotated[
        list[str], typer.Option("--meet", metavar="ID", help="help.meet", show_default="help.default.meet")
    ] = [],  # noqa: B006
    hours_lost: Annotated[float | None, typer.Option("--lole", min=0.0, metavar="H", help="help.plan_lole")] = None,
    samples: Annotated[int, typer.Option(min=2, help="help.plan_samples")] = 200,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    gap: Gap = None,
    time_limit: Annotated[float | None, typer.Option(min=0.0, metavar="S", help="help.time_limit_each")] = None,
    threads: Threads = None,
) -> None:
    """Run ``dispatch plan``; its help is ``help.command.plan``."""
    from dispatch import read_case
    from dispatch.app.assemble import solve_options
    from dispatch.report import Saved, plan_tables
    from dispatch.results.partial import appearing
    from dispatch.targets import Requirement, Solver, plan_capacities, save_plan

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        place = out or result_of(f"plan-{name_of(case)}")
        must_be_new_folder(place, words)
        with Watch(err, words) as watch:
            clock = Clock(watch.report)
            with clock.stage("read"):
                content = read_case(case, settings, start_at, hours)
            report = partial(clock.report, "solve")
            options = solve_options(gap=gap, time_limit=time_limit, threads=threads, report=report)
            with appearing(place) as folder:
                required = None if hours_lost is None else Requirement(hours_lost, samples)
                done = plan_capacities(content, meet, folder, Solver(options), clock, required)
                with clock.stage("write"):
                    done.before.save(folder / BEFORE)
                    done.after.write(folder, keep_warm=True)
                    save_plan(done.plan, folder)
                    run = done.after
                    saved = Saved(run.results, run.summary, run.record, run.inputs, done.plan)
                    tables = plan_tables(saved, folder, lang)
        for one in tables:
            for part in report_table(one):
                screen.print(part)
        screen.print(plain(words("wrote", path=place)), soft_wrap=True)
    lole = done.plan.lole
    if lole is not None and not lole.held:
        count, last = len(lole.rounds), lole.rounds[-1].lole
        err.print(plain(words("end.plan_lole_rounds", count=count, lole=last, required=lole.required)), soft_wrap=True)
        raise typer.Exit(4)
    if done.plan.proof.status == "stopped":
        raise typer.Exit(4)
