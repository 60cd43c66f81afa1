"""Whether a text says something: which words are none, how much is left without them, and what tells of work."""

import re

from tracker.model.typed.text import FILLERS, narrow

_EMPTY_WORDS = re.compile("详见附件|见附件|已落实|已办结|已完成|完成|办结|落实|属实|同上")
#: As a part of other words, 无锡, 战略, these two do say something.
_EMPTY_ALONE = re.compile(r"(?<!\w)[无略]+(?!\w)")

#: 无进展, 本期没有新的变化, 与上期一致: that there is nothing to tell.
_NO_NEWS = (
    "(?:本期|本月|本周|本季度?|本年度?|上期|上月|目前|当前|现在|近期|截至|暂时|工作|任务|项目|该项|此项|其他|任何|明显|实质性?"
    "|重大|较大|更多|暂无|尚无|没有|同上|同前|一致|相同|进展|进度|变化|新增|更新|动态|情况|内容|补充|推进|取得|无|没|未|暂|尚|仍"
    "|还|有|新|大|的|与|和|同|可|报)+"
)
#: 按计划推进, 正在有序推进中, 进展顺利: that it goes on, and not what was done.
_GOES_ON = (
    "(?:本期|本月|本周|目前|当前|现在|工作|任务|项目|该项|此项|各项|相关|有关|正在|继续|持续|按照?|计划|时序|序时|进度|要求|既定"
    "|原定|方案|节点|有序|稳步|积极|全力|加快|扎实|抓紧|大力|逐步|进一步|推进|推动|开展|进行|实施|落实|办理|进展|顺利|正常|良好"
    "|之中|正|仍|还|在|中|的|地)+"
)
_SAYING_NOTHING = re.compile(f"{_NO_NEWS}|{_GOES_ON}")
#: A letter or a pair of them over and over: aaaa, 的的的的, 进展进展.
_OVER_AND_OVER = re.compile(r"(.{1,2}?)\1+")


def spoken(text: str) -> str:
    """Return the letters and digits of a text at one width: other marks and blanks make no other words of it."""
    return "".join(filter(_is_meaningful, narrow(text).casefold()))


def is_filler(text: str) -> bool:
    """Tell whether a text is no language at all: marks, digits alone, or a letter or two over and over."""
    letters = spoken(text)
    return not letters or letters.isdecimal() or _OVER_AND_OVER.fullmatch(letters) is not None


def tells_of_work(text: str) -> bool:
    """Tell whether 进展情况 says what was done: not 「暂无进展」, 「按计划推进」 or padding; such words are kept."""
    if not count_meaningful(text) or is_filler(text):
        return False
    clauses = "".join(c if _is_meaningful(c) else " " for c in narrow(text).replace(" ", "")).split()
    return any(not is_filler(clause) and _SAYING_NOTHING.fullmatch(clause) is None for clause in clauses)


def count_meaningful(text: str) -> int:
    """Return how many letters, digits and Han characters a text has without its empty words."""
    return count_characters(_EMPTY_ALONE.sub(" ", _EMPTY_WORDS.sub(" ", text)))


def count_characters(text: str) -> int:
    """Return how many letters, digits and Han characters a text has."""
    return sum(map(_is_meaningful, text))


def _is_meaningful(character: str) -> bool:
    return (character.isalpha() and character not in FILLERS) or character.isdecimal() or character == "〇"
