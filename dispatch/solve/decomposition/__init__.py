"""Decomposition along time: Lagrangian relaxation of the coupling constraints over time windows."""

from .partition import TimePartition
from .search import solve_from_duals, solve_windows
from .staged_horizon import Day, Staged, Stages, operate_in_stages
from .state import LENGTH

__all__ = [
    "LENGTH",
    "Day",
    "Staged",
    "Stages",
    "TimePartition",
    "operate_in_stages",
    "solve_from_duals",
    "solve_windows",
]
