"""The verdict: can the targets be met, by how much not, what would close the distance, and how sure that is."""

from .enforce import Verdict, judge
from .tables import Sheet
from .variant import Solver
from .whole import PARTS, USUAL, findings

__all__ = ["PARTS", "USUAL", "Sheet", "Solver", "Verdict", "findings", "judge"]
