"""An article of our own, and the review of it."""

from datetime import date
from typing import Any

import pytest

from tests.articles import ARTICLE, begin_review
from tracker.services.reviewing import keeping

TODAY = date(2026, 3, 2)


@pytest.fixture
def article() -> str:
    """Return the text of the article."""
    return ARTICLE


@pytest.fixture
def started(desk: Any) -> keeping.OpenReview:
    """Return the review of the article, begun and untouched."""
    return desk.act(begin_review, ARTICLE, TODAY)
