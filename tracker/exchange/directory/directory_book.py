"""Writes the directory as one table, a row for each person, and reads such tables as offices keep them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tracker.errors import WorkbookError
from tracker.exchange.book.address import a1
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.book.text import key
from tracker.exchange.lists.sheet_grid import Grid, grid_of
from tracker.model.exchange_words import OfficeKind, PersonRole

SHEET = "单位名录"
#: Column of our own table, and what it holds, in order.
COLUMNS = {
    "单位": "office",
    "简称": "short_name",
    "类别": "kind",
    "分管市领导": "leader",
    "地区": "region",
    "姓名": "name",
    "角色": "role",
    "职务": "post",
    "办公电话": "phone",
    "手机": "mobile",
    "电子邮箱": "email",
    "主要联系人": "main",
    "备注": "note",
}
_WORDS: dict[str, str] = COLUMNS | {
    "单位全称": "office", "单位名称": "office", "部门": "office", "责任单位": "office",
    "单位简称": "short_name", "单位类别": "kind",
    "联络员": "name", "联络人": "name", "联系人": "name", "联络员姓名": "name",
    "电话": "phone", "办公室电话": "phone", "座机": "phone", "联系电话": "phone", "固定电话": "phone",
    "手机号": "mobile", "手机号码": "mobile", "移动电话": "mobile",
    "邮箱": "email", "电子邮件": "email", "邮箱地址": "email",
    "分管领导": "deputy", "主要负责人": "head",
    "邮件": "email", "主要": "main",
}  # fmt: skip
_FIELDS = {key(word): field for word, field in _WORDS.items()}
_ROLE_OF = {"联络员": PersonRole.LIAISON, "联络人": PersonRole.LIAISON, "联络员姓名": PersonRole.LIAISON}
_LOOKED_AT = 20  # rows in which the header is looked for
_NOT_NAMES = re.compile(r"[、，,；;/\n]+")
_WIDTHS = {"office": 24, "email": 28, "note": 24, "phone": 20, "mobile": 16, "post": 14}
_YES = "是"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A row of a table: an office as it is called there, and what is said of it and of one person; "" says nothing."""

    row: int
    office: str
    values: Mapping[str, str] = field(default_factory=dict)
    role: PersonRole | None = None  # None where the table does not say

    def said(self, name: str) -> str:
        """Return what a column says, "" for nothing."""
        return self.values.get(name, "")


def write_directory(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows by the names of `COLUMNS`. Raises WorkbookError where the file cannot be written."""
    import openpyxl  # only who writes a workbook waits for it
    from openpyxl.styles import Alignment, Font

    from tracker.exchange.write.workbook import save_workbook

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([row.get(name, "") for name in COLUMNS.values()])
    for number, name in enumerate(COLUMNS.values(), start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[a1(1, number).rstrip("1")].width = _WIDTHS.get(name, 12)
        for line in range(2, sheet.max_row + 1):
            cell = sheet.cell(line, number)
            cell.number_format, cell.alignment = "@", Alignment(vertical="center")
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"  # a text that begins so is no formula
    sheet.freeze_panes = "B2"
    save_workbook(path, book)


def person_row(said: Mapping[str, str], role: PersonRole, *, main: bool) -> dict[str, str]:
    """Return a person as a row of our table."""
    return {**said, "role": role.word, "main": _YES if main else ""}


def kind_of(text: str) -> OfficeKind | None:
    """Return the kind of body a cell names, None for nothing known."""
    return OfficeKind.from_word(text) if text else None


def is_main(text: str) -> bool:
    """Tell whether a cell marks the main person of a role."""
    return text.strip() in (_YES, "√", "主要", "1")


def read_directory_book(book: RawBook, name: str) -> list[DirectoryEntry]:
    """Return the rows of the first sheet that holds a directory; an office merged over rows holds for each.

    Raises WorkbookError where no sheet has a header with 单位 and a column of people.
    """
    for sheet in book.sheets:
        grid = grid_of(sheet, book.date1904)
        header = _header(grid)
        if header is not None:
            return list(_entries(grid, *header))
    raise WorkbookError(f"“{name}”里没有找到单位名录：没有一行表头同时写着“单位”和“联络员”“电话”一类的列。")


def _header(grid: Grid) -> tuple[int, dict[int, str], PersonRole | None] | None:
    for row in sorted(grid.rows)[:_LOOKED_AT]:
        own = grid.own(row)
        columns: dict[int, str] = {}
        for column, text in own.items():
            name = _FIELDS.get(key(text))
            if name is not None and name not in columns.values():
                columns[column] = name
        if "office" in columns.values() and len(columns) > 1:
            words = {text.strip() for text in own.values()}
            role = next((role for word, role in _ROLE_OF.items() if word in words), None)
            return row, columns, role
    return None


def _entries(grid: Grid, header: int, columns: Mapping[int, str], role: PersonRole | None) -> Iterator[DirectoryEntry]:
    office = ""
    for row in sorted(number for number in grid.rows if number > header):
        values = {name: text for column, name in columns.items() if (text := grid.standing(row, column)[0].strip())}
        office = values.pop("office", "") or (office if values else "")
        if not office:
            continue
        yield from _of_row(row, office, values, role)


def _of_row(row: int, office: str, values: dict[str, str], role: PersonRole | None) -> Iterator[DirectoryEntry]:
    """Yield the person of a row, and those who stand in columns of their own (主要负责人, 分管领导)."""
    others: dict[str, str] = {name: values.pop(name) for name in ("head", "deputy") if name in values}
    stated = PersonRole.from_word(values.get("role", ""))
    yield DirectoryEntry(row, office, values, stated or role)
    for name, kind in (("head", PersonRole.HEAD), ("deputy", PersonRole.DEPUTY)):
        for person in filter(None, (part.strip() for part in _NOT_NAMES.split(others.get(name, "")))):
            yield DirectoryEntry(row, office, {"name": person}, kind)
