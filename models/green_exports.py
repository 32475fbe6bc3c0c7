"""Green energy that leaves the region: which part of each corridor's energy is new energy (``corridors.green_share``).

One rule for every target, so that exported energy does not count at home as well. Of corridor c, over the window [GWh]:

    W_c      net new energy of the plants that settle in c                         (variable)
    K_c      contract of c                                                         (number)
    gamma_c  ``green_share``, 0 where it is not stated                             (number)
    X_c      green energy of c:
             W_c + gamma_c (K_c - W_c)                             stated, or with new energy of its own
             W_c + sigma_c (G_a - sum of the stated parts in a)    neither: pro rata
    G_a      net new energy that settles in the grid of area a                     (variable)
    sigma_c  K_c over all energy that the grid of the area has to deliver          (number)

Contracts and loads are numbers. So each rule is linear in generation, and neither less export nor unserved load moves it.
FORMULATION.md, section 16, has the rule and the losses that are deducted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags
from dispatch.lp import LP, Axis, Expression, Floats, Mapping, Parameter, constant
from dispatch.technologies import RENEWABLE_FUELS, WIND_AND_PV

from .corridors import contract
from .electrolysers import hydrogen_demand
from .generic.unit_totals import required_consumption
from .load import demand
from .losses import LossesAndUnmetDemand
from .sets import Assets, Sets, among, numbers, texts


@dataclass(frozen=True, eq=False)
class GreenExports:
    """Net energy over the window [GWh].

    own_plants: new energy that settles in each corridor less what is lost in the areas of these plants, on (corridor,).
    exported: new energy that leaves the region, less what is lost where it comes from: for a lower bound.
    not_at_home: the same, of losses less only those of areas that no other renewable energy can reach: for targets of
    consumption at home, at which energy burnt in a grid must count neither as used nor as exported.
    """

    own_plants: Expression
    exported: Expression
    not_at_home: Expression


def attribute(lp: LP, sets: Sets, deducted: LossesAndUnmetDemand) -> GreenExports:
    """Return what leaves the region as new energy (FORMULATION.md, section 16)."""
    corridors = sets.assets(sets.table("corridors"), "corridor")
    if not len(corridors):
        nothing = constant((), 0.0)
        return GreenExports(sets.zeros(corridors.axis), nothing, nothing)
    of_plants = _generation(lp, sets, "settles", corridors.axis)
    behind, reached = _places(sets, corridors.axis.labels)
    pro_rata = (corridors.numbers("green_share") < 0.0) & ~behind.any(axis=1)
    green = _green(lp, sets, corridors, of_plants, pro_rata)

    def lost(areas: Flags) -> Expression:
        return (deducted.lost * Parameter((sets.pocket,), areas[sets.area_of_pocket.group].astype(float))).sum()

    lost_by_area = deducted.lost.group(sets.area_of_pocket).over(corridors.axis)
    own_plants = of_plants - (lost_by_area * Parameter((corridors.axis, sets.area), behind.astype(float))).sum("area")
    moved = behind.any(axis=0) | np.isin(sets.area.labels, np.array(corridors.texts("area"))[pro_rata])
    total = green.sum()
    return GreenExports(own_plants, total - lost(moved), total - lost(behind.any(axis=0) & ~reached))


def _green(lp: LP, sets: Sets, corridors: Assets, of_plants: Expression, pro_rata: Flags) -> Expression:
    """Return the green energy X of each corridor on (corridor,) [GWh]; of_plants: W. pro_rata: corridors of that rule."""
    to_area = Mapping(corridors.axis, sets.area, sets.area.positions(corridors.texts("area")))
    share = corridors.column("green_share").maximum(0.0)
    # Of the area's grid, where stated: gamma (K - W)
    energy = Parameter((corridors.axis,), contract(sets, corridors).values.sum(axis=1))
    taken = of_plants * -share + energy * share
    # Of the area's grid, pro rata: sigma (its new energy - what is stated)
    left = _generation(lp, sets, "area", sets.area) - taken.group(to_area)
    part = Parameter((corridors.axis,), _part(sets, corridors.texts("area"), energy.values * pro_rata))
    return of_plants + taken + left.at(to_area) * part


def _new_energy(sets: Sets) -> list[tuple[str, Flags]]:
    """Quantity of gross output and which rows of its table are new energy."""
    renewables, csp, units = (sets.table(name) for name in ("renewables", "csp", "units"))
    return [
        ("renewable_output", among(renewables, "technology", WIND_AND_PV)),
        ("csp_output", np.ones(len(csp), dtype=bool)),
        ("unit_feed_in", among(units, "technology", WIND_AND_PV)),
    ]


_TABLE = {"renewable_output": "renewables", "csp_output": "csp", "unit_feed_in": "units"}


def _generation(lp: LP, sets: Sets, column: str, axis: Axis) -> Expression:
    """Net new energy by what it settles in, or by area of what settles in the grid, on the axis [GWh]."""
    total = sets.zeros(axis)
    place = {label: k for k, label in enumerate(axis.labels)}
    for name, new in _new_energy(sets):
        if name not in lp.quantities:
            continue
        rows, output = sets.table(_TABLE[name]), lp.quantities[name]
        counted = new & among(rows, "settles", ("grid",)) if column == "area" else new
        at = [place.get(label, -1) if ok else -1 for label, ok in zip(texts(rows, column), counted, strict=True)]
        own_use = numbers(rows, "own_use") if "own_use" in rows else np.zeros(len(rows))
        net = output.sum("hour") * Parameter((output.axes[0],), 1.0 - own_use)
        total = total + net.group(Mapping(output.axes[0], axis, np.array(at, dtype=np.int64)))
    return total


def _places(sets: Sets, corridors: Sequence[str]) -> tuple[Flags, Flags]:
    """Whether new energy of an area settles in a corridor, shape (corridors, areas); and whether other renewable energy
    reaches the area, shape (areas,): new energy that settles elsewhere, hydro, biomass, waste, or energy of another area.
    """
    behind = np.zeros((len(corridors), len(sets.area)), dtype=bool)
    reached = np.isin(sets.area.labels, _other_renewables(sets) + _connected(sets))
    for name, new in _new_energy(sets):
        rows = sets.table(_TABLE[name])[new]
        for area, settles in zip(sets.area.positions(texts(rows, "area")), texts(rows, "settles"), strict=True):
            if settles in corridors:
                behind[corridors.index(settles), area] = True
            else:
                reached[area] = True
    return behind, reached


def _other_renewables(sets: Sets) -> list[str]:
    """Return the areas with hydro, biomass or waste."""
    tables = (sets.table(name) for name in ("renewables", "thermal", "units", "reservoirs"))
    kinds = ("hydro", *RENEWABLE_FUELS)
    return [area for rows in tables for area in texts(rows[among(rows, "technology", kinds)], "area")]


def _connected(sets: Sets) -> list[str]:
    """Return the areas with a line or a link to another area."""
    links, ends = sets.table("links"), sets.table("link_ends")
    sending = dict(zip(texts(links, "link"), texts(links, "from_area"), strict=True))
    lines = sets.table("lines")
    pairs = [
        *zip(texts(lines, "from_area"), texts(lines, "to_area"), strict=True),
        *((sending[link], to) for link, to in zip(texts(ends, "link"), texts(ends, "to_area"), strict=True)),
    ]
    return [area for pair in pairs if pair[0] != pair[1] for area in pair]


def _part(sets: Sets, areas: Sequence[str], energy: Floats) -> Floats:
    """Part of each contract in all that the grid of its area has to deliver, shape (corridors,): ``energy`` [GWh] of
    corridors that carry the grid's mix (of others zero), loads, required hydrogen and required consumption of units.
    """
    loads, plants, units = (sets.table(name) for name in ("load", "electrolysers", "units"))
    needs = demand(sets, sets.assets(loads, "load")).values.sum(axis=1)
    hydrogen = numbers(plants, "use") * hydrogen_demand(sets, sets.assets(plants, "electrolyser"))
    delivered = dict.fromkeys(sets.area.labels, 0.0)
    for rows, amounts in ((loads, needs), (plants, hydrogen), (units, required_consumption(sets))):
        for area, amount, ours in zip(texts(rows, "area"), amounts, among(rows, "settles", ("grid",)), strict=True):
            delivered[area] += amount if ours else 0.0
    for area, amount in zip(areas, energy, strict=True):
        delivered[area] += amount
    return np.array([e / delivered[area] if e > 0 else 0.0 for area, e in zip(areas, energy, strict=True)])
