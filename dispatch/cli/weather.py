"""``dispatch weather``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dispatch.errors import CaseError, Fault
from dispatch.messages import Words, message

from .console import consoles, series, warnings
from .grid import plain
from .options import CasePath, Language, failures, must_be_new

if TYPE_CHECKING:
    import xarray as xr

    from dispatch.case import Weather


def weather(
    lang: Language,
    case: CasePath,
    out: Annotated[Path, typer.Option(metavar="FILE", help="help.netcdf_file")],
    year: Annotated[int | None, typer.Option(metavar="SEED", help="help.which_synthetic_years")] = None,
    source: Annotated[str | None, typer.Option(metavar="RECORD", help="help.weather_record")] = None,
    months: Annotated[str | None, typer.Option(metavar="YEAR", help="help.pseudo_months")] = None,
    origin: Annotated[Path | None, typer.Option("--from", metavar="MAP.toml", help="help.series_map")] = None,
    credit_years: Annotated[
        int | None,
        typer.Option("--credits", metavar="YEARS", min=1, help="help.capacity_credits"),
    ] = None,
) -> None:
    """Run ``dispatch weather``; its help is ``help.command.weather``."""
    from dispatch.results.plausible import of_profiles
    from dispatch.results.profiles import profiles
    from dispatch.series import bring, wanted
    from dispatch.weather import capacity_credits, write

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        must_be_new(out, words)
        drawn = (year, source, months) != (None, None, None)
        if [drawn, origin is not None, credit_years is not None].count(True) != 1:
            remedy = message("remedy.commands.weather_options")
            raise CaseError([Fault("--year", 0, "", "", message("fault.commands.weather_options"), remedy)])
        out.parent.mkdir(parents=True, exist_ok=True)
        if credit_years:
            capacity_credits(case, credit_years).to_csv(out, index=False)
        else:
            data = bring(case, origin) if origin else _drawn_year(case, _asked(year, source, months))
            write(data, out)
            if origin:
                roles = {name: role.technology for name, role in wanted(case).roles.items()}
                values = {name: data["value"].sel(series=name).to_numpy() for name in roles}
                found = list(profiles(roles, values))
                screen.print(series(found, words))
                for line in warnings((asdict(one) for one in of_profiles(found)), words):
                    screen.print(line, soft_wrap=True)
        screen.print(plain(words("wrote", path=out)), soft_wrap=True)


def _drawn_year(case: Path, weather: Weather) -> xr.Dataset:
    """Return the series that are drawn. Raises CaseError, in which an unknown record or year is a fault of its option."""
    from dispatch.weather import generate

    try:
        return generate(case, weather)
    except CaseError as error:
        options = {"weather.source": "--source", "weather.months": "--months"}
        found = [
            replace(fault, file=options[fault.column], row=0, column="") if fault.column in options else fault
            for fault in error.faults
        ]
        raise CaseError(found) from None


def _asked(year: int | None, source: str | None, months: str | None) -> Weather:
    """Return the weather that the options name. Raises CaseError for a seed that is out of range."""
    from dispatch.case import SYNTHETIC, Weather

    if year is not None and not 0 <= year < 2**63:
        rule = message("fault.commands.seed")
        raise CaseError([Fault("--year", 0, "", str(year), rule, message("remedy.commands.write_year"))])
    return Weather(seed=year, source=source or SYNTHETIC, months=months or "")
