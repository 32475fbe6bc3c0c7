"""Cases of all provinces against published figures of 2023 and 2024, and the time of groups of provinces.

    python benchmarks/provinces.py run OUT [PROVINCE...] [--year 2023] [--threads 1]
    python benchmarks/provinces.py compare OUT --utilisation FILE --panel FILE [--chart FILE.png]
    python benchmarks/provinces.py groups OUT [--areas 4 8 16 31] [--hours 672] [--group xinjiang,gansu] [--method ipm] [--gap 1e-4] [--threads 1]

`run` makes the case of each province with the packaged data, checks it and solves the year; a province whose result stands in
OUT/YEAR is left out, so the command resumes. `compare` prints the table and the statistics of the results so far. The published
figures are read from the files that are named, and not stored: utilisation by month (year, month, region, wind_util_pct,
pv_util_pct) of the national monitoring centre of new-energy consumption, and a panel by month with thermal_twh_ytd (NBS).
`groups` solves groups of growing size, of which each holds the one before: provinces in the order of ORDER; or the group that is
named.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

import dispatch
from dispatch.new_case import YEARS, Facts, from_provinces, provinces
from dispatch.new_case.provinces import PROVINCES
from dispatch.new_case.provinces.balance import balances

ORDER = (
    *("xinjiang", "gansu", "qinghai", "ningxia", "shaanxi", "shanxi", "neimenggu", "hebei"),
    *("beijing", "tianjin", "shandong", "henan", "hubei", "sichuan", "chongqing", "xizang"),
)
"""First provinces of the groups: each has a tie to one before it. The others follow in the usual order."""
INNER = {"Mengxi": "InnerMongolia", "Mengdong": "InnerMongolia", "Xizang": "Tibet"}
"""Regions of the published table with another name; Inner Mongolia is the mean of its two grids."""
COLUMNS = ("wind", "pv")
NAMED = 4.5
"""Points by which the model is off for a province to be named in the chart."""


def run(out: Path, names: list[str], year: int, threads: int | None) -> None:
    """Make, check and solve the cases; write a file of figures for each."""
    out, facts = out / str(year), Facts(year=year)
    (out / "cases").mkdir(parents=True, exist_ok=True)
    for one in [p for p in PROVINCES if not names or p.name in names]:
        result = out / f"{one.name}.json"
        if result.exists():
            continue
        place = out / "cases" / one.name
        started = time.perf_counter(), sum(os.times()[:4])
        if not place.exists():
            from_provinces([one], place, facts)
        made = time.perf_counter() - started[0]
        solved = dispatch.run(dispatch.read_case(place), threads=threads)
        region = solved.summary["region"]
        figures = {
            "name": one.name,
            "status": solved.record["status"],
            "gap": solved.record["gap"],
            "columns": solved.record["columns"],
            "seconds_new": made,
            "seconds": time.perf_counter() - started[0],
            "cpu_seconds": sum(os.times()[:4]) - started[1],
            "wind": _rate(region, ("wind",)),
            "pv": _rate(region, ("pv", "pv_distributed")),
            "thermal_twh": region["thermal_twh"],
            "unserved_gwh": region["unserved_gwh"],
            "net_export_twh": balances(facts)[one.key].export.value,
        }
        result.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(figures), flush=True)


def _rate(region: dict[str, dict[str, float]], kinds: tuple[str, ...]) -> float | None:
    """Return the utilisation of some technologies together [%]."""
    available = sum(region["available_twh"].get(kind) or 0.0 for kind in kinds)
    lost = sum(region["curtailment_twh"].get(kind) or 0.0 for kind in kinds)
    return 100 * (1 - lost / available) if available else None


def groups(out: Path, areas: list[int], hours: int, group: str | None, **how: Any) -> None:
    """Make and solve groups of provinces for the first hours of 2024; write a file of figures for each. how: arguments of ``dispatch.run``."""
    (out / "cases").mkdir(parents=True, exist_ok=True)
    rest = [one.name for one in PROVINCES if one.name not in ORDER]
    lists = [group] if group else [",".join([*ORDER, *rest][:count]) for count in areas]
    for names in lists:
        chosen = provinces(names)
        place = out / "cases" / (names.replace(",", "-") if group else f"{len(chosen)}")
        if not place.exists():
            from_provinces(chosen, place)
        started = time.perf_counter(), sum(os.times()[:4])
        case = dispatch.read_case(place, start="2024-01-01", hours=hours) if hours else dispatch.read_case(place)
        solved = dispatch.run(case, **how)
        figures = {
            "areas": len(chosen),
            "hours": hours if hours else case.horizon_hours,
            "status": solved.record["status"],
            "gap": solved.record["gap"],
            "method": solved.record["method"],
            "columns": solved.record["columns"],
            "cost_million_cny": solved.record["objective_cny"] / 1e6,
            "seconds": time.perf_counter() - started[0],
            "cpu_seconds": sum(os.times()[:4]) - started[1],
            "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
            "unserved_gwh": solved.summary["region"]["unserved_gwh"],
        }
        (out / f"{place.name}-{figures['hours']}.json").write_text(
            json.dumps(figures, indent=1) + "\n", encoding="utf-8"
        )
        print(json.dumps(figures), flush=True)


def results(out: Path) -> pd.DataFrame:
    """Return the figures of the provinces that were solved, in the usual order."""
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in out.glob("*.json")}
    rows = [found[p.name] | {"key": p.key} for p in PROVINCES if p.name in found]
    return pd.DataFrame(rows).set_index("key")


def published(utilisation: Path, panel: Path, year: int) -> pd.DataFrame:
    """Return wind and PV utilisation [%], the mean of the months, and thermal generation [TWh] by province."""
    rates = pd.read_csv(utilisation, comment="#")
    rates = rates[rates["year"] == year].assign(region=lambda one: one["region"].replace(INNER))
    mean = rates.groupby("region")[["wind_util_pct", "pv_util_pct"]].mean()
    mean.columns = [f"{name}_published" for name in COLUMNS]
    energy = pd.read_csv(panel, comment="#")
    energy = energy[(energy["year"] == year) & (energy["month"] == 12)].set_index("province")["thermal_twh_ytd"]
    return mean.join(energy.rename("thermal_published"))


def compare(out: Path, utilisation: Path, panel: Path, chart: Path | None) -> None:
    """Print the table and the statistics of each base year; draw the scatter."""
    tables = {}
    for year in (year for year in YEARS if (out / str(year)).is_dir()):
        tables[year] = results(out / str(year)).join(published(utilisation, panel, year))
        print(f"\n{year}\n")
        _show(tables[year])
    if chart:
        _draw(tables, chart)


def _show(table: pd.DataFrame) -> None:
    """Print the table and the statistics of a year."""
    print("| province | wind % | published | PV % | published | thermal TWh | published | CPU s |")
    print("|---|---|---|---|---|---|---|---|")
    for key, row in table.iterrows():
        cells = [f"{row[name]:.1f}" for kind in COLUMNS for name in (kind, f"{kind}_published")]
        cells += [f"{row[name]:.0f}" for name in ("thermal_twh", "thermal_published", "cpu_seconds")]
        print(f"| {key} | {' | '.join('–' if cell == 'nan' else cell for cell in cells)} |")
    for kind in COLUMNS:
        both = table[[kind, f"{kind}_published"]].dropna().astype(float)
        model, truth = both[kind].to_numpy(), both[f"{kind}_published"].to_numpy()
        rank = spearmanr(model, truth).statistic if len(both) > 2 else np.nan
        constant = np.abs(truth - np.median(truth)).mean()
        print(
            f"{kind}: {len(both)} provinces, rank correlation {rank:.2f}, mean absolute error {np.abs(model - truth).mean():.2f} points; "
            f"best constant {constant:.2f}"
        )
    energy = table[["thermal_twh", "thermal_published"]].dropna().astype(float)
    ratio = energy["thermal_twh"] / energy["thermal_published"]
    print(
        f"thermal generation: modelled over published {ratio.min():.2f} to {ratio.max():.2f}, median {ratio.median():.2f}"
    )
    proofs = (table["status"] == "optimal").sum()
    print(
        f"{proofs} of {len(table)} to a proof; CPU seconds: median {statistics.median(table['cpu_seconds']):.0f}, "
        f"greatest {table['cpu_seconds'].max():.0f}"
    )


def _draw(tables: dict[int, pd.DataFrame], chart: Path) -> None:
    """Draw modelled over published utilisation, a row for each year."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(tables), 2, figsize=(9, 4.2 * len(tables)), squeeze=False)
    cells = ((year, *kind) for year in tables for kind in zip(COLUMNS, ("wind", "PV"), strict=True))
    for (year, kind, title), place in zip(cells, axes.ravel(), strict=True):
        table = tables[year]
        place.scatter(table[f"{kind}_published"], table[kind], s=18)
        apart = (table[kind] - table[f"{kind}_published"]).abs() > NAMED
        for number, (key, row) in enumerate(table[apart].sort_values(f"{kind}_published").iterrows()):
            spot = (3, -8 + 10 * (number % 2))  # near points have their names at two heights
            at = (row[f"{kind}_published"], row[kind])
            place.annotate(key, at, fontsize=6, xytext=spot, textcoords="offset points")
        place.margins(0.08)
        place.axline((95, 95), slope=1, color="0.6", linewidth=0.8)
        place.set(xlabel=f"published utilisation {year}, %", ylabel="modelled, %", title=title)
    figure.tight_layout()
    figure.savefig(chart, dpi=120)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    task = parser.add_subparsers(dest="task", required=True)
    solving = task.add_parser("run")
    solving.add_argument("out", type=Path)
    solving.add_argument("provinces", nargs="*")
    solving.add_argument("--year", type=int, choices=YEARS, default=YEARS[-1])
    grouping = task.add_parser("groups")
    grouping.add_argument("out", type=Path)
    grouping.add_argument("--areas", type=int, nargs="+", default=[4, 8, 16, 31])
    grouping.add_argument("--hours", type=int, default=672, help="0: the year")
    grouping.add_argument("--group", help="provinces of one group, instead of --areas")
    grouping.add_argument("--method", choices=("auto", "windows", "ipm"), default="auto")
    grouping.add_argument("--gap", type=float)
    for each in (solving, grouping):
        each.add_argument("--threads", type=int, help="of the solve; otherwise all processors")
    comparing = task.add_parser("compare")
    comparing.add_argument("out", type=Path)
    comparing.add_argument("--utilisation", type=Path, required=True)
    comparing.add_argument("--panel", type=Path, required=True)
    comparing.add_argument("--chart", type=Path)
    given = parser.parse_args()
    if given.task == "run":
        run(given.out, given.provinces, given.year, given.threads)
    elif given.task == "groups":
        how = {"method": given.method, "gap": given.gap, "threads": given.threads}
        groups(given.out, given.areas, given.hours, given.group, **how)
    else:
        compare(given.out, given.utilisation, given.panel, given.chart)


if __name__ == "__main__":
    main()
