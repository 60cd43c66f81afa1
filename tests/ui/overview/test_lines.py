from dataclasses import replace
from datetime import UTC, date, datetime

from tracker.model.enums import BatchSource, LightColour, Measure
from tracker.model.rows import ActRow
from tracker.ui.overview.lines import act_line, risk_line

TODAY = date(2023, 9, 15)
NOON = datetime(2023, 9, 13, 4, tzinfo=UTC)


def test_an_indicator_at_risk_says_value_target_and_reason(indicator):
    line = risk_line(indicator)
    assert (line.title, line.figure, line.reason) == ("国家级专精特新“小巨人”企业数", "188 → 200 家", "落后1家")
    assert (line.light, line.target) == (LightColour.AMBER, "I07")
    assert "按路径应达 189 家" in line.sentence


def test_a_missing_value_or_target_is_a_dash_or_left_out(indicator):
    assert risk_line(replace(indicator, observations=())).figure == "— → 200 家"
    assert risk_line(replace(indicator, target_value=None)).figure == "188 家"
    ranked = replace(indicator, measure=Measure.RANK, unit="位", target_value=7.0)
    assert risk_line(ranked).figure == "第188位 → 第7位"


def test_an_act_says_when_what_and_how_much():
    act = ActRow(5, NOON, "市科技局反馈导入", "14 项变更", BatchSource.IMPORT, False, None)
    line = act_line(act, TODAY)
    assert (line.lead, line.title, line.figure, line.target) == ("9月13日", "市科技局反馈导入", "14 项变更", None)


def test_an_undone_act_says_so():
    act = ActRow(5, NOON, "A1.4 新增进展", "60% → 75%", BatchSource.MANUAL, True, 9)
    assert act_line(act, TODAY).figure == "已撤销，60% → 75%"
    assert act_line(replace(act, detail=""), TODAY).figure == "已撤销"
    assert act_line(act, TODAY).target == 9
