"""``python -m dispatch.weather CASE [--year SEED] [--years N]``: the page of statistics of a case's weather."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dispatch.case import gather
from dispatch.errors import CaseError

from .generate import case_weather, draws
from .page import page
from .record import recorded


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the page: the year of a seed, and each observed figure beside N years, that one among them."""
    parser = argparse.ArgumentParser(prog="python -m dispatch.weather", description=main.__doc__)
    parser.add_argument("case", type=Path, help="case folder")
    parser.add_argument("--year", type=int, metavar="SEED", required=True, help="the year shown in full")
    parser.add_argument("--years", type=int, metavar="N", default=20, help="how many years make the bands")
    options = parser.parse_args(arguments)
    try:
        parameters, year = case_weather(options.case)
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
