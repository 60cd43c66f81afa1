"""What the tests of sources share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, Recommendation
from tracker.services.sources.register import SourceFacts, register_source

TODAY = date(2026, 3, 2)


@pytest.fixture
def register(desk: Any) -> Callable[..., Article]:
    """Register a source and return it."""

    def do(kind: SourceKind = SourceKind.INSTRUCTION, title: str = "关于专精特新的批示", **more: Any) -> Article:
        again = more.pop("again", False)
        (number,) = desk.act(register_source, SourceFacts(kind, title, **more), TODAY, again=again).sources
        (source,) = desk.rows(Article, Article.id == number)
        return source

    return do


@pytest.fixture
def entry(desk: Any) -> Callable[[str], int]:
    """Return the id of a recommendation."""
    return lambda code: desk.look(
        lambda session: session.exec(select(Recommendation.id).where(Recommendation.code == code)).one()
    )
