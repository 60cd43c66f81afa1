"""The arrangement of the ledger, drawn as text."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tracker.model.enums import RecommendationKind, Status
from tracker.model.rows import ArticleRow, LedgerView, RecommendationRow, TaskRow
from tracker.ui.ledger.grouping import Grouping, arrange, article_title, section_code
from tracker.ui.ledger.rows import VisibleRows, roll_up


def arranged(view: LedgerView, tasks: Sequence[TaskRow], grouping: Grouping, *, bare: bool = False) -> VisibleRows:
    """Return the rows of these tasks alone."""
    return arrange(view, tasks, grouping).rows(bare=bare)


def draw(rows: VisibleRows) -> str:
    """Draw the rows: depth, code, title, note, and for headings percent, tasks and lights."""

    def line(number: int) -> str:
        row, above = rows[number], rows.above(number)
        depth = above.depth + 1 if above is not None else 0
        if isinstance(row, TaskRow):
            return f"{'  ' * depth}{row.code} {row.title}"
        rows.sum_up(row)
        assert row.rollup is not None
        sums = f" [{row.rollup.progress}% {row.rollup.tasks} ◆{row.rollup.red} ▲{row.rollup.amber}]"
        return f"{'  ' * depth}{' '.join(word for word in (row.code, row.title, row.note) if word)}{sums}"

    return "\n".join(map(line, range(len(rows))))


def test_by_article_every_kind_of_entry_has_its_place(small_ledger: LedgerView) -> None:
    rows = arranged(small_ledger, small_ledger.tasks, Grouping.ARTICLE)
    assert draw(rows) == "\n".join(
        (
            "N 文章N 谢瑜宇 · 市社科院 [None% 0 ◆0 ▲0]",
            "  N0 编者按 [None% 0 ◆0 ▲0]",
            "    N0.1 抢抓机遇 总领 [None% 0 ◆0 ▲0]",
            "A 文章A 谢瑜宇 · 市社科院 [56% 5 ◆1 ▲1]",
            "  A1 一、创新 [60% 3 ◆1 ▲1]",
            "    A1.0 技术引进与自主研发并行 总领 [60% 3 ◆1 ▲1]",
            "    A1.1 缩小差距",
            "    A1.2 核心技术自主化 2 项任务 [70% 2 ◆0 ▲1]",
            "      A1.2a 基础研究",
            "      A1.2b 五链协同",
            "  A2 二、融合 [50% 2 ◆0 ▲0]",
            "    A2.1 灯塔工厂 分 2 项任务 [50% 2 ◆0 ▲0]",
            "      A2.1 谋划灯塔",
            "      A2.1-2 验收灯塔",
        )
    )


def test_with_filters_only_sections_and_what_was_found_are_left(small_ledger: LedgerView) -> None:
    rows = arranged(small_ledger, small_ledger.tasks[1:2], Grouping.ARTICLE, bare=True)
    assert draw(rows) == "\n".join(
        (
            "A 文章A 谢瑜宇 · 市社科院 [60% 1 ◆0 ▲0]",
            "  A1 一、创新 [60% 1 ◆0 ▲0]",
            "    A1.2a 基础研究",
        )
    )


def test_an_entry_with_no_task_left_is_no_row(small_ledger: LedgerView) -> None:
    rows = arranged(small_ledger, small_ledger.tasks[3:], Grouping.ARTICLE)
    assert "缩小差距" not in draw(rows)
    assert "A1.2 核心技术自主化 0 项任务 [None% 0 ◆0 ▲0]" in draw(rows)


def test_a_lesson_appears_once_a_task_was_made_of_it(
    small_ledger: LedgerView, make_task: Callable[..., TaskRow]
) -> None:
    lesson = make_task(9, code="A-L1", recommendation="A-L1", title="打造品牌")
    rows = arranged(small_ledger, (*small_ledger.tasks, lesson), Grouping.ARTICLE)
    assert "  启示 [50% 1 ◆0 ▲0]\n    A-L1 打造品牌" in draw(rows)


def test_a_task_of_a_part_of_a_lesson_is_not_lost(
    small_ledger: LedgerView, make_task: Callable[..., TaskRow], make_entry: Callable[..., RecommendationRow]
) -> None:
    """The lesson itself is no heading: nothing was made of it."""
    part = make_entry("A-L1a", RecommendationKind.LESSON, parent="A-L1", section="启示", title="共建协会")
    view = replace(small_ledger, recommendations=(*small_ledger.recommendations, part))
    made = make_task(9, code="A-L1a", recommendation="A-L1a", title="共建培训协会")
    rows = arranged(view, (*small_ledger.tasks, made), Grouping.ARTICLE)
    assert "  启示 [50% 1 ◆0 ▲0]\n    A-L1a 共建培训协会" in draw(rows)


def test_a_task_without_a_recommendation_is_not_lost(
    small_ledger: LedgerView, make_task: Callable[..., TaskRow]
) -> None:
    lost = make_task(9, code="X1", recommendation="", title="上级交办")
    rows = arranged(small_ledger, (lost,), Grouping.ARTICLE, bare=True)
    assert draw(rows) == "未列入文章的任务 [50% 1 ◆0 ▲0]\n  X1 上级交办"


def test_an_umbrella_of_an_introduction_speaks_for_the_article(small_ledger: LedgerView) -> None:
    umbrella = replace(small_ledger.recommendations[0], code="A0.1", section="（引言）", title="总体")
    view = replace(small_ledger, recommendations=(umbrella, *small_ledger.recommendations[1:]))
    assert "A0.1 总体 总领 [56% 5 ◆1 ▲1]" in draw(arranged(view, view.tasks, Grouping.ARTICLE))


@pytest.mark.parametrize(
    ("grouping", "tops"),
    [
        (Grouping.OFFICE, ["市经信局 [55% 4 ◆1 ▲1]", "市科技局 [60% 1 ◆0 ▲0]"]),
        (Grouping.LIGHT, ["红 [40% 1 ◆1 ▲0]", "黄 [80% 1 ◆0 ▲1]", "绿 [53% 3 ◆0 ▲0]"]),
        (Grouping.STATUS, ["推进中 [56% 5 ◆1 ▲1]"]),
        (Grouping.THEME, ["数字化 [56% 5 ◆1 ▲1]"]),
    ],
)
def test_grouping_by_a_property(small_ledger: LedgerView, grouping: Grouping, tops: list[str]) -> None:
    rows = arranged(small_ledger, small_ledger.tasks, grouping)
    assert [line for line in draw(rows).splitlines() if not line.startswith(" ")] == tops


def test_a_task_with_two_themes_stands_under_both(small_ledger: LedgerView) -> None:
    task = replace(small_ledger.tasks[0], themes=("品牌", "人才"))
    rows = arranged(small_ledger, (task,), Grouping.THEME)
    assert draw(rows) == "\n".join(("品牌 [40% 1 ◆1 ▲0]", "  A1.1 缩小差距", "人才 [40% 1 ◆1 ▲0]", "  A1.1 缩小差距"))
    assert rows.rows_of_task(task.id) == [1, 3]


def test_without_office_or_theme_the_group_says_so(make_task: Callable[..., TaskRow]) -> None:
    view = LedgerView.__new__(LedgerView)
    task = make_task(1, lead_office="", themes=())
    assert draw(arranged(view, (task,), Grouping.OFFICE)).startswith("未定单位")
    assert draw(arranged(view, (task,), Grouping.THEME)).startswith("未标主题")


def test_levels_indent_tasks_under_groups_and_split_entries(small_ledger: LedgerView) -> None:
    rows = arranged(small_ledger, small_ledger.tasks, Grouping.ARTICLE)
    levels = {row.code: rows.level(number) for number, row in enumerate(rows) if isinstance(row, TaskRow)}
    assert levels == {"A1.1": 0, "A1.2a": 1, "A1.2b": 1, "A2.1": 1, "A2.1-2": 1}


@pytest.mark.parametrize(
    ("code", "article", "expected"),
    [("A1.2b", "A", "A1"), ("N0.1", "N0", ""), ("D-L1", "D", ""), ("A0.1", "A", "A0")],
)
def test_section_codes(code: str, article: str, expected: str) -> None:
    assert section_code(code, article) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": "扛起担当", "short_title": "担当"}, "扛起担当"),
        (
            {"title": "（标题缺失）", "short_title": "锚定专精特新", "title_in_source": False},
            "锚定专精特新（标题缺失）",
        ),
        ({"title": "（编者按）宁波", "short_title": "编者按：宁波", "title_in_source": False}, "编者按：宁波"),
    ],
)
def test_a_missing_title_is_never_passed_off_as_one(
    make_article: Callable[..., ArticleRow], values: dict[str, object], expected: str
) -> None:
    assert article_title(make_article("B", **values)) == expected


def test_roll_up_leaves_cancelled_tasks_out(make_task: Callable[..., TaskRow]) -> None:
    tasks = [make_task(1, progress=40, scheduled=None), make_task(2, progress=0, status=Status.CANCELLED)]
    assert roll_up(tasks).progress == 40
    assert roll_up(tasks).tasks == 1
    assert roll_up(tasks).scheduled is None
    assert roll_up([]).progress is None


def test_the_kinds_of_the_ledger_exclude_reference() -> None:
    from tracker.ui.ledger.grouping import LEDGER_KINDS

    assert RecommendationKind.LESSON not in LEDGER_KINDS
    assert RecommendationKind.EXHORTATION not in LEDGER_KINDS
