"""The ledger as a whole, and tasks by filter and search words."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.enums import LightColour, Status
from tracker.model.rows import LedgerView, TaskRow
from tracker.model.search import SearchIndex, words_of
from tracker.model.search_texts import view_texts
from tracker.model.tables import ProgressEntry, Task
from tracker.queries.as_of import tasks_on_days
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
    ids: frozenset[int] = frozenset()


def read_ledger(session: Session, today: date) -> LedgerView:
    """Return articles, headings and tasks in document order."""
    recommendations = list_recommendations(session)
    return LedgerView(
        today=today,
        articles=list_articles(session),
        recommendations=recommendations,
        tasks=list_tasks(session, today),
        fingerprint=fingerprint(session.connection().exec_driver_sql),
    )


def find_tasks(session: Session, today: date, wanted: TaskFilter | None = None) -> tuple[TaskRow, ...]:
    """Return the tasks that meet a filter, in document order. Raises InputError for a name nobody knows."""
    return find_tasks_on(session, today, wanted, (today,))[today]


def find_tasks_on(
    session: Session, today: date, wanted: TaskFilter | None, days: Sequence[date]
) -> dict[date, tuple[TaskRow, ...]]:
    """Return by day the tasks that met a filter at its end, as they stood then; errors as in `find_tasks`.

    Words are searched in what the ledger says today.
    """
    wanted = wanted or TaskFilter()
    tasks = list_tasks(session, today)
    meets = _condition(session, tasks, wanted)
    if words := words_of(wanted.search):
        view = read_ledger(session, today)
        tasks = tuple(view.tasks[position] for position in search_ledger(session, view).find(words))
    past = tasks_on_days(session, tasks, [day for day in days if day < today])
    on_days = {day: tasks for day in days if day >= today} | dict(past)
    return {day: tuple(filter(meets, rows)) for day, rows in on_days.items()}


def _condition(session: Session, tasks: Sequence[TaskRow], wanted: TaskFilter) -> Callable[[TaskRow], bool]:
    """Return the test of a filter but for its words. Raises InputError for a name nobody knows."""
    office = _known_office(session, wanted.office)
    article = _known_article(session, wanted.article)
    status = _known(Status, wanted.status, "状态")
    light = _known(LightColour, wanted.light, "亮灯")
    theme = _known_theme(session, tasks, wanted.theme)

    def meets(task: TaskRow) -> bool:
        return (
            (not wanted.ids or task.id in wanted.ids)
            and (not office or office == task.lead_office)
            and (not article or article == task.article)
            and (not theme or theme in task.themes)
            and (not status or status == task.status)
            and (not light or light == task.light.colour)
        )

    return meets


def reread_tasks(session: Session, today: date, view: LedgerView, ids: Set[int]) -> LedgerView | None:
    """Return a view with these tasks as they are now; None when one of them has come or gone or moved."""
    rows = {row.id: row for row in list_tasks(session, today, col(Task.id).in_(ids))}
    places = {task.id: position for position, task in enumerate(view.tasks) if task.id in ids}
    if view.today != today or not rows.keys() == places.keys() == ids:
        return None
    tasks = list(view.tasks)
    for task_id, position in places.items():
        if rows[task_id].recommendation != tasks[position].recommendation:
            return None
        tasks[position] = rows[task_id]
    return replace(view, tasks=tuple(tasks), fingerprint=fingerprint(session.connection().exec_driver_sql))


def texts_of(session: Session, view: LedgerView, places: Sequence[int]) -> dict[int, str]:
    """Return by position what a search looks at in some tasks of a view."""
    part = replace(view, tasks=tuple(view.tasks[position] for position in places))
    texts = view_texts(part, older_notes(session, [task.id for task in part.tasks]))
    return dict(zip(places, texts, strict=True))


def older_notes(session: Session, ids: Sequence[int] | None = None) -> dict[int, str]:
    """Return what progress entries of the past say, by task (of all tasks, or of these)."""
    entry = select(ProgressEntry.task_id, ProgressEntry.note, ProgressEntry.problems, ProgressEntry.next_steps)
    entry = entry if ids is None else entry.where(col(ProgressEntry.task_id).in_(ids))
    notes: dict[int, str] = {}
    for task_id, *texts in session.exec(entry.order_by(col(ProgressEntry.id))):
        notes[task_id] = "\n".join((notes.get(task_id, ""), *texts))
    return notes


def search_ledger(session: Session, view: LedgerView, known: SearchIndex | None = None) -> SearchIndex:
    """Return the search over the tasks of a view; pinyin that `known` has already is not put together again."""
    return SearchIndex(view_texts(view, older_notes(session)), known)


def _known_office(session: Session, text: str) -> str:
    if not text:
        return ""
    proper = office_names(session).get(text)
    if proper is None:
        raise InputError(f"没有名为“{text}”的单位；请用台账里的单位名称或别名。")
    return proper


def _known_article(session: Session, text: str) -> str:
    if not text:
        return ""
    articles = list_articles(session)
    for article in articles:
        if text in (article.code, article.title, article.short_title):
            return article.code
    known = "、".join(article.code for article in articles)
    raise InputError(f"没有编号或标题为“{text}”的文章；可用的编号有 {known}。")


def _known_theme(session: Session, tasks: Sequence[TaskRow], text: str) -> str:
    if not text:
        return ""
    known = {theme for recommendation in list_recommendations(session) for theme in recommendation.themes}
    known.update(theme for task in tasks for theme in task.themes)
    if text not in known:
        raise InputError(f"没有名为“{text}”的主题；可用的有：{'、'.join(sorted(known))}。")
    return text


def _known(kind: type[Status] | type[LightColour], text: str, what: str) -> Status | LightColour | None:
    if not text:
        return None
    member = kind.from_word(text)
    if member is None:
        known = "、".join(member.word for member in kind)
        raise InputError(f"没有“{text}”这种{what}；可用的有：{known}。")
    return member
