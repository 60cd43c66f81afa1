"""The light of an indicator; today is 2023-12-31, half way between baseline and target."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.attainment import IndicatorFacts
from tracker.model.enums import Direction, IndicatorKind, LightColour, Measure
from tracker.model.indicator_lights import indicator_light
from tracker.model.thresholds import Thresholds

TODAY = date(2023, 12, 31)
NUMERIC = IndicatorKind.NUMERIC
UP, DOWN = Direction.HIGHER, Direction.LOWER
#: The path asks for 150 on 2024-01-01 and, to three figures, on the day before.
LEVEL = IndicatorFacts(
    kind=NUMERIC,
    measure=Measure.LEVEL,
    unit="家",
    baseline=100,
    baseline_on=date(2022, 1, 1),
    target=200,
    target_on=date(2025, 12, 31),
    now=150,
    now_on=TODAY,
)
CUMULATIVE = replace(LEVEL, measure=Measure.CUMULATIVE, baseline=None, unit="万人", target=14, now=7)
SHARE = replace(LEVEL, measure=Measure.SHARE, unit="%", baseline=None, baseline_on=None, target=47.9, now=46.8)
RANK = replace(SHARE, measure=Measure.RANK, direction=DOWN, unit="位", target=7, now=9)
LATER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("facts", "changed", "text"),
    [
        # said, not guessed; the first thing to do comes first
        (LEVEL, {"kind": IndicatorKind.QUALITATIVE}, "灰 · 定性"),
        (LEVEL, {"kind": IndicatorKind.CONTEXT}, "灰 · 背景"),
        (LEVEL, {"now": None, "target": None}, "灰 · 暂无观测"),
        (LEVEL, {"now": float("nan")}, "灰 · 暂无观测"),
        (LEVEL, {"target": None, "baseline": None}, "灰 · 缺目标"),
        (LEVEL, {"measure": None}, "灰 · 缺口径"),
        (LEVEL, {"target_on": None, "baseline": None}, "灰 · 缺期限"),
        (LEVEL, {"now": 0, "target": 1, "baseline": 0, "target_on": None}, "灰 · 缺期限"),
        (LEVEL, {"baseline": None}, "灰 · 缺基期"),
        (LEVEL, {"baseline_on": None}, "灰 · 缺基期日期"),
        (LEVEL, {"now_on": None}, "灰 · 缺统计日期"),
        (RANK, {"target_on": None}, "灰 · 缺期限"),
        # along the path
        (LEVEL, {}, "绿"),
        (LEVEL, {"now": 140}, "绿"),
        (LEVEL, {"now": 139}, "黄 · 差 11 家"),
        (LEVEL, {"now": 120}, "黄 · 差 30 家"),
        (LEVEL, {"now": 119}, "红 · 差 31 家"),
        (LEVEL, {"now": 80}, "红 · 差 70 家"),
        (LEVEL, {"now": 180}, "绿"),
        (LEVEL, {"baseline": 0, "target": 1_000_000, "now": 0}, "红 · 落后50点"),
        (LEVEL, {"baseline": 0, "target": 1, "now": 0, "now_on": date(2023, 1, 31)}, "黄 · 差 1 家"),  # 0.27 of one
        (LEVEL, {"baseline": 99.5, "now": 139}, "黄 · 差10.7"),
        (LEVEL, {"unit": "", "now": 139}, "黄 · 落后10.9"),
        (LEVEL, {"direction": DOWN, "baseline": 200, "target": 100, "now": 150}, "绿"),
        (LEVEL, {"direction": DOWN, "baseline": 200, "target": 0, "now": 180}, "红 · 差 80 家"),
        (CUMULATIVE, {}, "绿"),
        (CUMULATIVE, {"now": 5}, "黄 · 差 2 万人"),
        (CUMULATIVE, {"now": 2}, "红 · 差 5 万人"),
        # a yearly figure is held against its own day, not against today
        (LEVEL, {"now": 125, "now_on": date(2022, 12, 31)}, "绿"),
        # reached
        (LEVEL, {"now": 200}, "蓝 · 已达成"),
        (LEVEL, {"now": 200, "target_on": None, "baseline": None}, "蓝 · 已达成"),
        (LEVEL, {"direction": DOWN, "baseline": 10, "target": 0, "now": 0}, "蓝 · 已达成"),
        (RANK, {"now": 7}, "绿 · 持平"),
        (RANK, {"now": 5}, "绿 · 已达标"),
        (SHARE, {"now": 50, "target_on": None}, "绿 · 已达标"),
        (LEVEL, {"baseline": 250, "now": 210}, "绿 · 已达标"),
        # compared with the target directly
        (SHARE, {}, "黄 · 低 1.1 点"),
        (RANK, {}, "黄 · 差 2 位"),
        (LEVEL, {"baseline": 200, "now": 188}, "黄 · 差 12 家"),
        (CUMULATIVE, {"direction": DOWN, "now": 15.5}, "黄 · 差1.5"),
        (SHARE, {"target": 0, "now": -0.0123456}, "黄 · 未达标"),
    ],
)
def test_colour_and_reason(facts: IndicatorFacts, changed: dict[str, object], text: str) -> None:
    assert indicator_light(replace(facts, **changed), TODAY).text == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "changed", "text"),
    [
        (LEVEL, {"now": 195, "now_on": date(2025, 12, 31)}, "红 · 差 5 家"),
        (LEVEL, {"now": 195, "now_on": date(2025, 11, 30)}, "黄 · 到期未录入"),
        (LEVEL, {"now": 110, "now_on": date(2025, 11, 30)}, "红 · 差 88 家"),
        (LEVEL, {"now": 201}, "蓝 · 已达成"),
        (SHARE, {"now_on": LATER}, "红 · 低 1.1 点"),
        (SHARE, {"now_on": None}, "红 · 低 1.1 点"),
        (RANK, {}, "黄 · 到期未录入"),
        (RANK, {"now": 6}, "蓝 · 已达成"),
    ],
)
def test_after_the_day_of_the_target(facts: IndicatorFacts, changed: dict[str, object], text: str) -> None:
    assert indicator_light(replace(facts, **changed), LATER).text == text  # type: ignore[arg-type]


def test_the_day_of_the_target_is_not_too_late() -> None:
    assert indicator_light(RANK, date(2025, 12, 31)).text == "黄 · 差 2 位"


@pytest.mark.parametrize(
    ("required", "now", "text"),
    [(50.0, 40.0, "黄 · 差 10 家"), (50.0, 40.1, "绿"), (50.0, 20.0, "黄 · 差 30 家"), (50.0, 19.9, "红 · 差30.1")],
)
def test_exactly_10_and_exactly_30_points_are_amber(required: float, now: float, text: str) -> None:
    # 100 days from 0 to 100, observed on the fiftieth: the path asks for exactly 50.
    facts = replace(LEVEL, baseline=0, baseline_on=date(2023, 1, 1), target=100, target_on=date(2023, 4, 11))
    day = date(2023, 2, 20)
    light = indicator_light(replace(facts, now=now, now_on=day), day)
    assert light.text == text
    assert f"按路径应达 {required:.0f}" in light.sentence


def test_thresholds_of_tasks_apply() -> None:
    strict = Thresholds(behind_red=5, behind_amber=1)
    assert indicator_light(replace(LEVEL, now=140), TODAY, strict).colour is LightColour.RED


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            replace(LEVEL, now=139),
            "2023年12月31日为 139 家，2025年12月31日目标 200 家，按路径应达 150，落后 11 个百分点。",
        ),
        (SHARE, "2023年12月31日为 46.8%，2025年12月31日目标 47.9%，还没有达到目标。"),
        (replace(LEVEL, target=None), "2023年12月31日为 150 家，没有目标值，不能判断是否达标。"),
        (
            replace(LEVEL, target_on=None, now_on=None),
            "当前 150 家，目标 200 家，没有写明达标期限。",
        ),
    ],
)
def test_sentence(facts: IndicatorFacts, sentence: str) -> None:
    assert indicator_light(facts, TODAY).sentence == sentence


VALUES = st.none() | st.floats() | st.floats(-1e6, 1e6)
DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))
FACTS = st.builds(
    IndicatorFacts,
    kind=st.sampled_from([NUMERIC, NUMERIC, NUMERIC, IndicatorKind.QUALITATIVE]),
    measure=st.none() | st.sampled_from(Measure),
    direction=st.sampled_from(Direction),
    unit=st.sampled_from(["%", "家", "", "亿元"]),
    baseline=VALUES,
    baseline_on=st.none() | DATES,
    target=VALUES,
    target_on=st.none() | DATES,
    now=VALUES,
    now_on=st.none() | DATES,
)


@given(FACTS, DATES)
def test_any_facts_have_a_light_with_a_short_reason_and_a_sentence(facts: IndicatorFacts, today: date) -> None:
    light = indicator_light(facts, today)
    assert len(light.reason) <= 7
    assert light.sentence.endswith("。")
    assert light.reason or light.colour is LightColour.GREEN
