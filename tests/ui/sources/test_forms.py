"""The forms about one source: what each asks for, and what it leaves out."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from tests.forms import fill
from tracker.model.rows import ArticleRow
from tracker.model.source_words import SourceKind
from tracker.ui.sources.forms import CANCEL, KEEP, reopen_dialog, report_dialog, retire_dialog, subject
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

TODAY = date(2026, 3, 20)


@pytest.fixture
def saved() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def save(saved: list[dict[str, Any]]) -> Any:
    def keep(values: Values, reply: Reply) -> None:
        saved.append(dict(values))
        reply.done()

    return keep


@pytest.fixture
def paper(make_article: Any) -> ArticleRow:
    return make_article("批2026-01", title="批示", kind=SourceKind.INSTRUCTION, tasks=3, open_tasks=2)


def hidden(dialog: FormDialog, *names: str) -> list[bool]:
    return [dialog.field(name).isHidden() for name in names]


def test_a_report_asks_for_the_day_and_says_what_goes_on(
    paper: ArticleRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = report_dialog(paper, TODAY, save, empty_window)
    assert subject(paper) == "批2026-01  批示"
    assert "2 项任务未完成" in dialog.field("note").editor.placeholderText()  # type: ignore[attr-defined]
    fill(dialog, on="").submit()
    assert dialog.field("on").error() != ""
    fill(dialog, on="2026-03-19", note="书面报告").submit()
    assert saved == [{"on": "2026-03-19", "note": "书面报告"}]


def test_putting_away_asks_who_decided_only_where_tasks_are_cancelled(
    paper: ArticleRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = retire_dialog(paper, 0, save, empty_window)
    assert hidden(dialog, "tasks", "decided_by") == [False, True]
    dialog.submit()
    assert dialog.field("reason").error() == "请写归档的理由"
    fill(dialog, reason="已由新文件替代")
    choice: Any = dialog.field("tasks").editor
    choice.setCurrentText(CANCEL)
    assert hidden(dialog, "decided_by") == [False]
    dialog.submit()
    assert saved == []
    choice.setCurrentText(KEEP)
    dialog.submit()
    assert saved == [{"reason": "已由新文件替代", "tasks": KEEP, "decided_by": ""}]


def test_workbooks_under_way_are_confirmed_first(
    paper: ArticleRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = retire_dialog(paper, 2, save, empty_window)
    fill(dialog, reason="已由新文件替代").submit()
    assert saved == []
    assert "已知悉，仍然归档" in dialog.field("confirmed").error()
    box: Any = dialog.field("confirmed").editor
    box.setChecked(True)
    dialog.submit()
    assert saved[0]["confirmed"]


def test_a_source_without_open_tasks_is_not_asked_about_them(
    make_article: Any, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = retire_dialog(make_article("批1", tasks=1), 0, save, empty_window)
    assert hidden(dialog, "tasks", "decided_by") == [True, True]
    fill(dialog, reason="办结归档").submit()
    assert saved == [{"reason": "办结归档", "tasks": "", "decided_by": ""}]


def test_taking_up_again_may_say_why(
    paper: ArticleRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    fill(reopen_dialog(paper, save, empty_window), note="补充报送").submit()
    assert saved == [{"note": "补充报送"}]


def test_red_tasks_ask_who_decided_whatever_becomes_of_them(
    paper: ArticleRow, save: Any, saved: list[dict[str, Any]], empty_window: QWidget
) -> None:
    dialog = retire_dialog(paper, 0, save, empty_window, red=2)
    fill(dialog, reason="已由新文件替代").submit()
    assert dialog.field("decided_by").error() == "红灯任务不再进通报，要写批准人"
    choice: Any = dialog.field("tasks").editor
    choice.setCurrentText(CANCEL)
    choice.setCurrentText(KEEP)
    assert hidden(dialog, "decided_by") == [False]
    fill(dialog, decided_by="王副市长").submit()
    assert saved == [{"reason": "已由新文件替代", "tasks": KEEP, "decided_by": "王副市长"}]
