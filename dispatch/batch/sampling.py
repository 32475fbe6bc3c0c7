"""From axes to points: crossed, zipped, sampled, filtered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .filters import Level, conditions
from .sweep import Axis, Seeds, Span, Sweep, SweepFile

Point = Mapping[str, Level]


@dataclass(frozen=True)
class Setting:
    """What a level of an axis does: settings as for ``--set``, and the folder of the case where the axis names cases."""

    level: Level
    changes: tuple[str, ...] = ()
    case: str | None = None


@dataclass(frozen=True)
class Design:
    """points: level of each axis, case by case; base: the level of each axis in the base case; levels: those of each
    axis that is not sampled, in order; whether every combination of levels is among the points."""

    points: tuple[Point, ...]
    base: Point
    levels: Mapping[str, tuple[Level, ...]]
    settings: Mapping[tuple[str, Level], Setting] = field(repr=False)
    spans: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def changes(self, point: Point) -> list[str]:
        """Settings of a point, in the order of the axes."""
        return [change for name, level in point.items() for change in self.settings[name, level].changes]

    def case(self, point: Point) -> str | None:
        """The case that a point names, if an axis names cases."""
        return next((s.case for n, v in point.items() if (s := self.settings[n, v]).case is not None), None)


def design(file: SweepFile) -> Design:
    """Points of a sweep. Raises CaseError where axes that go together differ in length, where a base is no level, or
    where no point is left."""
    sweep, name = file.sweep, file.path.name
    names = [axis.name for axis in sweep.axis]
    settings: dict[tuple[str, Level], Setting] = {}
    levels: dict[str, tuple[Level, ...]] = {}
    for axis in sweep.axis:
        if not axis.sampled:
            own = _settings(axis)
            levels[axis.name] = tuple(setting.level for setting in own)
            settings |= {(axis.name, setting.level): setting for setting in own}
    drawn = _sample(sweep)
    for axis in (axis for axis in sweep.axis if axis.sampled):
        base_level = _base(axis)
        values = [float(point[axis.name]) for point in drawn] + [float(base_level)]
        settings |= {(axis.name, value): _number(axis, value) for value in values}
    base = {axis.name: _base(axis) for axis in sweep.axis}
    faults = [
        Fault(
            name,
            0,
            f"axis.{axis}",
            str(level),
            message("fault.batch.base_level"),
            message("remedy.batch.add_name_another"),
        )
        for axis, level in base.items()
        if (axis, level) not in settings
    ]
    if faults:
        raise CaseError(faults)
    keep, drop = conditions(sweep.only, names, name), conditions(sweep.skip, names, name)
    points = tuple(
        point
        for point in _cross(sweep, levels, drawn, name)
        if (not keep or any(holds(point) for holds in keep)) and not any(holds(point) for holds in drop)
    )
    if not points:
        raise CaseError(
            [Fault(name, 0, "", "", message("fault.batch.no_case_left"), message("remedy.batch.loosen_only_skip"))]
        )
    spans = {axis.name: _span(axis) for axis in sweep.axis if axis.sampled}
    return Design(points, base, levels, settings, spans)


def _settings(axis: Axis) -> list[Setting]:
    """Every level of an axis that is not sampled, each once."""
    found: list[Setting]
    if axis.seeds is not None:
        seeds = range(axis.seeds.low, axis.seeds.high + 1) if isinstance(axis.seeds, Seeds) else axis.seeds
        found = [Setting(seed, (f"weather.seed={seed}",)) for seed in seeds]
    elif axis.cases is not None:
        found = [Setting(name.rstrip("/").rpartition("/")[2], (), name) for name in axis.cases]
    elif axis.choices is not None:
        found = [Setting(choice.label, tuple(choice.set)) for choice in axis.choices]
    else:
        given = axis.factors if axis.factors is not None else axis.values
        if isinstance(given, Span):
            assert given.steps is not None
            given = [float(f"{value:.12g}") for value in np.linspace(given.low, given.high, given.steps)]
        assert given is not None
        found = [_number(axis, value) for value in given]
    return list({setting.level: setting for setting in found}.values())


def _number(axis: Axis, value: Level) -> Setting:
    if axis.factors is not None:
        return Setting(value, tuple(f"{path}=*{float(value)!r}" for path in axis.paths))
    text = str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else repr(value)
    return Setting(value, tuple(f"{path}={text}" for path in axis.paths))


def _span(axis: Axis) -> tuple[float, float]:
    span = axis.factors if axis.factors is not None else axis.values
    assert isinstance(span, Span)
    return span.low, span.high


def _base(axis: Axis) -> Level:
    if axis.base is not None:
        return axis.base
    if axis.sampled:
        low, high = _span(axis)
        return 1.0 if axis.factors is not None and low <= 1.0 <= high else (low + high) / 2
    levels = [setting.level for setting in _settings(axis)]
    return 1.0 if axis.factors is not None and 1.0 in levels else levels[0]


def _cross(
    sweep: Sweep, levels: Mapping[str, Sequence[Level]], drawn: Sequence[Point], file: str
) -> Iterator[dict[str, Level]]:
    """Groups of axes that go together, crossed; axes in the order of the file."""
    groups: dict[str, list[str]] = {}
    for axis in sweep.axis:
        if not axis.sampled:
            groups.setdefault(f"zip {axis.zip}" if axis.zip else axis.name, []).append(axis.name)
    parts: list[list[dict[str, Level]]] = []
    for names in groups.values():
        if len({len(levels[name]) for name in names}) > 1:
            counts = ", ".join(f"{name} {len(levels[name])}" for name in names)
            rule = message("fault.batch.zipped_levels", counts=counts)
            raise CaseError([Fault(file, 0, "zip", "", rule, message("remedy.batch.equal_levels"))])
        parts.append([dict(zip(names, row, strict=True)) for row in zip(*(levels[n] for n in names), strict=True)])
    if drawn:
        parts.append([dict(point) for point in drawn])
    for combination in itertools.product(*parts):
        merged: dict[str, Level] = {}
        for part in combination:
            merged |= part
        yield {axis.name: merged[axis.name] for axis in sweep.axis}


def _sample(sweep: Sweep) -> list[Point]:
    """Points of the axes that are sampled, by SALib; rounded to what a planner would write."""
    axes = [axis for axis in sweep.axis if axis.sampled]
    if sweep.sample is None:
        return []
    rows = draw(sweep, [_span(axis) for axis in axes])
    return [{a.name: float(f"{value:.10g}") for a, value in zip(axes, row, strict=True)} for row in rows]


def problem(names: Sequence[str], spans: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """What SALib calls a problem."""
    return {"num_vars": len(names), "names": list(names), "bounds": [list(span) for span in spans]}


def draw(sweep: Sweep, spans: Sequence[tuple[float, float]]) -> Any:
    """SALib's points, shape (points, axes)."""
    from SALib.sample import latin
    from SALib.sample.morris import sample as morris

    space, how = problem([f"x{k}" for k in range(len(spans))], spans), sweep.sample
    assert how is not None
    if how.method == "latin":
        return latin.sample(space, how.count, seed=how.seed)
    return morris(space, how.count, num_levels=how.levels, seed=how.seed)
