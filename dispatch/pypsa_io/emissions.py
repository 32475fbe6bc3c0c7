"""CO2 of units and reservoirs from the carriers of a network, as a limit on primary energy counts it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .carriers import burns, emits_nothing
from .reader import Component, Row


class Emissions:
    """Emissions of carriers [t per MWh of primary energy].

    Zero is the default of PyPSA where no number is given. Zero counts as known of what burns nothing, and, where the network
    gives the emissions of at least one carrier, of every carrier that is not known to burn fossil fuel or waste. Where such a
    network limits its emissions, a component without a carrier emits nothing by the network's own account: the limit does not
    count it, and says nothing of fuel. ``assumed`` lists these components.
    """

    def __init__(self, network: Any) -> None:
        rates = pd.to_numeric(network.c.carriers.static["co2_emissions"], errors="coerce")
        self.rates = {str(carrier): float(rate) for carrier, rate in rates.items()}
        self.given = any(np.isfinite(rate) and rate != 0.0 for rate in self.rates.values())
        limits = network.c.global_constraints.static
        counted = (limits["type"] == "primary_energy") & (limits["carrier_attribute"] == "co2_emissions")
        self.limited = self.given and bool(counted.any())
        self.assumed: list[str] = []

    def rate(self, component: Component, label: Any) -> float | None:
        """Return the emissions of the carrier of a component; None where they are not known."""
        carrier = str(component.value(label, "carrier"))
        if not carrier and self.limited:
            self.assumed.append(f"{component.name} {label}")
            return 0.0
        rate = self.rates.get(carrier, 0.0)
        if rate != 0.0:
            return rate if np.isfinite(rate) else None
        stated = self.given and carrier in self.rates and not burns(carrier)
        return 0.0 if stated or emits_nothing(carrier) else None

    def of_unit(self, generators: Component, label: Any) -> Row:
        """Return the CO2 of output: that of the carrier over the efficiency."""
        rate = self.rate(generators, label)
        efficiency = generators.series(label, "efficiency")
        if rate is None or (rate != 0.0 and not (efficiency > 0.0).all()):
            return {}
        return generators.profile(label, "efficiency", "co2", rate / efficiency if rate else np.zeros(generators.hours))

    def of_reservoir(self, component: Component, label: Any) -> Row:
        """Return the CO2 of content that a store takes from before the window."""
        return {"co2": self.rate(component, label)}
