"""Results of a run: headline, targets, dispatch from the year to the hour, prices, reserve, storage, corridors."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pandas as pd
from fastapi import Request
from nicegui import ui

from dispatch.messages import Lang
from dispatch.messages.units import quantity_text
from dispatch.report import title_of
from dispatch.results import explain_hour
from dispatch.results.attribution import CAUSES

from ..bench import Bench, address
from ..charts import Drawing, Options, Span
from ..runs import Opened
from ..workspace import headline
from .frame import View, action, figure_text, figure_unit, frame, heading, number, panel
from .jobs import make_report
from .plots import chart, on_hour, redraw

GOOD_AT_ZERO = ("unserved_energy", "shortfall_up_energy", "shortfall_down_energy")
NOTHING = 1e-8
"""Size of an amount of a target below which it is rounding of the solve."""
HOURS = {"year": 8784, "month": 31 * 24, "week": 168, "day": 24}
"""Hours of each span of the charts."""


def register(bench: Bench) -> None:
    """Add the page."""

    @ui.page("/results", response_timeout=30)
    async def results(request: Request, path: str = "") -> None:
        found = await to_thread(bench.opened, [path])
        with frame(bench, request, "workbench.results", path) as view:
            (opened,) = found.runs()
            _title(view, opened)
            _headline(view, opened)
            Browser(view, opened).show()
            _targets(view, opened)


def _title(view: View, opened: Opened) -> None:
    words, record = view.words, opened.record
    with ui.row().classes("items-center w-full"):
        heading(opened.path, 1)
        ui.label(words(record["status"])).classes("good" if record["status"] == "optimal" else "bad").props(
            "data-testid=status"
        )
        ui.space()
        if opened.saved.plan is not None or opened.saved.foresight is not None:
            ui.link(words("workbench.study"), address("/study", path=opened.path)).props("data-testid=study")
        ui.link(words("workbench.map"), address("/map", path=opened.path))
        _downloads(view, opened)
    window = words("window_is", hours=f"{record['hours']:,}", start=record["from"])
    gap = "–" if record["gap"] is None else f"{record['gap']:.1e}"
    lines = [
        title_of(opened.saved, view.lang),
        window,
        f"{words('method')}: {record['method']} · {words('gap')}: {gap}",
    ]
    if record["set"]:
        lines.append(f"{words('changed')}: {'; '.join(record['set'])}")
    ui.label("\n".join(lines)).classes("soft lines")


def _downloads(view: View, opened: Opened) -> None:
    words, base = view.words, f"/file/{quote(opened.path)}"
    if (opened.folder / "report.html").is_file():
        ui.link(words("workbench.report_page"), f"{base}/report.html", new_tab=True).props("data-testid=report")
        ui.link(words("workbench.workbook"), f"{base}/report.xlsx")
        ui.link("CSV", f"/zip/{quote(opened.path)}")
    else:
        action(words("workbench.make_report"), lambda: make_report(view, opened.path))
    ui.link("netCDF", f"{base}/dispatch.nc")


def _headline(view: View, opened: Opened) -> None:
    with ui.element("div").classes("figures").props("data-testid=headline"):
        for key, value in headline(opened.summary).items():
            with ui.element("div").classes("figure"):
                ui.label(view.words(key)).classes("soft")
                colour = ("good" if not value else "bad") if key in GOOD_AT_ZERO else ""
                with ui.row().classes("items-baseline no-wrap").style("gap: 0"):
                    ui.label(figure_text(key, value, view.lang)).classes(f"value {colour}")
                    ui.label(figure_unit(key, view.lang)).classes("unit")


def _targets(view: View, opened: Opened) -> None:
    words, targets = view.words, opened.summary["targets"]
    if not targets:
        return
    with panel():
        tested = [one for one in targets if one["tested"] and one["met"] is not None]
        met = sum(one["met"] is True for one in tested)
        heading(words("workbench.verdict", met=met, tested=len(tested)))
        rows = []
        texts = dict(zip(opened.saved.labels("target"), opened.saved.labels(f"target_text_{view.lang}"), strict=True))
        for k, one in enumerate(targets):
            verdict = "no_verdict" if one["met"] is None else "met" if one["met"] else "not_met"
            state = words(verdict) if one["tested"] else words("not_tested_of", year=one["year"])
            cells = {name: stated(one[name], one["unit"], view.lang) for name in ("required", "achieved", "margin")}
            rows.append(
                {
                    "id": k,
                    "target": texts.get(one["id"], one["text"]),
                    "verdict": state,
                    "colour": "good" if one["met"] else "bad" if one["tested"] and one["met"] is False else "",
                    **cells,
                }
            )
        names = ("target", "required", "achieved", "margin", "verdict")
        columns = [
            {
                "name": n,
                "label": words(n),
                "field": n,
                "align": "right" if n in ("required", "achieved", "margin") else "left",
                "classes": "number" if n in ("required", "achieved", "margin") else "",
            }
            for n in names
        ]
        table = (
            ui.table(columns=columns, rows=rows, row_key="id")
            .classes("w-full")
            .props("dense flat wrap-cells hide-bottom data-testid=targets")
        )
        table.add_slot(
            "body-cell-verdict", '<q-td :props="props"><span :class="props.row.colour">{{ props.value }}</span></q-td>'
        )


def stated(value: float | None, unit_name: str, lang: Lang) -> str:
    """Return an amount of a target with its unit; a share in per cent.

    >>> stated(0.5, "share", Lang.en), stated(203.2, "GW", Lang.zh), stated(None, "GW", Lang.en)
    ('50 %', '20,320 万千瓦', '–')
    >>> stated(-4e-11, "TWh", Lang.zh)
    '0 亿千瓦时'
    """
    if value is None:
        return "–"
    value = 0.0 if abs(value) < NOTHING else value
    return quantity_text(value * 100.0, "%", lang) if unit_name == "share" else quantity_text(value, unit_name, lang)


class Browser:
    """The charts of a run with the choice of area and span."""

    def __init__(self, view: View, opened: Opened) -> None:
        self.view, self.opened = view, opened
        self.span = Span(0, self.hours)
        self.area: int | None = None
        self.kind = "stack"

    @property
    def hours(self) -> int:
        """Hours of the run."""
        return len(self.opened.saved.time)

    def show(self) -> None:
        """Build the controls and the first chart."""
        words = self.view.words
        with panel():
            with ui.row().classes("items-center w-full"):
                kinds = {
                    name: words(f"workbench.chart_{name}")
                    for name in ("stack", "prices", "price_duration", "reserve", "storage", "corridors", "causes")
                }
                ui.toggle(kinds, value="stack", on_change=self._kind).props(
                    "no-caps dense unelevated toggle-color=primary data-testid=charts"
                )
            with ui.row().classes("items-center w-full"):
                names = Drawing(self.opened, words, None, self.span).area_names()
                areas = {-1: words("region"), **dict(enumerate(names))}
                ui.select(areas, value=-1, label=words("area"), on_change=self._area).props(
                    "dense options-dense"
                ).style("min-width: 220px")
                spans = {
                    name: words(f"workbench.span_{name}")
                    for name, hours in HOURS.items()
                    if hours < self.hours or name == self._widest()
                }
                self.spans = ui.toggle(spans, value=self._widest(), on_change=lambda e: self._zoom(str(e.value))).props(
                    "no-caps dense unelevated toggle-color=primary data-testid=spans"
                )
                action("‹", lambda: self._move(-1)).props(f'aria-label="{words("workbench.earlier")}"')
                action("›", lambda: self._move(1)).props(f'aria-label="{words("workbench.later")}"')
                self.shown = ui.label().classes("soft")
                ui.space()
                self.hour = (
                    ui.input(words("workbench.hour"), value=f"{self.opened.saved.time[0]:%Y-%m-%d %H:%M}")
                    .props("dense data-testid=hour")
                    .style("width: 170px")
                )
                self.hour.on("keydown.enter", lambda: self._explain())
                action(words("workbench.explain"), self._explain, mark="explain")
            self.note = ui.label().classes("soft")
            self.chart = chart(self._drawing().stack(), 420).props("data-testid=chart")
            on_hour(self.chart, self._clicked)
            self.extra = ui.column().classes("w-full")
            self.reason = ui.column().classes("w-full").props("data-testid=reason aria-live=polite")
        self._describe()

    def _widest(self) -> str:
        return next(name for name in ("day", "week", "month", "year") if HOURS[name] >= self.hours or name == "year")

    def _kind(self, event: Any) -> None:
        self.kind = str(event.value)
        self._draw()

    def _area(self, event: Any) -> None:
        self.area = None if event.value == -1 else int(event.value)
        self._draw()

    def _zoom(self, name: str, first: int | None = None) -> None:
        start = self.span.first if first is None else first
        hours = HOURS[name]
        if name == "month" and hours < self.hours:
            months = pd.PeriodIndex(self.opened.saved.time, freq="M")
            inside = [k for k, month in enumerate(months) if month == months[min(start, self.hours - 1)]]
            self.span = Span(inside[0], inside[-1] + 1)
        else:
            start = max(0, min(start - start % min(hours, 24), self.hours - hours))
            self.span = Span(start, min(start + hours, self.hours))
        self._draw()

    def _move(self, step: int) -> None:
        name = str(self.spans.value)
        if name == "month":
            self._zoom(name, max(0, self.span.first - 1) if step < 0 else min(self.span.last, self.hours - 1))
        else:
            self._zoom(name, self.span.first + step * (self.span.last - self.span.first))

    def _drawing(self) -> Drawing:
        return Drawing(self.opened, self.view.words, self.area, self.span)

    async def _draw_causes(self, drawing: Drawing) -> None:
        redraw(self.chart, await to_thread(drawing.causes))

    def _draw(self) -> None:
        drawing, words = self._drawing(), self.view.words
        self._describe()
        self.extra.clear()
        if self.kind == "causes":
            ui.timer(0.01, lambda: self._draw_causes(drawing), once=True)
            return
        draw: dict[str, Callable[[], Options]] = {
            "stack": drawing.stack,
            "prices": drawing.prices,
            "price_duration": drawing.price_duration,
            "reserve": lambda: drawing.reserve(0),
            "storage": drawing.storage,
            "corridors": drawing.corridors,
        }
        redraw(self.chart, draw[self.kind]())
        if self.kind == "reserve":
            with self.extra:
                heading(words("way_down"))
                chart(drawing.reserve(1), 300)

    def _describe(self) -> None:
        words, time = self.view.words, self.opened.saved.time
        self.shown.text = f"{time[self.span.first]:%Y-%m-%d} – {time[self.span.last - 1]:%Y-%m-%d}"
        notes = [words(f"workbench.note_{self.kind}")]
        if self.span.daily and self.kind not in ("price_duration", "causes"):
            notes.append(words("workbench.daily_means"))
        self.note.text = " ".join(notes)

    def _clicked(self, place: int) -> None:
        if self.kind in ("price_duration", "causes"):
            return
        if self.span.daily:
            first = self.span.first + 24 * place
            name = "week" if self.hours > HOURS["week"] else self._widest()
            self.span = Span(first, first)
            self.spans.set_value(name)
            return
        self.hour.value = f"{self.opened.saved.time[min(self.span.first + place, self.hours - 1)]:%Y-%m-%d %H:%M}"
        self._explain()

    async def _explain_async(self) -> None:
        words, saved = self.view.words, self.opened.saved
        with self.view.caught():
            given = str(self.hour.value or "")
            lines = explain_hour(saved.results, given, self.view.lang)
            causes = await to_thread(lambda: self.opened.causes)
            hour = int(saved.time.get_indexer(pd.DatetimeIndex([pd.Timestamp(given)]))[0])
            members = self._drawing().members
            drawing = self._drawing()
            self.reason.clear()
            with self.reason:
                amounts = {cause: float(causes[hour, members, k].sum()) for k, cause in enumerate(CAUSES)}
                total = sum(amounts.values())
                heading(words("workbench.why", hour=given))
                if total > 0.5:
                    parts = [
                        f"{words(f'cause_{cause}')} {number(value * drawing.power.factor, drawing.power.digits)} {drawing.power.name}"
                        for cause, value in sorted(amounts.items(), key=lambda one: -one[1])
                        if value > 0.5
                    ]
                    ui.label(f"{words('workbench.curtailed_by')}: {'; '.join(parts)}")
                blocks = [block for block in _blocks(lines) if len(block) > 1]
                lost = causes[hour].sum(axis=1) > 0.5
                for area, block in enumerate(blocks):
                    shown_open = len(blocks) < 3 or (len(blocks) == len(lost) and bool(lost[area]))
                    with ui.expansion(block[0], value=shown_open).classes("w-full").props("dense"):
                        ui.label("\n".join(line.strip() for line in block[1:])).classes("lines")

    def _explain(self) -> None:
        ui.timer(0.01, self._explain_async, once=True)


def _blocks(lines: list[str]) -> list[list[str]]:
    """Return the lines area by area: a line that is not indented begins a block."""
    found: list[list[str]] = []
    for line in lines:
        if line.startswith(" ") and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found
