"""Generic reservoirs: content, inflow, spill, variable size, reserve (V1-V11)."""

from __future__ import annotations

import numpy as np

from dispatch.case import named_series, part_of
from dispatch.lp import LP, Expression, Floats, Parameter, constant
from dispatch.messages import message

from ..sets import Assets, Contribution, Sets, inject
from .common import between, given, limit, mask, outright, price, weight


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (reservoir, hour): charge c, discharge d, spill s [GW], content e [GWh]; size k on (reservoir).
    Quantities: reservoir_charge, reservoir_discharge, reservoir_content, reservoir_inflow; reservoir_natural, the inflow
    that is not spilt with the initial content, on (reservoir,) [GWh]."""
    stores = sets.assets(sets.table("reservoirs"), "reservoir")
    if not len(stores):
        return Contribution()
    size = _size(lp, stores)
    discharge, charge = (_power(lp, stores, name, size) for name in ("discharge", "charge"))
    content, inflow = _content(lp, stores, size), _inflow(stores)
    spill = lp.variable(
        "reservoir_spill",
        (stores.axis, sets.hour),
        upper=inflow.maximum(0.0),
        where=inflow.maximum(0.0),
        text=message("variable.reservoir_spill"),
    )
    _balance(lp, stores, content, charge, discharge, spill, inflow)
    up, down = _reserve(lp, stores, (charge, discharge), content)
    hours = weight(sets, "cost")
    for amount, cost in (
        (discharge, price(stores, "discharge_cost")),
        (charge, price(stores, "charge_cost")),
        (content, price(stores, "content_cost")),
        (spill, price(stores, "spill_cost")),
    ):
        lp.cost("reservoirs", amount * cost * hours)
    lp.quantity("reservoir_inflow", inflow)
    net, sign = discharge - charge, stores.column("sign")
    _given_power(lp, stores, net)
    injection, park = inject(stores, net * sign)
    start = stores.where(stores.rows["boundary"].to_numpy() == "start")
    natural = ((inflow - spill) * weight(sets, "energy")).sum("hour") + stores.column("initial") * start
    lp.quantity("reservoir_natural", natural * sign)
    lost = (natural - (net * weight(sets, "energy")).sum("hour")) * sign
    lost = lost.group(stores.to_pocket())
    zone = stores.to_zone()
    return Contribution(injection, park, {"reservoir": up.group(zone)}, {"reservoir": down.group(zone)}, lost=[lost])


def _size(lp: LP, stores: Assets) -> Expression | None:
    """k on (reservoir), or None where no size is chosen; one where it is not chosen."""
    choice = stores.flag("extendable")
    if not choice.values.any():
        return None
    factor = lp.variable(
        "reservoir_size",
        (stores.axis,),
        lower=stores.column("size_least"),
        upper=limit(stores, "size_most", np.inf),
        where=choice,
        text=message("variable.reservoir_size"),
    )
    lp.cost("capacity", factor * stores.column("size_cost"))
    return factor + constant((stores.axis,), 1.0 - choice.values)


def _power(lp: LP, stores: Assets, name: str, size: Expression | None) -> Expression:
    """c or d: V2, V3 where the size is chosen, a bound elsewhere."""
    sets, choice = stores.sets, stores.flag("extendable")
    most = given_limit(stores, name)
    bound = np.where(choice.values[:, None] > 0, np.inf, most.values)
    low, high = between(np.zeros_like(bound), bound, outright(stores, f"given_{name}").values)
    power = lp.variable(
        f"reservoir_{name}",
        (stores.axis, sets.hour),
        lower=sets.hourly(stores.axis, low),
        upper=sets.hourly(stores.axis, high),
        text=message(f"variable.reservoir_{name}"),
    )
    row = {"discharge": "V2_discharge", "charge": "V3_charge"}[name]
    if size is not None:
        finite = sets.hourly(stores.axis, np.where(np.isfinite(most.values), most.values, 0.0))
        where = choice * mask(stores, name)
        lp.constraint(
            row,
            power <= size.over(sets.hour) * finite,
            where=where,
            text=message("constraint.part_of_chosen_size", name=name),
        )
    return power


def _given_power(lp: LP, stores: Assets, net: Expression) -> None:
    """V7: d - c = given power, in the hours in which one is given."""
    stated = outright(stores, "given_power").values
    where = stores.sets.hourly(stores.axis, np.isfinite(stated).astype(float))
    if where.values.any():
        side = stores.sets.hourly(stores.axis, np.nan_to_num(stated))
        lp.constraint("V7_given_power", net == side, where=where, text=message("constraint.given_net_discharge"))


def given_limit(stores: Assets, name: str) -> Parameter:
    """Most charge or discharge [GW]: the number times its series, if there is one; infinite where none is given."""
    number = limit(stores, name, np.inf).values[:, None]
    hours, case = len(stores.sets.hour), stores.sets.case
    share = named_series(stores.texts(f"{name}_profile"), case.series, hours, 1.0)
    return stores.sets.hourly(stores.axis, part_of(share, number))


def _content(lp: LP, stores: Assets, size: Expression | None) -> Expression:
    """e: V4, V5 where the size is chosen, bounds elsewhere."""
    sets, choice = stores.sets, stores.flag("extendable")
    whole = stores.numbers("content")[:, None]
    least, most = (sets.hourly(stores.axis, part_of(given(stores, end).values, whole)) for end in ("least", "most"))
    chosen = choice.values[:, None] > 0
    content = lp.variable(
        "reservoir_content",
        (stores.axis, sets.hour),
        lower=sets.hourly(stores.axis, np.where(chosen, -np.inf, least.values)),
        upper=sets.hourly(stores.axis, np.where(chosen, np.inf, most.values)),
        text=message("variable.reservoir_content"),
    )
    named = stores.texts("given_profile")
    if any(named):
        # V6: e = given content, where one is given
        hours, case = len(sets.hour), sets.case
        rows = [case.series[name] * 1e-3 if name else np.full(hours, -1.0) for name in named]
        fixed = sets.hourly(stores.axis, np.array(rows).reshape(len(stores), hours))
        where = sets.hourly(stores.axis, (fixed.values >= 0.0).astype(float))
        lp.constraint("V6_given_content", content == fixed, where=where, text=message("constraint.given_content"))
    if size is not None:
        hourly = size.over(sets.hour)
        lp.constraint(
            "V4_content_least", content >= hourly * least, where=choice, text=message("constraint.least_content_size")
        )
        lp.constraint(
            "V5_content_most", content <= hourly * most, where=choice, text=message("constraint.most_content_size")
        )
    return content


def _inflow(stores: Assets) -> Parameter:
    """Inflow [GW], on (reservoir, hour)."""
    hours, case = len(stores.sets.hour), stores.sets.case
    return stores.sets.hourly(stores.axis, named_series(stores.texts("inflow_profile"), case.series, hours, 0.0) * 1e-3)


def _balance(
    lp: LP,
    stores: Assets,
    content: Expression,
    charge: Expression,
    discharge: Expression,
    spill: Expression,
    inflow: Parameter,
) -> None:
    """V1: e = keep e[t-1] + h (eta_in c - d / eta_out + inflow - s); before the first hour comes the last one (cyclic),
    or the initial content, of which nothing is lost (start)."""
    sets = stores.sets
    hours, start = weight(sets, "content"), stores.where(stores.rows["boundary"].to_numpy() == "start")
    opening = np.zeros(len(sets.hour))
    opening[0] = 1.0
    keep = (1.0 - given(stores, "standing_loss").values) ** hours.values
    initial = stores.column("initial") * start * Parameter((sets.hour,), opening)
    before = content.shift(1, cyclic=False) * start + content.shift(1, cyclic=True) * (1.0 - start)
    into, out = given(stores, "charge_efficiency"), given(stores, "discharge_efficiency")
    flow = charge * into - discharge / out - spill + inflow
    lp.constraint(
        "V1_content",
        content == before * sets.hourly(stores.axis, keep) + initial + flow * hours,
        text=message("constraint.balance_content"),
    )


def _reserve(
    lp: LP, stores: Assets, flow: tuple[Expression, Expression], content: Expression
) -> tuple[Expression, Expression]:
    """Return r_up and r_down [GW] of reservoirs in a reserve zone, with V8 to V11: within the power, and sustained by content and room.

    flow: c and d [GW]. content: e [GWh]. All on (reservoir, hour).
    """
    (charge, discharge), sets = flow, stores.sets
    up, down = (_held(lp, stores, way) for way in ("up", "down"))
    gives, takes = (stores.column(f"reserve_{way}") * stores.in_zone() for way in ("up", "down"))
    power = {name: _finite(stores, given_limit(stores, name).values) for name in ("discharge", "charge")}
    whole = stores.numbers("content")[:, None]
    least, most = (part_of(given(stores, end).values, whole) for end in ("least", "most"))
    out, hours = given(stores, "discharge_efficiency"), stores.column("reserve_hours")
    # V8: d - c + r_up <= most discharge
    lp.constraint(
        "V8_power_up",
        discharge - charge + up <= power["discharge"],
        where=gives,
        text=message("constraint.reservoir_reserve_up"),
    )
    # V9: c - d + r_down <= most charge
    lp.constraint(
        "V9_power_down",
        charge - discharge + down <= power["charge"],
        where=takes * mask(stores, "charge"),
        text=message("constraint.reservoir_reserve_down"),
    )
    # V10: h r_up / eta_out <= e - e_min
    lp.constraint(
        "V10_sustain_up",
        up * hours / out <= content - _finite(stores, least),
        where=sets.hourly(stores.axis, gives.values[:, None] * np.isfinite(least)),
        text=message("constraint.reservoir_reserve_energy"),
    )
    # V11: h (r_down - (d - c)) / eta_out <= e_max - e. What is not discharged stays in the content, as before that discharge, or is spilt;
    # what is charged needs room. The net discharge counts: else charge and discharge at once would seem to hold reserve. Without charge V9
    # says r_down <= d, and V11 holds by itself.
    charges = takes.values[:, None] * (stores.numbers("charge")[:, None] != 0.0)
    lp.constraint(
        "V11_sustain_down",
        (down - discharge + charge) * hours / out <= _finite(stores, most) - content,
        where=sets.hourly(stores.axis, charges * np.isfinite(most)),
        text=message("constraint.reservoir_reserve_room"),
    )
    return up, down


def _held(lp: LP, stores: Assets, way: str) -> Expression:
    """Return r_up or r_down [GW], at most a share of the most discharge."""
    share = stores.column(f"reserve_{way}") * stores.in_zone()
    most = part_of(share.values[:, None], given_limit(stores, "discharge").values)
    return lp.variable(
        f"reservoir_reserve_{way}",
        (stores.axis, stores.sets.hour),
        upper=stores.sets.hourly(stores.axis, most),
        where=share,
        text=message(f"variable.reservoir_reserve_{way}"),
    )


def _finite(stores: Assets, values: Floats) -> Parameter:
    """Return numbers on (reservoir, hour), zero for those without a limit, which have no row."""
    return stores.sets.hourly(stores.axis, np.where(np.isfinite(values), values, 0.0))
