"""`source …` and `task …`: registering sources and making tasks of them."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.cli.phone_report import run_report
from tracker.errors import ConflictError, InputError, UnclearError, UndecidedError
from tracker.exchange.cells.office_names import OfficeNames
from tracker.model.bulk_edits import BulkEdit
from tracker.model.changes import Changes
from tracker.model.deadlines import Deadline
from tracker.model.enums import Priority
from tracker.model.field_list import FIELD_WORDS
from tracker.model.headers import task_field
from tracker.model.rows import ArticleRow
from tracker.model.source_words import SourceKind, Urgency
from tracker.model.tables import Article, Task
from tracker.queries.offices import office_names
from tracker.queries.sources import list_articles
from tracker.services.bulk import apply_edits
from tracker.services.deadlines import read_typed
from tracker.services.sources.answers import answer_recommendations, recommendations_of_codes
from tracker.services.sources.files import attach_paths, register_with_files
from tracker.services.sources.register import (
    EDITABLE,
    SourceFacts,
    delete_source,
    edit_source,
    source_of_code,
)
from tracker.services.sources.retiring import reopen_source, report_source, retire_source
from tracker.services.sources.tags import set_themes
from tracker.services.sources.tasks import NewTask, make_task
from tracker.services.write_basics import task_of_code

DONE = 0
_SEPARATORS = str.maketrans({"，": ",", "、": ",", "；": ",", ";": ","})


def run_source(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `source …`."""
    return _SOURCE[wanted.source_command](wanted, opened)


