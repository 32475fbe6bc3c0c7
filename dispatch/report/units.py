"""Units in which people read quantities: 万千瓦 and 亿千瓦时 in Chinese, GW and TWh in English."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.words import Lang


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
