"""What the first page of a report says, and the finding of each chapter: (English, Chinese)."""

from __future__ import annotations

_PAGE = {
    "summary": ("Executive summary", "摘要"),
    "chapter_week": ("The key week", "重点周运行"),
    "table_week": ("Hours of the key week", "重点周逐时运行"),
    "note_week": (
        "The seven days, from a midnight, with the most energy not served and reserve not held; without a shortfall, those "
        "with the most curtailed wind, PV and CSP; without curtailment, those with the highest load and export less wind, "
        "PV and CSP. A window of a week or less is shown whole.",
        "重点周为自零时起的连续七天：缺供与备用缺额之和最大的一周；无缺额时，取新能源弃电量最大的一周；也无弃电时，取净负荷"
        "（负荷与外送之和减风光可发电力）最高的一周。计算时段不足一周时全部列出。",
    ),
    "hour_of_week": ("hour", "时刻"),
    "picture_week": ("Dispatch of the key week", "重点周运行方式"),
    "picture_energy_balance_month": ("Energy balance by month", "分月电量平衡"),
    "picture_cause_month": ("Curtailment by cause and month", "分月弃电原因"),
    "picture_schematic": ("Areas and their exchange", "分区电量与交换"),
    "schematic_note": (
        "Energy of the window; arrows between boxes: lines, arrows outwards: exports; their width is proportional to energy.",
        "计算时段电量；方框之间的箭头为区域联络线，向外的箭头为外送，线宽与电量成正比。",
    ),
    "schematic_left": (" {count} smaller areas are left out.", "另有 {count} 个较小分区未示出。"),
    "flow_both": ("{energy} (back {back})", "{energy}（反向 {back}）"),
    "node_load": ("load {energy}", "负荷 {energy}"),
    "node_new": ("new energy {energy}", "新能源 {energy}"),
    "node_thermal": ("thermal {energy}", "火电 {energy}"),
    "node_export": ("export {energy}", "外送 {energy}"),
    "rule_shortfall": (
        "The week from {first} has the most energy not served and reserve not held.",
        "自 {first} 起的一周，缺供与备用缺额之和最大。",
    ),
    "rule_curtailment": (
        "The week from {first} has the most curtailment of wind, PV and CSP; load and reserve are short in no hour.",
        "自 {first} 起的一周新能源弃电量最大；计算时段内无缺供与备用缺额。",
    ),
    "rule_net_load": (
        "The week from {first} has the highest net load; load and reserve are short in no hour, and no wind, PV or CSP is curtailed.",
        "自 {first} 起的一周净负荷最高；计算时段内无缺供与备用缺额，也无新能源弃电。",
    ),
    "rule_window": ("The whole window, from {first}.", "自 {first} 起的全部计算时段。"),
    "list_separator": ("; ", "；"),
    "clause_separator": ("; ", "；"),
    "sentence_of": ("{clauses}.", "{clauses}。"),
    "points": ("{value} percentage points", "{value} 个百分点"),
    "language_switch": ("中文", "English"),
    "search": ("Search this page", "页内搜索"),
    "found": ("{count} found", "找到 {count} 项"),
    "menu": ("Contents", "目录"),
    "appendix": ("Appendix", "附录"),
    "folded": ("Table ({rows} rows)", "数据表（{rows} 行）"),
    "no_charts": (
        "This browser cannot unpack the charts. A browser of 2023 or later shows them.",
        "当前浏览器无法解压图表，请使用 2023 年及以后的浏览器。",
    ),
}

