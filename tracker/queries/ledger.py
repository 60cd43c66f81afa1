"""The ledger as a whole, and tasks found by filter and search words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.enums import LightColour, Status
from tracker.model.rows import ArticleRow, LedgerView, RecommendationRow, TaskRow
from tracker.queries.offices import office_names
from tracker.queries.sources import list_articles, list_recommendations
from tracker.queries.task_rows import list_tasks
from tracker.store.first_screen import fingerprint


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What tasks must meet; empty means any. Words may be codes, Chinese words, office aliases."""

    office: str = ""
    article: str = ""
    theme: str = ""
    status: str = ""
    light: str = ""
    search: str = ""


def read_ledger(session: Session, today: date) -> LedgerView:
    """Return articles, headings and tasks in document order."""
    recommendations = list_recommendations(session)
    return LedgerView(
        today=today,
        articles=list_articles(session, recommendations),
        recommendations=recommendations,
        tasks=list_tasks(session, today),
        fingerprint=fingerprint(session.connection().exec_driver_sql),
    )


def find_tasks(session: Session, today: date, wanted: TaskFilter | None = None) -> tuple[TaskRow, ...]:
    """Return the tasks that meet a filter. Raises InputError for a name nobody knows."""
    wanted = wanted or TaskFilter()
    view = read_ledger(session, today)
    office = _known_office(session, wanted.office)
    article = _known_article(view.articles, wanted.article)
    status = _known(Status, wanted.status, "状态")
    light = _known(LightColour, wanted.light, "亮灯")
    theme = _known_theme(view, wanted.theme)
    headings = heading_texts(view.recommendations)
    words = wanted.search.casefold().split()

    def meets(task: TaskRow) -> bool:
        return (
            (not office or office == task.lead_office)
            and (not article or article == task.article)
            and (not theme or theme in task.themes)
            and (not status or status == task.status)
            and (not light or light == task.light.colour)
            and matches(task, words, headings.get(task.recommendation, ""))
        )

    return tuple(filter(meets, view.tasks))


def heading_texts(recommendations: Iterable[RecommendationRow]) -> dict[str, str]:
    """Return by code what a search also looks at: the entry's own title and those of the headings above."""
    rows = {one.code: one for one in recommendations}

    def path(code: str) -> str:
        one = rows.get(code)
        return f"{one.title} {one.anchor} {path(one.parent)}" if one else ""

    return {code: path(code) for code in rows}


def matches(task: TaskRow, words: Iterable[str], heading: str = "") -> bool:
    """Tell whether every word stands somewhere in the task's texts, whatever its case."""
    text = searchable(task, heading)
    return all(word in text for word in words)


def searchable(task: TaskRow, heading: str = "") -> str:
    """Return all texts of a task a person may look for, case folded."""
    parts = (
        task.code, task.title, task.content, task.section, heading, *task.themes, task.lead_office, *task.co_offices,
        task.owner, task.phone, task.progress_note, task.problems, task.next_steps, task.remark, task.due_text,
    )  # fmt: skip
    return "\n".join(parts).casefold()


def _known_office(session: Session, text: str) -> str:
    if not text:
        return ""
    proper = office_names(session).get(text)
    if proper is None:
        raise InputError(f"没有名为“{text}”的单位；请用台账里的单位名称或别名。")
    return proper


def _known_article(articles: tuple[ArticleRow, ...], text: str) -> str:
    if not text:
        return ""
    for one in articles:
        if text in (one.code, one.title, one.short_title):
            return one.code
    known = "、".join(one.code for one in articles)
    raise InputError(f"没有编号或标题为“{text}”的文章；可用的编号有 {known}。")


def _known_theme(view: LedgerView, text: str) -> str:
    known = {theme for one in view.recommendations for theme in one.themes}
    known.update(theme for task in view.tasks for theme in task.themes)
    if text and text not in known:
        raise InputError(f"没有名为“{text}”的主题；可用的有：{'、'.join(sorted(known))}。")
    return text


def _known(kind: type[Status] | type[LightColour], text: str, what: str) -> Status | LightColour | None:
    if not text:
        return None
    found = kind.from_word(text)
    if found is None:
        known = "、".join(member.word for member in kind)
        raise InputError(f"没有“{text}”这种{what}；可用的有：{known}。")
    return found
