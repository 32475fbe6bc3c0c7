"""How HiGHS is driven. A generic linear program goes in, whose columns and rows carry the hours that they touch."""

from .elastic import relax
from .mip import solve_whole_units
from .problem import Basis, Method, Options, Problem, Progress, Solution, Status
from .strategy import coupling_rows, solve
from .unbounded import find_ray

__all__ = [
    "Basis",
    "Method",
    "Options",
    "Problem",
    "Progress",
    "Solution",
    "Status",
    "coupling_rows",
    "find_ray",
    "relax",
    "solve",
    "solve_whole_units",
]
