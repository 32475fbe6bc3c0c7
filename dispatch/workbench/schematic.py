"""A schematic map of a case or run: areas, zones, lines and export corridors at computed places, without a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.case import Case
from dispatch.escape import page as as_html
from dispatch.messages import Lang, Words, significant
from dispatch.messages.units import unit
from dispatch.report import shortened
from dispatch.results.geography import Position, apart, bearing, fitted, plane, positions

from .runs import Opened

FEW = 12
"""Areas on one ellipse."""
APART, NEAR = (0.6, 0.66), (0.5, 0.46)
"""Least distance, across and up, of two areas on a map, and of areas and ends of corridors."""
GREEN, AMBER, RED, GREY = "#1b7f4b", "#e69f00", "#c62828", "#9aa5b1"
LOADED = (0.7, 0.98)
"""Shares of the capability from which a line is drawn amber, and red."""


READABLE = {"color": "#16202a", "textBorderColor": "#fff", "textBorderWidth": 3}
"""Style of a label that crosses a line: with a white rim."""
TABLES = ("areas", "pockets", "lines", "links", "link_ends", "corridors")
"""Tables of the map."""


@dataclass(frozen=True)
class Edge:
    """A line, a link or a corridor. forward, backward: capability [MW]. name: label in the run."""

    name: str
    start: str
    end: str
    forward: float
    backward: float
    corridor: bool = False


@dataclass(frozen=True)
class Network:
    """areas: name -> (English, Chinese). zones: name -> area. receivers: names of the ends of corridors. mapped: whether the
    places are those of a map."""

    areas: dict[str, tuple[str, str]]
    zones: dict[str, str]
    edges: tuple[Edge, ...]
    receivers: tuple[str, ...]
    places: dict[str, Position] = field(default_factory=dict)
    mapped: bool = False

    def title(self, area: str, lang: Lang) -> str:
        """Return the name of an area in a language."""
        english, chinese = self.areas[area]
        return (chinese or english or area) if lang is Lang.zh else (english or area)


def network_of_run(run: Opened) -> Network:
    """Return the network that a run was given."""
    return _network({name: run.saved.given(name) for name in TABLES}, 1.0)


def network_of_case(case: Case) -> Network:
    """Return the network of a case."""
    return _network(case.tables, 1e3)


def _network(tables: Mapping[str, pd.DataFrame], factor: float) -> Network:
    areas = {str(row["area"]): (_text(row, "name_en"), _text(row, "name_zh")) for row in _rows(tables["areas"])}
    pockets = {str(row["pocket"]): str(row["area"]) for row in _rows(tables["pockets"])}
    several = {area for area in areas if sum(of == area for of in pockets.values()) > 1}
    edges = [
        Edge(
            str(row["line"]),
            str(row["from_area"]),
            str(row["to_area"]),
            row["forward"] * factor,
            row["backward"] * factor,
        )
        for row in _rows(tables["lines"])
    ]
    edges += _links(tables, factor)
    receivers = []
    for row in _rows(tables["corridors"]):
        name = str(row["corridor"])
        receivers.append(name)
        edges.append(Edge(name, str(row["area"]), f">{name}", row["capacity"] * factor, 0.0, True))
    zones = {zone: area for zone, area in pockets.items() if area in several}
    bare = Network(areas, zones, tuple(edges), tuple(receivers))
    given = positions(tables["areas"], "area")
    if areas and all(area in given for area in areas):
        ends = {f">{name}": place for name, place in positions(tables["corridors"], "corridor").items()}
        middles = {f"@{name}": place for name, place in positions(tables["pockets"], "pocket").items()}
        return replace(bare, places=_map(bare, given, ends | middles), mapped=True)
    return replace(bare, places=layout(bare))


def _links(tables: Mapping[str, pd.DataFrame], factor: float) -> list[Edge]:
    """Return links between areas; one with a negative minimum also runs backwards."""
    ends = _rows(tables["link_ends"])
    found = []
    for link in _rows(tables["links"]):
        back = max(-float(link["minimum"]), 0.0) * link["capacity"] * factor + 0.0
        found += [
            Edge(str(link["link"]), str(link["from_area"]), str(end["to_area"]), link["capacity"] * factor, back)
            for end in ends
            if end["link"] == link["link"] and end["to_area"] != link["from_area"]
        ]
    return found


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    return value if isinstance(value, str) else ""


def layout(network: Network) -> dict[str, Position]:
    """Return places: areas on an ellipse, neighbours along lines beside each other; receivers outside of their area, zones
    beside it. A network of more areas than FEW has two ellipses, so that their names have room."""
    order = _neighbours(network)
    places: dict[str, Position] = {}
    for k, area in enumerate(order):
        turn = 2.0 * np.pi * (k + 0.5) / len(order) + np.pi / 2
        wide = 0.62 if len(order) > FEW and k % 2 else 1.0
        radius = 0.0 if len(order) == 1 else wide
        places[area] = float(radius * np.cos(turn)), float(radius * np.sin(turn))
    _around(network, places, {})
    return places


def _map(network: Network, given: dict[str, Position], others: dict[str, Position]) -> dict[str, Position]:
    """Return places by longitude and latitude: areas where they are, moved apart; ends of corridors and zones beside their
    area, in their direction."""
    low, high = (-1.42, -1.1), (1.25, 1.3)
    places = apart(fitted(plane({area: given[area] for area in network.areas}), low, high), APART, low, high)
    directions: dict[str, float] = {}
    owner = {edge.end: edge.start for edge in network.edges if edge.corridor}
    owner |= {f"@{zone}": area for zone, area in network.zones.items()}
    for key, area in owner.items():
        turn = bearing(given[area], others[key]) if key in others else None
        if turn is not None:
            directions[key] = turn
    _around(network, places, directions)
    zones = {key: places.pop(key) for key in list(places) if key.startswith("@")}
    return apart(places, NEAR, (-1.48, -1.45), (1.45, 1.4)) | zones


def _neighbours(network: Network) -> list[str]:
    """Return the areas so that those of one line follow each other where they can."""
    joined: dict[str, list[str]] = {area: [] for area in network.areas}
    for edge in network.edges:
        if edge.end in joined and edge.start in joined:
            joined[edge.start].append(edge.end)
            joined[edge.end].append(edge.start)
    order: list[str] = []
    for first in sorted(joined, key=lambda area: -len(joined[area])):
        waiting = [first]
        while waiting:
            area = waiting.pop()
            if area not in order:
                order.append(area)
                waiting += [other for other in joined[area] if other not in order]
    return order


def _around(network: Network, places: dict[str, Position], directions: Mapping[str, float]) -> None:
    """Place receivers and zones in their direction [rad] where it is known, else receivers in a fan away from the centre and zones beside it."""
    for area in network.areas:
        x, y = places[area]
        outward = np.arctan2(y, x) if (x, y) != (0.0, 0.0) else 0.0
        ends = [edge.end for edge in network.edges if edge.corridor and edge.start == area]
        for k, end in enumerate(ends):
            turn = directions.get(end, outward + (k - (len(ends) - 1) / 2) * 0.5)
            places[end] = x + 0.5 * float(np.cos(turn)), y + 0.5 * float(np.sin(turn))
        zones = [zone for zone, of in network.zones.items() if of == area]
        for k, zone in enumerate(zones):
            turn = directions.get(f"@{zone}", outward + (1.25 + 0.5 * (k // 2)) * (1 if k % 2 else -1))
            places[f"@{zone}"] = x + 0.34 * float(np.cos(turn)), y + 0.34 * float(np.sin(turn))


@dataclass(frozen=True)
class Hour:
    """Flows, prices and curtailment of one hour of a run, by name."""

    flow: dict[str, float]
    price: dict[str, float]
    zone_price: dict[str, float]
    curtailment: dict[str, float]
    load: dict[str, float]


def hour_of(run: Opened, hour: int) -> Hour:
    """Return an hour of a run. Powers in MW, prices in CNY/MWh."""
    saved = run.saved

    def by(name: str, dim: str, values: Floats | None = None) -> dict[str, float]:
        row = np.asarray(saved.results[name].values[hour], dtype=float) if values is None else values
        return dict(zip(saved.labels(dim), row.tolist(), strict=True))

    lost = np.asarray(saved.results["curtailment"].values[hour], dtype=float).sum(axis=1)
    return Hour(
        by("link_output", "link") | by("line_flow", "line") | by("export", "corridor"),
        by("price", "area"),
        by("pocket_price", "pocket"),
        by("curtailment", "area", lost),
        by("load", "area"),
    )


def drawing(network: Network, words: Words, hour: Hour | None = None) -> dict[str, Any]:
    """Return the map as options of ECharts; with an hour, flows and prices."""
    nodes = [_area(network, area, words, hour) for area in network.areas]
    nodes += [_zone(network, zone, words, hour) for zone in network.zones]
    nodes += [_receiver(network, f">{name}", name) for name in network.receivers]
    links = [_edge(edge, words, hour) for edge in network.edges]
    links += [_tie(zone, area) for zone, area in network.zones.items()]
    return {
        "animation": False,
        "aria": {"enabled": True},
        "tooltip": {"confine": True},
        "grid": {"left": 90, "right": 110, "top": 30, "bottom": 40},
        "xAxis": {"type": "value", "show": False, "min": -1.5, "max": 1.5},
        "yAxis": {"type": "value", "show": False, "min": -1.5, "max": 1.5},
        "series": [
            {
                "type": "graph",
                "coordinateSystem": "cartesian2d",
                "data": nodes,
                "links": links,
                "emphasis": {"disabled": True},
            }
        ],
    }


def _node(network: Network, key: str, label: str, size: float, colour: str, position: str = "bottom") -> dict[str, Any]:
    x, y = network.places[key]
    return {
        "id": key,
        "name": key,
        "value": [round(x, 3), round(y, 3)],
        "symbolSize": size,
        "itemStyle": {"color": colour, "borderColor": "#fff", "borderWidth": 1},
        "label": {"show": True, "position": position, "formatter": _literal(label), "fontSize": 12, **READABLE},
        "tooltip": {"formatter": _escaped(label)},
    }


def _area(network: Network, area: str, words: Words, hour: Hour | None) -> dict[str, Any]:
    power, price = unit("power", words.lang), unit("price", words.lang)
    lines = [shortened(network.title(area, words.lang))]
    colour = "#0b5394"
    size = 30.0
    if hour is not None:
        at = hour.price.get(area, float("nan"))
        load, lost = hour.load.get(area, 0.0), hour.curtailment.get(area, 0.0)
        if load > 0.5:
            lines.append(f"{words('flow_load')} {significant(load * power.factor, 3)} {power.name}")
        if at == at:
            lines.append(f"{at * price.factor:z,.0f} {price.name}")
            colour = price_colour(at)
        if lost > 0.5:
            lines.append(f"{words('flow_curtailment')} {significant(lost * power.factor, 3)} {power.name}")
        size = 26.0 + min(26.0, 4.0 * float(np.sqrt(max(load, 0.0) / 1000.0)))
    whole = "\n".join([network.title(area, words.lang), *lines[1:]])
    node = _node(network, area, "\n".join(lines), size, colour, _beside_area(network, area))
    return node | {"tooltip": {"formatter": _escaped(whole)}}


def _beside_area(network: Network, area: str) -> str:
    """Return the place of the label of an area: on an ellipse towards the centre; on a map opposite to the ends of its corridors."""
    x, y = network.places[area]
    if network.mapped:
        ends = [network.places[edge.end][1] for edge in network.edges if edge.corridor and edge.start == area]
        return "bottom" if ends and min(ends) > y + 0.1 else "top"
    return ("bottom" if y > 0.0 else "top") if -0.15 < x < 0.4 else "right" if x < 0.0 else "left"


def _zone(network: Network, zone: str, words: Words, hour: Hour | None) -> dict[str, Any]:
    price = unit("price", words.lang)
    at = float("nan") if hour is None else hour.zone_price.get(zone, float("nan"))
    label = zone if at != at else f"{zone}\n{at * price.factor:z,.0f} {price.name}"
    node = _node(network, f"@{zone}", label, 12, "#7aa6c8" if at != at else price_colour(at), "top")
    return node | {"label": {"show": False}}


def _receiver(network: Network, key: str, name: str) -> dict[str, Any]:
    start = next(edge.start for edge in network.edges if edge.end == key)
    (x, y), (x0, y0) = network.places[key], network.places[start]
    steep = abs(y - y0) > 2.0 * abs(x - x0)
    beyond = ("top" if y > y0 else "bottom") if steep else "left" if x < x0 else "right"
    return _node(network, key, name, 14, GREY, beyond) | {"symbol": "rect"}


def _tie(zone: str, area: str) -> dict[str, Any]:
    return {
        "source": area,
        "target": f"@{zone}",
        "lineStyle": {"color": GREY, "width": 1, "type": "dotted"},
        "label": {"show": False},
    }


def _edge(edge: Edge, words: Words, hour: Hour | None) -> dict[str, Any]:
    power = unit("power", words.lang)
    flow = None if hour is None else hour.flow.get(edge.name, 0.0)
    limit = edge.forward if flow is None or flow >= 0.0 else edge.backward
    share = 0.0 if flow is None or limit <= 0.0 else abs(flow) / limit
    colour = (
        GREY
        if flow is None or abs(flow) < 0.5
        else RED
        if share >= LOADED[1]
        else AMBER
        if share >= LOADED[0]
        else GREEN
    )
    shown = significant(edge.forward * power.factor)
    if flow is not None:
        shown = f"{significant(abs(flow) * power.factor, 3)} / {significant(limit * power.factor)}"
    start, end = (edge.end, edge.start) if flow is not None and flow < 0.0 else (edge.start, edge.end)
    return {
        "source": start,
        "target": end,
        "symbol": ["none", "arrow"],
        "symbolSize": 9,
        "lineStyle": {
            "color": colour,
            "opacity": 0.9,
            "width": 1.5 + min(6.0, edge.forward / 4000.0),
            "curveness": 0.0,
        },
        "label": {"show": True, "formatter": _literal(shown), "fontSize": 11, **READABLE},
        "tooltip": {"formatter": _escaped(f"{edge.name}: {shown} {power.name}")},
    }


def price_colour(price: float) -> str:
    """Return the colour of a price [CNY/MWh]: blue for a surplus, through green, to red for scarcity.

    >>> price_colour(-5.0), price_colour(300.0), price_colour(5000.0)
    ('#2b6cb0', '#2f9e6e', '#c62828')
    """
    for limit, colour in ((1.0, "#2b6cb0"), (200.0, "#3aa0a8"), (400.0, "#2f9e6e"), (800.0, "#e69f00")):
        if price <= limit:
            return colour
    return RED


def _literal(text: str) -> str:
    """Return a label that ECharts shows as it stands: braces would be placeholders."""
    return text.replace("{", "(").replace("}", ")")


def _escaped(text: str) -> str:
    return "<br>".join(as_html(line) for line in _literal(text).split("\n"))
