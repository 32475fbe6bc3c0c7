"""Solution -> one Dataset with units, a summary of the year, and a run folder."""

from .area_lookup import AreaLookup
from .chosen import chosen
from .dataset import collect
from .duals import duals_of
from .explain_hour import explain_hour
from .inputs import damaged, inputs
from .market import market
from .reader import Reader
from .run import NO_BASIS, Run, open_run
from .run_folder import write_json
from .summary import summarise
from .targets import measured_places, meets, place_text, quantity_of, target_results
from .unbounded import describe_ray
from .violations import describe_violations, elastic_weights, infeasible
from .warm import WARM, load_warm, put_solution, save_warm

__all__ = [
    "NO_BASIS",
    "WARM",
    "AreaLookup",
    "Reader",
    "Run",
    "chosen",
    "collect",
    "damaged",
    "describe_ray",
    "describe_violations",
    "duals_of",
    "elastic_weights",
    "explain_hour",
    "infeasible",
    "inputs",
    "load_warm",
    "market",
    "measured_places",
    "meets",
    "open_run",
    "place_text",
    "put_solution",
    "quantity_of",
    "save_warm",
    "summarise",
    "target_results",
    "write_json",
]
