"""What the options of `import` decide about the entries of a file: conflicts, and deadlines that offices ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.errors import InputError
from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.model.rules import is_name

Identity = tuple[str, str, str]
#: Answer to an office whose deadline nobody looked at.
KEPT_OURS = "按我方保留"


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of one import. Raises InputError for deadlines that are granted by nobody.

    `conflicts` is stop, theirs or ours, `deadlines` is wait, grant, refuse or "" for what `conflicts` comes to.
    """

    conflicts: str
    deadlines: str = ""
    decided_by: str = ""

    def __post_init__(self) -> None:
        if self.deadlines == "grant" and not is_name(self.decided_by):
            raise InputError("同意时限申请要写明批准人，请加上 --decided-by 姓名；没有导入任何内容。")


def decided(changes: Iterable[FieldChange], choices: Choices) -> dict[Identity, Decision]:
    """Return what the options decide; every other entry that needs a person waits."""
    return dict(_decided(changes, choices))


def _decided(changes: Iterable[FieldChange], choices: Choices) -> Iterator[tuple[Identity, Decision]]:
    entries = tuple(changes)
    unread = {change.key for change in entries if change.kind == "indicator" and change.needs_decision}
    for change in entries:
        decision = _of_deadline(change, choices) if change.request else _of_entry(change, choices.conflicts)
        # Value, day and note of an indicator are one: what is kept ours of a row keeps all of it ours.
        settles = change.needs_decision or (choices.conflicts == "ours" and change.key in unread)
        if decision is not None and settles:
            yield change.identity, decision


def _of_deadline(change: FieldChange, choices: Choices) -> Decision | None:
    """A grant is of what is certain; a doubtful row or reading waits, unless doubts are taken (`theirs`)."""
    wish = choices.deadlines or ("refuse" if choices.conflicts == "ours" else "wait")
    if wish == "grant" and (change.one_by_one or (change.doubtful and choices.conflicts != "theirs")):
        return None
    if wish == "grant":
        return Decision(Choice.THEIRS, decided_by=choices.decided_by.strip())
    return Decision(Choice.OURS, reason=KEPT_OURS, decided_by=choices.decided_by.strip()) if wish == "refuse" else None


def _of_entry(change: FieldChange, conflicts: str) -> Decision | None:
    """`ours` keeps ours in all that waits, `theirs` takes what says what theirs is and no rule forbids."""
    if conflicts == "ours":
        return Decision(Choice.OURS)
    closed = change.forbidden or change.one_by_one or _is_open(change)
    return Decision(Choice.THEIRS) if conflicts == "theirs" and _speaks(change) and not closed else None


def _is_open(change: FieldChange) -> bool:
    """Tell whether a progress is not ours to guess, 1% or 100%, or goes the way of the move beside it."""
    return change.field == "progress" and (change.doubtful or change.follows)


def _speaks(change: FieldChange) -> bool:
    """Tell whether an entry says what theirs is: a row with a key of its own comes from another installation.

    Silence and rows that an office added need a person.
    """
    return change.outcome is not Outcome.CLEARED and not (change.outcome is Outcome.UNKNOWN_ROW and not change.key)
