"""Study of the targets: whether they are met, the gap, the measures that close it, and its robustness."""

from .assess import Assessment, assess_targets
from .result_table import ResultTable
from .solver import Solver
from .study import PARTS, USUAL, findings

__all__ = ["PARTS", "USUAL", "Assessment", "ResultTable", "Solver", "assess_targets", "findings"]
