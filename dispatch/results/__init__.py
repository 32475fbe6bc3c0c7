"""Solution -> one Dataset with units, a summary of the year, and a run folder."""

from .dataset import collect
from .inputs import inputs
from .reader import Reader
from .run import Run, open_run
from .summary import summarise
from .targets import verdicts
from .warm import load_warm, save_warm

__all__ = ["Reader", "Run", "collect", "inputs", "load_warm", "open_run", "save_warm", "summarise", "verdicts"]
