"""Model beside observed for a year that has happened.

    python benchmarks/backcast.py 2024 --observed monthly_utilisation_2024.csv [--runs results/backcast] [--seeds 20]
        [--set PATH=VALUE]...

The cases follow a record, so a seed moves the weather within the region; in time too with ``--set weather.source=synthetic``.
Runs inputs/neimenggu-YEAR for each seed, saves each run, and prints Markdown. What is saved is not run again. With
``--split month`` the year is run as twelve months, each closed on itself (stores and exports close month by month): for
a look at a few of them, ``--months``. ``--set`` changes the case as ``dispatch run --set`` does; give such runs a folder
of their own by ``--runs``. ``--observed``: a table with year, month, province_en, wind_util_pct, solar_util_pct,
wind_util_ytd_pct, solar_util_ytd_pct; other observed figures stand in benchmarks/observed.csv, with their sources.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

import dispatch

GRIDS = {"West": ("Mengxi", "Direct"), "East": ("Mengdong", "Ximeng", "Shanghaimiao")}
"""Areas of each grid of the statistics: State Grid's bases are counted in the east."""
PROVINCES = {"Inner Mongolia West": "West", "Inner Mongolia East": "East"}
COLUMNS = {"wind": "wind_util", "pv": "solar_util"}
NEW = ("wind", "pv", "csp")
THERMAL = ("coal", "gas", "biomass", "waste")
BAND = (0.1, 0.9)
ROOT = Path(__file__).parents[1]


def run_year(
    case: Path, seed: int, folder: Path, split: str, months: list[int], changes: tuple[str, ...] = ()
) -> list[Path]:
    """Run folders of one weather year, run where they are not there yet; ``changes``: further settings PATH=VALUE."""
    year = int(case.name.rsplit("-", 1)[1])
    settings = [f"weather.seed={seed}", *changes]
    made = []
    for name, start, hours in _windows(year, split, months):
        place = folder / f"{year}-seed-{seed}" / name
        if not place.exists():
            read = dispatch.read_case(case, settings, start, hours)
            dispatch.run(read, changes=settings, method="auto" if split == "year" else "ipm").save(place)
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
    names += ["settled", "contract"]
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


def green_exports(data: xr.Dataset) -> float:
    """New energy that corridors take out of the region [TWh]: of their own plants, and the stated share of the rest of
    the contract (FORMULATION.md, section 16; the cases state it for every corridor without plants)."""
    own, contract = data["settled"].sum("time"), data["contract"].sum("time")
    return float((own + data["green_share"] * (contract - own)).sum()) / 1e6


def utilisation(data: xr.Dataset, monthly: bool) -> pd.Series:
    """1 - curtailed / available, by grid and technology (and month) [%]."""
    rows = {}
    for grid, areas in GRIDS.items():
        for technology in COLUMNS:
            own = data.sel(technology=technology, area=[a for a in areas if a in data["area"]]).sum("area")
            if monthly:
                own = own[["curtailment", "available"]].groupby("time.month").sum()
                for month in own["month"].values:
                    part = own.sel(month=month)
                    rows[grid, technology, int(month)] = 100.0 * float(1 - part["curtailment"] / part["available"])
            else:
                rows[grid, technology] = 100.0 * float(1 - own["curtailment"].sum() / own["available"].sum())
    return pd.Series(rows)


def curtailed(data: xr.Dataset) -> pd.DataFrame:
    """Curtailed and available by grid and technology [TWh]."""
    rows: dict[tuple[object, ...], list[float]] = {}
    for grid, areas in GRIDS.items():
        for technology in COLUMNS:
            own = data.sel(technology=technology, area=[a for a in areas if a in data["area"]])
            rows[grid, technology] = [float(own[name].sum()) / 1e6 for name in ("curtailment", "available")]
    return _table(rows, ["curtailed", "available"])


