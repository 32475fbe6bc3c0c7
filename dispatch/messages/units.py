"""Units in which people read quantities: 万千瓦 and 亿千瓦时 in Chinese, GW and TWh in English."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .language import Lang


@dataclass(frozen=True)
class Unit:
    """Name, factor from the unit of the run (MW, MWh, CNY, tce, t, 0-1), digits after the point."""

    name: str
    factor: float
    digits: int


UNITS: dict[str, tuple[Unit, Unit]] = {
    # quantity: English, Chinese
    "power": (Unit("GW", 1e-3, 3), Unit("万千瓦", 1e-1, 1)),
    "energy": (Unit("TWh", 1e-6, 3), Unit("亿千瓦时", 1e-5, 2)),
    "content": (Unit("GWh", 1e-3, 2), Unit("万千瓦时", 1e-1, 1)),
    "share": (Unit("%", 1e2, 2), Unit("%", 1e2, 2)),
    "hours": (Unit("h", 1.0, 0), Unit("小时", 1.0, 0)),
    "duration": (Unit("h", 1.0, 2), Unit("小时", 1.0, 2)),
    "days": (Unit("days", 1.0, 0), Unit("天", 1.0, 0)),
    "count": (Unit("", 1.0, 0), Unit("", 1.0, 0)),
    "cycles": (Unit("", 1.0, 1), Unit("次", 1.0, 1)),
    "number": (Unit("", 1.0, 3), Unit("", 1.0, 3)),
    "price": (Unit("CNY/MWh", 1.0, 1), Unit("元/兆瓦时", 1.0, 1)),
    "price_per_power": (Unit("CNY/kW", 1.0, 1), Unit("元/千瓦", 1.0, 1)),
    "power_price": (Unit("CNY/MW", 1.0, 1), Unit("元/兆瓦", 1.0, 1)),
    "money": (Unit("billion CNY", 1e-9, 3), Unit("亿元", 1e-8, 2)),
    "coal": (Unit("Mtce", 1e-6, 3), Unit("万吨标准煤", 1e-4, 1)),
    "co2": (Unit("Mt", 1e-6, 3), Unit("万吨", 1e-4, 1)),
    "coal_rate": (Unit("gce/kWh", 1.0, 1), Unit("克标准煤/千瓦时", 1.0, 1)),
    "co2_rate": (Unit("g/kWh", 1.0, 1), Unit("克/千瓦时", 1.0, 1)),
    "coal_price": (Unit("CNY/tce", 1.0, 1), Unit("元/吨标准煤", 1.0, 1)),
    "co2_of_fuel": (Unit("t/tce", 1.0, 2), Unit("吨/吨标准煤", 1.0, 2)),
    "per_hour": (Unit("%/h", 1e2, 1), Unit("%/小时", 1e2, 1)),
    "hydrogen": (Unit("kt", 1e-3, 1), Unit("万吨", 1e-4, 2)),
    "hydrogen_use": (Unit("kWh/kg", 1.0, 1), Unit("千瓦时/千克", 1.0, 1)),
}


def unit(quantity: str, lang: Lang) -> Unit:
    """The unit of a quantity in a language. Raises KeyError for a quantity that does not exist.

    >>> unit("power", Lang.zh).name, 1000 * unit("power", Lang.zh).factor
    ('万千瓦', 100.0)
    """
    return UNITS[quantity][0 if lang is Lang.en else 1]


STATED: dict[str, tuple[str, float]] = {
    "MW": ("power", 1.0),
    "MWh": ("content", 1.0),
    "GW": ("power", 1e3),
    "TWh": ("energy", 1e6),
    "GWh": ("content", 1e3),
    "Mtce": ("coal", 1e6),
    "Mt": ("co2", 1e6),
    "million CNY": ("money", 1e6),
    "billion CNY": ("money", 1e9),
    "gce/kWh": ("coal_rate", 1.0),
    "CNY/MWh": ("price", 1.0),
    "million CNY/TWh": ("price", 1.0),
    "million CNY/GW": ("price_per_power", 1.0),
    "million CNY/Mtce": ("coal_price", 1.0),
    "share": ("share", 1.0),
    "%": ("share", 0.01),
}
"""Unit of summaries, targets and verdicts -> quantity, factor into the unit of the run."""


def local(value: float | None, stated: str, lang: Lang) -> tuple[float | None, str]:
    """Return a number and its unit as people of that language read them; in English, and where the unit is not known,
    as it is stated.

    >>> local(2.0, "GW", Lang.zh), local(1.5, "TWh", Lang.zh), local(20.0, "million CNY", Lang.zh)
    ((200.0, '万千瓦'), (15.0, '亿千瓦时'), (0.2, '亿元'))
    >>> local(2.0, "GW", Lang.en), local(None, "TWh", Lang.zh), local(3.0, "h", Lang.zh)
    ((2.0, 'GW'), (None, '亿千瓦时'), (3.0, 'h'))
    """
    if lang is Lang.en or stated not in STATED:
        return value, stated
    quantity, factor = STATED[stated]
    shown = unit(quantity, lang)
    return (None if value is None else float(f"{value * factor * shown.factor:.15g}")), shown.name


DIGITS = 4
"""Significant digits of a quantity in a sentence; whole numbers are never rounded to fewer."""


def quantity_text(value: float, stated: str, lang: Lang) -> str:
    """Return a quantity for a sentence: number and unit as people of that language read them.

    >>> quantity_text(16432.1, "MW", Lang.zh), quantity_text(16432.1, "MW", Lang.en), quantity_text(-0.0648, "GW", Lang.zh)
    ('1,643 万千瓦', '16,432 MW', '-6.48 万千瓦')
    >>> quantity_text(0.0, "MW", Lang.zh), quantity_text(4.0, "万千瓦", Lang.en)
    ('0 万千瓦', '4 万千瓦')
    """
    shown, name = local(value, stated, lang)
    assert shown is not None
    size = abs(shown)
    digits = 0 if size < SMALLEST else max(0, DIGITS - 1 - math.floor(math.log10(size)))
    number = f"{shown:,.{digits}f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{'0' if number == '-0' else number} {name}"


SMALLEST = 1e-9
"""Size of a number below which it is printed as 0."""

COLUMNS: dict[str, str] = {
    "capacity_gw": "GW",
    "generation_twh": "TWh",
    "curtailment_twh": "TWh",
    "load_twh": "TWh",
    "export_twh": "TWh",
    "new_energy_twh": "TWh",
    "thermal_twh": "TWh",
    "unserved_gwh": "GWh",
    "shortfall_up": "GWh",
    "shortfall_down": "GWh",
    "net_coal_rate": "gce/kWh",
    "co2_mt": "Mt",
    "cost": "billion CNY",
    "chosen_gw": "GW",
    "chosen_gwh": "GWh",
    "simultaneous": "GWh",
    "capability_gw": "GW",
    "energy_twh": "TWh",
    "vd_cost": "million CNY",
    "vd_new": "TWh",
    "vd_reading_margin": "TWh",
    "vd_thermal": "TWh",
    "vd_curtailed": "TWh",
    "vd_coal": "Mtce",
    "vd_co2": "Mt",
    "vd_least": "GW",
    "vd_power": "GW",
    "vd_added": "GW",
    "vd_energy": "GWh",
    "vd_investment": "million CNY",
    "vd_total": "million CNY",
    "vd_variant_cost": "million CNY",
    "vd_at_95": "GW",
    "vd_at_90": "GW",
}
"""Heading of a table in the terminal -> unit of its numbers; the headings of MESSAGES and VERDICT name the unit of each
language."""


def column(key: str, value: float | None, lang: Lang) -> float | None:
    """Return a number below a heading in the unit that the heading names in that language."""
    return local(value, COLUMNS[key], lang)[0] if key in COLUMNS else value
