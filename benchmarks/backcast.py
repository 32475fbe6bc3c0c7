"""Model beside observed for a year that has happened.

    python benchmarks/backcast.py 2024 --observed monthly_utilisation_2024.csv [--before monthly_utilisation_2023.csv]
        [--runs results/backcast] [--seeds 20] [--set PATH=VALUE]...

The cases follow a record, so a seed moves the weather within the region; in time too with ``--set weather.source=synthetic``.
Runs inputs/neimenggu-YEAR for each seed, saves each run, and prints Markdown. What is saved is not run again. With
``--split month`` the year is run as twelve months, each with a periodic boundary (stores and exports close month by month): for
a look at a few of them, ``--months``. ``--operate``: day by day on forecasts, as ``dispatch operate`` does, in a folder of
its own. ``--set`` changes the case as ``dispatch run --set`` does; give such runs a folder
of their own by ``--runs``. ``--observed``: a table with year, month, province_en, wind_util_pct, solar_util_pct,
wind_util_ytd_pct, solar_util_ytd_pct; ``--before``: the same of the year before, whose months carried forward are a
benchmark (persistence). Other observed figures stand in benchmarks/observed.csv, with their sources.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import xarray as xr
from backcast_figures import table
from backcast_tables import BAND, monthly, others, yearly

import dispatch
from dispatch.app.assemble import solve_options
from dispatch.operate import Rules, operate
from dispatch.results.partial import appearing
from dispatch.solve import Method

PROVINCES = {"Inner Mongolia West": "West", "Inner Mongolia East": "East"}
COLUMNS = {"wind": "wind_util", "pv": "solar_util"}
ROOT = Path(__file__).parents[1]


def run_year(
    case: Path,
    seed: int,
    folder: Path,
    split: str,
    months: list[int],
    changes: tuple[str, ...] = (),
    operated: bool = False,
) -> list[Path]:
    """Run folders of one weather year, run where they are not there yet; ``changes``: further settings PATH=VALUE."""
    year = int(case.name.rsplit("-", 1)[1])
    settings = [f"weather.seed={seed}", *changes]
    made = []
    for name, start, hours in _windows(year, split, months):
        place = folder / f"{year}-seed-{seed}{'-operated' if operated else ''}" / name
        if not place.exists():
            read = dispatch.read_case(case, settings, start, hours)
            method: Method = "auto" if split == "year" else "ipm"
            if operated:
                done = operate(read, Rules(), solve_options(method), changes=settings)
                with appearing(place) as part:
                    done.write(part)
            else:
                dispatch.run(read, changes=settings, method=method).save(place)
        made.append(place)
    return made


def _windows(year: int, split: str, months: list[int]) -> Iterator[tuple[str, str, int | None]]:
    if split == "year":
        yield "year", f"{year}-01-01", None
        return
    for month in months:
        first = pd.Timestamp(year, month, 1)
        yield (
            f"month-{month:02}",
            f"{first:%Y-%m-%d}",
            int((first + pd.offsets.MonthBegin() - first) / pd.Timedelta(hours=1)),
        )


def read_runs(folders: list[Path]) -> xr.Dataset:
    """The hours of these runs in one Dataset, only what is looked at."""
    names = ["generation", "available", "curtailment", "export", "thermal_output", "thermal_start", "unserved"]
    names += ["settled", "contract", "fleet_capacity", "storage_size", "discharge"]
    parts = []
    for folder in folders:
        with xr.open_dataset(folder / "dispatch.nc") as data:
            parts.append(data[names].load())
    data = xr.concat(parts, "time", data_vars="minimal", coords="minimal", join="exact", compat="override")
    tables = json.loads((folders[0] / "inputs.json").read_text(encoding="utf-8"))["tables"]
    shares = {row["corridor"]: max(row["green_share"], 0.0) for row in tables["corridors"]["rows"]}
    consumption = sum(row["energy"] for row in tables["load"]["rows"]) / 1e6
    data = data.assign_coords(green_share=("corridor", [shares[str(name)] for name in data["corridor"].values]))
    return data.assign_attrs(consumption_twh=consumption)


def observed_months(path: Path, year: int) -> pd.DataFrame:
    """Utilisation [%] by grid, technology and month: of the month, and since January (nan where not published)."""
    given = pd.read_csv(path)
    rows = {}
    for row in given[given["year"] == year].to_dict("records"):
        for technology, column in COLUMNS.items():
            key = PROVINCES[row["province_en"]], technology, int(row["month"])
            rows[key] = [row[f"{column}_pct"], row[f"{column}_ytd_pct"]]
    if not rows:
        raise SystemExit(f"{path}: no row of {year}; it has {', '.join(map(str, sorted(given['year'].unique())))}")
    return table(rows, ["month", "year"])


def main() -> None:
    """Run what is not there, print what came out."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("year", type=int, help="inputs/neimenggu-YEAR")
    parser.add_argument("--observed", type=Path, help="monthly utilisation of the year")
    parser.add_argument("--before", type=Path, help="the same of the year before, for persistence")
    parser.add_argument("--runs", type=Path, default=Path("results/backcast"), help="where runs are, or go")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="weather years 1 to N")
    parser.add_argument("--split", choices=("year", "month"), default="year")
    parser.add_argument(
        "--months", type=int, nargs="+", default=list(range(1, 13)), help="with --split month: only these"
    )
    parser.add_argument("--operate", action="store_true", help="day by day on forecasts")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="change an input")
    options = parser.parse_args()
    case = ROOT / "inputs" / f"neimenggu-{options.year}"
    how = (options.split, options.months, tuple(options.set), options.operate)
    years = [read_runs(run_year(case, seed, options.runs, *how)) for seed in range(1, options.seeds + 1)]
    observed = observed_months(options.observed, options.year) if options.observed else None
    before = observed_months(options.before, options.year - 1) if options.before else None
    hours = years[0].sizes["time"]
    band = f"; mean and {BAND[0]:.0%} to {BAND[1]:.0%} of the years" if options.seeds > 1 else ""
    print(f"# Backcast of {options.year}: {options.seeds} weather year(s), {hours} hours{band}\n")
    print("\n".join(yearly(years, observed, before)), "\n")
    if observed is not None:
        print("\n".join(monthly(years, observed, before)), "\n")
    print("\n".join(others(years, options.year, ROOT / "benchmarks" / "observed.csv")))


if __name__ == "__main__":
    main()
