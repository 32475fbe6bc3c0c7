"""Definitions with their sources, printed under the tables of reports: (English, Chinese)."""

from __future__ import annotations

_NOTES = {
    "run": (
        "Source: run.json and inputs.json of the run. The gap is (objective − bound) / objective, constant costs left out.",
        "来源：结果目录中的 run.json 与 inputs.json。间隙 =（目标值 − 界）/ 目标值，不计常数成本。",
    ),
    "curtailment_heat": (
        "Mean power of wind, PV and CSP curtailed in each hour of the day of each month. Source: curtailment in dispatch.nc.",
        "各月各时刻风电、光伏、光热弃电功率的平均值。来源：dispatch.nc 中的 curtailment。",
    ),
    "cause_technology": (
        "By the rule above; energy of the window. Technologies share the causes of their own places.",
        "按上述规则；时段电量。各电源按其所在地点的原因分摊。",
    ),
    "cause_month": (
        "By the rule above; the months add up to the window.",
        "按上述规则；各月之和等于全时段。",
    ),
    "reserve_provider": (
        "Means of the window; the providers sum to what is held. Where reserve costs nothing, who holds it is arbitrary. Source: "
        "reserve_by_provider in dispatch.nc.",
        "时段平均；各来源之和等于已留备用。备用没有价格时，由谁提供是任意的。来源：dispatch.nc 中的 reserve_by_provider。",
    ),
    "corridor_month": (
        "At the sending end; the months add up to the window. Source: export and settled in dispatch.nc.",
        "送端口径；各月之和等于全时段。来源：dispatch.nc 中的 export 与 settled。",
    ),
    "lines": (
        "Flow at its sending end; at the limit: within 0.5 MW of it. Source: line_flow in dispatch.nc; limits as given.",
        "潮流为送端口径；满限指距限额不超过 0.5 MW。来源：dispatch.nc 中的 line_flow；限额为给定值。",
    ),
    "sections": (
        "Flow is the weighted sum of the net injection of pockets; limits are monthly; at the limit: within 0.5 MW of it. Source: "
        "models/FORMULATION.md, G1.",
        "断面潮流为各分区净注入的加权和；限额按月；满限指距限额不超过 0.5 MW。来源：models/FORMULATION.md，G1。",
    ),
    "parks": (
        "Exchange with the grid, positive when the park gives; at the limit: within 0.5 MW of it. Source: models/FORMULATION.md, P1.",
        "与电网的交换，送出为正；满限指距限额不超过 0.5 MW。来源：models/FORMULATION.md，P1。",
    ),
    "price_month": (
        "Mean of the hours of each month. Source: price in dispatch.nc.",
        "各月逐时平均。来源：dispatch.nc 中的 price。",
    ),
    "compare_runs": (
        "The first run is the base of all differences. Source: run.json of each.",
        "第一个方案为各项差异的基准。来源：各结果目录的 run.json。",
    ),
    "compare_headline": (
        "Definitions as in the report of a run; numbers in the unit of their row.",
        "定义同单方案报告；数值单位见各行。",
    ),
    "compare_targets": (
        "What is achieved, in the unit of the target; then the verdict on it.",
        "各目标的实现值（单位为目标单位）及判定。",
    ),
    "compare_curtailment": (
        "Energy curtailed, then the curtailment rate: curtailed / (generated + curtailed). Differences of rates are in points.",
        "弃电量，其后为弃电率 = 弃电量 /（发电量 + 弃电量）。弃电率之差为百分点。",
    ),
    "compare_cause": (
        "By the rule of the report of a run: dispatch/results/attribution.py; docs/attribution.md.",
        "规则同单方案报告：dispatch/results/attribution.py；docs/attribution.md。",
    ),
    "compare_reserve": (
        "Mean of what is required; hours, energy and most of what is short. Numbers in the unit of their row.",
        "需求为平均值；缺额列小时数、电量与最大值。数值单位见各行。",
    ),
    "compare_cost": (
        "Terms of the objective; the region has also what belongs to no area.",
        "目标函数各项；全区另含不属于任何区域的部分。",
    ),
    "bridge": (
        "Energies of the horizon as they were given, but the last three columns, which are of this window. Generation "
        "level = consumption less captive plants and parks; supply level = generation level less own use of plants. A load "
        "stated at the supply level counts as it is in all three. The model balances at the supply level. Source: "
        "models/FORMULATION.md, section 9.",
        "前几列为全时段给定电量，后三列为本次时段。发电口径 = 全社会用电量 − 自备与园区；供电口径 = 发电口径 − 厂用电。按供电口径给出的负荷在三个口径中均按原值"
        "计入。模型按供电口径平衡。来源：models/FORMULATION.md 第 9 节。",
    ),
    "capacity": (
        "Gross capacity in the last hour of the window. Source: ledger (table below), by month of entering and leaving service.",
        "时段末的发电机组容量（毛）。来源：下列装机台账，按投产与退役月份。",
    ),
    "given_exports": (
        "Energies at the sending end; the run took the export variant named above. Without a band the contracted curve is sent as it is.",
        "电量为送端口径；采用上表所列外送方案。无可调带宽时按合同曲线送电。",
    ),
    "given_minimum": (
        "Minimum output of what is online. Heat raises the minimum (c_m) and lowers the maximum (c_v). Source of the form: "
        "models/FORMULATION.md, T5, T6.",
        "最小出力为开机容量的比例。供热抬升最小出力（c_m）并降低最大出力（c_v）。公式来源：models/FORMULATION.md，T5、T6。",
    ),
    "given_reserve": (
        "Upward = share of load + the larger of (share of available wind and PV, largest unit); downward likewise with the "
        "largest load. Maintenance and planning reserve are another thing and are not added. Source: models/FORMULATION.md, section 14.",
        "正备用 = 负荷比例 + max（可用风光比例，最大单机）；负备用同理，取最大单一负荷。检修备用与规划备用不计入。来源：models/FORMULATION.md 第 14 节。",
    ),
    "given_targets": (
        "New energy is wind, PV and CSP; thermal is coal, gas, biomass and waste; storage is neither. Generation is gross and "
        "territorial. Source: models/FORMULATION.md, section 16.",
        "新能源为风电、光伏、光热；火电为煤电、气电、生物质、垃圾焚烧；储能不属二者。发电量为区内发电量（含厂用电）。来源：models/FORMULATION.md 第 16 节。",
    ),
    "verdict": (
        "Margin is positive where the target is met. No verdict: no number is given, or the target is a yearly energy and the "
        "run is a part of the year.",
        "差距为正表示达到目标。不判定：未给出数值，或目标为全年电量而本次仅为部分时段。",
    ),
    "headline": (
        "Energies of the window. Load is at the supply level; generation is gross; curtailment and utilisation are of wind, PV and CSP.",
        "电量为本次时段合计。用电量为供电口径；发电量含厂用电；弃电与利用率为风电、光伏、光热合计。",
    ),
    "curtailment_events": (
        "An event is an unbroken run of hours in which more than 0.5 MW of wind, PV and CSP is curtailed.",
        "弃电事件：风电、光伏、光热弃电功率连续超过 0.5 MW 的时段。",
    ),
    "curtailment_duration": (
        "Power of wind, PV and CSP curtailed that is reached or exceeded in so many hours; up to 200 points.",
        "风电、光伏、光热弃电功率在相应小时数内达到或超过的值；至多 200 点。",
    ),
    "curtailment_season": (
        "Spring is March to May, summer June to August, autumn September to November, winter December to February.",
        "春季 3–5 月，夏季 6–8 月，秋季 9–11 月，冬季 12–2 月。",
    ),
    "cause": (
        "Rule. In an hour of an area, curtailment at places (pockets, parks) where a MWh more is worth at most 1 CNY is a "
        "surplus. Each cause has a room, the power that would have been taken in that hour if the cause alone were gone: "
        "thermal minimum, the least output of fleets at those places, and on its own the part that heating causes (heat, and "
        "the higher minimum of the season); downward reserve, what fleets and stores hold of it while it has a price; limits, what plants and stores "
        "beyond a section, a park's limit or a full line could give way to or take, and all of the surplus where a corridor with a band is at its capability; storage energy limit, power of stores that cannot "
        "be used for want of room now or before the surplus ends; storage power limit, room that cannot be filled for want of "
        "power and is still there when the surplus ends; ramps, price or policy, output above the minimum that no reserve explains. The weight of a cause is its room, at "
        "most the surplus. Weights that exceed the surplus together are scaled to it; what they leave is demand: load and "
        "contracted export are too small whatever else gave way. What is curtailed where a MWh more is worth something is ramps, "
        "price or policy. The causes sum to the curtailed energy of each hour, area and technology. Source: this "
        "program's own rule; checked against runs with each cause relaxed (docs/attribution.md).",
        "规则：某区域某小时，在新增 1 MWh 价值不超过 1 元的地点（分区、园区）发生的弃电为过剩。各原因有其“空间”，即仅解除该原因时该小时可多消纳的功率："
        "火电最小出力——这些地点机组的最小出力，其中供热所致部分（供热抬升与供热期更高的最小出力）单列；负备用——备用价格大于零时机组与储能为此保留的功率；限额——断面、园区限额或满载"
        "联络线之外的机组可让出、储能可吸收的功率，以及有带宽的通道达到送电能力时的全部过剩；储能电量不足——因当前或过剩结束前没有空间而未用的充电功率；储能功率不足——因功率不足而未用、至过剩结束仍在的空间；"
        "爬坡、价格或政策——高于最小出力且非备用所致的出力。各原因权重为其空间，且不超过过剩量；权重之和超过过剩量时按比例缩减；不足部分为需求不足：即使其他全部让出，"
        "负荷与合同外送仍不够。新增 1 MWh 仍有价值处的弃电归为爬坡、价格或政策。各原因之和等于每小时、每区域、每类电源的弃电量。来源：本程序规则；"
        "并与逐一解除各原因的重新求解核对（docs/attribution.md）。",
    ),
    "cause_alone": (
        "Sum over hours of the weights before scaling: what would be saved in each hour if that cause alone were gone and all "
        "else stood as it is. The columns overlap and do not add up; demand has no column, as any demand would save all.",
        "逐小时权重（缩减前）之和：仅解除该原因、其余不变时每小时可减少的弃电。各列相互重叠，不可相加；需求不足不单列，因为新增需求可消纳全部。",
    ),
    "reserve_year": (
        "Only areas and directions with a rule. Held counts up to the requirement, as more is worth nothing to the model; the "
        "margin is what fleets and stores of the dispatchers with a rule could give, less the requirement.",
        "仅列有备用规则的区域与方向。已留备用以需求为上限（超出部分对模型无价值）；裕度为有备用规则的调度机构所辖机组与储能的备用能力减需求。",
    ),
    "reserve_hour": (
        "Means of each hour of the day in each month; least margin is the least of those hours.",
        "各月各时刻的平均值；最小裕度为该月该时刻的最小值。",
    ),
    "reserve_worst": (
        "The hours with the largest shortfall, then those with the least margin; 20 of each area and direction.",
        "先按缺额、再按裕度排序，每个区域与方向各 20 个时刻。",
    ),
    "reserve_sustained": (
        "How long a store could give what it promises from its content at the end of the hour, efficiencies included. Hours not "
        "sustained: it would last for less than the stated duration.",
        "储能以小时末电量（计效率）可持续提供其承诺备用的时间。不可持续：短于规定的持续时间。",
    ),
    "reserve_contingency": (
        "The largest unit online is the largest unit size of a fleet that is online in that hour. A corridor's block is covered "
        "by tripping plants (切机) and is shown for comparison only. Source: N−1 rule; models/FORMULATION.md, section 14.",
        "在线最大单机取该小时在线机组中最大的单机容量。通道闭锁由切机措施覆盖，仅供对照。来源：N−1 原则；models/FORMULATION.md 第 14 节。",
    ),
    "power_balance": (
        "The tightest hour of each month and area: demand and reserve less thermal capacity in service, wind, PV and hydro as they "
        "blew, response and lines are largest then, which is the hour of highest net load (less what is in outage). Demand: load before "
        "any response; contracted export as scheduled within its band, at most the contract where it is delivered, and all of it where some is not; electrolysers at their least load, as the rest "
        "of them stops. Thermal = installed less planned outage, forced outage, what heat takes (供热受阻) and own use. Wind, PV and "
        "hydro count at their capacity credit (保证容量: the quantile credit_quantile of the days of that month and hour over many weather "
        "years, 保证率 95 %), at most at what they offered. Storage: what it takes off the highest shortage as long as that lasts, by power "
        "and content, charging only where there is room. Response: contracted capability, where hours and calls are left. The region is "
        "the sum of its areas, each in its own hour; where one of them is short, the surplus of others does not count. Reserve rate "
        "(备用率): available before planned and forced outages over demand, beside the 12–20 % of planning, which hold load, outage and "
        "maintenance reserve. Sources: 电力平衡 of planning practice (terms: DL/T 2238-2021); capacity credit: A. Keane et al., IEEE "
        "Trans. Power Systems 26(2), 2011; models/FORMULATION.md, section 5.",
        "取每月每区域最紧张的时刻：需求与备用减去在役火电、当时风光水出力、响应与联络线后最大，即净负荷（计入停运容量）最大的时刻。需求：响应前负荷；"
        "合同外送按可调带宽内的计划曲线，送足时不超过合同，未送足时按计划全额；制氢只计最低负荷，其余可停。火电可用 = 装机 − 计划检修 − 强迫停运 − 供热受阻 − 厂用电。"
        "风电、光伏、水电按保证容量计入（多个气象年该月该时刻各日出力的 credit_quantile 分位数，保证率 95%），且不超过当时可发电力。"
        "储能按电量计：在缺口持续时间内可持续削减的功率，受功率与电量限制，仅在有余量时充电。需求响应：仍有时数与次数时按签约能力计。"
        "全区为各区域（各取自身时刻）之和；有区域缺电时，其他区域的盈余不计。备用率 =（检修与强迫停运前可用容量 − 需求）/ 需求，"
        "与规划要求的 12–20%（含负荷、事故、检修备用）对照。来源：规划电力平衡惯例（术语依 DL/T 2238-2021）；"
        "保证容量：A. Keane 等，IEEE Trans. Power Systems 26(2)，2011；models/FORMULATION.md 第 5 节。",
    ),
    "energy_balance": (
        "Generation is gross; own use of plants stands among the uses. Total in less total out is the residual, which is rounding.",
        "发电量含厂用电，厂用电列为去向。来源合计减去向合计为残差（舍入）。",
    ),
    "losses": (
        "Lost: losses of stores, lines, links and paid-back load, and electricity for hydrogen beyond the demand. "
        "Wasted: what opposite flows in one hour lose (a store that charges and discharges, a loop of lines and "
        "links); what a store, line or link loses on the way into a zone in which energy of the greatest reward is left "
        "unused in that hour, so that storing over hours is seen; hydrogen beyond the demand; what a link without an end "
        "takes. Not seen is a delivery that replaces unused energy of another zone. "
        "Targets of energy deduct the losses. Where a price or a target "
        "makes the second column large, give the store, line or link a cost. Source: models/FORMULATION.md, section 15.",
        "损失电量：储能、联络线、链路与负荷补偿的损耗，以及超出需求的制氢用电。无效损失：同一小时双向流动（储能同时充放、线路与链路环流）造成的部分；储能、线路与链路送入片区途中的损耗，若该片区该小时仍有奖励最高的电量未用"
        "（因此可计入跨小时的充放）；超出需求的制氢用电；无受端链路所取电量。不含替代其他片区未用电量的送电。"
        "电量类目标均扣除损失电量。若某项价格或目标使第二列偏大，请为该储能、线路或链路填写成本。来源：models/FORMULATION.md 第 15 节。",
    ),
    "warnings": (
        "Inputs outside the usual range of their technology, and results that a planner would question, each with the number and "
        "what to check. They change no result. Source: ranges of this program (dispatch/results/plausible.py, profiles.py).",
        "超出该类技术常见范围的输入以及值得核实的结果，附数值与核查建议；不影响计算结果。来源：本程序所设范围"
        "（dispatch/results/plausible.py、profiles.py）。",
    ),
    "energy_balance_month": (
        "As above, by calendar month; the months add up to the window.",
        "同上，按自然月；各月之和等于全时段。",
    ),
    "regulation": (
        "The hour of each month with the least downward room, of the place. Room = load + contracted export as scheduled + "
        "electrolysers at their power + what storage could take − minimum output of what is online − hydro − downward reserve; net of "
        "own use. Gap to all wind and sun: what is available beyond that room, which is curtailed or sent over lines. 调峰缺口 (gap "
        "without wind and sun) = max(0, minimum outputs + must-run + downward reserve − (load + export + charging)). Source: this "
        "program's own formulation.",
        "取该区域每月向下调节空间最小的时刻。空间 = 负荷 + 合同外送（计划）+ 制氢功率 + 储能可充 − 在线机组最小出力 − 水电 − 负备用，均扣除厂用电。"
        "全额消纳缺口：新能源可发超出该空间的部分，由弃电或联络线送出解决。调峰缺口 = max(0, 最小出力 + 必开 + 负备用 − (负荷 + 外送 + 充电))。"
        "来源：本程序定义。",
    ),
    "days": (
        "Winter peak: highest load of December to February; summer peak: of June to August; spring wind day: most available wind of "
        "March to May; Spring Festival: first day of the first lunar month. Whole days of the window only, by the whole region.",
        "冬季大负荷日：12–2 月最大负荷所在日；夏季大负荷日：6–8 月；春季大风日：3–5 月可发风电最多日；春节：农历正月初一。仅取时段内的完整日，按全区确定。",
    ),
    "day_hours": (
        "Above zero what feeds the area, gross; below zero what takes from it; hatched what is curtailed.",
        "零线以上为来源（毛），零线以下为去向，斜线为弃电。",
    ),
    "daily": (
        "Means of each day. Above zero what feeds the area, gross; below zero what takes from it; hatched what is curtailed.",
        "逐日平均。零线以上为来源（毛），零线以下为去向，斜线为弃电。",
    ),
    "corridors": (
        "Sent is at the sending end. Renewable share: net energy of wind, PV and CSP that settle in the corridor, over energy "
        "sent; matched hour by hour: what exceeds the export of its hour does not count.",
        "送端电量为送端口径。可再生能源电量占比：结算到该通道的风电、光伏、光热净上网电量 / 送端电量；逐时匹配：超出当小时外送的部分不计。",
    ),
    "storage": (
        "Cycles = discharged over mean energy capacity. Power and energy capacity are those of the last hour. An LP may charge and "
        "discharge in one hour: it is counted.",
        "等效循环 = 放电量 / 平均储能容量。功率与储能容量为时段末值。线性规划可能同时充放电，如实统计。",
    ),
    "storage_content": (
        "Mean content of the day over what the store can hold.",
        "日平均电量 / 储能容量。",
    ),
    "storage_day": (
        "Discharging less charging, mean of each hour of the day.",
        "放电减充电，各时刻平均。",
    ),
    "thermal": (
        "Full-load hours = generation over mean capacity; load factor = generation over capacity online; part load: below half of "
        "what is online. Rates are fuel less what is allocated to heat (热量法, DL/T 904), over gross or net generation.",
        "利用小时 = 发电量 / 平均装机；开机负荷率 = 发电量 / 开机容量；低负荷：出力低于开机容量的一半。煤耗为扣除供热分摊（热量法，DL/T 904）后的燃料与毛、净发电量之比。",
    ),
    "thermal_day": (
        "Daily means; least output includes what heat adds.",
        "逐日平均；最小出力含供热抬升。",
    ),
    "prices": (
        "Dual of the balance of the area: what one MWh more of load would cost. Hours with surplus: at most 1 CNY/MWh.",
        "区域平衡约束的对偶值：增加 1 MWh 负荷的成本。过剩小时：电价不超过 1 元/兆瓦时。",
    ),
    "price_duration": (
        "Price that is reached or exceeded in so many hours; up to 200 points.",
        "在相应小时数内达到或超过的电价；至多 200 点。",
    ),
    "foresight": (
        "Price of foresight: {cost}, {share} of the lower bound of the cost. Difference of curtailed energy: {curtailed}. The cost as operated is {gap} above the "
        "proven lower bound of every dispatch of this weather. Perfect foresight has the reserve rules of real time.",
        "预见性价值为 {cost}，占成本下界的 {share}；弃电量差值 {curtailed}。逐日运行成本比同一天气下任何调度的成本下界高 {gap}。完全预见采用实时的备用规则。",
    ),
    "foresight_cost": ("Terms of the objective of the region.", "全区目标函数各项。"),
    "foresight_curtailment": (
        "Curtailed energy and curtailment rate of both runs. The difference is what forecast errors and the limited look-ahead curtail.",
        "两次运行的弃电量与弃电率；差值为预测误差与有限前瞻所致弃电。",
    ),
    "foresight_plants": (
        "Starts: capacity started in the window. Cycles: discharged energy over the largest content.",
        "启动：时段内累计启动容量。循环：放电量 / 最大容量。",
    ),
    "foresight_knowledge": (
        "Each day is scheduled on the forecast of the day before: commitment and schedules of corridors. Real time dispatches on realised "
        "values, block by block.",
        "每日按前一日预测安排开机与外送计划；实时阶段按实况逐段调度。",
    ),
    "foresight_errors": (
        "Root mean square error. Wind and PV: share of capacity, over the hours with output. Load: share of the mean load.",
        "均方根误差。风电、光伏：占装机比例（仅计有出力时段）；负荷：占平均负荷比例。",
    ),
    "foresight_statistics": (
        "Root mean square errors by lead: mean over the series of a kind; stated for a forecast of 10:00 of the day before. Autocorrelation and "
        "correlation between series: of the day-ahead error over its size, in hours in which the range of the series leaves room for it.",
        "各预测提前期的均方根误差为同类序列均值，设定值对应前一日 10:00 发布的预测；自相关与序列间相关系数按日前误差（除以其标准差）计，仅计误差不受出力上下限截断的时段。",
    ),
    "foresight_redispatch": (
        "Energy of the region as scheduled a day ahead and as dispatched, and the sums of increases and decreases, asset by asset and hour by "
        "hour: the use of reserve and flexibility. Charging and discharging count apart.",
        "全区日前安排与实际电量，以及逐台逐时增减之和，即备用与灵活性的实际动用；充放电分列。",
    ),
    "foresight_relaxed": (
        "Blocks in real time without a feasible point: {blocks}; days ahead: {days}; days with a violated constraint: {dates}. Violations at "
        "the duals of perfect foresight: {cost}.",
        "无可行解的实时时段：{blocks} 个；日前：{days} 日；有越限的日数：{dates}。越限按完全预见的影子价格计：{cost}。",
    ),
    "foresight_foreseen": (
        "Why a stage had no feasible point: what its forecast would violate, in the day ahead or in the look-ahead. Hours and amounts are those "
        "of the forecasts, the largest of each hour. They cost nothing: only what also happens stands in the table above.",
        "各阶段无可行解的原因：按当时的预测，日前或前瞻期内将越限的约束。小时数与数值均按预测计，每小时取最大值。此类越限不计成本；实际发生的越限见上表。",
    ),
    "expansion": (
        "Capacity that the optimisation chose, of units, links and reservoirs that may grow; a dash: no limit.",
        "优化选定的通用机组、链路与储能容量；横线表示无上限。",
    ),
    "limits": (
        "Amount and sum in MWh, t where factors are t/MWh, or MW of capacity. Price: change of the least cost per unit by which "
        "the amount is raised; of a limit on CO2, less than zero by the price of CO2.",
        "限额与合计的单位为兆瓦时；系数为吨/兆瓦时时为吨；容量约束为兆瓦。影子价格：限额每增加一个单位时最低成本的变化；碳排放约束的影子价格取负即为碳价。",
    ),
    "emissions": (
        "Coal and CO2 of power plants and of peak boilers whose fuel is given. Net coal rate: coal less what is allocated to heat, "
        "over net generation of coal plants (热量法, DL/T 904). CO2 of generation: over all gross generation of the place.",
        "发电厂（含供热）及已填燃料的调峰锅炉的煤耗与碳排放。供电煤耗：扣除供热分摊后的煤耗 / 煤电净发电量（热量法，DL/T 904）。单位发电碳排放：对该区域全部发电量（含厂用电）。",
    ),
    "cost": (
        "Terms of the objective; lines count at their sending area. The region has also what belongs to no area.",
        "目标函数各项；联络线计入送端区域。全区另含不属于任何区域的部分。",
    ),
    "compare_inputs": (
        "Every cell of the tables and settings of the cases that differs, in its usual unit.",
        "各案例数据表与设置中不同的单元格，按其惯用单位列出。",
    ),
}

