"""The content of an exported workbook, and the snapshot of it for the later comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.exchange.book.text import clean
from tracker.exchange.cells.cells import EMPTY
from tracker.exchange.cells.columns import SHEETS, SheetLayout
from tracker.model.changeset import SentRow, SentWorkbook, Value


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One row: the uid of its task, person or indicator ("" for none), and a canonical value per field of `columns`."""

    key: str
    values: Mapping[str, Value]
    token: str | None = None  # to be written as it is: of another installation, or "" for none at all


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """Everything one office's workbook says; `secret` signs the rows' tokens."""

    export_code: str
    secret: bytes
    office: str
    round_number: int
    sent_on: date
    return_due_on: date | None
    product_title: str
    tasks: tuple[ContentRow, ...]
    indicators: tuple[ContentRow, ...] = ()
    helps: tuple[ContentRow, ...] = ()  # of 配合事项, by the uid of their task
    people: tuple[ContentRow, ...] | None = None  # of 联系方式; None: without that sheet
    offices: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()  # the hidden sheet of another installation, sent back as it came

    def rows_of(self, layout: SheetLayout) -> tuple[ContentRow, ...]:
        """Return the rows of one sheet."""
        people = (*self.people, *[ContentRow("", {})] * layout.spare) if self.people is not None else ()
        return {"task": self.tasks, "help": self.helps, "person": people, "indicator": self.indicators}[layout.kind]

    @property
    def sheets(self) -> tuple[SheetLayout, ...]:
        """Return the sheets that have rows, in their order; without any the first, for a workbook must have one."""
        return tuple(layout for layout in SHEETS if self.rows_of(layout)) or SHEETS[:1]


def sent_workbook(content: WorkbookContent) -> SentWorkbook:
    """Return the snapshot to keep of an export: every column's canonical value, read-only ones too."""
    rows = [_sent_row(layout, row) for layout in SHEETS for row in content.rows_of(layout) if row.key]
    return SentWorkbook(content.export_code, content.office, content.sent_on.isoformat(), tuple(rows))


def _sent_row(layout: SheetLayout, row: ContentRow) -> SentRow:
    values: dict[str, Value] = {}
    for column in layout.data_columns:
        value = row.values.get(column.field, EMPTY[column.kind])
        values[column.field] = clean(value) if type(value) is str else value
    return SentRow(layout.kind, row.key, str(values[layout.label]), str(values[layout.title]), values)
