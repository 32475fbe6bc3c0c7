"""How else people write the units of headings and cells. Nothing is read by these: they make a remedy name the same amount."""

from __future__ import annotations

import unicodedata

from .columns import UNITS

_POWER = {
    "W": 1e-9,
    "千瓦": 1e-6,
    "兆瓦": 1e-3,
    "吉瓦": 1.0,
    "TW": 1e3,
    "万kW": 1e-2,
    "百万千瓦": 1.0,
    "亿千瓦": 1e2,
    "亿kW": 1e2,
}
_ENERGY = {
    "Wh": 1e-9, "千瓦时": 1e-6, "度": 1e-6, "兆瓦时": 1e-3, "吉瓦时": 1.0, "太瓦时": 1e3, "PWh": 1e6,
    "万kWh": 1e-2, "万千瓦时": 1e-2, "万度": 1e-2, "百万千瓦时": 1.0, "亿kWh": 1e2, "亿度": 1e2, "亿千瓦小时": 1e2, "千瓦小时": 1e-6,
}  # fmt: skip
_MONEY = {"元": 1e-6, "RMB": 1e-6, "yuan": 1e-6, "万元": 1e-2, "百万元": 1.0, "million CNY": 1.0, "亿元": 1e2}
_TONNES = {
    "吨": 1e-3,
    "t": 1e-3,
    "kg": 1e-6,
    "千克": 1e-6,
    "kt": 1.0,
    "千吨": 1.0,
    "Mt": 1e3,
    "百万吨": 1e3,
    "亿吨": 1e5,
}
_COAL = ("tce", "吨标准煤", "吨标煤", "t标煤", "tce")


def _per(above: dict[str, float], below: dict[str, float], base: float = 1.0) -> dict[str, float]:
    return {f"{one}/{other}": up / down * base for one, up in above.items() for other, down in below.items()}


_OTHERS: dict[str, dict[str, float]] = {
    "MW": _POWER,
    "MWh": _ENERGY,
    "CNY/MWh": _per(_MONEY | {"CNY": 1e-6, "分": 1e-8}, _ENERGY | UNITS["MWh"]),
    "CNY/MW": _per(_MONEY | {"CNY": 1e-6}, _POWER | UNITS["MW"]),
    "CNY/tce": _per(_MONEY | {"CNY": 1e-6}, dict.fromkeys(_COAL, 1e-3)),
    "CNY": _MONEY,
    "tce/MWh": _per({"gce": 1e-9, "g": 1e-9, "克标准煤": 1e-9, "克标煤": 1e-9, "kgce": 1e-6, "tce": 1e-3}, _ENERGY | UNITS["MWh"]),
    "t": _TONNES,
    "t/tce": _per({"吨": 1.0, "t": 1.0, "kg": 1e-3, "tCO2": 1.0}, {**dict.fromkeys(_COAL, 1.0), "kgce": 1e-3}),
    "t/MWh": _per({"吨": 1e-3, "t": 1e-3, "tCO2": 1e-3, "kg": 1e-6, "g": 1e-9, "克": 1e-9}, _ENERGY | UNITS["MWh"]),
    "MWh/t": _per(_ENERGY | UNITS["MWh"], _TONNES),
    "share": {"percent": 1e-2, "per cent": 1e-2, "pct": 1e-2, "百分数": 1e-2, "百分比": 1e-2, "‰": 1e-3, "pu": 1.0, "p.u.": 1.0, "比例": 1.0, "1": 1.0},
    "1/h": {"%/h": 1e-2, "/h": 1.0, "1/小时": 1.0, "%/小时": 1e-2, "pu/h": 1.0, "%": 1e-2, "share": 1.0},
    "h": {"小时": 1.0, "时": 1.0, "hour": 1.0, "hours": 1.0, "hr": 1.0},
    "days": {"天": 1.0, "日": 1.0, "day": 1.0, "d": 1.0},
}  # fmt: skip
"""Dimension -> other spelling -> factor, as of ``UNITS``."""


def _spelling(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def factor(unit: str, dimension: str) -> float | None:
    """Return the factor of a unit as people may spell it, as ``UNITS`` has it; None where it is none of the dimension.

    >>> factor("万KW", "MW"), factor("亿kWh", "MWh"), factor("MV", "MW")
    (0.01, 100.0, None)
    """
    known = {**{_spelling(name): value for name, value in _OTHERS.get(dimension, {}).items()}}
    known |= {_spelling(name): value for name, value in UNITS[dimension].items()}
    return known.get(_spelling(unit))


def same(unit: str, dimension: str) -> str | None:
    """Return the unit that headings may state and that is exactly as large as this one, if there is one.

    >>> same("万kW", "MW"), same("亿度", "MWh"), same("W", "MW")
    ('万千瓦', '亿千瓦时', None)
    """
    size = factor(unit, dimension)
    return next((name for name, own in UNITS[dimension].items() if size and abs(own / size - 1.0) < 1e-9), None)
