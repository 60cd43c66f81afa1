"""What makes a light red or amber, apart from the words that say so, and what follows from it elsewhere."""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self

from tracker.model.enums import SlipLevel


class WaterfallBar(Enum):
    """Why a light turned, in the order of the waterfall; the value is the word of its bar."""

    DONE = "销号、报完成"
    CAUGHT_UP = "追上序时"
    CHECKED = "核查通过"
    PLAN = "调整时限"
    RULES = "调整规则"
    SET_ASIDE = "搁置、移交"
    ADDED = "新增、移入"
    REOPENED = "退回、重开"
    RESUMED = "恢复"
    OVERDUE = "逾期"
    BEHIND = "落后序时"
    SILENT = "久无进展"
    DUE = "临近到期"
    UNDATED = "未定时限"
    REFUTED = "核查不属实"
    PAUSE_OVER = "暂缓到期"

    @property
    def earned(self) -> bool:
        """Tell whether work or a check made the light better, not a decision about the plan."""
        return self in (WaterfallBar.DONE, WaterfallBar.CAUGHT_UP, WaterfallBar.CHECKED)


@dataclass(frozen=True, slots=True)
class CauseFacts:
    """What follows from a cause, declared once for the waterfall, the slips and the papers."""

    bar: WaterfallBar  # of the waterfall, where a task turned to it
    slip_when_amber: SlipLevel | None = None  # None: no slip of its own, only where 今日 lists the task
    explained_when_red: str = "滞后"  # what the office must explain where the light is red
    seen_by_check: bool = False  # somebody who checked said so: without it the light was cleared by a check


class LightCause(StrEnum):
    """Why a light is red or amber: what slips, papers and 总览 ask about, whatever its words are."""

    facts: CauseFacts

    def __new__(cls, value: str, facts: CauseFacts) -> Self:
        """Make a member that is its value and knows its facts."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.facts = facts
        return member

    OVERDUE = "overdue", CauseFacts(WaterfallBar.OVERDUE, explained_when_red="逾期")
    BEHIND = "behind", CauseFacts(WaterfallBar.BEHIND)
    #: A regular report was missed.
    REPORT = "report", CauseFacts(WaterfallBar.SILENT, SlipLevel.URGE, "未按期报送")
    SILENT = "silent", CauseFacts(WaterfallBar.SILENT, explained_when_red="久无进展")
    REFUTED = "refuted", CauseFacts(WaterfallBar.REFUTED, SlipLevel.URGE, seen_by_check=True)
    WANTING = "wanting", CauseFacts(WaterfallBar.REFUTED, SlipLevel.URGE, seen_by_check=True)
    NODE = "node", CauseFacts(WaterfallBar.BEHIND, SlipLevel.URGE)
    DUE = "due", CauseFacts(WaterfallBar.DUE)
    UNDATED = "undated", CauseFacts(WaterfallBar.UNDATED, SlipLevel.REMIND)
    PAUSE_OVER = "pause_over", CauseFacts(WaterfallBar.PAUSE_OVER, SlipLevel.REMIND)
