"""Make the data of `dispatch new --province` from the published files.

    python benchmarks/province_data.py DATA LOADS PUMPED YEARBOOK

DATA: folder of the collected files (names in SOURCES); LOADS, PUMPED: Provincial_Load_2020_2060_MWh.csv and PHS_p_nom.csv of
pik-piam/PyPSA-China-PIK. These files are under CC0, MIT, Apache-2.0 or CC BY 4.0; inputs/provinces/README.md has the
attribution. YEARBOOK: annual figures by province as NBS, NEA and CEC published them (province, year, month, hydro_gw,
hydro_twh_ytd, consumption_twh_ytd). Of them the rows of December 2020, 2023 and 2024 are read, and each figure is quoted with its
publisher. The files are written into dispatch/new_case/provinces/data.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import xarray as xr

OUT = Path(__file__).parents[1] / "dispatch" / "new_case" / "provinces" / "data"
SOURCES = {
    "wind": "cf_wind_onshore_province_2020.csv",
    "wind_offshore": "cf_wind_offshore_province_2020.csv",
    "pv": "cf_pv_province_2020.csv",
    "load": "load_province_2018_hourly.csv",
    "heat": "heat_demand_province_2020_hourly.csv",
}
STEP = 1e-4
"""Step of the stored shares: 16-bit integers hold 0 to 3.27."""
WIND, PV = {2023: 441.0, 2024: 521.0}, {2023: 610.0, 2024: 887.0}
"""National capacity at the end of the year [GW]: 5.2 and 8.9 亿千瓦 at the end of 2024, 18.0 and 45.2 % above 2023."""
NEA = "NEA, national statistics of 2024 (21 January 2025): wind 520 GW, solar 890 GW at the end of 2024, 18.0 and 45.2 % above 2023"
UNRELIABLE = ("Anhui", "Hainan", "Tibet")
"""Provinces whose wind capacity of 2022 the workbook copies from 2020 or states wrongly."""
STORAGE = {
    "InnerMongolia": (10.23, 24.39),
    "Xinjiang": (8.57, 28.71),
    "Shandong": (7.17, 15.55),
    "Jiangsu": (5.62, 11.95),
    "Ningxia": (4.43, 8.82),
}
STORAGE_ALL = (73.76, 168.0)
NORTHEAST = ("Heilongjiang", "Jilin", "Liaoning")
STORAGE_SOURCE = "E NEA, press conference of 23 January 2025 (wxredian.com/art?id=e8d4fb2176b4fef7dc77bfc403cafd3a)"
HOURS = {"hydro": 3349, "nuclear": 7683}
"""National full-load hours of 2024 [h], as CEC published them."""
CEC = "guess: national full-load hours of 2024 as CEC published them, not looked up"
YEARS = (2023, 2024)
"""Base years."""
PUMPED_HOURS = 1147
"""Generation of pumped hydro over its capacity [h]: Jiangsu in 2023, where all hydro is pumped hydro, 3.04 TWh of 2.65 GW."""
HYDRO_BAND = 0.25, 1.5
"""Bounds of the hours of conventional hydro over the national hours: where pumped hydro prevails, the rest of the generation is noise."""
RATES = {
    "Beijing": (99.9, 100.0),
    "Tianjin": (99.9, 99.8),
    "Hebei": (94.6, 97.1),
    "Shanxi": (96.3, 98.1),
    "InnerMongolia": (92.6, 97.7),  # mean of West (88.5, 96.3) and East (96.7, 99.1)
    "Liaoning": (97.4, 99.3),
    "Jilin": (96.0, 98.2),
    "Heilongjiang": (98.6, 99.7),
    "Shandong": (98.0, 98.6),
    "Henan": (99.1, 100.0),
    "Hunan": (97.8, 100.0),
    "Shaanxi": (97.1, 97.5),
    "Gansu": (95.5, 98.5),
    "Qinghai": (87.4, 88.0),
    "Ningxia": (96.7, 96.9),
    "Xinjiang": (92.3, 100.0),
}
"""Published utilisation of wind and PV [%], January to May 2021, which turns observed hours into available hours; 100 in the other
provinces."""
UNKNOWN = {
    *(
        (name, kind)
        for name in ("Guangdong", "Guangxi", "Guizhou", "Hainan", "Tibet", "Yunnan")
        for kind in ("wind", "pv")
    ),
    ("Xinjiang", "pv"),
}
"""Provinces and kinds without a figure at hand: the utilisation is taken as 100 %, so the available hours are the observed ones."""
RATE_SOURCE = (
    "F monitoring centre of new-energy consumption, January to May 2021; earlier figures by province were not at hand"
)
RATE_DEFAULT = "default: no figure at hand, so the available hours of a province that curtails are too low"
Statistic: TypeAlias = tuple[str, str, int | str, float, str]
"""(province, quantity, base year or "" for each of them, value, source)"""


def table(path: Path) -> pd.DataFrame:
    """Read a file whose first lines are comments."""
    return pd.read_csv(path, comment="#")


def short(name: str) -> str:
    """Return the name of a province without spaces; both parts of Inner Mongolia have the name of the region."""
    joined = name.replace(" ", "").replace("_", "")
    return {"Xizang": "Tibet", "EastInnerMongolia": "InnerMongolia", "WestInnerMongolia": "InnerMongolia"}.get(
        joined, joined
    )


def hourly(data: Path) -> xr.Dataset:
    """Return shares of capacity (wind, PV), of the maximum (heat), and of the mean (load), by province and hour; inflow of hydro over
    its mean, by day, one series for all provinces."""
    series = {}
    for name, file in SOURCES.items():
        values = table(data / file).set_index("time_cst")
        if name == "load":
            values = values / values.mean()
        elif len(values) == 8760:  # heat has no 29 February: that day repeats the day before
            values = pd.concat([values.iloc[: 59 * 24], values.iloc[58 * 24 : 59 * 24], values.iloc[59 * 24 :]])
        length = "hour_2018" if name == "load" else "hour"
        place = "coast" if name == "wind_offshore" else "province"
        series[name] = xr.DataArray(values.to_numpy().T, dims=(place, length), coords={place: list(values.columns)})
    water = table(data / "hydro_pmaxpu_province_daily.csv").set_index("time_cst")
    assert (water.T.nunique() <= 1).all(), "the inflow is one series for all provinces"
    days = water.iloc[:, 0].interpolate(limit_direction="both").to_numpy()
    series["hydro"] = xr.DataArray(days / days.mean(), dims="day")
    return xr.Dataset(series)


def coal(data: Path) -> pd.DataFrame:
    """Return capacity, number and heat rate of units by province, status and kind."""
    units = table(data / "coal_units_china_2023.csv")
    units["province"] = units["province"].map(short)
    late = units["status"].eq("construction") & units["start_year"].le(2024)
    units = units[units["status"].eq("operating") | late]
    size = pd.cut(units["mw"], [0, 299.9, 599.9, 1e9], labels=["100", "300", "600"]).astype(str)
    heat = units["chp"].eq("Y")
    units["kind"] = np.select(
        [units["captive"].notna(), heat], ["captive", "chp-" + size.replace("600", "300")], "condensing-" + size
    )
    units["rate"] = units["heat_rate_btu_kwh"] * 1055.06 / 29.3076e6 * 1e3 * units["mw"]
    found = units.groupby(["province", "kind", "status"], as_index=False).agg(
        mw=("mw", "sum"), units=("mw", "size"), rate=("rate", "sum")
    )
    found["rate"] = (found["rate"] / found["mw"]).round(1)
    return found


def lines(data: Path) -> pd.DataFrame:
    """Return the capacity of ties between provinces [MW], the parts of Inner Mongolia as one."""
    ties = table(data / "interties_powerlab.csv")
    pairs = [sorted((short(a), short(b))) for a, b in zip(ties["from"], ties["to"], strict=True)]
    ties = pd.DataFrame(pairs, columns=["from", "to"]).assign(mw=ties["mw_2024"])
    return ties[ties["from"] != ties["to"]].groupby(["from", "to"], as_index=False)["mw"].sum()


def statistics(data: Path, loads: Path, pumped: Path, yearbook: pd.DataFrame, mean: xr.Dataset) -> Iterator[Statistic]:
    """Yield the statistics: GW, TWh, GWh of storage, h, and shares."""
    places = [str(name) for name in mean["province"].values]
    lab = table(data / "capacity_province_powerlab.csv")
    lab = lab.assign(province=lab["province"].map(short)).groupby("province").sum(min_count=1)
    farms = table(data / "wind_capacity_by_prefecture_2023.csv")
    farms = farms.assign(province=farms["province"].map(short), sea=farms["type"].str.contains("offshore"))
    running = farms[farms["status"] == "operating"]
    gem = running.groupby("province")["mw"].sum().reindex(places, fill_value=0) / 1e3
    planned = farms[farms["status"] != "operating"].groupby("province")["mw"].sum().reindex(places, fill_value=0)
    coast = running["province"].isin([str(name) for name in mean["coast"].values])  # the tracker has one inland
    sea = running[running["sea"] & coast].groupby("province")["mw"].sum().reindex(places, fill_value=0) / 1e3
    before = lab["wind_gw_2022EOY"].reindex(places).where(~pd.Series(places, places).isin(UNRELIABLE), gem)
    spread = (before / before.sum() + planned / planned.sum()) / 2
    yield from wind(before, spread, (sea / gem.where(gem > 0, 1)).clip(0, 1))
    yield from solar(lab.reindex(places))
    yield from available_hours(data)
    use = pd.read_csv(loads, index_col=0)["2025"].reindex(places) / 1e6
    ends = yearbook[yearbook["month"].eq(12)].set_index(["province", "year"])
    for name in places:
        yield (
            name,
            "consumption",
            2023,
            round(float(ends["consumption_twh_ytd"][name, 2023]), 2),
            "F CEC: consumption (全社会用电量) of 2023",
        )
        yield (
            name,
            "consumption",
            2024,
            round(use[name], 2),
            "F pik-piam/PyPSA-China-PIK, Provincial_Load_2020_2060_MWh.csv (MIT), its column 2025, which has the consumption of 2024",
        )
    gas = table(data / "gas_capacity_by_province_2023.csv")
    gas = (
        gas[gas["status"] == "operating"]
        .assign(province=lambda one: one["province"].map(short))
        .groupby("province")["mw"]
        .sum()
    )
    store = pd.read_csv(pumped, index_col=0)["MW"]
    for name in places:
        yield (
            name,
            "gas",
            "",
            round(float(gas.get(name, 0)) / 1e3, 3),
            "F GEM Global Gas Plant Tracker, February 2023, CC BY 4.0",
        )
        yield (
            name,
            "nuclear",
            "",
            round(float(lab["nuclear_2020_mw"].get(name, 0)) / 1e3, 3),
            "F Power-Lab/CellReports_NDC_2025 (MIT), a column of 2020 whose sum of 57.8 GW exceeds the 49.9 GW of the nation at the end of 2020 (NBS): it has later units; kept for the base year (guess)",
        )
        yield name, "nuclear_hours", "", HOURS["nuclear"], CEC
        for year in YEARS:
            known = ends.reindex([(name, 2020), (name, year)])
            yield from hydro(
                name, year, float(lab["hydro_2020_mw"].get(name, 0)) / 1e3, float(store.get(name, 0)) / 1e3, known
            )
    yield from batteries(places, before + spread * (WIND[2024] - before.sum()))


def hydro(name: str, year: int, before: float, pumped: float, known: pd.DataFrame) -> Iterator[Statistic]:
    """Yield capacity and hours of conventional hydro, and the capacity of pumped hydro. before, pumped: end of 2020 [GW]; known:
    published capacity and generation at the end of 2020 and of the year, hydro and pumped hydro together."""
    first, last = known["hydro_gw"]
    grown = max(last - first, 0.0) if np.isfinite(last - first) else 0.0
    stored = pumped + grown if pumped > 0 else 0.0
    flowing = before if pumped > 0 else before + grown
    origin = f"F Power-Lab/CellReports_NDC_2025 (MIT): end of 2020, {before:.2f} GW without pumped hydro"
    growth = (
        f"; F NEA: hydro with pumped hydro {first:.2f} GW at the end of 2020, {last:.2f} GW at the end of {year}; growth counts as "
        "pumped hydro where there was some in 2020 (guess)"
        if np.isfinite(last - first)
        else "; no published growth: kept (guess)"
    )
    yield name, "hydro", year, round(flowing, 3), origin + growth
    yield (
        name,
        "pumped_hydro",
        year,
        round(stored, 3),
        f"F pik-piam/PyPSA-China-PIK, PHS_p_nom.csv (MIT), {pumped:.2f} GW of about 2020{growth}",
    )
    energy = float(known["hydro_twh_ytd"].iloc[1])
    low, high = (HYDRO_BAND[k] * HOURS["hydro"] for k in (0, 1))
    if not np.isfinite(energy) or flowing <= 0:
        yield name, "hydro_hours", year, HOURS["hydro"], CEC
        return
    hours = (energy * 1e3 - stored * PUMPED_HOURS) / flowing
    yield (
        name,
        "hydro_hours",
        year,
        round(min(max(hours, low), high)),
        f"F NBS: hydro generation of {year}, {energy:.2f} TWh (plants above a size)"
        + (f", less {PUMPED_HOURS} h of pumped hydro (calc: Jiangsu 2023)" if stored else "")
        + f"; calc: over {flowing:.2f} GW"
        + ("" if low <= hours <= high else f", {hours:.0f} h, bounded to {low:.0f}-{high:.0f} h (guess)"),
    )


def available_hours(data: Path) -> Iterator[Statistic]:
    """Yield available hours of wind and PV in 2020: observed hours over utilisation."""
    for row in table(data / "era5_2020_vs_observed.csv").itertuples():
        kind = "wind" if row.tech == "wind" else "pv"
        net = row.observed_hours_jan_nov_2020 * row.era5_hours_2020 / row.era5_hours_jan_nov
        rate = RATES.get(str(row.province), (100.0, 100.0))[kind == "pv"]
        origin = RATE_DEFAULT if (row.province, kind) in UNKNOWN else RATE_SOURCE
        yield (
            str(row.province),
            f"{kind}_hours",
            "",
            round(net / rate * 100),
            f"calc: F CEC, observed hours of January to November 2020 ({row.observed_hours_jan_nov_2020:.0f} h), December by the reanalysis, over a utilisation of {rate:.1f} % ({origin})",
        )


def shapes(data: Path) -> pd.DataFrame:
    """Return how near the reanalysis is to the observed hours of 2020: hours of the reanalysis over observed hours, and correlation of
    the months, by province and kind."""
    found = table(data / "era5_2020_vs_observed.csv").replace({"tech": {"solar": "pv"}})
    found = found.rename(columns={"tech": "kind", "corr_monthly": "correlation"})
    return found[["province", "kind", "ratio", "correlation"]]


def wind(before: pd.Series, spread: pd.Series, sea: pd.Series) -> Iterator[Statistic]:
    """Yield capacity of wind: that of 2022, and the national growth by stock and by farms under construction."""
    stock = (
        "Power-Lab/CellReports_NDC_2025, MIT, by its own note unofficial; Anhui, Hainan, Tibet: GEM May 2023, CC BY 4.0"
    )
    for name, value in before.items():
        yield str(name), "wind_2022", "", round(value, 2), f"F end of 2022 ({stock})"
    for year, total in WIND.items():
        for name, value in (before + spread * (total - before.sum())).items():
            yield (
                str(name),
                f"wind_{year}",
                "",
                round(value, 2),
                f"calc: end of 2022 ({stock}), and growth to the national {total:.0f} GW ({NEA}), half by stock, half by farms under construction in May 2023 (GEM): guess",
            )
    for name, value in sea.items():
        yield (
            str(name),
            "wind_offshore_share",
            "",
            round(value, 3),
            "F GEM Global Wind Power Tracker, May 2023, CC BY 4.0: offshore part of what operates; kept for the base year (guess)",
        )


def solar(lab: pd.DataFrame) -> Iterator[Statistic]:
    """Yield capacity of PV."""
    first, second = lab["solar_gw_2022EOY"], lab["solar_gw_2023EOY"]
    growth = (second - first).clip(lower=0)
    after = second + growth / growth.sum() * (PV[2024] - second.sum())
    roofs = lab["Distributed_solar_GW_2022EOY"] / (
        lab["Distributed_solar_GW_2022EOY"] + lab["Utility_solar_GW_2022EOY"]
    )
    for p in (str(name) for name in lab.index):
        for year, known in ((2022, first), (2023, second)):
            source = f"F NEA, end of {year}, in Power-Lab/CellReports_NDC_2025 (MIT)"
            yield p, f"pv_{year}", "", round(known[p], 3), source
        yield (
            p,
            "pv_2024",
            "",
            round(after[p], 2),
            f"calc: end of 2023 (NEA, in Power-Lab/CellReports_NDC_2025, MIT) and the national growth to {PV[2024]:.0f} GW ({NEA}) in proportion to the growth of 2023: guess",
        )
        yield (
            p,
            "pv_distributed_share",
            "",
            round(roofs[p], 3),
            "F NEA, end of 2022, in Power-Lab/CellReports_NDC_2025 (MIT); kept for the base year (guess)",
        )


def batteries(places: list[str], farms: pd.Series) -> Iterator[Statistic]:
    """Yield power and content of new storage: the five largest as published, the northeast 0.5 %, the others by wind."""
    rest = [p for p in places if p not in STORAGE and p not in NORTHEAST]
    for k, quantity in enumerate(("battery", "battery_energy")):
        left = STORAGE_ALL[k] * 0.995 - sum(value[k] for value in STORAGE.values())
        for p in places:
            known = STORAGE.get(p)
            group, total = (NORTHEAST, STORAGE_ALL[k] * 0.005) if p in NORTHEAST else (rest, left)
            value = known[k] if known else total * farms[p] / farms[list(group)].sum()
            source = (
                STORAGE_SOURCE
                if known
                else f"calc and guess: national 73.76 GW and 168 GWh less the five largest, 0.5 % in the northeast ({STORAGE_SOURCE}), by wind capacity"
            )
            yield p, quantity, "", round(value, 2), source


def main(data: Path, loads: Path, pumped: Path, yearbook: Path) -> None:
    """Write the files."""
    OUT.mkdir(parents=True, exist_ok=True)
    found = hourly(data)
    coding = {
        name: {"dtype": "int16", "scale_factor": STEP, "_FillValue": -1, "zlib": True, "complevel": 9, "shuffle": True}
        for name in found.data_vars
    }
    (OUT / "hourly.nc").unlink(missing_ok=True)
    found.to_netcdf(OUT / "hourly.nc", encoding=coding)
    coal(data).to_csv(OUT / "coal.csv", index=False, lineterminator="\n")
    shapes(data).to_csv(OUT / "shapes.csv", index=False, lineterminator="\n")
    lines(data).to_csv(OUT / "lines.csv", index=False, lineterminator="\n")
    fuel = table(data / "fuel_cost_province_cheer.csv")
    fuel = fuel.assign(province=fuel["load_zone"].map(short)).groupby("province")[["Coal", "Gas"]].mean().round(3)
    fuel.rename(columns={"Coal": "coal", "Gas": "gas"}).to_csv(OUT / "fuel_prices.csv", lineterminator="\n")
    with (OUT / "statistics.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["province", "quantity", "year", "value", "source"])
        figures = statistics(data, loads, pumped, table(yearbook), found)
        writer.writerows(sorted(figures, key=lambda row: [*map(str, row)]))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
