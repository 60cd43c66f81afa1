"""The verdict on one cell: both sides changed, deadlines without year, a bare 1."""

from datetime import date
from typing import Any

import pytest

from tracker.exchange.book.raw_book import NUMBER, TEXT, RawCell
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.cells.parsed_cell import Reading
from tracker.exchange.compare.merge_text import MERGED
from tracker.exchange.compare.three_way import Sides, judge, settled_reading
from tracker.model.enums import Outcome

SENT_ON = date(2025, 3, 1)
K = CellKind

# kind, base, ours, theirs -> outcome (None: nothing), value to take
VERDICTS = [
    (K.OFFICES, ("甲",), ("甲", "乙"), ("甲", "丙"), Outcome.CHANGE, ("甲", "乙", "丙")),
    (K.OFFICES, ("甲", "乙"), ("乙",), ("甲",), Outcome.CONFLICT, ("甲",)),
    (K.OFFICES, ("甲",), ("甲", "乙", "丙"), ("甲", "乙"), Outcome.SAME, ("甲", "乙", "丙")),
    (K.OFFICES, ("甲",), ("甲", "乙"), (), Outcome.CONFLICT, ()),
    (K.TEXT, "一\n二", "一改\n二", "一\n二改", Outcome.CHANGE, "一改\n二改"),
    (K.TEXT, "一\n二", "一改\n二", "一又改\n二", Outcome.CONFLICT, "一又改\n二"),
    (K.TEXT, "一\n二", "一\n二改", "", Outcome.CONFLICT, ""),
    (K.NAME, "张三", "李四", "王五", Outcome.CONFLICT, "王五"),
    (K.DEADLINE, "12月底", "12月底", "2025年12月31日前", None, None),
    (K.DEADLINE, "2025年12月底", "2025年12月底", "12月底", None, None),
    (K.DEADLINE, "2025年12月底", "2025年6月底", "6月底", Outcome.SAME, "6月底"),
    (K.DEADLINE, "2025年12月底", "2025年12月底", "2026年12月底", Outcome.CHANGE, "2026年12月底"),
    (K.DEADLINE, "2025年12月底", "2025年12月底", "长期坚持", Outcome.CHANGE, "长期坚持"),
    (K.PERCENT, 40, 50, 60, Outcome.CONFLICT, 60),
    (K.PERCENT, 40, 40, None, Outcome.CLEARED, None),
]


@pytest.mark.parametrize(("kind", "base", "ours", "theirs", "outcome", "value"), VERDICTS)
def test_verdict(kind: CellKind, base: Any, ours: Any, theirs: Any, outcome: Any, value: Any) -> None:
    found = judge(Sides(kind, base, ours, theirs, sent_on=SENT_ON), doubts_blanks=False)
    assert ((found.outcome, found.value) if found else (None, None)) == (outcome, value)


def test_what_was_put_together_says_so() -> None:
    found = judge(Sides(K.TEXT, "一", "一\n我", "一\n他"), doubts_blanks=False)
    assert found is not None
    assert (found.note, found.review) == (MERGED, False)


def test_a_blank_where_errors_are_invisible_needs_a_person() -> None:
    for ours in ("张三", "李四"):
        found = judge(Sides(K.NAME, "张三", ours, ""), doubts_blanks=True)
        assert found is not None
        assert found.review
        assert "空白" in found.note


BARE_ONE = Reading(1, "1", review=True, instead=100)


@pytest.mark.parametrize(
    ("kind", "base", "value"),
    [(NUMBER, 100, None), (TEXT, 100, None), (NUMBER, 1, 100), (TEXT, 1, 100), (NUMBER, 40, 1), (NUMBER, None, 1)],
)
def test_a_bare_one_against_what_was_sent(kind: str, base: Any, value: Any) -> None:
    found = settled_reading(BARE_ONE, RawCell(kind, "1"), base)
    assert (found.value if found else None) == value
    assert found is None or found.review


@pytest.mark.parametrize(("base", "value"), [(100, None), (1, 100), (40, 100), (None, 100)])
def test_a_bare_one_where_the_file_hides_its_formats(base: Any, value: Any) -> None:
    """The cell had the format of percents when it was sent: somebody who typed 1 has 0.01 in it."""
    found = settled_reading(BARE_ONE, RawCell(NUMBER, "1.0", None), base)
    assert (found.value if found else None) == value
    assert found is None or found.review


@pytest.mark.parametrize(
    ("kind", "base", "value", "silent"),
    [
        (NUMBER, "0574-55532012", "57455532012", True),
        (NUMBER, "007", "7", True),
        (NUMBER, "0574-55532012", "57455532013", False),
        (NUMBER, "1380000", "380000", False),
        (NUMBER, "", "7", False),
        (TEXT, "0574-55532012", "57455532012", False),
    ],
)
def test_zeros_that_a_number_lost_are_no_change(kind: str, base: str, value: str, silent: bool) -> None:
    assert (settled_reading(Reading(value, value), RawCell(kind, value), base) is None) == silent
