"""Messages of `dispatch adequacy`: (English, Chinese)."""

from __future__ import annotations

ADEQUACY: dict[str, tuple[str, str]] = {
    "stage.adequacy.weather": ("reading the weather year {seed}", "读取气象年 {seed}"),
    "stage.adequacy.simulate": ("simulating outages", "模拟机组停运"),
    "stage.adequacy.severity": ("simulating higher demand", "模拟更高的需求"),
    "stage.adequacy.margin": ("searching the capacity margin", "求容量裕度"),
    "stage.adequacy.credit": ("capacity credit of {name}", "{name} 的容量置信度"),
    "fault.adequacy.weights": (
        "the simulation goes hour by hour and takes no hours that represent several",
        "充裕度逐时模拟，不支持代表多小时的时段",
    ),
    "remedy.adequacy.weights": ("Use a case with every hour.", "请使用逐时案例。"),
    "fault.adequacy.links": ("the simulation does not represent links", "充裕度模拟不含通用链路"),
    "remedy.adequacy.links": ("State lines in lines.csv.", "请用 lines.csv 描述联络线。"),
    "fault.adequacy.capacity": (
        "the model chooses the capacity between bounds, so the capacity is not known",
        "容量由模型在上下限之间选定，尚不确定",
    ),
    "remedy.adequacy.capacity": (
        "Enter the capacity, and false in this column; `dispatch plan` finds a capacity.",
        "请填写容量并将本列填 false；容量可由 `dispatch plan` 求得。",
    ),
    "remedy.adequacy.size": (
        "Enter content, discharge and charge, and false in this column; `dispatch plan` finds a size.",
        "请填写储量、放电与充电功率并将本列填 false；规模可由 `dispatch plan` 求得。",
    ),
    "fault.adequacy.energy": (
        "the simulation does not represent a unit with a limit of energy",
        "充裕度模拟不含限电量的机组",
    ),
    "remedy.adequacy.energy": (
        "State a reservoir with inflow, or leave the limit empty.",
        "请改用有来水的 reservoirs，或不填此限值。",
    ),
    "fault.adequacy.rate": ("the unit states no forced outage rate", "机组未填强迫停运率"),
    "remedy.adequacy.rate": (
        "Enter the rate; 0 if `maximum` allows for outages.",
        "请填写强迫停运率；`maximum` 已计入停运时填 0。",
    ),
    "fault.adequacy.endless": (
        "a unit without a limit of capacity has no number of units",
        "容量不限的机组无法折成若干台",
    ),
    "remedy.adequacy.endless": ("Enter the capacity, or leave this empty.", "请填写容量，或将本列留空。"),
    "fault.adequacy.sign": (
        "the simulation represents only reservoirs of sign 1",
        "充裕度模拟只支持 sign 为 1 的通用储能",
    ),
    "remedy.adequacy.sign": ("Enter 1.", "请填 1。"),
    "fault.adequacy.content": (
        "a reservoir without a limit of content could serve any deficit",
        "储量不限的通用储能可以补足任何缺口",
    ),
    "remedy.adequacy.content": ("Enter the content [MWh].", "请填写储量 [MWh]。"),
    "fault.adequacy.given": (
        "the simulation does not represent a reservoir whose operation is given",
        "充裕度模拟不含给定运行过程的通用储能",
    ),
    "remedy.adequacy.given": (
        "Leave it empty, or state a unit with given_profile.",
        "请留空，或改为带 given_profile 的机组。",
    ),
    "fault.adequacy.varies": (
        "the simulation does not represent limits of content that vary by hour",
        "充裕度模拟不含逐时变化的储量上下限",
    ),
    "remedy.adequacy.varies": (
        "Enter the number in place of the series: the highest least content, the lowest most content.",
        "请以数值代替序列：最低储量取最高值，最高储量取最低值。",
    ),
    "fault.adequacy.drained": (
        "the simulation does not represent a reservoir that loses content and cannot be charged",
        "充裕度模拟不含有损失而不能充电的通用储能",
    ),
    "remedy.adequacy.drained": ("Take the loss off the inflow, above zero.", "请从来水中扣除损失，来水不小于零。"),
    "fault.adequacy.limits": (
        "the simulation does not represent a limit on the energy of units or reservoirs",
        "充裕度模拟不含对机组或通用储能电量的总量约束",
    ),
    "remedy.adequacy.limits": (
        "Assess a copy of the case without the limit, if shortages may break it.",
        "若缺电时可突破该约束，请去掉该约束后评估案例副本。",
    ),
    "fault.adequacy.unit_size": (
        "the size of a unit is zero, or above the largest capacity of its fleet ({capacity} MW)",
        "单机容量为零，或大于该机组群的最大容量（{capacity} MW）",
    ),
    "remedy.adequacy.unit_size": (
        "Correct unit_size of {fleet}, or its capacity in capacity.csv.",
        "请更正 {fleet} 的 unit_size，或 capacity.csv 中的容量。",
    ),
    "fault.adequacy.file": (
        "not an assessment of adequacy that this version writes",
        "不是本版本写出的充裕度评估结果",
    ),
    "remedy.adequacy.folder": (
        "Name a folder that `dispatch adequacy` wrote, or run it again.",
        "请给出 `dispatch adequacy` 写出的目录，或重新运行。",
    ),
    "aq_title": ("Adequacy: {title}", "电力供应充裕度：{title}"),
    "aq_chapter": ("Adequacy", "电力供应充裕度"),
    "aq_samples": (
        "{samples} sampled years of outages of {units} units, seed {seed}; {weather}.",
        "抽样 {samples} 年、{units} 台机组随机停运，种子 {seed}；{weather}。",
    ),
    "aq_weather_given": (
        "weather: the series of the case alone, so that intervals are conditional on it",
        "气象：仅用案例给定的序列，置信区间以该气象年为条件",
    ),
    "aq_weather_years": (
        "weather: {count} synthetic years, which the intervals include",
        "气象：{count} 个合成气象年，置信区间包含气象年之间的差异",
    ),
    "aq_partial": (
        "Rows of the ledger that are smaller than a unit of their fleet: {count}. Each counts as one unit of its capacity.",
        "台账中有 {count} 行的容量小于其机组群的单机容量，各按一台该容量的机组计。",
    ),
    "aq_none": (
        "No sample has an hour in which load of the region is short. With 95 % confidence at most {years} of the years have one "
        "(Clopper-Pearson, none of {samples}; in the weather that was simulated).",
        "所有样本中，区域负荷均无缺供。以 95% 置信度，缺供年份的占比不超过 {years}（Clopper-Pearson，{samples} 个样本中 0 个；以所模拟的气象为条件）。",
    ),
    "aq_none_bound": (
        "The upper bounds of LOLE and EENS are this share times {hours} h and {energy} MWh: the means of years with load short when all "
        "demand is {raised} higher ({samples} sampled years).",
        "LOLE 与 EENS 的上限为该占比乘以 {hours} 小时与 {energy} MWh，即全部需求提高 {raised} 时有缺供年份的均值（{samples} 个抽样年）。",
    ),
    "aq_none_every": (
        "No simulated level of demand leaves load short in half of the years. The upper bounds of LOLE and EENS therefore assume that no load "
        "is served in such a year.",
        "所模拟的各需求水平下，有缺供的年份均不足一半。LOLE 与 EENS 的上限因此假定缺供年份全部负荷未供。",
    ),
    "aq_left_out": (
        "Sections with unequal weights, across areas or overlapping are left out, so that the risk is a lower bound: {names}.",
        "下列断面权重不等、跨区域或相互交叠，未计入，风险为下限：{names}。",
    ),
    "aq_window": (
        "The window has {hours} hours: hours, days and energy are of the window, not of a year.",
        "窗口为 {hours} 小时：小时数、天数与电量均指该窗口，而非全年。",
    ),
    "aq_no_margin": (
        "Capacity margin and credits are not computed: add --credits 20.",
        "未计算容量裕度与容量置信度：请加 --credits 20。",
    ),
    "aq_margin": (
        "Capacity margin: {capacity} MW of perfect capacity bring LOLE to the target of {target} h per year ({samples} samples; "
        "a negative margin is capacity that the region could lose).",
        "容量裕度：增加 {capacity} MW 完全可靠容量时，LOLE 达到目标 {target} 小时/年（{samples} 个样本；负值为可减少的容量）。",
    ),
    "aq_risk": ("Risk of load by place", "各地区负荷的风险"),
    "aq_export": ("Risk of contracted export by place", "各地区合同外送的风险"),
    "aq_heat": ("Hours of load short, per year, by month and hour of the day", "失负荷小时数：月 × 时"),
    "aq_heat_export": ("Energy of load short, by month and hour of the day", "缺供电量：月 × 时"),
    "aq_durations": ("Events of the region by duration", "区域失负荷事件的持续时间分布"),
    "aq_worst": ("Worst events of load, by energy", "最严重的失负荷事件（按电量）"),
    "aq_years": ("Weather years", "气象年"),
    "aq_convergence": ("Convergence", "收敛"),
    "aq_credits": ("Capacity credits (ELCC, EFC), shares of nameplate", "容量置信度（ELCC、EFC），占额定容量"),
    "aq_ratios": ("Ratio of 发改价格〔2026〕114号 and ELCC", "发改价格〔2026〕114号 折算系数与 ELCC"),
    "aq_note_risk": (
        "LOLE: expected hours (days) of a year with load not served; LOLP: its probability in an hour; EENS: expected energy not "
        "served, ppm of the demand. Low and high: 95 % confidence interval. Where no sample has a shortfall, low is zero, and high is the one-sided "
        "bound: the highest share of years with one (Clopper-Pearson) times the mean of such years. Parks are behind the limit of their exchange and not in the region.",
        "LOLE：一年中失负荷的期望小时数（天数）；LOLP：每小时失负荷概率；EENS：期望缺供电量，ppm 为占电量的百万分比。下限、上限为 95% 置信区间；"
        "样本中无缺供时，下限为零，上限为单侧界：缺供年份占比的上限（Clopper-Pearson）乘以缺供年份的均值。园区受其交换限额约束，不计入区域。",
    ),
    "aq_note_export": (
        "Contracted export is a demand of its area. The band of a contract is used before storage and is no shortfall; its energy is not made "
        "up in other hours. A cut beyond the band is undelivered export. Export is cut before load where its price is at most that of lost load.",
        "合同外送为送端区域的需求。合同的调整带先于储能使用且不计缺供，其电量不在其他时段补回；超出部分为未送出。外送缺供价格不高于失负荷价格时，先减外送后减负荷。",
    ),
    "aq_note_worst": (
        "Outage: output in forced outage above its expectation; calm: wind and PV below, load: load above their mean of the month "
        "and hour; all at the deepest hour, in the areas that are short. Cause: what exceeds a quarter of the depth; empty: stores have "
        "less than a tenth of their energy; limit: lines and sections keep surplus away.",
        "停运：强迫停运容量高于期望；小风无光：风光出力低于、负荷：负荷高于该月该时刻的均值；均为最深小时、缺供区域之值。原因：超过深度四分之一者；"
        "储空：储能剩余不足一成；断面：线路或断面阻挡富余电力。",
    ),
    "aq_note_convergence": (
        "Estimates after so many samples, with their 95 % confidence interval.",
        "随样本数增加的估计值及其 95% 置信区间。",
    ),
    "aq_note_credits": (
        "EFC: perfect capacity at the node of the resource with the same EENS. ELCC: flat load of the area that the resource carries at "
        "the same EENS. Average: credit of the whole nameplate. Marginal: credit of the next 100 MW, or of 2 % of the highest load where that is "
        "less. A retirement has minus the marginal credit of its fleet. Common random numbers, system at the target LOLE, {samples} samples.",
        "EFC：在该电源节点给出相同 EENS 的完全可靠容量；ELCC：在相同 EENS 下可多带的区域平直负荷；平均：全部容量，边际：再增 100 MW（不超过最大负荷的 2%）；机组退役取其机组群边际值的负值。"
        "使用公共随机数，系统处于目标 LOLE；{samples} 个样本。",
    ),
    "aq_note_ratios": (
        "Ratio: hours of full power over hours of the longest net-load peak, at most 1. Peak here: the longest run of hours in which "
        "load and export less wind and PV of the area are at least 95 % of their highest of the year. The rule leaves the length to the province.",
        "折算系数：满功率放电时长 ÷ 全年最长净负荷高峰持续时长，不大于 1。此处高峰：区域净负荷（负荷与外送减风光）不低于全年最大值 95% 的最长连续小时数；"
        "规则规定由各省公布该时长。",
    ),
    "aq_region": ("region", "全区"),
    "aq_place": ("place", "地区"),
    "aq_lole": ("LOLE h/year", "LOLE 小时/年"),
    "aq_year_share": ("years with a shortfall", "缺供年份占比"),
    "aq_year_share_high": ("years high", "占比上限"),
    "aq_low": ("low", "下限"),
    "aq_high": ("high", "上限"),
    "aq_lole_days": ("days/year", "天/年"),
    "aq_lolp": ("LOLP", "LOLP"),
    "aq_eens": ("EENS MWh/year", "EENS MWh/年"),
    "aq_eens_low": ("EENS low", "EENS 下限"),
    "aq_eens_high": ("EENS high", "EENS 上限"),
    "aq_ppm": ("EENS ppm", "EENS ppm"),
    "aq_events": ("events/year", "次/年"),
    "aq_duration": ("duration h", "持续小时"),
    "aq_depth": ("depth MW", "深度 MW"),
    "aq_month": ("month", "月"),
    "aq_hours": ("hours", "小时"),
    "aq_year": ("weather year", "气象年"),
    "aq_year_given": ("of the case", "案例给定"),
    "aq_sample": ("sample", "样本"),
    "aq_start": ("hour of the year", "年内小时"),
    "aq_energy": ("energy MWh", "电量 MWh"),
    "aq_areas": ("areas", "地区"),
    "aq_outage": ("outage MW", "停运 MW"),
    "aq_calm": ("calm MW", "小风无光 MW"),
    "aq_load": ("load MW", "负荷 MW"),
    "aq_stored": ("storage left", "储能剩余"),
    "aq_cause": ("cause", "原因"),
    "aq_count": ("samples", "样本数"),
    "aq_export_energy": ("export EENS MWh/year", "外送 EENS MWh/年"),
    "aq_resource": ("resource", "资源"),
    "aq_kind": ("kind", "类别"),
    "aq_capacity": ("capacity MW", "容量 MW"),
    "aq_efc": ("EFC average", "EFC 平均"),
    "aq_elcc": ("ELCC average", "ELCC 平均"),
    "aq_efc_next": ("EFC marginal", "EFC 边际"),
    "aq_elcc_next": ("ELCC marginal", "ELCC 边际"),
    "aq_power": ("power MW", "功率 MW"),
    "aq_full": ("full power h", "满功率小时"),
    "aq_peak": ("peak h", "高峰小时"),
    "aq_ratio": ("ratio", "折算系数"),
    "aq_cause_outage": ("outage", "停运"),
    "aq_cause_calm": ("calm", "小风无光"),
    "aq_cause_load": ("load", "负荷"),
    "aq_cause_empty": ("storage empty", "储能放空"),
    "aq_cause_limit": ("line limit", "断面限额"),
    "aq_cause_none": ("several small ones", "多种小因素"),
    "aq_line": ("line", "线路"),
    "aq_section": ("section", "断面"),
    "aq_corridor": ("band of corridor", "外送通道调整带"),
    "aq_retirement": ("retirement", "机组退役"),
    "fault.adequacy.until": ("not a share above zero", "不是大于零的比例"),
    "remedy.adequacy.until": ("Write a share, such as 5% or 0.05.", "请写作比例，如 5% 或 0.05。"),
}
