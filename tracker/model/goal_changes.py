"""What another goal of an indicator eases: a better light, more of the way done without a new value, a later day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.model.attainment import IndicatorFacts, attainment, is_reached
from tracker.model.enums import IndicatorKind
from tracker.model.indicator_lights import indicator_light
from tracker.model.numbers import chinese_date, format_value
from tracker.model.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class GoalEasing:
    """What a change of an indicator eases, in words, and how it stood before and stands after; none asks nothing."""

    effects: tuple[str, ...]
    before: str
    after: str

    def question(self, name: str) -> str:
        """Return the sentence that asks why, and who decided."""
        return f"{name} 这样改，{'，'.join(self.effects)}；请写理由和批准人。"


def goal_easing(now: IndicatorFacts, after: IndicatorFacts, today: date, thresholds: Thresholds) -> GoalEasing:
    """Return what another goal, or another way of counting, eases; filling in what was open eases nothing."""
    effects = (*_light(now, after, today, thresholds), *_share(now, after), *_day(now, after))
    return GoalEasing(effects, *(standing_words(facts, today, thresholds) for facts in (now, after)))


def value_easing(now: IndicatorFacts, after: IndicatorFacts, today: date, thresholds: Thresholds) -> GoalEasing:
    """Return what a corrected or removed value eases: only the light counts, figures are there to be corrected."""
    effects = tuple(_light(now, after, today, thresholds))
    return GoalEasing(effects, *(standing_words(facts, today, thresholds) for facts in (now, after)))


def _light(now: IndicatorFacts, after: IndicatorFacts, today: date, thresholds: Thresholds) -> Iterator[str]:
    before, then = (indicator_light(facts, today, thresholds) for facts in (now, after))
    if then.colour.severity < before.colour.severity:
        yield f"亮灯由“{before.text}”变为“{then.text}”"


def _share(now: IndicatorFacts, after: IndicatorFacts) -> Iterator[str]:
    before, then = (_percent(facts) for facts in (now, after))
    if before is not None and then is not None and before < 100 and then > before:
        yield f"完成程度由 {before}% 变为 {then}%"


def _day(now: IndicatorFacts, after: IndicatorFacts) -> Iterator[str]:
    """Say that more time is given for what is not reached; one that is given up altogether leaves a light of grey."""
    if not _is_goal(now) or now.target_on is None or _is_met(now):
        return
    if after.target_on is None:
        yield f"不再有达标期限（原为 {now.target_on}）"
    elif after.target_on > now.target_on:
        yield f"达标期限由 {now.target_on} 推后到 {after.target_on}"


def standing_words(facts: IndicatorFacts, today: date, thresholds: Thresholds) -> str:
    """Return goal and light in words: 目标 200 家（2026年12月31日），红 · 差 12 家."""
    goal = "没有目标"
    if facts.target is not None:
        by = f"（{chinese_date(facts.target_on)}）" if facts.target_on else ""
        goal = f"目标 {format_value(facts.target)} {facts.unit}".rstrip() + by
    return f"{goal}，{indicator_light(facts, today, thresholds).text}"


def _is_goal(facts: IndicatorFacts) -> bool:
    return facts.kind is IndicatorKind.NUMERIC and facts.measure is not None and facts.target is not None


def _is_met(facts: IndicatorFacts) -> bool:
    met = facts.now is not None and facts.target is not None
    return met and is_reached(facts.direction, facts.now or 0.0, facts.target or 0.0)


def _percent(facts: IndicatorFacts) -> int | None:
    """Return how much of the way is done, in whole percent; None where there is no goal or no value."""
    if not _is_goal(facts) or facts.measure is None:
        return None
    share = attainment(facts.measure, facts.direction, facts.baseline, facts.now, facts.target)
    return None if share is None else round(100 * share)
