"""Fuels, thermal fleets and their outages, minimum online capacity, and heat networks."""

from __future__ import annotations

from dispatch.technologies import THERMAL

from .columns import SOURCE, Column, TableSchema, amount, flag, key, place, repair_time, share

THERMAL_TABLES: tuple[TableSchema, ...] = (
    TableSchema(
        "fuels",
        "Fuels: price and emission.",
        "燃料：价格与排放因子。",
        (
            key("fuel", "name", zh="名称"),
            amount("price", "CNY/tce", "price", zh="价格"),
            amount("co2", "t/tce", "emission", 0.0, 5.0, zh="排放因子"),
            Column("coal", "flag", "whether it counts as coal", default=False, zh="是否计为煤"),
            Column(
                "primary",
                "flag",
                "whether it counts in primary energy; not what is counted before (gas from coal that is in `other_coal`), "
                "nor waste heat",
                default=True,
                zh="是否计入一次能源；已计入他处者（`other_coal` 中煤炭产生的煤气）与余热不计",
            ),
            SOURCE,
        ),
    ),
    TableSchema(
        "thermal",
        "Thermal fleets: coal condensing or CHP, retrofitted or not; gas, biomass, waste.",
        "火电机组群：煤电（纯凝、热电联产，改造前后）、气电、生物质、垃圾焚烧。",
        (
            key("fleet", "name", zh="名称"),
            *place(),
            Column("technology", "text", "kind", choices=THERMAL, zh="类型"),
            Column("network", "text", "heat network; empty: condensing", default="", zh="所供热网；空：纯凝"),
            flag("flexible", "whether its flexibility retrofit is done (灵活性改造)", zh="是否已完成灵活性改造"),
            flag("efficient", "whether its efficiency retrofit is done (节能改造)", zh="是否已完成节能改造"),
            amount("unit_size", "MW", "size of one unit", zh="单机容量"),
            share(
                "minimum_heating",
                "minimum output of online capacity in the heating season",
                zh="供热期最小技术出力，占开机容量比例",
            ),
            share(
                "minimum_other",
                "minimum output of online capacity outside it",
                zh="非供热期最小技术出力，占开机容量比例",
            ),
            Column(
                "ramp",
                "number",
                "change of output per hour, of online capacity",
                "1/h",
                None,
                0.01,
                60.0,
                zh="每小时爬坡，占开机容量比例",
            ),
            share("own_use", "own use of gross output (厂用电率)", None, 0.3, zh="厂用电率（占发电量）"),
            share("forced_outage", "forced outage rate", None, 0.5, zh="强迫停运率"),
            repair_time(
                "mean time to repair after a forced outage (adequacy); empty: by technology, coal, biomass and waste 60 h, gas "
                "50 h (IEEE RTS-79)",
                -1.0,
                zh="强迫停运后的平均修复时间（充裕度评估用）；空：按技术取值，煤电、生物质与垃圾发电 60 h，气电 50 h（IEEE RTS-79）",
            ),
            Column("fuel", "text", "fuel", refers="fuels", zh="燃料"),
            amount(
                "fuel_no_load",
                "tce/MW/h",
                "fuel per online capacity and hour",
                None,
                1.0,
                zh="空载煤耗：单位开机容量每小时",
            ),
            amount("fuel_incremental", "tce/MWh", "fuel per gross output", None, 2.0, zh="微增煤耗：单位发电量"),
            amount("fuel_heat", "tce/MWh", "fuel per heat output", 0.0, 1.0, zh="单位供热量燃料"),
            amount(
                "fuel_allocated",
                "tce/MWh",
                "fuel that the net coal rate takes off per heat output (热量法)",
                0.1386,
                1.0,
                zh="计算供电煤耗时按热量法分摊给单位供热量的燃料",
            ),
            amount("start_fuel", "tce/MW", "fuel of a start", 0.0, 10.0, zh="启动燃料"),
            amount("start_cost", "CNY/MW", "other cost of a start", 0.0, zh="启动的其他成本"),
            amount("variable_cost", "CNY/MWh", "other cost of gross output", 0.0, zh="发电的其他变动成本"),
            share(
                "reserve_up", "most upward reserve, of online capacity", 0.0, zh="可提供正备用的上限，占开机容量比例"
            ),
            share(
                "reserve_down",
                "most downward reserve, of online capacity",
                0.0,
                zh="可提供负备用的上限，占开机容量比例",
            ),
            amount(
                "heat_ratio",
                "share",
                "most heat output, of online capacity",
                0.0,
                10.0,
                zh="最大供热出力，占开机容量比例",
            ),
            amount(
                "heat_rise",
                "share",
                "rise of minimum output per heat output (c_m)",
                0.0,
                2.0,
                zh="单位供热抬升最小出力的系数（c_m）",
            ),
            amount(
                "heat_loss",
                "share",
                "loss of maximum output per heat output (c_v)",
                0.0,
                1.0,
                zh="单位供热降低最大出力的系数（c_v）",
            ),
            amount(
                "maintenance",
                "days",
                "planned outage per year; `commitment.maintenance` says how it is placed",
                0.0,
                200.0,
                zh="年计划检修天数；安排方式见 `commitment.maintenance`",
            ),
            share("maintenance_limit", "largest share in planned outage at once", 0.3, zh="同时检修容量的最大比例"),
            amount(
                "outage_plan_retired",
                "MW",
                "retired capacity that still counts where planned outages are levelled; written by plans, so that a retirement moves no outage",
                0.0,
                zh="等备用法安排检修时仍计入的已退役容量；由规划写入，使退役不改变检修安排",
            ),
            share("minimum_online", "smallest share of available capacity online", 0.0, zh="可用容量中最小开机比例"),
            SOURCE,
        ),
        ledger=True,
    ),
    TableSchema(
        "maintenance",
        "Given planned outages (检修计划).",
        "给定的计划检修（检修计划）。",
        (
            key("fleet", "fleet", "thermal", zh="机组群"),
            Column("start", "date", "first day, YYYY-MM-DD", key=True, zh="首日，YYYY-MM-DD"),
            Column("end", "date", "last day, YYYY-MM-DD", zh="末日，YYYY-MM-DD"),
            amount("capacity", "MW", "capacity out of service", zh="停运容量"),
            SOURCE,
        ),
    ),
    TableSchema(
        "minimum_online",
        "Monthly minimum online thermal capacity (最小开机方式) of an area and dispatcher.",
        "各区域、各调度机构的分月最小开机方式（火电）。",
        (
            key("area", "area", "areas", zh="区域"),
            key("dispatcher", "dispatcher", zh="调度机构"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True, zh="月份 1–12"),
            amount("online", "MW", "minimum online capacity", zh="最小开机容量"),
            SOURCE,
        ),
    ),
    TableSchema(
        "heat",
        "Heat networks.",
        "热网。",
        (
            key("network", "name", zh="名称"),
            Column("area", "text", "area", refers="areas", zh="所在区域"),
            Column("profile", "text", "series, share of the peak", zh="序列：占最大热负荷的比例"),
            amount("peak", "MW", "peak heat demand", zh="最大热负荷"),
            amount(
                "boiler_cost",
                "CNY/MWh",
                "cost of heat from peak boilers, which fill what CHP leaves; without fuel where that is given",
                zh="调峰锅炉供热成本（热电联产不足部分由锅炉供给）；给定燃料时不含燃料成本",
            ),
            Column(
                "boiler_fuel",
                "text",
                "fuel of the boilers; empty: its cost is in boiler_cost",
                "",
                "",
                refers="fuels",
                zh="锅炉燃料；空：燃料成本含在 boiler_cost 中",
            ),
            Column(
                "boiler_efficiency", "number", "heat of the boilers per fuel", "share", 0.9, 0.3, 1.0, zh="锅炉效率"
            ),
            Column(
                "boiler_capacity",
                "number",
                "most heat of the boilers; empty: no limit",
                "MW",
                -1.0,
                0.0,
                1e7,
                zh="锅炉最大供热；空：不限",
            ),
            SOURCE,
        ),
    ),
)
