"""The forms about an indicator, and how their values reach the service."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from tests.forms import fill
from tracker.model.enums import LightColour
from tracker.model.rows import IndicatorRow, Light, OfficeRow
from tracker.model.source_words import Frequency
from tracker.ui.indicators.forms import (
    FOLLOW,
    OPEN,
    counting_dialog,
    create_dialog,
    described,
    link_dialog,
    merge_dialog,
    retire_dialog,
)
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

TODAY = date(2023, 9, 15)
OFFICES = OfficeNames([OfficeRow(1, "市经信局", "经信局", ("工信局",), 0)])


@pytest.fixture
def saved() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def save(saved: list[dict[str, Any]]) -> Any:
    def keep(values: Values, reply: Reply) -> None:
        saved.append(dict(values))
        reply.done()

    return keep


def choose(dialog: FormDialog, **words: str) -> None:
    for name, word in words.items():
        editor: Any = dialog.field(name).editor
        editor.setCurrentText(word)


def test_a_new_indicator_asks_for_its_name_and_leaves_the_rest_open(
    save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = create_dialog(OFFICES, TODAY, save, empty_window)
    dialog.submit()
    assert dialog.field("name").error() == "指标要有名称。"
    fill(dialog, name="新培育企业数", unit="家", office="工信局", aliases="新增企业、培育数", target_value="1,200")
    choose(dialog, measure="累计", frequency="每月")
    dialog.submit()
    (values,) = saved
    assert (values["office"], values["target_value"], values["measure"]) == ("市经信局", 1200.0, "累计")
    assert described(values)["aliases"] == ("新增企业", "培育数")
    assert values["target_on"] == ""


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"measure": OPEN, "frequency": OPEN}, {"measure": "", "frequency": ""}),
        ({"aliases": ""}, {"aliases": ()}),
        ({"name": "甲", "unit": ""}, {"name": "甲", "unit": ""}),
    ],
)
def test_open_choices_are_empty(values: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert described(values) == wanted


def test_counting_begins_with_what_there_is(
    indicator: IndicatorRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    row = replace(indicator, frequency=Frequency.MONTHLY, office="市经信局", aliases=("小巨人",))
    counting_dialog(row, OFFICES, save, empty_window).submit()
    assert saved == [
        {
            "kind": "定量", "measure": "存量", "direction": "越高越好", "frequency": "每月",
            "office": "市经信局", "aliases": "小巨人",
        }
    ]  # fmt: skip


def test_an_office_nobody_knows_is_said(indicator: IndicatorRow, save: Any, empty_window: QWidget) -> None:
    dialog = counting_dialog(indicator, OFFICES, save, empty_window)
    fill(dialog, office="某局").submit()
    assert "没有“某局”这个单位" in dialog.field("office").error()


def test_links_begin_with_those_there_are(
    indicator: IndicatorRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = link_dialog(indicator, ("B0.1", "B3.1"), ("B0.1",), save, empty_window)
    assert dialog.text("tasks") == "B0.1、B3.1"
    dialog.submit()
    assert saved == [{"tasks": "B0.1、B3.1", "recommendations": "B0.1", "follow": FOLLOW}]


def test_retiring_asks_why(
    indicator: IndicatorRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = retire_dialog(replace(indicator, light=Light(LightColour.GREEN, "", "")), save, empty_window)
    dialog.submit()
    assert dialog.field("reason").error() == "请写停用的理由"
    fill(dialog, reason="统计口径已取消").submit()
    assert saved == [{"reason": "统计口径已取消"}]


def test_retiring_one_that_warns_asks_who_decided(
    indicator: IndicatorRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = retire_dialog(replace(indicator, light=Light(LightColour.RED, "差 8 家", "")), save, empty_window)
    fill(dialog, reason="统计口径已取消").submit()
    assert dialog.field("decided_by").error() == "请写批准人"
    fill(dialog, decided_by="王副市长").submit()
    assert saved == [{"reason": "统计口径已取消", "decided_by": "王副市长"}]


@pytest.mark.parametrize(
    ("text", "code"), [("I08", "I08"), ("I08  国家级“小巨人”", "I08"), ("I07", None), ("没有", None), ("", None)]
)
def test_only_another_indicator_can_be_merged(
    indicator: IndicatorRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget, text: str, code: str | None
) -> None:
    other = replace(indicator, id=8, code="I08", name="国家级“小巨人”")
    dialog = merge_dialog(indicator, (indicator, other), save, empty_window)
    fill(dialog, other=text).submit()
    assert [values["other"] for values in saved] == ([code] if code else [])
    assert bool(dialog.field("other").error()) is (code is None)
