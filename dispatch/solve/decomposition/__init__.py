"""Decomposition along time: Lagrangian relaxation of the coupling constraints over time windows."""

from .partition import TimePartition
from .search import solve_from_duals, solve_windows
from .state import LENGTH

__all__ = ["LENGTH", "TimePartition", "solve_from_duals", "solve_windows"]
