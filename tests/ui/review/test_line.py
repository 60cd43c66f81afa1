"""What the line of an entry says, and that it is painted whatever room there is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from tracker.model.changeset import Decision, FieldChange, Problem
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.line import Face, face_of_change, face_of_problem, offers_of, paint_face
from tracker.ui.theme.tokens import LIGHT


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
    ("request_kind", "decision", "state"),
    [
        ("extension", None, "延期 待决定"),
        ("advance", None, "提前 待决定"),
        ("deadline", Decision(Choice.LATER), "明确时限 以后再定"),
        ("extension", Decision(Choice.THEIRS, decided_by="王市长"), "延期 同意"),
        ("extension", Decision(Choice.MERGED, "2026-12-31", "", "王市长"), "延期 同意另一时限"),
        ("extension", Decision(Choice.OURS, reason="不延"), "延期 不同意"),
    ],
)
def test_a_request_says_its_class_and_its_answer(
    request_of: Callable[..., FieldChange], request_kind: str, decision: Decision | None, state: str
) -> None:
    face = face_of_change(request_of("D1", request=request_kind), decision)
    assert face.spoken == f"D1 任务D1 {state}"


def test_a_request_says_days_and_number(
    request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook]
) -> None:
    face = face_of_change(request_of("D1"), None, "", outlook_of(word="延期（取消具体时限）"))
    assert face.spoken == "D1 任务D1 延期（取消具体时限） 第 1 次延期 2026-10-24 → 2027-01-31 待决定"


def test_each_entry_offers_what_can_be_done_about_it(request_of: Callable[..., FieldChange]) -> None:
    plain = change_of("progress", 45, 60)
    row = change_of("", None, None, Outcome.UNKNOWN_ROW)
    entries = plain, replace(plain, forbidden=True), row, request_of("D1"), request_of("D4", forbidden=True)
    assert ["".join(offer.key for offer in offers_of(change)) for change in entries] == [
        "1230",
        "10",
        "120",
        "130",
        "30",
    ]


@pytest.mark.parametrize("width", [900, 300])
@pytest.mark.parametrize("grantable", [True, False])
def test_a_closed_request_is_painted_whatever_room_there_is(
    request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook], width: int, grantable: bool
) -> None:
    outlook = outlook_of() if grantable else outlook_of(moved=None, error="不能同意")
    image = QImage(width, 44, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    paint_face(painter, QRectF(0, 0, width, 44), face_of_change(request_of("D1"), None, "", outlook), opened=False)
    painter.end()
    colours = {image.pixel(x, 22) & 0xFFFFFF for x in range(width)}
    green = int(LIGHT.green.fill[1:], 16)
    assert (green in colours) == grantable


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
