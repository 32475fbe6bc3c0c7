"""A saved study as the report has it: sentences, chapters, tables and charts; nothing is computed again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dispatch.messages import Lang
from dispatch.report import Chart, Report, Series, Table, build_study

from .charts import Options, options
from .runs import Runs
from .workspace import Kind


def study_report(kind: Kind, path: str, folder: Path, lang: Lang, runs: Runs) -> Report:
    """Return the report of a saved study in a language. runs: opened runs, where a plan and an operation are read, one at a time.
    Raises CaseError for a damaged one, OSError."""
    if kind == "targets":
        from dispatch.targets import open_study
        from dispatch.targets.report import build as of_targets

        return of_targets(open_study(folder), lang)
    if kind == "adequacy":
        from dispatch.adequacy.report import build as of_adequacy
        from dispatch.adequacy.results import load

        return of_adequacy(load(folder), lang)
    if kind == "batch":
        from dispatch.batch import open_batch
        from dispatch.batch.report import build as of_batch

        return of_batch(open_batch(folder), lang)
    return build_study(runs.open(path, folder).saved, lang)


def chart_options(table: Table, chart: Chart) -> Options:
    """Return a chart of a report as options of ECharts."""
    if chart.kind == "heat":
        return _heat(table, chart)
    part = table.data.iloc[chart.first : chart.last]
    series = [_series(table, chart, one) for one in chart.series]
    return options([str(value) for value in part[chart.x]], series, chart.axis)


def _values(table: Table, chart: Chart, column: str) -> list[float | None]:
    values = np.asarray(table.data[column].iloc[chart.first : chart.last], dtype=float)
    return [None if value != value else round(value, 6) for value in values.tolist()]


def _series(table: Table, chart: Chart, one: Series) -> dict[str, Any]:
    values = _values(table, chart, one.column)
    below = one.role == "below"
    if below:
        values = [None if value is None else -value for value in values]
    made: dict[str, Any] = {
        "name": table.column(one.column).title,
        "data": values,
        "color": one.colour,
        "symbol": "none",
    }
    if one.role == "line" or chart.kind == "line":
        points = chart.kind == "bar"
        style = {"width": 0.0 if points else 2.0, "type": "dashed" if one.dashed else "solid"}
        return made | {"type": "line", "lineStyle": style} | ({"symbol": "diamond", "symbolSize": 9} if points else {})
    if chart.kind == "bar":
        return made | {"type": "bar", "stack": "all", "barMaxWidth": 46}
    area = {"opacity": 0.45 if one.role == "curtailed" else 0.85}
    return made | {
        "type": "line",
        "stack": "below" if below else "above",
        "areaStyle": area,
        "lineStyle": {"width": 0.0},
    }


def _heat(table: Table, chart: Chart) -> Options:
    columns = [table.column(one.column).title for one in chart.series]
    rows = [str(value) for value in table.data[chart.x].iloc[chart.first : chart.last]]
    cells = [
        [across, down, value]
        for across, one in enumerate(chart.series)
        for down, value in enumerate(_values(table, chart, one.column))
        if value is not None
    ]
    highest = max((abs(value) for _, _, value in cells), default=0.0) or 1.0
    return {
        "animation": False,
        "aria": {"enabled": True},
        "tooltip": {"confine": True},
        "grid": {"left": 96, "right": 90, "top": 16, "bottom": 44},
        "xAxis": {"type": "category", "data": columns},
        "yAxis": {"type": "category", "data": rows, "inverse": True},
        "visualMap": {
            "min": min(0.0, *(value for _, _, value in cells)) if cells else 0.0,
            "max": highest,
            "text": [chart.axis, ""],
            "right": 0,
            "top": "middle",
            "inRange": {"color": ["#ffffff", "#e69f00", "#7a2a00"]},
        },
        "series": [{"type": "heatmap", "data": cells}],
    }
