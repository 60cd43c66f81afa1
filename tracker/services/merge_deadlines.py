"""What merging does to deadline and lights: the earliest deadline of all holds, unless somebody decides otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from tracker.errors import UndecidedError
from tracker.model.deadline_changes import DeadlineMove
from tracker.model.deadlines import deadline_of
from tracker.model.enums import DeadlineChange, DueKind, Status
from tracker.model.rows import Light
from tracker.model.rules import check_decider, check_reason, is_frozen
from tracker.model.tables import Task
from tracker.services.deadline_outlooks import Standings
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.deadlines import Decision, change_row, check_not_before_start, write_deadline


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What merging does: the task whose earlier deadline the kept one may take, and the lights.

    `keeping` is the light of the kept task with its own deadline, `taking` with the earlier one; `lost` are the tasks
    that leave the ledger with the light each has.
    """

    kept: Task
    earlier: Task | None
    keeping: Light
    taking: Light
    lost: Sequence[tuple[Task, Light]]

    def hidden(self, *, keeps: bool) -> list[Task]:
        """Return the tasks whose light is worse than the one that stays: merging them makes the ledger greener."""
        stays = self.keeping if keeps else self.taking
        return [task for task, light in self.lost if light.colour.severity > stays.colour.severity]

    def check(self, decision: Decision, *, keeps: bool) -> None:
        """Raise UndecidedError where a reason and who decided are needed, and one of them is missing."""
        hidden = self.hidden(keeps=keeps)
        given = bool(decision.reason.strip() or decision.decided_by.strip())
        if not (hidden or given or (keeps and self.earlier)):
            return
        lights = {task.id: light.text for task, light in self.lost}
        whose = "、".join(f"{task.code}（{lights[task.id]}）" for task in hidden[:3])
        act = f"{whose}并入后不再亮灯" if hidden else f"保留 {self.kept.code} 较晚的时限" if self.earlier else "合并"
        if not (decision.reason.strip() and decision.decided_by.strip()):
            raise UndecidedError(f"{act}，要写明理由和批准人。", "reason", "decided_by")
        check_decider(decision.decided_by, act)
        check_reason(decision.reason, act)


def merge_effect(session: Session, kept: Task, merged: Sequence[Task], today: date) -> MergeEffect:
    """Return what merging would do. Raises RuleError where the kept task cannot take the earlier deadline."""
    standings = Standings(session, [kept.id, *(task.id for task in merged)], today)
    earlier = earlier_deadline(session, kept, merged, today)
    own = taken = standings.now(kept).light
    if earlier is not None:
        to = deadline_of(earlier)
        move = DeadlineRecords(session, [kept]).move_of(kept, to, today)
        check_not_before_start(kept, move)
        taken = standings.after(kept, to, move, keep=False).light
    return MergeEffect(kept, earlier, own, taken, [(task, standings.now(task).light) for task in merged])


def earlier_deadline(session: Session, kept: Task, merged: Sequence[Task], today: date) -> Task | None:
    """Return the merged task whose deadline is earlier than that of the kept one, None where there is none."""
    if is_frozen(kept.status, "due_text"):
        return None
    records = DeadlineRecords(session, [kept, *merged])
    own = records.day(kept, today)
    if own is None and kept.due_kind is DueKind.RECURRING:  # a deadline without a day gives way to a day
        return None
    dated = [
        (day, task) for task in merged if task.status is not Status.CANCELLED and (day := records.day(task, today))
    ]
    day, task = min(dated, key=lambda pair: pair[0], default=(None, None))
    return task if day is not None and (own is None or day < own) else None


def settle_deadline(session: Session, effect: MergeEffect, today: date, decision: Decision, *, keeps: bool) -> None:
    """Give the kept task the earlier deadline of what is merged into it, or keep a row that says why it stays."""
    kept, earlier = effect.kept, effect.earlier
    if earlier is None:
        return
    if keeps:
        stays = DeadlineMove(
            DeadlineChange.EXTENSION, counts=True, old_on=DeadlineRecords(session, [earlier]).day(earlier, today)
        )
        session.add(change_row(kept.id, stays, deadline_of(earlier), deadline_of(kept), today, decision))
        return
    why = f"{earlier.code} 并入，取其较早的时限"
    write_deadline(session, kept, deadline_of(earlier), today, replace(decision, reason=why, confirmed=True))
