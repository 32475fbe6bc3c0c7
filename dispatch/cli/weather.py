"""``dispatch weather``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatch.errors import CaseError, Fault
from dispatch.words import Words

from .grid import plain
from .shared import CasePath, Language, failures, must_be_new
from .show import consoles


def weather(
    lang: Language,
    case: CasePath,
    out: Annotated[Path, typer.Option(metavar="FILE", help="netCDF file.")],
    year: Annotated[int | None, typer.Option(metavar="SEED", help="Which of the synthetic years.")] = None,
    origin: Annotated[
        Path | None, typer.Option("--from", metavar="MAP.toml", help="Map of your own files; see docs/series.md.")
    ] = None,
    credit_years: Annotated[
        int | None,
        typer.Option("--credits", metavar="YEARS", min=1, help="Capacity credits over seeds 1 to YEARS, a CSV table."),
    ] = None,
) -> None:
    """Write the hourly series of a case: a synthetic year, or your own files."""
    from dispatch.series import bring
    from dispatch.weather import capacity_credits, generate, write

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        must_be_new(out, words)
        if [year, origin, credit_years].count(None) != 2:
            remedy = "Give --year SEED for a synthetic year, --from MAP.toml for your own files, or --credits YEARS."
            raise CaseError([Fault("--year", 0, "", "", "not one of seed, map and credits", remedy)])
        out.parent.mkdir(parents=True, exist_ok=True)
        if credit_years:
            capacity_credits(case, credit_years).to_csv(out, index=False)
        else:
            data = bring(case, origin) if origin else generate(case, year or 0)
            write(data, out)
        screen.print(plain(words("wrote", path=out)), soft_wrap=True)
