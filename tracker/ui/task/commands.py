"""What the command palette offers for the chosen tasks of a page."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tracker.model.rows import TaskRow
from tracker.ui.core.command import TASK, Command
from tracker.ui.task.action_list import ADD_TASK, EDIT, EVIDENCE, EVIDENCE_FILE, MILESTONE, many_acts, row_acts

if TYPE_CHECKING:
    from tracker.ui.task.actions import LedgerActs


def task_commands(chosen: Sequence[TaskRow], acts: "LedgerActs") -> Iterator[Command]:
    """Yield what can be done with the chosen tasks; dialogs of their own take the first one."""
    if not chosen:
        return
    first = chosen[0]
    name = first.code if len(chosen) == 1 else f"{len(chosen)} 项任务"
    more = ((MILESTONE, "新增节点…", "flag"), (EVIDENCE_FILE, "添加佐证文件…", "file"))
    for act in row_acts(first) if len(chosen) == 1 else many_acts(chosen):
        if act.key != EDIT and acts.can(act.key) and (act.key != ADD_TASK or acts.entries):
            keys = (act.shortcut,) if act.shortcut else ()
            yield Command(TASK, f"{name} {act.text}", partial(acts.do, chosen, act.key), keys, act.icon, False)
    for key, word, icon in (*more, (EVIDENCE, "添加佐证说明…", "comment")):
        yield Command(TASK, f"{first.code} {word}", partial(acts.do, [first], key), (), icon)
