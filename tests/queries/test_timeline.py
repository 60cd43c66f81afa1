"""What the timeline reads, besides the tasks that other tests count."""

from datetime import date

import pytest
from sqlmodel import select

from tracker.model.tables import Article
from tracker.queries.timeline import read_timeline


@pytest.mark.parametrize(
    ("code", "title"), [("B", "锚定专精特新（标题缺失）"), ("A", "扛起宁波担当 打造全球智造创新之都")]
)
def test_articles_are_named_as_the_ledger_names_them(desk, code, title):
    found = desk.look(read_timeline, date(2023, 9, 15))
    assert found.articles[code] == title
    assert set(found.articles) == set(desk.look(lambda session: session.exec(select(Article.code)).all()))
