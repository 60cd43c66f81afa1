"""What is fixed for all papers of a ledger: names, wording of heads, ranking, levels of slips, fonts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from tracker.errors import InputError
from tracker.model.enums import PaperKind, RankBy, SlipLevel

#: The name of the ledger on everything that leaves the office.
PRODUCT_TITLE = "全球智造创新之都政策建议任务台账"
#: Choices of 字体: what this PC has, or always the official names.
FONTS_OF_PC, FONTS_OFFICIAL = "pc", "official"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of slips is named and coloured (RRGGBB), and how many days an office has to answer, 0 for none."""

    word: str
    colour: str
    days: int


_LEVELS: Mapping[str, Level] = {
    SlipLevel.REMIND.value: Level("提醒函", "2B7CC9", 0),
    SlipLevel.URGE.value: Level("催办单", "BE7A0A", 10),
    SlipLevel.SUPERVISE.value: Level("督办单", "CB3138", 5),
}


#: The fields of the setting, in words.
SETTING_WORDS: Mapping[str, str] = {
    "ledger_title": "台账名称", "issuer": "印发单位", "circular_mark": "通报版头", "brief_mark": "专报版头",
    "recipients": "主送", "contact": "联系人", "phone": "电话", "prefix": "代字", "rank_by": "排名依据",
    "rank_least": "排名最少任务数", "remind": "提醒", "urge": "催办", "supervise": "督办", "fonts": "字体",
    "co_offices": "配合情况表",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """The setting row `papers`; every field has a default that can be printed."""

    ledger_title: str = PRODUCT_TITLE.removesuffix("台账") + "工作台账"
    issuer: str = "×××督查室"  # 印发单位, 编制单位
    circular_mark: str = "督查通报"  # 机关标志
    brief_mark: str = "督查专报"
    recipients: str = "各有关单位："  # 主送
    contact: str = ""
    phone: str = ""
    prefix: str = ""  # 代字; "" takes 提醒, 催办, 督办
    rank_by: RankBy = RankBy.GAP
    rank_least: int = 3
    remind: Level = _LEVELS["remind"]
    urge: Level = _LEVELS["urge"]
    supervise: Level = _LEVELS["supervise"]
    fonts: str = FONTS_OF_PC
    co_offices: bool = False  # a circular has the table 配合情况

    def level(self, level: SlipLevel) -> Level:
        """Return the word, colour and days of a level."""
        return {SlipLevel.REMIND: self.remind, SlipLevel.URGE: self.urge, SlipLevel.SUPERVISE: self.supervise}[level]

    def mark(self, kind: PaperKind) -> str:
        """Return the head of a bulletin, "" for papers that have none."""
        return {PaperKind.CIRCULAR: self.circular_mark, PaperKind.BRIEF: self.brief_mark}.get(kind, "")

    @property
    def subject(self) -> str:
        """Return what the papers are about: the name of the ledger without 台账."""
        name = self.ledger_title.removesuffix("台账").removesuffix("工作").removesuffix("任务")
        return f"{name}任务"

    def to_dict(self) -> dict[str, Any]:
        """Return the settings for the row in the database: only what is not the default."""
        standard, mine = asdict(PaperSettings()), asdict(self)
        return {name: value for name, value in mine.items() if value != standard[name]}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "PaperSettings":
        """Read kept settings: what is missing or of the wrong kind takes its default."""
        standard = cls()
        taken: dict[str, Any] = {}
        for each in fields(cls):
            value, default = stored.get(each.name), getattr(standard, each.name)
            if isinstance(default, Level) and isinstance(value, Mapping):
                taken[each.name] = _level(value, default)
            elif isinstance(default, RankBy):
                taken[each.name] = RankBy.from_word(str(value)) or default
            elif type(value) is type(default):
                taken[each.name] = value
        return replace(standard, **taken)


def _level(stored: Mapping[str, Any], default: Level) -> Level:
    """Take what fits of a kept level."""
    fitting = {
        each.name: stored[each.name]
        for each in fields(Level)
        if type(stored.get(each.name)) is type(getattr(default, each.name))
    }
    return replace(default, **fitting)


def check_settings(settings: PaperSettings) -> None:
    """Raise InputError where a paper could not be printed with the settings."""
    if not settings.ledger_title.strip():
        raise InputError("台账标题不能空着；请填写台账的名称。")
    if settings.rank_least < 1:
        raise InputError("排名的最少任务数要填 1 以上的整数。")
    for level in (settings.remind, settings.urge, settings.supervise):
        if not level.word.strip() or level.days < 0:
            raise InputError("三级单据都要有名称，答复天数要填 0 以上的整数。")
        if len(level.colour) != 6 or not all(sign in "0123456789abcdefABCDEF" for sign in level.colour):
            raise InputError(f"“{level.colour}”不是颜色；请写成六位十六进制数，如 CB3138。")
