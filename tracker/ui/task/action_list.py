"""Every act on tasks, declared once: menus, palette, shortcut sheet and the panel's foot are built from it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.model.rules import Transition, acts_from, can_be_checked, transition

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
SLIP = "slip"
MILESTONE = "milestone"
EVIDENCE = "evidence"
EVIDENCE_FILE = "evidence_file"
MERGE = "merge"
RELATE = "relate"
ANSWER = "answer"
THEMES = "themes"
VERDICT = "verdict"
COORDINATE = "coordinate"
REPORT = "report"
FORM = "form"
COLUMNS = "columns"
GROUPING = "grouping"
SAVE_VIEW = "save_view"
STATUS = "status:"
CANCEL = f"{STATUS}{Status.CANCELLED.value}"

#: The keys of the buttons of the panel's foot, from the first one on.
FOOT_KEYS = tuple(f"Alt+{number}" for number in range(1, 8))
CANCEL_KEY = "Delete"
#: Said where a key that acts on tasks finds none selected.
NOTHING_CHOSEN = "请先选择任务"


def _always(_task: TaskRow) -> bool:
    return True


def _is_open(task: TaskRow) -> bool:
    return not task.status.ended


def _may_change_deadline(task: TaskRow) -> bool:
    return task.status.open


def _may_be_extended(task: TaskRow) -> bool:
    return task.status.open and not task.due_kind.undecided


def _has_suggested_offices(task: TaskRow) -> bool:
    return bool(task.lead_office) and not task.offices_confirmed


def _can_be_checked(task: TaskRow) -> bool:
    return can_be_checked(task.status)


def _has_problems(task: TaskRow) -> bool:
    return bool(task.problems.strip()) and not task.status.ended


def _needs_slip(task: TaskRow) -> bool:
    """Tell whether an office answers for a red or amber task; nobody is asked about what is reported complete."""
    loud = task.light.colour in (LightColour.RED, LightColour.AMBER)
    return loud and bool(task.lead_office) and task.offices_confirmed and not (task.status.done or task.status.waiting)


def _has_source(task: TaskRow) -> bool:
    return bool(task.recommendation)


#: What shows, copies or arranges and changes nothing in the ledger.
_READING = frozenset({COPY, COPY_CODE, COLUMNS, GROUPING, SAVE_VIEW, SLIP})


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of a menu or one button; `key` names it to whoever runs it."""

    key: str
    text: str
    icon: str = ""
    shortcut: str = ""
    tip: str = ""
    danger: bool = False
    #: False where the act runs without any chosen task, or says itself how many it needs.
    needs_task: bool = True
    #: Whether the menu of a task offers it.
    allowed: Callable[[TaskRow], bool] = _always

    @property
    def writes(self) -> bool:
        """Tell whether it changes the ledger: not done where that may only be read."""
        return writes(self.key)


ACTS: Mapping[str, Act] = {
    act.key: act
    for act in (
        Act(EDIT, "编辑", "edit", "Enter", needs_task=False),  # no QAction: the table listens, see its KEYS_EDIT
        Act(PROGRESS, "记录进展…", "plus", "Ctrl+J"),
        Act(EXTEND, "延期…", "clock", allowed=_may_change_deadline),
        Act(REPORT, "登记反馈…", "comment", "Ctrl+R", "记下单位在电话里、微信上或当面说的", allowed=_is_open),
        Act(FORM, "反馈表（PDF）…", "file", tip="印出来给单位手填、签字、盖章，带二维码", allowed=_is_open),
        Act(VERDICT, "核查…", "check", tip="记下核查的结果，单位填的进度不变", allowed=_can_be_checked),
        Act(SLIP, "出督办单…", "papers", tip="按亮灯出督办单、催办单，发给牵头单位", allowed=_needs_slip),
        Act(COORDINATE, "转为协调事项…", "flag", tip="把存在问题交给领导或别的单位协调", allowed=_has_problems),
        Act(CONFIRM, "确认单位", "check", tip="把建议单位定为正式单位", allowed=_has_suggested_offices),
        Act(ADD_TASK, "拆分，新增任务…", "split", allowed=_has_source),
        Act(RELATE, "关联任务…", "link", tip="找到另一项任务，两项互相关联"),
        Act(ANSWER, "回应的建议…", "link", tip="这项任务回应哪几条建议"),
        Act(THEMES, "主题…", "flag", tip="勾选任务的主题，分组和筛选用"),
        Act(BULK, "批量修改…", "edit", "Ctrl+E", "把一个值写到选中的所有任务，先看再改", needs_task=False),
        Act(FILL, "向下填充…", "chevron_down", "Ctrl+D", "把第一行的值填到下面选中的行", needs_task=False),
        Act(COPY, "复制为表格", "copy", "Ctrl+C", "可粘贴到 Excel 或 WPS", needs_task=False),
        Act(PASTE, "粘贴表格…", "copy", "Ctrl+V", "从 Excel 或 WPS 复制一块单元格，先看再改", needs_task=False),
        Act(COPY_CODE, "复制编号"),
        Act(MERGE, "合并重复…", "reply", tip="保留一项，其余并入它；什么都不会丢，可一次撤销", needs_task=False),
        Act(MILESTONE, "新增节点…", "flag"),
        Act(EVIDENCE_FILE, "添加佐证文件…", "file"),
        Act(EVIDENCE, "添加佐证说明…", "comment"),
        Act(COLUMNS, "列与排序…", "columns", "Ctrl+L", needs_task=False),
        Act(GROUPING, "分组与保存的视图", "group", "Ctrl+G", needs_task=False),
        Act(SAVE_VIEW, "保存为视图…", "plus", "Ctrl+Shift+S", needs_task=False),
    )
}
_OF_BLOCKS = (BULK, FILL, COPY, PASTE, COPY_CODE)
_OF_ROW = (
    EDIT, PROGRESS, EXTEND, REPORT, FORM, VERDICT, COORDINATE, SLIP, CONFIRM, ADD_TASK, RELATE, ANSWER, THEMES,
    *_OF_BLOCKS
)  # fmt: skip


