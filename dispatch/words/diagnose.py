"""What `dispatch diagnose` says: (English, Chinese)."""

from __future__ import annotations

DIAGNOSE: dict[str, tuple[str, str]] = {
    "dx_feasible": ("The case can be dispatched: nothing is in conflict.", "该案例可行：没有相互矛盾的要求。"),
    "dx_short_unserved": (
        "But load is shed: {energy} GWh in {hours} hours, at most {most} MW ({hour}).",
        "但存在失负荷：{hours} 小时共 {energy} GWh，最大 {most} MW（{hour}）。",
    ),
    "dx_short_undelivered": (
        "But contracted export is not delivered: {energy} GWh in {hours} hours, at most {most} MW ({hour}).",
        "但合同外送未送足：{hours} 小时共 {energy} GWh，最大 {most} MW（{hour}）。",
    ),
    "dx_short_shortfall_up": (
        "But upward reserve falls short: {energy} GWh in {hours} hours, at most {most} MW ({hour}).",
        "但上备用不足：{hours} 小时共 {energy} GWh，最大 {most} MW（{hour}）。",
    ),
    "dx_short_shortfall_down": (
        "But downward reserve falls short: {energy} GWh in {hours} hours, at most {most} MW ({hour}).",
        "但下备用不足：{hours} 小时共 {energy} GWh，最大 {most} MW（{hour}）。",
    ),
    "dx_short": (
        "The model may fall short at the prices of case.toml. `dispatch run` and `dispatch report` show where; load that must be "
        "served is `firm` in load.csv, and `dispatch diagnose` then names the conflict.",
        "模型可按 case.toml 的价格出现缺额。`dispatch run` 与 `dispatch report` 给出位置；必须供应的负荷在 load.csv 中设 `firm`，此时 `dispatch diagnose` 指出矛盾所在。",
    ),
    "dx_none_found": ("No conflict was found within the time.", "在时限内未找到矛盾。"),
    "dx_where": ("{place}, {when}", "{place}，{when}"),
    "dx_whole_window": ("the whole window", "全时段"),
    "dx_conflict_minimal": (
        "These cannot hold together (leave out any one, and the rest can):",
        "以下要求不能同时成立（去掉任何一条，其余即可成立）：",
    ),
    "dx_conflict": (
        "These cannot hold together (there may be fewer that cannot):",
        "以下要求不能同时成立（其中可能只有一部分相互矛盾）：",
    ),
    "dx_any_one": (
        "Any one of these alone mends it (each was tried on the whole window):",
        "以下任何一项单独即可解决（均已在全时段试算）：",
    ),
    "dx_no_one": (
        "No change of a single cell of these tables, within its range, mends it.",
        "在取值范围内，单独改动这些数据表的任何一个单元格都不能解决。",
    ),
    "dx_untried": ("There was no time to try {count} more cells.", "时限内尚有 {count} 个单元格未试算。"),
    "dx_whole": (
        "Over the whole horizon the least that gives way (one of several ways to see it):",
        "全时段至少需要让步的要求（只是多种看法之一）：",
    ),
    "dx_from_to": ("{start} to {end} ({count} in all)", "{start} 至 {end}（共 {count} 处）"),
    "dx_less": (
        "{table}.csv, {column} of {place}: {amount} less ({old} to {new}): --set '{setting}'",
        "{table}.csv 中 {place} 的 {column}：减少 {amount}（{old} 改为 {new}）：--set '{setting}'",
    ),
    "dx_more": (
        "{table}.csv, {column} of {place}: {amount} more ({old} to {new}): --set '{setting}'",
        "{table}.csv 中 {place} 的 {column}：增加 {amount}（{old} 改为 {new}）：--set '{setting}'",
    ),
    "dx_switch": (
        "{table}.csv, {column} of {place}: {new} instead of {old}: --set '{setting}'",
        "{table}.csv 中 {place} 的 {column}：由 {old} 改为 {new}：--set '{setting}'",
    ),
    # what an area has and owes
    "dx_load": ("load", "负荷"),
    "dx_firm": ("of it firm", "其中不可中断"),
    "dx_contract": ("contracted export", "合同外送"),
    "dx_weather": ("wind and sun available", "风光可用"),
    "dx_thermal": ("thermal available after outages", "扣除检修后火电可用"),
    "dx_must_run": ("thermal that must run", "火电必开出力"),
    "dx_storage": ("storage", "储能功率"),
    "dx_electrolysers": ("electrolysers at least", "电解制氢最小负荷"),
    # requirements: block and side
    "dx_B1_lower": ("supply must cover load and export", "供电必须满足负荷与外送"),
    "dx_B1_upper": ("what is generated must find a taker", "发出的电必须有去处"),
    "dx_P1_lower": ("the park balances", "园区自身平衡"),
    "dx_P1_upper": ("the park balances", "园区自身平衡"),
    "dx_G1_lower": ("the flow through the section is what its pockets inject", "断面潮流等于分区净注入"),
    "dx_G1_upper": ("the flow through the section is what its pockets inject", "断面潮流等于分区净注入"),
    "dx_section_flow_lower": ("limit of the section, backward", "断面反向限额"),
    "dx_section_flow_upper": ("limit of the section, forward", "断面正向限额"),
    "dx_park_exchange_lower": ("most that the park takes from the grid", "园区受电上限"),
    "dx_park_exchange_upper": ("most that the park gives to the grid", "园区送电上限"),
    "dx_online_upper": ("online capacity within what is available", "开机容量不超过可用容量"),
    "dx_T5_upper": ("output within online capacity", "出力不超过开机容量"),
    "dx_T6_lower": ("output above minimum output", "出力不低于最小技术出力"),
    "dx_T7_upper": ("ramp up", "上爬坡"),
    "dx_T8_upper": ("ramp down", "下爬坡"),
    "dx_T10_lower": ("monthly minimum online capacity", "最小开机方式"),
    "dx_T11_lower": ("planned outages are taken", "检修天数必须安排"),
    "dx_T11_upper": ("planned outages are taken", "检修天数必须安排"),
    "dx_T12_lower": ("smallest share that stays online", "最小开机比例"),
    "dx_outage_upper": ("largest share in planned outage at once", "同时检修比例上限"),
    "dx_renewable_output_upper": ("output within what weather offers", "出力不超过风光可用"),
    "dx_charge_upper": ("charging within power", "充电功率上限"),
    "dx_discharge_upper": ("discharging within power", "放电功率上限"),
    "dx_energy_upper": ("content within size", "储能电量上限"),
    "dx_energy_lower": ("least content", "储能最低电量"),
    "dx_S6_lower": ("content at the end as at the start", "期末电量不低于期初"),
    "dx_unserved_upper": ("no more load is lost than may be", "缺电上限"),
    "dx_undelivered_upper": ("no more export is left out than contracted", "未送电量不超过合同"),
    "dx_electrolyser_load_lower": ("least load of the electrolysers", "电解槽最小负荷"),
    "dx_electrolyser_load_upper": ("electrolysers within capacity", "电解槽容量上限"),
    "dx_E2_lower": ("hydrogen of the year", "年制氢量"),
    "dx_E3_lower": ("hydrogen of the month", "月制氢量"),
    "dx_flow_forward_upper": ("line, forward", "联络线正向限额"),
    "dx_flow_backward_upper": ("line, backward", "联络线反向限额"),
    "dx_H1_lower": ("heat demand", "热负荷"),
    "dx_H1_upper": ("heat demand", "热负荷"),
    "dx_Z_lower": ("imposed target", "强制目标"),
    "dx_Z_upper": ("imposed target, not to be exceeded", "强制目标（上限）"),
}
