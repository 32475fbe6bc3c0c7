"""The object ``market`` of ``summary.json``: settlement, accounts, capture prices, prices."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dispatch.lp import LP, Floats, Matrix

from ..area_lookup import AreaLookup
from ..reader import Reader
from ..stored_market import capture
from .parties import MARKETS, PARTY_OF_AXIS
from .prices import penalties, prices, shortages
from .settlement import Settlement, settle

Figures = dict[str, Any]
MILLION = 1e6
PLANTS = ("thermal", "renewables", "csp", "storage", "units", "reservoirs")
"""Parties whose accounts are plants: each has the name of its table."""


def market(reader: Reader, matrix: Matrix, primal: Floats, results: xr.Dataset) -> Figures:
    """Return the settlement of a run with duals. primal, shape (columns,): the point that the duals belong to."""
    lp, row_dual = reader.lp, reader.point.row_dual
    assert row_dual is not None
    settled = settle(lp, matrix, primal, row_dual, reader.weight("energy"))
    of_load, of_contracts, payments = _payments(reader, settled)
    accounts = _accounts(reader, settled, of_load, of_contracts, shortages(results))
    by_area = prices(reader.case, results)
    return {
        "dual_objective_cny": settled.dual_objective * MILLION,
        "payments": payments,
        "parties": _parties(settled),
        "accounts": accounts,
        "technologies": _technologies(accounts, by_area),
        "prices": by_area,
        "reserve": _reserve(reader),
        "penalties": penalties(reader.case, results),
        "targets": _targets(lp, row_dual),
    }


def _payments(reader: Reader, settled: Settlement) -> tuple[Figures, Figures, list[Figures]]:
    """Return what each load and each corridor pays for its fixed quantity [GWh, million CNY], and the payments of all markets
    by payer [CNY]. Energy that is neither load nor contract is paid by ``other``."""
    of_load, of_contracts = _loads(reader), _contracts(reader)
    paid = {"load": sum(one[1] for one in of_load.values()), "corridors": sum(one[1] for one in of_contracts.values())}
    rest = settled.payments["energy"] - sum(paid.values())
    size = sum(abs(amount) for amount in paid.values())
    if abs(rest) > 1e-9 * size:
        paid["other"] = rest
    found = [{"market": "energy", "payer": payer, "cny": amount * MILLION} for payer, amount in paid.items()]
    payers = {"heat": "heat", "hydrogen": "hydrogen", "reserve_up": "system", "reserve_down": "system"}
    found += [
        {"market": name, "payer": payers.get(name, "rules"), "cny": settled.payments[name] * MILLION}
        for name in MARKETS[1:]
        if settled.payments[name] != 0.0
    ]
    return of_load, of_contracts, found


def _local(reader: Reader) -> tuple[Floats, Floats]:
    """Return the price of energy [million CNY/GWh], of all hours that an hour represents: (pockets, hours), and inside parks above
    that of their pocket, (parks, hours)."""
    lp, point = reader.lp, reader.point
    price = point.dual("B1_balance")[reader.places.of(reader.axis("net_injection"))]
    if reader.has("section_flow"):
        rows = reader.case.tables["section_weights"].pivot(index="section", columns="pocket", values="weight")
        names = lp.constraints["G1_section"].axes[0].labels
        weights = rows.reindex(index=list(names), columns=list(reader.axis("net_injection").labels)).fillna(0.0)
        price = price + weights.to_numpy(dtype=float).T @ point.dual("G1_section")
    inside = point.dual("P1_exchange") if reader.has("park_exchange") else np.zeros((0, reader.hours))
    return price, inside


def _loads(reader: Reader) -> dict[str, tuple[float, float]]:
    """Return energy [GWh] and payment [million CNY] of each load."""
    if not reader.has("load"):
        return {}
    price, inside = _local(reader)
    pockets, parks = reader.axis("net_injection").labels, reader.texts("parks", "park")
    load = reader.lp.quantities["load"].constant
    found = {}
    for k, row in enumerate(reader.case.tables["load"].to_dict("records")):
        local = price[pockets.index(row["pocket"])]
        if row["settles"] in parks:
            local = local + inside[parks.index(row["settles"])]
        energy = float(load[k] @ reader.weight("energy"))
        found[str(row["load"])] = (energy, float(local @ load[k]))
    return found


def _contracts(reader: Reader) -> dict[str, tuple[float, float]]:
    """Return energy [GWh] and payment [million CNY] of the fixed part of the export of each corridor."""
    if not reader.has("export"):
        return {}
    price, _ = _local(reader)
    pockets = reader.axis("net_injection").labels
    fixed = reader.lp.quantities["export"].constant
    return {
        str(row["corridor"]): (float(fixed[k].sum()), float(price[pockets.index(row["pocket"])] @ fixed[k]))
        for k, row in enumerate(reader.case.tables["corridors"].to_dict("records"))
    }


def _parties(settled: Settlement) -> Figures:
    """Return the rent of each party from the duals, and its margin from quantities and prices [CNY]; they differ by the gap."""
    return {
        name: {
            "rent_cny": settled.rents.get(name, 0.0) * MILLION,
            "margin_cny": settled.margins.get(name, 0.0) * MILLION,
        }
        for name in dict.fromkeys([*settled.rents, *settled.margins])
    }


def _accounts(
    reader: Reader, settled: Settlement, of_load: Figures, of_contracts: Figures, short: NDArray[np.bool_]
) -> list[Figures]:
    """Return the account of each plant, store, line, load and corridor: energy [GWh], revenue by market, cost by term [CNY].
    short: hours of shortage of each area, shape (hours, areas)."""
    found = []
    places = _Places(reader)
    in_shortage = settled.hourly @ short.astype(float)
    for k, (party, label) in enumerate(settled.accounts):
        revenue = {name: amount for m, name in enumerate(MARKETS) if (amount := _cny(settled.revenue[k, m]))}
        cost = {term: amount for term, values in settled.cost.items() if (amount := _cny(values[k]))}
        area = places.area(party, label)
        sold, bought, sales, purchases = (
            float(settled.volumes[name][k]) for name in ("sold", "bought", "sales", "purchases")
        )
        if party == "corridors" and label in of_contracts:
            energy, payment = of_contracts[label]
            # The fixed part is bought; what is not delivered, or is below the contract, is taken back from it.
            bought, purchases = bought + energy - sold, purchases + payment - sales
            sold = sales = 0.0
            revenue["energy"] = revenue.get("energy", 0.0) - _cny(payment)
        found.append(
            {
                "party": party,
                "name": label,
                "area": area,
                "technology": places.technology(party, label),
                "sold_gwh": sold,
                "bought_gwh": bought,
                "sales_cny": _cny(sales),
                "purchases_cny": _cny(purchases),
                "revenue_cny": revenue,
                "cost_cny": cost,
                "margin_cny": sum(revenue.values()) - sum(cost.values()),
                "shortage_cny": _cny(in_shortage[k, reader.places.areas.index(area)]) if area else 0.0,
                "congested_hours": float(settled.volumes["congested"][k]),
            }
        )
    return found + [_load_account(reader, label, *amounts) for label, amounts in of_load.items()]


def _cny(millions: float) -> float:
    """Million CNY as CNY, to a hundredth: less is rounding of sums."""
    return round(float(millions) * MILLION, 2) + 0.0


def _load_account(reader: Reader, label: str, energy: float, payment: float) -> Figures:
    rows = reader.case.tables["load"].set_index("load")
    return {
        "party": "consumers",
        "name": label,
        "area": str(rows.loc[label, "area"]),
        "technology": "",
        "sold_gwh": 0.0,
        "bought_gwh": energy,
        "sales_cny": 0.0,
        "purchases_cny": payment * MILLION,
        "revenue_cny": {"energy": -payment * MILLION},
        "cost_cny": {},
        "margin_cny": -payment * MILLION,
        "shortage_cny": 0.0,
        "congested_hours": 0.0,
    }


class _Places:
    """Area and technology of accounts."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        axes = [*(block.axes[0] for block in reader.lp.variables.values() if block.axes)]
        axes += [expression.axes[0] for expression in reader.lp.quantities.values() if expression.axes]
        self.areas: dict[tuple[str, str], str] = {}
        lookup: AreaLookup = reader.places
        for axis in {axis.name + "/" + ",".join(axis.labels): axis for axis in axes}.values():
            party = PARTY_OF_AXIS.get(axis.name, "renewables" if axis.name == "renewable" else "")
            if party and lookup.known(axis):
                for label, place in zip(axis.labels, lookup.of(axis), strict=True):
                    self.areas[party, label] = lookup.areas[place] if place >= 0 else ""
        self.technologies = {
            (party, str(row.iloc[0])): str(row["technology"])
            for party in PLANTS
            for _, row in reader.case.tables[party].iterrows()
            if "technology" in row
        }

    def area(self, party: str, label: str) -> str:
        """The area of an account; of a line, its sending area; empty where it has none."""
        return self.areas.get((party, label), "")

    def technology(self, party: str, label: str) -> str:
        """The technology of a plant; empty where the account is no plant."""
        return "csp" if party == "csp" else self.technologies.get((party, label), "")


