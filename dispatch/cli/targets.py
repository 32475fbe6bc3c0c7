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

Parts = Annotated[
    list[str],
    typer.Option("--part", help="help.target_parts", show_default="help.default.target_parts"),
]
Weeks = Annotated[
    int | None,
    typer.Option(min=0, help="help.weeks", show_default="help.default.weeks"),
]


def targets(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="help.folder", show_default="help.default.targets_folder")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    parts: Parts = [],  # noqa: B006
    seeds: Annotated[int, typer.Option(min=1, help="help.synthetic_weather_years_how")] = 10,
    weeks: Weeks = None,
    samples: Annotated[int, typer.Option(min=2, help="help.samples")] = 60,
    size: Annotated[int, typer.Option("--map", min=2, metavar="N", help="help.map_points")] = 4,
    start: Annotated[Path | None, typer.Option(metavar="RUN", help="help.start")] = None,
    time_limit: Annotated[float | None, typer.Option(min=0.0, metavar="S", help="help.time_limit_each")] = None,
    threads: Threads = None,
) -> None:
    """Run ``dispatch targets``; its help is ``help.command.targets``."""
    from .target_study import study_parts

    words = Words(lang)
    screen, err = consoles()
    watch = Watch(err, words)
    with failures(words):
        findings = study_parts(
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
                part = next(findings, None)
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
    """Run ``dispatch diagnose``; its help is ``help.command.diagnose``."""
    from .target_study import diagnosis

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in diagnosis(case, settings, start_at, hours, threads, lang):
            screen.print(plain(line), soft_wrap=True)
