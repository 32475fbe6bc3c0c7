"""Why energy is curtailed: every curtailed MWh gets a cause, by the rule that ``note_cause`` states to the reader.

In an hour of an area, curtailment at places where a MWh more is worth nothing (at most LOW) is a surplus. Each cause has
a room: the power that would have been taken, in that hour, if the cause alone were gone.

- heating, thermal_minimum: least output of thermal fleets at those places, the part that heating causes on its own
- reserve_down: what thermal fleets and stores hold as downward reserve and would otherwise not make, or charge, in hours
  in which that reserve has a price
- network: what plants and stores outside could give way to or take, behind a section, a park's limit or a full line;
  without end where a corridor with a band is at its capability
- storage_energy: power of stores that are full, or will be before the surplus ends; storage_power: what stores at full
  power could still hold when the surplus ends
- price_policy: output above the least that no reserve explains: ramps and the price of changing it

A cause's weight is its room, at most the surplus. If the weights exceed the surplus they are scaled to it; if they are
less, the rest is demand: load and contracted export are too small whatever else gave way. What is curtailed where a MWh
more is worth something (to hold upward reserve, or by a price) is price_policy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags, Floats
from dispatch.technologies import technology_of

from .reserve_headroom import binding_down
from .saved_run import Saved
from .tolerances import MIN_POWER_MW

LOW = 1.0
"""Most that a MWh is worth where there is a surplus [CNY/MWh]."""
WITHOUT_END = 1e9
"""Room that is larger than any surplus [MW]."""
CAUSES = (
    "heating",
    "thermal_minimum",
    "reserve_down",
    "network",
    "storage_energy",
    "storage_power",
    "demand",
    "price_policy",
)


@dataclass(frozen=True, eq=False)
class Attribution:
    """``share`` (hours, areas, technologies, causes) of curtailment, summing to one where anything is curtailed;
    ``alone`` (hours, areas, causes) [MW]: what would be saved in the hour if that cause alone were gone."""

    share: Floats
    alone: Floats


class Places:
    """Prices of the places of assets. A place is a pocket, or a park in it."""

    def __init__(self, saved: Saved) -> None:
        self.saved = saved
        self.pocket, self.park = saved.array("pocket_price"), saved.array("park_price")
        self.priced = bool(np.isfinite(self.pocket).all() and np.isfinite(self.park).all())
        self._pockets, self._parks = saved.labels("pocket"), saved.labels("park")
        self._curtailing: dict[tuple[str, str], Floats] = {}
        for dim, amounts in curtailed(saved).items():
            for k, place in enumerate(self.of(dim)):
                self._curtailing[place] = self._curtailing.get(place, 0.0) + amounts[:, k]

    def of(self, dim: str) -> list[tuple[str, str]]:
        """(pocket, park or nothing) of each label."""
        settles = [name if name in self._parks else "" for name in self.saved.labels(f"{dim}_settles")]
        return list(zip(self.saved.labels(f"{dim}_pocket"), settles, strict=True))

    def low(self, dim: str) -> Flags:
        """Whether a MWh more is worth nothing where each label is, (hours, labels). In a run without prices that is
        where something is curtailed, or nothing could be and no limit is reached."""
        places = self.of(dim)
        flags = np.zeros((len(self.saved.time), len(places)), dtype=bool)
        for k, (pocket, park) in enumerate(places):
            if self.priced:
                worth = self.pocket[:, self._pockets.index(pocket)]
                flags[:, k] = worth + (self.park[:, self._parks.index(park)] if park else 0.0) <= LOW
            else:
                known = self._curtailing.get((pocket, park))
                flags[:, k] = ~self._limited(park) if known is None else known > MIN_POWER_MW
        return flags

    def _limited(self, park: str) -> Flags:
        """Hours in which some section, or the park, is at a limit."""
        found = np.zeros(len(self.saved.time), dtype=bool)
        ends = [("section_flow", "section_forward", "section_backward", list(range(len(self.saved.labels("section")))))]
        if park:
            ends.append(("park_exchange", "park_export_limit", "park_import_limit", [self._parks.index(park)]))
        for name, most, least, which in ends:
            flow, high, low = (self.saved.array(part)[..., which] for part in (name, most, least))
            found |= ((flow >= high - MIN_POWER_MW) | (flow <= -low + MIN_POWER_MW)).any(axis=1)
        return found


def curtailed(saved: Saved) -> dict[str, Floats]:
    """Curtailment (hours, labels) [MW] of each kind of asset that weather drives."""
    return {
        dim: np.maximum(saved.array(f"{dim}_available") - saved.array(f"{dim}_output"), 0.0)
        for dim in ("renewable", "csp")
    }


def attribute(saved: Saved) -> Attribution:
    """The causes of all curtailment of a run."""
    places = Places(saved)
    surplus, whole, pool = _surplus(saved, places)
    rooms = _rooms(saved, places)
    weights = np.stack([np.minimum(pool, rooms.get(cause, 0.0 * pool)) for cause in CAUSES], axis=-1)
    total = weights.sum(axis=-1)
    scaled = weights / np.maximum(np.maximum(total, pool), 1e-12)[:, :, None]
    of_surplus = np.divide(surplus, whole, out=np.zeros_like(whole), where=whole > 0)
    share = of_surplus[:, :, :, None] * scaled[:, :, None, :]
    share[..., CAUSES.index("price_policy")] += np.where(whole > 0, 1.0 - of_surplus, 0.0)
    share[..., CAUSES.index("demand")] = np.maximum(1.0 - share.sum(axis=-1), 0.0)
    gross = np.divide(surplus.sum(axis=2), pool, out=np.zeros_like(pool), where=pool > 0)
    return Attribution(share, weights * gross[:, :, None])


def _surplus(saved: Saved, places: Places) -> tuple[Floats, Floats, Floats]:
    """Curtailment where a MWh more is worth nothing, and all of it, (hours, areas, technologies), gross; the net power of
    the former, (hours, areas)."""
    shape = (len(saved.time), len(saved.areas), len(saved.technologies))
    surplus, whole, net = np.zeros(shape), np.zeros(shape), np.zeros(shape[:2])
    for dim, amounts in curtailed(saved).items():
        table = "csp" if dim == "csp" else "renewables"
        kept = 1.0 - saved.column(table, "own_use", saved.labels(dim))
        at_low = amounts * places.low(dim)
        for k, (area, kind) in enumerate(zip(saved.place(dim), _technologies(saved, dim), strict=True)):
            surplus[:, area, kind] += at_low[:, k]
            whole[:, area, kind] += amounts[:, k]
            net[:, area] += at_low[:, k] * kept[k]
    return surplus, whole, net


def _technologies(saved: Saved, dim: str) -> list[int]:
    """Position of the technology of each label; distributed PV counts in pv."""
    kinds = ["csp"] * len(saved.labels(dim)) if dim == "csp" else saved.labels(f"{dim}_technology")
    return [saved.technologies.index(technology_of(kind)) for kind in kinds]


def _rooms(saved: Saved, places: Places) -> dict[str, Floats]:
    """Room of each cause, (hours, areas) [MW net]."""
    low, charging = places.low("fleet"), places.low("storage")
    fleets, stores = _Fleets(saved), _Stores(saved, charging)
    rooms = {
        name: saved.inside(fleets.parts[name] * low, "fleet") for name in ("heating", "thermal_minimum", "price_policy")
    }
    rooms["reserve_down"] = saved.inside(fleets.parts["reserve_down"] * low, "fleet")
    rooms["reserve_down"] += saved.inside(stores.reserve * charging, "storage")
    rooms["storage_energy"] = saved.inside(stores.unused * charging, "storage")
    rooms["storage_power"] = saved.inside(stores.more * charging, "storage")
    outside = saved.inside(fleets.above * ~low, "fleet") + saved.inside(stores.takes * ~charging, "storage")
    rooms["network"] = outside + _over_lines(saved, outside) + _over_corridors(saved)
    return rooms


class _Fleets:
    """Net output of fleets (hours, fleets) [MW], by what holds it up; ``above``: what it is above its least."""

    def __init__(self, saved: Saved) -> None:
        kept = 1.0 - saved.array("fleet_own_use")
        output, least = saved.array("thermal_output"), saved.array("thermal_minimum")
        heating = np.minimum(saved.array("thermal_heating"), least)
        above = np.maximum(output - least, 0.0)
        held = saved.array("thermal_reserve")[:, :, 1] * binding_down(saved, "thermal", "fleet")
        reserve = np.minimum(held, above)
        self.parts = {
            "heating": heating * kept,
            "thermal_minimum": (least - heating) * kept,
            "reserve_down": reserve * kept,
            "price_policy": (above - reserve) * kept,
        }
        self.above = above * kept


class _Stores:
    """What stores could take more (hours, stores) [MW]: ``reserve`` of it is promised; ``unused`` is power that they have
    no room for; ``more`` is room that they have no power for, and that stays until the surplus ends; ``takes`` is what
    they could take at once. ``low`` (hours, stores): whether there is a surplus where they are."""

    def __init__(self, saved: Saved, low: Flags) -> None:
        power = saved.array("storage_power")
        free = np.maximum(power - saved.array("charge") + saved.array("discharge"), 0.0)
        into = saved.column("storage", "charge_efficiency", saved.labels("storage"))
        space = np.maximum(saved.array("storage_size") - saved.array("energy"), 0.0) / into
        held = saved.array("storage_reserve")[:, :, 1] * binding_down(saved, "storage", "storage")
        self.reserve = np.minimum(held, free)
        self.unused = free - self.reserve
        self.more = np.where((free <= MIN_POWER_MW) & (power > MIN_POWER_MW), _least_until_end(space, low), 0.0)
        self.takes = np.minimum(self.unused, space)


def _least_until_end(values: Floats, spells: Flags) -> Floats:
    """The least of each column from an hour to the end of its unbroken run of flags; the value itself outside runs."""
    least = values.copy()
    for hour in range(len(values) - 2, -1, -1):
        continued = spells[hour] & spells[hour + 1]
        least[hour] = np.where(continued, np.minimum(values[hour], least[hour + 1]), values[hour])
    return least


def _over_corridors(saved: Saved) -> Floats:
    """More than any surplus where a corridor that may leave its contracted curve is at its capability, (hours, areas)
    [MW]: what is beyond it would take what there is. A corridor that carries its contract is demand."""
    names = saved.labels("corridor")
    band, capability = (saved.column("corridors", name, names) for name in ("band", "capacity"))
    full = (band > 0) & (saved.array("export") >= capability - MIN_POWER_MW)
    return saved.inside(np.where(full, WITHOUT_END, 0.0), "corridor")


def _over_lines(saved: Saved, outside: Floats) -> Floats:
    """What could be displaced at the other end of full lines that leave an area, (hours, areas) [MW]."""
    room = np.zeros_like(outside)
    flow, forward, backward = saved.array("line_flow"), saved.array("line_forward"), saved.array("line_backward")
    ends = list(zip(saved.labels("line_from"), saved.labels("line_to"), strict=True))
    for k, (start, end) in enumerate(ends):
        a, b = saved.areas.index(start), saved.areas.index(end)
        room[:, a] += np.where(flow[:, k] >= forward[k] - MIN_POWER_MW, outside[:, b], 0.0)
        room[:, b] += np.where(flow[:, k] <= -backward[k] + MIN_POWER_MW, outside[:, a], 0.0)
    return room