def figures(data: xr.Dataset) -> pd.Series:
    """What else the model decides, by place and measure. Thermal leaves out waste heat, as the statistics do."""
    generation = data["generation"].sum("area") / 1e6
    waste_heat = float(data["thermal_output"].sel(fleet="captive-waste-heat").sum()) / 1e6
    mengxi = data["generation"].sel(area="Mengxi")
    # What the grid of Mengxi dispatches: captive plants stand behind their own load.
    captive = data["thermal_output"].sel(fleet=["captive-mengxi", "captive-waste-heat"]).sum("fleet")
    new = mengxi.sel(technology=list(NEW)).sum("technology")
    dispatched = mengxi.sum("technology") - captive
    day_new, day_all = (one.resample(time="D").sum() for one in (new, dispatched))
    east = [name for name in ("ximeng", "shanghaimiao-shandong", "zhalute-qingzhou", "mengdong-northeast")]
    export = data["export"].sel(corridor=east).sum("corridor") / 1e3
    thermal_day = data["generation"].sel(technology=list(THERMAL)).sum(["technology", "area"]).resample(time="D").mean()
    rows = {
        ("region", "thermal", "TWh"): float(generation.sel(technology=list(THERMAL)).sum()) - waste_heat,
        **{("region", f"{label} utilisation", "%"): _region(data, name) for name, label in (("wind", "wind"), ("pv", "PV"))},
        ("Mengxi", "new energy generation", "TWh"): float(new.sum()) / 1e6,
        ("Mengdong", "new energy generation", "TWh"): _new(data, "Mengdong"),
        ("Mengxi", "best day: new energy of generation", "%"): 100.0 * float((day_new / day_all).max()),
        ("Mengxi", "best hour: new energy of generation", "%"): 100.0 * float((new / dispatched).max()),
        ("Mengxi", "highest hour of new energy", "GW"): float(new.max()) / 1e3,
        ("region", "green energy exported", "TWh"): green_exports(data),
        ("region", "renewable share of consumption", "%"): _consumed(data),
        ("East", "export", "TWh"): float(export.sum()) / 1e3,
        ("East", "highest export", "GW"): float(export.max()),
        ("region", "deepest day of thermal output", "GW"): float(thermal_day.min()) / 1e3,
        ("region", "highest day of thermal output", "GW"): float(thermal_day.max()) / 1e3,
        ("region", "capacity started", "GW"): float(data["thermal_start"].sum()) / 1e3,
        ("region", "unserved energy", "GWh"): float(data["unserved"].sum()) / 1e3,
    }  # fmt: skip
    for area in data["area"].values:
        own = data["generation"].sel(area=area, technology=list(THERMAL)).sum() / 1e6
        rows[str(area), "thermal", "TWh"] = float(own) - (waste_heat if area == "Mengxi" else 0.0)
        for name, label in (("wind", "wind"), ("pv", "PV")):
            of_area = data.sel(area=area, technology=name)
            if float(of_area["available"].sum()) > 0:
                rows[str(area), f"{label} utilisation", "%"] = 100.0 * float(
                    1 - of_area["curtailment"].sum() / of_area["available"].sum()
                )
    return pd.Series(rows)


def _region(data: xr.Dataset, technology: str) -> float:
    own = data.sel(technology=technology)
    return 100.0 * float(1 - own["curtailment"].sum() / own["available"].sum())


def _consumed(data: xr.Dataset) -> float:
    """Renewable generation that is not exported over consumption of the year [%]; nan of parts of a year."""
    if data.sizes["time"] < 8760:
        return float("nan")
    made = data["generation"].sel(technology=[*NEW, "hydro", "biomass", "waste"]).sum()
    return 100.0 * (float(made) / 1e6 - green_exports(data)) / float(data.attrs["consumption_twh"])


def _new(data: xr.Dataset, area: str) -> float:
    return float(data["generation"].sel(area=area, technology=list(NEW)).sum()) / 1e6


def observed_months(path: Path, year: int) -> pd.DataFrame:
    """Utilisation [%] by grid, technology and month: of the month, and since January (nan where not published)."""
    table = pd.read_csv(path)
    table = table[table["year"] == year]
    rows = {}
    for row in table.to_dict("records"):
        for technology, column in COLUMNS.items():
            key = PROVINCES[row["province_en"]], technology, int(row["month"])
            rows[key] = [row[f"{column}_pct"], row[f"{column}_ytd_pct"]]
    return _table(rows, ["month", "year"])


def _table(rows: dict[tuple[object, ...], list[float]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values()), index=pd.MultiIndex.from_tuples(rows), columns=columns)


def spread(values: list[float]) -> str:
    """One value, or mean and band of several."""
    if len(values) == 1:
        return f"{values[0]:.1f}"
    low, high = np.quantile(values, BAND)
    return f"{np.mean(values):.1f} ({low:.1f}–{high:.1f})"


