"""A deadline that an office asks for: sent, ours, asked; its reason, and what granting it would come to."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.changeset import Decision, FieldChange
from tracker.model.deadline_outlook import DeadlineOutlook, is_number_words
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Choice, LightColour, NodesChoice
from tracker.ui.review.columns import ValueColumn
from tracker.ui.review.outlook_panel import OutlookPanel
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose

_LOUD = frozenset({LightColour.RED, LightColour.AMBER})
_NO_REASON = "没有写延期理由"
_BIG = 10  # characters that are shown as a figure


class RequestColumns(QWidget):
    """Three columns, below them the office's reason beside the panel 同意以后."""

    def __init__(self, change: FieldChange, sent: str, author: str, outlook: DeadlineOutlook | None) -> None:
        super().__init__()
        same = "发出后没有改过" if change.ours == change.snapshot else ""
        self.sent = ValueColumn("发出时", sent, sunken=True)
        self.ours = ValueColumn("我方现在", author or same)
        self.theirs = ValueColumn("对方希望", f"{change.sheet} {change.cell}".strip())
        _show(self.sent, str(change.snapshot or ""), None)
        _show(self.ours, str(change.ours or ""), outlook.now_on if outlook else None, *_now(outlook))
        _show(self.theirs, str(change.theirs or ""), outlook.to_on if outlook else None, _later(outlook))
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for column in (self.sent, self.ours, self.theirs):
            columns.addWidget(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(columns)
        box.addLayout(self._below(change, outlook))

    def _below(self, change: FieldChange, outlook: DeadlineOutlook | None) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel("对方的理由", "small", "text2"))
        notes = _notes(change)
        if change.reason or _NO_REASON not in notes:
            words.addWidget(Prose(change.reason or "没有写", "text" if change.reason else "text3"))
        if notes:
            known = TextLabel(notes, "small", "amber")
            known.setWordWrap(True)
            words.addWidget(known)
        words.addStretch()
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addLayout(words, 1)
        self.panel = OutlookPanel(outlook) if outlook is not None and not change.forbidden else None
        if self.panel is not None:
            below.addWidget(self.panel, 2)
        return below

    def set_choice(self, choice: Choice | None) -> None:
        """Mark the deadline that will be in force; another one than both marks neither."""
        self.ours.set_chosen(choice is Choice.OURS)
        self.theirs.set_chosen(choice is Choice.THEIRS)
        if self.panel is not None:
            self.panel.set_title("如果按对方希望的时限" if choice is Choice.MERGED else "同意以后")


def answer_words(change: FieldChange, decision: Decision | None) -> str:
    """Return what was answered to a deadline that is asked for, "" while nothing was."""
    if decision is None or decision.choice is Choice.LATER:
        return ""
    if decision.choice is Choice.OURS:
        return f"不同意，答复：{decision.reason}" if decision.reason else "不同意"
    value = decision.value if decision.choice is Choice.MERGED else change.theirs
    nodes = f"，{NodesChoice.KEPT.word}" if decision.keep_nodes else ""
    reason = f"，理由：{decision.reason}" if decision.reason else ""
    return f"同意：{value}（批准人 {decision.decided_by}{nodes}{reason}）"


def _notes(change: FieldChange) -> str:
    """Return what to know before deciding, a line each; which extension it is stands above."""
    return "\n".join(note for note in change.notes if not is_number_words(note))


def _show(column: ValueColumn, text: str, on: date | None, below: str = "", tone: str = "text2") -> None:
    """Show a deadline: its day big, below it what is said of it or else its wording."""
    day = str(on or parse_deadline(text).on or "")
    wording = f"“{text}”" if day and text != day else ""
    shown = day or text
    column.show_text(shown, None, figure=len(shown) <= _BIG, below=below or wording, tone=tone)


def _now(outlook: DeadlineOutlook | None) -> tuple[str, str]:
    """Return the light as it is now, and its tone."""
    if outlook is None:
        return "", "text2"
    light = outlook.now.light
    return light.reason, light.colour.value if light.colour in _LOUD else "text2"


def _later(outlook: DeadlineOutlook | None) -> str:
    """Say how far the deadline asked for is from the one in force."""
    if outlook is None or outlook.now_on is None or outlook.to_on is None:
        return ""
    days = (outlook.to_on - outlook.now_on).days
    return f"比现在{'晚' if days > 0 else '早'} {abs(days)} 天" if days else "与现在同一天"
