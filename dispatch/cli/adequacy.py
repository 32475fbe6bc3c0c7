"""``dispatch adequacy``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType

from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, Message, Words, message

from .console import consoles
from .grid import plain, report_table
from .options import (
    DEFAULT,
    CasePath,
    From,
    Hours,
    Language,
    Settings,
    failures,
    must_be_new_folder,
    name_of,
    result_of,
)
from .progress import Watch

if TYPE_CHECKING:
    from dispatch.adequacy.results import Adequacy

PRINTED = ("risk", "export", "worst", "credits", "ratios")
"""Tables that are printed; page and workbook have all."""


def adequacy(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="help.folder", show_default="help.default.adequacy_folder")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    samples: Annotated[int, typer.Option(min=2, help="help.adequacy.samples")] = 1000,
    weather_years: Annotated[int, typer.Option(min=0, help="help.adequacy.weather_years")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="help.adequacy.seed")] = 1,
    until: Annotated[str | None, typer.Option(metavar="SHARE", help="help.adequacy.until")] = None,
    target: Annotated[float, typer.Option(min=0.0, help="help.adequacy.target")] = 2.4,
    credit_samples: Annotated[int, typer.Option("--credits", min=0, metavar="N", help="help.adequacy.credits")] = 0,
    workers: Annotated[
        int | None, typer.Option(min=1, help="help.adequacy.workers", show_default="help.default.all_processors")
    ] = None,
) -> None:
    """Run ``dispatch adequacy``; its help is ``help.command.adequacy``."""
    from dispatch.adequacy.assess import Options, assess, read_years
    from dispatch.adequacy.report import write_report
    from dispatch.adequacy.results import save
    from dispatch.adequacy.value import value_of
    from dispatch.app.assemble import processors
    from dispatch.results.partial import appearing
    from dispatch.solve import Progress

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        place = out or result_of(f"adequacy-{name_of(case)}")
        must_be_new_folder(place, words)
        options = Options(samples, weather_years, seed, _share(until), workers or processors())
        with Watch(err, words) as watch:

            def report(stage: Message, share: float | None) -> None:
                watch.report("solve", Progress(stage, share))

            watch.report("read", None)
            cases = read_years(case, settings, (start_at, hours), options, report)
            result, systems = assess(cases, options, report)
            if credit_samples:
                value = value_of(cases, systems, credit_samples, seed, target, options.workers, report)
                result = replace(result, value=replace(value, left_out=result.value.left_out))
            with appearing(place) as folder:
                save(result, folder)
                write_report(result, folder, lang)
        for part in shown(result, lang):
            screen.print(part, soft_wrap=True)
        screen.print(plain(words("wrote", path=place)), soft_wrap=True)


def shown(result: Adequacy, lang: Lang) -> Iterator[RenderableType]:
    """An assessment for the terminal."""
    from dispatch.adequacy.tables import chapter, lines

    words = Words(lang)
    for line in lines(result, words):
        yield plain(line)
    for one in chapter(result, words).tables:
        if one.key in PRINTED:
            yield from report_table(one)


def adequacy_report(folder: Path, lang: Lang, png: bool) -> Iterator[RenderableType]:
    """The saved assessment in a language, and a line for each file of its report. Raises CaseError, OSError."""
    from dispatch.adequacy.report import write_report
    from dispatch.adequacy.results import load

    words, result = Words(lang), load(folder)
    yield from shown(result, lang)
    for path in write_report(result, folder, lang, png):
        yield plain(words("wrote", path=path))


def _share(text: str | None) -> float | None:
    """Return the share that a text states, ``5%`` or ``0.05``. Raises CaseError."""
    if text is None:
        return None
    try:
        share = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    except ValueError:
        share = math.nan
    if not 0.0 < share < 1.0:
        remedy = message("remedy.adequacy.until")
        raise CaseError([Fault("--until", 0, "", text, message("fault.adequacy.until"), remedy)])
    return share
