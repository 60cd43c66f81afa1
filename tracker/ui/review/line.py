"""The line of one entry: what it is about, what was decided, painted alike in the list and above an open entry."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tracker.model.changeset import Decision, FieldChange, Problem
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.enums import Choice, DeadlineChange, Outcome
from tracker.ui.review.entry_decisions import field_word, show_value
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.change_lines import FALL, is_fall
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_light_shift, paint_text, paint_text_tag

_CODE, _PLACE = 54, 150
_DAYS, _CLASS, _LIGHTS = 160, 76, 246  # columns of a deadline that is asked for
_SHORT = 12  # characters of a value that fit into a line
WORDS = {
    Choice.OURS: "保留我方",
    Choice.THEIRS: "采纳对方",
    Choice.MERGED: "合并编辑",
    Choice.LATER: "以后再定",
}

#: What stands in place of a number where rows have none.
_CODES = {"indicator": "指标", "person": "联系"}
_REQUESTS = {
    "extension": DeadlineChange.EXTENSION.word,
    "advance": DeadlineChange.ADVANCE.word,
    "deadline": DeadlineChange.FIRST.word,
}


class Offer(NamedTuple):
    """One way to decide about an entry: its choice, its word and its key."""

    choice: Choice
    word: str
    key: str


_ALL = tuple(map(Offer, WORDS, WORDS.values(), "1230"))
_ROW = (Offer(Choice.OURS, "不采纳", "1"), Offer(Choice.THEIRS, "采纳为新任务", "2"), _ALL[-1])
_PERSON = (_ROW[0], Offer(Choice.THEIRS, "采纳进名录", "2"), _ALL[-1])
_UNREAD = (_ALL[0], Offer(Choice.THEIRS, "填写本期值", "3"), _ALL[-1])
_REQUEST = (Offer(Choice.THEIRS, "同意", "1"), Offer(Choice.OURS, "不同意", "3"), _ALL[-1])


def offers_of(change: FieldChange) -> tuple[Offer, ...]:
    """Return the ways to decide about an entry; what is forbidden can only be kept out or wait."""
    whole_row = change.outcome is Outcome.UNKNOWN_ROW
    of_row = _PERSON if change.kind == "person" else _ROW
    offers = _REQUEST if change.request else of_row if whole_row else _UNREAD if change.unread else _ALL
    return tuple(offer for offer in offers if not change.forbidden or offer.choice in (Choice.OURS, Choice.LATER))


class Face(NamedTuple):
    """What a line says, from left to right."""

    code: str
    title: str
    tag: str = ""
    who: str = ""  # filled it in, where the review is of several files
    state: str = ""
    decided: bool = False
    problem: bool = False
    number: str = ""  # which extension a deadline would be
    outlook: DeadlineOutlook | None = None
    falls: bool = False  # the state tells of a number that became smaller

    @property
    def spoken(self) -> str:
        """Return the line as a screen reader says it."""
        days = self.outlook.days_text if self.outlook else ""
        parts = (self.code, self.title, self.tag, self.number, days, self.who, self.state, FALL if self.falls else "")
        return " ".join(part for part in parts if part)


def face_of_change(
    change: FieldChange, decision: Decision | None, who: str = "", outlook: DeadlineOutlook | None = None
) -> Face:
    """Return the line of a change; `outlook` is what granting a deadline would come to."""
    code = _CODES.get(change.kind) or change.task or "新行"
    decided = decision is not None and decision.choice is not Choice.LATER
    tag = field_word(change.field)
    if change.request:
        tag = (outlook.word if outlook else "") or _REQUESTS.get(change.request, tag)
    number = outlook.number if outlook else ""
    state = _state(change, decision)
    falls = " → " in state and is_fall(*state.split(" → ", 1))
    return Face(code, change.title, tag, who, state, decided, number=number, outlook=outlook, falls=falls)


def face_of_problem(problem: Problem, who: str = "") -> Face:
    """Return the line of a problem: its place and the sentence."""
    where = f"{problem.sheet} {problem.cell}".strip() or "整个文件"
    return Face(where, problem.message.replace("\n", " "), who=who, problem=True)


def _state(change: FieldChange, decision: Decision | None) -> str:
    if change.outcome is Outcome.MISSING_ROW:
        return "保持不变"
    if decision is not None:
        granted = change.request and decision.choice is Choice.MERGED
        words = {offer.choice: offer.word for offer in offers_of(change)}
        return "同意另一时限" if granted else words.get(decision.choice, WORDS[decision.choice])
    if change.needs_decision:
        return "待决定"
    before, after = (show_value(change.field, value) for value in (change.snapshot, change.theirs))
    short = len(before) <= _SHORT and len(after) <= _SHORT and bool(after)
    return f"{before or '未填'} → {after}" if short and change.outcome is Outcome.CHANGE else ""


def paint_face(painter: QPainter, box: QRectF, face: Face, *, opened: bool) -> None:
    """Paint a line from both ends, the title gets the rest; a closed one has a chevron and a hairline."""
    right = _paint_state(painter, box, face, opened)
    tags = [face.tag, face.number]
    if face.outlook is not None and not opened:
        right += _paint_outlook(painter, box.adjusted(0, 0, -right, 0), face, face.outlook)
        tags = []
    left = _PLACE if face.problem else _CODE
    code = metrics("small").elidedText(face.code, Qt.TextElideMode.ElideRight, left - 8)
    paint_text(painter, QRectF(box.left(), box.top(), left, box.height()), code, tone("text3"), "small")
    role: Role = "body" if face.problem else "strong"
    who = metrics("small").horizontalAdvance(face.who) + 12 if face.who else 0
    tagged = sum(metrics("small").horizontalAdvance(tag) + 28 for tag in tags if tag)
    room = max(box.width() - left - right - tagged - who - 12, 24)
    title = metrics(role).elidedText(face.title, Qt.TextElideMode.ElideRight, int(room))
    start = box.left() + left
    paint_text(painter, QRectF(start, box.top(), room + 2, box.height()), title, tone("text"), role)
    after = start + metrics(role).horizontalAdvance(title) + 12
    for tag in filter(None, tags):
        paint_text_tag(painter, after, box, tag)
        after += metrics("small").horizontalAdvance(tag) + 28
    if face.who:
        paint_text(painter, QRectF(after, box.top(), who, box.height()), face.who, tone("text3"), "small")
    if not opened:
        paint_hairline(painter, box, 0)


def _paint_outlook(painter: QPainter, box: QRectF, face: Face, outlook: DeadlineOutlook) -> float:
    """Paint days, class and lights of a deadline asked for at the right and return the width they need."""
    lights = QRectF(box.right() - _LIGHTS, box.top(), _LIGHTS, box.height())
    number = lights.adjusted(-_CLASS, 0, -_LIGHTS, 0)
    days = number.adjusted(-_DAYS, 0, -_CLASS, 0)
    paint_text(painter, days, outlook.days_text, tone("text2"), "small")
    paint_text(painter, number, face.number or face.tag, tone("text2"), "small")
    if outlook.moved is None:
        paint_text(painter, lights, "不能照此同意", tone("red"), "small")
    else:
        paint_light_shift(painter, lights, outlook.now.light, outlook.moved.light)
    return _DAYS + _CLASS + _LIGHTS


def _paint_state(painter: QPainter, box: QRectF, face: Face, opened: bool) -> float:
    """Paint state and chevron at the right and return the width they need."""
    edge = 0.0
    if not opened:
        paint_icon(painter, QRectF(box.right() - 16, box.center().y() - 7, 14, 14), "chevron_right", tone("text3"))
        edge = 26
    if not face.state:
        return edge + 12
    if face.falls:
        paint_text(painter, box.adjusted(0, 0, -edge, 0), FALL, tone("red"), "small", RIGHT)
        edge += metrics("small").horizontalAdvance(FALL) + 6
    paint_text(
        painter, box.adjusted(0, 0, -edge, 0), face.state, tone("green" if face.decided else "text2"), "small", RIGHT
    )
    width = metrics("small").horizontalAdvance(face.state)
    if face.decided:
        left = box.right() - edge - width - 20
        paint_icon(painter, QRectF(left, box.center().y() - 7, 14, 14), "check", tone("green"))
    return edge + width + 24
