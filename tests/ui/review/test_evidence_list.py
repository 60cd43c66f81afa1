"""The group 佐证: every file that came along has a line, what a person has to know of comes first."""

from tracker.model.evidence_plan import EvidenceOutcome, EvidencePlan, PlannedFile
from tracker.ui.review.evidence_list import faces_of


def planned(name: str, task: str, outcome: EvidenceOutcome, message: str = "") -> PlannedFile:
    return PlannedFile(name, name, 9, "0" * 64, task, "市科技局", "code", outcome, message)


def test_missing_and_refused_files_come_before_those_that_are_filed() -> None:
    plan = EvidencePlan(
        (
            planned("A1.1_a.pdf", "A1.1", EvidenceOutcome.NEW),
            planned("A1.1_a.pdf（2）", "A1.1", EvidenceOutcome.VERSION, "A1.1 已有同名文件，作为第 2 份保留"),
            planned("b.pdf", "A1.2", EvidenceOutcome.QUESTION, "两个编号，请选择"),
            planned("c.exe", "", EvidenceOutcome.REFUSED, "“c.exe”是可执行文件，没有收。"),
            planned("A1.1_d.pdf", "A1.1", EvidenceOutcome.SAME),
        ),
        (("A2.1", "方案.pdf"),),
    )
    faces = faces_of(plan)
    assert [face.state for face in faces] == ["没有随附", "没有收", "待确认", "新版本", "新增", "已有"]
    assert [face.code for face in faces] == ["A2.1", "", "", "A1.1", "A1.1", "A1.1"]
    assert [face.decided for face in faces] == [False, False, False, True, True, False]
    assert "列在这一项" in faces[0].title
    assert "两个编号" in faces[2].title


def test_nothing_came() -> None:
    assert faces_of(EvidencePlan()) == ()
