"""Demand response that sheds: hours, calls and the longest call (D1-D4 of the formulation), hour by hour."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats, Integers

from .levels import Use
from .network import SMALL
from .system import Responses


class Programmes:
    """Use of the programmes of a part in each sample.

    ``energy``: energy shed so far, (samples,) [MWh]. Hours are counted in energy (capability x hours), calls in capability
    called on a day, as in D1 and D4."""

    def __init__(self, given: Responses, capability: Floats) -> None:
        """given: programmes of the part, with its nodes. capability: of each sample, (programmes, samples) [MW]."""
        samples = capability.shape[1]
        self.node, self.capability, self.call_hours = given.node, capability, given.call_hours
        self.hours_left = given.hours[:, None] * capability
        self.calls_left = given.calls[:, None] * capability
        self.called, self.today = np.zeros_like(self.hours_left), np.zeros_like(self.hours_left)
        self.day, self.energy = np.full(samples, -1), np.zeros(samples)

    def shed(self, samples: Integers, day: Integers, use: Use, nodes: int) -> None:
        """Offer what each programme can shed; ``use`` takes offers (nodes, samples) and returns what is used. day: calendar
        day of each column, by which calls are counted."""
        new = samples[self.day[samples] != day]
        self.called[:, new] = self.today[:, new] = 0.0
        self.day[samples] = day
        for k in range(len(self.node)):
            called, today = self.called[k, samples], self.today[k, samples]
            most = np.minimum(
                np.minimum(self.capability[k, samples], called + self.calls_left[k, samples]),
                self.hours_left[k, samples],
            )
            # D3: a day's energy is at most call_hours x what is called, which a higher call raises
            raised = today + most <= self.call_hours[k] * np.maximum(called, most)
            most = np.where(raised, most, np.maximum(self.call_hours[k] * called - today, 0.0))
            if not (most > SMALL).any():
                continue
            offer = np.zeros((nodes, len(samples)))
            offer[self.node[k]] = most
            used = use(offer)[self.node[k]]
            more = np.maximum(used - called, 0.0)
            more = np.maximum(more, np.where(used > SMALL, (today + used) / self.call_hours[k] - called, 0.0))
            self.called[k, samples] = called + more
            self.calls_left[k, samples] -= more
            self.today[k, samples] += used
            self.hours_left[k, samples] -= used
            self.energy[samples] += used
