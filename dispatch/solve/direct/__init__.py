"""Direct methods: HiGHS on the whole LP, without a decomposition."""

from .attempt import Attempt, Pair
from .chain import Step, walk
from .chains import DIRECT, solve_whole
from .highs_method import BOUNDED, METHODS, NEAR_GAP
from .repairs import REPAIRS
from .scaled_units import in_scaled_units

__all__ = [
    "BOUNDED",
    "DIRECT",
    "METHODS",
    "NEAR_GAP",
    "REPAIRS",
    "Attempt",
    "Pair",
    "Step",
    "in_scaled_units",
    "solve_whole",
    "walk",
]
