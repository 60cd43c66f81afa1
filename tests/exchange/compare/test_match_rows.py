"""Which row a row is, and which export a file belongs to."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.book.raw_book import TEXT, RawCell, RawSheet
from tracker.exchange.cells.columns import TASK_SHEET
from tracker.exchange.cells.row_tokens import Token
from tracker.exchange.compare.match_rows import (
    COPIED,
    MIXED_UP,
    SentIndex,
    choose_base,
    likeness,
    match_row,
    match_rows,
)
from tracker.exchange.table.data_rows import TableRow
from tracker.exchange.table.detect_tables import Table
from tracker.model.changeset import SentRow, SentWorkbook

Make = Callable[..., Any]


def sent(code: str, *rows: tuple[str, str, str]) -> SentWorkbook:
    return SentWorkbook(code, "市经信局", "2025-03-01", tuple(SentRow("task", k, label, t, {}) for k, label, t in rows))


def row(label: str, title: str, token: str = "", code: str = "E1") -> TableRow:
    cells = {"code": RawCell(TEXT, label), "title": RawCell(TEXT, title)}
    table = Table(TASK_SHEET, RawSheet("S"), 1, {"code": 1, "title": 2}, 2.0)
    return TableRow(table, 2, cells, frozenset(), Token(token, code, True) if token else None)


E1 = sent(
    "E1",
    ("u1", "B2.1", "建立专精特新企业培育库"),
    ("u2", "B2.2", "设立产业基金"),
    ("u3", "B2.3", "同名任务"),
    ("u4", "B2.4", "同名任务"),
)
INDEXES = {"E1": SentIndex(E1), "E2": SentIndex(sent("E2", ("u9", "C1", "别的任务")))}

ROWS = {
    "token": (row("B2.1", "建立专精特新企业培育库", "u1"), "u1", ""),
    "token, both texts gone": (row("", "", "u1"), "u1", ""),
    "token, title reworded": (row("B2.1", "别的说法", "u1"), "u1", ""),
    "token on another row": (row("B2.2", "设立产业基金", "u1"), "u2", MIXED_UP),
    "token on a row that is nobody's": (row("X1", "从没见过的事", "u1"), "u1", MIXED_UP),
    "token of another export": (row("C1", "别的任务", "u9", "E2"), "u9", ""),
    "token nobody knows, number and title": (row("B2.2", "设立产业基金", "u77", "E77"), "u2", ""),
    "number and like title": (row("b2.1 ", "建立专精特新企业的培育库"), "u1", ""),
    "number with another title": (row("B2.1", "完全不同的事"), None, ""),
    "title alone": (row("", "设立 产业基金"), "u2", ""),
    "title with a wrong number": (row("X9", "设立产业基金"), "u2", ""),
    "title that stands twice": (row("", "同名任务"), None, ""),
    "number alone": (row("B2.1", ""), "u1", "只有编号"),
    "like title alone": (row("", "设立产业基金会"), "u2", "只有任务名称相近"),
    "number with a related title": (row("B2.1", "建立企业库并组织培训"), "u1", "编号相符"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "key", "doubt"), ROWS.values(), ids=ROWS)
def test_match(given: TableRow, key: str | None, doubt: str) -> None:
    match = match_row(given, INDEXES, INDEXES["E1"])
    assert (match.sent.key if match.sent else None) == key
    assert match.doubt.startswith(doubt) if doubt else not match.doubt


def base_code(*rows: TableRow, latest: tuple[str, ...] = ("E1", "E2"), named: str = "") -> tuple[str, bool] | None:
    known = {"E1": E1, "E2": sent("E2", ("u9", "C1", "别的任务"))}
    base = choose_base(rows, INDEXES, known, latest, named)
    return (base.sent.export_code, base.assumed) if base else None


def test_the_base_is_told_by_tokens_then_the_hidden_sheet_then_what_fits() -> None:
    bare, other = row("B2.1", "建立专精特新企业培育库"), row("C1", "别的任务")
    assert base_code(row("", "", "u9", "E2"), bare, bare, named="E1") == ("E2", False)
    assert base_code(other, named="E1") == ("E1", False)
    assert base_code(bare, other, row("B2.2", "设立产业基金")) == ("E1", True)
    assert base_code(other) == ("E2", True)
    assert base_code(row("Z", "谁也不是")) is None
    assert base_code(other, latest=("E1",)) is None


def test_likeness_ignores_blanks_and_width() -> None:
    assert likeness("（一）培育 库", "(一)培育库") == 1.0
    assert likeness("甲乙", "丙丁") == 0.0


def test_a_row_that_is_only_like_one_that_is_there_is_nobody() -> None:
    found = match_rows([row("B2.2", "设立产业基金", "u2"), row("", "设立产业基金会")], INDEXES, INDEXES["E1"])
    assert [match.sent.key if match.sent else None for match in found] == ["u2", None]


def test_a_row_copied_with_its_token_is_nobody_while_its_own_row_is_there() -> None:
    rows = [row("B2.1", "建立专精特新企业培育库", "u1"), row("X1", "从没见过的事", "u1"), row("X2", "另一件事", "u2")]
    found = match_rows(rows, INDEXES, INDEXES["E1"])
    assert [(m.sent.key if m.sent else None, m.doubt) for m in found] == [("u1", ""), (None, COPIED), ("u2", MIXED_UP)]


def test_the_search_for_like_titles_ends_after_so_many_rows() -> None:
    index = SentIndex(sent("E3", *((f"u{n}", f"B{n}", f"编制第{n}号行动方案") for n in range(30_000))))
    found = [match_row(row("", f"编制第{n}号行动方案和细则附件"), {}, index).sent for n in range(3)]
    assert found[1:] == [None, None]
