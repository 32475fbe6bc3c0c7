"""Solver control: a linear program whose columns and rows have hours goes in, a certified solution comes out. HiGHS solves all LPs.

Names are imported on first use, so that a command that needs a type only does not load HiGHS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .decomposition import Day, Masks, Staged, Stages, WholeUnits, operate_in_stages
    from .elastic import relax
    from .highs import trim_memory
    from .mip import empty_ranges, relax_whole_units, solve_week_by_week, solve_whole_units
    from .problem import Basis, Method, Options, Problem, Progress, Solution, Status
    from .selection import coupling_rows
    from .strategy import solve
    from .unbounded import find_ray
    from .warm_start import proven_start, values_of_start

_HOME = {
    "Basis": "problem",
    "Day": "decomposition",
    "Masks": "decomposition",
    "Method": "problem",
    "Options": "problem",
    "Problem": "problem",
    "Progress": "problem",
    "Solution": "problem",
    "Staged": "decomposition",
    "Stages": "decomposition",
    "Status": "problem",
    "WholeUnits": "decomposition",
    "coupling_rows": "selection",
    "empty_ranges": "mip",
    "find_ray": "unbounded",
    "operate_in_stages": "decomposition",
    "proven_start": "warm_start",
    "relax": "elastic",
    "relax_whole_units": "mip",
    "solve": "strategy",
    "solve_week_by_week": "mip",
    "solve_whole_units": "mip",
    "trim_memory": "highs",
    "values_of_start": "warm_start",
}

__all__ = [
    "Basis",
    "Day",
    "Masks",
    "Method",
    "Options",
    "Problem",
    "Progress",
    "Solution",
    "Staged",
    "Stages",
    "Status",
    "WholeUnits",
    "coupling_rows",
    "empty_ranges",
    "find_ray",
    "operate_in_stages",
    "proven_start",
    "relax",
    "relax_whole_units",
    "solve",
    "solve_week_by_week",
    "solve_whole_units",
    "trim_memory",
    "values_of_start",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use. Raises AttributeError for other names."""
    from importlib import import_module

    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
