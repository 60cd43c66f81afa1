"""How a task moves from one status to the next, who may move it and what is needed for it."""

from dataclasses import dataclass

from tracker.errors import RuleError
from tracker.model.enums import Status


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move of a task, the name of the act, and what the act needs."""

    source: Status
    target: Status
    act: str
    needs_lead: bool = False
    needs_reason: bool = False
    needs_closing: bool = False  # a closing statement and at least one evidence
    by_office: bool = False  # a returned workbook may make this move

    @property
    def needs(self) -> tuple[str, ...]:
        """Return what the act needs, in words for a tooltip."""
        words = (
            (self.needs_lead, "牵头单位"),
            (self.needs_reason, "理由"),
            (self.needs_closing, "办结说明"),
            (self.needs_closing, "至少一份佐证"),
        )
        return tuple(word for needed, word in words if needed)


def _transition(source: Status, target: Status, act: str, needs: str = "") -> Transition:
    """Build a row of the table from words: `needs` lists lead, reason, closing and office."""
    words = needs.split()
    return Transition(source, target, act, "lead" in words, "reason" in words, "closing" in words, "office" in words)


#: Every allowed move, in the order of menus. An office's workbook may move its own work forward, pause it
#: and take back its own report; closing, cancelling, withdrawing and reopening belong to those who assigned
#: it. An office's move out of 待交办 is accepted because the workbook it was sent is the assignment.
TRANSITIONS: tuple[Transition, ...] = (
    _transition(Status.UNASSIGNED, Status.NOT_STARTED, "交办", "lead office"),
    _transition(Status.UNASSIGNED, Status.IN_PROGRESS, "交办并开始", "lead office"),
    _transition(Status.UNASSIGNED, Status.PAUSED, "暂缓", "reason"),
    _transition(Status.UNASSIGNED, Status.CANCELLED, "取消", "reason"),
    _transition(Status.NOT_STARTED, Status.IN_PROGRESS, "开始", "lead office"),
    _transition(Status.NOT_STARTED, Status.CLOSING, "报完成", "lead office"),
    _transition(Status.NOT_STARTED, Status.UNASSIGNED, "收回", "reason"),
    _transition(Status.NOT_STARTED, Status.PAUSED, "暂缓", "reason office"),
    _transition(Status.NOT_STARTED, Status.CANCELLED, "取消", "reason"),
    _transition(Status.IN_PROGRESS, Status.CLOSING, "报完成", "lead office"),
    _transition(Status.IN_PROGRESS, Status.NOT_STARTED, "改回未启动", "lead reason"),
    _transition(Status.IN_PROGRESS, Status.PAUSED, "暂缓", "reason office"),
    _transition(Status.IN_PROGRESS, Status.CANCELLED, "取消", "reason"),
    _transition(Status.CLOSING, Status.CLOSED, "销号", "closing"),
    _transition(Status.CLOSING, Status.IN_PROGRESS, "退回", "lead reason office"),
    _transition(Status.CLOSING, Status.CANCELLED, "取消", "reason"),
    _transition(Status.CLOSED, Status.IN_PROGRESS, "重新打开", "lead reason"),
    _transition(Status.PAUSED, Status.IN_PROGRESS, "恢复", "lead office"),
    _transition(Status.PAUSED, Status.NOT_STARTED, "恢复为未启动", "lead office"),
    _transition(Status.PAUSED, Status.UNASSIGNED, "恢复为待交办"),
    _transition(Status.PAUSED, Status.CANCELLED, "取消", "reason"),
    _transition(Status.CANCELLED, Status.IN_PROGRESS, "重新打开", "lead reason"),
    _transition(Status.CANCELLED, Status.UNASSIGNED, "重新交办", "reason"),
)

_BY_ENDS = {(t.source, t.target): t for t in TRANSITIONS}


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules must know of a task; `evidence` counts its files and notes."""

    status: Status
    lead_office: str = ""
    closing_statement: str = ""
    evidence: int = 0


def transition(source: Status, target: Status) -> Transition | None:
    """Return the move between two statuses, None when there is none."""
    return _BY_ENDS.get((source, target))


def acts_from(status: Status) -> tuple[Transition, ...]:
    """Return the moves out of a status in menu order."""
    return tuple(t for t in TRANSITIONS if t.source is status)


def check_transition(facts: TaskFacts, to: Status, reason: str = "") -> Transition:
    """Return the allowed move, or raise RuleError saying everything that is missing."""
    move = transition(facts.status, to)
    if move is None:
        raise RuleError(_no_way(facts.status, to))
    missing = _missing(move, facts, reason)
    if missing:
        raise RuleError(f"不能{move.act}：还缺{'、'.join(missing)}。")
    return move


def check_office_transition(facts: TaskFacts, to: Status, reason: str = "") -> Transition:
    """Return the move a returned workbook may make, or raise RuleError.

    Pass what the office wrote under 存在问题 or 备注 as `reason` for pausing and taking back.
    """
    move = transition(facts.status, to)
    if move is not None and not move.by_office:
        raise RuleError(f"单位反馈不能把任务由“{facts.status.word}”改为“{to.word}”，请由交办方在台账中{move.act}。")
    return check_transition(facts, to, reason)


def check_lead_office(status: Status, lead_office: str) -> None:
    """Raise RuleError when a task that somebody works on would be left without a lead office."""
    if status.needs_lead and not lead_office.strip():
        raise RuleError(f"“{status.word}”的任务必须有牵头单位；要清空牵头单位，请先收回任务。")


def _missing(move: Transition, facts: TaskFacts, reason: str) -> tuple[str, ...]:
    """Name the needs of a move that the facts do not meet."""
    lacks = {
        "牵头单位": not facts.lead_office.strip(),
        "理由": not reason.strip(),
        "办结说明": not facts.closing_statement.strip(),
        "至少一份佐证": facts.evidence < 1,
    }
    return tuple(need for need in move.needs if lacks[need])


def _no_way(source: Status, target: Status) -> str:
    """Say that there is no such move, and which there are."""
    if source is target:
        return f"任务已经是“{source.word}”。"
    ways = "、".join(f"{t.act}（{t.target.word}）" for t in acts_from(source))
    return f"“{source.word}”的任务不能直接改为“{target.word}”；可以{ways}。"
