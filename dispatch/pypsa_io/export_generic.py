"""Units, links, reservoirs and limits as components of PyPSA."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatch.case.schema import FREE, stated
from dispatch.messages import message

from .network_builder import KILO, NetworkBuilder
from .reader import Row

NO_ENERGY = 1e8 * (1.0 - 1e-9)
"""Smallest energy that counts as no limit [GWh]."""


def generic_components(builder: NetworkBuilder) -> None:
    """All of them."""
    for row in builder.records("units"):
        _unit(builder, row)
    ends: dict[str, list[Row]] = {}
    for row in builder.records("link_ends"):
        ends.setdefault(row["link"], []).append(row)
    for row in builder.records("links"):
        _link(builder, row, ends.get(row["link"], []))
    for row in builder.records("reservoirs"):
        _reservoir(builder, row)
    _limits(builder)


def given(value: float, scale: float = 1.0) -> float | None:
    """A limit in the units of PyPSA, None where there is none."""
    return value * scale if value >= 0 else None


def _output(builder: NetworkBuilder, row: Row) -> Row:
    """Attributes that generators and links share."""
    out: Row = {
        "p_nom": row["capacity"] * KILO,
        "p_min_pu": builder.series(row["minimum_profile"], row["minimum"]),
        "p_max_pu": builder.series(row["maximum_profile"], row["maximum"]),
        "marginal_cost": builder.series(row["cost_profile"], row["cost"] * KILO),
        "ramp_limit_up": _ramp(builder, row, "ramp_up"),
        "ramp_limit_down": _ramp(builder, row, "ramp_down"),
        "p_init": row["output_before"] * KILO if stated(row["output_before"], 1e-3) else None,
        "p_set": _given_profile(builder, row, "given"),
        "carrier": row["carrier"],
    }
    return out | (chosen(row, "p_nom", "capacity", KILO) if row["extendable"] else {})


def _ramp(builder: NetworkBuilder, row: Row, name: str) -> Any:
    shares = builder.series(row[f"{name}_profile"], row[name])
    if isinstance(shares, float):
        return given(shares)
    return np.where(shares >= 0.0, shares, np.nan)


def _given_profile(builder: NetworkBuilder, row: Row, name: str) -> Any:
    """Return a schedule [MW], NaN where it is free; None where there is none."""
    series = row[f"{name}_profile"]
    if not series:
        return None
    values = builder.case.series[series]
    return np.where(values >= FREE, np.nan, values)


def chosen(row: Row, nominal: str, column: str, scale: float) -> Row:
    """Attributes of a capacity that is chosen."""
    return {
        f"{nominal}_extendable": True,
        f"{nominal}_min": row[f"{column}_least"] * scale,
        f"{nominal}_max": given(row[f"{column}_most"], scale),
        "capital_cost": row[f"{column}_cost"] * 1e6 / scale,
    }


def _unit(builder: NetworkBuilder, row: Row) -> None:
    name, share = row["unit"], builder.case.fraction
    out = _output(builder, row) | {"bus": row["area"], "sign": row["sign"]}
    if row["energy_least"] > -NO_ENERGY:
        out["e_sum_min"] = row["energy_least"] * KILO * share
    if row["energy_most"] < NO_ENERGY:
        out["e_sum_max"] = row["energy_most"] * KILO * share
    if row["committed"]:
        same = np.all(
            np.equal(
                builder.series(row["start_cost_profile"], row["start_cost"] * 1e6),
                builder.series(row["stop_cost_profile"], row["stop_cost"] * 1e6),
            )
        )
        if row["tight"] != same:
            rule = message("fault.pypsa.tightened")
            builder.refuse("units", name, "tight", rule)
        out |= {
            "committable": True,
            "min_up_time": row["minimum_up"],
            "min_down_time": row["minimum_down"],
            "up_time_before": row["on_before"],
            "down_time_before": row["off_before"],
            "start_up_cost": builder.series(row["start_cost_profile"], row["start_cost"] * 1e6),
            "shut_down_cost": builder.series(row["stop_cost_profile"], row["stop_cost"] * 1e6),
            "stand_by_cost": builder.series(row["hourly_cost_profile"], row["hourly_cost"] * 1e6),
        }
    if max(row["reserve_up"], row["reserve_down"]) > 0:
        builder.refuse("units", name, "reserve_up", message("fault.pypsa.spinning_reserve"))
    out |= {"ramp_limit_start_up": given(row["ramp_start"]), "ramp_limit_shut_down": given(row["ramp_stop"])}
    out["carrier"] = out["carrier"] or row["technology"]
    builder.co2["Generator", name] = builder.series(row["co2_profile"], _emission(row))
    builder.add("Generator", name, **out)


def _emission(row: Row) -> float:
    """Return the CO2 [t/MWh]; NaN where it is not known."""
    return float(row["co2"]) if stated(row["co2"]) else np.nan


def _link(builder: NetworkBuilder, row: Row, ends: list[Row]) -> None:
    name = row["link"]
    if row["reactance"] > 0:
        _branch(builder, row, ends[0]["to_area"])
        return
    out = _output(builder, row) | {"bus0": row["from_area"]}
    for port, end in enumerate(ends or [{"to_area": "", "efficiency": 1.0, "efficiency_profile": ""}], start=1):
        out[f"bus{port}"] = end["to_area"]
        factor = builder.series(end["efficiency_profile"], end["efficiency"])
        out["efficiency" if port == 1 else f"efficiency{port}"] = factor
    builder.add("Link", name, **out)


def _branch(builder: NetworkBuilder, row: Row, end: str) -> None:
    """A line, or with a shift of the angle a transformer; buses have 1 kV, so that ohms are per unit of 1 MVA."""
    name = row["link"]
    out = _output(builder, row)
    low, high = (np.broadcast_to(out[f"p_{side}_pu"], builder.hours) for side in ("min", "max"))
    limits = [out[name] for name in ("ramp_limit_up", "ramp_limit_down", "p_set")]
    free = all(limit is None for limit in limits) and not np.any(out["marginal_cost"])
    if not np.array_equal(-low, high) or not free:
        rule = message("fault.pypsa.link_reactance")
        builder.refuse("links", name, "reactance", rule)
        return
    own: Row = {"bus0": row["from_area"], "bus1": end, "s_nom": out["p_nom"], "s_max_pu": out["p_max_pu"]}
    own |= {key.replace("p_nom", "s_nom"): value for key, value in out.items() if key.startswith("p_nom_")}
    own |= {"capital_cost": out.get("capital_cost"), "x": row["reactance"] / KILO}
    if row["angle"] == 0.0:
        builder.add("Line", name, carrier="AC", **own)
    elif row["extendable"]:
        builder.refuse("links", name, "angle", message("fault.pypsa.angle_expansion"))
    else:
        own |= {"x": row["reactance"] / KILO * out["p_nom"], "phase_shift": float(np.rad2deg(row["angle"]))}
        builder.add("Transformer", name, model="pi", **own)


def _reservoir(builder: NetworkBuilder, row: Row) -> None:
    """A storage unit where it is one, a store where power is free, otherwise a store behind links."""
    if max(row["reserve_up"], row["reserve_down"]) > 0:
        builder.refuse("reservoirs", row["reservoir"], "reserve_up", message("fault.pypsa.spinning_reserve"))
    level: Row = {"carrier": row["carrier"] or row["technology"], "sign": row["sign"]}
    level["standing_loss"] = builder.series(row["standing_loss_profile"], row["standing_loss"])
    level["marginal_cost_storage"] = _cost(builder, row, "content_cost")
    inflow = row["inflow_profile"]
    for kind in ("Store", "StorageUnit"):
        builder.co2[kind, row["reservoir"]] = _emission(row)
    if row["discharge"] < 0 and row["charge"] < 0 and not inflow and _is_store(builder, row):
        own = level | _store(builder, row) | {"marginal_cost": _cost(builder, row, "discharge_cost")}
        builder.add("Store", row["reservoir"], bus=row["area"], **own)
    elif _is_unit(builder, row):
        _storage_unit(builder, row, level)
    else:
        rule = message("fault.pypsa.reservoir_kind")
        builder.refuse("reservoirs", row["reservoir"], "", rule)


def _cost(builder: NetworkBuilder, row: Row, name: str) -> Any:
    return builder.series(row[f"{name}_profile"], row[name] * KILO)


def _is_store(builder: NetworkBuilder, row: Row) -> bool:
    pays = np.array_equal(
        np.broadcast_to(_cost(builder, row, "charge_cost"), builder.hours),
        -np.broadcast_to(_cost(builder, row, "discharge_cost"), builder.hours),
    )
    series = [f"{side}_efficiency_profile" for side in ("charge", "discharge")] + ["given_power_profile"]
    prescribed = [bool(row[f"given_{side}_profile"]) for side in ("charge", "discharge")]
    lossless = row["charge_efficiency"] == row["discharge_efficiency"] == 1.0 and not any(row[name] for name in series)
    lossless &= prescribed[0] == prescribed[1]
    return pays and lossless and row["spill_cost"] == 0.0 and not row["spill_cost_profile"]


def _is_unit(builder: NetworkBuilder, row: Row) -> bool:
    level = not (row["least_profile"] or row["most_profile"]) and row["least"] == 0.0 and row["most"] == 1.0
    power = row["discharge"] >= 0 and row["charge"] >= 0 and max(row["discharge"], row["charge"]) > 0
    return level and power and not np.any(_cost(builder, row, "charge_cost"))


def _storage_unit(builder: NetworkBuilder, row: Row, level: Row) -> None:
    power = max(row["discharge"], row["charge"])
    inflow = row["inflow_profile"]
    own: Row = level | {
        "bus": row["area"],
        "p_nom": power * KILO,
        "max_hours": row["content"] / power,
        "p_max_pu": builder.series(row["discharge_profile"], 1.0) * (row["discharge"] / power),
        "p_min_pu": -builder.series(row["charge_profile"], 1.0) * (row["charge"] / power),
        "efficiency_store": builder.series(row["charge_efficiency_profile"], row["charge_efficiency"]),
        "efficiency_dispatch": builder.series(row["discharge_efficiency_profile"], row["discharge_efficiency"]),
        "p_set": _given_profile(builder, row, "given_power"),
        "p_dispatch_set": _given_profile(builder, row, "given_discharge"),
        "p_store_set": _given_profile(builder, row, "given_charge"),
        "marginal_cost": _cost(builder, row, "discharge_cost"),
        "spill_cost": _cost(builder, row, "spill_cost"),
        "inflow": builder.case.series[inflow] if inflow else None,
    }
    own |= {"cyclic_state_of_charge": row["boundary"] == "cyclic"}
    if row["boundary"] == "start":
        own["state_of_charge_initial"] = row["initial"] * KILO
    if row["given_profile"]:
        own["state_of_charge_set"] = _set(builder, row)
    if row["extendable"]:
        own |= chosen(row, "p_nom", "size", power * KILO)
    builder.add("StorageUnit", row["reservoir"], **own)


def _set(builder: NetworkBuilder, row: Row) -> Any:
    values = builder.case.series[row["given_profile"]]
    return np.where(values >= 0.0, values, np.nan)


def _store(builder: NetworkBuilder, row: Row) -> Row:
    own: Row = {
        "e_nom": row["content"] * KILO,
        "e_min_pu": builder.series(row["least_profile"], row["least"]),
        "e_max_pu": builder.series(row["most_profile"], row["most"]),
        "e_cyclic": row["boundary"] == "cyclic",
    }
    if row["boundary"] == "start":
        own["e_initial"] = row["initial"] * KILO
    if row["given_profile"]:
        own["e_set"] = _set(builder, row)
    if row["given_discharge_profile"]:
        own["p_set"] = _given_profile(builder, row, "given_discharge") - _given_profile(builder, row, "given_charge")
    return own | (chosen(row, "e_nom", "size", row["content"] * KILO) if row["extendable"] else {})


_SENSES = {"most": "<=", "least": ">=", "equal": "=="}


def _limits(builder: NetworkBuilder) -> None:
    """Add each limit, which counts an attribute of carriers; see ``export_carriers.carriers``."""
    for row in builder.records("limits"):
        if row["quantity"] == "capacity":
            builder.refuse("limits", row["limit"], "quantity", message("fault.pypsa.capacity_limit"))
        amount = row["amount"] * KILO * builder.case.fraction
        own = {"sense": _SENSES[row["sense"]], "constant": amount, "carrier_attribute": f"limit {row['limit']}"}
        builder.add("GlobalConstraint", row["limit"], type="primary_energy", **own)
    for row in builder.records("limit_terms"):
        factor = builder.series(row["factor_profile"], row["factor"])
        if row["table"] == "links":
            builder.refuse("limit_terms", row["asset"], "", message("fault.pypsa.link_in_limit"))
        kinds = ("Generator",) if row["table"] == "units" else ("StorageUnit", "Store")
        for kind in kinds:
            if row["asset"] in builder.rows.get(kind, {}):
                builder.rates.setdefault((kind, row["asset"]), {})[row["limit"]] = factor
