"""A workbook of our own that asks for later deadlines: what 核对反馈 shows of one, for the pictures."""

from dataclasses import replace
from datetime import date

from tracker.model.changeset import ChangeSet, FieldChange
from tracker.model.deadline_outlook import DeadlineOutlook, Standing
from tracker.model.enums import LightColour, Outcome
from tracker.model.rows import Light
from tracker.ui.review.entries import Book

_DUE, _WISH = "2026年10月24日前", "2027-01-31"
_LATE = Standing(Light(LightColour.RED, "逾期35天", "时限 2026年10月24日，已逾期 35 天。"), 100, 40)
_OUTLOOK = DeadlineOutlook(
    _WISH, date(2026, 11, 28), _LATE, _DUE, _WISH, date(2025, 12, 29), date(2026, 10, 24), date(2027, 1, 31), 60,
    "戴一鸣", "延期", "第 2 次延期", 99, nodes=2,
    moved=Standing(Light(LightColour.AMBER, "落后24点", "落后序时 24 点。"), 84, 24),
    kept=Standing(Light(LightColour.AMBER, "节点逾期9天", "节点已逾期 9 天。"), 92, 32),
)  # fmt: skip
_REASONLESS = replace(_OUTLOOK, number="第 1 次延期", needs_reason=True, progress=78, owner="葛晓岚", nodes=0)


def _ask(code: str, title: str, reason: str, row: int, *notes: str) -> FieldChange:
    return FieldChange(
        "task", code, code, title, "due_text", _DUE, _DUE, _WISH, Outcome.CHANGE, "任务清单", f"J{row}",
        row={"extension_reason": reason}, request="extension", review=True, notes=notes,
    )  # fmt: skip


def asking_book() -> Book:
    """Return a workbook with two wishes, one of them without a reason."""
    wishes = (
        _ask("A1.2b", "推动产业创新人才资金政策五链协同", "资金安排需市政府专题会议审议。", 9, "第 2 次延期"),
        _ask("D2.3e", "出台科技创新奖励新政", "", 12, "第 1 次延期", "没有写延期理由"),
    )
    outlooks = (_OUTLOOK, _REASONLESS)
    return Book(
        ChangeSet("市发改委_第4批反馈.xlsx", "市发改委", "E1", "x", 5, wishes),
        return_id=1,
        answers=True,
        outlooks={wish.identity: outlook for wish, outlook in zip(wishes, outlooks, strict=True)},
    )
