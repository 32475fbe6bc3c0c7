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
        "a guess from the size of the LP: within a factor of three",
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

BATCH: dict[str, tuple[str, str]] = _COMMAND
