"""What may be done with a task, in words: for the panel's foot, its menu and the menu of a row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
MERGE = "merge"
RELATE = "relate"
STATUS = "status:"


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
    icon = move.target.facts.icon or ("undo" if move.needs_reason else "chevron_right")
    shortcut = "Delete" if danger else ""
    return Act(f"{STATUS}{move.target.value}", f"{name}…" if asks else name, icon, shortcut, tip, danger)


def status_acts(status: Status) -> tuple[Act, ...]:
    """Return the changes of status allowed now, in menu order."""
    return tuple(status_act(move) for move in acts_from(status))


def row_acts(task: TaskRow) -> tuple[Act, ...]:
    """Return the entries of a row's menu, the destructive one last; acts of the foot tell their key."""
    acts = [Act(EDIT, "编辑", "edit", "Enter"), Act(PROGRESS, "记录进展…", "plus", "Ctrl+J")]
    if not task.status.ended:
        acts.append(Act(EXTEND, "延期…", "clock"))
    if not task.offices_confirmed and task.lead_office:
        acts.append(Act(CONFIRM, "确认单位", "check", tip="把建议单位定为正式单位"))
    if task.recommendation:
        acts.append(Act(ADD_TASK, "拆分，新增任务…", "split"))
    acts.append(Act(RELATE, "关联任务…", "link", tip="找到另一项任务，两项互相关联"))
    acts += [*_OF_BLOCKS, Act(COPY_CODE, "复制编号")]
    acts += sorted(status_acts(task.status), key=lambda act: act.danger)
    keys = {act.key: f"Alt+{place}" for place, act in enumerate(foot_acts(task), 1)}
    return tuple(replace(act, shortcut=act.shortcut or keys.get(act.key, "")) for act in acts)


def many_acts(tasks: Sequence[TaskRow]) -> tuple[Act, ...]:
    """Return the entries of the menu of several rows; a change of status says how many it would be."""
    acts = [*_OF_BLOCKS, Act(COPY_CODE, "复制编号")]
    unconfirmed = [task for task in tasks if task.lead_office and not task.offices_confirmed]
    if unconfirmed:
        acts.insert(0, Act(CONFIRM, f"确认 {len(unconfirmed)} 项任务的单位", "check", tip="把建议单位定为正式单位"))
    acts.append(Act(MERGE, "合并重复…", "reply", tip="保留一项，其余并入它；什么都不会丢，可一次撤销"))
    acts.append(Act(RELATE, "互相关联", "link", tip="选中的任务两两互相关联"))
    counts = Counter(task.status for task in tasks)
    moves: dict[str, Act] = {}
    for status in counts:
        for act in status_acts(status):
            moves.setdefault(act.key, act)
    acts += sorted((_counted(act, counts) for act in moves.values()), key=lambda act: act.danger)
    return tuple(acts)


def _counted(act: Act, counts: Mapping[Status, int]) -> Act:
    """Return an act with how many of the chosen tasks may do it; where not all, the word says so."""
    can = sum(count for status, count in counts.items() if act.key in {one.key for one in status_acts(status)})
    word = act.text.rstrip("…") + (f"（{can} 项）" if can < sum(counts.values()) else "") + "…"
    return replace(act, text=word, tip="先看每项任务会怎样，再应用")


_OF_BLOCKS = (
    Act(BULK, "批量修改…", "edit", "Ctrl+E", "把一个值写到选中的所有任务，先看再改"),
    Act(FILL, "向下填充…", "chevron_down", "Ctrl+D", "把第一行的值填到下面选中的行"),
    Act(COPY, "复制为表格", "copy", "Ctrl+C", "可粘贴到 Excel 或 WPS"),
    Act(PASTE, "粘贴表格…", "copy", "Ctrl+V", "从 Excel 或 WPS 复制一块单元格，先看再改"),
)


def foot_acts(task: TaskRow) -> tuple[Act, ...]:
    """Return the buttons of the panel's foot: everything the status allows, the likeliest first and primary."""
    progress, extend = Act(PROGRESS, "记录进展", "plus", "Ctrl+J"), Act(EXTEND, "延期…", "clock")
    moves = {act.key.removeprefix(STATUS): act for act in status_acts(task.status)}
    first: dict[Status, tuple[Act | str, ...]] = {
        Status.UNASSIGNED: ("not_started", "in_progress", extend),
        Status.NOT_STARTED: ("in_progress", progress, extend, "closing"),
        Status.IN_PROGRESS: (progress, extend, "closing"),
        Status.CLOSING: ("closed", "in_progress", progress),
        Status.CLOSED: ("in_progress",),
        Status.PAUSED: ("in_progress", "not_started", "unassigned", extend),
        Status.CANCELLED: ("in_progress", "unassigned"),
    }
    wanted = tuple(moves.pop(act) if isinstance(act, str) else act for act in first.get(task.status, ()))
    return (*wanted, *sorted(moves.values(), key=lambda act: act.danger))
