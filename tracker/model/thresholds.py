"""The numbers at which a light changes colour and a list begins, each declared once with its words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from tracker.errors import InputError

WEEK_DAYS = 7
#: 「30天内到期」 of 今日, the overview and the filter: fixed, as against the threshold `due_soon_days`.
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class ThresholdWords:
    """The words of one threshold; values run from 0 to `most`; `eases` is 1 where more asks less of tasks, else -1."""

    name: str
    label: str  # in the editor
    unit: str
    most: int
    recorded: str  # in the history, with {} for the number
    eases: int


def _points(standard: int, label: str, recorded: str) -> Any:
    return field(default=standard, metadata={"words": (label, " 点", 100, recorded, 1)})


def _days(standard: int, label: str, recorded: str, eases: int = 1) -> Any:
    return field(default=standard, metadata={"words": (label, " 天", 999, recorded, eases)})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where lights change: points behind schedule (0-100) and days (0-999)."""

    behind_red: int = _points(30, "红灯：落后序时超过", "红灯落后超过{}点")
    behind_amber: int = _points(10, "黄灯：落后序时达到", "黄灯落后{}点")
    due_soon_days: int = _days(30, "黄灯：距到期不超过", "{}天内到期", -1)
    stale_days: int = _days(60, "黄灯：没有进展记录达到", "{}天无进展")

    def __post_init__(self) -> None:
        if not all(0 <= getattr(self, each.name) <= each.most for each in threshold_words()):
            raise InputError("亮灯阈值超出范围：落后点数为 0 到 100，天数为 0 到 999。")
        if self.behind_red < self.behind_amber:
            raise InputError("红灯的落后点数不能小于黄灯的落后点数。")

    def eases(self, now: "Thresholds") -> bool:
        """Tell whether these ask less of any task than the ones in force: some light would be better by them."""
        return any((getattr(self, each.name) - getattr(now, each.name)) * each.eases > 0 for each in threshold_words())

    def to_dict(self) -> dict[str, int]:
        """Return the thresholds for the settings file."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Thresholds":
        """Read thresholds from settings; missing ones keep their default, nonsense is an InputError."""
        known = {each.name: stored[each.name] for each in threshold_words() if each.name in stored}
        whole = {k: v for k, v in known.items() if isinstance(v, int) and not isinstance(v, bool)}
        if len(whole) < len(known):
            raise InputError("亮灯阈值要填整数。")
        return cls(**whole)


def threshold_words() -> tuple[ThresholdWords, ...]:
    """Return the words of every threshold, in the order of the editor."""
    return tuple(ThresholdWords(each.name, *each.metadata["words"]) for each in fields(Thresholds))


def changed_words(thresholds: Thresholds) -> str:
    """Return the thresholds that are not the default in a line, "" where all are."""
    kept, standard = thresholds.to_dict(), Thresholds().to_dict()
    return "，".join(
        each.recorded.format(kept[each.name]) for each in threshold_words() if kept[each.name] != standard[each.name]
    )


def recorded_words(kept: Mapping[str, int]) -> str:
    """Return recorded thresholds in a line."""
    return "，".join(each.recorded.format(kept[each.name]) for each in threshold_words() if each.name in kept)
