"""What describes a table: columns with type, unit, range, default and text; and the units that headings may state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["text", "number", "integer", "flag", "month", "date", "season"]

UNITS: dict[str, dict[str, float]] = {
    "MW": {"MW": 1e-3, "kW": 1e-6, "GW": 1.0, "万千瓦": 1e-2},
    "MWh": {"MWh": 1e-3, "kWh": 1e-6, "GWh": 1.0, "TWh": 1e3, "亿千瓦时": 1e2},
    "CNY/MWh": {"CNY/MWh": 1e-3, "CNY/kWh": 1.0},
    "CNY/MW": {"CNY/MW": 1e-3, "CNY/kW": 1.0},
    "CNY/tce": {"CNY/tce": 1e-3},
    "CNY": {"CNY": 1e-6},
    "tce/MWh": {"tce/MWh": 1.0, "gce/kWh": 1e-3},
    "tce/MW": {"tce/MW": 1.0},
    "tce/MW/h": {"tce/MW/h": 1.0},
    "t/tce": {"t/tce": 1.0},
    "t/MWh": {"t/MWh": 1.0, "kg/kWh": 1.0},
    "t": {"t": 1e-3, "万吨": 10.0},
    "MWh/t": {"MWh/t": 1.0, "kWh/kg": 1.0},
    "share": {"share": 1.0, "%": 1e-2},
    "1/h": {"1/h": 1.0},
    "rad/GW": {"rad/GW": 1.0},
    "rad": {"rad": 1.0},
    "degree": {"degree": 1.0, "°": 1.0},
    "h": {"h": 1.0},
    "days": {"days": 1.0},
}
"""Dimension (named by its usual unit) -> unit in a heading -> factor into GW, GWh, million CNY, ktce, kt."""


@dataclass(frozen=True)
class Column:
    """One column of a table. ``text``, ``zh``: its content, in English and Chinese. ``unit`` is a key of UNITS, or empty. ``default`` None: required. Range [low, high]: in the usual unit.
    ``refers``: table whose first key column must hold the value. ``free`` text is never a name. ``unlimited``: the cell may be
    ``inf``, no limit. ``table``: its table, which sets it."""

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
    free: bool = False
    unlimited: bool = False
    table: str = ""
    zh: str = field(kw_only=True)

    @property
    def span(self) -> str:
        """The range or the choices, as people write them; empty where anything goes."""
        low, high = ("" if end is None else f"{end:g}" for end in (self.low, self.high))
        return ", ".join(self.choices) or (f"{low}…{high}" if low or high else "")

    @property
    def none_given(self) -> bool:
        """Whether an empty cell means that no value is given: the default is outside the range."""
        return self.low is not None and isinstance(self.default, float) and self.default < self.low

    @property
    def filled(self) -> str:
        """The default as people write it; empty for a required column, and where an empty cell means that no value is given."""
        if self.default is None or self.none_given:
            return ""
        return str(self.default).lower() if self.kind == "flag" else str(self.default)


@dataclass(frozen=True)
class TableSchema:
    """One table, ``NAME.csv`` in the case folder; absent means empty unless ``required``. ``text``, ``zh``: its content, in English
    and Chinese. ``ledger``: its rows are assets, whose capacity stands in the ledger."""

    name: str
    text: str
    zh: str
    columns: tuple[Column, ...]
    required: bool = False
    ledger: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(replace(column, table=self.name) for column in self.columns))

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


def key(name: str, text: str, refers: str = "", *, zh: str) -> Column:
    """A name that identifies the row."""
    return Column(name, "text", text, key=True, refers=refers, zh=zh)


def share(name: str, text: str, default: float | None = None, high: float = 1.0, *, zh: str) -> Column:
    """A number from 0 to ``high``."""
    return Column(name, "number", text, "share", default, 0.0, high, zh=zh)


_MOST = {"MW": 1e7, "MWh": 1e11, "CNY/MWh": 1e7, "CNY/MW": 1e9, "CNY/tce": 1e6, "CNY": 1e12, "t": 1e10}


def amount(
    name: str, unit: str, text: str, default: float | None = None, high: float | None = None, *, zh: str
) -> Column:
    """A number from 0, in a unit; by default up to what no region has, so that a slip of the unit shows."""
    return Column(name, "number", text, unit, default, 0.0, _MOST[unit] if high is None else high, zh=zh)


def repair_time(text: str, default: float, *, zh: str) -> Column:
    """A mean time to repair, above zero [h]."""
    return Column("repair_time", "number", text, "h", default, 0.1, 8760.0, zh=zh)


def reserve_hours() -> Column:
    """Return the column of the duration for which reserve must be sustained [h]."""
    text, zh = "duration for which reserve must be sustained", "备用须能持续的时间"
    return Column("reserve_hours", "number", text, "h", 1.0, 0.0, 24.0, zh=zh)


def flag(name: str, text: str, *, zh: str) -> Column:
    """True or false; false where empty."""
    return Column(name, "flag", text, default=False, zh=zh)


def place(settles: bool = True) -> tuple[Column, ...]:
    """Return the columns of location, dispatcher and settlement of an asset."""
    columns = (
        Column("area", "text", "area (balance)", refers="areas", zh="所在区域（电力平衡）"),
        Column("pocket", "text", "zone of the area", refers="pockets", zh="所在分区"),
        Column(
            "dispatcher",
            "text",
            "dispatcher: mengxi, mengdong, captive, base:NAME",
            zh="调度机构：mengxi、mengdong、captive、base:NAME",
        ),
    )
    if not settles:
        return columns
    return (
        *columns,
        Column(
            "settles",
            "text",
            "settlement: grid, a park, or a corridor",
            default="grid",
            zh="结算对象：grid（电网）、某园区或某外送通道",
        ),
    )


NO_POSITION = -999.0
"""Longitude and latitude where none is given."""


def position(text: str, *, zh: str) -> tuple[Column, ...]:
    """Return the columns of a position on the map, both given or none."""
    return (
        Column(
            "longitude",
            "number",
            f"longitude of {text}, east positive; for the map",
            "degree",
            NO_POSITION,
            -180.0,
            180.0,
            zh=f"{zh}的经度，东经为正；用于示意图",
        ),
        Column(
            "latitude",
            "number",
            f"latitude of {text}, north positive; for the map",
            "degree",
            NO_POSITION,
            -90.0,
            90.0,
            zh=f"{zh}的纬度，北纬为正；用于示意图",
        ),
    )


SOURCE = Column(
    "source",
    "text",
    "mark P, F, E, calc or guess, and where the row comes from",
    free=True,
    zh="来源标记（P、F、E、calc 或 guess）及出处",
)
