"""Energy that is lost between generation and use, and its wasted part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags
from dispatch.lp import Floats

from .loops import Arcs, burnt_in_loops
from .reader import KILO, Reader
from .unused import nodes, unused_energy

COMPONENTS = ("storage", "lines", "demand_response", "hydrogen", "reservoirs", "links")
"""Labels of the dimension ``component``: where energy can be lost."""


def waste(reader: Reader) -> dict[str, Floats]:
    """``energy_lost`` and ``energy_wasted`` over the window, (areas, components) [MWh].

    Lost: what stores, lines, links and paid-back load take and do not give, and hydrogen beyond the demand. Wasted: the
    part without which the same service is possible, as far as one of three rules shows it.

    1. Opposite flows in one hour: a store that charges and discharges, power that runs in a loop of lines and links.
    2. A store, line or link delivers into a pocket in which energy of
       the greatest reward is left unused in that hour (``unused_energy``). That energy could have served there; what the
       delivery has lost on its way is wasted.
    3. Surplus hydrogen, and what a link without an end takes.
    """
    lines, links = _branches(reader)
    deliveries = {"storage": _storage(reader), "lines": lines, "reservoirs": _reservoirs(reader), "links": links}
    replaced = _replaced_share(reader, list(deliveries.values()))
    parts = {name: _energy(reader, part, replaced) for name, part in deliveries.items()}
    parts |= {"demand_response": _payback(reader), "hydrogen": _hydrogen(reader)}
    shape = (len(reader.places), len(COMPONENTS))
    lost, wasted = np.zeros(shape), np.zeros(shape)
    for k, name in enumerate(COMPONENTS):
        areas, of_lost, of_wasted = parts[name]
        at = [reader.places.areas.index(area) for area in areas]
        np.add.at(lost[:, k], at, of_lost)
        np.add.at(wasted[:, k], at, of_wasted)
    return {"energy_lost": lost, "energy_wasted": wasted}


Part = tuple[list[str], Floats, Floats]
"""Area of each asset; energy that it loses and wastes [MWh], shape (assets,)."""


@dataclass(frozen=True, eq=False)
class Deliveries:
    """What assets of a kind deliver.

    areas: area of each asset; lost: energy that it loses over the window (assets,) [MWh]; burnt: what opposite flows lose
    (hours, assets) [MW]; asset, pocket: of each delivery; arrived: power without opposite flows (hours, deliveries)
    [MW]; loss: what is lost on the way, per power that arrives (hours, deliveries); most: most that an asset wastes
    (assets,) [MWh].
    """

    areas: list[str]
    lost: Floats
    burnt: Floats
    asset: list[int]
    pocket: list[str]
    arrived: Floats
    loss: Floats
    most: Floats


def _replaced_share(reader: Reader, parts: list[Deliveries]) -> dict[str, Floats]:
    """Share of the deliveries into each pocket that unused energy could have served, pocket -> (hours,)."""
    node = nodes(reader)
    unused = unused_energy(reader, node)
    arrived = np.zeros_like(unused)
    for part in parts:
        arrived += reader.gather(part.arrived, [node[pocket] for pocket in part.pocket], arrived.shape[1])
    share = np.minimum(unused / np.maximum(arrived, 1e-9), 1.0)
    return {pocket: share[:, k] for pocket, k in node.items()}


def _energy(reader: Reader, part: Deliveries, replaced: dict[str, Floats]) -> Part:
    """Sum up: opposite flows, and the losses of deliveries that unused energy could have replaced."""
    hours = reader.weight("energy")
    wasted = hours @ part.burnt
    # A link with several ends is of use as long as one of its deliveries is.
    share = np.ones((len(hours), len(part.areas)))
    for k, (asset, pocket) in enumerate(zip(part.asset, part.pocket, strict=True)):
        here = np.where(part.arrived[:, k] > 0.0, replaced[pocket], 1.0)
        share[:, asset] = np.minimum(share[:, asset], here)
    for k, asset in enumerate(part.asset):
        wasted[asset] += hours @ (part.arrived[:, k] * part.loss[:, k] * share[:, asset])
    return part.areas, part.lost, np.minimum(wasted, part.most)


def _storage(reader: Reader) -> Deliveries:
    charge, discharge = reader.hourly("charge"), reader.hourly("discharge")
    kept = reader.column("storage", "charge_efficiency") * reader.column("storage", "discharge_efficiency")
    in_grid = ~reader.case.tables["storage"]["settles"].isin(reader.case.tables["parks"]["park"]).to_numpy()
    return Deliveries(
        areas=reader.texts("storage", "area"),
        lost=(charge - discharge).sum(axis=0),
        burnt=burnt_in_store(charge, discharge, kept),
        asset=list(range(len(kept))),
        pocket=reader.texts("storage", "pocket"),
        arrived=(discharge - np.minimum(discharge, charge * kept)) * in_grid,
        loss=np.broadcast_to(_cycle_loss(kept), charge.shape),
        most=(charge * np.maximum(1.0 - kept, 0.0)).sum(axis=0),
    )


def _cycle_loss(round_trip: Floats) -> Floats:
    """Power that a cycle loses, per power that it gives back."""
    return np.maximum(1.0 / round_trip - 1.0, 0.0)


def burnt_in_store(charge: Floats, discharge: Floats, round_trip: Floats) -> Floats:
    """Return the power that charging and discharging at once loses, for an unchanged content [MW], (hours, stores).

    Discharge d less, and charge d / round_trip less, leave the content as it is; the grid then has d / round_trip - d
    more. d is the smaller of the discharge and what the charge gives back.

    >>> burnt_in_store(np.array([[100.0]]), np.array([[40.0]]), np.array([0.8]))
    array([[10.]])
    """
    return np.minimum(discharge, charge * round_trip) * _cycle_loss(round_trip)


def _reservoirs(reader: Reader) -> Deliveries:
    charge, discharge, inflow, spill = (
        reader.hourly(f"reservoir_{name}") for name in ("charge", "discharge", "inflow", "spill")
    )
    if not charge.shape[1]:
        nothing = np.zeros((reader.hours, 0))
        return Deliveries([], np.zeros(0), nothing, [], [], nothing, nothing, np.zeros(0))
    hours = reader.weight("energy")[:, None]
    into, out = (reader.given("reservoirs", f"{way}_efficiency") for way in ("charge", "discharge"))
    kept = np.maximum(into * out, 1e-9)
    sign = reader.column("reservoirs", "sign")
    given = np.array([boundary == "start" for boundary in reader.texts("reservoirs", "boundary")])
    initial = reader.column("reservoirs", "initial") * given * KILO
    content = reader.hourly("reservoir_content")[-1] * given
    lost = ((charge + inflow - spill - discharge) * hours).sum(axis=0) + initial - content
    in_grid = ~reader.case.tables["reservoirs"]["settles"].isin(reader.case.tables["parks"]["park"]).to_numpy()
    return Deliveries(
        areas=reader.texts("reservoirs", "area"),
        lost=lost * sign,
        burnt=burnt_in_store(charge, discharge, kept) * np.abs(sign),
        asset=list(range(len(sign))),
        pocket=reader.texts("reservoirs", "pocket"),
        arrived=(discharge - np.minimum(discharge, charge * kept)) * np.maximum(sign, 0.0) * in_grid,
        loss=_cycle_loss(kept),
        most=(charge * np.maximum(1.0 - kept, 0.0) * hours).sum(axis=0) * np.abs(sign),
    )


def _branches(reader: Reader) -> tuple[Deliveries, Deliveries]:
    """Lines and links. Loops run over both, so they are taken out together."""
    lines, links, node = _ways_of_lines(reader), _ways_of_links(reader), nodes(reader)
    ways = lines + links
    keys = list(dict.fromkeys(way.branch for way in ways))
    count = len(ways), reader.hours
    taken, given = (np.array([getattr(way, side) for way in ways]).reshape(count).T for side in ("taken", "given"))
    lost = np.zeros((reader.hours, len(keys)))
    for way in ways:
        lost[:, keys.index(way.branch)] = way.lost
    branch, start, end = (
        np.array(numbers, dtype=np.int64)
        for numbers in (
            [keys.index(way.branch) for way in ways],
            [node[way.start] for way in ways],
            [node[way.end] for way in ways],
        )
    )
    burnt, outside = burnt_in_loops(Arcs(start, end, branch, taken, given, lost))
    whole = reader.gather(given, branch, len(keys))
    per_power = np.maximum(lost, 0.0) / np.maximum(whole, 1e-9)
    hours, parts = reader.weight("energy"), []
    for table, name, own in (("lines", "line", range(len(lines))), ("links", "link", range(len(lines), len(ways)))):
        assets = reader.texts(table, name)
        owner = [assets.index(ways[k].branch[1]) for k in own]
        mine = [number for number, key in enumerate(keys) if key[0] == table]
        of_asset = np.zeros((reader.hours, len(assets)))
        losses = np.zeros(len(assets))
        for number in mine:
            asset = assets.index(keys[number][1])
            of_asset[:, asset] += burnt[:, number] if whole[:, number].any() else np.maximum(lost[:, number], 0.0)
            losses[asset] += hours @ np.maximum(lost[:, number], 0.0)
        here = branch[list(own)]
        parts.append(
            Deliveries(
                areas=reader.texts(table, "from_area"),
                lost=losses,
                burnt=of_asset,
                asset=owner,
                pocket=[ways[k].end for k in own],
                arrived=given[:, list(own)] * outside[:, here],
                loss=per_power[:, here],
                most=losses,
            )
        )
    return parts[0], parts[1]


@dataclass(frozen=True, eq=False)
class Way:
    """Power in one direction: branch (table, asset, direction), start and end pocket, power taken, given, and lost by
    the whole branch (hours,) [MW]."""

    branch: tuple[str, str, int]
    start: str
    end: str
    taken: Floats
    given: Floats
    lost: Floats


def _ways_of_lines(reader: Reader) -> list[Way]:
    loss, ways = reader.column("lines", "loss"), []
    names, starts, ends = (reader.texts("lines", name) for name in ("line", "from_pocket", "to_pocket"))
    for direction, quantity in ((1, "flow_forward"), (-1, "flow_backward")):
        flow = reader.hourly(quantity)
        for k, (name, start, end) in enumerate(zip(names, starts, ends, strict=True)):
            here, there = (start, end) if direction > 0 else (end, start)
            power = flow[:, k]
            ways.append(Way(("lines", name, direction), here, there, power, power * (1.0 - loss[k]), power * loss[k]))
    return ways


def _ways_of_links(reader: Reader) -> list[Way]:
    """Links and their ends in both directions: backwards an end takes, and the start gives."""
    if not reader.has("link_output"):
        return []
    output, names, starts = (
        reader.hourly("link_output"),
        reader.texts("links", "link"),
        reader.texts("links", "from_pocket"),
    )
    net, ends = output.copy(), []
    if reader.has("link_given"):
        arrived = reader.hourly("link_given")
        pairs = zip(reader.texts("link_ends", "link"), reader.texts("link_ends", "to_pocket"), strict=True)
        ends = [(names.index(link), pocket, arrived[:, k]) for k, (link, pocket) in enumerate(pairs)]
    for k, _, power in ends:
        net[:, k] -= power
    # A link without an end loses all that it takes, and is in no loop: it gives nothing, at its own start.
    ends += [(k, starts[k], np.zeros(reader.hours)) for k in set(range(len(names))) - {k for k, _, _ in ends}]
    ways = []
    for k, pocket, power in ends:
        flow, ahead = output[:, k], output[:, k] > 0.0
        entering = np.maximum(power, 0.0) * ahead
        leaving = np.maximum(-power, 0.0) * ~ahead
        through = -flow * np.divide(leaving, _backwards(ends, k, ahead), out=np.zeros_like(flow), where=leaving > 0.0)
        ways.append(Way(("links", names[k], 1), starts[k], pocket, flow * ahead, entering, net[:, k] * ahead))
        ways.append(Way(("links", names[k], -1), pocket, starts[k], leaving, through, net[:, k] * ~ahead))
    return ways


def _backwards(ends: list[tuple[int, str, Floats]], link: int, ahead: Flags) -> Floats:
    """Power that all ends of a link take where it runs backwards (hours,) [MW]."""
    taken = [np.maximum(-power, 0.0) * ~ahead for k, _, power in ends if k == link]
    return np.asarray(np.sum(taken, axis=0), dtype=float)


def _payback(reader: Reader) -> Part:
    """Load that demand response takes away is paid back with a loss: energy lost, none of it wasted."""
    names = list(reader.axis("response_away").labels)
    lost = (reader.hourly("response_back") - reader.hourly("response_away")).sum(axis=0)
    rows = reader.case.tables["demand_response"].set_index("programme")
    return [str(rows.at[name, "area"]) for name in names], lost, np.zeros(len(names))


def _hydrogen(reader: Reader) -> Part:
    names = list(reader.axis("hydrogen_surplus").labels)
    surplus = reader.total("hydrogen_surplus")
    rows = reader.case.tables["electrolysers"].set_index("asset")
    return [str(rows.at[name, "area"]) for name in names], surplus, np.maximum(surplus, 0.0)
