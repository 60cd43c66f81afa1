"""Which recommendations a task answers (回应): several articles may be answered by one task."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.enums import RecommendationKind
from tracker.model.tables import Recommendation, Task, TaskAnswer, TaskIndicator
from tracker.services.write_basics import begin, the_task, touched
from tracker.store.task_making import inherited_indicators


def answer_recommendations(
    session: Session,
    task_id: int,
    add: Collection[int] = (),
    remove: Collection[int] = (),
    *,
    main: int | None = None,
    version: int | None = None,
) -> Changes:
    """Change what a task answers as one act; `main` makes another one the main answer.

    The indicators of what is added come along; co-offices are only suggested (`suggested_helpers`). Raises RuleError
    for removing the main answer while others stand, InputError for a recommendation that is gone.
    """
    task = the_task(session, task_id, version)
    batch = begin(session, f"{task.code} 修改回应的建议")
    _add(session, task, [_the_recommendation(session, number) for number in add])
    if main is not None:
        if main not in answered(session, task_id):
            raise RuleError(f"{task.code} 没有回应这条建议，不能设为主要回应；请先加上。")
        task.recommendation_id = main
    _remove(session, task, remove)
    return touched(session, batch, tasks={task.id})


def answered(session: Session, task_id: int) -> dict[int, TaskAnswer]:
    """Return the answers of a task by recommendation, the oldest first."""
    session.flush()
    rows = session.exec(select(TaskAnswer).where(TaskAnswer.task_id == task_id).order_by(col(TaskAnswer.id)))
    return {row.recommendation_id: row for row in rows}


def write_answers(session: Session, task: Task, recommendations: Sequence[Recommendation]) -> None:
    """Let a task answer recommendations inside the act under way; the first becomes the main one where none is."""
    _add(session, task, recommendations)


def suggested_helpers(session: Session, recommendation_ids: Collection[int]) -> tuple[str, ...]:
    """Return the offices that recommendations suggest beside each other: a person decides whether they help."""
    names: dict[str, None] = {}
    for number in recommendation_ids:
        entry = _the_recommendation(session, number)
        names |= dict.fromkeys(filter(None, (entry.lead_office, *entry.co_offices)))
    return tuple(names)


def recommendations_of_codes(session: Session, codes: Sequence[str]) -> list[Recommendation]:
    """Return recommendations by their codes, in the order given. Raises InputError for one nobody has."""
    wanted = [code for code in dict.fromkeys(code.strip() for code in codes) if code]
    entries = session.exec(select(Recommendation).where(col(Recommendation.code).in_(wanted))).all()
    by_code = {entry.code: entry for entry in entries}
    if missing := [code for code in wanted if code not in by_code]:
        raise InputError(f"没有编号为“{'、'.join(missing)}”的建议。")
    return [by_code[code] for code in wanted]


def _add(session: Session, task: Task, entries: Sequence[Recommendation]) -> None:
    present = answered(session, task.id)
    linked = set(session.exec(select(TaskIndicator.indicator_id).where(TaskIndicator.task_id == task.id)))
    for entry in entries:
        if entry.kind is RecommendationKind.UMBRELLA:
            raise RuleError(f"{entry.code} 是总领，不能由任务回应；请选它下面的建议。")
        if entry.id not in present:
            session.add(TaskAnswer(task_id=task.id, recommendation_id=entry.id))
        if task.recommendation_id is None:
            task.recommendation_id = entry.id
        for indicator in sorted(inherited_indicators(session, entry) - linked):
            session.add(TaskIndicator(task_id=task.id, indicator_id=indicator))
            linked.add(indicator)


def _remove(session: Session, task: Task, remove: Collection[int]) -> None:
    present = answered(session, task.id)
    for number in remove:
        row = present.pop(number, None)
        if row is None:
            continue
        if number == task.recommendation_id:
            if present.keys() - set(remove):
                raise RuleError(
                    f"{_the_recommendation(session, number).code} 是主要回应，请先把另一条设为主要回应再去掉。"
                )
            task.recommendation_id = None
        session.delete(row)


def _the_recommendation(session: Session, number: int) -> Recommendation:
    entry = session.get(Recommendation, number)
    if entry is None:
        raise InputError("这条建议已不在台账中；请刷新后再试。")
    return entry