def yearly(years: list[xr.Dataset], observed: pd.DataFrame | None) -> Iterator[str]:
    """Curtailed energy and utilisation of the year, by grid and technology."""
    yield "| grid | technology | available TWh | curtailed TWh | of the observed rate | off by | utilisation % | observed % | in band |"
    yield "|---|---|---|---|---|---|---|---|---|"
    tables = [curtailed(data) for data in years]
    for grid, technology in tables[0].index:
        lost = [table.loc[(grid, technology), "curtailed"] for table in tables]
        had = [table.loc[(grid, technology), "available"] for table in tables]
        rates = [100.0 * (1.0 - a / b) for a, b in zip(lost, had, strict=True)]
        line = [grid, technology, spread(had), spread(lost)]
        if observed is None:
            line += ["–", "–", spread(rates), "–", "–"]
        else:
            rate = float(observed.loc[(grid, technology, 12), "year"])
            known = [amount * (1.0 - rate / 100.0) for amount in had]
            off = float(np.mean(lost)) / float(np.mean(known)) - 1.0
            low, high = np.quantile(rates, BAND)
            inside = "–" if len(rates) == 1 else "yes" if low <= rate <= high else "no"
            line += [spread(known), f"{off:+.0%}", spread(rates), f"{rate:.1f}", inside]
        yield "| " + " | ".join(line) + " |"


def monthly(years: list[xr.Dataset], observed: pd.DataFrame) -> Iterator[str]:
    """Utilisation of each month, and whether it is better than the best constant guess."""
    drawn = pd.DataFrame([utilisation(data, monthly=True) for data in years])
    had = sorted({int(month) for *_, month in drawn.columns})
    head = [
        "grid",
        "technology",
        "",
        *map(str, had),
        "root mean square",
        "of a constant",
        "rank correlation",
        "worst",
        "best",
    ]
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    for grid, technology in {(a, b): None for a, b, _ in drawn.columns}:
        model = drawn.loc[:, [(grid, technology, month) for month in had]].droplevel([0, 1], axis="columns")
        known = observed["month"].loc[[(grid, technology, month) for month in had]].to_numpy(dtype=float)
        mean = model.mean().to_numpy()
        error, constant = float(np.sqrt(np.mean((mean - known) ** 2))), float(known.std())
        rank = float(pd.Series(mean).corr(pd.Series(known), method="spearman")) if len(had) > 2 else float("nan")
        cells = [spread(list(model[month])) for month in had]
        tail = [
            f"{error:.1f}",
            f"{constant:.1f}",
            f"{rank:.2f}",
            str(had[int(np.argmin(mean))]),
            str(had[int(np.argmax(mean))]),
        ]
        yield "| " + " | ".join([grid, technology, "model", *cells, *tail]) + " |"
        told = [f"{value:.1f}" for value in known]
        ends = ["", "", "", str(had[int(np.argmin(known))]), str(had[int(np.argmax(known))])]
        yield "| " + " | ".join([grid, technology, "observed", *told, *ends]) + " |"


def others(years: list[xr.Dataset], year: int) -> Iterator[str]:
    """What else the model decides, beside what is known."""
    known = pd.read_csv(ROOT / "benchmarks" / "observed.csv")
    known = known[known["year"] == year].set_index(["place", "measure"])
    drawn = pd.DataFrame([figures(data) for data in years])
    yield "| place | measure | unit | model | observed | source |"
    yield "|---|---|---|---|---|---|"
    for place, measure, unit in drawn.columns:
        here = known.loc[(place, measure)] if (place, measure) in known.index else None
        value, source = ("–", "") if here is None else (f"{here['value']:g}", str(here["source"]))
        yield f"| {place} | {measure} | {unit} | {spread(list(drawn[place, measure, unit]))} | {value} | {source} |"


def main() -> None:
    """Run what is not there, print what came out."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("year", type=int, help="inputs/neimenggu-YEAR")
    parser.add_argument("--observed", type=Path, help="monthly utilisation of the year")
    parser.add_argument("--runs", type=Path, default=Path("results/backcast"), help="where runs are, or go")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="weather years 1 to N")
    parser.add_argument("--split", choices=("year", "month"), default="year")
    parser.add_argument(
        "--months", type=int, nargs="+", default=list(range(1, 13)), help="with --split month: only these"
    )
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="change an input")
    options = parser.parse_args()
    case = ROOT / "inputs" / f"neimenggu-{options.year}"
    years = [
        read_runs(run_year(case, seed, options.runs, options.split, options.months, tuple(options.set)))
        for seed in range(1, options.seeds + 1)
    ]
    observed = observed_months(options.observed, options.year) if options.observed else None
    hours = years[0].sizes["time"]
    band = f"; mean and {BAND[0]:.0%} to {BAND[1]:.0%} of the years" if options.seeds > 1 else ""
    print(f"# Backcast of {options.year}: {options.seeds} weather year(s), {hours} hours{band}\n")
    print("\n".join(yearly(years, observed)), "\n")
    if observed is not None:
        print("\n".join(monthly(years, observed)), "\n")
    print("\n".join(others(years, options.year)))


if __name__ == "__main__":
    main()
