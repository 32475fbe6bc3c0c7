"""Solution -> one Dataset with units, a summary of the year, and a run folder."""

from .chosen import chosen
from .dataset import collect
from .duals import duals_of
from .explain_hour import explain_hour
from .inputs import inputs
from .reader import Reader
from .run import Run, open_run
from .summary import summarise
from .targets import target_results
from .unbounded import describe_ray
from .violations import describe_violations, elastic_weights, infeasible
from .warm import load_warm, save_warm

__all__ = [
    "Reader",
    "Run",
    "chosen",
    "collect",
    "describe_ray",
    "describe_violations",
    "duals_of",
    "elastic_weights",
    "explain_hour",
    "infeasible",
    "inputs",
    "load_warm",
    "open_run",
    "save_warm",
    "summarise",
    "target_results",
]
