"""The LP of a case as a file for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dispatch.app.assemble import build, whole_units
from dispatch.app.reading import read_case
from dispatch.case import gather, is_workbook, override, write_workbook
from dispatch.case.schema import SCHEMA
from dispatch.escape import script
from dispatch.lp import write
from dispatch.results.partial import appearing_file

SERIES = "series"
"""Sheet of series that no file names."""
LONGEST_SHEET = 31
"""Most characters of the name of a sheet."""
_SCRIPT = '''"""The dispatch LP of a case as a Pyomo model, in GW, GWh and million CNY.

Import `model` from this file: a ConcreteModel. Add rules, and solve it with any solver that Pyomo drives.
Written by `dispatch export --to pyomo`. Blocks keep their names; labels are in ASCII (dispatch.lp.ascii_name).
"""

import dispatch

CASE = {case}
SETTINGS = {settings}
START, HOURS = {start}, {hours}
DIGEST = {digest}


def create():
    """Read the case again and build it. Raises ValueError if its tables have changed since the export."""
    case = dispatch.read_case(CASE, SETTINGS, START, HOURS)
    if case.digest != DIGEST:
        raise ValueError(f"{{CASE}} has changed since this file was written: export it again")
    return dispatch.build(case).to_pyomo()


model = create()
'''


def export_workbook(case_folder: Path, out: Path, settings: Sequence[str]) -> None:
    """Write a case with all that it extends as one workbook, after ``settings``. Series that are drawn are written as values.

    Raises FileExistsError if ``out`` exists, CaseError, OSError.
    """
    case = read_case(case_folder, settings)
    sources = gather(case_folder)
    override(sources, settings)
    tables = {
        name: [{column: cell.value for column, cell in row.items()} for row in rows]
        for name, rows in sources.rows.items()
    }
    keys = {key: value for key, value in sources.settings.items() if key not in ("extends", "drop", "weather")}
    stem = SERIES if case.settings.weather.drawn else Path(case.settings.series).stem
    sheet = stem[:LONGEST_SHEET] if stem not in SCHEMA else SERIES
    keys["series"] = f"{sheet}.csv"
    with appearing_file(out) as path:
        write_workbook(path, tables, keys, {sheet: (case.time, case.series)})


def export(
    case_folder: Path,
    kind: str,
    out: Path,
    settings: Sequence[str],
    start: str | None,
    hours: int | None,
    integer: bool = False,
) -> None:
    """Write ``out``. kind ``lp`` or ``mps``: by HiGHS; with ``integer``, of whole units. ``pyomo``: a Python script that makes
    the ConcreteModel; or, where ``out`` ends in .lp, .mps or .nl, that model in Pyomo's own writing.

    Raises FileExistsError if ``out`` exists, CaseError, InfeasibleError, OSError.
    """
    with appearing_file(out) as path:
        case = read_case(case_folder, settings, start, hours)
        if kind != "pyomo":
            lp = build(case)
            write(lp, path, *(whole_units(case, lp) if integer else ()))
            return
        if out.suffix in (".lp", ".mps", ".nl"):
            model: Any = build(case).to_pyomo()
            model.write(str(path), io_options={"symbolic_solver_labels": True})
            return
        place = case_folder.resolve() if is_workbook(case_folder) else case.folder
        known = {"case": str(place), "settings": list(settings), "start": start, "hours": hours}
        text = _SCRIPT.format(**{key: script(value) for key, value in (known | {"digest": case.digest}).items()})
        path.write_text(text, encoding="utf-8")
