"""THE table of workbook columns: writer, reader and comparison all take them from here."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.model.enums import Status


class CellKind(StrEnum):
    """How a cell of a column is written, read and compared."""

    TOKEN = "token"
    TEXT = "text"  # prose: compared without layout differences, never folded
    NAME = "name"  # people and phone numbers: blanks and full-width forms carry no meaning
    OFFICE = "office"
    OFFICES = "offices"
    PERCENT = "percent"
    STATUS = "status"
    DEADLINE = "deadline"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in characters of the workbook, `aliases` are other headers people use."""

    field: str
    header: str
    kind: CellKind
    width: float
    aliases: tuple[str, ...] = ()
    editable: bool = False
    dropdown: tuple[str, ...] = ()
    anchor: str = ""  # defined name on the header cell
    hint: str = ""  # shown when the cell is selected


@dataclass(frozen=True)
class SheetLayout:
    """One sheet of an exported workbook; `label` and `title` name the fields people recognise a row by."""

    kind: str  # "task" or "indicator"
    name: str
    columns: tuple[Column, ...]
    label: str
    title: str
    how_to: str

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Return the columns by field name."""
        return {column.field: column for column in self.columns}

    @property
    def data_columns(self) -> tuple[Column, ...]:
        """Return all columns but the hidden token."""
        return tuple(c for c in self.columns if c.kind is not CellKind.TOKEN)

    @property
    def editable(self) -> tuple[Column, ...]:
        """Return the columns an office may fill in."""
        return tuple(c for c in self.columns if c.editable)


def _column(
    field: str, header: str, kind: CellKind, width: float, *aliases: str, editable: bool = False, hint: str = ""
) -> Column:
    dropdown = tuple(s.word for s in Status) if kind is CellKind.STATUS else ()
    return Column(field, header, kind, width, aliases, editable, dropdown, f"ZC_{field}", hint)


#: Rows 1-3 speak to people, row 4 is the header, data starts at row 5.
TITLE_ROW, HOW_TO_ROW, BATCH_ROW, HEADER_ROW, FIRST_DATA_ROW = 1, 2, 3, 4, 5
#: What a workbook returned to its sender has beside the table; nothing of it is read when it comes back.
FEEDBACK_HEADER, FEEDBACK_LIST = "系统反馈", "问题清单"
TOKEN_HEADER = "行编码（请勿修改）"

_K = CellKind
TASK_SHEET = SheetLayout(
    kind="task",
    name="任务清单",
    label="code",
    title="title",
    how_to="请填写浅黄色各列；灰字各列供核对，改动不会导入。可以排序、筛选、增加说明行，请勿删除隐藏的 A 列。",
    columns=(
        Column("token", TOKEN_HEADER, _K.TOKEN, 4, ("行编码", "系统编码"), anchor="ZC_task_token"),
        _column("code", "编号", _K.TEXT, 9, "任务编号", "序号编号", "编码"),
        _column("title", "任务名称", _K.TEXT, 28, "任务", "事项", "工作任务", "任务事项", "事项名称"),
        _column("content", "工作内容", _K.TEXT, 38, "任务内容", "主要内容", "具体内容"),
        _column("source", "来源", _K.TEXT, 24, "任务来源", "文章来源", "出处"),
        _column("lead_office", "牵头单位", _K.OFFICE, 14, "责任单位", "主办单位", "牵头部门"),
        _column("co_offices", "配合单位", _K.OFFICES, 18, "协办单位", "配合部门", "参与单位", editable=True),
        _column("owner", "责任人", _K.NAME, 10, "负责人", "联系人", "经办人", editable=True),
        _column("phone", "联系电话", _K.NAME, 15, "电话", "联系方式", "手机", editable=True),
        _column(
            "due_text",
            "完成时限",
            _K.DEADLINE,
            16,
            "时限",
            "完成时间",
            "截止时间",
            "办结时限",
            editable=True,
            hint="按文件的说法填写即可，如：2025年12月底前、二季度末、长期坚持",
        ),
        _column(
            "progress",
            "进度",
            _K.PERCENT,
            8,
            "完成进度",
            "进度%",
            "完成率",
            "完成比例",
            editable=True,
            hint="0% 至 100% 的百分数",
        ),
        _column("status", "状态", _K.STATUS, 10, "任务状态", "办理状态", editable=True),
        _column("progress_note", "进展情况", _K.TEXT, 38, "进展", "工作进展", "最新进展", editable=True),
        _column("problems", "存在问题", _K.TEXT, 28, "问题", "困难和问题", "存在的问题", editable=True),
        _column(
            "next_steps", "下一步措施", _K.TEXT, 28, "下一步", "下步措施", "下一步打算", "下一步计划", editable=True
        ),
        _column("remark", "备注", _K.TEXT, 18, "备 注", "其他说明", editable=True),
    ),
)
INDICATOR_SHEET = SheetLayout(
    kind="indicator",
    name="指标填报",
    label="indicator",
    title="indicator",
    how_to="请在浅黄色各列填写最新一期的数值、统计日期和说明；没有新数据的留空即可。",
    columns=(
        Column("token", TOKEN_HEADER, _K.TOKEN, 4, ("行编码", "系统编码"), anchor="ZC_indicator_token"),
        _column("indicator", "指标", _K.TEXT, 34, "指标名称", "监测指标"),
        _column("unit", "单位", _K.TEXT, 12, "计量单位"),
        _column("previous_value", "上期值", _K.NUMBER, 14, "上期数值", "上期"),
        _column("indicator_value", "本期值", _K.NUMBER, 14, "本期数值", "本期", "最新值", editable=True),
        _column(
            "indicator_on",
            "统计日期",
            _K.DATE,
            14,
            "本期日期",
            "数据日期",
            "统计时间",
            editable=True,
            hint="数据截止的日期，如：2025-06-30",
        ),
        _column("indicator_note", "说明", _K.TEXT, 40, "本期说明", "数据说明", editable=True),
    ),
)
SHEETS = (TASK_SHEET, INDICATOR_SHEET)
BY_KIND = {layout.kind: layout for layout in SHEETS}
FIELDS = {column.field: column for layout in SHEETS for column in layout.data_columns}
