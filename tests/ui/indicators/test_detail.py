from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import IndicatorKind, LightColour, Measure, Status
from tracker.model.rows import Light
from tracker.ui.indicators.detail import IndicatorDetail
from tracker.ui.widgets.buttons import Button

TODAY = date(2023, 9, 15)
GREEN = Light(LightColour.GREEN, "", "正常推进。")
TASK = SimpleNamespace(id=3, code="B3.1", title="引进人才", status=Status.IN_PROGRESS, progress=40, light=GREEN)


@pytest.fixture
def detail(qtbot):
    made = IndicatorDetail()
    qtbot.addWidget(made)
    made.resize(634, 700)
    return made


def test_everything_of_an_indicator_is_shown(detail, indicator):
    detail.set_data(indicator, (TASK,), TODAY)
    assert detail.name.text() == "国家级专精特新“小巨人”企业数"
    assert detail.described.text() == "I07，存量，宁波市，B文“‘小巨人’企业182家”"
    assert detail.badge.isHidden()
    assert detail.banner.accessibleName().startswith("黄，落后1家。按路径应达 189 家，落后 1 家。按此趋势")
    assert detail.unit.text() == "单位：家"
    assert detail.legend.accessibleName() == "图例：观测值、应达路径、趋势与80%区间、目标、基期"
    assert detail.outlook.text().startswith("按此趋势 2026年3月才达到，晚于期限")
    assert detail.table.observations.rowCount() == 6
    assert detail.drawing.currentWidget() is detail.chart


@pytest.mark.parametrize(
    ("target", "said", "tone"),
    [(150.0, "已达标，按此趋势不一定能保持；", "text2"), (250.0, "按此趋势达不到；", "red")],
)
def test_a_target_reached_is_never_told_in_red(detail, indicator, target, said, tone):
    falling = tuple(replace(one, value=200 - 8.0 * n) for n, one in enumerate(indicator.observations))
    detail.set_data(replace(indicator, target_value=target, observations=falling), (), TODAY)
    assert detail.outlook.text().startswith(said)
    assert detail.outlook._tone == tone


def test_a_target_that_has_passed_is_said_in_the_banner(detail, indicator):
    light = Light(LightColour.RED, "差 12 家", "按路径应达 200。")
    detail.set_data(replace(indicator, light=light, target_on=date(2023, 6, 30)), (), TODAY)
    headline, sentence = detail.banner.words()
    assert headline == "期限已过，差 12 家"
    assert sentence.startswith("目标 200 家应在 2023年6月30日前达到，现有 188 家。按此趋势")
    detail.banner.resize(900, 52)
    assert detail.banner.height() == 52
    detail.banner.resize(360, 52)
    assert detail.banner.height() == 70, "what does not fit one line has two"
    detail.set_data(replace(indicator, light=replace(light, colour=LightColour.GREEN, reason="")), (), TODAY)
    assert detail.banner.isHidden()
    assert not detail.badge.isHidden()


def test_a_doubt_about_the_source_is_not_hidden(detail, indicator):
    detail.set_data(replace(indicator, note="存量还是增量，原文未写明"), (), TODAY)
    assert detail.note.text() == "存量还是增量，原文未写明"
    assert not detail.note.isHidden()


def test_words_stand_where_there_is_nothing_to_draw(detail, indicator):
    worded = replace(
        indicator, kind=IndicatorKind.QUALITATIVE, measure=None, stated="全国领先", observations=(), unit="定性"
    )
    detail.set_data(worded, (), TODAY)
    assert detail.drawing.currentWidget() is detail.words
    assert detail.chart is None, "no chart is made for words"
    assert detail.words._stated.text() == "全国领先"
    assert detail.unit.text() == ""
    assert detail.nothing.text() == "定性指标没有观测值。"
    detail.set_data(indicator, (), TODAY)
    assert detail.drawing.currentWidget() is detail.chart


def test_few_kinds_of_line_need_no_legend(detail, indicator):
    detail.set_data(
        replace(indicator, observations=indicator.observations[:2], measure=Measure.SHARE, baseline_on=None), (), TODAY
    )
    assert detail.outlook.isHidden()
    assert detail.legend.accessibleName() == "图例："


def test_no_observation_says_how_to_begin(detail, indicator):
    detail.set_data(replace(indicator, observations=()), (), TODAY)
    assert "录入观测值" in detail.nothing.text()
    assert detail.table.isHidden()


def test_what_the_user_wants_is_signalled(qtbot, detail, indicator):
    detail.set_data(indicator, (TASK,), TODAY)
    detail.show()
    edit = next(button for button in detail.findChildren(Button) if button.text() == "编辑指标…")
    with qtbot.waitSignal(detail.edit_asked):
        qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(detail.task_asked) as told:
        pos = detail.tasks.marks[0].rect.center().toPoint()
        qtbot.mouseClick(detail.tasks, Qt.MouseButton.LeftButton, pos=pos)
    assert told.args == [3]


def test_the_bin_works_only_on_a_chosen_row(qtbot, detail, indicator):
    detail.set_data(indicator, (), TODAY)
    detail.show()
    assert not detail.remove.isEnabled()
    detail.table.selectRow(1)
    assert detail.remove.isEnabled()
    with qtbot.waitSignal(detail.table.delete_asked) as told:
        qtbot.mouseClick(detail.remove, Qt.MouseButton.LeftButton)
    assert told.args == [indicator.observations[-2]]


def test_none_hides_the_side(detail, indicator):
    detail.set_data(indicator, (), TODAY)
    detail.set_data(None, (), TODAY)
    assert detail.isHidden()
