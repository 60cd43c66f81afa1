"""How a task moves from one status to the next, who may move it, what is needed, and what is frozen meanwhile."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.errors import RuleError, UndecidedError
from tracker.model.enums import Status
from tracker.model.telling_text import count_meaningful

#: Fewest meaningful characters of a reason, and of a closing statement.
REASON_CHARACTERS = 4
STATEMENT_CHARACTERS = 10
#: A pause ends after this many days unless another day is given.
PAUSE_DAYS = 90


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move of a task, the name of the act, and what the act needs."""

    source: Status
    target: Status
    act: str
    needs_lead: bool = False
    needs_reason: bool = False
    needs_decider: bool = False  # who decided (批准人)
    needs_until: bool = False  # the day a pause ends
    needs_closing: bool = False  # a closing statement, evidence that counts and 100 %
    needs_zero: bool = False  # progress must be 0
    restores: bool = False  # progress goes back to what stood before the task was reported complete
    reports: bool = False  # the office says that all is done; progress is shown and may be changed
    by_office: bool = False  # a returned workbook may make this move

    @property
    def asks(self) -> bool:
        """Tell whether a person must say something before the move is made."""
        return self.needs_reason or self.writes_progress

    @property
    def writes_progress(self) -> bool:
        """Tell whether a person may write the percent with the move: of any other it is none of its business."""
        return self.needs_closing or self.reports or self.restores

    @property
    def assigns(self) -> bool:
        """Tell whether the move puts a task that waited to be assigned into an office's hands."""
        return self.source.waiting and self.target.at_work

    @property
    def resumes(self) -> bool:
        """Tell whether the move ends a pause and the task goes on."""
        return self.source is Status.PAUSED and not self.target.ended

    @property
    def needs(self) -> tuple[str, ...]:
        """Return what the act needs, in words for a tooltip."""
        words = (
            (self.needs_lead, "牵头单位"),
            (self.needs_reason, "理由"),
            (self.needs_decider, "批准人"),
            (self.needs_closing, "办结说明"),
            (self.needs_closing, "有效佐证"),
            (self.needs_closing, "进度 100%"),
            (self.needs_zero, "进度 0%"),
        )
        return tuple(word for needed, word in words if needed)


def _move(source: Status, target: Status, act: str, needs: str = "") -> Transition:
    """Build a row of the table from words."""
    words = set(needs.split())
    return Transition(
        source,
        target,
        act,
        needs_lead="lead" in words,
        needs_reason="reason" in words,
        needs_decider="decider" in words,
        needs_until="until" in words,
        needs_closing="closing" in words,
        needs_zero="zero" in words,
        restores="restores" in words,
        reports="reports" in words,
        by_office="office" in words,
    )


#: Every allowed move, in the order of menus. An office's workbook may move its own work forward and take back its
#: own report; pausing, closing, cancelling, withdrawing and reopening are decisions of those who assigned it. Its
#: move out of 待交办 is accepted because the workbook it was sent is the assignment.
TRANSITIONS: tuple[Transition, ...] = (
    _move(Status.UNASSIGNED, Status.NOT_STARTED, "交办", "lead office"),
    _move(Status.UNASSIGNED, Status.IN_PROGRESS, "交办并开始", "lead office"),
    _move(Status.UNASSIGNED, Status.PAUSED, "暂缓", "reason decider until"),
    _move(Status.UNASSIGNED, Status.CANCELLED, "取消", "reason decider"),
    _move(Status.NOT_STARTED, Status.IN_PROGRESS, "开始", "lead office"),
    _move(Status.NOT_STARTED, Status.CLOSING, "报完成", "lead reports office"),
    _move(Status.NOT_STARTED, Status.UNASSIGNED, "收回", "reason"),
    _move(Status.NOT_STARTED, Status.PAUSED, "暂缓", "reason decider until"),
    _move(Status.NOT_STARTED, Status.CANCELLED, "取消", "reason decider"),
    _move(Status.IN_PROGRESS, Status.CLOSING, "报完成", "lead reports office"),
    _move(Status.IN_PROGRESS, Status.NOT_STARTED, "改回未启动", "reason zero"),
    _move(Status.IN_PROGRESS, Status.PAUSED, "暂缓", "reason decider until"),
    _move(Status.IN_PROGRESS, Status.CANCELLED, "取消", "reason decider"),
    _move(Status.CLOSING, Status.CLOSED, "销号", "closing"),
    _move(Status.CLOSING, Status.IN_PROGRESS, "退回", "reason restores office"),
    _move(Status.CLOSING, Status.CANCELLED, "取消", "reason decider"),
    _move(Status.CLOSED, Status.IN_PROGRESS, "重新打开", "reason decider restores"),
    _move(Status.PAUSED, Status.IN_PROGRESS, "恢复", "lead office"),
    _move(Status.PAUSED, Status.NOT_STARTED, "恢复为未启动", "lead office"),
    _move(Status.PAUSED, Status.UNASSIGNED, "恢复为待交办"),
    _move(Status.PAUSED, Status.CANCELLED, "取消", "reason decider"),
    _move(Status.CANCELLED, Status.IN_PROGRESS, "重新打开", "lead reason"),
    _move(Status.CANCELLED, Status.UNASSIGNED, "重新交办", "reason"),
)

