"""Links, lines and transformers as links of a case."""

from __future__ import annotations

import re
import warnings
from typing import Any

import numpy as np

from dispatch.errors import Fault

from .columns import output, size
from .reader import Component, Content, Floats, Names, Row


def links(network: Any, content: Content, bus: Names, name: Names, file: str) -> None:
    """Links with all their outputs. Several outputs to one bus are one of their sum."""
    component = Component(network, "Link", content, file)
    for label in component:
        start = bus(component.value(label, "bus0"))
        row: Row = {"link": name(label, "Link"), "from_area": start, "from_pocket": start}
        content.add("links", row | {"carrier": str(component.value(label, "carrier"))} | output(component, label))
        for end, (number, series) in _outputs(component, label).items():
            efficiency: Row = {"efficiency": number}
            if series is not None:
                stored = content.store(f"Link {name(label, 'Link')} to {bus(end)}", series)
                efficiency = {"efficiency_profile": stored}
            _end(content, name(label, "Link"), bus(end), efficiency)


def _outputs(component: Component, label: Any) -> dict[str, tuple[float, Floats | None]]:
    """Efficiency of each bus that a link gives to, summed over its ports: a number, or a series."""
    ports = [match[1] for column in component.static if (match := re.fullmatch(r"bus([1-9]\d*)", str(column)))]
    total: dict[str, tuple[float, Floats | None]] = {}
    for port in ports:
        bus = component.value(label, f"bus{port}")
        if not isinstance(bus, str) or not bus:
            continue
        number, series = component.hourly(label, "efficiency" if port == "1" else f"efficiency{port}")
        if bus in total:
            before, earlier = total[bus]
            if series is not None or earlier is not None:
                series = np.asarray(number if series is None else series) + (before if earlier is None else earlier)
            number += before
        total[bus] = (number, series)
    return total


def _end(content: Content, link: str, bus: str, efficiency: Row) -> None:
    content.add("link_ends", {"link": link, "to_area": bus, "to_pocket": bus} | efficiency)


def branches(network: Any, content: Content, bus: Names, name: Names, file: str) -> None:
    """Lines and transformers: limits on flow; where they form cycles, flows follow angles too."""
    lines = Component(network, "Line", content, file)
    transformers = Component(network, "Transformer", content, file)
    if lines.static.empty and transformers.static.empty:
        return
    meshed = _reactance(network, lines, transformers)
    for component in (lines, transformers):
        for label in component:
            _branch(component, label, content, bus, name, meshed.get((component.name, label), {}))


def _branch(component: Component, label: Any, content: Content, bus: Names, name: Names, angles: Row) -> None:
    start, end = (bus(component.value(label, f"bus{side}")) for side in (0, 1))
    own = name(label, component.name)
    row: Row = {"link": own, "from_area": start, "from_pocket": start, "carrier": component.name}
    row |= size(component, label, "s_nom")
    number, series = component.hourly(label, "s_max_pu")
    if series is None:
        row |= {"minimum": -number, "maximum": number}
    else:
        row |= component.profile(label, "minimum", -series) | component.profile(label, "maximum", series)
    if component.name == "Transformer" and component.value(label, "phase_shift_min") < component.value(
        label, "phase_shift_max"
    ):
        rule = "a phase shift that is chosen is not carried"
        fault = Fault(component.file, 0, f"Transformer {label!r} phase_shift_max", "", rule, "Give one phase shift.")
        content.faults.append(fault)
    content.add("links", row | angles)
    _end(content, own, end, {"efficiency": 1.0})


def _reactance(network: Any, lines: Component, transformers: Component) -> dict[tuple[str, Any], Row]:
    """Columns of branches in cycles, by (class, label): ``reactance`` and ``angle``, in one unit of angle."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, weighted = (network.cycle_matrix(apply_weights=flag) for flag in (False, True))
    if plain.empty:
        return {}
    meshed = (plain != 0).any(axis=1)
    own = weighted.abs().max(axis=1)[meshed] * 1e3  # per unit of 1 MVA: radians per GW
    unit = float(own[own > 0].mean()) if (own > 0).any() else 1.0
    found: dict[tuple[str, Any], Row] = {}
    for (kind, label), x in own.items():
        component = {"Line": lines, "Transformer": transformers}[kind]
        if not x > 0 or (weighted.loc[(kind, label)] * plain.loc[(kind, label)] < 0).any():
            rule = "a branch in a cycle whose reactance is not above zero is not carried"
            fault = Fault(component.file, 0, f"{kind} {label!r} x", f"{x:g}", rule, "Give it a reactance.")
            component.content.faults.append(fault)
            continue
        row = {"reactance": float(x) / unit}
        if kind == "Transformer":
            row["angle"] = float(np.deg2rad(component.number(label, "phase_shift"))) / unit
        found[kind, label] = row
    return found
