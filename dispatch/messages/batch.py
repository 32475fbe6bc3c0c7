"""What `dispatch batch` and the report of a batch say: (English, Chinese)."""

from __future__ import annotations

_COMMAND = {
    "case_number": ("case", "序号"),
    "case_name": ("name", "标识"),
    "reason": ("reason", "原因"),
    "message": ("message", "说明"),
    "to_solve": ("to solve", "待求解"),
    "done": ("done", "完成"),
    "failed": ("failed", "失败"),
    "missing": ("missing", "缺"),
    "batch_left": ("{left} of {total} cases are left to solve", "共 {total} 个算例，待求解 {left} 个"),
    "batch_estimate": (
        "about {each} and {memory} MB a case; about {total} on {workers} workers ({source})",
        "每个算例约 {each}、{memory} MB；{workers} 个工作进程共约 {total}（{source}）",
    ),
    "estimate_published": ("from the cases that are there", "按已完成算例估计"),
    "estimate_size": (
        "estimated from the size of the LP, within a factor of three",
        "按模型规模粗估，误差可达三倍",
    ),
    "batch_progress": (
        "{done}/{total} done · {running} running · {failed} failed · {workers} workers · {rate} cases/min · "
        "{left} left · {memory} MB · {spent}",
        "完成 {done}/{total} · 运行 {running} · 失败 {failed} · 工作进程 {workers} · {rate} 例/分 · "
        "剩余 {left} · 内存 {memory} MB · 已用 {spent}",
    ),
    "batch_closing": (
        "{done} cases done, {failed} failed, {missing} missing",
        "算例完成 {done} 个，失败 {failed} 个，缺 {missing} 个",
    ),
    "dashboard_is": ("dashboard: {address}", "监视页面：{address}"),
    "safety_tls": ("connections between driver and workers: TLS", "调度与工作进程之间：TLS 加密"),
    "safety_plain": (
        "connections to this scheduler are not encrypted: whoever reaches its port can run programs on it",
        "与该调度器的连接未加密：能访问其端口者即可在其上运行程序",
    ),
    "case_done": ("case {number} ({name}) is solved and published", "算例 {number}（{name}）已求解并写出"),
    "case_present": ("case {number} ({name}) is there already", "算例 {number}（{name}）已存在"),
    "case_failed": ("case {number} ({name}) failed:", "算例 {number}（{name}）失败："),
    "reason_input": ("input", "输入有误"),
    "reason_infeasible": ("infeasible", "不可行"),
    "reason_memory": ("memory", "内存不足"),
    "reason_time": ("time", "超时"),
    "reason_disk": ("disk full", "磁盘已满"),
    "reason_solver": ("solver", "求解器未收敛"),
    "reason_killed": ("killed", "进程被终止"),
    "reason_version": ("another version", "版本不符"),
    "reason_error": ("error", "程序错误"),
}

