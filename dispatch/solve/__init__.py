"""Solver control: a linear program whose columns and rows have hours goes in, a certified solution comes out. HiGHS solves all LPs."""

from .elastic import relax
from .mip import solve_whole_units
from .problem import Basis, Method, Options, Problem, Progress, Solution, Status
from .selection import coupling_rows
from .strategy import solve
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
