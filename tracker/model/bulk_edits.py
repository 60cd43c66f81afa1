"""Bulk edits: the values a person enters for many tasks, and the preview of applying them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.model.field_list import BULK, FIELD_WORDS
from tracker.model.rows import Light
from tracker.model.rules import Given
from tracker.model.typed.sentences import asks_of_past

ADD_HELP, DROP_HELP, SET_HELP = "co_offices_add", "co_offices_drop", "co_offices"
HELP_FIELDS = (ADD_HELP, DROP_HELP, SET_HELP)
#: Fields that may be changed for many tasks at once, in the order of the choice.
BULK_FIELDS = tuple(name for field in BULK for name in (HELP_FIELDS if field == SET_HELP else (field,)))
#: Their Chinese names.
BULK_WORDS: Mapping[str, str] = {**FIELD_WORDS, ADD_HELP: "配合单位（增加）", DROP_HELP: "配合单位（去掉）"}


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """One value entered for one task as people write it: a name or alias, 60%, a status word, a deadline wording."""

    task_id: int
    field: str
    text: str
    seen: str | None = None  # the value a preview showed, None where none was
    reason: str = ""  # of a change of status or deadline; closing takes it as the statement where there is none
    decided_by: str = ""  # who decided (批准人)
    until: date | None = None  # the last day of a pause
    progress: int | None = None  # percent to be written with a change of status
    keep_nodes: bool = False  # where a deadline moves
    confirmed: bool = False  # a change that only asks to be confirmed
    pasted: bool = False  # comes from a spreadsheet, where 1 may be 100% and an empty cell gives nothing

    @property
    def given(self) -> Given:
        """Return what a person gave with the value."""
        return Given(self.reason, self.decided_by, self.until, self.progress, self.confirmed)

    @property
    def bare(self) -> "BulkEdit":
        """Return the edit as it is before anything is given with it."""
        return replace(self, reason="", decided_by="", progress=None, confirmed=False)


@dataclass(frozen=True, slots=True)
class EditLine:
    """The preview of one edit; `error` says why it is refused.

    `note` says how a text was understood, what a change of a deadline is and what to look at, worse than a hint where
    it `warns`; `asks` what must be given before it can be made; `unclear` that the text itself is asked about. `needs`
    names what must be given with the change, as `UndecidedError` does, whether it was or not; `question` is what is
    asked while nothing is.
    """

    edit: BulkEdit
    code: str
    title: str
    word: str  # Chinese name of the field
    old: str
    new: str
    error: str = ""
    note: str = ""
    warns: bool = False
    asks: str = ""
    unclear: bool = False
    needs: tuple[str, ...] = ()
    question: str = ""
    lights: tuple[Light, Light] | None = None  # before and after another deadline

    @property
    def ready(self) -> bool:
        """Tell whether the line changes something and lacks nothing."""
        return self.changes and not self.asks

    @property
    def confirmable(self) -> bool:
        """Tell whether a text that is asked about only has to be confirmed."""
        return self.unclear and "confirmed" in self.needs

    @property
    def changes(self) -> bool:
        """Tell whether the value becomes another one."""
        return not self.error and self.old != self.new


@dataclass(frozen=True, slots=True)
class Overtaken:
    """An edit that was left out: somebody else changed its value since it was shown."""

    edit: BulkEdit
    code: str
    word: str  # Chinese name of the field
    shown: str
    now: str
    by: str  # 王敏 10:42, "" where the history does not tell

    @property
    def task_id(self) -> int:
        """Return the task."""
        return self.edit.task_id


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """All lines in the order of the edits."""

    lines: tuple[EditLine, ...]

    @property
    def edits(self) -> tuple[BulkEdit, ...]:
        """Return the edits that change something, are allowed and lack nothing."""
        return tuple(line.edit for line in self.lines if line.ready)

    @property
    def tasks(self) -> int:
        """Return how many tasks would change."""
        return len({edit.task_id for edit in self.edits})

    @property
    def asking(self) -> int:
        """Return how many edits wait for a reason, who decided or a confirmation."""
        return sum(line.changes and bool(line.asks) and not line.unclear for line in self.lines)

    @property
    def unclear(self) -> int:
        """Return how many edits wait because their text may mean several things."""
        return sum(line.unclear for line in self.lines)

    @property
    def past(self) -> int:
        """Return how many of the unclear ones name a day that has passed."""
        return sum(line.unclear and asks_of_past(line.asks) for line in self.lines)

    @property
    def refused(self) -> int:
        """Return how many edits are refused."""
        return sum(bool(line.error) for line in self.lines)
