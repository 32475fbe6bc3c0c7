"""Solution -> one Dataset with units, a summary of the year, and a run folder."""

from .chosen import chosen
from .dataset import collect
from .duals import duals_of
from .inputs import inputs
from .reader import Reader
from .run import Run, open_run
from .summary import summarise
from .targets import verdicts
from .warm import load_warm, save_warm

__all__ = [
    "Reader",
    "Run",
    "chosen",
    "collect",
    "duals_of",
    "inputs",
    "load_warm",
    "open_run",
    "save_warm",
    "summarise",
    "verdicts",
]
