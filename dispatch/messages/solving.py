"""How a case was solved, how far the solve is, and why it ended without a dispatch: (English, Chinese)."""

from __future__ import annotations

_NOTES: dict[str, tuple[str, str]] = {
    # why a method was selected
    "note.method": ("method {method}, {why}", "方法 {method}，{why}"),
    "note.method_from_basis": (
        "method {method}, {why}, warm start from the given basis",
        "方法 {method}，{why}，从给定的基热启动",
    ),
    "why.requested": ("as requested", "按要求"),
    "why.small": ("as the LP is small ({rows:,} rows, {hours:,} hours)", "因规模小（{rows:,} 行、{hours:,} 小时）"),
    "why.columns_without_window": (
        "as {columns:,} columns belong to no time window",
        "因有 {columns:,} 列不属于任何时间窗口",
    ),
    "why.coupling_columns": (
        "as {columns:,} columns belong to no time window and the LP is large ({rows:,} rows)",
        "因有 {columns:,} 列不属于任何时间窗口且规模大（{rows:,} 行）",
    ),
    "why.coupled": ("as {rows:,} constraints couple the time windows", "因有 {rows:,} 条约束耦合各时间窗口"),
    "why.too_short_for_rolling": (
        "as a rolling horizon has no advantage below {hours:,} hours",
        "因少于 {hours:,} 小时时滚动优化没有优势",
    ),
    "why.large": (
        "as the LP is large ({rows:,} rows, {hours:,} hours) and no constraint couples the time windows",
        "因规模大（{rows:,} 行、{hours:,} 小时）且没有约束耦合各时间窗口",
    ),
    # how the solve went
    "note.start_optimal": (
        "the solution of the start is proven optimal for this case too",
        "起点的解经证明也是本案例的最优解",
    ),
    "note.start_within_gap": (
        "the solution of the start is within the requested gap for this case too: gap {gap:.1e}, without a proof of optimality",
        "起点的解用于本案例也在要求的间隙以内：间隙为 {gap:.1e}，未证明最优",
    ),
    "note.components": (
        "{count} connected components, the largest with {rows:,} rows",
        "{count} 个连通分量，最大者 {rows:,} 行",
    ),
    "note.components_kept": ("{count} of them keep the solution of the start", "其中 {count} 个沿用起点的解"),
    "note.values_of_start": (
        "no feasible point was found; the values are those of the start, which violate this case by up to {violation:.1g}",
        "未求得可行解；所列数值取自热启动，与本算例约束的偏差不超过 {violation:.1g}",
    ),
    "note.cold_start_instead": (
        "no proof of optimality from the warm start; solved again by a cold start",
        "热启动未能证明最优，改用冷启动重新求解",
    ),
    "note.direct_instead": (
        "the decomposition ended without a proof of optimality; solved the whole LP by {method} instead",
        "分解算法未能证明最优，改用{method}整体求解",
    ),
    "note.decomposition_instead": (
        "interior points ended far from a proof; the decomposition for columns without hours followed",
        "内点法远未证明最优，改用针对不属于某一小时的列的分解算法",
    ),
    "name.simplex": ("simplex", "单纯形法"),
    "name.ipm": ("interior points", "内点法"),
    "note.decomposition_kept": (
        "that method gave no smaller gap: the solution of the decomposition is kept",
        "该方法未缩小间隙，保留分解算法的解",
    ),
    "note.no_proof": (
        "HiGHS {method} ended without a proof of optimality (gap {gap:.1e})",
        "HiGHS {method} 未能证明最优（间隙 {gap:.1e}）",
    ),
    "note.nearly_feasible": (
        "the values violate constraints by up to {violation:.1e}",
        "变量值越限至多 {violation:.1e}",
    ),
    "note.next_method": ("tried the next method", "改用下一方法"),
    "note.scaled_units": (
        "simplex continued in scaled units with tighter tolerances",
        "改用缩放单位与更严容差继续单纯形法",
    ),
    "note.multipliers_of_direct": (
        "Lagrange multipliers from HiGHS {method}, proof of optimality from the decomposition",
        "拉格朗日乘子取自 HiGHS {method}，由分解算法证明最优",
    ),
    "note.fixed_at_values": (
        "capacities and other columns without hours keep the values of HiGHS {method}; the decomposition solved the rest, and the duals prove the gap",
        "容量等无时段变量取 HiGHS {method} 的值，其余由分解算法求解，并以对偶值证明间隙",
    ),
    "note.operated": (
        "with the commitment of the day ahead no dispatch met {rows} constraints; they are violated at a price, see operate.json",
        "在日前开机方式下有 {rows} 项约束无法满足，越限按罚价计入，见 operate.json",
    ),
    "note.rows_shifted": (
        "the restricted master problem failed; in later rounds its rows are shifted by rounding so that it has a solution",
        "受限主问题求解失败，此后按舍入误差调整约束行的限值，使其有解",
    ),
    "note.multiplier_iteration": (
        "multiplier iteration ended after {passes} passes over the time windows",
        "乘子迭代 {passes} 遍后结束",
    ),
    "note.columns_model": (
        "values of the columns without hours from {passes} passes over windows with a periodic boundary",
        "在周期边界的时间窗口上迭代 {passes} 遍，得到不属于任何小时的列的取值",
    ),
    "note.columns_bound": (
        "lower bound from {passes} passes over windows that are set apart",
        "在相互分离的时间窗口上迭代 {passes} 遍，得到下界",
    ),
    "note.columns_without_start": (
        "the sampled weeks give no values of the columns without hours",
        "抽样周未能给出不属于任何小时的列的取值",
    ),
    "note.round": (
        "round {number}: lower bound {bound:.9g}, restricted master {master:.9g}",
        "第 {number} 轮：下界 {bound:.9g}，受限主问题 {master:.9g}",
    ),
    "note.ended_at_gap": (
        "ended at a gap of {gap:.1e}, without a proof of optimality",
        "结束时间隙为 {gap:.1e}，未证明最优",
    ),
    "note.window_without_optimum": ("a time window has no optimal solution", "有时间窗口没有最优解"),
    "note.coupling_not_met": ("no point that meets the coupling constraints was found", "未找到满足耦合约束的解"),
    "note.interrupted": (
        "interrupted before a feasible point was found",
        "在得到可行解之前被中断",
    ),
    "note.highs_status": ("HiGHS: {status}", "HiGHS 状态：{status}"),
    "note.whole_units_infeasible": ("no feasible dispatch with whole units exists", "按整台机组没有可行方案"),
    "note.empty_integer_ranges": (
        "{columns:,} integer columns have no integer multiple of their step within their bounds",
        "{columns:,} 个整数列的上下限之间没有整数解",
    ),
    "note.point_infeasible": ("the solution found is not feasible", "所得解不可行"),
    "note.whole_units": (
        "whole units: {columns:,} integer columns, HiGHS branch and bound; dual values with these columns fixed",
        "整台机组：{columns:,} 个整数列，HiGHS 分支定界；对偶值在整数变量固定后计算",
    ),
    "note.whole_units_by_week": (
        "whole units: {columns:,} integer columns, week by week with a look-ahead; the bound is that of the relaxation of the whole window",
        "整台机组：{columns:,} 个整数列，逐周求解并带前瞻；下界为整个时段松弛问题的下界",
    ),
    "note.nothing_committed": (
        "whole units: the case has no unit commitment, so the LP was solved",
        "整台机组：没有可启停机组，按线性规划求解",
    ),
    "note.no_basis": ("no basis was kept, as the method ended without one", "未保留基：该方法结束时没有基"),
}

