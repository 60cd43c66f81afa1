"""The light of an indicator: against its path where it grows out of a baseline, else against its target.

Points behind are points of attainment, with the thresholds of tasks. A value is compared with the path on
the day it was observed, not today: a yearly figure is not behind because it is June. A rate, a share, a
rank or a level to be held is amber while it misses its target, and red after the target's day.
"""

import math
from dataclasses import dataclass
from datetime import date

from tracker.model.attainment import DIRECT, IndicatorFacts, attainment, finite, is_climb, is_reached, required_value
from tracker.model.enums import Direction, IndicatorKind, LightColour, Measure
from tracker.model.numbers import chinese_date, format_value
from tracker.model.rows import Light
from tracker.model.thresholds import Thresholds

_STANDARD = Thresholds()
_LONGEST_REASON = 7


def indicator_light(facts: IndicatorFacts, today: date, thresholds: Thresholds = _STANDARD) -> Light:
    """Return the light of an indicator; what is missing is said, not guessed."""
    if facts.kind is not IndicatorKind.NUMERIC:
        return _grey(facts.kind.word, f"{facts.kind.word}指标，不计亮灯。")
    now, target = finite(facts.now), finite(facts.target)
    if now is None:
        return _grey("暂无观测", "还没有录入观测值。")
    if target is None:
        return _grey("缺目标", f"{_observed(facts)}，没有目标值，不能判断是否达标。")
    if facts.measure is None:
        return _grey("缺口径", f"{_observed(facts)}，没有写明是存量、累计、增速、占比还是位次。")
    case = _Case(facts, facts.measure, now, target)
    if is_reached(facts.direction, now, target):
        return _reached(case, today)
    if facts.target_on is None:
        return _grey("缺期限", f"{case.observed}，没有写明达标期限。")
    if case.is_direct:
        return _direct_light(case, facts.target_on, today)
    return _missing_for_path(case) or _path_light(case, facts.target_on, today, thresholds)


@dataclass(frozen=True, slots=True)
class _Case:
    """An indicator that has a value and a target."""

    facts: IndicatorFacts
    measure: Measure
    now: float
    target: float

    @property
    def is_direct(self) -> bool:
        """Tell whether there is no path: the value is compared with the target on every day."""
        if self.measure in DIRECT:
            return True
        if self.measure is Measure.CUMULATIVE:
            return self.facts.direction is Direction.LOWER or self.target <= 0
        baseline = self.facts.baseline
        return baseline is not None and not is_climb(self.facts.direction, baseline, self.target)

    @property
    def observed(self) -> str:
        """Say value and target in words."""
        by = f"{chinese_date(self.facts.target_on)}" if self.facts.target_on else ""
        return f"{_observed(self.facts)}，{by}目标 {_with_unit(self.target, self.facts.unit)}"

    def required(self, on: date) -> float | None:
        """Return what the path asks for on a day."""
        f = self.facts
        return required_value(self.measure, f.baseline, f.baseline_on, self.target, f.target_on, on)

    def points(self, value: float) -> float:
        """Return the attainment of a value in percent; only asked where there is a path."""
        share = attainment(self.measure, self.facts.direction, self.facts.baseline, value, self.target)
        return 100 * (share or 0.0)


def _reached(case: _Case, today: date) -> Light:
    """Blue for good; green while a rate, share, rank or held level can still fall behind again."""
    target_on = case.facts.target_on
    if case.is_direct and (target_on is None or today <= target_on):
        reason = "持平" if case.now == case.target else "已达标"
        return Light(LightColour.GREEN, reason, f"{case.observed}，已达到目标。")
    return Light(LightColour.BLUE, "已达成", f"{case.observed}，已达成目标。")


def _missing_for_path(case: _Case) -> Light | None:
    """Return the grey light of an indicator whose path cannot be drawn."""
    if case.measure is Measure.LEVEL and case.facts.baseline is None:
        return _grey("缺基期", f"{case.observed}，没有基期值，不能判断快慢。")
    if case.facts.baseline_on is None:
        return _grey("缺基期日期", f"{case.observed}，没有基期日期，不能判断快慢。")
    if case.facts.now_on is None:
        return _grey("缺统计日期", f"{case.observed}，观测值没有统计日期，不能判断快慢。")
    return None


