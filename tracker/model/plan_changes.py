"""What another start or other nodes ease for a task: less due by now, a better light, fewer reports, a later start."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.model.deadline_outlook import standing_of
from tracker.model.enums import Status
from tracker.model.light_facts import LightFacts
from tracker.model.lights import recurrence_of
from tracker.model.recurring_lights import reports_owed
from tracker.model.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Easing:
    """What a change of a plan eases, in words; none asks nothing, some ask who decided beside the reason."""

    effects: tuple[str, ...] = ()
    needs_decision: bool = False

    def question(self, code: str, act: str) -> str:
        """Return the sentence that asks for what is missing."""
        asked = "原因和批准人" if self.needs_decision else "原因"
        return f"{code} 的{act}使{'，'.join(self.effects)}，请写{asked}。"


def easing_of(now: LightFacts, after: LightFacts, today: date, thresholds: Thresholds) -> Easing:
    """Return what a change of a plan eases; who is paused or waits is judged as if at work.

    A better light, fewer reports owed, a start still to come, and a shorter silence ask who decided.
    """
    now, after = (_at_work(facts) for facts in (now, after))
    decided = [
        *_lights(now, after, today, thresholds),
        *_reports(now, after, today),
        *_waiting(now, after, today),
        *_silence(now, after, today),
    ]
    return Easing((*_schedule(now, after, today, thresholds), *decided), bool(decided))


def _at_work(facts: LightFacts) -> LightFacts:
    return facts if facts.status.at_work else replace(facts, status=Status.IN_PROGRESS)


def _schedule(now: LightFacts, after: LightFacts, today: date, thresholds: Thresholds) -> Iterator[str]:
    before, then = (standing_of(facts, today, thresholds).scheduled for facts in (now, after))
    if before is not None and (then is None or then < before):
        yield "序时进度不再计算" if then is None else f"序时进度由 {before}% 降到 {then}%"


def _lights(now: LightFacts, after: LightFacts, today: date, thresholds: Thresholds) -> Iterator[str]:
    before, then = (standing_of(facts, today, thresholds).light for facts in (now, after))
    if then.colour.severity < before.colour.severity:
        yield f"亮灯由“{before.text}”变为“{then.text}”"


def _reports(now: LightFacts, after: LightFacts, today: date) -> Iterator[str]:
    recurrence = recurrence_of(now)
    if recurrence is None:
        return
    before, then = (sum(each.expected for each in reports_owed(facts, recurrence, today)) for facts in (now, after))
    if then < before:
        yield f"应报未报由 {before} 期减到 {then} 期"


def _waiting(now: LightFacts, after: LightFacts, today: date) -> Iterator[str]:
    """Say that a start lies in the future, and later than before: until then the light is grey."""
    later = after.start_on is not None and (now.start_on is None or after.start_on > now.start_on)
    if later and after.start_on is not None and after.start_on > today:
        yield f"任务到 {after.start_on} 才启动"


def _silence(now: LightFacts, after: LightFacts, today: date) -> Iterator[str]:
    if now.heard_on is None or (after.heard_on is not None and after.heard_on <= now.heard_on):
        return
    days = (today - now.heard_on).days
    fewer = f"由 {days} 天减到 {max((today - after.heard_on).days, 0)} 天" if after.heard_on else "不再计算"
    if days > 0:
        yield f"无进展的时间{fewer}"
