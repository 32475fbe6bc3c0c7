"""Tables of a backcast in Markdown: the model beside published figures and beside two benchmarks without a dispatch model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from backcast_figures import curtailed, figures, utilisation

BAND = (0.1, 0.9)
LAST = 12
NONE = "–"


def spread(values: list[float]) -> str:
    """One value, or mean and band of several."""
    if len(values) == 1:
        return f"{values[0]:.1f}"
    low, high = np.quantile(values, BAND)
    return f"{np.mean(values):.1f} ({low:.1f}–{high:.1f})"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rate(observed: pd.DataFrame | None, grid: str, technology: str) -> float:
    """Curtailed share of the year [%]; nan where it is not known."""
    return float("nan") if observed is None else 100.0 - float(observed.loc[(grid, technology, LAST), "year"])


def yearly(years: list[xr.Dataset], observed: pd.DataFrame | None, before: pd.DataFrame | None) -> Iterator[str]:
    """Curtailed energy of the year by grid and technology, and of each grid in sum. ``before``: what was observed in the
    year before, whose rates are carried forward (persistence)."""
    head = ["grid", "technology", "available TWh", "curtailed TWh", "observed TWh", "off by", "curtailed %"]
    head += ["range of ties %", "observed %", "persistence %", "in band"]
    yield _line(head)
    yield "|---" * len(head) + "|"
    found = [curtailed(data) for data in years]
    for grid in dict.fromkeys(found[0].index.get_level_values(0)):
        technologies = list(found[0].loc[grid].index)
        for name in [*technologies, "sum"]:
            own = technologies if name == "sum" else [name]
            part = [table.loc[[(grid, one) for one in own]] for table in found]
            lost, had = ([float(one[column].sum()) for one in part] for column in ("curtailed", "available"))
            rates = [100.0 * a / b for a, b in zip(lost, had, strict=True)]
            known, carried = (
                float(np.mean([sum(one.loc[(grid, k), "available"] * _rate(of, grid, k) for k in own) for one in part]))
                / 100.0
                for of in (observed, before)
            )
            ends = [
                100.0 * np.mean([float(one[end].sum()) for one in part]) / np.mean(had) for end in ("least", "most")
            ]
            low, high = np.quantile(rates, BAND)
            rate, last = (100.0 * amount / float(np.mean(had)) for amount in (known, carried))
            yield _line([
                grid, name, spread(had), spread(lost), _number(known),
                NONE if np.isnan(known) else f"{np.mean(lost) / known - 1.0:+.0%}", spread(rates),
                NONE if name == "sum" else f"{ends[0]:.1f}–{ends[1]:.1f}", _number(rate), _number(last),
                NONE if len(rates) == 1 or np.isnan(rate) else "yes" if low <= rate <= high else "no",
            ])  # fmt: skip


def _number(value: float) -> str:
    """Return one decimal; a dash where the value is unknown."""
    return NONE if np.isnan(value) else f"{value:.1f}"


def monthly(years: list[xr.Dataset], observed: pd.DataFrame, before: pd.DataFrame | None) -> Iterator[str]:
    """Utilisation of each month; root mean square error and rank correlation of the model, of the best constant (the
    mean of what was observed, which no forecast knows beforehand) and of persistence; their means at the end."""
    drawn = pd.DataFrame([utilisation(data, monthly=True) for data in years])
    had = sorted({int(month) for *_, month in drawn.columns})
    head = ["grid", "technology", "", *map(str, had), "root mean square error", "rank correlation", "worst", "best"]
    yield _line(head)
    yield "|---" * len(head) + "|"
    errors: dict[str, list[float]] = {"model": [], "best constant": [], "persistence": []}
    for grid, technology in {(a, b): None for a, b, _ in drawn.columns}:
        keys = [(grid, technology, month) for month in had]
        known = observed["month"].reindex(keys).to_numpy(dtype=float)
        forecasts = {"model": drawn[keys].mean().to_numpy(), "best constant": np.full(len(had), known.mean())}
        if before is not None:
            forecasts["persistence"] = before["month"].reindex(keys).to_numpy(dtype=float)
        for name, forecast in forecasts.items():
            errors[name].append(float(np.sqrt(np.mean((forecast - known) ** 2))))
            cells = (
                [spread(list(drawn[key])) for key in keys] if name == "model" else [f"{one:.1f}" for one in forecast]
            )
            rank = NONE if name == "best constant" else _number(_rank(forecast, known))
            ends = [NONE] * 2 if name == "best constant" else _ends(had, forecast)
            yield _line([grid, technology, name, *cells, f"{errors[name][-1]:.1f}", rank, *ends])
        yield _line([grid, technology, "observed", *(f"{one:.1f}" for one in known), "", "", *_ends(had, known)])
    for name, of in errors.items():
        if of:
            yield _line(["mean", "", name, *[""] * len(had), f"{np.mean(of):.2f}", "", "", ""])


def _rank(forecast: np.ndarray, known: np.ndarray) -> float:
    """Spearman; nan of one or two months."""
    return float(pd.Series(forecast).corr(pd.Series(known), method="spearman")) if len(known) > 2 else float("nan")


def _ends(months: list[int], values: np.ndarray) -> list[str]:
    return [str(months[int(np.argmin(values))]), str(months[int(np.argmax(values))])]


def others(years: list[xr.Dataset], year: int, path: Path) -> Iterator[str]:
    """What else the model decides, beside what is known."""
    known = pd.read_csv(path)
    known = known[known["year"] == year].set_index(["place", "measure"])
    drawn = pd.DataFrame([figures(data) for data in years])
    yield "| place | measure | unit | model | observed | source |"
    yield "|---|---|---|---|---|---|"
    for place, measure, unit in drawn.columns:
        here = known.loc[(place, measure)] if (place, measure) in known.index else None
        value, source = (NONE, "") if here is None else (f"{here['value']:g}", str(here["source"]))
        yield _line([place, measure, unit, spread(list(drawn[place, measure, unit])), value, source])
