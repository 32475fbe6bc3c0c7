"""The keys of case.toml, by life cycle: horizon, series, commitment, prices."""

from __future__ import annotations

import ast
import datetime
import inspect
import re
import types
import typing
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from dispatch.errors import Fault
from dispatch.messages import Bilingual, Message, message

from .keys import rule_of, value_of
from .schema import SCHEMA
from .settings_zh import KEYS_ZH
from .suggestions import clip, options

Price = Field(default=0.0, ge=0.0, le=1e7)
Energy = Field(ge=0.0, le=1e5)
_PERIOD = re.compile(r"\d{2}-\d{2}/\d{2}-\d{2}", re.ASCII)


def _is_date(day: str) -> bool:
    """Whether MM-DD is a day of a leap year."""
    try:
        datetime.date.fromisoformat(f"2024-{day}")
    except ValueError:
        return False
    return True


class _Strict(BaseModel):
    """Unknown keys and values of another type are refused: a text is no number, and infinity no price."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Commitment(_Strict):
    """How thermal capacity is committed."""

    period_hours: Literal[1, 24, 168] = 24
    """Hours for which online capacity is constant."""
    minimum_up_hours: int = Field(default=72, ge=0, le=336)
    """Capacity that starts stays online for so long [h]."""
    minimum_down_hours: int = Field(default=72, ge=0, le=336)
    """Capacity that stops stays off for so long [h]."""
    maintenance: Literal["placed", "levelled"] = "placed"
    """Planned outages: placed by the LP where they cost least, or levelled beforehand by equal reserve (等备用法)."""
    outage_free: list[str] = ["11-15/03-15", "07-01/08-20"]
    """Periods without planned outages of large units, MM-DD/MM-DD, both days included: 迎峰度冬, 迎峰度夏."""
    outage_free_unit: float = Field(default=100.0, ge=0.0, le=1e4)
    """Units from this size on are large: they take no planned outage in those periods [MW]."""

    @field_validator("outage_free")
    @classmethod
    def _periods(cls, given: list[str]) -> list[str]:
        for period in given:
            if not _PERIOD.fullmatch(period) or not all(_is_date(day) for day in period.split("/")):
                raise ValueError(message("fault.case.period", period=clip(period)))
        return given


class Prices(_Strict):
    """Prices of the objective. Slack (of load, of required reserve, of contracted export) needs a
    price above zero, or the LP would let it."""

    curtailment: float = Price
    """Price of curtailed energy, added to the tie-break [CNY/MWh]."""
    lost_load: float = Price
    """Value of lost load [CNY/MWh]."""
    reserve_shortfall_up: float = Price
    """Price of upward reserve that is not held [CNY/MWh]."""
    reserve_shortfall_down: float = Price
    """Price of downward reserve that is not held [CNY/MWh]."""
    undelivered_export: float = Price
    """Price of contracted export that is not delivered [CNY/MWh]."""
    co2: float = Price
    """Price of CO2 [CNY/t]."""
    losses: bool = True
    """Whether lost energy costs the greatest reward of generation, so that burning never pays; false: as in PyPSA."""
    source: str
    """Where they come from."""


SYNTHETIC = "synthetic"
"""Weather that follows no record."""


def synthetic_year(seed: int) -> list[str]:
    """Return the settings (``PATH=VALUE``) of a synthetic weather year, whatever weather the case has."""
    return [f"weather.seed={seed}", f"weather.source={SYNTHETIC}", "weather.months="]


class Weather(_Strict):
    """Hourly series that are drawn, not read; any of these keys says so, and no file of series is read then."""

    seed: int | None = Field(default=None, ge=0, lt=2**63)
    """Seed of a synthetic year, drawn from weather.toml and sites.csv; 1 where only another of these keys is given."""
    source: str = SYNTHETIC
    """`synthetic`, or a record of weather.toml (`[[record]]`) whose wind and PV of the region the year follows hour by hour."""
    months: str = ""
    """A pseudo-year of weather.toml (`[[pseudo_year]]`) whose energy of each month the region's wind and PV have."""

    @field_validator("months", mode="before")
    @classmethod
    def _year_as_text(cls, value: object) -> object:
        """A year is written with and without quotation marks: ``--set weather.months=2024``."""
        return str(value) if type(value) is int else value

    @property
    def drawn(self) -> bool:
        """Whether the series are drawn."""
        return self.seed is not None or self.source != SYNTHETIC or bool(self.months)

    @property
    def first_seed(self) -> int:
        """The seed given, or 1."""
        return 1 if self.seed is None else self.seed


class TieBreak(_Strict):
    """Small costs that decide where the optimum is indifferent."""

    curtailment: float = Field(default=0.01, ge=0.0, le=1.0)
    """Cost of curtailment times the order of the asset, and of what moves through stores and lines [CNY/MWh]."""
    grade: float = Field(default=0.0, ge=0.0, le=1.0)
    """Cost that rises by group and hour, so that pockets and hours do not tie; below `curtailment` [CNY/MWh]."""


class Weights(_Strict):
    """For how many hours each hour stands, where hours are samples: names of series. Only a case of units, links,
    reservoirs, limits and firm loads may have them. Empty: one hour."""

    cost: str = ""
    """In costs per energy and per hour."""
    content: str = ""
    """In the content of reservoirs."""
    energy: str = ""
    """In sums of energy (limits, energy of units)."""


