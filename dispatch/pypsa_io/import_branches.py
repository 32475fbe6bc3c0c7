"""Links, lines and transformers as links of a case."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from dispatch.arrays import Floats
from dispatch.messages import message, names

from .columns import output, size
from .dependency import quietly
from .naming import Names, printable
from .reader import Component, Content, Owner, Row


def links(network: Any, content: Content, bus: Names, name: Names) -> None:
    """Add links with all their outputs. Several outputs to one bus are one of their sum."""
    component = Component(network, "Link", content)
    backwards: list[str] = []
    for label in component:
        start, owner = bus(component.value(label, "bus0")), component.owner(label)
        row: Row = {"link": name(label, "Link"), "from_area": start, "from_pocket": start}
        row |= {"carrier": printable(component.value(label, "carrier"))} | output(component, label)
        content.add("links", row, owner)
        outputs = _outputs(component, label)
        for end, (attribute, number, series) in outputs.items():
            efficiency: Row = {"efficiency": number}
            if series is not None:
                stored = content.store(component.owner(label, attribute), f"to {end}", series)
                efficiency = {"efficiency_profile": stored}
            _end(content, name(label, "Link"), bus(end), efficiency, component.owner(label, attribute))
        if _makes_energy(component, label, outputs):
            backwards.append(str(label))
    if backwards:
        shown = names(backwards[:5])
        if len(backwards) > 5:
            shown = message("list.more", names=shown, count=len(backwards) - 5)
        content.notes.append(message("remark.makes_energy", links=shown))


_Outputs = dict[str, tuple[str, float, Floats | None]]


def _outputs(component: Component, label: Any) -> _Outputs:
    """Return, by bus that a link gives to, its attribute and its efficiency summed over ports: a number or a series."""
    ports = [match[1] for column in component.static if (match := re.fullmatch(r"bus([1-9]\d*)", str(column)))]
    total: _Outputs = {}
    for port in ports:
        bus = component.value(label, f"bus{port}")
        if not isinstance(bus, str) or not bus:
            continue
        attribute = "efficiency" if port == "1" else f"efficiency{port}"
        number, series = component.hourly(label, attribute)
        if bus in total:
            attribute, before, earlier = total[bus]
            if series is not None or earlier is not None:
                series = np.asarray(number if series is None else series) + (before if earlier is None else earlier)
            number += before
        total[bus] = (attribute, number, series)
    return total


def _makes_energy(component: Component, label: Any, outputs: _Outputs) -> bool:
    """Return whether a link with one output may run backwards and gives back more there than it takes."""
    if len(outputs) != 1 or not (component.series(label, "p_min_pu") < 0).any():
        return False
    ((_, number, series),) = outputs.values()
    return bool((np.asarray(number if series is None else series) < 1.0).any())


def _end(content: Content, link: str, bus: str, efficiency: Row, owner: Owner) -> None:
    content.add("link_ends", {"link": link, "to_area": bus, "to_pocket": bus} | efficiency, owner)


def branches(network: Any, content: Content, bus: Names, name: Names) -> None:
    """Add lines and transformers: limits on flow; where they form cycles, flows follow angles too."""
    lines, transformers = (Component(network, kind, content) for kind in ("Line", "Transformer"))
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
        row |= component.profile(label, "s_max_pu", "minimum", -series)
        row |= component.profile(label, "s_max_pu", "maximum", series)
    if component.name == "Transformer" and component.value(label, "phase_shift_min") < component.value(
        label, "phase_shift_max"
    ):
        rule = message("fault.pypsa.phase_shift")
        component.fault(label, "phase_shift_max", "", rule, message("remedy.pypsa.give_phase_shift"))
    content.add("links", row | angles, component.owner(label))
    _end(content, own, end, {"efficiency": 1.0}, component.owner(label))


def _reactance(network: Any, lines: Component, transformers: Component) -> dict[tuple[str, Any], Row]:
    """Return columns of branches in cycles, by (class, label): ``reactance`` and ``angle``, in one unit of angle."""
    with quietly():
        unweighted, weighted = (network.cycle_matrix(apply_weights=flag) for flag in (False, True))
    if unweighted.empty:
        return {}
    meshed = (unweighted != 0).any(axis=1)
    own = weighted.abs().max(axis=1)[meshed] * 1e3  # per unit of 1 MVA: radians per GW
    unit = float(own[own > 0].mean()) if (own > 0).any() else 1.0
    found: dict[tuple[str, Any], Row] = {}
    for (kind, label), x in own.items():
        component = {"Line": lines, "Transformer": transformers}[kind]
        if not x > 0 or not np.isfinite(x) or (weighted.loc[(kind, label)] * unweighted.loc[(kind, label)] < 0).any():
            rule = message("fault.pypsa.reactance")
            component.fault(label, "x", f"{x:g}", rule, message("remedy.pypsa.give_reactance"))
            continue
        row = {"reactance": float(x) / unit}
        if kind == "Transformer":
            row["angle"] = float(np.deg2rad(component.number(label, "phase_shift"))) / unit
        found[kind, label] = row
    return found