_BY_ENDS = {(t.source, t.target): t for t in TRANSITIONS}

#: Fields that may not change while a task is in a status; nodes are filed under "milestones".
_REPORTED = frozenset({"title", "content", "lead_office", "start_on", "due_text", "progress", "milestones"})
_PAUSED = frozenset({"progress", "start_on", "milestone_done"})
#: What stays open when a task is closed or cancelled.
_ALWAYS_OPEN = frozenset({"remark", "status"})
_FROZEN_WORDS = {"milestones": "节点", "milestone_done": "节点完成情况"}
#: How a frozen task is opened again, by status.
_WAY_OUT = {Status.CLOSING: "退回", Status.PAUSED: "恢复", Status.CLOSED: "重新打开", Status.CANCELLED: "重新打开"}


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules must know of a task; `evidence` counts the pieces that count, `progress` is in percent."""

    status: Status
    lead_office: str = ""
    closing_statement: str = ""
    evidence: int = 0
    progress: int = 100
    open_matters: int = 0  # 协调事项 that have not come to their end
    owed_reports: int = 0  # ended periods of a recurring task without a report
    undated: bool = False  # nobody has said when it is due
    suggested: bool = False  # its offices are not confirmed
    days_past: int = 0  # since its deadline, 0 where that is still to come

    @classmethod
    def of(cls, row: Any, **known: Any) -> "TaskFacts":
        """Return what a row of a task says of it; `known` is what its columns do not say, or not yet."""
        own = {
            "status": row.status,
            "closing_statement": row.closing_statement,
            "progress": row.progress,
            "undated": row.status.waiting and row.due_kind.undecided,
            "suggested": not row.offices_confirmed,
        }
        return cls(**own | known)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives with a move of status: why, who decided, until when, and the progress to be written."""

    reason: str = ""
    decided_by: str = ""
    until: date | None = None  # the last day of a pause
    progress: int | None = None  # percent; None writes what the rules restore, or leaves it
    confirmed: bool = False  # what the move leaves open was seen


NOTHING_GIVEN = Given()


def transition(source: Status, target: Status) -> Transition | None:
    """Return the move between two statuses, None when there is none."""
    return _BY_ENDS.get((source, target))


_ASSIGNED = re.compile(r"(?P<code>\S+ )?已(?P<act>交办)(?P<tasks> [\d,]+ 项)?")


def move_label(tasks: str | int, sources: Collection[Status], to: Status) -> str:
    """Return what an act is called that moves a task (its code) or several (how many) from these statuses to one."""
    if to is Status.NOT_STARTED and all(source.waiting for source in sources):
        return f"{tasks} 已交办" if isinstance(tasks, str) else f"已交办 {tasks:,} 项"
    return f"{tasks} 转为{to.word}" if isinstance(tasks, str) else f"{tasks:,} 项任务转为{to.word}"


def without_done(label: str) -> str:
    """Return the name of an act without the word that it is done: A1.1 已交办 is A1.1 交办; others stay as they are."""
    known = _ASSIGNED.fullmatch(label)
    return "".join(filter(None, known.groups())) if known is not None else label


def acts_from(status: Status) -> tuple[Transition, ...]:
    """Return the moves out of a status in menu order."""
    return tuple(t for t in TRANSITIONS if t.source is status)


def check_transition(facts: TaskFacts, to: Status, given: Given = NOTHING_GIVEN) -> Transition:
    """Return the allowed move, or raise RuleError saying everything that is missing.

    It is an UndecidedError where a person can give all of it with the move: a reason, who decided, the closing
    statement, 100 %, or the confirmation of what would stay open.
    """
    move = transition(facts.status, to)
    if move is None:
        raise RuleError(_no_way(facts.status, to))
    missing = tuple(_missing(move, facts, given))
    words = f"不能{move.act}：还缺{'、'.join(word for _, word in missing)}"
    if not all(need for need, _ in missing):
        raise RuleError(f"{words}。")
    open_ends = "" if given.confirmed else left_open(move, facts)
    if missing:
        asked = f"{words}；{open_ends}，请确认。" if open_ends else f"{words}。"
        raise UndecidedError(asked, *(need for need, _ in missing), *(("confirmed",) if open_ends else ()))
    if open_ends:
        raise UndecidedError(f"{open_ends}，请确认后再{move.act}。", "confirmed")
    return move


def closing_needs(facts: TaskFacts) -> tuple[str, ...]:
    """Return in words what a task reported complete still lacks before it can be closed; nothing where it can be."""
    return tuple(word for _, word in _missing(_BY_ENDS[Status.CLOSING, Status.CLOSED], facts, NOTHING_GIVEN))


