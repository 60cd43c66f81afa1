"""Errors a user can do something about; everything else is a bug and reaches the crash dialog."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Self


class TrackerError(Exception):
    """Carries one Chinese sentence: what happened, where, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def of(self, code: str) -> str:
        """Return the sentence beginning with the number of its task, once."""
        return self.sentence if self.sentence.startswith(code) else f"{code}：{self.sentence}"

    def named(self, code: str) -> Self:
        """Return the same error with a sentence that begins with the number of its task."""
        return self.worded(self.of(code))

    def worded(self, sentence: str) -> Self:
        """Return the same error with another sentence."""
        worded = copy(self)
        worded.sentence, worded.args = sentence, (sentence,)
        return worded

    def without(self, code: str) -> str:
        """Return the sentence for a place where the number of its task stands beside it."""
        return next(
            (self.sentence.removeprefix(head) for head in (f"{code}：", f"{code} 的", f"{code} ") if
             self.sentence.startswith(head)),
            self.sentence,
        )  # fmt: skip


class InputError(TrackerError):
    """The user's input (a value, a name, a command line) cannot be taken."""


class RuleError(TrackerError):
    """A rule of the domain forbids this act; nothing was written."""


class UndecidedError(RuleError):
    """A reason, a decision or a confirmation is missing; with it the same act can be done.

    `needs` names what: `reason`, `decided_by`, `statement`, `progress` (of 100 %) or `confirmed`.
    """

    def __init__(self, sentence: str, *needs: str) -> None:
        super().__init__(sentence)
        self.needs = needs

    @property
    def needs_decider(self) -> bool:
        """Tell whether it is asked who decided (批准人)."""
        return "decided_by" in self.needs


class UnclearError(UndecidedError):
    """What was typed may mean several things; `confirmable` where it only has to be confirmed."""

    def __init__(self, sentence: str, *, confirmable: bool = False) -> None:
        super().__init__(sentence, *(("confirmed",) if confirmable else ()))
        self.confirmable = confirmable


class WorkbookError(TrackerError):
    """A workbook cannot be read or written; says file, sheet and cell where known."""


class AsSentError(WorkbookError):
    """The file is the very one that was sent out: nobody has filled it in, so nothing came back."""


class StoreError(TrackerError):
    """The database cannot be opened, migrated, saved or restored."""


class BusyError(StoreError):
    """Somebody else is writing and did not end in time; nothing was written."""


class InUseError(StoreError):
    """Another desk has a ledger open that only one may have; it can be read."""


class AgainError(StoreError):
    """The connection went or two writers met: the same act, by its key, may be sent once more.

    `unknown` where it cannot be said yet whether it was written: the answer to the commit was lost. `away` where the
    server was not reached at all: sending it again at once would only take longer. `met` where others wrote the same
    rows: the act sees what they wrote when it is sent again.
    """

    def __init__(self, sentence: str, *, unknown: bool = False, away: bool = False, met: bool = False) -> None:
        super().__init__(sentence)
        self.unknown, self.away, self.met = unknown, away, met


class ReadOnlyError(StoreError):
    """The ledger can be read, not written: by this account, on this medium, or at this moment."""


class DamagedError(StoreError):
    """The file of the ledger is damaged, or no ledger; nothing was written."""


class LoginError(StoreError):
    """The server wants a password that nobody gave."""


class OutdatedError(StoreError):
    """The ledger on the server is of an older schema, and nobody brings it up unasked; nothing was changed.

    `question` says from which schema to which, and who has it open; `may_upgrade` whether this account may do it.
    """

    def __init__(self, question: str, hint: str, *, may_upgrade: bool) -> None:
        super().__init__(question + hint)
        self.question, self.may_upgrade = question, may_upgrade


class RefusedError(RuleError):
    """A rule of the database itself forbids what was to be written; nothing was."""


class DoneBeforeError(TrackerError):
    """The same act, by its key, was written before: nothing was written again, the first outcome holds."""

    def __init__(self, label: str, batch_id: int) -> None:
        super().__init__(f"“{label}”已经保存过，没有重复保存。")
        self.label, self.batch_id = label, batch_id


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed while its editor was open, all values in words.

    `now` are the values that stand there, by field: who has looked at them has seen them.
    """

    field: str
    word: str
    shown: str  # when the editor opened
    theirs: str
    mine: str
    by: str  # 王敏 10:42, "" where the history does not tell
    now: Mapping[str, Any]
    free: bool  # a text that may be written anew out of both


class ConflictError(TrackerError):
    """Somebody else changed the same thing in between; nothing was written. `clashes` says what, where it is known."""

    def __init__(self, sentence: str, clashes: Sequence[Clash] = ()) -> None:
        super().__init__(sentence)
        self.clashes = tuple(clashes)