def _technologies(accounts: list[Figures], by_area: Figures) -> list[Figures]:
    """Return energy, revenue, capture price and capture rate by technology and area: of what is sold."""
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for account in accounts:
        if account["technology"]:
            key = account["technology"], account["area"]
            energy, money = sums.get(key, (0.0, 0.0))
            sums[key] = energy + account["sold_gwh"], money + account["sales_cny"]
    found = []
    for (technology, area), (energy, money) in sums.items():
        price, rate = capture(energy, money, by_area[area]["mean_cny_per_mwh"])
        found.append(
            {
                "technology": technology,
                "area": area,
                "sold_gwh": energy,
                "sales_cny": money,
                "capture_price_cny_per_mwh": price,
                "capture_rate": rate,
            }
        )
    return found


def _reserve(reader: Reader) -> list[Figures]:
    """Return requirement [GWh], payment and mean price of the reserve of each zone and direction."""
    found = []
    for direction, row in (("up", "Y1_reserve_up"), ("down", "Y2_reserve_down")):
        if row not in reader.lp.constraints:
            continue
        required = reader.point.value(f"reserve_required_{direction}")
        paid = (required * reader.point.dual(row)).sum(axis=1)
        energy = required @ reader.weight("energy")
        axis = reader.lp.constraints[row].axes[0]
        for label, place, one, amount in zip(axis.labels, reader.places.of(axis), energy, paid, strict=True):
            found.append(
                {
                    "zone": label,
                    "area": reader.places.areas[place] if place >= 0 else "",
                    "direction": direction,
                    "required_gwh": float(one),
                    "payment_cny": float(amount) * MILLION,
                    "price_cny_per_mwh": float(amount / one) * 1e3 if one > 0 else None,
                }
            )
    return found


def _targets(lp: LP, row_dual: Floats) -> list[Figures]:
    """Return the targets that are imposed as rows, with their shadow price [CNY per unit of the row]."""
    return [
        {"target": name.removeprefix("Z_"), "price_cny": float(row_dual[block.index].sum()) * MILLION}
        for name, block in lp.constraints.items()
        if name.startswith("Z_") and (block.index >= 0).all()
    ]
