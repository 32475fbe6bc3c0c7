"""The report of a batch: tornado, heat maps, break-even lines, ranges over weather, verdicts; page and workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from dispatch.escape import document
from dispatch.messages import Lang, Words
from dispatch.report import Chapter, Chart, Col, Report, Series, Table, TableBuilder, columns, nth
from dispatch.report.build import LABELS, phrases, write

from . import analysis
from .dataset import Batch, open_batch
from .plan import AxisOf

GOOD, BAD, NEITHER, LOST = "#009E73", "#D55E00", "#c5cbd3", "#4d4d4d"


def report(folder: Path, lang: Lang, png: bool = False) -> list[Path]:
    """Write ``report.xlsx``, ``report.html`` and ``csv/`` into a batch folder, with ``png`` also ``png/``. Returns what was
    written. Raises CaseError, OSError, PictureError."""
    batch = open_batch(folder)
    return write(replace(build(batch, lang), other=build(batch, lang.other)), folder, png)


def build(batch: Batch, lang: Lang) -> Report:
    """All chapters of a batch in a language."""
    writer = _Writer(batch, lang)
    words, plan = writer.words, batch.plan
    counts = batch.table[batch.table["case"] > 0]["status"].value_counts()
    totals = {key: int(counts.get(key, 0)) for key in ("done", "failed", "missing")}
    title = document((plan.title_zh if lang is Lang.zh else "") or plan.title)
    lines = (words("batch_closing", **totals),)
    labels = {key: words(key) for key in LABELS}
    if totals["failed"] or totals["missing"]:
        labels["warning"] = words("batch_incomplete")
    return Report(words("report_of", title=title), lines, str(lang), tuple(writer.chapters()), labels, phrases(lang))


class _TableBuilder(TableBuilder):
    """Writes tables that name no areas."""

    def __init__(self, lang: Lang) -> None:
        self.lang, self.words = lang, Words(lang)


class _Writer:
    def __init__(self, batch: Batch, lang: Lang) -> None:
        self.batch, self.lang, self.words, self.builder = batch, lang, Words(lang), _TableBuilder(lang)
        self.rows = analysis.frame(batch)
        self.titles = {axis.name: document(axis.title(lang)) for axis in batch.plan.axes}
        self.measures = analysis.varying(self.rows, analysis.MEASURES)
        self.margins = analysis.margins(self.rows)

    def chapters(self) -> Iterator[Chapter]:
        """Every chapter; those without tables are left out by the page."""
        yield self.builder.chapter("batch_cases", self._cases(), self._failed())
        yield self.builder.chapter("batch_verdict", self._verdicts())
        yield self.builder.chapter("batch_tornado", *(self._tornado(key) for key in self.measures))
        yield self.builder.chapter("batch_influence", *(self._influence(key) for key in self.measures))
        yield self.builder.chapter("batch_ranges", *(self._ranges(key) for key in self.measures))
        yield self.builder.chapter("batch_heat", *self._heats())
        yield self.builder.chapter("batch_break_even", *self._break_evens())

    def _measure(self, key: str) -> str:
        """What a measure or the margin of a target is called."""
        if key.startswith("margin."):
            return f"{self.words('margin')}: {document(key.removeprefix('margin.'))}"
        return self.words("coal_burnt" if key == "coal" else key)

    def _ascii(self, key: str) -> str:
        """A measure in the name of a file."""
        return f"target_{self.margins.index(key) + 1}" if key in self.margins else key

    def _quantity(self, key: str) -> str:
        return "number" if key.startswith("margin.") else analysis.QUANTITY[key]

    def _named(self, table: Table | None, key: str, title: str) -> Table | None:
        """One of several tables of a kind."""
        return None if table is None else replace(table, key=key, title=f"{table.title}: {title}")

    def _cases(self) -> Table | None:
        """Every case that is done: levels and measures."""
        shown = [Col("case", "count", self.words("case_number"))]
        frame = self.rows.copy()
        for axis in self.batch.plan.axes:
            levels = analysis.column(axis.name)
            frame[levels] = [analysis.label(axis, level) for level in frame[levels]] if len(frame) else []
            shown.append(Col(levels, "text", self.titles[axis.name]))
        measured = [Col(key, self._quantity(key), self._measure(key)) for key in (*analysis.MEASURES, *self.margins)]
        return self.builder.table("batch_cases", frame, [*shown, *measured])

    def _failed(self) -> Table | None:
        table = self.batch.table
        lost = table[table["status"] == "failed"]
        frame = pd.DataFrame(
            {
                "case_number": list(lost["case"]),
                "case_name": list(lost["name"]),
                "reason": [f"reason_{reason}" for reason in lost["reason"]],
                "message": list(lost["message"]),
            }
        )
        shown = columns(case_number="count", case_name="text", reason="word", message="text")
        return self.builder.table("batch_failed", frame, shown)

    def _verdicts(self) -> Table | None:
        frame = analysis.verdicts(self.batch)
        if frame.empty:
            return None
        kinds = {"met": GOOD, "not_met": BAD, "no_verdict": NEITHER, "failed": LOST, "missing": LOST}
        series = [Series(key, colour) for key, colour in kinds.items()]
        chart = self.builder.chart(self.words("table_batch_verdict"), "bar", "target", series, (0, len(frame)), "count")
        shown = [*columns(target="text"), *columns(**dict.fromkeys(kinds, "count"))]
        spread = [
            Col(key, "number", f"{self.words('margin')}: {self.words(key)}") for key in ("least", "middle", "most")
        ]
        return self.builder.table("batch_verdict", frame, [*shown, *spread], [chart])

    def _tornado(self, key: str) -> Table | None:
        frame = analysis.tornado(self.batch, self.rows, key)
        if frame.empty:
            return None
        for name in ("level_least", "level_most"):
            frame[name] = [f"{v:g}" if isinstance(v, float) else str(v) for v in frame[name]]
        frame["axis"] = [self.titles[name] for name in frame["axis"]]
        quantity = self._quantity(key)
        series = [Series("more", BAD), Series("less", "#0072B2", "below")]
        chart = self.builder.chart(self._measure(key), "bar", "axis", series, (0, len(frame)), quantity)
        numbers = dict.fromkeys(("least", "most", "less", "more"), quantity)
        shown = columns(axis="text", level_least="text", level_most="text", **numbers)
        return self._named(
            self.builder.table("batch_tornado", frame, shown, [chart]), f"tornado_{key}", self._measure(key)
        )

    def _influence(self, key: str) -> Table | None:
        frame = analysis.influence(self.batch, self.rows, key)
        if frame.empty:
            return None
        frame["axis"] = [self.titles[name] for name in frame["axis"]]
        if "correlation" in frame:
            shown, quantity, drawn = columns(axis="text", correlation="number"), None, [("correlation", "line")]
        else:
            quantity = self._quantity(key)
            shown, drawn = columns(axis="text", strength=quantity, spread=quantity), [("strength", "above")]
        series = [Series(name, "#0072B2", "line" if role == "line" else "above") for name, role in drawn]
        chart = self.builder.chart(self._measure(key), "bar", "axis", series, (0, len(frame)), quantity)
        table = self.builder.table("batch_influence", frame, shown, [chart])
        return self._named(table, f"influence_{key}", self._measure(key))

    def _ranges(self, key: str) -> Table | None:
        frame = analysis.ranges(self.batch, self.rows, key)
        if frame.empty:
            return None
        others = [axis for axis in self.batch.plan.axes if axis.kind != "seed"]
        points = [
            ", ".join(
                f"{self.titles[axis.name]} {analysis.label(axis, row[analysis.column(axis.name)])}" for axis in others
            )
            for row in frame.to_dict("records")
        ]
        frame["point"] = [point or self.words("base_case") for point in points]
        quantity = self._quantity(key)
        series = [Series(name, nth(k)[0], "line") for k, name in enumerate(("least", "mean", "most"))]
        chart = self.builder.chart(self._measure(key), "bar", "point", series, (0, len(frame)), quantity)
        shown = columns(point="text", least=quantity, mean=quantity, most=quantity, cases="count")
        return self._named(
            self.builder.table("batch_ranges", frame, shown, [chart]), f"ranges_{key}", self._measure(key)
        )

    def _heats(self) -> Iterator[Table | None]:
        for down, across in analysis.pairs(self.batch):
            for key in (*self.measures, *analysis.varying(self.rows, self.margins)):
                yield self._heat(down, across, key)

    def _heat(self, down: AxisOf, across: AxisOf, key: str) -> Table | None:
        whole = analysis.grid(self.batch, self.rows, down, across, key)
        if not np.isfinite(whole.to_numpy()).any():
            return None
        frame = pd.DataFrame({"level": [analysis.label(down, level) for level in whole.index]})
        shown = [Col("level", "text", f"{self.titles[down.name]} ↓ {self.titles[across.name]} →")]
        for k, level in enumerate(whole.columns):
            frame[f"at_{k}"] = whole[level].to_numpy()
            shown.append(Col(f"at_{k}", self._quantity(key), analysis.label(across, level)))
        series = [Series(column.key, nth(0)[0]) for column in shown[1:]]
        title = f"{self._measure(key)}, {self.titles[down.name]} × {self.titles[across.name]}"
        chart = self.builder.chart(title, "heat", "level", series, (0, len(frame)), self._quantity(key))
        name = f"heat_{down.name}_{across.name}_{self._ascii(key)}"
        return self._named(self.builder.table("batch_heat", frame, shown, [chart]), name, title)

    def _break_evens(self) -> Iterator[Table | None]:
        for one, other in analysis.pairs(self.batch):
            for x, y in ((one, other), (other, one)):
                for key in analysis.varying(self.rows, self.margins):
                    yield self._break_even(x, y, key)

    def _break_even(self, x: AxisOf, y: AxisOf, key: str) -> Table | None:
        frame = analysis.break_even(self.batch, self.rows, x, y, key)
        if frame.empty:
            return None
        frame["level"] = [analysis.label(x, level) for level in frame["level"]]
        target = document(key.removeprefix("margin."))
        title = f"{target}, {self.titles[y.name]} ({self.titles[x.name]})"
        shown = [Col("level", "text", self.titles[x.name]), Col("break_even", "number", self.titles[y.name])]
        chart: Chart = self.builder.chart(
            title, "line", "level", [Series("break_even", BAD, "line")], (0, len(frame)), axis=self.titles[y.name]
        )
        table = self.builder.table("batch_break_even", frame, shown, [chart])
        return self._named(table, f"break_even_{x.name}_{y.name}_{self._ascii(key)}", title)
