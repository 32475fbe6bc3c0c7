"""Loads, lost load, wind and PV, plants without commitment, stores, lines, contracts as components of PyPSA."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats
from dispatch.messages import message

from .network_builder import KILO, NetworkBuilder
from .reader import Row


def native(builder: NetworkBuilder) -> None:
    """All of them."""
    for row in builder.records("load"):
        _load(builder, row)
    _renewables(builder)
    for row in builder.records("thermal"):
        _thermal(builder, row)
    for row in builder.records("storage"):
        _storage(builder, row)
    for row in builder.records("lines"):
        _line(builder, row)
    for row in builder.records("demand_response"):
        _response(builder, row)
    for row in builder.records("corridors"):
        _corridor(builder, row)


def _curve(builder: NetworkBuilder, profile: str, energy: float) -> Floats:
    """A contracted curve or load [MW]."""
    return np.asarray(builder.case.series[profile] / builder.case.series_year[profile] * energy * KILO)


def _upto(builder: NetworkBuilder, name: str, most: Floats, all_of_it: bool = False, **attributes: object) -> None:
    """A generator with a limit that changes [MW]; ``all_of_it``: its output is at that limit."""
    peak = float(most.max(initial=0.0))
    share = most / peak if peak > 0 else np.zeros(builder.hours)
    builder.add("Generator", name, p_nom=peak, p_min_pu=share if all_of_it else None, p_max_pu=share, **attributes)


def _load(builder: NetworkBuilder, row: Row) -> None:
    demand = _curve(builder, row["profile"], row["energy"]) * (1.0 - row["own_use"])
    builder.add("Load", row["load"], bus=row["area"], p_set=demand)
    if row["shiftable"] > 0:
        builder.refuse("load", row["load"], "shiftable", message("fault.pypsa.shifted_load"))
    if not row["firm"] and demand.any():
        price = builder.case.prices.lost_load * KILO
        _upto(builder, f"lost {row['load']}", demand, bus=row["area"], marginal_cost=price, carrier="lost load")


def _renewables(builder: NetworkBuilder) -> None:
    """Assets of one group are curtailed alike; only their sum costs and feeds. So each is a generator of its own where
    own use is the same in the group; otherwise the group is one, whose own use follows from what is available."""
    rows, case = builder.case.tables["renewables"], builder.case
    if rows.empty:
        return
    capacity = case.capacity([str(name) for name in rows["asset"]]) * KILO
    available = capacity * np.array([case.series[str(name)] for name in rows["profile"]])
    for _, group in rows.groupby(["pocket", "dispatcher", "settles", "order", "must_take"], sort=False):
        places = list(group.index)
        alike = group["own_use"].nunique() == 1
        for members in [[k] for k in places] if alike else [places]:
            own = rows.loc[members[0]]
            net = ((1.0 - rows.loc[members, "own_use"].to_numpy())[:, None] * available[members]).sum(axis=0)
            gross = available[members].sum(axis=0)
            rate = (case.prices.curtailment + case.tie_break_curtailment * float(own["order"])) * KILO
            builder.constant += float(gross.sum()) * rate
            cost = -rate * np.divide(gross, net, out=np.ones_like(net), where=net > 0)
            name, kinds = " + ".join(rows.loc[members, "asset"]), dict.fromkeys(rows.loc[members, "technology"])
            carrier, taken = " + ".join(kinds), bool(own["must_take"])
            _upto(builder, name, net, taken, bus=own["area"], marginal_cost=cost, carrier=carrier)


def _thermal(builder: NetworkBuilder, row: Row) -> None:
    """A fleet whose commitment costs nothing and binds nothing is a generator."""
    name = row["fleet"]
    needs = {
        "network": bool(row["network"]),
        "minimum_heating": row["minimum_heating"] > 0,
        "minimum_other": row["minimum_other"] > 0,
        "fuel_no_load": row["fuel_no_load"] > 0,
        "start_fuel": row["start_fuel"] > 0,
        "start_cost": row["start_cost"] > 0,
        "ramp": row["ramp"] < 1.0,
        "maintenance": row["maintenance"] > 0,
        "minimum_online": row["minimum_online"] > 0,
    }
    if any(needs.values()):
        needed = " ".join(column for column, is_one in needs.items() if is_one)
        builder.refuse("thermal", name, needed, message("fault.pypsa.cyclic_commitment"))
    if (builder.case.tables["maintenance"]["fleet"] == name).any():
        builder.refuse("maintenance", name, "", message("fault.pypsa.given_outages"))
    period, case = builder.case.settings.commitment.period_hours, builder.case
    in_service = case.capacity([name])[0] * KILO * (1.0 - row["forced_outage"])
    starts = np.arange(0, builder.hours, period)
    least = np.repeat(np.minimum.reduceat(in_service, starts), np.diff(np.append(starts, builder.hours)))
    fuel = case.tables["fuels"].set_index("fuel").loc[row["fuel"]]
    cost = row["fuel_incremental"] * (fuel["price"] + case.prices.co2 * fuel["co2"]) + row["variable_cost"]
    net = 1.0 - row["own_use"]
    builder.co2["Generator", name] = float(row["fuel_incremental"] * fuel["co2"]) / net
    _upto(
        builder, name, least * net, bus=row["area"], marginal_cost=float(cost) * KILO / net, carrier=row["technology"]
    )


def _storage(builder: NetworkBuilder, row: Row) -> None:
    """A store on a bus of its own, with a link in and a link out that bear the costs of both ways."""
    name, case = row["asset"], builder.case
    power, size = (amount([name])[0] * row["availability"] * KILO for amount in (case.capacity, case.energy))
    floor = size * row["minimum_level"]
    peak, whole = float(power.max()), float(size.max())
    if (np.diff(floor) != 0).any():
        builder.refuse("storage", name, "minimum_level", message("fault.pypsa.ledger_content"))
    least = floor.copy()
    own: Row = {"e_cyclic": row["boundary"] == "cyclic"}
    if row["boundary"] == "given":
        own["e_initial"] = row["initial"] * float(size[0]) * (1.0 - row["standing_loss"])
        least[-1] = max(least[-1], row["initial"] * float(size[-1]))
    bus, cost = f"{name} store", (row["cost"] + case.tie_break_curtailment) * KILO
    lost = sum(case.loss_price) * KILO  # of what goes in less what comes out
    builder.add("Bus", bus, carrier="AC", v_nom=1.0)
    shares = {"e_min_pu": least / whole, "e_max_pu": size / whole} if whole > 0 else {}
    loss = {"standing_loss": row["standing_loss"], "carrier": row["technology"]}
    builder.add("Store", name, bus=bus, e_nom=whole, **own, **loss, **shares)
    share = power / peak if peak > 0 else np.ones(builder.hours)
    out = row["discharge_efficiency"]
    links = {
        "charge": (row["area"], bus, row["charge_efficiency"], peak, cost + lost),
        "discharge": (bus, row["area"], out, peak / out, (cost - lost) * out),
    }
    for way, (start, end, efficiency, nominal, price) in links.items():
        ends: Row = {"bus0": start, "bus1": end, "efficiency": efficiency, "carrier": row["technology"]}
        builder.add("Link", f"{name} {way}", p_nom=nominal, p_max_pu=share, marginal_cost=price, **ends)


def _line(builder: NetworkBuilder, row: Row) -> None:
    if row["reactance"] > 0:
        builder.refuse("lines", row["line"], "reactance", message("fault.pypsa.line_reactance"))
        return
    cost = (row["cost"] + builder.case.tie_break_curtailment + row["loss"] * sum(builder.case.loss_price)) * KILO
    for way, start, end in (("forward", "from_area", "to_area"), ("backward", "to_area", "from_area")):
        ends: Row = {"bus0": row[start], "bus1": row[end], "efficiency": 1.0 - row["loss"], "carrier": "AC"}
        builder.add("Link", f"{row['line']} {way}", p_nom=row[way] * KILO, marginal_cost=cost, **ends)


def _response(builder: NetworkBuilder, row: Row) -> None:
    case, name = builder.case, row["programme"]
    if row["kind"] != "shed":
        builder.refuse("demand_response", name, "kind", message("fault.pypsa.shifted_load"))
        return
    days = len(np.unique(case.time.normalize()))
    if row["hours"] * case.fraction < builder.hours or row["calls"] * case.fraction < days or row["call_hours"] < 24:
        builder.refuse("demand_response", name, "hours", message("fault.pypsa.call_limits"))
    own: Row = {"p_nom": row["capability"] * KILO, "marginal_cost": row["cost"] * KILO}
    builder.add("Generator", name, bus=row["area"], carrier="demand response", **own)


def _corridor(builder: NetworkBuilder, row: Row) -> None:
    name, case = row["corridor"], builder.case
    if row["band"] > 0:
        builder.refuse("corridors", name, "band", message("fault.pypsa.contract_band"))
        return
    curve = _curve(builder, row["profile"], row[f"energy_{case.settings.export_level}"])
    builder.add("Load", name, bus=row["area"], p_set=curve)
    price = case.prices.undelivered_export * KILO
    _upto(builder, f"undelivered {name}", curve, bus=row["area"], marginal_cost=price, carrier="undelivered export")
