"""Make the data of `dispatch new --province` from the published files.

    python benchmarks/province_data.py DATA LOADS PUMPED

DATA: folder of the collected files (names in SOURCES); LOADS, PUMPED: Provincial_Load_2020_2060_MWh.csv and PHS_p_nom.csv of
pik-piam/PyPSA-China-PIK. Only files under CC0, MIT, Apache-2.0 and CC BY 4.0 are read; inputs/provinces/README.md has the
attribution. The files are written into dispatch/new_case/provinces/data.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

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
HOURS = {"hydro": 3349, "nuclear": 7683, "wind": 2127, "pv": 1211}
"""National full-load hours of 2024 [h], as CEC published them."""
CEC = "guess: national full-load hours of 2024 as CEC published them, not looked up"


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
    """Return shares of capacity (wind, PV), of the maximum (heat), and of the mean (load), by province and hour."""
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
    series["hydro"] = xr.DataArray(water.iloc[:, 0].interpolate(limit_direction="both").to_numpy(), dims="day")
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


def statistics(data: Path, loads: Path, pumped: Path, mean: xr.Dataset) -> Iterator[tuple[str, str, float, str]]:
    """Yield (province, quantity, value, source): GW, TWh, GWh of storage, h, and shares."""
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
    yield from solar(lab.reindex(places), mean)
    use = pd.read_csv(loads, index_col=0)["2025"].reindex(places) / 1e6
    for name in places:
        yield (
            name,
            "consumption",
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
            round(float(gas.get(name, 0)) / 1e3, 3),
            "F GEM Global Gas Plant Tracker, February 2023, CC BY 4.0",
        )
        yield (
            name,
            "hydro",
            round(float(lab["hydro_2020_mw"].get(name, 0)) / 1e3, 3),
            "F Power-Lab/CellReports_NDC_2025 (MIT): without pumped hydro, end of 2020; kept for 2024 (guess)",
        )
        yield (
            name,
            "nuclear",
            round(float(lab["nuclear_2020_mw"].get(name, 0)) / 1e3, 3),
            "F Power-Lab/CellReports_NDC_2025 (MIT): end of 2020; kept for 2024 (guess)",
        )
        yield (
            name,
            "pumped_hydro",
            round(float(store.get(name, 0)) / 1e3, 3),
            "F pik-piam/PyPSA-China-PIK, PHS_p_nom.csv (MIT): about 2020; kept for 2024 (guess)",
        )
    yield from batteries(places, before + spread * (WIND[2024] - before.sum()))


def wind(before: pd.Series, spread: pd.Series, sea: pd.Series) -> Iterator[tuple[str, str, float, str]]:
    """Yield capacity of wind: that of 2022, and the national growth by stock and by farms under construction."""
    for year, total in WIND.items():
        for name, value in (before + spread * (total - before.sum())).items():
            yield (
                str(name),
                f"wind_{year}",
                round(value, 2),
                f"calc: end of 2022 (NEA, in Power-Lab/CellReports_NDC_2025, MIT; Anhui, Hainan, Tibet: GEM May 2023, CC BY 4.0), and growth to the national {total:.0f} GW ({NEA}), half by stock, half by farms under construction in May 2023 (GEM): guess",
            )
    for name, value in sea.items():
        yield (
            str(name),
            "wind_offshore_share",
            round(value, 3),
            "F GEM Global Wind Power Tracker, May 2023, CC BY 4.0: offshore part of what operates; kept for 2024 (guess)",
        )


def solar(lab: pd.DataFrame, mean: xr.Dataset) -> Iterator[tuple[str, str, float, str]]:
    """Yield capacity and hours of PV, and hours of wind."""
    first, second = lab["solar_gw_2022EOY"], lab["solar_gw_2023EOY"]
    growth = (second - first).clip(lower=0)
    after = second + growth / growth.sum() * (PV[2024] - second.sum())
    roofs = lab["Distributed_solar_GW_2022EOY"] / (
        lab["Distributed_solar_GW_2022EOY"] + lab["Utility_solar_GW_2022EOY"]
    )
    sun = {str(p): float(mean["pv"].sel(province=p).mean()) * 8784 for p in mean["province"].values}
    level = HOURS["pv"] * after.sum() / sum(sun[p] * after[p] for p in sun)
    for p in sun:
        yield p, "pv_2023", round(second[p], 3), "F NEA, end of 2023, in Power-Lab/CellReports_NDC_2025 (MIT)"
        yield (
            p,
            "pv_2024",
            round(after[p], 2),
            f"calc: end of 2023 (NEA, in Power-Lab/CellReports_NDC_2025, MIT) and the national growth to {PV[2024]:.0f} GW ({NEA}) in proportion to the growth of 2023: guess",
        )
        yield (
            p,
            "pv_distributed_share",
            round(roofs[p], 3),
            "F NEA, end of 2022, in Power-Lab/CellReports_NDC_2025 (MIT); kept for 2024 (guess)",
        )
        yield (
            p,
            "pv_hours",
            round(sun[p] * level),
            f"calc: hours of the reanalysis 2020 x {level:.3f}, so that the national mean is {HOURS['pv']} h ({CEC})",
        )
        own = float(mean["wind"].sel(province=p).mean()) * 8784
        yield (
            p,
            "wind_hours",
            round(max(own, HOURS["wind"])),
            f"guess: the greater of {own:.0f} h (reanalysis 2020, area mean) and the national {HOURS['wind']} h (as CEC published for 2024, not looked up)",
        )
        for kind in ("hydro", "nuclear"):
            yield p, f"{kind}_hours", HOURS[kind], CEC


def batteries(places: list[str], farms: pd.Series) -> Iterator[tuple[str, str, float, str]]:
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
            yield p, quantity, round(value, 2), source


def main(data: Path, loads: Path, pumped: Path) -> None:
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
    lines(data).to_csv(OUT / "lines.csv", index=False, lineterminator="\n")
    fuel = table(data / "fuel_cost_province_cheer.csv")
    fuel = fuel.assign(province=fuel["load_zone"].map(short)).groupby("province")[["Coal", "Gas"]].mean().round(3)
    fuel.rename(columns={"Coal": "coal", "Gas": "gas"}).to_csv(OUT / "fuel_prices.csv", lineterminator="\n")
    with (OUT / "statistics.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["province", "quantity", "value", "source"])
        writer.writerows(sorted(statistics(data, loads, pumped, found)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
