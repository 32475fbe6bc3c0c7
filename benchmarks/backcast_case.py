"""The case of a year that has happened, from one table of published figures: docs/backcasting-a-year.md.

    python benchmarks/backcast_case.py 2024 inputs/backcasts/2024.csv inputs/neimenggu-2024

Writes the tables of what was in that year (capacity, load, heat, exports, outages, weather, state of retrofit); every
assumption is that of ``neimenggu-2023``, which the case extends. Files of these names in OUT are written anew.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import dispatch

BASE = "neimenggu-2023"
INPUTS = Path(__file__).parents[1] / "inputs"
COLUMNS = ["quantity", "of", "month", "value", "unit", "source"]
UNITS = {
    "generation": "TWh", "utilisation": "%", "consumption": "TWh", "share": "%", "export": "TWh", "heat": "PJ",
    "capacity start": "GW", "capacity end": "GW", "energy start": "GWh", "energy end": "GWh", "in service": "%",
    "added": "GW", "retrofit": "%", "wind month": "1", "pv month": "1",
}  # fmt: skip
"""Quantity of the table -> unit."""
MONTHLY = ("in service", "added", "wind month", "pv month")
"""Quantities by month."""
WHOLE = {"wind": ("wind",), "pv": ("pv", "pv_distributed")}
"""Region's capacity of the statistics -> technologies of renewables.csv; all else with an energy is ``storage``."""
RESIDUAL = "mengxi-north-china"
"""Corridor that carries what the region exports beside all others."""
CAPTIVE = {"captive-mengxi": 10.54, "captive-mengdong": 7.12}
"""Captive coal [GW] (F GEM), whose output is its load."""
CAPTIVE_HOURS, WASTE_HEAT_HOURS = 5064.0, 8300.0
"""Assumptions of 2023: hours of captive coal (F panel), of waste heat."""
SPLIT = {"base-mengxi-core": ("Mengxi", 0.8), "base-mengxi-east": ("Mengxi", 0.2)}
SPLIT |= {"base-mengdong-south": ("Mengdong", 0.85), "base-hulunbuir": ("Mengdong", 0.15)}
HEAT = {"mengxi-core": 16700, "mengxi-east": 6900, "mengdong-south": 2500, "hulunbuir": 1070}
"""Peak of each network [MW] at 420.0 PJ, as in neimenggu-2030."""
HEAT_PJ = 420.0
RETROFITTED = ("mengxi-condensing-600", "mengxi-chp-300", "mengxi-east-chp-300", "mengdong-condensing-600")
BEFORE, AFTER = 0.5, 0.325
"""Minimum output before and after retrofit (E cnrec.org.cn)."""
OUTAGES = {"direct-600": (("04-01", "05-31", 3000), ("09-10", "10-31", 2400))}


class Figures:
    """The table of published figures. A missing or wrong figure ends the program with its row."""

    def __init__(self, path: Path) -> None:
        self.table = pd.read_csv(path, dtype=str, keep_default_na=False)
        if list(self.table.columns) != COLUMNS:
            raise SystemExit(f"{path}: the columns must be {', '.join(COLUMNS)}")
        for line, row in enumerate(self.table.to_dict("records"), start=2):
            if fault := _fault(row):
                raise SystemExit(f"{path}, row {line}: {fault}")
        self.table["value"] = self.table["value"].astype(float)
        self.table["month"] = [month and str(int(float(month))) for month in self.table["month"]]
        twice = self.table[self.table.duplicated(["quantity", "of", "month"])]
        if len(twice):
            raise SystemExit(f"{path}: {twice.iloc[0]['quantity']} of {twice.iloc[0]['of']} stands there twice")
        self.path = path

    def of(self, quantity: str) -> dict[str, tuple[float, str]]:
        """Value and source of each name."""
        rows = self.table[self.table["quantity"] == quantity]
        return {str(name): (float(value), str(why)) for name, value, why in rows[["of", "value", "source"]].to_numpy()}

    def sourced(self, quantity: str, of: str) -> tuple[float, str]:
        """Return value and source of a figure. Raises SystemExit where the figure is missing."""
        found = self.of(quantity)
        if of not in found:
            raise SystemExit(f"{self.path}: {quantity} of {of} is missing")
        return found[of]

    def one(self, quantity: str, of: str) -> float:
        """Return the value of a figure. Raises SystemExit where the figure is missing."""
        return self.sourced(quantity, of)[0]

    def months(self, quantity: str, of: str) -> dict[int, float]:
        """Return the value of each month in the table."""
        rows = self.table[(self.table["quantity"] == quantity) & (self.table["of"] == of)]
        return {int(month): float(value) for month, value in rows[["month", "value"]].to_numpy()}

    def year(self, quantity: str, of: str) -> list[float]:
        """Return the values of all twelve months. Raises SystemExit where a month is missing."""
        found = self.months(quantity, of)
        missing = [str(month) for month in range(1, 13) if month not in found]
        if missing:
            raise SystemExit(f"{self.path}: {quantity} of {of} is missing for month {', '.join(missing)}")
        return [found[month] for month in range(1, 13)]


