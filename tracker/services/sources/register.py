"""Registering sources, changing and deleting them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import ConflictError, InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.edited_forms import ConflictScope
from tracker.model.sentences import moved_spans
from tracker.model.source_words import SourceKind, SourceState, Urgency
from tracker.model.tables import Article, ArticleFile, Batch, IntakeReview, Recommendation, SentenceMark, Task
from tracker.services.edit_conflicts import RowComparison, set_changed
from tracker.services.sources.numbering import next_source_code
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is said of a source; `number` is printed on it (文号), `report_due_on` the day a report on it is owed."""

    kind: SourceKind
    title: str
    number: str = ""
    sender: str = ""
    received_on: date | None = None
    report_due_on: date | None = None
    report_text: str = ""
    leader: str = ""
    urgency: Urgency = Urgency.NONE
    content: str = ""
    note: str = ""


def register_source(session: Session, facts: SourceFacts, today: date, *, again: bool = False) -> Changes:
    """Register a source as one act and give it its number; `again` registers a 文号 that is there already.

    Raises InputError for a missing title or days that cannot be, ConflictError where it is registered already.
    """
    title = " ".join(facts.title.split())
    if not title:
        raise InputError("来源要有名称。")
    _check_days(facts.received_on, facts.report_due_on)
    if not again:
        _check_new(session, facts.number, facts.sender)
    code = next_source_code(session, facts.kind, (facts.received_on or today).year)
    batch = begin(session, f"登记{facts.kind.word} {code}")
    source = Article(
        code=code,
        title=title,
        kind=facts.kind,
        number=_plain(facts.number),
        sender=_plain(facts.sender),
        received_on=facts.received_on,
        report_due_on=facts.report_due_on,
        report_text=facts.report_text.strip(),
        leader=_plain(facts.leader),
        urgency=facts.urgency,
        content=facts.content,
        note=facts.note.strip(),
        position=(session.exec(select(func.max(Article.position))).one() or 0) + 1,
    )
    session.add(source)
    session.flush()
    return of_source(session, batch, source)


def edit_source(
    session: Session, source_id: int, field: str, value: Value, seen: Mapping[str, Any] | None = None
) -> Changes:
    """Set one field of a source; days are ISO text, None or "" empties; `seen` is what its editor showed.

    Raises InputError for a value that cannot be, ConflictError where somebody else changed it meanwhile.
    """
    if field not in EDITABLE:
        raise InputError(f"来源没有可以修改的“{field}”；可以改：{'、'.join(word for word, _ in EDITABLE.values())}。")
    source = the_source(session, source_id)
    word, read = EDITABLE[field]
    form = ConflictScope("本来源", {name: entry[0] for name, entry in EDITABLE.items()})
    shown = {field: read(seen[field])} if seen is not None else None
    settled = RowComparison(session, form, source).settle(source.code, {field: read(value)}, shown)
    batch = begin(session, f"{source.code} 修改{word}")
    before = source.content
    set_changed(source, settled.values)
    if source.content != before:
        _move_entries(session, source, before)
    _check_days(source.received_on, source.report_due_on)
    return settled.tell(of_source(session, batch, source))


def _move_entries(session: Session, source: Article, before: str) -> None:
    """Let the entries of a text that was replaced stand where their words are now."""
    for entry in session.exec(select(Recommendation).where(Recommendation.article_id == source.id)):
        spans = moved_spans(before, source.content, ((start, end) for start, end in entry.spans))
        if (moved := [list(span) for span in spans]) != entry.spans:
            entry.spans = moved


def delete_source(session: Session, source_id: int) -> Changes:
    """Delete a source that nothing hangs on. Raises RuleError where tasks or recommendations do."""
    source = the_source(session, source_id)
    tasks = session.exec(select(func.count()).select_from(Task).where(Task.source_id == source_id)).one()
    if tasks:
        raise RuleError(f"这个来源下有{tasks:,}项任务，不能删除，只能归档。")
    entries = select(func.count()).select_from(Recommendation).where(Recommendation.article_id == source_id)
    if count := session.exec(entries).one():
        raise RuleError(f"这个来源下有{count:,}条建议，不能删除，只能归档。")
    if session.exec(select(IntakeReview.id).where(IntakeReview.article_id == source_id)).first() is not None:
        raise RuleError("这个来源是核对文章得来的，不能删除，只能归档。")
    batch = begin(session, f"删除来源 {source.code}")
    tables: tuple[Any, ...] = (ArticleFile, SentenceMark)
    for table in tables:  # one by one, so that undo brings them back; bytes of files stay
        for row in session.exec(select(table).where(col(table.article_id) == source_id)):
            session.delete(row)
    session.flush()
    session.delete(source)
    session.flush()
    return Changes(batch.label, batch.id, everything=True, sources=frozenset({source_id}))


