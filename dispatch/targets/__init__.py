"""The verdict: can the targets be met, by how much not, what would close the distance, and how sure that is."""

from .assess import Verdict, judge
from .result_table import ResultTable
from .study import PARTS, USUAL, findings
from .variant import Solver

__all__ = ["PARTS", "USUAL", "ResultTable", "Solver", "Verdict", "findings", "judge"]
