"""What generates and stores: the ledger, fuels, thermal fleets, renewables, storage."""

from __future__ import annotations

from .columns import SOURCE, Column, TableSchema, amount, flag, key, place, share

NEW_ENERGY = ("wind", "pv", "pv_distributed")
"""Technologies of renewables that are new energy (新能源); CSP, a table of its own, is too."""
FOSSIL = ("coal", "gas")
RENEWABLE_FUELS = ("biomass", "waste")
"""Technologies of thermal fleets that targets count as renewable generation."""
THERMAL = FOSSIL + RENEWABLE_FUELS
"""Technologies of thermal fleets (火电)."""
EMITTING = (*THERMAL, "other")
"""Technologies of generic components whose CO2 is unknown where the table states none; others emit nothing."""

SUPPLY: tuple[TableSchema, ...] = (
    TableSchema(
        "capacity",
        "The ledger (机组台账): one row a unit or tranche; an asset's capacity is the sum of those in service that month.",
        (
            key("asset", "fleet or asset of the unit"),
            key("unit", "unit or tranche"),
            amount("capacity", "MW", "gross capacity"),
            amount("energy", "MWh", "storage content", 0.0),
            Column("commissioned", "month", "first month in service (投产), YYYY-MM", default="1900-01"),
            Column("retired", "month", "first month out of service (退役), YYYY-MM", default="2999-12"),
            SOURCE,
        ),
    ),
    TableSchema(
        "fuels",
        "Fuels: price and emission.",
        (
            key("fuel", "name"),
            amount("price", "CNY/tce", "price"),
            amount("co2", "t/tce", "emission", 0.0, 5.0),
            Column("coal", "flag", "whether it counts as coal", default=False),
            Column(
                "primary",
                "flag",
                "whether it counts in primary energy; not what is counted before (gas from coal that is in `other_coal`), "
                "nor waste heat",
                default=True,
            ),
            SOURCE,
        ),
    ),
    TableSchema(
        "thermal",
        "Thermal fleets: coal condensing or CHP, retrofitted or not; gas, biomass, waste.",
        (
            key("fleet", "name"),
            *place(),
            Column("technology", "text", "kind", choices=THERMAL),
            Column("network", "text", "heat network; empty: condensing", default=""),
            flag("flexible", "whether its flexibility retrofit is done (灵活性改造)"),
            flag("efficient", "whether its efficiency retrofit is done (节能改造)"),
            amount("unit_size", "MW", "size of one unit"),
            share("minimum_heating", "minimum output of online capacity in the heating season"),
            share("minimum_other", "minimum output of online capacity outside it"),
            Column("ramp", "number", "change of output per hour, of online capacity", "1/h", None, 0.01, 60.0),
            share("own_use", "own use of gross output (厂用电率)", None, 0.3),
            share("forced_outage", "forced outage rate", None, 0.5),
            Column("fuel", "text", "fuel", refers="fuels"),
            amount("fuel_no_load", "tce/MW/h", "fuel per online capacity and hour", None, 1.0),
            amount("fuel_incremental", "tce/MWh", "fuel per gross output", None, 2.0),
            amount("fuel_heat", "tce/MWh", "fuel per heat output", 0.0, 1.0),
            amount(
                "fuel_allocated",
                "tce/MWh",
                "fuel that the net coal rate takes off per heat output (热量法)",
                0.1386,
                1.0,
            ),
            amount("start_fuel", "tce/MW", "fuel of a start", 0.0, 10.0),
            amount("start_cost", "CNY/MW", "other cost of a start", 0.0),
            amount("variable_cost", "CNY/MWh", "other cost of gross output", 0.0),
            share("reserve_up", "most upward reserve, of online capacity", 0.0),
            share("reserve_down", "most downward reserve, of online capacity", 0.0),
            amount("heat_ratio", "share", "most heat output, of online capacity", 0.0, 10.0),
            amount("heat_rise", "share", "rise of minimum output per heat output (c_m)", 0.0, 2.0),
            amount("heat_loss", "share", "loss of maximum output per heat output (c_v)", 0.0, 1.0),
            amount(
                "maintenance",
                "days",
                "planned outage per year; `commitment.maintenance` says how it is placed",
                0.0,
                200.0,
            ),
            share("maintenance_limit", "largest share in planned outage at once", 0.3),
            share("minimum_online", "smallest share of available capacity online", 0.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "maintenance",
        "Given planned outages (检修计划).",
        (
            key("fleet", "fleet", "thermal"),
            Column("start", "date", "first day, YYYY-MM-DD", key=True),
            Column("end", "date", "last day, YYYY-MM-DD"),
            amount("capacity", "MW", "capacity out of service"),
            SOURCE,
        ),
    ),
    TableSchema(
        "minimum_online",
        "Monthly minimum online thermal capacity (最小开机方式) of an area and dispatcher.",
        (
            key("area", "area", "areas"),
            key("dispatcher", "dispatcher"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True),
            amount("online", "MW", "minimum online capacity"),
            SOURCE,
        ),
    ),
    TableSchema(
        "heat",
        "Heat networks.",
        (
            key("network", "name"),
            Column("area", "text", "area", refers="areas"),
            Column("profile", "text", "series, share of the peak"),
            amount("peak", "MW", "peak heat demand"),
            amount(
                "boiler_cost",
                "CNY/MWh",
                "cost of heat from peak boilers, which fill what CHP leaves; without fuel where that is given",
            ),
            Column(
                "boiler_fuel", "text", "fuel of the boilers; empty: its cost is in boiler_cost", "", "", refers="fuels"
            ),
            Column("boiler_efficiency", "number", "heat of the boilers per fuel", "share", 0.9, 0.3, 1.0),
            Column("boiler_capacity", "number", "most heat of the boilers; empty: no limit", "MW", -1.0, 0.0, 1e7),
            SOURCE,
        ),
    ),
    TableSchema(
        "renewables",
        "Wind, PV, hydro without storage: available energy and its curtailment.",
        (
            key("asset", "name"),
            *place(),
            Column("technology", "text", "kind", choices=(*NEW_ENERGY, "hydro")),
            Column("profile", "text", "series, share of capacity"),
            share("own_use", "own use of gross output", 0.0, 0.3),
            Column("order", "integer", "order of curtailment: lowest first, equal pro rata", default=1, low=1, high=9),
            flag(
                "must_take",
                "whether all that is available is taken: nothing is curtailed or spilled (全额保障性收购). Set it for "
                "run-of-river hydro where an energy target is imposed, or spilling may meet the target; it is off by "
                "default, as a case with more water than it can use would have no dispatch",
            ),
            share("reserve_up", "most upward reserve, of what is curtailed", 0.0),
            share("reserve_down", "most downward reserve, of output", 0.0),
            Column(
                "outage_plan", "flag", "whether levelled outages reckon with it; not what measures add", default=True
            ),
            SOURCE,
        ),
    ),
    TableSchema(
        "capacity_credits",
        "Capacity credit (保证容量, 置信容量) of a profile by month and hour of the day; a profile without rows takes the "
        "quantile `credit_quantile` of its own series. `dispatch weather CASE --credits FILE` writes it from many weather years.",
        (
            key("profile", "series that renewables name"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True),
            *(share(f"h{hour:02}", f"credit at {hour:02}:00, of capacity") for hour in range(24)),
            SOURCE,
        ),
    ),
    TableSchema(
        "csp",
        "Concentrating solar power with heat storage.",
        (
            key("asset", "name"),
            *place(),
            Column("profile", "text", "series, share of the field's design output"),
            Column("solar_multiple", "number", "field over turbine", "share", None, 0.5, 5.0),
            Column("storage_hours", "number", "heat store in hours of full output", "h", None, 0.0, 48.0),
            share("own_use", "own use of gross output", 0.0, 0.3),
            Column("standing_loss", "number", "loss of the store", "1/h", 0.0, 0.0, 0.2),
            share("reserve_up", "most upward reserve, of capacity", 0.0),
            share("reserve_down", "most downward reserve, of output", 0.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "storage",
        "Pumped hydro and battery classes; power and energy come from the ledger.",
        (
            key("asset", "name"),
            *place(),
            Column("technology", "text", "kind", choices=("pumped_hydro", "battery")),
            Column("charge_efficiency", "number", "charging", "share", None, 0.3, 1.0),
            Column("discharge_efficiency", "number", "discharging", "share", None, 0.3, 1.0),
            Column("standing_loss", "number", "loss of content", "1/h", 0.0, 0.0, 0.2),
            Column("boundary", "text", "ends of the horizon", default="cyclic", choices=("cyclic", "given")),
            share("initial", "content before the first hour and at the end, where given", 0.5),
            share("minimum_level", "least content", 0.0),
            amount("cost", "CNY/MWh", "cost of charging and of discharging: wear and upkeep of a cycle", 0.0),
            share("availability", "part of power and content that is not in outage, planned or forced", 1.0),
            share("reserve", "most reserve each way, of power", 0.0),
            Column("reserve_hours", "number", "duration for which reserve must be sustained", "h", 1.0, 0.0, 24.0),
            SOURCE,
        ),
    ),
)