class PrimaryEnergy(_Strict):
    """What the targets on the non-fossil and coal shares need besides the dispatch."""

    other_coal: float = Energy
    """Coal burnt outside power and heat from these plants [Mtce]."""
    other_fossil: float = Energy
    """Oil and gas burnt outside them [Mtce]."""
    other_nonfossil: float = Energy
    """Non-fossil energy outside them [Mtce]."""
    conversion: float = Field(ge=80.0, le=400.0)
    """What a unit of electricity counts for [gce/kWh]; exported electricity leaves the region at it."""
    source: str
    """Where they come from."""


class Settings(_Strict):
    """case.toml, merged with those of the cases that it extends."""

    title: str
    """One line that says what the case is."""
    title_zh: str = ""
    """The same in Chinese."""
    year: int | None = Field(default=None, ge=2000, le=2100)
    """Horizon: a whole calendar year in UTC+8 (8,760 or 8,784 hours)."""
    start: datetime.date | None = Field(default=None, ge=datetime.date(2000, 1, 1), le=datetime.date(2100, 12, 31))
    """Horizon, otherwise: its first day ..."""
    hours: int | None = Field(default=None, ge=1, le=8784)
    """... and its length [h]."""
    series: str = ""
    """File of hourly series, .nc or .csv, in the case folder or in the nearest that it extends; or `weather.seed`."""
    weather: Weather = Weather()
    export_level: Literal["low", "mid", "high"] = "mid"
    """Which of the yearly energies of the corridors is contracted."""
    credit_quantile: float = Field(default=0.05, ge=0.0, le=1.0)
    """Capacity credit of wind, PV and hydro: quantile of what is available by month and hour (1 − 保证率); see `capacity_credits`."""
    sources: str = ""
    """What the whole case draws on."""
    commitment: Commitment = Commitment()
    prices: Prices
    tie_break: TieBreak = TieBreak()
    weights: Weights = Weights()
    primary_energy: PrimaryEnergy | None = None

    @model_validator(mode="after")
    def _horizon(self) -> Settings:
        if (self.year is None) == (self.start is None) or (self.start is None) != (self.hours is None):
            raise ValueError(message("fault.case.horizon"))
        if self.weather.drawn:
            if self.year is None:
                raise ValueError(message("fault.case.weather_seed"))
            return self
        if not self.series:
            raise ValueError(message("fault.case.series_source"))
        name, dot, ending = self.series.rpartition(".")
        if not name or not dot or ending not in ("nc", "csv") or re.search(r"[/\\]|[^\S ]", name) or name[0] == ".":
            raise ValueError(message("fault.case.series_files"))
        if ending == "csv" and name in SCHEMA:
            raise ValueError(message("fault.case.series_name_table", series=self.series))
        return self


def section(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a table of case.toml, or None where the key is no table."""
    field = model.model_fields.get(name)
    annotation = field.annotation if field else None
    parts = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)


def settings_faults(error: ValidationError, places: Mapping[str, tuple[str, int]]) -> list[Fault]:
    """Faults of case.toml in the planner's words; ``places`` has file and line of each key."""
    faults = []
    for details in error.errors():
        path = [str(part) for part in details["loc"]]
        model: type[BaseModel] = Settings
        for part in path[:-1]:
            model = section(model, part) or model
        key = ".".join(path)
        file, row = places.get(key) or places.get(".".join(path[:-1])) or ("case.toml", 0)
        rule, value = rule_of(details), value_of(details)
        if details["type"] == "extra_forbidden":
            rule = message("fault.case.unknown_setting")
            remedy = options(path[-1], model.model_fields, message("list.case.keys"))
        elif details["type"] == "missing":
            remedy = message("remedy.case.add_key", key=_describe(model, path))
        elif path:
            remedy = message("remedy.case.correct_key", key=_describe(model, path))
        else:
            remedy = message("remedy.case.correct_these_keys")
        faults.append(Fault(file, row, key, value, rule, remedy))
    return faults


def texts(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring of each key of a table of case.toml, read from the source of the class.

    The extraction on request keeps start-up short: pydantic's ``use_attribute_docstrings`` parses the source of every
    class at import, 0.2 s of each start of a command or a worker."""
    found = {}
    for one in reversed([base for base in model.__mro__ if issubclass(base, _Strict)]):
        (stated,) = ast.parse(inspect.getsource(one)).body
        assert isinstance(stated, ast.ClassDef)
        for key, text in pairwise(stated.body):
            if isinstance(key, ast.AnnAssign) and isinstance(key.target, ast.Name) and isinstance(text, ast.Expr):
                found[key.target.id] = inspect.cleandoc(ast.literal_eval(text.value))
    return found


def _describe(model: type[BaseModel], path: Sequence[str]) -> Message:
    key = path[-1]
    if key not in model.model_fields:
        return message("remedy.case.see_reference_tables")
    text = texts(model).get(key)
    if not text:
        return message("remedy.case.table_is", name=key)
    return message("remedy.case.key_is", name=key, text=Bilingual(text, KEYS_ZH[".".join(path)]))
