"""Every section of models/FORMULATION.md as a plain Pyomo model, written from that page and docs/tables.md alone.

It shares no code with `dispatch` or `models`. A case is read by `tables`; components are stated by `thermal`, `plants`
and `demand`; what joins them is stated by `network` and `targets`; `sums` holds what they add up to.
"""

from pathlib import Path

import pyomo.environ as pyo

from .demand import add_corridors, add_demand_response, add_electrolysers, add_lines, add_load
from .network import add_network, add_reserve
from .plants import add_csp, add_renewables, add_storage
from .sums import Sums
from .tables import Tables
from .targets import add_targets
from .thermal import add_thermal


def build(folder: Path, first: int = 0, hours: int | None = None) -> pyo.ConcreteModel:
    """The LP of a case over `hours` hours from hour `first` of its horizon on (all of it, if not given)."""
    case = Tables(folder, first, hours)
    sums = Sums(case)
    m = pyo.ConcreteModel()
    m.dual = pyo.Suffix(direction=pyo.Suffix.IMPORT)
    add_thermal(m, case, sums)
    add_renewables(m, case, sums)
    add_csp(m, case, sums)
    add_storage(m, case, sums)
    supply = add_load(m, case, sums)
    add_demand_response(m, case, sums)
    add_electrolysers(m, case, sums)
    add_corridors(m, case, sums)
    add_lines(m, case, sums)
    add_reserve(m, case, sums, supply)
    add_network(m, case, sums)
    add_targets(m, case, sums)
    m.terms = pyo.Expression(list(sums.costs), rule=lambda m, term: sum(sums.costs[term]))
    m.objective = pyo.Objective(expr=sum(m.terms.values()))
    return m
