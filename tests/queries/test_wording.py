"""Recorded changes in words: fields, values, and rows that came or went."""

import re
from typing import Any

import pytest
from sqlalchemy import inspect

from tracker.model.tables import Revision
from tracker.queries.wording import Wording
from tracker.store.history import TRACKED


def words(desk, entity: str, field: str, old: Any, new: Any = None) -> tuple[str, str, str]:
    """Return field, old and new of a revision as a person reads them."""
    revision = Revision(batch_id=1, entity=entity, entity_id=1, field=field, old=old, new=new)

    def read(session) -> tuple[str, str, str]:
        wording = Wording(session)
        return (wording.field(revision), wording.old(revision), wording.new(revision))

    return desk.look(read)


@pytest.mark.parametrize(
    ("entity", "field", "old", "new", "expected"),
    [
        ("task", "owner", "", "张三", ("责任人", "", "张三")),
        ("task", "status", "unassigned", "in_progress", ("状态", "待交办", "推进中")),
        ("task", "progress", 0, 35, ("进度", "0%", "35%")),
        ("task", "lead_office_id", None, 1, ("牵头单位", "", "市经信局")),
        ("task", "themes", ["甲", "乙"], [], ("主题", "甲、乙", "")),
        ("indicator", "target_value", None, 0.0, ("目标值", "", "0")),
        ("indicator", "target_value", 6997.2, 1234567.5, ("目标值", "6,997.2", "1,234,567.5")),
        ("observation", "value", 190.0, 190.5, ("数值", "190", "190.5")),
        ("workbook_return", "state", "pending", "applied", ("状态", "待核对", "已导入")),
        ("return_decision", "choice", "ours", "theirs", ("决定", "保留我方", "采纳对方")),
        ("evidence", "kind", "note", "file", ("类别", "说明", "文件")),
        ("milestone", "weight", 1, 2, ("权重", "1", "2")),
    ],
)
def test_a_field(lite, entity: str, field: str, old: Any, new: Any, expected: tuple) -> None:
    assert words(lite, entity, field, old, new) == expected


@pytest.mark.parametrize(
    ("entity", "row", "name", "told"),
    [
        ("task", {"title": "引进技术", "remark": "x"}, "任务", "引进技术"),
        ("task_office", {"task_id": 1, "office_id": 1}, "配合单位", "市经信局"),
        ("task_indicator", {"task_id": 1, "indicator_id": 1}, "关联指标", "工业增加值"),
        ("milestone", {"title": "印发方案"}, "节点", "印发方案"),
        ("progress_entry", {"progress": 40, "note": "已起草"}, "进展记录", "40% 已起草"),
        ("progress_entry", {"progress": 40, "note": ""}, "进展记录", "40%"),
        ("progress_entry", {"progress": None, "note": "已起草"}, "进展记录", "已起草"),
        ("observation", {"value": 190.0, "observed_on": "2025-12-31", "period": ""}, "观测值", "190（2025-12-31）"),
        ("observation", {"value": 3.0, "observed_on": None, "period": "未注明"}, "观测值", "3（未注明）"),
        ("extension", {"to_text": "9月底", "reason": "推迟"}, "延期", "推迟"),
        ("extension", {"kind": "extension", "to_text": "9月底", "reason": "推迟"}, "延期", "推迟"),
        ("extension", {"kind": "advance", "to_text": "9月底", "reason": ""}, "提前", "9月底"),
        (
            "status_move",
            {"from_status": "closing", "to_status": "in_progress", "reason": "材料不全"},
            "状态变动",
            "待销号 → 推进中：材料不全",
        ),
        (
            "status_move",
            {"from_status": "unassigned", "to_status": "not_started", "reason": ""},
            "状态变动",
            "待交办 → 未启动",
        ),
        ("verdict", {"outcome": "refuted", "progress": None, "note": "现场没有设备"}, "核查", "不属实 现场没有设备"),
        ("verdict", {"outcome": "partly", "progress": 60, "note": ""}, "核查", "部分属实 核查 60%"),
        ("report_waiver", {"period_due_on": "2026-02-25", "reason": "合并报送"}, "免报", "2026-02-25 期 合并报送"),
        ("coordination", {"what": "用地指标", "solver": "市资规局"}, "协调事项", "用地指标"),
        ("evidence", {"name": "", "text": "验收意见"}, "佐证", "验收意见"),
        ("office_alias", {"office_id": 1, "alias": "工信局"}, "单位别名", "工信局"),
    ],
)
def test_a_row_that_came_and_one_that_went(lite, entity: str, row: dict, name: str, told: str) -> None:
    assert words(lite, entity, "", None, row) == (name, "", told)
    assert words(lite, entity, "", row) == (name, told, "")


def test_every_recorded_kind_of_row_has_a_name(lite) -> None:
    for entity in TRACKED:
        name = words(lite, entity, "", None)[0]
        assert name != entity
        assert not name.isascii()


def test_every_recorded_column_and_row_has_a_chinese_word(lite) -> None:
    def name(session) -> list[str]:
        wording = Wording(session)
        columns = [(entity, key.key) for entity, kind in TRACKED.items() for key in inspect(kind).column_attrs]
        named = [
            (*one, wording.field(Revision(entity=one[0], field=one[1])))
            for one in [*columns, *((e, "") for e in TRACKED)]
        ]
        return [f"{entity}.{field}: {word}" for entity, field, word in named if not re.search("[\u4e00-\u9fff]", word)]

    assert lite.look(name) == []
