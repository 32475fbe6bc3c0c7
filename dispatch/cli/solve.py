"""``dispatch solve``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dispatch.app.clock import Clock
from dispatch.messages import Words
from dispatch.solve import Method

from .console import consoles
from .grid import plain
from .options import Gap, Language, Seconds, Threads, failures, must_be_new_folder, result_of
from .progress import Watch


def solve(
    lang: Language,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="help.model_file")],
    out: Annotated[
        Path | None, typer.Option(help="help.solution_folder", show_default="help.default.results_case_time")
    ] = None,
    time_regex: Annotated[str | None, typer.Option("--time-regex", metavar="REGEX", help="help.time_regex")] = None,
    method: Annotated[Method, typer.Option(help="help.method")] = "auto",
    gap: Gap = None,
    time_limit: Seconds = None,
    threads: Threads = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="help.highs_log")] = False,
) -> None:
    """Solve an MPS or LP file and write values, duals and the certificate."""
    from dispatch.app.assemble import solve_options
    from dispatch.external import solve_file
    from dispatch.results.partial import appearing

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        place = out or result_of(file.name.split(".")[0])
        must_be_new_folder(place, words)
        with Watch(err, words, quiet_solve=verbose) as watch:
            clock = Clock(watch.report)
            report = partial(clock.report, "solve")
            options = solve_options(method, gap, time_limit, threads, verbose, report)
            done = solve_file(file, time_regex, options, clock)
            with clock.stage("write"), appearing(place) as folder:
                done.write(folder)
        record = done.record()
        size = {key: record[key] for key in ("rows", "columns")}
        untimed, hours = record["columns_without_time"], record["time_steps"]
        screen.print(plain(words("solve.size", **size, hours=hours, untimed=untimed)))
        numbers = {"objective": done.objective, "bound": done.bound, "gap": done.solution.gap}
        screen.print(plain(words("solve.line", status=words(done.solution.status), **numbers)))
        screen.print(plain(f"{words('method')}: {done.solution.method} ({record['notes']})"), soft_wrap=True)
        screen.print(plain(words("wrote", path=place)), soft_wrap=True)
    if done.solution.reported == "stopped":
        raise typer.Exit(130 if done.solution.end.interrupted else 4)
