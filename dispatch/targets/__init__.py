"""Study of the targets: whether they are met, the gap, the measures that close it, and its robustness."""

from .assess import Verdict, judge
from .result_table import ResultTable
from .solver import Solver
from .study import PARTS, USUAL, findings

__all__ = ["PARTS", "USUAL", "ResultTable", "Solver", "Verdict", "findings", "judge"]
