"""Labelled linear algebra over whole years, rendered to HiGHS and to Pyomo."""

from dispatch.arrays import Floats, Integers

from .axis import Axis, Mapping, Parameter
from .errors import AlignmentError, BoundsCross, CannotHold, ModelError, RowCannotHold
from .expression import Expression, Relation, constant, from_parameter
from .files import write
from .highs import SMALLEST, silent, to_highs
from .names import ascii_name, equation_of
from .own import own_blocks, own_digest
from .point import Point
from .program import COUPLES, LP, Block, Matrix
from .scenarios import Risk, Scenarios, side_by_side, tail_mean
from .transform import columns_of, least_shortfall, with_cost, with_last_row, with_row, with_upper

__all__ = [
    "COUPLES",
    "LP",
    "SMALLEST",
    "AlignmentError",
    "Axis",
    "Block",
    "BoundsCross",
    "CannotHold",
    "Expression",
    "Floats",
    "Integers",
    "Mapping",
    "Matrix",
    "ModelError",
    "Parameter",
    "Point",
    "Relation",
    "Risk",
    "RowCannotHold",
    "Scenarios",
    "ascii_name",
    "columns_of",
    "constant",
    "equation_of",
    "from_parameter",
    "least_shortfall",
    "own_blocks",
    "own_digest",
    "side_by_side",
    "silent",
    "tail_mean",
    "to_highs",
    "with_cost",
    "with_last_row",
    "with_row",
    "with_upper",
    "write",
]
