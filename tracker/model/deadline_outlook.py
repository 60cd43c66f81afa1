"""What granting another deadline would come to: the light and the schedule of the task before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.model.deadline_changes import DeadlineMove, moved_node
from tracker.model.deadlines import due_words
from tracker.model.enums import LightColour
from tracker.model.light_facts import LightFacts
from tracker.model.lights import light_of
from tracker.model.rows import Light, MilestoneRow
from tracker.model.schedule import scheduled_progress
from tracker.model.thresholds import Thresholds

_NUMBERED = "次延期"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task stands: its light, the percent due by now and how far behind that it is (None: not known)."""

    light: Light
    scheduled: int | None = None
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineOutlook:
    """What a deadline that an office asks for, or another one typed instead, would come to; nothing is written.

    `moved` and `kept` are the standing afterwards, with the open nodes moved along or left; `error` says why the
    deadline cannot be granted, then there is no afterwards.
    """

    typed: str
    today: date
    now: Standing
    standing: str = ""  # the wording that stands
    wording: str = ""  # as it would be stored: a wording without year has one
    start_on: date | None = None
    now_on: date | None = None
    to_on: date | None = None
    progress: int = 0
    owner: str = ""
    word: str = ""  # the class of the change
    number: str = ""  # which extension it is, "" where it counts for nothing
    days: int | None = None
    warning: str = ""
    error: str = ""
    needs_reason: bool = False
    nodes: int = 0  # open ones that it may move
    moved: Standing | None = None
    kept: Standing | None = None
    reds: int | None = None  # red lights of the whole ledger now, where the grant changes their number

    @property
    def reds_change(self) -> int:
        """Return by how much granting changes the number of red lights."""
        if self.moved is None:
            return 0
        before, after = (standing.light.colour is LightColour.RED for standing in (self.now, self.moved))
        return after - before

    @property
    def days_text(self) -> str:
        """Return the change on one line: both days, the wording where there is none."""
        return f"{due_words(self.now_on, self.standing)} → {due_words(self.to_on, self.wording)}"

    @property
    def moved_text(self) -> str:
        """Return how far the day moves, "" where one of the two is no day."""
        return days_words(self.days)

    def numbers(self, after: Standing) -> Iterator[str]:
        """Yield the schedule before and after in words, as far as it is known."""
        now = self.now
        if now.scheduled is not None or after.scheduled is not None:
            yield f"序时 {_percent(now.scheduled)} → {_percent(after.scheduled)}"
        if now.behind is not None and after.behind is not None:
            yield f"{_behind(now.behind)} → {_behind(after.behind)}"
        if self.to_on is not None and (left := (self.to_on - self.today).days) >= 0:
            yield f"剩余 {left} 天"


def number_words(extensions: int) -> str:
    """Return which extension of its task a further one is; `extensions` were granted and count."""
    return f"第 {extensions + 1} {_NUMBERED}"


def is_number_words(words: str) -> bool:
    """Tell whether words only say which extension of its task one is."""
    return words.startswith("第 ") and words.endswith(_NUMBERED)


def days_words(days: int | None) -> str:
    """Return how far a day moves, "" where it does not or one of the two is no day."""
    return f"{'推后' if days > 0 else '提前'} {abs(days)} 天" if days else ""


def _percent(value: int | None) -> str:
    return "无" if value is None else f"{value}%"


def _behind(points: int) -> str:
    if not points:
        return "与序时持平"
    return f"落后 {points} 点" if points > 0 else f"超前 {-points} 点"


@dataclass(frozen=True, slots=True)
class DeadlinePreview:
    """What typing a deadline comes to, in words for the dialog that asks for the decision; nothing is written.

    `error` says why it is refused, `nodes` counts the open nodes that the change may move. `note` says how the wording
    was understood; `question` is what is asked about it, `choices` are the answers, each a word and what it writes.
    """

    task_id: int
    typed: str
    old: str
    new: str
    word: str = ""  # the class of the change
    number: str = ""  # which extension it is, "" where it counts for nothing
    days: str = ""
    warning: str = ""
    error: str = ""
    needs_decision: bool = False
    needs_confirmation: bool = False
    can_correct: bool = False
    nodes: int = 0
    note: str = ""
    question: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    applies: bool = False  # the ledger that assigned the task decides: the deadline stays for now
    standing: str = ""  # the wording in force that was seen
    outlook: DeadlineOutlook | None = None  # where something would be written

    @property
    def asks(self) -> bool:
        """Tell whether a person must decide, confirm or correct before anything can be written."""
        asked = self.needs_decision or self.needs_confirmation or bool(self.question)
        return asked or (bool(self.error) and self.can_correct)

    @property
    def summary(self) -> str:
        """Return the change on one line: old → new, its class, its number and how far the day moves."""
        parts = (f"{self.old} → {self.new}", self.note, self.word, self.number, self.days, self.warning)
        return " · ".join(part for part in parts if part)


def standing_of(facts: LightFacts, today: date, thresholds: Thresholds) -> Standing:
    """Return how a task stands by its facts."""
    scheduled = scheduled_progress(facts.start_on, facts.deadline, today, facts.milestones)
    behind = None if scheduled is None else scheduled - facts.effective_progress
    return Standing(light_of(facts, today, thresholds), scheduled, behind)


def granted(facts: LightFacts, move: DeadlineMove, today: date, *, keep: bool) -> LightFacts:
    """Return the facts of a task, its new deadline among them, with what a grant does to nodes and extensions."""
    steps: Sequence[MilestoneRow] = facts.milestones  # type: ignore[assignment]  # the ledger knows no others
    steps = [
        replace(step, due_on=moved_node(step.due_on, move, keep=keep))
        if step.due_on is not None and step.done_on is None
        else step
        for step in steps
    ]
    if not move.counts:
        return replace(facts, milestones=steps)
    late = move.late_days(today)
    return replace(facts, milestones=steps, extensions=facts.extensions + 1, extended_late_days=late)
