"""Where things are: areas, pockets, sections, dispatchers, parks, corridors, lines."""

from __future__ import annotations

from .columns import SOURCE, Column, TableSchema, amount, flag, key, share

PLACES: tuple[TableSchema, ...] = (
    TableSchema(
        "areas",
        "Areas that balance load and generation every hour.",
        (
            key("area", "name"),
            Column("name_zh", "text", "Chinese name", free=True),
            Column("name_en", "text", "English name", free=True),
            Column("grid", "text", "provincial grid, for the demand-response target", default=""),
            Column("heating_start", "season", "first day of the heating season, MM-DD", default="10-15"),
            Column("heating_end", "season", "last day of the heating season, MM-DD", default="04-15"),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "pockets",
        "Parts of an area between which sections may limit the flow.",
        (key("pocket", "name"), Column("area", "text", "area", refers="areas"), SOURCE),
        required=True,
    ),
    TableSchema(
        "sections",
        "Monthly two-way limits (断面) on a weighted sum of the net injection of pockets.",
        (
            key("section", "name"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True),
            amount("forward", "MW", "limit of the weighted sum"),
            amount("backward", "MW", "limit of its negative"),
            SOURCE,
        ),
    ),
    TableSchema(
        "section_weights",
        "Weight of each pocket's net injection in a section.",
        (
            key("section", "section", "sections"),
            key("pocket", "pocket", "pockets"),
            Column("weight", "number", "weight", low=-1.0, high=1.0),
            SOURCE,
        ),
    ),
    TableSchema(
        "dispatchers",
        "Reserve rule per dispatcher and area: up = load_up x load + max(vre_up x forecast, largest_unit); down likewise.",
        (
            key("dispatcher", "mengxi, mengdong, captive, base:NAME"),
            key("area", "area", "areas"),
            share("load_up", "share of load, upward", 0.0),
            share("vre_up", "share of forecast wind and PV, upward", 0.0),
            amount("largest_unit", "MW", "largest online unit", 0.0),
            share("load_down", "share of load, downward", 0.0),
            share("vre_down", "share of forecast wind and PV, downward", 0.0),
            amount("largest_load", "MW", "largest block of load that can trip", 0.0),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "parks",
        "Own plants, storage and load behind a limited exchange with the grid (源网荷储一体化; captive plants).",
        (
            key("park", "name"),
            Column("area", "text", "area", refers="areas"),
            amount("import_limit", "MW", "maximum import from the grid"),
            amount("export_limit", "MW", "maximum export to the grid"),
            amount(
                "tariff",
                "CNY/MWh",
                "network tariff and levies on imported energy, in addition to the price of energy",
                0.0,
            ),
            SOURCE,
        ),
    ),
    TableSchema(
        "corridors",
        "Export corridors: a contracted curve with a yearly energy, or a band around it.",
        (
            key("corridor", "name"),
            Column("area", "text", "sending area", refers="areas"),
            Column("pocket", "text", "sending pocket", refers="pockets"),
            Column("receiver", "text", "receiving region", free=True),
            amount("capacity", "MW", "capability at the sending end"),
            share("loss", "loss between the ends", 0.0, 0.3),
            Column("profile", "text", "series, shape of the contracted curve"),
            amount("energy_low", "MWh", "yearly energy at the sending end, low"),
            amount("energy_mid", "MWh", "middle"),
            amount("energy_high", "MWh", "high"),
            share("band", "largest deviation of output from the curve", 0.0),
            share("tolerance", "largest deviation of the yearly energy from the contract (with a band)", 0.0),
            share(
                "monthly_tolerance",
                "largest deviation of the energy of a month from the contract (with a band); 1: no limit",
                1.0,
            ),
            Column(
                "change_limit", "number", "largest change per hour, of capability (with a band)", "1/h", 1.0, 0.0, 1.0
            ),
            flag(
                "day_ahead",
                "whether its schedule is set a day ahead: the deviation from the contract is constant within a day (with a band)",
            ),
            Column("price", "number", "income (with a band)", "CNY/MWh", 0.0, 0.0, 5000.0),
            flag("new", "whether it is new (renewable share of at least one half)"),
            share("renewable_share", "renewable energy of the plants that settle in it, of its yearly energy", 0.0),
            share(
                "green_share",
                "new energy in what its own plants do not supply, in all targets; empty: none where new energy settles in "
                "it, else the part of its contract in what the area's grid delivers",
                -1.0,
            ),
            SOURCE,
        ),
    ),
    TableSchema(
        "lines",
        "Lines between areas, a transport model: flows are free within their limits. DC power flow: links with a reactance.",
        (
            key("line", "name"),
            Column("from_area", "text", "area", refers="areas"),
            Column("from_pocket", "text", "pocket", refers="pockets"),
            Column("to_area", "text", "area", refers="areas"),
            Column("to_pocket", "text", "pocket", refers="pockets"),
            amount("forward", "MW", "limit"),
            amount("backward", "MW", "limit the other way"),
            share("loss", "loss", 0.0, 0.3),
            amount("cost", "CNY/MWh", "cost of use", 0.0),
            SOURCE,
        ),
    ),
)
