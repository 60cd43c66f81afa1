"""What the line of an entry says, and that it is painted whatever room there is."""

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from tracker.model.changeset import Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.line import Face, face_of_change, face_of_problem, paint_face


def change_of(field: str, sent: Any, theirs: Any, outcome: Outcome = Outcome.CHANGE, **more: Any) -> FieldChange:
    values: dict[str, Any] = {"kind": "task", "task": "A1.2a"} | more
    return FieldChange(
        values["kind"], "k", values["task"], "加强基础研究", field, sent, sent, theirs, outcome, "任务清单", "H12"
    )


@pytest.mark.parametrize(
    ("change", "decision", "state", "decided"),
    [
        (change_of("progress", 45, 60), None, "45% → 60%", False),
        (change_of("progress", None, 60), None, "未填 → 60%", False),
        (change_of("progress_note", "", "很长的进展" * 10), None, "", False),
        (change_of("progress", 45, 60, Outcome.CONFLICT), None, "待决定", False),
        (change_of("progress", 45, 60, Outcome.CONFLICT), Decision(Choice.LATER), "以后再定", False),
        (change_of("progress", 45, 60, Outcome.CONFLICT), Decision(Choice.OURS), "保留我方", True),
        (change_of("progress", 45, 60), Decision(Choice.THEIRS), "采纳对方", True),
        (change_of("", None, None, Outcome.UNKNOWN_ROW), Decision(Choice.OURS), "不采纳", True),
        (change_of("", None, None, Outcome.MISSING_ROW), None, "保持不变", False),
        (change_of("progress", 45, 60, Outcome.SAME), None, "", False),
    ],
)
def test_the_state_of_a_line(change: FieldChange, decision: Decision | None, state: str, decided: bool) -> None:
    face = face_of_change(change, decision)
    assert (face.state, face.decided) == (state, decided)


@pytest.mark.parametrize(
    ("more", "code"),
    [({}, "A1.2a"), ({"task": ""}, "新行"), ({"kind": "indicator", "task": "“小巨人”企业数"}, "指标")],
)
def test_what_stands_in_front(more: dict[str, Any], code: str) -> None:
    assert face_of_change(change_of("progress", 1, 2, **more), None).code == code


def test_a_line_is_spoken_as_it_reads() -> None:
    face = face_of_change(change_of("progress", 45, 60), None, "市科技局")
    assert face.spoken == "A1.2a 加强基础研究 进度 市科技局 45% → 60%"
    problem = face_of_problem(Problem("任务清单", "H14", "进度读不出"), "市科技局")
    assert problem.spoken == "任务清单 H14 进度读不出 市科技局"
    assert face_of_problem(Problem("", "", "文件已损坏")).code == "整个文件"


@pytest.mark.parametrize("width", [900, 300, 60])
@pytest.mark.parametrize("opened", [True, False])
def test_every_width_is_painted_within_its_box(qapp: Any, width: int, opened: bool) -> None:
    image = QImage(width, 44, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    face = Face("A1.2a", "引导研究机构加强基础研究" * 3, "进展情况", "市地方金融监管局", "采纳对方", decided=True)
    paint_face(painter, QRectF(0, 0, width, 44), face, opened=opened)
    painter.end()
    inked = [x for x in range(width) for y in range(44) if image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF]
    assert inked
