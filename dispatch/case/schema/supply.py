"""The ledger, renewables, CSP and storage, and the tables of thermal fleets."""

from __future__ import annotations

from dispatch.technologies import among

from .columns import SOURCE, Column, TableSchema, amount, flag, key, place, repair_time, reserve_hours, share
from .thermal import THERMAL_TABLES

SUPPLY: tuple[TableSchema, ...] = (
    TableSchema(
        "capacity",
        "The ledger (机组台账): one row a unit or tranche; an asset's capacity is the sum of those in service that month.",
        "机组台账：每行一台机组或一批容量；某资产的容量为当月在役各行之和。",
        (
            key("asset", "fleet or asset of the unit", zh="所属机组群或资产"),
            key("unit", "unit or tranche", zh="机组或批次"),
            amount("capacity", "MW", "gross capacity", zh="装机容量"),
            amount("energy", "MWh", "storage content", 0.0, zh="储能电量"),
            Column(
                "commissioned",
                "month",
                "first month in service (投产), YYYY-MM",
                default="1900-01",
                zh="投产月份（首个在役月），YYYY-MM",
            ),
            Column(
                "retired",
                "month",
                "first month out of service (退役), YYYY-MM",
                default="2999-12",
                zh="退役月份（首个不在役月），YYYY-MM",
            ),
            SOURCE,
        ),
    ),
    *THERMAL_TABLES,
    TableSchema(
        "renewables",
        "Wind, PV, hydro without storage: available energy and its curtailment.",
        "风电、光伏、无调节水电：可发电力与弃电。",
        (
            key("asset", "name", zh="名称"),
            *place(),
            Column("technology", "text", "kind", choices=among("renewables", "new_energy", "hydro"), zh="类型"),
            Column("profile", "text", "series, share of capacity", zh="序列：占容量的比例"),
            share("own_use", "own use of gross output", 0.0, 0.3, zh="厂用电率（占发电量）"),
            Column(
                "order",
                "integer",
                "order of curtailment: lowest first, equal pro rata",
                default=1,
                low=1,
                high=9,
                zh="弃电次序：数小者先弃，同序按可发电力等比例",
            ),
            flag(
                "must_take",
                "whether all that is available is taken: nothing is curtailed or spilled (全额保障性收购). Set it for "
                "run-of-river hydro where an energy target is imposed, or spilling may meet the target; it is off by "
                "default, as a case with more water than it can use would have no dispatch",
                zh="是否全额保障性收购：不弃电、不弃水。施加电量目标时径流式水电应设为 true，否则弃水可用于达标；默认为 false，因来水多于可用电量时案例无解",
            ),
            share(
                "reserve_up", "most upward reserve, of what is curtailed", 0.0, zh="可提供正备用的上限，占弃电功率比例"
            ),
            share("reserve_down", "most downward reserve, of output", 0.0, zh="可提供负备用的上限，占出力比例"),
            Column(
                "outage_plan",
                "flag",
                "whether levelled outages reckon with it; not what measures add",
                default=True,
                zh="等备用法安排检修时是否计入；措施新增部分不计",
            ),
            SOURCE,
        ),
        ledger=True,
    ),
    TableSchema(
        "capacity_credits",
        "Capacity credit (保证容量, 置信容量) of a profile by month and hour of the day; a profile without rows takes the "
        "quantile `credit_quantile` of its own series. `dispatch weather CASE --credits FILE` writes it from many weather years.",
        "各出力序列分月、分时的置信容量（保证容量）；未列出的序列取其自身的 `credit_quantile` 分位数。`dispatch weather CASE --credits FILE` 由多个气象年生成本表。",
        (
            key("profile", "series that renewables name", zh="renewables 表所用的序列"),
            Column("month", "integer", "month 1-12", low=1, high=12, key=True, zh="月份 1–12"),
            *(
                share(f"h{hour:02}", f"credit at {hour:02}:00, of capacity", zh=f"{hour:02}:00 的置信容量，占容量比例")
                for hour in range(24)
            ),
            SOURCE,
        ),
    ),
    TableSchema(
        "csp",
        "Concentrating solar power with heat storage.",
        "带储热的光热发电。",
        (
            key("asset", "name", zh="名称"),
            *place(),
            Column("profile", "text", "series, share of the field's design output", zh="序列：占镜场设计出力的比例"),
            Column(
                "solar_multiple",
                "number",
                "field over turbine",
                "share",
                None,
                0.5,
                5.0,
                zh="太阳倍数：镜场与汽轮机容量之比",
            ),
            Column(
                "storage_hours",
                "number",
                "heat store in hours of full output",
                "h",
                None,
                0.0,
                48.0,
                zh="储热时长（满出力小时）",
            ),
            share("own_use", "own use of gross output", 0.0, 0.3, zh="厂用电率（占发电量）"),
            Column("standing_loss", "number", "loss of the store", "1/h", 0.0, 0.0, 0.2, zh="储热散失率"),
            share("reserve_up", "most upward reserve, of capacity", 0.0, zh="可提供正备用的上限，占容量比例"),
            share("reserve_down", "most downward reserve, of output", 0.0, zh="可提供负备用的上限，占出力比例"),
            SOURCE,
        ),
        ledger=True,
    ),
    TableSchema(
        "storage",
        "Classes of storage; power and energy come from the ledger.",
        "储能：抽水蓄能与新型储能；功率与电量取自机组台账。",
        (
            key("asset", "name", zh="名称"),
            *place(),
            Column("technology", "text", "kind", choices=among("storage", "storage"), zh="类型"),
            Column("charge_efficiency", "number", "charging", "share", None, 0.3, 1.0, zh="充电效率"),
            Column("discharge_efficiency", "number", "discharging", "share", None, 0.3, 1.0, zh="放电效率"),
            Column("standing_loss", "number", "loss of content", "1/h", 0.0, 0.0, 0.2, zh="储能自损耗率"),
            Column(
                "boundary",
                "text",
                "ends of the horizon",
                default="cyclic",
                choices=("cyclic", "given"),
                zh="首末状态：循环或给定",
            ),
            share(
                "initial",
                "content before the first hour and at the end, where given",
                0.5,
                zh="首小时之前与末小时的储量（给定时）",
            ),
            share("minimum_level", "least content", 0.0, zh="最低荷电状态"),
            amount(
                "cost",
                "CNY/MWh",
                "cost of charging and of discharging: wear and upkeep of a cycle",
                0.0,
                zh="充电与放电的成本：循环损耗与运维",
            ),
            share(
                "availability",
                "part of power and content that is not in outage, planned or forced",
                1.0,
                zh="功率与电量的可用率（扣除计划与强迫停运）",
            ),
            share(
                "forced_outage",
                "forced outage rate of the whole asset, on top of `availability` (adequacy)",
                0.0,
                0.5,
                zh="在 `availability` 之外整台装置的强迫停运率（充裕度评估用）",
            ),
            repair_time("mean time to repair (adequacy)", 48.0, zh="平均修复时间（充裕度评估用）"),
            share("reserve", "most reserve each way, of power", 0.0, zh="各方向可提供备用的上限，占功率比例"),
            reserve_hours(),
            SOURCE,
        ),
        ledger=True,
    ),
)