def run_task(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out `task …`."""
    return _TASK[wanted.task_command](wanted, opened)


def names_in(text: str) -> list[str]:
    """Return the words of a list as people type it on a command line."""
    return [word for part in text.translate(_SEPARATORS).split(",") if (word := part.strip())]


def _add(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    kind = SourceKind.from_word(wanted.kind)
    urgency = Urgency.from_word(wanted.urgency)
    assert kind is not None
    assert urgency is not None
    facts = SourceFacts(
        kind, wanted.title, wanted.number, wanted.sender, wanted.received, wanted.report_by,
        wanted.report_text, wanted.leader, urgency, wanted.content, wanted.note,
    )  # fmt: skip

    def register(session: Session) -> tuple[Changes, str]:
        with _saying(" --again"):
            changes = register_with_files(session, facts, wanted.file, opened.today, again=wanted.again)
        return changes, session.exec(select(Article.code).where(col(Article.id).in_(changes.sources))).one()

    changes, code = opened.write(register)
    print_json({"code": code, "batch": changes.batch_id, "files": len(wanted.file)}) if wanted.json else say(code)
    return DONE


def _list(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        rows = [
            row
            for row in list_articles(session)
            if wanted.kind in ("", row.kind.word) and wanted.state in ("", row.state.value)
        ]
    if wanted.json:
        print_json([source_shape(row) for row in rows])
        return DONE
    for row in rows:
        say(f"{row.code}\t{row.kind.word}\t{row.title}\t{row.number}\t{row.state.word}\t{row.tasks} 项任务")
    say(f"共 {len(rows)} 个来源")
    return DONE


def source_shape(row: ArticleRow) -> dict[str, Any]:
    """Return one source as JSON; days as ISO text, kinds and states as words."""
    return {
        "code": row.code,
        "kind": row.kind.word,
        "title": row.title,
        "number": row.number,
        "sender": row.sender,
        "received_on": row.received_on.isoformat() if row.received_on else None,
        "report_due_on": row.report_due_on.isoformat() if row.report_due_on else None,
        "leader": row.leader,
        "urgency": row.urgency.word,
        "state": row.state.value,
        "state_word": row.state.word,
        "state_on": row.state_on.isoformat() if row.state_on else None,
        "state_note": row.state_note,
        "tasks": row.tasks,
        "recommendations": row.recommendations,
    }


def _edit(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    words = {word: name for name, (word, _) in EDITABLE.items()}
    field = words.get(wanted.field, wanted.field)
    return _on_source(wanted, opened, lambda s, source: edit_source(s, source.id, field, wanted.value))


def _attach(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    return _on_source(wanted, opened, lambda s, source: attach_paths(s, source.id, wanted.file))


def _report(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    return _on_source(wanted, opened, lambda s, source: report_source(s, source.id, opened.today, wanted.note))


def _reopen(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    return _on_source(wanted, opened, lambda s, source: reopen_source(s, source.id, opened.today, wanted.note))


def _retire(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    given = {"cancel_tasks": wanted.cancel_tasks, "decided_by": wanted.decided_by, "confirmed": wanted.yes}
    with _saying(" --yes"):
        return _on_source(
            wanted, opened, lambda s, source: retire_source(s, source.id, opened.today, wanted.reason, **given)
        )


def _delete(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    return _on_source(wanted, opened, lambda s, source: delete_source(s, source.id))


def _on_source(wanted: argparse.Namespace, opened: OpenLedger, act: Callable[[Session, Article], Changes]) -> int:
    say(opened.write(lambda session: act(session, source_of_code(session, wanted.code))).label)
    return DONE


@contextmanager
def _saying(option: str) -> Iterator[None]:
    """Say in what is only to be confirmed how a command line does that."""
    try:
        yield
    except (ConflictError, UndecidedError) as asked:
        raise type(asked)(f"{asked.sentence.rstrip('。')}（命令行加{option}）。") from asked


def _add_task(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    def make(session: Session) -> tuple[Changes, str]:
        source = source_of_code(session, wanted.source)
        changes = make_task(session, source.id, _new_task(session, wanted, opened), opened.today)
        return changes, session.exec(select(Task.code).where(col(Task.id).in_(changes.tasks))).one()

    changes, code = opened.write(make)
    print_json({"code": code, "batch": changes.batch_id}) if wanted.json else say(code)
    return DONE


def _new_task(session: Session, wanted: argparse.Namespace, opened: OpenLedger) -> NewTask:
    names = office_names(session)
    due = _due(wanted, opened.today) if wanted.due.strip() else None
    values = {
        name: getattr(wanted, name)
        for name in ("content", "leader", "owner", "phone", "remark")
        if getattr(wanted, name).strip()
    }
    if wanted.priority == Priority.KEY.word:
        values["priority"] = Priority.KEY.value
    return NewTask(
        title=wanted.title,
        values=values,
        due=due,
        themes=tuple(names_in(wanted.theme)),
        lead_office=_office(names, wanted.lead) if wanted.lead else "",
        co_offices=tuple(_office(names, name) for name in OfficeNames(names).split(wanted.co)),
        answers=tuple(recommendations_of_codes(session, names_in(wanted.answers))),
    )


def _due(wanted: argparse.Namespace, today: date) -> Deadline:
    """Return the deadline of a new task. Raises InputError that says how to write what has to be asked about."""
    try:
        return read_typed(wanted.due, today, confirmed=wanted.yes)
    except UnclearError as asked:
        question = asked.sentence.rstrip("。")
        as_written = f"就要记成“{wanted.due.strip()}”请加 --yes，否则" if asked.confirmable else ""
        raise InputError(
            f"完成时限“{wanted.due.strip()}”要先确认，任务没有新增：{question}{'' if question.endswith('？') else '；'}"
            f"{as_written}请把 --due 写成 2026-06-30、“2026年6月底前”或“长期坚持”这样的时限。"
        ) from asked


def _office(names: Mapping[str, str], text: str) -> str:
    proper = names.get(text.strip())
    if proper is None:
        raise InputError(f"没有名为“{text}”的单位；请用台账里的单位名称或别名。")
    return proper


def _answer(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    def answer(session: Session) -> Changes:
        task = task_of_code(session, wanted.code)
        add, remove, main = (
            [entry.id for entry in recommendations_of_codes(session, names_in(text))]
            for text in (wanted.add, wanted.remove, wanted.main)
        )
        return answer_recommendations(session, task.id, add, remove, main=main[0] if main else None)

    say(opened.write(answer).label)
    return DONE


def _set(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    field = wanted.field if wanted.field in _SETTABLE else task_field(wanted.field) or wanted.field

    def write(session: Session) -> Changes:
        task = task_of_code(session, wanted.code)
        if field in ("themes", "主题"):
            return set_themes(session, [task.id], names_in(wanted.value))
        if field not in _SETTABLE:
            known = "、".join((*(FIELD_WORDS[name] for name in _SETTABLE), "主题"))
            raise InputError(f"任务没有可以修改的“{wanted.field}”；可用的有：{known}。")
        given = {"reason": wanted.reason, "decided_by": wanted.decided_by, "confirmed": wanted.yes}
        edit = BulkEdit(task.id, field, wanted.value, **given)
        return apply_edits(session, [edit], opened.today, f"{task.code} 修改{FIELD_WORDS[field]}")

    say(opened.write(write).label)
    return DONE


_SETTABLE = (
    "title", "content", "lead_office", "co_offices", "owner", "phone", "due_text", "start_on", "status", "progress",
    "progress_note", "problems", "next_steps", "remark", "leader", "priority",
)  # fmt: skip
_Act = Callable[[argparse.Namespace, OpenLedger], int]
_SOURCE: Mapping[str, _Act] = {
    "add": _add,
    "list": _list,
    "edit": _edit,
    "attach": _attach,
    "report": _report,
    "reopen": _reopen,
    "retire": _retire,
    "delete": _delete,
}
_TASK: Mapping[str, _Act] = {"add": _add_task, "answer": _answer, "set": _set, "report": run_report}
