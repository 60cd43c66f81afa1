"""The group 佐证: every file that came along has a line, what a person has to know of comes first."""

from typing import Any

from PySide6.QtCore import Qt

from tracker.model.evidence_plan import EvidenceOutcome, EvidencePlan, PlannedFile
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Review
from tracker.ui.review.evidence_list import EvidenceLines, faces_of


def planned(name: str, task: str, outcome: EvidenceOutcome, message: str = "") -> PlannedFile:
    return PlannedFile(name, name, 9, "0" * 64, task, "市科技局", "code", outcome, message)


PLAN = EvidencePlan(
    (
        planned("A1.1_a.pdf", "A1.1", EvidenceOutcome.NEW),
        planned("A1.1_a（2）.pdf", "A1.1", EvidenceOutcome.VERSION, "A1.1 已有同名文件，作为第 2 份保留"),
        planned("b.pdf", "A1.2", EvidenceOutcome.QUESTION, "两个编号，请选择"),
        planned("c.exe", "", EvidenceOutcome.REFUSED, "“c.exe”是可执行文件，没有收。"),
        planned("A1.1_d.pdf", "A1.1", EvidenceOutcome.SAME),
    ),
    (("A2.1", "方案.pdf"),),
)


def test_missing_and_refused_files_come_before_those_that_are_filed() -> None:
    faces = faces_of(PLAN)
    assert [face.state for face in faces] == ["没有随附", "没有收", "待确认", "新版本", "新增", "已有"]
    assert [face.code for face in faces] == ["A2.1", "", "", "A1.1", "A1.1", "A1.1"]
    assert [face.decided for face in faces] == [False, False, False, True, True, False]
    assert "列在这一项" in faces[0].title
    assert faces[2].who == "两个编号，请选择"


def test_nothing_came() -> None:
    assert faces_of(EvidencePlan()) == ()


def test_the_group_lies_beside_the_others_and_has_its_lines(asked: Book, qtbot: Any, grab: Any) -> None:
    dialog = ReviewDialog(Review([asked]))
    qtbot.addWidget(dialog)
    before = [group.key for group in dialog.groups]
    dialog.show_evidence(PLAN)
    assert [group.key for group in dialog.groups if group.key not in before] == ["evidence"]
    dialog.show_group("evidence")
    lines = dialog.list_view.currentWidget()
    assert isinstance(lines, EvidenceLines)
    assert lines.model_of_lines.rowCount() == 6
    assert not any(button.isVisibleTo(dialog) for button in dialog.whole.values())
    assert [key for key, entry in dialog.list.entries.items() if entry.isChecked()] == ["evidence"]
    grab(dialog, "review-evidence", (1160, 664))
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.list_view.group.key != "evidence"
    dialog.show_evidence(EvidencePlan())
    assert [group.key for group in dialog.groups] == before
