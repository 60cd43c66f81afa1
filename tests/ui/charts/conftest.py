"""Rows for charts: too many, broken, and the counts of an overview."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tracker.model.enums import LightColour, Measure
from tracker.model.rows import IndicatorRow, LightCount, ObservationRow


@pytest.fixture
def observation() -> Callable[..., ObservationRow]:
    def make(number: int, on: date | None, value: float, period: str = "") -> ObservationRow:
        return ObservationRow(number, on, value, period, "手工录入", "")

    return make


@pytest.fixture
def indicator_of(indicator: IndicatorRow, observation: Callable[..., ObservationRow]) -> Callable[[str], IndicatorRow]:
    """Return the indicator of a case by its name: none, one, few, many, broken, extreme, undated, rank."""
    start, empty = date(1998, 1, 1), replace(indicator, observations=(), baseline_value=None, baseline_on=None)
    many = tuple(observation(n, start + timedelta(days=n), 100 + n % 365 / 10 + n / 50) for n in range(10_000))
    broken = (float("nan"), float("inf"), 5.0, float("-inf"))
    undated = observation(1, None, 182.0, "未注明（2022年见报时）")
    years = tuple(observation(n, date(2018 + n, 12, 31), value) for n, value in enumerate((9, 8, 7, 8, 7)))
    cases = {
        "none": replace(empty, target_value=None, target_on=None),
        "one": replace(empty, observations=indicator.observations[:1]),
        "few": indicator,
        "many": replace(indicator, observations=many),
        "broken": replace(
            empty,
            baseline_value=float("nan"),
            target_value=float("inf"),
            observations=tuple(observation(n, date(2022, 1, n + 1), value) for n, value in enumerate(broken)),
        ),
        "extreme": replace(
            indicator,
            baseline_on=date(1, 1, 1),
            target_on=date(9999, 12, 31),
            target_value=1e15,
            observations=tuple(
                observation(n, date(2022, 1, n + 1), value) for n, value in enumerate((1.7e308, -1e15, 5e-324))
            ),
        ),
        "undated": replace(indicator, observations=(undated,), baseline_on=None),
        "rank": replace(
            indicator, measure=Measure.RANK, unit="位", target_value=7.0, observations=years, baseline_value=9.0
        ),
    }
    return lambda name: cases[name]


@pytest.fixture
def groups() -> tuple[LightCount, ...]:
    def count(code: str, title: str, *numbers: int) -> LightCount:
        return LightCount(code, title, dict(zip(LightColour, numbers, strict=True)))

    return (
        count("A", "扛起宁波担当", 3, 6, 14, 6, 2),
        count("C", "营造一流营商环境", 0, 0, 0, 0, 0),
        count("D", "推动制造业高质量发展", 2, 7, 18, 11, 4),
    )
