"""``dispatch check`` and ``dispatch explain``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dispatch.messages import Words

from .console import consoles, series, warnings
from .grid import plain
from .options import DEFAULT, CasePath, Language, Settings, failures

RESULTS = Path("results")
"""Where commands write without ``--out``."""


def check(lang: Language, case: CasePath = DEFAULT, settings: Settings = []) -> None:  # noqa: B006
    """Run ``dispatch check``; its help is ``help.command.check``."""
    from dispatch import build, read_case
    from dispatch.results.partial import left_over
    from dispatch.results.plausible import of_case
    from dispatch.results.profiles import profiles, technologies

    from .case_summary import case_summary

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        content = read_case(case, settings)
        screen.print(plain(words("no_faults"), style="green"))
        for part in case_summary(content, build(content), words):
            screen.print(part)
        screen.print(series(profiles(technologies(content), content.series), words))
        for line in warnings((asdict(one) for one in of_case(content)), words):
            screen.print(line)
        for place in dict.fromkeys((RESULTS, RESULTS / "cases", case.resolve().parent)):
            for one in left_over(place):
                elsewhere = {} if one.here else {"hours": f"{one.hours:,.0f}"}
                note = words("left_here" if one.here else "left_elsewhere", path=one.path, **elsewhere)
                screen.print(plain(note, style="yellow"), soft_wrap=True)


def explain(
    lang: Language,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="help.run_folder")],
    hour: Annotated[str, typer.Argument(metavar="HOUR", help="help.hour")],
) -> None:
    """Run ``dispatch explain``; its help is ``help.command.explain``."""
    from dispatch import open_run
    from dispatch.results import explain_hour

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in explain_hour(open_run(run).results, hour, lang):
            screen.print(plain(line), soft_wrap=True)