_STAGES: dict[str, tuple[str, str]] = {
    "stage.operating": ("operation, day by day", "逐日运行"),
    "stage.components": ("{count} smaller components", "{count} 个较小的连通分量"),
    "stage.infeasible": ("infeasible: searching the areas and hours", "不可行：正在查找区域与小时"),
    "stage.branch_and_bound": (
        "HiGHS branch and bound, {columns:,} integer columns",
        "HiGHS 分支定界，{columns:,} 个整数列",
    ),
    "stage.direct": ("HiGHS {method} on the whole LP", "HiGHS {method}，整体求解"),
    "stage.unbounded": ("searching columns without a bound", "查找没有上限的列"),
    "stage.infeasible_window": ("searching the infeasible window", "查找不可行的窗口"),
    "stage.least_violation": ("least total violation over all hours", "全时段最小总违反量"),
    "stage.merging_whole": ("merging windows, the whole", "合并窗口，整体"),
    "stage.merging": ("merging windows, {count} parts", "合并窗口，{count} 部分"),
    "stage.initial_multipliers": (
        "initial values of {count} multipliers from sample weeks",
        "由抽样周估计 {count} 个乘子初值",
    ),
    "stage.from_basis": ("simplex on the whole LP from a basis", "由已有基对整体做单纯形法"),
    "stage.restricted_master": ("restricted master problem, round {number}", "受限主问题，第 {number} 轮"),
    "stage.columns_sample": (
        "values of {count} columns without hours from sample weeks",
        "由抽样周估计 {count} 个不属于任何小时的列",
    ),
    "stage.columns_pass": (
        "values of the columns without hours, pass {number} over the windows",
        "求不属于任何小时的列的取值，窗口第 {number} 遍",
    ),
    "stage.columns_bound": ("lower bound, pass {number} over the windows", "求下界，窗口第 {number} 遍"),
    "stage.multiplier_iteration": ("multiplier iteration, pass {number}", "乘子迭代，第 {number} 遍"),
    "stage.final_multipliers": ("time windows at the final multipliers", "按最终乘子求解各时间窗口"),
}

_ENDS: dict[str, tuple[str, str]] = {
    "end.interrupted": (
        "stopped before a feasible dispatch was found ({notes})",
        "在得到可行方案之前被中止（{notes}）",
    ),
    "end.operate_interrupted": (
        "stopped before the last day. The same command with the same --out continues behind the last completed day",
        "在最后一日之前被中止。以相同的 --out 再次执行同一命令，即从已完成的日期之后继续",
    ),
    "end.operate_time_limit": (
        "the time limit was reached before the last day. The same command with the same --out continues behind the last completed day",
        "在最后一日之前已到时限。以相同的 --out 再次执行同一命令，即从已完成的日期之后继续",
    ),
    "end.operate_failed": (
        "a block has no optimum even with violations of its constraints",
        "某一时段即使允许越限也未得到最优解",
    ),
    "end.time_limit": (
        "the time limit was reached before a feasible dispatch was found ({notes})",
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
