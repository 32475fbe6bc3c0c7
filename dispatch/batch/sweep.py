"""A sweep file: the base case, what is varied, and how each case is solved; every fault of the file at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dispatch.case import read_toml, rule_of, value_of
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.solve import Method

from .row import reserved

Scalar = bool | int | float | str
Keep = Literal["all", "some", "none"]


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        populate_by_name=True,
    )


class Span(_Strict):
    """Numbers from one to another. Without ``steps`` the axis is sampled."""

    low: float = Field(alias="from")
    high: float = Field(alias="to")
    steps: int | None = Field(default=None, ge=2, le=1000)

    @model_validator(mode="after")
    def _rises(self) -> Span:
        if not self.low < self.high:
            raise ValueError(message("fault.batch.from_below_to"))
        return self


class Seeds(_Strict):
    """Whole numbers from one to another, both included."""

    low: int = Field(alias="from", ge=0)
    high: int = Field(alias="to", lt=2**63)

    @model_validator(mode="after")
    def _few(self) -> Seeds:
        if not 0 <= self.high - self.low < 10_000:
            raise ValueError(message("fault.batch.seeds_from_to"))
        return self


class Choice(_Strict):
    """A level of an axis by its settings."""

    label: str = Field(min_length=1, max_length=60)
    set: list[str] = []


class Axis(_Strict):
    """What is varied. Exactly one of ``factors``, ``values``, ``seeds``, ``cases``, ``choices`` says how."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    title: str = ""
    title_zh: str = ""
    path: str | list[str] = []
    """Inputs that change together, each written as for ``--set``; for ``factors`` and ``values``."""
    factors: list[float] | Span | None = None
    values: list[Scalar] | Span | None = None
    seeds: list[int] | Seeds | None = None
    cases: list[str] | None = None
    choices: list[Choice] | None = None
    base: Scalar | None = None
    """The level of the base case; default 1 for factors, the middle of what is sampled, otherwise the first."""
    zip: str = ""
    """Axes with the same word go together, first with first, instead of being crossed."""

    @property
    def paths(self) -> list[str]:
        """Inputs that change."""
        return [self.path] if isinstance(self.path, str) else self.path

    @property
    def sampled(self) -> bool:
        """Whether levels are drawn."""
        span = self.factors if self.factors is not None else self.values
        return isinstance(span, Span) and span.steps is None

    @model_validator(mode="after")
    def _one_way(self) -> Axis:
        ways = [self.factors, self.values, self.seeds, self.cases, self.choices]
        if sum(way is not None for way in ways) != 1:
            raise ValueError(message("fault.batch.axis_kind"))
        if any(isinstance(way, list) and not way for way in ways):
            raise ValueError(message("fault.batch.no_level"))
        needs = self.factors is not None or self.values is not None
        if needs != bool(self.paths):
            raise ValueError(message("fault.batch.path"))
        if self.sampled and self.zip:
            raise ValueError(message("fault.batch.sampled_not_zipped"))
        if self.name in reserved():
            raise ValueError(message("fault.batch.reserved_name", name=self.name))
        return self


class Sample(_Strict):
    """How axes without steps are drawn, by SALib."""

    method: Literal["latin", "morris"] = "latin"
    count: int = Field(ge=1, le=10_000)
    """Latin hypercube: points. Morris: trajectories, of one point more than there are axes each."""
    seed: int = Field(default=1, ge=0, lt=2**32)
    levels: int = Field(default=4, ge=2, le=100)
    """Morris: levels of the grid (an even number)."""


class Solving(_Strict):
    """How every case is solved."""

    method: Method = "auto"
    gap: float | None = Field(default=None, ge=0.0)
    time_limit: float | None = Field(default=None, gt=0.0)
    """Seconds to solve; a case that needs more is recorded as failed by time."""
    memory_gb: float | None = Field(default=None, gt=0.0)
    """Memory of a case; one that needs more is recorded as failed by memory. Default: a worker's share of what is free."""
    warm: bool = True
    """Whether cases start from the base case's basis and prices."""
    mode: Literal["run", "operate"] = "run"
    """Perfect foresight, or operated day by day on forecasts."""
    adequacy: int = Field(default=0, ge=0, le=100_000)
    """Sampled years of outages of each case, in its weather, for LOLE and EENS; 0: none."""


class Sweep(_Strict):
    """A sweep file."""

    title: str
    title_zh: str = ""
    case: str
    """Folder of the base case, from where the sweep file lies."""
    start: str | None = Field(default=None, alias="from")
    """First day or hour of the window."""
    hours: int | None = Field(default=None, ge=1)
    set: list[str] = []
    """Settings of every case."""
    keep: Keep = "none"
    """Cases whose hourly results are kept: all, none, or some: the base case and those that ``keep_cases`` picks."""
    keep_cases: list[str] = []
    """Conditions on axes, such as ``growth >= 1.05 and co2 = 80``."""
    only: list[str] = []
    """Cases that meet none of these conditions are left out."""
    skip: list[str] = []
    """Cases that meet one of these are left out."""
    solving: Solving = Solving()
    sample: Sample | None = None
    axis: list[Axis] = Field(min_length=1)

    @model_validator(mode="after")
    def _together(self) -> Sweep:
        names = [axis.name for axis in self.axis]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(message("fault.batch.two_axes_called", doubled=doubled))
        if sum(axis.cases is not None for axis in self.axis) > 1:
            raise ValueError(message("fault.batch.only_axis_cases"))
        drawn = [axis.name for axis in self.axis if axis.sampled]
        if bool(drawn) != (self.sample is not None):
            raise ValueError(message("fault.batch.sample"))
        if self.sample and self.sample.method == "morris" and self.sample.levels % 2:
            raise ValueError(message("fault.batch.morris_levels"))
        return self


@dataclass(frozen=True)
class SweepFile:
    """A sweep with its place."""

    path: Path
    sweep: Sweep

    def case(self, name: str) -> Path:
        """The folder that a name in the file means."""
        return (self.path.parent / name).resolve()


def read_sweep(path: str | Path) -> SweepFile:
    """Read and check a sweep file. Raises CaseError with every fault."""
    path = Path(path).resolve()
    content, lines = read_toml(path, path.name, message("remedy.batch.sweep_file"))
    try:
        sweep = Sweep.model_validate(content)
    except ValidationError as error:
        raise CaseError([_fault(details, path.name, lines) for details in error.errors()]) from None
    return SweepFile(path, sweep)


def _fault(details: object, file: str, lines: dict[str, int]) -> Fault:
    assert isinstance(details, dict)
    parts = [str(part) for part in details["loc"]]
    key = ".".join(parts)
    row = lines.get(key) or lines.get(parts[0] if parts else "", 0)
    return Fault(file, row, key, value_of(details), rule_of(details), message("remedy.batch.sweep_keys"))
