"""Every variable and coordinate of a run's Dataset, once: dimensions, unit, long name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """What a variable is. ``comment`` says what the name cannot."""

    dims: tuple[str, ...]
    units: str
    long_name: str
    comment: str = ""


def _on(*dims: str) -> tuple[str, ...]:
    return ("time", *dims)


DUAL = (
    "Dual of the balance: change of the total cost per MWh of load more in that hour; where the hour represents several "
    "(weights), per MWh of all of them. Positive: more load costs more; negative: more load would save cost (surplus). "
    "Proven only where the attribute status is optimal."
)
RESERVE_DUAL = (
    "Dual of the reserve row: change of the total cost per MW of requirement more in that hour (in one of the hours "
    "that it represents). Never negative. "
    "Proven only where the attribute status is optimal."
)
LIMIT_DUAL = (
    "Change of the total cost per unit by which the amount is raised: never above zero of a limit of most, never below "
    "zero of one of least (as global_constraints.mu of PyPSA). Proven only where the attribute status is optimal."
)
NOT_KNOWN = "NaN where the asset is used and its emission is not known."
NO_LIMIT = "Infinite where there is no limit."
RELIEF = "Positive: load taken away; negative: load paid back."

VARIABLES: dict[str, Entry] = {
    # balance of an area: generation - own_use - charge - export + line_import - electrolyser_load + demand_response
    # + shifted_load + unserved == load, with what is on another dimension summed over that dimension's area
    "load": Entry(_on("area"), "MW", "load at the supply level (供电口径), before any response"),
    "generation": Entry(
        _on("area", "technology"), "MW", "gross generation; of storage, its discharge", "Storage is no primary energy."
    ),
    "available": Entry(
        _on("area", "technology"),
        "MW",
        "gross power that weather offers",
        "generation + curtailment; of technologies that weather does not drive it equals generation.",
    ),
    "curtailment": Entry(_on("area", "technology"), "MW", "available power that is not used"),
    "capacity": Entry(_on("area", "technology"), "MW", "gross capacity in service: monthly steps"),
    "credit": Entry(
        _on("area", "technology"),
        "MW",
        "gross capacity credit (保证容量) of wind, PV and hydro",
        "What is exceeded on all but a share credit_quantile of the days of the month and hour, over many weather years.",
    ),
    "own_use": Entry(_on("area"), "MW", "own use of power plants (厂用电)"),
    "unserved": Entry(_on("area"), "MW", "load that is not served"),
    "demand_response": Entry(_on("area"), "MW", "net relief by demand response", RELIEF),
    "shifted_load": Entry(_on("area"), "MW", "net relief by shiftable load", RELIEF),
    "line_import": Entry(_on("area"), "MW", "net power received over lines from other areas, after losses"),
    "price": Entry(_on("area"), "CNY/MWh", "price of energy at the supply level", DUAL),
    "pocket_price": Entry(_on("pocket"), "CNY/MWh", "price of energy in a pocket: of its area, and of sections", DUAL),
    "park_price": Entry(_on("park"), "CNY/MWh", "what energy inside a park is worth above its pocket", DUAL),
    "export": Entry(_on("corridor"), "MW", "power exported, at the sending end"),
    "export_received": Entry(_on("corridor"), "MW", "power exported, at the receiving end"),
    "contract": Entry(_on("corridor"), "MW", "contracted power, at the sending end"),
    "undelivered": Entry(_on("corridor"), "MW", "contracted power that is not delivered"),
    "settled": Entry(_on("corridor"), "MW", "net power of wind, PV and CSP that settle in the corridor"),
    "energy_lost": Entry(
        ("area", "component"),
        "MWh",
        "energy lost between generation and use, by where",
        "Losses of stores, lines, links and paid-back load, and hydrogen beyond the demand. Targets of energy deduct it.",
    ),
    "energy_wasted": Entry(
        ("area", "component"),
        "MWh",
        "the part of the losses without which the same service is possible (waste)",
        "Losses by opposite flows in one hour, and on the way into a pocket in which energy of the greatest reward is left "
        "unused in that hour; hydrogen beyond the demand; what a link without an end takes.",
    ),
    "charge": Entry(_on("storage"), "MW", "charging power"),
    "discharge": Entry(_on("storage"), "MW", "discharging power"),
    "energy": Entry(_on("storage"), "MWh", "content of the storage at the end of the hour"),
    "storage_reserve": Entry(_on("storage", "direction"), "MW", "spinning reserve that a storage holds"),
    "storage_power": Entry(_on("storage"), "MW", "power of the storage in service, less outages"),
    "storage_size": Entry(_on("storage"), "MWh", "content of the storage in service, less outages"),
    "storage_floor": Entry(_on("storage"), "MWh", "least content of the storage"),
    "reserve_required": Entry(_on("area", "direction"), "MW", "spinning reserve required, over the area's dispatchers"),
    "reserve_held": Entry(_on("area", "direction"), "MW", "spinning reserve held"),
    "reserve_shortfall": Entry(_on("area", "direction"), "MW", "spinning reserve required and not held"),
    "zone_reserve_required": Entry(_on("zone", "direction"), "MW", "spinning reserve required of a dispatcher"),
    "zone_reserve_held": Entry(_on("zone", "direction"), "MW", "spinning reserve held for a dispatcher"),
    "zone_reserve_shortfall": Entry(_on("zone", "direction"), "MW", "spinning reserve required and not held"),
    "reserve_by_provider": Entry(_on("zone", "provider", "direction"), "MW", "spinning reserve held, by who holds it"),
    "reserve_price": Entry(_on("zone", "direction"), "CNY/MW", "price of spinning reserve", RESERVE_DUAL),
    "thermal_output": Entry(_on("fleet"), "MW", "gross output of a thermal fleet"),
    "thermal_online": Entry(_on("fleet"), "MW", "capacity online"),
    "thermal_minimum": Entry(_on("fleet"), "MW", "least output of what is online, heat included"),
    "thermal_maximum": Entry(_on("fleet"), "MW", "most output of what is online, less what heat takes"),
    "thermal_heating": Entry(
        _on("fleet"),
        "MW",
        "part of the least output that heating causes",
        "Heat, and the higher minimum of the season.",
    ),
    "thermal_reserve": Entry(_on("fleet", "direction"), "MW", "spinning reserve that a fleet holds"),
    "fleet_capacity": Entry(_on("fleet"), "MW", "gross capacity in service"),
    "fleet_outage": Entry(_on("fleet"), "MW", "capacity in planned outage, given, placed by the LP or levelled"),
    "thermal_heat": Entry(_on("fleet"), "MW", "heat output"),
    "thermal_start": Entry(_on("fleet"), "MW", "capacity started, in the first hour of its commitment period"),
    "heat_demand": Entry(_on("network"), "MW", "heat demand"),
    "heat_boiler": Entry(_on("network"), "MW", "heat of peak boilers"),
    "boiler_fuel": Entry(("network",), "tce", "fuel of peak boilers in the window"),
    "boiler_coal": Entry(("network",), "tce", "part of the fuel of peak boilers that is coal"),
    "boiler_co2": Entry(("network",), "t", "CO2 of peak boilers in the window"),
    "renewable_output": Entry(_on("renewable"), "MW", "gross output of a wind, PV or hydro asset"),
    "renewable_available": Entry(_on("renewable"), "MW", "gross power that weather offers the asset"),
    "csp_output": Entry(_on("csp"), "MW", "gross output of a CSP plant"),
    "csp_available": Entry(_on("csp"), "MW", "gross output and the field output that is not used"),
    "csp_store": Entry(_on("csp"), "MWh", "heat store of a CSP plant, as electricity"),
    "shed": Entry(_on("programme"), "MW", "load shed by demand response"),
    "electrolyser_load": Entry(_on("electrolyser"), "MW", "load of an electrolyser"),
    "line_flow": Entry(_on("line"), "MW", "flow at the sending end, positive forward"),
    "line_forward": Entry(("line",), "MW", "limit forward"),
    "line_backward": Entry(("line",), "MW", "limit backward"),
    "section_flow": Entry(_on("section"), "MW", "flow over a section (断面), positive forward"),
    "section_forward": Entry(_on("section"), "MW", "limit forward"),
    "section_backward": Entry(_on("section"), "MW", "limit backward"),
    "section_weight": Entry(("section", "pocket"), "1", "weight of a pocket's net injection in the flow of a section"),
    "park_exchange": Entry(_on("park"), "MW", "net power that a park gives to the grid; negative: takes"),
    "park_import_limit": Entry(("park",), "MW", "most that a park takes"),
    "park_export_limit": Entry(("park",), "MW", "most that a park gives"),
    "net_injection": Entry(_on("pocket"), "MW", "net injection of a pocket"),
    "fuel": Entry(("fleet",), "tce", "fuel of the window, starts and heat included"),
    "coal": Entry(("fleet",), "tce", "part of the fuel that is coal"),
    "fleet_own_use": Entry(("fleet",), "1", "own use of gross output (厂用电率)"),
    "fuel_heat": Entry(("fleet",), "tce", "part of the fuel that is allocated to heat"),
    "co2": Entry(("fleet",), "t", "CO2 of the window"),
    "electrolyser_power": Entry(_on("electrolyser"), "MW", "power of the electrolyser in service"),
    "electrolyser_minimum": Entry(_on("electrolyser"), "MW", "least load of the electrolyser"),
    "unit_output": Entry(_on("unit"), "MW", "output of a unit; what it feeds in is sign times it"),
    "unit_on": Entry(_on("unit"), "1", "share of a committed unit that is on"),
    "link_output": Entry(_on("link"), "MW", "power that a link takes where it starts"),
    "reservoir_charge": Entry(_on("reservoir"), "MW", "charging power of a reservoir"),
    "reservoir_discharge": Entry(_on("reservoir"), "MW", "discharging power of a reservoir"),
    "reservoir_content": Entry(_on("reservoir"), "MWh", "content of a reservoir at the end of the hour"),
    "reservoir_most_discharge": Entry(_on("reservoir"), "MW", "most discharge of a reservoir in the hour", NO_LIMIT),
    "reservoir_most_charge": Entry(_on("reservoir"), "MW", "most charge of a reservoir in the hour", NO_LIMIT),
    "reservoir_efficiency": Entry(_on("reservoir"), "1", "efficiency of discharge of a reservoir"),
    "reservoir_reserve": Entry(_on("reservoir", "direction"), "MW", "spinning reserve that a reservoir holds"),
    "unit_floor": Entry(
        _on("unit"), "MW", "least output of a unit; of a committed unit times its share online", NO_LIMIT
    ),
    "unit_ceiling": Entry(
        _on("unit"), "MW", "most output of a unit; of a committed unit times its share online", NO_LIMIT
    ),
    "reservoir_floor": Entry(_on("reservoir"), "MWh", "least content of a reservoir", NO_LIMIT),
    "reservoir_ceiling": Entry(_on("reservoir"), "MWh", "most content of a reservoir", NO_LIMIT),
    "reservoir_inflow": Entry(_on("reservoir"), "MW", "inflow of a reservoir"),
    "reservoir_spill": Entry(_on("reservoir"), "MW", "spilt inflow of a reservoir"),
    "unit_capacity": Entry(("unit",), "MW", "capacity of a unit, given or chosen", NO_LIMIT),
    "link_capacity": Entry(("link",), "MW", "capacity of a link, given or chosen", NO_LIMIT),
    "reservoir_size": Entry(("reservoir",), "1", "factor of a reservoir that is chosen; one where it is given"),
    "reservoir_capacity": Entry(("reservoir",), "MW", "most discharge of a reservoir, given or chosen", NO_LIMIT),
    "reservoir_volume": Entry(("reservoir",), "MWh", "content of a reservoir, given or chosen", NO_LIMIT),
    "limit_price": Entry(
        ("limit",), "CNY per unit of the amount", "dual of a limit, such as the price of CO2", LIMIT_DUAL
    ),
    "limit_sum": Entry(("limit",), "MWh", "what counts in a limit: MWh, t where its factors are t/MWh, MW of capacity"),
    "hour_weight": Entry(("time",), "h", "for how many hours the hour stands in sums of energy"),
    "unit_co2": Entry(("unit",), "t", "CO2 of a unit in the window", NOT_KNOWN),
    "reservoir_co2": Entry(
        ("reservoir",), "t", "CO2 of the content that a reservoir takes from before the window", NOT_KNOWN
    ),
    "simultaneous": Entry(("storage",), "MWh", "energy charged while discharging: sum of the smaller of the two"),
    "renewable_share": Entry(("corridor",), "1", "settled renewable energy over exported energy of the window"),
    "renewable_share_hourly": Entry(("corridor",), "1", "the same, matched hour by hour: what exceeds export is lost"),
    "cost": Entry(("area", "term"), "CNY", "cost by term of the objective, of lines at their sending area"),
    "cost_of_region": Entry(("term",), "CNY", "cost by term of the objective", "Also what belongs to no area."),
    "target_required": Entry(("target",), "unit of the target", "what is required; NaN: no number is given"),
    "target_achieved": Entry(("target",), "unit of the target", "what is achieved in the window"),
    "target_margin": Entry(("target",), "unit of the target", "distance to the requirement; positive: met"),
    "target_achieved_gross": Entry(
        ("target",),
        "unit of the target",
        "value by gross generation alone",
        "Without the losses and the unmet demand that a target of energy deducts.",
    ),
}

COORDINATES: dict[str, Entry] = {
    "time": Entry(("time",), "", "start of the hour, UTC+8 without daylight saving"),
    "area": Entry(("area",), "1", "area that balances load and generation"),
    "area_zh": Entry(("area",), "1", "Chinese name of the area"),
    "area_en": Entry(("area",), "1", "English name of the area"),
    "technology": Entry(("technology",), "1", "technology; distributed PV counts in pv"),
    "direction": Entry(("direction",), "1", "direction of reserve"),
    "zone": Entry(("zone",), "1", "dispatcher@area that keeps reserve"),
    "zone_area": Entry(("zone",), "1", "area of the zone"),
    "fleet_pocket": Entry(("fleet",), "1", "pocket that it is in"),
    "fleet_settles": Entry(("fleet",), "1", "what it settles in: grid, a park or a corridor"),
    "renewable_pocket": Entry(("renewable",), "1", "pocket that it is in"),
    "renewable_settles": Entry(("renewable",), "1", "what it settles in: grid, a park or a corridor"),
    "csp_pocket": Entry(("csp",), "1", "pocket that it is in"),
    "csp_settles": Entry(("csp",), "1", "what it settles in: grid, a park or a corridor"),
    "storage_pocket": Entry(("storage",), "1", "pocket that it is in"),
    "storage_settles": Entry(("storage",), "1", "what it settles in: grid, a park or a corridor"),
    "provider": Entry(("provider",), "1", "kind of provider of reserve"),
    "term": Entry(("term",), "1", "term of the objective"),
    "component": Entry(("component",), "1", "where energy is lost"),
    "target": Entry(("target",), "1", "target, or target@place"),
    "target_text_zh": Entry(("target",), "1", "wording of the target in Chinese"),
    "target_text_en": Entry(("target",), "1", "wording of the target in English"),
    "target_unit": Entry(("target",), "1", "unit of the target"),
    "fleet": Entry(("fleet",), "1", "thermal fleet"),
    "fleet_area": Entry(("fleet",), "1", "area of the fleet"),
    "fleet_technology": Entry(("fleet",), "1", "technology of the fleet"),
    "renewable": Entry(("renewable",), "1", "wind, PV or hydro asset"),
    "renewable_area": Entry(("renewable",), "1", "area of the asset"),
    "renewable_technology": Entry(("renewable",), "1", "technology of the asset, distributed PV on its own"),
    "csp": Entry(("csp",), "1", "CSP plant"),
    "csp_area": Entry(("csp",), "1", "area of the plant"),
    "storage": Entry(("storage",), "1", "storage"),
    "storage_area": Entry(("storage",), "1", "area of the storage"),
    "storage_technology": Entry(("storage",), "1", "technology of the storage"),
    "corridor": Entry(("corridor",), "1", "export corridor"),
    "corridor_area": Entry(("corridor",), "1", "sending area"),
    "line": Entry(("line",), "1", "line between areas"),
    "line_from": Entry(("line",), "1", "area where forward flow starts"),
    "line_to": Entry(("line",), "1", "area where forward flow ends"),
    "section": Entry(("section",), "1", "section (断面)"),
    "park": Entry(("park",), "1", "park (源网荷储)"),
    "park_area": Entry(("park",), "1", "area of the park"),
    "pocket": Entry(("pocket",), "1", "pocket of an area"),
    "pocket_area": Entry(("pocket",), "1", "area of the pocket"),
    "unit": Entry(("unit",), "1", "unit by plain numbers"),
    "unit_area": Entry(("unit",), "1", "area of the unit"),
    "unit_technology": Entry(("unit",), "1", "technology of the unit"),
    "link": Entry(("link",), "1", "link by plain numbers"),
    "link_from": Entry(("link",), "1", "area that the link takes from"),
    "reservoir": Entry(("reservoir",), "1", "reservoir by plain numbers"),
    "reservoir_area": Entry(("reservoir",), "1", "area of the reservoir"),
    "reservoir_technology": Entry(("reservoir",), "1", "technology of the reservoir"),
    "limit": Entry(("limit",), "1", "limit on a sum over the window"),
    "network": Entry(("network",), "1", "heat network"),
    "network_area": Entry(("network",), "1", "area of the heat network"),
    "programme": Entry(("programme",), "1", "demand response programme that sheds"),
    "programme_area": Entry(("programme",), "1", "area of the programme"),
    "electrolyser": Entry(("electrolyser",), "1", "electrolyser"),
    "electrolyser_area": Entry(("electrolyser",), "1", "area of the electrolyser"),
}
