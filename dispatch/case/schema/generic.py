"""Tables of generic components: units, links, reservoirs, and limits on sums of their energy or capacity."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Flags, Floats

from .columns import SOURCE, Column, TableSchema, amount, flag, key, place, share

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


def _signed(name: str, unit: str, text: str, default: float | None = 0.0, size: float = 1e9) -> Column:
    """A number that may be negative."""
    return Column(name, "number", text, unit, default, -size, size)


def _series(name: str, text: str) -> Column:
    """A series in place of the number beside it; it may be negative."""
    return Column(f"{name}_profile", "text", f"series: {text}, hour by hour, in place of the number", default="")


def _limit(name: str, unit: str, text: str) -> Column:
    """A number from 0; empty: no limit."""
    return Column(name, "number", f"{text}; empty: no limit", unit, -1.0, 0.0, HUGE)


def _size(name: str, unit: str, text: str) -> Column:
    """A capacity, which may be unlimited."""
    return Column(name, "number", f"{text}; inf: no limit", unit, None, 0.0, HUGE, unlimited=True)


def _given(name: str, text: str) -> Column:
    """A series of what is given [MW]."""
    return Column(name, "text", f"series: given {text} [MW], hour by hour; 1e9: free", default="")


_SIGN = _signed("sign", "share", "power that is fed in, per output; negative: output takes power", 1.0, 1e6)


def _emission(text: str) -> Column:
    """CO2, which may be unknown."""
    return Column("co2", "number", f"CO2 of {text}; empty: not known", "t/MWh", UNKNOWN, -1e6, 1e6)


CARRIER = Column("carrier", "text", "carrier in the source model", default="", free=True)

BOUNDS = (
    _signed("minimum", "share", "least output, of capacity"),
    _series("minimum", "least output, of capacity"),
    _signed("maximum", "share", "most output, of capacity", 1.0),
    _series("maximum", "most output, of capacity"),
    _signed("cost", "CNY/MWh", "cost of output"),
    _series("cost", "cost of output [CNY/MWh]"),
    _limit("ramp_up", "1/h", "largest rise from one step to the next, of capacity, whatever its weight"),
    Column("ramp_up_profile", "text", "series: the same, hour by hour; below zero: no limit", default=""),
    _limit("ramp_down", "1/h", "largest fall from one step to the next, of capacity, whatever its weight"),
    Column("ramp_down_profile", "text", "series: the same, hour by hour; below zero: no limit", default=""),
    Column(
        "output_before",
        "number",
        "output before the first hour; empty: free",
        "MW",
        UNKNOWN,
        -HUGE,
        HUGE,
    ),
    _given("given_profile", "output"),
)
SIZE = (
    flag("extendable", "whether its capacity is chosen"),
    amount("capacity_least", "MW", "least capacity, where it is chosen", 0.0, HUGE),
    _limit("capacity_most", "MW", "most capacity, where it is chosen"),
    _signed("capacity_cost", "CNY/MW", "cost of capacity over the horizon, where it is chosen", 0.0, 1e12),
)

GENERIC: tuple[TableSchema, ...] = (
    TableSchema(
        "units",
        "Generic units: output between bounds at a cost; with or without hourly commitment of each row as one unit.",
        (
            key("unit", "name"),
            *place(),
            Column(
                "technology",
                "text",
                "kind",
                default="other",
                choices=("coal", "gas", "biomass", "waste", "wind", "pv", "hydro", "other"),
            ),
            CARRIER,
            _size("capacity", "MW", "capacity"),
            _SIGN,
            _emission("output"),
            _series("co2", "the same [t/MWh]"),
            *BOUNDS,
            _signed("energy_least", "MWh", "least energy of the horizon", -ENDLESS, ENDLESS),
            _signed("energy_most", "MWh", "most energy of the horizon", ENDLESS, ENDLESS),
            flag("committed", "whether it is on or off, hour by hour"),
            Column("minimum_up", "integer", "once started it stays on for so many steps", "h", 0, 0, 8784),
            Column("minimum_down", "integer", "once stopped it stays off for so many steps", "h", 0, 0, 8784),
            Column("on_before", "integer", "for how long it was on before the first hour", "h", 1, 0, 8784),
            Column("off_before", "integer", "for how long it was off before the first hour", "h", 0, 0, 8784),
            amount("start_cost", "CNY", "cost of a start", 0.0),
            _series("start_cost", "cost of a start [CNY]"),
            amount("stop_cost", "CNY", "cost of a stop", 0.0),
            _series("stop_cost", "cost of a stop [CNY]"),
            _signed("hourly_cost", "CNY", "cost of an hour on"),
            _series("hourly_cost", "cost of an hour on [CNY]"),
            _limit("ramp_start", "share", "most output in the hour of a start, of capacity"),
            _limit("ramp_stop", "share", "most output in the hour before a stop, of capacity"),
            flag("tight", "whether rows that tighten the relaxation hold too (U12-U15)"),
            share("reserve_up", "most upward reserve, of capacity", 0.0),
            share("reserve_down", "most downward reserve, of capacity", 0.0),
            *SIZE,
            SOURCE,
        ),
    ),
    TableSchema(
        "links",
        "Generic links: power taken from one zone and delivered, times an efficiency, to others (link_ends).",
        (
            key("link", "name"),
            Column("from_area", "text", "area", refers="areas"),
            Column("from_pocket", "text", "pocket", refers="pockets"),
            CARRIER,
            _size("capacity", "MW", "capacity, of what it takes"),
            *BOUNDS,
            amount(
                "reactance",
                "rad/GW",
                "reactance: difference of voltage angle per flow, 1000 X / U^2 for X ohms at U kV; links with one follow DC power flow (N2): one end, efficiency 1, an area for each bus, minimum -1 for flow both ways; 0: flow is free",
                0.0,
                1e6,
            ),
            _signed("angle", "rad", "phase shift along the link, where it has a reactance", 0.0, 1e6),
            *SIZE,
            SOURCE,
        ),
    ),
    TableSchema(
        "link_ends",
        "Receiving ends of links, and the share of the input that each receives.",
        (
            key("link", "link", "links"),
            Column("to_area", "text", "area", refers="areas"),
            Column("to_pocket", "text", "pocket", refers="pockets", key=True),
            _signed("efficiency", "share", "what is given over what is taken; negative: it takes here too", 1.0, 1e4),
            _series("efficiency", "what is given over what is taken"),
            SOURCE,
        ),
    ),
    TableSchema(
        "reservoirs",
        "Generic stores, with inflow and spill.",
        (
            key("reservoir", "name"),
            *place(),
            Column(
                "technology", "text", "kind", default="other", choices=("pumped_hydro", "battery", "hydro", "other")
            ),
            CARRIER,
            _size("content", "MWh", "content"),
            _SIGN,
            _emission("content that the window takes, where boundary is start"),
            _limit("discharge", "MW", "most discharge"),
            _series("discharge", "most discharge, of that number"),
            _limit("charge", "MW", "most charge"),
            _series("charge", "most charge, of that number"),
            _signed("least", "share", "least content"),
            _series("least", "least content, of content"),
            _signed("most", "share", "most content", 1.0),
            _series("most", "most content, of content"),
            Column("charge_efficiency", "number", "charging", "share", 1.0, 0.0, 1e4),
            _series("charge_efficiency", "charging"),
            Column("discharge_efficiency", "number", "discharging, above zero", "share", 1.0, 1e-6, 1e4),
            _series("discharge_efficiency", "discharging, above zero"),
            _signed("standing_loss", "share", "loss of content per hour; negative: it grows", 0.0, 1.0),
            _series("standing_loss", "loss of content per hour"),
            Column("boundary", "text", "ends of the window", default="cyclic", choices=("cyclic", "start")),
            _signed("initial", "MWh", "content before the first hour, where boundary is start", 0.0, HUGE),
            Column("given_profile", "text", "series: given content [MWh]; below zero: free", default=""),
            _given("given_discharge_profile", "discharge"),
            _given("given_charge_profile", "charge"),
            _given("given_power_profile", "discharge less charge"),
            Column("inflow_profile", "text", "series: inflow [MW]", default=""),
            _signed("spill_cost", "CNY/MWh", "cost of spilt inflow"),
            _series("spill_cost", "cost of spilt inflow [CNY/MWh]"),
            _signed("discharge_cost", "CNY/MWh", "cost of discharge"),
            _series("discharge_cost", "cost of discharge [CNY/MWh]"),
            _signed("charge_cost", "CNY/MWh", "cost of charge"),
            _series("charge_cost", "cost of charge [CNY/MWh]"),
            _signed("content_cost", "CNY/MWh", "cost of content, per hour"),
            _series("content_cost", "cost of content, per hour [CNY/MWh]"),
            flag("extendable", "whether its size is chosen: content, charge and discharge times one factor"),
            amount("size_least", "share", "least factor, where it is chosen", 0.0, HUGE),
            _limit("size_most", "share", "most factor, where it is chosen"),
            _signed("size_cost", "CNY", "cost of a factor of one over the horizon", 0.0, 1e12),
            SOURCE,
        ),
    ),
    TableSchema(
        "limits",
        "Limits on sums: of factor times energy of the horizon, such as CO2, or of factor times capacity (limit_terms).",
        (
            key("limit", "name"),
            Column("sense", "text", "relation of the sum to the amount", choices=("most", "least", "equal")),
            Column(
                "quantity",
                "text",
                "summed quantity: energy, or capacity (MW of units and links, the factor of reservoirs)",
                default="energy",
                choices=("energy", "capacity"),
            ),
            _signed("amount", "MWh", "amount: MWh; t where factors are t/MWh; MW of capacity", None, 1e15),
            SOURCE,
        ),
    ),
    TableSchema(
        "limit_terms",
        "Terms of a limit: output of a unit, input of a link, decrease of the initial content of a reservoir.",
        (
            key("limit", "limit", "limits"),
            Column("table", "text", "table of the component", choices=("units", "links", "reservoirs"), key=True),
            key("asset", "unit, link or reservoir"),
            _signed("factor", "share", "factor, or t/MWh", None, 1e12),
            _series("factor", "factor of energy, or t/MWh"),
            SOURCE,
        ),
    ),
)
