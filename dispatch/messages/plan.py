"""What `dispatch plan` says, and the chapter of the plan in reports: (English, Chinese)."""

from __future__ import annotations

_COMMAND = {
    "fault.plan.nothing_to_choose": (
        "the case has no measures and no extendable components, so no capacity can be chosen",
        "该案例没有措施，也没有可扩展的通用部件，没有可选择的容量",
    ),
    "remedy.plan.add_measures": (
        "add rows to measures.csv, or set `extendable` of units, links or reservoirs",
        "请在 measures.csv 中增加措施，或将 units、links、reservoirs 的 `extendable` 设为 true",
    ),
    "fault.plan.years_differ": (
        "the case has other capacities to choose in one of these weather years",
        "该案例在其中某个气象年的可选容量不同",
    ),
    "remedy.plan.same_tables": (
        "Use a case whose tables do not depend on the weather year.",
        "请使用数据表不随气象年变化的案例。",
    ),
    "fault.plan.without_years": ("needs `--weather-years`", "需与 `--weather-years` 同时给出"),
    "remedy.plan.give_years": (
        "Add `--weather-years SEEDS`, or leave this option out.",
        "请加上 `--weather-years 种子`，或去掉该选项。",
    ),
    "fault.plan.weights": (
        "is no list of {count} positive weights",
        "不是 {count} 个正权重的列表",
    ),
    "remedy.plan.weights": (
        "Give one number for each weather year, such as 2,1,1.",
        "请为每个气象年给出一个数，如 2,1,1。",
    ),
    "fault.plan.years_and_lole": (
        "cannot be combined with `--weather-years`",
        "不能与 `--weather-years` 同时使用",
    ),
    "remedy.plan.lole_alone": (
        "Plan the weather years first, then run `dispatch adequacy` on the compliant cases.",
        "请先做多气象年规划，再对达标方案运行 `dispatch adequacy`。",
    ),
    "fault.plan.none_and_targets": ("`none` excludes targets", "`none` 不能与目标同时给出"),
    "remedy.plan.none_or_targets": ("give `none` alone, or targets alone", "请只给出 `none`，或只给出目标"),
    "fault.plan.no_such_target": ("the case has no such target", "该案例没有此目标"),
    "fault.plan.other_year": (
        "the target is of {year}, the case of {own}: it is not tested",
        "该目标为 {year} 年，案例为 {own} 年，不检验",
    ),
    "fault.plan.not_measured": (
        "the target has no number, or the case cannot measure it",
        "该目标没有数值，或该案例无法测算",
    ),
    "list.plan.targets": ("Targets are", "目标有"),
    "fault.plan.not_plan_writes": ("not what `dispatch plan` writes", "不是 `dispatch plan` 写出的内容"),
    "remedy.plan.plan_again": ("run `dispatch plan` again", "请重新运行 `dispatch plan`"),
    "end.plan_unmet": (
        "The capacities of the case cannot meet these targets:",
        "该案例可选择的容量达不到以下目标：",
    ),
    "end.plan_lole": (
        "The capacities of the case cannot hold a LOLE of {required} h: the plan has {lole:.2f} h, and lacks {missing:.1f} MW of perfect capacity. Raise `most` of wind, PV, storage, demand response or lines in measures.csv.",
        "该案例可选择的容量无法满足 {required} 小时的失负荷期望：规划方案为 {lole:.2f} 小时，缺少 {missing:.1f} 兆瓦理想容量。请在 measures.csv 中提高风电、光伏、储能、需求响应或联络线的 `most`。",
    ),
    "end.plan_lole_rounds": (
        "The last plan, number {count}, has a LOLE of {lole:.2f} h; {required} h are required.",
        "{count} 轮规划后失负荷期望为 {lole:.2f} 小时，要求为 {required} 小时；已写出最后一轮方案。",
    ),
    "end.plan_unconfirmed": (
        "{case}: the run of this compliant case has no proof of optimality. The plan is saved. Run the case again with `dispatch run`.",
        "{case}：该达标方案的运行未能证明最优，规划已保存。请用 `dispatch run` 重新求解。",
    ),
    "plan.cannot_untouched": (
        "{target}: no measure of the case changes it. Kinds that would: {names}. Add a row to measures.csv.",
        "{target}：案例中没有可影响该目标的措施。可起作用的措施类型：{names}。请在 measures.csv 中增加。",
    ),
    "plan.cannot_at_bounds": (
        "{target}: out of reach with these at their bounds: {names}. Raise `most` of one.",
        "{target}：以下措施已至上限仍达不到：{names}。请提高其 `most`。",
    ),
    "plan.cannot_no_help": (
        "{target}: out of reach, and more of these does not help: {names}. The system limits the target, not the bounds of the measures.",
        "{target}：达不到，再增加以下措施也无作用：{names}。制约来自系统，而非措施上限。",
    ),
    "plan.cannot_together": (
        "{target}: can be met alone, but not together with {names}.",
        "{target}：可单独达到，但不能与 {names} 同时达到。",
    ),
}

