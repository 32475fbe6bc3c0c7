"""Series of a case: chart, duration curve, heat map, replacement; and capacity by area and technology."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from nicegui import ui

from dispatch import Case, read_case
from dispatch.case.schema import SCHEMA
from dispatch.errors import DispatchError
from dispatch.messages.units import unit

from ..charts import Span, duration_curve, duration_options, heat_map, line, options
from ..draft import Draft
from .editor import Editor
from .frame import View, action, heading, number, panel
from .plots import chart

MOST_BYTES = 200_000_000


def series(view: View, draft: Draft, editor: Editor) -> None:
    """Show the series of a case, and the upload of a file that replaces them."""
    words = view.words
    with panel():
        ui.label(words("workbench.series_text")).classes("soft")
        buttons = ui.row().classes("items-center w-full")
        place = ui.column().classes("w-full")

        async def read() -> None:
            place.clear()
            try:
                case = await to_thread(read_case, draft.checked)
            except DispatchError:
                with place:
                    ui.label(words("workbench.series_faults")).classes("bad")
                return
            if case is not None:
                with place:
                    _chosen(view, case)

        with buttons:
            action(words("workbench.show_series"), read, True, "show-series")

            async def received(event: Any) -> None:
                with view.caught():
                    name = _file_of(draft)
                    if Path(event.file.name).suffix.lower() != Path(name).suffix.lower():
                        view.notify(words("workbench.series_ending", file=name), "bad")
                        return
                    draft.put(name, await event.file.read())
                    view.notify(words("workbench.series_replaced", file=name))
                await editor.check()
                await read()

            ui.upload(
                on_upload=received, auto_upload=True, max_file_size=MOST_BYTES, label=words("workbench.replace_series")
            ).props("accept=.csv,.nc flat bordered").style("max-width: 340px")


def _file_of(draft: Draft) -> str:
    """Return the name of the file of series. The check refuses a name that leads outside the case."""
    name = str(draft.sources().settings.get("series", "series.csv"))
    return name if "/" not in name and "\\" not in name and name not in (".", "..", "") else "series.csv"


def _chosen(view: View, case: Case) -> None:
    words = view.words
    names = sorted(case.series)
    box = ui.column().classes("w-full")

    def draw(name: str) -> None:
        values = np.asarray(case.series[name])
        box.clear()
        with box:
            ui.label(
                words(
                    "workbench.series_facts",
                    hours=f"{len(values):,}",
                    mean=number(float(values.mean()), 4),
                    low=number(float(values.min()), 4),
                    high=number(float(values.max()), 4),
                )
            ).classes("soft")
            span = Span(0, len(values))
            note = f" ({words('workbench.daily_means')})" if span.daily else ""
            ui.label(f"{words('workbench.course')}{note}").classes("text-bold")
            shown = np.round(span.values(values), 5).tolist()
            chart(options(span.labels(pd.DatetimeIndex(case.time)), [line(name, shown)], ""), 260)
            with ui.row().classes("w-full no-wrap"):
                with ui.column().style("flex: 1; min-width: 0"):
                    ui.label(words("workbench.duration_curve")).classes("text-bold")
                    chart(duration_options([duration_curve(name, values)], "", words), 300)
                with ui.column().style("flex: 1; min-width: 0"):
                    ui.label(words("workbench.heat_map")).classes("text-bold")
                    chart(heat_map(values, pd.DatetimeIndex(case.time), words, ""), 300)

    chosen = ui.select(
        names,
        value=names[0],
        label=words("workbench.series_of"),
        on_change=lambda e: draw(str(e.value)),
        with_input=True,
    )
    chosen.props("dense options-dense data-testid=series").style("min-width: 260px")
    chosen.move(target_index=0)
    draw(names[0])


def overview(view: View, draft: Draft) -> None:
    """Show capacity by area and technology."""
    words = view.words
    with panel():
        ui.label(words("workbench.capacity_text")).classes("soft")
        buttons = ui.row()
        place = ui.column().classes("w-full")

        async def read() -> None:
            place.clear()
            with place:
                try:
                    case = await to_thread(read_case, draft.checked)
                except DispatchError:
                    ui.label(words("workbench.series_faults")).classes("bad")
                    return
                if case is not None:
                    _capacity(view, case)

        with buttons:
            action(words("workbench.show_capacity"), read, True, "show-capacity")


def _capacity(view: View, case: Case) -> None:
    words, power = view.words, unit("power", view.lang)
    sums = capacity_of(case)
    areas = list(dict.fromkeys(area for area, _ in sums))
    kinds = list(dict.fromkeys(kind for _, kind in sums))
    heading(words("workbench.capacity_in", unit=power.name))
    columns = [{"name": "area", "label": words("area"), "field": "area", "align": "left"}]
    columns += [
        {
            "name": kind,
            "label": words(kind) if kind in words else kind,
            "field": kind,
            "align": "right",
            "classes": "number",
        }
        for kind in kinds
    ]
    rows = []
    for area in [*areas, ""]:
        cells: dict[str, Any] = {"area": area or words("region")}
        for kind in kinds:
            total = sum(value for (where, what), value in sums.items() if what == kind and where == (area or where))
            cells[kind] = number(total * 1e3 * power.factor, 2) if total else ""
        rows.append(cells)
    ui.table(columns=columns, rows=rows, row_key="area").classes("w-full").props("dense flat hide-bottom")


def capacity_of(case: Case) -> dict[tuple[str, str], float]:
    """Return the largest capacity in service in the window [GW] by area and technology."""
    sums: dict[tuple[str, str], float] = {}
    for name, schema in SCHEMA.items():
        table = case.tables[name]
        if not schema.ledger or table.empty or "area" not in table:
            continue
        assets = [str(asset) for asset in table[schema.keys[0]]]
        most = case.capacity(assets).max(axis=1)
        kinds = table["technology"] if "technology" in table else [name] * len(table)
        for area, kind, value in zip(table["area"], kinds, most, strict=True):
            key = str(area), str(kind)
            sums[key] = sums.get(key, 0.0) + float(value)
    return sums
