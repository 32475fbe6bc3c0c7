"""How HiGHS is driven. A generic linear program goes in, whose columns and rows carry the hours that they touch."""

from .integer import solve_whole_units
from .problem import Basis, Method, Options, Problem, Progress, Solution, Status
from .relax import relax
from .run import coupling_rows, solve

__all__ = [
    "Basis",
    "Method",
    "Options",
    "Problem",
    "Progress",
    "Solution",
    "Status",
    "coupling_rows",
    "relax",
    "solve",
    "solve_whole_units",
]
