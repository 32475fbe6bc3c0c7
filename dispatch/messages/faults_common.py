"""Faults of several rooms, and lists of what there is to choose from: (English, Chinese)."""

from __future__ import annotations

COMMON_FAULTS: dict[str, tuple[str, str]] = {
    "list.common.columns": ("Columns are", "各列为"),
    "list.it_has": ("It has", "其中有"),
    "list.there_are": ("There are", "有"),
    "fault.common.no_calendar_year": ("the case has no calendar year", "案例没有日历年"),
    "fault.common.file_cannot_read": ("the file cannot be read: {strerror}", "文件无法读取：{strerror}"),
    "fault.common.hour_missing": ("the hour is missing", "缺少该小时"),
    "fault.common.key_missing": ("the key is missing", "缺少该键"),
    "fault.common.no_such_file": ("there is no such file", "没有该文件"),
    "fault.common.no_such_series": ("there is no such series", "没有该序列"),
    "fault.common.not_number": ("not a number", "不是数"),
    "fault.common.weeks": (
        "{count} weeks do not fit into {whole} hours",
        "{whole} 小时容不下 {count} 周",
    ),
    "fault.common.weight": ("a weight is not above zero", "权重须大于零"),
    "remedy.common.keep_one": ("Keep one of them.", "请保留其一。"),
    "remedy.common.leave_empty": ("Leave it empty.", "请留空。"),
    "remedy.common.either": ("Leave one of the two.", "两者请只留其一。"),
    "remedy.common.leave_out": ("Leave it out.", "请去掉。"),
    "remedy.common.correct_file_rights": ("Correct the file or its rights.", "请检查文件或其权限。"),
    "remedy.common.rename_one": ("Rename one of them.", "请改其中一个的名称。"),
    "remedy.meant": ("Did you mean {name}?", "是否为 {name}？"),
    "fault.line": ("{file}{row}{column}{value}: {rule}. {remedy}", "{file}{row}{column}{value}：{rule}。{remedy}"),
    "fault.line.row": (", row {row}", "，第 {row} 行"),
    "fault.line.column": (", column {column}", "，列 {column}"),
    "fault.line.value": (": {value!r}", "：{value!r}"),
    "list.of": ("{what}: {names}.", "{what}：{names}。"),
    "list.none": ("none", "无"),
    "list.more": ("{names} and {count} more", "{names}，另有 {count} 个"),
    "fault.common.such_hours": ("{rule} ({count} such hours)", "{rule}（共 {count} 处）"),
    "fault.common.such_rows": ("{rule} ({count} such rows)", "{rule}（共 {count} 处）"),
    "fault.common.same_in_rows": (
        "{rule} (so in row {rows}; {count} in all)",
        "{rule}（另见第 {rows} 行；共 {count} 处）",
    ),
    "fault.common.of": ("{name}: {rule}", "{name}：{rule}"),
}
