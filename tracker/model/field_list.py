"""THE list of fields: what a field is called, what it holds, and where it is seen, edited, sent and found.

A new field of a task is declared here and gets a column in `model.tables.work.Task` and a migration; the
workbook, the bulk edit, pasting, the history, the search, the panel and the JSON take it from here. Only a
field with a form of its own (`Panel.OWN`) needs a line in `ui.task.fields_tab` as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, Flag, StrEnum, auto

from tracker.model.enums import Status, WordedEnum
from tracker.model.exchange_words import HelpState, PersonRole


class FieldKind(StrEnum):
    """What a field holds: how it is checked, and how its cell is written, read and compared."""

    TOKEN = "token"  # the hidden key of a row of a workbook, no field of a task
    TEXT = "text"  # compared without layout differences, never folded
    NAME = "name"  # people and phone numbers: blanks and full-width forms carry no meaning
    OFFICE = "office"
    OFFICES = "offices"
    PERCENT = "percent"
    STATUS = "status"
    HELP_STATE = "help_state"
    ROLE = "role"
    PRIORITY = "priority"
    DEADLINE = "deadline"
    DATE = "date"
    NUMBER = "number"


#: Kinds whose cells hold one of a few words, and which these are.
WORDED: Mapping[FieldKind, type[WordedEnum]] = {
    FieldKind.STATUS: Status,
    FieldKind.HELP_STATE: HelpState,
    FieldKind.ROLE: PersonRole,
}


class Edit(Flag):
    """Where a value may be changed."""

    NOWHERE = 0
    HAND = auto()  # in the panel or a cell of the ledger
    WORKBOOK = auto()  # in the workbook an office returns
    BULK = auto()  # for many tasks at once, and by pasting
    BESIDE = auto()  # words an office adds to its row: sent empty, read with the row, never a change of their own


class Panel(Enum):
    """How the panel of a task shows a field."""

    NONE = auto()
    LINE = auto()  # one line
    PROSE = auto()  # several lines
    OWN = auto()  # a form or a position of its own, in `ui.task.fields_tab`


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """The column of an exported workbook; `width` in characters, `aliases` are other headers people use."""

    width: float
    aliases: tuple[str, ...] = ()
    hint: str = ""  # shown when the cell is selected
    since: int = 2  # the form of the workbook that brought it; older ones come back without it


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """Everything that is true of one field."""

    name: str
    word: str  # on the screen, in the history, as header of the workbook and of a pasted block
    kind: FieldKind
    edit: Edit = Edit.NOWHERE
    column: SheetColumn | None = None
    stored: bool = False  # a column of the table `task` under this name
    identity: bool = False  # says which task it is and what it is about, not how it goes
    prose: bool = False  # keeps its lines
    required: bool = False
    panel: Panel = Panel.NONE
    entry: str = ""  # column of the progress entry that is made of it
    searched: bool = False
    json: int = 0  # position among the keys of `tasks --json`; other programs rely on them


_K, _BY_HAND, _BY_ALL = FieldKind, Edit.HAND | Edit.BULK, Edit.HAND | Edit.WORKBOOK | Edit.BULK

#: The fields of a task, in the order of the workbook.
TASK_FIELDS: tuple[FieldFacts, ...] = (
    FieldFacts(
        "code", "编号", _K.TEXT, Edit.HAND, SheetColumn(9, ("任务编号", "序号编号", "编码")),
        stored=True, identity=True, required=True, searched=True, json=1,
    ),
    FieldFacts(
        "title", "任务名称", _K.TEXT, _BY_HAND,
        SheetColumn(28, ("任务", "事项", "工作任务", "任务事项", "事项名称")),
        stored=True, identity=True, required=True, panel=Panel.PROSE, searched=True, json=2,
    ),
    FieldFacts(
        "content", "工作内容", _K.TEXT, _BY_HAND, SheetColumn(38, ("任务内容", "主要内容", "具体内容")),
        stored=True, identity=True, prose=True, panel=Panel.PROSE, searched=True,
    ),
    FieldFacts("source", "来源", _K.TEXT, column=SheetColumn(24, ("任务来源", "文章来源", "出处")), identity=True),
    FieldFacts(
        "lead_office", "牵头单位", _K.OFFICE, _BY_HAND, SheetColumn(14, ("责任单位", "主办单位", "牵头部门")),
        panel=Panel.OWN, searched=True, json=3,
    ),
    FieldFacts(
        "co_offices", "配合单位", _K.OFFICES, _BY_ALL, SheetColumn(18, ("协办单位", "配合部门", "参与单位")),
        panel=Panel.OWN, searched=True, json=4,
    ),
    FieldFacts(
        "owner", "责任人", _K.NAME, _BY_ALL, SheetColumn(10, ("负责人", "联系人", "经办人")),
        stored=True, panel=Panel.LINE, searched=True, json=5,
    ),
    FieldFacts(
        "phone", "联系电话", _K.NAME, _BY_ALL, SheetColumn(15, ("电话", "联系方式", "手机")),
        stored=True, panel=Panel.LINE, searched=True,
    ),
    FieldFacts(
        "due_text", "完成时限", _K.DEADLINE, _BY_ALL,
        SheetColumn(
            16,
            ("时限", "完成时间", "截止时间", "办结时限"),
            "按文件的说法填写即可，如：{year}年12月底前、二季度末、长期坚持",
        ),
        stored=True, panel=Panel.OWN, searched=True, json=7,
    ),
    FieldFacts(
        "extension_reason", "延期理由", _K.TEXT, Edit.BESIDE,
        SheetColumn(20, ("申请延期理由", "延期原因"), "要改完成时限的，请在这里写明理由；同意后才改", since=3),
        prose=True,
    ),
    FieldFacts("first_due", "原时限", _K.TEXT, column=SheetColumn(12, ("最初时限", "原定时限"), since=3)),
    FieldFacts("extensions", "延期次数", _K.NUMBER, column=SheetColumn(8, ("已延期次数",), since=3)),
    FieldFacts("due_on", "时限日期", _K.DATE, stored=True, json=8),
    FieldFacts("start_on", "启动日期", _K.DATE, _BY_HAND, stored=True, panel=Panel.OWN),
    FieldFacts(
        "progress", "进度", _K.PERCENT, _BY_ALL,
        SheetColumn(8, ("完成进度", "进度%", "完成率", "完成比例"), "0% 至 100% 的百分数"),
        stored=True, panel=Panel.OWN, entry="progress", json=9,
    ),
    FieldFacts(
        "status", "状态", _K.STATUS, _BY_ALL, SheetColumn(10, ("任务状态", "办理状态")),
        stored=True, json=6,
    ),
    FieldFacts(
        "progress_note", "进展情况", _K.TEXT, _BY_ALL, SheetColumn(38, ("进展", "工作进展", "最新进展")),
        stored=True, prose=True, panel=Panel.OWN, entry="note", searched=True,
    ),
    FieldFacts(
        "problems", "存在问题", _K.TEXT, _BY_ALL, SheetColumn(28, ("问题", "困难和问题", "存在的问题")),
        stored=True, prose=True, panel=Panel.OWN, entry="problems", searched=True,
    ),
    FieldFacts(
        "next_steps", "下一步措施", _K.TEXT, _BY_ALL,
        SheetColumn(28, ("下一步", "下步措施", "下一步打算", "下一步计划")),
        stored=True, prose=True, panel=Panel.OWN, entry="next_steps", searched=True,
    ),
    FieldFacts(
        "evidence_names", "佐证材料", _K.TEXT, Edit.BESIDE,
        SheetColumn(18, ("佐证材料名称", "附件名称"), "随文件一起报送的材料名称，每行一份", since=3),
        prose=True,
    ),
    FieldFacts(
        "remark", "备注", _K.TEXT, _BY_ALL, SheetColumn(18, ("备 注", "其他说明")),
        stored=True, prose=True, panel=Panel.PROSE, searched=True,
    ),
    FieldFacts(
        "filled_by", "填报人", _K.NAME, Edit.BESIDE,
        SheetColumn(10, ("填表人",), "填写这一行的人", since=3),
    ),
    FieldFacts(
        "help_reports", "配合单位反馈", _K.TEXT, column=SheetColumn(28, ("配合单位情况",), since=3), prose=True,
    ),
    FieldFacts(
        "assign_note", "交办说明", _K.TEXT, column=SheetColumn(24, ("交办备注",), since=3), prose=True,
    ),
    FieldFacts(
        "leader", "分管领导", _K.NAME, _BY_HAND, stored=True, panel=Panel.LINE, searched=True, json=10,
    ),
    FieldFacts("priority", "重点", _K.PRIORITY, _BY_HAND, stored=True, panel=Panel.OWN, json=11),
    FieldFacts("closing_statement", "办结说明", _K.TEXT, Edit.HAND, stored=True, prose=True, panel=Panel.OWN),
)  # fmt: skip

_BY_NAME = {field.name: field for field in TASK_FIELDS}

#: The columns of 配合事项: what a co-office is told of a task, and what it says of its own part.
HELP_FIELDS: tuple[FieldFacts, ...] = (
    FieldFacts("help_code", "编号", _K.TEXT, column=SheetColumn(9, ("任务编号", "编码")), identity=True),
    FieldFacts("help_title", "任务名称", _K.TEXT, column=SheetColumn(28, ("任务", "事项名称")), identity=True),
    FieldFacts(
        "help_content", "工作内容", _K.TEXT, column=SheetColumn(34, ("任务内容", "具体内容")),
        identity=True, prose=True,
    ),
    FieldFacts("help_lead", "牵头单位", _K.OFFICE, column=SheetColumn(14, ("责任单位", "牵头部门"))),
    FieldFacts(
        "help_contact", "牵头单位联系人及电话", _K.TEXT, column=SheetColumn(18, ("牵头单位联系方式", "牵头联系人")),
    ),
    FieldFacts("help_due", "完成时限", _K.TEXT, column=SheetColumn(14, ("时限", "完成时间"))),
    FieldFacts("help_progress", "牵头单位进度", _K.PERCENT, column=SheetColumn(10, ("任务进度", "进度"))),
    FieldFacts("help_progress_note", "牵头单位进展", _K.TEXT, column=SheetColumn(34, ("任务进展",)), prose=True),
    FieldFacts(
        "help_duty", "本单位配合内容", _K.TEXT, Edit.WORKBOOK,
        SheetColumn(28, ("配合内容", "本单位任务"), "空着的可以提出本单位配合的内容，由交办方确认"), prose=True,
    ),
    FieldFacts("help_state", "配合状态", _K.HELP_STATE, Edit.WORKBOOK, SheetColumn(10, ("本单位状态",))),
    FieldFacts(
        "help_note", "配合情况", _K.TEXT, Edit.WORKBOOK, SheetColumn(38, ("本单位进展", "配合进展")), prose=True,
    ),
    FieldFacts(
        "help_problems", "存在问题", _K.TEXT, Edit.WORKBOOK, SheetColumn(28, ("问题", "困难和问题")), prose=True,
    ),
    FieldFacts("help_owner", "本单位联系人", _K.NAME, Edit.WORKBOOK, SheetColumn(12, ("联系人", "经办人"))),
    FieldFacts("help_phone", "联系电话", _K.NAME, Edit.WORKBOOK, SheetColumn(15, ("电话", "手机"))),
    _BY_NAME["evidence_names"],
    FieldFacts("help_remark", "备注", _K.TEXT, Edit.WORKBOOK, SheetColumn(18, ("备 注",)), prose=True),
    _BY_NAME["filled_by"],
)  # fmt: skip

#: The columns of 联系方式: a person of the office. Mobile and mail go to nobody but that office.
PERSON_FIELDS: tuple[FieldFacts, ...] = (
    FieldFacts("person_name", "姓名", _K.NAME, Edit.WORKBOOK, SheetColumn(12, ("联系人姓名",)), required=True),
    FieldFacts("person_post", "职务", _K.TEXT, Edit.WORKBOOK, SheetColumn(20, ("职务职级",))),
    FieldFacts(
        "person_role", "角色", _K.ROLE, Edit.WORKBOOK, SheetColumn(12, ("人员类别",), "空着的新人按联络员计"),
    ),
    FieldFacts(
        "person_phone", "办公电话", _K.NAME, Edit.WORKBOOK,
        SheetColumn(18, ("办公室电话", "座机"), "区号-号码，分机写在“转”后面；多个号码用、分开"),
    ),
    FieldFacts("person_mobile", "手机", _K.NAME, Edit.WORKBOOK, SheetColumn(15, ("手机号", "手机号码"))),
    FieldFacts("person_email", "邮箱", _K.NAME, Edit.WORKBOOK, SheetColumn(26, ("电子邮箱", "电子邮件"))),
    FieldFacts("person_note", "备注", _K.TEXT, Edit.WORKBOOK, SheetColumn(22, ("备 注",))),
)  # fmt: skip

#: The columns of 指标填报.
INDICATOR_FIELDS: tuple[FieldFacts, ...] = (
    FieldFacts("indicator", "指标", _K.TEXT, column=SheetColumn(34, ("指标名称", "监测指标")), identity=True),
    FieldFacts("unit", "单位", _K.TEXT, column=SheetColumn(12, ("计量单位",)), identity=True),
    FieldFacts("previous_value", "上期值", _K.NUMBER, column=SheetColumn(14, ("上期数值", "上期")), identity=True),
    FieldFacts(
        "indicator_value", "本期值", _K.NUMBER, Edit.WORKBOOK, SheetColumn(14, ("本期数值", "本期", "最新值")),
    ),
    FieldFacts(
        "indicator_on", "统计日期", _K.DATE, Edit.WORKBOOK,
        SheetColumn(14, ("本期日期", "数据日期", "统计时间"), "数据截止的日期，如：{day}"),
    ),
    FieldFacts(
        "indicator_note", "说明", _K.TEXT, Edit.WORKBOOK, SheetColumn(40, ("本期说明", "数据说明")), prose=True,
    ),
)  # fmt: skip

#: What is asked for in a form and kept in another field.
_ASKED = (FieldFacts("reason", "理由", FieldKind.TEXT, prose=True),)

FIELDS: Mapping[str, FieldFacts] = {
    field.name: field for field in (*TASK_FIELDS, *HELP_FIELDS, *PERSON_FIELDS, *INDICATOR_FIELDS, *_ASKED)
}
FIELD_WORDS: Mapping[str, str] = {name: field.word for name, field in FIELDS.items()}

#: Fields an office may fill in on 任务清单, on 配合事项 and on 指标填报.
TASK_EDITABLE = tuple(field.name for field in TASK_FIELDS if Edit.WORKBOOK in field.edit)
HELP_EDITABLE = tuple(field.name for field in HELP_FIELDS if Edit.WORKBOOK in field.edit)
#: The same as columns of the table `task_office`.
HELP_COLUMNS: Mapping[str, str] = {name: name.removeprefix("help_") for name in HELP_EDITABLE}
#: The same of 联系方式 as columns of the table `office_person`.
PERSON_COLUMNS: Mapping[str, str] = {field.name: field.name.removeprefix("person_") for field in PERSON_FIELDS}
INDICATOR_EDITABLE = tuple(field.name for field in INDICATOR_FIELDS if Edit.WORKBOOK in field.edit)
#: In which column an office names the evidence of its row.
EVIDENCE_FIELD = "evidence_names"
#: Columns that the workbooks of former versions do not have.
ADDED_COLUMNS = frozenset(field.name for field in TASK_FIELDS if field.column and field.column.since > 2)
#: Columns of the table `task`: of all stored fields, and of those that are sent.
STORED = tuple(field.name for field in TASK_FIELDS if field.stored)
STORED_AND_SENT = tuple(field.name for field in TASK_FIELDS if field.stored and field.column)
#: What people write about a task; the catalogue leaves it empty.
WRITTEN_BY_PEOPLE = tuple(
    field.name for field in TASK_FIELDS if field.stored and not field.identity and field.kind in (_K.TEXT, _K.NAME)
)
#: Fields that together make a progress entry, and the columns of the entry.
ENTRY_COLUMNS: Mapping[str, str] = {field.name: field.entry for field in TASK_FIELDS if field.entry}
#: Texts that keep their lines.
PROSE = frozenset(name for name, field in FIELDS.items() if field.prose)
#: Fields that may be changed for many tasks at once; what a task is about comes last in the choice.
BULK = tuple(field.name for field in sorted(TASK_FIELDS, key=lambda field: field.identity) if Edit.BULK in field.edit)
SEARCHED = tuple(field.name for field in TASK_FIELDS if field.searched)
JSON_KEYS = tuple(field.name for field in sorted(TASK_FIELDS, key=lambda field: field.json) if field.json)


def shown_as(panel: Panel) -> tuple[str, ...]:
    """Return the fields the panel shows in this way."""
    return tuple(field.name for field in TASK_FIELDS if field.panel is panel)