_SENTENCES = {
    "summary_no_targets": ("The case states no targets.", "本方案未设目标。"),
    "summary_untested": (
        "No target is tested ({count} in all): they lack a required value, or apply to another year or to a whole year.",
        "{count} 项目标均未检验：未填要求值，或目标年份不同，或须按全年计算。",
    ),
    "summary_all_met": ("All tested targets are met ({count}).", "已检验的 {count} 项目标全部达成。"),
    "summary_tightest": (
        "All tested targets are met ({count}); the tightest is “{target}”, with a margin of {margin}.",
        "已检验的 {count} 项目标全部达成；裕度最小的是“{target}”，裕度 {margin}。",
    ),
    "summary_missed": (
        "{met} of {count} tested targets are met; missed: {missed}.",
        "已检验的 {count} 项目标中达成 {met} 项；未达成的有：{missed}。",
    ),
    "summary_short": ("“{target}” by {distance}", "“{target}”，差 {distance}"),
    "summary_others": ("and {count} more", "另有 {count} 项"),
    "summary_no_new_energy": (
        "No wind, PV or CSP is available in the window.",
        "计算时段内无可发的风电、光伏、光热。",
    ),
    "summary_no_curtailment": (
        "No wind, PV or CSP is curtailed: utilisation is 100% by both official rates.",
        "无弃风、弃光：两种官方口径的新能源利用率均为 100%。",
    ),
    "summary_curtailment": (
        "{curtailed} of wind, PV and CSP, {rate} of the available energy, are curtailed (utilisation {all_causes}; system "
        "causes only {system_causes}); the main cause is {cause} ({share}).",
        "新能源弃电 {curtailed}，弃电率 {rate}（利用率 {all_causes}，仅计系统原因为 {system_causes}）；主要原因是{cause}（占 {share}）。",
    ),
    "summary_curtailment_two": (
        "{curtailed} of wind, PV and CSP, {rate} of the available energy, are curtailed (utilisation {all_causes}; system "
        "causes only {system_causes}); the main causes are {cause} ({share}) and {second} ({second_share}).",
        "新能源弃电 {curtailed}，弃电率 {rate}（利用率 {all_causes}，仅计系统原因为 {system_causes}）；主要原因是{cause}（占 {share}），"
        "其次是{second}（占 {second_share}）。",
    ),
    "supply_full": ("All load is served", "负荷全部得到供应"),
    "supply_full_exports": (
        "All load is served and all contracted exports are delivered",
        "负荷全部得到供应，外送合同全部交付",
    ),
    "supply_unserved": ("{energy} of load are not served, in {hours}", "缺供电量 {energy}，共 {hours}"),
    "supply_undelivered": (
        "{energy} of contracted exports are not delivered, in {hours}",
        "外送合同少送 {energy}，共 {hours}",
    ),
    "reserve_none": ("the case requires no spinning reserve", "本方案不要求旋转备用"),
    "reserve_held": ("the required reserve is held in every hour", "各小时备用均满足要求"),
    "reserve_lacking": (
        "reserve is short in {hours}, by {up} upward and {down} downward",
        "备用不足共 {hours}，正备用缺 {up}，负备用缺 {down}",
    ),
    "summary_plan": (
        "The plan adds {added} of capacity; the largest addition is {name} with {most}. The capacities of the plan cost {cost} a year.",
        "规划新增容量 {added}，其中最大的是 {name}（{most}）；规划容量年费用合计 {cost}。",
    ),
    "summary_plan_none": (
        "The plan adds no capacity; the capacities of the plan cost {cost} a year.",
        "规划不新增容量；规划容量年费用合计 {cost}。",
    ),
    "summary_foresight": (
        "The price of foresight is {cost}, {share} of the lower bound of the cost; the operation curtails {curtailed} more.",
        "预见性价值为 {cost}，占成本下界的 {share}；逐日运行多弃电 {curtailed}。",
    ),
    "summary_foresight_less": (
        "The price of foresight is {cost}, {share} of the lower bound of the cost; the operation curtails {curtailed} less.",
        "预见性价值为 {cost}，占成本下界的 {share}；逐日运行少弃电 {curtailed}。",
    ),
    "summary_definition": (
        "Utilisation by the rules of the National Energy Administration (2022), as the National New Energy Consumption "
        "Monitoring Centre publishes both rates: generation over available energy; and, for system causes only, available "
        "energy less curtailment for load and peak regulation, network limits and secure operation. The second is an upper "
        "bound: curtailment that holds upward reserve is not separated from that of prices.",
        "利用率按国家能源局《风电场利用率监测统计管理办法》（2022 年）计算，与全国新能源消纳监测预警中心发布口径一致：考虑全部原因时为"
        "发电量与可发电量之比；仅计系统原因时，弃电只计用电负荷及调峰能力、网架约束、安全稳定运行等原因。为保留上备用而弃的电量未从价格"
        "原因中分出，故后者为上限。",
    ),
}

_CARDS = {
    "card_new_energy": ("New energy", "新能源发电量"),
    "card_thermal": ("Thermal generation", "火电发电量"),
    "card_utilisation": ("Utilisation of new energy", "新能源利用率"),
    "card_unserved": ("Energy not served", "缺供电量"),
    "card_reserve": ("Reserve shortfall", "备用缺额"),
    "card_cost": ("Cost", "运行成本"),
    "card_co2": ("CO2", "二氧化碳排放"),
    "card_net_rate": ("Net coal rate", "供电煤耗"),
    "card_share": ("{share} of new energy and thermal", "占新能源与火电之和 {share}"),
    "card_system": ("system causes only: {rate}", "仅计系统原因 {rate}"),
    "card_of_load": ("load shedding", "切负荷电量"),
    "card_ways": ("up {up}, down {down}", "正备用 {up}，负备用 {down}"),
    "card_window": ("of the window, as in the objective", "计算时段，同目标函数"),
    "card_boilers": ("power and heat, peak boilers included", "发电与供热，含调峰锅炉"),
    "card_net": ("coal plants, net of own use", "煤电，扣除厂用电"),
}

