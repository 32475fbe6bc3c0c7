"""Decomposition along time: Lagrangian relaxation of the coupling constraints over time windows."""

from .column_search import solve_columns
from .horizon_units import WholeUnits
from .partition import TimePartition
from .search import solve_from_duals, solve_windows
from .staged_horizon import Day, Masks, Staged, Stages, operate_in_stages
from .state import LENGTH

__all__ = [
    "LENGTH",
    "Day",
    "Masks",
    "Staged",
    "Stages",
    "TimePartition",
    "WholeUnits",
    "operate_in_stages",
    "solve_columns",
    "solve_from_duals",
    "solve_windows",
]
