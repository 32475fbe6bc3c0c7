"""What might be added, and what it would cost: read by `dispatch targets` and `dispatch plan`, never by a run."""

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
        "Possible measures to meet the targets, for `dispatch targets` and `dispatch plan`; `dispatch run` does not read them.",
        "为达到目标可增加的措施，供 `dispatch targets` 与 `dispatch plan` 使用；`dispatch run` 不读取。",
        (
            key(
                "measure",
                "name; of wind, pv, retrofit and efficiency also that of the asset that it makes",
                zh="名称；风电、光伏、灵活性改造、节能改造时也是新增资产的名称",
            ),
            Column("kind", "text", "kind", choices=tuple(MEASURES_OF), zh="类型"),
            Column(
                "extends",
                "text",
                "row that it adds to, takes from (retirement), or whose place and kind it takes (wind, pv, retrofit, efficiency)",
                zh="扩建的行、退役所减的行，或沿用其位置与类型的行（风电、光伏、改造）",
            ),
            Column(
                "located_at",
                "text",
                "of wind, pv and storage: asset whose place it takes instead of that of the row that it extends; "
                "a storage is then one of its own",
                default="",
                zh="风电、光伏、储能：沿用该资产的位置；储能则为新增资产",
            ),
            amount("most", "MW", "largest addition", zh="可增加的上限"),
            Column(
                "least_hours",
                "number",
                "least content of added storage, in hours of its power",
                "h",
                0.0,
                0.0,
                1e3,
                zh="新增储能的最短时长",
            ),
            Column(
                "most_hours",
                "number",
                "most content of added storage, in hours of its power",
                "h",
                24.0,
                0.0,
                1e3,
                zh="新增储能的最长时长",
            ),
            share(
                "minimum_heating",
                "minimum output after the retrofit, in the heating season",
                0.0,
                zh="改造后供热期最小技术出力",
            ),
            share(
                "minimum_other", "minimum output after the retrofit, outside it", 0.0, zh="改造后非供热期最小技术出力"
            ),
            amount(
                "fuel_saving",
                "tce/MWh",
                "fuel per gross output that an efficiency retrofit saves",
                0.0,
                1.0,
                zh="节能改造降低的单位发电燃料",
            ),
            amount("cost", "CNY/MW", "investment per power", zh="单位功率投资"),
            amount("cost_energy", "CNY/MWh", "investment per content of storage", 0.0, zh="单位储能电量投资"),
            Column(
                "lifetime",
                "number",
                "economic lifetime [years], for the annuity",
                low=1.0,
                high=100.0,
                zh="经济寿命（年），用于折算年费用",
            ),
            share("rate", "real discount rate", None, 0.3, zh="实际折现率"),
            share("upkeep", "fixed cost a year, of the investment", 0.0, 0.5, zh="年固定运维费，占投资比例"),
            amount(
                "saved_upkeep",
                "CNY/MW",
                "fixed cost a year of the capacity that a retirement saves",
                0.0,
                zh="退役容量节省的年固定成本",
            ),
            SOURCE,
        ),
    ),
)
