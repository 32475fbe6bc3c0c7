"""Technologies of the tables by the carriers of PyPSA networks, as PyPSA-Eur, -Earth, -China and -USA write them."""

from __future__ import annotations

import re

from dispatch.technologies import BY_NAME, NEW_STORAGE

UNITS = ("wind", "pv", "coal", "biomass", "gas", "waste", "hydro")
"""Technologies of generators."""
RESERVOIRS = ("pumped_hydro", "hydro", *NEW_STORAGE)
"""Technologies of storage units and stores. A carrier has the first whose words it has."""


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
        of = BY_NAME[name]
        if (words & of.words and not words & of.not_with) or any(part in carrier for part in of.zh_words):
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
    clean = bool(_words(carrier) & (_CLEAN | BY_NAME["pv"].words)) or any(part in carrier for part in _CHINESE_CLEAN)
    return clean or technology(carrier, ("wind", "pv", *RESERVOIRS)) != "other"


def _words(carrier: str) -> frozenset[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", carrier).casefold()
    return frozenset(re.findall(r"[^\W\d_]+", apart)) | frozenset(re.findall(r"[^\W\d_]+", carrier.casefold()))
