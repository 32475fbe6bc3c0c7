"""Networks of PyPSA: what a case cannot carry, and what a network cannot: (English, Chinese)."""

from __future__ import annotations

PYPSA_FAULTS: dict[str, tuple[str, str]] = {
    "fault.pypsa.attribute_not_carried": ("the attribute is not carried", "不支持该属性"),
    "fault.pypsa.contract_band": (
        "a band around a contracted curve is not carried",
        "不支持合同曲线的可调带",
    ),
    "fault.pypsa.reactance": (
        "a branch in a cycle whose reactance is not above zero is not carried",
        "不支持环网中电抗不大于零的支路",
    ),
    "fault.pypsa.capacity_modules": ("capacity in modules is not carried", "不支持模块化容量"),
    "fault.pypsa.set_capacity_bounds": (
        "the capacity that is set is beyond its bounds, so that no dispatch exists",
        "给定容量超出上下限，没有可行方案",
    ),
    "fault.pypsa.set_capacity": (
        "a capacity is set and not extendable, which PyPSA cannot optimise",
        "给定了容量却不可扩展，PyPSA 无法优化",
    ),
    "fault.pypsa.carrier_column": ("the carriers have no such column", "carriers 表中没有该列"),
    "fault.pypsa.time_varying": (
        "it changes over time, where a case has one number",
        "该量随时间变化，而案例只有一个数",
    ),
    "fault.pypsa.committed_expansion": (
        "commitment of a capacity that is chosen is not carried",
        "不支持待定容量的启停",
    ),
    "fault.pypsa.cyclic_commitment": (
        "commitment of fleets is cyclic; that of PyPSA's units is not",
        "机群启停首尾相接，PyPSA 机组则不然",
    ),
    "fault.pypsa.committed_infinite": (
        "commitment of an infinite capacity is not carried",
        "不支持无限容量的启停",
    ),
    "fault.pypsa.component": ("a {name} is not carried", "不支持组件 {name}"),
    "fault.pypsa.no_name": (
        "a component without a name (empty or NaN)",
        "有组件没有名称（空或 NaN）",
    ),
    "fault.pypsa.content_divided": ("the content is divided by it", "电量要除以该值"),
    "fault.pypsa.capital_cost": (
        "the cost of capacity is not a finite number with it",
        "由它算出的容量成本不是有限数",
    ),
    "fault.pypsa.delay": ("delayed delivery is not carried", "不支持延迟送达"),
    "fault.pypsa.time_varying_factor": (
        "a factor that changes over time, other than with the efficiency, is not carried",
        "不支持随时间变化（随效率变化者除外）的系数",
    ),
    "fault.pypsa.negative_content": ("a given content below zero is not carried", "不支持小于零的给定电量"),
    "fault.pypsa.given_outages": ("given outages are not carried", "不支持给定的检修"),
    "fault.pypsa.imposed_target": ("an imposed target is not carried", "不支持作为约束的目标"),
    "fault.pypsa.infinite_hours": (
        "infinite hours of a capacity that is zero or chosen are not carried",
        "不支持容量为零或待定时的无限小时数",
    ),
    "fault.pypsa.investment_periods": ("investment periods are not carried", "不支持投资期"),
    "fault.pypsa.ledger_content": (
        "a least content that changes with the ledger is not carried",
        "不支持随台账变化的最低电量",
    ),
    "fault.pypsa.capacity_limit": ("a limit on capacities is not carried", "不支持容量限额"),
    "fault.pypsa.limit_divides": ("a limit divides by it", "限额要除以该值"),
    "fault.pypsa.call_limits": (
        "limits on hours and calls are not carried",
        "不支持小时数与次数限额",
    ),
    "fault.pypsa.angle_limits": ("limits of voltage angles are not carried", "不支持相角限额"),
    "fault.pypsa.link_in_limit": ("a link in a limit is not carried", "不支持含链路的限额"),
    "fault.pypsa.link_not_committed": ("a link is not committed here", "此处链路没有启停"),
    "fault.pypsa.line_reactance": (
        "a line with a reactance is not carried: its flow has a cost, and a line of PyPSA has none",
        "不支持有电抗的联络线：其潮流有成本，而 PyPSA 的线路不计成本",
    ),
    "fault.pypsa.link_reactance": (
        "a link with a reactance is carried if its limits are the same both ways, without cost and ramps",
        "有电抗的链路须双向限额相同、无成本与爬坡",
    ),
    "fault.pypsa.sense": ("linopy knows no such sense", "linopy 没有这种约束方向"),
    "fault.pypsa.shifted_load": ("load that moves within a window is not carried", "不支持可转移负荷"),
    "fault.pypsa.duplicate_name": ("the name appears more than once", "名称重复出现"),
    "fault.pypsa.reservoir_kind": (
        "it is neither a storage unit nor a store of PyPSA: bounds of content, costs, unlimited power or inflow",
        "不属于 PyPSA 的 StorageUnit 或 Store：电量上下限、成本、无限功率或来水",
    ),
    "fault.pypsa.unknown_bus": ("the network has no such bus", "网络中没有该节点"),
    "fault.pypsa.unknown_type": ("the network has no such {kind}Type", "网络中没有该 {kind}Type"),
    "fault.pypsa.no_bus": ("it has no bus", "没有节点"),
    "fault.pypsa.no_snapshots": ("it has no snapshots", "没有时刻"),
    "fault.pypsa.every_hour": ("it is not a number in every hour", "并非每小时都是数"),
    "fault.pypsa.limit_number": ("not a number that a limit could count", "不是限额可以计入的数"),
    "fault.pypsa.snapshot_value": (
        "not a number from {largest:g} to {largest2:g} in snapshot {bad}",
        "第 {bad} 个时刻的值不是 {largest:g} 到 {largest2:g} 之间的数",
    ),
    "fault.pypsa.phase_shift": ("a phase shift that is chosen is not carried", "不支持待定的移相角"),
    "fault.pypsa.piecewise": ("a piecewise curve is not carried", "不支持分段曲线"),
    "fault.pypsa.forced_power_not_carried": (
        "a prescribed input or output is not carried",
        "不支持必须发出或吸收的功率",
    ),
    "fault.pypsa.unreadable": ("PyPSA cannot read it as a network: {error}", "PyPSA 无法读取：{error}"),
    "fault.pypsa.dependent_values": (
        "PyPSA cannot work out its dependent values: {error}",
        "PyPSA 无法计算其派生量：{error}",
    ),
    "fault.pypsa.maintenance": (
        "PyPSA's maintenance scheduling is not carried",
        "不支持 PyPSA 的检修安排",
    ),
    "fault.pypsa.not_installed": ("PyPSA is not installed", "未安装 PyPSA"),
    "fault.pypsa.bus_limit": (
        "PyPSA sums a limit of one bus by position where classes of components lie at different buses",
        "各类组件所在节点不同时，PyPSA 按位置而非按名称对单节点限额求和",
    ),
    "fault.pypsa.tightened": (
        "PyPSA tightens the relaxation of units whose start costs what their stop costs, and of no other",
        "PyPSA 只收紧启动与停机成本相同的机组",
    ),
    "fault.pypsa.quadratic_cost": ("a quadratic cost is no linear program", "二次成本不是线性规划"),
    "fault.pypsa.large_schedule": (
        "a schedule of {free:g} MW or more is not carried",
        "不支持 {free:g} 兆瓦及以上的给定出力",
    ),
    "fault.pypsa.duplicate_series": ("the series appears more than once", "序列重复出现"),
    "fault.pypsa.infinite_share": (
        "a share that binds of an infinite capacity is not carried",
        "不支持无限容量的最小出力份额（大于零）或最大出力份额（小于零）",
    ),
    "fault.pypsa.angle_expansion": (
        "a shift of the angle with a capacity that is chosen is not carried",
        "不支持待定容量的移相角",
    ),
    "fault.pypsa.duplicate_snapshot": ("the snapshot appears more than once", "该时刻重复出现"),
    "fault.pypsa.missing_snapshot": ("a snapshot is missing (NaT)", "有缺失的时刻（NaT）"),
    "fault.pypsa.too_many_snapshots": (
        "{count} snapshots are more than a year of hours",
        "{count} 个时刻超过一年的小时数",
    ),
    "fault.pypsa.spinning_reserve": ("spinning reserve is not carried", "不支持旋转备用"),
    "fault.pypsa.scenarios": ("stochastic scenarios are not carried", "不支持随机情景"),
    "fault.pypsa.value_infinite": ("the value is infinite", "数值为无穷大"),
    "remedy.pypsa.bus": ("Add the bus, or correct the name.", "请加入该节点，或改正名称。"),
    "remedy.pypsa.type": (
        "Add the {kind}Type, or leave the type empty.",
        "请加入该 {kind}Type，或将 type 留空。",
    ),
    "remedy.pypsa.correct_bounds": ("Correct it or the bounds.", "请改正该值或上下限。"),
    "remedy.pypsa.correct_network": ("Correct it in the network.", "请在网络中改正。"),
    "remedy.pypsa.use_pypsa": (
        "Correct it in the network, or optimise the network with PyPSA itself.",
        "请在网络中改正，或直接用 PyPSA 优化该网络。",
    ),
    "remedy.pypsa.correct_sign": ("Correct its sign.", "请改正其符号。"),
    "remedy.pypsa.drop_or_lp": (
        "Drop it by a case that extends this one, or export as lp, mps or pyomo.",
        "请用继承本案例的案例将其去掉，或导出为 lp、mps 或 pyomo。",
    ),
    "remedy.pypsa.express": (
        "Express it by generators, links and stores.",
        "请用 generator、link 与 store 表达。",
    ),
    "remedy.pypsa.give_efficiency": ("Give the efficiency.", "请给出效率。"),
    "remedy.pypsa.positive_efficiency": ("Give an efficiency above zero.", "请给出大于零的效率。"),
    "remedy.pypsa.give_every_hour": ("Give every hour.", "请给出每小时。"),
    "remedy.pypsa.snapshot_time": ("Give every snapshot its time.", "请给出每个时刻的时间。"),
    "remedy.pypsa.file": ("Give a file that PyPSA has written.", "请给出 PyPSA 写出的文件。"),
    "remedy.pypsa.give_finite_number": ("Give a finite number.", "请给出有限的数。"),
    "remedy.pypsa.carrier_column": (
        "Give the name of a column of n.carriers with rates, such as co2_emissions.",
        "请给出 n.carriers 中一列系数的名称，如 co2_emissions。",
    ),
    "remedy.pypsa.give_network_buses": ("Give a network with buses.", "请给出有节点的网络。"),
    "remedy.pypsa.give_number": ("Give {nominal} a number.", "请为 {nominal} 给出数值。"),
    "remedy.pypsa.one_number": ("Give one number.", "请给出一个数。"),
    "remedy.pypsa.loose_number": ("Give a number that never binds.", "请给出不会起约束的数。"),
    "remedy.pypsa.give_phase_shift": ("Give one phase shift.", "请给出一个移相角。"),
    "remedy.pypsa.give_rate_0": ("Give the rate, or 0.", "请给出系数，或 0。"),
    "remedy.pypsa.give_reactance": ("Give it a reactance.", "请给出电抗。"),
    "remedy.pypsa.keep_one": (
        "Keep one; UTC has no daylight saving.",
        "请保留一个；UTC 没有夏令时。",
    ),
    "remedy.pypsa.leave_empty": (
        "Leave it empty where the output is free.",
        "出力不受给定的时刻请留空。",
    ),
    "remedy.pypsa.leave_snapshot_out": ("Leave the snapshot out.", "请去掉该时刻。"),
    "remedy.pypsa.bus_limit": (
        "Limit the capacity by a column of n.buses, such as nom_max_CARRIER.",
        "请改用 n.buses 的列（如 nom_max_载体名）限制容量。",
    ),
    "remedy.pypsa.make_constant": ("Make it constant.", "请改为常数。"),
    "remedy.pypsa.pypsa_itself": (
        "A model that needs it is one for PyPSA itself.",
        "需要该功能的模型请直接用 PyPSA 求解。",
    ),
    "remedy.pypsa.name": (
        "Name it; in a CSV, put the name in quotes or choose one that is no NA word.",
        "请给出名称；CSV 中不要用表示缺失的词作名称。",
    ),
    "remedy.pypsa.install": (
        "pip install 'neimenggu-dispatch[pypsa]'",
        "请运行 pip install 'neimenggu-dispatch[pypsa]'",
    ),
    "remedy.pypsa.consistency_check": (
        "Run n.consistency_check() on it.",
        "请对网络运行 n.consistency_check()。",
    ),
    "remedy.pypsa.senses": ("There are {senses}.", "现有 {senses}。"),
    "remedy.pypsa.set_default": ("Set it to its default, {default}.", "请设为默认值 {default}。"),
    "remedy.pypsa.set_extendable": (
        "Set {nominal}_extendable to True, or leave {nominal2}_set empty.",
        "请将 {nominal}_extendable 设为 True，或将 {nominal2}_set 留空。",
    ),
    "remedy.pypsa.snapshots": ("Set them with n.set_snapshots().", "请用 n.set_snapshots() 设定。"),
    "remedy.pypsa.take_most_8784": ("Take at most 8784 of them.", "至多取 8784 个。"),
    "remedy.pypsa.take_one": ("Take one of them.", "请取其一。"),
    "fault.pypsa.sections": ("limits on weighted sums of injections are not carried", "不支持断面限额"),
    "fault.pypsa.parks": ("exchange limits of parks are not carried", "不支持园区交换限额"),
    "fault.pypsa.heat": ("heat networks are not carried", "不支持热网"),
    "fault.pypsa.csp": ("CSP plants are not carried", "不支持光热"),
    "fault.pypsa.hydrogen": ("hydrogen demands are not carried", "不支持制氢需求"),
    "fault.pypsa.minimum_online": ("minimum online capacities are not carried", "不支持最小开机方式"),
}
