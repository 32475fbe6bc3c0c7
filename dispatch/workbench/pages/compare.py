"""Up to four runs side by side."""

from __future__ import annotations

from asyncio import to_thread

from fastapi import Request
from nicegui import ui

from dispatch.messages.units import unit

from ..bench import Bench, address
from ..charts import compared_bars, compared_prices
from ..runs import MOST, Opened
from ..workspace import headline
from .frame import View, figure_text, figure_title, frame, heading, panel
from .plots import chart


def register(bench: Bench) -> None:
    """Add the page."""

    @ui.page("/compare", response_timeout=60)
    async def compare(request: Request) -> None:
        paths = list(dict.fromkeys(request.query_params.getlist("path")))[:MOST]
        found = await to_thread(bench.opened, paths)
        with frame(bench, request, "workbench.comparison") as view:
            heading(view.words("workbench.comparison"), 1)
            runs = found.runs()
            if len(runs) < 2:
                ui.label(view.words("workbench.choose_runs", most=MOST))
                return
            _headline(view, runs)
            _charts(view, runs)


def _names(runs: list[Opened]) -> list[str]:
    """Return short names: the last part of each path, or the path where two are equal."""
    short = [run.path.rsplit("/", 1)[-1] for run in runs]
    return short if len(set(short)) == len(short) else [run.path for run in runs]


def _headline(view: View, runs: list[Opened]) -> None:
    words = view.words
    with panel():
        with ui.row():
            for run in runs:
                ui.link(run.path, address("/results", path=run.path))
        with ui.row().classes("items-center"):
            ui.label(words("workbench.reference")).classes("soft")
            _reference(runs)
        names, figures = _names(runs), [headline(run.summary) for run in runs]
        rows = []
        for key, first in figures[0].items():
            row = {"figure": figure_title(key, words)}
            for k, other in enumerate(figures):
                row[f"run{k}"] = figure_text(key, other[key], view.lang)
                if k:
                    value = other[key]
                    row[f"difference{k}"] = (
                        "–" if value is None or first is None else figure_text(key, value - first, view.lang, True)
                    )
            rows.append(row)
        columns = [{"name": "figure", "label": words("item"), "field": "figure", "align": "left"}]
        for k, name in enumerate(names):
            columns.append(
                {"name": f"run{k}", "label": name, "field": f"run{k}", "align": "right", "classes": "number"}
            )
            if k:
                label = words("workbench.difference")
                columns.append(
                    {
                        "name": f"difference{k}",
                        "label": label,
                        "field": f"difference{k}",
                        "align": "right",
                        "classes": "number",
                    }
                )
        ui.table(columns=columns, rows=rows, row_key="figure").classes("w-full").props(
            "dense flat hide-bottom data-testid=comparison"
        )


def _reference(runs: list[Opened]) -> None:
    """Show the choice of the run to which differences are stated: the first one."""
    names = dict(zip((run.path for run in runs), _names(runs), strict=True))

    def choose(path: str) -> None:
        order = [path, *(other for other in names if other != path)]
        ui.navigate.to("/compare?" + "&".join(address("", path=one).lstrip("?") for one in order))

    chosen = ui.toggle(names, value=runs[0].path, on_change=lambda event: choose(str(event.value)))
    chosen.props("no-caps dense unelevated toggle-color=primary data-testid=reference")


def _charts(view: View, runs: list[Opened]) -> None:
    words, names, energy = view.words, _names(runs), unit("energy", view.lang)
    parts = [
        ("generation_twh", "workbench.compared_generation"),
        ("curtailment_twh", "workbench.compared_curtailment"),
        ("capacity_gw", "workbench.compared_capacity"),
    ]
    for key, title in parts:
        kinds = list(dict.fromkeys(kind for run in runs for kind, value in run.summary["region"][key].items() if value))
        if not kinds:
            continue
        measure = unit("power", view.lang) if key == "capacity_gw" else energy
        factor = (1e3 if key == "capacity_gw" else 1e6) * measure.factor
        bars = [
            (name, [round(run.summary["region"][key].get(kind, 0.0) * factor, 5) for kind in kinds])
            for name, run in zip(names, runs, strict=True)
        ]
        with panel():
            heading(words(title))
            chart(compared_bars([words(kind) if kind in words else kind for kind in kinds], bars, measure.name), 300)
    with panel():
        heading(words("workbench.compared_prices"))
        chart(compared_prices(runs, names, words), 320)
