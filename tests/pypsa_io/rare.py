"""Random networks with one rare value each: any input attribute of any component at a value that few networks have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa

from dispatch.pypsa_io.attributes import CARRIED, REFUSED

HOURS = 3
KINDS = (
    "Generator",
    "Load",
    "Link",
    "Line",
    "Transformer",
    "StorageUnit",
    "Store",
    "GlobalConstraint",
    "Bus",
    "Carrier",
)
NUMBERS = [0.0, 0.3, 1.0, 2.5, 40.0, -0.5, -30.0, np.inf, np.nan, 1e9, 1e-6]
TEXTS = ["", "a", "gas", "nowhere", "<", "==", "Al/St 240/40 4-bundle 380.0"]
"""A bus, a carrier, neither, senses, a type of lines."""
ATTRIBUTES = [
    (kind, attribute)
    for kind in KINDS
    for attribute in sorted({*CARRIED.get(kind, "").split(), *REFUSED.get(kind, {})} - {"name", "investment_period"})
]


def base(rng: np.random.Generator) -> pypsa.Network:
    """Two buses, each with load and dear power, and one or two components of every class, some of them extendable."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-07-01", periods=HOURS, freq="h"))
    n.add("Carrier", ["AC", "gas", "wind"], co2_emissions=[0.0, 0.2, 0.0])
    n.add("Bus", ["a", "b"], carrier="AC", v_nom=380.0)
    grown = rng.random(5) < 0.4
    for bus in "ab":
        n.add("Load", f"load {bus}", bus=bus, p_set=rng.integers(30, 90, HOURS).astype(float))
        n.add("Generator", f"dear {bus}", bus=bus, p_nom=900, marginal_cost=rng.uniform(300, 400))
    n.add(
        "Generator",
        "gas",
        bus="a",
        p_nom=80,
        marginal_cost=30.0,
        carrier="gas",
        efficiency=0.5,
        committable=rng.random() < 0.3,
    )
    n.add("Generator", "wind", bus="b", p_nom=60, p_nom_extendable=grown[0], p_nom_max=90, capital_cost=20.0, carrier="wind",
          p_max_pu=rng.uniform(0, 1, HOURS))  # fmt: skip
    n.add(
        "Line",
        "line",
        bus0="a",
        bus1="b",
        s_nom=30,
        x=0.1,
        s_nom_extendable=grown[1],
        s_nom_max=60,
        capital_cost=5.0,
        carrier="AC",
        length=10,
    )
    n.add(
        "Link",
        "link",
        bus0="a",
        bus1="b",
        p_nom=20,
        efficiency=0.9,
        p_nom_extendable=grown[2],
        p_nom_max=60,
        capital_cost=4.0,
    )
    n.add("Transformer", "transformer", bus0="a", bus1="b", s_nom=20, x=0.1)
    n.add("StorageUnit", "unit", bus="b", p_nom=15, max_hours=2, p_nom_extendable=grown[3], p_nom_max=40, capital_cost=3.0,
          efficiency_store=0.9, state_of_charge_initial=10.0, inflow=rng.uniform(0, 5, HOURS))  # fmt: skip
    n.add(
        "Store",
        "store",
        bus="a",
        e_nom=30,
        e_nom_extendable=grown[4],
        e_nom_max=50,
        capital_cost=2.0,
        e_cyclic=rng.random() < 0.5,
    )
    n.add("GlobalConstraint", "co2", sense="<=", constant=rng.uniform(40, 200))
    return n


def rare(seed: int) -> tuple[pypsa.Network, str]:
    """Return a network and what is rare in it."""
    rng = np.random.default_rng(seed)
    n = base(rng)
    kind, attribute = ATTRIBUTES[seed % len(ATTRIBUTES)]
    component = n.c[kind]
    label = str(rng.choice([name for name in component.static.index if not name.startswith("dear")]))
    default = component.defaults.loc[attribute]
    if default["typ"] is bool:
        value: object = not bool(component.static.at[label, attribute])
    elif default["typ"] is str:
        value = str(rng.choice(TEXTS))
    elif default["typ"] is int:
        value = int(rng.integers(0, 4))
    else:
        value = float(rng.choice(NUMBERS))
        if attribute.endswith("_set") and value == 1e-6:
            value = 0.3  # what a schedule of a watt lacks is below the tolerances of both solvers, in different units
    if bool(default["varying"]) and rng.random() < 0.5:
        value = pd.Series(rng.choice(NUMBERS[:6], HOURS), index=n.snapshots)
        component.dynamic[attribute][label] = value
    else:
        component.static.loc[label, attribute] = value
        if attribute in component.dynamic and label in component.dynamic[attribute]:
            component.dynamic[attribute] = component.dynamic[attribute].drop(columns=label)
    return n, f"{kind} {label!r} {attribute} = {list(value) if isinstance(value, pd.Series) else value}"
