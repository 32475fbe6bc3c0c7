"""Why a case has no dispatch, or its cost is unbounded below: (English, Chinese)."""

from __future__ import annotations

FAILURES: dict[str, tuple[str, str]] = {
    "end.infeasible": (
        "No dispatch meets the constraints. Smallest violations that make it feasible:",
        "没有满足全部约束的调度方案。使其可行的最小越限：",
    ),
    "end.infeasible_unexplained": (
        "No dispatch meets the constraints; the conflicting constraints were not found within the time limit.",
        "没有满足全部约束的调度方案；在时限内未能找出是哪些约束。",
    ),
    "end.no_whole_units_found": (
        "The search week by week found no dispatch of whole units; this does not prove that there is none. Violations of what it found:",
        "逐周求解未找到整台机组的可行方案，但不能据此断定不存在。所得方案的越限：",
    ),
    "end.infeasible_whole_units": (
        "No dispatch of whole units meets the constraints; the relaxation with parts of units has a solution. Least violations found:",
        "按整台机组没有满足约束的方案；允许部分机组则有。所找到的最小越限：",
    ),
    "end.infeasible_case": (
        "No dispatch of {name} meets its constraints: `dispatch diagnose` says which.",
        "{name} 没有满足约束的方案：`dispatch diagnose` 可找出是哪些约束。",
    ),
    "end.cannot_hold": ("{row} cannot hold", "{row} 不可能成立"),
    "end.bounds_cross": ("{row} has its lower bound above its upper", "{row} 的下限大于上限"),
    "end.unbounded": (
        "The cost is unbounded below. The following may grow without limit, and each step lowers the cost:",
        "成本没有下限：下列各项可无限增大，且每增大一步成本都会下降。",
    ),
    "end.unbounded_remedy": (
        "Give each an upper limit, or costs that do not fall as it grows.",
        "请为各项给出上限，或使成本不随其增大而下降。",
    ),
    "end.unbounded_unexplained": (
        "The cost is unbounded below: `dispatch diagnose` names the columns that may grow without limit.",
        "成本没有下限：`dispatch diagnose` 可列出可无限增大的各项。",
    ),
    "end.memory": (
        "Memory ran out while an LP of {rows:,} rows and {columns:,} columns was solved.",
        "求解 {rows:,} 行、{columns:,} 列的模型时内存不足。",
    ),
    "end.memory_remedy": (
        "Take a part of the window (--from, --hours), one thread (--threads 1), or a machine with more memory.",
        "请缩短时段（--from、--hours）、只用一个线程（--threads 1），或换用内存更大的机器。",
    ),
    "end.scheduler_lost": (
        "the scheduler was lost; start the batch again: what is published stays",
        "与调度器失去联系；请重新启动批量计算，已写出的结果保留",
    ),
    "end.more": ("... and {count} more", "…… 另有 {count} 条"),
    "end.faults": ("{count} faults in the input", "输入有 {count} 处错误"),
    "end.fault": ("1 fault in the input", "输入有 1 处错误"),
    "ray.cell": (
        "{table}, {key} {label}: column {column} sets no limit{span}",
        "{table}，{key} {label}：{column} 列未设上限{span}",
    ),
    "ray.place": ("{place}: no limit to {block}{span}", "{place}：{block} 没有上限{span}"),
    "ray.block": ("no limit to {block}{span}", "{block} 没有上限{span}"),
    "ray.span": (", in {hours} hours from {start} on", "，自 {start} 起共 {hours} 小时"),
    "violation.line": ("{what}{span}  ({block})", "{what}{span}  ({block})"),
    "violation.subject": ("{place}: {text}", "{place}，{text}"),
    "violation.above": ("{subject} above its limit by up to {amount}", "{subject}：最多超上限 {amount}"),
    "violation.below": ("{subject} below its limit by up to {amount}", "{subject}：最多低于下限 {amount}"),
    "violation.whole_window": (" over the whole window", "，全时段"),
    "violation.span": (
        " in {hours} hours from {start} to {end}, most at {worst}",
        "，共 {hours} 小时（{start} 至 {end}），最严重在 {worst}",
    ),
    "violation.B1_above": (
        "{place}: up to {amount} more than anything there can take",
        "{place}：最多 {amount}无处可用",
    ),
    "violation.B1_below": ("{place}: up to {amount} missing", "{place}：最多缺 {amount}"),
    "violation.G1_above": ("{place}: up to {amount} above the limit forward", "{place}：最多超正向限额 {amount}"),
    "violation.G1_below": ("{place}: up to {amount} above the limit backward", "{place}：最多超反向限额 {amount}"),
    "violation.H1_above": (
        "{place}: up to {amount} of heat more than is demanded",
        "{place}：供热最多超出热负荷 {amount}",
    ),
    "violation.H1_below": ("{place}: up to {amount} of heat missing", "{place}：供热最多缺 {amount}"),
    "violation.P1_above": (
        "{place}: gives up to {amount} more than its export limit",
        "{place}：送出最多超上网限额 {amount}",
    ),
    "violation.P1_below": (
        "{place}: takes up to {amount} more than its import limit",
        "{place}：受入最多超下网限额 {amount}",
    ),
    "violation.T10_below": (
        "{place}: up to {amount} missing to the minimum online capacity (最小开机方式)",
        "{place}：距最小开机方式最多差 {amount}",
    ),
    "violation.T12_below": (
        "{place}: up to {amount} missing to the smallest share online",
        "{place}：距最小开机比例最多差 {amount}",
    ),
    "violation.E2_below": (
        "{place}: up to {amount} missing to the hydrogen of the year",
        "{place}：年制氢量最多差 {amount}",
    ),
    "violation.E3_below": (
        "{place}: up to {amount} missing to the hydrogen of the month",
        "{place}：月制氢量最多差 {amount}",
    ),
    "violation.S6_below": (
        "{place}: up to {amount} missing to the content at the end",
        "{place}：期末储能电量最多差 {amount}",
    ),
    "violation.X3_above": ("{place}: up to {amount} above the contracted energy", "{place}：最多超合同电量 {amount}"),
    "violation.X3_below": ("{place}: up to {amount} below the contracted energy", "{place}：最多低于合同电量 {amount}"),
    "place.other": ("{axis} {label}", "{axis} {label}"),
    "place.area": ("area {label}", "区域 {label}"),
    "place.pocket": ("pocket {label}", "分区 {label}"),
    "place.section": ("section {label}", "断面 {label}"),
    "place.park": ("park {label}", "园区 {label}"),
    "place.dispatcher": ("dispatcher {label}", "调度机构 {label}"),
    "place.fleet": ("fleet {label}", "机组 {label}"),
    "place.asset": ("asset {label}", "电源 {label}"),
    "place.network": ("network {label}", "热网 {label}"),
    "place.corridor": ("corridor {label}", "通道 {label}"),
    "place.line": ("line {label}", "联络线 {label}"),
    "place.programme": ("programme {label}", "需求响应 {label}"),
    "place.unit": ("unit {label}", "机组 {label}"),
    "place.link": ("link {label}", "链路 {label}"),
    "place.reservoir": ("reservoir {label}", "储能 {label}"),
    "place.limit": ("limit {label}", "限额 {label}"),
}