def writes(key: str) -> bool:
    """Tell whether the act of a key changes the ledger."""
    return key not in _READING


def status_act(move: Transition) -> Act:
    """Return the act of a change of status; … where it asks for something first."""
    danger = move.target is Status.CANCELLED
    name = "取消任务" if danger else move.act
    tip = f"{move.source.word} → {move.target.word}" + (f"，需要{'、'.join(move.needs)}" if move.needs else "")
    icon = move.target.facts.icon or ("undo" if move.needs_reason else "chevron_right")
    shortcut = CANCEL_KEY if danger else ""
    return Act(f"{STATUS}{move.target.value}", f"{name}…" if move.asks else name, icon, shortcut, tip, danger)


def status_acts(status: Status) -> tuple[Act, ...]:
    """Return the changes of status allowed now, in menu order."""
    return tuple(status_act(move) for move in acts_from(status))


def move_word(tasks: Sequence[TaskRow], to: Status) -> str:
    """Return what moving the tasks to a status is called, without …: after the status where the names differ."""
    moves = (transition(task.status, to) for task in tasks)
    words = {status_act(move).text.removesuffix("…") for move in moves if move is not None}
    return words.pop() if len(words) == 1 else f"转为{to.word}"


def row_acts(task: TaskRow) -> tuple[Act, ...]:
    """Return the entries of a row's menu, the destructive one last; acts of the foot show their key."""
    acts = [_named(ACTS[key], task) for key in _OF_ROW if ACTS[key].allowed(task)]
    acts += sorted(status_acts(task.status), key=lambda act: act.danger)
    keys = {act.key: key for act, key in zip(foot_acts(task), FOOT_KEYS, strict=False)}
    return tuple(replace(act, shortcut=act.shortcut or keys.get(act.key, "")) for act in acts)


def _named(act: Act, task: TaskRow) -> Act:
    """Return an act as it is called for a task: the check of a closed one and a first deadline have own names."""
    if act.key == EXTEND and not _may_be_extended(task):
        return replace(act, text="明确时限…")
    return replace(act, text="回头看…") if act.key == VERDICT and task.status.ended else act


def many_acts(tasks: Sequence[TaskRow]) -> tuple[Act, ...]:
    """Return the entries of the menu of several rows; a change of status says how many it would be."""
    acts = [ACTS[key] for key in _OF_BLOCKS]
    unconfirmed = [task for task in tasks if ACTS[CONFIRM].allowed(task)]
    if unconfirmed:
        acts.insert(0, replace(ACTS[CONFIRM], text=f"确认 {len(unconfirmed):,} 项任务的单位"))
    extendable = sum(map(_may_be_extended, tasks))
    if extendable:
        acts.append(replace(ACTS[EXTEND], text="批量延期…", tip="延至一天，或各自顺延几天、几个月；先看再改"))
    acts += [replace(ACTS[FORM], text=f"{len(tasks):,} 项任务的反馈表（PDF）…")]
    acts += [ACTS[THEMES], ACTS[MERGE], replace(ACTS[RELATE], text="互相关联", tip="选中的任务两两互相关联")]
    counts = Counter(task.status for task in tasks)
    moves: dict[str, Act] = {}
    for status in counts:
        for act in status_acts(status):
            known = moves.setdefault(act.key, act)
            if known.text != act.text:  # 开始, 退回, 重新打开 lead to one status: of several it is what they share
                moves[act.key] = replace(known, text=f"转为{Status(act.key.removeprefix(STATUS)).word}…")
    acts += sorted((_counted(act, counts) for act in moves.values()), key=lambda act: act.danger)
    return tuple(acts)


def _counted(act: Act, counts: Mapping[Status, int]) -> Act:
    """Return an act with how many of the chosen tasks allow it; where not all do, the word says so."""
    can = sum(count for status, count in counts.items() if act.key in {allowed.key for allowed in status_acts(status)})
    word = act.text.rstrip("…") + (f"（{can:,} 项）" if can < sum(counts.values()) else "") + "…"
    return replace(act, text=word, tip="先看每项任务会怎样，再应用")


def foot_acts(task: TaskRow) -> tuple[Act, ...]:
    """Return the buttons of the panel's foot: everything the status allows, the likeliest first and primary."""
    progress, extend = replace(ACTS[PROGRESS], text="记录进展"), _named(ACTS[EXTEND], task)
    check = _named(ACTS[VERDICT], task)
    moves = {act.key.removeprefix(STATUS): act for act in status_acts(task.status)}
    first: dict[Status, tuple[Act | str, ...]] = {
        Status.UNASSIGNED: ("not_started", "in_progress", extend),
        Status.NOT_STARTED: ("in_progress", progress, extend, "closing"),
        Status.IN_PROGRESS: (progress, extend, "closing"),
        Status.CLOSING: ("closed", "in_progress", progress, check),
        Status.CLOSED: ("in_progress", check),
        Status.PAUSED: ("in_progress", "not_started", "unassigned", extend),
        Status.CANCELLED: ("in_progress", "unassigned"),
    }
    wanted = tuple(moves.pop(act) if isinstance(act, str) else act for act in first.get(task.status, ()))
    return (*wanted, *sorted(moves.values(), key=lambda act: act.danger))
