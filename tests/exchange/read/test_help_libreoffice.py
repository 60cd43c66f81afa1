"""配合事项 through a real LibreOffice, in three formats: nothing changes by itself, one filled cell is that change."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.test_help_sheet import HELP, SECOND, cell
from tests.libreoffice import Converter
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.write.content import ContentRow
from tracker.exchange.write.workbook import write_workbook
from tracker.model.enums import Outcome

pytestmark = pytest.mark.libreoffice

FORMATS = ("xlsx", "xls", "ods")
#: What is filled in, each in a file of its own: field, what is typed, what is read.
FILLED = [
    ("help_duty", "协调两县", "协调两县"),
    ("help_state", "已完成", "done"),
    ("help_note", "已供电，\n转入调试", "已供电，\n转入调试"),
    ("help_problems", "=没有公式", "=没有公式"),
    ("help_owner", "赵六", "赵六"),
    ("help_phone", "0574-87650002", "0574-87650002"),
    ("help_remark", "月底再报", "月底再报"),
]
ODD = HELP | {
    "help_code": "S9", "help_title": "=1+1 不是公式", "help_content": "第一段\n\n第二段\n　末段",
    "help_phone": "087650001", "help_progress": 57, "help_note": "2025年1月", "help_duty": "0012",
    "help_state": "not_ours", "help_owner": "𠮷田",
}  # fmt: skip


@pytest.fixture(scope="module")
def helping(make_exchange: Callable[..., Any]) -> Any:
    exchange = make_exchange({"code": "B2.1"})
    odd = ((f"S{n}", state, progress) for n, (state, progress) in enumerate(zip(STATES, PROGRESS, strict=True)))
    rows = (HELP, SECOND, *({**ODD, "help_code": c, "help_state": s, "help_progress": p} for c, s, p in odd))
    helps = tuple(ContentRow(f"uid-h{number}", row) for number, row in enumerate(rows))
    return type(exchange)(type(exchange.content)(**{**_fields(exchange.content), "helps": helps}))


STATES = ("none", "in_progress", "done", "not_ours")
PROGRESS = (57, 100, 1, 0)


def _fields(content: Any) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__slots__}


@pytest.fixture(scope="module")
def converted(
    helping: Any, converter: Converter, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Return by format and what was filled in ("" for nothing) the workbook as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("help")
    write_workbook(plain := folder / "plain.xlsx", helping.content)
    files = [plain]
    for field, typed, _ in FILLED:
        book = openpyxl.load_workbook(plain)
        target = cell(book, field)
        target.value = typed
        target.data_type = "s"
        book.save(folder / f"{field}.xlsx")
        files.append(folder / f"{field}.xlsx")
    return {
        (kind, "" if saved.stem == "plain" else saved.stem): saved
        for kind in FORMATS
        for saved in converter(kind, files, folder / kind)
    }


@pytest.fixture(scope="module")
def reader() -> Iterator[BookReader]:
    with BookReader() as reading:
        yield reading


@pytest.mark.parametrize("kind", FORMATS)
def test_a_saved_workbook_has_no_changes(kind: str, converted: Any, helping: Any, reader: BookReader) -> None:
    found = helping.compare(reader.read(load_file(converted[kind, ""])))
    assert [(c.cell, c.field, c.snapshot, c.theirs, c.note) for c in found.changes] == []
    assert [p.message for p in found.problems] == []
    assert sum(key[0] == "help" for key in found.rows) == 6


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("field", "typed", "theirs"), FILLED, ids=[field for field, _, _ in FILLED])
def test_one_filled_cell_is_exactly_that_change(
    kind: str, field: str, typed: str, theirs: str, converted: Any, helping: Any, reader: BookReader
) -> None:
    found = helping.compare(reader.read(load_file(converted[kind, field])))
    changes = [(c.kind, c.key, c.field, c.theirs, c.outcome) for c in found.changes]
    assert changes == [("help", "uid-h0", field, theirs, Outcome.CHANGE)]
    assert [p.message for p in found.problems] == []