def left_open(move: Transition, facts: TaskFacts) -> str:
    """Return what a move that ends, assigns or resumes a task would leave open, in words; "" for nothing."""
    parts = (
        (move.assigns and facts.undated, "还没有时限"),
        (move.assigns and facts.suggested, "牵头单位还是建议"),
        (move.resumes and facts.days_past, f"时限已过 {facts.days_past} 天"),
        (move.target.ended and facts.open_matters, f"还有 {facts.open_matters:,} 个协调事项没有了结"),
        (move.needs_closing and facts.owed_reports, f"还缺 {facts.owed_reports} 期定期报送"),
    )
    return "，".join(words for open_still, words in parts if open_still)


def assigned_late(days: int) -> str:
    """Return what is said of a task that is assigned so many days after its deadline."""
    return f"时限已过 {days:,} 天，交办后即为红灯"


def can_be_checked(status: Status) -> bool:
    """Tell whether staff can check (核查) what a task has come to: where nothing was reported there is nothing."""
    return not status.waiting and (status.done or not status.ended)


def check_office_transition(facts: TaskFacts, to: Status, reason: str = "") -> Transition:
    """Return the move a returned workbook may make, or raise RuleError.

    Pass what the office wrote under 存在问题 or 备注 as `reason`. It is asked nothing: nobody is there to answer.
    """
    move = transition(facts.status, to)
    if move is not None and not move.by_office:
        raise RuleError(f"单位反馈不能把任务由“{facts.status.word}”改为“{to.word}”，请由交办方{move.act}。")
    return check_transition(facts, to, Given(reason, confirmed=True))


def check_lead_office(status: Status, lead_office: str) -> None:
    """Raise RuleError when a task that somebody works on would be left without a lead office."""
    if status.needs_lead and not lead_office.strip():
        raise RuleError(f"“{status.word}”的任务必须有牵头单位；要清空牵头单位，请先收回任务。")


def is_frozen(status: Status, field: str) -> bool:
    """Tell whether a field of a task may not change in a status, whatever the road."""
    if status.ended:
        return field not in _ALWAYS_OPEN
    if status is Status.CLOSING:
        return field in _REPORTED
    return status is Status.PAUSED and field in _PAUSED


def check_open(code: str, status: Status, field: str, word: str, after: Status | None = None) -> None:
    """Raise RuleError where a field is frozen; `after` is the status the same act moves the task to.

    The progress of a row is free when the status before or after its own move leaves it free.
    """
    if not is_frozen(status, field):
        return
    if field == "progress" and after is not None and not is_frozen(after, field):
        return
    raise RuleError(f"{code} {status.word}，不能改{_FROZEN_WORDS.get(field, word)}；请先{_WAY_OUT[status]}。")


def check_progress_by_hand(status: Status, progress: int) -> None:
    """Raise RuleError for progress on a task that nobody was charged with."""
    if status.waiting and progress > 0:
        raise RuleError("还没有交办，不能记进度。")


def is_name(text: str) -> bool:
    """Tell whether a text names somebody: blanks and marks name nobody."""
    return count_meaningful(text) > 0


def says_why(text: str) -> bool:
    """Tell whether a text says enough to be a reason."""
    return count_meaningful(text) >= REASON_CHARACTERS


def check_reason(reason: str, act: str) -> str:
    """Return a reason without blanks around it. Raises UndecidedError for one that says too little."""
    if not says_why(reason):
        raise UndecidedError(f"{act}要写明理由（至少 {REASON_CHARACTERS} 个字）。", "reason")
    return reason.strip()


def check_decider(decided_by: str, act: str) -> str:
    """Return who decided without blanks around the name. Raises UndecidedError where nobody is named."""
    if not is_name(decided_by):
        raise UndecidedError(f"{act}要写批准人。", "decided_by")
    return decided_by.strip()


def _missing(move: Transition, facts: TaskFacts, given: Given) -> Iterator[tuple[str, str]]:
    """Yield the needs of a move that are not met: what a person can give with it, "" for a fact, and the words."""
    if move.needs_lead and not facts.lead_office.strip():
        yield "", "牵头单位"
    if move.needs_reason and not says_why(given.reason):
        yield "reason", "理由" if not given.reason.strip() else f"说得清楚的理由（至少 {REASON_CHARACTERS} 个字）"
    if move.needs_decider and not is_name(given.decided_by):
        yield "decided_by", "批准人"
    if move.needs_zero and facts.progress:
        yield "", f"进度 0%（现在是 {facts.progress}%）"
    if move.needs_closing:
        if count_meaningful(facts.closing_statement) < STATEMENT_CHARACTERS:
            yield "statement", f"办结说明（至少 {STATEMENT_CHARACTERS} 个字）"
        if facts.evidence < 1:
            yield "", "有效佐证"
        percent = facts.progress if given.progress is None else given.progress
        if percent < 100:
            yield "progress", f"进度 100%（现在是 {percent}%）"


def _no_way(source: Status, target: Status) -> str:
    """Say that there is no such move, and which there are."""
    if source is target:
        return f"任务已经是“{source.word}”。"
    ways = "、".join(f"{t.act}（{t.target.word}）" for t in acts_from(source))
    return f"“{source.word}”的任务不能直接改为“{target.word}”；可以{ways}。"
