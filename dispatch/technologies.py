"""Technologies of plants and storage: each fact of a technology, once.

The schema of the tables, the groups of the targets, the dimension ``technology`` of the results, the texts, the colours and
order of the charts, and the carriers of PyPSA networks are read from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["new_energy", "fossil", "renewable_fuel", "hydro", "storage", "other"]
Table = Literal["thermal", "renewables", "csp", "storage", "units", "reservoirs"]


@dataclass(frozen=True)
class Technology:
    """One technology.

    en, zh: name. output: name of its generation in a balance, in both languages; empty: the name. colour: of its area in
    charts (Okabe and Ito's eight, and greys and browns for what burns). tables: where a row may have it. counts_as: technology of the results; empty: itself. hours: usual full-load
    hours of a year [h]. words, zh_words: of a carrier of PyPSA that has this technology. not_with: words of a carrier that
    mean something else beside ``words``.
    """

    name: str
    en: str
    zh: str
    group: Group
    colour: str
    tables: tuple[Table, ...]
    output: tuple[str, str] = ("", "")
    counts_as: str = ""
    hours: tuple[float, float] | None = None
    words: frozenset[str] = frozenset()
    zh_words: tuple[str, ...] = ()
    not_with: frozenset[str] = frozenset()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BOILERS = _set("boiler boilers heating")

ALL: tuple[Technology, ...] = (
    Technology(
        "wind",
        *("wind", "风电", "new_energy", "#56B4E9", ("renewables", "units")),
        hours=(1000.0, 4500.0),
        words=_set("wind onwind offwind windon windoff windpower onshorewind offshorewind windfarm"),
        zh_words=("风电", "风力"),
    ),
    Technology(
        "pv",
        *("PV", "光伏", "new_energy", "#F0E442", ("renewables", "units")),
        hours=(700.0, 2200.0),
        words=_set("pv solar photovoltaic photovoltaics rooftop solarpv upv dpv"),
        zh_words=("光伏",),
        not_with=_set("thermal csp concentrated concentrating tower trough collector heat"),
    ),
    Technology(
        "pv_distributed",
        *("distributed PV", "分布式光伏", "new_energy", "#F0E442", ("renewables",)),
        counts_as="pv",
        hours=(700.0, 2200.0),
    ),
    Technology("csp", "CSP", "光热", "new_energy", "#D55E00", ("csp",)),
    Technology(
        "coal",
        *("coal", "煤电", "fossil", "#4d4d4d", ("thermal", "units")),
        words=_set("coal lignite hardcoal"),
        zh_words=("煤电", "燃煤", "火电"),
        not_with=_BOILERS,
    ),
    Technology(
        "gas",
        *("gas", "气电", "fossil", "#9a9a9a", ("thermal", "units")),
        words=_set("gas ccgt ocgt naturalgas"),
        zh_words=("气电", "燃气"),
        not_with=_BOILERS,
    ),
    Technology(
        "biomass",
        *("biomass", "生物质", "renewable_fuel", "#6b4a2b", ("thermal", "units")),
        words=_set("biomass biogas biofuel bioenergy wood"),
        zh_words=("生物质",),
        not_with=_BOILERS,
    ),
    Technology(
        "waste",
        *("waste", "垃圾焚烧", "renewable_fuel", "#c9ad8c", ("thermal", "units")),
        words=_set("waste msw"),
        zh_words=("垃圾",),
        not_with=_set("heat"),
    ),
    Technology(
        "hydro",
        *("hydro", "水电", "hydro", "#0072B2", ("renewables", "units", "reservoirs")),
        words=_set("hydro ror river hydropower"),
        zh_words=("水电",),
    ),
    Technology(
        "pumped_hydro",
        *("pumped hydro", "抽水蓄能", "storage", "#a0447a", ("storage", "reservoirs")),
        output=("pumped hydro out", "抽蓄发电"),
        words=_set("phs pumped pumpedhydro"),
        zh_words=("抽水蓄能", "抽蓄"),
    ),
    Technology(
        "battery",
        *("battery", "电池储能", "storage", "#E9BFD4", ("storage", "reservoirs")),
        output=("battery out", "电池放电"),
        words=_set("battery batteries bess"),
        zh_words=("电池", "电化学储能"),
        not_with=_set("ev bev charger discharger"),
    ),
    Technology("other", "other", "其他", "other", "#e8dcc0", ("units", "reservoirs")),
)
"""In the order of the results."""
BY_NAME: dict[str, Technology] = {technology.name: technology for technology in ALL}


def among(table: Table, *groups: Group) -> tuple[str, ...]:
    """Return the technologies that a table may state, group by group."""
    return tuple(each.name for group in groups for each in ALL if each.group == group and table in each.tables)


def technology_of(kind: str) -> str:
    """Return the technology of the results in which the ``technology`` of a row counts.

    >>> technology_of("pv_distributed"), technology_of("coal")
    ('pv', 'coal')
    """
    return BY_NAME[kind].counts_as or kind if kind in BY_NAME else kind


def _counted(*groups: Group) -> tuple[str, ...]:
    return tuple(each.name for group in groups for each in ALL if each.group == group and not each.counts_as)


TECHNOLOGIES = tuple(each.name for each in ALL if not each.counts_as)
"""Labels of the dimension ``technology`` of the results; distributed PV counts in ``pv``."""
STACK = _counted("fossil", "renewable_fuel", "hydro", "new_energy", "storage", "other")
"""Technologies in the order of a stacked chart, from below."""
NEW_ENERGY = _counted("new_energy")
"""新能源: wind, PV and CSP."""
WEATHER = _counted("new_energy", "hydro")
"""Weather-driven technologies: they may be curtailed."""
WIND_AND_PV = among("renewables", "new_energy")
"""New energy of the table of renewables; CSP has a table of its own."""
FOSSIL = _counted("fossil")
RENEWABLE_FUELS = _counted("renewable_fuel")
"""Technologies of thermal fleets that targets count as renewable generation."""
THERMAL = FOSSIL + RENEWABLE_FUELS
"""Technologies of thermal fleets (火电)."""
EMITTING = (*THERMAL, "other")
"""Technologies of generic components whose CO2 is unknown where the table states none; others emit nothing."""
STORAGE = _counted("storage")
NEW_STORAGE = tuple(name for name in STORAGE if name != "pumped_hydro")
"""新型储能: storage other than pumped hydro."""
