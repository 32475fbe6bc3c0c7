"""What the commands say: (English, Chinese)."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # stages
    "read": ("reading the tables", "读取数据表"),
    "build": ("building the LP", "建立模型"),
    "solve": ("solving", "求解"),
    "write": ("writing", "写出结果"),
    # status
    "optimal": ("optimal", "最优"),
    "feasible": ("feasible: not proven optimal", "可行解（未证明最优）"),
    "stopped": ("stopped: not an optimum", "已中止（不是最优解）"),
    # closing table
    "status": ("status", "状态"),
    "gap": ("relative gap", "相对间隙"),
    "method": ("method", "求解方法"),
    "target": ("target", "目标"),
    "required": ("required", "要求"),
    "achieved": ("achieved", "实现"),
    "margin": ("margin", "差距"),
    "verdict": ("verdict", "判定"),
    "met": ("met", "达到"),
    "not_met": ("not met", "未达到"),
    "no_verdict": ("no verdict", "不判定"),
    "not_tested": ("not tested: of another year", "不检验：目标年份不同"),
    "not_tested_of": ("not tested: target of {year}", "不检验：{year} 年目标"),
    "technology": ("technology", "电源"),
    "capacity_gw": ("capacity GW", "装机 万千瓦"),
    "generation_twh": ("generation TWh", "发电量 亿千瓦时"),
    "curtailment_twh": ("curtailed TWh", "弃电 亿千瓦时"),
    "utilisation_rate": ("utilisation", "利用率"),
    "area": ("area", "区域"),
    "region": ("region", "全区"),
    "load_twh": ("load TWh", "负荷 亿千瓦时"),
    "export_twh": ("export TWh", "外送 亿千瓦时"),
    "new_energy_twh": ("new energy TWh", "新能源 亿千瓦时"),
    "thermal_twh": ("thermal TWh", "火电 亿千瓦时"),
    "unserved_gwh": ("unserved GWh", "缺电量 万千瓦时"),
    "shortfall_up": ("up-reserve short GWh", "正备用缺额 万千瓦时"),
    "shortfall_down": ("down-reserve short GWh", "负备用缺额 万千瓦时"),
    "net_coal_rate": ("net coal rate gce/kWh", "供电煤耗 克标准煤/千瓦时"),
    "co2_mt": ("CO2 Mt", "二氧化碳 万吨"),
    "cost": ("cost billion CNY", "成本 亿元"),
    "simultaneous": ("charged while discharging GWh", "同时充放电 万千瓦时"),
    "chosen_gw": ("capacity GW", "容量 万千瓦"),
    "chosen_gwh": ("content GWh", "储电量 万千瓦时"),
    "and_more": ("... and {count} more: summary.json", "……另有 {count} 行：见 summary.json"),
    "seconds": ("seconds", "用时（秒）"),
    "memory": ("peak memory MB", "内存峰值 MB"),
    "size": ("size of the LP", "模型规模"),
    "size_is": (
        "{columns:,} columns, {rows:,} rows, {nonzeros:,} nonzeros; {coupling_rows:,} rows couple its weeks",
        "{columns:,} 列，{rows:,} 行，{nonzeros:,} 非零元；{coupling_rows:,} 行跨周耦合",
    ),
    "folder": ("run folder", "结果目录"),
    "hours": ("hours", "小时"),
    # check
    "no_faults": ("no faults", "没有错误"),
    "faults": ("faults in the input: {count}", "输入有 {count} 处错误"),
    "load_bridge": ("load of the year, TWh", "全年负荷 亿千瓦时"),
    "consumption": ("全社会用电量 consumption", "全社会用电量"),
    "captive": ("-captive -parks", "- 自备与园区"),
    "generation_level": ("=发电口径 generation", "= 发电口径"),
    "own_use": ("-own-use", "- 厂用电"),
    "supply_level": ("=供电口径 supply", "= 供电口径"),
    "captive_supply": ("captive supply", "自备与园区供电口径"),
    "line_loss": ("within: line losses", "其中线损"),
    "stated": (
        "stated as {basis}: {energy:.3f} TWh in {count} loads",
        "按{basis}给出：{count} 项，{energy:.2f} 亿千瓦时",
    ),
    "basis_consumption": ("全社会用电量 (consumption)", "全社会用电量"),
    "basis_generation": ("发电口径 (generation level)", "发电口径"),
    "basis_supply": ("供电口径 (supply level)", "供电口径"),
    "outages_do_not_fit": (
        "{fleet}: {days} days of planned outage; outside {periods} only {most} fit, and the rest is taken in these periods. "
        "Raise maintenance_limit, or shorten commitment.outage_free.",
        "{fleet}：计划检修 {days} 天；在 {periods} 之外只能安排 {most} 天，其余安排在这些时段内。可提高 maintenance_limit，或缩短 commitment.outage_free。",
    ),
    "bridge_note": (
        "A load stated at the supply level has no own use inside: all three columns count it as it is.",
        "按供电口径给出的负荷不含厂用电，三个口径均按原值计入。",
    ),
    "corridor": ("corridor", "通道"),
    "capability_gw": ("capability GW", "能力 万千瓦"),
    "energy_twh": ("contracted TWh", "合同电量 亿千瓦时"),
    "capacity_at_end": ("capacity at the end of the horizon, GW", "期末装机 万千瓦"),
    "left_here": (
        "unfinished output of a process that ended: {path}; the next command that writes there removes it",
        "已结束的进程留下未完成的输出：{path}；下次在该处写入时自动删除",
    ),
    "left_elsewhere": (
        "unfinished output of another machine or an earlier boot, last written {hours} h ago: {path}; remove it if nothing there still runs",
        "其他机器或重启前留下未完成的输出，{hours} 小时前最后写入：{path}；如那里已无进程运行，请删除",
    ),
    # what is implausible
    "warning_is": ("implausible: {warning}", "提示：{warning}"),
    "warn_hours": (
        "{subject}: {value} full-load hours a year, usual are {low} to {high}; check the unit and the capacity of the series",
        "{subject}：年利用小时 {value}，通常为 {low} 至 {high}；请检查序列的单位与容量",
    ),
    "warn_share": (
        "{subject}: at most {value} %, usual are at least {low} %; shares stand under [share], per cent under [%]",
        "{subject}：最大 {value}%，通常不小于 {low}%；比例的表头为 [share]，百分数的表头为 [%]",
    ),
    "profile_load": ("load", "负荷"),
    "profile_corridors": ("corridors", "外送通道"),
    "profile_heat": ("heat", "供热"),
    "series_name": ("series", "序列"),
    "series_hours": ("hours a year", "年利用小时"),
    "series_mean": ("mean", "平均"),
    "series_most": ("maximum", "最大"),
    "series_usual": ("usual hours", "通常小时"),
    "warn_fuel_use": (
        "{subject}: {value} gce/kWh, usual are {low} to {high}; check the unit",
        "{subject}：煤耗 {value} 克标准煤/千瓦时，通常为 {low} 至 {high}；请检查单位",
    ),
    "warn_fuel_price": (
        "{subject}: {value} CNY/tce, usual are {low} to {high}; check the unit",
        "{subject}：煤价 {value} 元/吨标准煤，通常为 {low} 至 {high}；请检查单位",
    ),
    "warn_lost_load": (
        "{subject}: {value} CNY/MWh is below the dearest fuel, {low} CNY/MWh: load is shed rather than served; raise it",
        "{subject}：{value} 元/兆瓦时低于最贵燃料 {low} 元/兆瓦时，模型宁可缺电；请提高",
    ),
    "warn_load": (
        "{subject}: mean load is {value} times the capacity of all plants, usual are {low} to {high}; check MW and 万千瓦",
        "{subject}：平均负荷为全部电源装机的 {value} 倍，通常为 {low} 至 {high}；请检查兆瓦与万千瓦",
    ),
    "warn_storage": (
        "{subject}: {value} hours of storage, usual are up to {high}; check MWh and MW in capacity.csv",
        "{subject}：储能时长 {value} 小时，通常不超过 {high} 小时；请检查 capacity.csv 中的电量与功率",
    ),
    "warn_green_share": (
        "{subject}: green energy stated is {value:.1f} times what wind and PV of the area's grid have available",
        "{subject}：所填绿电电量为该区电网风光可用电量的 {value:.1f} 倍",
    ),
    "warn_one_way": (
        "{subject}: the flow is at least {value} times the capacity, so that power goes one way only and the voltage angles "
        "with it; usual is -1 where there is a reactance",
        "{subject}：潮流下限为容量的 {value} 倍，功率只能单向流动，相角差亦受限；有电抗时通常为 -1",
    ),
    "warn_gain": (
        "{subject}: the flow may be negative, and backwards the link gives {value} MWh per MWh taken, which no plant generates; set "
        "minimum to 0 and add a link for the other direction",
        "{subject}：潮流可为负，反向时每取 1 兆瓦时可送出 {value} 兆瓦时，即凭空产生电量；请将 minimum 设为 0，另设一条反向链路",
    ),
    "warn_wasted": (
        "{subject}: {value} GWh are wasted, lost by opposite flows in one hour or on the way to where energy is left "
        "unused; raise this cost, or find what makes surplus (must-take plants and minimum output above the load) or "
        "rewards it (negative costs; prices.losses is false in imports)",
        "{subject}：{value} 吉瓦时为无效损失（同一小时双向流动，或送往仍有未用电量之处）；请提高该成本，或检查富余电量的来源（必发电源、最小出力高于负荷）"
        "与奖励（负成本；导入案例的 prices.losses 为 false）",
    ),
    "warn_surplus": (
        "{subject}: {value} GWh become hydrogen beyond the demand; find what makes surplus (must-take plants and minimum "
        "output above the load) or rewards it (negative costs)",
        "{subject}：{value} 吉瓦时用于制取需求以外的氢；请检查富余电量的来源（必发电源、最小出力高于负荷）与奖励（负成本）",
    ),
    "warn_unserved": (
        "{value:.1%} of the load is not served, usual is below {high:.0%}; check load, capacity and prices",
        "缺电量占负荷 {value:.1%}，通常低于 {high:.0%}；请检查负荷、装机与价格",
    ),
    "warn_co2": (
        "{subject} ({value} in use): their CO2 is not given, so that CO2 is not known; give it, 0 where nothing is burnt",
        "{subject}（共 {value} 个在用）：未给出碳排放，因此碳排放总量未知；请填写，不燃烧燃料的填 0",
    ),
    "warn_unmeasured": (
        "{subject}: the target is not measured, as technology, fuel, CO2 or direction of {value} generic components is not "
        "known; state it, or put plants into thermal.csv and renewables.csv",
        "{subject}：因 {value} 个通用元件的技术、燃料、碳排放或功率方向未知，该目标无法计量；请填写，或改用 thermal.csv 与 renewables.csv",
    ),
    "warn_spilled": (
        "{subject}: {value} GWh are spilled in a run with an imposed energy target, which spilling may help to meet; set "
        "must_take in renewables.csv, or minimum of units to maximum",
        "{subject}：施加电量目标的运行中弃水 {value} 吉瓦时，弃水可能被用于达标；请在 renewables.csv 中设 must_take，"
        "或使通用机组的 minimum 等于 maximum",
    ),
    # explain; amounts in MW
    "hour_of": ("{area}, {hour} (UTC+8)", "{area}，{hour}（UTC+8）"),
    "balance": ("load {load} = {parts}", "负荷 {load} = {parts}"),
    "own_use_of_plants": ("own use", "厂用电"),
    "charge": ("charging", "充电"),
    "export": ("export", "外送"),
    "line_import": ("lines", "联络线"),
    "electrolyser_load": ("electrolysers", "电解制氢"),
    "demand_response": ("demand response", "需求响应"),
    "shifted_load": ("shifted load", "可转移负荷"),
    "unserved": ("unserved", "缺电"),
    "price_is": ("price {price} CNY/MWh", "边际电价 {price} 元/兆瓦时"),
    "not_proven": (
        "The run is {status}: prices and reasons are those of this dispatch, not of an optimum.",
        "本次结果状态为{status}：价格与原因仅针对该方案，并非最优解。",
    ),
    "curtailed_now": ("curtailed {total}: {parts}", "弃电 {total}：{parts}"),
    "not_curtailed": ("nothing is curtailed", "无弃电"),
    "because": ("because", "原因"),
    "thermal_at_minimum": (
        "thermal is at its minimum: {output} of {online} online",
        "火电已压至最小出力：{output}（开机 {online}）",
    ),
    "thermal_above_minimum": (
        "thermal runs {above} above its minimum of {minimum}: ramps, reserve or sections hold it there",
        "火电出力比最小出力 {minimum} 高 {above}：受爬坡、备用或断面约束",
    ),
    "thermal_at_maximum": ("thermal is at its maximum: {output}", "火电已达最大出力：{output}"),
    "thermal_below_maximum": (
        "thermal runs {below} below its maximum of {maximum}: ramps, sections, or what it may give as reserve",
        "火电出力比最大出力 {maximum} 低 {below}：受爬坡、断面或可提供备用的限制",
    ),
    "storage_full": ("storage is full: {names}", "储能已充满：{names}"),
    "storage_charging": ("storage charges at full power: {names}", "储能满功率充电：{names}"),
    "storage_waits": (
        "storage has room and does not charge at full power: {names}; it would charge later or pay more for it",
        "储能尚有空间且未满功率充电：{names}；充电另有时机或成本更高",
    ),
    "storage_empty": ("storage is empty: {names}", "储能已放空：{names}"),
    "storage_discharging": ("storage discharges at full power: {names}", "储能满功率放电：{names}"),
    "storage_keeps": ("storage keeps its content for other hours: {names}", "储能留存电量供其他时段：{names}"),
    "reservoirs_full": ("reservoirs are full: {names}", "通用储能已蓄满：{names}"),
    "reservoirs_empty": ("reservoirs are at their least content: {names}", "通用储能已至最低储量：{names}"),
    "reservoirs_discharging": (
        "reservoirs discharge at full power: {names}",
        "通用储能满功率放电：{names}",
    ),
    "reservoirs_keep": (
        "reservoirs keep their content for other hours, or for reserve: {names}",
        "通用储能留存储量供其他时段或备用：{names}",
    ),
    "corridors_contract": ("corridors carry their contract: {names}", "外送通道已按合同送电：{names}"),
    "corridors_short": ("contracted export not delivered: {names}", "外送合同未完成：{names}"),
    "line_full": ("line {name} is at its limit: {flow}", "联络线 {name} 达到限额：{flow}"),
    "section_full": ("section {name} is at its limit: {flow}", "断面 {name} 达到限额：{flow}"),
    "park_full": ("park {name} is at its exchange limit: {flow}", "园区 {name} 达到交换限额：{flow}"),
    "reserve_priced": (
        "reserve {way} of {zone} binds: {price} CNY/MW for {required}",
        "{zone} 的{way}备用起约束：需求 {required}，价格 {price} 元/兆瓦",
    ),
    "reserve_short": (
        "reserve {way} short by {short} of {required}",
        "{way}备用缺额 {short}（需求 {required}）",
    ),
    "reserve_enough": ("reserve {way} {held} of {required}", "{way}备用 {held}（需求 {required}）"),
    "up": ("up", "正"),
    "down": ("down", "负"),
    "load_unserved": ("load not served: {unserved}", "缺电：{unserved}"),
    # failures
    "interrupted": ("interrupted", "已中断"),
    "closed_output": (
        "standard output is closed: the command works, and nothing of its output is shown",
        "标准输出已关闭：命令照常执行，但不显示输出",
    ),
    "cut_output": (
        "the reader of the output ended: the command works on, and the rest of its output is not shown",
        "输出的读取端已结束：命令继续执行，其余输出不再显示",
    ),
    "not_threads": (
        "environment variable {name}: {value!r} is not a number of threads. Set a whole number, such as 2, or unset {name}.",
        "环境变量 {name}：{value!r} 不是线程数。请设为整数（如 2），或取消设置 {name}。",
    ),
    "no_files": ("too many open files for this process", "本进程打开的文件过多"),
    "files_remedy": (
        "Raise the limit in this shell with `ulimit -n 1024`, or take fewer workers (--workers), and try again.",
        "请在当前 shell 中以 `ulimit -n 1024` 提高限额，或减少并行数（--workers），再重试。",
    ),
    "memory_remedy": (
        "Take a shorter window (--hours), fewer workers (--workers), or a machine with more memory; see `ulimit -v`.",
        "请缩短时段（--hours），减少并行数（--workers），或使用内存更大的机器；另见 `ulimit -v`。",
    ),
    "exists": ("{path} exists: name a new folder, or remove it", "{path} 已存在：请换一个名称，或先删除它"),
    "more_faults": ("... and {count} more", "……另有 {count} 处"),
    "disk_full": (
        "the disk is full: {path} was not written, and the result is lost. Free some space there or name another place with --out, then run again",
        "磁盘已满：{path} 未写出，结果已丢失。请腾出空间或以 --out 换一个位置，然后重新运行",
    ),
    "output_place": ("the output", "输出"),
    "infeasible": ("infeasible", "不可行"),
    "unbounded": ("unbounded", "无界"),
    "no_memory": ("out of memory", "内存不足"),
    "gave_up": ("the solver ended without a feasible dispatch", "求解器未得到可行解"),
    "new_merged": (
        "{case} extends another case: its tables and keys are merged in the copy",
        "{case} 继承其他案例：副本中已合并其数据表与键",
    ),
    "new.absent": (
        "{province}: no {names} in the case (none in the sources, or below their size)",
        "{province}：案例中没有{names}（来源中没有，或低于其统计规模）",
    ),
    "new.unheated": (
        "{provinces}: in the heating zone, but without CHP units in the sources, so the case has no heat network there",
        "{provinces}在供暖区，但来源中没有热电机组，案例中没有其热网",
    ),
    "new.alone": (
        "no tie in the sources between {provinces} and other provinces of the case: no lines there, all exchange is with provinces outside",
        "来源中{provinces}与所选其他省份没有联络线：不设线路，只与案例外省份交换电力",
    ),
    "new.parts": (
        "no tie in the sources between these groups: {parts}",
        "来源中下列各组之间没有联络线：{parts}",
    ),
    "new.shape_wind": (
        "wind of {provinces}: observed hours confirm the level, not the hourly shape of the reanalysis",
        "{provinces}风电：观测小时数只能确认年利用小时，不能确认再分析的逐时形状",
    ),
    "new.shape_pv": (
        "PV of {provinces}: observed hours confirm the level, not the hourly shape of the reanalysis",
        "{provinces}光伏：观测小时数只能确认年利用小时，不能确认再分析的逐时形状",
    ),
    "new.inflow": (
        "hydro of {provinces}: months and days of one inflow series for all provinces; load may be unserved in the dry season",
        "{provinces}水电：来水的逐月、逐日过程为各省共用的一条序列，枯水期可能缺电",
    ),
    "new.never": (
        "no open data by province, so not in the case: {names}",
        "没有分省公开数据，案例中不含：{names}",
    ),
    "new.figure": ("{province} {quantity}", "{province} {quantity}"),
    "new.idle": (
        "figures without effect on this case of base year {year}: {figures}",
        "对本案例（基准年 {year}）不起作用的数字：{figures}",
    ),
    "new.national": (
        "figures of {provinces}, outside the case: they change only the national balance, from which the exchange follows",
        "{provinces}不在案例内，其数字只用于全国电量平衡，由此推算案例的省间交换电量",
    ),
    "new.unit.GW": ("GW (1 GW is 1,000 MW)", " GW（1 GW 为 100 万千瓦）"),
    "new.unit.GWh": ("GWh (1 GWh is 1,000 MWh)", " GWh（1 GWh 为 100 万千瓦时）"),
    "new.unit.TWh": ("TWh (1 TWh is 1,000 GWh)", " TWh（1 TWh 为 10 亿千瓦时）"),
    "new.unit.h": ("hours of a year", "小时（全年）"),
    "new.unit.share": ("a share", "比例（小数）"),
    "new.kind.nuclear": ("nuclear power", "核电"),
    "new.kind.gas": ("gas-fired power", "气电"),
    "new.kind.hydro": ("hydro", "水电"),
    "new.kind.pumped_hydro": ("pumped hydro", "抽水蓄能"),
    "new.kind.coal": ("coal", "煤电"),
    "new.kind.battery": ("batteries", "新型储能"),
    "new.kind.wind": ("wind", "风电"),
    "new.kind.pv": ("PV", "光伏"),
    "new.kind.heat": ("district heating", "集中供热"),
    "new.kind.biomass": ("biomass and waste", "生物质与垃圾发电"),
    "new.kind.csp": ("CSP", "光热"),
    "new.kind.response": ("demand response", "需求响应"),
    "new.kind.network": ("limits inside the province", "省内断面"),
    "new_next": (
        "next: dispatch check {path}; dispatch run {path}{how} --out {result}; dispatch report {result}",
        "下一步：dispatch check {path} --lang zh; dispatch run {path}{how} --out {result} --lang zh; dispatch report {result} --lang zh",
    ),
    "operate.note": (
        "Without a feasible point: {blocks} blocks in real time, {days} days ahead. Days with a violated constraint: {dates}; the violations "
        "at the duals of perfect foresight: {cost} CNY.",
        "无可行解：实时 {blocks} 个时段，日前 {days} 日。有越限的日数：{dates}；越限按完全预见的影子价格计 {cost} 元。",
    ),
    "operate.foreseen": ("Could not be met at a forecast:", "按预测无法满足："),
    "wrote": ("wrote {path}", "已写出 {path}"),
}
