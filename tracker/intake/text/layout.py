"""Tell headings, titles, bylines and other things on the page from running text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.text.marks import (
    ends_sentence,
    heading_level,
    heading_number,
    is_byline,
    is_names,
)
from tracker.intake.text.passage import Passage, Role

Mark = tuple[int, int, int]  # start, end, level: what the file itself calls a heading (level 0: its title)
_LONGEST_HEADING = 44
DUTY_WORDS = (
    "责任单位|牵头单位|责任部门|牵头部门|责任领导|牵头责任单位|主要责任单位|配合单位|协同单位|落实单位|承办单位|主办单位|协办单位|"
    "责任人|完成时限|完成时间|办结时限|时间要求|时限要求|牵头|责任"
)
_DUTY = re.compile(rf"[（(【]?(?:{DUTY_WORDS})[：:]")
_DATE = re.compile(
    r"[（(]?(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?[）)]?|[（(]?[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月.{0,4}日?[）)]?"
)
_ASIDE = re.compile(
    r"编者按[：:]?$|目录$|(?:填表)?说明[：:]|备?注[：:]|(?:出席|列席|记录|参加|主持|请假|主送|抄送|附件|附表|联系人|联系电话|关键词|发送|报送)[：:]|此致$|敬礼！?$"
    r"|\d+$|[^。]{0,16}〔\d{4}〕\s?\d+\s?号$|第?\d+期$|[-—]\s?\d+\s?[-—]$"
)
_FIGURE = re.compile(r"\d")
#: One label with its value, as on a form: 来电时间：7月18日21时; several stand on a line, set apart by blanks.
_ENTRY = re.compile(
    r"[^，。；：:“”]{0,6}(?:时间|日期|编号|单号|文号|号码|密级|缓急|等级|电话|地点|类别|时限|来电人|来话人?|接话人?|发话人?|受话人?|接听人|来电|接电"
    r"|记录人?|签收人?|批示人|交办人|经办人|承办人|来电单位|发话单位|受话单位|来文单位|交办领导|批示领导|提案人|附议人|案号|姓名|职务|采访|受访人)"
    r"[：:][^，。；]{0,24}"
)
_APART = re.compile(r"\s{2,}")
_SALUTATION = re.compile(r"[^。]{2,60}[：:]$")
_CALL = re.compile(r"(?:各|尊敬的|同志|市委|区委|县委|.{2,4}(?:代表|委员|领导|同志|市长|书记)[：:]$)")
_KIND_WORDS = "报告|方案|意见|通知|办法|计划|纪要|提案|建议|讲话|批示|通报|公报|要点|规划|决定|措施|答复|倡议书|一封信|清单|分解表|综述"
_PAPER = re.compile(rf"(?:关于.*)?(?:{_KIND_WORDS})(?:[（(].{{1,16}}[）)])?$")


def laid_out(passages: Sequence[Passage], marks: Sequence[Mark] = ()) -> list[Passage]:
    """Return the passages with their roles; `marks` are headings that the file itself names."""
    named = {offset: level for start, end, level in marks for offset in range(start, end)}
    out = [_placed(passage, named) for passage in passages]
    return _titled(_listed(out))


def _placed(passage: Passage, named: dict[int, int]) -> Passage:
    text = passage.text
    if passage.role is Role.ROW:
        return passage
    if passage.at[0] in named and len(text) <= 2 * _LONGEST_HEADING:
        level = named[passage.at[0]]
        return replace(passage, role=Role.HEADING if level else Role.TITLE, level=level)
    if _DUTY.match(text):
        return replace(passage, role=Role.DUTY)
    if _is_aside(text):
        return replace(passage, role=Role.ASIDE)
    if is_byline(text) and not heading_level(text):
        return replace(passage, role=Role.BYLINE)
    if level := heading_level(text):
        bare = text[heading_number(text) :]
        if not ends_sentence(text) and len(text) <= _LONGEST_HEADING and not _is_running(bare):
            return replace(passage, role=Role.HEADING, level=level)
    elif text.startswith("——") and not ends_sentence(text):
        return replace(passage, role=Role.ASIDE)
    elif _is_loose_heading(passage):
        around = _is_head(passage) or _is_author(passage)
        return replace(passage, role=Role.BYLINE if around else Role.HEADING, level=0 if around else 1)
    return passage


def _is_running(bare: str) -> bool:
    return "。" in bare or "；" in bare or bare.count("，") > 2 or bare.endswith(("，", "、", "："))


def _is_loose_heading(passage: Passage) -> bool:
    """Tell whether a line without number stands alone like a heading."""
    text = passage.text
    plain = not any(mark in text for mark in "。；，") or (
        len(text) <= 30 and text.count("，") == 1 and not _FIGURE.search(text)
    )
    return (
        len(text) <= 36 and plain and not passage.unfinished and not ends_sentence(text) and text[-1] not in "，、：:"
    )


def _is_aside(text: str) -> bool:
    if _ASIDE.match(text) or _DATE.fullmatch(text.rstrip("。")) or _is_entries(text):
        return True
    return bool(_SALUTATION.fullmatch(text) and (_CALL.match(text) or text.count("、") >= 2) and "如下" not in text)


def _is_entries(text: str) -> bool:
    """Tell whether a line is the head of a form: nothing but labels with short values."""
    entries = [entry for entry in _APART.split(text.strip()) if entry]
    return all(_ENTRY.fullmatch(entry) for entry in entries) if len(text) <= 80 and entries else False


def _listed(passages: Sequence[Passage]) -> list[Passage]:
    """Make numbered lines without mark items of a list where nothing stands below any of them."""
    out = list(passages)
    for i, passage in enumerate(out):
        if passage.role is Role.HEADING and heading_level(passage.text) and not _has_content(out, i):
            out[i] = replace(passage, role=Role.BODY, level=0)
    return out


def _has_content(passages: Sequence[Passage], i: int) -> bool:
    """Tell whether running text, or a heading of a lower level, follows heading i."""
    following = next((p for p in passages[i + 1 :] if p.role not in (Role.ASIDE, Role.BYLINE)), None)
    if following is None or following.role is Role.TITLE:
        return False
    if following.role is Role.HEADING:
        return following.level > passages[i].level
    return following.role in (Role.BODY, Role.ROW)


def _titled(passages: Sequence[Passage]) -> list[Passage]:
    """Choose the titles among lines that stand alone: at the head, or beside a byline."""
    out = _paired(passages)
    if any(passage.role is Role.TITLE for passage in out):
        return out
    scores = {i: _title_score(out, i) for i in range(len(out)) if _may_be_title(out[i])}
    best = max(scores.values(), default=0)
    for i, score in scores.items():
        if score >= 3 or score == best > 0:
            out[i] = replace(out[i], role=Role.TITLE, level=0)
        elif _PAPER.search(out[i].text) and len(out[i].text) > 8:
            out[i] = replace(out[i], role=Role.ASIDE, level=0)
    return _one_title_each(out, scores)


def _paired(passages: Sequence[Passage]) -> list[Passage]:
    """Join a title printed in two lines: two lone lines of like length with a byline below."""
    out: list[Passage] = []
    for i, passage in enumerate(passages):
        last = out[-1] if out else None
        below = passages[i + 1] if i + 1 < len(passages) else None
        signed = below is not None and below.role is Role.BYLINE
        if last and signed and _are_halves(last, passage):
            out[-1] = last.joined(passage)
        else:
            out.append(passage)
    return out


def _are_halves(first: Passage, second: Passage) -> bool:
    alike = abs(len(first) - len(second)) <= 4 and max(len(first), len(second)) <= 20
    return alike and _may_be_title(first) and _may_be_title(second) and "：" not in first.text


def _may_be_title(passage: Passage) -> bool:
    loose = passage.role is Role.HEADING and not heading_level(passage.text)
    return loose and 5 <= len(passage.text) <= 44 and not passage.text.startswith(("——", "【"))


def _title_score(passages: Sequence[Passage], i: int) -> int:
    """Return how much a line looks like the title of an article."""
    score = 3 if all(p.role in (Role.ASIDE, Role.BYLINE) or _is_head(p) for p in passages[:i]) else 0
    score += 2 if _PAPER.search(passages[i].text) else 0
    score -= 3 if _is_head(passages[i]) or passages[i].text.endswith(("：", "文件")) else 0
    following = passages[i + 1 : i + 3]
    if following and (following[0].text.startswith("——") or (is_names(following[0].text) or _is_author(following[0]))):
        score += 3
    elif len(following) > 1 and (is_names(following[1].text) or _is_author(following[1])):
        score += 2
    return score


def _is_head(passage: Passage) -> bool:
    """Tell whether a line names who issues a paper, or a column of a newspaper."""
    return (
        bool(re.search(r"(?:文件|办公室|人民政府|委员会|内参|参阅.{0,8}|周刊|日报|速览|版|期)$", passage.text))
        and len(passage.text) <= 30
    )


def _is_author(passage: Passage) -> bool:
    return len(passage.text) <= 40 and bool(
        passage.role is Role.BYLINE
        or re.search(r"(?:课题组|调研组|评论员.{0,8}|研究[院所中心]+.{0,10}|委员会)$", passage.text)
    )


def _one_title_each(passages: Sequence[Passage], scores: dict[int, int]) -> list[Passage]:
    """Two titles without text between are one and a line beside it."""
    out = list(passages)
    last: int | None = None
    for i, passage in enumerate(out):
        if passage.role is Role.BODY and len(passage) > 60:
            last = None
        if passage.role is not Role.TITLE:
            continue
        if last is not None:
            weaker = last if scores[i] > scores[last] else i
            out[weaker] = replace(out[weaker], role=Role.ASIDE)
            last = i if weaker == last else last
        else:
            last = i
    return out