def _fault(row: Mapping[str, str]) -> str:
    """Return what is wrong with a row of the table; an empty text for a valid row."""
    quantity = row["quantity"]
    if quantity not in UNITS:
        return f"{quantity!r} is none of {', '.join(UNITS)}"
    if row["unit"] != UNITS[quantity]:
        return f"{quantity} is in {UNITS[quantity]}, not in {row['unit']}"
    if not re.fullmatch(r"\d+(\.\d*)?", row["value"].strip()):
        return f"{row['value']!r} is no number of at least 0"
    if quantity in MONTHLY and not re.fullmatch(r"([1-9]|1[0-2])(\.0)?", row["month"]):
        return f"{row['month']!r} is no month from 1 to 12"
    if quantity not in MONTHLY and row["month"]:
        return f"{quantity} has no month"
    return "" if row["source"].strip() else "the figure has no source"


def write_case(year: int, figures: Figures, out: Path) -> None:
    """Write the tables of a year. Raises SystemExit where figures are missing or contradict each other."""
    out.mkdir(parents=True, exist_ok=True)
    parent = dispatch.read_case(INPUTS / BASE, hours=24)
    assets = parent.tables["renewables"].set_index("asset")
    ledger = capacity(year, figures, assets)
    _write(out / "capacity.csv", ["asset", "unit", "capacity [MW]", "energy [MWh]", "commissioned", "retired"], ledger)
    _write(out / "load.csv", ["load", "energy [TWh]"], loads(figures))
    _write(out / "heat.csv", ["network", "peak [MW]"], heat(figures))
    head = ["corridor", "energy_low [TWh]", "energy_mid [TWh]", "energy_high [TWh]"]
    _write(out / "corridors.csv", head, exports(figures, list(parent.tables["corridors"]["corridor"])))
    _write(out / "thermal.csv", ["fleet", "minimum_heating [share]", "minimum_other [share]"], retrofit(figures))
    rows = (
        [fleet, f"{year}-{a}", f"{year}-{b}", mw, "guess: as neimenggu-2030"]
        for fleet, own in OUTAGES.items()
        for a, b, mw in own
    )
    _write(out / "maintenance.csv", ["fleet", "start", "end", "capacity [MW]"], rows)
    (out / "weather.toml").write_text("\n".join(weather(year, figures, assets, ledger)) + "\n", encoding="utf-8")
    (out / "case.toml").write_text("\n".join(settings(year, figures)) + "\n", encoding="utf-8")


def capacity(year: int, figures: Figures, assets: pd.DataFrame) -> list[list[Any]]:
    """Rows of capacity.csv: what stood at the start, and each month's share of what came in the year."""
    end = figures.of("capacity end")
    rows: list[list[Any]] = []
    sums = dict.fromkeys((*WHOLE, "storage"), np.zeros(2))
    for asset in (name for name in end if name not in sums):
        kind = next(
            (k for k, own in WHOLE.items() if asset in assets.index and assets.at[asset, "technology"] in own),
            "storage",
        )
        stood, why = figures.sourced("capacity start", asset)
        whole = np.array([stood, end[asset][0]])
        stored = np.array(
            [figures.one(f"energy {when}", asset) if kind == "storage" else 0.0 for when in ("start", "end")]
        )
        sums[kind] = sums[kind] + whole
        reason = end[asset][1]
        rows.append([asset, f"start of {year}", round(1e3 * whole[0]), round(1e3 * stored[0]), "", "", why])
        for month, share in sorted(figures.months("in service", kind).items()):
            came, held = 10.0 * share * np.diff([whole, stored])[:, 0]
            if round(came):
                when = f"{year}-{month:02}"
                rows.append(
                    [asset, when, round(came), round(held), when, "", f"{reason}; {share:g} % of what came in the year"]
                )
    for kind, found in sums.items():
        stated = np.array([figures.one(f"capacity {when}", kind) for when in ("start", "end")])
        if np.abs(found - stated).max() > 0.02:
            raise SystemExit(
                f"{figures.path}: {kind} of the assets is {found} GW at start and end, that of the region {stated}"
            )
    for row in figures.table[figures.table["quantity"] == "added"].to_dict("records"):
        when = f"{year}-{int(row['month']):02}"
        rows.append([row["of"], f"added {when}", round(1e3 * row["value"]), 0, when, "", row["source"]])
    gap = _gap(figures)
    source = f"calc: {gap:.1f} TWh that consumption and export exceed generation by, over {WASTE_HEAT_HOURS:.0f} h; as {BASE}"
    return [*rows, ["captive-waste-heat", "all", round(1e3 * gap / WASTE_HEAT_HOURS * 1e3, -1), 0, "", "", source]]


