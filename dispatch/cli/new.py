"""``dispatch new``."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, Words, message, names

from .console import consoles
from .grid import plain
from .options import Language, failures, must_be_new_folder

if TYPE_CHECKING:
    from dispatch.new_case import Province

GROUP = " --method ipm"
"""Method of a group of provinces, whose lines make simplex slow: docs/provinces.md."""


def new(
    lang: Language,
    name: Annotated[Path, typer.Argument(metavar="NAME", help="help.case_folder_write")],
    template: Annotated[str | None, typer.Option(metavar="T", help="help.template")] = None,
    province: Annotated[str | None, typer.Option(metavar="P[,P...]", help="help.province")] = None,
    from_case: Annotated[Path | None, typer.Option("--from-case", metavar="CASE", help="help.from_case")] = None,
    statistics: Annotated[Path | None, typer.Option(metavar="FILE", help="help.statistics")] = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="help.base_year")] = None,
) -> None:
    """Run ``dispatch new``; its help is ``help.command.new``."""
    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        if [template, province, from_case].count(None) != 2:
            remedy = message("remedy.new.one_origin")
            raise CaseError([Fault("new", 0, "", "", message("fault.new.one_origin"), remedy)])
        if statistics and province is None:
            remedy = message("remedy.new.statistics_alone")
            raise CaseError([Fault("--statistics", 0, "", "", message("fault.new.statistics_alone"), remedy)])
        if year and province is None:
            raise CaseError(
                [Fault("--year", 0, "", str(year), message("fault.new.year_alone"), message("remedy.new.year_alone"))]
            )
        chosen = [] if province is None else _provinces(province)
        must_be_new_folder(name, words, "NAME", message("remedy.new.elsewhere"))
        for line in _write(name, template, chosen, from_case, statistics, year):
            screen.print(plain(words(line)), soft_wrap=True)
        screen.print(plain(words("wrote", path=name)), soft_wrap=True)
        how = GROUP if len(chosen) > 1 else ""
        result = _quoted(f"results/{name.resolve().name}")
        screen.print(plain(words("new_next", path=_quoted(str(name)), result=result, how=how)), soft_wrap=True)


def _quoted(text: str) -> str:
    """Return a word of a command, quoted where the shell would divide or expand the word; letters of any script stay unquoted.

    >>> _quoted("甘肃"), _quoted("my case")
    ('甘肃', "'my case'")
    """
    return text if re.fullmatch(r"[\w@%+=:,./-]+", text) else shlex.quote(text)


def _provinces(text: str) -> list[Province]:
    from dispatch import new_case

    return new_case.provinces(text)


def _write(
    place: Path,
    template: str | None,
    chosen: list[Province],
    case: Path | None,
    statistics: Path | None,
    year: int | None,
) -> list[Message]:
    """Write the case and return the messages about its content. chosen: provinces, empty for another origin. Raises CaseError."""
    from dispatch import new_case

    if template is not None:
        new_case.from_template(template, place)
    elif case is not None:
        if new_case.from_case(case, place):
            return [message("new_merged", case=case)]
    else:
        base = new_case.YEARS[-1] if year is None else year
        if base not in new_case.YEARS:
            remedy = message("remedy.new.year", years=names(new_case.YEARS))
            raise CaseError([Fault("--year", 0, "", str(base), message("fault.new.year"), remedy)])
        facts = new_case.read_statistics(statistics, base) if statistics else new_case.Facts(year=base)
        return [*new_case.scope(facts, chosen), *new_case.from_provinces(chosen, place, facts)]
    return []
