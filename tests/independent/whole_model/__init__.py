"""Every section of models/FORMULATION.md as a plain Pyomo model, written from that page and docs/tables.md alone.

It shares no code with `dispatch` or `models`. A case is read by `tables`; components are stated by `thermal`, `plants`
and `demand`, generic ones by `units`, `links` and `reservoirs`; what joins them is stated by `network` and `targets`, and added capacity by `measures`; `sums`
holds what they add up to.
"""

from pathlib import Path

import pyomo.environ as pyo

from .demand import add_corridors, add_demand_response, add_electrolysers, add_lines, add_load
from .links import add_links
from .measures import Measures
from .network import add_network, add_reserve
from .plants import add_csp, add_renewables, add_storage
from .reservoirs import add_limits, add_reservoirs
from .sums import Sums
from .tables import Tables
from .targets import add_losses, add_targets
from .thermal import add_thermal
from .units import add_units


def build(folder: Path, first: int = 0, hours: int | None = None, expanding: bool = False) -> pyo.ConcreteModel:
    """The LP of a case over `hours` hours from hour `first` of its horizon on (all of it, if not given).

    expanding: whether it decides the measures of the case too.
    """
    case = Tables(folder, first, hours)
    sums = Sums(case)
    m = pyo.ConcreteModel()
    m.dual = pyo.Suffix(direction=pyo.Suffix.IMPORT)
    measures = Measures(m, case, sums, expanding)
    add_thermal(m, case, sums, measures)
    add_renewables(m, case, sums, measures)
    add_csp(m, case, sums)
    add_storage(m, case, sums, measures)
    supply = add_load(m, case, sums)
    add_demand_response(m, case, sums, measures)
    add_electrolysers(m, case, sums, measures)
    add_corridors(m, case, sums, measures)
    add_lines(m, case, sums, measures)
    chosen = {"units": add_units(m, case, sums), "links": add_links(m, case, sums)}
    chosen["reservoirs"] = add_reservoirs(m, case, sums)
    add_limits(m, case, chosen)
    add_reserve(m, case, sums, supply, measures)
    add_network(m, case, sums, measures)
    add_losses(case, sums)
    add_targets(m, case, sums)
    m.terms = pyo.Expression(list(sums.costs), rule=lambda m, term: sum(sums.costs[term]))
    m.objective = pyo.Objective(expr=sum(m.terms.values()))
    return m
