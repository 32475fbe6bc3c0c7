"""What an import or export of a network of PyPSA left out or renamed: (English, Chinese)."""

from __future__ import annotations

REMARKS: dict[str, tuple[str, str]] = {
    "remark.co2_over_time": ("{name}: CO2 that changes over time is left out", "{name}：未导出随时间变化的碳排放"),
    "remark.measures": ("measures are left out: a run does not see them", "未导出 measures：运行不使用它们"),
    "remark.renamed": ("{kind} {old!r} is called {new!r}", "{kind} {old!r} 改名为 {new!r}"),
    "remark.snapshots_numbered": (
        "snapshots are no hours from midnight on: they are numbered as hours from {start} on",
        "时刻不是自零点起的整点：改按自 {start} 起的小时编号",
    ),
    "remark.constraint_without_terms": (
        "GlobalConstraint {label}: it limits nothing that there is, left out",
        "GlobalConstraint {label}：没有可限制的对象，略去",
    ),
    "remark.bus_limit_without_terms": (
        "Bus {bus} {column}: it limits nothing that there is, left out",
        "Bus {bus} {column}：没有可限制的对象，略去",
    ),
    "remark.bus_limit_without_carrier": (
        "Bus {column}: it names no carrier of the network, left out",
        "Bus {column}：网络中没有该载体，略去",
    ),
    "remark.constraint_of_ignored_type": (
        "GlobalConstraint {label}: n.optimize() passes over the type {kind}, left out",
        "GlobalConstraint {label}：n.optimize() 忽略类型 {kind}，略去",
    ),
    "remark.not_active": ("{kind} {idle}: not active, left out", "{kind} {idle}：未启用，略去"),
    "remark.no_carrier": (
        "{components}: no carrier, so no CO2, as the network's own limit on CO2 counts it",
        "{components}：没有载体，碳排放计为零，与该网络自身的碳排放限额口径一致",
    ),
    "remark.carriers_other": (
        "carriers of {table} that count as technology other: {carriers}",
        "{table} 中计为技术 other 的载体：{carriers}",
    ),
    "remark.count_snapshots": (
        "ramps and minimum up and down times count snapshots, not hours, in PyPSA as here",
        "爬坡与最小启停时间按时刻计，不按小时，PyPSA 与此处相同",
    ),
    "remark.makes_energy": (
        "Link {links}: p_min_pu is below zero and the efficiency below one, so that flow backwards makes energy, in PyPSA as here",
        "Link {links}：p_min_pu 小于零且效率小于一，反向潮流会凭空产生电量，PyPSA 与此处相同",
    ),
}
