"""What the articles say and what each became."""

from datetime import date, timedelta

import pytest

from tracker.model.enums import RecommendationKind, Status
from tracker.model.tables import Recommendation
from tracker.queries.first_run import read_first_run
from tracker.queries.sources import list_articles, read_sources, retired_sources
from tracker.queries.task_rows import list_tasks
from tracker.queries.xray_sources import read_coverage
from tracker.services import tasks
from tracker.services.sources.retiring import retire_source
from tracker.services.status import change_status
from tracker.ui.sources.lists import summary_words

TODAY = date(2026, 3, 2)


def test_everything_is_read_at_once(desk) -> None:
    seen = desk.look(read_sources)
    assert (len(seen.articles), len(seen.recommendations), len(seen.problems), len(seen.goals)) == (7, 188, 19, 12)


def test_articles_count_what_became_of_them(desk) -> None:
    articles = {one.code: one for one in desk.look(read_sources).articles}
    assert sum(one.tasks for one in articles.values()) == 88
    assert sum(one.recommendations for one in articles.values()) == 88
    assert sum(one.references for one in articles.values()) == 60
    counts = {code: (one.recommendations, one.references) for code, one in articles.items()}
    assert counts == {"A": (24, 0), "B": (20, 0), "C": (0, 16), "D": (44, 29), "E": (0, 15), "N0": (0, 0), "N1": (0, 0)}
    assert articles["B"].problems == sum(one.article == "B" for one in desk.look(read_sources).problems) > 0
    assert articles["A"].short_title == "扛起宁波担当"
    assert sum(one.indicators for one in articles.values()) <= 54


def test_a_recommendation_with_its_links(desk) -> None:
    rows = {one.code: one for one in desk.look(read_sources).recommendations}
    one = rows["A2.1c"]
    assert (one.parent, one.article, one.kind) == ("A2.1", "A", RecommendationKind.SUBTASK)
    assert one.related == ("D4.1c", "D4.3a")
    assert one.themes == ("数字化", "智能工厂")
    assert rows["A0.1"].indicators == ("I01", "I02", "I03")
    assert rows["A2.1"].task_ids == ()
    assert (rows["A2.1"].parent, rows["A1.1"].parent) == ("", "")


def test_headings_have_no_tasks_and_leaves_have_one(desk) -> None:
    for one in desk.look(read_sources).recommendations:
        assert len(one.task_ids) == one.kind.asks, one.code


def test_every_page_counts_the_same_recommendations(desk) -> None:
    sources = desk.look(read_sources)
    articles = sum(article.recommendations for article in sources.articles)
    covered = sum(row.leaves for row in desk.look(read_coverage))
    first = desk.look(read_first_run).recommendations
    assert (articles, covered, first) == (88, 88, 88)
    assert "，88 条建议，" in summary_words(sources)
    assert sum(article.references for article in sources.articles) == sum(
        entry.kind.is_reference for entry in sources.recommendations
    )
    assert sum(article.entries for article in sources.articles) == len(sources.recommendations)


def test_a_kind_asks_is_a_heading_or_is_to_read() -> None:
    asking = [kind for kind in RecommendationKind if kind.asks]
    assert asking == [RecommendationKind.TASK, RecommendationKind.SUBTASK]
    rest = [kind for kind in RecommendationKind if not kind.asks and not kind.is_reference]
    assert rest == [RecommendationKind.UMBRELLA, RecommendationKind.GROUP]


def test_a_split_recommendation_names_both_tasks(desk) -> None:
    number = desk.number("A2.1c", Recommendation)
    desk.act(tasks.add_task, number, "第二项")
    rows = {one.code: one for one in desk.look(read_sources).recommendations}
    assert rows["A2.1c"].task_ids == (desk.number("A2.1c"), desk.number("A2.1c-2"))
    articles = {one.code: one for one in desk.look(read_sources).articles}
    assert articles["A"].tasks == sum(one.article == "A" for one in desk.look(list_tasks, date(2026, 3, 2)))


@pytest.mark.parametrize("kind", [kind for kind in RecommendationKind if kind.is_reference])
def test_references_are_no_tasks_until_somebody_makes_one(lite, kind: RecommendationKind) -> None:
    one = next(row for row in lite.look(read_sources).recommendations if row.kind is kind)
    assert one.task_ids == ()
    lite.act(tasks.add_task, one.id)
    again = next(row for row in lite.look(read_sources).recommendations if row.id == one.id)
    assert len(again.task_ids) == 1


def test_goals_are_served_by_entries_that_exist(desk) -> None:
    seen = desk.look(read_sources)
    codes = {one.code for one in seen.recommendations}
    goals = {one.code: one for one in seen.goals}
    assert goals["G0"].served_by == ("D0.2",)
    assert all(set(one.served_by) <= codes for one in seen.goals)
    assert goals["G0"].article == "D"


def test_flaws_name_their_article(lite) -> None:
    flaws = {one.code: one for one in lite.look(read_sources).problems}
    assert (flaws["Q01"].article, flaws["Q01"].kind, flaws["Q01"].lines) == ("B", "title_missing", "19")
    assert (flaws["Q06"].article, flaws["Q06"].kind) == ("B", "fragment")  # its place in B is presumed


def test_document_order(lite) -> None:
    rows = lite.look(read_sources).recommendations
    places = {one.code: place for place, one in enumerate(rows)}
    assert all(places[one.parent] < places[one.code] for one in rows if one.parent)


def test_cancelled_tasks_are_not_counted_and_open_ones_are_told_apart(desk) -> None:
    desk.act(change_status, desk.number("A1.1"), Status.CANCELLED, TODAY, "已另行部署", decided_by="周市长")
    (article,) = [row for row in desk.look(list_articles) if row.code == "A"]
    assert (article.tasks, article.open_tasks) == (23, 23)


def test_sources_put_away_are_named_from_that_day_on(desk) -> None:
    assert desk.look(retired_sources, TODAY) == frozenset()
    (article,) = [row for row in desk.look(list_articles) if row.code == "B"]
    desk.act(retire_source, article.id, TODAY, "阶段工作结束")
    assert desk.look(retired_sources, TODAY) == {"B"}
    assert desk.look(retired_sources, TODAY - timedelta(days=1)) == frozenset()
