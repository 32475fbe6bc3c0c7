"""The price of losses and imposed targets: FORMULATION.md sections 15 and 16."""

from typing import Any

import pyomo.environ as pyo

from .sums import Sums
from .tables import Tables

NEW_ENERGY = ("wind", "pv", "pv_distributed", "csp")
THERMAL = ("coal", "gas", "biomass", "waste")


def gross(case: Tables, *tables: str) -> float:
    """Most gross generation per energy fed in."""
    return 1 / (1 - max((row["own_use"] for table in tables for row in case.table(table)), default=0.0))


def add_losses(case: Tables, sums: Sums) -> None:
    """Section 15: the price of energy that is lost."""
    if not case.table("renewables") and not case.table("csp"):
        return
    lost = gross(case, "renewables", "csp") * sum(part for parts in sums.lost.values() for part in parts)
    grade = case.keys.get("tie_break", {}).get("grade", 0) / 1000
    sums.cost("curtailment", case.price("curtailment") * lost)
    sums.cost("tie_break", (10 * case.epsilon() + grade) * lost)


def add_targets(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> None:
    """Section 16, of imposed targets the kinds that are ratios of energies and of fuel."""
    m.Z_target = pyo.ConstraintList()

    def generation(*technologies: str) -> Any:
        return sum(sum(sums.gross[technology]) for technology in technologies)

    def amount(name: str) -> Any:
        return sum(sums.amounts[name])

    corridors = case.table("corridors")
    lost = {area: sum(parts) for area, parts in sums.lost.items()}
    unmet = gross(case, "thermal") * sum(sums.unmet)
    names = [row["corridor"] for row in corridors]
    of_areas = {name: sum(lost.get(area, 0) for area in sums.areas_settling[name]) for name in names}
    settled = {name: sum(sums.new_settled[name]) - of_areas[name] for name in names}
    together = {area for name in names for area in sums.areas_settling[name]}
    exported = sum(sum(sums.new_settled[name]) for name in names) - sum(lost.get(area, 0) for area in together)
    all_lost = gross(case, "renewables", "csp") * sum(lost.values())
    renewable = generation(*NEW_ENERGY, "hydro", "biomass", "waste") - all_lost - exported
    primary = case.keys.get(
        "primary_energy", {"conversion": 0, "other_coal": 0, "other_fossil": 0, "other_nonfossil": 0}
    )
    conversion = primary["conversion"] / 1000
    other = {name: 1000 * case.share * primary[f"other_{name}"] for name in ("coal", "fossil", "nonfossil")}
    coal = amount("coal fuel") - conversion * (amount("export") - exported - unmet) + other["coal"]
    nonfossil = conversion * renewable + other["nonfossil"]
    total = coal + nonfossil + amount("other fossil fuel") + other["fossil"]
    new, burnt = generation(*NEW_ENERGY) - all_lost, generation(*THERMAL) + unmet
    biomass = generation("biomass")
    ratios = {
        "new_energy_generation": [(new / 1000, 1)],
        "new_energy_over_thermal": [((new - burnt) / 1000, 1)],
        "new_energy_with_biomass_over_thermal": [((new + biomass - (burnt - biomass)) / 1000, 1)],
        "new_energy_export": [(exported / 1000, 1)],
        "coal_rate": [(1000 * amount("coal rate fuel"), amount("coal net") - sum(lost.values()))],
        "corridor_renewable_share": [
            (settled[row["corridor"]], amount(f"contracted {row['corridor']}"))
            for row in corridors
            if row["renewable_share"] > 0
        ],
        "renewable_obligation": [(renewable, amount("gross load") + amount("electrolysis"))],
        "coal_share": [(100 * coal, total)],
        "nonfossil_share": [(100 * nonfossil, total)],
    }
    m.ratios = ratios
    for row in case.table("targets"):
        if row["imposed"] == "true" and "required" in row:
            scale = case.share if row["unit"] == "TWh" else 1
            for numerator, denominator in ratios[row["kind"]]:
                excess = numerator - scale * float(row["required"]) * denominator
                m.Z_target.add(excess <= 0 if row["kind"] in ("coal_rate", "coal_share") else excess >= 0)
