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
    "fault.external.dropped": (
        "{count:,} coefficients are too small for HiGHS, the largest {largest:.1e}: without them the LP is another one",
        "{count:,} 个系数过小，HiGHS 会舍去（最大 {largest:.1e}），舍去后即为另一个线性规划",
    ),
    "fault.external.infinite_cost": (
        "a cost is 1e20 or more, which HiGHS reads as infinite",
        "有成本系数不小于 1e20，HiGHS 视为无穷大",
    ),
    "fault.external.not_utf8": ("the name {name} is not in UTF-8", "名称 {name} 不是 UTF-8 编码"),
    "fault.external.repeated_labels": ("labels of this dimension are repeated: {labels}", "该维度有重复标签：{labels}"),
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
    "remedy.external.scale_coefficients": (
        "Choose units of columns and rows in which each coefficient exceeds {least:.0e}, or write zero.",
        "请调整变量或约束的单位，使各系数大于 {least:.0e}，或直接写为零。",
    ),
    "remedy.external.scale_costs": (
        "State the objective in a larger unit.",
        "请改用更大的目标函数单位。",
    ),
    "remedy.external.convert_to_utf8": (
        "Convert the file to UTF-8, for example with iconv -f GBK -t UTF-8.",
        "请将文件转换为 UTF-8 编码，例如 iconv -f GBK -t UTF-8。",
    ),
    "remedy.external.unique_labels": (
        "Give each label once, or time=None.",
        "请使标签互不重复，或取 time=None。",
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
        "No point with integer columns meets the constraints; the LP relaxation has a solution. Smallest violations found with integer columns:",
        "没有满足约束的整数解，其线性松弛有解。整数解下找到的最小越限：",
    ),
    "end.external.empty_integer_ranges": (
        "No integer lies between the bounds of these integer columns. Correct the bounds, or make the columns continuous:",
        "下列整数列的上下限之间没有整数，请改正上下限或改为连续变量：",
    ),
    "end.external.range": ("{name}: from {lower:.6g} to {upper:.6g}", "{name}：{lower:.6g} 至 {upper:.6g}"),
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
