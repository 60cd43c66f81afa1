"""Frozen rows for charts: believable, empty, broken and too many."""

from datetime import date, timedelta

import pytest

from tracker.model.enums import Direction, IndicatorKind, LightColour, Measure
from tracker.model.rows import IndicatorRow, Light, ObservationRow


def observation(number: int, on: date | None, value: float, period: str = "") -> ObservationRow:
    return ObservationRow(number, on, value, period, "手工录入", "")


OBSERVED = tuple(
    observation(number, date(2022, 4, 30) + timedelta(days=92 * number), value)
    for number, value in enumerate((182, 182, 184, 185, 186, 188))
)


@pytest.fixture
def indicator() -> IndicatorRow:
    return IndicatorRow(
        id=7,
        version=1,
        code="I07",
        name="国家级专精特新“小巨人”企业数",
        unit="家",
        kind=IndicatorKind.NUMERIC,
        measure=Measure.LEVEL,
        direction=Direction.HIGHER,
        article="B",
        geography="宁波市",
        stated="182",
        period="未注明（2022年见报时）",
        note="",
        anchor="“小巨人”企业182家",
        baseline_value=182.0,
        baseline_on=date(2022, 4, 30),
        baseline_text="182家",
        target_value=200.0,
        target_on=date(2025, 12, 31),
        target_text="到2025年",
        observations=OBSERVED,
        attainment=1 / 3,
        light=Light(LightColour.AMBER, "落后3家", "比应达值少 3 家"),
        tasks=("B0.1", "B3.1"),
    )


@pytest.fixture
def many() -> tuple[ObservationRow, ...]:
    start = date(1998, 1, 1)
    return tuple(observation(n, start + timedelta(days=n), 100 + n % 365 / 10 + n / 50) for n in range(10_000))
