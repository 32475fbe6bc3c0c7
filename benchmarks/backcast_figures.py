"""Figures that assess a backcast, from the hours of its runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

GRIDS = {"West": ("Mengxi", "Direct"), "East": ("Mengdong", "Ximeng", "Shanghaimiao")}
"""Areas of each grid of the statistics: State Grid's bases are counted in the east."""
TECHNOLOGIES = ("wind", "pv")
NEW = ("wind", "pv", "csp")
THERMAL = ("coal", "gas", "biomass", "waste")
CAPTIVE = {"captive-mengxi": "Mengxi", "captive-mengdong": "Mengdong"}


def of_grid(data: xr.Dataset, grid: str) -> xr.Dataset:
    """The areas of a grid that are there."""
    return data.sel(area=[area for area in GRIDS[grid] if area in data["area"]])


def utilisation(data: xr.Dataset, monthly: bool) -> pd.Series:
    """1 - curtailed / available, by grid and technology (and month) [%]."""
    rows = {}
    for grid in GRIDS:
        for technology in TECHNOLOGIES:
            own = of_grid(data, grid).sel(technology=technology)[["curtailment", "available"]].sum("area")
            if monthly:
                own = own.groupby("time.month").sum()
                for month in own["month"].values:
                    part = own.sel(month=month)
                    rows[grid, technology, int(month)] = 100.0 * float(1 - part["curtailment"] / part["available"])
            else:
                rows[grid, technology] = 100.0 * float(1 - own["curtailment"].sum() / own["available"].sum())
    return pd.Series(rows)


def curtailed(data: xr.Dataset) -> pd.DataFrame:
    """Curtailed and available by grid and technology [TWh], and ``least`` and ``most`` that could have been curtailed of
    it at the same cost: in an hour of an area a MWh of wind and one of PV are interchangeable."""
    rows = {}
    for grid in GRIDS:
        own = of_grid(data, grid)
        lost, had = (own[name].sel(technology=list(TECHNOLOGIES)) for name in ("curtailment", "available"))
        both = lost.sum("technology")
        for technology in TECHNOLOGIES:
            of, other = had.sel(technology=technology), had.drop_sel(technology=technology).sum("technology")
            amounts = lost.sel(technology=technology), of, (both - other).clip(min=0.0), np.minimum(both, of)
            rows[grid, technology] = [float(amount.sum()) / 1e6 for amount in amounts]
    return table(rows, ["curtailed", "available", "least", "most"])


def table(rows: dict[tuple[object, ...], list[float]], columns: list[str]) -> pd.DataFrame:
    """One row a key."""
    return pd.DataFrame(list(rows.values()), index=pd.MultiIndex.from_tuples(rows), columns=columns)


def green_exports(data: xr.Dataset) -> float:
    """New energy that corridors take out of the region [TWh]: of their own plants, and the stated share of the rest of
    the contract (FORMULATION.md, section 16; the cases state it for every corridor without plants)."""
    own, contract = data["settled"].sum("time"), data["contract"].sum("time")
    return float((own + data["green_share"] * (contract - own)).sum()) / 1e6


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
        ("Mengxi", "highest hour of wind", "GW"): float(mengxi.sel(technology="wind").max()) / 1e3,
        ("region", "green energy exported", "TWh"): green_exports(data),
        ("region", "renewable share of consumption", "%"): _consumed(data),
        ("East", "export", "TWh"): float(export.sum()) / 1e3,
        ("East", "highest export", "GW"): float(export.max()),
        ("region", "deepest day of thermal output", "GW"): float(thermal_day.min()) / 1e3,
        ("region", "highest day of thermal output", "GW"): float(thermal_day.max()) / 1e3,
        ("region", "capacity started", "GW"): float(data["thermal_start"].sum()) / 1e3,
        ("region", "unserved energy", "GWh"): float(data["unserved"].sum()) / 1e3,
        ("region", "cycles of batteries", "1"): _cycles(data),
    }  # fmt: skip
    for fleet, area in CAPTIVE.items():
        rows[area, "hours of captive coal", "h"] = float(
            data["thermal_output"].sel(fleet=fleet).sum() / data["fleet_capacity"].sel(fleet=fleet).mean()
        )
    for area in data["area"].values:
        own = data["generation"].sel(area=area, technology=list(THERMAL)).sum() / 1e6
        rows[str(area), "thermal", "TWh"] = float(own) - (waste_heat if area == "Mengxi" else 0.0)
        for name, label in (("wind", "wind"), ("pv", "PV")):
            of_area = data.sel(area=area, technology=name)
            if float(of_area["available"].sum()) > 0:
                rows[str(area), f"{label} utilisation", "%"] = _used(of_area)
    return pd.Series(rows)


def _used(data: xr.Dataset) -> float:
    return 100.0 * float(1 - data["curtailment"].sum() / data["available"].sum())


def _region(data: xr.Dataset, technology: str) -> float:
    return _used(data.sel(technology=technology))


def _cycles(data: xr.Dataset) -> float:
    """Discharged energy of batteries over what they hold, mean of the year."""
    own = data.sel(storage=[name for name in data["storage"].values if str(name).startswith("battery")])
    return float(own["discharge"].sum() / own["storage_size"].mean("time").sum())


def _consumed(data: xr.Dataset) -> float:
    """Renewable generation that is not exported over consumption of the year [%]; nan of parts of a year."""
    if data.sizes["time"] < 8760:
        return float("nan")
    made = data["generation"].sel(technology=[*NEW, "hydro", "biomass", "waste"]).sum()
    return 100.0 * (float(made) / 1e6 - green_exports(data)) / float(data.attrs["consumption_twh"])


def _new(data: xr.Dataset, area: str) -> float:
    return float(data["generation"].sel(area=area, technology=list(NEW)).sum()) / 1e6
