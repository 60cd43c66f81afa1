"""An unknown list of tasks as it was read: tables, columns, rows and what was passed over; nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Fields that a column of an unknown list may be, with the words that a person chooses by.
LIST_FIELDS: Mapping[str, str] = {
    "ref": "来文序号",
    "section": "所属部分",
    "title": "任务名称",
    "content": "工作内容",
    "lead_office": "牵头单位",
    "offices": "责任单位",
    "co_offices": "配合单位",
    "leader": "分管领导",
    "owner": "责任人",
    "phone": "联系电话",
    "contact": "联系人及电话",
    "start_on": "启动日期",
    "due_text": "完成时限",
    "themes": "主题",
    "priority": "重点",
    "progress_note": "进展情况",
    "problems": "存在问题",
    "next_steps": "下一步措施",
    "progress": "进度",
    "status": "状态",
    "source": "来源",
    "remark": "备注",
}
#: A list says how far it believes a task to be; here nothing is done before 交办, so it is only noted.
SAID_BEFORE = ("status", "progress", "source", "progress_note", "problems", "next_steps")
OFFICE_FIELDS = ("lead_office", "offices", "co_offices")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list: its letters, its header, the field it was taken for (None: none) and how surely, 0 to 1."""

    column: str
    header: str
    field: str | None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no task: heading, header, total, note or title."""

    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class ListProblem:
    """What a person should look at in one cell."""

    row: int
    column: str
    message: str


@dataclass(slots=True)
class ListTask:
    """One task of a list, row numbers of the sheet from 1; texts as printed, days as ISO text or None.

    `lead_office` is None where nobody known leads; `raw` are the cells it was made of by address, `rest` the columns
    nobody knows by header, `filled` the fields that stand in merged or 同上 cells, `said` what is only noted.
    """

    row: int
    rows: tuple[int, ...]
    ref: str = ""
    section: tuple[str, ...] = ()
    title: str = ""
    content: str = ""
    lead_office: str | None = None
    co_offices: tuple[str, ...] = ()
    unknown_offices: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    leader: str = ""
    owner: str = ""
    phone: str = ""
    start_on: str | None = None
    due_text: str = ""
    due_on: str | None = None
    themes: tuple[str, ...] = ()
    priority: str = ""
    remark: str = ""
    said: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)
    lead_text: str = ""  # the words that name who leads, as printed
    doubtful_lead: bool = False  # several names where one leads

    @property
    def progress_note(self) -> str:
        """Return what the list says of progress."""
        return self.said.get("progress_note", "")

    @property
    def problems_text(self) -> str:
        """Return the hindrances the list names; `problems` are those of reading it."""
        return self.said.get("problems", "")

    @property
    def next_steps(self) -> str:
        """Return what the list says comes next."""
        return self.said.get("next_steps", "")

    @property
    def starts_late(self) -> bool:
        """Tell whether the first day lies after the last one: a task made of that would be grey until then."""
        return self.start_on is not None and self.due_on is not None and self.start_on > self.due_on


@dataclass(slots=True)
class ListTable:
    """One table of a list; `header` is its first and last header row, None where labelled lines stand instead."""

    sheet: str
    header: tuple[int, int] | None
    above: list[tuple[int, str]] = field(default_factory=list)
    columns: list[ListColumn] = field(default_factory=list)
    tasks: list[ListTask] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the header texts, in the order of the columns."""
        return tuple(column.header for column in self.columns if column.header)
