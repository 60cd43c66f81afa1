"""The head of a source: what it says, what it offers in each state, and what it tells when it is edited."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from tracker.model.rows import ArticleRow, SourceFileRow
from tracker.model.source_words import SourceKind, SourceState, Urgency
from tracker.ui.sources.head import EMPTY, SourceHead
from tracker.ui.widgets.buttons import IconButton, LinkButton

TODAY = date(2026, 3, 20)
KEYS = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def paper(make_article: Any) -> ArticleRow:
    """An instruction that lacks nothing but its report."""
    return make_article(
        "批2026-01", title="关于专精特新的批示", authors=(), affiliation="", kind=SourceKind.INSTRUCTION,
        number="甬政办〔2026〕12号", sender="市政府办公室", received_on=date(2026, 3, 1),
        report_due_on=date(2026, 3, 31), leader="周市长", urgency=Urgency.URGENT, tasks=2, open_tasks=2,
    )  # fmt: skip


@pytest.fixture
def head(show: Any, paper: ArticleRow) -> SourceHead:
    made = show(SourceHead(), 640, 300)
    made.show_source(paper, TODAY)
    return made


def words(head: SourceHead) -> dict[str, str]:
    return {name: field.view.accessibleName() for name, field in head.fields.items() if field.isVisible()}


def test_it_says_what_is_known(head: SourceHead) -> None:
    assert head.name.text() == "关于专精特新的批示"
    assert head.note.text() == "批示 批2026-01"
    assert words(head) == {
        "number": "甬政办〔2026〕12号", "sender": "市政府办公室", "received_on": "2026-03-01",
        "report_due_on": "2026-03-31", "leader": "周市长", "urgency": "急件",
    }  # fmt: skip
    assert not head.state.isVisible()


@pytest.mark.parametrize(
    ("values", "said", "offered"),
    [
        ({}, "", ["记为已报…", "归档…"]),
        ({"report_due_on": date(2026, 3, 10)}, "应报日期 2026-03-10 已过 10 天，还没有报送", ["记为已报…", "归档…"]),
        (
            {"state": SourceState.REPORTED, "state_on": date(2026, 3, 15), "state_note": "书面报告"},
            "已报，仍有2项未完成 2026-03-15；书面报告",
            ["归档…", "恢复在办…"],
        ),
        (
            {"state": SourceState.RETIRED, "state_on": date(2026, 3, 15), "state_note": "已并入新文件"},
            "归档 2026-03-15；已并入新文件",
            ["恢复在办…"],
        ),
    ],
)
def test_each_state_says_how_it_stands_and_what_can_be_done(
    show: Any, paper: ArticleRow, values: dict[str, Any], said: str, offered: list[str]
) -> None:
    head = show(SourceHead(), 640, 300)
    head.show_source(replace(paper, **values), TODAY)
    assert head.state.text() == said
    buttons = (head.report, head.retire, head.reopen)
    assert [button.text() for button in buttons if button.isVisible()] == offered


def test_an_article_without_facts_shows_them_when_they_are_asked_for(head: SourceHead, make_article: Any) -> None:
    head.show_source(make_article("A", note="被B文两次插断"), TODAY)
    assert not head.facts.isVisible()
    assert not head.report.isVisible()
    assert head.note.text() == "谢瑜宇，市社科院 · 被B文两次插断"
    head.show_facts()
    assert words(head)["number"] == EMPTY
    assert "title" in words(head)
    assert head.focusWidget() is head.fields["number"].view


def test_what_is_typed_is_told_and_a_refusal_is_said_below_it(head: SourceHead, qtbot: QtBot) -> None:
    edited: list[tuple[str, object]] = []
    head.edited.connect(lambda name, value: edited.append((name, value)))
    field = head.fields["leader"]
    field.begin()
    assert field.editor is not None
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "Li")
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    assert edited == [("leader", "Li")]
    head.refuse("leader", "刚刚被改过")
    assert field.sentence.text() == "刚刚被改过"


def test_another_source_closes_what_was_open(head: SourceHead, make_article: Any) -> None:
    head.fields["number"].begin()
    head.show_rest((SourceFileRow(1, "批示.pdf", 84_000),), "书面报告", "")
    head.show_source(make_article("B"), TODAY)
    assert not head.fields["number"].editing
    assert not head.files.isVisible()


def test_files_are_opened_and_taken_off(head: SourceHead, qtbot: QtBot) -> None:
    row = SourceFileRow(7, "批示.pdf", 84_000)
    head.show_rest((row,), "书面报告", "转周处")
    assert words(head)["report_text"] == "书面报告"
    assert words(head)["note"] == "转周处"
    (name,) = [link for link in head.files.findChildren(LinkButton) if link.isVisible()]
    assert name.text() == "批示.pdf（82 KB）"
    with qtbot.waitSignal(head.file_opened) as opened:
        qtbot.mouseClick(name, Qt.MouseButton.LeftButton)
    assert opened.args == [7]
    (cross,) = [cross for cross in head.files.findChildren(IconButton) if cross.isVisible()]
    with qtbot.waitSignal(head.file_removed) as removed:
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert removed.args == [row]


def test_only_files_may_be_let_go_over_it(head: SourceHead, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "批示.pdf"
    path.write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *KEYS)
    entering.ignore()
    head.dragEnterEvent(entering)
    assert entering.isAccepted()
    with qtbot.waitSignal(head.files_added) as added:
        head.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, *KEYS))
    assert added.args == [[path]]
    words_only = QMimeData()
    words_only.setText("一段文字")
    with qtbot.assertNotEmitted(head.files_added):
        head.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, words_only, *KEYS))


@pytest.mark.parametrize("key", ["report", "retire"])
def test_the_buttons_say_which_act_is_wanted(head: SourceHead, qtbot: QtBot, key: str) -> None:
    with qtbot.waitSignal(head.act_asked) as asked:
        qtbot.mouseClick(getattr(head, key), Qt.MouseButton.LeftButton)
    assert asked.args == [key]


def test_where_the_text_was_cut_is_said_with_its_doubts_alone(head: SourceHead, make_article: Any) -> None:
    head.show_source(make_article("A", note="被B文两次插断（17→29行）", problems=2), TODAY)
    assert "29行" not in head.note.text()
    assert head.doubts.toolTip() == "被B文两次插断（17→29行）"
