"""The columns of the workbooks, from the list of fields: writer, reader and comparison read them here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tracker.model.field_list import (
    HELP_FIELDS,
    INDICATOR_FIELDS,
    PERSON_FIELDS,
    TASK_FIELDS,
    WORDED,
    Edit,
    FieldFacts,
    FieldKind,
)

CellKind = FieldKind


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in characters of the workbook, `aliases` are other headers people use."""

    field: str
    header: str
    kind: CellKind
    width: float
    aliases: tuple[str, ...] = ()
    editable: bool = False
    beside: bool = False  # editable, but no value of ours: words of the office about its row
    dropdown: tuple[str, ...] = ()
    anchor: str = ""  # defined name on the header cell
    hint: str = ""  # shown when the cell is selected


@dataclass(frozen=True)
class SheetLayout:
    """One sheet of an exported workbook; `label` and `title` name the fields people recognise a row by."""

    kind: str  # "task", "help", "person" or "indicator"
    name: str
    columns: tuple[Column, ...]
    label: str
    title: str
    how_to: str
    mark: str = "T"  # begins the tokens of its rows
    own: bool = False  # its rows speak of the office of the workbook alone: a row of another office says nothing
    proposes: bool = False  # nothing in it is taken before somebody decided, and other tables never pass for it
    spare: int = 0  # empty rows below the others, for what the office adds

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
        """Return the columns an office may fill in whose values are ours as well."""
        return tuple(c for c in self.columns if c.editable and not c.beside)

    @cached_property
    def beside(self) -> tuple[Column, ...]:
        """Return the columns for what an office says of its row."""
        return tuple(c for c in self.columns if c.beside)


def _token(kind: str) -> Column:
    return Column("token", TOKEN_HEADER, CellKind.TOKEN, 4, ("行编码", "系统编码"), anchor=f"ZC_{kind}_token")


def _columns(fields: Iterable[FieldFacts], shared: str = "") -> Iterator[Column]:
    """Yield the column of every field that is sent; a field `shared` with another sheet has an anchor of its own."""
    for field in fields:
        if (sent := field.column) is not None:
            words = tuple(member.word for member in WORDED.get(field.kind, ()))
            own = shared if not field.name.startswith(shared) else ""
            beside = Edit.BESIDE in field.edit
            yield Column(
                field.name, field.word, field.kind, sent.width, sent.aliases, beside or Edit.WORKBOOK in field.edit,
                beside, words, f"ZC_{own}{field.name}", sent.hint,
            )  # fmt: skip


#: Rows 1-3 speak to people, row 4 is the header, data starts at row 5.
TITLE_ROW, HOW_TO_ROW, BATCH_ROW, HEADER_ROW, FIRST_DATA_ROW = 1, 2, 3, 4, 5
#: What a workbook returned to its sender has beside the table; nothing of it is read when it comes back.
FEEDBACK_HEADER, FEEDBACK_LIST = "系统反馈", "问题清单"
TOKEN_HEADER = "行编码（请勿修改）"

TASK_SHEET = SheetLayout(
    kind="task",
    name="任务清单",
    label="code",
    title="title",
    how_to="请填写浅黄色各列；灰字各列供核对，改动不会导入；改时限请写延期理由。可以排序、筛选，请勿删除隐藏的 A 列。",
    columns=(_token("task"), *_columns(TASK_FIELDS)),
)
HELP_SHEET = SheetLayout(
    kind="help",
    name="配合事项",
    label="help_code",
    title="help_title",
    how_to="请填写浅黄色各列：本单位的配合情况；灰字各列是牵头单位的，供核对，改动不会导入。请勿删除隐藏的 A 列。",
    columns=(_token("help"), *_columns(HELP_FIELDS, "help_")),
    mark="H",
    own=True,
)
PERSON_SHEET = SheetLayout(
    kind="person",
    name="联系方式",
    label="person_name",
    title="person_name",
    how_to="请核对本单位的联系人：有变化的直接改，新增的写在下面空行；离任的请清空整行。请勿删除隐藏的 A 列。",
    columns=(_token("person"), *_columns(PERSON_FIELDS)),
    mark="P",
    own=True,
    proposes=True,
    spare=3,
)
INDICATOR_SHEET = SheetLayout(
    kind="indicator",
    name="指标填报",
    label="indicator",
    title="indicator",
    how_to="请在浅黄色各列填写最新一期的数值、统计日期和说明；没有新数据的留空即可。",
    columns=(_token("indicator"), *_columns(INDICATOR_FIELDS)),
)
SHEETS = (TASK_SHEET, HELP_SHEET, PERSON_SHEET, INDICATOR_SHEET)
BY_KIND = {layout.kind: layout for layout in SHEETS}
FIELDS = {column.field: column for layout in SHEETS for column in layout.data_columns}
