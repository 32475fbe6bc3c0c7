"""Columns that tables of generic components share, and values without a limit or a statement."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Flags, Floats

from .columns import Column, amount, flag

ENDLESS = 1e11
"""An energy that no horizon reaches [MWh]."""
HUGE = 1e12
"""Largest size of a power [MW] or content [MWh]: networks in kW stay below."""
FREE = 1e9
"""Smallest value of a given output [MW] that leaves the output free in that hour."""
UNKNOWN = -1e13
"""Output before the first hour [MW], or emission [t/MWh], where none is given."""


def stated(values: Floats, unit: float = 1.0) -> Flags:
    """Return which values are stated, not UNKNOWN. unit: of the values, per unit of the table."""
    return np.asarray(values > 0.999 * UNKNOWN * unit)


def signed(name: str, unit: str, text: str, default: float | None = 0.0, size: float = 1e9, *, zh: str) -> Column:
    """A number that may be negative."""
    return Column(name, "number", text, unit, default, -size, size, zh=zh)


def series(name: str, text: str, *, zh: str) -> Column:
    """A series in place of the number beside it; it may be negative."""
    whole = f"series: {text}, hour by hour, in place of the number"
    return Column(f"{name}_profile", "text", whole, default="", zh=f"序列：{zh}，逐时给出，替代该数")


def share_of(name: str, text: str, *, zh: str) -> Column:
    """A series of shares of the number beside it."""
    whole = f"series: {text}, of that number, hour by hour"
    return Column(f"{name}_profile", "text", whole, default="", zh=f"序列：{zh}占该数的比例，逐时")


def limit(name: str, unit: str, text: str, *, zh: str) -> Column:
    """A number from 0; empty: no limit."""
    return Column(name, "number", f"{text}; empty: no limit", unit, -1.0, 0.0, HUGE, zh=f"{zh}；空：不限")


def size(name: str, unit: str, text: str, *, zh: str) -> Column:
    """A capacity, which may be unlimited."""
    whole = f"{text}; inf: no limit"
    return Column(name, "number", whole, unit, None, 0.0, HUGE, unlimited=True, zh=f"{zh}；inf：不限")


def given(name: str, text: str, *, zh: str) -> Column:
    """A series of what is given [MW]."""
    whole = f"series: given {text} [MW], hour by hour; 1e9: free"
    return Column(name, "text", whole, default="", zh=f"序列：给定{zh} [MW]，逐时；1e9 表示不限定")


SIGN = signed(
    "sign",
    "share",
    "power that is fed in, per output; negative: output takes power",
    1.0,
    1e6,
    zh="出力对应的注入功率；负值表示出力为用电",
)


def emission(text: str, *, zh: str) -> Column:
    """CO2, which may be unknown."""
    whole = f"CO2 of {text}; empty: not known"
    return Column("co2", "number", whole, "t/MWh", UNKNOWN, -1e6, 1e6, zh=f"{zh}；空：未知")


CARRIER = Column("carrier", "text", "carrier in the source model", default="", free=True, zh="原模型中的类型名称")


def bounds(output: str, zh: str) -> tuple[Column, ...]:
    """Return the columns of the bounds, cost and ramps of an output, or of the input of a link."""
    return (
        signed("minimum", "share", "least output, of capacity", zh="最小出力，占容量比例"),
        series("minimum", "least output, of capacity", zh="最小出力，占容量比例"),
        signed("maximum", "share", "most output, of capacity", 1.0, zh="最大出力，占容量比例"),
        series("maximum", "most output, of capacity", zh="最大出力，占容量比例"),
        signed("cost", "CNY/MWh", f"cost of {output}", zh=f"{zh}成本"),
        series("cost", f"cost of {output} [CNY/MWh]", zh=f"{zh}成本"),
        limit(
            "ramp_up",
            "1/h",
            "largest rise from one step to the next, of capacity, whatever its weight",
            zh="相邻时段最大升出力，占容量比例，与时段权重无关",
        ),
        Column(
            "ramp_up_profile",
            "text",
            "series: the same, hour by hour; below zero: no limit",
            default="",
            zh="序列：同上，逐时给出；负值：不限",
        ),
        limit(
            "ramp_down",
            "1/h",
            "largest fall from one step to the next, of capacity, whatever its weight",
            zh="相邻时段最大降出力，占容量比例，与时段权重无关",
        ),
        Column(
            "ramp_down_profile",
            "text",
            "series: the same, hour by hour; below zero: no limit",
            default="",
            zh="序列：同上，逐时给出；负值：不限",
        ),
        Column(
            "output_before",
            "number",
            "output before the first hour; empty: free",
            "MW",
            UNKNOWN,
            -HUGE,
            HUGE,
            zh="首小时之前的出力；空：不限定",
        ),
        given("given_profile", "output", zh="出力"),
    )


SIZE = (
    flag("extendable", "whether its capacity is chosen", zh="容量是否由模型选定"),
    amount("capacity_least", "MW", "least capacity, where it is chosen", 0.0, HUGE, zh="容量由模型选定时的下限"),
    limit("capacity_most", "MW", "most capacity, where it is chosen", zh="容量由模型选定时的上限"),
    signed(
        "capacity_cost",
        "CNY/MW",
        "cost of capacity over the horizon, where it is chosen",
        0.0,
        1e12,
        zh="容量由模型选定时，全时段的单位容量成本",
    ),
)
