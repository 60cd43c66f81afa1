"""Where the cells of a pasted block go: by its headers and numbers of tasks, else from the current cell on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.model.bulk_edits import BULK_FIELDS, BulkEdit
from tracker.model.field_list import FIELDS
from tracker.model.headers import task_field
from tracker.model.rows import TaskRow
from tracker.model.typed.field_values import TYPED_KINDS
from tracker.model.typed.text import gives_nothing, narrow
from tracker.ui.ledger.columns import SPECS, Column

Block = Sequence[Sequence[str]]
_NUMBER = "code"
_OURS = {spec.header: spec.field for spec in SPECS.values()} | {SPECS[Column.CODE].header: _NUMBER}
_SORT_MARK = "↑↓12345 "
_LIKE_A_NUMBER = re.compile(r"[A-Za-z]{1,3}\d+(?:\.\d+)*[A-Za-z]?(?:-\d+)?", re.ASCII)
_LISTED = 10
#: Fields of which an empty cell, / or 无 says nothing.
_READ = frozenset(name for name, field in FIELDS.items() if field.kind in TYPED_KINDS)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a block means for the ledger; `left` says in words what could not be placed.

    `unknown` are headers of which one may stand over the numbers of the tasks: nothing is placed before it is known.
    """

    edits: tuple[BulkEdit, ...] = ()
    left: str = ""
    unknown: tuple[str, ...] = ()


def place_block(
    block: Block, below: Sequence[TaskRow], fields: Sequence[str], known: Sequence[TaskRow], number: str = ""
) -> Pasted:
    """Return the edits of a block; `number` is the header over the numbers of tasks where a person named it.

    A column of numbers says which task a row is, wherever it stands. With a header row the columns go where their
    names say; without one they fill `fields` from the current cell to the right, and `below` from the current row down.
    """
    by_number = {_key(task.code): task for task in known}
    header = _header(block, number)
    if header is None and _unnamed_header(block, by_number):
        return Pasted(
            left=f"第一行像表头，却没有认得的列（{'、'.join(filter(None, block[0]))}）；请写成编号、责任人等表头再粘贴"
        )
    if header is None:
        at = _number_column(block, by_number)
        return _placed(block, below, fields) if at is None else _by_number(block, at, _beside(at, fields), by_number)
    if _NUMBER in header:
        return _by_number(block[1:], header.index(_NUMBER), header, by_number)
    unknown = tuple(cell.strip() for cell, field in zip(block[0], header, strict=True) if field is None)
    return Pasted(unknown=unknown) if unknown else _placed(block[1:], below, header)


def _header(block: Block, number: str) -> list[str | None] | None:
    """Return the field of each column by the first row, None for a column nobody knows; None for a row of values."""
    if len(block) < 2:
        return None
    fields = [_NUMBER if number and cell.strip() == number else _field(cell) for cell in block[0]]
    return fields if any(fields) else None


def _field(cell: str) -> str | None:
    """Return the field a header names, "" for one that holds nothing to paste, None for one nobody knows."""
    words = cell.strip().rstrip(_SORT_MARK)
    field = _OURS.get(words) if words in _OURS else task_field(words) if words else ""
    return field if field is None or field in (*BULK_FIELDS, _NUMBER) else ""


def _unnamed_header(block: Block, by_number: Mapping[str, TaskRow]) -> bool:
    """Tell whether words nobody knows stand over a column of numbers of tasks."""
    at = _number_column(block[1:], by_number) if len(block) > 1 else None
    return at is not None and at < len(block[0]) and not _is_like_a_number(block[0][at], by_number)


def _number_column(rows: Block, by_number: Mapping[str, TaskRow]) -> int | None:
    """Return the column that holds nothing but numbers of tasks, beside others."""
    for column in range(max(map(len, rows), default=0) if any(len(row) > 1 for row in rows) else 0):
        cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
        if any(_key(cell) in by_number for cell in cells) and all(_is_like_a_number(cell, by_number) for cell in cells):
            return column
    return None


def _is_like_a_number(cell: str, by_number: Mapping[str, TaskRow]) -> bool:
    return _key(cell) in by_number or _LIKE_A_NUMBER.fullmatch(narrow(cell)) is not None


def _beside(at: int, fields: Sequence[str]) -> list[str | None]:
    """Return the fields of the columns beside one of numbers."""
    others = [field for field in fields if field != _NUMBER]
    return [*others[:at], _NUMBER, *others[at:]]


def _by_number(rows: Block, at: int, fields: Sequence[str | None], by_number: Mapping[str, TaskRow]) -> Pasted:
    """Place each row at the task it names, the first of several that name the same."""
    placed: dict[str, tuple[Sequence[str], TaskRow]] = {}
    lost, twice = [], []
    for row in rows:
        written = row[at].strip() if at < len(row) else ""
        task = by_number.get(_key(written))
        if task is None:
            lost += [written] if written else []
        elif task.code in placed:
            twice.append(task.code)
        else:
            placed[task.code] = (row, task)
    edits = _edits(placed.values(), fields)
    left = [f"台账中没有编号 {_listed(lost)}"] if lost else []
    left += [f"编号 {_listed(twice)} 不止一行，只取第一行"] if twice else []
    return Pasted(edits, "；".join(left))


def _placed(rows: Block, tasks: Sequence[TaskRow], fields: Sequence[str | None]) -> Pasted:
    over = len(rows) - len(tasks)
    edits = _edits(zip(rows, tasks, strict=False), fields)
    return Pasted(edits, f"有 {over:,} 行超出台账的末尾" if over > 0 else "")


def _edits(rows: Iterable[tuple[Sequence[str], TaskRow]], fields: Sequence[str | None]) -> tuple[BulkEdit, ...]:
    """Return an edit for each cell that gives something for its field."""
    return tuple(
        BulkEdit(task.id, field, cell, pasted=True)
        for row, task in rows
        for cell, field in zip(row, fields, strict=False)
        if field in BULK_FIELDS and not (gives_nothing(cell) and field in _READ)
    )


def _key(code: str) -> str:
    return narrow(code).replace(" ", "").casefold()


def _listed(numbers: Sequence[str]) -> str:
    more = len(numbers) - _LISTED
    return "、".join(numbers[:_LISTED]) + (f" 等 {len(numbers):,} 个" if more > 0 else "")
