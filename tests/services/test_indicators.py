"""Recording observations and describing indicators."""

import math
from datetime import date

import pytest

from tracker.errors import ConflictError, InputError
from tracker.model.tables import Indicator, Observation
from tracker.queries.indicators import list_indicators
from tracker.services import indicators

DAY = date(2025, 12, 31)
#: Why a goal is eased, and who decided.
WHY = ("目标已重新核定", "王副市长")


def row(desk, code: str = "I07"):
    (found,) = desk.look(list_indicators, desk.today, [code])
    return found


def test_an_observation_is_added_and_becomes_the_current(desk) -> None:
    number = row(desk).id
    changes = desk.act(indicators.add_observation, number, DAY, 195, " 快报 ")
    found = row(desk)
    assert (changes.indicators, changes.tasks) == ({number}, frozenset())
    assert changes.label == "国家级专精特新“小巨人”企业数 录入观测值"
    assert [one.value for one in found.observations] == [182.0, 195.0]
    now = found.current
    assert (now.on, now.value, now.note, now.source) == (DAY, 195.0, "快报", "手工录入")


def test_an_earlier_observation_does_not_become_the_current(desk) -> None:
    for day, value in ((DAY, 195.0), (date(2024, 12, 31), 188.0)):
        desk.act(indicators.add_observation, row(desk).id, day, value)
    assert [one.value for one in row(desk).observations] == [182.0, 188.0, 195.0]


def test_an_observation_is_corrected_and_removed(desk) -> None:
    desk.act(indicators.add_observation, row(desk).id, DAY, 195)
    mine = row(desk).current
    desk.act(indicators.edit_observation, mine.id, date(2025, 11, 30), 194.5, "更正")
    now = row(desk).current
    assert (now.id, now.on, now.value, now.note) == (mine.id, date(2025, 11, 30), 194.5, "更正")
    desk.act(indicators.delete_observation, mine.id)
    assert [one.value for one in row(desk).observations] == [182.0]


def test_an_undated_figure_of_the_source_may_stay_undated(desk) -> None:
    told = row(desk).observations[0]
    desk.act(indicators.edit_observation, told.id, None, 183)
    assert (row(desk).current.on, row(desk).current.value) == (None, 183.0)


@pytest.mark.parametrize("value", [math.nan, math.inf, "195", None, True])
def test_a_value_is_a_number(lite, value) -> None:
    before = lite.content(memory=True)
    with pytest.raises(InputError):
        lite.act(indicators.add_observation, row(lite).id, DAY, value)
    assert lite.content(memory=True) == before


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("name", " 小巨人 ", "小巨人"),
        ("unit", "户", "户"),
        ("baseline_value", 170, 170.0),
        ("baseline_value", None, None),
        ("baseline_value", "", None),
        ("baseline_on", "2022-06-30", date(2022, 6, 30)),
        ("baseline_text", "2022年6月", "2022年6月"),
        ("target_value", 0, 0.0),
        ("target_on", "2027-12-31", date(2027, 12, 31)),
        ("target_on", "", None),
        ("target_text", "到2027年", "到2027年"),
        ("note", "", ""),
    ],
)
def test_every_field_of_an_indicator_can_be_edited(desk, field: str, value, shown) -> None:
    before = row(desk)
    changes = desk.act(indicators.edit_indicator, before.id, before.version, field, value, *WHY)
    assert getattr(row(desk), field) == shown
    assert changes.batch_id is not None
    assert changes.indicators == {before.id}


def test_an_unchanged_field_writes_nothing(desk) -> None:
    seen = row(desk)
    before = desk.content(memory=True)
    assert desk.act(indicators.edit_indicator, seen.id, seen.version, "unit", "家").batch_id is None
    assert desk.content(memory=True) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "指标要有名称"),
        ("target_value", "很多", "要填数字"),
        ("target_value", math.nan, "不是数字"),
        ("target_on", "年底", "读不出日期"),
    ],
)
def test_what_an_indicator_cannot_be(lite, field: str, value, sentence: str) -> None:
    seen = row(lite)
    with pytest.raises(InputError, match=sentence):
        lite.act(indicators.edit_indicator, seen.id, seen.version, field, value)


@pytest.mark.parametrize("day", ["2022-12-30", "2022-12-31"])
def test_a_target_comes_after_its_baseline(lite, day: str) -> None:
    seen = row(lite)
    dated = {"baseline_on": "2022-12-31", "target_on": ""}
    lite.act(indicators.describe_indicator, seen.id, seen.version, dated, reason=WHY[0], decided_by=WHY[1])
    seen = row(lite)
    with pytest.raises(InputError, match=f"目标日期 {day} 要晚于基期日期 2022-12-31"):
        lite.act(indicators.edit_indicator, seen.id, seen.version, "target_on", day)
    both = {"target_on": "2030-12-31", "baseline_on": "2031-01-01"}
    with pytest.raises(InputError, match="要晚于基期日期 2031-01-01"):
        lite.act(indicators.describe_indicator, seen.id, seen.version, both)
    lite.act(indicators.edit_indicator, seen.id, seen.version, "target_on", "2023-01-01")
    assert row(lite).target_on == date(2023, 1, 1)


def test_an_edit_on_an_old_version_is_a_conflict(desk) -> None:
    seen = row(desk)
    desk.act(indicators.edit_indicator, seen.id, seen.version, "target_value", 210)
    with pytest.raises(ConflictError, match="刚刚被改过"):
        desk.act(indicators.edit_indicator, seen.id, seen.version, "target_value", 220)
    assert desk.rows(Indicator, Indicator.code == "I07")[0].target_value == 210


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        (indicators.add_observation, (99_999, DAY, 1)),
        (indicators.edit_observation, (99_999, DAY, 1)),
        (indicators.delete_observation, (99_999,)),
        (indicators.edit_indicator, (99_999, 1, "unit", "x")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_gone_is_a_sentence(lite, act, arguments: tuple) -> None:
    with pytest.raises(InputError, match="已不在台账中"):
        lite.act(act, *arguments)
    assert len(lite.rows(Observation)) > 0
