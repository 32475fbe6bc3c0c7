"""What consumes, and the targets of the policy."""

from __future__ import annotations

from .columns import SOURCE, Column, TableSchema, amount, flag, key, place, share

TARGET_UNITS = {
    "new_energy_capacity": "GW",
    "new_energy_over_thermal": "TWh",
    "new_energy_with_biomass_over_thermal": "TWh",
    "new_energy_capacity_over_thermal": "GW",
    "new_energy_generation": "TWh",
    "new_energy_export": "TWh",
    "pumped_hydro_capacity": "GW",
    "new_storage_capacity": "GW",
    "demand_response_share": "%",
    "flexible_coal_capacity": "GW",
    "efficient_coal_capacity": "GW",
    "coal_rate": "gce/kWh",
    "corridor_renewable_share": "share",
    "nonfossil_share": "%",
    "coal_share": "%",
    "renewable_obligation": "share",
    "thermal_generation": "TWh",
    "coal": "Mtce",
    "co2": "Mt",
}
"""Kind of target -> unit in which it is measured and its number is given."""

SHORTFALL_KINDS = ("unserved", "undelivered", "reserve_shortfall_up", "reserve_shortfall_down")
"""Kinds of shortfall that a table can limit; each is a quantity of the LP."""

AMOUNTS = ("TWh", "Mtce", "Mt")
"""Units of targets that are an amount of the whole horizon: of a window its share is required."""

TARGETS_OF_ENERGY = frozenset(
    {
        "new_energy_over_thermal",
        "new_energy_with_biomass_over_thermal",
        "new_energy_generation",
        "new_energy_export",
        "coal_rate",
        "corridor_renewable_share",
        "nonfossil_share",
        "coal_share",
        "renewable_obligation",
        "thermal_generation",
        "coal",
        "co2",
    }
)
"""Kinds that the dispatch moves, so that the LP can be made to meet them; the others are sums of what is given."""

