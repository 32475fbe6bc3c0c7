"""Labelled linear algebra over whole years, rendered to HiGHS and to Pyomo."""

from dispatch.arrays import Floats, Integers

from .axis import AlignmentError, Axis, Mapping, Parameter
from .expression import Expression, Relation, constant, from_parameter
from .files import write
from .highs import to_highs
from .names import ascii_name
from .own import own_blocks, own_digest
from .point import Point
from .program import COUPLES, LP, Block, Matrix

__all__ = [
    "COUPLES",
    "LP",
    "AlignmentError",
    "Axis",
    "Block",
    "Expression",
    "Floats",
    "Integers",
    "Mapping",
    "Matrix",
    "Parameter",
    "Point",
    "Relation",
    "ascii_name",
    "constant",
    "from_parameter",
    "own_blocks",
    "own_digest",
    "to_highs",
    "write",
]
