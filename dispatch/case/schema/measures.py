"""What might be added, and what it would cost: read by `dispatch targets`, never by a run."""

from __future__ import annotations

from .columns import SOURCE, Column, TableSchema, amount, key, share

MEASURES_OF = {
    "wind": "renewables",
    "pv": "renewables",
    "storage": "storage",
    "retrofit": "thermal",
    "efficiency": "thermal",
    "retirement": "thermal",
    "demand_response": "demand_response",
    "electrolyser": "electrolysers",
    "line": "lines",
    "section": "sections",
    "corridor": "corridors",
}
"""Kind of measure -> table that has the row that it adds to."""

OF_FLEETS = ("retrofit", "efficiency", "retirement")
"""Kinds of measure that take capacity from a thermal fleet."""

MEASURES: tuple[TableSchema, ...] = (
    TableSchema(
        "measures",
        "Possible measures to meet the targets, for `dispatch targets`; `dispatch run` does not read them.",
        (
            key("measure", "name; of wind, pv, retrofit and efficiency also that of the asset that it makes"),
            Column("kind", "text", "kind", choices=tuple(MEASURES_OF)),
            Column(
                "extends",
                "text",
                "row that it adds to, takes from (retirement), or whose place and kind it takes (wind, pv, retrofit, efficiency)",
            ),
            Column(
                "located_at",
                "text",
                "of wind, pv and storage: asset whose place it takes instead of that of the row that it extends; "
                "a storage is then one of its own",
                default="",
            ),
            amount("most", "MW", "largest addition"),
            Column(
                "least_hours", "number", "least content of added storage, in hours of its power", "h", 0.0, 0.0, 1e3
            ),
            Column("most_hours", "number", "most content of added storage, in hours of its power", "h", 24.0, 0.0, 1e3),
            share("minimum_heating", "minimum output after the retrofit, in the heating season", 0.0),
            share("minimum_other", "minimum output after the retrofit, outside it", 0.0),
            amount("fuel_saving", "tce/MWh", "fuel per gross output that an efficiency retrofit saves", 0.0, 1.0),
            amount("cost", "CNY/MW", "investment per power"),
            amount("cost_energy", "CNY/MWh", "investment per content of storage", 0.0),
            Column("lifetime", "number", "economic lifetime [years], for the annuity", low=1.0, high=100.0),
            share("rate", "real discount rate", None, 0.3),
            share("upkeep", "fixed cost a year, of the investment", 0.0, 0.5),
            amount("saved_upkeep", "CNY/MW", "fixed cost a year of the capacity that a retirement saves", 0.0),
            SOURCE,
        ),
    ),
)
