"""`tasks import`: a list that others made, previewed or taken in."""

import argparse
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.errors import InputError
from tracker.model.list_preview import ListEntry, ListOutcome, ListPreview
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article
from tracker.model.task_lists import SAID_BEFORE, ListTable, ListTask
from tracker.services.deadlines import Decision
from tracker.services.lists.comparing import NOTED_WORDS
from tracker.services.lists.importing import ListDecisions, ListResult, field_word, import_list, remember_columns
from tracker.services.lists.preview import parse_columns, preview_list, read_list_file
from tracker.services.lists.taking_in import ListTarget, list_source
from tracker.services.offices import teach_names
from tracker.services.sources.register import source_of_code

DONE, PENDING = 0, 3
_WORDS = {"new": "新增", "same": "相同", "changed": "有改动", "unsure": "可能已有"}


def run_list_import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Preview a list or take it in; exit code 3 where something waits for a decision."""
    if not wanted.preview and not (wanted.source or wanted.new_source):
        raise InputError("请用 --source 或 --new-source 说明任务从哪里来。")
    book = read_list_file(wanted.file)
    wish = replace(parse_columns(wanted.map), sheet=wanted.sheet)
    with opened.database.reading() as session:
        source = source_of_code(session, wanted.source) if wanted.source else None
        preview = preview_list(session, wanted.file.name, book, opened.today, wish, source)
    if wanted.preview:
        print_json(preview_shape(preview)) if wanted.json else _print_preview(preview)
        return DONE
    if open_questions := _questions(preview, wanted):
        say(f"没有导入：{open_questions}。")
        return PENDING
    return _take_in(wanted, opened, book, wish)


def _take_in(wanted: argparse.Namespace, opened: OpenLedger, book: Any, wish: Any) -> int:
    def take_in(session: Session) -> tuple[ListPreview, ListResult, str]:
        source = _source(session, wanted, opened.today)
        preview = preview_list(session, wanted.file.name, book, opened.today, wish, source)
        if wanted.unknown_offices == "create" and (names := _unknown(preview)):
            teach_names(session, dict.fromkeys(names, ""))
            preview = preview_list(session, wanted.file.name, book, opened.today, wish, source)
        result = import_list(session, source, preview, opened.today, _decisions(wanted))
        remember_columns(session, wanted.save_map, preview.tables)
        return preview, result, source.code

    preview, result, code = opened.write(take_in)
    shape = preview_shape(preview) | {
        "source": code, "batch": result.changes.batch_id, "made": result.created, "updated": result.updated,
        "waiting": result.waiting, "refused": result.refused,
    }  # fmt: skip
    print_json(shape) if wanted.json else _print_result(preview, result, code)
    return PENDING if result.waiting else DONE


def _source(session: Session, wanted: argparse.Namespace, today: date) -> Article:
    if wanted.source:
        return source_of_code(session, wanted.source)
    word, _, title = wanted.new_source.partition(":")
    if not title:
        word, _, title = wanted.new_source.partition("：")
    kind = SourceKind.from_word(word.strip())
    if kind is None:
        raise InputError(f"没有“{word}”这种来源；可用的有：{'、'.join(member.word for member in SourceKind)}。")
    return list_source(session, ListTarget(kind=kind, title=title), today)


def _decisions(wanted: argparse.Namespace) -> ListDecisions:
    return ListDecisions(
        update_changed=wanted.changed == "update",
        unsure_are_new=wanted.unsure == "new",
        keep_leads=wanted.unknown_offices != "create",
        decision=Decision(wanted.reason, wanted.decided_by),
    )


def _written(preview: ListPreview) -> list[ListEntry]:
    return [entry for entry in preview.entries if entry.outcome is not ListOutcome.SAME]


def _unknown(preview: ListPreview) -> list[str]:
    return list(dict.fromkeys(name for entry in _written(preview) for name in entry.task.unknown_offices))


def _questions(preview: ListPreview, wanted: argparse.Namespace) -> str:
    """Return what a person has to decide first, in words; "" for nothing."""
    parts = []
    if wanted.unknown_offices == "stop":
        if names := _unknown(preview):
            parts.append(f"有 {len(names)} 个单位不认识（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}）")
        if doubtful := sum(entry.task.doubtful_lead for entry in _written(preview)):
            parts.append(f"有 {doubtful} 项任务写了不止一个牵头单位")
        parts = [f"{'，'.join(parts)}，请用 --unknown-offices create 或 keep"] if parts else []
    unsure = preview.counts["unsure"]
    if unsure and wanted.unsure == "stop":
        parts.append(f"有 {unsure} 项可能已在台账中，请用 --unsure new 或 skip")
    return "；".join(parts)


def preview_shape(preview: ListPreview) -> dict[str, Any]:
    """Return the JSON of a preview."""
    return {
        "file": preview.file,
        "tables": [_table_shape(preview, table) for table in preview.tables],
        "mapping": preview.mapping,
        "counts": dict(preview.counts),
        "noted": list(preview.noted),
        "notes": list(preview.notes),
    }


def _table_shape(preview: ListPreview, table: ListTable) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "header": list(table.header) if table.header else None,
        "above": [{"row": row, "text": text} for row, text in table.above],
        "columns": [{"column": c.column, "header": c.header, "field": c.field} for c in table.columns],
        "rows": [_row_shape(entry) for entry in preview.of(table)],
        "skipped": [{"row": member.row, "why": member.why, "text": member.text} for member in table.skipped],
        "problems": [{"row": p.row, "column": p.column, "message": p.message} for p in table.problems],
    }


#: Keys of a row that are its attributes as they are.
_PLAIN = (
    "row", "ref", "title", "content", "lead_office", "leader", "owner", "phone", "start_on", "due_text", "due_on",
    "priority", "progress_note", "problems_text", "next_steps", "remark", "rest", "raw", "problems",
)  # fmt: skip
_LISTS = ("rows", "section", "co_offices", "unknown_offices", "groups", "themes", "filled")


def _row_shape(entry: ListEntry) -> dict[str, Any]:
    task: ListTask = entry.task
    return {
        **task.said,
        **{name: getattr(task, name) for name in _PLAIN},
        **{name: list(getattr(task, name)) for name in _LISTS},
        "outcome": entry.outcome.value,
        "task": entry.code,
        "changes": {name: list(pair) for name, pair in entry.changes.items()},
        "waiting": entry.waiting,
        "refused": entry.refused,
    }


def _print_preview(preview: ListPreview) -> None:
    for table in preview.tables:
        say(f"{table.sheet}：{len(table.tasks)} 项任务")
        for column in table.columns:
            if column.header:
                say(f"  {column.column}  {column.header} → {_where(column.field)}")
        for entry in preview.of(table):
            _print_entry(entry)
        for problem in table.problems:
            say(f"  [问题] {problem.column}{problem.row}：{problem.message}")
    say("，".join(f"{_WORDS[name]} {count}" for name, count in preview.counts.items()))
    _print_noted(preview)
    for sentence in preview.notes:
        say(f"  [说明] {sentence}")


def _where(field: str | None) -> str:
    if field in SAID_BEFORE:
        return f"只记入备注（{NOTED_WORDS[field]}）"
    return field_word(field) if field else "不导入，记入备注"


def _print_noted(preview: ListPreview) -> None:
    """Say of what a list says of progress that it changes no task: nothing is done before 交办, and then reported."""
    if noted := preview.noted:
        said = "、".join(map(field_word, noted))
        where = "、".join(NOTED_WORDS[name] for name in noted)
        say(f"  [说明] 清单里的{said}不改任务，只记入备注（{where}）；进展请由单位反馈，或用 task set 记。")


def _print_entry(entry: ListEntry) -> None:
    task = entry.task
    who = f"{task.lead_office or '（牵头单位未定）'}  {task.due_text}".rstrip()
    code = f" {entry.code}" if entry.code else ""
    say(f"  [{_WORDS[entry.outcome.value]}{code}] 第 {task.row} 行 {task.title}  {who}")
    for name, (ours, theirs) in entry.changes.items():
        say(f"      {field_word(name)}：{_shown(ours)} → {_shown(theirs)}")
    for sentence in entry.waiting.values():
        say(f"      [待决定] {sentence}")
    for sentence in entry.refused.values():
        say(f"      [不能写入] {sentence}")
    for problem in task.problems:
        say(f"      [问题] {problem}")


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "空")


def _print_result(preview: ListPreview, result: ListResult, code: str) -> None:
    parts = [f"新增 {result.created} 项", f"更新 {result.updated} 项", f"相同 {preview.counts['same']} 项"]
    say(f"{code}：{'，'.join(parts)}" if result.changes.batch_id else f"{code}：没有变化")
    _print_noted(preview)
    for sentence in preview.notes:
        say(f"  [说明] {sentence}")
    for sentence in result.waiting:
        say(f"  [待决定] {sentence}")
    for sentence in result.refused:
        say(f"  [没有写入] {sentence}")
