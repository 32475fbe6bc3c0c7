"""What units, links and reservoirs share: numbers or series, weights of hours, chosen capacity, bounds, ramps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.case import hourly_values, named_series, part_of
from dispatch.case.schema import FREE, stated
from dispatch.lp import LP, Expression, Floats, Parameter, constant
from dispatch.messages import message

from ..sets import Assets, Sets, flags


def given(assets: Assets, name: str, scale: float = 1.0) -> Parameter:
    """A number column, or the series that its profile names instead (times ``scale``), on (axis, hour)."""
    hours = len(assets.sets.hour)
    return assets.sets.hourly(assets.axis, hourly_values(assets.rows, name, assets.sets.case.series, hours, scale))


def outright(assets: Assets, name: str) -> Parameter:
    """Return what a series gives outright [GW], on (axis, hour); NaN where it gives nothing."""
    hours, case = len(assets.sets.hour), assets.sets.case
    values = named_series(assets.texts(f"{name}_profile"), case.series, hours, np.inf)
    return assets.sets.hourly(assets.axis, np.where(values >= FREE, np.nan, values * 1e-3))


def between(low: Floats, high: Floats, stated: Floats) -> tuple[Floats, Floats]:
    """Return bounds fixed to the stated values where they are stated (not NaN). A value beyond a bound by rounding alone
    (0.1 W) is moved to the bound."""
    low, high = np.fmax(low, stated), np.fmin(high, stated)
    return low, np.where((low > high) & (low - high <= 1e-10), low, high)


def price(assets: Assets, name: str) -> Parameter:
    """A cost, number or series, in million CNY/GWh, on (axis, hour)."""
    return given(assets, name, 1e-3)


def weight(sets: Sets, name: str) -> Parameter:
    """For how many hours each hour of the case stands: in ``cost``, in ``content`` of stores, in sums of ``energy``."""
    series = getattr(sets.case.settings.weights, name)
    values = sets.case.series[series] if series else np.ones(len(sets.hour))
    return Parameter((sets.hour,), values)


def mask(assets: Assets, name: str) -> Parameter:
    """One where a limit is given, on the axis."""
    return assets.where(assets.numbers(name) >= 0.0)


def limit(assets: Assets, name: str, absent: float) -> Parameter:
    """A limit, or ``absent`` where none is given, on the axis."""
    numbers = assets.numbers(name)
    return Parameter((assets.axis,), np.where(numbers >= 0.0, numbers, absent))


def before_known(assets: Assets) -> Parameter:
    """Return one where the output before the first hour is given, on the axis."""
    return assets.where(stated(assets.numbers("output_before"), 1e-3))


def limited(assets: Assets) -> Parameter:
    """Return the capacity of the table [GW] on the axis; zero where it is unlimited, which nothing is multiplied by."""
    numbers = assets.numbers("capacity")
    return Parameter((assets.axis,), np.where(np.isfinite(numbers), numbers, 0.0))


def ramp(assets: Assets, name: str) -> tuple[Parameter, Parameter]:
    """Return the largest change as a share of capacity (1 where none is given), and one where it is given and the
    capacity limited, both on (axis, hour)."""
    shares = given(assets, name).values
    there = (shares >= 0.0) & np.isfinite(assets.numbers("capacity"))[:, None]
    own = assets.sets.hourly(assets.axis, np.where(shares >= 0.0, shares, 1.0))
    return own, assets.sets.hourly(assets.axis, there.astype(float))


def fixed(expression: Parameter, assets: Assets) -> Expression:
    """A number on the axis as an expression."""
    return constant((assets.axis,), expression.on(assets.axis))


def chosen(lp: LP, assets: Assets, name: str) -> Expression:
    """C [GW] on the axis: the capacity of the table (zero where it is unlimited), or a variable where it is chosen."""
    choice = assets.flag("extendable")
    own = fixed(limited(assets) * (1.0 - choice), assets)
    if not choice.values.any():
        return own
    variable = lp.variable(
        name,
        (assets.axis,),
        lower=assets.column("capacity_least"),
        upper=limit(assets, "capacity_most", np.inf),
        where=choice,
        text=message(f"variable.{name}"),
    )
    lp.cost("capacity", variable * assets.column("capacity_cost"))
    lp.quantity(f"{name}_cost", variable * assets.column("capacity_cost"))
    return own + variable


@dataclass(frozen=True, eq=False)
class Output:
    """Output P [GW] on (axis, hour), capacity C on (axis), the bounds of the table as shares of it; ``idle``: one
    where it was off before the first hour, on the axis."""

    assets: Assets
    power: Expression
    capacity: Expression
    least: Parameter
    most: Parameter
    idle: Parameter

    @property
    def before(self) -> Expression:
        """P[t-1]; in the first hour the output before it (zero where none is given, or where it was off)."""
        sets = self.assets.sets
        opening = np.zeros(len(sets.hour))
        opening[0] = 1.0
        number = self.assets.column("output_before") * before_known(self.assets)
        known = number * (1.0 - self.idle) * Parameter((sets.hour,), opening)
        return self.power.shift(1, cyclic=False) + known

    def later(self, known: Parameter) -> Parameter:
        """One in every hour but the first; there too where ``known``, on (axis, hour)."""
        values = np.ones((len(self.assets), len(self.assets.sets.hour)))
        values[:, 0] = known.on(self.assets.axis)
        return self.assets.sets.hourly(self.assets.axis, values)

    def over_hours(self, form: Expression) -> Expression:
        """A form on the axis, in every hour."""
        return form.over(self.assets.sets.hour)


def output(lp: LP, assets: Assets, name: str, rows: tuple[str, str], loose: Parameter, idle: Parameter) -> Output:
    """P with its bounds: of the column where capacity is a number, ``rows`` (least, most) where it is chosen.
    ``loose``: one where other rows say more; there the bounds are widened to hold zero. ``idle``: see Output."""
    sets = assets.sets
    capacity = chosen(lp, assets, f"{name}_capacity")
    least, most = given(assets, "minimum"), given(assets, "maximum")
    number, choice = assets.numbers("capacity")[:, None], flags(assets.rows, "extendable")[:, None]
    low, high = part_of(least.values, number), part_of(most.values, number)
    wide = loose.on(assets.axis)[:, None] > 0.0
    low, high = np.where(wide, np.minimum(low, 0.0), low), np.where(wide, np.maximum(high, 0.0), high)
    low, high = np.where(choice, -np.inf, low), np.where(choice, np.inf, high)
    low, high = between(low, high, outright(assets, "given").values)
    power = lp.variable(
        f"{name}_output",
        (assets.axis, sets.hour),
        lower=sets.hourly(assets.axis, low),
        upper=sets.hourly(assets.axis, high),
        text=message(f"variable.{name}_output"),
    )
    own = Output(assets, power, capacity, least, most, idle)
    where = assets.flag("extendable")
    if choice.any():
        whole = own.over_hours(capacity)
        lp.constraint(rows[0], power >= whole * least, where=where, text=message("constraint.expansion_min_output"))
        lp.constraint(rows[1], power <= whole * most, where=where, text=message("constraint.expansion_max_output"))
    return own
