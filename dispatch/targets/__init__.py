"""The verdict: can the targets be met, by how much not, what would close the distance, and how sure that is."""

from .assess import Verdict, judge
from .result_table import ResultTable
from .solver import Solver
from .study import PARTS, USUAL, findings

__all__ = ["PARTS", "USUAL", "ResultTable", "Solver", "Verdict", "findings", "judge"]
