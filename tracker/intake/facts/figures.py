"""Figures of a text as indicators: value, unit, name, period, whether it is a target."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_UNITS = (
    "个百分点|个基点|万亿元|亿美元|万美元|亿元|万元|美元|万人次|亿人次|人次|万人|万户|万家|万平方米|平方公里|公里|万吨|亿吨|亿千瓦时|万千瓦|千瓦|万个|万套|万台|万亩|万份|万件|万辆|亿立方米|"
    "亿米|万米|万处|万批次|批次|位|%|％|‰|元|家|个|项|人|名|户|所|座|台|套|条|处|吨|亩|件|辆|张|支|批|对|场|平方米|倍|分|P"
)
_NUMBER = re.compile(
    rf"(?<![\d.A-Za-z第〔（\-—~～〕])(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?[多余]?({_UNITS})(?![月年日])"
)
_TENTHS = re.compile(r"([一二三四五六七八九])成(?!立|功|果|为|长|员|就|本|熟|绩|效|分|交|型|品|都|年|人|套|片)")
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_TARGET = re.compile(
    r"力争|不少于|不低于|达到|到20\d\d年|突破|以上|争取|提高到|降至|压缩|规模|总额|新增|目标|确保|预计完成|实现|累计培育|建成|建设|设立|超过"
)
_FACT = re.compile(
    r"截至|去年|已|目前|近年来|上年|了|同比|累计完成|占|增长到|据|显示|仅|只有|达\d|过去|有\d|拥有|现有|前三季度|\d月末"
)
_METHOD = re.compile(r"问卷|座谈|走访|受访|样本|抽查|督查组|来信|调研组|访谈")
_THRESHOLD = re.compile(
    r"^(?:以下|以上|及以上|以内)?(?:的)(?:企业|工业企业|对象|家庭|项目|地块|单位|卖家|票据|小微企业|自主品牌)|^以下|^以上的|^以上(?:工业企业|企业|园区)|^周岁|^岁"
)
_AFTER_COUNT = re.compile(
    r"^(?:细分|部门|区县|县|市|方面|行业|领域|环节|省|地市|月|小时|国家|先进|问题|重点|城市|章|阶段|乡镇|字)"
)
_ON = re.compile(r"(?:到|截至|至)?(20\d\d)年(?:(\d{1,2})月)?(底|末)?")
_PERIOD = re.compile(
    r"(?:到|截至|自)?20\d\d年(?:\d{1,2}月)?(?:底|末)?(?:前)?|截至(?:去年|今年|目前)[^，]{0,4}|去年底?|今年|上半年|目前|近年来|每年|[一二三两]年内|年内|近\d+年来?|上年"
)
_AS_GRANT = re.compile(r"的?(?:[\u4e00-\u9fff]{0,2})(?:贴息|补助|补贴|奖励|资助|返还|奖补|优惠)")
_CUT = "，。；：！？、,;:（）“”"
_NAME_NOISE = re.compile(
    r"(?:力争|不少于|不低于|达到|突破|超过|约|近|共|已|为|达|有|的|到|至|仅|累计|总|将|由|从|提高|增长|下降|实现)+$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start` to `end` of a passage's text."""

    start: int
    end: int
    value: str
    unit: str
    name: str
    period: str | None
    on: date | None
    target: bool


def figures_in(text: str, sentence_of: dict[int, tuple[int, int]], *, asked: set[int]) -> Iterator[Figure]:
    """Yield the figures of a passage; `asked` are the places that lie in actions or aims."""
    for start, end, value, unit in _numbers(text):
        begin, stop = sentence_of.get(start, (0, len(text)))
        if _is_aside(text, begin, stop, start, end, unit):
            continue
        before = text[begin:start]
        period = _period(before)
        target = _is_target(text, begin, start, end, stop, asked=start in asked)
        yield Figure(start, end, value, unit, _name(before, text[end:stop]), period, _day(period), target)


def _numbers(text: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _NUMBER.finditer(text):
        unit = "%" if match[2] == "％" else match[2]
        yield match.start(), match.end(), match[1].replace(",", ""), unit
    for match in _TENTHS.finditer(text):
        yield match.start(), match.end(), str(10 * _DIGITS[match[1]]), "%"


def _is_aside(text: str, begin: int, stop: int, start: int, end: int, unit: str) -> bool:
    """Tell whether a number is a threshold, a rate inside a rule, part of a survey's method, or quoted."""
    rest = text[end:stop]
    if _THRESHOLD.match(rest) or (unit in ("个", "家", "项", "大") and _AFTER_COUNT.match(rest)):
        return True
    quoted = text.rfind("“", begin, start) > text.rfind("”", begin, start)
    return quoted or bool(_METHOD.search(text[begin:stop]) and unit not in ("%",)) or _is_rate(text, begin, start, end)


def _is_rate(text: str, begin: int, start: int, end: int) -> bool:
    """Tell whether a percentage or a sum is how much somebody gets: 给予1个百分点的贴息."""
    before, after = text[max(begin, start - 14) : start], text[end : end + 6]
    return bool(
        re.search(r"给予|补助|每人|每台|每亩|每案|单个|奖励|单户|按|每千瓦", before)
        and not re.search(r"规模|安排|总额|累计", before)
    ) or bool(_AS_GRANT.match(after))


def _period(before: str) -> str | None:
    matches = list(_PERIOD.finditer(before))
    return matches[-1][0] if matches else None


def _day(period: str | None) -> date | None:
    """Return the day a period ends with where its year is stated."""
    match = _ON.search(period) if period else None
    if match is None:
        return None
    month = int(match[2] or 12)
    return date(int(match[1]), month, monthrange(int(match[1]), month)[1]) if 1 <= month <= 12 else None


def _is_target(text: str, begin: int, start: int, end: int, stop: int, *, asked: bool) -> bool:
    sentence = text[begin:start]
    fact = list(_FACT.finditer(sentence))
    goal = list(_TARGET.finditer(text[begin : min(stop, end + 3)]))
    if asked:
        return not (fact and re.search(r"截至|去年|目前", sentence))
    if not goal:
        return False
    return not fact and bool(re.search(r"力争|到20\d\d年|不少于|争取|目标", sentence))


def _name(before: str, after: str) -> str:
    """Return what a figure counts: the words before it, or the noun after it where they say nothing."""
    clause = re.split(f"[{_CUT}]", before)[-1]
    clause = _PERIOD.sub("", clause)
    name = _NAME_NOISE.sub("", clause)
    noun = re.match(r"[\u4e00-\u9fff]{2,8}", after)
    if len(name) < 3:
        pieces = [p for p in re.split(f"[{_CUT}]", before) if len(p) >= 3]
        name = _NAME_NOISE.sub("", _PERIOD.sub("", pieces[-1])) if pieces else name
    return (name or (noun[0] if noun else ""))[-24:]
