"""Models of other tools: linopy models, and MPS or LP files. Rows and columns get their hours from labels or names."""

from .linopy_model import solve_linopy
from .model_file import solve_file

__all__ = ["solve_file", "solve_linopy"]
