"""What may be done with a task, in words: for the panel's foot, its menu and the menu of a row."""

from dataclasses import dataclass

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.rules import Transition, acts_from

PROGRESS = "progress"
EXTEND = "extend"
ADD_TASK = "add_task"
COPY = "copy"
COPY_CODE = "copy_code"
PASTE = "paste"
FILL = "fill"
BULK = "bulk"
EDIT = "edit"
CONFIRM = "confirm"
MILESTONE = "milestone"
EVIDENCE = "evidence"
EVIDENCE_FILE = "evidence_file"
STATUS = "status:"

OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.PAUSED)
WORKING = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.CLOSING, Status.PAUSED)
_ICONS = {Status.PAUSED: "pause", Status.CANCELLED: "trash", Status.CLOSED: "check", Status.CLOSING: "flag"}


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of a menu or one button; `key` is what is asked for when it is chosen."""

    key: str
    text: str
    icon: str = ""
    shortcut: str = ""
    tip: str = ""
    danger: bool = False


def status_act(move: Transition) -> Act:
    """Return the act of a change of status; … where it asks for something first."""
    asks = move.needs_reason or move.needs_closing
    danger = move.target is Status.CANCELLED
    name = "取消任务" if danger else move.act
    tip = f"{move.source.word} → {move.target.word}" + (f"，需要{'、'.join(move.needs)}" if move.needs else "")
    icon = _ICONS.get(move.target, "undo" if move.needs_reason else "chevron_right")
    shortcut = "Delete" if danger else ""
    return Act(f"{STATUS}{move.target.value}", f"{name}…" if asks else name, icon, shortcut, tip, danger)


def status_acts(status: Status) -> tuple[Act, ...]:
    """Return the changes of status allowed now, in menu order."""
    return tuple(status_act(move) for move in acts_from(status))


def row_acts(task: TaskRow) -> tuple[Act, ...]:
    """Return the entries of a row's menu, the destructive one last."""
    acts = [Act(EDIT, "编辑", "edit", "Enter"), Act(PROGRESS, "记录进展…", "plus", "Ctrl+J")]
    acts.append(Act(EXTEND, "延期…", "clock"))
    if not task.offices_confirmed and task.lead_office:
        acts.append(Act(CONFIRM, "确认单位", "check", tip="把建议单位定为正式单位"))
    if task.recommendation:
        acts.append(Act(ADD_TASK, "拆分，新增任务…", "split"))
    acts.append(Act(BULK, "批量修改…", "edit", "Ctrl+E", "把一个值写到选中的所有任务，先看再改"))
    acts.append(Act(FILL, "向下填充…", "chevron_down", "Ctrl+D", "把第一行的值填到下面选中的行"))
    acts.append(Act(COPY, "复制为表格", "copy", "Ctrl+C", "可粘贴到 Excel 或 WPS"))
    acts.append(Act(PASTE, "粘贴表格…", "copy", "Ctrl+V", "从 Excel 或 WPS 复制一块单元格，先看再改"))
    acts.append(Act(COPY_CODE, "复制编号"))
    moves = status_acts(task.status)
    return (*acts, *(act for act in moves if not act.danger), *(act for act in moves if act.danger))


def foot_acts(task: TaskRow) -> tuple[Act, ...]:
    """Return the buttons of the panel's foot, the primary one first, at most three."""
    progress, extend = Act(PROGRESS, "记录进展", "plus", "Ctrl+J"), Act(EXTEND, "延期…")
    moves = {act.key.removeprefix(STATUS): act for act in status_acts(task.status)}
    wanted: dict[Status, tuple[Act | str, ...]] = {
        Status.UNASSIGNED: ("not_started", extend, "paused"),
        Status.NOT_STARTED: ("in_progress", progress, extend),
        Status.IN_PROGRESS: (progress, extend, "closing"),
        Status.CLOSING: ("closed", "in_progress", progress),
        Status.CLOSED: ("in_progress",),
        Status.PAUSED: ("in_progress", "not_started"),
        Status.CANCELLED: ("in_progress", "unassigned"),
    }
    return tuple(moves[act] if isinstance(act, str) else act for act in wanted[task.status])