def _gap(figures: Figures) -> float:
    """Energy of plants outside the statistics [TWh]."""
    return figures.one("consumption", "region") + figures.one("export", "region") - figures.one("generation", "all")


def loads(figures: Figures) -> Iterator[list[Any]]:
    """Rows of load.csv: consumption by grid, less what captive plants make for their own load."""
    total, share = figures.one("consumption", "region"), figures.one("share", "Mengxi") / 100.0
    grid = {"Mengxi": total * share, "Mengdong": total * (1.0 - share)}
    captive = {load: own * CAPTIVE_HOURS / 1e3 for load, own in CAPTIVE.items()}
    captive["captive-mengxi"] += _gap(figures)
    rest = {name: grid[name] - captive[f"captive-{name.lower()}"] for name in grid}
    for load, (name, part) in SPLIT.items():
        text = f"calc: consumption {total:g} TWh; {name} {grid[name]:.1f} TWh less captive; {part:.0%} of it, as {BASE} (guess)"
        yield [load, round(rest[name] * part, 1), text]
    for load, own in captive.items():
        text = f"calc: {CAPTIVE[load]} GW (F GEM) x {CAPTIVE_HOURS:.0f} h (F panel, thermal 2023)"
        yield [
            load,
            round(own, 1),
            text + (f" + {_gap(figures):.1f} TWh of waste heat" if load == "captive-mengxi" else ""),
        ]


def heat(figures: Figures) -> Iterator[list[Any]]:
    """Rows of heat.csv."""
    own = figures.one("heat", "region")
    for network, peak in HEAT.items():
        yield [
            network,
            round(peak * own / HEAT_PJ, -1),
            f"calc: as neimenggu-2030, x {own:g} PJ over {HEAT_PJ:g} PJ of 2024 (F panel)",
        ]


def exports(figures: Figures, corridors: Sequence[str]) -> Iterator[list[Any]]:
    """Return the rows of corridors.csv. The ties of Mengxi carry the remainder of the region's total."""
    total = figures.one("export", "region")
    given = {corridor: figures.sourced("export", corridor) for corridor in corridors if corridor != RESIDUAL}
    if unknown := set(figures.of("export")) - {"region", *given}:
        raise SystemExit(f"{figures.path}: export of {', '.join(sorted(unknown))}: the case has no such corridor")
    for corridor, (value, source) in given.items():
        yield [corridor, value, value, value, source]
    rest = round(total - sum(value for value, _ in given.values()), 1)
    yield [RESIDUAL, rest, rest, rest, f"calc: {total:g} TWh of the region less all others"]


def retrofit(figures: Figures) -> Iterator[list[Any]]:
    """Rows of thermal.csv: the fleets that are retrofitted, at the mean of what is done and what is not."""
    percent, why = figures.sourced("retrofit", "30 GW")
    done = percent / 100.0
    minimum = round(BEFORE - (BEFORE - AFTER) * done, 4)
    source = (
        f"calc: {done:.0%} of the fleet retrofitted, mean of {AFTER:.1%} and {BEFORE:.0%} (E, as neimenggu-2030); {why}"
    )
    for fleet in RETROFITTED:
        yield [fleet, minimum, minimum, source]


