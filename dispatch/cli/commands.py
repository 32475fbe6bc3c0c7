"""The commands, put together. Each reads options, calls the package and prints; what that needs is loaded when it is called,
so that ``--help`` loads little."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from dispatch.messages import Lang

from . import adequacy, batch, check, import_export, new, operate, plan, report, run, serve, solve, targets, weather
from .help import LocalCommand, LocalGroup

app = typer.Typer(
    cls=LocalGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="help.program",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"dispatch {version('neimenggu-dispatch')}, HiGHS {version('highspy')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    lang: Annotated[
        Lang | None, typer.Option("--lang", help="help.language", show_default="help.default.locale")
    ] = None,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="help.version")
    ] = False,
) -> None:
    """The language may stand before the command too."""
    group = context.command
    if lang is not None and isinstance(group, LocalGroup):
        context.default_map = {name: {"lang": lang.value} for name in group.commands}


for command in (
    run.run,
    solve.solve,
    check.check,
    check.explain,
    new.new,
    targets.targets,
    plan.plan,
    targets.diagnose,
    operate.operate,
    adequacy.adequacy,
    report.report,
    report.compare,
    import_export.export,
    import_export.import_,
    weather.weather,
    batch.batch,
    serve.serve,
):
    name = command.__name__.rstrip("_")
    app.command(name, cls=LocalCommand, help=f"help.command.{name}")(command)