_DEFINITIONS = {
    "curtailment_rate": (
        "curtailed / (generated + curtailed). Source: statistical convention of 弃风率 and 弃光率.",
        "弃电量 /（发电量 + 弃电量）。来源：弃风率、弃光率统计口径。",
    ),
    "utilisation": (
        "1 − curtailment rate. Source: 国能发电力〔2024〕44号, which counts what the system causes; here all curtailment counts.",
        "1 − 弃电率。来源：国能发电力〔2024〕44号（仅计系统原因）；此处计全部弃电。",
    ),
    "full_load_hours": (
        "energy of the window over mean capacity; not scaled to a year. Source: 利用小时, statistical convention.",
        "时段电量 / 平均容量，未折算为全年。来源：利用小时统计口径。",
    ),
    "marginal_curtailment": (
        "share of the energy of one MW more, shaped like the same assets, that falls into hours in which they are curtailed already.",
        "同类电源新增 1 MW、出力同形时，落在该电源已弃电小时的电量占比。",
    ),
    "reserve_rate": (
        "held over load, energy by energy.",
        "已留备用 / 负荷（按电量）。",
    ),
    "spinning": (
        "upward: capacity online, less what heat takes, less output; downward: output less minimum output. Source: 旋转备用, DL/T 2238-2021.",
        "正：开机容量减供热受阻减出力；负：出力减最小出力。来源：旋转备用，DL/T 2238-2021。",
    ),
    "reserve_ratio": (
        "(available − demand without reserve) / demand without reserve.",
        "（可用合计 − 不含备用的需求）/ 不含备用的需求。",
    ),
}

