"""Technologies of the tables by the carriers of PyPSA networks, as PyPSA-Eur, -Earth, -China and -USA write them."""

from __future__ import annotations

import re

_WORDS: dict[str, frozenset[str]] = {
    # technology -> words of a carrier that make it so; the first technology with such a word counts
    "pumped_hydro": frozenset({"phs", "pumped", "pumpedhydro"}),
    "wind": frozenset(
        {"wind", "onwind", "offwind", "windon", "windoff", "windpower", "onshorewind", "offshorewind", "windfarm"}
    ),
    "pv": frozenset({"pv", "solar", "photovoltaic", "photovoltaics", "rooftop", "solarpv", "upv", "dpv"}),
    "coal": frozenset({"coal", "lignite", "hardcoal"}),
    "biomass": frozenset({"biomass", "biogas", "biofuel", "bioenergy", "wood"}),
    "gas": frozenset({"gas", "ccgt", "ocgt", "naturalgas"}),
    "waste": frozenset({"waste", "msw"}),
    "hydro": frozenset({"hydro", "ror", "river", "hydropower"}),
    "battery": frozenset({"battery", "batteries", "bess"}),
}
_CHINESE = {
    "pumped_hydro": ("抽水蓄能", "抽蓄"),
    "wind": ("风电", "风力"),
    "pv": ("光伏",),
    "coal": ("煤电", "燃煤", "火电"),
    "biomass": ("生物质",),
    "gas": ("气电", "燃气"),
    "waste": ("垃圾",),
    "hydro": ("水电",),
    "battery": ("电池", "电化学储能"),
}
_NEVER: dict[str, frozenset[str]] = {
    # words beside which those above mean something else: heat of the sun, of waste; a vehicle
    "pv": frozenset({"thermal", "csp", "concentrated", "concentrating", "tower", "trough", "collector", "heat"}),
    "waste": frozenset({"heat"}),
    "battery": frozenset({"ev", "bev", "charger", "discharger"}),
    "gas": frozenset({"boiler", "boilers", "heating"}),
    "biomass": frozenset({"boiler", "boilers", "heating"}),
    "coal": frozenset({"boiler", "boilers", "heating"}),
}
UNITS = ("wind", "pv", "coal", "biomass", "gas", "waste", "hydro")
"""Technologies of generators."""
RESERVOIRS = ("pumped_hydro", "hydro", "battery")
"""Technologies of storage units and stores."""


_FOSSIL = frozenset(
    {
        "coal",
        "lignite",
        "hardcoal",
        "gas",
        "ccgt",
        "ocgt",
        "chp",
        "naturalgas",
        "oil",
        "diesel",
        "petroleum",
        "kerosene",
    }
    | {"naphtha", "hfo", "lpg", "lng", "peat", "shale", "coke", "waste", "msw", "fossil", "methane"}
)
_CHINESE_FOSSIL = ("煤", "气电", "燃气", "天然气", "燃油", "柴油", "火电", "垃圾")
_CLEAN = frozenset({"nuclear", "uranium", "geothermal", "tidal", "wave", "csp", "load", "shedding", "reservoir"})
_CHINESE_CLEAN = ("核电", "地热", "光热", "潮汐")


def technology(carrier: str, among: tuple[str, ...] = UNITS) -> str:
    """Return the technology that a carrier counts as; ``other`` where none of ``among`` is recognised.

    >>> [technology(c) for c in ("offwind-ac", "solar-hsat", "solar rooftop", "CSP", "solar thermal", "CCGT", "nuclear")]
    ['wind', 'pv', 'pv', 'other', 'other', 'gas', 'other']
    >>> technology("PHS", RESERVOIRS), technology("Li-ion battery", RESERVOIRS), technology("H2", RESERVOIRS)
    ('pumped_hydro', 'battery', 'other')
    """
    words = _words(carrier)
    for name in among:
        own = _NEVER.get(name, frozenset())
        if (words & _WORDS[name] and not words & own) or any(part in carrier for part in _CHINESE[name]):
            return name
    return "other"


def burns(carrier: str) -> bool:
    """Return whether a carrier is known to be fossil fuel or waste, which no emission of zero describes.

    >>> [burns(c) for c in ("CCGT", "oil", "solar thermal", "nuclear", "H2", "biomass", "")]
    [True, True, False, False, False, False, False]
    """
    fossil = bool(_words(carrier) & _FOSSIL) or any(part in carrier for part in _CHINESE_FOSSIL)
    return fossil and not emits_nothing(carrier)


def emits_nothing(carrier: str) -> bool:
    """Return whether a carrier is known to burn nothing.

    >>> [emits_nothing(c) for c in ("onwind", "solar thermal", "nuclear", "PHS", "waste heat", "load", "gas", "H2", "")]
    [True, True, True, True, False, True, False, False, False]
    """
    clean = bool(_words(carrier) & (_CLEAN | _WORDS["pv"])) or any(part in carrier for part in _CHINESE_CLEAN)
    return clean or technology(carrier, ("wind", "pv", *RESERVOIRS)) != "other"


def _words(carrier: str) -> frozenset[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", carrier).casefold()
    return frozenset(re.findall(r"[^\W\d_]+", apart)) | frozenset(re.findall(r"[^\W\d_]+", carrier.casefold()))
