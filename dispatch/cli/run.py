"""``dispatch run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatch.app.clock import Clock
from dispatch.messages import Words
from dispatch.solve import Method

from .console import closing, consoles
from .options import (
    DEFAULT,
    CasePath,
    From,
    Gap,
    Hours,
    Language,
    Seconds,
    Settings,
    Threads,
    failures,
    must_be_new_folder,
    name_of,
    result_of,
)
from .progress import Watch


def run(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[
        Path | None, typer.Option(help="help.run_folder", show_default="help.default.results_case_time")
    ] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    method: Annotated[Method, typer.Option(help="help.method")] = "auto",
    gap: Gap = None,
    time_limit: Seconds = None,
    threads: Threads = None,
    start: Annotated[Path | None, typer.Option(metavar="RUN", help="help.start")] = None,
    integer: Annotated[bool, typer.Option("--integer", help="help.integer")] = False,
    keep_warm: Annotated[bool, typer.Option("--keep-warm", help="help.keep_warm")] = False,
    keep_duals: Annotated[bool, typer.Option("--keep-duals", help="help.keep_duals")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="help.highs_log")] = False,
) -> None:
    """Run ``dispatch run``; its help is ``help.command.run``."""
    from dispatch import read_case
    from dispatch.app import assemble

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        place = out or result_of(name_of(case))
        must_be_new_folder(place, words)
        with Watch(err, words, quiet_solve=verbose) as watch:
            clock = Clock(watch.report)
            with clock.stage("read"):
                content = read_case(case, settings, start_at, hours)
            done = assemble.run(
                content,
                method=method,
                gap=gap,
                time_limit=time_limit,
                threads=threads,
                start=start,
                integer=integer,
                verbose=verbose,
                changes=settings,
                clock=clock,
            )
            with clock.stage("write"):
                done = done.save(place, keep_warm, keep_duals)
        for part in closing(done, words):
            screen.print(part)
    if done.status == "stopped":
        raise typer.Exit(130 if done.interrupted else 4)