_REPORT = {
    "chapter_plan": ("Plan of capacities", "容量规划"),
    "table_plan": ("Plan and certificate", "规划结果与最优性证明"),
    "table_plan_mix_capacity": ("Capacity of the region before and after", "规划前后的全区装机"),
    "table_plan_mix_generation": ("Generation of the region before and after", "规划前后的全区发电量"),
    "plan_as_given": ("as given", "原方案"),
    "plan_compliant": ("compliant case", "达标方案"),
    "table_plan_capacities": ("Chosen capacities", "各项容量"),
    "table_plan_lole": ("Loss-of-load expectation, plan by plan", "各轮规划的失负荷期望"),
    "table_plan_bounds": ("Shadow prices of the bounds that bind", "起作用的容量上下限及其影子价格"),
    "table_plan_targets": ("Targets before and after", "规划前后的目标"),
    "table_plan_technologies": (
        "Capacity, generation and curtailment before and after",
        "规划前后的装机、发电量与弃电量",
    ),
    "table_plan_areas": ("Energy, coal and CO2 before and after", "规划前后的电量、耗煤与碳排放"),
    "note_plan": (
        "The certificate is that of the LP with all capacities open and all targets enforced: optimal means a relative gap of at most 1e-6 and infeasibilities of at most 1e-7. "
        "Costs are those of the window; annual cost of capacity is that of a whole year (of generic components: of the horizon). "
        "In no hour does load shedding, undelivered export or missing reserve exceed that of the case as given; the last rows compare the run of the compliant case.",
        "证明针对全部容量可变、全部目标作为约束的模型：“最优”表示相对间隙不超过 1e-6、越限不超过 1e-7。成本为本时段成本；容量年费用为全年（通用部件为全时段）费用。"
        "任何小时的缺电、未送电量与备用缺额都不高于原方案；最后几行为达标方案的运行校核。",
    ),
    "note_plan_capacities": (
        "Before: capacity in service of what a measure extends, at the end of the window; of a component its least capacity. "
        "A retrofit converts capacity, a retirement removes it, and other measures add it. A dash: no limit. "
        "Annual cost: annuity and fixed cost; negative where a retirement saves more than it costs.",
        "规划前：措施所扩展的资产在期末的在役容量；通用部件为其最小容量。改造为转换的容量，退役为减少的容量，其余为新增容量。横线表示无上限。年费用：年金与固定费用；退役节省的费用大于投入时为负。",
    ),
    "note_plan_bounds": (
        "Change of the least annual cost per unit by which the bound is raised. Negative: more is worth building. Positive at the least capacity: "
        "one unit more would cost so much more than it saves.",
        "限值每提高一个单位时最低年成本的变化。负值：值得多建；最小容量处的正值：再建一个单位的净成本。",
    ),
    "note_plan_targets": (
        "Shadow price: million CNY per unit by which the requirement is tightened, over the window; per TWh so CNY/MWh. A dash: not enforced.",
        "影子价格：目标每收紧一个单位时本时段成本的变化（百万元/单位；每 TWh 即元/兆瓦时）。横线表示未作为约束。",
    ),
    "note_plan_technologies": (
        "Before: the case as given. After: the run of the compliant case. Capacity is that at the end of the window; generation and curtailment are gross, over the window.",
        "规划前为原方案，规划后为达标方案的运行结果。装机为期末值；发电量（含厂用电）与弃电量为本时段合计。",
    ),
    "note_plan_areas": (
        "Before: the case as given. After: the run of the compliant case. New energy is wind, PV and CSP; thermal is coal, gas, biomass, waste and waste heat.",
        "规划前为原方案，规划后为达标方案的运行结果。新能源为风电、光伏、光热；火电为煤电、气电、生物质、垃圾焚烧与余热。",
    ),
    "plan_item": ("item", "项目"),
    "plan_value": ("value", "数值"),
    "plan_unit": ("unit", "单位"),
    "plan_status": ("status of the plan", "规划状态"),
    "plan_run_status": ("status of the run of the compliant case", "达标方案运行状态"),
    "plan_objective": ("cost of dispatch and measures", "运行与措施总成本"),
    "plan_bound_cost": ("lower bound of the cost", "成本下界"),
    "plan_gap": ("relative gap", "相对间隙"),
    "plan_primal": ("primal infeasibility", "原始越限"),
    "plan_dual": ("dual infeasibility", "对偶越限"),
    "plan_dispatch_before": ("cost of dispatch before", "规划前运行成本"),
    "plan_dispatch_after": ("cost of dispatch after", "规划后运行成本"),
    "plan_measures_cost": ("cost of the measures in the window", "措施费用（本时段）"),
    "plan_change": ("change of the total cost", "总成本变化"),
    "plan_annual": ("annual cost of capacity", "容量年费用"),
    "plan_difference": ("run of the compliant case: cost less that of the plan", "达标方案运行成本与规划之差"),
    "plan_excess": (
        "run of the compliant case: largest shortfall beyond the case as given",
        "达标方案运行：超出原方案的最大缺额",
    ),
    "plan_folder": ("compliant case", "达标方案目录"),
    "note_plan_lole": (
        "Loss of load of the region in the window, from {samples} samples of outages around each plan; {required} h are required. Missing capacity: perfect capacity, spread by load, with which the requirement is met. The next plan adds it, each measure weighted with its capacity credit.",
        "本时段全区失负荷，对每轮规划抽样 {samples} 次停运；要求为 {required} 小时。缺少的容量：按负荷分布、使失负荷期望达到要求的理想容量；下一轮规划按各措施的容量置信度补足。",
    ),
    "table_plan_risk": ("Risk of loss of load before and after", "规划前后的失负荷风险"),
    "note_plan_risk": (
        "Region, in the window and the first weather, from {samples} samples of outages of each case. Where no sample loses load, the upper limits are bounds. `dispatch adequacy` takes more samples and other weather.",
        "全区、本时段、第一个气象年，每个案例抽样 {samples} 次停运。无样本失负荷时，上限为置信上界。`dispatch adequacy` 可用更多样本与其他气象年。",
    ),
    "plan_case": ("case", "案例"),
    "plan_eens_high": ("EENS at most", "期望缺供电量上限"),
    "plan_export_short": ("export not delivered", "未送出外送电量"),
    "table_plan_years": ("Weather years that share the capacities", "共用容量的各气象年"),
    "note_plan_years": (
        "Each weather year has its own dispatch and meets the targets; the capacities are the same. Costs of dispatch are those of the window. "
        "The last columns are the run of the compliant case in that weather. Tables of this chapter that name no weather year show the first.",
        "各气象年分别运行并各自满足目标，容量相同。运行成本为本时段成本。后几列为达标方案在该天气下的运行校核。本章未注明气象年的表均为第一个气象年。",
    ),
    "plan_year": ("weather year", "气象年"),
    "plan_weight": ("weight", "权重"),
    "plan_cost_before": ("cost before", "规划前成本"),
    "plan_cost_after": ("cost after", "规划后成本"),
    "plan_run": ("run", "运行状态"),
    "plan_cost_run": ("run less plan", "运行与规划之差"),
    "plan_year_excess": ("further shortfall", "超出原方案的最大缺额"),
    "plan_mean": ("mean", "加权平均"),
    "plan_cvar": ("mean of the most expensive {tail:g} %", "最高 {tail:g} % 的平均"),
    "plan_round": ("plan", "轮次"),
    "plan_lole": ("LOLE (h)", "失负荷期望（小时）"),
    "plan_lole_low": ("95 % from (h)", "95 % 下限（小时）"),
    "plan_lole_high": ("to (h)", "上限（小时）"),
    "plan_eens": ("EENS", "期望缺供电量"),
    "plan_missing": ("missing capacity", "缺少的容量"),
    "plan_total": ("cost of dispatch and measures", "运行与措施成本"),
    "plan_name": ("name", "名称"),
    "plan_kind": ("kind", "类型"),
    "plan_extends": ("extends", "扩展对象"),
    "plan_before": ("before", "规划前"),
    "plan_after": ("after", "规划后"),
    "plan_added": ("chosen", "选定"),
    "plan_content": ("content", "储能电量"),
    "plan_most": ("upper bound", "上限"),
    "plan_annual_cost": ("annual cost", "年费用"),
    "plan_bound": ("bound", "限值"),
    "plan_price": ("shadow price", "影子价格"),
    "plan_bound_least": ("least capacity", "最小容量"),
    "plan_bound_most": ("upper bound", "容量上限"),
    "plan_bound_least_hours": ("least hours of storage", "最小储能时长"),
    "plan_bound_most_hours": ("most hours of storage", "最大储能时长"),
    "plan_bound_in_service": ("capacity in service of the fleet", "机组在役容量"),
    "plan_unit_power": ("CNY/MW", "元/兆瓦"),
    "plan_unit_content": ("CNY/MWh", "元/兆瓦时"),
    "plan_unit_size": ("CNY", "元"),
    "plan_enforced": ("enforced", "作为约束"),
    "plan_why": ("what stops it", "制约因素"),
    "plan_capacity_before": ("capacity before", "规划前装机"),
    "plan_capacity_after": ("capacity after", "规划后装机"),
    "plan_generation_before": ("generation before", "规划前发电量"),
    "plan_generation_after": ("generation after", "规划后发电量"),
    "plan_curtailed_before": ("curtailed before", "规划前弃电量"),
    "plan_curtailed_after": ("curtailed after", "规划后弃电量"),
    "plan_utilisation_before": ("utilisation before", "规划前利用率"),
    "plan_utilisation_after": ("utilisation after", "规划后利用率"),
    "plan_new_before": ("new energy before", "规划前新能源电量"),
    "plan_new_after": ("new energy after", "规划后新能源电量"),
    "plan_thermal_before": ("thermal before", "规划前火电电量"),
    "plan_thermal_after": ("thermal after", "规划后火电电量"),
    "plan_coal_before": ("coal before", "规划前耗煤"),
    "plan_coal_after": ("coal after", "规划后耗煤"),
    "plan_co2_before": ("CO2 before", "规划前碳排放"),
    "plan_co2_after": ("CO2 after", "规划后碳排放"),
}

PLAN: dict[str, tuple[str, str]] = _COMMAND | _REPORT
