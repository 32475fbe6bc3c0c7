"""Settlement of the market from the duals of all rows and the reduced costs of all columns.

Strong duality: least cost = sum over rows of dual x right-hand side + sum over columns of reduced cost x bound + constant.
Each row belongs to a market (payments for its fixed quantity) or to a party, each column to a party (their rent).
Complementary slackness: the rent of a party is what it earns in the markets less its cost. Formulas: docs/market.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dispatch.lp import COUPLES, LP, Floats, Integers, Matrix

from .parties import CAPACITY, INTERNAL, MARKETS, OWN, Parties, assign, party_of

CONGESTED = 1e-4
"""Least shadow price of a limit in an hour of congestion [million CNY/GWh], 0.1 CNY/MWh: above the tie-break of lines."""
FLOWS = ("flow_forward", "flow_backward", "section_flow", "park_exchange", "link_output")
"""Flows of lines, sections, parks and links, whose hours of congestion are counted."""


@dataclass(frozen=True, eq=False)
class Settlement:
    """Amounts in million CNY, energy in GWh.

    payments: of each market, for its fixed quantities. rents: of each party, from the dual side. margins: the same from the primal
    side, revenue less cost. revenue, shape (accounts, MARKETS); cost: term -> shape (accounts,); volumes: sold, bought, sales,
    purchases, congested [h] -> shape (accounts,). hourly: energy revenue by account and hour.
    """

    accounts: list[tuple[str, str]]
    payments: dict[str, float]
    rents: dict[str, float]
    margins: dict[str, float]
    revenue: Floats
    cost: dict[str, Floats]
    volumes: dict[str, Floats]
    hourly: sparse.csr_matrix

    @property
    def dual_objective(self) -> float:
        """Payments less rents: the dual objective [million CNY]."""
        return sum(self.payments.values()) - sum(self.rents.values())


def settle(lp: LP, matrix: Matrix, primal: Floats, row_dual: Floats, weight: Floats) -> Settlement:
    """Settle a primal-dual pair. primal, shape (columns,); row_dual, shape (rows,) of the matrix; weight: hours that each hour
    represents in sums of energy, shape (hours,)."""
    y = np.array(row_dual, dtype=float)
    y[((y > 0) & (matrix.row_lower == -np.inf)) | ((y < 0) & (matrix.row_upper == np.inf))] = 0.0
    parties = assign(lp, len(y))
    reduced = matrix.cost - matrix.matrix.T @ y
    cost, constants = _costs(lp, matrix, parties, primal)
    revenue_of_columns, charged = _revenue(matrix, parties, primal, y)
    revenue = np.column_stack([parties.share @ values for values in revenue_of_columns])
    payments, rents = _dual_side(matrix, parties, y, reduced, constants)
    earned = np.bincount(
        parties.column_party, revenue_of_columns.sum(axis=0) - matrix.cost * primal, len(parties.names)
    )
    margins = dict(zip(parties.names, (earned - charged).tolist(), strict=True))
    for party, amount in constants.items():
        margins[party] = margins.get(party, 0.0) - amount
    sold, bought, sales, purchases = _volumes(lp, matrix, parties, primal, revenue_of_columns[0], weight)
    volumes = {"sold": sold, "bought": bought, "sales": sales, "purchases": purchases}
    volumes["congested"] = _congested(lp, matrix, parties, primal, y, weight)
    hourly = _hourly(matrix, parties, revenue_of_columns[0], len(weight))
    return Settlement(parties.accounts, payments, rents, margins, revenue, cost, volumes, hourly)


def _hourly(matrix: Matrix, parties: Parties, energy_revenue: Floats, hours: int) -> sparse.csr_matrix:
    """Return the energy revenue of each account in each hour [million CNY], of columns of one hour."""
    columns = np.flatnonzero((matrix.column_first != COUPLES) & (matrix.column_first == matrix.column_last))
    where = (columns, matrix.column_first[columns])
    by_hour = sparse.csr_matrix((energy_revenue[columns], where), shape=(len(energy_revenue), hours))
    return sparse.csr_matrix(parties.share @ by_hour)


def _revenue(matrix: Matrix, parties: Parties, primal: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return what each column earns in each market, shape (markets, columns), and what each party pays to columns of others in
    its own rows, shape (parties,)."""
    rows = np.repeat(np.arange(len(y)), np.diff(matrix.matrix.indptr))
    priced = y[rows] != 0.0
    rows, columns = rows[priced], matrix.matrix.indices[priced]
    amounts = y[rows] * matrix.matrix.data[priced] * primal[columns]
    market = parties.row_market[rows]
    foreign = (market == INTERNAL) & (parties.row_party[rows] != parties.column_party[columns])
    market = np.where(foreign, MARKETS.index(CAPACITY), market)
    revenue = np.stack(
        [np.bincount(columns[market == k], amounts[market == k], len(primal)) for k in range(len(MARKETS))]
    )
    charged = np.bincount(parties.row_party[rows[foreign]], amounts[foreign], len(parties.names))
    return revenue.astype(float), charged.astype(float)


