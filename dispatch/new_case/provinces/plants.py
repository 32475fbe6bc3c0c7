"""Rows of plants: thermal fleets, wind, PV, hydro, nuclear, storage, and their capacity."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import Fact, Facts, Units, rows
from .names import Province

Row = dict[str, object]
Rows = Iterator[tuple[str, Row]]
"""(table, row)"""

_STEPS = ((3, "first"), (6, "second"), (9, "third"), (12, "fourth"))
_BATTERY = {2022: 0.12, 2023: 0.43, 2024: 1.0}
"""Batteries at the end of a year over those at the end of 2024, the year of the packaged figures."""
_GROWTH = {
    2023: "growth of 260 % in 2023 (NEA)",
    2024: "growth of 130 % in 2024 (NEA, press conference of 23 January 2025)",
}
_RATE, _NO_LOAD = {"gas": 200.0}, 0.05
"""Heat rate of gas [gce/kWh] (guess), and the part of fuel that goes with online capacity: x 1.075 at 40 % output."""
_USD, _PER_TCE, _COAL = 7.0, 27.78, 0.8
"""CNY per USD, MMBtu per tce, and the level of coal of 2024 over the prices of 2023 in the source (guess)."""


def mega(value: float) -> float:
    """Return a value in GW or GWh as MW or MWh, without the noise of binary fractions: 2.01 GW is 2010.0, not 2009.9999999999998 MW."""
    return round(value * 1e3, 3)


def place(one: Province) -> Row:
    """Return the columns that place an asset in the province."""
    return {"area": one.name, "pocket": one.name, "dispatcher": one.name}


def thermal(facts: Facts, one: Province) -> Rows:
    """Yield fleets of coal by kind, a fleet of gas, and their capacity and fuels."""
    technologies = {row["kind"]: row for row in rows("technologies.csv")}
    groups: dict[str, list[Units]] = {}
    for units in facts.coal[one.key]:
        kind = units.kind.replace("chp", "condensing") if one.heating is None else units.kind
        groups.setdefault(kind, []).append(units)
    for kind, found in sorted(groups.items()):
        total = sum(units.capacity for units in found)
        rate = sum(units.capacity * units.rate for units in found) / total
        size = total / sum(units.number for units in found)
        origin = f"capacity, mean unit {size:.0f} MW and heat rate {rate:.0f} gce/kWh: F GEM Global Coal Plant Tracker, July 2023, CC BY 4.0"
        yield from _fleet(one, kind, technologies[kind], rate, size, origin)
        for units in found:
            late = units.status == "construction"
            note = ": under construction in July 2023 for 2024 at the latest, from July 2024 (guess)" if late else ""
            yield (
                "capacity",
                {
                    "asset": f"{one.name}-{kind}",
                    "unit": f"{units.status} {units.kind}",
                    "capacity": units.capacity,
                    **({"commissioned": "2024-07"} if late else {}),
                    "source": f"F GEM July 2023, CC BY 4.0{note}",
                },
            )
    gas = facts(one.key, "gas")
    if gas.value > 0:
        row = technologies["gas"]
        yield from _fleet(
            one, "gas", row, _RATE["gas"], float(row["unit_size"]), f"heat rate {_RATE['gas']:.0f} gce/kWh: guess"
        )
        yield (
            "capacity",
            {"asset": f"{one.name}-gas", "unit": "operating", "capacity": mega(gas.value), "source": gas.source},
        )
    yield from _fuels(facts, one, gas.value > 0)


def _fleet(one: Province, kind: str, row: dict[str, str], rate: float, size: float, origin: str) -> Rows:
    heat = float(row["heat_ratio"]) > 0
    yield (
        "thermal",
        {
            "fleet": f"{one.name}-{kind}",
            **place(one),
            "technology": "gas" if kind == "gas" else "coal",
            **({"network": one.name} if heat else {}),
            "flexible": row["flexible"],
            "unit_size": round(size, 1),
            "minimum_heating": float(row["minimum"]),
            "minimum_other": float(row["minimum"]),
            **{name: float(row[name]) for name in ("ramp", "own_use", "forced_outage", "fuel_heat", "start_fuel")},
            **{name: float(row[name]) for name in ("start_cost", "heat_ratio", "heat_rise", "heat_loss")},
            **{name: float(row[name]) for name in ("maintenance", "minimum_online")},
            "fuel": f"{'gas' if kind == 'gas' else 'coal'}-{one.name}",
            "fuel_no_load": round(rate / 1e3 * _NO_LOAD, 5),
            "fuel_incremental": round(rate / 1e3 * (1 - _NO_LOAD), 4),
            "reserve_up": float(row["reserve"]),
            "reserve_down": float(row["reserve"]),
            "source": f"{origin}; {row['source']}",
        },
    )


def _fuels(facts: Facts, one: Province, gas: bool) -> Rows:
    price = facts.prices[one.key]
    source = "F KennethAnn/CHEER-Power (Apache-2.0), 2023 [USD/MMBtu]; calc: 27.78 MMBtu per tce, 7 CNY per USD"
    yield (
        "fuels",
        {
            "fuel": f"coal-{one.name}",
            "price": round(price["coal"] * _PER_TCE * _USD * _COAL),
            "co2": 2.66,
            "coal": True,
            "source": f"{source}; x {_COAL} from the level of 2021-22 to 2024: guess; CO2: F",
        },
    )
    if gas or one.heating:
        yield (
            "fuels",
            {
                "fuel": f"gas-{one.name}",
                "price": round(price["gas"] * _PER_TCE * _USD),
                "co2": 1.64,
                "coal": False,
                "source": f"{source}; CO2: calc, 56 kg/GJ",
            },
        )


def weather(facts: Facts, one: Province) -> Rows:
    """Yield wind (onshore, offshore) and PV (utility, distributed) with the stock and the growth of the year."""
    sea, roofs = facts(one.key, "wind_offshore_share"), facts(one.key, "pv_distributed_share")
    parts = (
        ("wind", "wind", "wind", 1 - sea.value, sea),
        ("wind-offshore", "wind", "wind", sea.value, sea),
        ("pv", "pv", "pv", 1 - roofs.value, roofs),
        ("pv-distributed", "pv_distributed", "pv", roofs.value, roofs),
    )
    for name, technology, kind, share, split in parts:
        before, after = (facts(one.key, f"{kind}_{year}") for year in (facts.year - 1, facts.year))
        if share * max(before.value, after.value) <= 0:
            continue
        asset = f"{one.name}-{name}"
        hours = facts(one.key, f"{kind}_hours")
        yield (
            "renewables",
            {
                "asset": asset,
                **place(one),
                "technology": technology,
                "profile": f"{name.removesuffix('-distributed')}-{one.name}",
                "own_use": 0.02 if technology == "wind" else 0.015,
                "reserve_up": 0.5,
                "reserve_down": 0.5,
                "source": "hours of ERA5 2020 (F Rick10119/PyPSA-China, CC0; modified Copernicus Climate Change Service information 2020), "
                + (
                    "as they are (offshore)"
                    if name == "wind-offshore"
                    else f"at {hours.value:.0f} h: {hours.source}; {_agreement(facts, one, kind)}"
                )
                + "; own use and reserve: guess",
            },
        )
        yield from _stock(facts.year, asset, share, before, after, split)


def _agreement(facts: Facts, one: Province, kind: str) -> str:
    """Return how far the observed hours confirm the series of wind or PV."""
    shape = facts.shapes[one.key, kind]
    verdict = "confirmed" if shape.confirmed else "not confirmed: shape of an area mean, only the level is observed"
    return f"shape {verdict} (reanalysis over observed hours {shape.ratio:.2f}, correlation of months {shape.correlation:.2f})"


def _stock(year: int, asset: str, share: float, before: Fact, after: Fact, split: Fact) -> Rows:
    first, origin = before.value, before.source
    if after.value < before.value:
        first = after.value
        origin = f"{after.source}; below the {before.value:g} GW of the end of {year - 1} ({before.source})"
    source = f"{origin}; part {share:.3f}: {split.source}"
    yield (
        "capacity",
        {"asset": asset, "unit": f"end of {year - 1}", "capacity": round(first * share * 1e3, 1), "source": source},
    )
    grown = (after.value - first) * share * 1e3 / len(_STEPS)
    for number, quarter in _STEPS if grown > 0 else ():
        month = f"{year}-{number:02d}"
        note = f"a quarter of the growth of {year}, {quarter} quarter (guess): {after.source}; part {share:.3f}: {split.source}"
        yield (
            "capacity",
            {"asset": asset, "unit": month, "capacity": round(grown, 1), "commissioned": month, "source": note},
        )


def water_and_nuclear(facts: Facts, one: Province) -> Rows:
    """Yield hydro as a reservoir of three days with inflow, and nuclear as a unit with a minimum output."""
    hydro, hours = facts(one.key, "hydro"), facts(one.key, "hydro_hours")
    if hydro.value > 0:
        yield (
            "reservoirs",
            {
                "reservoir": f"{one.name}-hydro",
                **place(one),
                "technology": "hydro",
                "content": mega(hydro.value * 72),
                "discharge": mega(hydro.value),
                "charge": 0.0,
                "inflow_profile": f"inflow-{one.name}",
                "reserve_up": 1.0,
                "reserve_down": 1.0,
                "co2": 0.0,
                "source": f"capacity: {hydro.source}; inflow: months and days: F Rick10119/PyPSA-China (CC0), one series for all provinces; {hours.value:.0f} h: {hours.source}; content of 72 h at full output, and reserve up to full discharge for an hour: guess",
            },
        )
    nuclear, run = facts(one.key, "nuclear"), facts(one.key, "nuclear_hours")
    if nuclear.value > 0:
        most = min(run.value / facts.hours, 1.0)
        yield (
            "units",
            {
                "unit": f"{one.name}-nuclear",
                **place(one),
                "technology": "other",
                "carrier": "nuclear",
                "capacity": mega(nuclear.value),
                "minimum": round(most * 0.8, 4),
                "maximum": round(most, 4),
                "cost": 80.0,
                "co2": 0.0,
                "forced_outage": 0.0,
                "source": f"capacity: {nuclear.source}; maximum output: calc, {run.value:.0f} full-load hours ({run.source}); minimum output of 80 % of the maximum, and cost of 80 CNY/MWh: guess; outages are a part of the maximum output",
            },
        )


def storage(facts: Facts, one: Province) -> Rows:
    """Yield pumped hydro and batteries with their capacity."""
    pumped, battery, energy = (facts(one.key, name) for name in ("pumped_hydro", "battery", "battery_energy"))
    if pumped.value > 0:
        yield _store(
            one,
            "pumped_hydro",
            0.866,
            2.0,
            0.92,
            "round-trip efficiency 75 % (E, Hohhot design); charging and discharging: its square root (calc)",
        )
        yield (
            "capacity",
            {
                "asset": f"{one.name}-pumped_hydro",
                "unit": "operating",
                "capacity": mega(pumped.value),
                "energy": mega(pumped.value * 6),
                "source": f"{pumped.source}; content of 6 h: guess",
            },
        )
    if battery.value > 0:
        yield _store(
            one,
            "battery",
            0.938,
            30.0,
            0.95,
            "round-trip efficiency 88 % (F KennethAnn/CHEER-Power); charging and discharging: its square root (calc)",
        )
        year = facts.year
        own = (one.key, "battery") in facts.given
        whole = 1.0 if own else _BATTERY[year]
        before = whole * _BATTERY[year - 1] / _BATTERY[year]
        grown = (whole - before) / 2
        origin = f"{battery.source}; content: {energy.source}" if energy.source != battery.source else battery.source
        part = f"{100 * before / whole:.0f} % of them at the end of {year - 1}: calc, {_GROWTH[year]}"
        if not own and whole < 1:
            part = f"{100 * whole:.0f} % of them at the end of {year}: calc, {_GROWTH[year + 1]}; {part}"
        for unit, share, month in (
            (f"end of {year - 1}", before, None),
            (f"{year}-07", grown, f"{year}-07"),
            (f"{year}-12", grown, f"{year}-12"),
        ):
            yield (
                "capacity",
                {
                    "asset": f"{one.name}-battery",
                    "unit": unit,
                    "capacity": round(battery.value * share * 1e3, 1),
                    "energy": round(energy.value * share * 1e3, 1),
                    **({"commissioned": month} if month else {}),
                    "source": f"{origin}; {part}; months: guess",
                },
            )


def _store(one: Province, technology: str, each: float, cost: float, available: float, source: str) -> tuple[str, Row]:
    return (
        "storage",
        {
            "asset": f"{one.name}-{technology}",
            **place(one),
            "technology": technology,
            "charge_efficiency": each,
            "discharge_efficiency": each,
            "reserve": 1.0,
            "reserve_hours": 1.0,
            "cost": cost,
            "availability": available,
            "source": f"default: {source}; reserve, cost and availability: guess, as neimenggu-2030",
        },
    )
