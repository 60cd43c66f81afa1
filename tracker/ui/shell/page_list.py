"""Which pages exist; adding one is adding one entry. A page's module is imported at its first visit."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from tracker.ui.core.context import Context
from tracker.ui.page import Page


class PageEntry(NamedTuple):
    """One line of the rail and how its page is made."""

    key: str
    icon: str
    word: str
    make: Callable[[Context, QWidget], Page]
    #: The page of the rail it belongs to, for one that is not in the rail: other pages lead to it, and it leads back.
    under: str = ""


def _today(context: Context, parent: QWidget) -> Page:
    from tracker.ui.today.page import TodayPage

    return TodayPage(context, parent)


def _overview(context: Context, parent: QWidget) -> Page:
    from tracker.ui.overview.page import OverviewPage

    return OverviewPage(context, parent)


def _ledger(context: Context, parent: QWidget) -> Page:
    from tracker.ui.ledger.page import LedgerPage

    return LedgerPage(context, parent)


def _timeline(context: Context, parent: QWidget) -> Page:
    from tracker.ui.timeline.page import TimelinePage

    return TimelinePage(context, parent)


def _indicators(context: Context, parent: QWidget) -> Page:
    from tracker.ui.indicators.page import IndicatorsPage

    return IndicatorsPage(context, parent)


def _exchange(context: Context, parent: QWidget) -> Page:
    from tracker.ui.exchange.page import ExchangePage

    return ExchangePage(context, parent)


def _office(context: Context, parent: QWidget) -> Page:
    from tracker.ui.overview.office_page import OfficePage

    return OfficePage(context, parent)


def _sources(context: Context, parent: QWidget) -> Page:
    from tracker.ui.sources.page import SourcesPage

    return SourcesPage(context, parent)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "today", "今日", _today),
    PageEntry("overview", "overview", "总览", _overview),
    PageEntry("ledger", "ledger", "台账", _ledger),
    PageEntry("timeline", "timeline", "时间轴", _timeline),
    PageEntry("indicators", "indicators", "指标", _indicators),
    PageEntry("exchange", "exchange", "往来", _exchange),
    PageEntry("sources", "sources", "来源", _sources),
    PageEntry("office", "user", "单位", _office, under="overview"),
)
#: The program opens where the work is.
FIRST = "ledger"
