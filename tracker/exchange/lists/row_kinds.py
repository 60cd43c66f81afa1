"""What a row of a list is when it is no task: heading, total, note; and the headings that stand over a task."""

import re
from collections.abc import Sequence

_TOTAL = re.compile(r"(本页|全部|全市)?\s*(合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|总\s*数)(?!划).{0,10}", re.DOTALL)
_NOTE = re.compile(
    r"[（(【\[]?\s*(注意|注|备注|附注|说明|填表说明|填报说明|填表要求|有关说明)\s*[】\]]?\s*\d?\s*[:：、.．].*"
    r"|(填\s*[表报]人|制\s*表|审\s*[核批]人?|单位负责人|负责人签字|签\s*[字名章]|盖\s*章|填报单位|填报日期|制表日期|报送单位)"
    r"[^：:]{0,6}([:：].*)?"
    r"|[（(](公章|盖章|签[字名章])[）)].*",
    re.DOTALL,
)
_FOOT = re.compile(
    r"(填\s*[表报]人|联\s*系\s*人|经\s*办\s*人|审\s*[核批]人?|制\s*表人?|单位负责人|负责人|分管领导|填报单位|报送单位|(?:填报|制表|报送)?(?:日期|时间)"
    r"|联系电话|电\s*话|手\s*机|传\s*真|邮\s*箱)(?:（[^（）]*）)?\s*[:：].{0,40}",
    re.DOTALL,
)
_CHINESE = "一二三四五六七八九十百零〇"
_LEVELS = (
    re.compile(rf"第[{_CHINESE}\d]+(部分|篇|章|类|批|方面)"),
    re.compile(rf"[{_CHINESE}]{{1,4}}\s*[、.．]"),
    re.compile(rf"[（(]\s*[{_CHINESE}]{{1,4}}\s*[)）]"),
)
_LOOSE = len(_LEVELS)  # a heading without a number stands below those with one
_TITLES = (
    "副?(?:市长|省长|区长|县长|镇长|书记|秘书长|主席|主任|部长|局长|厅长|处长|组长|院长|校长|董事长|总经理|行长)"
    "|领导|同志|常委"
)
_LEADER = re.compile(
    rf"^(?:第?[{_CHINESE}\d]+(?:部分)?[、.．:：]?|[（(][{_CHINESE}\d]+[)）])?\s*(?:由)?"
    rf"([^，。；：:、\s]{{1,10}}?(?:{_TITLES}))\s*(?:牵头|分管|负责|联系|领衔|挂钩|包抓)"
)


def is_total(text: str) -> bool:
    """Tell whether a row that begins with a text is a sum."""
    return _TOTAL.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Tell whether a row that begins with a text is a note or a signature."""
    return _NOTE.fullmatch(text) is not None


def is_foot(texts: Sequence[str]) -> bool:
    """Tell whether every cell of a row is a label of the foot of a form, filled in or not: 填表人：… | 联系电话：…."""
    return all(_FOOT.fullmatch(text) for text in texts)


def heading_level(text: str) -> int:
    """Return how deep a heading stands: 第一部分, 一、, （一）, or one without a number."""
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), _LOOSE)


def is_numbered_heading(text: str) -> bool:
    """Tell whether a text begins as numbered headings do."""
    return heading_level(text) < _LOOSE


def leader_in(heading: str) -> str:
    """Return who leads by a heading 「一、周海东副市长牵头重点工作」, "" where it names nobody."""
    match = _LEADER.match(heading)
    return match[1] if match else ""


class Headings:
    """The headings over the row that is read, from outermost."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []

    def enter(self, text: str) -> None:
        """Go under a heading; those as deep or deeper end."""
        level = heading_level(text)
        self._stack = [(other, said) for other, said in self._stack if other < level]
        self._stack.append((level, text))

    @property
    def path(self) -> tuple[str, ...]:
        """Return the headings, outermost first."""
        return tuple(text for _, text in self._stack)

    @property
    def leader(self) -> str:
        """Return the leader whom the innermost heading names."""
        return next(filter(None, map(leader_in, reversed(self.path))), "")