def weather(year: int, figures: Figures, assets: pd.DataFrame, ledger: list[list[Any]]) -> Iterator[str]:
    """Lines of weather.toml: hours of each zone at which the region had the wind and the sun of the year."""
    usual = tomllib.loads((INPUTS / "neimenggu-2030" / "weather.toml").read_text(encoding="utf-8"))
    yield f"# The wind and the sun of {year}: the hours that the region is known to have had, capacity by month beside them."
    yield "# All else is that of neimenggu-2030. Made by benchmarks/backcast_case.py."
    yield f'title = "Synthetic weather of Inner Mongolia with the hours of {year}"'
    days = np.array([calendar.monthrange(year, month)[1] for month in range(1, 13)])
    for part, kind in (("wind", "wind"), ("sun", "pv")):
        made, used = figures.one("generation", kind), figures.one("utilisation", kind) / 100.0
        steps = {technology: _by_zone(year, assets, ledger, technology) for technology in WHOLE[kind]}
        keys = {"wind": "hours", "pv": "hours", "pv_distributed": "distributed_hours"}
        mean = {
            tech: {zone: float(own @ days / days.sum()) for zone, own in zones.items()} for tech, zones in steps.items()
        }
        base = (
            sum(gw * usual[part][keys[tech]][zone] for tech, zones in mean.items() for zone, gw in zones.items()) / 1e3
        )
        factor = made / used / base
        yield f"\n[{part}]"
        yield (
            f'source = "calc: {made:g} TWh / {used:g} = {made / used:.1f} TWh available, over the capacity of each month: '
            f'{factor:.3f} of the hours of neimenggu-2030 in each zone (guess); the rest: as neimenggu-2030"'
        )
        for tech, zones in steps.items():
            yield f"\n[{part}.{keys[tech]}]"
            yield from (f"{zone} = {usual[part][keys[tech]][zone] * factor:.0f}" for zone in zones)
        yield f"\n[{part}.known] # {kind} in service in each month [GW], from capacity.csv"
        yield from (f"{zone} = [{', '.join(f'{gw:.6g}' for gw in own)}]" for zone, own in steps[kind].items())
    if figures.months("wind month", "region"):
        yield f'\n[[pseudo_year]]\nname = "{year}"'
        for kind in WHOLE:
            factors = figures.year(f"{kind} month", "region")
            yield f"{kind}_hours = {usual_hours(usual, kind):.0f}"
            yield f"{kind} = [{', '.join(f'{factor:g}' for factor in factors)}]"
        yield f'source = "{figures.of("wind month")["region"][1]}"'


def usual_hours(usual: dict[str, Any], kind: str) -> float:
    """Hours of the region in a mean year; those of the year itself are known by zone."""
    region = next(group for group in usual["group"] if group["name"] == "region")[kind]
    hours = usual["wind" if kind == "wind" else "sun"]["hours"]
    return float(sum(gw * hours[zone] for zone, gw in region.items()) / sum(region.values()))


def _by_zone(year: int, assets: pd.DataFrame, ledger: list[list[Any]], technology: str) -> dict[str, np.ndarray]:
    """Capacity in service in each month [GW] by zone of the weather, shape (12,)."""
    found: dict[str, np.ndarray] = {}
    for asset, _, mw, _, since, *_ in ledger:
        if asset in assets.index and assets.at[asset, "technology"] == technology:
            zone = assets.at[asset, "profile"].removeprefix(
                "pv-distributed-" if technology == "pv_distributed" else f"{technology}-"
            )
            first = int(since[5:7]) if since.startswith(str(year)) else 1
            found.setdefault(zone, np.zeros(12))[first - 1 :] += mw / 1e3
    return found


def settings(year: int, figures: Figures) -> Iterator[str]:
    """Lines of case.toml."""
    names = [name for name in figures.of("capacity end") if name not in (*WHOLE, "storage")]
    yield f'extends = "{BASE}"'
    yield f'title = "Inner Mongolia {year}, a backcast: wind, PV, load and exports as they were, the assumptions of 2023 unchanged"'
    yield f'title_zh = "内蒙古 {year} 年回溯：风光可用电量、用电与外送按实际，其余假定沿用 2023 年"'
    yield f"year = {year}\n\n[weather]"
    yield f'months = "{year}"'
    yield "\n[drop]"
    yield f"maintenance = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in OUTAGES)}]"
    yield f"capacity = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in [*names, 'captive-waste-heat'])}]"


def _write(path: Path, head: list[str], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*head, "source"], *rows])


def main() -> None:
    """Write the case of a year."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("year", type=int)
    parser.add_argument("table", type=Path, help="published figures")
    parser.add_argument("out", type=Path, help=f"folder of the case, beside {BASE}")
    asked = parser.parse_args()
    write_case(asked.year, Figures(asked.table), asked.out)


if __name__ == "__main__":
    main()
