"""What a reviewer has decided so far: kinds of attention, the tally, and taking a decision back. No widgets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any, Literal, NamedTuple

from tracker.errors import InputError
from tracker.model.changeset import ChangeSet, Decision, FieldChange, Value
from tracker.model.enums import Choice, Outcome
from tracker.model.field_list import FIELD_WORDS, FIELDS, WORDED, FieldKind
from tracker.model.fields import validate_field
from tracker.model.numbers import format_value
from tracker.model.typed.field_values import TYPED_KINDS, read_field
from tracker.model.typed.names import split_names
from tracker.model.typed.plan_dates import read_written
from tracker.model.typed.reading import Reading
from tracker.model.typed.sentences import no_date
from tracker.model.typed.text import gives_nothing

Identity = tuple[str, str, str]
_Standing = Literal["taken", "kept", "open", "granted", "refused", "waiting"]
_BY_CHOICE: Mapping[Choice, _Standing] = {Choice.OURS: "kept", Choice.LATER: "open"}
#: The same of deadlines that an office asks for.
_ASKED: Mapping[_Standing, _Standing] = {"taken": "granted", "kept": "refused", "open": "waiting"}


class Kind(NamedTuple):
    """A kind of attention: key, heading above it, its word, and what a person should know."""

    key: str
    heading: str
    word: str
    hint: str


_DECIDE, _CLEAN, _NOTHING = "需要决定", "可直接采纳", "无须处理"
KINDS = (
    Kind("request", _DECIDE, "延期申请", "对方提出的时限变动不算一般修改，逐项决定，不会随“全部采纳”采纳"),
    Kind("conflict", _DECIDE, "冲突", "发出后双方都改过，值不一样，请逐项决定"),
    Kind("cleared", _DECIDE, "对方清空", "对方删去了发出时的内容，请确认是否清空"),
    Kind("review", _DECIDE, "需要确认", "读到了修改，但不能确定，请逐项确认"),
    Kind("help_open", _DECIDE, "配合事项", "配合单位提出的配合内容、“不涉及”、清空和冲突，请逐项决定"),
    Kind("person", _DECIDE, "联系方式", "单位报来的联系人变化，逐项决定；采纳后改单位名录，离任的人保留记录"),
    Kind("forbidden", _DECIDE, "不能采纳", "反馈不能直接做这些改动；可以保留我方，或先放着"),
    Kind("unknown_row", _DECIDE, "新增任务建议", "发出时没有的行，采纳后记入台账"),
    Kind("change", _CLEAN, "对方修改", "只有对方改过，默认采纳；不采纳的请选保留我方"),
    Kind("help", _CLEAN, "配合事项", "配合单位自己的情况，默认采纳；牵头单位填的任务不会改动"),
    Kind("evidence", _CLEAN, "佐证", "随采纳一起归档；待确认的，采纳后逐份询问"),
    Kind("same", _NOTHING, "已一致", "双方改成了同样的值"),
    Kind("missing_row", _NOTHING, "缺少的行", "对方删去了这些行，台账内容保持不变"),
)
#: What could not be read, and the rows that came back as they were sent; neither is an entry to decide.
PROBLEMS = Kind("problems", "请对方改正", "无法识别", "这些内容没有读入；可退回对方改正后再交一次")
UNCHANGED = Kind("unchanged", _NOTHING, "没有变化", "")
EVIDENCE = next(kind for kind in KINDS if kind.key == "evidence")
#: Groups in which a person must decide.
NEEDED = frozenset(kind.key for kind in KINDS if kind.heading == _DECIDE)
#: All groups in the order of need.
ORDER = (
    *(kind for kind in KINDS if kind.key in NEEDED),
    PROBLEMS,
    *(kind for kind in KINDS if kind.key not in NEEDED),
    UNCHANGED,
)
#: The same, and what is accepted unless a person decides otherwise.
DECIDABLE = NEEDED | {"change", "help"}


def group_key(change: FieldChange) -> str:
    """Return the key of the group an entry belongs to."""
    if change.request or change.forbidden:
        return "request" if change.request else "forbidden"
    if change.kind == "help" and change.outcome not in (Outcome.SAME, Outcome.MISSING_ROW):
        return "help_open" if change.needs_decision else "help"
    if change.kind == "person" and change.outcome not in (Outcome.SAME, Outcome.MISSING_ROW):
        return "person"
    plain = change.outcome is Outcome.CHANGE
    return "review" if plain and change.review else change.outcome.value


def allows(change: FieldChange, decision: Decision) -> bool:
    """Tell whether an entry can be decided so: a deadline is granted only by somebody, what is forbidden never.

    Date and note of an indicator whose value cannot be read are taken only with a value typed for it.
    """
    if decision.choice in (Choice.OURS, Choice.LATER):
        return True
    if change.unread and (decision.choice is Choice.MERGED or decision.value is None):
        return False
    return not change.forbidden and (not change.request or bool(decision.decided_by.strip()))


class Answers(NamedTuple):
    """How many of the deadlines asked for are granted, refused and still open."""

    granted: int = 0
    refused: int = 0
    waiting: int = 0

    def words(self) -> str:
        """Return those that were answered, "" for none."""
        said = (("同意时限申请", self.granted), ("不同意时限申请", self.refused))
        return "，".join(f"{word} {number:,} 项" for word, number in said if number)


_NOT_ASKED = Answers()


class Tally(NamedTuple):
    """How many entries are accepted, kept and still open; deadlines asked for count among them."""

    taken: int
    kept: int
    open: int

    def sentence(self, answers: Answers = _NOT_ASKED) -> str:
        """Return the sum in words for the foot of the dialog."""
        granted, refused, waiting = answers
        asked = f"；其中时限申请同意 {granted:,} 项、不同意 {refused:,} 项、待定 {waiting:,} 项" if any(answers) else ""
        return f"采纳 {self.taken:,} 项，保留 {self.kept:,} 项，待决定 {self.open:,} 项{asked}。采纳后可整批撤销。"


class Decisions:
    """Decisions by identity, their order, and their tally kept up to date."""

    def __init__(self, changes: ChangeSet, drafts: Mapping[Identity, Decision] | None = None) -> None:
        self.changes = changes
        self._entries = {change.identity: change for change in changes.changes}
        self._by_identity = {
            key: decision
            for key, decision in (drafts or {}).items()
            if key in self._entries and allows(self._entries[key], decision)
        }
        self._undo: list[tuple[Identity, Decision | None]] = []
        self._counts: Counter[_Standing | None] = Counter(
            _standing(change, self._by_identity.get(identity)) for identity, change in self._entries.items()
        )

    def get(self, change: FieldChange) -> Decision | None:
        """Return what was decided about an entry, None when nothing."""
        return self._by_identity.get(change.identity)

    def decide(self, change: FieldChange, decision: Decision) -> None:
        """Decide about an entry, or again about it."""
        self.decide_all((change,), decision)

    def decide_all(self, changes: Iterable[FieldChange], decision: Decision) -> None:
        """Decide about entries alike; of tens of thousands each costs a microsecond."""
        decisions, undo, counts = self._by_identity, self._undo, self._counts
        for change in changes:
            identity = change.identity
            before = decisions.get(identity)
            undo.append((identity, before))
            decisions[identity] = decision
            was, becomes = _standing(change, before), _standing(change, decision)
            if was is not becomes:
                counts[was] -= 1
                counts[becomes] += 1

    def take_back(self) -> FieldChange | None:
        """Undo the newest decision and return its entry, None when there is none."""
        if not self._undo:
            return None
        identity, before = self._undo.pop()
        change, decision = self._entries[identity], self._by_identity.pop(identity, None)
        if before is not None:
            self._by_identity[identity] = before
        self._count(change, decision, before)
        return change

    def _count(self, change: FieldChange, before: Decision | None, after: Decision | None) -> None:
        self._counts[_standing(change, before)] -= 1
        self._counts[_standing(change, after)] += 1

    def all(self) -> dict[Identity, Decision]:
        """Return every decision, also those put off."""
        return dict(self._by_identity)

    def is_open(self, change: FieldChange) -> bool:
        """Return whether an entry still waits for a person."""
        if not change.needs_decision:
            return False
        decision = self.get(change)
        return decision is None or decision.choice is Choice.LATER

    def tally(self) -> Tally:
        """Count what an apply would do now."""
        counts = self._counts
        return Tally(*(counts[plain] + counts[asked] for plain, asked in _ASKED.items()))

    def answers(self) -> Answers:
        """Count what an apply would answer to the deadlines asked for."""
        return Answers(*(self._counts[asked] for asked in _ASKED.values()))

    def snapshot(self) -> "Decisions":
        """Return these decisions as they are now; what is decided later stays out of it."""
        twin = copy(self)
        twin._by_identity = dict(self._by_identity)
        return twin

    def dump(self) -> list[list[Any]]:
        """Return the decisions as JSON can hold them, to be kept until the review goes on."""
        return [
            [*key, decision.choice.value, decision.value, decision.reason, decision.decided_by, decision.keep_nodes]
            for key, decision in self._by_identity.items()
        ]


def _standing(change: FieldChange, decision: Decision | None) -> _Standing | None:
    """Return what becomes of an entry, None for one about which nothing is decided."""
    if change.outcome in (Outcome.SAME, Outcome.MISSING_ROW):
        return None
    standing: _Standing
    if decision is None:
        standing = "open" if change.needs_decision else "taken"
    else:
        standing = _BY_CHOICE.get(decision.choice, "taken")
    return _ASKED[standing] if change.request else standing


def load_drafts(rows: object) -> dict[Identity, Decision]:
    """Return decisions kept by `dump`; {} for what is not readable."""
    try:
        return {(kind, key, field): _decision(*decision) for kind, key, field, *decision in rows}  # type: ignore[attr-defined]
    except (ValueError, TypeError):
        return {}


def _decision(
    word: str, value: Value | list[str], reason: str, decided_by: str = "", keep_nodes: bool = False
) -> Decision:
    """Return a decision of its parts; one of before deadlines were granted in a review ends with its reason."""
    choice = Choice.from_word(word)
    if choice is None:
        raise ValueError(word)
    whole = tuple(value) if isinstance(value, list) else value
    return Decision(choice, whole, reason, str(decided_by), keep_nodes=bool(keep_nodes))


def field_word(field: str) -> str:
    """Return the Chinese name of a field, 整行 for a whole row."""
    return FIELD_WORDS.get(field, field) or "整行"


def show_value(field: str, value: Value) -> str:
    """Return a canonical value as the screen says it; "" when there is none."""
    if value is None or value == "" or value == ():
        return ""
    if words := WORDED.get(FIELDS[field].kind) if field in FIELDS else None:
        member = words.from_word(str(value))
        return member.word if member else str(value)
    if isinstance(value, tuple):
        return "、".join(value)
    if field == "progress":
        return f"{value}%"
    return format_value(value) if isinstance(value, int | float) else value


def read_value(field: str, text: str) -> Value:
    """Return the canonical value of what a person typed; InputError says what to write."""
    plain = text.strip()
    if field == "co_offices":
        return validate_field(field, split_names(plain))
    if FIELDS[field].kind in TYPED_KINDS:
        return validate_field(field, _typed(field, plain))
    return validate_field(field, plain)


def _typed(field: str, text: str) -> Value:
    """Read a day, a percentage or a figure; a day has to say its year, for the file was written on another one."""
    kind = FIELDS[field].kind
    if kind in (FieldKind.DATE, FieldKind.DEADLINE):
        written = read_written(text)
        reading: Reading[Value] = written.each(lambda due: due.text if kind is FieldKind.DEADLINE else _iso(due.on))
    else:
        reading = read_field(field, text, date.min)
    if gives_nothing(text):
        return None if kind in (FieldKind.PERCENT, FieldKind.NUMBER) else ""
    if reading.value is None or reading.value == "":
        raise InputError(reading.sentence or no_date(text))
    return reading.value


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
