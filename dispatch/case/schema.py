"""Every table and every column, once: type, unit, range, default, text. The reference of tables is printed from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "integer", "flag", "month", "date", "season"]

UNITS: dict[str, dict[str, float]] = {
    "MW": {"MW": 1e-3, "kW": 1e-6, "GW": 1.0, "万千瓦": 1e-2},
    "MWh": {"MWh": 1e-3, "kWh": 1e-6, "GWh": 1.0, "TWh": 1e3, "亿千瓦时": 1e2},
    "CNY/MWh": {"CNY/MWh": 1e-3, "CNY/kWh": 1.0},
    "CNY/MW": {"CNY/MW": 1e-3, "CNY/kW": 1.0},
    "CNY/tce": {"CNY/tce": 1e-3},
    "tce/MWh": {"tce/MWh": 1.0, "gce/kWh": 1e-3},
    "tce/MW": {"tce/MW": 1.0},
    "tce/MW/h": {"tce/MW/h": 1.0},
    "t/tce": {"t/tce": 1.0},
    "t": {"t": 1e-3, "万吨": 10.0},
    "MWh/t": {"MWh/t": 1.0, "kWh/kg": 1.0},
    "share": {"share": 1.0, "%": 1e-2},
    "1/h": {"1/h": 1.0},
    "h": {"h": 1.0},
    "days": {"days": 1.0},
}
"""Dimension (named by its usual unit) -> unit in a heading -> factor into GW, GWh, million CNY, ktce, kt."""


@dataclass(frozen=True)
class Column:
    """One column. ``default`` None: required. ``unit`` is a key of UNITS or "" (no unit). ``refers``: table whose
    first key column must hold the value. Range [low, high] is in the usual unit."""

    name: str
    kind: Kind
    text: str
    unit: str = ""
    default: str | float | int | bool | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    refers: str = ""
    key: bool = False


@dataclass(frozen=True)
class TableSchema:
    """One table, ``NAME.csv`` in the case folder; absent means empty unless ``required``."""

    name: str
    text: str
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)


def _key(name: str, text: str, refers: str = "") -> Column:
    return Column(name, "text", text, key=True, refers=refers)


def _share(name: str, text: str, default: float | None = None, high: float = 1.0) -> Column:
    return Column(name, "number", text, "share", default, 0.0, high)


def _amount(name: str, unit: str, text: str, default: float | None = None, high: float | None = None) -> Column:
    return Column(name, "number", text, unit, default, 0.0, high)


def _flag(name: str, text: str) -> Column:
    return Column(name, "flag", text, default=False)


def _place(settles: bool = True) -> tuple[Column, ...]:
    columns = (
        Column("area", "text", "area whose balance it is in", refers="areas"),
        Column("pocket", "text", "pocket of that area", refers="pockets"),
        Column("dispatcher", "text", "who dispatches it: mengxi, mengdong, captive, base:NAME"),
    )
    if not settles:
        return columns
    return (*columns, Column("settles", "text", "what it settles in: grid, a park, or a corridor", default="grid"))


SOURCE = Column("source", "text", "mark P, F, E, calc or guess, and where the row comes from")

TABLES: tuple[TableSchema, ...] = (
    TableSchema(
        "areas",
        "Areas that balance load and generation every hour.",
        (
            _key("area", "name"),
            Column("name_zh", "text", "Chinese name"),
            Column("name_en", "text", "English name"),
            Column("grid", "text", "provincial grid, for the demand-response target", default=""),
            Column("heating_start", "season", "first day of the heating season, MM-DD", default="10-15"),
            Column("heating_end", "season", "last day of the heating season, MM-DD", default="04-15"),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "pockets",
        "Parts of an area between which sections may limit the flow.",
        (_key("pocket", "name"), Column("area", "text", "area", refers="areas"), SOURCE),
        required=True,
    ),
    TableSchema(
        "sections",
        "Monthly two-way limits (断面) on a weighted sum of the net injection of pockets.",
        (
            _key("section", "name"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True),
            _amount("forward", "MW", "limit of the weighted sum"),
            _amount("backward", "MW", "limit of its negative"),
            SOURCE,
        ),
    ),
    TableSchema(
        "section_weights",
        "Weight of each pocket's net injection in a section.",
        (
            _key("section", "section", "sections"),
            _key("pocket", "pocket", "pockets"),
            Column("weight", "number", "weight", low=-1.0, high=1.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "dispatchers",
        "Reserve rule per dispatcher and area: up = load_up x load + max(vre_up x forecast, largest_unit); down likewise.",
        (
            _key("dispatcher", "mengxi, mengdong, captive, base:NAME"),
            _key("area", "area", "areas"),
            _share("load_up", "share of load, upward", 0.0),
            _share("vre_up", "share of forecast wind and PV, upward", 0.0),
            _amount("largest_unit", "MW", "largest online unit", 0.0),
            _share("load_down", "share of load, downward", 0.0),
            _share("vre_down", "share of forecast wind and PV, downward", 0.0),
            _amount("largest_load", "MW", "largest block of load that may be lost", 0.0),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "parks",
        "Own plants, storage and load behind a limited exchange with the grid (源网荷储一体化; captive plants).",
        (
            _key("park", "name"),
            Column("area", "text", "area", refers="areas"),
            _amount("import_limit", "MW", "most that it takes from the grid"),
            _amount("export_limit", "MW", "most that it gives to the grid"),
            SOURCE,
        ),
    ),
    TableSchema(
        "capacity",
        "The ledger (机组台账): one row a unit or tranche; an asset's capacity is the sum of those in service that month.",
        (
            _key("asset", "fleet or asset that it belongs to"),
            _key("unit", "unit or tranche"),
            _amount("capacity", "MW", "gross capacity"),
            _amount("energy", "MWh", "storage content", 0.0),
            Column("commissioned", "month", "first month in service (投产), YYYY-MM", default="1900-01"),
            Column("retired", "month", "first month out of service (退役), YYYY-MM", default="2999-12"),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "fuels",
        "Fuels: price and emission.",
        (
            _key("fuel", "name"),
            _amount("price", "CNY/tce", "price"),
            _amount("co2", "t/tce", "emission", 0.0, 5.0),
            Column("coal", "flag", "whether it counts as coal", default=False),
            SOURCE,
        ),
    ),
    TableSchema(
        "thermal",
        "Thermal fleets: coal condensing or CHP, retrofitted or not; gas, biomass, waste.",
        (
            _key("fleet", "name"),
            *_place(),
            Column("technology", "text", "kind", choices=("coal", "gas", "biomass", "waste")),
            Column("network", "text", "heat network that it feeds; empty: condensing", default=""),
            _flag("flexible", "whether its flexibility retrofit is done (灵活性改造)"),
            _flag("efficient", "whether its efficiency retrofit is done (节能改造)"),
            _amount("unit_size", "MW", "size of one unit"),
            _share("minimum_heating", "minimum output of online capacity in the heating season"),
            _share("minimum_other", "minimum output of online capacity outside it"),
            Column("ramp", "number", "change of output per hour, of online capacity", "1/h", None, 0.01, 60.0),
            _share("own_use", "own use of gross output (厂用电率)", None, 0.3),
            _share("forced_outage", "forced outage rate", None, 0.5),
            Column("fuel", "text", "fuel", refers="fuels"),
            _amount("fuel_no_load", "tce/MW/h", "fuel per online capacity and hour", None, 1.0),
            _amount("fuel_incremental", "tce/MWh", "fuel per gross output", None, 2.0),
            _amount("fuel_heat", "tce/MWh", "fuel per heat output", 0.0, 1.0),
            _amount("start_fuel", "tce/MW", "fuel of a start", 0.0, 10.0),
            _amount("start_cost", "CNY/MW", "other cost of a start", 0.0),
            _amount("variable_cost", "CNY/MWh", "other cost of gross output", 0.0),
            _share("reserve_up", "most upward reserve, of online capacity", 0.0),
            _share("reserve_down", "most downward reserve, of online capacity", 0.0),
            _amount("heat_ratio", "share", "most heat output, of online capacity", 0.0, 10.0),
            _amount("heat_rise", "share", "rise of minimum output per heat output (c_m)", 0.0, 2.0),
            _amount("heat_loss", "share", "loss of maximum output per heat output (c_v)", 0.0, 1.0),
            _amount("maintenance", "days", "planned outage per year, placed by the LP", 0.0, 200.0),
            _share("maintenance_limit", "largest share in planned outage at once", 0.3),
            _share("minimum_online", "smallest share of available capacity online", 0.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "maintenance",
        "Given planned outages (检修计划).",
        (
            _key("fleet", "fleet", "thermal"),
            Column("start", "date", "first day, YYYY-MM-DD", key=True),
            Column("end", "date", "last day, YYYY-MM-DD"),
            _amount("capacity", "MW", "capacity out of service"),
            SOURCE,
        ),
    ),
    TableSchema(
        "minimum_online",
        "Monthly minimum online thermal capacity (最小开机方式) of an area and dispatcher.",
        (
            _key("area", "area", "areas"),
            _key("dispatcher", "dispatcher"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True),
            _amount("online", "MW", "minimum online capacity"),
            SOURCE,
        ),
    ),
    TableSchema(
        "heat",
        "Heat networks.",
        (
            _key("network", "name"),
            Column("area", "text", "area", refers="areas"),
            Column("profile", "text", "series, share of the peak"),
            _amount("peak", "MW", "peak heat demand"),
            _amount("boiler_cost", "CNY/MWh", "cost of heat from peak boilers, which fill what CHP leaves"),
            SOURCE,
        ),
    ),
    TableSchema(
        "renewables",
        "Wind, PV, hydro without storage: available energy and its curtailment.",
        (
            _key("asset", "name"),
            *_place(),
            Column("technology", "text", "kind", choices=("wind", "pv", "pv_distributed", "hydro")),
            Column("profile", "text", "series, share of capacity"),
            _share("own_use", "own use of gross output", 0.0, 0.3),
            Column("order", "integer", "order of curtailment: lowest first, equal pro rata", default=1, low=1, high=9),
            _share("reserve_up", "most upward reserve, of what is curtailed", 0.0),
            _share("reserve_down", "most downward reserve, of output", 0.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "csp",
        "Concentrating solar power with heat storage.",
        (
            _key("asset", "name"),
            *_place(),
            Column("profile", "text", "series, share of the field's design output"),
            Column("solar_multiple", "number", "field over turbine", "share", None, 0.5, 5.0),
            Column("storage_hours", "number", "heat store in hours of full output", "h", None, 0.0, 48.0),
            _share("own_use", "own use of gross output", 0.0, 0.3),
            Column("standing_loss", "number", "loss of the store", "1/h", 0.0, 0.0, 0.2),
            SOURCE,
        ),
    ),
    TableSchema(
        "storage",
        "Pumped hydro and battery classes; power and energy come from the ledger.",
        (
            _key("asset", "name"),
            *_place(),
            Column("technology", "text", "kind", choices=("pumped_hydro", "battery")),
            Column("charge_efficiency", "number", "charging", "share", None, 0.3, 1.0),
            Column("discharge_efficiency", "number", "discharging", "share", None, 0.3, 1.0),
            Column("standing_loss", "number", "loss of content", "1/h", 0.0, 0.0, 0.2),
            Column("boundary", "text", "ends of the horizon", default="cyclic", choices=("cyclic", "given")),
            _share("initial", "content before the first hour and at the end, where given", 0.5),
            _share("minimum_level", "least content", 0.0),
            _amount("cost", "CNY/MWh", "cost of charging and of discharging", 0.0),
            _share("reserve", "most reserve each way, of power", 0.0),
            Column("reserve_hours", "number", "how long reserve must be sustained", "h", 1.0, 0.0, 24.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "load",
        "Loads with their basis; the balance is at the supply level (供电口径: net of own use, with line losses).",
        (
            _key("load", "name"),
            *_place(),
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
            _amount("energy", "MWh", "energy of the whole year on that basis"),
            Column("profile", "text", "series, mean 1 over its year or not: it is normalised"),
            _share("own_use", "own use of plants inside that basis (zero for supply)", 0.0, 0.5),
            _share("line_loss", "line losses inside that basis, for the bridge", 0.0, 0.5),
            _share("shiftable", "share that may move within a window", 0.0),
            Column("shift_hours", "integer", "window", "h", 24, 1, 168),
            _amount("shift_cost", "CNY/MWh", "cost of moving", 0.0),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "demand_response",
        "Contracted demand response; electrolysers and storage do not count.",
        (
            _key("programme", "name"),
            *_place(settles=False),
            Column("kind", "text", "shed or shift", choices=("shed", "shift")),
            _amount("capability", "MW", "contracted capability"),
            _amount("cost", "CNY/MWh", "payment"),
            Column("hours", "number", "hours per year (shed)", "h", 8760.0, 0.0, 8784.0),
            Column("calls", "number", "calls per year (shed)", default=366, low=0, high=366),
            Column("call_hours", "number", "longest call (shed)", "h", 24.0, 0.0, 24.0),
            Column("window", "integer", "window of paying back (shift)", "h", 24, 1, 168),
            _share("payback_loss", "extra energy paid back (shift)", 0.0),
            _flag("reserve", "whether it gives upward reserve"),
            SOURCE,
        ),
    ),
    TableSchema(
        "electrolysers",
        "Electrolysers with yearly and monthly hydrogen demand.",
        (
            _key("asset", "name"),
            *_place(),
            Column("use", "number", "electricity per hydrogen", "MWh/t", None, 30.0, 100.0),
            _amount("yearly", "t", "hydrogen of the whole year"),
            _amount("monthly", "t", "least hydrogen in a whole month", 0.0),
            _share("minimum", "least load", 0.0),
            _flag("reserve", "whether its load gives upward reserve"),
            SOURCE,
        ),
    ),
    TableSchema(
        "corridors",
        "Export corridors: a contracted curve with a yearly energy, or a band around it.",
        (
            _key("corridor", "name"),
            Column("area", "text", "sending area", refers="areas"),
            Column("pocket", "text", "sending pocket", refers="pockets"),
            Column("receiver", "text", "where it goes"),
            _amount("capacity", "MW", "capability at the sending end"),
            _share("loss", "loss between the ends", 0.0, 0.3),
            Column("profile", "text", "series, shape of the contracted curve"),
            _amount("energy_low", "MWh", "yearly energy at the sending end, low"),
            _amount("energy_mid", "MWh", "middle"),
            _amount("energy_high", "MWh", "high"),
            _share("band", "how far output may leave the curve", 0.0),
            _share("tolerance", "how far the yearly energy may leave the contract (with a band)", 0.0),
            Column(
                "change_limit", "number", "largest change per hour, of capability (with a band)", "1/h", 1.0, 0.0, 1.0
            ),
            Column("price", "number", "income (with a band)", "CNY/MWh", 0.0, 0.0, 5000.0),
            _flag("new", "whether it is new (renewable share of at least one half)"),
            _share("renewable_share", "renewable energy of the plants that settle in it, of its yearly energy", 0.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "lines",
        "Lines between areas.",
        (
            _key("line", "name"),
            Column("from_area", "text", "area", refers="areas"),
            Column("from_pocket", "text", "pocket", refers="pockets"),
            Column("to_area", "text", "area", refers="areas"),
            Column("to_pocket", "text", "pocket", refers="pockets"),
            _amount("forward", "MW", "limit"),
            _amount("backward", "MW", "limit the other way"),
            _share("loss", "loss", 0.0, 0.3),
            _amount("cost", "CNY/MWh", "cost of use", 0.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "targets",
        "Policy targets; evaluated, or imposed where the expression is one of energy.",
        (
            _key("target", "name"),
            Column(
                "kind",
                "text",
                "what is measured",
                choices=(
                    "new_energy_capacity",
                    "new_energy_over_thermal",
                    "new_energy_capacity_over_thermal",
                    "new_energy_generation",
                    "new_energy_export",
                    "pumped_hydro_capacity",
                    "new_storage_capacity",
                    "demand_response_share",
                    "flexible_coal_capacity",
                    "efficient_coal_capacity",
                    "coal_rate",
                    "corridor_renewable_share",
                    "nonfossil_share",
                    "coal_share",
                    "renewable_obligation",
                ),
            ),
            Column(
                "required",
                "number",
                "number to reach, in the unit of the row; empty: the planner has given none",
                default=-1.0,
            ),
            Column("unit", "text", "unit of the number"),
            Column("year", "integer", "year of the target", low=2020, high=2060),
            Column("text_zh", "text", "wording"),
            Column("text_en", "text", "wording"),
            _flag("imposed", "whether the LP must meet it"),
            SOURCE,
        ),
    ),
)

SCHEMA: dict[str, TableSchema] = {table.name: table for table in TABLES}
