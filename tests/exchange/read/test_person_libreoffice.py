"""联系方式 through a real LibreOffice, in three formats: no change by itself, one filled cell is one proposal."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.exchange.test_person_sheet import PEOPLE, WANG, cell
from tests.libreoffice import Converter
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.write.content import ContentRow
from tracker.exchange.write.workbook import write_workbook
from tracker.model.enums import Outcome

pytestmark = pytest.mark.libreoffice

FORMATS = ("xlsx", "xls", "ods")
ODD = WANG | {
    "person_name": "𠮷田",
    "person_role": "other",
    "person_phone": "087650001",
    "person_note": "=1+1 不是公式",
}
#: What is filled in, each in a file of its own: row, field, what is typed, what is read.
FILLED = [
    (5, "person_post", "二级调研员", "二级调研员"),
    (5, "person_role", "主要负责人", "head"),
    (5, "person_phone", "0574-87650002", "0574-87650002"),
    (5, "person_email", "wh@nb.gov.cn", "wh@nb.gov.cn"),
    (8, "person_name", "陈一", None),
]


@pytest.fixture(scope="module")
def known(make_exchange: Callable[..., Any]) -> Any:
    exchange = make_exchange({"code": "B2.1"})
    return replace(exchange, content=replace(exchange.content, people=(*PEOPLE, ContentRow("P00000000000c", ODD))))


@pytest.fixture(scope="module")
def converted(
    known: Any, converter: Converter, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Return by format and field filled in ("" for none) the workbook as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("people")
    write_workbook(plain := folder / "plain.xlsx", known.content)
    files = [plain]
    for row, field, typed, _ in FILLED:
        book = openpyxl.load_workbook(plain)
        cell(book, field, row).value = typed
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
def test_a_saved_workbook_has_no_changes(kind: str, converted: Any, known: Any, reader: BookReader) -> None:
    found = known.compare(reader.read(load_file(converted[kind, ""])))
    assert [(c.cell, c.field, c.snapshot, c.theirs, c.note) for c in found.changes] == []
    assert [p.message for p in found.problems] == []
    assert sum(key[0] == "person" for key in found.rows) == 3


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("row", "field", "typed", "theirs"), FILLED, ids=[field for _, field, _, _ in FILLED])
def test_one_filled_cell_is_exactly_that_proposal(
    kind: str, row: int, field: str, typed: str, theirs: str | None, converted: Any, known: Any, reader: BookReader
) -> None:
    found = known.compare(reader.read(load_file(converted[kind, field])))
    (change,) = found.changes
    expected = ("P00000000000a", field, theirs, Outcome.CHANGE) if row == 5 else ("", "", None, Outcome.UNKNOWN_ROW)
    assert (change.key, change.field, change.theirs, change.outcome) == expected
    assert (change.kind, change.needs_decision, found.problems) == ("person", True, ())
