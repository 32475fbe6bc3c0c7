"""Energy that is lost between generation and use, and its wasted part."""

from __future__ import annotations

import numpy as np

from dispatch.lp import Floats

from .reader import KILO, Reader

COMPONENTS = ("storage", "lines", "demand_response", "hydrogen", "reservoirs", "links")
"""Labels of the dimension ``component``: where energy can be lost."""


def waste(reader: Reader) -> dict[str, Floats]:
    """``energy_lost`` and ``energy_wasted`` over the window, (areas, components) [MWh].

    Lost: what stores, lines, links and paid-back load take and do not give, and hydrogen beyond the demand. Wasted: the
    part that opposite flows in one hour cause (a store that charges and discharges, a line or a pair of links used in
    both directions), and all surplus hydrogen: without it the same demand is met and the same content is kept.
    """
    parts = {
        "storage": _storage(reader),
        "lines": _lines(reader),
        "demand_response": _payback(reader),
        "hydrogen": _hydrogen(reader),
        "reservoirs": _reservoirs(reader),
        "links": _links(reader),
    }
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


def _storage(reader: Reader) -> Part:
    charge, discharge = reader.hourly("charge"), reader.hourly("discharge")
    kept = reader.column("storage", "charge_efficiency") * reader.column("storage", "discharge_efficiency")
    return (
        reader.texts("storage", "area"),
        (charge - discharge).sum(axis=0),
        burnt_in_store(charge, discharge, kept).sum(axis=0),
    )


def burnt_in_store(charge: Floats, discharge: Floats, round_trip: Floats) -> Floats:
    """Return the power that charging and discharging at once loses, for an unchanged content [MW], (hours, stores).

    Discharge d less, and charge d / round_trip less, leave the content as it is; the grid then has d / round_trip - d
    more. d is the smaller of the discharge and what the charge gives back.

    >>> burnt_in_store(np.array([[100.0]]), np.array([[40.0]]), np.array([0.8]))
    array([[10.]])
    """
    return np.minimum(discharge, charge * round_trip) * np.maximum(1.0 / round_trip - 1.0, 0.0)


def _lines(reader: Reader) -> Part:
    forward, backward = reader.hourly("flow_forward"), reader.hourly("flow_backward")
    loss = reader.column("lines", "loss")
    return (
        reader.texts("lines", "from_area"),
        ((forward + backward) * loss).sum(axis=0),
        burnt_on_line(forward, backward, loss).sum(axis=0),
    )


def burnt_on_line(forward: Floats, backward: Floats, loss: Floats) -> Floats:
    """Return the power that flows in both directions lose, for an unchanged net delivery [MW], (hours, lines).

    >>> burnt_on_line(np.array([[100.0]]), np.array([[95.0]]), np.array([0.05])).round(6)
    array([[9.75]])
    """
    return np.minimum(forward, backward / (1.0 - loss)) * (1.0 - (1.0 - loss) ** 2)


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


def _reservoirs(reader: Reader) -> Part:
    charge, discharge, inflow, spill = (
        reader.hourly(f"reservoir_{name}") for name in ("charge", "discharge", "inflow", "spill")
    )
    areas = reader.texts("reservoirs", "area") if charge.shape[1] else []
    if not areas:
        return [], np.zeros(0), np.zeros(0)
    hours = reader.weight("energy")[:, None]
    into, out = (reader.given("reservoirs", f"{way}_efficiency") for way in ("charge", "discharge"))
    sign = reader.column("reservoirs", "sign")
    given = np.array([boundary == "start" for boundary in reader.texts("reservoirs", "boundary")])
    initial = reader.column("reservoirs", "initial") * given * KILO
    content = reader.hourly("reservoir_content")[-1] * given
    lost = ((charge + inflow - spill - discharge) * hours).sum(axis=0) + initial - content
    burnt = burnt_in_store(charge, discharge, np.maximum(into * out, 1e-9)) * hours
    return areas, lost * sign, burnt.sum(axis=0) * np.abs(sign)


def _links(reader: Reader) -> Part:
    """Losses by link; waste by pair of pockets with flows in both directions, booked on the area where a pair begins."""
    if not reader.has("link_output"):
        return [], np.zeros(0), np.zeros(0)
    taken, hours = np.maximum(reader.hourly("link_output"), 0.0), reader.weight("energy")[:, None]
    names, pockets = reader.texts("links", "link"), reader.texts("links", "from_pocket")
    areas, lost = reader.texts("links", "from_area"), (taken * hours).sum(axis=0)
    sent: dict[tuple[str, str], Floats] = {}
    gave: dict[tuple[str, str], Floats] = {}
    if reader.has("link_given"):
        arrived = reader.hourly("link_given")
        ends = zip(reader.texts("link_ends", "link"), reader.texts("link_ends", "to_pocket"), strict=True)
        for k, (link, pocket) in enumerate(ends):
            n = names.index(link)
            way = pockets[n], pocket
            given = np.where(taken[:, n] > 0.0, arrived[:, k], 0.0)
            lost[n] -= (given * hours[:, 0]).sum()
            sent[way] = sent.get(way, 0.0) + taken[:, n]
            gave[way] = gave.get(way, 0.0) + np.maximum(given, 0.0)
    wasted = np.zeros(len(names))
    for (here, there), there_gets in gave.items():
        back = (there, here)
        if here < there and back in gave:
            burnt = burnt_both_ways(sent[here, there], there_gets, sent[back], gave[back])
            wasted[pockets.index(here)] += (burnt * hours[:, 0]).sum()
    return areas, np.maximum(lost, 0.0), wasted


def burnt_both_ways(sent: Floats, arrived: Floats, sent_back: Floats, arrived_back: Floats) -> Floats:
    """Return the power that is sent to another pocket and back and lost on the way [MW], shape (hours,).

    >>> burnt_both_ways(*(np.array([power]) for power in (100.0, 90.0, 45.0, 40.0)))
    array([10.])
    """
    circling = np.minimum(arrived, sent_back)
    out = np.divide(sent * circling, arrived, out=np.zeros_like(sent), where=arrived > 0.0)
    home = np.divide(arrived_back * circling, sent_back, out=np.zeros_like(sent), where=sent_back > 0.0)
    return np.asarray(np.maximum(out - home, 0.0), dtype=float)
