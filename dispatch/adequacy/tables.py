"""An assessment as tables in the words of a reader: for the terminal, the page and the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dispatch.escape import document
from dispatch.messages import Words
from dispatch.report import Chapter, Chart, Series, Table, TableColumn

from .results import Adequacy, PlaceRisk, Risk

Cell = str | float | None
BLUE, GREY = "#1f77b4", "#7f7f7f"
"""Colours: estimate, limits of its interval."""
YEAR = 8760
"""Hours of a year."""


def lines(result: Adequacy, words: Words) -> list[str]:
    """Return what was simulated, and the sentences above the tables."""
    count = len(result.years)
    weather = words("aq_weather_given") if count == 1 else words("aq_weather_years", count=count)
    units = f"{result.outages['units']:.0f}"
    found = [words("aq_samples", samples=result.samples, units=units, seed=result.seed, weather=weather)]
    if result.hours < YEAR:
        found.append(words("aq_window", hours=result.hours))
    if result.outages.get("partial_units"):
        found.append(words("aq_partial", count=f"{result.outages['partial_units']:.0f}"))
    found += _no_events(result, words)
    if result.value.left_out:
        found.append(words("aq_left_out", names=", ".join(result.value.left_out)))
    margin = result.value.margin
    if margin is not None:
        capacity, target = f"{margin.capacity:,.0f}", f"{margin.target:g}"
        found.append(words("aq_margin", capacity=capacity, target=target, samples=margin.samples))
    else:
        found.append(words("aq_no_margin"))
    return found


def _no_events(result: Adequacy, words: Words) -> list[str]:
    """Return what bounds the risk of load where no sample has a shortfall."""
    none = result.places[0].no_events
    if none is None:
        return []
    found = [words("aq_none", years=f"{none.years:.2%}", samples=result.samples)]
    if not none.samples:
        return [*found, words("aq_none_every")]
    severity = {"hours": f"{none.hours:.1f}", "energy": f"{none.energy:,.0f}", "raised": f"{none.raised:.0%}"}
    return [*found, words("aq_none_bound", samples=none.samples, **severity)]


def chapter(result: Adequacy, words: Words) -> Chapter:
    """Return all tables that have rows."""
    made = [
        _risks("aq_risk", "load", result, words, words("aq_note_risk")),
        _risks("aq_export", "export", result, words, words("aq_note_export")),
        *_heat(result, words),
        _durations(result, words),
        _worst(result, words),
        _years(result, words),
        _convergence(result, words),
        _credits(result, words),
        _ratios(result, words),
    ]
    return Chapter("adequacy", words("aq_chapter"), tuple(table for table in made if len(table.data)))


def _table(
    words: Words,
    key: str,
    columns: dict[str, int | None],
    rows: Sequence[Sequence[Any]],
    notes: Sequence[str] = (),
    charts: Sequence[Chart] = (),
) -> Table:
    """Return a table. columns: key of heading -> digits (None: text)."""
    shown = tuple(
        TableColumn(name.removeprefix("aq_"), words(name) if name.startswith("aq_") else name, digits=digits)
        for name, digits in columns.items()
    )
    data = pd.DataFrame(
        {
            column.key: [document(row[k]) if column.digits is None else row[k] for row in rows]
            for k, column in enumerate(shown)
        }
    )
    return Table(key.removeprefix("aq_"), words(key), shown, data, tuple(notes), tuple(charts))


def name_of(place: PlaceRisk, words: Words) -> str:
    """Return the name of a place."""
    return place.place or words("aq_region")


def _risks(key: str, kind: str, result: Adequacy, words: Words, note: str) -> Table:
    columns = {"aq_place": None, "aq_year_share": 4, "aq_year_share_high": 4, "aq_lole": 3, "aq_low": 3, "aq_high": 3}
    columns |= {"aq_lole_days": 3, "aq_lolp": 8, "aq_eens": 1}
    columns |= {"aq_eens_low": 1, "aq_eens_high": 1, "aq_ppm": 2, "aq_events": 2, "aq_duration": 1, "aq_depth": 0}
    rows: list[list[Cell]] = []
    for place in result.places:
        if (place.load_twh if kind == "load" else place.export_twh) <= 0.0:
            continue
        one: Risk = getattr(place, kind)
        rows.append(
            [
                name_of(place, words),
                *(one.years.value, one.years.high),
                *(one.lole.value, one.lole.low, one.lole.high, one.lole_days.value, one.lolp.value),
                *(one.eens.value, one.eens.low, one.eens.high, one.eens_ppm.value),
                *(one.events.value, one.duration, one.depth.value),
            ]
        )
    return _table(words, key, columns, rows, [note])


def _heat(result: Adequacy, words: Words) -> list[Table]:
    region, made = result.places[0], []
    for key, values in (("aq_heat", region.heat_hours), ("aq_heat_export", region.heat_energy)):
        if not any(any(row) for row in values):
            continue
        columns: dict[str, int | None] = {"aq_month": None} | {f"{hour:02}": 3 for hour in range(24)}
        rows = [[str(month + 1), *row] for month, row in enumerate(values)]
        series = tuple(Series(f"{hour:02}", BLUE) for hour in range(24))
        chart = Chart(
            words(key), "heat", "month", series, 0, 12, words("aq_hours" if key == "aq_heat" else "aq_energy")
        )
        made.append(_table(words, key, columns, rows, charts=[chart]))
    return made


def _durations(result: Adequacy, words: Words) -> Table:
    last = max((k for k, count in enumerate(result.durations) if count > 0.0), default=-1)
    rows = [[str(k + 1), result.durations[k]] for k in range(last + 1)]
    chart = Chart(words("aq_durations"), "bar", "hours", (Series("events", BLUE),), 0, len(rows), words("aq_events"))
    return _table(words, "aq_durations", {"aq_hours": None, "aq_events": 4}, rows, charts=[chart] if rows else [])


def _worst(result: Adequacy, words: Words) -> Table:
    columns: dict[str, int | None] = {"aq_year": None, "aq_sample": 0, "aq_start": 0, "aq_hours": 0, "aq_energy": 0}
    columns |= {"aq_depth": 0, "aq_areas": None, "aq_outage": 0, "aq_calm": 0, "aq_load": 0, "aq_stored": 2}
    columns |= {"aq_cause": None}
    rows: list[list[Cell]] = []
    for event in result.worst:
        causes = [words(f"aq_cause_{name}") for name in event.causes] or [words("aq_cause_none")]
        rows.append(
            [
                _year(result.years[event.year].seed, words),
                *(event.sample, event.start, event.hours, event.energy, event.depth),
                ", ".join(event.areas),
                *(event.outage, event.calm, event.load, event.stored),
                ", ".join(causes),
            ]
        )
    return _table(words, "aq_worst", columns, rows, [words("aq_note_worst")])


def _year(seed: int | None, words: Words) -> str:
    return words("aq_year_given") if seed is None else str(seed)


def _years(result: Adequacy, words: Words) -> Table:
    columns = {"aq_year": None, "aq_count": 0, "aq_lole": 2, "aq_eens": 1, "aq_export_energy": 1}
    rows = [[_year(one.seed, words), one.samples, one.lole, one.eens, one.export] for one in result.years]
    return _table(words, "aq_years", columns, rows)


def _convergence(result: Adequacy, words: Words) -> Table:
    columns = {
        "aq_count": None,
        "aq_lole": 3,
        "aq_low": 3,
        "aq_high": 3,
        "aq_eens": 2,
        "aq_eens_low": 2,
        "aq_eens_high": 2,
    }
    rows = [
        [
            str(step.samples),
            *(step.lole.value, step.lole.low, step.lole.high),
            *(step.eens.value, step.eens.low, step.eens.high),
        ]
        for step in result.convergence
    ]
    series = (Series("lole", BLUE, "line"), Series("low", GREY, "line", True), Series("high", GREY, "line", True))
    chart = Chart(words("aq_convergence"), "line", "count", series, 0, len(rows), words("aq_lole"))
    return _table(words, "aq_convergence", columns, rows, [words("aq_note_convergence")], [chart] if rows else [])


def _credits(result: Adequacy, words: Words) -> Table:
    columns = {"aq_resource": None, "aq_kind": None, "aq_place": None, "aq_capacity": 0}
    columns |= {"aq_elcc": 3, "aq_efc": 3, "aq_elcc_next": 3, "aq_efc_next": 3}
    rows: list[list[Cell]] = [
        [
            *(
                one.name,
                words(f"aq_{one.kind}" if one.kind in ("line", "section", "corridor", "retirement") else one.kind),
                one.place,
                one.capacity,
            ),
            *(one.elcc, one.efc, one.elcc_next, one.efc_next),
        ]
        for one in result.value.credits
    ]
    samples = result.value.margin.samples if result.value.margin else 0
    return _table(words, "aq_credits", columns, rows, [words("aq_note_credits", samples=samples)])


def _ratios(result: Adequacy, words: Words) -> Table:
    columns = {
        "aq_resource": None,
        "aq_place": None,
        "aq_power": 0,
        "aq_full": 2,
        "aq_peak": 0,
        "aq_ratio": 3,
        "aq_elcc": 3,
    }
    elcc = {one.name: one.elcc for one in result.value.credits}
    rows: list[list[Cell]] = [
        [one.name, one.place, one.power, one.hours, one.peak_hours, one.ratio, elcc.get(one.name)]
        for one in result.value.ratios
    ]
    return _table(words, "aq_ratios", columns, rows, [words("aq_note_ratios")])
