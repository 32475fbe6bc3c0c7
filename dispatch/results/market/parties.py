"""Which party each column of the LP belongs to, and which market or party each row belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from dispatch.lp import LP, Axis, Block, Floats, Integers

PARTY_OF_AXIS = {
    "fleet": "thermal",
    "chp": "thermal",
    "network": "heat",
    "group": "renewables",
    "csp": "csp",
    "storage": "storage",
    "place": "load",
    "shiftable": "load",
    "programme": "demand_response",
    "shift_programme": "demand_response",
    "electrolyser": "electrolysers",
    "corridor": "corridors",
    "line": "lines",
    "section": "sections",
    "park": "parks",
    "zone": "reserve",
    "measure": "measures",
    "unit": "units",
    "link": "links",
    "reservoir": "reservoirs",
    "pocket": "network",
}
"""First axis of a block -> the party that owns its columns, and its rows where they belong to no market."""
OWN = "own"
"""Party and market of blocks that a planner adds in Python, or that a study adds to the LP."""
MARKET_OF_ROWS = {
    "B1_balance": "energy",
    "G1_section": "energy",
    "P1_exchange": "energy",
    "Y1_reserve_up": "reserve_up",
    "K6_forecast_up": "reserve_up",
    "Y2_reserve_down": "reserve_down",
    "K7_forecast_down": "reserve_down",
    "H1_heat_balance": "heat",
    "E2_yearly": "hydrogen",
    "E3_monthly": "hydrogen",
    "T10_minimum_online": "minimum_online",
    "N2_angle": "voltage_angles",
    "N7_line_angle": "voltage_angles",
    "W1_most": "limits",
    "W2_least": "limits",
    "W3_equal": "limits",
}
"""Block of rows -> the market whose quantity it balances. Rows of targets (``Z_...``) are the market ``targets``."""
CAPACITY = "capacity"
"""Market of capacity: what a measure receives in the rows of the plant that it extends."""
MARKETS = (
    "energy",
    "reserve_up",
    "reserve_down",
    "heat",
    "hydrogen",
    "minimum_online",
    "voltage_angles",
    "limits",
    "targets",
    OWN,
    CAPACITY,
)
INTERNAL = -1
"""Market of a row that belongs to one party."""


@dataclass(eq=False)
class Parties:
    """Accounts (party, label) of columns; market, or party, of rows.

    column_party, shape (columns,); row_market, row_party, shape (rows,): positions in ``names`` and MARKETS. share: part of
    each column in each account, shape (accounts, columns): one, but for curtailment groups, whose assets have it pro rata.
    """

    names: list[str] = field(default_factory=list)
    accounts: list[tuple[str, str]] = field(default_factory=list)
    column_party: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    row_market: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    row_party: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    share: sparse.csr_matrix = field(default_factory=lambda: sparse.csr_matrix((0, 0)))

    def party(self, name: str) -> int:
        """Position of a party; it is added where it is new."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)


def party_of(axes: tuple[Axis, ...]) -> str:
    """The party of a block on these axes."""
    return PARTY_OF_AXIS.get(axes[0].name, OWN) if axes else OWN


def assign(lp: LP, rows: int) -> Parties:
    """Return the parties of an LP. rows: those of the matrix, which may have some of its own behind those of the LP."""
    found = Parties()
    found.column_party = np.full(lp.columns, found.party(OWN), dtype=np.int64)
    found.row_market = np.full(rows, MARKETS.index(OWN), dtype=np.int64)
    found.row_party = np.full(rows, found.party(OWN), dtype=np.int64)
    variables, constraints = lp.sealed[:2] if lp.sealed != (0, 0, 0) else (len(lp.variables), len(lp.constraints))
    numbers: dict[tuple[str, str], int] = {}
    entries: list[tuple[Integers, Integers, Floats]] = []
    for place, (name, block) in enumerate(lp.variables.items()):
        party = party_of(block.axes) if place < variables else OWN
        there = block.index >= 0
        columns = block.index[there]
        found.column_party[columns] = found.party(party)
        if party == "renewables":
            asset, chosen, part = _of_assets(lp, block)
            labels = lp.quantities["renewable_output"].axes[0].labels
            entries.append((_numbered(numbers, party, labels)[asset], chosen, part))
            continue
        labels = block.axes[0].labels if block.axes and party != OWN else (name,)
        account = _numbered(numbers, party, labels)
        axes = [1] * (block.index.ndim - 1)
        own = account.reshape(-1, *axes) if block.axes else account[0]  # a variable without axes has one column
        which = np.broadcast_to(own, block.index.shape)[there]
        entries.append((which, columns, np.ones(columns.size)))
    for place, (name, block) in enumerate(lp.constraints.items()):
        index = block.index[block.index >= 0]
        if place >= constraints:
            continue
        market = "targets" if name.startswith("Z_") else MARKET_OF_ROWS.get(name)
        party = party_of(block.axes)
        found.row_party[index] = found.party(party)
        internal = market is None and party != OWN
        found.row_market[index] = INTERNAL if internal else MARKETS.index(market or OWN)
    found.accounts = list(numbers)
    which, columns, part = (np.concatenate([entry[k] for entry in entries]) for k in range(3))
    found.share = sparse.csr_matrix((part, (which, columns)), shape=(len(numbers), lp.columns))
    return found


def _numbered(numbers: dict[tuple[str, str], int], party: str, labels: tuple[str, ...]) -> Integers:
    """Positions of the accounts of some labels of a party; new ones are added."""
    return np.array([numbers.setdefault((party, label), len(numbers)) for label in labels], dtype=np.int64)


def _of_assets(lp: LP, block: Block) -> tuple[Integers, Integers, Floats]:
    """Return (asset, column, share) of the columns of curtailment groups: pro rata to what the assets have available."""
    output, parts = lp.variables["renewable_output"], lp.quantities["renewable_output"]
    cell_of_column = np.full(lp.columns, -1, dtype=np.int64)
    cell_of_column[output.index.ravel()] = np.arange(output.index.size)
    asset = np.asarray(parts.cells, dtype=np.int64) // output.index.shape[1]
    columns = block.index.ravel()[cell_of_column[parts.columns]]
    there = columns >= 0
    return asset[there], columns[there], parts.coefficients[there]
