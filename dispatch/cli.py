"""The commands. They read options, call the package and print; what they do is elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.text import Text

from dispatch.cli_help import Told, ToldGroup
from dispatch.cli_live import Watch
from dispatch.cli_show import clean, closing, consoles
from dispatch.clock import Clock
from dispatch.errors import CaseError, DispatchError, Fault
from dispatch.solve import Method
from dispatch.words import Lang, Words, usual

app = typer.Typer(
    cls=ToldGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The hourly dispatch of a regional power system over a year, as one linear program.",
)

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="Case folder, with case.toml and tables.")]
Language = Annotated[
    Lang,
    typer.Option("--lang", help="Language of messages.", default_factory=usual, show_default="that of the locale"),
]
Settings = Annotated[
    list[str],
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one input: table\\[key=value].column=VALUE, or key=VALUE."
    ),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day or hour.")]
Hours = Annotated[int | None, typer.Option("--hours", min=1, help="Length of the window.")]
Seconds = Annotated[float | None, typer.Option("--time-limit", min=0.0, metavar="S", help="Seconds to solve.")]
Gap = Annotated[float | None, typer.Option("--gap", min=0.0, metavar="G", help="Stop at this relative gap.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads.", show_default="all processors")]
DEFAULT = Path("inputs/neimenggu-2030")


@contextmanager
def failures(words: Words) -> Iterator[None]:
    """Say on standard error what went wrong, and end with its exit code."""
    _, err = consoles()
    try:
        yield
    except CaseError as error:
        err.print(Text(words("faults", count=len(error.faults)), style="bold red"))
        for fault in error.faults:
            err.print(Text(clean(f"- {words.fault(fault)}")), soft_wrap=True)
        raise typer.Exit(error.exit_code) from None
    except OSError as error:
        err.print(Text(clean(error), style="bold red"), soft_wrap=True)
        raise typer.Exit(CaseError.exit_code) from None
    except DispatchError as error:
        kind = {3: "infeasible", 4: "gave_up", 130: "interrupted"}[error.exit_code]
        err.print(Text(words(kind), style="bold red"))
        for line in words.failure(error).splitlines():
            err.print(Text(clean(line)), soft_wrap=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        err.print(Text(words("interrupted"), style="bold red"))
        raise typer.Exit(130) from None


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"dispatch {version('neimenggu-dispatch')}, HiGHS {version('highspy')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    lang: Annotated[
        Lang | None, typer.Option("--lang", help="Language of messages.", show_default="that of the locale")
    ] = None,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the versions and exit.")
    ] = False,
) -> None:
    """The language may stand before the command too."""
    group = context.command
    if lang is not None and isinstance(group, ToldGroup):
        context.default_map = {name: {"lang": lang.value} for name in group.commands}


@app.command(cls=Told)
def run(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="Run folder.", show_default="results/<case>-<time>")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    method: Annotated[Method, typer.Option(help="How to solve.")] = "auto",
    gap: Gap = None,
    time_limit: Seconds = None,
    threads: Threads = None,
    start: Annotated[Path | None, typer.Option(metavar="RUN", help="Start from the basis of this run.")] = None,
    integer: Annotated[bool, typer.Option("--integer", help="Whole units, over a month at most.")] = False,
    keep_warm: Annotated[bool, typer.Option("--keep-warm", help="Keep the basis, for --start of another run.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log of HiGHS.")] = False,
) -> None:
    """Dispatch a case: read, build, solve, write a run folder, print the closing table."""
    from dispatch import assemble, read_case

    words = Words(lang)
    screen, err = consoles()
    with failures(words):
        place = out or _place(case)
        if place.exists():
            raise FileExistsError(words("exists", path=place))
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
                done = done.save(place, keep_warm)
        for part in closing(done, words):
            screen.print(part)
    if done.status == "stopped":
        raise typer.Exit(130 if done.interrupted else 4)


def _place(case: Path) -> Path:
    """``results/<case>-<time>``, with a number behind it where another run began in the same second."""
    first = Path("results") / f"{case.resolve().name}-{datetime.now():%Y%m%d-%H%M%S}"
    place, number = first, 1
    while place.exists():
        number += 1
        place = first.with_name(f"{first.name}-{number}")
    return place


@app.command(cls=Told)
def check(lang: Language, case: CasePath = DEFAULT, settings: Settings = []) -> None:  # noqa: B006
    """Report every fault of a case, or what it holds."""
    from dispatch import build, read_case
    from dispatch.cli_check import holdings

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        content = read_case(case, settings)
        screen.print(Text(words("no_faults"), style="green"))
        for part in holdings(content, build(content), words):
            screen.print(part)


@app.command(cls=Told)
def explain(
    lang: Language,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Run folder.")],
    hour: Annotated[str, typer.Argument(metavar="HOUR", help="Such as '2030-04-12 13:00', in UTC+8.")],
) -> None:
    """Say what binds in an hour, and why there is curtailment or shortfall."""
    from dispatch import open_run
    from dispatch.explain import explain_hour

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in explain_hour(open_run(run).results, hour, lang):
            screen.print(Text(clean(line)), soft_wrap=True)


@app.command(cls=Told)
def targets(
    lang: Language,
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="Folder.", show_default="results/targets-<case>-<time>")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    parts: Annotated[
        list[str],
        typer.Option("--part", help="verdict, measures, carrying, sure or ranges; several.", show_default="all"),
    ] = [],  # noqa: B006
    seeds: Annotated[int, typer.Option(min=1, help="Synthetic weather years for how sure it is.")] = 10,
    weeks: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Weeks of the window on which is searched; 0: all of it.",
            show_default="6 of a window longer than 2,352 hours",
        ),
    ] = None,
    start: Annotated[Path | None, typer.Option(metavar="RUN", help="Start from the basis of this run.")] = None,
    time_limit: Annotated[float | None, typer.Option(min=0.0, metavar="S", help="Seconds of each solve.")] = None,
    threads: Threads = None,
) -> None:
    """Say whether the targets are met, by how much not, what would close the distance at least cost, and how sure."""
    from dispatch.cli_targets import judgement

    words = Words(lang)
    screen, err = consoles()
    watch = Watch(err, words)
    with failures(words):
        told = judgement(
            case, out, settings, start_at, hours, parts, seeds, weeks, start, threads, time_limit, watch.report, lang
        )
        while True:
            with watch:  # what is found is printed while no line is live
                part = next(told, None)
            if part is None:
                break
            screen.print(part)


@app.command(cls=Told)
def diagnose(
    lang: Language,
    case: CasePath = DEFAULT,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    threads: Threads = None,
) -> None:
    """Say why a case is infeasible: a smallest conflict, in rows of tables and hours, and what would mend it."""
    from dispatch.cli_targets import diagnosis

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in diagnosis(case, settings, start_at, hours, threads, lang):
            screen.print(Text(clean(line)), soft_wrap=True)


@app.command(cls=Told)
def report(
    lang: Language,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Run folder.")],
    png: Annotated[bool, typer.Option("--png", help="Also every chart as a picture.")] = False,
) -> None:
    """Write report.xlsx, report.html and csv/ into a run folder."""
    from dispatch.cli_report import write_report

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in write_report(run, lang, png):
            screen.print(Text(line), soft_wrap=True)


@app.command(cls=Told)
def compare(
    lang: Language,
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN...", help="Run folders; the first is the base.")],
    out: Annotated[Path | None, typer.Option(help="Folder.", show_default="results/compare-<time>")] = None,
) -> None:
    """Write a workbook and a page with what differs between runs."""
    from dispatch.cli_report import write_comparison

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in write_comparison(runs, out, lang):
            screen.print(Text(line), soft_wrap=True)


@app.command(cls=Told)
def export(
    lang: Language,
    to: Annotated[Literal["lp", "mps", "pyomo", "pypsa"], typer.Option(help="Format.")],
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="File.", show_default="<case>.lp, .mps, .py or .nc")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
) -> None:
    """Write the LP of a case: as LP or MPS, as a script that makes the Pyomo model, or as a network of PyPSA."""
    from dispatch.cli_exchange import export_pypsa
    from dispatch.exporting import export as write

    words = Words(lang)
    screen, _ = consoles()
    place = out or Path(f"{case.resolve().name}.{ {'pyomo': 'py', 'pypsa': 'nc'}.get(to, to) }")
    with failures(words):
        if to == "pypsa":
            for line in export_pypsa(case, place, settings, start_at, hours, lang):
                screen.print(Text(clean(line)), soft_wrap=True)
            return
        write(case, to, place, settings, start_at, hours)
        screen.print(Text(words("wrote", path=place)), soft_wrap=True)


@app.command("import", cls=Told)
def import_(
    lang: Language,
    kind: Annotated[Literal["pypsa"], typer.Argument(metavar="pypsa", help="What it is.")],
    network: Annotated[Path, typer.Argument(metavar="NETWORK.nc", help="netCDF or HDF5 file, or folder of CSVs.")],
    out: Annotated[Path, typer.Option(metavar="CASE", help="Case folder to write.")],
) -> None:
    """Make a case of a network of PyPSA, or say by name what cannot be carried."""
    from dispatch.cli_exchange import import_pypsa

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in import_pypsa(network, out, lang):
            screen.print(Text(clean(line)), soft_wrap=True)


@app.command(cls=Told)
def weather(
    lang: Language,
    case: CasePath,
    out: Annotated[Path, typer.Option(metavar="FILE", help="netCDF file.")],
    year: Annotated[int | None, typer.Option(metavar="SEED", help="Which of the synthetic years.")] = None,
    origin: Annotated[
        Path | None, typer.Option("--from", metavar="MAP.toml", help="Map of your own files; see docs/series.md.")
    ] = None,
) -> None:
    """Write the hourly series of a case: a synthetic year, or your own files."""
    from dispatch.series import bring
    from dispatch.weather import generate, write

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        if out.exists():
            raise FileExistsError(words("exists", path=out))
        if (year is None) == (origin is None):
            remedy = "Give --year SEED for a synthetic year, or --from MAP.toml for your own files."
            raise CaseError([Fault("--year", 0, "", "", "neither a seed nor a map, or both", remedy)])
        data = bring(case, origin) if origin else generate(case, year or 0)
        out.parent.mkdir(parents=True, exist_ok=True)
        write(data, out, packed=origin is None)
        screen.print(Text(words("wrote", path=out)), soft_wrap=True)


@app.command(cls=Told)
def batch(
    lang: Language,
    sweep: Annotated[Path, typer.Argument(metavar="SWEEP.toml", help="What is varied; see docs/batch.md.")],
    out: Annotated[Path | None, typer.Option(help="Batch folder.", show_default="results/<sweep>")] = None,
    store: Annotated[
        Path | None, typer.Option(help="Folder of cases, shared by batches.", show_default="cases beside --out")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Workers.", show_default="as memory and cores allow")
    ] = None,
    cluster: Annotated[str | None, typer.Option(metavar="NAME", help="slurm, or tcp://HOST:PORT of Dask.")] = None,
    cluster_options: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="What Slurm jobs ask for.")] = None,
    keep: Annotated[
        Literal["all", "some", "none"] | None, typer.Option(help="Hourly files.", show_default="as the sweep says")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="K", help="Solve one case only: number, name or base.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the cases, with time and memory.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try again what failed.")] = False,
    dashboard: Annotated[int | None, typer.Option(metavar="PORT", help="Dask's dashboard, on loopback.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="HiGHS's own log in the log of each case.")] = False,
) -> None:
    """Solve the cases of a sweep: on this machine or a cluster; what is there is not solved again."""
    from dispatch import cli_batch

    with failures(Words(lang)):
        place, cases = cli_batch.places(sweep, out, store)
        asked = cli_batch.Request(place, cases, workers, cluster, cluster_options, dashboard, retry_failed, verbose)
        if code := cli_batch.batch(sweep, asked, lang, keep, dry_run, case):
            raise typer.Exit(code)


def main() -> None:
    """Run a command and end the process, also where a thread of HiGHS does not listen and still works."""
    code: int | str | None = 130
    try:
        app()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        print(Words(usual())("interrupted"), file=sys.stderr)
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BrokenPipeError:
                code = code or 1
    os._exit(code if isinstance(code, int) else 1 if code else 0)
