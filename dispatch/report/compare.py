"""Runs side by side: the inputs that differ, headline, targets, curtailment with its causes, reserve, cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dispatch.escape import document
from dispatch.messages import Lang
from dispatch.messages.units import unit
from dispatch.results.attribution import CAUSES, attribute
from dispatch.results.partial import appearing
from dispatch.results.saved_run import Saved, read
from dispatch.results.tolerances import MIN_POWER_MW

from .build import LABELS, phrases, title_of, write
from .chapters.cost import KNOWN
from .chapters.curtailment import members_of
from .chapters.verdict import HEADLINE, figures, verdict_word
from .differences import differences, own_differences
from .table import Chart, Report, Table
from .table_builder import REGION, Col, TableBuilder, columns

Row = dict[str, Any]


def compare(places: Sequence[Path], out: Path, lang: Lang) -> list[Path]:
    """Write the comparison of runs into a new folder ``out``, whole or not at all; the first is the base. Raises
    CaseError, OSError."""
    runs = [read(place) for place in places]
    names = _names(places)
    other = Comparison(runs, names, lang.other).report()
    content = replace(Comparison(runs, names, lang).report(), other=other)
    with appearing(out) as part:
        written = write(content, part, png=False)
    return [out / path.name for path in written]


def _names(places: Sequence[Path]) -> list[str]:
    """Names of folders, numbered where two are alike."""
    names = [document(place.resolve().name) for place in places]
    return [name if names.count(name) == 1 else f"{name} ({k})" for k, name in enumerate(names, start=1)]


class Comparison:
    """Tables whose columns are runs: ``run_0`` is the base, ``less_K`` is what run K has more than the base."""

    def __init__(self, runs: Sequence[Saved], names: Sequence[str], lang: Lang) -> None:
        self.runs, self.names = runs, names
        self.builders = [TableBuilder(run, lang) for run in runs]
        self.builder, self.words = self.builders[0], self.builders[0].words
        for builder in reversed(self.builders):
            self.builder.areas.update(builder.areas)

    def report(self) -> Report:
        """All chapters."""
        chapter = self.builder.chapter
        chapters = (
            chapter("compare_inputs", self._runs(), self._inputs()),
            chapter("compare_headline", self._headline()),
            chapter("compare_targets", self._targets()),
            chapter("compare_curtailment", self._curtailment(), self._causes()),
            chapter("compare_reserve", self._reserve()),
            chapter("compare_cost", self._cost()),
        )
        lines = tuple(f"{k + 1}. {name}" for k, name in enumerate(self.names))
        labels = {key: self.words(key) for key in LABELS}
        return Report(
            self.words("comparison"), lines, str(self.builder.lang), chapters, labels, phrases(self.builder.lang)
        )

    def _columns(self, kind: str) -> list[Col]:
        """A column a run, then a difference from the base for each of the others."""
        each = [Col(f"run_{k}", kind, name) for k, name in enumerate(self.names)]
        if kind in ("text", "word"):
            return each
        base = self.names[0]
        titles = [self.words("difference", run=name, base=base) for name in self.names[1:]]
        return [*each, *(Col(f"less_{k}", kind, title) for k, title in enumerate(titles, start=1))]

    def _merged(self, keys: list[str], rows: Callable[[int], Iterable[Row]]) -> pd.DataFrame:
        """Rows of all runs by their keys, in the order in which they first appear; ``value`` becomes a column a run."""
        merged: dict[tuple[Any, ...], Row] = {}
        for k in range(len(self.runs)):
            for row in rows(k):
                whole = merged.setdefault(tuple(row[key] for key in keys), {key: row[key] for key in keys})
                whole[f"run_{k}"] = row["value"]
        frame = pd.DataFrame(list(merged.values()))
        for k in range(len(self.runs)):
            if f"run_{k}" not in frame:
                frame[f"run_{k}"] = np.nan
            if k and not frame.empty and pd.api.types.is_numeric_dtype(frame[f"run_{k}"]):
                frame[f"less_{k}"] = frame[f"run_{k}"] - frame["run_0"]
        return frame

    def _runs(self) -> Table | None:
        rows = []
        for name, saved in zip(self.names, self.runs, strict=True):
            record = saved.record
            window = self.words("window_is", start=record["from"], hours=record["hours"])
            changed = saved.changes(self.words) or self.words("nothing")
            rows.append(
                {"run_name": name, "case": title_of(saved, self.builder.lang), "window": window, "changed": changed}
            )
            rows[-1] |= {"status": record["status"], "case_digest": record["case_digest"]}
        shown = columns(run_name="text", case="text", window="text", changed="text", status="word", case_digest="text")
        return self.builder.table("compare_runs", pd.DataFrame(rows), shown)

    def _inputs(self) -> Table | None:
        rows = [
            {"table_name": d.table, "row_name": d.row, "column_name": d.column, "measure_unit": d.unit}
            | {f"run_{k}": self.words("absent") if v is None else v for k, v in enumerate(d.values)}
            for d in [
                *differences([saved.inputs for saved in self.runs]),
                *own_differences([saved.record.get("own_blocks", []) for saved in self.runs]),
            ]
        ]
        shown = columns(table_name="text", row_name="text", column_name="text", measure_unit="text")
        return self.builder.table("compare_inputs", pd.DataFrame(rows), [*shown, *self._columns("text")])

    def _headline(self) -> Table | None:
        """Area and measure; numbers in the unit of the measure, which is a column."""
        lang = self.builder.lang

        def rows(k: int) -> Iterable[Row]:
            for area, _ in self.builders[k].places:
                found = figures(self.runs[k].summary, area)
                for column in HEADLINE:
                    in_unit = unit(column.kind, lang)
                    title = self.words("coal_burnt" if column.key == "coal" else column.key)
                    value = found[column.key] * in_unit.factor
                    yield {"area": area, "measure": title, "measure_unit": in_unit.name, "value": value}

        frame = self._merged(["area", "measure", "measure_unit"], rows)
        shown = [*columns(area="area", measure="text", measure_unit="text"), *self._columns("number")]
        for k, name in enumerate(self.names[1:], start=1):
            frame[f"change_{k}"] = frame[f"less_{k}"] / frame["run_0"].where(frame["run_0"] != 0)
            shown.append(Col(f"change_{k}", "share", self.words("change", run=name, base=self.names[0])))
        return self.builder.table("compare_headline", frame, shown)

    def _targets(self) -> Table | None:
        def rows(what: str) -> Callable[[int], Iterable[Row]]:
            def of(k: int) -> Iterable[Row]:
                saved = self.runs[k]
                texts = saved.labels(f"target_text_{self.builder.lang}")
                for text, target in zip(texts, saved.summary["targets"], strict=True):
                    value = verdict_word(target) if what == "met" else target[what]
                    known = np.nan if value is None else value
                    yield {"target": text, "target_unit": target["unit"], "value": known}

            return of

        keys = ["target", "target_unit"]
        frame = self._merged(keys, rows("achieved"))
        met = self._merged(keys, rows("met"))
        if frame.empty:
            return None
        verdicts = []
        for k, name in enumerate(self.names):
            frame[f"met_{k}"] = met[f"run_{k}"].fillna("")
            verdicts.append(Col(f"met_{k}", "word", f"{name}: {self.words('verdict')}"))
        shown = [*columns(target="text", target_unit="text"), *self._columns("number"), *verdicts]
        return self.builder.table("compare_targets", frame, shown)

    def _curtailment(self) -> Table | None:
        """Energy curtailed and its rate, by area and technology."""

        def rows(rate: bool) -> Callable[[int], Iterable[Row]]:
            def of(k: int) -> Iterable[Row]:
                saved = self.runs[k]
                lost, offered = saved.total("curtailment"), saved.total("available")
                for area, members in self.builders[k].places:
                    for kind, technologies in members_of(saved):
                        cells = np.ix_(members, technologies)
                        whole, gone = float(offered[cells].sum()), float(lost[cells].sum())
                        if whole > 0:
                            yield {"area": area, "technology": kind, "value": gone / whole if rate else gone}

            return of

        keys = ["area", "technology"]
        frame, rates = self._merged(keys, rows(False)), self._merged(keys, rows(True))
        if frame.empty:
            return None
        shown = [*columns(area="area", technology="word"), *self._columns("energy")]
        for column in self._columns("share"):
            key = f"rate_{column.key}"
            frame[key] = rates[column.key]
            shown.append(Col(key, "share", f"{self.words('curtailment_rate')}: {column.title}"))
        return self.builder.table("compare_curtailment", frame, shown)

    def _causes(self) -> Table | None:
        """A row a run in each place, so that the runs stand side by side."""
        energies = [
            np.einsum("tak,takc->ac", saved.array("curtailment"), attribute(saved).share) for saved in self.runs
        ]
        rows: list[Row] = []
        charts: list[Chart] = []
        for area in self._places():
            first = len(rows)
            for k, builder in enumerate(self.builders):
                members = dict(builder.places).get(area)
                if members is None:
                    continue
                amounts = energies[k][members].sum(axis=0)
                rows.append({"area": area, "run_name": self.names[k], "cause_total": amounts.sum()})
                rows[-1] |= dict(zip(CAUSES, amounts, strict=True))
            if any(row["cause_total"] > 0 for row in rows[first:]):
                span = (first, len(rows))
                charts.append(
                    self.builder.chart(
                        self.builder.areas[area], "bar", "run_name", self.builder.series(CAUSES), span, "energy"
                    )
                )
        causes = [Col(cause, "energy", self.words(f"cause_{cause}")) for cause in CAUSES]
        shown = [*columns(area="area", run_name="text", cause_total="energy"), *causes]
        return self.builder.table("compare_cause", pd.DataFrame(rows), shown, charts)

    def _places(self) -> list[str]:
        return list(dict.fromkeys(area for builder in self.builders for area, _ in builder.places))

    def _reserve(self) -> Table | None:
        """Hours and energy short, and the mean requirement, by area and direction."""
        lang = self.builder.lang

        def rows(k: int) -> Iterable[Row]:
            saved = self.runs[k]
            required, short = saved.array("reserve_required"), saved.array("reserve_shortfall")
            for a, area in enumerate(saved.areas):
                for way, direction in enumerate(saved.labels("direction")):
                    if not required[:, a, way].any():
                        continue
                    found = {
                        ("required", "power"): required[:, a, way].mean(),
                        ("shortfall_hours", "hours"): float((short[:, a, way] > MIN_POWER_MW).sum()),
                        ("shortfall_energy", "content"): short[:, a, way].sum(),
                        ("shortfall_most", "power"): short[:, a, way].max(),
                    }
                    for (key, quantity), value in found.items():
                        in_unit = unit(quantity, lang)
                        row = {"area": area, "direction": f"way_{direction}", "measure": self.words(key)}
                        yield row | {"measure_unit": in_unit.name, "value": value * in_unit.factor}

        frame = self._merged(["area", "direction", "measure", "measure_unit"], rows)
        shown = columns(area="area", direction="word", measure="text", measure_unit="text")
        return self.builder.table("compare_reserve", frame, [*shown, *self._columns("number")])

    def _cost(self) -> Table | None:
        def rows(k: int) -> Iterable[Row]:
            saved = self.runs[k]
            names, whole = saved.labels("term"), saved.array("cost_of_region")
            parts = [(REGION, whole), *zip(saved.areas, saved.array("cost"), strict=True)]
            for area, amounts in parts:
                for name, amount in zip(names, amounts, strict=True):
                    if amount != 0:
                        title = self.words(f"term_{name}") if name in KNOWN else name
                        yield {"area": area, "item": title, "value": float(amount)}
                yield {"area": area, "item": self.words("cost_total"), "value": float(np.sum(amounts))}

        frame = self._merged(["area", "item"], rows)
        return self.builder.table("compare_cost", frame, [*columns(area="area", item="text"), *self._columns("money")])
