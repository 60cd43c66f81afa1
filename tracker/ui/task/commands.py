"""What the command palette offers for the chosen tasks of a page."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tracker.model.rows import TaskRow
from tracker.ui.core.command import TASK, Command
from tracker.ui.task.action_list import ACTS, ADD_TASK, EDIT, EVIDENCE, EVIDENCE_FILE, MILESTONE

if TYPE_CHECKING:
    from tracker.ui.task.actions import TaskActions


def task_commands(chosen: Sequence[TaskRow], actions: "TaskActions") -> Iterator[Command]:
    """Yield what can be done with the chosen tasks; acts with a dialog of their own are about the first one."""
    if not chosen:
        return
    first = chosen[0]
    name = first.code if len(chosen) == 1 else f"{len(chosen):,} 项任务"
    for act in actions.offered(chosen):
        if act.key != EDIT and (act.key != ADD_TASK or actions.entries):
            keys = (act.shortcut,) if act.shortcut else ()
            yield Command(
                TASK, f"{name} {act.text}", partial(actions.do, chosen, act.key), keys, act.icon, False, act.writes
            )
    for act in (ACTS[MILESTONE], ACTS[EVIDENCE_FILE], ACTS[EVIDENCE]):
        yield Command(
            TASK, f"{first.code} {act.text}", partial(actions.do, [first], act.key), (), act.icon, writes=True
        )
