"""The line of one entry: what it is about, what was decided, painted alike in the list and above an open entry."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from tracker.model.changeset import Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.decisions import field_word, show_value
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_text, paint_text_tag

_CODE, _PLACE = 54, 150
_SHORT = 12  # characters of a value that fit into a line
WORDS = {
    Choice.OURS: "保留我方",
    Choice.THEIRS: "采纳对方",
    Choice.MERGED: "合并编辑",
    Choice.LATER: "以后再定",
}


class Face(NamedTuple):
    """What a line says, from left to right."""

    code: str
    title: str
    tag: str = ""
    who: str = ""  # filled it in, where the review is of several files
    state: str = ""
    decided: bool = False
    problem: bool = False

    @property
    def spoken(self) -> str:
        """Return the line as a screen reader says it."""
        return " ".join(part for part in (self.code, self.title, self.tag, self.who, self.state) if part)


def face_of_change(change: FieldChange, decision: Decision | None, who: str = "") -> Face:
    """Return the line of a change."""
    code = (change.task or "新行") if change.kind == "task" else "指标"
    decided = decision is not None and decision.choice is not Choice.LATER
    return Face(code, change.title, field_word(change.field), who, _state(change, decision), decided)


def face_of_problem(problem: Problem, who: str = "") -> Face:
    """Return the line of a problem: its place and the sentence."""
    where = f"{problem.sheet} {problem.cell}".strip() or "整个文件"
    return Face(where, problem.message.replace("\n", " "), who=who, problem=True)


def _state(change: FieldChange, decision: Decision | None) -> str:
    if change.outcome is Outcome.MISSING_ROW:
        return "保持不变"
    if decision is not None:
        return "不采纳" if _is_refused_row(change, decision) else WORDS[decision.choice]
    if change.needs_decision:
        return "待决定"
    before, after = (show_value(change.field, value) for value in (change.snapshot, change.theirs))
    short = len(before) <= _SHORT and len(after) <= _SHORT and bool(after)
    return f"{before or '未填'} → {after}" if short and change.outcome is Outcome.CHANGE else ""


def _is_refused_row(change: FieldChange, decision: Decision) -> bool:
    return change.outcome is Outcome.UNKNOWN_ROW and decision.choice is Choice.OURS


def paint_face(painter: QPainter, box: QRectF, face: Face, *, opened: bool) -> None:
    """Paint a line from both ends, the title gets the rest; a closed one has a chevron and a hairline."""
    right = _paint_state(painter, box, face, opened)
    left = _PLACE if face.problem else _CODE
    code = metrics("small").elidedText(face.code, Qt.TextElideMode.ElideRight, left - 8)
    paint_text(painter, QRectF(box.left(), box.top(), left, box.height()), code, tone("text3"), "small")
    role: Role = "body" if face.problem else "strong"
    who = metrics("small").horizontalAdvance(face.who) + 12 if face.who else 0
    tag = metrics("small").horizontalAdvance(face.tag) + 28 if face.tag else 0
    room = max(box.width() - left - right - tag - who - 12, 24)
    title = metrics(role).elidedText(face.title, Qt.TextElideMode.ElideRight, int(room))
    start = box.left() + left
    paint_text(painter, QRectF(start, box.top(), room + 2, box.height()), title, tone("text"), role)
    after = start + metrics(role).horizontalAdvance(title) + 12
    if face.tag:
        paint_text_tag(painter, after, box, face.tag)
        after += tag
    if face.who:
        paint_text(painter, QRectF(after, box.top(), who, box.height()), face.who, tone("text3"), "small")
    if not opened:
        paint_hairline(painter, box, 0)


def _paint_state(painter: QPainter, box: QRectF, face: Face, opened: bool) -> float:
    """Paint state and chevron at the right and return the width they need."""
    edge = 0.0
    if not opened:
        paint_icon(painter, QRectF(box.right() - 16, box.center().y() - 7, 14, 14), "chevron_right", tone("text3"))
        edge = 26
    if not face.state:
        return edge + 12
    paint_text(
        painter, box.adjusted(0, 0, -edge, 0), face.state, tone("green" if face.decided else "text2"), "small", RIGHT
    )
    width = metrics("small").horizontalAdvance(face.state)
    if face.decided:
        left = box.right() - edge - width - 20
        paint_icon(painter, QRectF(left, box.center().y() - 7, 14, 14), "check", tone("green"))
    return edge + width + 24
