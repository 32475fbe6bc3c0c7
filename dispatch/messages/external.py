"""Models of other tools, linopy models and MPS or LP files: (English, Chinese)."""

from __future__ import annotations

EXTERNAL: dict[str, tuple[str, str]] = {
    "fault.external.quadratic": (
        "a quadratic objective: the solver takes linear ones only",
        "目标函数含二次项：本求解器只支持线性目标",
    ),
    "fault.external.semi_continuous": ("semi-continuous variables are not supported", "不支持半连续变量"),
    "fault.external.sos": ("SOS constraints are not supported", "不支持 SOS 约束"),
    "fault.external.indicator": ("indicator constraints are not supported", "不支持指示约束"),
    "fault.external.no_dimension": ("no variable has this dimension", "没有变量具有该维度"),
    "fault.external.unreadable": ("HiGHS cannot read a model from it", "HiGHS 无法从中读取模型"),
    "fault.external.ending": ("the file is not a model file by its ending", "按扩展名不是模型文件"),
    "fault.external.regex_invalid": ("this is not a regular expression: {error}", "不是正则表达式：{error}"),
    "fault.external.regex_no_group": (
        "the expression has no group for the time index",
        "表达式中没有表示时间序号的分组",
    ),
    "fault.external.regex_no_match": ("no column name matches the expression", "没有列名与该表达式匹配"),
    "remedy.external.solve_with_linopy": (
        'Solve the model with model.solve(solver_name="highs").',
        '请用 model.solve(solver_name="highs") 求解。',
    ),
    "remedy.external.reformulate_sos": (
        "Call model.apply_sos_reformulation() first, or solve the model with model.solve().",
        "请先调用 model.apply_sos_reformulation()，或用 model.solve() 求解。",
    ),
    "remedy.external.choose_dimension": (
        "Dimensions are {dimensions}. Give one as time, or time=None.",
        "现有维度：{dimensions}。请将其中之一作为 time，或取 time=None。",
    ),
    "remedy.external.solve_with_highs": (
        "Solve the file with HiGHS itself.",
        "请直接用 HiGHS 求解该文件。",
    ),
    "remedy.external.write_model_again": (
        "Write the model again as free MPS or as LP.",
        "请重新写出自由格式 MPS 或 LP 文件。",
    ),
    "remedy.external.endings": ("Endings are {endings}.", "扩展名可为 {endings}。"),
    "remedy.external.correct_regex": (
        r"Correct it. An example: '_(?P<t>\d+)$'.",
        r"请改正，例如 '_(?P<t>\d+)$'。",
    ),
    "remedy.external.column_names": (
        "Column names are such as {names}.",
        "列名示例：{names}。",
    ),
    "end.external.infeasible": (
        "No point meets the constraints. Smallest violations that make the model feasible:",
        "没有满足全部约束的解。使模型可行的最小越限：",
    ),
    "end.external.infeasible_unexplained": (
        "No point meets the constraints. Check the bounds of the columns and the constraints.",
        "没有满足全部约束的解。请检查变量的上下限与约束。",
    ),
    "end.external.infeasible_integer": (
        "No point with integer columns meets the constraints; the LP relaxation has a solution.",
        "没有满足约束的整数解；其线性松弛有解。",
    ),
    "end.external.unbounded": (
        "The objective is unbounded. The following columns may grow without limit, and each step improves the objective:",
        "目标没有界。下列变量可无限增大，且每增大一步目标都会改善：",
    ),
    "end.external.unbounded_remedy": ("Give each a bound.", "请为各变量给出上下限。"),
    "end.external.line": ("{name}: {amount:.6g}", "{name}：{amount:.6g}"),
    "solve.line": (
        "{status}, objective {objective:.10g}, bound {bound:.10g}, gap {gap:.1e}",
        "{status}，目标值 {objective:.10g}，界 {bound:.10g}，间隙 {gap:.1e}",
    ),
    "solve.size": (
        "{rows:,} rows, {columns:,} columns, {hours:,} time steps; columns without time: {untimed:,}",
        "{rows:,} 行、{columns:,} 列、{hours:,} 个时间点；不含时间的列：{untimed:,}",
    ),
}
