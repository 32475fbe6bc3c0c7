"""``dispatch targets`` and ``dispatch diagnose``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatch.messages import Words

from .console import consoles
from .grid import plain
from .options import DEFAULT, CasePath, From, Hours, Language, Settings, Threads, failures
from .progress import Watch


def targets(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[
        Path | None, typer.Option(help="help.folder", show_default="help.default.results_targets_case_time")
    ] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    parts: Annotated[
        list[str],
        typer.Option(
            "--part",
            help="help.verdict_measures_carrying_levers",
            show_default="help.default.all_but_map_joint",
        ),
    ] = [],  # noqa: B006
    seeds: Annotated[int, typer.Option(min=1, help="help.synthetic_weather_years_how")] = 10,
    weeks: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="help.weeks_window_on_which",
            show_default="help.default.window_longer_than_2",
        ),
    ] = None,
    samples: Annotated[int, typer.Option(min=2, help="help.samples_joint_uncertainty")] = 60,
    size: Annotated[int, typer.Option("--map", min=2, metavar="N", help="help.points_map_direction")] = 4,
    start: Annotated[Path | None, typer.Option(metavar="RUN", help="help.start_from_basis_this")] = None,
    time_limit: Annotated[float | None, typer.Option(min=0.0, metavar="S", help="help.seconds_of_each_solve")] = None,
    threads: Threads = None,
) -> None:
    """Say whether the targets are met, by how much not, what would close the distance at least cost, and how sure."""
    from .target_study import study_parts

    words = Words(lang)
    screen, err = consoles()
    watch = Watch(err, words)
    with failures(words):
        told = study_parts(
            case,
            out,
            settings,
            start_at,
            hours,
            parts,
            seeds,
            weeks,
            samples,
            size,
            start,
            threads,
            time_limit,
            watch.report,
            lang,
        )
        while True:
            with watch:  # what is found is printed while no line is live
                part = next(told, None)
            if part is None:
                break
            screen.print(part)


def diagnose(
    lang: Language,
    case: CasePath = DEFAULT,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    threads: Threads = None,
) -> None:
    """Say why a case is infeasible: a smallest conflict, in rows of tables and hours, and what would mend it."""
    from .target_study import diagnosis

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in diagnosis(case, settings, start_at, hours, threads, lang):
            screen.print(plain(line), soft_wrap=True)
