"""The table of columns agrees with the fields of the change set."""

import pytest

from tracker.exchange.cells.columns import BY_KIND, FIELDS, INDICATOR_SHEET, SHEETS, TASK_SHEET, CellKind, SheetLayout
from tracker.model.field_list import INDICATOR_EDITABLE, TASK_BESIDE, TASK_EDITABLE


def test_editable_fields_are_those_of_the_change_set() -> None:
    assert tuple(c.field for c in TASK_SHEET.editable) == TASK_EDITABLE
    assert tuple(c.field for c in INDICATOR_SHEET.editable) == INDICATOR_EDITABLE
    assert tuple(c.field for c in TASK_SHEET.beside) == TASK_BESIDE
    assert all(column.editable for column in TASK_SHEET.beside)


def test_task_columns_stand_in_the_agreed_order() -> None:
    assert {*TASK_EDITABLE, *TASK_BESIDE} < {c.field for c in TASK_SHEET.data_columns}
    headers = (
        "编号 任务名称 工作内容 来源 牵头单位 配合单位 责任人 联系电话 完成时限 延期理由 原时限 延期次数 进度 状态 "
    )
    headers += "进展情况 存在问题 下一步措施 佐证材料 备注 填报人 交办说明"
    assert [c.header for c in TASK_SHEET.data_columns] == headers.split()


@pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.kind)
def test_a_sheet_begins_with_its_token_and_names_its_rows(layout: SheetLayout) -> None:
    assert layout.columns[0].kind is CellKind.TOKEN
    assert {layout.label, layout.title} <= set(layout.by_field)
    assert BY_KIND[layout.kind] is layout


def test_anchors_and_fields_are_unique_over_both_sheets() -> None:
    columns = [c for layout in SHEETS for c in layout.columns]
    assert len({c.anchor for c in columns}) == len(columns)
    assert len(FIELDS) == len(columns) - 2


@pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.kind)
def test_no_two_columns_share_a_header_or_alias(layout: SheetLayout) -> None:
    names = [name for c in layout.columns for name in (c.header, *c.aliases)]
    assert len(names) == len(set(names))


def test_dropdowns_fit_inline() -> None:
    assert all(len(",".join(c.dropdown)) <= 255 for layout in SHEETS for c in layout.columns)
    assert "推进中" in TASK_SHEET.by_field["status"].dropdown
