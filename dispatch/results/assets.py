"""What single assets do: fleets, renewables, CSP, storage, heat networks."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import KILO, Reader
from .reserve import both_ways

Arrays = dict[str, Floats]


def thermal(reader: Reader) -> Arrays:
    """Output, what is online and its bounds, heat, starts (hours, fleets) in MW; fuel in tce, CO2 in t."""
    names = ("output", "online", "minimum", "maximum", "heat")
    arrays = {f"thermal_{name}": reader.hourly(f"thermal_{name}") for name in names}
    fuel = reader.total("thermal_fuel")
    fuels = reader.case.tables["fuels"].set_index("fuel")
    emission, coal = (
        fuels[name].reindex(reader.texts("thermal", "fuel")).to_numpy(dtype=float) for name in ("co2", "coal")
    )
    return arrays | {
        "thermal_start": _starts(reader),
        "thermal_heating": _heating(reader),
        "thermal_reserve": both_ways(reader, "thermal", "thermal"),
        "fleet_capacity": reader.case.capacity(reader.texts("thermal", "fleet")).T * KILO,
        "fleet_outage": _outages(reader),
        "fuel": fuel,
        "fuel_heat": reader.total("thermal_fuel_heat"),
        "coal": fuel * coal,
        "fleet_own_use": reader.column("thermal", "own_use"),
        "co2": fuel * emission,
        "heat_demand": reader.hourly("heat_demand"),
        "heat_boiler": reader.hourly("heat_boiler"),
        "boiler_fuel": reader.total("boiler_fuel"),
        "boiler_coal": reader.total("boiler_fuel") * _boils_coal(reader),
        "boiler_co2": reader.total("boiler_co2"),
    }


def _boils_coal(reader: Reader) -> Floats:
    """Return one for each network whose boilers burn coal, shape (networks,)."""
    coal = reader.case.tables["fuels"].set_index("fuel")["coal"]
    return np.array([float(bool(coal.get(fuel, False))) for fuel in reader.texts("heat", "boiler_fuel")])


def _starts(reader: Reader) -> Floats:
    """Starts on (fleet, period), put at the first hour of each period."""
    started = np.zeros((reader.hours, len(reader.case.tables["thermal"])))
    if reader.has("thermal_start"):
        period = reader.lp.quantities["thermal_start"].axes[1]
        assert period.first is not None
        started[period.first] = reader.hourly("thermal_start")
    return started


def _heating(reader: Reader) -> Floats:
    """The part of the least output that heating causes (hours, fleets) [MW]: what heat adds (c_m Q), and by how much the
    minimum of the heating season lies above that of the rest of the year."""
    rows = reader.case.tables["thermal"]
    added = reader.hourly("thermal_heat") * reader.column("thermal", "heat_rise")
    above = np.maximum(reader.column("thermal", "minimum_heating") - reader.column("thermal", "minimum_other"), 0.0)
    season = np.array([reader.case.heating(str(area)) for area in rows["area"]]).reshape(len(rows), reader.hours).T
    return added + season * above * reader.hourly("thermal_online")


def _outages(reader: Reader) -> Floats:
    """Capacity in planned outage, given, placed by the LP or levelled (hours, fleets) [MW]."""
    names = reader.texts("thermal", "fleet")
    out = np.zeros((reader.hours, len(names)))
    if reader.has("thermal_outage"):
        week = reader.lp.quantities["thermal_outage"].axes[1]
        assert week.first is not None and week.last is not None
        out += np.repeat(reader.hourly("thermal_outage"), week.last - week.first + 1, axis=0)
    plan = reader.case.tables["maintenance"]
    day = reader.case.time.to_numpy().astype("datetime64[D]")
    start, end = (plan[side].to_numpy().astype("datetime64[D]") for side in ("start", "end"))
    amounts = reader.column("maintenance", "capacity") * KILO
    for k, fleet in enumerate(reader.texts("maintenance", "fleet")):
        out[:, names.index(fleet)] += ((day >= start[k]) & (day <= end[k])) * amounts[k]
    return np.minimum(out, reader.case.capacity(names).T * KILO)


def renewables(reader: Reader) -> Arrays:
    """Output and availability (hours, assets) in MW; content of the heat stores of CSP in MWh."""
    names = ("renewable_output", "renewable_available", "csp_output", "csp_available", "csp_store")
    return {name: reader.hourly(name) for name in names}


def storage(reader: Reader) -> Arrays:
    """Charge, discharge and power (hours, storage) in MW, content and size in MWh; simultaneous energy in MWh."""
    names = reader.texts("storage", "asset")
    arrays = {name: reader.hourly(name) for name in ("charge", "discharge", "energy")}
    working = reader.column("storage", "availability")
    size = reader.case.energy(names).T * working * KILO
    return arrays | {
        "storage_power": reader.case.capacity(names).T * working * KILO,
        "storage_size": size,
        "storage_reserve": both_ways(reader, "storage", "storage"),
        "storage_floor": size * reader.column("storage", "minimum_level"),
        "simultaneous": np.minimum(arrays["charge"], arrays["discharge"]).sum(axis=0),
    }
