"""Flows of lines and links by direction, their deliveries and losses, and the loops among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags
from dispatch.lp import Floats

from .deliveries import Deliveries
from .loops import Arcs, loop_losses
from .reader import Reader
from .unused import nodes


def branches(reader: Reader) -> tuple[Deliveries, Deliveries]:
    """Return the deliveries of lines and of links. A loop may run over both, so that loops are removed from both together."""
    lines, links, node = _line_flows(reader), _link_flows(reader), nodes(reader)
    flows = lines + links
    keys = list(dict.fromkeys(flow.branch for flow in flows))
    count = len(flows), reader.hours
    taken, given = (np.array([getattr(flow, side) for flow in flows]).reshape(count).T for side in ("taken", "given"))
    lost = np.zeros((reader.hours, len(keys)))
    for flow in flows:
        lost[:, keys.index(flow.branch)] = flow.lost
    branch, start, end = (
        np.array(numbers, dtype=np.int64)
        for numbers in (
            [keys.index(flow.branch) for flow in flows],
            [node[flow.start] for flow in flows],
            [node[flow.end] for flow in flows],
        )
    )
    opposite, outside = loop_losses(Arcs(start, end, branch, taken, given, lost))
    whole = reader.gather(given, branch, len(keys))
    per_power = np.maximum(lost, 0.0) / np.maximum(whole, 1e-9)
    hours, parts = reader.weight("energy"), []
    for table, name, own in (("lines", "line", range(len(lines))), ("links", "link", range(len(lines), len(flows)))):
        assets = reader.texts(table, name)
        owner = [assets.index(flows[k].branch[1]) for k in own]
        mine = [number for number, key in enumerate(keys) if key[0] == table]
        of_asset = np.zeros((reader.hours, len(assets)))
        losses = np.zeros(len(assets))
        for number in mine:
            asset = assets.index(keys[number][1])
            of_asset[:, asset] += opposite[:, number] if whole[:, number].any() else np.maximum(lost[:, number], 0.0)
            losses[asset] += hours @ np.maximum(lost[:, number], 0.0)
        here = branch[list(own)]
        parts.append(
            Deliveries(
                areas=reader.texts(table, "from_area"),
                lost=losses,
                opposite=of_asset,
                asset=owner,
                pocket=[flows[k].end for k in own],
                delivered=given[:, list(own)] * outside[:, here],
                loss=per_power[:, here],
                max_wasted=losses,
            )
        )
    return parts[0], parts[1]


@dataclass(frozen=True, eq=False)
class DirectedFlow:
    """Flow of a line or link in one direction. branch: table, asset, direction. start, end: pockets. taken, given: power at the
    start and at the end; lost: power that the whole branch loses, shapes (hours,) [MW]."""

    branch: tuple[str, str, int]
    start: str
    end: str
    taken: Floats
    given: Floats
    lost: Floats


def _line_flows(reader: Reader) -> list[DirectedFlow]:
    loss, flows = reader.column("lines", "loss"), []
    names, starts, ends = (reader.texts("lines", name) for name in ("line", "from_pocket", "to_pocket"))
    for direction, quantity in ((1, "flow_forward"), (-1, "flow_backward")):
        hourly = reader.hourly(quantity)
        for k, (name, start, end) in enumerate(zip(names, starts, ends, strict=True)):
            here, there = (start, end) if direction > 0 else (end, start)
            power = hourly[:, k]
            flows.append(
                DirectedFlow(("lines", name, direction), here, there, power, power * (1.0 - loss[k]), power * loss[k])
            )
    return flows


def _link_flows(reader: Reader) -> list[DirectedFlow]:
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
    flows = []
    for k, pocket, power in ends:
        flow, ahead = output[:, k], output[:, k] > 0.0
        entering = np.maximum(power, 0.0) * ahead
        leaving = np.maximum(-power, 0.0) * ~ahead
        through = -flow * np.divide(
            leaving, _taken_backwards(ends, k, ahead), out=np.zeros_like(flow), where=leaving > 0.0
        )
        flows.append(DirectedFlow(("links", names[k], 1), starts[k], pocket, flow * ahead, entering, net[:, k] * ahead))
        flows.append(DirectedFlow(("links", names[k], -1), pocket, starts[k], leaving, through, net[:, k] * ~ahead))
    return flows


def _taken_backwards(ends: list[tuple[int, str, Floats]], link: int, ahead: Flags) -> Floats:
    """Return the power that all ends of a link take where it runs backwards (hours,) [MW]."""
    taken = [np.maximum(-power, 0.0) * ~ahead for k, _, power in ends if k == link]
    return np.asarray(np.sum(taken, axis=0), dtype=float)
