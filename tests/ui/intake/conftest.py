"""An article of our own with twelve recommendations, its review on the real store, and the view of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.articles import ARTICLE, begin_review
from tracker.services.reviewing.keeping import OpenReview
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.intake.view import IntakeView


@pytest.fixture
def article() -> str:
    """Return the text of the article."""
    return ARTICLE


@pytest.fixture
def opened(ledger: Database, live: Context) -> OpenReview:
    """Return the review of the article, begun and untouched."""
    with ledger.session() as session:
        return begin_review(session, ARTICLE, live.today())


@pytest.fixture
def view(live: Context, opened: OpenReview, show: Callable[..., Any]) -> IntakeView:
    """Return the view of the review, the keyboard in its list."""
    made = show(IntakeView(live, opened))
    made.activateWindow()
    made.setFocus()
    live.jobs.drain()
    return made
