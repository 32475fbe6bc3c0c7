"""``dispatch export`` and ``dispatch import``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, Words, message

from .console import consoles
from .grid import plain
from .options import (
    DEFAULT,
    CasePath,
    From,
    Hours,
    Language,
    Settings,
    failures,
    must_be_new,
    must_be_new_folder,
    name_of,
)


def export(
    lang: Language,
    to: Annotated[Literal["lp", "mps", "pyomo", "pypsa", "xlsx"], typer.Option(help="help.format")],
    case: CasePath = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="help.file", show_default="help.default.export_file")] = None,
    start_at: From = None,
    hours: Hours = None,
    settings: Settings = [],  # noqa: B006
    integer: Annotated[bool, typer.Option("--integer", help="help.integer_files")] = False,
) -> None:
    """Run ``dispatch export``; its help is ``help.command.export``."""
    from dispatch.app.exporting import export as write
    from dispatch.app.exporting import export_workbook

    words = Words(lang)
    screen, _ = consoles()
    place = out or Path(f"{name_of(case)}.{ {'pyomo': 'py', 'pypsa': 'nc'}.get(to, to) }")
    with failures(words):
        if integer and to not in ("lp", "mps"):
            rule = message("fault.commands.integer_format")
            raise CaseError([Fault("--integer", 0, "", f"--to {to}", rule, message("remedy.commands.integer_format"))])
        must_be_new(place, words)
        if to == "pypsa":
            for line in export_pypsa(case, place, settings, start_at, hours, lang):
                screen.print(plain(line), soft_wrap=True)
            return
        if to == "xlsx":
            if start_at is not None or hours is not None:
                option, rule = ("--hours" if start_at is None else "--from"), message("fault.workbook.window")
                raise CaseError([Fault(option, 0, "", "", rule, message("remedy.workbook.window"))])
            export_workbook(case, place, settings)
        else:
            write(case, to, place, settings, start_at, hours, integer)
        screen.print(plain(words("wrote", path=place)), soft_wrap=True)


def import_(
    lang: Language,
    kind: Annotated[Literal["pypsa"], typer.Argument(metavar="pypsa", help="help.network_kind")],
    network: Annotated[Path, typer.Argument(metavar="NETWORK.nc", help="help.network_file")],
    out: Annotated[Path, typer.Option(metavar="CASE", help="help.case_folder_write")],
) -> None:
    """Run ``dispatch import``; its help is ``help.command.import``."""
    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in import_pypsa(network, out, lang):
            screen.print(plain(line), soft_wrap=True)


def import_pypsa(network: Path, out: Path, lang: Lang) -> Iterator[str]:
    """Write the case of a network; a line for each note. Raises CaseError, OSError."""
    from dispatch.pypsa_io import import_network

    words = Words(lang)
    must_be_new_folder(out, words)
    yield from map(words, import_network(network, out))
    yield words("wrote", path=out)


def export_pypsa(
    case: Path, out: Path, settings: Sequence[str], start: str | None, hours: int | None, lang: Lang
) -> Iterator[str]:
    """Write the network of a case; a line for each note. Raises CaseError, OSError."""
    from dispatch.app.reading import read_case
    from dispatch.pypsa_io import export_network

    words = Words(lang)
    yield from map(words, export_network(read_case(case, settings, start, hours), out))
    yield words("wrote", path=out)
