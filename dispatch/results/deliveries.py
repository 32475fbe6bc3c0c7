"""Deliveries of stores and reservoirs, and the energy that each loses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.lp import Floats

from .reader import KILO, Reader


@dataclass(frozen=True, eq=False)
class Deliveries:
    """Deliveries of the assets of a kind: stores, reservoirs, lines or links.

    areas: area of each asset. lost: energy that the asset loses over the window, shape (assets,) [MWh]. opposite: power that
    opposite flows lose, shape (hours, assets) [MW]. asset, pocket: of each delivery. delivered: power without opposite flows,
    shape (hours, deliveries) [MW]. loss: power lost per power delivered, shape (hours, deliveries). max_wasted: upper limit of
    the waste of each asset, shape (assets,) [MWh].
    """

    areas: list[str]
    lost: Floats
    opposite: Floats
    asset: list[int]
    pocket: list[str]
    delivered: Floats
    loss: Floats
    max_wasted: Floats


def storage(reader: Reader) -> Deliveries:
    """Return the deliveries of stores."""
    charge, discharge = reader.hourly("charge"), reader.hourly("discharge")
    kept = reader.column("storage", "charge_efficiency") * reader.column("storage", "discharge_efficiency")
    in_grid = ~reader.case.tables["storage"]["settles"].isin(reader.case.tables["parks"]["park"]).to_numpy()
    return Deliveries(
        areas=reader.texts("storage", "area"),
        lost=(charge - discharge).sum(axis=0),
        opposite=opposite_flow_loss(charge, discharge, kept),
        asset=list(range(len(kept))),
        pocket=reader.texts("storage", "pocket"),
        delivered=(discharge - np.minimum(discharge, charge * kept)) * in_grid,
        loss=np.broadcast_to(cycle_loss(kept), charge.shape),
        max_wasted=(charge * np.maximum(1.0 - kept, 0.0)).sum(axis=0),
    )


def reservoirs(reader: Reader) -> Deliveries:
    """Return the deliveries of reservoirs."""
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
        opposite=opposite_flow_loss(charge, discharge, kept) * np.abs(sign),
        asset=list(range(len(sign))),
        pocket=reader.texts("reservoirs", "pocket"),
        delivered=(discharge - np.minimum(discharge, charge * kept)) * np.maximum(sign, 0.0) * in_grid,
        loss=cycle_loss(kept),
        max_wasted=(charge * np.maximum(1.0 - kept, 0.0) * hours).sum(axis=0) * np.abs(sign),
    )


def cycle_loss(round_trip: Floats) -> Floats:
    """Return the energy that a cycle loses per energy discharged."""
    return np.maximum(1.0 / round_trip - 1.0, 0.0)


def opposite_flow_loss(charge: Floats, discharge: Floats, round_trip: Floats) -> Floats:
    """Return the power that charging and discharging at once loses, for an unchanged content [MW], (hours, stores).

    Discharge d less, and charge d / round_trip less, leave the content as it is; the grid then has d / round_trip - d
    more. d is the smaller of the discharge and what the charge gives back.

    >>> opposite_flow_loss(np.array([[100.0]]), np.array([[40.0]]), np.array([0.8]))
    array([[10.]])
    """
    return np.minimum(discharge, charge * round_trip) * cycle_loss(round_trip)
