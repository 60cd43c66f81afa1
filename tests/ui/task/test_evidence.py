"""Evidence in the panel: one line each, and its name opens it."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.enums import EvidenceKind
from tracker.model.rows import EvidenceRow
from tracker.ui.task.evidence import EvidenceList, size_words
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.labels import TextLabel


@pytest.mark.parametrize(("size", "words"), [(820, "820 B"), (12_300, "12 KB"), (3_565_158, "3.4 MB")])
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_name_opens_its_piece(qtbot: QtBot) -> None:
    shown = EvidenceList()
    qtbot.addWidget(shown)
    at = datetime(2023, 9, 1, tzinfo=UTC)
    shown.show_rows((EvidenceRow(7, EvidenceKind.FILE, "验收意见.pdf", "", 2048, at),), 1)
    button = next(one for one in shown.findChildren(LinkButton) if one.text() == "验收意见.pdf")
    with qtbot.waitSignal(shown.opened) as told:
        button.click()
    assert told.args == [7]
    assert shown.heading.right.text() == "1 份"
    (copy,) = shown.findChildren(IconButton)
    with qtbot.waitSignal(shown.saved) as told:
        copy.click()
    assert told.args == [7]


def test_a_note_has_no_copy_and_a_duplicate_says_whose_it_is(qtbot: QtBot) -> None:
    shown = EvidenceList()
    qtbot.addWidget(shown)
    shown.show_rows(
        (EvidenceRow(8, EvidenceKind.NOTE, "批文", "甬政发1号", 0, datetime(2023, 9, 1, tzinfo=UTC), "B1.1"),), 1
    )
    assert shown.findChildren(IconButton) == []
    assert "B1.1" in [label.text() for label in shown.findChildren(TextLabel)]


def test_what_does_not_count_is_grey_and_says_why(qtbot: QtBot) -> None:
    shown = EvidenceList()
    qtbot.addWidget(shown)
    at = datetime(2023, 9, 1, tzinfo=UTC)
    pieces = (
        EvidenceRow(1, EvidenceKind.NOTE, "批文", "甬政发〔2023〕1号", 0, at),
        EvidenceRow(2, EvidenceKind.NOTE, "说明", "已完成", 0, at, refusal="只有“已完成”一类的话"),
    )
    shown.show_rows(pieces, 1)
    assert shown.heading.right.text() == "计入 1 份，共 2 份"
    assert "不计入佐证：只有“已完成”一类的话" in [label.text() for label in shown.findChildren(TextLabel)]
    grey = {one.text(): one.property("quiet") for one in shown.findChildren(LinkButton)}
    assert (grey["批文"], grey["说明"]) == (None, "true")
    shown.show_rows(pieces[:1], 1)
    qtbot.wait(1)
    assert not [label for label in shown.findChildren(TextLabel) if "不计入" in label.text()]
