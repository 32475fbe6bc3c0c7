"""What consumes, and the targets of the policy."""

from __future__ import annotations

from .columns import SOURCE, Column, TableSchema, amount, flag, key, place, share

TARGET_UNITS = {
    "new_energy_capacity": "GW",
    "new_energy_over_thermal": "TWh",
    "new_energy_with_biomass_over_thermal": "TWh",
    "new_energy_capacity_over_thermal": "GW",
    "new_energy_generation": "TWh",
    "new_energy_export": "TWh",
    "pumped_hydro_capacity": "GW",
    "new_storage_capacity": "GW",
    "demand_response_share": "%",
    "flexible_coal_capacity": "GW",
    "efficient_coal_capacity": "GW",
    "coal_rate": "gce/kWh",
    "corridor_renewable_share": "share",
    "nonfossil_share": "%",
    "coal_share": "%",
    "renewable_obligation": "share",
    "thermal_generation": "TWh",
    "coal": "Mtce",
    "co2": "Mt",
}
"""Kind of target -> unit in which it is measured and its number is given."""

SHORTFALL_KINDS = ("unserved", "undelivered", "reserve_shortfall_up", "reserve_shortfall_down")
"""Kinds of shortfall that a table can limit; each is a quantity of the LP."""

AMOUNTS = ("TWh", "Mtce", "Mt")
"""Units of targets that are an amount of the whole horizon: of a window its share is required."""

TARGETS_OF_ENERGY = frozenset(
    {
        "new_energy_over_thermal",
        "new_energy_with_biomass_over_thermal",
        "new_energy_generation",
        "new_energy_export",
        "coal_rate",
        "corridor_renewable_share",
        "nonfossil_share",
        "coal_share",
        "renewable_obligation",
        "thermal_generation",
        "coal",
        "co2",
    }
)
"""Kinds that the dispatch moves, so that the LP can be made to meet them; the others are sums of what is given."""

DEMAND: tuple[TableSchema, ...] = (
    TableSchema(
        "load",
        "Loads with their basis; the balance is at the supply level (供电口径: net of own use, with line losses).",
        (
            key("load", "name"),
            *place(),
            Column(
                "kind",
                "text",
                "kind",
                default="base",
                choices=("base", "captive", "electric_vehicle", "data_centre", "electric_heating", "park"),
            ),
            Column(
                "basis", "text", "全社会用电量, 发电口径, 供电口径", choices=("consumption", "generation", "supply")
            ),
            amount("energy", "MWh", "energy of the whole year on that basis"),
            Column("profile", "text", "series, mean 1 over its year or not: it is normalised"),
            share("own_use", "own use of plants inside that basis (zero for supply)", 0.0, 0.5),
            share("line_loss", "line losses inside that basis, for the bridge", 0.0, 0.5),
            share("shiftable", "share that can be shifted within a window", 0.0),
            Column("shift_hours", "integer", "window", "h", 24, 1, 168),
            amount("shift_cost", "CNY/MWh", "cost of shifting", 0.0),
            flag("firm", "whether it must be served: no load shedding"),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "shortfall_limits",
        "Largest shortfall of load, contracted export or spinning reserve, hour by hour: a place, corridor or zone of "
        "reserve that is named is limited in all hours, to zero in those that are not listed. `dispatch targets` writes "
        "it into a compliant case.",
        (
            Column("kind", "text", "kind of shortfall", choices=SHORTFALL_KINDS, key=True),
            key("name", "pocket of a load, corridor, or dispatcher that holds reserve"),
            Column("settles", "text", "settlement of the load", default="grid", key=True),
            Column("area", "text", "area in which the dispatcher holds reserve", default="", key=True),
            Column("date", "date", "day, YYYY-MM-DD", key=True),
            Column("hour", "integer", "hour of the day, 0-23", low=0, high=23, key=True),
            amount("limit", "MW", "largest shortfall"),
            SOURCE,
        ),
    ),
    TableSchema(
        "demand_response",
        "Contracted demand response; electrolysers and storage do not count.",
        (
            key("programme", "name"),
            *place(settles=False),
            Column("kind", "text", "shed or shift", choices=("shed", "shift")),
            amount("capability", "MW", "contracted capability"),
            amount("cost", "CNY/MWh", "payment"),
            Column("hours", "number", "hours per year (shed)", "h", 8760.0, 0.0, 8784.0),
            Column("calls", "number", "calls per year (shed)", default=366, low=0, high=366),
            Column("call_hours", "number", "longest call (shed)", "h", 24.0, 0.0, 24.0),
            Column("window", "integer", "payback window (shift)", "h", 24, 1, 168),
            share("payback_loss", "extra energy paid back (shift)", 0.0),
            flag("reserve", "whether it gives upward reserve"),
            SOURCE,
        ),
    ),
    TableSchema(
        "electrolysers",
        "Electrolysers with yearly and monthly hydrogen demand.",
        (
            key("asset", "name"),
            *place(),
            Column("use", "number", "electricity per hydrogen", "MWh/t", None, 30.0, 100.0),
            amount("yearly", "t", "hydrogen of the whole year"),
            amount("monthly", "t", "least hydrogen in a whole month", 0.0),
            share("minimum", "least load", 0.0),
            flag("reserve", "whether its load gives upward reserve"),
            SOURCE,
        ),
    ),
    TableSchema(
        "targets",
        "Policy targets; evaluated, or imposed where the expression is one of energy.",
        (
            key("target", "name"),
            Column("kind", "text", "kind of target", choices=tuple(TARGET_UNITS)),
            Column("required", "number", "required value; empty: not given", default=-1.0, low=0.0),
            Column(
                "unit",
                "text",
                "unit of the value, given by the kind",
                choices=tuple(dict.fromkeys(TARGET_UNITS.values())),
            ),
            Column("year", "integer", "year of the target", low=2020, high=2060),
            Column("text_zh", "text", "wording", free=True),
            Column("text_en", "text", "wording", free=True),
            flag("imposed", "whether the LP must meet it"),
            SOURCE,
        ),
    ),
)
