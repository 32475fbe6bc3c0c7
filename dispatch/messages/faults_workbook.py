"""Faults of workbooks that are cases, and their remedies: (English, Chinese)."""

from __future__ import annotations

WORKBOOK_FAULTS: dict[str, tuple[str, str]] = {
    "fault.workbook.unreadable": ("is no readable workbook ({error})", "不是可读的工作簿（{error}）"),
    "remedy.workbook.unreadable": (
        "Save the file anew as .xlsx in Excel or WPS, without a password.",
        "请用 Excel 或 WPS 另存为 .xlsx，不加密码。",
    ),
    "fault.workbook.no_case_sheet": ("there is no sheet {sheet} with the settings", "没有存放参数的工作表 {sheet}"),
    "remedy.workbook.no_case_sheet": (
        "Begin with `dispatch export CASE --to xlsx`, which writes a sheet {sheet} with the columns key and value.",
        "可先运行 `dispatch export CASE --to xlsx`，其中的 {sheet} 工作表含 key 与 value 两列。",
    ),
    "fault.workbook.sheet_name": ("this cannot be the name of a sheet", "不能作为工作表名"),
    "remedy.workbook.sheet_name": (
        "Rename the sheet: at most 31 characters, without [ ] : * ? / \\.",
        "请重命名工作表：不超过 31 个字符，不含 [ ] : * ? / \\。",
    ),
    "fault.workbook.no_such_table": ("there is no table of this name", "没有该名称的数据表"),
    "remedy.workbook.own_sheet": (
        "A sheet of your own begins with {mark}.",
        "自用的工作表名以 {mark} 开头。",
    ),
    "fault.workbook.merged": ("the cells are merged: all but the first are empty", "单元格已合并：除第一格外均为空"),
    "remedy.workbook.merged": ("Unmerge the cells and fill each one.", "请取消合并并逐格填写。"),
    "fault.workbook.error_cell": ("the cell holds an error of Excel", "单元格为 Excel 错误值"),
    "remedy.workbook.error_cell": ("Correct the formula, or write the value.", "请更正公式，或直接填写数值。"),
    "fault.workbook.formula": ("the formula has no stored value", "公式没有保存的计算结果"),
    "remedy.workbook.formula": (
        "Open the file in Excel or WPS, let it calculate, and save it; or write the value.",
        "请用 Excel 或 WPS 打开、计算并保存，或直接填写数值。",
    ),
    "fault.workbook.percent": (
        "the cell has a percent format, and the column is no share",
        "单元格为百分比格式，而该列不是占比",
    ),
    "remedy.workbook.percent": (
        "Format the cell as a number and write the value in the unit of the heading.",
        "请改为数值格式，并按表头单位填写。",
    ),
    "fault.workbook.date_in_text": (
        "the cell holds a date where a text is expected: Excel may have converted a name such as 1-2",
        "该列为文字而单元格为日期：可能是 Excel 把 1-2 之类的名称转成了日期",
    ),
    "remedy.workbook.date_in_text": (
        "Format the cell as text and type the name again.",
        "请把单元格设为文本格式后重新输入。",
    ),
    "fault.workbook.date_in_number": ("the cell holds a date where a number is expected", "该列为数值而单元格为日期"),
    "remedy.workbook.date_in_number": (
        "Format the cell as a number and type the value again.",
        "请把单元格设为数值格式后重新输入。",
    ),
    "fault.workbook.time_of_day": ("the cell holds a time of day", "单元格含时刻"),
    "remedy.workbook.time_of_day": ("Write the date without a time.", "请只写日期，不写时刻。"),
    "fault.workbook.day_in_month": ("the cell holds a day where a month is expected", "该列为月份而单元格为具体日期"),
    "remedy.workbook.day_in_month": (
        "Write the month as 2030-07, in a cell of text format.",
        "请在文本格式的单元格中写成 2030-07。",
    ),
    "fault.workbook.no_heading": ("the column of this cell has no heading", "单元格所在列没有表头"),
    "remedy.workbook.no_heading": ("Name the column, or clear the cell.", "请补写表头，或清空该单元格。"),
    "fault.workbook.key": ("is no key of the settings", "不是参数名"),
    "remedy.workbook.key": ("Write a key as in case.toml, such as prices.co2.", "请按 case.toml 书写，如 prices.co2。"),
    "fault.workbook.window": ("a workbook holds the whole horizon", "工作簿包含整个时段"),
    "remedy.workbook.window": (
        "Leave --from and --hours out, and state them when the case is run.",
        "请去掉 --from 与 --hours，在运行时给出。",
    ),
}
