"""What single assets do: fleets, renewables, CSP, storage, heat networks."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import KILO, Reader

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
        "fuel": fuel,
        "fuel_heat": reader.total("thermal_fuel_heat"),
        "coal": fuel * coal,
        "fleet_own_use": reader.column("thermal", "own_use"),
        "co2": fuel * emission,
        "heat_demand": reader.hourly("heat_demand"),
        "heat_boiler": reader.hourly("heat_boiler"),
    }


def _starts(reader: Reader) -> Floats:
    """Starts on (fleet, period), put at the first hour of each period."""
    started = np.zeros((reader.hours, len(reader.case.tables["thermal"])))
    if reader.has("thermal_start"):
        period = reader.lp.quantities["thermal_start"].axes[1]
        assert period.first is not None
        started[period.first] = reader.hourly("thermal_start")
    return started


def renewables(reader: Reader) -> Arrays:
    """Output and availability (hours, assets) in MW; content of the heat stores of CSP in MWh."""
    names = ("renewable_output", "renewable_available", "csp_output", "csp_store")
    return {name: reader.hourly(name) for name in names}


def storage(reader: Reader) -> Arrays:
    """Charge, discharge and power (hours, storage) in MW, content and size in MWh; simultaneous energy in MWh."""
    names = reader.texts("storage", "asset")
    arrays = {name: reader.hourly(name) for name in ("charge", "discharge", "energy")}
    size = reader.case.energy(names).T * KILO
    return arrays | {
        "storage_power": reader.case.capacity(names).T * KILO,
        "storage_size": size,
        "storage_floor": size * reader.column("storage", "minimum_level"),
        "simultaneous": np.minimum(arrays["charge"], arrays["discharge"]).sum(axis=0),
    }