def _dual_side(
    matrix: Matrix, parties: Parties, y: Floats, reduced: Floats, constants: dict[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the payments of each market and the rents of each party [million CNY]."""
    side = np.where(y > 0, matrix.row_lower, matrix.row_upper)
    of_rows = np.where(y != 0.0, y * np.where(np.isfinite(side), side, 0.0), 0.0)
    bound = np.where(reduced > 0, matrix.lower, matrix.upper)
    of_columns = reduced * np.where(np.isfinite(bound), bound, 0.0)
    own = parties.row_market == INTERNAL
    count = len(parties.names)
    total = np.bincount(parties.row_party[own], of_rows[own], count)
    total = total + np.bincount(parties.column_party, of_columns, count)
    rents = dict(zip(parties.names, (-total).tolist(), strict=True))
    for party, amount in constants.items():
        rents[party] = rents.get(party, 0.0) - amount
    paid = np.bincount(parties.row_market[~own], of_rows[~own], len(MARKETS))
    return dict(zip(MARKETS, paid.tolist(), strict=True)), rents


def _costs(lp: LP, matrix: Matrix, parties: Parties, primal: Floats) -> tuple[dict[str, Floats], dict[str, float]]:
    """Return the cost of each account by term, and the constant part of the cost of each party [million CNY]."""
    cost: dict[str, Floats] = {}
    constants: dict[str, float] = {}
    places = {account: k for k, account in enumerate(parties.accounts)}
    known, offset = np.zeros(len(primal)), 0.0
    for name, part in lp.cost_parts:
        of_columns = np.bincount(part.columns, part.coefficients, len(primal))
        known += of_columns
        amounts = parties.share @ (of_columns * primal)
        fixed = np.asarray(part.constant)
        if fixed.any():
            party = party_of(part.axes)
            constants[party] = constants.get(party, 0.0) + float(fixed.sum())
            offset += float(fixed.sum())
            if party == "renewables":
                at = np.zeros(len(primal))
                at[lp.variables["renewable_output"].index] = fixed
                amounts = amounts + parties.share @ at
            elif part.axes:
                by_label = fixed.reshape(len(part.axes[0]), -1).sum(axis=1)
                for label, amount in zip(part.axes[0].labels, by_label, strict=True):
                    if (party, label) in places:
                        amounts[places[party, label]] += amount
        cost[name] = cost.get(name, 0.0) + amounts
    if np.any(matrix.cost != known):
        cost[OWN] = parties.share @ ((matrix.cost - known) * primal)
    if matrix.offset != offset:
        constants[OWN] = constants.get(OWN, 0.0) + matrix.offset - offset
    return cost, constants


def _volumes(
    lp: LP, matrix: Matrix, parties: Parties, primal: Floats, energy_revenue: Floats, weight: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return energy that each account sells and buys [GWh], and what it receives and pays for it."""
    index = lp.constraints["B1_balance"].index
    there = index >= 0
    rows = index[there]
    hours = np.broadcast_to(weight, index.shape)[there]
    net = matrix.matrix[rows].T @ hours * primal
    sells = net > 0
    amounts = (np.where(sells, net, 0.0), np.where(sells, 0.0, -net))
    money = (np.where(sells, energy_revenue, 0.0), np.where(sells, 0.0, -energy_revenue))
    sold, bought, sales, purchases = (np.asarray(parties.share @ values) for values in (*amounts, *money))
    return sold, bought, sales, purchases


def _congested(lp: LP, matrix: Matrix, parties: Parties, primal: Floats, y: Floats, weight: Floats) -> Floats:
    """Return the hours in which a limit on the flow of each line, section, park and link has a shadow price, shape (accounts,).

    The shadow price is what the markets pay for a unit of the flow less its cost. The limit is a bound of the flow, or a row of a
    link whose capacity is chosen."""
    rent = matrix.matrix.T @ np.where(parties.row_market == INTERNAL, 0.0, y) - matrix.cost
    hours = np.zeros(len(primal))
    for name in FLOWS:
        if name in lp.variables:
            index: Integers = lp.variables[name].index
            columns = index[index >= 0]
            represented = np.broadcast_to(weight, index.shape)[index >= 0]
            priced = np.abs(rent[columns]) > CONGESTED * represented
            hours[columns] = represented * (priced & (rent[columns] * primal[columns] > 0.0))
    return np.asarray(parties.share @ hours)