DEMAND: tuple[TableSchema, ...] = (
    TableSchema(
        "load",
        "Loads with their basis; the balance is at the supply level (供电口径: net of own use, with line losses).",
        "负荷及其口径；电力平衡按供电口径（扣除厂用电，含线损）。",
        (
            key("load", "name", zh="名称"),
            *place(),
            Column(
                "kind",
                "text",
                "kind",
                default="base",
                choices=("base", "captive", "electric_vehicle", "data_centre", "electric_heating", "park"),
                zh="类别",
            ),
            Column(
                "basis",
                "text",
                "全社会用电量, 发电口径, 供电口径",
                choices=("consumption", "generation", "supply"),
                zh="口径：全社会用电量、发电口径、供电口径",
            ),
            amount("energy", "MWh", "energy of the whole year on that basis", zh="该口径下全年电量"),
            Column(
                "profile",
                "text",
                "series, mean 1 over its year or not: it is normalised",
                zh="序列：自动归一，年均值不必为 1",
            ),
            share(
                "own_use",
                "own use of plants inside that basis (zero for supply)",
                0.0,
                0.5,
                zh="该口径内所含厂用电率（供电口径为零）",
            ),
            share(
                "line_loss",
                "line losses inside that basis, for the bridge",
                0.0,
                0.5,
                zh="该口径内所含线损率，用于口径换算",
            ),
            share("shiftable", "share that can be shifted within a window", 0.0, zh="可在窗口内转移的比例"),
            Column("shift_hours", "integer", "window", "h", 24, 1, 168, zh="转移窗口"),
            amount("shift_cost", "CNY/MWh", "cost of shifting", 0.0, zh="转移成本"),
            flag("firm", "whether it must be served: no load shedding", zh="是否必须供电：不得切负荷"),
            SOURCE,
        ),
        required=True,
    ),
    TableSchema(
        "shortfall_limits",
        "Largest shortfall of load, contracted export or spinning reserve, hour by hour: a place, corridor or zone of "
        "reserve that is named is limited in all hours, to zero in those that are not listed. `dispatch targets` writes "
        "it into a compliant case.",
        "逐时允许的最大缺供负荷、未完成外送或备用缺口：列出的分区、通道或备用责任区在所有时刻受限，未列时刻的限值为零。由 `dispatch targets` 写入达标方案。",
        (
            Column("kind", "text", "kind of shortfall", choices=SHORTFALL_KINDS, key=True, zh="缺口类别"),
            key(
                "name",
                "pocket of a load, corridor, or dispatcher that holds reserve",
                zh="负荷所在分区、外送通道，或承担备用的调度机构",
            ),
            Column("settles", "text", "settlement of the load", default="grid", key=True, zh="负荷的结算对象"),
            Column(
                "area",
                "text",
                "area in which the dispatcher holds reserve",
                default="",
                key=True,
                zh="该调度机构承担备用的区域",
            ),
            Column("date", "date", "day, YYYY-MM-DD", key=True, zh="日期，YYYY-MM-DD"),
            Column("hour", "integer", "hour of the day, 0-23", low=0, high=23, key=True, zh="时刻，0–23"),
            amount("limit", "MW", "largest shortfall", zh="缺口上限"),
            SOURCE,
        ),
    ),
    TableSchema(
        "demand_response",
        "Contracted demand response; electrolysers and storage do not count.",
        "签约需求响应；电解制氢与储能不计入。",
        (
            key("programme", "name", zh="名称"),
            *place(settles=False),
            Column("kind", "text", "shed or shift", choices=("shed", "shift"), zh="shed（削减）或 shift（转移）"),
            amount("capability", "MW", "contracted capability", zh="签约能力"),
            amount("cost", "CNY/MWh", "payment", zh="补偿价格"),
            Column("hours", "number", "hours per year (shed)", "h", 8760.0, 0.0, 8784.0, zh="年最多小时数（削减）"),
            Column("calls", "number", "calls per year (shed)", default=366, low=0, high=366, zh="年最多次数（削减）"),
            Column("call_hours", "number", "longest call (shed)", "h", 24.0, 0.0, 24.0, zh="单次最长时间（削减）"),
            Column("window", "integer", "payback window (shift)", "h", 24, 1, 168, zh="回补窗口（转移）"),
            share("payback_loss", "extra energy paid back (shift)", 0.0, zh="回补的额外电量（转移）"),
            flag("reserve", "whether it gives upward reserve", zh="是否提供正备用"),
            SOURCE,
        ),
    ),
    TableSchema(
        "electrolysers",
        "Electrolysers with yearly and monthly hydrogen demand.",
        "电解制氢，给定全年与分月制氢量。",
        (
            key("asset", "name", zh="名称"),
            *place(),
            Column("use", "number", "electricity per hydrogen", "MWh/t", None, 30.0, 100.0, zh="单位制氢电耗"),
            amount("yearly", "t", "hydrogen of the whole year", zh="全年制氢量"),
            amount("monthly", "t", "least hydrogen in a whole month", 0.0, zh="整月最小制氢量"),
            share("minimum", "least load", 0.0, zh="最低负荷率"),
            flag("reserve", "whether its load gives upward reserve", zh="其负荷是否提供正备用"),
            SOURCE,
        ),
        ledger=True,
    ),
    TableSchema(
        "targets",
        "Policy targets; evaluated, or imposed where the expression is one of energy.",
        "政策目标：事后评价；电量类目标也可作为约束。",
        (
            key("target", "name", zh="名称"),
            Column("kind", "text", "kind of target", choices=tuple(TARGET_UNITS), zh="目标类型"),
            Column(
                "required", "number", "required value; empty: not given", default=-1.0, low=0.0, zh="要求值；空：未给出"
            ),
            Column(
                "unit",
                "text",
                "unit of the value, given by the kind",
                choices=tuple(dict.fromkeys(TARGET_UNITS.values())),
                zh="数值的单位，由类型决定",
            ),
            Column("year", "integer", "year of the target", low=2020, high=2060, zh="目标年份"),
            Column("text_zh", "text", "wording", free=True, zh="中文表述"),
            Column("text_en", "text", "wording", free=True, zh="英文表述"),
            flag("imposed", "whether the LP must meet it", zh="是否作为模型约束"),
            SOURCE,
        ),
    ),
)
