"""The links of an indicator said as a whole: what is new is linked, what is missing is parted, in one act."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import InputError, RuleError
from tracker.queries.indicators import linked_codes, list_indicators
from tracker.services import undo
from tracker.services.indicator_links import create_indicator, relink_indicator, retire_indicator
from tracker.services.indicators import describe_indicator

TODAY = date(2026, 3, 2)


@pytest.fixture
def number(desk: Any) -> int:
    (created,) = desk.act(create_indicator, "新培育企业数", {"unit": "家"}, TODAY).indicators
    return int(created)


def linked(desk: Any, number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes: tuple[tuple[str, ...], tuple[str, ...]] = desk.look(linked_codes, number)
    return codes


@pytest.mark.parametrize(
    ("tasks", "entries", "follow", "expected"),
    [
        (["A1.1"], [], True, (("A1.1",), ())),
        ([], ["B3.1"], True, (("B3.1",), ("B3.1",))),
        ([], ["B3.1"], False, ((), ("B3.1",))),
        (["A1.2a", "A1.1", "A1.1"], ["B3.1"], False, (("A1.1", "A1.2a"), ("B3.1",))),
        ([], [], True, ((), ())),
    ],
)
def test_what_is_named_is_linked(
    desk: Any, number: int, tasks: list[str], entries: list[str], follow: bool, expected: Any
) -> None:
    desk.act(relink_indicator, number, tasks, entries, follow=follow)
    assert linked(desk, number) == expected


def test_what_is_not_named_any_more_is_parted_as_one_act(desk: Any, number: int) -> None:
    desk.act(relink_indicator, number, ["A1.1", "A1.2a"], ["B3.1"])
    changes = desk.act(relink_indicator, number, ["A1.2a", "A1.2b"], [])
    assert linked(desk, number) == (("A1.2a", "A1.2b"), ())
    assert {desk.number("A1.1"), desk.number("A1.2b")} <= changes.tasks
    desk.act(undo.undo_batch)
    assert linked(desk, number) == (("A1.1", "A1.2a", "B3.1"), ("B3.1",))


def test_the_same_again_is_no_act(desk: Any, number: int) -> None:
    desk.act(relink_indicator, number, ["A1.1"], [])
    assert desk.act(relink_indicator, number, ["A1.1"], []).batch_id is None


@pytest.mark.parametrize(
    ("tasks", "entries", "sentence"),
    [(["Z9"], [], "没有编号为“Z9”的任务"), (["A1.1"], ["Z8"], "没有编号为“Z8”的建议")],
)
def test_a_code_nobody_has_changes_nothing(
    desk: Any, number: int, tasks: list[str], entries: list[str], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        desk.act(relink_indicator, number, tasks, entries)
    assert linked(desk, number) == ((), ())


def test_a_retired_one_is_linked_with_nothing_more(desk: Any, number: int) -> None:
    desk.act(retire_indicator, number, TODAY, "统计口径已取消")
    with pytest.raises(RuleError, match="已停用"):
        desk.act(relink_indicator, number, ["A1.1"], [])


def test_the_row_says_who_reports_it_how_often_and_its_other_names(desk: Any, number: int) -> None:
    values = {"office": "市经信局", "frequency": "每月", "aliases": ("新增企业", "培育数")}
    desk.act(describe_indicator, number, None, values)
    (row,) = [row for row in desk.look(list_indicators, TODAY) if row.id == number]
    assert (row.office, row.aliases) == ("市经信局", ("新增企业", "培育数"))
    assert row.frequency is not None
    assert row.frequency.word == "每月"
    (plain, *_) = desk.look(list_indicators, TODAY)
    assert (plain.office, plain.aliases) == ("", ())
