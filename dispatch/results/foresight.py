"""The price of foresight as data, saved in ``operate.json`` of the run folder: what the operation knew, how large the forecast errors were,
what real time changed, which constraints had to be violated, and the figures of both runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from dispatch.messages import message

from .fields import MessageField, Number
from .stored import validated

FILE = "operate.json"
"""File of the price of foresight in its run folder."""
PERFECT = "perfect"
"""Folder of the run with perfect foresight, in the run folder."""
Quantity = Literal["money", "energy", "content", "power", "share", "cycles", "coal", "co2"]
"""Quantities of ``messages.units``: CNY, MWh, MWh, MW, 0-1, times, tce, t."""


@dataclass(frozen=True)
class Knowledge:
    """What the operation knew. foresight: forecasts with errors, or realised values within the look-ahead. seed: of the forecast
    errors. release: share of the reserve for forecast errors that real time may use. day, look_ahead, block: hours that are scheduled at
    once, that a solve sees behind the day, and that are dispatched at once. values: origin of the values of stored energy and of
    budgets: ``own`` for the realised window, a run folder, or weather years. source: of the sizes of the errors. gate_closure: hour of the
    day before at which the forecast of the day ahead is issued."""

    foresight: Literal["forecast", "perfect"]
    seed: int
    release: float
    day: int
    look_ahead: int
    block: int
    values: str
    source: str
    gate_closure: Number = float("nan")


@dataclass(frozen=True)
class SeriesError:
    """Root mean square error of the forecasts of a series by lead (same day, next day, later): wind and PV as share of capacity, over the
    hours with something; load as share of the mean load."""

    series: str
    kind: Literal["wind", "pv", "load"]
    intraday: float
    day_ahead: float
    later: float


@dataclass(frozen=True)
class ErrorStatistic:
    """A figure of the errors of all series of a kind, as stated and as realised: root mean square error by lead (``error_LEAD``),
    autocorrelation of the day-ahead error (``lag_HOURS``), correlation between series (``between``)."""

    kind: Literal["wind", "pv", "load"]
    key: str
    stated: Number
    realised: Number


@dataclass(frozen=True)
class Redispatch:
    """What real time changed of the schedule of the day ahead [MWh]: energy as scheduled and as dispatched, and the sums of the
    increases and of the decreases, hour by hour. key: variable of the LP."""

    key: str
    ahead: float
    real: float
    more: float
    less: float


@dataclass(frozen=True)
class Relaxed:
    """What had to be violated. blocks, days: starts of the blocks in real time, and days ahead, whose LP had no feasible point. dates:
    days on which constraints are violated in the result. cost_cny: the violations at the duals of perfect foresight. lines: each
    constraint and place, with hours and amounts. foreseen: the same of the LPs of the stages, at their forecasts, without the rows of
    decided hours."""

    blocks: tuple[str, ...]
    days: tuple[str, ...]
    dates: tuple[str, ...]
    cost_cny: Number
    lines: tuple[MessageField, ...]
    foreseen: tuple[MessageField, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A figure of an area (empty: the region), of a technology or cost term where it has one (``of``)."""

    area: str
    key: str
    of: str
    quantity: Quantity
    perfect: Number
    operated: Number

    @property
    def difference(self) -> float:
        """Operated less perfect."""
        return self.operated - self.perfect


@dataclass(frozen=True)
class Foresight:
    """All that ``dispatch operate`` found. bound_cny: proven lower bound of the cost of every dispatch of the realised window."""

    knowledge: Knowledge
    bound_cny: Number
    errors: tuple[SeriesError, ...]
    redispatch: tuple[Redispatch, ...]
    relaxed: Relaxed
    rows: tuple[Difference, ...]
    statistics: tuple[ErrorStatistic, ...] = ()

    def of(self, key: str, of: str = "", area: str = "") -> Difference:
        """Return a row. Raises StopIteration where there is none."""
        return next(row for row in self.rows if (row.key, row.of, row.area) == (key, of, area))

    @property
    def cost(self) -> float:
        """The price of foresight: cost as operated, with the violations, less cost with perfect foresight [CNY]."""
        return self.of("cost_total").difference + self.relaxed.cost_cny

    @property
    def share(self) -> float:
        """The price of foresight over the lower bound of the cost; NaN where the bound is zero."""
        return self.cost / self.bound_cny if self.bound_cny else float("nan")

    @property
    def summary(self) -> dict[str, float]:
        """Figures for ``summary.json``."""
        curtailed = sum(row.difference for row in self.rows if (row.area, row.key) == ("", "curtailed"))
        return {
            "cost_cny": self.cost,
            "bound_cny": self.bound_cny,
            "violation_cost_cny": self.relaxed.cost_cny,
            "curtailed_twh": curtailed * 1e-6,
            "violated_days": len(self.relaxed.dates),
        }


@dataclass(frozen=True)
class _File:
    """Content of ``operate.json``. version: of this form."""

    version: Literal[1]
    foresight: Foresight


_ADAPTER = TypeAdapter(_File)


def record(foresight: Foresight) -> dict[str, Any]:
    """Return the price of foresight as JSON has it."""
    content: dict[str, Any] = _ADAPTER.dump_python(_File(1, foresight), mode="json")
    return content


def load_foresight(folder: Path) -> Foresight:
    """Read the price of foresight of a run folder. Raises CaseError for a file that is damaged, of another version or program."""
    rule, remedy = message("fault.operate.not_operate_writes"), message("remedy.operate.again")
    return validated(folder / FILE, _ADAPTER.validate_json, rule, remedy).foresight