def _direct_light(case: _Case, target_on: date, today: date) -> Light:
    """Judge a value that misses its target and has no path to it."""
    gap = abs(case.target - case.now)
    if case.measure is Measure.RANK:
        reason = _fitting(f"差 {_rough(gap)} 位", "未达标")
    elif case.facts.unit == "%":
        word = "低" if case.facts.direction is Direction.HIGHER else "高"
        reason = _fitting(f"{word} {_rough(gap)} 点", f"{word}{_rough(gap)}点")
    else:
        reason = _lacking(case, gap) or f"{'低' if case.facts.direction is Direction.HIGHER else '高'}{_rough(gap)}"
    if today <= target_on:
        return Light(LightColour.AMBER, _fitting(reason, "未达标"), f"{case.observed}，还没有达到目标。")
    return _after_the_day(case, target_on, _fitting(reason, "未达标"))


def _path_light(case: _Case, target_on: date, today: date, thresholds: Thresholds) -> Light:
    """Judge a value by its distance from the path on the day it was observed."""
    required = case.required(case.facts.now_on or today)
    if required is None:
        return _grey("缺基期", f"{case.observed}，应达路径画不出来。")
    behind = round(case.points(required) - case.points(case.now), 6)
    points = f"落后{min(behind, 9999):.0f}点"
    reason = _lacking(case, abs(required - case.now)) or _fitting(f"落后{_rough(abs(required - case.now))}", points)
    path = f"{case.observed}，按路径应达 {_rough(required)}"
    if behind > thresholds.behind_red:
        return Light(LightColour.RED, reason, f"{path}，落后 {behind:.0f} 个百分点。")
    if today > target_on:
        return _after_the_day(case, target_on, reason)
    if behind > 0 and behind >= thresholds.behind_amber:
        return Light(LightColour.AMBER, reason, f"{path}，落后 {behind:.0f} 个百分点。")
    return Light(LightColour.GREEN, "", f"{path}，按路径推进。")


def _lacking(case: _Case, gap: float) -> str:
    """Return 「差 12 家」, "" without a unit and where it is too long; what comes in wholes lacks at least one of it.

    Whole are the figures of an indicator whose value, baseline and target are.
    """
    if not case.facts.unit:
        return ""
    whole = all(value is None or value == int(value) for value in (case.now, case.target, finite(case.facts.baseline)))
    number = format_value(max(round(gap), 1)) if whole else _rough(gap)
    return next(
        (said for said in (f"差 {number} {case.facts.unit}", f"差{number}") if len(said) <= _LONGEST_REASON), ""
    )


def _after_the_day(case: _Case, target_on: date, reason: str) -> Light:
    """Judge a missed target once its day is over; an older observation proves nothing yet."""
    if case.facts.now_on is not None and case.facts.now_on < target_on:
        return Light(LightColour.AMBER, "到期未录入", f"{case.observed}，期限已过，还没有录入到期的观测值。")
    return Light(LightColour.RED, reason, f"{case.observed}，期限已过，没有达到目标。")


def _grey(reason: str, sentence: str) -> Light:
    return Light(LightColour.GREY, reason, sentence)


def _observed(facts: IndicatorFacts) -> str:
    """Say the newest observation and its day."""
    day = f"{chinese_date(facts.now_on)}为" if facts.now_on else "当前"
    return f"{day} {_with_unit(facts.now, facts.unit)}"


def _with_unit(value: float | None, unit: str) -> str:
    """Write a value with its unit: 38.72%, 6,997.2 亿元."""
    return f"{format_value(value)}{unit}" if unit == "%" else f"{format_value(value)} {unit}".rstrip()


def _rough(value: float) -> str:
    """Write a computed value with three figures, more only before the decimal point."""
    if not math.isfinite(value):
        return format_value(value)
    return format_value(round(value) if abs(value) >= 1000 else float(f"{value:.3g}"))


def _fitting(reason: str, shorter: str) -> str:
    """Return the reason, or the shorter one where it would be too long for its column."""
    return reason if len(reason) <= _LONGEST_REASON else shorter
