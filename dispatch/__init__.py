"""Dispatch: the hourly dispatch of a regional power system over a year, as one linear program.

case = dispatch.read_case("inputs/neimenggu-2030")
run = dispatch.run(case)
run.results, run.summary
run.save("results/mine")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app.assemble import build, run
    from .app.reading import read_case
    from .case import Case
    from .errors import (
        CaseError,
        DispatchError,
        InfeasibleError,
        Interrupted,
        OutOfMemoryError,
        SolverError,
        UnboundedError,
    )
    from .external import solve_linopy
    from .lp import LP, Parameter
    from .results import Run, open_run

_HOME = {
    "build": "app.assemble",
    "run": "app.assemble",
    "Case": "case",
    "read_case": "app.reading",
    "CaseError": "errors",
    "DispatchError": "errors",
    "InfeasibleError": "errors",
    "Interrupted": "errors",
    "OutOfMemoryError": "errors",
    "SolverError": "errors",
    "UnboundedError": "errors",
    "solve_linopy": "external",
    "LP": "lp",
    "Parameter": "lp",
    "Run": "results",
    "open_run": "results",
}

__all__ = [
    "LP",
    "Case",
    "CaseError",
    "DispatchError",
    "InfeasibleError",
    "Interrupted",
    "OutOfMemoryError",
    "Parameter",
    "Run",
    "SolverError",
    "UnboundedError",
    "build",
    "open_run",
    "read_case",
    "run",
    "solve_linopy",
]


def __getattr__(name: str) -> Any:
    """Public names, imported at first use: parts of the package import each other through it, and a command
    that only prints its help need not load the solver."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
