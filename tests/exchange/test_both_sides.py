"""Any mixture of edits on both sides: nothing of theirs is lost, nothing is invented, and a second look finds rest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.exchange.book.raw_book import NUMBER, TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.cells.cells import same_value, show_value
from tracker.exchange.cells.columns import HEADER_ROW, TASK_SHEET, CellKind
from tracker.exchange.cells.row_tokens import make_token
from tracker.model.changeset import ChangeSet, Value
from tracker.model.enums import Outcome, Status

ROWS = 3
OFFICES = ("市经信局", "市科技局", "市财政局", "市发改委")
PARAGRAPHS = st.lists(st.sampled_from(["甲", "乙", "丙", "丁 戊", "=1+1", "一、完成 50%"]), max_size=4)
VALUES: dict[CellKind, st.SearchStrategy[Any]] = {
    CellKind.TEXT: PARAGRAPHS.map("\n".join),
    CellKind.NAME: st.sampled_from(["", "张三", "李四", "0574-87181234", "ＡＢ 12"]),
    CellKind.OFFICES: st.sets(st.sampled_from(OFFICES)).map(lambda names: tuple(n for n in OFFICES if n in names)),
    CellKind.DEADLINE: st.sampled_from(
        ["", "2025年12月底前", "12月底", "2025-12-31", "长期坚持", "每季度末", "2026年6月底", "尽快"]
    ),
    CellKind.PERCENT: st.one_of(st.none(), st.integers(0, 100)),
    CellKind.STATUS: st.sampled_from([status.value for status in Status]),
}
FIELD_NAMES = [column.field for column in TASK_SHEET.editable]
Edits = Mapping[tuple[int, str], Value]


def edits() -> st.SearchStrategy[Edits]:
    """Return some cells and what is written into them."""
    one = st.sampled_from(FIELD_NAMES).flatmap(
        lambda field: st.tuples(st.integers(0, ROWS - 1), st.just(field), VALUES[TASK_SHEET.by_field[field].kind])
    )
    return st.lists(one, max_size=12).map(lambda found: {(row, field): value for row, field, value in found})


def as_cell(field: str, value: Value) -> RawCell | None:
    if value is None or value in ("", ()):
        return None
    if isinstance(value, int):
        return RawCell(NUMBER, repr(value / 100), "0%")
    return RawCell(TEXT, show_value(field, value), "@")


def book_of_rows(content: Any, theirs: Edits) -> RawBook:
    """Return the workbook as the office would send it back, without the way over a file."""
    rows = {HEADER_ROW: {n: RawCell(TEXT, c.header) for n, c in enumerate(TASK_SHEET.columns, start=1)}}
    for number, row in enumerate(content.tasks):
        cells = {1: RawCell(TEXT, make_token(row.key, content.export_code, content.secret))}
        for place, column in enumerate(TASK_SHEET.columns[1:], start=2):
            value = theirs.get((number, column.field), row.values.get(column.field))
            if (cell := as_cell(column.field, value)) is not None:
                cells[place] = cell
        rows[HEADER_ROW + 1 + number] = cells
    return RawBook("xlsx", (RawSheet("任务清单", rows=rows),))


def with_ours(exchange: Any, ours: Edits) -> Any:
    for (row, field), value in ours.items():
        key = f"uid-{row + 1}"
        exchange = exchange.with_ours(key, **{**exchange.ours.get(("task", key), {}), field: value})
    return exchange


def accepted(exchange: Any, found: ChangeSet) -> Any:
    """Return the ledger after everything of theirs was taken."""
    taken = {(int(c.key[4:]) - 1, c.field): c.theirs for c in found.changes if c.outcome is not Outcome.SAME}
    return with_ours(exchange, taken)


base = st.fixed_dictionaries({field: VALUES[TASK_SHEET.by_field[field].kind] for field in FIELD_NAMES})


@pytest.fixture(scope="module")
def sent_with(make_exchange: Any) -> Any:
    def make(rows: list[dict[str, Value]]) -> Any:
        named = [{**row, "code": f"B{n}", "title": f"任务{n}"} for n, row in enumerate(rows)]
        exchange = make_exchange(*named)
        return replace(exchange, content=replace(exchange.content, indicators=()))

    return make


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(base, min_size=ROWS, max_size=ROWS), ours=edits(), theirs=edits())
def test_any_mixture_of_edits(sent_with: Any, rows: Any, ours: Edits, theirs: Edits) -> None:
    exchange = with_ours(sent_with(rows), ours)
    day = exchange.content.sent_on
    found = exchange.compare(book_of_rows(exchange.content, theirs))
    told = {(int(c.key[4:]) - 1, c.field): c for c in found.changes}
    current = {key[1]: row.values for key, row in exchange.current.items()}
    for number in range(ROWS):
        for field in FIELD_NAMES:
            was, now = rows[number][field], theirs.get((number, field), rows[number][field])
            have = current[f"uid-{number + 1}"][field]
            change = told.get((number, field))
            if same_value(field, was, now, day):
                assert change is None, "silence is no change"
            elif field == "due_text" and now == "尽快" and have not in ("", now):
                assert change is None, "no date is not taken for a date"
                assert any(p.key == f"uid-{number + 1}" and p.field == field for p in found.problems)
            elif same_value(field, have, now, day):
                assert change is not None
                assert change.outcome is Outcome.SAME
            elif same_value(field, have, was, day):
                assert change is not None
                assert same_value(field, change.theirs, now, day), "their value is taken as it is"
                assert change.outcome in (Outcome.CHANGE, Outcome.CLEARED)
            else:
                assert change is not None, "no edit of theirs is lost"
                assert change.snapshot == was or same_value(field, change.snapshot, was, day)
                assert change.outcome is Outcome.CONFLICT or now not in (None, "", ())


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(base, min_size=ROWS, max_size=ROWS), ours=edits(), theirs=edits())
def test_after_taking_everything_nothing_is_left_to_do(sent_with: Any, rows: Any, ours: Edits, theirs: Edits) -> None:
    exchange = with_ours(sent_with(rows), ours)
    book = book_of_rows(exchange.content, theirs)
    after = accepted(exchange, exchange.compare(book)).compare(book)
    assert [
        (c.task, c.field, c.outcome, c.ours, c.theirs) for c in after.changes if c.outcome is not Outcome.SAME
    ] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(base, min_size=ROWS, max_size=ROWS), ours=edits())
def test_a_file_left_alone_says_nothing(sent_with: Any, rows: Any, ours: Edits) -> None:
    exchange = with_ours(sent_with(rows), ours)
    assert exchange.compare(book_of_rows(exchange.content, {})).changes == ()
