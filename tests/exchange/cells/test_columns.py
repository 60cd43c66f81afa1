"""The table of columns agrees with the fields of the change set."""

import pytest

from tracker.exchange.cells.columns import (
    BY_KIND,
    FIELDS,
    HELP_SHEET,
    INDICATOR_SHEET,
    SHEETS,
    TASK_SHEET,
    CellKind,
    SheetLayout,
)
from tracker.model.field_list import HELP_EDITABLE, INDICATOR_EDITABLE, TASK_EDITABLE, TASK_FIELDS, Edit

TASK_BESIDE = tuple(field.name for field in TASK_FIELDS if Edit.BESIDE in field.edit)


def test_editable_fields_are_those_of_the_change_set() -> None:
    assert tuple(c.field for c in TASK_SHEET.editable) == TASK_EDITABLE
    assert tuple(c.field for c in INDICATOR_SHEET.editable) == INDICATOR_EDITABLE
    assert tuple(c.field for c in TASK_SHEET.beside) == TASK_BESIDE
    assert all(column.editable for column in TASK_SHEET.beside)


def test_help_columns_stand_in_the_agreed_order() -> None:
    headers = (
        "编号 任务名称 工作内容 牵头单位 牵头单位联系人及电话 完成时限 牵头单位进度 牵头单位进展 "
        "本单位配合内容 配合状态 配合情况 存在问题 本单位联系人 联系电话 佐证材料 备注 填报人"
    )
    assert [c.header for c in HELP_SHEET.data_columns] == headers.split()
    assert tuple(c.field for c in HELP_SHEET.editable) == HELP_EDITABLE
    assert {c.anchor for c in HELP_SHEET.columns} >= {"ZC_help_token", "ZC_help_code", "ZC_help_filled_by"}


def test_task_columns_stand_in_the_agreed_order() -> None:
    assert {*TASK_EDITABLE, *TASK_BESIDE} < {c.field for c in TASK_SHEET.data_columns}
    headers = (
        "编号 任务名称 工作内容 来源 牵头单位 配合单位 责任人 联系电话 完成时限 延期理由 原时限 延期次数 进度 状态 "
    )
    headers += "进展情况 存在问题 下一步措施 佐证材料 备注 填报人 配合单位反馈 交办说明"
    assert [c.header for c in TASK_SHEET.data_columns] == headers.split()


@pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.kind)
def test_a_sheet_begins_with_its_token_and_names_its_rows(layout: SheetLayout) -> None:
    assert layout.columns[0].kind is CellKind.TOKEN
    assert {layout.label, layout.title} <= set(layout.by_field)
    assert BY_KIND[layout.kind] is layout


def test_anchors_and_fields_are_unique_over_all_sheets() -> None:
    columns = [c for layout in SHEETS for c in layout.columns]
    assert len({c.anchor for c in columns}) == len(columns)
    tokens, shared = len(SHEETS), {c.field for c in TASK_SHEET.data_columns} & set(HELP_SHEET.by_field)
    assert shared == {"filled_by", "evidence_names"}  # one word for the person who wrote a row, on either sheet
    assert len(FIELDS) == len(columns) - tokens - len(shared)


@pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.kind)
def test_no_two_columns_share_a_header_or_alias(layout: SheetLayout) -> None:
    names = [name for c in layout.columns for name in (c.header, *c.aliases)]
    assert len(names) == len(set(names))


def test_dropdowns_fit_inline() -> None:
    assert all(len(",".join(c.dropdown)) <= 255 for layout in SHEETS for c in layout.columns)
    assert "推进中" in TASK_SHEET.by_field["status"].dropdown
    assert HELP_SHEET.by_field["help_state"].dropdown == ("未开始", "配合中", "已完成", "不涉及")
