"""What units, links and reservoirs share: numbers or series, weights of hours, chosen capacity, bounds, ramps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.lp import LP, Expression, Parameter, constant

from .frame import Assets, Frame, flags


def given(assets: Assets, name: str, scale: float = 1.0) -> Parameter:
    """A number column, or the series that its profile names instead (times ``scale``), on (axis, hour)."""
    hours, case = len(assets.frame.hour), assets.frame.case
    rows = [
        case.series[series] * scale if series else np.full(hours, number)
        for number, series in zip(assets.numbers(name), assets.texts(f"{name}_profile"), strict=True)
    ]
    return assets.frame.hourly(assets.axis, np.array(rows).reshape(len(assets), hours))


def price(assets: Assets, name: str) -> Parameter:
    """A cost, number or series, in million CNY/GWh, on (axis, hour)."""
    return given(assets, name, 1e-3)


def weight(frame: Frame, name: str) -> Parameter:
    """For how many hours each hour of the case stands: in ``cost``, in ``content`` of stores, in sums of ``energy``."""
    series = getattr(frame.case.settings.weights, name)
    values = frame.case.series[series] if series else np.ones(len(frame.hour))
    return Parameter((frame.hour,), values)


def mask(assets: Assets, name: str) -> Parameter:
    """One where a limit is given, on the axis."""
    return assets.where(assets.numbers(name) >= 0.0)


def limit(assets: Assets, name: str, absent: float) -> Parameter:
    """A limit, or ``absent`` where none is given, on the axis."""
    numbers = assets.numbers(name)
    return Parameter((assets.axis,), np.where(numbers >= 0.0, numbers, absent))


def fixed(expression: Parameter, assets: Assets) -> Expression:
    """A number on the axis as an expression."""
    return constant((assets.axis,), expression.on(assets.axis))


def chosen(lp: LP, assets: Assets, name: str) -> Expression:
    """C [GW] on the axis: the capacity of the table, or a variable where it is chosen."""
    choice = assets.flag("extendable")
    own = fixed(assets.column("capacity") * (1.0 - choice), assets)
    if not choice.values.any():
        return own
    variable = lp.variable(
        name,
        (assets.axis,),
        lower=assets.column("capacity_least"),
        upper=limit(assets, "capacity_most", np.inf),
        where=choice,
        text="capacity that is chosen",
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
        frame = self.assets.frame
        opening = np.zeros(len(frame.hour))
        opening[0] = 1.0
        known = limit(self.assets, "output_before", 0.0) * (1.0 - self.idle) * Parameter((frame.hour,), opening)
        return self.power.shift(1, cyclic=False) + known

    def later(self, known: Parameter) -> Parameter:
        """One in every hour but the first; there too where ``known``, on (axis, hour)."""
        values = np.ones((len(self.assets), len(self.assets.frame.hour)))
        values[:, 0] = known.on(self.assets.axis)
        return self.assets.frame.hourly(self.assets.axis, values)

    def over_hours(self, form: Expression) -> Expression:
        """A form on the axis, in every hour."""
        return form.over(self.assets.frame.hour)


def output(lp: LP, assets: Assets, name: str, rows: tuple[str, str], loose: Parameter, idle: Parameter) -> Output:
    """P with its bounds: of the column where capacity is a number, ``rows`` (least, most) where it is chosen.
    ``loose``: one where other rows say more; there the bounds are widened to hold zero. ``idle``: see Output."""
    frame = assets.frame
    capacity = chosen(lp, assets, f"{name}_capacity")
    least, most = given(assets, "minimum"), given(assets, "maximum")
    number, choice = assets.column("capacity"), flags(assets.rows, "extendable")[:, None]
    low, high = (least * number).values, (most * number).values
    wide = loose.on(assets.axis)[:, None] > 0.0
    low, high = np.where(wide, np.minimum(low, 0.0), low), np.where(wide, np.maximum(high, 0.0), high)
    power = lp.variable(
        f"{name}_output",
        (assets.axis, frame.hour),
        lower=frame.hourly(assets.axis, np.where(choice, -np.inf, low)),
        upper=frame.hourly(assets.axis, np.where(choice, np.inf, high)),
        text="output P",
    )
    own = Output(assets, power, capacity, least, most, idle)
    where = assets.flag("extendable")
    if choice.any():
        whole = own.over_hours(capacity)
        lp.constraint(rows[0], power >= whole * least, where=where, text="least output of chosen capacity")
        lp.constraint(rows[1], power <= whole * most, where=where, text="most output of chosen capacity")
    return own
