"""Decomposition along time: Lagrangian relaxation of the coupling constraints over time windows."""

from .partition import TimePartition
from .search import LENGTH, solve_from_duals, solve_windows

__all__ = ["LENGTH", "TimePartition", "solve_from_duals", "solve_windows"]
