"""The articles of a text: title, who wrote it, for which unit, and when it was issued."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.intake.text.passage import Passage, Role

_UNIT = re.compile(r"作者(?:单位|系|为|[：:])[：:]?\s*([^）)】]+)")
_DATE = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?")
_REPORTER = re.compile(
    r"(?:本报记者|记者|通讯员|评论员|本报评论员|特约撰稿|文[/／])[：:]?\s*([\u4e00-\u9fff]{2,3}(?:[ 　、][\u4e00-\u9fff]{2,3})*)(?![\u4e00-\u9fff])"
)
_TALK = re.compile(
    r"——(?:访|对话|专访)([\u4e00-\u9fff]{4,24}?)(?:校长|院长|主任|教授|研究员|局长|所长|会长|董事长|专家|书记|副.{1,3}|秘书长|厅长|市长)+([\u4e00-\u9fff]{2,3})$"
)
_ISSUER = re.compile(
    r"[\u4e00-\u9fff（、）]{4,30}(?:办公室|委员会|人民政府|局|厅|部|领导小组|管委会|协会|中心|党委|学会)$"
)
_GROUP = re.compile(r"([\u4e00-\u9fff]{0,24}?)((?:[\u4e00-\u9fff]{2,10})?(?:课题组|调研组))$")
_WITH_UNIT = re.compile(
    r"([\u4e00-\u9fff]{3,20}(?:院|所|中心|大学|学院|局|办|委|行|会|集团)) ?((?:[ 　][\u4e00-\u9fff]{2,3})+)$"
)


@dataclass(slots=True)
class Head:
    """The first and last passage of an article, and what is known about it."""

    first: int
    last: int
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    issued: str | None = None


def heads_of(passages: Sequence[Passage]) -> list[Head]:
    """Return the articles of a text, at least one; together they cover all passages."""
    starts = _starts(passages)
    heads = [Head(start, end - 1) for start, end in zip(starts, [*starts[1:], len(passages)], strict=True)]
    for head in heads:
        _read(passages, head)
    return heads


def _starts(passages: Sequence[Passage]) -> list[int]:
    """Return where articles begin: at titles behind running text, and at bylines of names behind it."""
    starts, text, titled, named = [0], 0, False, False
    for i, passage in enumerate(passages):
        title, names = passage.role is Role.TITLE, passage.role is Role.BYLINE and _is_author_line(passage.text)
        if ((title and titled) or (names and named)) and text > 200 and not _is_tail(passages, i):
            starts.append(i)
            text, titled, named = 0, False, False
        titled, named = titled or title, named or names
        text += len(passage) if passage.role is Role.BODY else 0
    return starts


def _is_tail(passages: Sequence[Passage], i: int) -> bool:
    """Tell whether no running text worth an article follows."""
    return sum(len(p) for p in passages[i:] if p.role is Role.BODY) < 120


def _is_author_line(text: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,3}(?:[ 　]+[\u4e00-\u9fff]{2,3}){0,4}", text)) or text.endswith(
        "课题组"
    )


def _read(passages: Sequence[Passage], head: Head) -> None:
    for passage in passages[head.first : head.last + 1]:
        text = passage.text
        if passage.role is Role.TITLE and head.title is None:
            head.title = text
        if passage.role in (Role.BYLINE, Role.ASIDE, Role.HEADING) and len(text) <= 80:
            _read_line(text, head)
        if match := _UNIT.search(text[-60:] if passage.role is Role.BODY else text):
            _add(head.units, (unit for unit in re.split(r"[、；;，,]", match[1]) if len(unit) > 3))
    _issue(passages, head)


def _read_line(text: str, head: Head) -> None:
    if match := _TALK.search(text):
        _add(head.units, (match[1],))
        _add(head.authors, (match[2],))
    elif match := _REPORTER.search(text):
        _add(head.authors, re.split(r"[ 　、]+", match[1]))
    elif match := _WITH_UNIT.match(text):
        _add(head.units, (match[1],))
        _add(head.authors, match[2].split())
    elif match := _GROUP.match(text):
        unit = match[1]
        if unit.endswith(("院", "所", "中心", "行", "局", "办", "会", "大学")):
            _add(head.units, (unit,))
            _add(head.authors, (text.removeprefix(unit),))
        else:
            _add(head.authors, (text,))
    elif _is_author_line(text) and text != "编者按":
        _add(head.authors, text.split())
    elif text.startswith("提案人"):
        _add(head.authors, re.split(r"[、 ]", re.split(r"[：:]", text, maxsplit=1)[-1]))


def _issue(passages: Sequence[Passage], head: Head) -> None:
    """Read who issued a paper, and when, from its last lines or those under its title."""
    around = passages[head.first : head.last + 1]
    lone = [p for p in around if p.role in (Role.ASIDE, Role.BYLINE, Role.HEADING) and len(p) <= 36]
    for passage in lone:
        if (match := _DATE.search(passage.text)) and len(passage.text) <= 20:
            head.issued = match[0]
    if head.issued:
        signed = [p.text for p in lone[-3:] if _ISSUER.fullmatch(p.text)]
        _add(head.units, signed[-1:])


def _add(names: list[str], more: Iterable[str]) -> None:
    names += [name.strip() for name in more if name.strip() and name.strip() not in names]
