"""What a reviewer has decided so far: groups of entries, the tally, and taking a decision back. No widgets."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from tracker.errors import InputError
from tracker.model.changeset import ChangeSet, Decision, FieldChange, Value
from tracker.model.enums import Choice, Outcome, Status
from tracker.model.fields import FIELD_WORDS, validate_field
from tracker.model.numbers import format_value

Identity = tuple[str, str, str]


class Group(NamedTuple):
    """Entries that want the same kind of attention."""

    key: str
    heading: str
    word: str
    hint: str
    entries: tuple[FieldChange, ...]


class Kind(NamedTuple):
    """A kind of attention: key, heading above it, its word, and what a person should know."""

    key: str
    heading: str
    word: str
    hint: str


_DECIDE, _CLEAN, _NOTHING = "需要决定", "可直接采纳", "无须处理"
KINDS = (
    Kind("conflict", _DECIDE, "冲突", "发出后双方都改过，值不一样，请逐项决定"),
    Kind("cleared", _DECIDE, "对方清空", "对方删去了发出时的内容，请确认是否清空"),
    Kind("review", _DECIDE, "需要确认", "读到了修改，但不能确定，请逐项确认"),
    Kind("unknown_row", _DECIDE, "新增任务建议", "对方自己添加的行，采纳后成为新任务"),
    Kind("change", _CLEAN, "对方修改", "只有对方改过，默认采纳；不采纳的请选保留我方"),
    Kind("same", _NOTHING, "已一致", "双方改成了同样的值"),
    Kind("missing_row", _NOTHING, "缺少的行", "对方删去了这些行，台账中的任务保持不变"),
)
#: Groups in which a person may decide.
DECIDABLE = frozenset({"conflict", "cleared", "review", "unknown_row", "change"})


def group_key(change: FieldChange) -> str:
    """Return the key of the group an entry belongs to."""
    plain = change.outcome is Outcome.CHANGE
    return "review" if plain and change.review else change.outcome.value


def groups_of(changes: ChangeSet) -> tuple[Group, ...]:
    """Return the groups that have entries, in the order of the rail at the left."""
    sorted_in: dict[str, list[FieldChange]] = {kind.key: [] for kind in KINDS}
    for change in changes.changes:
        sorted_in[group_key(change)].append(change)
    return tuple(Group(*kind, tuple(sorted_in[kind.key])) for kind in KINDS if sorted_in[kind.key])


class Tally(NamedTuple):
    """How many entries are taken, kept and still open."""

    taken: int
    kept: int
    open: int

    def sentence(self) -> str:
        """Return the sum in words for the foot of the dialog."""
        return f"采纳 {self.taken} 项，保留 {self.kept} 项，待决定 {self.open} 项。采纳后可整批撤销。"


class Decisions:
    """Decisions by identity, and the order they were taken in."""

    def __init__(self, changes: ChangeSet, drafts: Mapping[Identity, Decision] | None = None) -> None:
        self._entries = {change.identity: change for change in changes.changes}
        self._made = {key: one for key, one in (drafts or {}).items() if key in self._entries}
        self._undo: list[tuple[Identity, Decision | None]] = []

    def covers(self, changes: ChangeSet) -> bool:
        """Tell whether these are decisions about the entries of a file."""
        return self._entries.keys() == {change.identity for change in changes.changes}

    def get(self, change: FieldChange) -> Decision | None:
        """Return what was decided about an entry, None when nothing."""
        return self._made.get(change.identity)

    def decide(self, change: FieldChange, decision: Decision) -> None:
        """Decide about an entry, or again about it."""
        self._undo.append((change.identity, self._made.get(change.identity)))
        self._made[change.identity] = decision

    def take_back(self) -> FieldChange | None:
        """Take the newest decision back and return its entry, None when there is none."""
        if not self._undo:
            return None
        identity, before = self._undo.pop()
        if before is None:
            self._made.pop(identity, None)
        else:
            self._made[identity] = before
        return self._entries[identity]

    def all(self) -> dict[Identity, Decision]:
        """Return every decision, also those put off."""
        return dict(self._made)

    def is_open(self, change: FieldChange) -> bool:
        """Tell whether an entry still waits for a person."""
        made = self.get(change)
        return change.needs_decision and (made is None or made.choice is Choice.LATER)

    def tally(self) -> Tally:
        """Count what an apply would do now."""
        taken = kept = waiting = 0
        for change in self._entries.values():
            if group_key(change) not in DECIDABLE:
                continue
            made = self.get(change)
            if self.is_open(change) or (made is not None and made.choice is Choice.LATER):
                waiting += 1
            elif made is not None and made.choice is Choice.OURS:
                kept += 1
            else:
                taken += 1
        return Tally(taken, kept, waiting)

    def dump(self) -> str:
        """Return the decisions as JSON, to be kept until the review goes on."""
        return json.dumps([[*key, one.choice.value, one.value] for key, one in self._made.items()], ensure_ascii=False)


def load_drafts(text: str) -> dict[Identity, Decision]:
    """Return decisions kept by `dump`; {} for what is not readable."""
    try:
        rows = json.loads(text) if text else []
        return {(kind, key, field): _decision(choice, value) for kind, key, field, choice, value in rows}
    except (ValueError, TypeError):
        return {}


def _decision(word: str, value: Value | list[str]) -> Decision:
    choice = Choice.from_word(word)
    if choice is None:
        raise ValueError(word)
    return Decision(choice, tuple(value) if isinstance(value, list) else value)


def field_word(field: str) -> str:
    """Return the Chinese name of a field, 整行 for a whole row."""
    return FIELD_WORDS.get(field, field) or "整行"


def show_value(field: str, value: Value) -> str:
    """Return a canonical value as the screen says it; "" when there is none."""
    if value is None or value == "" or value == ():
        return ""
    if field == "status":
        found = Status.from_word(str(value))
        return found.word if found else str(value)
    if isinstance(value, tuple):
        return "、".join(value)
    if field == "progress":
        return f"{value}%"
    return format_value(value) if isinstance(value, int | float) else value


def read_value(field: str, text: str) -> Value:
    """Return the canonical value of what a person typed; InputError says what to write."""
    plain = text.strip()
    if field == "co_offices":
        return validate_field(
            field, [part for part in plain.replace(",", "、").replace("，", "、").split("、") if part]
        )
    if field in ("progress", "indicator_value"):
        return validate_field(field, _number(field, plain.rstrip("%％").replace(",", "")))
    return validate_field(field, plain)


def _number(field: str, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{field_word(field)}要填数字，现在是“{text[:20]}”。") from None
