"""Rows of 时限与状态变动: what somebody decided about deadlines, statuses, nodes, checks, reports and rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.model.rows.lights import Light

#: The kinds that are no class of a deadline; the words are those of the list.
UNRECORDED = "无记录的时限变动"
NODES = "节点变动"
START = "启动日期变动"
RULES = "亮灯规则"
CHECK = "核查"
WAIVER = "免报"
UNDONE = "撤销"
GOAL = "指标变动"
PUT_AWAY = "来源归档"

#: Before the id of an indicator or a source, where an act keeps a decision about one; those about tasks are kept by
#: id alone.
GOAL_KEY, SOURCE_KEY = "indicator/", "source/"


@dataclass(frozen=True, slots=True)
class PlanDecision:
    """Why another start or other nodes ease a task, and who decided; "" where nobody had to."""

    reason: str
    decided_by: str = ""

    @property
    def words(self) -> str:
        """Return both as the label of an act says them; nothing is ever read out of that again."""
        return f"{self.reason}（批准人 {self.decided_by}）" if self.decided_by else self.reason


def joined_reasons(decisions: Mapping[str, PlanDecision]) -> str:
    """Return the reasons of several tasks, by number, as one label says them: a reason that all have stands once."""
    if len(set(decisions.values())) == 1:
        return next(iter(decisions.values())).words
    return "；".join(f"{code} {decision.words}" for code, decision in decisions.items())


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision: its day, task ("" for none), class, what it changed from and to, why and by whom.

    `number` is the how-many-th extension it is, 0 where it counts for nothing; the lights are those of that day with
    and without it. `revision_id` names a move of a deadline that nobody recorded as a decision.
    """

    on: date
    kind: str
    old: str
    new: str
    task_id: int = 0
    code: str = ""
    title: str = ""
    state: str = ""  # 申请中, 不同意; "" for what is in force
    number: int = 0
    reason: str = ""
    decided_by: str = ""
    late_days: int = 0
    before: Light | None = None
    after: Light | None = None
    revision_id: int = 0

    @property
    def lights(self) -> str:
        """Return 「红 · 逾期12天 → 绿」, "" where the colour and its reason stayed."""
        if self.before is None or self.after is None or self.before.text == self.after.text:
            return ""
        return f"{self.before.text} → {self.after.text}"

    @property
    def ends(self) -> str:
        """Return what it changed from and to, or what it is alone."""
        return f"{self.old} → {self.new}" if self.old else self.new

    @property
    def word(self) -> str:
        """Return the class with its number and state: 延期 · 第 2 次."""
        number = f"第 {self.number} 次" if self.number else ""
        return " · ".join(part for part in (self.kind, number, self.state) if part)
