"""``python -m dispatch.weather CASE --year SEED [--years N]``: the page of statistics of a case's weather; with ``--forecasts [--lang zh]``
that of its forecasts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dispatch.case import gather
from dispatch.errors import CaseError
from dispatch.messages import Lang

from .forecast_page import forecast_page
from .generate import case_weather, draws
from .page import page
from .read import read_forecast
from .record import recorded


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the page: the year of a seed, and each observed figure beside N years, that one among them."""
    parser = argparse.ArgumentParser(prog="python -m dispatch.weather", description=main.__doc__)
    parser.add_argument("case", type=Path, help="case folder")
    parser.add_argument("--year", type=int, metavar="SEED", required=True, help="the year shown in full")
    parser.add_argument("--years", type=int, metavar="N", default=20, help="how many years make the bands")
    parser.add_argument(
        "--forecasts", action="store_true", help="errors of the forecasts of the year, as stated and as generated"
    )
    parser.add_argument("--lang", choices=[*Lang], default=Lang.en, help="language of the page of forecasts")
    options = parser.parse_args(arguments)
    try:
        parameters, year = case_weather(options.case)
        if options.forecasts:
            drawn = list(draws(parameters, year, [options.year]))
            sys.stdout.write(forecast_page(drawn[0], read_forecast(*gather(options.case).chain), Lang(options.lang)))
            return 0
        records = recorded(parameters, gather(options.case).chain)
    except CaseError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    others = [seed for seed in range(1, options.years + 1) if seed != options.year][: max(options.years - 1, 0)]
    drawn = list(draws(parameters, year, [options.year, *others]))
    sys.stdout.write(page(drawn, parameters, records))
    return 0


if __name__ == "__main__":
    sys.exit(main())
