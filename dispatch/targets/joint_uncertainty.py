"""Joint uncertainty: the margin over a Latin hypercube of what is not known, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.case import Case
from dispatch.escape import picture
from dispatch.lp import Floats
from dispatch.messages import Lang
from dispatch.results import meets
from dispatch.results.fields import Number
from dispatch.technologies import WIND_AND_PV

from .break_even import MarginSolver, scaled
from .canvas import canvas, scale_of, unit_name
from .sampling import Sample
from .solver import Solver

SEED = 20300101
"""Of the hypercube: the same samples in every run."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of the margin that are reported."""


def _resource(case: Case, factor: float) -> Case:
    """Available wind and PV times a factor, at most full output. The series are copies: a corridor or a load may have the
    same profile."""
    rows = case.tables["renewables"]
    weather = rows["technology"].isin(WIND_AND_PV)
    copies = {str(name): f"{name} (resource)" for name in rows["profile"][weather]}
    series = {**case.series, **{new: np.minimum(case.series[old] * factor, 1.0) for old, new in copies.items()}}
    sums = {**case.series_year, **{new: case.series_year[old] * factor for old, new in copies.items()}}
    credits = {**case.credits, **{new: case.credits[old] for old, new in copies.items()}}
    changed = rows.assign(profile=np.where(weather, rows["profile"].map(copies), rows["profile"]))
    tables = {**case.tables, "renewables": changed}
    return replace(case, tables=tables, series=series, series_year=sums, credits=credits)


def _online(case: Case, factor: float) -> Case:
    """Monthly minimum online capacity times a factor."""
    rows = case.tables["minimum_online"]
    return _changed(case, "minimum_online", online=rows["online"] * factor)


def _captive(case: Case, factor: float) -> Case:
    """Minimum output of captive coal plants times a factor."""
    rows = case.tables["thermal"]
    share = np.where((rows["dispatcher"] == "captive") & (rows["technology"] == "coal"), factor, 1.0)
    lower = {column: rows[column] * share for column in ("minimum_heating", "minimum_other")}
    return _changed(case, "thermal", **lower)


def _hydrogen(case: Case, factor: float) -> Case:
    """Hydrogen demand times a factor."""
    rows = case.tables["electrolysers"]
    return _changed(case, "electrolysers", yearly=rows["yearly"] * factor, monthly=rows["monthly"] * factor)


def _changed(case: Case, table: str, **columns: object) -> Case:
    return replace(case, tables={**case.tables, table: case.tables[table].assign(**columns)})  # type: ignore[arg-type]


def _between(low: float, high: float) -> Callable[[Case], tuple[float, float]]:
    return lambda case: (low, high)


def export_range(case: Case) -> tuple[float, float]:
    """Return the low and the high level of contracted energy over the level of the case, all corridors together."""
    rows = case.tables["corridors"]
    low, own, high = (float(rows[f"energy_{level}"].sum()) for level in ("low", case.settings.export_level, "high"))
    return (low / own, high / own) if own > 0 else (1.0, 1.0)


@dataclass(frozen=True)
class Factor:
    """An uncertain quantity: key of its text ``vd_joint_NAME``, the table without which it says nothing, range of its
    factor in a case (uniform), and how it changes the case."""

    name: str
    table: str
    range: Callable[[Case], tuple[float, float]]
    apply: Callable[[Case, float], Case]


def _concerns(case: Case, factor: Factor) -> bool:
    """Whether the case has what the factor changes."""
    rows = case.tables[factor.table]
    return bool((rows["dispatcher"] == "captive").any()) if factor.name == "captive" else len(rows) > 0


