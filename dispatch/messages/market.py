"""What the market chapter of a report says: titles, words, notes and definitions: (English, Chinese)."""

from __future__ import annotations

_TABLES = {
    "market_settlement": ("Settlement at marginal prices", "按边际电价结算"),
    "market_technologies": ("Revenue and capture price by technology", "各类电源收入与实现电价"),
    "market_prices": ("Hours at zero price and hours of shortage", "零电价小时与缺口小时"),
    "market_fleets": ("Cost recovery of thermal fleets", "火电机组成本回收"),
    "market_storage": ("Gross margin of storage", "储能毛利"),
    "market_congestion": ("Congestion rent of lines, links, sections and parks", "联络线、链路、断面与园区的阻塞租金"),
    "market_reserve": ("Reserve price and income", "备用价格与收入"),
    "market_setters": ("Prices from penalties and from targets", "由罚价与目标形成的价格"),
}
_PARTIES = {
    "party_load": ("load", "用户"),
    "party_corridors": ("export corridors", "外送通道"),
    "party_other": ("other fixed quantities", "其他给定电量"),
    "party_system": ("system (reserve requirement)", "系统（备用需求）"),
    "party_heat": ("heat networks", "供热管网"),
    "party_hydrogen": ("hydrogen buyers", "氢气用户"),
    "party_rules": ("rules", "规则"),
    "party_thermal": ("thermal fleets", "火电机组"),
    "party_renewables": ("wind, PV and hydro", "风电、光伏与水电"),
    "party_csp": ("CSP", "光热"),
    "party_storage": ("storage", "储能"),
    "party_demand_response": ("demand response", "需求响应"),
    "party_electrolysers": ("electrolysers", "电解制氢"),
    "party_lines": ("lines", "联络线"),
    "party_sections": ("sections", "断面"),
    "party_parks": ("parks", "园区"),
    "party_reserve": ("reserve shortfall", "备用缺额"),
    "party_measures": ("measures", "措施"),
    "party_units": ("generic units", "通用机组"),
    "party_links": ("generic links", "通用链路"),
    "party_reservoirs": ("generic reservoirs", "通用储能"),
    "party_network": ("voltage angles and loss price", "电压相角与损失电量价格"),
    "party_own": ("additions in Python", "Python 中新增的部分"),
}
_ITEMS = {
    "market_energy": ("energy, fixed quantities", "电量（给定部分）"),
    "market_reserve_up": ("upward reserve", "正备用"),
    "market_reserve_down": ("downward reserve", "负备用"),
    "market_reserve_income": ("income of providers", "提供方收入"),
    "market_heat": ("heat", "热力"),
    "market_hydrogen": ("hydrogen", "氢气"),
    "market_minimum_online": ("minimum online capacity", "最小开机容量"),
    "market_voltage_angles": ("phase shift of links", "链路移相"),
    "market_limits": ("limits on sums", "总量约束"),
    "market_targets": ("targets", "目标"),
    "market_own": ("constraints added in Python", "Python 中新增的约束"),
    "market_capacity": ("capacity of measures", "措施容量"),
    "market_rent": ("rent", "租金（净收益）"),
    "market_balance": ("payments less rents (dual objective)", "支付合计减租金合计（对偶目标值）"),
    "market_cost": ("cost of the dispatch (objective)", "运行成本（目标值）"),
    "market_penalty": ("penalty price of the case", "案例给定的罚价"),
    "market_target": ("target that is imposed", "强制满足的目标"),
}
_COLUMNS = {
    "market_item": ("item", "项目"),
    "market_party": ("party", "主体"),
    "market_paid": ("payment", "支付"),
    "market_received": ("rent received", "获得租金"),
    "market_sold": ("net energy sold", "上网电量"),
    "market_revenue": ("energy revenue", "电能收入"),
    "capture_price": ("capture price", "实现电价"),
    "base_price": ("mean price of the area", "区域平均电价"),
    "capture_rate": ("capture rate", "实现率"),
    "hours_at_zero": ("hours at zero price", "零电价小时"),
    "hours_below_zero": ("hours below zero", "负电价小时"),
    "hours_of_shortage": ("hours of shortage", "缺口小时"),
    "market_load": ("load", "用电量"),
    "load_payment": ("payment of load", "用户电费"),
    "shortage_payment": ("paid in hours of shortage", "缺口小时占电费"),
    "energy_revenue": ("energy revenue", "电能收入"),
    "reserve_revenue": ("reserve income", "备用收入"),
    "heat_revenue": ("heat income", "供热收入"),
    "rule_revenue": ("income from rules and targets", "规则与目标收入"),
    "variable_cost": ("variable cost", "变动成本"),
    "market_margin": ("gross margin", "毛利"),
    "make_whole": ("make-whole payment", "变动成本补偿"),
    "margin_per_kw": ("gross margin", "单位毛利"),
    "fixed_per_kw": ("fixed cost, reference", "固定成本参考值"),
    "missing_per_kw": ("missing money", "固定成本缺口"),
    "discharge_price": ("discharge price", "放电均价"),
    "charge_price": ("charge price", "充电均价"),
    "discharge_revenue": ("discharge revenue", "放电收入"),
    "charge_cost": ("cost of charging", "充电电费"),
    "congested_hours": ("hours of congestion", "阻塞小时"),
    "congestion_rent": ("congestion rent", "阻塞租金"),
    "reserve_needed": ("requirement", "需求"),
    "reserve_price": ("mean price", "平均价格"),
    "reserve_payment": ("payment", "费用"),
    "shortage_revenue": ("earned in hours of shortage", "其中缺口小时收入"),
    "price_source": ("source of the price", "价格来源"),
    "penalty_price": ("penalty price", "罚价"),
    "penalty_hours": ("hours", "小时"),
    "penalty_energy": ("energy short", "缺口电量"),
    "target_price": ("shadow price per unit of the row", "约束每单位的影子价格"),
}
_NOTES = {
    "market_settlement": (
        "Strong duality: every row contributes dual × right-hand side, every variable reduced cost × bound. Rows of a market are "
        "payments for fixed quantities; other rows and bounds are the rent of their owner: revenue less variable cost. Payments "
        "less rents equal the cost of the dispatch, but for the optimality gap (Schweppe et al., Spot Pricing of Electricity, 1988; docs/market.md).",
        "强对偶：每行贡献“对偶值 × 右端项”，每个变量贡献“约化成本 × 上下界”。市场平衡行为给定数量的支付，其余各行与上下界为所属主体的租金，即收入减变动成本。"
        "支付合计减租金合计等于运行成本，仅差最优性间隙（Schweppe 等，Spot Pricing of Electricity，1988；见 docs/market.md）。",
    ),
    "market_technologies": (
        "Net energy at the price of its place: pocket price, and inside a park that of the park. Capture rate (value factor): "
        "capture price over the mean price of the hours (Hirth, Energy Economics 38, 2013). In rows of the region the mean price is weighted by the energy sold in each area. Source: summary.json, market.",
        "净上网电量按所在地价格计（分区电价，园区内按园区电价）。实现率（价值系数）= 实现电价 / 各小时平均电价（Hirth，Energy Economics 38，2013）。全区行的平均电价按各区域上网电量加权。来源：summary.json 中的 market。",
    ),
    "market_prices": (
        "Of the hours in which the area has load, contracted export or capacity. Zero price: at most 1 CNY/MWh; below zero: less than −1. Hours of shortage: load, reserve or contracted export is short, or the "
        "price has reached a penalty price; there the price is set by a penalty of the case, not by a plant. The duration curve stands in the chapter on marginal prices.",
        "只计区域有负荷、外送合同或装机的小时。零电价：不高于 1 元/兆瓦时；负电价：低于 −1。缺口小时：负荷、备用或外送合同有缺口，或电价达到罚价；此时电价由案例的罚价决定，而非由机组决定。电价持续曲线见“边际电价”一章。",
    ),
    "market_fleets": (
        "Variable cost: fuel, starts, CO2 and other cost of the tables. Gross margin: all revenue less variable cost; it has to pay fixed cost. "
        "Prices are marginal cost of a model with continuous commitment and perfect foresight: they hold neither bids nor capacity payments.",
        "变动成本：燃料、启停、碳成本及数据表中的其他成本。毛利：全部收入减变动成本，用于回收固定成本。"
        "电价为连续机组组合、完全预见模型的边际成本，不含报价策略与容量电费。",
    ),
    "market_storage": (
        "Margin: discharge at the prices of its hours less charging at the prices of its hours, with reserve income, less variable cost. "
        "Perfect foresight of prices: an upper limit for a real operator.",
        "毛利：放电按放电时刻电价计收入，充电按充电时刻电价计支出，加备用收入，减变动成本。以完全预见电价为前提，是实际运行收益的上限。",
    ),
    "market_congestion": (
        "Rent of a line or link: energy sold at its end less energy bought at its start, less cost and losses; of a section: shadow price × flow; of a park: "
        "difference between the price inside and outside × exchange. Hours of congestion: the limit has a shadow price above 0.1 CNY/MWh.",
        "联络线与链路租金：受端售电减送端购电，扣除成本与损失；断面：影子价格 × 潮流；园区：园区内外价差 × 交换功率。阻塞小时：限额影子价格高于 0.1 元/兆瓦时。",
    ),
    "market_reserve": (
        "Payment: requirement × dual of the reserve row, hour by hour; what the requirement pays is the income of the providers and of the shortfall. "
        "A price of zero means that reserve was held without cost.",
        "费用：逐时备用需求 × 备用约束的对偶值；需求方支付等于各提供方收入与缺额之和。价格为零表示备用不需额外成本。",
    ),
    "market_setters": (
        "Penalty prices are assumptions of the case (case.toml, [prices]) and not a cost of generation: prices in their hours follow from them. "
        "The shadow price of an imposed target is an income of what counts towards it.",
        "罚价是案例的假定（case.toml 的 [prices]），不是发电成本：相应小时的电价由其决定。强制目标的影子价格是计入该目标的电源的收入。",
    ),
}
_DEFINITIONS = {
    "rule_revenue": (
        "what the rows of minimum online capacity, targets and limits pay to the fleet",
        "最小开机容量、目标与总量约束对机组的支付",
    ),
    "shortage_revenue": (
        "part of the energy revenue in hours in which load, reserve or contracted export of the area is short: it follows from penalty prices",
        "电能收入中，区域负荷、备用或外送合同有缺口的小时所得的部分；该部分由罚价决定",
    ),
    "make_whole": (
        "variable cost that energy, reserve and heat do not pay; zero where prices recover it",
        "电能、备用与供热收入未能覆盖的变动成本；电价足以回收时为零",
    ),
    "fixed_per_kw": (
        "of coal: 330 CNY/kW a year, the cost by which the capacity price of coal plants is set (NDRC and NEA, 发改价格〔2023〕1501号), in the share of the window; the tables hold no fixed cost",
        "煤电：每年 330 元/千瓦，即煤电容量电价机制的固定成本标准（发改价格〔2023〕1501号），按时段折算；数据表中没有固定成本",
    ),
    "missing_per_kw": (
        "fixed cost less gross margin, where above zero: missing money (Stoft, Power System Economics, 2002)",
        "固定成本减毛利，大于零时列出，即 missing money（Stoft，Power System Economics，2002）",
    ),
}
MARKET: dict[str, tuple[str, str]] = (
    {"chapter_market": ("Market", "市场分析")}
    | {f"table_{key}": text for key, text in _TABLES.items()}
    | _PARTIES
    | _ITEMS
    | _COLUMNS
    | {f"note_{key}": text for key, text in _NOTES.items()}
    | {f"define_{key}": text for key, text in _DEFINITIONS.items()}
)
