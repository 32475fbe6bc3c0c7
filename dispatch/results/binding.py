"""What binds in an area in one hour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import xarray as xr

from dispatch.messages import Words
from dispatch.messages.units import local

from .tolerances import BINDING_TOLERANCE, MIN_POWER_MW


def _at(value: float, limit: float) -> bool:
    return abs(value - limit) <= max(MIN_POWER_MW, BINDING_TOLERANCE * abs(limit))


class Area:
    """One hour of one area of a run; ``now`` is the Dataset at that hour."""

    def __init__(self, now: xr.Dataset, area: str, words: Words) -> None:
        self.now, self.area, self.words = now, area, words

    def of(self, name: str) -> np.ndarray:
        """A variable that has the dimension area, here."""
        return np.asarray(self.now[name].sel(area=self.area).values)

    def value(self, name: str) -> float:
        """The same where it has no other dimension."""
        return float(self.of(name))

    def power(self, value: float, unit: bool = True) -> str:
        """A power [MW] in the unit of the language, to 1 MW."""
        shown, name = local(value, "MW", self.words.lang)
        return f"{shown:,.{0 if name == 'MW' else 1}f}{f' {name}' if unit else ''}"

    def here(self, dim: str) -> xr.Dataset:
        """The part of the Dataset whose ``dim`` lies in this area."""
        return self.now.isel({dim: np.flatnonzero(self.now[f"{dim}_area"].values == self.area)})

    def total(self, name: str, dim: str) -> float:
        """A variable on ``dim``, summed over what lies in this area."""
        return float(self.here(dim)[name].sum())

    def surplus(self) -> Iterator[str]:
        """Why what weather offers is not all taken: each sink that is exhausted, in words."""
        fleets = self.here("fleet")
        output, minimum, online = (float(fleets[f"thermal_{k}"].sum()) for k in ("output", "minimum", "online"))
        if online > MIN_POWER_MW:
            if _at(output, minimum):
                yield self.words("thermal_at_minimum", output=self.power(output), online=self.power(online))
            else:
                above = {"above": self.power(output - minimum), "minimum": self.power(minimum)}
                yield self.words("thermal_above_minimum", **above)
        yield from self._storage("storage_size", "charge", ("storage_full", "storage_charging", "storage_waits"))
        yield from self._reservoirs("reservoir_ceiling", ("reservoirs_full",))
        out = self.here("corridor")
        names = [str(name) for name in out["corridor"].values]
        yield from self._named(("corridors_contract", names))
        yield from self.limits()
        yield from self.reserves("down")

    def scarcity(self) -> Iterator[str]:
        """Why load or upward reserve is short: each source that is exhausted, in words."""
        fleets = self.here("fleet")
        output, maximum = (float(fleets[f"thermal_{k}"].sum()) for k in ("output", "maximum"))
        if maximum > MIN_POWER_MW:
            if _at(output, maximum):
                yield self.words("thermal_at_maximum", output=self.power(output))
            else:
                below = {"below": self.power(maximum - output), "maximum": self.power(maximum)}
                yield self.words("thermal_below_maximum", **below)
        yield from self._storage(
            "storage_floor", "discharge", ("storage_empty", "storage_discharging", "storage_keeps")
        )
        keys = ("reservoirs_empty", "reservoirs_discharging", "reservoirs_keep")
        yield from self._reservoirs("reservoir_floor", keys)
        out = self.here("corridor")
        short = out["corridor"].values[out["undelivered"].values > MIN_POWER_MW]
        yield from self._named(("corridors_short", [str(name) for name in short]))
        yield from self.limits()

    def _storage(self, limit: str, action: str, keys: tuple[str, str, str]) -> Iterator[str]:
        """Storage whose content is at a limit, that acts at full power, and the others: a sentence each."""
        stores = self.here("storage")
        groups: tuple[list[str], list[str], list[str]] = ([], [], [])
        for k, name in enumerate(stores["storage"].values):
            content, bound, moved, power = (float(stores[n][k]) for n in ("energy", limit, action, "storage_power"))
            if power > MIN_POWER_MW:
                kind = 0 if _at(content, bound) else 1 if _at(moved, power) else 2
                groups[kind].append(str(name))
        yield from self._named(*zip(keys, groups, strict=True))

    def _reservoirs(self, limit: str, keys: tuple[str, ...]) -> Iterator[str]:
        """Reservoirs whose content is at a limit, that discharge at full power, and the others: a sentence for each key."""
        stores = self.here("reservoir")
        groups: tuple[list[str], list[str], list[str]] = ([], [], [])
        for k, name in enumerate(stores["reservoir"].values):
            content, bound = (float(stores[n][k]) for n in ("reservoir_content", limit))
            output, most = (float(stores[n][k]) for n in ("reservoir_discharge", "reservoir_most_discharge"))
            if most > MIN_POWER_MW:
                kind = (
                    0
                    if np.isfinite(bound) and _at(content, bound)
                    else 1
                    if np.isfinite(most) and _at(output, most)
                    else 2
                )
                groups[kind].append(str(name))
        yield from self._named(*zip(keys, groups, strict=False))

    def limits(self) -> Iterator[str]:
        """Lines, sections and parks of the area that are at a limit."""
        now = self.now
        for k, name in enumerate(now["line"].values):
            ends = (str(now["line_from"].values[k]), str(now["line_to"].values[k]))
            flow = float(now["line_flow"][k])
            limits = (float(now["line_forward"][k]), -float(now["line_backward"][k]))
            if self.area in ends and any(_at(flow, limit) for limit in limits):
                yield self.words("line_full", name=name, flow=self.power(flow))
        inside = (self.here("pocket")["section_weight"] != 0).any("pocket").values
        for k, name in enumerate(now["section"].values):
            flow = float(now["section_flow"][k])
            limits = (float(now["section_forward"][k]), -float(now["section_backward"][k]))
            if inside[k] and any(_at(flow, limit) for limit in limits):
                yield self.words("section_full", name=name, flow=self.power(flow))
        parks = self.here("park")
        for k, name in enumerate(parks["park"].values):
            flow = float(parks["park_exchange"][k])
            limits = (float(parks["park_export_limit"][k]), -float(parks["park_import_limit"][k]))
            if any(_at(flow, limit) for limit in limits):
                yield self.words("park_full", name=name, flow=self.power(flow))

    def reserves(self, way: str) -> Iterator[str]:
        """Reserve requirements of a direction that are met and cost something in this hour."""
        zones = self.here("zone").sel(direction=way)
        for k, zone in enumerate(zones["zone"].values):
            price, required, short = (
                float(zones[name][k]) for name in ("reserve_price", "zone_reserve_required", "zone_reserve_shortfall")
            )
            if price > 1e-3 and short < MIN_POWER_MW:
                values = {
                    "way": self.words(way),
                    "zone": zone,
                    "price": f"{price:,.1f}",
                    "required": self.power(required),
                }
                yield self.words("reserve_priced", **values)

    def _named(self, *groups: tuple[str, list[str]]) -> Iterator[str]:
        for key, names in groups:
            if names:
                yield self.words(key, names=", ".join(names))
