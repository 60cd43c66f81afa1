"""What the options of `import` decide about the entries of a file: conflicts, and deadlines that offices ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.errors import InputError
from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import Choice, Outcome

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
        if self.deadlines == "grant" and not self.decided_by.strip():
            raise InputError("同意时限申请要写明批准人，请加上 --decided-by 姓名；没有导入任何内容。")


def decided(changes: Iterable[FieldChange], choices: Choices) -> dict[Identity, Decision]:
    """Return what the options decide; every other entry that needs a person waits."""
    return dict(_decided(changes, choices))


def _decided(changes: Iterable[FieldChange], choices: Choices) -> Iterator[tuple[Identity, Decision]]:
    for change in changes:
        decision = _of_deadline(choices) if change.request else _of_entry(change, choices.conflicts)
        if decision is not None and change.needs_decision:
            yield change.identity, decision


def _of_deadline(choices: Choices) -> Decision | None:
    wish = choices.deadlines or ("refuse" if choices.conflicts == "ours" else "wait")
    if wish == "grant":
        return Decision(Choice.THEIRS, decided_by=choices.decided_by.strip())
    return Decision(Choice.OURS, reason=KEPT_OURS, decided_by=choices.decided_by.strip()) if wish == "refuse" else None


def _of_entry(change: FieldChange, conflicts: str) -> Decision | None:
    """`ours` keeps ours in all that waits, `theirs` takes what says what theirs is and no rule forbids."""
    if conflicts == "ours":
        return Decision(Choice.OURS)
    return Decision(Choice.THEIRS) if conflicts == "theirs" and _speaks(change) and not change.forbidden else None


def _speaks(change: FieldChange) -> bool:
    """Tell whether an entry says what theirs is: a row with a key of its own comes from another installation.

    Silence and rows that an office added need a person.
    """
    return change.outcome is not Outcome.CLEARED and not (change.outcome is Outcome.UNKNOWN_ROW and not change.key)
