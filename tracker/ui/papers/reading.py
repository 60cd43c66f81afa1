"""What the page of papers reads on the database thread: the register, the papers, the slips."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.model.enums import PaperKind, SlipLevel
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import Brief, Circular, ClosingList, LedgerPaper, PaperRow, SlipRound
from tracker.model.rows.paper_slips import Slip
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.papers.wishes import Article, Wish

if TYPE_CHECKING:
    from tracker.queries import ledger, paper_register, paper_settings, sources
    from tracker.services.papers import bulletins, slips, workbooks
else:
    ledger = late("tracker.queries.ledger")
    sources = late("tracker.queries.sources")
    paper_register = late("tracker.queries.paper_register")
    paper_settings = late("tracker.queries.paper_settings")
    bulletins = late("tracker.services.papers.bulletins")
    workbooks = late("tracker.services.papers.workbooks")
    slips = late("tracker.services.papers.slips")

Paper = Circular | Brief | LedgerPaper | ClosingList


@dataclass(frozen=True, slots=True)
class PapersOverview:
    """What stands around the papers: what was issued, the next numbers, what can be chosen."""

    settings: PaperSettings
    issued: tuple[PaperRow, ...]  # newest first
    next_numbers: Mapping[PaperKind, int]
    articles: tuple[Article, ...]
    slips: SlipRound

    def last(self, kind: PaperKind) -> PaperRow | None:
        """Return the newest registered paper of a kind, None for none."""
        return next((row for row in self.issued if row.kind is kind), None)

    def cases(self, level: SlipLevel) -> int:
        """Return the offices with a case at a level, their workbooks included."""
        return sum(bool(office.count(level)) or office.workbook_level is level for office in self.slips.offices)


def read_papers_overview(session: DatabaseSession, today: date) -> PapersOverview:
    """Read what stands around the papers."""
    articles = sources.list_articles(session)
    return PapersOverview(
        settings=paper_settings.read_paper_settings(session),
        issued=paper_register.list_papers(session),
        next_numbers={kind: paper_register.next_number(session, kind, today.year) for kind in PaperKind},
        articles=tuple(Article(row.code, row.title) for row in articles if row.tasks and not row.retired),
        slips=slips.find_slips(session, today, today),
    )


def read_paper(session: DatabaseSession, wish: Wish, today: date) -> Paper:
    """Make a paper with its computed sentences. Raises InputError for a period or choice without tasks."""
    wanted = ledger.TaskFilter(article=wish.article, ids=wish.tasks)
    if wish.kind is PaperKind.LEDGER:
        return workbooks.make_ledger(session, today, wish.period.end, workbooks.Grouping.ARTICLE, wanted)
    if wish.kind is PaperKind.CLOSING:
        return workbooks.make_closing(session, today, wish.period, wanted)
    make = bulletins.make_circular if wish.kind is PaperKind.CIRCULAR else bulletins.make_brief
    paper = make(session, today, wish.period, wanted, wish.number)
    if wish.recipients and wish.kind is PaperKind.CIRCULAR:
        return replace(paper, head=replace(paper.head, recipients=wish.recipients))
    return paper


def read_slips(
    session: DatabaseSession,
    overview: PapersOverview,
    only: SlipLevel,
    offices: frozenset[str],
    chosen: Mapping[str, SlipLevel],
) -> tuple[Slip, ...]:
    """Make the slips of the ticked offices at a level, or at the level chosen for an office."""
    ticked = replace(overview.slips, offices=tuple(row for row in overview.slips.offices if row.office in offices))
    return slips.make_slips(session, ticked, only=only, chosen=chosen)
