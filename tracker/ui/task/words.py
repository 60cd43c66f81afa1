"""How the panel words the fields of a task: text, colour, note; plain functions, no widgets."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.model.deadline_changes import days_past
from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.field_list import Panel, shown_as
from tracker.model.rows import TaskDetail, TaskRow, VerdictRow
from tracker.model.rules import TaskFacts, Transition, assigned_late, left_open

MANY = 3
_LINE = 32  # characters of a line in a dialog
UNDECIDED = "未定"
NOTHING = "—"
SUGGESTED = "建议单位，待确认"


@dataclass(frozen=True, slots=True)
class Shown:
    """One value as it is shown, and `raw`, what its editor starts with."""

    text: str
    raw: str
    tone: str = "text"
    note: str = ""
    tip: str = ""
    note_tone: str = "text3"


def field_words(task: TaskRow) -> dict[str, Shown]:
    """Return every editable field of a task by its name."""
    return {
        "progress": _progress(task),
        "lead_office": _lead(task),
        **{name: _plain(task.value(name)) for name in shown_as(Panel.LINE)},
        "priority": Shown(task.priority.word, task.priority.word),
        "co_offices": co_offices_words(task),
        "due_text": _due(task),
        "start_on": _plain(task.start_on.isoformat() if task.start_on else ""),
        "progress_note": _plain(task.progress_note, "还没有进展记录"),
        "problems": _plain(task.problems, NOTHING),
        "next_steps": _plain(task.next_steps, NOTHING),
        **{name: _plain(task.value(name), NOTHING) for name in shown_as(Panel.PROSE)},
        "closing_statement": _plain(task.closing_statement, NOTHING),
    }


def _plain(value: str, missing: str = UNDECIDED) -> Shown:
    return Shown(value or missing, value, "text" if value else "text3")


def _progress(task: TaskRow) -> Shown:
    note, tone = "", "text3"
    if task.scheduled is not None:
        note = f"序时 {task.scheduled}%"
        behind = task.scheduled - task.effective_progress
        if behind:
            note += f" · {'落后' if behind > 0 else '超前'}{abs(behind)}点"
        if behind > 0 and task.light.colour in (LightColour.RED, LightColour.AMBER):
            tone = task.light.colour.value
    return Shown(f"{task.progress}%", str(task.progress), note=note, note_tone=tone)


def verdict_words(task: TaskRow, verdict: VerdictRow, today: date) -> Shown:
    """Return the newest check beside the claim: 单位报 80% · 核查 60%（11-05，不属实）."""
    day = verdict.on.strftime("%m-%d") if verdict.on.year == today.year else verdict.on.isoformat()
    seen = f" {verdict.progress}%" if verdict.progress is not None else ""
    text = f"单位报 {task.progress}% · 核查{seen}（{day}，{verdict.outcome.word}）"
    if verdict.next_on is not None:
        text += f"\n下次核查 {verdict.next_on.isoformat()}"
    doubted = verdict.outcome.doubts
    return Shown(text, "", LightColour.AMBER.value if doubted else "text2", tip=verdict.note)


def open_ends(detail: TaskDetail, move: Transition, today: date) -> tuple[str, ...]:
    """Return what a move that ends a task would leave open: the question of the rules, then each thing by name."""
    matters = [matter for matter in detail.matters if not matter.status.closed]
    owed = [report.due_on for report in detail.reports if report.expected and report.due_on < today]
    question = left_open(move, TaskFacts.of(detail.task, open_matters=len(matters), owed_reports=len(owed)))
    if not question:
        return ()
    missing = [f"缺报 {day.isoformat()} 期" for day in owed] if move.needs_closing else []
    return (question, *(_brief(f"{matter.solver}：{matter.what}") for matter in matters), *missing)


def asked_first(task: TaskRow, move: Transition, today: date) -> str:
    """Return what is asked before a task is assigned or resumed, "" where nothing is open or late."""
    days = days_past(task, today)
    late = assigned_late(days) if move.assigns and days else ""
    return "，".join(filter(None, (left_open(move, TaskFacts.of(task, days_past=days)), late)))


def _brief(text: str) -> str:
    """Return a text on one line of a dialog."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE else f"{flat[:_LINE]}…"


def mark_words(task: TaskRow) -> dict[str, str]:
    """Return what each mark of a task means, by the mark: 延2, 难, 重."""
    meanings = {
        "延": f"已延期 {task.extensions} 次",
        "难": f"{task.coordination} 个协调事项没有了结",
        "重": "重点任务",
    }
    return {mark: meanings.get(mark[0], mark) for mark in task.light.marks}


def reported_words(detail: TaskDetail) -> Shown | None:
    """Return the progress of a task that waits to be closed with what it was before; None for any other task."""
    if detail.task.status is not Status.CLOSING or detail.progress_before is None:
        return None
    shown = _progress(detail.task)
    notes = (f"报完成前 {detail.progress_before}%", shown.note)
    return replace(shown, note=" · ".join(note for note in notes if note))


def _lead(task: TaskRow) -> Shown:
    if task.suggested:
        return Shown(task.lead_office, task.lead_office, "text3", task.suggested, SUGGESTED)
    return _plain(task.lead_office)


def co_offices_words(task: TaskRow) -> Shown:
    """Return the co-offices on one line: 市科技局、市经信局等 5 个."""
    names = task.co_offices
    if not names:
        return Shown("无", "", "text3")
    text = "、".join(names) if len(names) < MANY else f"{'、'.join(names[:2])}等 {len(names):,} 个"
    tone = "text" if task.offices_confirmed else "text3"
    return Shown(text, "、".join(names), tone, tip="、".join(names))


def _due(task: TaskRow) -> Shown:
    late = task.light.is_overdue
    if task.due_on is None:
        kind = "" if task.due_kind in (DueKind.NONE, DueKind.TEXT) else task.due_kind.word
        note = kind if kind not in task.due_text else ""
        return Shown(task.due_text or UNDECIDED, task.due_text, "text" if task.due_text else "text3", note)
    iso = task.due_on.isoformat()
    note = f"“{task.due_text}”" if task.due_text and task.due_text != iso else ""
    return Shown(iso, task.due_text, LightColour.RED.value if late else "text", note, note)


def first_due_words(task: TaskRow) -> Shown | None:
    """Return the first deadline and how often it was put off; None when it still stands."""
    if not task.extensions or task.first_due_on is None:
        return None
    return Shown(task.first_due_on.isoformat(), "", note=f"延期 {task.extensions} 次")


def schedule_tick(task: TaskRow) -> int | None:
    """Return where the tick of 序时 stands, None when done, not started or past the deadline."""
    if not task.status.begun or task.scheduled is None or task.scheduled >= 100:
        return None
    return task.scheduled
