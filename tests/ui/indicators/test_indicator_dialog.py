from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from tracker.errors import ConflictError
from tracker.model.tables import Indicator
from tracker.services.indicators import describe_indicator
from tracker.ui.indicators.indicator_dialog import changed_values, indicator_dialog, present_values


def test_present_values_are_canonical(indicator):
    assert present_values(replace(indicator, target_on=None, baseline_value=None)) == {
        "name": "国家级专精特新“小巨人”企业数",
        "unit": "家",
        "baseline_text": "182家",
        "target_text": "到2025年",
        "baseline_value": None,
        "target_value": 200.0,
        "baseline_on": "2022-04-30",
        "target_on": "",
    }


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        ({}, {}),
        ({"target_value": 200.0, "target_on": "2025-12-31"}, {}),
        ({"target_value": 210.0}, {"target_value": 210.0}),
        ({"baseline_on": "", "unit": "家"}, {"baseline_on": ""}),
        ({"target_value": None}, {"target_value": None}),
    ],
)
def test_only_what_differs_is_changed(indicator, wanted, changed):
    assert changed_values(indicator, wanted) == changed


@pytest.fixture
def window(show):
    return show(QWidget(), 1000, 760)


def test_the_dialog_begins_with_the_present_values(indicator, window):
    saved = []
    dialog = indicator_dialog(indicator, date(2023, 9, 15), lambda values, reply: saved.append(values), window)
    dialog.submit()
    assert saved == [present_values(indicator)]


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("name", "", "请写指标的名称"),
        ("target_value", "一批", "“一批”不是数值。"),
        ("target_on", "改天", "改天读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
        ("target_on", "2022年底", "2022-12-31已经过了；是指 2023-12-31 吗？"),
    ],
)
def test_what_cannot_be_read_is_not_saved(indicator, window, field, text, error):
    saved = []
    dialog = indicator_dialog(indicator, date(2023, 9, 15), lambda values, reply: saved.append(values), window)
    dialog.field(field).editor.setText(text)
    dialog.submit()
    assert saved == []
    assert dialog.field(field).error() == error


def test_an_emptied_target_is_none(indicator, window):
    saved = []
    dialog = indicator_dialog(indicator, date(2023, 9, 15), lambda values, reply: saved.append(values), window)
    dialog.field("target_value").editor.clear()
    dialog.field("target_on").editor.clear()
    dialog.submit()
    assert (saved[0]["target_value"], saved[0]["target_on"]) == (None, "")


def test_several_fields_are_one_act(ledger):
    with ledger.session() as session:
        found = session.exec(select(Indicator).where(Indicator.code == "I33")).one()
        changed = {"baseline_on": "2022-01-01", "target_on": "2025-12-31", "target_value": 2.0}
        first = describe_indicator(session, found.id, found.version, changed)
    with ledger.session() as session:
        again = session.get(Indicator, found.id)
        assert (again.baseline_on, again.target_on, again.target_value) == (
            date(2022, 1, 1), date(2025, 12, 31), 2.0,
        )  # fmt: skip
        assert first.indicators == {found.id}
        assert first.batch_id is not None


def test_an_older_version_is_refused(ledger):
    with ledger.session() as session:
        found = session.exec(select(Indicator).where(Indicator.code == "I33")).one()
        old = found.version
        describe_indicator(session, found.id, old, {"unit": "座"})
    with ledger.session() as session, pytest.raises(ConflictError):
        describe_indicator(session, found.id, old, {"unit": "家"})