def the_source(session: Session, source_id: int) -> Article:
    """Return a source. Raises InputError when it is gone."""
    source = session.get(Article, source_id)
    if source is None:
        raise InputError("这个来源已不在台账中，可能刚被撤销；请刷新后再试。")
    return source


def source_of_code(session: Session, code: str) -> Article:
    """Return the source with a code. Raises InputError for a code nobody has."""
    source = session.exec(select(Article).where(Article.code == code.strip())).first()
    if source is None:
        known = session.exec(select(Article.code).order_by(col(Article.position).desc()).limit(10)).all()
        raise InputError(f"没有编号为“{code}”的来源；最近的有 {'、'.join(known)}。")
    return source


def empty_source(session: Session, kind: SourceKind, title: str) -> Article | None:
    """Return the open source of a kind and title that has no task, as an import that was taken back leaves it."""
    same = select(Article).where(
        Article.kind == kind, Article.title == _plain(title), Article.state == SourceState.OPEN
    )
    having = select(Task.source_id).where(col(Task.source_id).is_not(None))
    return session.exec(same.where(col(Article.id).not_in(having)).order_by(col(Article.id).desc())).first()


def the_open_source(session: Session, source_id: int) -> Article:
    """Return a source that may still get tasks. Raises RuleError for one that was put away."""
    source = the_source(session, source_id)
    check_gets_tasks(source)
    return source


def check_gets_tasks(source: Article) -> None:
    """Raise RuleError for a source that was put away: by whatever road, it gets no more tasks."""
    if source.state is SourceState.RETIRED:
        raise RuleError(f"{source.code} 已归档，不能再新增任务；请先恢复这个来源，或另选来源。")


def of_source(session: Session, batch: Batch, source: Article) -> Changes:
    """Write out what is pending and name the source; an act that changed nothing is no act."""
    if drop_empty_batch(session):
        return Changes("没有变化", sources=frozenset({source.id}))
    return Changes(batch.label, batch.id, everything=True, sources=frozenset({source.id}))


def _check_new(session: Session, number: str, sender: str) -> None:
    if not _plain(number):
        return
    same = select(Article).where(Article.number == _plain(number), Article.sender == _plain(sender))
    there = session.exec(same).first()
    if there is not None:
        raise ConflictError(f"文号“{_plain(number)}”已登记为 {there.code}；如确需重复登记，请勾选“仍然登记”。")


def _check_days(received_on: date | None, report_due_on: date | None) -> None:
    if received_on is not None and report_due_on is not None and report_due_on < received_on:
        raise InputError(f"应报日期 {report_due_on} 早于收文日期 {received_on}；请核对两个日期。")


def _plain(value: Value) -> str:
    return " ".join(str(value or "").split())


def _prose(value: Value) -> str:
    return str(value or "").strip()


def _title(value: Value) -> str:
    if not _plain(value):
        raise InputError("来源要有名称。")
    return _plain(value)


def _day(value: Value) -> date | None:
    if not _plain(value):
        return None
    try:
        return date.fromisoformat(_plain(value))
    except ValueError as error:
        raise InputError(f"“{value}”不是日期；请写成 2026-06-30。") from error


def _urgency(value: Value) -> Urgency:
    member = Urgency.from_word(_plain(value) or Urgency.NONE.value)
    if member is None:
        raise InputError(f"没有“{value}”这种缓急；可用的有：{'、'.join(member.word for member in Urgency)}。")
    return member


#: Fields of a source that may be changed, with their words and how a value is read.
EDITABLE: Mapping[str, tuple[str, Callable[[Value], str | date | Urgency | None]]] = {
    "title": ("名称", _title),
    "number": ("文号", _plain),
    "sender": ("来文单位", _plain),
    "received_on": ("收文日期", _day),
    "report_due_on": ("应报日期", _day),
    "report_text": ("报告要求", _prose),
    "leader": ("批示领导", _plain),
    "urgency": ("缓急", _urgency),
    "content": ("原文", _prose),
    "note": ("备注", _prose),
}
