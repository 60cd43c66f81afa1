"""The list of sources: search, kind, and those put away at its end."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QSize
from pytestqt.qtbot import QtBot

from tests.painted_words import words_of
from tracker.model.enums import LightColour
from tracker.model.rows import ArticleRow
from tracker.model.source_words import SourceKind, SourceState, Urgency
from tracker.ui.sources.lists import article_words, became, by_words, paint_counts
from tracker.ui.sources.source_list import SourceList, listed


@pytest.fixture
def sources(make_article: Any) -> tuple[ArticleRow, ...]:
    return (
        make_article("A", title="扛起宁波担当", short_title="扛起宁波担当", tasks=24),
        make_article("批2026-01", kind=SourceKind.INSTRUCTION, authors=(), number="12号", sender="市政府"),
        make_article("会2026-01", kind=SourceKind.MEETING, authors=(), affiliation="", state=SourceState.RETIRED),
        make_article("文2026-01", kind=SourceKind.DOCUMENT, authors=(), affiliation="", sender="省政府", tasks=3),
    )  # fmt: skip


@pytest.fixture
def view(show: Any, sources: tuple[ArticleRow, ...]) -> SourceList:
    made = show(SourceList(), 280, 600)
    made.set_sources(sources)
    return made


def words(view: SourceList) -> list[str]:
    return [row if isinstance(row, str) else row.code for row in view.view.rows.rows]


def test_what_was_put_away_stands_last_under_its_heading(view: SourceList) -> None:
    assert words(view) == ["A", "批2026-01", "文2026-01", "归档 1", "会2026-01"]
    current = view.current()
    assert current is not None
    assert current.code == "A"  # begins where there is work


@pytest.mark.parametrize(
    ("search", "kind", "codes"),
    [
        ("", None, ["A", "批2026-01", "文2026-01", "归档 1", "会2026-01"]),
        ("市政府 12", None, ["批2026-01"]),
        ("", SourceKind.DOCUMENT, ["文2026-01"]),
        ("会议", None, ["归档 1", "会2026-01"]),
        ("没有", None, []),
    ],
)
def test_search_and_kind_narrow_it(
    sources: tuple[ArticleRow, ...], search: str, kind: SourceKind | None, codes: list[str]
) -> None:
    assert [row if isinstance(row, str) else row.code for row in listed(sources, search, kind)] == codes


def test_the_chip_counts_each_kind_and_the_chosen_source_stays(
    view: SourceList, sources: tuple[ArticleRow, ...], qtbot: QtBot
) -> None:
    assert [action.text() for action in view.kind.choices().actions()] == ["文章 1", "批示 1", "会议 1", "上级文件 1"]
    assert view.choose("文2026-01")
    view.kind.set_value(SourceKind.INSTRUCTION.value)
    assert words(view) == ["批2026-01"]
    assert view.kind_wanted() is SourceKind.INSTRUCTION
    assert view.choose("文2026-01")  # asked for from elsewhere: what hides it is taken off
    assert view.kind_wanted() is None
    view.set_sources(sources)
    current = view.current()
    assert current is not None
    assert current.code == "文2026-01"
    assert not view.choose("热2026-09")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": SourceKind.MEETING}, "没有任务"),
        ({"kind": SourceKind.ARTICLE}, "没有建议"),
        ({"state": SourceState.REPORTED, "tasks": 5, "open_tasks": 2}, "已报，仍有2项未完成，5 项任务"),
        ({"state": SourceState.REPORTED, "tasks": 5}, "已报，5 项任务"),
        ({"state": SourceState.RETIRED, "tasks": 1, "open_tasks": 1}, "归档，1 项任务"),
    ],
)
def test_how_a_source_stands(make_article: Any, values: dict[str, Any], said: str) -> None:
    assert became(make_article("X", **values)) == said


def test_who_a_source_is_from(make_article: Any) -> None:
    plain = make_article("A")
    assert by_words(plain) == "谢瑜宇，市社科院"
    paper = make_article(
        "批1", authors=(), affiliation="", kind=SourceKind.INSTRUCTION, urgency=Urgency.URGENT, leader="周市长"
    )
    assert by_words(paper) == "批示 · 急件 · 周市长"
    assert article_words("归档 2") == "归档 2"


def test_a_report_is_late_only_while_the_source_is_open(make_article: Any) -> None:
    source = make_article("批1", report_due_on=date(2026, 3, 1))
    assert source.overdue_days(date(2026, 3, 4)) == 3
    assert source.overdue_days(date(2026, 3, 1)) == 0
    reported = make_article("批1", report_due_on=date(2026, 3, 1), state=SourceState.REPORTED)
    assert reported.overdue_days(date(2026, 3, 4)) == 0


def test_a_code_that_is_not_there_is_no_choice(view: SourceList, sources: tuple[ArticleRow, ...]) -> None:
    view.set_sources(sources, "热2026-99")
    current = view.current()
    assert current is not None
    assert current.code == "A"


def test_only_some_sources_are_listed_when_another_page_asks(view: SourceList) -> None:
    view.show_only(frozenset({"会2026-01", "文2026-01"}))
    assert words(view) == ["文2026-01", "归档 1", "会2026-01"]
    current = view.current()
    assert current is not None
    assert current.code == "文2026-01"
    view.show_only(frozenset())
    assert len(view.shown()) == 4


def test_red_and_amber_tasks_are_shown_beside_each_source_and_nothing_is_chosen_anew(
    show: Any, make_article: Any
) -> None:
    made = show(SourceList(), 240, 400)
    made.set_sources([make_article("A", tasks=3), make_article("B", tasks=2)])
    picked: list[str] = []
    made.picked.connect(lambda row: picked.append(row.code))
    made.show_lights({"B": {LightColour.RED: 1, LightColour.AMBER: 2}})
    assert [(row.code, row.red, row.amber) for row in made.shown()] == [("A", 0, 0), ("B", 1, 2)]
    assert picked == []
    made.set_sources([make_article("A", tasks=3), make_article("B", tasks=3)])
    assert made.shown()[1].red == 1  # kept until they are counted anew


@pytest.mark.parametrize(("width", "doubts"), [(240, True), (150, False)])
def test_where_there_is_little_room_the_lights_are_said_before_the_doubts(
    make_article: Any, width: int, doubts: bool
) -> None:
    row = make_article("A", tasks=27, red=3, amber=5, problems=2)
    said = [
        words.text
        for words in words_of(lambda painter: paint_counts(painter, QRectF(0, 0, width, 20), row), QSize(width, 20))
    ]
    assert said[:1] == (["存疑 2"] if doubts else ["27 项任务"])
    assert said[-2:] == ["3", "5"]
