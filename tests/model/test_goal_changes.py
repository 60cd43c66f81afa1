"""What another goal, another way of counting or a corrected value of an indicator eases."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.model.attainment import IndicatorFacts
from tracker.model.enums import Direction, IndicatorKind, Measure
from tracker.model.goal_changes import goal_easing, value_easing
from tracker.model.thresholds import Thresholds

TODAY = date(2025, 11, 18)
#: 60 of 100, on the path of the day it was seen: green.
FACTS = IndicatorFacts(
    IndicatorKind.NUMERIC,
    Measure.LEVEL,
    Direction.HIGHER,
    "家",
    baseline=0.0,
    baseline_on=date(2025, 1, 1),
    target=100.0,
    target_on=date(2025, 12, 31),
    now=60.0,
    now_on=date(2025, 6, 30),
)
BEHIND = replace(FACTS, now=10.0)  # 39 of the 49 that the path asks for: red
OPEN = replace(FACTS, target=None)


@pytest.mark.parametrize(
    ("now", "changed", "effects"),
    [
        (BEHIND, {"target": 15.0}, ("亮灯由“红 · 差 39 家”变为“绿”", "完成程度由 10% 变为 67%")),
        (BEHIND, {"target": None}, ("亮灯由“红 · 差 39 家”变为“灰 · 缺目标”",)),
        (BEHIND, {"measure": None}, ("亮灯由“红 · 差 39 家”变为“灰 · 缺口径”",)),
        (BEHIND, {"kind": IndicatorKind.CONTEXT}, ("亮灯由“红 · 差 39 家”变为“灰 · 背景”",)),
        (
            BEHIND,
            {"direction": Direction.LOWER},
            ("亮灯由“红 · 差 39 家”变为“绿 · 已达标”", "完成程度由 10% 变为 100%"),
        ),
        (
            BEHIND,
            {"target_on": date(2027, 12, 31)},
            ("亮灯由“红 · 差 39 家”变为“绿”", "达标期限由 2025-12-31 推后到 2027-12-31"),
        ),
        (BEHIND, {"target_on": None}, ("亮灯由“红 · 差 39 家”变为“灰 · 缺期限”", "不再有达标期限（原为 2025-12-31）")),
        (BEHIND, {"baseline": -90.0}, ("亮灯由“红 · 差 39 家”变为“绿”", "完成程度由 10% 变为 53%")),
        (FACTS, {"target": 80.0}, ("完成程度由 60% 变为 75%",)),
        (FACTS, {"target_on": date(2026, 6, 30)}, ("达标期限由 2025-12-31 推后到 2026-06-30",)),
        (FACTS, {"target": 120.0}, ()),
        (FACTS, {"target_on": date(2025, 11, 30)}, ()),
        (FACTS, {"unit": "户"}, ()),
        (OPEN, {"target": 10.0}, ()),
        (replace(FACTS, target_on=None), {"target_on": date(2030, 12, 31)}, ()),
        (replace(FACTS, now=110.0), {"target_on": date(2030, 12, 31)}, ()),
        (replace(FACTS, now=110.0), {"target": 90.0}, ()),
    ],
)
def test_what_a_change_of_the_goal_eases(
    now: IndicatorFacts, changed: dict[str, Any], effects: tuple[str, ...]
) -> None:
    assert goal_easing(now, replace(now, **changed), TODAY, Thresholds()).effects == effects


def test_both_ends_are_said_with_goal_and_light() -> None:
    easing = goal_easing(BEHIND, replace(BEHIND, target=15.0), TODAY, Thresholds())
    assert easing.before == "目标 100 家（2025年12月31日），红 · 差 39 家"
    assert easing.after == "目标 15 家（2025年12月31日），绿"
    assert easing.question("小巨人") == (
        "小巨人 这样改，亮灯由“红 · 差 39 家”变为“绿”，完成程度由 10% 变为 67%；请写理由和批准人。"
    )


@pytest.mark.parametrize(
    ("value", "effects"),
    [
        (60.0, ("亮灯由“红 · 差 39 家”变为“绿”",)),
        (11.0, ()),
        (5.0, ()),
        (None, ("亮灯由“红 · 差 39 家”变为“灰 · 暂无观测”",)),
    ],
)
def test_a_corrected_value_is_asked_about_where_the_light_is_better(
    value: float | None, effects: tuple[str, ...]
) -> None:
    after = replace(BEHIND, now=value)
    eased = value_easing(BEHIND, after, TODAY, Thresholds()).effects
    assert eased == effects
