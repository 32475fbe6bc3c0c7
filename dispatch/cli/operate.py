"""``dispatch operate``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import RenderableType

from dispatch.errors import CaseError, Fault
from dispatch.messages import Words, message
from dispatch.messages.units import unit

from .console import closing, consoles
from .grid import number, plain, table
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
from .weather_years import in_weather_years, seeds_of

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.operate import Rules, Values
    from dispatch.results.foresight import Difference, Foresight

DAY = 24
"""Hours of a day."""
REALISED = "realised"
"""Word of ``--values`` for the realised window."""


def operate(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="help.folder", show_default="help.default.operate_folder")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    foresight: Annotated[Literal["forecast", "perfect"], typer.Option(help="help.operate.foresight")] = "forecast",
    look_ahead: Annotated[int, typer.Option(min=0, metavar="DAYS", help="help.operate.look_ahead")] = 2,
    block: Annotated[int, typer.Option(min=1, max=DAY, metavar="HOURS", help="help.operate.block")] = 6,
    seed: Annotated[int, typer.Option(min=0, help="help.operate.seed")] = 1,
    release: Annotated[float, typer.Option(min=0.0, max=1.0, help="help.operate.release")] = 1.0,
    values: Annotated[Path | None, typer.Option(metavar="RUN", help="help.operate.values")] = None,
    years: Annotated[
        str | None, typer.Option("--values-from-years", metavar="SEEDS", help="help.operate.years")
    ] = None,
    integer: Annotated[bool, typer.Option("--integer", help="help.operate.integer")] = False,
    gap: Gap = None,
    time_limit: Seconds = None,
    threads: Threads = None,
    keep_warm: Annotated[bool, typer.Option("--keep-warm", help="help.operate.keep_warm")] = False,
) -> None:
    """Run ``dispatch operate``; its help is ``help.command.operate``."""
    from dispatch import read_case
    from dispatch.app.assemble import solve_options
    from dispatch.app.clock import Clock
    from dispatch.operate import Journal, Rules, rules_record
    from dispatch.operate import operate as run
    from dispatch.results.partial import appearing
    from dispatch.solve import Stages

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        place = out or result_of(f"operate-{name_of(case)}")
        must_be_new_folder(place, words)
        rules = Rules(Stages(DAY, DAY * look_ahead, block), foresight == "perfect", seed, release, integer)
        _check(rules, values, years)
        with Watch(err, words) as watch:
            clock = Clock(watch.report)
            with clock.stage("read"):
                content = read_case(case, settings, start_at, hours)
                valued = _values(content, rules, (case, settings, (start_at, hours)), values, years)
            options = solve_options(
                gap=gap, time_limit=time_limit, threads=threads, report=partial(clock.report, "solve")
            )
            with Journal(place, rules_record(content, rules, valued, options)) as journal:
                done = run(content, rules, options, values=valued, journal=journal, clock=clock, changes=settings)
                with clock.stage("write"), appearing(place) as folder:
                    done.write(folder, keep_warm)
        for part in (*closing(done.operated, words), *shown(done.foresight, words)):
            screen.print(part)
        screen.print(plain(words("wrote", path=place)), soft_wrap=True)


def _check(rules: Rules, values: Path | None, years: str | None) -> None:
    """Check the options. Raises CaseError for a block that does not divide the day, and for two sources of values."""
    if DAY % rules.stages.block:
        rule, remedy = message("fault.operate.block"), message("remedy.operate.block")
        raise CaseError([Fault("--block", 0, "", str(rules.stages.block), rule, remedy)])
    if values is not None and years is not None:
        rule, remedy = message("fault.operate.both_values"), message("remedy.operate.one_values")
        raise CaseError([Fault("--values-from-years", 0, "", years, rule, remedy)])


def _values(
    realised: Case,
    rules: Rules,
    place: tuple[Path, Sequence[str], tuple[str | None, int | None]],
    values: Path | None,
    years: str | None,
) -> Values:
    """Return the source of the values: a run, other weather years, or the realised window.

    realised: the case. place: its folder, settings, and date and hours. values, years: the options. Without these, other weather years serve
    an operation on forecasts where the case can draw any. Raises CaseError.
    """
    from dispatch.operate import Values, different, draws_years, other_years

    folder, settings, window = place

    def read(seed: int) -> Case:
        return different(realised, in_weather_years([seed], folder, settings, window)[0])

    if years is not None:
        seeds = tuple(seeds_of("--values-from-years", years))
        if not draws_years(realised):
            rule, remedy = message("fault.operate.no_generator"), message("remedy.operate.no_years")
            raise CaseError([Fault("--values-from-years", 0, "", years, rule, remedy)])
        return Values(seeds=seeds, read=read)
    if values is not None:
        return Values() if str(values) == REALISED else Values(values)
    return Values() if rules.perfect else Values(seeds=other_years(realised), read=read)


def shown(found: Foresight, words: Words) -> Iterator[RenderableType]:
    """Return the table of the price of foresight of the region, and the count of constraint violations, for the terminal."""
    yield plain(words("table_foresight"), style="bold")
    rows = [row for row in found.rows if row.area == ""]
    titles = ("measure", "measure_unit", "perfect_foresight", "as_operated", "foresight_difference")
    yield table([words(key) for key in titles], [_line(row, words) for row in rows], 2)
    relaxed = found.relaxed
    yield plain(
        words(
            "operate.note",
            blocks=len(relaxed.blocks),
            days=len(relaxed.days),
            dates=len(relaxed.dates),
            cost=f"{relaxed.cost_cny:,.0f}",
        )
    )
    yield from (plain(f"- {words(line)}") for line in relaxed.lines)
    if relaxed.foreseen:
        yield plain(words("operate.foreseen"))
        yield from (plain(f"- {words(line)}") for line in relaxed.foreseen)


def _line(row: Difference, words: Words) -> list[str]:
    in_unit = unit(row.quantity, words.lang)
    name = words("cost_total" if row.key == "cost_term" else row.key)
    of = "" if not row.of else f" {_of(row, words)}"
    figures = (row.perfect, row.operated, row.difference)
    return [f"{name}{of}", in_unit.name, *(number(float(f"{value * in_unit.factor:.6g}")) for value in figures)]


def _of(row: Difference, words: Words) -> str:
    key = f"term_{row.of}" if row.key == "cost_term" else row.of
    return words(key) if key in words else row.of
