"""Which pages exist; adding one is adding one entry. A page's module is imported at its first visit."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.page import Page

if TYPE_CHECKING:
    from tracker.ui.exchange import page as exchange_page
    from tracker.ui.indicators import page as indicators_page
    from tracker.ui.ledger import page as ledger_page
    from tracker.ui.offices import page as offices_page
    from tracker.ui.overview import office_page
    from tracker.ui.overview import page as overview_page
    from tracker.ui.papers import page as papers_page
    from tracker.ui.sources import page as sources_page
    from tracker.ui.timeline import page as timeline_page
    from tracker.ui.today import page as today_page
else:
    today_page = late("tracker.ui.today.page")
    overview_page = late("tracker.ui.overview.page")
    ledger_page = late("tracker.ui.ledger.page")
    timeline_page = late("tracker.ui.timeline.page")
    indicators_page = late("tracker.ui.indicators.page")
    exchange_page = late("tracker.ui.exchange.page")
    papers_page = late("tracker.ui.papers.page")
    sources_page = late("tracker.ui.sources.page")
    offices_page = late("tracker.ui.offices.page")
    office_page = late("tracker.ui.overview.office_page")


class PageEntry(NamedTuple):
    """A line of the rail and how its page is created."""

    key: str
    icon: str
    word: str
    make: Callable[[Context, QWidget], Page]  # context and parent
    #: The page of the rail it belongs to, for one that is not in the rail: other pages lead to it, and it leads back.
    under: str = ""


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "today", "今日", lambda c, p: today_page.TodayPage(c, p)),
    PageEntry("overview", "overview", "总览", lambda c, p: overview_page.OverviewPage(c, p)),
    PageEntry("ledger", "ledger", "台账", lambda c, p: ledger_page.LedgerPage(c, p)),
    PageEntry("timeline", "timeline", "时间轴", lambda c, p: timeline_page.TimelinePage(c, p)),
    PageEntry("indicators", "indicators", "指标", lambda c, p: indicators_page.IndicatorsPage(c, p)),
    PageEntry("exchange", "exchange", "往来", lambda c, p: exchange_page.ExchangePage(c, p)),
    PageEntry("papers", "papers", "出文", lambda c, p: papers_page.PapersPage(c, p)),
    PageEntry("sources", "sources", "来源", lambda c, p: sources_page.SourcesPage(c, p)),
    PageEntry("offices", "user", "单位", lambda c, p: offices_page.DirectoryPage(c, p)),
    PageEntry("office", "user", "单位情况", lambda c, p: office_page.OfficePage(c, p), under="offices"),
)
#: The program opens where the work is.
FIRST = "ledger"
