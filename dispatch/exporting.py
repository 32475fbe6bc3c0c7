"""The LP of a case as a file for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dispatch.assemble import build
from dispatch.lp import write
from dispatch.reading import read_case

_SCRIPT = '''"""The dispatch LP of a case as a Pyomo model, in GW, GWh and million CNY.

    from {module} import model          # a ConcreteModel: add rules, solve it with any solver that Pyomo drives

Written by `dispatch export --to pyomo`. Blocks keep their names; labels are in ASCII (dispatch.lp.ascii_name).
"""

import dispatch

CASE = {case!r}
SETTINGS = {settings!r}
START, HOURS = {start!r}, {hours!r}
DIGEST = {digest!r}


def create():
    """Read the case again and build it. Raises ValueError if its tables have changed since the export."""
    case = dispatch.read_case(CASE, SETTINGS, START, HOURS)
    if case.digest != DIGEST:
        raise ValueError(f"{{CASE}} has changed since this file was written: export it again")
    return dispatch.build(case).to_pyomo()


model = create()
'''


def export(
    case_folder: Path, kind: str, out: Path, settings: Sequence[str], start: str | None, hours: int | None
) -> None:
    """Write ``out``. kind ``lp`` or ``mps``: by HiGHS. ``pyomo``: a Python script that makes the ConcreteModel; or, where
    ``out`` ends in .lp, .mps or .nl, that model in Pyomo's own writing.

    Raises FileExistsError if ``out`` exists, CaseError, InfeasibleError, OSError.
    """
    if out.exists():
        raise FileExistsError(f"{out} exists")
    case = read_case(case_folder, settings, start, hours)
    out.parent.mkdir(parents=True, exist_ok=True)
    if kind != "pyomo":
        write(build(case), out)
    elif out.suffix in (".lp", ".mps", ".nl"):
        model: Any = build(case).to_pyomo()
        model.write(str(out), io_options={"symbolic_solver_labels": True})
    else:
        known = {"settings": list(settings), "start": start, "hours": hours, "digest": case.digest}
        text = _SCRIPT.format(module=out.stem, case=str(case.folder), **known)
        out.write_text(text, encoding="utf-8")