_FINDINGS = {
    "finding_curtailment": (
        "Curtailment is highest in {month}: {energy}, {share} of the {total} of the window.",
        "{month} 弃电最多：{energy}，占计算时段弃电量 {total}的 {share}。",
    ),
    "finding_cause": ("Causes of curtailed new energy: {causes}.", "新能源弃电原因：{causes}。"),
    "finding_part": ("{name} {share}", "{name} {share}"),
    "finding_reserve": (
        "Reserve is held in every hour; the largest requirement is {first} of {way} reserve in {area}, with a mean of {second}.",
        "各小时备用均满足要求；需求最大的是{area}{way}，最大 {first}，平均 {second}。",
    ),
    "finding_reserve_short": (
        "Reserve is short; the largest shortfall is that of {way} reserve in {area}, {second} in {first}.",
        "备用不足；缺额最大的是{area}{way}，{first}共缺 {second}。",
    ),
    "finding_power": (
        "The tightest month is {month}: a surplus of {amount} and a reserve rate of {rate}.",
        "电力平衡最紧的是 {month}：盈余 {amount}，备用率 {rate}。",
    ),
    "finding_power_short": (
        "The power balance is short by {amount} in {month}, with a reserve rate of {rate}.",
        "电力平衡在 {month} 缺 {amount}，备用率 {rate}。",
    ),
    "finding_energy": (
        "New energy generates {new} and thermal plants {thermal} ({share} new energy); load takes {load}, exports take {export}.",
        "新能源发电 {new}，火电发电 {thermal}（新能源占 {share}）；负荷用电 {load}，外送 {export}。",
    ),
    "finding_expansion": (
        "Chosen capacities: {chosen}; limits on sums: {limits}.",
        "选定容量 {chosen} 项，总量约束 {limits} 项。",
    ),
    "finding_regulation": (
        "Peak-regulation capability is short in {hours}; the largest gap is {gap}, at {start}.",
        "调峰能力不足共 {hours}，最大缺口 {gap}，出现在 {start}。",
    ),
    "finding_regulation_spare": (
        "Peak-regulation capability suffices in every hour; the least surplus is {spare}, in {month}.",
        "各小时调峰能力均有富余，最小富余 {spare}，出现在 {month}。",
    ),
    "finding_days": (
        "Of the days shown, {date} ({day_kind}) has the highest peak: {peak_load}, with {new_energy} of new energy.",
        "所列典型日中，{date}（{day_kind}）负荷最高，为 {peak_load}，当日新能源发电 {new_energy}。",
    ),
    "finding_corridors": (
        "Export corridors ({count}) carry {energy}; the renewable share is {share}.",
        "{count} 条通道外送 {energy}，可再生能源占比 {share}。",
    ),
    "finding_no_exports": ("The case has no export corridors.", "本方案无外送通道。"),
    "finding_storage": (
        "Storage of {power} discharges {energy}, {cycles} cycles of its content in the window.",
        "储能 {power}，放电 {energy}，计算时段内折合 {cycles} 次循环。",
    ),
    "finding_thermal": (
        "Thermal plants have {capacity}, {hours} of full-load operation, and a load factor of {factor} while online.",
        "火电 {capacity}，利用小时 {hours}，开机期间负荷率 {factor}。",
    ),
    "finding_price": (
        "The mean marginal price is {price}; the price is at most 1 CNY/MWh in {hours}.",
        "边际电价均值 {price}，其中 {hours}电价不高于 1 元/兆瓦时。",
    ),
    "finding_prices": (
        "Mean marginal prices lie between {low} ({least}) and {high} ({most}).",
        "边际电价均值在 {low}（{least}）至 {high}（{most}）之间。",
    ),
    "finding_market": (
        "Capture prices, with their share of the mean price: {captured}.",
        "实现电价及实现率：{captured}。",
    ),
    "finding_capture": ("{name} {price}, {rate}", "{name} {price}，{rate}"),
    "finding_market_none": (
        "The settlement at marginal prices has no sales of wind and PV.",
        "按边际电价结算，无风电、光伏售电。",
    ),
    "finding_market_fixed": (
        "Prices hold with the whole units fixed: they leave out the cost of commitment, which stands in the margins.",
        "电价以机组开停机状态固定为前提：不含机组组合成本，该成本计入边际收益。",
    ),
    "not_settled": (
        "No market settlement: the run has no duals.",
        "未作市场结算：该计算结果没有对偶值。",
    ),
    "not_settled_integer": (
        "No market settlement: the run has no duals of the LP over its window with the whole units fixed.",
        "未作市场结算：没有机组开停机状态固定后整个时段线性规划的对偶值。",
    ),
    "finding_emissions": (
        "Power and heat burn {coal} of coal and emit {co2} of CO2; the net coal rate is {rate}.",
        "发电与供热耗煤 {coal}，排放二氧化碳 {co2}，供电煤耗 {rate}。",
    ),
    "finding_cost": (
        "The cost of the window is {total}; the largest term is {term} with {amount}.",
        "计算时段成本 {total}，其中最大的是{term}，{amount}。",
    ),
    "finding_cost_only": ("The cost of the window is {total}.", "计算时段成本 {total}。"),
    "finding_boundary": (
        "Load of {energy} with a peak of {peak}; largest capacities: {capacity}.",
        "负荷电量 {energy}，最大负荷 {peak}；主要装机：{capacity}。",
    ),
}

EXECUTIVE: dict[str, tuple[str, str]] = _PAGE | _SENTENCES | _CARDS | _FINDINGS