FACTORS = (
    Factor("load", "load", _between(0.943, 1.057), lambda case, f: scaled(case, "demand", f)),
    Factor("export", "corridors", export_range, lambda case, f: scaled(case, "export", f)),
    Factor("resource", "renewables", _between(0.95, 1.07), _resource),
    Factor("online", "minimum_online", _between(0.5, 1.5), _online),
    Factor("captive", "thermal", _between(0.6, 1.0), _captive),
    Factor("hydrogen", "electrolysers", _between(0.1, 1.0), _hydrogen),
)
"""Load: growth of 4 to 6 % a year. Export: from the low to the high level of the corridors, whatever the level of the case. Resource:
full-load hours of six years over those of the case. Resource, online, captive and hydrogen are assumed ranges."""


@dataclass(frozen=True)
class Joint:
    """factors: names; points: their values, a tuple for each sample; margins: of each sample, NaN where the case cannot be
    dispatched. correlation: rank correlation (Spearman) of each factor with the margin."""

    factors: tuple[str, ...]
    points: tuple[tuple[float, ...], ...]
    margins: tuple[Number, ...]
    correlation: tuple[Number, ...]

    @property
    def known(self) -> Floats:
        """Margins of the samples that can be dispatched."""
        return np.array([margin for margin in self.margins if np.isfinite(margin)])

    def met(self, required: float) -> int:
        """Return the number of samples that meet the target, of which ``required`` is the number."""
        return sum(meets(margin, required) for margin in self.known)

    def quantile(self, share: float) -> float:
        """Of the margin; NaN without any."""
        return float(np.quantile(self.known, share)) if self.known.size else float("nan")


def joint(sample: Sample, target: str, samples: int, solver: Solver) -> Joint:
    """Dispatch the sample at the points of a Latin hypercube (seeded), each from a cold start, as all factors change at
    once (see ``margin_map``). Margins are those of the window, with the correction of the sample in the case as given."""
    from SALib.sample import latin

    base = sample.base
    used = [factor for factor in FACTORS if _concerns(base.case, factor)]
    low, high = np.array([factor.range(base.case) for factor in used]).T
    unit = {"num_vars": len(used), "names": [factor.name for factor in used], "bounds": [[0.0, 1.0]] * len(used)}
    points = low + np.asarray(latin.sample(unit, samples, seed=SEED), dtype=float) * (high - low)
    margins = []
    for point in points:
        case = base.case
        for factor, value in zip(used, point, strict=True):
            case = factor.apply(case, float(value))
        margins.append(MarginSolver(solver, scaling=sample.scaling).margins(case)[target])
    values = np.array(margins)
    found = _correlation(points, values).tolist()
    return Joint(tuple(f.name for f in used), tuple(map(tuple, points.tolist())), tuple(values.tolist()), tuple(found))


def _correlation(points: Floats, margins: Floats) -> Floats:
    """Spearman's: Pearson's of the ranks. NaN where either is constant."""
    from scipy.stats import rankdata

    keep = np.isfinite(margins)
    y = rankdata(margins[keep]) if keep.any() else np.zeros(0)
    found = []
    for column in points[keep].T:
        constant = len(y) < 3 or np.ptp(y) == 0 or np.ptp(column) == 0
        found.append(float("nan") if constant else float(np.corrcoef(rankdata(column), y)[0, 1]))
    return np.array(found)


def draw_joint(found: Joint, titles: dict[str, str], unit: str, path: Path, lang: Lang) -> None:
    """Draw a histogram of the margin."""
    with canvas(path, lang, 7, 4) as (figure, words):
        axes = figure.subplots()
        bins = min(20, max(5, found.known.size // 4))
        axes.hist(found.known * scale_of(unit, words), bins=bins, color="#4c78a8")
        axes.axvline(0.0, color="black", linewidth=0.8, linestyle=":")
        axes.set_xlabel(picture(words("vd_margin_axis", unit=unit_name(unit, words))))
        axes.set_ylabel(words("vd_joint_count"))
        axes.set_title(picture(titles[words.lang]))


def shown_factors(found: Joint) -> Sequence[tuple[str, float]]:
    """Factors with their rank correlation, the strongest first."""
    pairs = zip(found.factors, found.correlation, strict=True)
    return sorted(pairs, key=lambda pair: -abs(pair[1]) if pair[1] == pair[1] else 1.0)
