"""A circular and a brief: figures, sentences and head put together; nothing is written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.model.enums import PaperKind
from tracker.model.paper_periods import period_words
from tracker.model.rows import Brief, BriefLine, Circular, ExtendedTask, Figures, ListedTask, PaperHead, Period
from tracker.queries.ledger import TaskFilter
from tracker.queries.paper_register import issue_words, next_number, previous_end
from tracker.queries.papers import read_figures, scope_of
from tracker.reports.paper_sentences import compute_sentences, coordination, overall_indicators, short_tasks, week_done
from tracker.reports.task_lines import answering_words

#: Characters of a title in one line of 小标宋 二号.
_TITLE_LINE = 20
_BRIEF_LINES = 5


def make_circular(
    session: Session,
    today: date,
    period: Period,
    wanted: TaskFilter | None = None,
    number: int | None = None,
    *,
    with_list: bool = False,
) -> Circular:
    """Return a 通报 about the tasks of a filter; without a number it gets the next one of the register.

    Raises InputError as `read_figures`.
    """
    figures = _figures(session, today, period, wanted, PaperKind.CIRCULAR)
    head = _head(session, PaperKind.CIRCULAR, figures, today, number)
    return Circular(head, figures, compute_sentences(figures), with_list)


def make_brief(
    session: Session, today: date, period: Period, wanted: TaskFilter | None = None, number: int | None = None
) -> Brief:  # fmt: skip
    """Return a 专报, of a weekly period in its words; errors as in `make_circular`."""
    figures = _figures(session, today, period, wanted, PaperKind.BRIEF)
    head = _head(session, PaperKind.BRIEF, figures, today, number)
    sentences = compute_sentences(figures)
    lines = _week_lines(figures) if period.weekly else [_line(task, task.light.reason) for task in figures.listed]
    matters = coordination(figures) if period.weekly else ""
    return Brief(
        head=head,
        figures=figures,
        sentences=replace(sentences, tasks=week_done(figures) if period.weekly else short_tasks(figures)),
        lines=tuple(lines[:_BRIEF_LINES]),
        rest=max(len(lines) - _BRIEF_LINES, 0),
        third_title="需协调解决的事项" if matters else "风险指标",
        third=matters or overall_indicators(figures),
    )


def _figures(session: Session, today: date, period: Period, wanted: TaskFilter | None, kind: PaperKind) -> Figures:
    """Read the figures, compared with the last registered paper about the same; a week with the Sunday before it."""
    last_end = None if period.weekly else previous_end(session, kind, period.start, scope_of(wanted))
    return read_figures(session, today, replace(period, last_end=last_end), wanted, kind.word)


def _week_lines(figures: Figures) -> list[BriefLine]:
    """Return what a week turned: newly red, fallen silent, extended; a task stands once, under its gravest turn."""
    turned: dict[int, BriefLine] = {}
    for task in (*_worst_first(figures.reddened), *figures.silenced):
        turned.setdefault(task.task_id, _line(task, task.light.reason))
    for extended in figures.extended:
        turned.setdefault(extended.task.task_id, _line(extended.task, _extension(extended)))
    return list(turned.values())


def _extension(extended: ExtendedTask) -> str:
    reason = extended.reason.rstrip("。")
    return f"延期至{extended.until}{f'：{reason}' if reason else ''}"


def _worst_first(tasks: Sequence[ListedTask]) -> list[ListedTask]:
    return sorted(tasks, key=lambda task: (-task.overdue_days, -task.behind, task.code))


def _line(task: ListedTask, situation: str) -> BriefLine:
    return BriefLine(task.code, task.title, answering_words(task), situation, task.owner)


def _head(session: Session, kind: PaperKind, figures: Figures, today: date, number: int | None) -> PaperHead:
    settings, words = figures.settings, period_words(figures.period)
    wanted = number if number is not None else next_number(session, kind, today.year)
    circular = kind is PaperKind.CIRCULAR
    subject = f"{settings.subject.removesuffix('任务')}部分任务" if figures.partial else settings.subject
    part = "部分任务" if figures.scope else ""  # a brief has no introduction that says which
    title = _title(f"关于{subject}", f"{words}推进情况的通报") if circular else f"{part}{words}推进情况"
    return PaperHead(
        kind=kind,
        mark=settings.mark(kind),
        issue=issue_words(kind, wanted, today.year, settings),
        number=wanted,
        issuer=settings.issuer,
        issued_on=today,
        title=title,
        recipients=settings.recipients if circular else "",
        contact=settings.contact,
        phone=settings.phone,
        demo=figures.demo,
    )


def _title(about: str, what: str) -> str:
    """Put a title on two lines where one cannot hold it; the break stands after 任务."""
    return f"{about}{what}" if len(about) + len(what) <= _TITLE_LINE else f"{about}\n{what}"
