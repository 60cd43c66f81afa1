"""Rows of offices and of the workbooks that went to them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.exchange_words import ExportChannel, RoundState
from tracker.model.return_timing import NOTHING_OWED, Timing, TimingMark


@dataclass(frozen=True, slots=True)
class Unsettled:
    """How many tasks of a workbook have an office that is only suggested, and how many have no deadline."""

    suggested: int = 0
    undated: int = 0
    tasks: int = 0

    def __bool__(self) -> bool:
        return bool(self.suggested or self.undated)

    @property
    def sentence(self) -> str:
        """Return it in words, "" where all is settled."""
        offices = f"{self.suggested:,} 项的牵头单位还是建议" if self.suggested else ""
        return "，".join(filter(None, (offices, f"{self.undated:,} 项没有时限" if self.undated else "")))


@dataclass(frozen=True, slots=True)
class RoundMatrix:
    """How each office answered the last rounds: their numbers, the oldest first, and the marks by office and round."""

    rounds: tuple[int, ...] = ()
    marks: Mapping[tuple[str, int], TimingMark] = field(default_factory=dict)

    def mark(self, office: str, number: int) -> TimingMark:
        """Return how an office answered a round, nothing where it was not in it."""
        return self.marks.get((office, number), NOTHING_OWED)

    def missed(self) -> list[tuple[str, int]]:
        """Return who did not answer how often in these rounds, the most often first; nobody twice or more: none."""
        counts = Counter(office for (office, _), mark in self.marks.items() if mark.timing is Timing.MISSING)
        return [(office, count) for office, count in counts.most_common() if count > 1]


@dataclass(frozen=True, slots=True)
class DueMove:
    """An open round whose agreed working days end on another day by the holidays entered since."""

    number: int
    name: str
    due_on: date | None  # as it was given to the offices
    counted: date  # by the holidays of today


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of workbooks and how its offices answered, each office once."""

    number: int
    name: str
    sent_on: date
    due_on: date | None
    due_days: int | None
    state: RoundState
    closed_on: date | None
    note: str
    offices: int
    back: int
    on_time: int
    late: int
    missing: int
    excused: int

    @property
    def open(self) -> bool:
        """Tell whether answers are still waited for."""
        return self.state is RoundState.OPEN


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office and the other names people use for it."""

    id: int
    name: str
    short_name: str
    aliases: tuple[str, ...]
    tasks: int  # that it leads and that count: cancelled ones do not
    helps: int = 0  # open ones it surely helps with
    suggested_helps: int = 0  # open ones it helps with as a suggestion
    to_send: int = 0  # open ones it leads: those of its workbook


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One workbook sent to one office, and whether it came back."""

    id: int
    code: str
    round: int
    office: str
    tasks: int
    indicators: int
    sent_on: date
    return_due_on: date | None
    file_name: str
    return_id: int | None  # newest return
    received_on: date | None
    state: ReturnState | None  # None: not returned
    changes: int
    conflicts: int
    problems: int
    pending: int
    overdue_days: int  # 0 when nothing is owed or not yet due
    kind: ExportKind = ExportKind.FIRST
    open: bool = False  # the office owes an answer, and this is its newest workbook of the round
    unsettled: Unsettled = Unsettled()
    rows: int = 0  # tasks and parts in others that were sent
    filled: int = 0  # of them, those of which the office said anything: in any copy of the file, or by phone
    part: bool = False  # some of it was answered and some not, and its round is not closed (部分反馈)
    mark: TimingMark = NOTHING_OWED  # of the office in the round; of what was sent back for correction its own
    round_name: str = ""
    round_state: RoundState = RoundState.OPEN
    again_of: str = ""  # the export that this one replaces
    channel: ExportChannel = ExportChannel.NONE
    handed_on: date | None = None
    excused: bool = False
    excuse: str = ""
    answered_on: date | None = None  # when its first file came in which something was filled in
    sent_back: bool = False  # it went back for correction: what its office owes is the answer to that
    return_file: str = ""  # name of the newest file that came back
    listed: int = 0  # files that its answers list as evidence
    arrived: int = 0  # of them, those that came

    @property
    def to_remind(self) -> bool:
        """Tell whether it is time to ask for an answer: one whose day has not passed is not asked for."""
        return self.open and (self.overdue_days > 0 or self.return_due_on is None)
