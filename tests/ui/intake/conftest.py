"""An article of our own with twelve recommendations, its review on the real store, and the view of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.services.reviewing.keeping import OpenReview, start_review_of_text
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.intake.view import IntakeView

ARTICLE = """关于加快园区焕新的若干建议

近年来，老旧园区的厂房、管网和配套普遍老化。

三、对策建议
（一）摸清家底
1.建立园区体检台账，由市经信局在2026年底前完成首轮排查。
2.公布低效用地清单，每年更新一次。
（二）完善政策
1.出台厂房加层改造奖补办法，对容积率提高的企业给予奖励。
2.设立园区更新基金，规模不低于30亿元。
3.简化改造审批流程，推行一窗受理。
（三）强化服务
1.组建园区服务专员队伍，定期走访企业。
2.搭建供需对接平台，发布改造需求。
3.开展园区运营人才培训。
（四）落实责任
1.成立园区更新工作专班，实行月调度、季通报。
2.将更新成效纳入年度考核。
3.建立改造问题清单销号制度。
4.加强安全生产检查，消除改造期间的隐患。
"""


@pytest.fixture
def article() -> str:
    """Return the text of the article."""
    return ARTICLE


@pytest.fixture
def opened(ledger: Database, live: Context) -> OpenReview:
    """Return the review of the article, begun and untouched."""
    with ledger.session() as session:
        return start_review_of_text(session, ARTICLE, live.today())


@pytest.fixture
def view(live: Context, opened: OpenReview, show: Callable[..., Any]) -> IntakeView:
    """Return the view of the review, the keyboard in its list."""
    made = show(IntakeView(live, opened))
    made.activateWindow()
    made.setFocus()
    live.jobs.drain()
    return made
