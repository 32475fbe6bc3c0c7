"""The price of losses and imposed targets: FORMULATION.md sections 15 and 16."""

from typing import Any

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables

NEW_ENERGY = ("wind", "pv", "pv_distributed", "csp")
NO_MORE = ("coal_rate", "coal_share", "thermal_generation", "coal", "co2")
THERMAL = ("coal", "gas", "biomass", "waste")


def gross(case: Tables, *tables: str) -> float:
    """Most gross generation per energy fed in."""
    return 1 / (1 - max((row["own_use"] for table in tables for row in case.table(table)), default=0.0))


def highest_rate(case: Tables, what: str) -> float:
    """Most coal or CO2 per gross MWh of a fleet at full load."""
    fuels = {row["fuel"]: row for row in case.table("fuels")}

    def of(row: dict[str, Any]) -> float:
        fuel = fuels[row["fuel"]]
        weight = fuel["co2"] if what == "co2" else float(fuel["coal"] == "true")
        return weight * (row["fuel_no_load"] + row["fuel_incremental"])

    return max((of(row) for row in case.table("thermal")), default=0.0)


def greatest_reward(case: Tables) -> float:
    """Section 15: most that generic components earn for a MWh fed in, or save by not spilling it."""
    found = [0.0]
    weights = list(zip(case.weight("cost"), case.weight("energy"), strict=True))
    for row in case.table("units") + [row for row in case.table("reservoirs") if "inflow_profile" in row]:
        if row["sign"] <= 0:
            continue
        if "unit" in row:
            gives = case.hourly(row, "maximum")
            paid = [
                -price if most > 0 else 0.0
                for price, most in zip(case.hourly(row, "cost", "CNY/MWh"), gives, strict=True)
            ]
            found += [c / e * price / row["sign"] for price, (c, e) in zip(paid, weights, strict=True) if e > 0]
            continue
        for column, way in (("discharge_cost", -1), ("spill_cost", 1)):
            prices = case.hourly(row, column, "CNY/MWh")
            found += [c / e * way * price / row["sign"] for price, (c, e) in zip(prices, weights, strict=True) if e > 0]
    return max(found)


def feeding_areas(case: Tables, technologies: tuple[str, ...]) -> set[str]:
    """Areas with plants of some technologies, in any table."""
    tables = ("renewables", "thermal", "units", "reservoirs")
    return {row["area"] for name in tables for row in case.table(name) if row["technology"] in technologies}


def add_losses(case: Tables, sums: Sums) -> None:
    """Section 15: the price of energy that is lost."""
    curtailed, reward = case.table("renewables") or case.table("csp"), greatest_reward(case)
    if not (curtailed or reward > 0) or not case.keys["prices"].get("losses", True):
        return
    lost = sum(part for parts in sums.lost.values() for part in parts)
    per_net = gross(case, "renewables", "csp")
    grade = case.keys.get("tie_break", {}).get("grade", 0) / 1000
    of_curtailment = per_net * case.price("curtailment") if curtailed else 0.0
    sums.cost("losses", max(of_curtailment, reward) * lost)
    sums.cost("tie_break", (10 * case.epsilon() + grade) * per_net * lost)


def green_exports(case: Tables, sums: Sums, lost: dict[str, Any]) -> tuple[Any, Any]:
    """Section 16: new energy that leaves the region, as targets of export and as targets of home count it."""
    rows = {row["corridor"]: row for row in case.table("corridors")}
    contract = {c: sum(sums.amounts[f"contracted {c}"]) for c in rows}
    own = {c: sum(sums.new_settled[c]) for c in rows}
    stated = {c: row["green_share"] * (contract[c] - own[c]) for c, row in rows.items() if "green_share" in row}
    mixed = {c for c in rows if c not in stated and not sums.areas_settling[c]}
    total = sum(own.values()) + sum(stated.values())
    for area in {rows[c]["area"] for c in mixed}:
        of_grid = sum(sums.new_in_grid[area]) - sum(stated[c] for c in stated if rows[c]["area"] == area)
        together = sum(contract[c] for c in mixed if rows[c]["area"] == area)
        if together:
            total += together / (together + sum(sums.amounts[f"grid of {area}"])) * of_grid
    leaving = {area for c in rows for area in sums.areas_settling[c]}
    staying = {area for place, areas in sums.areas_settling.items() if place not in rows for area in areas}
    staying |= feeding_areas(case, ("hydro", "biomass", "waste"))
    ends = [(row["from_area"], row["to_area"]) for row in case.table("lines")]
    origin = {row["link"]: row["from_area"] for row in case.table("links")}
    ends += [(origin[row["link"]], row["to_area"]) for row in case.table("link_ends")]
    staying |= {area for pair in ends if pair[0] != pair[1] for area in pair}
    exported = total - sum(lost.get(area, 0) for area in leaving | {rows[c]["area"] for c in mixed})
    return exported, total - sum(lost.get(area, 0) for area in leaving - staying)


