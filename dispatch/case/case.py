"""The checked, frozen case: all input of the model, in GW, GWh and million CNY."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.notebook import described, html_table

from . import calendar, credit
from .measurable import Gap, gaps
from .rewards import Rewards
from .schema import SCHEMA
from .settings import Settings

LOSS_ORDER = 10
"""Order of curtailment at which a loss is charged as a tie-break: above the highest that the tables take (9)."""


@dataclass(frozen=True)
class ModelPrices:
    """Prices of case.toml in the model's units: million CNY/GWh; co2 in million CNY/kt."""

    curtailment: float
    lost_load: float
    reserve_shortfall_up: float
    reserve_shortfall_down: float
    undelivered_export: float
    co2: float


@dataclass(frozen=True, eq=False)
class Case:
    """A region over a window of its horizon, or over some weeks of it. Made by ``read_case``; nothing in it has a
    default or a gap.

    tables: one DataFrame a table of the schema, converted to GW, GWh, million CNY, ktce and kt.
    expanding: measures whose size the LP decides (none in a run).
    series: name -> (hours,) in the window; series_year: name -> sum over the whole horizon.
    credits: profile of renewables -> capacity credit by month and hour of the day, (12, 24).
    """

    name: str
    folder: Path
    settings: Settings
    time: pd.DatetimeIndex
    horizon_hours: int
    tables: dict[str, pd.DataFrame]
    series: dict[str, Floats]
    series_year: dict[str, float]
    series_attributes: dict[str, str]
    credits: dict[str, Floats] = field(default_factory=dict)
    expanding: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", _Frozen({name: _read_only(table) for name, table in self.tables.items()}))
        object.__setattr__(self, "series", _Frozen({name: _fixed(values) for name, values in self.series.items()}))
        object.__setattr__(self, "series_year", _Frozen(self.series_year))
        object.__setattr__(self, "credits", _Frozen({name: _fixed(values) for name, values in self.credits.items()}))
        object.__setattr__(self, "series_attributes", _Frozen(self.series_attributes))

    def __repr__(self) -> str:
        return described(f"Case({self.name}, {self.time[0]:%Y-%m-%d %H:%M}, {len(self.time)} hours)", self._facts())

    def _repr_html_(self) -> str:
        """Return what the case holds for a notebook."""
        return html_table(f"Case {self.name}: {self.title}", list(self._facts().items()))

    def _facts(self) -> dict[str, object]:
        filled = [f"{name} ({len(table)})" for name, table in self.tables.items() if len(table)]
        return {
            "title": self.title,
            "folder": self.folder,
            "window": f"{self.time[0]:%Y-%m-%d %H:%M} to {self.time[-1]:%Y-%m-%d %H:%M}, {len(self.time)} of {self.horizon_hours} hours",
            "areas": ", ".join(map(str, self.tables["areas"]["area"])),
            "tables": ", ".join(filled),
            "series": f"{len(self.series)}",
            "see": "case.tables[name], case.series[name], case.settings, dispatch.run(case)",
        }

    @property
    def title(self) -> str:
        """One line that says what the case is."""
        return self.settings.title

    @property
    def fraction(self) -> float:
        """Hours of the window over those of the horizon."""
        return len(self.time) / self.horizon_hours

    def tests(self, year: int) -> bool:
        """Whether a target of that year is tested: its year is that of the horizon."""
        return year == self.time[0].year

    @property
    def month(self) -> NDArray[np.int64]:
        """Month 1-12 of each hour, shape (hours,)."""
        return np.asarray(self.time.month, dtype=np.int64)

    @cached_property
    def prices(self) -> ModelPrices:
        """Prices in the model's units."""
        given = self.settings.prices
        return ModelPrices(
            curtailment=given.curtailment * 1e-3,
            lost_load=given.lost_load * 1e-3,
            reserve_shortfall_up=given.reserve_shortfall_up * 1e-3,
            reserve_shortfall_down=given.reserve_shortfall_down * 1e-3,
            undelivered_export=given.undelivered_export * 1e-3,
            co2=given.co2 * 1e-3,
        )

    @property
    def tie_break_curtailment(self) -> float:
        """Cost of curtailment per order [million CNY/GWh]."""
        return self.settings.tie_break.curtailment * 1e-3

    @property
    def tie_break_grade(self) -> float:
        """Further cost of curtailment that rises from group to group and from hour to hour [million CNY/GWh]."""
        return self.settings.tie_break.grade * 1e-3

    @cached_property
    def unmeasured(self) -> dict[str, list[Gap]]:
        """Missing statements about generic components, by the kind of target that they make unmeasurable."""
        return gaps(self.tables, self.series)

    def gross_per_net(self, *tables: str) -> float:
        """Return the gross generation per energy fed in [share] of the plant with the largest own use in some tables."""
        own_use = [self.tables[table]["own_use"].max() for table in tables if len(self.tables[table])]
        return 1.0 / (1.0 - float(max(own_use, default=0.0)))

    @cached_property
    def reward_of_curtailed(self) -> float | None:
        """Reward of wind, PV, hydro and CSP per energy fed in: the avoided cost of curtailment [million CNY/GWh]; None
        without such plants."""
        if not len(self.tables["renewables"]) and not len(self.tables["csp"]):
            return None
        return self.gross_per_net("renewables", "csp") * self.prices.curtailment

    @cached_property
    def greatest_reward(self) -> float:
        """Greatest reward per energy fed in, of any generation [million CNY/GWh]; zero without rewards."""
        return max(self.reward_of_curtailed or 0.0, self.rewards.greatest)

    @cached_property
    def rewards(self) -> Rewards:
        """Rewards of generic components per energy fed in."""
        return Rewards(self.tables, self.series, self.settings.weights, len(self.time))

    @cached_property
    def loss_price(self) -> tuple[float, float]:
        """Cost of energy that stores, lines, links or surplus hydrogen lose, as curtailment and as tie-break
        [million CNY/GWh].

        The first equals the greatest reward of generation, the second exceeds the tie-break of any order of
        curtailment: burning surplus energy never pays. Both are zero where nothing is rewarded (no wind, PV, hydro and
        CSP, no unit of negative cost, no cost of spilt inflow), and where ``prices.losses`` is false.
        """
        nothing = self.reward_of_curtailed is None and self.greatest_reward == 0.0
        if nothing or not self.settings.prices.losses:
            return 0.0, 0.0
        tie_break = LOSS_ORDER * self.tie_break_curtailment + self.tie_break_grade
        return self.greatest_reward, self.gross_per_net("renewables", "csp") * tie_break

    def capacity(self, assets: tuple[str, ...] | list[str]) -> Floats:
        """Gross capacity in service [GW], shape (assets, hours): monthly steps of the ledger."""
        return self._ledger(assets, "capacity")

    def energy(self, assets: tuple[str, ...] | list[str]) -> Floats:
        """Storage content in service [GWh], shape (assets, hours)."""
        return self._ledger(assets, "energy")

    def _ledger(self, assets: tuple[str, ...] | list[str], column: str) -> Floats:
        ledger = self.tables["capacity"]
        place = {asset: k for k, asset in enumerate(assets)}
        months, month_of_hour = self._months
        own = np.flatnonzero(ledger["asset"].isin(place))
        commissioned, retired = (ledger[name].to_numpy()[own, None] for name in ("commissioned", "retired"))
        in_service = (commissioned <= months) & (months < retired)
        steps = np.zeros((len(assets), len(months)))
        of_asset = [place[asset] for asset in ledger["asset"].array[own]]
        np.add.at(steps, of_asset, in_service * ledger[column].to_numpy()[own, None])
        return steps[:, month_of_hour]

    @cached_property
    def _months(self) -> tuple[NDArray[np.datetime64], NDArray[np.intp]]:
        """Months of the window (months,), and the number of the month of each hour (hours,)."""
        months, month_of_hour = np.unique(self.time.to_period("M").to_timestamp().to_numpy(), return_inverse=True)
        return months, month_of_hour

    def heating(self, area: str) -> NDArray[np.bool_]:
        """Whether each hour is in the area's heating season, both ends included; shape (hours,)."""
        row = self.tables["areas"].set_index("area").loc[area]
        return calendar.inside(self.time, str(row["heating_start"]), str(row["heating_end"]))

    def credit(self, profile: str) -> Floats:
        """Capacity credit of a profile of renewables in each hour of the window, share of capacity, shape (hours,)."""
        return credit.at(self.credits[profile], self.time)

    @property
    def outage_free(self) -> NDArray[np.bool_]:
        """Whether each hour of the window is in a period without planned outages of large units, shape (hours,)."""
        return calendar.within(self.time, self.settings.commitment.outage_free)

    @cached_property
    def hours_for_outages(self) -> int:
        """Hours of those weeks of the horizon (blocks of 168 hours from its first) that no such period touches."""
        settings = self.settings
        first = str(settings.start) if settings.year is None else f"{settings.year}-01-01"
        horizon = pd.date_range(first, periods=self.horizon_hours, freq="h", unit="s")
        closed = calendar.within(horizon, settings.commitment.outage_free)
        return sum(len(week) for start in range(0, len(closed), 168) if not (week := closed[start : start + 168]).any())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all input of the model: not of titles, sources and other texts, nor of the order of
        rows or the way in which files are written."""
        whole = hashlib.sha256()
        words = {"title", "title_zh", "sources", "series", "weather", "year", "start", "hours"}
        settings = self.settings.model_dump(mode="json", exclude=words)
        for part in ("prices", "primary_energy"):
            (settings[part] or {}).pop("source", None)
        whole.update(json.dumps(settings, sort_keys=True).encode())
        hours = self.time.to_numpy().astype("datetime64[h]").astype("<i8")
        whole.update(f"{len(self.time)} {self.horizon_hours}".encode() + hours.tobytes())
        named: set[str] = set()
        for name, schema in sorted(SCHEMA.items()):
            if name == "capacity_credits" or (name == "measures" and not self.expanding):
                continue  # ``credits`` has them; a run does not read measures
            table, checked = self.tables[name], [column.name for column in schema.columns if not column.free]
            rows = ",".join(checked) + "\n"
            if len(table):  # most tables of a small case are empty, and pandas takes as long for an empty one
                table = table.sort_values(list(schema.keys))
                rows = table[checked].to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
            whole.update(f"\n{name}\n{rows}".encode())
            for column in schema.columns:
                if column.name.endswith("profile"):
                    named |= set(table[column.name]) - {""}
        named |= {name for _, name in self.settings.weights if name}
        for name in sorted(named):
            whole.update(f"\n{name} {self.series_year[name]!r}\n".encode() + self.series[name].astype("<f8").tobytes())
        for name in sorted(self.credits):
            whole.update(f"\n{name}\n".encode() + self.credits[name].astype("<f8").tobytes())
        return whole.hexdigest()


class _Frozen(dict[Any, Any]):
    """A dict that stays as it is made; it may be copied and pickled."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a Case is frozen: change the tables, or read it with settings")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def _fixed(values: NDArray[Any]) -> NDArray[Any]:
    """A copy that cannot be written to."""
    own = np.array(values)
    own.flags.writeable = False
    return own


def _read_only(table: pd.DataFrame) -> pd.DataFrame:
    """The same table over columns that cannot be written to; text columns, and tables without rows, stay as they are."""
    if not len(table):
        return table
    columns = {name: column if column.dtype == "str" else _fixed(column.to_numpy()) for name, column in table.items()}
    return pd.DataFrame(columns, index=table.index, copy=False)
