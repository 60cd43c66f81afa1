"""Making, linking, merging and retiring indicators; a workbook carries them by a key of their own."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import InputError, RuleError
from tracker.model.enums import Direction, Measure
from tracker.model.source_words import Frequency
from tracker.model.tables import Indicator, IndicatorAlias, IndicatorLink, Observation, TaskIndicator
from tracker.queries.indicators import list_indicators
from tracker.services import undo
from tracker.services.indicator_links import (
    create_indicator,
    link_indicator,
    merge_indicators,
    retire_indicator,
    unlink_indicator,
)
from tracker.services.indicators import add_observation, describe_indicator

TODAY = date(2026, 3, 2)


def new(desk: Any, name: str = "规上工业企业数", **values: Any) -> Indicator:
    (number,) = desk.act(create_indicator, name, values, TODAY).indicators
    return get(desk, number)


def get(desk: Any, number: int) -> Indicator:
    (indicator,) = desk.rows(Indicator, Indicator.id == number)
    return indicator


def test_a_new_indicator_has_a_number_a_key_and_what_was_said(desk: Any) -> None:
    made = new(
        desk,
        unit="家",
        measure="存量",
        direction="越低越好",
        frequency="每月",
        office="市经济和信息化局",
        aliases=("规上企业", "规上企业"),
    )
    assert (made.code, made.unit, made.measure, made.direction) == ("指2026-01", "家", Measure.LEVEL, Direction.LOWER)
    assert made.frequency is Frequency.MONTHLY
    assert made.office_id is not None
    assert made.uid[0] == "I"
    assert len(made.uid) == 13
    assert [row.alias for row in desk.rows(IndicatorAlias)] == ["规上企业"]
    assert new(desk, "另一项").code == "指2026-02"


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        (" ", {}, "指标要有名称"),
        ("规上工业企业数", {}, "已有名为“规上工业企业数”的指标（指2026-01）"),
        ("别的", {"measure": "大约"}, "没有“大约”这种口径"),
        ("别的", {"office": "某某局"}, "没有名为“某某局”的单位"),
        ("别的", {"aliases": ("规上工业企业数",)}, "一个名称只能指一个指标"),
    ],
)
def test_what_is_refused(desk: Any, name: str, values: dict[str, Any], sentence: str) -> None:
    new(desk)
    with pytest.raises(InputError, match=sentence):
        desk.act(create_indicator, name, values, TODAY)


def test_both_ends_are_linked_in_one_act(desk: Any) -> None:
    made, task = new(desk), desk.detail("A1.2b")
    entry = task.recommendation.id
    desk.act(link_indicator, made.id, [desk.number("A1.1")], [entry])
    assert {row.task_id for row in desk.rows(TaskIndicator, TaskIndicator.indicator_id == made.id)} == {
        desk.number("A1.1"),
        desk.number("A1.2b"),
    }
    desk.act(unlink_indicator, made.id, (), [entry], follow=False)
    assert desk.rows(IndicatorLink, IndicatorLink.indicator_id == made.id) == []
    assert made.code in desk.task("A1.2b").indicators
    desk.act(undo.undo_batch)
    desk.act(undo.undo_batch)
    assert made.code not in desk.task("A1.2b").indicators


def test_a_retired_indicator_leaves_cards_and_keeps_its_series(desk: Any) -> None:
    made = new(desk, measure="存量")
    desk.act(add_observation, made.id, date(2026, 1, 31), 12.0)
    with pytest.raises(RuleError, match="理由"):
        desk.act(retire_indicator, made.id, TODAY, "短")
    desk.act(retire_indicator, made.id, TODAY, "统计口径取消")
    assert made.code not in {row.code for row in desk.look(list_indicators, TODAY)}
    (kept,) = desk.look(list_indicators, TODAY, [made.code])
    assert [row.value for row in kept.observations] == [12.0]
    with pytest.raises(RuleError, match="已停用"):
        desk.act(link_indicator, made.id, [desk.number("A1.1")])


def test_merging_moves_values_links_and_names(desk: Any) -> None:
    kept, other = new(desk, measure="存量"), new(desk, "规模以上工业企业数", measure="存量", aliases=("规上数",))
    desk.act(add_observation, kept.id, date(2026, 1, 31), 12.0)
    desk.act(add_observation, other.id, date(2026, 1, 31), 12.0)
    desk.act(add_observation, other.id, date(2026, 2, 28), 13.0)
    desk.act(link_indicator, other.id, [desk.number("A1.1")])
    desk.act(merge_indicators, kept.id, other.id, TODAY)
    values = desk.rows(Observation, Observation.indicator_id == kept.id)
    assert [(row.observed_on, row.value) for row in values] == [(date(2026, 1, 31), 12.0), (date(2026, 2, 28), 13.0)]
    assert kept.code in desk.task("A1.1").indicators
    assert {row.alias for row in desk.rows(IndicatorAlias)} == {"规模以上工业企业数", "规上数"}
    assert get(desk, other.id).retired_on == TODAY
    desk.act(undo.undo_batch)
    assert len(desk.rows(Observation, Observation.indicator_id == other.id)) == 2


def test_an_indicator_is_merged_once(desk: Any) -> None:
    kept, other, third = new(desk), new(desk, "别的指标"), new(desk, "第三项指标")
    desk.act(retire_indicator, other.id, TODAY, "统计口径取消")
    desk.act(merge_indicators, kept.id, other.id, TODAY)
    merged = get(desk, other.id).note
    for into in (kept, third):
        with pytest.raises(RuleError, match=f"“别的指标”已并入 {kept.code} .*，没有再合并；.*请先撤销那次合并"):
            desk.act(merge_indicators, into.id, other.id, TODAY)
    assert get(desk, other.id).note == merged
    desk.act(undo.undo_batch)
    desk.act(merge_indicators, third.id, other.id, TODAY)
    assert f"已并入 {third.code}" in get(desk, other.id).note


def test_two_values_of_a_day_stop_a_merge(desk: Any) -> None:
    kept, other = new(desk), new(desk, "别的指标")
    desk.act(add_observation, kept.id, date(2026, 1, 31), 12.0)
    desk.act(add_observation, other.id, date(2026, 1, 31), 15.0)
    with pytest.raises(RuleError, match="2026-01-31 两项指标的数值不同（12 与 15）"):
        desk.act(merge_indicators, kept.id, other.id, TODAY)


def test_choices_are_taken_by_their_words(desk: Any) -> None:
    made = new(desk)
    desk.act(describe_indicator, made.id, made.version, {"kind": "背景", "frequency": ""})
    assert get(desk, made.id).kind.word == "背景"