def add_targets(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> None:
    """Section 16, of imposed targets the kinds that are ratios of energies and of fuel."""
    m.Z_target = pyo.ConstraintList()

    def generation(*technologies: str) -> Any:
        return sum(sum(sums.gross[technology]) for technology in technologies)

    def amount(name: str) -> Any:
        return sum(sums.amounts[name])

    corridors = case.table("corridors")
    lost = {area: sum(sums.lost[area] + sums.unpriced[area]) for area in {*sums.lost, *sums.unpriced}}
    unmet = gross(case, "thermal") * sum(sums.unmet)
    settled = {
        row["corridor"]: sum(sums.new_settled[row["corridor"]])
        - sum(lost.get(area, 0) for area in sums.areas_settling[row["corridor"]])
        for row in corridors
    }
    exported, not_at_home = green_exports(case, sums, lost)
    all_lost = gross(case, "renewables", "csp") * sum(lost.values())
    clean_fleets = [row["own_use"] for row in case.table("thermal") if row["technology"] in ("biomass", "waste")]
    per_net = max(gross(case, "renewables", "csp"), 1 / (1 - max(clean_fleets, default=0.0)))
    clean_lost = per_net * sum(lost.values())
    generated = generation(*NEW_ENERGY, "hydro", "biomass", "waste") - clean_lost
    renewable = generated - not_at_home
    primary = case.keys.get(
        "primary_energy", {"conversion": 0, "other_coal": 0, "other_fossil": 0, "other_nonfossil": 0}
    )
    conversion = primary["conversion"] / 1000
    other = {name: 1000 * case.share * primary[f"other_{name}"] for name in ("coal", "fossil", "nonfossil")}
    coal = amount("coal fuel") - conversion * (amount("export") - not_at_home - unmet) + other["coal"]
    nonfossil = conversion * renewable + amount("non-fossil fuel") + other["nonfossil"]
    total = coal + nonfossil + amount("other fossil fuel") + other["fossil"]
    new, burnt = generation(*NEW_ENERGY), generation(*THERMAL) + unmet
    biomass = generation("biomass")
    ratios = {
        "new_energy_generation": [((new - all_lost) / 1000, 1)],
        "new_energy_over_thermal": [((new - all_lost - burnt) / 1000, 1)],
        "new_energy_with_biomass_over_thermal": [((new + biomass - clean_lost - (burnt - biomass)) / 1000, 1)],
        "new_energy_export": [(exported / 1000, 1)],
        "coal_rate": [(1000 * amount("coal rate fuel"), amount("coal net") - sum(lost.values()))],
        "corridor_renewable_share": [
            (settled[row["corridor"]], amount(f"contracted {row['corridor']}"))
            for row in corridors
            if row["renewable_share"] > 0
        ],
        "renewable_obligation": [
            (renewable, amount("gross load") + amount("electrolysis") + amount("consumption of units"))
        ],
        "coal_share": [(100 * coal, total)],
        "nonfossil_share": [(100 * nonfossil, total)],
        "thermal_generation": [(burnt / 1000, 1)],
        "coal": [((amount("coal burnt") + highest_rate(case, "coal") * unmet) / 1000, 1)],
        "co2": [((amount("co2") + max([highest_rate(case, "co2"), *sums.rates["co2"]]) * unmet) / 1000, 1)],
    }
    m.ratios = ratios
    for row in case.table("targets"):
        if row["imposed"] == "true" and "required" in row:
            scale = case.share if row["unit"] in ("TWh", "Mtce", "Mt") else 1
            for numerator, denominator in ratios[row["kind"]]:
                excess = numerator - scale * float(row["required"]) * denominator
                m.Z_target.add(excess <= 0 if row["kind"] in NO_MORE else excess >= 0)
