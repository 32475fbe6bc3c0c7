"""Units, links, reservoirs and limits as components of PyPSA."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatch.case.schema.generic import FREE, UNKNOWN
from dispatch.messages import message

from .network_builder import KILO, Sketch
from .reader import Row

NO_ENERGY = 1e8 * (1.0 - 1e-9)
"""Energy from which on there is no limit [GWh]."""


def plain_components(sketch: Sketch) -> None:
    """All of them."""
    for row in sketch.records("units"):
        _unit(sketch, row)
    ends: dict[str, list[Row]] = {}
    for row in sketch.records("link_ends"):
        ends.setdefault(row["link"], []).append(row)
    for row in sketch.records("links"):
        _link(sketch, row, ends.get(row["link"], []))
    for row in sketch.records("reservoirs"):
        _reservoir(sketch, row)
    _limits(sketch)


def given(value: float, scale: float = 1.0) -> float | None:
    """A limit in the units of PyPSA, None where there is none."""
    return value * scale if value >= 0 else None


def _output(sketch: Sketch, row: Row) -> Row:
    """Attributes that generators and links share."""
    out: Row = {
        "p_nom": row["capacity"] * KILO,
        "p_min_pu": sketch.series(row["minimum_profile"], row["minimum"]),
        "p_max_pu": sketch.series(row["maximum_profile"], row["maximum"]),
        "marginal_cost": sketch.series(row["cost_profile"], row["cost"] * KILO),
        "ramp_limit_up": _ramp(sketch, row, "ramp_up"),
        "ramp_limit_down": _ramp(sketch, row, "ramp_down"),
        "p_init": row["output_before"] * KILO if row["output_before"] > UNKNOWN * 0.999e-3 else None,
        "p_set": _told(sketch, row, "given"),
        "carrier": row["carrier"],
    }
    return out | (chosen(row, "p_nom", "capacity", KILO) if row["extendable"] else {})


def _ramp(sketch: Sketch, row: Row, name: str) -> Any:
    shares = sketch.series(row[f"{name}_profile"], row[name])
    if isinstance(shares, float):
        return given(shares)
    return np.where(shares >= 0.0, shares, np.nan)


def _told(sketch: Sketch, row: Row, name: str) -> Any:
    """Return a schedule [MW], NaN where it is free; None where there is none."""
    series = row[f"{name}_profile"]
    if not series:
        return None
    values = sketch.case.series[series]
    return np.where(values >= FREE, np.nan, values)


def chosen(row: Row, nominal: str, column: str, scale: float) -> Row:
    """Attributes of a capacity that is chosen."""
    return {
        f"{nominal}_extendable": True,
        f"{nominal}_min": row[f"{column}_least"] * scale,
        f"{nominal}_max": given(row[f"{column}_most"], scale),
        "capital_cost": row[f"{column}_cost"] * 1e6 / scale,
    }


def _unit(sketch: Sketch, row: Row) -> None:
    name, share = row["unit"], sketch.case.fraction
    out = _output(sketch, row) | {"bus": row["area"], "sign": row["sign"]}
    if row["energy_least"] > -NO_ENERGY:
        out["e_sum_min"] = row["energy_least"] * KILO * share
    if row["energy_most"] < NO_ENERGY:
        out["e_sum_max"] = row["energy_most"] * KILO * share
    if row["committed"]:
        same = np.all(
            np.equal(
                sketch.series(row["start_cost_profile"], row["start_cost"] * 1e6),
                sketch.series(row["stop_cost_profile"], row["stop_cost"] * 1e6),
            )
        )
        if row["tight"] != same:
            rule = message("fault.pypsa.pypsa_tightens_relaxation_units_whose")
            sketch.refuse("units", name, "tight", rule)
        out |= {
            "committable": True,
            "min_up_time": row["minimum_up"],
            "min_down_time": row["minimum_down"],
            "up_time_before": row["on_before"],
            "down_time_before": row["off_before"],
            "start_up_cost": sketch.series(row["start_cost_profile"], row["start_cost"] * 1e6),
            "shut_down_cost": sketch.series(row["stop_cost_profile"], row["stop_cost"] * 1e6),
            "stand_by_cost": sketch.series(row["hourly_cost_profile"], row["hourly_cost"] * 1e6),
        }
    if max(row["reserve_up"], row["reserve_down"]) > 0:
        sketch.refuse("units", name, "reserve_up", message("fault.pypsa.spinning_reserve_not_carried"))
    out |= {"ramp_limit_start_up": given(row["ramp_start"]), "ramp_limit_shut_down": given(row["ramp_stop"])}
    out["carrier"] = out["carrier"] or row["technology"]
    sketch.co2["Generator", name] = sketch.series(row["co2_profile"], _emission(row))
    sketch.add("Generator", name, **out)


def _emission(row: Row) -> float:
    """Return the CO2 [t/MWh]; NaN where it is not known."""
    return float(row["co2"]) if row["co2"] > UNKNOWN * 0.999 else np.nan


def _link(sketch: Sketch, row: Row, ends: list[Row]) -> None:
    name = row["link"]
    if row["reactance"] > 0:
        _branch(sketch, row, ends[0]["to_area"])
        return
    out = _output(sketch, row) | {"bus0": row["from_area"]}
    for port, end in enumerate(ends or [{"to_area": "", "efficiency": 1.0, "efficiency_profile": ""}], start=1):
        out[f"bus{port}"] = end["to_area"]
        factor = sketch.series(end["efficiency_profile"], end["efficiency"])
        out["efficiency" if port == 1 else f"efficiency{port}"] = factor
    sketch.add("Link", name, **out)


def _branch(sketch: Sketch, row: Row, end: str) -> None:
    """A line, or with a shift of the angle a transformer; buses have 1 kV, so that ohms are per unit of 1 MVA."""
    name = row["link"]
    out = _output(sketch, row)
    low, high = (np.broadcast_to(out[f"p_{side}_pu"], sketch.hours) for side in ("min", "max"))
    limits = [out[name] for name in ("ramp_limit_up", "ramp_limit_down", "p_set")]
    free = all(limit is None for limit in limits) and not np.any(out["marginal_cost"])
    if not np.array_equal(-low, high) or not free:
        rule = message("fault.pypsa.link_reactance_carried_if_limits")
        sketch.refuse("links", name, "reactance", rule)
        return
    own: Row = {"bus0": row["from_area"], "bus1": end, "s_nom": out["p_nom"], "s_max_pu": out["p_max_pu"]}
    own |= {key.replace("p_nom", "s_nom"): value for key, value in out.items() if key.startswith("p_nom_")}
    own |= {"capital_cost": out.get("capital_cost"), "x": row["reactance"] / KILO}
    if row["angle"] == 0.0:
        sketch.add("Line", name, carrier="AC", **own)
    elif row["extendable"]:
        sketch.refuse("links", name, "angle", message("fault.pypsa.shift_angle_capacity_chosen_not"))
    else:
        own |= {"x": row["reactance"] / KILO * out["p_nom"], "phase_shift": float(np.rad2deg(row["angle"]))}
        sketch.add("Transformer", name, model="pi", **own)


def _reservoir(sketch: Sketch, row: Row) -> None:
    """A storage unit where it is one, a store where power is free, otherwise a store behind links."""
    level: Row = {"carrier": row["carrier"] or row["technology"], "sign": row["sign"]}
    level["standing_loss"] = sketch.series(row["standing_loss_profile"], row["standing_loss"])
    level["marginal_cost_storage"] = _cost(sketch, row, "content_cost")
    inflow = row["inflow_profile"]
    for kind in ("Store", "StorageUnit"):
        sketch.co2[kind, row["reservoir"]] = _emission(row)
    if row["discharge"] < 0 and row["charge"] < 0 and not inflow and _is_store(sketch, row):
        own = level | _store(sketch, row) | {"marginal_cost": _cost(sketch, row, "discharge_cost")}
        sketch.add("Store", row["reservoir"], bus=row["area"], **own)
    elif _is_unit(sketch, row):
        _storage_unit(sketch, row, level)
    else:
        rule = message("fault.pypsa.neither_storage_unit_nor_store")
        sketch.refuse("reservoirs", row["reservoir"], "", rule)


def _cost(sketch: Sketch, row: Row, name: str) -> Any:
    return sketch.series(row[f"{name}_profile"], row[name] * KILO)


def _is_store(sketch: Sketch, row: Row) -> bool:
    pays = np.array_equal(
        np.broadcast_to(_cost(sketch, row, "charge_cost"), sketch.hours),
        -np.broadcast_to(_cost(sketch, row, "discharge_cost"), sketch.hours),
    )
    series = [f"{side}_efficiency_profile" for side in ("charge", "discharge")] + ["given_power_profile"]
    told = [bool(row[f"given_{side}_profile"]) for side in ("charge", "discharge")]
    lossless = row["charge_efficiency"] == row["discharge_efficiency"] == 1.0 and not any(row[name] for name in series)
    lossless &= told[0] == told[1]
    return pays and lossless and row["spill_cost"] == 0.0 and not row["spill_cost_profile"]


def _is_unit(sketch: Sketch, row: Row) -> bool:
    level = not (row["least_profile"] or row["most_profile"]) and row["least"] == 0.0 and row["most"] == 1.0
    power = row["discharge"] >= 0 and row["charge"] >= 0 and max(row["discharge"], row["charge"]) > 0
    return level and power and not np.any(_cost(sketch, row, "charge_cost"))


def _storage_unit(sketch: Sketch, row: Row, level: Row) -> None:
    power = max(row["discharge"], row["charge"])
    inflow = row["inflow_profile"]
    own: Row = level | {
        "bus": row["area"],
        "p_nom": power * KILO,
        "max_hours": row["content"] / power,
        "p_max_pu": sketch.series(row["discharge_profile"], 1.0) * (row["discharge"] / power),
        "p_min_pu": -sketch.series(row["charge_profile"], 1.0) * (row["charge"] / power),
        "efficiency_store": sketch.series(row["charge_efficiency_profile"], row["charge_efficiency"]),
        "efficiency_dispatch": sketch.series(row["discharge_efficiency_profile"], row["discharge_efficiency"]),
        "p_set": _told(sketch, row, "given_power"),
        "p_dispatch_set": _told(sketch, row, "given_discharge"),
        "p_store_set": _told(sketch, row, "given_charge"),
        "marginal_cost": _cost(sketch, row, "discharge_cost"),
        "spill_cost": _cost(sketch, row, "spill_cost"),
        "inflow": sketch.case.series[inflow] if inflow else None,
    }
    own |= {"cyclic_state_of_charge": row["boundary"] == "cyclic"}
    if row["boundary"] == "start":
        own["state_of_charge_initial"] = row["initial"] * KILO
    if row["given_profile"]:
        own["state_of_charge_set"] = _set(sketch, row)
    if row["extendable"]:
        own |= chosen(row, "p_nom", "size", power * KILO)
    sketch.add("StorageUnit", row["reservoir"], **own)


def _set(sketch: Sketch, row: Row) -> Any:
    values = sketch.case.series[row["given_profile"]]
    return np.where(values >= 0.0, values, np.nan)


def _store(sketch: Sketch, row: Row) -> Row:
    own: Row = {
        "e_nom": row["content"] * KILO,
        "e_min_pu": sketch.series(row["least_profile"], row["least"]),
        "e_max_pu": sketch.series(row["most_profile"], row["most"]),
        "e_cyclic": row["boundary"] == "cyclic",
    }
    if row["boundary"] == "start":
        own["e_initial"] = row["initial"] * KILO
    if row["given_profile"]:
        own["e_set"] = _set(sketch, row)
    if row["given_discharge_profile"]:
        own["p_set"] = _told(sketch, row, "given_discharge") - _told(sketch, row, "given_charge")
    return own | (chosen(row, "e_nom", "size", row["content"] * KILO) if row["extendable"] else {})


_SENSES = {"most": "<=", "least": ">=", "equal": "=="}


def _limits(sketch: Sketch) -> None:
    """Each limit counts an attribute of carriers; see ``Sketch._carriers``."""
    for row in sketch.records("limits"):
        if row["quantity"] == "capacity":
            sketch.refuse("limits", row["limit"], "quantity", message("fault.pypsa.limit_capacities_not_carried"))
        amount = row["amount"] * KILO * sketch.case.fraction
        own = {"sense": _SENSES[row["sense"]], "constant": amount, "carrier_attribute": f"limit {row['limit']}"}
        sketch.add("GlobalConstraint", row["limit"], type="primary_energy", **own)
    for row in sketch.records("limit_terms"):
        factor = sketch.series(row["factor_profile"], row["factor"])
        if row["table"] == "links":
            sketch.refuse("limit_terms", row["asset"], "", message("fault.pypsa.link_limit_not_carried"))
        kinds = ("Generator",) if row["table"] == "units" else ("StorageUnit", "Store")
        for kind in kinds:
            if row["asset"] in sketch.rows.get(kind, {}):
                sketch.rates.setdefault((kind, row["asset"]), {})[row["limit"]] = factor