_TARGETS = {
    "new_energy_capacity": ("capacity of wind, PV and CSP", "风电、光伏、光热装机"),
    "new_energy_capacity_over_thermal": ("capacity of new energy less that of thermal", "新能源装机减火电装机"),
    "new_energy_generation": ("generation of wind, PV and CSP", "新能源发电量"),
    "new_energy_over_thermal": ("generation of new energy less that of thermal", "新能源发电量减火电发电量"),
    "new_energy_with_biomass_over_thermal": (
        "the same, biomass counted as new energy",
        "同上，生物质计入新能源",
    ),
    "new_energy_export": ("net new energy that settles in corridors", "结算到通道的新能源净电量"),
    "pumped_hydro_capacity": ("capacity of pumped hydro", "抽水蓄能装机"),
    "new_storage_capacity": ("capacity of new storage", "新型储能装机"),
    "demand_response_share": ("capability of programmes over the highest load", "需求响应能力 / 最大负荷"),
    "flexible_coal_capacity": ("coal capacity made flexible", "完成灵活性改造的煤电装机"),
    "efficient_coal_capacity": ("coal capacity made efficient", "完成节能改造的煤电装机"),
    "coal_rate": (
        "fuel of coal plants less what is allocated to heat, over net generation (DL/T 904)",
        "煤电燃料扣除供热分摊 / 净发电量（DL/T 904）",
    ),
    "corridor_renewable_share": (
        "net new energy that settles in the corridor, over contracted energy",
        "结算到通道的新能源净电量 / 合同电量",
    ),
    "nonfossil_share": ("non-fossil over primary energy", "非化石能源 / 一次能源"),
    "thermal_generation": (
        "gross generation of coal, gas, biomass and waste",
        "煤电、气电、生物质、垃圾焚烧发电量（含厂用电）",
    ),
    "coal": ("coal burnt by power and heat plants", "发电供热耗煤"),
    "co2": ("CO2 of power and heat plants", "发电供热二氧化碳排放"),
    "coal_share": ("coal over primary energy", "煤炭 / 一次能源"),
    "renewable_obligation": ("renewable generation kept, over consumption", "本地消纳可再生电量 / 用电量"),
}

NOTES: dict[str, tuple[str, str]] = (
    {f"note_{key}": text for key, text in _NOTES.items()}
    | {f"define_{key}": text for key, text in _DEFINITIONS.items()}
    | {f"target_{key}": text for key, text in _TARGETS.items()}
)
