"""How a case was solved, how far the solve is, and why it ended without a dispatch: (English, Chinese)."""

from __future__ import annotations

_NOTES: dict[str, tuple[str, str]] = {
    # why a method was selected
    "note.method": ("method {method}, {why}", "方法 {method}，{why}"),
    "note.method_from_basis": ("method {method}, {why}, from the basis given", "方法 {method}，{why}，从给定的基开始"),
    "why.requested": ("as requested", "按要求"),
    "why.small": ("since {rows:,} rows over {hours:,} hours are few", "因 {rows:,} 行、{hours:,} 小时规模小"),
    "why.columns_without_window": (
        "since {columns:,} of its columns belong to no window",
        "因有 {columns:,} 列不属于任何窗口",
    ),
    "why.coupled": ("since {rows:,} rows couple its windows", "因有 {rows:,} 行耦合各窗口"),
    "why.too_short_to_roll": (
        "since a rolling horizon has no advantage below {hours:,} hours",
        "因少于 {hours:,} 小时滚动并无好处",
    ),
    "why.large": (
        "since no row couples its windows, and {rows:,} rows over {hours:,} hours are many",
        "因没有行耦合各窗口，且 {rows:,} 行、{hours:,} 小时规模大",
    ),
    # how the solve went
    "note.start_is_optimum": (
        "the start is proven to be the optimum of this case too",
        "起点已被证明也是本案例的最优解",
    ),
    "note.components": (
        "{count} independent components, the largest of {rows:,} rows",
        "{count} 个互不相关的部分，最大者 {rows:,} 行",
    ),
    "note.components_kept": ("{count} of them keep the solution of the start", "其中 {count} 个沿用起点的解"),
    "note.cold_start_instead": (
        "no proof from the warm start; solved again by a cold start",
        "由起点未能证明最优，改为从头求解",
    ),
    "note.direct_instead": (
        "the windows ended without a proof; the whole LP by {method} instead",
        "窗口法未能证明最优，改用{method}整体求解",
    ),
    "name.simplex": ("simplex", "单纯形法"),
    "name.ipm": ("interior points", "内点法"),
    "note.windows_kept": (
        "it came no nearer to the optimum: the point of the windows stays",
        "未更接近最优，保留窗口法的解",
    ),
    "note.no_proof": (
        "HiGHS {method} ended without a proof (gap {gap:.1e})",
        "HiGHS {method} 未能证明最优（间隙 {gap:.1e}）",
    ),
    "note.next_method": ("tried the next method", "改用下一方法"),
    "note.scaled_units": (
        "simplex continued in scaled units with tighter tolerances",
        "改用缩放单位与更严容差继续单纯形法",
    ),
    "note.prices_of_whole": (
        "the Lagrange multipliers are from HiGHS {method}, the proof from the windows",
        "拉格朗日乘子取自 HiGHS {method}，由各窗口据此证明最优",
    ),
    "note.rows_released": (
        "the restricted master problem failed with fixed rows; all rows are free from here on",
        "限制主问题在行固定于边界时求解失败，此后不再固定行",
    ),
    "note.windows_settled": ("multipliers of the windows found in {passes} passes", "各窗口经 {passes} 遍定价"),
    "note.round": (
        "round {number}: bound {bound:.9g}, master {master:.9g}",
        "第 {number} 轮：界 {bound:.9g}，主问题 {master:.9g}",
    ),
    "note.ended_at_gap": (
        "ended at a gap of {gap:.1e}, before the optimum was proven",
        "在证明最优之前结束，间隙 {gap:.1e}",
    ),
    "note.window_without_optimum": ("a window has no optimum", "有窗口没有最优解"),
    "note.coupling_not_closed": ("the coupling rows did not close", "耦合行未能闭合"),
    "note.interrupted": (
        "interrupted before there was a feasible point",
        "在得到可行点之前被中断",
    ),
    "note.highs_status": ("HiGHS: {status}", "HiGHS 状态：{status}"),
    "note.whole_units_infeasible": ("no dispatch of whole units exists", "没有整台机组的方案"),
    "note.point_infeasible": ("the point that was found is not feasible", "找到的点不可行"),
    "note.whole_units": (
        "whole units: {columns:,} integer columns, HiGHS branch and bound; prices with these columns fixed",
        "整台机组：{columns:,} 个整数列，HiGHS 分支定界；价格按整数固定后计算",
    ),
    "note.nothing_committed": (
        "whole units: nothing is committed, so the LP is the case itself",
        "整台机组：没有可启停机组，线性规划即原问题",
    ),
    "note.no_basis": ("no basis was kept: the method ended without one", "未保留基：该方法结束时没有基"),
}

_STAGES: dict[str, tuple[str, str]] = {
    "stage.components": ("{count} smaller components", "{count} 个较小的部分"),
    "stage.infeasible": ("infeasible: searching the areas and hours", "不可行：正在查找区域与小时"),
    "stage.branch_and_bound": (
        "HiGHS branch and bound, {columns:,} integer columns",
        "HiGHS 分支定界，{columns:,} 个整数列",
    ),
    "stage.whole": ("HiGHS {method}, the whole LP at once", "HiGHS {method}，整体求解"),
    "stage.unbounded": ("searching columns without a limit", "查找没有上限的列"),
    "stage.infeasible_window": ("searching the infeasible window", "查找不可行的窗口"),
    "stage.least_violation": ("least violation of the whole window", "全时段最小违反量"),
    "stage.merging_whole": ("merging windows, the whole", "合并窗口，整体"),
    "stage.merging": ("merging windows, {count} parts", "合并窗口，{count} 部分"),
    "stage.initial_multipliers": (
        "initial values of {count} multipliers from samples of hours",
        "由部分小时估计 {count} 个耦合价格",
    ),
    "stage.from_basis": ("continuing from a basis of the whole", "从整体的基继续"),
    "stage.closing": ("closing the coupling rows, round {number}", "闭合耦合行，第 {number} 轮"),
    "stage.pricing": ("multiplier iteration over the windows, pass {number}", "各窗口定价，第 {number} 遍"),
    "stage.at_prices": ("windows at the multipliers found", "按所得价格求解各窗口"),
}

_ENDS: dict[str, tuple[str, str]] = {
    "end.interrupted": (
        "stopped before there was a feasible dispatch ({notes})",
        "在得到可行方案之前被中止（{notes}）",
    ),
    "end.time_limit": (
        "the time limit was reached before there was a feasible dispatch ({notes})",
        "在得到可行方案之前已到时限（{notes}）",
    ),
    "end.failed": (
        "no method of HiGHS found a feasible dispatch ({notes})",
        "HiGHS 的各种方法均未得到可行方案（{notes}）",
    ),
    "end.gap": ("the solve ended at a gap of {gap:.1e} ({notes})", "结束时间隙为 {gap:.1e}（{notes}）"),
    "end.targets": (
        "the search for a dispatch that meets the targets ended without a result ({notes})",
        "未能判明目标能否达到（{notes}）",
    ),
}

SOLVING: dict[str, tuple[str, str]] = _NOTES | _STAGES | _ENDS
