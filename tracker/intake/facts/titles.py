"""A title of at most 20 characters for what a clause asks: verb and object, without office, date and figures."""

import re

from tracker.intake.judge.clause_words import words_of
from tracker.intake.lexicon import VERBS

LONGEST = 20
_FIGURES = re.compile(
    r"(?:总?规模|总额|不少于|不低于|不超过|达到|最高|约|近|超过|单个企业)?[\d,.]+(?:[多余]?[万亿千百]?(?:元|家|个|项|人次|人|名|台|座|处|公里|套|亩|条|批|次|所|期|%|％|吨|对|支|场|辆))(?:以上|以下|左右|以内)?的?"
)
_DATES = re.compile(
    r"(?:在|于|到|自|力争|争取|确保)?(?:20\d\d年|今年|明年|年内|\d{1,2}月|[一二三两]年内|上半年|下半年|[一二三四]季度)[^，]{0,6}?(?:底前|前|底|内|末)?[，]?"
)
_OFFICE_HEAD = re.compile(
    r"^(?:建议|请|由|应由|可由|并由)*[^，]{2,24}?(?:牵头|负责|会同[^，]{2,16}|同步|组织|要(?![素点求件])|应当|应(?![用急对])|可以|可|统一)[，]?(?=[\u4e00-\u9fff]{4})"
)
#: 会同市财政局、市人社局等部门: with whom, before what; 办 of 办法 and 办好 is no office, nor 部 of 部署.
_TOGETHER = re.compile(
    r"^(?:会同|联合|协同|商)(?:[\u4e00-\u9fff]{1,10}?"
    r"(?:单位|部门|政府|贸促会|局|委(?![托员])|办(?![法理好公事学展])|部(?![门分署]))[、和及与]?)+"
    r"(?:等(?:有关|相关)?(?:单位|部门)?)?[，,]?"
)
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_NOISE = re.compile(r"[“”‘’「」『』《》\"'\s]")
_ENDS = "。；;，,：:！？!?、"


def title_of(clauses: list[tuple[str, str]]) -> str:
    """Return the title of an extent; `clauses` are words and ordinal of each of its clauses."""
    choices = [_stripped(text, ordinal) for text, ordinal in clauses]
    best = max(range(len(choices)), key=lambda i: (_worth(choices[i], i), -i))
    return shortened(choices[best][0])


def _stripped(text: str, ordinal: str) -> tuple[str, bool]:
    """Return the words that matter of a clause, and whether they begin with a verb."""
    words = words_of(text, ordinal)
    core = words.core.strip(_ENDS)
    if not words.verb and (match := _OFFICE_HEAD.match(words.bare)) and len(words.bare) - match.end() >= 4:
        core = words_of(words.bare[match.end() :], "").core.strip(_ENDS)
    core = _TOGETHER.sub("", core)
    core = _BRACKETS.sub("", core)
    core = _DATES.sub("", core) or core
    short = _FIGURES.sub("", core)
    core = short if len(short) >= 6 else core
    return _NOISE.sub("", core).strip(_ENDS), core[:2] in VERBS


def _worth(choice: tuple[str, bool], i: int) -> float:
    """Return how good a clause is as the title: verb first, early, neither tiny nor only a means."""
    text, verbal = choice
    means = text[:1] in "以由通按根从在围聚依" or text.startswith(("围绕", "聚焦", "依托", "通过", "结合", "按照"))
    return 2.0 * verbal - 0.7 * i - 1.5 * means - 2.0 * (len(text) < 5)


def shortened(text: str) -> str:
    """Return a text of at most 20 characters, cut where a list or a phrase ends."""
    text = text.strip(_ENDS)
    if len(text) <= LONGEST:
        return text
    for mark in ("，", "、"):
        head = text[: LONGEST + 1].rpartition(mark)[0]
        if len(head) >= 8 and mark == "，":
            return head
    listed = re.sub(r"([\u4e00-\u9fff]{2,8})(?:、[\u4e00-\u9fffA-Za-z]{2,10})+(?:等|和|及|与)?", r"\1等", text, count=1)
    if len(listed) <= LONGEST:
        return listed
    bare = re.sub(r"^(.{2,4}?)(?:[\u4e00-\u9fff、]{2,14})的(?=[\u4e00-\u9fff]{4})", r"\1", listed, count=1)
    text = bare if 6 <= len(bare) < len(listed) else listed
    return text[:LONGEST].rstrip(_ENDS + "的和与及等")
