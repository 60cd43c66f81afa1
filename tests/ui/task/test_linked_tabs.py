"""Where a task comes from, and the indicators it serves."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.enums import IndicatorKind, RecommendationKind
from tracker.model.rows import ArticleRow, IndicatorRow, RecommendationRow, TaskDetail, TaskRow
from tracker.ui.task.linked_tabs import IndicatorsTab, OriginTab, target_words
from tracker.ui.task.parts import Captioned
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.badges import LightBadge
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import ElidedLabel, TextLabel

MakeEntry = Callable[..., RecommendationRow]


def detail_of(task: TaskRow, entry: RecommendationRow | None, article: ArticleRow | None = None) -> TaskDetail:
    return TaskDetail(task, entry, article, (), (), (), (), (), ())


def test_an_indicator_shows_value_unit_target_and_light(qtbot: QtBot, indicator: IndicatorRow) -> None:
    tab = IndicatorsTab()
    qtbot.addWidget(tab)
    tab.show_indicators((indicator,))
    words = [label.text() for label in tab.findChildren(TextLabel)]
    assert "188" in words
    assert "家" in words
    assert any("目标 200家" in label.text() for label in tab.findChildren(ElidedLabel))
    assert [badge.accessibleName() for badge in tab.findChildren(LightBadge)] == ["黄 · 落后1家"]


def test_what_is_not_a_number_says_what_the_source_says(qtbot: QtBot, indicator: IndicatorRow) -> None:
    tab = IndicatorsTab()
    qtbot.addWidget(tab)
    words = replace(
        indicator,
        kind=IndicatorKind.QUALITATIVE,
        stated="单项冠军之城",
        observations=(),
        target_value=None,
        target_text="",
    )
    tab.show_indicators((words,))
    assert "单项冠军之城" in [label.text() for label in tab.findChildren(ElidedLabel)]
    assert "未录入" not in [label.text() for label in tab.findChildren(TextLabel)]


def test_what_may_have_to_do_with_a_task_is_offered_and_linked_by_a_click(
    qtbot: QtBot, indicator: IndicatorRow
) -> None:
    tab, asked = IndicatorsTab(), []
    qtbot.addWidget(tab)
    tab.link_asked.connect(asked.append)
    tab.show_indicators((), (indicator,))
    assert "可能有关" in [label.text() for label in tab.findChildren(TextLabel)]
    (link,) = [button for button in tab.findChildren(LinkButton) if button.text() == "关联"]
    assert link.accessibleName() == f"关联指标 {indicator.name}"
    link.click()
    assert asked == [indicator]
    tab.show_indicators((indicator,))
    assert "可能有关" not in [label.text() for label in tab.findChildren(TextLabel) if label.isVisibleTo(tab)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"target_value": None, "target_text": "大幅提高"}, "大幅提高"),
        ({"target_on": None}, "目标 200家"),
        ({"target_value": None, "target_text": "", "observations": ()}, ""),
    ],
)
def test_targets(indicator: IndicatorRow, values: dict[str, object], words: str) -> None:
    made = replace(indicator, **values)  # type: ignore[arg-type]
    assert target_words(made).endswith(words)


def test_an_undated_value_shows_its_period(indicator: IndicatorRow) -> None:
    undated = replace(indicator.observations[0], on=None, period="未注明")
    assert target_words(replace(indicator, observations=(undated,))).startswith("未注明，目标")


def test_the_source_is_located_and_its_flaws_are_told(
    qtbot: QtBot, make_task: Callable[..., TaskRow], make_entry: MakeEntry, make_article: Callable[..., ArticleRow]
) -> None:
    tab = OriginTab()
    qtbot.addWidget(tab)
    entry = make_entry(
        "B1.2a", RecommendationKind.SUBTASK, parent="B1.2", anchor="沪深交易所", note="〔截断〕", themes=("融资上市",),
        deadline_text="到2025年",
    )  # fmt: skip
    parent = make_entry("B1.2", RecommendationKind.GROUP, title="基地建设")
    tab.show_origin(detail_of(make_task(), entry, make_article("B", note="标题缺失")), (entry, parent))
    prose = [widget.text() for widget in tab.findChildren(Prose)]
    assert prose == ["文章B", "B1.2a  建议B1.2a", "“沪深交易所”", "到2025年", "〔截断〕", "标题缺失"]
    lines = [line.findChildren(ElidedLabel)[0].text() for line in tab.findChildren(Captioned)]
    assert lines == ["谢瑜宇", "一、创新", "B1.2  基地建设", "融资上市"]


def test_without_flaws_or_relations_there_are_no_empty_headings(
    qtbot: QtBot, make_task: Callable[..., TaskRow], make_entry: MakeEntry
) -> None:
    tab = OriginTab()
    qtbot.addWidget(tab)
    tab.show_origin(detail_of(make_task(), make_entry("A1.1", related=("Z9",))), ())
    links = [link.text() for link in tab.findChildren(LinkButton)]
    assert links == ["A  扛起宁波担当", "A1.1", "+ 回应…", "主题…"]  # nothing below
    assert "原文说明" not in [label.text() for label in tab.findChildren(TextLabel)]


def test_a_long_title_makes_the_tab_no_wider_than_the_panel(
    qtbot: QtBot, make_task: Callable[..., TaskRow], make_entry: MakeEntry, make_article: Callable[..., ArticleRow]
) -> None:
    title = "奋力打造全球智造创新之都 推动宁波制造业高质量发展的若干建议"
    tab = OriginTab()
    qtbot.addWidget(tab)
    tab.resize(327, 500)
    task = make_task(1, article="D", article_title=title, source_kind="文章")
    related = make_entry("A1.9", title=title)
    tab.show_origin(detail_of(task, replace(make_entry("A1.1"), related=("A1.9",)), make_article("D")), (related,))
    tab.show()
    assert tab.widget().width() <= tab.viewport().width()
    links = [link for link in tab.findChildren(LinkButton) if link.text().endswith("…") and title in link.toolTip()]
    assert [title in link.accessibleName() for link in links] == [True, True]
