"""A capacity plan as data, saved in ``plan.json`` of the run folder: what was chosen, the proof, costs, prices, and the figures of the
case before and after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from dispatch.messages import message

from .fields import MessageField, Number
from .stored import validated
from .tolerances import MIN_POWER_MW

FILE = "plan.json"
"""File of a plan in its run folder."""
BoundKind = Literal["least", "most", "least_hours", "most_hours", "in_service"]
"""Bounds of capacities: of the table (least, most), of the content of storage in hours of its power, and of what is taken from a fleet."""
Unit = Literal["CNY/MW", "CNY/MWh", "CNY"]
"""Units of the shadow price of a bound: per power, per content, or per size of a reservoir."""

CONVERTED = ("retrofit", "efficiency", "retirement")
"""Kinds of measure that convert or retire the capacity of a fleet: OF_FLEETS of the schema, which a report does not import."""


@dataclass(frozen=True)
class PlannedCase:
    """The case of a plan and its window. meet: targets that the command requested; ``("none",)`` for none, empty for every missed
    target that can be met. compliant_case: folder, relative to that of the run."""

    case: str
    title: str
    title_zh: str
    hours: int
    horizon: int
    share: float
    meet: tuple[str, ...]
    compliant_case: str


@dataclass(frozen=True)
class Proof:
    """Certificate of the plan: of the LP with all capacities open and all targets enforced, as built. status: ``optimal`` (gap at
    most 1e-6, infeasibilities at most 1e-7), ``feasible`` or ``stopped``. objective_cny, bound_cny: dispatch and capacity over the
    window."""

    status: Literal["optimal", "feasible", "stopped"]
    method: str
    notes: tuple[MessageField, ...]
    objective_cny: Number
    bound_cny: Number
    gap: Number
    primal_infeasibility: Number
    dual_infeasibility: Number
    columns: int
    rows: int


@dataclass(frozen=True)
class PlanCost:
    """Costs over the window [CNY]: dispatch of the case as given and of the plan (both with generic capacities), measures, and
    the annual cost of all capacities of the plan."""

    dispatch_before: Number
    dispatch_after: Number
    measures: Number
    annual: Number

    @property
    def change(self) -> float:
        """Change of total cost against the case as given [CNY]."""
        return self.dispatch_after + self.measures - self.dispatch_before


@dataclass(frozen=True)
class ChosenCapacity:
    """One measure or extendable component. table: ``measures`` or that of the component; kind: of the measure, empty otherwise.

    before_mw: capacity in service of what a measure extends, at the end of the window; least capacity of a component. added_mw:
    what the plan adds to it (retirement: takes from it; retrofit: converts). content_mwh: added content of storage; content of a
    reservoir. most_mw: largest addition; null: no limit. annual_cost_cny: negative where a retirement saves more than it costs."""

    table: Literal["measures", "units", "links", "reservoirs"]
    name: str
    kind: str
    extends: str
    before_mw: Number
    added_mw: Number
    content_mwh: Number
    most_mw: Number
    annual_cost_cny: Number


@dataclass(frozen=True)
class BoundPrice:
    """A bound that binds. price: change of the least annual cost per unit by which the bound is raised (``unit``): negative where
    more is worth building, positive at the least capacity where more would cost more than it saves."""

    name: str
    bound: BoundKind
    price: float
    unit: Unit


@dataclass(frozen=True)
class PlannedTarget:
    """One target. before, after: values of the case as given and of the plan, in its unit; margin: of the plan, NaN where it is
    not tested. met: null where it is not tested. price: shadow price where it is enforced [million CNY per unit of the requirement], over the window.
    why: what stops a target that was to be met, and was not."""

    id: str
    text_zh: str
    text_en: str
    unit: str
    required: Number
    before: Number
    after: Number
    margin: Number
    met: bool | None
    enforced: bool
    price: Number
    why: MessageField | None


@dataclass(frozen=True)
class Confirmation:
    """The run of the compliant case against the plan: its status, change of its cost against the dispatch of the plan [CNY], and
    the largest excess of load shedding, undelivered export or missing reserve over the case as given [MW]."""

    status: Literal["optimal", "feasible", "stopped"]
    method: str
    difference_cny: Number
    excess_mw: Number


@dataclass(frozen=True)
class LoleRound:
    """A simulation of outages around a plan. lole: of load of the region in the window, with its 95 % interval [h]; eens [MWh];
    missing_mw: perfect capacity with which LOLE is what is required, zero where it is; objective_cny: cost of the plan."""

    lole: Number
    low: Number
    high: Number
    eens: Number
    missing_mw: Number
    objective_cny: Number


@dataclass(frozen=True)
class PlannedLole:
    """A plan with a loss-of-load expectation. required [h]; samples and seed of the outages; held: whether the last plan holds it;
    rounds: the plans in turn, the first one without the requirement."""

    required: Number
    samples: int
    seed: int
    held: bool
    rounds: tuple[LoleRound, ...]


@dataclass(frozen=True)
class PlannedRisk:
    """Risk of the region in the first weather of a plan, from samples of outages: case as given or compliant case. lole: expected hours of the window in
    which load is not served; eens: expected energy of load, and export: of contracted export, not served [MWh]; low, high: of the 95 %
    confidence interval."""

    case: Literal["given", "compliant"]
    samples: int
    lole: Number
    lole_low: Number
    lole_high: Number
    eens: Number
    eens_low: Number
    eens_high: Number
    export: Number


@dataclass(frozen=True)
class PlannedYear:
    """A weather year of a plan. weight: in the mean of the cost. dispatch_before, dispatch_after: cost over the window [CNY], generic
    capacities included. compliant_case: folder, relative to that of the plan."""

    label: str
    weight: Number
    dispatch_before: Number
    dispatch_after: Number
    compliant_case: str
    confirmation: Confirmation


@dataclass(frozen=True)
class PlannedWeather:
    """The weather years that share the capacities of a plan. share: weight of the conditional value at risk in the cost, zero without; tail:
    probability of the most expensive years; cvar_cny: mean cost of their dispatch."""

    years: tuple[PlannedYear, ...]
    share: Number = 0.0
    tail: Number = float("nan")
    cvar_cny: Number = float("nan")


@dataclass(frozen=True)
class CapacityPlan:
    """All that ``dispatch plan`` found. before, after: ``region`` and ``areas`` of the summaries of both cases, in the first weather year.
    lole: None where the command required none. weather: None where the plan has the weather of the case alone. risk: of both
    cases; empty where outages were not sampled, or adequacy cannot assess the case."""

    case: PlannedCase
    proof: Proof
    cost: PlanCost
    capacities: tuple[ChosenCapacity, ...]
    bounds: tuple[BoundPrice, ...]
    targets: tuple[PlannedTarget, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    confirmation: Confirmation
    lole: PlannedLole | None
    weather: PlannedWeather | None
    risk: tuple[PlannedRisk, ...]

    @property
    def additions(self) -> tuple[ChosenCapacity, ...]:
        """Return the capacities that the plan adds, without those of a fleet that it converts or retires."""
        return tuple(one for one in self.capacities if one.kind not in CONVERTED and one.added_mw > MIN_POWER_MW)


@dataclass(frozen=True)
class _File:
    """Content of ``plan.json``. version: of this form."""

    version: Literal[3]
    plan: CapacityPlan


_ADAPTER = TypeAdapter(_File)


def record(plan: CapacityPlan) -> dict[str, Any]:
    """Return the plan as JSON has it."""
    content: dict[str, Any] = _ADAPTER.dump_python(_File(3, plan), mode="json")
    return content


def load_plan(folder: Path) -> CapacityPlan:
    """Read the plan of a run folder. Raises CaseError for a file that is damaged, of another version or of another program."""
    rule, remedy = message("fault.plan.not_plan_writes"), message("remedy.plan.plan_again")
    return validated(folder / FILE, _ADAPTER.validate_json, rule, remedy).plan