_REPORT = {
    "chapter_batch_cases": ("Cases", "算例"),
    "chapter_batch_verdict": ("Verdicts over the cases", "目标判定分布"),
    "chapter_batch_tornado": ("One axis at a time", "单因素影响（龙卷风图）"),
    "chapter_batch_influence": ("Influence of what is sampled", "抽样因素影响"),
    "chapter_batch_ranges": ("Ranges over weather years", "气象年区间"),
    "chapter_batch_heat": ("Over two axes", "双因素热力图"),
    "chapter_batch_break_even": ("Break-even values of targets", "目标临界线"),
    "table_batch_cases": ("Cases that are done", "已完成算例"),
    "table_batch_failed": ("Cases that failed", "失败算例"),
    "table_batch_verdict": ("Assessments by target", "各目标判定分布"),
    "table_batch_tornado": ("Tornado", "龙卷风图"),
    "table_batch_influence": ("Influence", "影响程度"),
    "table_batch_ranges": ("Range over weather years", "气象年区间"),
    "table_batch_heat": ("Heat map", "热力图"),
    "table_batch_break_even": ("Break-even", "临界线"),
    "note_batch_cases": (
        "Number 0 is the base case. Figures are those of the region, from summary.json of each case; a margin is what the target is exceeded by, in its unit.",
        "序号 0 为基准算例。数值取自各算例 summary.json 的全区指标；差距为超出目标的量，按目标单位计。",
    ),
    "note_batch_verdict": (
        "Cases by verdict; a failed or missing case has none. Margins are over the cases that have one.",
        "按判定统计算例数；失败或缺失的算例无判定。差距统计仅含有判定数值的算例。",
    ),
    "note_batch_tornado": (
        "One axis varies, the others are at their base level; what is less and more is against the base case.",
        "仅变动一个因素，其余取基准水平；减少与增加均相对基准算例。",
    ),
    "note_batch_influence": (
        "Morris: mean of the absolute elementary effects and their deviation, per range of the axis. Latin hypercube: rank correlation (Spearman).",
        "Morris 法：基本效应绝对值的均值与标准差，按因素全区间计。拉丁超立方：秩相关系数（Spearman）。",
    ),
    "note_batch_ranges": (
        "Least, mean and largest value over the weather years of each combination of the other axes.",
        "其余因素各组合在各气象年中的最小、平均与最大值。",
    ),
    "note_batch_heat": (
        "All other axes are at their base level; a cell is empty where there is no such case.",
        "其余因素取基准水平；无对应算例处留空。",
    ),
    "note_batch_break_even": (
        "Where the margin of the target changes sign, on a straight line between neighbouring cases; empty where it does not. All other axes are at their base level.",
        "目标差距变号处，在相邻算例间线性插值；不变号处留空。其余因素取基准水平。",
    ),
    "batch_incomplete": (
        "Cases failed or are missing: what follows is of those that are done.",
        "部分算例失败或缺失：以下结果仅含已完成算例。",
    ),
    "base_case": ("base case", "基准算例"),
    "axis": ("axis", "因素"),
    "level_least": ("at level", "对应水平"),
    "level_most": ("at level", "对应水平"),
    "least": ("least", "最小"),
    "middle": ("median", "中位"),
    "mean": ("mean", "平均"),
    "most": ("largest", "最大"),
    "less": ("less than base", "较基准减少"),
    "more": ("more than base", "较基准增加"),
    "correlation": ("rank correlation", "秩相关系数"),
    "strength": ("mean absolute effect", "平均绝对效应"),
    "spread": ("deviation of effects", "效应标准差"),
    "point": ("combination", "组合"),
    "cases": ("cases", "算例数"),
}

_CASE = {
    "case.childless": (
        "this worker may not start the process of a case: start Dask workers with --no-nanny, or with DASK_DISTRIBUTED__WORKER__DAEMON=False",
        "该工作进程无权启动算例进程：请以 --no-nanny 启动 Dask 工作进程，或设置 DASK_DISTRIBUTED__WORKER__DAEMON=False",
    ),
    "case.worker_died": (
        "its worker died in each of {attempts} attempts",
        "{attempts} 次尝试中，其工作进程每次都异常终止",
    ),
    "case.died_each_time": (
        "in each of {attempts} attempts; the last: {last}",
        "{attempts} 次尝试均如此；最后一次：{last}",
    ),
    "case.ended_by_signal": (
        "its process ended by signal {signal}, at {most:.0f} MB",
        "其进程被信号 {signal} 终止，当时占用 {most:.0f} MB",
    ),
    "case.ended_by_code": (
        "its process ended by exit code {code}, at {most:.0f} MB",
        "其进程以退出码 {code} 结束，当时占用 {most:.0f} MB",
    ),
    "case.memory_limit": (
        "it used {used:.0f} MB of the {most:.0f} MB that it may",
        "占用内存 {used:.0f} MB，超过允许的 {most:.0f} MB",
    ),
    "case.time_limit": (
        "it did not stop at its time limit of {limit:.0f} s",
        "到达时限 {limit:.0f} 秒后仍未停止",
    ),
    "case.walltime": (
        "it did not end in the {had:.0f} s that a worker's walltime of {life:.0f} s left for it",
        "工作进程作业时限 {life:.0f} 秒，留给该算例的 {had:.0f} 秒内未能完成",
    ),
    "case.worker_walltime": ("the walltime of its worker ended", "其工作进程的作业时限已到"),
    "case.version": ("{package} {own}, not {planned}", "{package} {own}，应为 {planned}"),
    "case.versions": (
        "the worker has {parts}: start the batch again",
        "工作进程的版本不符（{parts}）：请重新启动批量计算",
    ),
}

BATCH: dict[str, tuple[str, str]] = _COMMAND | _REPORT | _CASE
